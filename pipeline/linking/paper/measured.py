"""Measured: how far, how long and how many, as it is: trees find the thresholds for themselves.

The other features say what an editor would look at, crossed where a sum would need it; these say how large it is.
Of 8,558 choices of what comes next 215 instead of 243 were wrong with them, all else alike.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.layout.scene import FAR, NONE, Scene
from pipeline.linking.model import Features, Floats
from pipeline.linking.paper.bodies import Bodies

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

HIGH = 90.0  # em: of the tallest page
LAST = 12  # places: a later one says no more


def measured_pairs(bodies: Bodies, a: Ints, b: Ints, free: Flags) -> Features:
    """Of each pair of positions (a[n], b[n]) in `which`; 0 where they are not `free` but next to each other in a
    galley."""
    s = bodies.scene
    i, j = bodies.which[a], bodies.which[b]
    along, across = s.start[j] - s.start[i], s.top[j] - s.top[i]
    step = np.where(free, np.hypot(along, s.top[j] - s.foot[i]), np.inf)
    before, behind, number = bodies.heads_beside
    wide = np.maximum(s.end - s.start, 0.1)
    head = bodies.head_above[j]
    same = number[i] == number[j]
    columns = {
        "measured, along": np.clip(along, -FAR, FAR),
        "measured, across": np.clip(across, -HIGH, HIGH),
        "measured, drop": np.clip(s.drop[i, j], -FAR, FAR),
        "measured, gap": np.clip(s.start[j] - s.end[i], -FAR, FAR),
        "measured, shared": s.shared[i, j],
        "measured, widths": np.log(wide[j] / wide[i]),
        "measured, sizes": s.size[j] - s.size[i],
        "measured, place of b among what is near a": places(a, step),
        "measured, place of a among what is near b": places(b, step),
        "measured, galleys between": _between(bodies, i, j, bodies.which[bodies.first]),
        "measured, heads between": _between(bodies, i, j, np.flatnonzero(bodies.looks["head"] > 0.5)),
        "measured, length of a": bodies.galley_length[a],
        "measured, length of b": bodies.galley_length[b],
        "measured, head before a": before[i],
        "measured, head before b": before[j],
        "measured, head behind a": behind[i],
        "measured, head behind b": behind[j],
        "measured, one head before both": same & (number[i] != NONE),
        "measured, another head before b": ~same & (number[j] != NONE),
        "measured, a from the foot": from_foot(bodies, i),
        "measured, b from the top": from_top(bodies, j),
        "measured, head above b": s.gap(head, j),
        "measured, vertical page": np.full(len(a), s.down),
        "measured, galleys": np.full(len(a), np.log(np.count_nonzero(bodies.first))),
    }
    return {name: free * values for name, values in columns.items()}


def measured_things(bodies: Bodies, at: Ints, what: str) -> Features:
    """Of the body blocks at the positions `at`, as `what` may be there: the end, the start."""
    s = bodies.scene
    n = bodies.which[at]
    before, behind, _ = bodies.heads_beside
    columns = {
        "length": bodies.galley_length[at],
        "head before": before[n],
        "head behind": behind[n],
        "head above": s.gap(bodies.head_above[n], n),
        "from the foot": from_foot(bodies, n),
        "from the top": from_top(bodies, n),
        "width": s.end[n] - s.start[n],
        "vertical page": np.full(len(n), s.down),
    }
    return {f"{what}, measured, {name}": values for name, values in columns.items()}


def from_foot(bodies: Bodies, things: Ints) -> Floats:
    """How far each thing ends above where the page's text does, in em."""
    foot = bodies.scene.foot
    return np.asarray(np.clip(foot[bodies.which].max() - foot[things], 0.0, HIGH))


def from_top(bodies: Bodies, things: Ints) -> Floats:
    """How far each thing begins below where the page's text does, in em."""
    top = bodies.scene.top
    return np.asarray(np.clip(top[things] - top[bodies.which].min(), 0.0, HIGH))


def places(of: Ints, cost: Floats) -> Floats:
    """The place of each pair among those of the same `of`, the cheapest first, from 0 to LAST."""
    order = np.lexsort((cost, of))
    first = np.flatnonzero(np.diff(of[order], prepend=-1))
    place = np.arange(len(of)) - np.repeat(first, np.diff(np.append(first, len(of))))
    result = np.zeros(len(of))
    result[order] = np.minimum(place, LAST)
    return result


def _between(bodies: Bodies, i: Ints, j: Ints, among: Ints) -> Floats:
    """How many of `among` begin between the foot of i[n] and the top of j[n], over or under either of the two."""
    s = bodies.scene
    low, high = np.minimum(s.start[i], s.start[j]), np.maximum(s.end[i], s.end[j])
    top, foot = np.minimum(s.foot[i], s.top[j]), np.maximum(s.foot[i], s.top[j])
    found = inside(_middle(s, among), s.top[among], low, high, top, foot)
    held = np.zeros(len(s.start), dtype=bool)
    held[among] = True
    for n in (i, j):
        middle, begin = _middle(s, n), s.top[n]
        found -= held[n] & (middle > low) & (middle < high) & (begin > top) & (begin < foot)
    return found


def _middle(scene: Scene, things: Ints) -> Floats:
    return (scene.start[things] + scene.end[things]) / 2


def inside(x: Floats, y: Floats, low: Floats, high: Floats, top: Floats, foot: Floats) -> Floats:
    """How many of the points (x, y) lie inside each rectangle: by sums over the points in order, so that the number
    of rectangles costs nothing more than they do."""
    column, row = np.argsort(np.argsort(x, kind="stable")), np.argsort(np.argsort(y, kind="stable"))
    table = np.zeros((len(x) + 1, len(x) + 1), dtype=np.int32)
    table[column + 1, row + 1] = 1
    table = table.cumsum(axis=0).cumsum(axis=1)
    across, down = np.sort(x), np.sort(y)
    x0, x1 = np.searchsorted(across, low, "right"), np.searchsorted(across, high, "left")
    y0, y1 = np.searchsorted(down, top, "right"), np.searchsorted(down, foot, "left")
    x1, y1 = np.maximum(x0, x1), np.maximum(y0, y1)
    return (table[x1, y1] - table[x0, y1] - table[x1, y0] + table[x0, y0]).astype(np.float64)
