"""Paths: lines and curves as a content stream draws them, until they are painted."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import hypot

from pipeline.readers.pdf.drawings import Drawings
from pipeline.readers.pdf.frame import Matrix, Rect, around, at


@dataclass(slots=True)
class Part:
    """One line without a gap. Of a curve, only its points are kept."""

    points: list[tuple[float, float]]
    parts: int = 0
    curved: bool = False


@dataclass(slots=True)
class Path:
    """What was drawn and not painted yet, in the coordinates of the content stream."""

    parts: list[Part] = field(default_factory=list)

    def move(self, x: float, y: float) -> None:
        self.parts.append(Part([(x, y)]))

    def line(self, x: float, y: float) -> None:
        if self.parts:
            self.parts[-1].points.append((x, y))
            self.parts[-1].parts += 1

    def curve(self, *points: float) -> None:
        if self.parts:
            part = self.parts[-1]
            part.points += zip(points[::2], points[1::2], strict=False)
            part.parts += 1
            part.curved = True

    def close(self) -> None:
        """Go back to where the line began; what is drawn next without a move begins there, too."""
        if self.parts and self.parts[-1].points[-1] != self.parts[-1].points[0]:
            self.line(*self.parts[-1].points[0])

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
        self.parts.append(Part(corners, 4))

    def box(self, ctm: Matrix) -> Rect | None:
        """The upright rectangle around all of it, on the page as seen; None for an empty path."""
        points = [point for part in self.parts for point in part.points]
        if not points:
            return None
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return around(ctm, (min(xs), min(ys), max(xs), max(ys)))

    def paint(
        self, drawings: Drawings, ctm: Matrix, clip: Rect, fill: int | None, stroke: int | None, width: float
    ) -> None:
        """Hand the parts over, in the colours given; None: not filled, not stroked. `width` is under `ctm`."""
        if fill is None and stroke is None:
            return
        a, b, c, d, _, _ = ctm
        seen = width * (hypot(a, b) + hypot(c, d)) / 2
        for part in self.parts:
            points = [at(ctm, x, y) for x, y in part.points]
            drawings.shape(points, part.parts, part.curved, clip, fill, stroke, seen)
