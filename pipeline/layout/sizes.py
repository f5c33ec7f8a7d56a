"""Sizes: how large the type of each line is, where only boxes of recognised text tell.

    boxes of ink, a little smaller or larger from line to line   →  the few sizes that a page is set in
    the lonely 一 of a short line                                 →  the size of the type around it

A line's box is as high as its ink, as its type, or higher where it was drawn with room; its pitch is as wide as its
type, or wider where it is spread. How much of the type the boxes of a page hold is worked out from all its lines; a
box that is higher than that gives way to the pitch. Lines that then differ by less than a reader would see are of one
size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import width
from pipeline.page import Box

Floats = NDArray[np.float64]

ALIKE = 0.09  # sizes that differ by less are one; body and subheading differ by 10 % and more
FLAT = 0.75  # of the pitch: a box that is lower holds less than the type, or type that is spread
SPREAD = 0.4  # of the pitch: a box that is lower still is that of a dash or of 一
ROOMY = 1.06  # of the pitch: a box that is higher was drawn with room
LONG = 6.0  # em of text from which on a line tells how boxes are drawn
LEAST = 2.0  # em of text from which on the pitch tells anything
BORNE_OUT = 0.9  # of the long lines: where fewer fit the sizes that the source tells, it guessed these
STEP = 0.01
FEW = 3  # characters: so short a line takes the size that is next to its own
NEXT = 0.25


class LineShape(NamedTuple):
    """A line: what it reads, its box, whether it runs down, and the size that its source tells, in whatever unit."""

    string: str
    box: Box
    down: bool
    told: float | None = None


def sizes_of(lines: Sequence[LineShape]) -> list[float]:
    """The size of each line's type, in the unit of the boxes."""
    if not lines:
        return []
    measured = np.array([_measured(line) for line in lines], dtype=np.float64)
    weight = np.array([sum(not char.isspace() for char in line.string) for line in lines], dtype=np.float64)
    raw = _raw(*measured.T)
    told = np.array([line.told or np.nan for line in lines], dtype=np.float64)
    return [float(size) for size in steady(_believed(raw, told, measured[:, 2] >= LONG), weight)]


def _believed(raw: Floats, told: Floats, long: NDArray[np.bool_]) -> Floats:
    """The sizes that the source tells, in the unit of the boxes, if nearly all long lines bear them out."""
    both = long & (told > 0)
    if not both.any():
        return raw
    ratio = raw[both] / told[both]
    unit = float(np.median(ratio))
    if (np.abs(np.log(ratio / unit)) < ALIKE).mean() < BORNE_OUT:
        return raw
    return np.where(told > 0, told * unit, raw)


def _measured(line: LineShape) -> tuple[float, float, float]:
    """A line's extent along and across the writing, and how many em it sets."""
    wide, tall = line.box.x1 - line.box.x0, line.box.y1 - line.box.y0
    ems = sum(width(char) for char in line.string if not char.isspace())
    return (tall, wide, ems) if line.down else (wide, tall, ems)


def _raw(along: Floats, across: Floats, ems: Floats) -> Floats:
    """The size that each line shows by itself and by how the page's boxes are drawn."""
    pitch = along / np.maximum(ems, 1.0)
    held = across / np.maximum(pitch, 1e-9)
    telling = (ems >= LONG) & (held >= FLAT) & (held <= 1.0)
    share = float(np.median(held[telling])) if telling.any() else 1.0
    by_box = across / share
    size = np.where((by_box > ROOMY * pitch) | (held < FLAT), pitch, by_box)
    size = np.where((held < FLAT) & (held >= SPREAD), by_box, size)
    return np.maximum(np.where(ems < LEAST, np.maximum(along, across), size), 1e-3)


def steady(raw: Floats, weight: Floats) -> Floats:
    """Sizes that are alike made one: the largest heap first, each line by the weight of its characters."""
    log = np.log(raw)
    found = raw.copy()
    left = np.ones(len(raw), dtype=bool)
    heaps: list[float] = []
    while left.any():
        open_ = np.flatnonzero(left & (weight > FEW)) if (left & (weight > FEW)).any() else np.flatnonzero(left)
        steps = np.round(log[open_] / STEP).astype(np.int64)
        steps -= steps.min()
        heap = np.bincount(steps, weights=weight[open_]) if steps.max() < 100_000 else np.ones(1)
        reach = int(ALIKE / STEP)
        sums = np.convolve(heap, np.ones(reach), mode="same")
        middle = (sums.argmax() + round(float(log[open_].min()) / STEP)) * STEP
        near = left & (np.abs(log - middle) <= ALIKE)
        if not near.any():
            near = left.copy()
            near[left] = np.abs(log[left] - middle) <= np.abs(log[left] - middle).min() + 1e-9
        size = _weighted_median(raw[near], weight[near])
        found[near] = size
        heaps.append(size)
        left &= ~near
    return _few(found, raw, weight, heaps)


def _few(found: Floats, raw: Floats, weight: Floats, heaps: Sequence[float]) -> Floats:
    """Lines of few characters take the size of longer lines that is next to theirs, if it is near."""
    long = {float(size) for size in found[weight > FEW]}
    if not long:
        return found
    ladder = np.array(sorted(long & set(heaps) or long))
    for n in np.flatnonzero(weight <= FEW).tolist():
        nearest = ladder[np.abs(np.log(ladder) - np.log(raw[n])).argmin()]
        if abs(np.log(nearest) - np.log(raw[n])) < NEXT:
            found[n] = nearest
    return found


def _weighted_median(values: Floats, weight: Floats) -> float:
    order = np.argsort(values, kind="stable")
    total = np.cumsum(np.maximum(weight[order], 1e-6))
    return float(values[order][np.searchsorted(total, total[-1] / 2)])
