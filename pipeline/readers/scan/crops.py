"""Crops: lines cut from the sheet at its own resolution, without the ink of other lines and of what is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.readers.scan.engines.protocol import LineImage
from pipeline.readers.scan.ink import Grey, Ints, Mask, Parts
from pipeline.readers.scan.strip import Strip

MARGIN = 0.1  # of a line's height, around it
AROUND = np.ones((3, 3), np.uint8)


def crops(sheet: Grey, scale: float, parts: Parts, mask: Mask, strips: Sequence[Strip]) -> list[LineImage]:
    """The lines as pictures. `scale` is how many pixels of the mask one of the sheet is.

    Ink that is in no line stays where it is: a broken stroke, a faint mark.
    """
    owner = np.full(len(parts.area) + 1, -1, dtype=np.int64)
    owner[0] = len(strips)  # of the ink that is drawn
    for number, strip in enumerate(strips):
        owner[strip.parts + 1] = number
    return [_crop(sheet, scale, parts, mask, owner, number, strip) for number, strip in enumerate(strips)]


def _crop(sheet: Grey, scale: float, parts: Parts, mask: Mask, owner: Ints, number: int, strip: Strip) -> LineImage:
    x0, y0, x1, y1 = strip.box
    high = (x1 - x0) if strip.down else (y1 - y0)
    edge = max(1.5, MARGIN * high)
    left, top = max(0, int((x0 - edge) / scale)), max(0, int((y0 - edge) / scale))
    right, foot = (
        min(sheet.shape[1], int(np.ceil((x1 + edge) / scale))),
        min(sheet.shape[0], int(np.ceil((y1 + edge) / scale))),
    )
    grey = sheet[top:foot, left:right].copy()
    a, b = int(left * scale), int(top * scale)
    c, d = min(mask.shape[1], int(np.ceil(right * scale))), min(mask.shape[0], int(np.ceil(foot * scale)))
    whose = owner[parts.labels[b:d, a:c]]
    foreign = np.asarray((mask[b:d, a:c] > 0) & (whose >= 0) & (whose != number), dtype=np.uint8)
    if foreign.any():
        foreign = np.asarray(cv2.dilate(foreign, AROUND), dtype=np.uint8)
        foreign[cv2.dilate(np.asarray(whose == number, dtype=np.uint8), AROUND) > 0] = 0
        wide = cv2.resize(foreign, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
        grey[wide > 0] = np.uint8(np.percentile(grey, 80))
    return LineImage(grey, strip.down, (left, top, right, foot))
