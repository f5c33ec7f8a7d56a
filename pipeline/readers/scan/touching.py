"""Touching: characters of two lines that hang together, cut apart between the lines.

    女子師範添設
    夜課             →  夜課 under 師範 is of a line of its own; not lost as a part as high as two lines

A subheading stands closer to its column or to its second line than the lines of a text do, and the paper takes ink
that runs. Such a part is in no line. Those that stand before it or behind it in the one line tell where the other is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.ink import Floats, Ints, Mask, Parts
from pipeline.readers.scan.strip import Strip, in_none, sides

TWO = 1.75  # em: as high at least are the characters of two lines that touch
LONG, SHORT = 4.0, 0.6  # em: and so long at most and at least
ONE = 1.5  # times as high as long: a lesser part may be one large character,
FOUR = 2.1  # em: but where it is longer, it is two of each line
FLUSH = 0.2  # of the size of a line: so far off its edge is that of its characters
NEXT = 1.0  # of its size: so near in it is another
OTHER = (0.5, 1.5)  # of its size: between these is the height of what touches it
SEAM = 0.2  # of its size: so far off its edge are the two parted
INKED = 0.2  # of their length at most hang together


def parted(ink: Mask, parts: Parts, lines: Sequence[Strip], em: float) -> Mask | None:
    """The ink with the characters of two lines that touch cut apart, by a pixel that is taken away; None if none do."""
    free = np.flatnonzero(in_none(parts, lines))
    made: Mask | None = None
    for down in (False, True):
        start, end, top, foot = sides(parts, free, down)
        long, high = end - start, foot - top
        two = (high > TWO * em) & (long < LONG * em) & (long > SHORT * em)
        both = free[two & ((high > ONE * long) | (np.minimum(long, high) > FOUR * em))]
        boxes = [_turned(Box(*line.box), down) for line in lines if line.down == down]
        band = np.array(boxes, dtype=np.float64).reshape(-1, 4)
        size = np.array([line.size for line in lines if line.down == down])
        for n in both.tolist():
            x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
            own = parts.labels[y0:y1, x0:x1] == n + 1
            rows = (own.T if down else own).sum(axis=1)
            row = _seam(rows, _turned(Box(x0, y0, x1, y1), down), band, size)
            if row is None:
                continue
            made = ink.copy() if made is None else made
            seam = (slice(None), row) if down else (row, slice(None))
            made[y0:y1, x0:x1][seam][own[seam]] = 0
    return made


def _seam(rows: Ints, place: Box, band: Floats, size: Floats) -> int | None:
    """The row of a part between two lines, if it has one: where least of it hangs together. `rows` tells how much ink
    it has in each, `place` is its box and `band` (n, 4) those of the lines, along and across the writing."""
    for low, far in _edges(place, band, size):
        first, last = max(1, round(low - place.y0)), min(len(rows) - 1, round(far - place.y0) + 1)
        row = first + int(np.argmin(rows[first:last])) if first < last else 0
        if row and rows[row] <= INKED * (place.x1 - place.x0):
            return row
    return None


def _edges(place: Box, band: Floats, size: Floats) -> Iterator[tuple[float, float]]:
    """From where to where across the writing the characters at a place are parted, as lines tell that are flush with
    its head or foot and go on before it or behind it; what the nearest tells comes first."""
    start, top, end, foot = band.T
    gap = np.maximum(start - place.x1, place.x0 - end)
    upper = (np.abs(top - place.y0) < FLUSH * size, foot, place.y1 - foot)
    lower = (np.abs(foot - place.y1) < FLUSH * size, top, top - place.y0)
    for flush, edge, rest in (upper, lower):
        told = flush & (gap < NEXT * size) & (rest > OTHER[0] * size) & (rest < OTHER[1] * size)
        for n in np.flatnonzero(told)[np.argsort(gap[told], kind="stable")].tolist():
            yield float(edge[n] - SEAM * size[n]), float(edge[n] + SEAM * size[n])


def _turned(box: Box, down: bool) -> Box:
    """A box along and across the writing."""
    return Box(box.y0, box.x0, box.y1, box.x1) if down else box
