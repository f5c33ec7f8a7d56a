"""Outlines: type that is drawn as filled shapes, as designers do with headlines; no text says what it reads.

    the shapes of letters side by side in a row          →  a line of type: its box
    a map, a chart, a logo, a border of ornaments, a bar code  →  nothing

The letters of a line are of one height, about as wide as tall, of many parts that are not alike, with a little white
between one and the next. Drawings are not so.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from pipeline.page import Box
from pipeline.readers.pdf.frame import Rect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LARGEST = 150.0  # points: a larger shape is no part of a letter
RULE = (2.0, 40.0)  # points: a shape that is thinner and longer is a rule
SMALLEST = 6.0  # points of the type; smaller is ornament
MOST_SHAPES = 200_000  # of a page; what draws more is a map
MOST_LINES = 300  # of a page; of more, the largest are told
MOST_HEAPS = 1_000  # heaps of shapes that touch; of more, the largest are looked at
CELL = 2.0  # points of the grid on which shapes touch
CELLS = 1_000  # of the grid along its longer side, however far the shapes lie apart
LETTERS = 1.8  # the length of a line, in its own height
APART = 0.6  # of the taller: the white between two letters of a line
BESIDE = 0.8  # of the lower of two things, that must lie beside the other
WIDEST = 1.3  # of the height: a letter, and a part of one
PARTS = (1.5, 60.0)  # of a letter, on the average of a line
BEARING = 0.01  # of the height by which parts are narrowed, so that letters that touch are still two
FULL = 0.55  # of a line's length is letters
ALIKE = 0.05  # of the height: parts that differ by less are one ornament again and again
SLACK = 2.0  # points by which a stroke may reach over its line
FLUSH = 0.9  # of the parts begin or end at one height: bars


class Outlines:
    """Collects the boxes of filled shapes that can be parts of letters."""

    def __init__(self, page: Rect) -> None:
        self._page = page
        self._boxes = array("f")

    def add(self, box: Rect) -> None:
        """Note a shape; one that is clipped away has a negative extent."""
        wide, tall = box[2] - box[0], box[3] - box[1]
        if not (0 <= wide < LARGEST and 0 <= tall < LARGEST) or len(self._boxes) >= 4 * MOST_SHAPES:
            return
        if min(wide, tall) >= RULE[0] or max(wide, tall) < RULE[1]:
            self._boxes.extend(box)

    @property
    def size(self) -> int:
        """How many shapes are noted."""
        return len(self._boxes) // 4

    def lines(self) -> list[Box]:
        """The lines of type among the shapes, in the order of their places."""
        shapes = np.frombuffer(self._boxes, dtype=np.float32).reshape(-1, 4).astype(np.float64)
        x0, y0, x1, y1 = self._page
        shapes = shapes[(shapes[:, 0] < x1) & (shapes[:, 1] < y1) & (shapes[:, 2] > x0) & (shapes[:, 3] > y0)]
        if len(shapes) < LETTERS * PARTS[0]:
            return []
        found = [line for group in _groups(shapes) for line in _lines(shapes[group])]
        found.sort(key=lambda line: -min(line[2] - line[0], line[3] - line[1]))
        return sorted((Box(*line) for line in found[:MOST_LINES]), key=lambda box: (box.y0, box))


def without_strokes(boxes: Sequence[Box], lines: Sequence[Box]) -> list[Box]:
    """The boxes that are no part of a letter of these lines: within one, and no longer than a letter."""
    if not boxes or not lines:
        return list(boxes)
    x0, y0, x1, y1 = np.array(boxes).T
    long = np.maximum(x1 - x0, y1 - y0)
    strokes = np.zeros(len(boxes), dtype=bool)
    for left, top, right, foot in lines:
        within = (x0 > left - SLACK) & (y0 > top - SLACK) & (x1 < right + SLACK) & (y1 < foot + SLACK)
        strokes |= within & (long < SLACK + min(right - left, foot - top))
    return [box for box, stroke in zip(boxes, strokes.tolist(), strict=True) if not stroke]


def _groups(shapes: Floats) -> list[Ints]:
    """The shapes that stand so near each other that they can be letters of one text."""
    heap, count = _heaps(shapes)
    low = np.full((count, 2), np.inf)
    high = np.full((count, 2), -np.inf)
    np.minimum.at(low, heap, shapes[:, :2])
    np.maximum.at(high, heap, shapes[:, 2:])
    if count > MOST_HEAPS:
        size = (high - low).max(axis=1)
        kept = np.sort(np.argsort(-size, kind="stable")[:MOST_HEAPS])
    else:
        kept = np.arange(count)
    group = np.full(count, -1, dtype=np.int64)
    group[kept] = _together(low[kept], high[kept])
    of_shape = group[heap]
    order = np.argsort(of_shape, kind="stable")
    order = order[of_shape[order] >= 0]
    cuts = np.flatnonzero(np.diff(of_shape[order])) + 1
    return [part for part in np.split(order, cuts) if len(part) >= LETTERS * PARTS[0]]


def _heaps(shapes: Floats) -> tuple[Ints, int]:
    """For each shape the heap of those that touch on a grid, and how many heaps there are. Linear in the shapes."""
    from scipy.ndimage import label

    low, high = shapes[:, :2].min(axis=0), shapes[:, 2:].max(axis=0)
    cell = max(CELL, float((high - low).max()) / CELLS)
    (left, top), (right, foot) = (((shapes[:, at : at + 2] - low) / cell).astype(np.int64).T for at in (0, 2))
    shape = int(foot.max()) + 2, int(right.max()) + 2
    edges = np.zeros(shape, dtype=np.int32)  # sums of these along both axes count the shapes over each cell
    np.add.at(edges, (top, left), 1)
    np.add.at(edges, (foot + 1, left), -1)
    np.add.at(edges, (top, right + 1), -1)
    np.add.at(edges, (foot + 1, right + 1), 1)
    grid, _ = label(edges.cumsum(axis=0).cumsum(axis=1) > 0, np.ones((3, 3)))
    numbers, heap = np.unique(grid[top, left], return_inverse=True)
    return heap.astype(np.int64), len(numbers)


def _together(low: Floats, high: Floats) -> Ints:
    """The group of each heap: letters of a line, and lines under each other."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    links = np.zeros((len(low), len(low)), dtype=bool)
    for along, across in ((0, 1), (1, 0)):
        tall = high[:, across] - low[:, across]
        shared = np.minimum(high[:, None, across], high[None, :, across])
        shared -= np.maximum(low[:, None, across], low[None, :, across])
        white = np.maximum(low[:, None, along] - high[None, :, along], low[None, :, along] - high[:, None, along])
        least = np.minimum(tall[:, None], tall[None, :])
        most = np.maximum(tall[:, None], tall[None, :])
        links |= (shared >= BESIDE * least) & (white <= APART * most)
    return np.asarray(connected_components(coo_matrix(links), directed=False)[1], dtype=np.int64)


