"""Spread rows: characters set so far apart that their row fills its box, as in displays.

┌ 新到最快鏡頭 ┐      the rows fill the box; the characters of one stand nearer
│ 放  大  炭  畫 │  →   to those below than to each other, and yet it is one row,
│ 永  不  退  色 │      for another that fills the box has other places for its own
└──────────────┘
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.layout.ink import along

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST = 3  # characters of such a row; two stand as well under each other
MOST = 200  # characters of a box; one of more holds text in columns
LEVEL = 0.1  # of the size: how far the middles of a row are apart across it
OF_SIZE = 1.02  # sizes within a row differ by this factor at most
EDGE = 0.3  # of the size: how far from the edges of its box's type a row that fills it begins and ends
LEAST = 0.33  # of the size: white between characters that are spread
WIDEST = 3.0  # of the size: the widest such white
EVEN = 0.1  # of the size: by how much the whites of one row differ


def spread_rows(box: Floats, size: Floats, frame: Ints, down: Flags) -> tuple[list[Ints], list[Ints]]:
    """The level rows and the columns of such characters, each in its order.

    `box` is (n, 4), `frame` the box that each glyph stands in, below 0 for none, `down` how each is written as far as
    its neighbours tell.
    """
    order = np.argsort(frame, kind="stable")
    numbers, first = np.unique(frame[order], return_index=True)
    level: list[Ints] = []
    upright: list[Ints] = []
    for number, held in zip(numbers.tolist(), np.split(order, first[1:]), strict=True):
        if number < 0 or not 2 * FEWEST <= len(held) <= MOST:
            continue
        across, downwards = (_spread(box[held], size[held], down[held], way) for way in (False, True))
        both = {n for row in across for n in row.tolist()} & {n for row in downwards for n in row.tolist()}
        level += [held[row] for row in across if both.isdisjoint(row.tolist())]
        upright += [held[row] for row in downwards if both.isdisjoint(row.tolist())]
    return level, upright


def _spread(box: Floats, size: Floats, down: Flags, way: bool) -> list[Ints]:
    """The rows of one box that are spread to fill it."""
    start, end, top, foot = along(box, way)
    low, high = start.min(), end.max()
    full = [
        row
        for row in _rows(start, (top + foot) / 2, size)
        if start[row[0]] < low + EDGE * size[row[0]] and end[row].max() > high - EDGE * size[row[0]]
    ]
    found = []
    for row in full:
        white = start[row[1:]] - end[row[:-1]]
        em = size[row[0]]
        if len(row) < FEWEST or white.min() < LEAST * em or white.max() > WIDEST * em or np.ptp(white) > EVEN * em:
            continue
        if any(len(other) != len(row) and (down[other] == way).mean() > 0.5 for other in full):
            found.append(row)
    return found


def _rows(start: Floats, middle: Floats, size: Floats) -> list[Ints]:
    """The glyphs of one size that stand level, in their order."""
    order = np.lexsort((middle, size))
    new = (size[order[1:]] > OF_SIZE * size[order[:-1]]) | (np.diff(middle[order]) > LEVEL * size[order[1:]])
    rows = np.split(order, np.flatnonzero(new) + 1)
    return [row[np.argsort(start[row], kind="stable")] for row in rows]
