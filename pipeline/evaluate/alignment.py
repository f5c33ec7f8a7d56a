"""Which character of the output is which character of gold.

A bag of characters or of n-grams will not do: most characters of a page stand on it many times, so that any
two stories share half of them, and n-grams lose characters at every seam. Here each character of gold has
at most one partner in the output and the other way round, so that counts of partners are counts of
positions: what a story has lost is what another one has gained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.model import Item, Story
from pipeline.evaluate.tiling import Tiling

LENGTHS = (64, 32, 16, 8)
"""Shortest tiles, in characters, of the rounds in which any two stories may share text."""

SHORT = 4
"""Shortest tile, in characters, between two stories that share text already."""


@dataclass(frozen=True)
class Side:
    """All units of gold, or of the output, laid end to end.

    `story` and `unit` give each character's story (its number on the page) and unit (its number among all
    units); `units` has each unit's story and item, `spans` the characters of each unit as (start, end).
    """

    text: str
    story: NDArray[np.int64]
    unit: NDArray[np.int64]
    units: tuple[tuple[int, Item], ...]
    spans: tuple[tuple[int, int], ...]
    stories: int


@dataclass(frozen=True)
class Alignment:
    """Gold and output, and for each character of gold its partner in the output, or -1."""

    gold: Side
    found: Side
    partner: NDArray[np.int64]

    def shared(self) -> NDArray[np.float64]:
        """Characters that each gold story (row) shares with each output story (column)."""
        counts = np.zeros((self.gold.stories, self.found.stories))
        aligned = self.partner >= 0
        np.add.at(counts, (self.gold.story[aligned], self.found.story[self.partner[aligned]]), 1)
        return counts

    def iou(self) -> NDArray[np.float64]:
        """Intersection over union of the characters of each gold story with each output story, 0 to 1."""
        shared = self.shared()
        of_gold = np.bincount(self.gold.story, minlength=self.gold.stories)
        of_found = np.bincount(self.found.story, minlength=self.found.stories)
        union = of_gold[:, None] + of_found[None, :] - shared
        return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)


def lay_out(stories: Sequence[Story], order: Sequence[int]) -> Side:
    """The stories' units laid end to end, the stories in the given order of their numbers."""
    units = tuple((number, item) for number in order for item in stories[number].units())
    lengths = [len(item.text) for _, item in units]
    ends = np.cumsum(lengths, dtype=np.int64).tolist()
    return Side(
        text="".join(item.text for _, item in units),
        story=np.repeat(np.array([number for number, _ in units], dtype=np.int64), lengths),
        unit=np.repeat(np.arange(len(units)), lengths),
        units=units,
        spans=tuple((end - length, end) for end, length in zip(ends, lengths, strict=True)),
        stories=len(stories),
    )


def align(gold: Sequence[Story], found: Sequence[Story]) -> Alignment:
    """Partner the characters of gold with those of the output, surest first.

    1. Stories of the same text, of which those that agree in headline and the rest go first.
    2. Units of the same text: those that are on each side once, then repeated ones, which go where
       their story's text went already, and after the unit that they follow.
    3. Greedy string tiling (Wise 1993) of what is left, within stories and over the borders of
       units: common runs of at least 64 characters, then 32, 16 and 8, the longest at each place.
    4. Where equally long gaps are left between two tiles, or a tile and the story's border, their equal
       characters (misread ones stand between them). Then runs of at least 4 between stories that share
       text already, and gaps again.

    Exact where stories are made of whole units in whatever order, up to units of the same text, which are
    as good as one another. A missing story does not find its common words elsewhere, since runs under 8
    characters count only between stories that share a longer one. The result does not depend on the order
    of the output's stories, which are taken in the order of their contents. Time is near-linear in the
    page's characters: each round scans both sides once and extends at most 64 candidates at a place.
    """
    canonical = sorted(range(len(found)), key=lambda number: _contents(found[number]))
    a, b = lay_out(gold, range(len(gold))), lay_out(found, canonical)
    tiling = Tiling(a.text, a.story.tolist(), b.text, b.story.tolist())
    _same_stories(tiling, a, b, gold, found, canonical)
    _same_units(tiling, a, b)
    for shortest in LENGTHS:
        tiling.tile(shortest)
    tiling.fill_gaps()
    tiling.tile(SHORT, linked=True)
    tiling.fill_gaps()
    return Alignment(a, b, np.array(tiling.partner, dtype=np.int64))


def _contents(story: Story) -> str:
    """All that a story says, without the names that stories have."""
    return repr(replace(story, key="", part_of=None))


def _same_stories(
    tiling: Tiling, a: Side, b: Side, gold: Sequence[Story], found: Sequence[Story], canonical: Sequence[int]
) -> None:
    start_a, start_b = _starts(a), _starts(b)
    left, right = dict.fromkeys(start_a), dict.fromkeys(number for number in canonical if number in start_b)
    for alike in (
        _contents,
        lambda story: (story.units(), story.headline),
        lambda story: story.characters(),
    ):
        waiting: dict[object, list[int]] = {}
        for number in right:
            waiting.setdefault(alike(found[number]), []).append(number)
        for number in list(left):
            others = waiting.get(alike(gold[number]))
            if others:
                other = others.pop(0)
                tiling.take(start_a[number], start_b[other], len(gold[number].characters()))
                del left[number], right[other]


def _starts(side: Side) -> dict[int, int]:
    """Where each story that has characters starts."""
    starts: dict[int, int] = {}
    for (number, _), (start, end) in zip(side.units, side.spans, strict=True):
        if end > start:
            starts.setdefault(number, start)
    return starts


def _same_units(tiling: Tiling, a: Side, b: Side) -> None:
    ours, theirs = _free_units(a, tiling.taken_a), _free_units(b, tiling.taken_b)
    repeated: list[tuple[int, str]] = []
    for text, places in ours.items():
        if len(places) == 1 and len(theirs.get(text, ())) == 1:
            tiling.take(places[0], theirs[text][0], len(text))
        elif text in theirs:
            repeated.extend((place, text) for place in places)
    for place, text in sorted(repeated):
        free = [other for other in theirs[text] if not tiling.taken_b[other]]
        if free:
            best = max(free, key=lambda other: (*tiling.bond(place, other), -other))
            tiling.take(place, best, len(text))


def _free_units(side: Side, taken: bytearray) -> dict[str, list[int]]:
    """Text to the starts of the units that have it and are not taken yet."""
    free: dict[str, list[int]] = {}
    for (_, item), (start, end) in zip(side.units, side.spans, strict=True):
        if end > start and not taken[start]:
            free.setdefault(item.text, []).append(start)
    return free
