"""Heads: is a display block a subheading of its story, and which line of a headline is kicker or deck?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import width
from pipeline.linking.membership import Stage
from pipeline.linking.model import Features, model
from pipeline.page import Block, Role

Flags = NDArray[np.bool_]

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


def readings(count: int) -> list[Reading]:
    """All readings of a group: kickers, at least one headline line, decks, in this order."""
    return [Reading(start, end) for start in range(count) for end in range(start + 1, count + 1)]


def head_roles(group: list[Block]) -> list[Block]:
    """The blocks of one headline with their roles, in the order of the source: the most likely reading."""
    if not group:
        return []
    options = readings(len(group))
    if len(options) > 1:
        scores = model("head").score(reading_features(group, options))
        best = options[int(scores.argmax())]
    else:
        best = options[0]
    return [
        replace(block, role=Role.KICKER if n < best.start else Role.HEADLINE if n < best.end else Role.DECK)
        for n, block in enumerate(group)
    ]


def reading_features(group: list[Block], options: list[Reading]) -> Features:
    """What speaks for each reading of a group: blank lines and shadows at the joints, widths, dashes."""
    rows = [_reading(group, option) for option in options]
    return {name: np.array([row[name] for row in rows], dtype=np.float64) for name in rows[0]}


def _reading(group: list[Block], reading: Reading) -> dict[str, float]:
    start, end, count = reading.start, reading.end, len(group)
    gap = [block.gap > 0 for block in group]
    wide = [max(width(line.string) for line in block.lines) for block in group]
    shadowed = ["shadowed" in block.marks for block in group]
    dashed = [_DASHED.match(block.string) is not None for block in group]
    main = range(start, end)
    widest = max(wide[n] for n in main)
    return {
        "a kicker": start > 0,
        "two kickers": start > 1,
        "a deck": end < count,
        "two decks": end < count - 1,
        "kicker and deck": start > 0 and end < count,
        "two headline lines": end - start == 2,
        "three headline lines": end - start == 3,
        "more headline lines": end - start > 3,
        "blank line behind the kicker": start > 0 and gap[start],
        "no blank line behind the kicker": start > 0 and not gap[start],
        "blank line before the deck": end < count and gap[end],
        "no blank line before the deck": end < count and not gap[end],
        "blank lines inside the headline": sum(gap[n] for n in main if n > start),
        "no blank lines inside the headline": sum(not gap[n] for n in main if n > start),
        "blank lines only at the joints": any(gap[1:]) and all(gap[n] == (n in (start, end)) for n in range(1, count)),
        "dashed deck": end < count and dashed[end],
        "deck without a dash": end < count and not dashed[end],
        "dash inside the headline": any(dashed[n] for n in main if n > start),
        "dashed kicker": any(dashed[:start]),
        "kicker longer than the headline": start > 0 and wide[0] > widest + 1,
        "kicker shorter than the headline": start > 0 and wide[0] < widest - 1,
        "deck longer than the headline": end < count and wide[end] > widest + 1,
        "deck shorter than the headline": end < count and wide[end] < widest - 1,
        "difference in width of the headline's lines": min(
            5.0, max(wide[n] for n in main) - min(wide[n] for n in main)
        ),
        "headline lines of one width": end - start > 1
        and max(wide[n] for n in main) - min(wide[n] for n in main) <= 1.5,
        "headline lines of different widths": end - start > 1
        and max(wide[n] for n in main) - min(wide[n] for n in main) > 4,
        "shadow marks the headline": any(shadowed) and all(shadowed[n] == (n in main) for n in range(count)),
        "shadow divides the headline": len({shadowed[n] for n in main}) > 1,
        "headline over 18 em": widest > 18,
        "headline over 22 em in all, first line shorter": sum(wide[n] for n in main) > 22
        and wide[start] < wide[end - 1],
        "kicker over 14 em": start > 0 and wide[0] > 14,
        "kicker under 8 em": start > 0 and wide[0] < 8,
        "kicker of two parts": start > 0 and " " in group[0].string,
        "headline of several lines in one block": any(len(group[n].lines) > 1 for n in main),
        "kicker of several lines in one block": any(len(group[n].lines) > 1 for n in range(start)),
        "comma in the headline": any("，" in group[n].string for n in main),
    }
