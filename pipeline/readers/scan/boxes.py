"""Boxes: how much room they have, how much two of them share, and how much of one others cover."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

Rectangle = tuple[float, float, float, float]  # x0, y0, x1, y1, in pixels or in cells


def size(box: Rectangle) -> float:
    """The area of a box."""
    return (box[2] - box[0]) * (box[3] - box[1])


def shared(one: Rectangle, other: Rectangle) -> float:
    """The area that two boxes share; 0 where they are apart."""
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high)


def covered(box: Rectangle, others: Iterable[Rectangle]) -> float:
    """The area of a box that others cover; where these overlap it counts once."""
    held = [
        (max(x0, box[0]), max(y0, box[1]), min(x1, box[2]), min(y1, box[3]))
        for x0, y0, x1, y1 in others
        if shared((x0, y0, x1, y1), box)
    ]
    total = 0.0
    for left, right in pairwise(sorted({edge for x0, _, x1, _ in held for edge in (x0, x1)})):
        reached = box[1]
        for top, foot in sorted((y0, y1) for x0, y0, x1, y1 in held if x0 <= left and x1 >= right):
            total += (right - left) * max(0.0, foot - max(top, reached))
            reached = max(reached, foot)
    return total
