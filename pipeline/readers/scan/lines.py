"""Lines: which parts of the ink are one line of writing, and which way it runs.

Parts that are about as large as a character are anchors. The white between them tells the way: in a line the next
character is nearer than the next line. Anchors next to each other along their way are a line; what is smaller (dots,
single strokes, marks) goes to the line whose band it lies in. Large type is gathered first, with all that lies in
it, so that the strokes of a headline are no body type.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from pipeline.readers.scan.ink import Flags, Floats, Ints, Parts

LARGE = 1.45  # em: a larger part is display type
TOUCHING = 2.3  # em: up to this length, some characters of body type can touch
SQUARE = 0.62  # of its longer side: a part that is narrower may be two characters that touch
SPECK = 0.07  # em: the side of the smallest mark
LARGEST = 12.0  # em: a thicker one is no type
LONGEST = 16.0  # em: nor a longer one that is thinner than a character
ANCHOR = 0.45  # em: a smaller part is no anchor
BESIDE = 0.5  # of the lesser height: so much two parts of one line share across it
GAP = 1.15  # em: the widest white within a line
DISPLAY_GAP = 0.9  # of the type, in display type
OUT = 0.06  # of its height: so far a part may stand out of the band of its line
NEXT = 0.62  # of the height: where the next character begins at the latest
MOST_PARTS = 14  # of one character
PIECES_GAP = 2.2  # of the type, between pieces of such a line: quotes, a space
ALIKE = 2.4  # sizes within a line of display type differ by this factor at most
LONELY = 0.5  # of a part by itself is taken to be white
JOINED = 2.4  # em: a longer part is several characters that touch
REACH = 2.5  # em: how far the neighbours are that have a say in which way the writing runs
LOW = 0.6  # em: a lower row is none of characters
ROUNDS = 4
WHOLE = 0.12  # the weight of the page's own way beside the white of a line
IN_BAND = 0.35  # em: how far the middle of a small part may lie outside of its line's band
TALLEST = 1.75  # of the type: a taller line is two that touch


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of writing: the numbers of its parts, its box, its height and whether it runs down."""

    parts: Ints
    box: tuple[float, float, float, float]
    size: float
    down: bool


def strips(parts: Parts, em: float, pitch: float = 0.0) -> list[Strip]:
    """The lines of a sheet whose body type is `em` pixels large; specks and blots are in none.

    `pitch` tells, from -1 to 1, how surely most of them run down (see `pitch`).
    """
    side = np.maximum(parts.wide, parts.tall)
    least = np.minimum(parts.wide, parts.tall)
    free = (least <= LARGEST * em) & ((side <= LONGEST * em) | (least > 1.2 * em))
    free &= parts.area >= max(4.0, (SPECK * em) ** 2)
    found: list[Strip] = []
    big = free & (side > LARGE * em) & ((least > SQUARE * side) | (least > 2 * LARGE * em))
    lines = []
    for members, down in _display(parts, np.flatnonzero(big)):
        if free[members].all() and not (len(members) == 1 and _in_text(parts, int(members[0]), em)):
            whole = _grown(parts, members, free, down)
            if len(members) == 1:  # nothing tells its way but what is next to it
                other = _grown(parts, members, free, not down)
                whole, down = (other, not down) if _length(parts, other) > _length(parts, whole) else (whole, down)
            free[whole] = False
            lines.append((whole, down))
    for members, down in _in_bands(parts, lines):
        _, _, top, foot = _sides(parts, members, down)
        found.append(_strip(parts, members, float(np.percentile(foot - top, 75)), down))
    small = free & ((side <= 1.2 * LARGE * em) | (least <= 1.3 * em))
    anchors = np.flatnonzero(small & (side >= ANCHOR * em))
    if not len(anchors):
        return found
    down_of = _run_down(parts, anchors, em, pitch)
    for down in (False, True):
        mine = anchors[down_of == down]
        found += _body(parts, mine, small, em, down)
    return found


def _sides(parts: Parts, which: Ints, down: bool) -> tuple[Floats, Floats, Floats, Floats]:
    """Start, end, top and foot along and across the writing."""
    x0, y0, x1, y1 = parts.box[which].T
    return (y0, y1, x0, x1) if down else (x0, x1, y0, y1)


