"""One page of gold laid over one page of output: what all measures start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.alignment import Alignment, align
from pipeline.evaluate.model import Item, Page, Story

TIE = 1e-6
"""Weight of an equal headline beside an IoU: enough to break a tie, too little for anything else."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of gold (a body item, or what stands for it) and where the output has it.

    `story` is the number of its gold story. `home` is the number of the output story that holds at least half
    of its characters, or `None`; `at` is where its median character stands among the output's, which tells
    the order of units of one home, and `first` is the place in the home's units of the one that holds its
    first character. `held` is the share of its characters, 0 to 1, that the home holds.
    """

    story: int
    item: Item
    home: int | None
    at: float
    first: int
    held: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Gold, output, and how they lie on one another.

    `match` gives each gold story the number of its output story, or `None`: the one-to-one assignment
    with the greatest sum of `iou`. `units` are gold's, in order.
    """

    gold: Page
    found: Page
    alignment: Alignment
    iou: NDArray[np.float64]
    match: tuple[int | None, ...]
    units: tuple[Unit, ...]

    def matched(self, number: int) -> Story | None:
        """The output story that belongs to a gold story."""
        other = self.match[number]
        return None if other is None else self.found.stories[other]

    def pairs(self) -> list[tuple[Story, Story | None]]:
        """Each gold story with its output story."""
        return [(story, self.matched(number)) for number, story in enumerate(self.gold.stories)]


def compare(gold: Page, found: Page) -> Comparison:
    """Align the two pages and match their stories."""
    alignment = align(gold.stories, found.stories)
    iou = alignment.iou()
    pairs = _match(gold, found, alignment, iou)
    return Comparison(
        gold=gold,
        found=found,
        alignment=alignment,
        iou=iou,
        match=tuple(pairs.get(number) for number in range(len(gold.stories))),
        units=tuple(_units(alignment)),
    )


def _match(gold: Page, found: Page, alignment: Alignment, iou: NDArray[np.float64]) -> dict[int, int]:
    """Gold story to output story: the assignment with the greatest sum of IoU.

    Of equally good ones it is the one with more equal headlines. Stories that share nothing are no pair. The
    columns are in the alignment's order of stories, so that the output's order does not matter.
    """
    from scipy.optimize import linear_sum_assignment

    order = list(dict.fromkeys(number for number, _ in alignment.found.units))
    same = [[a.headline == found.stories[b].headline for b in order] for a in gold.stories]
    weights = iou[:, order] + TIE * (
        np.array(same, dtype=bool).reshape(len(gold.stories), len(order)) & (iou[:, order] > 0)
    )
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return {int(row): order[column] for row, column in zip(rows, columns, strict=True) if weights[row, column] > 0}


def _commonest(homes: NDArray[np.int64]) -> int:
    """The number that comes most often; of equally frequent ones the first. -1 where there is none."""
    if not len(homes):
        return -1
    numbers, first, count = np.unique(homes, return_index=True, return_counts=True)
    return int(numbers[np.lexsort((first, -count))[0]])


def _units(alignment: Alignment) -> Sequence[Unit]:
    gold, found = alignment.gold, alignment.found
    first_unit = {number: place for place, (number, _) in reversed(list(enumerate(found.units)))}
    units = []
    for (story, item), (start, end) in zip(gold.units, gold.spans, strict=True):
        partners = alignment.partner[start:end]
        partners = partners[partners >= 0]
        homes = found.story[partners]
        home = _commonest(homes)
        inside = partners[homes == home]
        held = len(inside) / max(1, end - start)
        if held < 0.5:
            units.append(Unit(story, item, None, 0.0, -1, 0.0))
            continue
        first = int(found.unit[inside[0]]) - first_unit[home]
        units.append(Unit(story, item, home, float(np.median(inside)), first, held))
    return units
