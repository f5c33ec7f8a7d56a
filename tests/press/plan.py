"""Dividing a page's grid of base columns and lines among its items, so that nothing is left over.

A rectangle is given to a list of items: it is cut across, or down between two columns, or one story takes it
all but a corner (an L) or all but a box in its midst, and the rest goes there. Cuts across and corners can be
as deep as the copy asks for, so that each region holds its copy almost exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.press.model import Placed

SHALLOW = 9  # rows that a story needs at the least: a head and some lines
_TRIES = 40


@dataclass(frozen=True)
class Rect:
    """A rectangle of the grid: base columns from left to right, rows from top to foot."""

    left: int
    top: int
    right: int
    foot: int

    @property
    def columns(self) -> int:
        return self.right - self.left

    @property
    def rows(self) -> int:
        return self.foot - self.top

    @property
    def area(self) -> int:
        return self.columns * self.rows


@dataclass(frozen=True)
class Item:
    """What wants room: a story, a block of briefs, an advertisement. `need` is in rows of one base column."""

    kind: str  # "story", "photo", "briefs", "sidebar", "advert"
    placed: tuple[Placed, ...]
    need: float
    longest: float = 10.0  # em of the longest line of the headline, in its own size
    sidebars: tuple[Item, ...] = ()
    jump_to: str | None = None  # the story goes on there: it is cut, not trimmed

    @property
    def wants(self) -> float:
        return self.need + sum(one.need for one in self.sidebars)


@dataclass(frozen=True)
class Zone:
    """An item's region: its rectangle without the holes that others fill."""

    item: Item
    rect: Rect
    holes: tuple[Rect, ...] = ()

    @property
    def area(self) -> int:
        return self.rect.area - sum(hole.area for hole in self.holes)


@dataclass(frozen=True)
class _Part:
    """A piece of a rectangle with what shall go there."""

    rect: Rect
    items: tuple[Item, ...]
    holes: tuple[Rect, ...] = ()

    @property
    def area(self) -> int:
        return self.rect.area - sum(hole.area for hole in self.holes)

    @property
    def wants(self) -> float:
        return sum(item.wants for item in self.items)


def plan(rect: Rect, items: Sequence[Item], corners: float, rng: Random) -> list[Zone]:
    """The regions of all items in reading order: from top to foot, from left to right."""
    if not items:
        return []
    if len(items) == 1:
        return _single(_Part(rect, tuple(items)), corners, rng)
    best: tuple[float, list[_Part]] | None = None
    for _ in range(_TRIES if len(items) > 2 else 14):
        parts = _propose(rect, items, corners, rng)
        if parts:
            ugly = sum(_ugliness(part) for part in parts) + rng.random() * 0.25
            if best is None or ugly < best[0]:
                best = ugly, parts
    if best is None:  # too narrow for anything else
        best = 0.0, _across(rect, items, 1)
    zones: list[Zone] = []
    for part in best[1]:
        if part.holes or len(part.items) == 1:
            zones += _single(part, corners, rng)
        else:
            zones += plan(part.rect, part.items, corners, rng)
    return zones


def _single(part: _Part, corners: float, rng: Random) -> list[Zone]:
    """One item, and its sidebars in a corner of its region if it has any."""
    item = part.items[0]
    if not item.sidebars or part.holes:  # a story that gives up a corner has no sidebar
        return [Zone(item, part.rect, part.holes)]
    bare = replace(item, sidebars=())
    best: tuple[float, list[_Part]] | None = None
    for _ in range(14):
        parts = _corner(part.rect, [bare, *item.sidebars], rng, bare) if rng.random() < 0.8 else None
        parts = parts or _across(part.rect, [bare, *item.sidebars], 1)
        ugly = sum(_ugliness(one) for one in parts) + rng.random() * 0.4
        if best is None or ugly < best[0]:
            best = ugly, parts
    assert best
    zones = []
    for one in best[1]:
        zones += [Zone(one.items[0], one.rect, one.holes)] if len(one.items) == 1 else plan(one.rect, one.items, 0, rng)
    return zones


def _propose(rect: Rect, items: Sequence[Item], corners: float, rng: Random) -> list[_Part] | None:
    """One way to divide the rectangle, by chance."""
    if rect.columns > 1 and rng.random() < corners:
        hosts = [one for one in items if one.kind == "story" and not one.sidebars]
        if hosts:
            host = max(hosts, key=lambda one: one.need * rng.uniform(0.5, 1.5))
            return _corner(rect, [host, *(one for one in items if one is not host)], rng, host)
    if rect.columns > 1 and rng.random() < 0.5:
        return _down(rect, items, rng)
    first = list(items)
    rng.shuffle(first)
    first.sort(key=lambda one: -one.wants * rng.uniform(0.5, 1.5))
    return _across(rect, first, rng.randrange(1, len(items)))


