"""Skew: by how much a page lies askew, told by its lines, columns and rules: turned right, their edges are sharpest."""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.readers.scan.ink import Mask

STEEPEST = 4.0  # degrees that are tried
FINE = 0.05  # degrees: the last step
SIDE = 1200  # pixels of the picture on which it is measured
LEAST = 0.08  # degrees that are worth a turn: on the longest line a quarter of its type


def skew(mask: Mask) -> float:
    """By how many degrees, clockwise, a page must be turned to stand straight; 0 where that is not to be seen."""
    scale = min(1.0, SIDE / max(mask.shape))
    small = np.asarray(cv2.resize(mask * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    best = 0.0
    step, reach = 0.5, STEEPEST
    known: dict[float, float] = {}
    while step >= FINE:
        tried = [round(best + step * n, 6) for n in range(-round(reach / step), round(reach / step) + 1)]
        known |= {angle: _sharpness(small, angle) for angle in tried if angle not in known}
        best = max(tried, key=known.__getitem__)
        reach, step = step, step / 3
    return best if abs(best) >= LEAST else 0.0


def _sharpness(small: Mask, angle: float) -> float:
    """How much the sums of rows and of columns change from one to the next, at this angle."""
    high, wide = small.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -angle, 1.0)
    turned = cv2.warpAffine(small, turn, (wide, high), flags=cv2.INTER_LINEAR)
    total = 0.0
    for axis in (0, 1):
        sums = cv2.reduce(turned, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
        total += float((np.diff(sums.ravel()) ** 2).sum())
    return total
