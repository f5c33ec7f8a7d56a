"""Strip: one line of writing on a sheet, as numbers of parts; and the measures along and across the writing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.readers.scan.ink import Flags, Floats, Ints, Parts

Band = tuple[float, float, float, float]  # start, end, top and foot of a line
BESIDE = 0.5  # of the lesser height: so much two parts of one line share across it


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of writing: the numbers of its parts, its box and the size of its type, both in pixels of the mask, and
    whether it runs down."""

    parts: Ints
    box: tuple[float, float, float, float]
    size: float
    down: bool


def strip_of(parts: Parts, numbers: Ints, size: float, down: bool) -> Strip:
    box = parts.box[numbers]
    x0, y0 = box[:, :2].min(axis=0).tolist()
    x1, y1 = box[:, 2:].max(axis=0).tolist()
    return Strip(numbers, (x0, y0, x1, y1), size, down)


def in_none(parts: Parts, lines: Iterable[Strip]) -> Flags:
    """Which parts are in none of the lines."""
    free = np.ones(len(parts.area), dtype=bool)
    for line in lines:
        free[line.parts] = False
    return free


def sides(parts: Parts, which: Ints, down: bool) -> tuple[Floats, Floats, Floats, Floats]:
    """Start, end, top and foot along and across the writing."""
    x0, y0, x1, y1 = parts.box[which].T
    return (y0, y1, x0, x1) if down else (x0, x1, y0, y1)


def band(parts: Parts, line: Ints, down: bool) -> Band:
    start, end, top, foot = sides(parts, line, down)
    return float(start.min()), float(end.max()), float(top.min()), float(foot.max())


def groups(count: int, one: Ints, other: Ints) -> Ints:
    """For each of `count` things the number of its group; one[n] and other[n] are in the same."""
    graph = coo_array((np.ones(len(one), bool), (one, other)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)
