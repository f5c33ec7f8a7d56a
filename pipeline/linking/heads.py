"""Heads: is a display block a subheading of its story, and which line of a headline is kicker or deck?"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from pipeline.characters import width
from pipeline.linking.membership import Stage
from pipeline.linking.model import Features, choice, model, probabilities
from pipeline.page import Block, Role

_DASHED = re.compile(r"^(?:——|--|—|──)")


def is_subheading(view: Stage, d: int, story: int) -> bool:
    """Whether display block d, which belongs to `story`, is one of its subheadings."""
    if view.shown[d].role not in (Role.HEADLINE, Role.SUBHEADING):
        return False
    return bool(model("sub").score(sub_features(view, [d], [story]))[0] > 0)


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
        "wider than the column": wide,
        "few paragraphs": paragraphs <= 3,
        "many paragraphs": paragraphs >= 7,
        "shadowed": [float("shadowed" in view.shown[i].marks) for i in d],
    }
    return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


ROLES = {"kicker": Role.KICKER, "headline": Role.HEADLINE, "deck": Role.DECK}


def head_roles(group: list[Block]) -> list[Block]:
    """The blocks of one headline with their roles: kicker, headline, deck, in the order of the source.

    A group has at least one headline; kickers stand before it and decks behind it.
    """
    if len(group) < 2:
        return [replace(block, role=Role.HEADLINE) for block in group]
    odds = probabilities(choice("head"), head_features(group))
    best: tuple[float, tuple[int, int]] | None = None
    for start in range(len(group)):
        for end in range(start + 1, len(group) + 1):
            parts = ["kicker"] * start + ["headline"] * (end - start) + ["deck"] * (len(group) - end)
            value = float(sum(np.log(odds[part][n] + 1e-6) for n, part in enumerate(parts)))
            if best is None or value > best[0]:
                best = (value, (start, end))
    assert best is not None
    start, end = best[1]
    return [
        replace(block, role=Role.KICKER if n < start else Role.HEADLINE if n < end else Role.DECK)
        for n, block in enumerate(group)
    ]


def head_features(group: list[Block]) -> Features:
    """What tells the lines of one headline apart."""
    count = len(group)
    place = np.arange(count)
    widths = np.array([width(block.string) for block in group])
    shadowed = np.array([float("shadowed" in block.marks) for block in group])
    gap = np.array([float(block.gap > 0) for block in group])
    lines = np.array([len(block.lines) for block in group])
    gap_after = np.append(gap[1:], 1.0)
    dashed = np.array([float(_DASHED.match(block.string) is not None) for block in group])
    spaced = np.array([float(" " in block.string) for block in group])
    next_width = np.append(widths[1:], 0.0)
    prev_width = np.append(0.0, widths[:-1])
    columns = {
        "first": place == 0,
        "last": place == count - 1,
        "first of two": (place == 0) & (count == 2),
        "first of three": (place == 0) & (count == 3),
        "second of two": (place == 1) & (count == 2),
        "second of three": (place == 1) & (count == 3),
        "third": place == 2,
        "begins with a dash": dashed,
        "a dash follows": np.append(dashed[1:], 0.0),
        "shadowed": shadowed,
        "others are shadowed": (shadowed == 0) & (shadowed.max() > 0),
        "blank line before": gap * (place > 0),
        "blank line after": gap_after * (place < count - 1),
        "first of two, blank line after": gap_after * (place == 0) * (count == 2),
        "second of two, blank line before": gap * (place == 1) * (count == 2),
        "first, blank line after, others together": gap_after * (place == 0) * (gap[2:].sum() == 0) * (count > 2),
        "last, blank line before, others together": gap * (place == count - 1) * (gap[1:-1].sum() == 0) * (count > 2),
        "several lines": lines > 1,
        "the next has several lines": np.append(lines[1:] > 1, False),
        "the one before has several lines": np.append(False, lines[:-1] > 1),
        "longer than the next": (widths > next_width + 2) * (place < count - 1),
        "shorter than the next": (widths < next_width - 2) * (place < count - 1),
        "as long as the next": (np.abs(widths - next_width) <= 1) * (place < count - 1),
        "longer than the one before": (widths > prev_width + 2) * (place > 0),
        "shorter than the one before": (widths < prev_width - 2) * (place > 0),
        "over 16 em": widths > 16,
        "under 9 em": widths < 9,
        "a space inside": spaced,
        "a space inside, first": spaced * (place == 0),
    }
    return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}
