"""Body type: the lines of the type that most of a page is set in, level and upright.

Parts that are nearly as large as a character are anchors. The white between them tells the way: in a line the next
character is nearer than the next line. So does how they stand: those of a line stand level, even where its type is
spread, while those under each other do not where lines are of several sizes. What is smaller goes to the line whose
band it lies in.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.spatial import cKDTree

from pipeline.readers.scan.ink import Flags, Floats, Ints, Parts
from pipeline.readers.scan.strip import BESIDE, Strip, band, groups, sides, strip_of

GAP = 0.8  # em: the widest white within a line or a piece of one; no white between columns is so narrow
TIGHT = 0.3  # em: nothing is drawn in narrower white
LONELY = 0.5  # of a part by itself is taken to be white
JOINED = 2.4  # em: a longer part is several characters that touch
SEVERAL = 1.6  # of its lesser side: longer is a part by itself that is characters that touch, along their line
REACH = 2.5  # em: how far the neighbours are that have a say in which way the writing runs
LOW = 0.6  # em: a lower row is none of characters
ROUNDS = 4
NONE = np.empty((0, 4))
SOLID = 0.7  # em: both sides of a part that is a whole character are longer
ASTRAY = 0.3  # em: characters that stand farther out of line are as bad as this
WHOLE = 0.12  # the weight of the page's own way beside the white of a line
STRAYS = 0.025  # of a page's type run the other way at most, where its own way is sure
IN_BAND = 0.35  # em: how far the middle of a small part may lie outside of its line's band
BEHIND = 1.15  # em: so far behind a line that runs down its comma may be, at the foot of a square
TALLEST = 1.75  # of the type: a taller line is two that touch


def body_lines(parts: Parts, anchors: Ints, small: Flags, em: float, walls: Floats, down: bool) -> list[Strip]:
    """The lines of body type that run this way, or pieces of them; none reaches over `walls` (n, 4), the boxes of what
    is drawn."""
    if not len(anchors):
        return []
    _, _, top, foot = sides(parts, anchors, down)
    anchors = anchors[foot - top < TALLEST * em]  # characters of two lines that touch are in neither
    if not len(anchors):
        return []
    chain = _chains(parts, anchors, em, down, walls)
    order = np.argsort(chain, kind="stable")
    lines = np.split(anchors[order], np.flatnonzero(np.diff(chain[order])) + 1)
    return _with_marks(parts, lines, small, em, down)


def run_down(parts: Parts, anchors: Ints, em: float, pitch: float) -> Flags:
    """For each anchor whether its line runs down: the way along which there is less white, and straighter lines.

    Its neighbours have a say, and the lines that it would be in: most of a line's anchors go the same way. Characters
    that touch and are in no line with others lie along their own.
    """
    count = len(anchors)
    links = [_links(parts, anchors, em, down) for down in (False, True)]
    chains = [groups(count, *link) for link in links]
    ways = list(zip(chains, links, (False, True), strict=True))
    level, down = (
        _white(parts, anchors, chain, em, way) + _uneven(parts, anchors, chain, link, em, way)
        for chain, link, way in ways
    )
    weight = np.maximum(parts.wide, parts.tall)[anchors] / em
    middle = (parts.box[anchors, :2] + parts.box[anchors, 2:]) / 2
    here, there = cKDTree(middle).query_pairs(REACH * em, output_type="ndarray").T
    near = coo_array((np.ones(len(here)), (here, there)), shape=(count, count)).tocsr()
    near = near + near.T
    seen = weight + near @ weight
    length = [np.bincount(chain)[chain] for chain in chains]

    def voted(pitch: float) -> Floats:
        vote = level - down + WHOLE * pitch
        for _ in range(ROUNDS):
            vote = (vote * weight + near @ (vote * weight)) / seen
            vote = sum(np.bincount(chain, vote)[chain] for chain in chains) / (length[0] + length[1])
        return np.asarray(vote)

    vote = voted(pitch)
    share = float(weight[vote > 0].sum() / weight.sum())
    if min(share, 1 - share) < STRAYS:
        vote = voted(1.0 if share > 0.5 else -1.0)
    wide, tall = parts.wide[anchors], parts.tall[anchors]
    lone = (length[0] == 1) & (length[1] == 1) & (np.minimum(wide, tall) > SOLID * em)
    vote = np.where(lone & (wide > SEVERAL * tall), -1.0, np.where(lone & (tall > SEVERAL * wide), 1.0, vote))
    return np.asarray(vote > 0)


def _white(parts: Parts, anchors: Ints, chain: Ints, em: float, down: bool) -> Floats:
    """For each anchor how much of its chain's length is white between parts; much for one by itself."""
    start, end, _, _ = sides(parts, anchors, down)
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


