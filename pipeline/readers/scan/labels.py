"""Labels: the small frames around them that print or the scanner broke into pieces.

    ┌─ ── ─┐
    │ 对话       →  a frame, and 对话 in it
    └ ─── ─┘

Its sides are thin strokes, longer than those of type where their breaks are closed, with white along both sides of
each: no strokes of a character stand so free of the others.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.broken import is_closed
from pipeline.readers.scan.ink import Mask, parts_of

BREAK = 0.35  # em: the widest break of a side
SIDE = 1.2  # em: the least length of one
LONG, HIGH = (1.8, 9.0), (1.3, 3.2)  # em: between these are the longer and the shorter sides
FLAT = 1.25  # times the shorter ones are the longer: 口 and 国 are squares
SLOPE = 0.2  # em: so far may a side lie from where it should be
WHITE = (0.2, 0.36)  # em from a side, within and without, there is white
BARE = 0.06  # of its length at most has ink there
INKED = (0.03, 0.5)  # of what it holds is ink


def worn_labels(ink: Mask, em: float) -> list[Box]:
    """The frames of labels in the ink of a sheet, in its pixels, whose sides are broken."""
    strokes = _sides(ink, em) | _sides(ink, em, down=True)
    strokes = np.asarray(cv2.dilate(strokes, np.ones((3, 3), np.uint8)), np.uint8)
    coarse = parts_of(_halved(strokes))
    long, short = 2 * np.maximum(coarse.wide, coarse.tall), 2 * np.minimum(coarse.wide, coarse.tall)
    fit = (long > LONG[0] * em) & (long < LONG[1] * em) & (short > HIGH[0] * em) & (short < HIGH[1] * em)
    found = []
    for n in np.flatnonzero(fit & (long > FLAT * short)).tolist():
        x0, y0, x1, y1 = (int(edge) for edge in coarse.box[n])
        if not is_closed(coarse.labels[y0:y1, x0:x1] == n + 1, SLOPE * em / 2):
            continue
        place = strokes[2 * y0 : 2 * y1, 2 * x0 : 2 * x1]
        down, across = np.flatnonzero(place.any(axis=1)), np.flatnonzero(place.any(axis=0))
        left, top = 2 * x0 + int(across[0]), 2 * y0 + int(down[0])
        right, foot = 2 * x0 + int(across[-1]) + 1, 2 * y0 + int(down[-1]) + 1
        if _is_free(ink, (left, top, right, foot), em) and not _is_whole(ink[top:foot, left:right], em):
            found.append(Box(left, top, right, foot))
    return found


def _sides(ink: Mask, em: float, *, down: bool = False) -> Mask:
    """The long level strokes of a mask, or those that run down, their breaks closed; a slope of a pixel or two does not
    matter."""
    brush, gap, side = (
        np.ones((long, thick) if down else (thick, long), np.uint8)
        for thick, long in ((3, 1), (1, round(BREAK * em)), (1, round(SIDE * em)))
    )
    whole = cv2.morphologyEx(cv2.dilate(ink, brush), cv2.MORPH_CLOSE, gap)
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, side), np.uint8)


def _halved(mask: Mask) -> Mask:
    """A mask of half the size, of which each pixel is ink where one of four is: thin strokes stay, and it is faster."""
    high, wide = mask.shape[0] // 2 * 2, mask.shape[1] // 2 * 2
    rows = mask[:high:2, :wide] | mask[1:high:2, :wide]
    return np.ascontiguousarray(rows[:, ::2] | rows[:, 1::2])


def _is_whole(place: Mask, em: float) -> bool:
    """Whether one part of the ink runs along all four sides of a place: where it is no frame, it is a character."""
    labels = parts_of(np.ascontiguousarray(place)).labels
    along = np.unique(labels[: round(SLOPE * em)])
    return any(is_closed(labels == n, SLOPE * em) for n in along[along > 0].tolist())


def _is_free(ink: Mask, box: tuple[int, int, int, int], em: float) -> bool:
    """Whether a frame holds something, and there is white along both sides of each of its four."""
    x0, y0, x1, y1 = box
    near, far = (round(share * em) for share in WHITE)
    inner = ink[y0 + far : y1 - far, x0 + far : x1 - far]
    if not INKED[0] < float(inner.mean()) < INKED[1]:
        return False
    for place, (top, left, foot, right) in ((ink, (y0, x0, y1, x1)), (ink.T, (x0, y0, x1, y1))):
        along = slice(left + far, right - far)
        for low, high in (
            (top + near, top + far),
            (top - far, top - near),
            (foot - far, foot - near),
            (foot + near, foot + far),
        ):
            if float(place[max(0, low) : max(0, high), along].any(axis=0).mean()) > BARE:
                return False
    return True
