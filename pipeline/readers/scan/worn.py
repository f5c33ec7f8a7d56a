"""Worn: what is left of characters and marks of few strokes, told by where their pieces stand in an empty square.

    每[a dot at the right, in mid-height]架         →  每一架
    区第[three of them, one under another]小学      →  区第三小学
    话[crumbs low at the left]头一年                →  话。头一年
    舶來[crumbs about the middle]每年, downwards    →  舶來。每年
    究[one crumb low at the left]並, downwards      →  究，並
    主張[two dots side by side]暫緩, downwards      →  主張：暫緩
    資料[a dot, a drop beside it]先試行, downwards  →  資料；先試行

Of a level stroke, which is thin, a worn page keeps the end, where the brush was set down. `pieces` are always (n, 4):
for each piece the place of its middle along the line and across it, from the middle of the square, and its sides along
and across, in sizes of the type; across is downwards in level type, and to the right in type that runs down.
"""

from __future__ import annotations

import numpy as np

from pipeline.readers.scan.ink import Floats

REACH = 0.6  # so far from the middle is a piece of the square
# Between these are the strokes of 三; those of 二 are at the outer ones, 一 in the middle.
HEIGHTS = ((-0.46, -0.16), (-0.13, 0.1), (0.2, 0.45))
OFF = 0.1  # so far from the middle may 一 be in type that runs down
SPECK = 0.05  # a smaller piece tells nothing
FLAT = 0.17  # a stroke is no thicker
END, DOWN_END = 0.24, 0.33  # so far at the right is its end at least; in type that runs down
LONGEST = 0.62  # a longer piece is a whole stroke, or a dash
STROKES = {(False, True, False): "一", (True, False, True): "二", (True, True, True): "三"}
RING = (0.12, 0.36)  # between these are the sides of a ring
ABOUT = 0.25  # so far from the middle of the square are its pieces, downwards
ARC, BIT = (0.05, 0.19), 0.13  # so far from there are pieces of its arc, and they are no longer
CORNER = ((-0.5, -0.08), (0.15, 0.5))  # where they are in a level line
DUST = 0.035  # one by itself is larger than that: than a pixel of large type
LOW_LEFT = (0.2, 0.42)  # so far down and to the left is such a comma
CRUMB = 0.2  # such a piece is no larger
DOT = (0.07, 0.23)  # between these are the sides of a dot
LEVEL = 0.08  # by no more do two dots stand out of line
ASIDE = (0.17, 0.4)  # so far from the middle are the two dots of a turned colon, and those of one that is not turned
APART = (0.17, 0.32)  # so far from each other are the latter
FAR = (0.38, 0.55)  # so far are the dot and the drop of a turned semicolon
DROP = 0.03  # by so much a drop is longer than a dot


def pieces_about(box: Floats, middle: tuple[float, float], size: float, *, down: bool) -> Floats:
    """The pieces that boxes (n, 4) are in the square about a place (x, y), in which there is type of that size; all in
    one unit."""
    pieces = np.column_stack([(box[:, :2] + box[:, 2:]) / 2 - middle, box[:, 2:] - box[:, :2]]) / size
    return pieces[:, [1, 0, 3, 2]] if down else pieces


def strokes_of(pieces: Floats, down: bool) -> str | None:
    """一, 二 or 三, if these are the right ends of their strokes; in type that runs down 一 only."""
    pieces = _near(pieces)
    pieces = pieces[pieces[:, 2:].max(axis=1) >= SPECK] if len(pieces) else pieces
    if not len(pieces):
        return None
    along, height, long, thick = pieces[:, [1, 0, 3, 2]].T if down else pieces.T
    if (thick > FLAT).any() or (long > LONGEST).any():
        return None
    low, high = np.array([(9.0, 9.0), (-OFF, OFF), (9.0, 9.0)] if down else HEIGHTS).T
    rows = (height[:, None] >= low) & (height[:, None] <= high)
    ends = rows & (along + long / 2 >= (DOWN_END if down else END))[:, None]
    if not rows.any(axis=1).all() or (rows.any(axis=0) != ends.any(axis=0)).any():
        return None
    return STROKES.get(tuple(ends.any(axis=0).tolist()))


def ring_of(pieces: Floats, down: bool) -> str | None:
    """The full stop whose ring these pieces are; downwards it is in the middle, in a level line low at the left."""
    pieces = _near(pieces)
    if not len(pieces):
        return None
    along, across, long, deep = pieces.T
    if not down:
        inside = (along > CORNER[0][0]) & (along < CORNER[0][1]) & (across > CORNER[1][0]) & (across < CORNER[1][1])
        dust = len(pieces) == 1 and max(long[0], deep[0]) < DUST
        return "。" if (inside & (np.maximum(long, deep) < CRUMB)).all() and not dust else None
    far, side = np.hypot(along, across), np.maximum(long, deep)
    if (far > ARC[0]).all() and (far < ARC[1]).all() and (side < BIT).all():
        return "。"
    if len(pieces) < 2 or np.maximum(np.abs(along), np.abs(across)).max() > ABOUT:
        return None
    sides = [float((at + side / 2).max() - (at - side / 2).min()) for at, side in ((along, long), (across, deep))]
    return "。" if min(sides) > RING[0] and max(sides) < RING[1] else None


def drop_of(pieces: Floats) -> str | None:
    """The comma, set as in level type, of which in type that runs down one crumb is left."""
    pieces = _near(pieces)
    if len(pieces) != 1:
        return None
    along, across, long, deep = pieces[0].tolist()
    low = LOW_LEFT[0] < along < LOW_LEFT[1] and LOW_LEFT[0] < -across < LOW_LEFT[1]
    return "，" if low and max(long, deep) < BIT else None


def dots_of(pieces: Floats) -> str | None:
    """The colon or semicolon of type that runs down that two pieces are, turned with the line or as in level type."""
    pieces = _near(pieces)
    if len(pieces) != 2:
        return None
    (a, off, long, deep), (b, other, second, far) = sorted(pieces.tolist())
    if not all(DOT[0] < side < DOT[1] for side in (long, deep, far)):
        return None
    least, most = ASIDE
    aside = least < abs(off) < most and least < abs(other) < most
    if aside and off * other < 0 and b - a < LEVEL and abs(off + other) < LEVEL and second < DOT[1]:
        return "："
    if not aside or abs(off - other) > LEVEL:
        return None
    if off < 0 < a and APART[0] < b - a < APART[1]:
        return "；" if second > long + DROP else "："
    return "；" if off > 0 and FAR[0] < b - a < FAR[1] and second > long + DROP else None


def _near(pieces: Floats) -> Floats:
    return pieces[np.abs(pieces[:, 0]) < REACH]
