"""Heads: is a display block a subheading of its story, and which line of a headline is kicker or deck?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import width
from pipeline.linking.forest import forest
from pipeline.linking.membership import Stage
from pipeline.linking.model import Features, model, rounded
from pipeline.linking.seams import word_across
from pipeline.page import Block, Role

Flags = NDArray[np.bool_]

ABSENT = -99.0  # of kickers and decks in a reading that has none
_DASHED = re.compile(r"^(?:——|--|—|──)")


def is_subheading(view: Stage, d: int, story: int) -> bool:
    """Whether display block d, which belongs to `story`, is one of its subheadings."""
    if view.shown[d].role not in (Role.HEADLINE, Role.SUBHEADING):
        return False
    return opens_section(view, d, story) or bool(model("sub").score(sub_features(view, [d], [story]))[0] > 0)


def opens_section(view: Stage, d: int, story: int) -> bool:
    """Whether a block is the first subheading of a story whose lead stands elsewhere.

    It stands right above a later part of the body, by itself, under a kicker and a headline, it fits the column,
    and the story has other subheadings.
    """
    near, block = view.near[d], view.shown[d]
    later = near.after_story == story and near.after_at > 0 and near.to_after == 0
    if not later or not block.gap or _heads_above(view, d) < 2:
        return False
    body = view.stories[story].blocks[near.after_at]
    return width(block.string) <= body.measure and bool(_other_subheadings(view, [d], [story])[0][0])


def sub_features(view: Stage, d: list[int], story: list[int]) -> Features:
    """The evidence that display blocks are subheadings of their stories rather than headlines."""
    near = [view.near[i] for i in d]
    looks = [view.shown[i].looks for i in d]
    head = np.array([look.get("head", 0.0) for look in looks])
    sub = np.array([look.get("subheading", 0.0) for look in looks])
    after_is = np.array([n.after_story == s for n, s in zip(near, story, strict=True)])
    before_is = np.array([n.before_story == s for n, s in zip(near, story, strict=True)])
    first = after_is & np.array([n.after_at == 0 for n in near])
    last = before_is & np.array([n.before_at == view.last_at[s] for n, s in zip(near, story, strict=True)])
    next_to = np.array([n.to_after == 0 for n in near])
    inside = before_is & after_is & ~first
    measure = [view.stories[s].blocks[0].measure for s in story]
    wide = np.array([width(view.shown[i].string) > m for i, m in zip(d, measure, strict=True)])
    above = np.array([_heads_above(view, i) for i in d])
    others, alike = _other_subheadings(view, d, story)
    later = after_is & ~first & next_to
    strings = [view.shown[i].string for i in d]
    paragraphs = np.array([view.last_at[s] + 1 for s in story])
    columns = {
        "looks like a head": head,
        "looks like a subheading": sub,
        "subheading against head": np.log((sub + 0.01) / (head + 0.01)),
        "before the start": first,
        "right before the start": first & next_to,
        "right before a later part": after_is & ~first & next_to,
        "before a later part": after_is & ~first,
        "inside": inside,
        "inside, right before": inside & next_to,
        "after the end": last & ~after_is,
        "elsewhere": ~after_is & ~before_is,
        "two heads above, right before a later part": later & (above >= 2),
        "a head above, right before a later part, other subheadings": later & (above >= 1) & others,
        "other subheadings": others,
        "two parts like the other subheadings": alike,
        "heads above": np.minimum(above, 3),
        "heads above, right before the start": np.minimum(above, 3) * (first & next_to),
        "a colon inside": np.array(["：" in s for s in strings]),
        "a space inside": np.array([" " in s for s in strings]),
        "under 9 em": np.array([width(s) < 9 for s in strings]),
        "over 16 em": np.array([width(s) > 16 for s in strings]),
        "wider than the column": wide,
        "few paragraphs": paragraphs <= 3,
        "many paragraphs": paragraphs >= 7,
        "shadowed": [float("shadowed" in view.shown[i].marks) for i in d],
    }
    return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


def _other_subheadings(view: Stage, d: list[int], story: list[int]) -> tuple[Flags, Flags]:
    """Whether the story has other blocks inside it that look like subheadings, and whether those have two parts too."""
    others, alike = [], []
    for i, s in zip(d, story, strict=True):
        rest = [n for n in view.inside.get(s, []) if n != i]
        others.append(bool(rest))
        alike.append(any(" " in view.shown[n].string for n in rest) and " " in view.shown[i].string)
    return np.array(others, dtype=bool), np.array(alike, dtype=bool)


def _heads_above(view: Stage, d: int) -> int:
    """How many lines of display type stand right above block d, without text or a byline between."""
    count = 0
    while d - count > 0 and view.near[d - count].to_before > 0 and view.shown[d - count - 1].role is Role.HEADLINE:
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the lines of a headline group: lines before `start` are kickers, from `end` on decks."""

    start: int
    end: int


