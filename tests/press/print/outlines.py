"""Outlines as PDF draws them: the quadratic curves of TrueType made cubic."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]
Stroke = tuple[str, tuple[Point, ...]]  # moveTo, lineTo, curveTo, closePath and its points


def cubic(strokes: Sequence[tuple[str, Sequence[Point | None]]]) -> list[Stroke]:
    """The strokes of a recording pen of fontTools, with cubic curves only."""
    made: list[Stroke] = []
    at = (0.0, 0.0)
    for name, points in strokes:
        known = tuple(point for point in points if point is not None)
        if name != "qCurveTo":
            made.append((name, known))
            at = known[-1] if known else at
            continue
        if len(known) < len(points):  # a closed curve that has no point on it: begin between two
            at = _between(known[-1], known[0])
            known = (*known, at)
            made.append(("moveTo", (at,)))
        for place, off in enumerate(known[:-1]):
            end = known[-1] if place == len(known) - 2 else _between(off, known[place + 1])
            made.append(("curveTo", (_between(at, off, 2 / 3), _between(end, off, 2 / 3), end)))
            at = end
        if len(known) == 1:
            made.append(("lineTo", known))
            at = known[0]
    return made


def _between(one: Point, other: Point, part: float = 0.5) -> Point:
    return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part