def _lines(shapes: Floats) -> list[tuple[float, float, float, float]]:
    """The lines of a group, if it is type: rows if it is wider than tall, else columns."""
    low, high = shapes[:, :2].min(axis=0), shapes[:, 2:].max(axis=0)
    along, across = (0, 1) if high[0] - low[0] >= high[1] - low[1] else (1, 0)
    made = []
    for band in _bands(shapes[:, across], shapes[:, across + 2], 0.0):
        part = shapes[band]
        if _is_type(part[:, along], part[:, along + 2], part[:, across], part[:, across + 2]):
            x0, y0 = part[:, :2].min(axis=0).tolist()
            x1, y1 = part[:, 2:].max(axis=0).tolist()
            made.append((x0, y0, x1, y1))
    return made


def _bands(low: Floats, high: Floats, narrowed: float) -> list[Ints]:
    """Intervals sorted into those that overlap, each narrowed on both sides."""
    order = np.argsort(low, kind="stable")
    reach = np.maximum.accumulate(high[order] - narrowed)
    cuts = np.flatnonzero(low[order][1:] + narrowed > reach[:-1]) + 1
    return np.split(order, cuts)


def _is_type(start: Floats, end: Floats, top: Floats, foot: Floats) -> bool:
    """Whether shapes, as they lie along and across the line, are letters."""
    tall = float(foot.max() - top.min())
    long = float(end.max() - start.min())
    if tall < SMALLEST or long < LETTERS * tall:
        return False
    letters = long / tall
    wide, high = end - start, foot - top
    if not PARTS[0] * letters <= len(start) <= PARTS[1] * letters or wide.max() > WIDEST * tall:
        return False
    if max(np.ptp(wide), np.ptp(high)) < ALIKE * tall:
        return False
    near = ALIKE * tall
    if max((np.abs(top - np.median(top)) < near).mean(), (np.abs(foot - np.median(foot)) < near).mean()) > FLUSH:
        return False
    bands = _bands(start, end, BEARING * tall)
    full = sum(float(end[band].max() - start[band].min()) for band in bands)
    return 2 * len(bands) >= letters and full >= FULL * long
