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
from pipeline.readers.scan.ink import Flags, Mask, parts_of

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
    level = _sides(ink, em)
    upright = np.ascontiguousarray(_sides(np.ascontiguousarray(ink.T), em).T)
    sides = parts_of(np.asarray(cv2.dilate(level | upright, np.ones((3, 3), np.uint8)), np.uint8))
    long, short = np.maximum(sides.wide, sides.tall), np.minimum(sides.wide, sides.tall)
    fit = (long > LONG[0] * em) & (long < LONG[1] * em) & (short > HIGH[0] * em) & (short < HIGH[1] * em)
    found = []
    for n in np.flatnonzero(fit & (long > FLAT * short)).tolist():
        x0, y0, x1, y1 = (int(edge) for edge in sides.box[n])
        closed = is_closed(sides.labels[y0:y1, x0:x1] == n + 1, SLOPE * em)
        if closed and _is_free(ink > 0, (x0, y0, x1, y1), em) and not _is_whole(ink[y0:y1, x0:x1], em):
            found.append(Box(x0, y0, x1, y1))
    return found


def _sides(ink: Mask, em: float) -> Mask:
    """The long level strokes of a mask, their breaks closed; a slope of a pixel or two does not matter."""
    wide = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    whole = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((1, round(BREAK * em)), np.uint8))
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, round(SIDE * em)), np.uint8)), np.uint8)


def _is_whole(place: Mask, em: float) -> bool:
    """Whether one part of the ink runs along all four sides of a place: where it is no frame, it is a character."""
    labels = parts_of(np.ascontiguousarray(place)).labels
    along = np.unique(labels[: round(SLOPE * em)])
    return any(is_closed(labels == n, SLOPE * em) for n in along[along > 0].tolist())


def _is_free(ink: Flags, box: tuple[int, int, int, int], em: float) -> bool:
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
