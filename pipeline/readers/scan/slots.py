"""Slots: columns of which there is little, told by the places of their neighbours.

    two slivers and a heap of crumbs, a column's distance from a whole one    →  one column
    crumbs between two columns, in no place of a column                       →  left as they are
    a ring by itself at the head of a place, behind a column that is full     →  the full stop of its last sentence

Body type is set on a grid: the next column is as far from this one as this one is from the one before. `along` is the
way in which the writing runs, `across` the way from line to line.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial import cKDTree

from pipeline.readers.scan.ink import Flags, Floats, Ints, Parts
from pipeline.readers.scan.strip import Strip, groups, in_none, sides, strip_of
from pipeline.readers.scan.worn import pieces_about, ring_of

WHOLE = (0.78, 1.3)  # em: between these is the thickness of a line that is all there; a thinner one may be a sliver
SHORT = 3.0  # em: a shorter line does not tell where the next one is
PITCH = (1.03, 2.2)  # em: between these lines are apart
FEWEST = 5  # distances that tell how far apart the lines of a page are
NEAREST = 0.25  # of the distances are as near as lines that stand next to each other
APART = 0.15  # of it: by so much lines may be nearer or farther apart
MOST = 5  # lines between two whole ones; beside one of them, one at a time
ROUNDS = 6
OFF = 0.36  # of the distance: so far from the middle of its slot may a part lie
NEXT = 1.5  # em: and so far from the next along it
FULL = (0.6, 1.25)  # em: between these is the thickness of what was put together
LEAST = 1.5  # em: and it is longer
CRUMB = 0.1  # em: what is smaller is a speck, and no piece of a full stop
RING = (0.13, 0.4)  # em: between these are the sides of a full stop
HEAD = 0.35  # em: so far from the middle of a column's first square it may be
INDENT = 2.5  # em: so far behind the head of a column an indented one begins
BESIDE = 6.0  # distances: the columns that tell how long a full one is


def regathered(lines: Sequence[Strip], parts: Parts, small: Flags, em: float) -> list[Strip]:
    """The lines, with those that are slivers and crumbs (`small` parts that are in none) put together."""
    made = list(lines)
    for down in (False, True):
        for _ in range(ROUNDS):
            more = _regathered(made, parts, small, em, down)
            if more is made:
                break
            made = more
    return made


def _regathered(lines: list[Strip], parts: Parts, small: Flags, em: float, down: bool) -> list[Strip]:
    box = np.array([line.box for line in lines]).reshape(-1, 4)[:, [1, 0, 3, 2] if down else [0, 1, 2, 3]]
    long, thick = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    same = np.array([line.down == down for line in lines], dtype=bool)
    whole = box[same & _is_whole(box, em)]
    pitch = _pitch(whole, em)
    if not pitch:
        return lines
    thin = same & ((thick < WHOLE[0] * em) | ((long < SHORT * em) & (thick < WHOLE[1] * em)))
    thin |= ~same & (thick < WHOLE[0] * em) & (long < WHOLE[0] * em)
    owner = np.full(len(parts.area), -1)
    for n, line in enumerate(lines):
        owner[line.parts] = n
    loose = np.flatnonzero((small & (owner < 0)) | np.isin(owner, np.flatnonzero(thin)))
    place = _slots(whole, parts, loose, pitch, down)
    loose, place = loose[place > -np.inf], place[place > -np.inf]
    gone: set[int] = set()
    added = []
    for own in _heaps(parts, loose, place, em, down):
        start, end, top, foot = sides(parts, own, down)
        held = set(owner[own].tolist()) - {-1}
        if len(held) + int((owner[own] < 0).sum()) < 2 or not FULL[0] * em < foot.max() - top.min() < FULL[1] * em:
            continue
        if end.max() - start.min() < LEAST * em or not all(np.isin(lines[n].parts, own).all() for n in held):
            continue
        gone |= held
        added.append(strip_of(parts, own, float(foot.max() - top.min()), down))
    return [line for n, line in enumerate(lines) if n not in gone] + added if added else lines


def lone_marks(lines: Sequence[Strip], parts: Parts, em: float) -> list[Strip]:
    """The lines, with the full stops that are columns by themselves, on pages that let a mark begin a column."""
    box = np.array([line.box for line in lines if line.down]).reshape(-1, 4)[:, [1, 0, 3, 2]]
    whole = box[_is_whole(box, em)]
    pitch = _pitch(whole, em)
    if not pitch:
        return list(lines)
    most = np.maximum(parts.wide, parts.tall)
    free = np.flatnonzero(in_none(parts, lines) & (most > CRUMB * em) & (most < RING[1] * em))
    place = (parts.box[free, :2] + parts.box[free, 2:]) / 2
    middle = (whole[:, 1] + whole[:, 3]) / 2
    made = list(lines)
    for across, (start, end) in zip(middle - pitch, whole[:, [0, 2]], strict=True):
        near = whole[(np.abs(middle - across) < BESIDE * pitch) & (np.abs(whole[:, 0] - start) < INDENT * em)]
        square = float(across), float(near[:, 0].min()) + em / 2
        own = free[(np.abs(place - square) < HEAD * em).all(axis=1)]
        full = end > near[:, 2].max() - em / 2
        if full and len(own) and _is_ring(parts, own, square, pitch, em):
            made.append(strip_of(parts, own, em, True))
    return made


def _is_ring(parts: Parts, own: Ints, square: tuple[float, float], pitch: float, em: float) -> bool:
    """Whether these parts about the middle of a square are a full stop, or the pieces of a worn one."""
    box = parts.box[own]
    if len(own) == 1:
        beside = abs(float(box[0, 0] + box[0, 2]) / 2 - square[0])
        return beside < APART * pitch and float((box[0, 2:] - box[0, :2]).min()) > RING[0] * em
    return ring_of(pieces_about(box, square, em, down=True), down=True) is not None


def _is_whole(box: Floats, em: float) -> Flags:
    long, thick = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    return np.asarray((thick > WHOLE[0] * em) & (thick < WHOLE[1] * em) & (long > SHORT * em))


def _pitch(whole: Floats, em: float) -> float:
    """How far apart lines that are next to each other stand; 0 where that is not told."""
    apart = []
    for x0, y0, x1, y1 in whole.tolist():
        shared = np.minimum(whole[:, 2], x1) - np.maximum(whole[:, 0], x0)
        far = (whole[:, 1] + whole[:, 3] - y0 - y1) / 2
        held = far[(shared > SHORT * em / 2) & (far > PITCH[0] * em) & (far < PITCH[1] * em)]
        if len(held):
            apart.append(float(held.min()))
    return float(np.quantile(apart, NEAREST)) if len(apart) >= FEWEST else 0.0


def _slots(whole: Floats, parts: Parts, loose: Ints, pitch: float, down: bool) -> Floats:
    """For each part the middle, across, of the slot that it lies in; -inf for one in none."""
    start, end, top, foot = sides(parts, loose, down)
    middle = (whole[:, 1] + whole[:, 3]) / 2
    found = np.full(len(loose), -np.inf)
    for n, (along, across) in enumerate(zip((start + end) / 2, (top + foot) / 2, strict=True)):
        beside = (whole[:, 0] - pitch < along) & (along < whole[:, 2] + pitch)
        near = middle[beside & (np.abs(middle - across) < (MOST + 1) * pitch)]
        before, behind = near[near <= across].max(initial=-np.inf), near[near > across].min(initial=np.inf)
        step, origin, most = pitch, before if np.isfinite(before) else behind, 1
        if not np.isfinite(origin):
            continue
        if np.isfinite(before) and np.isfinite(behind):
            most = MOST
            count = max(1, round((behind - before) / pitch))
            step = (behind - before) / count
            if abs(step - pitch) > APART * pitch:
                continue
        number = round((across - origin) / step)
        at = origin + number * step
        if 0 < abs(number) <= most and at not in (before, behind) and abs(across - at) < OFF * step:
            found[n] = at
    return found


def _heaps(parts: Parts, loose: Ints, place: Floats, em: float, down: bool) -> list[Ints]:
    """The parts that lie in one slot, each near the next."""
    if len(loose) < 2:
        return []
    start, end, _, _ = sides(parts, loose, down)
    middle = (start + end) / 2
    i, j = cKDTree(np.column_stack([middle, place])).query_pairs(3 * em, output_type="ndarray").T
    white = np.maximum(start[i], start[j]) - np.minimum(end[i], end[j])
    held = (np.abs(place[i] - place[j]) < OFF * em) & (white < NEXT * em)
    heap = groups(len(loose), i[held], j[held])
    order = np.argsort(heap, kind="stable")
    return np.split(loose[order], np.flatnonzero(np.diff(heap[order])) + 1)
