"""Straight: places that are darker than the paper around them behind four straight edges.

Paper is not evenly light: it yellows and wrinkles, the lamp is brighter in the middle. But that changes slowly, and
a tint or a picture begins all at once, along a straight line. So its four edges are looked for, not its shade.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import cv2
import numpy as np

from pipeline.readers.scan.ink import GROUND, Floats, Grey, Mask

WIDE = 5.0  # em: a smaller place is looked for by nobody
AROUND = 5  # pixels: as far about the ink the ground is grey from it
CLOSED = 1.5  # em: a ground between ink that is so narrow counts as what is around
STEP = 0.012  # of the paper: by so much at least it is darker behind the edge
LEVEL = 0.7  # the paper is as light as this share of the sheet, or lighter
# In the cells in which the ground is measured:
ALONG = 5  # an edge is averaged over so many
HOLE = 3  # and is whole over fewer
REFINED = 5  # so far from it the edge is where the step is highest
INSIDE = 6  # nor do so many next to the corners tell where
SAME = 0.85  # of their extent two edges of one place share

Bounds = tuple[int, int, int, int]  # x0, y0, x1, y1 in cells


def light_of(grey: Grey, mask: Mask, em: float) -> Floats:
    """How light the ground is in each cell, as a share of the paper; ink and what it greys around it does not count."""
    high, wide = (side // GROUND for side in grey.shape)
    cells = wide, high
    whole = slice(0, high * GROUND), slice(0, wide * GROUND)
    free = (cv2.dilate(mask, np.ones((AROUND, AROUND), np.uint8))[whole] == 0).astype(np.float32)
    share = cv2.resize(free, cells, interpolation=cv2.INTER_AREA)
    bright = cv2.resize(grey[whole] * free, cells, interpolation=cv2.INTER_AREA)
    light = np.where(share > 1 / GROUND**2, bright / np.maximum(share, 1 / GROUND**2), 0).astype(np.float32)
    side = 2 * round(CLOSED * em / GROUND / 2) + 1
    kernel = np.ones((side, side), np.uint8)
    closed = cv2.morphologyEx(light, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(closed / max(1.0, float(np.quantile(closed, LEVEL))), dtype=np.float64)


def places(light: Floats, em: float) -> list[tuple[Bounds, list[float]]]:
    """Places that begin and end at a straight edge, with the steps at their top, foot, left and right."""
    least = round(WIDE * em / GROUND)
    if min(light.shape) < 2 * least:
        return []
    across = [(x0, y0, x1, y1) for y0, x0, y1, x1 in _between_edges(np.ascontiguousarray(light.T), least)]
    return [_refined(light, about) for about in (*_between_edges(light, least), *across)]


def _between_edges(light: Floats, least: int) -> Iterator[Bounds]:
    """The places between an edge below which it is darker and one below which it is lighter, of the same extent."""
    steps = np.zeros_like(light)
    steps[2:-2] = (light[:-4] + light[1:-3] - light[3:-1] - light[4:]) / 2
    steps = np.asarray(cv2.blur(steps, (ALONG, 1)))
    tops, feet = _edges(steps, least), _edges(-steps, least)
    for (top, a0, a1), (foot, b0, b1) in product(tops, feet):
        if foot - top >= least and min(a1, b1) - max(a0, b0) > SAME * (max(a1, b1) - min(a0, b0)):
            yield min(a0, b0), top, max(a1, b1), foot
            yield max(a0, b0), top, min(a1, b1), foot


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
