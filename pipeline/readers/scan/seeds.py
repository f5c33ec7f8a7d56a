"""Seeds of large type: the large parts that are next to each other in one line, and which way it runs.

The white along a line is less than that between lines; so the nearest character tells the way, on the page and in
what is about it. Where lines stand as far apart as their characters, as in spread type, the way of the page does.
"""

from __future__ import annotations

import numpy as np

from pipeline.readers.scan.ink import Flags, Floats, Ints, Parts
from pipeline.readers.scan.strip import BESIDE, groups, sides

GAP = 0.9  # of the type: no wider is the white between two seeds
ALIKE = 2.4  # sizes within a line of display type differ by this factor at most
ROUNDS = 4
ABOUT = 2.2  # of the type: so far about a seed stand those that have a say in its way
LATER = 0.7  # of its size: a seed by itself comes after the lines that are as large
EQUAL = 1.2  # the sides of a character in two halves differ by less than this factor
HALF, FULL = 0.68, 0.68  # of it: a half is no wider across the white between them, and no shorter along it
UNLIKE = 1.5  # sizes of two parts that differ by this factor tell no way: a label and the headline under it
CELL = 0.6  # of a seed's size: as high and as wide at least is the ink of the next character,
REACH = 1.1  # which reaches no farther,
SUNK = 0.06  # begins no deeper in the seed's room
MOST_PARTS = 14  # and has no more parts
LEAST = 0.05  # of the type: less white is as good as none
USUAL = 0.08  # so much does the way of the page count, where the white on one side alone counts almost 1


def seed_lines(parts: Parts, big: Ints, free: Flags, walls: Floats, pitch: float) -> list[tuple[Ints, bool]]:
    """The lines of large type, largest first: their parts among `big`, and whether they run down.

    None goes through one of the `walls` (n, 4). What is by itself comes after the lines of its size, one of which it
    may belong to. `free` are the parts that can be of a character, `pitch` tells, from -1 to 1, how surely body type
    runs down.
    """
    if not len(big):
        return []
    box = parts.box[big]
    side = np.maximum(parts.wide, parts.tall)[big]
    middle = (box[:, :2] + box[:, 2:]) / 2
    i, j = np.triu_indices(len(big), 1)
    large, small = np.maximum(side[i], side[j]), np.minimum(side[i], side[j])
    gap_x = np.maximum(box[i, 0], box[j, 0]) - np.minimum(box[i, 2], box[j, 2])
    gap_y = np.maximum(box[i, 1], box[j, 1]) - np.minimum(box[i, 3], box[j, 3])
    tall = np.minimum(box[i, 3] - box[i, 1], box[j, 3] - box[j, 1])
    wide = np.minimum(box[i, 2] - box[i, 0], box[j, 2] - box[j, 0])
    alike = large < ALIKE * small
    next_to = alike & (np.maximum(gap_x, gap_y) < GAP * large)
    next_to[next_to] = ~_walled(middle[i[next_to]], middle[j[next_to]], walls)
    level = next_to & (-gap_y > BESIDE * tall) & (gap_x < GAP * large)
    upright = next_to & (-gap_x > BESIDE * wide) & (gap_y < GAP * large)
    one_character = np.maximum(gap_x, gap_y) < 0
    white = []
    for links, gap, axis in ((level, gap_x, 0), (upright, gap_y, 1)):
        nearest = _white_beside(parts, big, free, bool(axis))
        links = links & ~one_character & ~_halves(box[i], box[j], axis)  # the white within a character tells nothing
        share = np.maximum(gap[links] / large[links], 0)
        np.minimum.at(nearest, i[links], share)
        np.minimum.at(nearest, j[links], share)
        white.append(nearest)
    near = alike & (np.hypot(*(middle[i] - middle[j]).T) < ABOUT * large)
    down = _ways(white[0], white[1], i[near], j[near], pitch)
    made: list[tuple[Ints, bool]] = []
    for way, links in ((False, level), (True, upright)):
        own = np.flatnonzero(down == way)
        if not len(own):
            continue
        number = np.full(len(big), -1)
        number[own] = np.arange(len(own))
        held = links & (down[i] == way) & (down[j] == way)
        group = groups(len(own), number[i[held]], number[j[held]])
        for g in range(int(group.max()) + 1):
            one = own[group == g]
            unlike = len(one) == 2 and side[one].max() > UNLIKE * side[one].min()
            made += [(big[[n]], way) for n in one.tolist()] if unlike else [(big[one], way)]
    size = np.maximum(parts.wide, parts.tall)
    return sorted(made, key=lambda one: -float(np.median(size[one[0]])) * (LATER if len(one[0]) == 1 else 1.0))


