"""Frame: where a point of a PDF page stands on the paper as it is seen.

PDF counts from the bottom left of whatever box the maker chose, and may turn the page before it is shown. We
count points from the top left of the crop box, after the turn.
"""

from __future__ import annotations

from typing import NamedTuple

Matrix = tuple[float, float, float, float, float, float]
Rect = tuple[float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Frame(NamedTuple):
    """A page as it is seen: `matrix` takes the page's own coordinates there; sizes in points."""

    matrix: Matrix
    width: float
    height: float


def frame(media: Rect, crop: Rect | None, rotate: int) -> Frame:
    """The frame of a page with these boxes (any two corners), turned clockwise by `rotate` degrees."""
    x0, y0, x1, y1 = _upright(media)
    if crop is not None:
        cx0, cy0, cx1, cy1 = _upright(crop)
        cut = max(x0, cx0), max(y0, cy0), min(x1, cx1), min(y1, cy1)
        if cut[0] < cut[2] and cut[1] < cut[3]:
            x0, y0, x1, y1 = cut
    width, height = x1 - x0, y1 - y0
    match rotate % 360:
        case 90:
            return Frame((0, 1, 1, 0, -y0, -x0), height, width)
        case 180:
            return Frame((-1, 0, 0, 1, x1, -y0), width, height)
        case 270:
            return Frame((0, -1, -1, 0, y1, x1), height, width)
        case _:
            return Frame((1, 0, 0, -1, -x0, y1), width, height)


def times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does `first` and then `second`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def around(matrix: Matrix, rect: Rect) -> Rect:
    """The upright rectangle around `rect` as `matrix` places it."""
    x0, y0, x1, y1 = rect
    corners = [at(matrix, x, y) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def common(first: Rect, second: Rect) -> Rect:
    """What two rectangles share; one that is turned inside out if they share nothing."""
    return (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )


def _upright(rect: Rect) -> Rect:
    x0, y0, x1, y1 = rect
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
