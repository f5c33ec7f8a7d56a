"""Join: a line that was found in pieces is one again.

    天重新敲响。  把它修好的人叫褚望山，  →  one line: a mark is a character's width of white with a little ink in it
    热络之后是[crumbs of 旅游。]每月两趟大巴   →  one line, however long its worn characters are
    澜州市区现有旧衣  箱由6家公司运营      →  two: no line above or below runs through the white between columns,
                                           or one side has it, too, whatever runs through it on the other

Pieces in one band are joined over little white, and over more where the lines beside it run through it all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.readers.scan.ink import Flags, Floats, Parts
from pipeline.readers.scan.strip import Strip, groups, in_none, strip_of

CLOSE = 0.8  # of a line's height: no white between columns is so narrow
FAR = 2.4  # of its height: the white of two marks that were not seen
CRUMB = 0.1  # em: what is smaller is no crumb of a character
OPEN = 0.55  # of its height: white that no line beside it runs through, at most
BAND = 0.7  # of the lower piece's height lies in the band of the higher
BESIDE = 3.6  # of its height: how far away the lines beside it are
DEEP = 6.5  # of its height: how far the white of a gutter is followed
FLUSH = 0.35  # of its height: edges of a column that differ by less are one
INDENT = 2.4  # of its height: by no more are the first lines of paragraphs indented
PIECES = 1.3  # times its height: so near is the next piece of a line that is in pieces itself
NARROW = 5.0  # times its height: no column is so narrow; marks of some lines can stand under each other, too
LIKE = 1.5  # heights of neighbouring lines differ by less
SINGLE = 1.6  # of its thickness: a shorter piece may be of a line that runs the other way
ALIKE = 0.75  # of the higher piece's height is the lower, in large type
LONE, LOWER, NEXT = 1.15, 0.55, 0.35  # of its height: how long, low and far away a single character can be
LOW = 1.4  # em: higher lines are of large type
LEAST = 0.7  # em: a line is as high as this at least


class Crumbs(NamedTuple):
    """The boxes (n, 4) of what is in no line, without specks, in the order of their middles across level writing."""

    box: Floats
    middle: Floats


def joined(strips: list[Strip], parts: Parts, em: float, walls: Floats) -> list[Strip]:
    """The lines of a sheet, pieces of one line as one.

    `walls` (n, 4) are the boxes of what is drawn between columns.
    """
    for down in (False, True):
        for _ in range(2):  # a line that is whole again tells of the white in those beside it
            strips = _joined_along(strips, parts, em, walls, down)
    return strips


def _joined_along(strips: list[Strip], parts: Parts, em: float, walls: Floats, down: bool) -> list[Strip]:
    if len(strips) < 2:
        return strips
    turn = [1, 0, 3, 2] if down else [0, 1, 2, 3]
    box = np.array([strip.box for strip in strips])[:, turn]
    walls = walls[:, turn]
    start, top, end, foot = box.T
    own = np.array([strip.down == down for strip in strips])
    loose = np.zeros(len(parts.area), dtype=bool)
    if not down:  # columns are put together by their slots
        loose = in_none(parts, strips) & (np.maximum(parts.wide, parts.tall) > CRUMB * em)
    crumbs = _crumbs(parts, loose)
    high = np.maximum(foot - top, LEAST * em)
    single = ~own & (foot - top < SINGLE * (end - start))
    usable = own | single
    links = [
        (n, m)
        for n, m in _neighbours(start, end, top, foot, usable, own, LOW * em)
        if not _parted(n, m, box, walls) and _is_gap_of_marks(n, m, box, high, own, crumbs)
    ]
    if not links:
        return strips
    group = groups(len(strips), *(np.array(side) for side in zip(*links, strict=True)))
    order = np.argsort(group, kind="stable")
    made = []
    for members in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
        if len(members) == 1:
            made.append(strips[members[0]])
        else:
            pieces = [strips[n] for n in members.tolist()]
            size = max((piece.size for piece in pieces if piece.down == down), default=pieces[0].size)
            made.append(strip_of(parts, np.unique(np.concatenate([piece.parts for piece in pieces])), size, down))
    return made


def _neighbours(
    start: Floats, end: Floats, top: Floats, foot: Floats, usable: Flags, own: Flags, low: float
) -> list[tuple[int, int]]:
    """For each piece the next one in its band.

    Those of large type are as high as each other, or the lower is but a character and near; in a line that is no higher
    than `low` one may be of what is low.
    """
    found = []
    high, long = foot - top, end - start
    for n in np.flatnonzero(usable).tolist():
        shared = np.minimum(foot[n], foot) - np.maximum(top[n], top)
        fit = usable & (shared > BAND * np.minimum(high[n], high))
        fit &= (start > start[n]) & (end > end[n]) & (own | own[n])
        higher = np.maximum(high[n], high)
        lower = np.minimum(high[n], high) / higher
        lone = np.where(high < high[n], long, long[n]) < LONE * higher  # 二 is lower than others
        lone &= (lower > LOWER) & (start < end[n] + NEXT * higher)
        fit &= (higher < low) | (lower > ALIKE) | lone
        fit[n] = False
        if fit.any():
            found.append((n, int(np.argmin(np.where(fit, start, np.inf)))))
    return found


def _crumbs(parts: Parts, which: Flags) -> Crumbs:
    middle = (parts.box[which, 1] + parts.box[which, 3]) / 2
    order = np.argsort(middle, kind="stable")
    return Crumbs(parts.box[which][order], middle[order])


def _widest(box: Floats, start: float, end: float) -> float:
    """The widest white between two places along the writing that none of the boxes covers."""
    reached, widest = start, 0.0
    for x0, _, x1, _ in sorted(box[(box[:, 2] > start) & (box[:, 0] < end)].tolist()):
        widest, reached = max(widest, x0 - reached), max(reached, x1)
    return max(widest, end - reached)


def _is_gap_of_marks(n: int, m: int, box: Floats, high: Floats, own: Flags, loose: Crumbs) -> bool:
    """Whether the white between two pieces is not that between columns."""
    left, right = float(box[n, 2]), float(box[m, 0])
    size = float(max(high[n], high[m]))
    if right - left < CLOSE * size:
        return True
    middle = (box[n, 1] + box[n, 3] + box[m, 1] + box[m, 3]) / 4
    away = np.abs((box[:, 1] + box[:, 3]) / 2 - middle)
    like = own & (away > 0.5 * size) & (high < LIKE * size) & (high > size / LIKE)
    if _widest(box[like & (away < BESIDE * size)], left, right) >= OPEN * size:
        return False
    first, last = np.searchsorted(loose.middle, [middle - size / 2, middle + size / 2])
    if _widest(loose.box[first:last], left, right) > FAR * size:
        return False
    return not _goes_on(box[like & (away < DEEP * size)], left, right, middle, size)


def _goes_on(box: Floats, left: float, right: float, middle: float, size: float) -> bool:
    """Whether the white goes on above or below, as that of a gutter does: lines end where it begins, and others
    begin where it ends, as long as columns are wide, and none runs through it there."""
    for side in (box[:, 1] + box[:, 3] < 2 * middle, box[:, 1] + box[:, 3] > 2 * middle):
        start, end = box[side, 0], box[side, 2]
        ends, begins = np.abs(end - left) < FLUSH * size, np.abs(start - right) < FLUSH * size
        over = (start < left - FLUSH * size) & (end > right + FLUSH * size)
        indented = (start > right) & (start < right + INDENT * size)
        if ends.sum() < 2 or not begins.any() or (begins | indented).sum() < 2 or over.any():
            continue
        own = box[side]
        back = own[:, [2, 1, 0, 3]] * [-1, 1, -1, 1]
        if min(_longest(own, begins, size), _longest(back, ends, size)) > NARROW * size:
            return True
    return False


def _longest(box: Floats, first: Flags, size: float) -> float:
    """How long the longest of the lines is of which these are the first pieces, whatever white is in them."""
    best = 0.0
    for n in np.flatnonzero(first).tolist():
        start, top, reached, foot = box[n].tolist()
        row = box[(box[:, 0] >= start) & (np.minimum(box[:, 3], foot) - np.maximum(box[:, 1], top) > size / 2)]
        for begin, _, end, _ in row[np.argsort(row[:, 0], kind="stable")].tolist():
            if begin > reached + PIECES * size:
                break
            reached = max(reached, end)
        best = max(best, reached - start)
    return best


def _parted(n: int, m: int, box: Floats, walls: Floats) -> bool:
    """Whether something is drawn between two pieces."""
    middle = (box[n, 1] + box[n, 3] + box[m, 1] + box[m, 3]) / 4
    across = (walls[:, 1] < middle) & (walls[:, 3] > middle)
    return bool((across & (walls[:, 0] < box[m, 0]) & (walls[:, 2] > box[n, 2])).any())
