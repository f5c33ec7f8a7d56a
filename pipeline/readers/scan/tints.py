"""Tints: boxes whose ground is a little darker than the paper around them, behind four straight edges.

a ground that is 4 % darker from one line to the next, on all four sides  →  a tint
a cloud, a stain with round corners                                       →  none
the picture on the back of the sheet, whose edge runs through type        →  none
two tints beside each other, with white between                           →  two
"""

from __future__ import annotations

from itertools import product

import cv2
import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.boxes import size
from pipeline.readers.scan.ink import GROUND, Floats, Mask
from pipeline.readers.scan.straight import STEP, Bounds, places

DARKEST = 0.14  # of the paper: by so much at most it is darker behind its edges, or it is a picture
# In the cells in which the ground is measured:
WHITE = 9  # a gap between two tints is narrower
RULE = 13  # longer ink along an edge is a rule, no type
FEWEST = 10  # each way
LIGHTER = 0.5  # of a step: by so much a gap is lighter than the tint, and the paper at its corners
CROSSED = 0.02  # of an edge is ink of type that it runs through, if it is not one of a tint
PART = 0.9  # of a tint is in another place that is of it and more


def tints(light: Floats, mask: Mask, em: float) -> list[Box]:
    """The tints of a sheet whose body type is `em` pixels large and whose ground is so `light` (`straight.light_of`),
    in pixels of the picture."""
    high, wide = light.shape
    cells = cv2.resize(mask[: high * GROUND, : wide * GROUND] * 255, (wide, high), interpolation=cv2.INTER_AREA)
    ink = np.asarray(cells, dtype=np.float64) / 255
    found = [
        box for box, steps in places(light, em) if _is_tint(light, box, steps) and max(_crossed(ink, box)) < CROSSED
    ]
    kept: list[Bounds] = []
    for box in sorted(found, key=size):
        if not any(_is_more(box, other) for other in kept):
            kept.append(box)
    return [Box(*(float(edge * GROUND) for edge in box)) for box in kept]


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


def _is_more(box: Bounds, tint: Bounds) -> bool:
    """Whether a place is a smaller tint, or it and what is beside it on one side."""
    wide, high = min(box[2], tint[2]) - max(box[0], tint[0]), min(box[3], tint[3]) - max(box[1], tint[1])
    if wide <= 0 or high <= 0 or wide * high < PART * size(tint):
        return False
    return wide > PART * (box[2] - box[0]) or high > PART * (box[3] - box[1])
