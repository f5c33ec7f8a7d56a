"""Openings: which block of running text does a head open?

Right under it, in the first of its columns; beside it, where the head stands at a side; below its label or picture.
A head opens one block, and a block that a head opens follows no other: so heads and text are chained as one, and
the second column under a head is not taken for a story of its own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.layout.scene import FAR, NONE
from pipeline.linking.model import Features
from pipeline.linking.paper.bodies import CLOSE, Bodies
from pipeline.linking.paper.measured import places
from pipeline.linking.terms import around, similarity

Ints = NDArray[np.int64]

REACH = 30.0  # em from a head to a block that it may open
LEVEL = 1.5  # em: a head and a block whose tops differ by less begin level
WIDEST = 15.0  # em of white: more says no more


def pairs_of(bodies: Bodies) -> tuple[Ints, Ints]:
    """(head, position in `which`) of the pairs worth a look: the first blocks of galleys near each head."""
    s, which = bodies.scene, bodies.which
    if not bodies.heads:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    start, end, top, foot = (edge[:, None] for edge in bodies.head_boxes.T)
    along = np.maximum(start - s.end[which], s.start[which] - end).clip(min=0)
    across = np.maximum(top - s.foot[which], s.top[which] - foot).clip(min=0)
    near = (np.hypot(along, across) < REACH) & bodies.first
    head, block = np.nonzero(near)
    return head, block


def opening_features(bodies: Bodies, h: Ints, b: Ints) -> Features:
    """The evidence that head h[n] opens the body block at position b[n]."""
    s, look, under = bodies.scene, bodies.look, bodies.under
    j = bodies.which[b]
    start, end, top, foot = bodies.head_boxes[h].T
    b_start, b_end, b_top, b_foot = s.start[j], s.end[j], s.top[j], s.foot[j]
    begins = bodies.begins[b]
    narrower = np.maximum(np.minimum(end - start, b_end - b_start), 0.1)
    shared = ((np.minimum(end, b_end) - np.maximum(start, b_start)) / narrower).clip(0.0, 1.0)
    drop = b_top - foot
    below = (shared > 0.3) & (drop > -0.7)
    own, nearest = bodies.head_number[bodies.own_head[j]], bodies.head_number[bodies.head_above[j]]
    right_under = own == h
    rank, alone = _rank(h, right_under, b_start)
    first, later = right_under & (rank == 0), right_under & (rank > 0)
    territory = under.head[j] == h
    level = np.minimum(foot, b_foot) - np.maximum(top, b_top) > 0.3 * np.minimum(foot - top, b_foot - b_top)
    left, right = level & (end <= b_start + 0.8), level & (start >= b_end - 0.8)
    white = np.where(left, b_start - end, np.where(right, start - b_end, FAR))
    tops = np.abs(top - b_top) < LEVEL
    above = s.above[j]
    lowest = np.array([members[-1] for members in bodies.heads], dtype=np.int64)[h]
    size = np.log(np.maximum(s.size[lowest], 0.5))
    boxed = np.isin(s.frame[lowest], np.unique(s.frame[bodies.which]))
    same_frame = (s.frame[lowest] == s.frame[j]) | ~boxed  # or a band behind the head
    text_above = (look["paragraph"][above] > 0.5) & (s.gap(above, j) < 1.5)
    rows = bodies.terms.rows
    said = bodies.terms.others(["".join(s.reads(n) for n in members) for members in bodies.heads])
    usual = np.median(s.end[bodies.which] - s.start[bodies.which])
    far = np.hypot(
        np.clip(np.maximum(b_start - end, start - b_end), 0, None),
        np.clip(np.maximum(drop, top - b_foot), 0, None),
    )
    columns = {
        "head, measured, starts": np.clip(b_start - start, -REACH, REACH),
        "head, measured, ends": np.clip(b_end - end, -REACH, REACH),
        "head, measured, tops": np.clip(b_top - top, -REACH, REACH),
        "head, measured, feet": np.clip(b_foot - foot, -REACH, REACH),
        "head, measured, drop": np.clip(drop, -REACH, REACH),
        "head, measured, shared": shared,
        "head, measured, place of b among what is near it": places(h, far),
        "head, measured, place among what is near b": places(b, far),
        "head, measured, length of b": bodies.galley_length[b],
        "head, measured, written the other way": s.odd_way[lowest],
        "head, measured, vertical page": np.full(len(h), s.down),
        "head, over": below,
        "head, right over": right_under,
        "head, right over, close": right_under & (drop < CLOSE),
        "head, right over the first": first,
        "head, right over a later one": later,
        "head, right over one alone": alone,
        "head, right over the first, b begins": first & (begins > 0),
        "head, right over a later one, b begins": later & (begins > 0),
        "head, right over, b goes on": right_under & (begins < 0),
        "head, right over a later one, vertical page": later & s.down,
        "head, in its territory": territory,
        "head, in its territory, first column": territory & (under.slot[j] == 0),
        "head, in its territory, later column": territory & (under.slot[j] > 0),
        "head, the nearest above": nearest == h,
        "head, the nearest above, b begins": (nearest == h) & (begins > 0),
        "head, over, not the nearest": below & (nearest != h),
        "head, another right over b": (own != NONE) & ~right_under,
        "head, over, white": below * np.clip(drop, 0.0, WIDEST),
        "head, over, far": below * (drop > 6.0),
        "head, left": left,
        "head, right": right,
        "head, left, tops level": left & tops,
        "head, right, tops level": right & tops,
        "head, right, vertical page": right & s.down,
        "head, right, tops level, vertical page": right & tops & s.down,
        "head, left, vertical page": left & s.down,
        "head, left, white": left * np.minimum(white, WIDEST),
        "head, right, white": right * np.minimum(white, WIDEST),
        "head, left, b begins": left & (begins > 0),
        "head, right, b begins": right & (begins > 0),
        "head, left, close": left & (white < CLOSE),
        "head, right, close": right & (white < CLOSE),
        "head, above, not over": (drop > -0.7) & ~(shared > 0.3),
        "head, below b": top > b_foot,
        "head, lower than b begins": top > b_top + 2.0,
        "head, same frame": same_frame,
        "head, flush": below & (np.abs(start - b_start) < LEVEL),
        "head, over all of b": below & (start < b_start + 1.0) & (end > b_end - 1.0),
        "head, centred": below & (np.abs((start + end) / 2 - (b_start + b_end) / 2) < LEVEL),
        "head, wider": below & (end - start > b_end - b_start + 3.0),
        "head, rule between": below & s.ruled(lowest, j),
        "head, b begins": begins > 0,
        "head, b goes on": begins < 0,
        "head, text above b": text_above,
        "head, text above b, b begins": text_above & (begins > 0),
        "head, byline above b": look["byline"][above] * below,
        "head, subheading above b": look["subheading"][above],
        "head, b opens a story": bodies.opening[b],
        "head, b begins with a day": bodies.dated[b],
        "head, distance": far,
        "head, shared words": similarity(said, rows, h, b),
        "head, shared words around": similarity(said, around(rows, 2, before=False), h, b),
        "head, size": size,
        "head, size, right over": right_under * size,
        "head, b wider than usual": b_end - b_start > 1.3 * usual,
    }
    return {name: np.asarray(values, dtype=np.float64) for name, values in columns.items()}


def idle_features(bodies: Bodies) -> Features:
    """The evidence that a head opens nothing here, for each head: it is an advertisement's, or a picture's."""
    s, look = bodies.scene, bodies.look
    size = np.array([s.size[members].max() for members in bodies.heads])
    lowest = np.array([members[-1] for members in bodies.heads], dtype=np.int64)
    below = s.below[lowest]
    columns = {
        "idle": np.ones(len(size)),
        "idle, small": size < 1.3,
        "idle, large": size > 3.0,
        "idle, head below": look["head"][below],
        "idle, text below": look["paragraph"][below] > 0.5,
        "idle, nothing below": below == NONE,
        "idle, the odd way": s.odd_way[lowest],
        "idle, framed": s.frame[lowest] != NONE,
    }
    return {name: np.asarray(values, dtype=np.float64) for name, values in columns.items()}


def _rank(h: Ints, held: NDArray[np.bool_], start: NDArray[np.float64]) -> tuple[Ints, NDArray[np.bool_]]:
    """For each pair that is held its place among those of its head, along the writing; and whether it is the only."""
    rank, alone = np.zeros(len(h), dtype=np.int64), np.zeros(len(h), dtype=bool)
    for head in np.unique(h[held]).tolist():
        own = np.flatnonzero(held & (h == head))
        rank[own[np.argsort(start[own], kind="stable")]] = np.arange(len(own))
        alone[own] = len(own) == 1
    return rank, alone
