"""Ink: what is printed on a sheet of paper, as a mask and its connected parts.

Everything is measured on a picture that is small enough (`SIDE`): the largest page then needs no tiles, and no line
is cut or doubled at a seam. What is recognised is cut from the sheet at its own resolution.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]  # 1 where there is ink
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SIDE = 5200  # pixels of the longer side at most, on which ink is measured
ENOUGH = 26.0  # pixels of the body type, by which its lines are told as well as by more
MIDDLE = 1600  # pixels of each side, in which the type is looked at first
GROUND = 8  # the ground is measured on a picture so many times smaller
DARKEST_GROUND = 0.55  # of the paper: what is darker over a wide area is ink all the same
LEAST_CONTRAST, MOST_CONTRAST = 0.55, 0.85  # of the ground: what is darker is ink
USUAL_TYPE = (9, 200)  # pixels: how large a body type can be


@dataclass(frozen=True, slots=True)
class Parts:
    """The connected parts of a mask: boxes (n, 4) with x1, y1 exclusive, pixels of ink, and the label of each pixel.

    The label of part n is n + 1.
    """

    box: Floats
    area: Floats
    labels: NDArray[np.int32]

    @property
    def wide(self) -> Floats:
        return self.box[:, 2] - self.box[:, 0]

    @property
    def tall(self) -> Floats:
        return self.box[:, 3] - self.box[:, 1]


def reduced(grey: Grey, em: float = 0.0) -> tuple[Grey, float]:
    """The picture on which ink is measured, and how many of its pixels one of the sheet's is.

    `em` is the size of the body type in the sheet, where it is known: it need be no larger than `ENOUGH`.
    """
    scale = min(1.0, SIDE / max(grey.shape), ENOUGH / max(em, ENOUGH))
    if scale == 1.0:
        return grey, 1.0
    size = round(grey.shape[1] * scale), round(grey.shape[0] * scale)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), scale


def middle(grey: Grey) -> Grey:
    """The middle of a picture."""
    top, left = (max(0, (side - MIDDLE) // 2) for side in grey.shape)
    return np.ascontiguousarray(grey[top : top + MIDDLE, left : left + MIDDLE])


def ground(grey: Grey, reach: int) -> Grey:
    """The paper without what is printed on it: print is thinner than `reach` pixels."""
    side = _side(reach)
    closed = cv2.blur(unprinted(grey, reach), (side, side), borderType=cv2.BORDER_REPLICATE)
    paper = float(np.percentile(closed, 80))
    closed = np.maximum(closed, np.uint8(DARKEST_GROUND * paper))
    return np.asarray(cv2.resize(closed, grey.shape[::-1], interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def unprinted(grey: Grey, reach: int) -> Grey:
    """As `ground`, with sharp edges, and a pixel for `GROUND` of the picture's each way."""
    small = cv2.resize(grey, None, fx=1 / GROUND, fy=1 / GROUND, interpolation=cv2.INTER_AREA)
    kernel = np.ones((_side(reach), _side(reach)), np.uint8)
    return np.asarray(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE), dtype=np.uint8)


def _side(reach: int) -> int:
    return max(3, 2 * round(reach / GROUND / 2) + 1)


def ink_mask(grey: Grey, reach: int) -> Mask:
    """1 where there is ink: what is clearly darker than the ground around it."""
    level = cv2.divide(grey, ground(grey, reach), scale=255)
    otsu, _ = cv2.threshold(level, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    at = min(max(otsu, LEAST_CONTRAST * 255), MOST_CONTRAST * 255)
    return np.asarray(level < at, dtype=np.uint8)


def parts_of(mask: Mask) -> Parts:
    """The connected parts of a mask, specks among them."""
    way = cv2.CCL_BBDT  # numbers them as the others do, in half the time (Grana et al. 2010)
    _, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(mask, 8, cv2.CV_32S, way)
    stats = stats[1:].astype(np.float64)
    x, y, wide, tall, area = stats.T
    return Parts(np.column_stack([x, y, x + wide, y + tall]), area, np.asarray(labels, dtype=np.int32))


def type_size(parts: Parts) -> float:
    """The size of the body type in pixels: ideographs of one piece are square, and most of a page is body type."""
    side = np.maximum(parts.wide, parts.tall)
    ratio = parts.wide / np.maximum(parts.tall, 1)
    low, high = USUAL_TYPE
    fit = (side >= low) & (side <= high) & (ratio > 0.6) & (ratio < 1.7)
    if not fit.any():
        return 20.0
    counts = np.bincount(side[fit].astype(np.int64), minlength=high + 2).astype(np.float64)
    weight = counts * np.arange(len(counts)) ** 1.5
    smooth = np.convolve(weight, [0.5, 1.0, 1.0, 1.0, 0.5], mode="same")
    return float(smooth.argmax()) / 0.92
