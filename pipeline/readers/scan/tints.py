"""Tints: boxes whose ground is a little darker than the paper around them.

Paper is not evenly light: it yellows and wrinkles, the lamp is brighter in the middle. But that changes slowly, and
a tint begins all at once, along a straight line. So its four edges are looked for, not its shade.

a ground that is 4 % darker from one line to the next, on all four sides  →  a tint
a cloud, a stain with round corners                                       →  none
the picture on the back of the sheet, whose edge runs through type        →  none
two tints beside each other, with white between                           →  two
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import cv2
import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.ink import GROUND, Floats, Grey, Mask

WIDE = 5.0  # em: a smaller place is no tint
AROUND = 5  # pixels: as far about the ink the ground is grey from it
CLOSED = 1.5  # em: a ground between ink that is so narrow counts as what is around
STEP = 0.012  # of the paper: by so much at least it is darker behind the edge
DARKEST = 0.14  # and by so much at most, or it is a picture
LEVEL = 0.7  # the paper is as light as this share of the sheet, or lighter
# In the cells in which the ground is measured:
ALONG = 5  # an edge is averaged over so many
HOLE = 3  # and is whole over fewer
REFINED = 5  # so far from it the edge is where the step is highest
INSIDE = 6  # nor do so many next to the corners tell where
WHITE = 9  # a gap between two tints is narrower
RULE = 13  # longer ink along an edge is a rule, no type
FEWEST = 10  # each way
SAME = 0.85  # of their extent two edges of one tint share
LIGHTER = 0.5  # of a step: by so much a gap is lighter than the tint, and the paper at its corners
CROSSED = 0.02  # of an edge is ink of type that it runs through, if it is not one of a tint
PART = 0.9  # of a tint is in another place that is of it and more

Bounds = tuple[int, int, int, int]  # x0, y0, x1, y1 in cells


def tints(grey: Grey, mask: Mask, em: float) -> list[Box]:
    """The tints of a sheet whose body type is `em` pixels large, in pixels of the picture."""
    high, wide = (side // GROUND for side in grey.shape)
    least = round(WIDE * em / GROUND)
    if min(high, wide) < 2 * least:
        return []
    light = _light(grey, mask, em, (wide, high))
    cells = cv2.resize(mask[: high * GROUND, : wide * GROUND] * 255, (wide, high), interpolation=cv2.INTER_AREA)
    ink = np.asarray(cells, dtype=np.float64) / 255
    across = [(x0, y0, x1, y1) for y0, x0, y1, x1 in _between_edges(np.ascontiguousarray(light.T), least)]
    found = []
    for about in (*_between_edges(light, least), *across):
        box, steps = _refined(light, about)
        if _is_tint(light, box, steps) and max(_crossed(ink, box)) < CROSSED:
            found.append(box)
    kept: list[Bounds] = []
    for box in sorted(found, key=_size):
        if not any(_is_more(box, other) for other in kept):
            kept.append(box)
    return [Box(*(float(edge * GROUND) for edge in box)) for box in kept]


def _light(grey: Grey, mask: Mask, em: float, cells: tuple[int, int]) -> Floats:
    """How light the ground is in each cell, as a share of the paper; ink and what it greys around it does not count."""
    wide, high = cells
    whole = slice(0, high * GROUND), slice(0, wide * GROUND)
    free = (cv2.dilate(mask, np.ones((AROUND, AROUND), np.uint8))[whole] == 0).astype(np.float32)
    share = cv2.resize(free, cells, interpolation=cv2.INTER_AREA)
    bright = cv2.resize(grey[whole] * free, cells, interpolation=cv2.INTER_AREA)
    light = np.where(share > 1 / GROUND**2, bright / np.maximum(share, 1 / GROUND**2), 0).astype(np.float32)
    side = 2 * round(CLOSED * em / GROUND / 2) + 1
    kernel = np.ones((side, side), np.uint8)
    closed = cv2.morphologyEx(light, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(closed / max(1.0, float(np.quantile(closed, LEVEL))), dtype=np.float64)


def _between_edges(light: Floats, least: int) -> Iterator[Bounds]:
    """The places between an edge below which it is darker and one below which it is lighter, of the same extent."""
    steps = np.zeros_like(light)
    steps[2:-2] = (light[:-4] + light[1:-3] - light[3:-1] - light[4:]) / 2
    steps = np.asarray(cv2.blur(steps, (ALONG, 1)))
    tops, feet = _edges(steps, least), _edges(-steps, least)
    for (top, a0, a1), (foot, b0, b1) in product(tops, feet):
        if foot - top >= least and min(a1, b1) - max(a0, b0) > SAME * (max(a1, b1) - min(a0, b0)):
            yield min(a0, b0), top, max(a1, b1), foot


def _edges(steps: Floats, least: int) -> list[tuple[int, int, int]]:
    """The long level edges at which it becomes darker: where, from and to."""
    dark = (steps > STEP).astype(np.uint8)
    dark = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, HOLE), np.uint8)), dtype=np.uint8)
    dark = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, least), np.uint8)), dtype=np.uint8)
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    found = []
    for n, (x, y, wide, high, _) in enumerate(boxes[1:].tolist(), 1):
        place = slice(y, y + high), slice(x, x + wide)
        found.append((y + int(np.argmax((steps[place] * (labels[place] == n)).sum(axis=1))), x, x + wide))
    return found


def _refined(light: Floats, box: Bounds) -> tuple[Bounds, list[float]]:
    """The place with its edges where the steps are highest, and how high they are: top, foot, left and right."""
    x0, y0, x1, y1 = box
    found = []
    for table, edges, begin, end in ((light, (y0, y1), x0, x1), (light.T, (x0, x1), y0, y1)):
        for edge, inward in zip(edges, (1, -1), strict=True):
            low, far = max(2, edge - REFINED), min(len(table) - 3, edge + REFINED)
            if low > far or end - begin <= 2 * INSIDE:
                found.append((edge, 0.0))
                continue
            row = np.median(table[low - 2 : far + 3, begin + INSIDE : end - INSIDE], axis=1)
            steps = inward * (row[:-4] + row[1:-3] - row[3:-1] - row[4:]) / 2
            best = int(np.argmax(steps))
            found.append((low + best, float(steps[best])))
    top, foot, left, right = (edge for edge, _ in found)
    return (left, top, right, foot), [step for _, step in found]


def _is_tint(light: Floats, box: Bounds, steps: list[float]) -> bool:
    """Whether a place is darker behind all its edges and in all its corners, no gap runs through it, and it is no
    picture."""
    x0, y0, x1, y1 = box
    inner = light[y0 + 2 : y1 - 1, x0 + 2 : x1 - 1]
    low = min(steps)
    if low < STEP or float(np.median(steps)) > DARKEST or min(inner.shape) < FEWEST:
        return False
    for axis in (0, 1):
        row = np.median(inner, axis=axis).reshape(1, -1).astype(np.float32)
        gap = (row - cv2.morphologyEx(row, cv2.MORPH_OPEN, np.ones((1, WHITE), np.uint8)))[0, 2:-2]
        if float(gap.max(initial=0.0)) > LIGHTER * low:
            return False
    return all(_is_corner(light, x, y, LIGHTER * low) for x, y in product(((x0, 1), (x1, -1)), ((y0, 1), (y1, -1))))


def _is_corner(light: Floats, side: tuple[int, int], end: tuple[int, int], step: float) -> bool:
    """Whether it is darker within a corner than beside it, above it or both; `side` and `end` are its place across
    and down, and which way is inward."""
    (x, right), (y, down) = side, end
    columns, rows = (slice(min(e + 2 * s, e + 4 * s), max(e + 2 * s, e + 4 * s) + 1) for e, s in (side, end))
    beside, above = x - 2 * right, y - 2 * down
    if not (0 <= beside < light.shape[1] and 0 <= above < light.shape[0]):
        return True
    out = float(light[above, beside]), float(np.median(light[above, columns])), float(np.median(light[rows, beside]))
    return max(out) - float(np.median(light[rows, columns])) >= step


def _crossed(ink: Floats, box: Bounds) -> list[float]:
    """How much of each edge is ink that is not that of a rule along it, in the row of cells where it is least."""
    x0, y0, x1, y1 = box
    found = []
    for table, edges, begin, end in ((ink, (y0, y1), x0, x1), (ink.T, (x0, x1), y0, y1)):
        for edge in edges:
            rows = np.ascontiguousarray(table[max(0, edge - 1) : edge + 2])
            rule = cv2.morphologyEx((rows > 0.1).astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, RULE), np.uint8))
            found.append(float((rows * (rule == 0))[:, begin + 2 : end - 1].mean(axis=1).min()))
    return found


def _size(box: Bounds) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _is_more(box: Bounds, tint: Bounds) -> bool:
    """Whether a place is a smaller tint, or it and what is beside it on one side."""
    wide, high = min(box[2], tint[2]) - max(box[0], tint[0]), min(box[3], tint[3]) - max(box[1], tint[1])
    if wide <= 0 or high <= 0 or wide * high < PART * _size(tint):
        return False
    return wide > PART * (box[2] - box[0]) or high > PART * (box[3] - box[1])
