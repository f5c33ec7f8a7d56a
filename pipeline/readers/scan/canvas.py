"""Canvas: the even ground that a program put around a sheet, as around a clipping that was saved on white.

It is as if it were not there: beside white a grey sheet is but a darker place, as pictures are, and beside much white
its type is lost from sight.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.readers.scan.ink import MIDDLE, Grey

EVEN = 3  # levels of grey by which a canvas strays: paper that was scanned strays by more
ROUND = 0.5  # of the picture's border is canvas
MOST = 0.5  # of the picture at most is a sheet on a canvas; around a larger one there are margins
LEAST = 64  # pixels of each side of a sheet
LIGHT = 90  # percent of a sheet are as light as its paper, or darker
MARGIN = 0.02  # of its side is left beside a sheet that is as white as the canvas


def within_canvas(grey: Grey) -> tuple[int, int, int, int]:
    """Left, top, right and foot of the sheet on a picture: all of it, or what lies on a canvas."""
    high, wide = grey.shape
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    canvas = int(np.bincount(border).argmax())
    if (np.abs(border.astype(int) - canvas) > EVEN).mean() > 1 - ROUND:
        return 0, 0, wide, high
    sheet = cv2.inRange(grey, max(0, canvas - EVEN), min(255, canvas + EVEN)) == 0
    columns, rows = np.flatnonzero(sheet.any(axis=0)), np.flatnonzero(sheet.any(axis=1))
    if not len(rows):
        return 0, 0, wide, high
    x0, y0, x1, y1 = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    if (x1 - x0) * (y1 - y0) > MOST * wide * high:
        return 0, 0, wide, high
    paper = float(np.percentile(grey[y0:y1, x0:x1], LIGHT))
    if abs(paper - canvas) > EVEN and min(x1 - x0, y1 - y0) >= LEAST:
        return x0, y0, x1, y1
    (left, right), (top, foot) = _with_margin(x0, x1, wide), _with_margin(y0, y1, high)
    return left, top, right, foot


def _with_margin(first: int, last: int, side: int) -> tuple[int, int]:
    """A stretch of a side with white at both ends; not so little that nothing could be told of what is on it."""
    margin = max(round(MARGIN * (last - first)), (MIDDLE - (last - first)) // 2)
    return max(0, first - margin), min(side, last + margin)
