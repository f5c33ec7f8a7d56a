"""Drawings: what a page draws besides glyphs, sorted into rules, frames, tints and pictures.

Nearly all of a newspaper's lines are rectangles, stroked or thinly filled. Curves are letters and logos, which
part nothing; only a large shape of few curves is a box with rounded corners. Lines of letters are lettering.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.page import Box, Graphics
from pipeline.readers.pdf.colors import is_white
from pipeline.readers.pdf.frame import Rect, common
from pipeline.readers.pdf.outlines import Outlines, without_strokes

THIN = 2.0  # points; what is thinner is a rule
STRAIGHT = 0.5  # points; what strays less from a straight line is one
LARGE = 20.0  # points of both sides, from which on a shape of curves may be a box
MOST_PARTS = 16  # of such a shape; more are a drawing
MOST_DRAWN = 20_000  # of a kind; a page that draws more is a map or a chart

Point = tuple[float, float]


class Drawings:
    """Collects boxes within `page`, in the order in which they are drawn."""

    def __init__(self, page: Rect) -> None:
        self.page = page
        self._rules: list[Box] = []
        self._frames: list[Box] = []
        self._tints: list[Box] = []
        self._pictures: list[Box] = []
        self._outlines = Outlines(page)

    def graphics(self) -> Graphics:
        lettering = self._outlines.lines()
        rules, tints = without_strokes(self._rules, lettering), without_strokes(self._tints, lettering)
        return Graphics(tuple(rules), tuple(self._frames), tuple(tints), tuple(self._pictures), tuple(lettering))

    def picture(self, corners: Sequence[Point], clip: Rect) -> None:
        """A picture with these corners, as far as it is seen."""
        box = _around(corners)
        self._add(self._rules if _is_thin(box) else self._pictures, box, clip)

    def shape(
        self,
        points: Sequence[Point],
        parts: int,
        curved: bool,
        clip: Rect,
        fill: int | None,
        stroke: int | None,
        width: float,
    ) -> None:
        """One closed or open line through `points`, of `parts` parts; colours are None where it is not painted.

        `width` is that of the stroke, in points.
        """
        if len(points) < 2:
            return
        box = _around(points)
        upright = not curved and _is_upright(points)
        boxy = (upright and _is_rectangle(points, box)) or (curved and parts <= MOST_PARTS and _is_large(box))
        if fill is not None:
            self._outlines.add(common(box, clip))
        if fill is not None and not is_white(fill):
            if upright and _is_thin(box):
                self._add(self._rules, box, clip)
            elif boxy:
                self._add(self._tints, box, clip)
        if stroke is None or is_white(stroke):
            return
        if upright and _is_thin(box):
            self._add(self._rules, _thickened(box, width), clip)
        elif boxy:
            self._add(self._frames, box, clip)
        elif upright:
            for ends in pairwise(points):
                self._add(self._rules, _thickened(_around(ends), width), clip)

    def _add(self, kind: list[Box], box: Rect, clip: Rect) -> None:
        x0, y0, x1, y1 = common(common(box, clip), self.page)
        if x0 <= x1 and y0 <= y1 and (x0 < x1 or y0 < y1) and len(kind) < MOST_DRAWN:
            kind.append(Box(x0, y0, x1, y1))


def _around(points: Sequence[Point]) -> Rect:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_thin(box: Rect) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) < THIN


def _is_large(box: Rect) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) >= LARGE


def _is_upright(points: Sequence[Point]) -> bool:
    """Whether every part goes straight across or straight down."""
    return all(min(abs(x0 - x1), abs(y0 - y1)) <= STRAIGHT for (x0, y0), (x1, y1) in pairwise(points))


def _is_rectangle(points: Sequence[Point], box: Rect) -> bool:
    """Whether the points of an upright line are the four corners of its box."""
    x0, y0, x1, y1 = box
    corners = {(abs(x - x0) > abs(x - x1), abs(y - y0) > abs(y - y1)) for x, y in points}
    near = all(
        min(abs(x - x0), abs(x - x1)) <= STRAIGHT and min(abs(y - y0), abs(y - y1)) <= STRAIGHT for x, y in points
    )
    return near and len(corners) == 4


def _thickened(box: Rect, width: float) -> Rect:
    """The line as wide as it is stroked."""
    x0, y0, x1, y1 = box
    half = min(width, THIN) / 2
    if x1 - x0 < y1 - y0:
        return x0 - half, y0, x1 + half, y1
    return x0, y0 - half, x1, y1 + half