def _ways(beside: Floats, below: Floats, one: Ints, other: Ints, pitch: float) -> Flags:
    """Which seeds are of lines that run down, by the white `beside` and `below` each, in sizes of it; those about it,
    `one` of which stands near the `other`, are asked as well."""
    vote = (beside - below) / (beside + below + LEAST) + USUAL * pitch
    for _ in range(ROUNDS):
        total, seen = vote.copy(), np.ones(len(vote))
        for a, b in ((one, other), (other, one)):
            np.add.at(total, a, vote[b])
            np.add.at(seen, a, 1.0)
        vote = (vote + total / seen) / 2
    return np.asarray(vote > 0.02)


def _white_beside(parts: Parts, big: Ints, free: Flags, down: bool) -> Floats:
    """For each seed the white up to the next character along a line, in sizes of it; 1 where none is as large.

    Most characters come apart and are no seeds: what counts is the ink in the next one's room.
    """
    found = np.ones(len(big))
    start, end, top, foot = sides(parts, np.flatnonzero(free), down)
    middle = (top + foot) / 2
    order = np.argsort(middle, kind="stable")
    start, end, top, foot, middle = (each[order] for each in (start, end, top, foot, middle))
    for n, (left, right, low, far) in enumerate(np.column_stack(sides(parts, big, down)).tolist()):
        size = max(right - left, far - low)
        band = slice(*np.searchsorted(middle, ((low + far - size) / 2, (low + far + size) / 2)))
        for near, away in ((start[band] - right, end[band] - right), (left - end[band], left - start[band])):
            behind = near > -SUNK * size
            white = max(float(near[behind].min(initial=np.inf)), 0.0)
            cell = behind & (away < white + REACH * size)
            if white > GAP * size or not 0 < cell.sum() <= MOST_PARTS:
                continue
            high, long = float(foot[band][cell].max() - top[band][cell].min()), float(away[cell].max()) - white
            if min(high, long) >= CELL * size and high <= size / CELL:
                found[n] = min(found[n], white / size)
    return found


def _halves(one: Floats, other: Floats, axis: int) -> Flags:
    """Which pairs of boxes are the halves of one character, side by side along an axis: together they are a square."""
    whole = np.maximum(one[:, 2:], other[:, 2:]) - np.minimum(one[:, :2], other[:, :2])
    long, high = whole[:, axis], whole[:, 1 - axis]
    found = (long > high / EQUAL) & (long < high * EQUAL)
    for half in (one, other):
        extent = half[:, 2:] - half[:, :2]
        found &= (extent[:, axis] < HALF * long) & (extent[:, 1 - axis] > FULL * high)
    return np.asarray(found)


def _walled(one: Floats, other: Floats, walls: Floats) -> Flags:
    """Which pairs of points have a wall between them."""
    low, far, between = np.minimum(one, other), np.maximum(one, other), (one + other) / 2
    found = np.zeros(len(one), dtype=bool)
    for x0, y0, x1, y1 in walls.tolist():
        if x1 - x0 > y1 - y0:
            found |= (low[:, 1] < y0) & (far[:, 1] > y1) & (between[:, 0] > x0) & (between[:, 0] < x1)
        else:
            found |= (low[:, 0] < x0) & (far[:, 0] > x1) & (between[:, 1] > y0) & (between[:, 1] < y1)
    return found
