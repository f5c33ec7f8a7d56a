"""Boxes: how much room they have, and how much two of them share."""

from __future__ import annotations

Rectangle = tuple[float, float, float, float]  # x0, y0, x1, y1, in pixels or in cells


def size(box: Rectangle) -> float:
    """The area of a box."""
    return (box[2] - box[0]) * (box[3] - box[1])


def shared(one: Rectangle, other: Rectangle) -> float:
    """The area that two boxes share; 0 where they are apart."""
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, high)