def _uneven(parts: Parts, anchors: Ints, chain: Ints, links: tuple[Ints, Ints], em: float, down: bool) -> Floats:
    """For each anchor how far, in em, the whole characters of its chain stand out of line with those next to them."""
    whole = np.minimum(parts.wide, parts.tall)[anchors] > SOLID * em
    _, _, top, foot = sides(parts, anchors, down)
    one, other = links
    held = whole[one] & whole[other]
    one, other = one[held], other[held]
    off = np.minimum(np.abs(top[one] + foot[one] - top[other] - foot[other]) / 2 / em, ASTRAY)
    count = int(chain.max()) + 1
    total = (
        np.bincount(chain[one], off, minlength=count) + ASTRAY / 2
    )  # as if of one pair more, of which nothing is known
    return np.asarray((total / (np.bincount(chain[one], minlength=count) + 1))[chain])


def _chains(parts: Parts, anchors: Ints, em: float, down: bool, walls: Floats = NONE) -> Ints:
    """For each anchor the number of its chain: anchors that are next to each other along this way."""
    return groups(len(anchors), *_links(parts, anchors, em, down, walls))


def _links(parts: Parts, anchors: Ints, em: float, down: bool, walls: Floats = NONE) -> tuple[Ints, Ints]:
    """The pairs of anchors that are next to each other along this way."""
    start, end, top, foot = sides(parts, anchors, down)
    middle = np.column_stack([(start + end) / 2, (top + foot) / 2])
    reach = GAP * em + 1.2 * em
    i, j = cKDTree(middle * [1.0, 2.0]).query_pairs(reach, output_type="ndarray").T
    share = np.minimum(foot[i], foot[j]) - np.maximum(top[i], top[j])
    lesser = np.minimum(foot[i] - top[i], foot[j] - top[j])
    left, right = np.minimum(end[i], end[j]), np.maximum(start[i], start[j])
    held = (share > BESIDE * lesser) & (right - left < GAP * em)
    wide = np.flatnonzero(held & (right - left > TIGHT * em))
    across = middle[i[wide], 1]
    for x0, y0, x1, y1 in walls[:, [1, 0, 3, 2]] if down else walls:
        over = (left[wide] < x1) & (right[wide] > x0) & (across > y0) & (across < y1)
        held[wide[over]] = False
    return i[held], j[held]


def _with_marks(parts: Parts, lines: list[Ints], small: Flags, em: float, down: bool) -> list[Strip]:
    """The lines with the small parts that lie in their bands.

    A low row of parts in the band of a line, as the tops of its characters can be, is no line of its own.
    """
    bands = np.array([band(parts, line, down) for line in lines]).reshape(-1, 4)
    low = bands[:, 3] - bands[:, 2] < LOW * em
    taken = np.zeros(len(parts.area), dtype=bool)
    for line, weak in zip(lines, low.tolist(), strict=True):
        taken[line] = not weak
    pool = np.flatnonzero(small & ~taken)
    start, end, top, foot = sides(parts, pool, down)
    along, across = (start + end) / 2, (top + foot) / 2
    best, nearest = np.full(len(pool), -1), np.full(len(pool), np.inf)
    order = np.argsort(across)
    first, last = np.searchsorted(across[order], [bands[:, 2] - IN_BAND * em, bands[:, 3] + IN_BAND * em])
    for n, (b_start, b_end, b_top, b_foot) in enumerate(bands.tolist()):
        if low[n]:
            continue
        beside = order[first[n] : last[n]]
        off = np.maximum(np.maximum(b_top - across[beside], across[beside] - b_foot), 0)
        near = (along[beside] > b_start - em) & (along[beside] < b_end + (BEHIND if down else 1.0) * em)
        near &= (off < IN_BAND * em) & (off < nearest[beside])
        near &= np.maximum(foot[beside], b_foot) - np.minimum(top[beside], b_top) < TALLEST * em
        best[beside[near]], nearest[beside[near]] = n, off[near]
    made = []
    for n, line in enumerate(lines):
        own = line if not low[n] else line[best[np.searchsorted(pool, line)] < 0]
        whole = np.unique(np.concatenate([own, pool[best == n]]))
        if len(whole) and (not low[n] or _is_line(parts, whole, em)):
            made.append(strip_of(parts, whole, float(bands[n, 3] - bands[n, 2]), down))
    return made


def _is_line(parts: Parts, line: Ints, em: float) -> bool:
    """Whether a low row is one of marks or of 一, not a rule in pieces or specks."""
    return bool((parts.tall[line] < 2.2 * em).all() and (parts.wide[line] < 2.2 * em).all())