def _groups(count: int, one: Ints, other: Ints) -> Ints:
    """For each of `count` things the number of its group; one[n] and other[n] are in the same."""
    graph = coo_array((np.ones(len(one), bool), (one, other)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _display(parts: Parts, big: Ints) -> list[tuple[Ints, bool]]:
    """The lines of large type, largest first: their parts, and whether they run down."""
    if not len(big):
        return []
    box = parts.box[big]
    side = np.maximum(parts.wide, parts.tall)[big]
    middle = (box[:, :2] + box[:, 2:]) / 2
    count = len(big)
    i, j = np.triu_indices(count, 1)
    large, small = np.maximum(side[i], side[j]), np.minimum(side[i], side[j])
    gap_x = np.maximum(box[i, 0], box[j, 0]) - np.minimum(box[i, 2], box[j, 2])
    gap_y = np.maximum(box[i, 1], box[j, 1]) - np.minimum(box[i, 3], box[j, 3])
    tall = np.minimum(box[i, 3] - box[i, 1], box[j, 3] - box[j, 1])
    wide = np.minimum(box[i, 2] - box[i, 0], box[j, 2] - box[j, 0])
    alike = large < ALIKE * small
    level = alike & (-gap_y > BESIDE * tall) & (gap_x < DISPLAY_GAP * large)
    upright = alike & (-gap_x > BESIDE * wide) & (gap_y < DISPLAY_GAP * large)
    white_right, white_below = np.full(count, 9.0), np.full(count, 9.0)
    for which, gap, white in ((level, gap_x, white_right), (upright, gap_y, white_below)):
        share = np.maximum(gap[which] / large[which], 0)
        np.minimum.at(white, i[which], share)
        np.minimum.at(white, j[which], share)
    vote = np.clip(white_right - white_below, -1, 1)
    near = alike & (np.hypot(*(middle[i] - middle[j]).T) < 2.2 * large)
    for _ in range(ROUNDS):
        total, seen = vote.copy(), np.ones(count)
        for a, b in ((i, j), (j, i)):
            np.add.at(total, a[near], vote[b[near]])
            np.add.at(seen, a[near], 1.0)
        vote = (vote + total / seen) / 2
    down = vote > 0.02
    made: list[tuple[Ints, bool]] = []
    for way, links in ((False, level), (True, upright)):
        own = np.flatnonzero(down == way)
        if not len(own):
            continue
        number = np.full(count, -1)
        number[own] = np.arange(len(own))
        held = links & (down[i] == way) & (down[j] == way)
        group = _groups(len(own), number[i[held]], number[j[held]])
        made += [(big[own[group == g]], way) for g in range(int(group.max()) + 1)]
    return sorted(made, key=lambda one: -float(np.median(np.maximum(parts.wide, parts.tall)[one[0]])))


def _in_bands(parts: Parts, lines: list[tuple[Ints, bool]]) -> list[tuple[Ints, bool]]:
    """Pieces of lines of large type that lie in one band, a few characters apart, as one line."""
    lines = list(lines)
    n = 0
    while n < len(lines):
        own, down = lines[n]
        band = _band(parts, own, down)
        other = next(
            (
                m
                for m, (line, way) in enumerate(lines)
                if m != n and way == down and _in_line(band, _band(parts, line, down))
            ),
            None,
        )
        if other is None:
            n += 1
            continue
        lines[min(n, other)] = np.concatenate([own, lines[other][0]]), down
        del lines[max(n, other)]
        n = 0
    return lines


def _in_line(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    """Whether two bands (start, end, top, foot) are of one line: the lower lies in the higher, not far along it."""
    high, low = max(a[3] - a[2], b[3] - b[2]), min(a[3] - a[2], b[3] - b[2])
    shared = min(a[3], b[3]) - max(a[2], b[2])
    gap = max(a[0], b[0]) - min(a[1], b[1])
    return shared > 0.85 * low and gap < PIECES_GAP * high and low > 0.7 * high


def _grown(parts: Parts, members: Ints, free: Flags, down: bool) -> Ints:
    """A line of large type with all that lies in its band: within it, and character by character at both ends.

    At its ends, what comes next must be a character as large, or a mark by itself; small type beside it is neither.
    """
    start, end, top, foot = _sides(parts, np.arange(len(parts.area)), down)
    low, far = float(top[members].min()), float(foot[members].max())
    high = far - low
    band = free & (top >= low - OUT * high) & (foot <= far + OUT * high)
    band[members] = True
    left, right = float(start[members].min()), float(end[members].max())
    side = np.maximum(parts.wide, parts.tall)
    while True:
        inside = band & (start < right) & (end > left) & (start > left - high) & (end < right + high)
        left, right = min(left, float(start[inside].min())), max(right, float(end[inside].max()))
        after = band & ~inside & (start >= right - OUT * high) & (start < right + NEXT * high)
        before = band & ~inside & (end <= left + OUT * high) & (end > left - NEXT * high)
        new = False
        for some, forward in ((after, True), (before, False)):
            if not some.any():
                continue
            first = float(start[some].min()) if forward else float(end[some].max())
            cell = band & ~inside
            cell &= (
                (start >= first - 1) & (end <= first + 1.1 * high)
                if forward
                else ((end <= first + 1) & (start >= first - 1.1 * high))
            )
            if _is_next(side[cell], high):
                left, right = min(left, float(start[cell].min())), max(right, float(end[cell].max()))
                new = True
        if not new:
            return np.flatnonzero(inside | np.isin(np.arange(len(band)), members))


def _in_text(parts: Parts, n: int, em: float) -> bool:
    """Whether a large part is but some characters of body type that touch: there is more such type on both sides."""
    side = np.maximum(parts.wide, parts.tall)
    if side[n] > TOUCHING * em:
        return False
    like = (side > ANCHOR * em) & (side < LARGE * em)
    like[n] = False
    for down in (False, True):
        start, end, top, foot = _sides(parts, np.arange(len(side)), down)
        beside = like & ((top + foot) / 2 > top[n]) & ((top + foot) / 2 < foot[n])
        before = beside & (end <= start[n] + 0.1 * em) & (end > start[n] - 0.5 * em)
        after = beside & (start >= end[n] - 0.1 * em) & (start < end[n] + 0.5 * em)
        if before.any() and after.any():
            return True
    return False


def _length(parts: Parts, line: Ints) -> float:
    box = parts.box[line]
    return float((box[:, 2:].max(axis=0) - box[:, :2].min(axis=0)).max())


def _is_next(sides: Floats, high: float) -> bool:
    """Whether parts of these sizes are one more character of a line so high, or one mark of it."""
    if not len(sides) or len(sides) > MOST_PARTS:
        return False
    return bool(sides.max() > 0.55 * high or (len(sides) <= 3 and sides.max() > 0.1 * high))


def _strip(parts: Parts, numbers: Ints, size: float, down: bool) -> Strip:
    box = parts.box[numbers]
    x0, y0 = box[:, :2].min(axis=0).tolist()
    x1, y1 = box[:, 2:].max(axis=0).tolist()
    return Strip(numbers, (x0, y0, x1, y1), size, down)


def _run_down(parts: Parts, anchors: Ints, em: float, pitch: float) -> Flags:
    """For each anchor whether its line runs down: the way along which there is less white.

    Its neighbours have a say, and the lines that it would be in: most of a line's anchors go the same way.
    """
    count = len(anchors)
    chains = [_chains(parts, anchors, em, down) for down in (False, True)]
    across, down = (_white(parts, anchors, chain, em, way) for chain, way in zip(chains, (False, True), strict=True))
    vote = across - down + WHOLE * pitch
    if count < 2:
        return np.asarray(vote > 0)
    weight = np.maximum(parts.wide, parts.tall)[anchors] / em
    middle = (parts.box[anchors, :2] + parts.box[anchors, 2:]) / 2
    here, there = cKDTree(middle).query_pairs(REACH * em, output_type="ndarray").T
    near = coo_array((np.ones(len(here)), (here, there)), shape=(count, count)).tocsr()
    near = near + near.T
    seen = weight + near @ weight
    length = [np.bincount(chain)[chain] for chain in chains]
    for _ in range(ROUNDS):
        vote = (vote * weight + near @ (vote * weight)) / seen
        whole = sum(np.bincount(chain, vote)[chain] for chain in chains)
        vote = whole / (length[0] + length[1])
    return np.asarray(vote > 0)


def _white(parts: Parts, anchors: Ints, chain: Ints, em: float, down: bool) -> Floats:
    """For each anchor how much of its chain's length is white between parts; much for one by itself."""
    start, end, _, _ = _sides(parts, anchors, down)
    order = np.lexsort((start, chain))
    first = np.flatnonzero(np.append(True, np.diff(chain[order]) > 0))
    far = float(end.max() - start.min()) + 1.0
    apart = chain[order] * far  # so that no chain reaches into the next
    reached = np.maximum.accumulate(end[order] + apart) - apart
    white = np.append(0.0, np.maximum(start[order][1:] - reached[:-1], 0))
    white[first] = 0
    total = np.add.reduceat(white, first)
    length = np.maximum.reduceat(end[order], first) - start[order][first]
    alone = (np.bincount(chain)[chain[order][first]] == 1) & (length < JOINED * em)
    share = np.where(alone | (length < 1.6 * em), LONELY, total / np.maximum(length, 1))
    return np.asarray(share[chain])


def _chains(parts: Parts, anchors: Ints, em: float, down: bool) -> Ints:
    """For each anchor the number of its chain: anchors that are next to each other along this way."""
    start, end, top, foot = _sides(parts, anchors, down)
    middle = np.column_stack([(start + end) / 2, (top + foot) / 2])
    reach = GAP * em + 1.2 * em
    i, j = cKDTree(middle * [1.0, 2.0]).query_pairs(reach, output_type="ndarray").T
    share = np.minimum(foot[i], foot[j]) - np.maximum(top[i], top[j])
    lesser = np.minimum(foot[i] - top[i], foot[j] - top[j])
    gap = np.maximum(start[i], start[j]) - np.minimum(end[i], end[j])
    held = (share > BESIDE * lesser) & (gap < GAP * em)
    return _groups(len(anchors), i[held], j[held])


def _body(parts: Parts, anchors: Ints, small: Flags, em: float, down: bool) -> list[Strip]:
    """The lines of body type that run this way."""
    if not len(anchors):
        return []
    chain = _chains(parts, anchors, em, down)
    order = np.argsort(chain, kind="stable")
    lines = np.split(anchors[order], np.flatnonzero(np.diff(chain[order])) + 1)
    return _with_marks(parts, lines, small, em, down)


def _with_marks(parts: Parts, lines: list[Ints], small: Flags, em: float, down: bool) -> list[Strip]:
    """The lines with the small parts that lie in their bands.

    A low row of parts in the band of a line, as the tops of its characters can be, is no line of its own.
    """
    bands = np.array([_band(parts, line, down) for line in lines]).reshape(-1, 4)
    low = bands[:, 3] - bands[:, 2] < LOW * em
    taken = np.zeros(len(parts.area), dtype=bool)
    for line, weak in zip(lines, low.tolist(), strict=True):
        taken[line] = not weak
    pool = np.flatnonzero(small & ~taken)
    start, end, top, foot = _sides(parts, pool, down)
    along, across = (start + end) / 2, (top + foot) / 2
    best, nearest = np.full(len(pool), -1), np.full(len(pool), np.inf)
    for n, (b_start, b_end, b_top, b_foot) in enumerate(bands.tolist()):
        if low[n]:
            continue
        off = np.maximum(np.maximum(b_top - across, across - b_foot), 0)
        near = (along > b_start - em) & (along < b_end + em) & (off < IN_BAND * em) & (off < nearest)
        near &= np.maximum(foot, b_foot) - np.minimum(top, b_top) < TALLEST * em
        best[near], nearest[near] = n, off[near]
    made = []
    for n, line in enumerate(lines):
        own = line if not low[n] else line[best[np.searchsorted(pool, line)] < 0]
        whole = np.unique(np.concatenate([own, pool[best == n]]))
        if len(whole) and (not low[n] or _is_line(parts, whole, em)):
            made.append(_strip(parts, whole, float(np.percentile((bands[n, 3] - bands[n, 2]), 80)), down))
    return made


def _band(parts: Parts, line: Ints, down: bool) -> tuple[float, float, float, float]:
    start, end, top, foot = _sides(parts, line, down)
    return float(start.min()), float(end.max()), float(top.min()), float(foot.max())


def _is_line(parts: Parts, line: Ints, em: float) -> bool:
    """Whether a low row is one of marks or of 一, not a rule in pieces or specks."""
    return bool((parts.tall[line] < 2.2 * em).all() and (parts.wide[line] < 2.2 * em).all())
