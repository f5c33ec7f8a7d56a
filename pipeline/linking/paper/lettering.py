"""Lettering: where lines of type stand that are drawn, as shapes or as pictures, and have no text.

A picture is such a line if it is as tall as a headline and long, and text begins at it; a photograph has a caption,
or text goes on below it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.characters import width
from pipeline.layout.scene import Floats, Scene
from pipeline.linking.shape import is_byline
from pipeline.page import Box
from pipeline.people import is_name

COVERED = 0.5  # of a drawn line: as much text over it is what it reads
LINE = (1.3, 8.0)  # em: how tall a picture is that is a headline
LONG = 2.2  # times as long as tall
SHORT = 4.0, 1.7  # em of height: a lower one may be shorter, so many times as long as tall
MOST_LINES = 5  # of a head that are pictures
NEAR = 3.0  # em from a headline to its text
LARGER = 1.05  # body sizes from which on a line below is of the head
KICKER = 2.2  # body sizes: the largest type of a kicker or a deck
TITLE = 2.0  # of its height, within which the date stands below the name of a paper


def without_text(lines: Sequence[Box], blocks: Sequence[Box]) -> tuple[Box, ...]:
    """The drawn lines that no text lies over."""
    return tuple(line for line in lines if sum(_common(line, block) for block in blocks) < COVERED * _area(line))


def untitled(lines: Sequence[Box], dates: Sequence[Box]) -> tuple[Box, ...]:
    """The drawn lines that do not stand over a date, as the name of a paper does."""
    return tuple(line for line in lines if not any(_is_under(date, line) for date in dates))


def _is_under(date: Box, line: Box) -> bool:
    em = min(line.x1 - line.x0, line.y1 - line.y0)
    aside = max(date.x0 - line.x1, line.x0 - date.x1)
    return aside < em and -0.5 * em < date.y0 - line.y1 < TITLE * em


def _common(a: Box, b: Box) -> float:
    return max(0.0, min(a.x1, b.x1) - max(a.x0, b.x0)) * max(0.0, min(a.y1, b.y1) - max(a.y0, b.y0))


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


def heads_among_pictures(scene: Scene) -> set[int]:
    """The pictures, by their number, that are a line of a head."""
    made: set[int] = set()
    shaped = [n for n in np.flatnonzero(scene.is_picture).tolist() if _is_line(scene, n)]
    shaped = [n for n in shaped if not _beside_headline(scene, n)]
    for _ in range(MOST_LINES):  # the last line of a head first, then those above it
        made |= {n for n in shaped if n not in made and _begins_below(scene, n, made)}
    return {n - scene.count for n in made}


def _is_line(scene: Scene, n: int) -> bool:
    tall, long = float(scene.foot[n] - scene.top[n]), float(scene.end[n] - scene.start[n])
    low, high = min(tall, long), max(tall, long)
    return LINE[0] < low < LINE[1] and high > (SHORT[1] if low < SHORT[0] else LONG) * low


def _begins_below(scene: Scene, n: int, heads: set[int]) -> bool:
    """Whether a text begins under a picture, or another line of its head, or its byline, stands there."""
    below, away, place = _under(scene, n)
    if not below:
        return False
    nearest = min(below, key=lambda m: float(away[m]))
    if nearest >= scene.count:
        return nearest in heads or scene.size[nearest] > 0
    string = scene.reads(nearest)
    if scene.size[nearest] > LARGER or is_name(string) or is_byline(string, width(string)):
        return True
    first = min(below, key=lambda m: (float(place[m]), float(away[m])))
    return first < scene.count and scene.blocks[first].begins is True


def _under(scene: Scene, n: int) -> tuple[list[int], Floats, Floats]:
    """What stands right under a picture as type in its direction would stand over it; for each thing the white between,
    and its place along that type."""
    s = scene
    if s.end[n] - s.start[n] >= s.foot[n] - s.top[n]:
        away, place, beside = s.drop[n], s.start, s.above == n
    else:  # it lies across the page's writing, as a level headline does over vertical text
        away, place = s.start - s.end[n], s.top
        shared = np.minimum(s.foot, s.foot[n]) - np.maximum(s.top, s.top[n])
        beside = (away > -0.6) & (shared > 0.5 * np.minimum(s.foot - s.top, s.foot[n] - s.top[n]))
    return np.flatnonzero(beside & (away < NEAR)).tolist(), away, place


def _beside_headline(scene: Scene, n: int) -> bool:
    """Whether a headline stands right above or below a picture that is taller than its type."""
    tall = min(scene.foot[n] - scene.top[n], scene.end[n] - scene.start[n])
    size = scene.size[: scene.count]
    white = np.maximum(scene.drop[n], scene.drop[:, n])[: scene.count]
    return bool(np.any((scene.shared[n, : scene.count] > 0.5) & (white < size) & (size > KICKER) & (size < tall)))
