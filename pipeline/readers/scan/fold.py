"""Fold: two pages on one image, told apart by the white that runs between them from head to foot.

A page is higher than wide; an image that is clearly wider than high shows two, if a channel with next to no ink parts
it near its middle. It is turned straight first, for the channel is narrow.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.readers.scan.canvas import within_canvas
from pipeline.readers.scan.ink import Mask, ink_mask
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.skew import skew

WIDER = 1.15  # than high is an image of two pages
SIDE = 1600  # pixels of the picture on which the channel is looked for
REACH = 33  # pixels there: thicker than any stroke
MIDDLE = 0.09  # of the width: how far from the middle the channel may be
HEAD = 0.06  # of the height, at the head and the foot, that does not count: the edge of the paper
EMPTY = 0.25  # of the image's ink is in a column of the channel
NARROWEST = 0.002  # of the width is the channel at least


def pages_on(sheet: Sheet) -> list[Sheet]:
    """The pages of an image, from left to right: itself, or two; without the canvas around them."""
    lies_wide = _lies_wide(sheet)
    sheet = sheet.part(*within_canvas(sheet.grey))
    if not (lies_wide and _lies_wide(sheet)):
        return [sheet]
    mask, scale = _mask(sheet)
    if angle := skew(mask):
        sheet = sheet.turned(angle)
        mask, scale = _mask(sheet)
    edge = round(HEAD * mask.shape[0])
    share = mask[edge : mask.shape[0] - edge].mean(axis=0)
    low, far = round((0.5 - MIDDLE) * mask.shape[1]), round((0.5 + MIDDLE) * mask.shape[1])
    empty = np.concatenate([[False], share[low:far] < EMPTY * share.mean(), [False]])
    bounds = np.flatnonzero(np.diff(empty.astype(np.int8))).reshape(-1, 2)
    wide_enough = [(a, b) for a, b in bounds.tolist() if b - a >= NARROWEST * mask.shape[1]]
    if not wide_enough:
        return [sheet]
    begin, end = max(wide_enough, key=lambda run: (run[1] - run[0]) - abs((run[0] + run[1]) / 2 - (far - low) / 2) / 2)
    cut = round((low + (begin + end) / 2) / scale)
    high, wide = sheet.grey.shape
    return [sheet.part(0, 0, cut, high), sheet.part(cut, 0, wide, high)]


def _lies_wide(sheet: Sheet) -> bool:
    high, wide = sheet.grey.shape
    return bool(wide >= WIDER * high)


def _mask(sheet: Sheet) -> tuple[Mask, float]:
    """The sheet's ink on a small picture, and how many of its pixels one of the sheet's is."""
    scale = min(1.0, SIDE / sheet.grey.shape[1])
    small = cv2.resize(sheet.grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return ink_mask(np.asarray(small, dtype=np.uint8), REACH), scale
