"""Dividers: short rules across two or three columns that run down, between one item of a tier and the next.

    已        橋
    ────────────    →  a rule, at which both columns end; not 一 in one of them
    適        朽

They are shorter than what is a rule by its length alone, and longer than the 一 of the type about them. A dash in a
level line is as long, but stands in no column.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.readers.scan.ink import Floats, Ints, Parts
from pipeline.readers.scan.strip import Strip

LONG = 1.5  # em: a divider is longer, and than the columns that it divides are wide
THIN = 0.22  # em: it is no thicker, in the mean
BLURRED = 0.35  # em: nor anywhere
PIECE = 0.25  # em: shorter ones are no pieces of one that is broken
GAP, ASLANT = 0.6, 0.2  # em: so far behind it, and beside, does a divider go on in another piece
COLUMNS = 2  # so many on one side does it divide at least
OVER = 0.6  # of a column's width is over it
NEAR = 2.0  # em: so near is the column's end, or what goes on
WIDE = 1.5  # em: a wider column is of large type, whose 一 is as long


def dividers(parts: Parts, lines: Sequence[Strip], em: float) -> Ints:
    """The parts that are short level rules between columns of the `lines` of a sheet."""
    flat = (parts.tall <= BLURRED * em) & (parts.area <= THIN * em * parts.wide)
    thin = flat & (parts.wide > LONG * em)
    level = [line.parts for line in lines if not line.down and len(line.parts) > 1]
    if level:
        flat[np.concatenate(level)] = thin[np.concatenate(level)] = False
    if not thin.any():
        return np.flatnonzero(thin)
    held = [line.parts[~thin[line.parts]] for line in lines if line.down]
    bands = [(*parts.box[own, :2].min(axis=0), *parts.box[own, 2:].max(axis=0)) for own in held if len(own)]
    down = np.array(bands, dtype=np.float64).reshape(-1, 4)
    down = down[down[:, 2] - down[:, 0] < WIDE * em]
    found = [n for n in np.flatnonzero(thin).tolist() if _divides(parts.box[n], down, em)]
    return _with_pieces(found, np.flatnonzero(flat & ~thin & (parts.wide >= PIECE * em)), parts.box, em)


def _with_pieces(found: list[int], flat: Ints, box: Floats, em: float) -> Ints:
    """The dividers with the pieces, among these flat parts, in which they go on."""
    middle = (box[:, 1] + box[:, 3]) / 2
    held = list(found)
    flat = flat[np.argsort(middle[flat], kind="stable")]
    places = middle[flat]
    free = np.ones(len(flat), dtype=bool)
    for n in held:  # which grows
        first, last = np.searchsorted(places, (middle[n] - ASLANT * em, middle[n] + ASLANT * em))
        near = flat[first:last]
        away = np.maximum(box[near, 0] - box[n, 2], box[n, 0] - box[near, 2])
        on = first + np.flatnonzero((away < GAP * em) & free[first:last])
        free[on] = False
        held += flat[on].tolist()
    return np.array(held, dtype=np.int64)


def _divides(rule: Floats, columns: Floats, em: float) -> bool:
    """Whether there are two columns next to each other on one side of a rule, which end at it or go on behind it, and
    one at least on the other, where the next may be short or indented."""
    x0, y0, x1, y1 = rule
    shared = np.minimum(columns[:, 2], x1) - np.maximum(columns[:, 0], x0)
    over = columns[shared > OVER * (columns[:, 2] - columns[:, 0])]
    above = over[(over[:, 1] < y0 - em / 2) & (over[:, 3] > y0 - NEAR * em)]
    below = over[(over[:, 3] > y1 + em / 2) & (over[:, 1] < y1 + NEAR * em)]
    one, most = sorted((_places(above, em), _places(below, em)))
    return one > 0 and most >= COLUMNS


def _places(columns: Floats, em: float) -> int:
    """How many columns these are, pieces under each other as one."""
    middle = np.sort((columns[:, 0] + columns[:, 2]) / 2)
    return int(len(middle) > 0) + int((np.diff(middle) > em / 2).sum())