def readings(group: list[Block]) -> list[Reading]:
    """The readings of a group: kickers, at least one headline line, decks, in this order.

    What begins with a dash below the first line begins a deck.
    """
    count = len(group)
    last = next((n for n, block in enumerate(group) if n and _DASHED.match(block.string)), count)
    return [Reading(start, end) for start in range(last) for end in range(start + 1, last + 1)]


def head_roles(group: list[Block]) -> list[Block]:
    """The blocks of one headline with their roles, in the order of the source: the most likely reading."""
    if not group:
        return []
    options = readings(group)
    if len(options) > 1:
        (scores,) = forest("head").score(reading_features(group, options))
        best = options[int(scores.argmax())]
    else:
        best = options[0]
    return [
        replace(block, role=Role.KICKER if n < best.start else Role.HEADLINE if n < best.end else Role.DECK)
        for n, block in enumerate(group)
    ]


def reading_features(group: list[Block], options: list[Reading]) -> Features:
    """What speaks for each reading of a group: blank lines and shadows at the joints, widths, dashes, words."""
    rows = [_reading(group, option) for option in options]
    return rounded({name: [row[name] for row in rows] for name in rows[0]})


def _reading(group: list[Block], reading: Reading) -> dict[str, float]:
    start, end, count = reading.start, reading.end, len(group)
    strings = [block.string for block in group]
    gap = [block.gap > 0 for block in group]
    wide = [max(width(line.string) for line in block.lines) for block in group]
    shadowed = ["shadowed" in block.marks for block in group]
    dashed = [_DASHED.match(string) is not None for string in strings]
    main, joints = range(start, end), range(start + 1, end)
    kicker, deck = start > 0, end < count
    widest, narrowest = max(wide[start:end]), min(wide[start:end])
    return {
        "lines": count,
        "kickers": start,
        "headline lines": end - start,
        "decks": count - end,
        "width": sum(wide) / count,
        "width of the headline": sum(wide[start:end]),
        "widest line of the headline": widest,
        "narrowest line of the headline": narrowest,
        "widest against narrowest": widest - narrowest,
        "first line of the headline": wide[start],
        "last line of the headline": wide[end - 1],
        "first kicker": wide[0] if kicker else ABSENT,
        "last kicker": wide[start - 1] if kicker else ABSENT,
        "kicker against the headline": wide[start - 1] - widest if kicker else ABSENT,
        "first deck": wide[end] if deck else ABSENT,
        "deck against the headline": wide[end] - widest if deck else ABSENT,
        "blank lines": sum(gap[1:]),
        "blank line above": gap[0],
        "blank line behind the kicker": gap[start] if kicker else ABSENT,
        "blank line before the deck": gap[end] if deck else ABSENT,
        "blank lines inside the headline": sum(gap[n] for n in joints),
        "blank lines only at the joints": any(gap[1:]) and all(gap[n] == (n in (start, end)) for n in range(1, count)),
        "shadows": sum(shadowed),
        "shadowed share of the headline": sum(shadowed[n] for n in main) / (end - start),
        "shadowed kicker": shadowed[start - 1] if kicker else ABSENT,
        "shadowed deck": shadowed[end] if deck else ABSENT,
        "shadow marks the headline": any(shadowed) and all(shadowed[n] == (n in main) for n in range(count)),
        "dashed deck": dashed[end] if deck else ABSENT,
        "dash before the first line": dashed[0],
        "space in the kicker": " " in strings[start - 1] if kicker else ABSENT,
        "space in the headline": any(" " in strings[n] for n in main),
        "comma in the kicker": "，" in strings[start - 1] if kicker else ABSENT,
        "comma in the headline": any("，" in strings[n] for n in main),
        "digits in the kicker": any(map(str.isdigit, strings[start - 1])) if kicker else ABSENT,
        "word across kicker and headline": word_across(strings[start - 1], strings[start]) if kicker else ABSENT,
        "word across headline and deck": word_across(strings[end - 1], strings[end]) if deck else ABSENT,
        "words across lines of the headline": sum(word_across(strings[n - 1], strings[n]) for n in joints),
        "blocks of several lines in the headline": any(len(group[n].lines) > 1 for n in main),
        "blocks of several lines among kickers": any(len(group[n].lines) > 1 for n in range(start)),
    }