def _across(rect: Rect, items: Sequence[Item], count: int) -> list[_Part]:
    """The first items above, the others beneath."""
    above, below = tuple(items[:count]), tuple(items[count:])
    share = _wants(above) / max(1e-6, _wants(items))
    row = rect.top + min(rect.rows - 1, max(1, round(rect.rows * share)))
    return [_Part(replace(rect, foot=row), above), _Part(replace(rect, top=row), below)]


def _down(rect: Rect, items: Sequence[Item], rng: Random) -> list[_Part]:
    """Side by side: the items divided so that their needs come near to whole columns."""
    total = _wants(items)
    best: tuple[float, int, tuple[Item, ...], tuple[Item, ...]] | None = None
    for _ in range(10):
        mixed = list(items)
        rng.shuffle(mixed)
        count = rng.randrange(1, len(items))
        left, right = tuple(mixed[:count]), tuple(mixed[count:])
        share = _wants(left) / total * rect.columns
        column = min(rect.columns - 1, max(1, round(share)))
        miss = abs(share - column) / min(column, rect.columns - column)
        if best is None or miss < best[0]:
            best = miss, column, left, right
    assert best
    _, column, left, right = best
    seam = rect.left + column
    return [_Part(replace(rect, right=seam), left), _Part(replace(rect, left=seam), right)]


def _corner(rect: Rect, items: Sequence[Item], rng: Random, host: Item) -> list[_Part] | None:
    """The host takes all but a corner, or all but a box in its midst; the others go there."""
    rest = tuple(one for one in items if one is not host)
    if rect.columns < 2:
        return None
    columns = rng.randrange(1, rect.columns)
    rows = round(rect.area * _wants(rest) / max(1e-6, _wants(items)) / columns)
    if rows < SHALLOW or rows > rect.rows - 4:
        return None
    left = rng.choice((rect.left, rect.right - columns, rect.right - columns))
    top = rect.foot - rows
    if rng.random() < 0.3 and rows < rect.rows - 12:
        top = rect.top
        left = rect.right - columns
    elif rect.columns >= 3 and columns == 1 and len(rest) == 1 and rows < rect.rows - 16 and rng.random() < 0.5:
        left, top = rect.left + rng.randrange(1, rect.columns - 1), rect.foot - rows - rng.choice((0, 4, 5))
    hole = Rect(left, top, left + columns, top + rows)
    return [_Part(rect, (host,), (hole,)), _Part(hole, rest)]


def _ugliness(part: _Part) -> float:
    """How badly a piece would look: room that does not match the copy, shapes that no sub-editor would draw."""
    miss = abs(math.log(max(1.0, part.area) / max(1.0, part.wants)))
    ugly = 3.0 * miss * math.sqrt(len(part.items)) + 8.0 * max(0.0, miss - 0.12)
    wide, tall = part.rect.columns, part.rect.rows
    if len(part.items) > 1 and not part.holes:
        least = SHALLOW * math.ceil(len(part.items) / wide)
        return ugly + (4.0 if tall < least else 0.0) + (1.0 if wide == 1 and len(part.items) > 4 else 0.0)
    item = part.items[0]
    if item.kind == "advert":
        return ugly + (9.0 if tall < 10 else 0.0) + 0.8 * max(0.0, tall / (wide * 16) - 2.2)
    ugly += 5.0 if tall < (SHALLOW + 9 if item.kind == "photo" else SHALLOW) else 0.0
    ugly += 0.05 * max(0, tall - 52) if wide == 1 else 0.0
    ugly += 0.5 * max(0.0, 8 + 3.2 * wide - tall) if wide > 1 else 0.0  # wide and shallow
    ugly += 0.8 * max(0.0, tall / (wide * 13) - 5.0)
    if part.holes:
        hole = part.holes[0]
        above = hole.top - part.rect.top
        ugly += 2.5 if 0 < above < SHALLOW + 3 else 0.0
        ugly += 2.5 if part.rect.foot - hole.foot in range(1, 4) else 0.0
        wide = wide - hole.columns if hole.top == part.rect.top else wide
    squeezed = item.longest * 1.7 / (wide * 18)
    return ugly + (1.5 * max(0.0, squeezed - 2.0))


def _wants(items: Iterable[Item]) -> float:
    return sum(item.wants for item in items)
