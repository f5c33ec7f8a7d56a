"""Shapes: what a drawing is made of, in points from the top left; each kind of picture knows how to draw them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.page import Box

CJK = "\u2e80"  # from here on characters are as wide as high
NARROW = 0.56  # of an em: what other characters need on average

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, filled or stroked or both; `hatched` ones have slanting lines in the colour of the stroke."""

    box: Box
    fill: str | None = None
    opacity: float = 1.0
    stroke: str | None = None
    width: float = 1.0
    dashed: bool = False
    hatched: bool = False
    round: float = 0.0


@dataclass(frozen=True, slots=True)
class Path:
    """Straight lines from point to point. With a `head` of so many points, it ends in an arrow."""

    points: tuple[Point, ...]
    color: str
    width: float = 1.0
    dashed: bool = False
    head: float = 0.0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle with a word in it."""

    center: Point
    radius: float
    fill: str
    ink: str
    word: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words that begin at a point of their base line."""

    at: Point
    words: str
    size: float
    ink: str = "#222222"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Print:
    """Characters of the page, each at the left end of its base line."""

    characters: str
    at: tuple[Point, ...]
    size: float
    ink: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that fills a box."""

    box: Box
    png: bytes


Shape = Area | Path | Disc | Label | Print | Picture


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together, with a class and, if it is of a story, its id; `title` is for the pointer."""

    kind: str
    shapes: tuple[Shape, ...]
    story: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture: groups from the lowest to the topmost."""

    width: float
    height: float
    title: str
    groups: tuple[Group, ...]


def width_of(words: str, size: float) -> float:
    """About how wide words are set."""
    return sum(1.0 if char >= CJK else NARROW for char in words) * size


def fitting(words: str, size: float, most: float) -> str:
    """The words, cut with an ellipsis if they are wider than `most`."""
    if width_of(words, size) <= most:
        return words
    room = most - size
    for at, char in enumerate(words):
        room -= width_of(char, size)
        if room < 0:
            return words[:at] + "…"
    return words


def arrow_head(path: Path) -> tuple[Point, Point, Point] | None:
    """The triangle at the end of a path, if it has one."""
    (x0, y0), (x1, y1) = path.points[-2:]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    if not path.head or not length:
        return None
    dx, dy = (x1 - x0) / length * path.head, (y1 - y0) / length * path.head
    return (x1, y1), (x1 - dx - dy * 0.45, y1 - dy + dx * 0.45), (x1 - dx + dy * 0.45, y1 - dy - dx * 0.45)
