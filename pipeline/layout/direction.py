"""Direction: is a glyph part of a line that runs to the right, or of a column that runs down?

Fonts do not tell: most vertical type is set from horizontal fonts, one glyph under the other. What tells is the
pitch: the next glyph of a line is nearer than the next line.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

REACH = 2.4  # of the size: how far the next glyph of one line can be
ALIGNED = 0.35  # of the size: how far two glyphs of one line may be out of line
FARTHEST = 2.43  # of the size: the diagonal of these two
CLEARLY = 0.9  # the pitch of one direction must be below so much of the other's
NEIGHBOURS = 12
DISPLAY = 1.35  # type larger than the median by this factor is sought among its like: small type crowds around it
ROUNDS = 3
IN_ROW = 0.15  # of the size: how far from the middle of a line a stray glyph of it is at most
NEXT = 1.1  # of the size: how far from its end
OF_SIZE = 1.05  # sizes of the two differ by this factor at most
MOST = 10_000_000  # comparisons; a full page has some thousands


def vertical(middle: Floats, size: Floats, angle: Floats, upright_vertical: Flags) -> Flags:
    """For each glyph whether it is written downwards. `middle` is (n, 2); `angle` in degrees clockwise.

    Type that a vertical font or a turned matrix writes downwards is so; of the rest the pitches vote, and each
    glyph goes with the glyphs of its own size around it.
    """
    count = len(size)
    told = upright_vertical | (np.abs(angle - 90) < 20)
    if count < 2:
        return told
    usual = DISPLAY * float(np.median(size))
    small, large = np.flatnonzero(size <= usual), np.flatnonzero(size > usual)
    here, there = _near(middle, small, min(FARTHEST * usual, REACH * float(size.max())))
    if len(large):
        a, b = _near(middle[large], np.arange(len(large)), REACH * float(size.max()))
        here, there = np.concatenate([here, large[a]]), np.concatenate([there, large[b]])
    alike = (size[there] > 0.75 * size[here]) & (size[there] < 1.34 * size[here])
    here, there = here[alike], there[alike]
    dx, dy = middle[there, 0] - middle[here, 0], middle[there, 1] - middle[here, 1]
    em = size[here]
    wider = np.abs(dx) > np.abs(dy)  # digits are so narrow that neighbours are aligned both ways
    right = wider & (np.abs(dy) < ALIGNED * em) & (np.abs(dx) < REACH * em)
    below = ~wider & (np.abs(dx) < ALIGNED * em) & (np.abs(dy) < REACH * em)
    pitch_right, pitch_below = np.full(count, np.inf), np.full(count, np.inf)
    np.minimum.at(pitch_right, here[right], np.abs(dx[right]) / em[right])
    np.minimum.at(pitch_below, here[below], np.abs(dy[below]) / em[below])
    with np.errstate(invalid="ignore"):
        vote = np.where(
            pitch_below < CLEARLY * pitch_right, 1.0, np.where(pitch_right < CLEARLY * pitch_below, -1.0, 0.0)
        )
    vote[~np.isfinite(pitch_right) & ~np.isfinite(pitch_below)] = 0.0
    vote[told] = 3.0
    close = np.hypot(dx, dy) < REACH * em
    here, there = here[close], there[close]
    members = np.maximum(np.bincount(here, minlength=count), 1)
    for _ in range(ROUNDS):
        vote = vote + np.bincount(here, np.sign(vote)[there], count) / members
    return vote > 0


def _near(middle: Floats, which: Ints, reach: float) -> tuple[Ints, Ints]:
    """Each glyph of `which` with each of its nearest neighbours up to `reach` away."""
    from scipy.spatial import cKDTree

    count = len(middle)
    if count < 2:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    near = min(NEIGHBOURS + 1, count)
    away, other = cKDTree(middle).query(middle[which], k=near, distance_upper_bound=reach)
    here, there = np.repeat(which, near), other.ravel()
    held = (there < count) & (there != here) & (away.ravel() > 0)
    return here[held], there[held]


def strays(box: Floats, size: Floats, down: Flags, lines: list[Ints]) -> Ints:
    """The glyphs that are lines by themselves, but of a line written the other way: they stand at its end or in a gap
    of it, in its row and of its size, or several such are a line together. One is the first character
    of a headline that a vertical one ends above.

    `box` is (n, 4), `down` the direction that each glyph was given, `lines` the glyphs of each line.
    """
    alone = np.array([line[0] for line in lines if len(line) == 1], dtype=np.int64)
    long = [line for line in lines if len(line) > 1]
    if not len(alone) or len(alone) * max(len(alone), len(long)) > MOST:
        return alone[:0]
    stray = np.zeros(len(alone), dtype=bool)
    if long:
        first = np.cumsum([0, *(len(line) for line in long[:-1])])
        every = np.concatenate(long)
        edges = np.hstack([np.minimum.reduceat(box[every, :2], first), np.maximum.reduceat(box[every, 2:], first)])
        em, way = np.maximum.reduceat(size[every], first), down[every][first]
        for axis in (0, 1):  # of the line
            white, in_row = _beside(box[alone], size[alone], edges, em, axis)
            joins = in_row & (white < NEXT * em) & (way == axis) & (down[alone] != axis)[:, None]  # or in a gap of it
            stray |= joins.sum(axis=1) == 1
    for axis in (0, 1):
        white, in_row = _beside(box[alone], size[alone], box[alone], size[alone], axis)
        near = in_row & (np.abs(white) < NEXT * size[alone])
        np.fill_diagonal(near, False)
        several = (near.sum(axis=1) > 1) | (near & (near.sum(axis=1) > 1)).any(axis=1)  # three in a row
        stray |= several & (down[alone] != axis)
    return alone[stray]


def _beside(box: Floats, size: Floats, others: Floats, em: Floats, axis: int) -> tuple[Floats, Flags]:
    """The white between each box and each of the others along the axis (0: x), below 0 where they overlap; and whether
    it is in their row and of their size."""
    across = 1 - axis
    middle, theirs = box[:, across] + box[:, 2 + across], others[:, across] + others[:, 2 + across]
    level = np.abs(middle[:, None] - theirs) < 2 * IN_ROW * em
    alike = np.maximum(em, size[:, None]) < OF_SIZE * np.minimum(em, size[:, None])
    white = np.maximum(others[:, axis] - box[:, None, 2 + axis], box[:, None, axis] - others[:, 2 + axis])
    return white, level & alike
