"""Ink: some glyphs of a page as arrays, and the two ways to measure along and across the writing."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box, Glyphs

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SMALLEST = 1.0  # in any unit: smaller type is a broken file's
ALIKE = 0.01  # sizes that differ by so much of them are one
SLACK = 0.11  # of the body type: how far beyond the white between two things a rule may still part them
FARTHEST = 1e5  # points: where what a broken page puts beyond all paper is taken to stand; a page is some 1,500 tall
LARGEST = 5e3  # points: the size of the largest type


@dataclass(frozen=True, slots=True)
class Ink:
    """The glyphs with the numbers `glyph`: boxes (n, 4) from the top left, sizes, whether written downwards."""

    glyph: Ints
    char: NDArray[np.uint32]
    box: Floats
    size: Floats
    down: Flags

    @property
    def middle(self) -> Floats:
        return np.column_stack([(self.box[:, 0] + self.box[:, 2]) / 2, (self.box[:, 1] + self.box[:, 3]) / 2])

    def part(self, which: Flags | Ints) -> Ink:
        return Ink(self.glyph[which], self.char[which], self.box[which], self.size[which], self.down[which])


def ink_of(glyphs: Glyphs, numbers: Ints) -> Ink:
    """The glyphs with these numbers, their measures finite. Raises ValueError if the page has no geometry."""
    if glyphs.box is None or glyphs.size is None:
        raise ValueError("the page has no geometry")
    box = np.clip(np.nan_to_num(glyphs.box[numbers].astype(np.float64)), -FARTHEST, FARTHEST)
    size = np.clip(np.nan_to_num(glyphs.size[numbers].astype(np.float64)), 1.0, LARGEST)
    return Ink(numbers, glyphs.char[numbers], box, size, np.zeros(len(numbers), dtype=bool))


def along(boxes: Floats, down: bool) -> tuple[Floats, Floats, Floats, Floats]:
    """Start and end along the writing, top and foot across it; both grow in the order of reading."""
    x0, y0, x1, y1 = boxes.T
    return (y0, y1, -x1, -x0) if down else (x0, x1, y0, y1)


def body_size(size: Floats) -> float:
    """The size of the page's running text: that of most glyphs, sizes that are alike counted as one."""
    if not len(size):
        return 10.0
    steps = np.round(np.log(np.maximum(size, SMALLEST)) / ALIKE).astype(np.int64)
    steps -= steps.min()
    return max(float(np.median(size[steps == np.bincount(steps).argmax()])), SMALLEST)


class Bars:
    """The rules and the edges of frames, to ask whether one lies in the way.

    They are kept in order, so that each question looks only at the bars at its place. `body` is the size of the
    page's running text.
    """

    def __init__(self, rules: tuple[Box, ...], frames: tuple[Box, ...], body: float) -> None:
        self._slack = SLACK * body
        thin = [*rules]
        for x0, y0, x1, y1 in frames:
            thin += [Box(x0, y0, x1, y0), Box(x0, y1, x1, y1), Box(x0, y0, x0, y1), Box(x1, y0, x1, y1)]
        wide = [bar.x1 - bar.x0 >= bar.y1 - bar.y0 for bar in thin]
        # each as (near edge, far edge, start, end): across itself, then along itself
        self._level = sorted((y0, y1, x0, x1) for (x0, y0, x1, y1), is_wide in zip(thin, wide, strict=True) if is_wide)
        self._upright = sorted(bar[0::2] + bar[1::2] for bar, is_wide in zip(thin, wide, strict=True) if not is_wide)

    def between(self, x0: float, y0: float, x1: float, y1: float, *, across_x: bool) -> bool:
        """Whether a rule parts the two sides of this rectangle: an upright one (`across_x`), or a level one.

        It must cover half of the rectangle's other extent.
        """
        if across_x:
            return _any_covers(self._upright, x0 - self._slack, x1 + self._slack, y0, y1, self._slack)
        return _any_covers(self._level, y0 - self._slack, y1 + self._slack, x0, x1, self._slack)


def _any_covers(
    bars: Sequence[tuple[float, ...]], near: float, far: float, start: float, end: float, least: float
) -> bool:
    """Whether one of the bars lies between `near` and `far` and covers half of what is from `start` to `end`."""
    half = 0.5 * max(end - start, least)
    at_hand = bars[bisect_left(bars, (near,)) : bisect_right(bars, (far, math.inf))]
    return any(bar[1] <= far and min(bar[3], end) - max(bar[2], start) >= half for bar in at_hand)
