"""Pages set vertically: tiers one above the other, lines from right to left.

Such a page is the horizontal page turned by a quarter: a tier is a column that lies on its side, a headline
over all columns becomes one that stands to the right of all tiers, an upright one runs across. So it is made
up in a space where lines are horizontal, `u` along the line and `v` from line to line, and turned at the end.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from tests.press.adverts import set_advert
from tests.press.furniture import Furniture
from tests.press.galley import WIDE
from tests.press.makeup import Order, PageMaker
from tests.press.masthead import Told
from tests.press.model import Box, Builder, Composed, Line, Placed
from tests.press.papers import Paper
from tests.press.plan import Item, Rect, Zone
from tests.press.shape import Grid
from tests.press.stories import Story
from tests.press.typeset import width

_HEAD = 4.2  # em that the running head takes
_GAP = {True: 0.9, False: 1.3}  # between tiers, on an old page and on others
_SPACE = {True: (9, 26), False: (24, 45)}  # lines of a tier that an advertisement has, on such pages
_NAME_TIERS = 4  # that a masthead takes


def stood_up(story: Story) -> Story:
    """The copy as it is set upright: each digit and letter takes a square of its own."""

    def turn(value: Any) -> Any:
        if isinstance(value, str):
            return value.translate(WIDE)
        return tuple(turn(one) for one in value) if isinstance(value, tuple) else value

    names = ("headline", "column", "kicker", "deck", "lead", "opening", "byline", "signature")
    return replace(
        story,
        **{name: turn(getattr(story, name)) for name in names},
        body=tuple(replace(part, text=turn(part.text)) for part in story.body),
        jump={name: turn(one) if name == "printed" else one for name, one in story.jump.items()}
        if story.jump
        else None,
        captions=tuple(replace(one, text=turn(one.text), tail=turn(one.tail)) for one in story.captions),
    )


def _stood_up(item: Item) -> Item:
    return replace(item, placed=tuple(replace(one, story=stood_up(one.story)) for one in item.placed))


class TierMaker(PageMaker):
    """Makes up one vertical page."""

    def __init__(self, paper: Paper, copy: Sequence[Story], rng: Random, order: Order) -> None:
        order = replace(order, first=tuple(_stood_up(item) for item in order.first))
        super().__init__(paper, copy, rng, order)
        assert paper.tiers
        self.page_wide, self.page_tall = paper.page
        self.columns = rng.randint(*paper.tiers)
        room = self.page_tall - _HEAD
        base = float(int((room - (self.columns - 1) * _GAP[paper.old]) / self.columns))
        gap = (room - self.columns * base) / (self.columns - 1)
        ruler = "tier" if paper.kinsoku else "free"
        self.wide, self.tall = room, self.page_wide
        self.grid = Grid(0.0, 0.0, base, round(gap, 3), paper.leading, ruler)
        self.across: list[tuple[Placed, Box]] = []
        self.mark: Mapping[str, int] = {}

    def _furnish(self, told: Told) -> Rect:
        old = self.paper.old and self.rng.random() < 0.5
        _running(self.build, told, self.page_wide, backwards=old, front=self.front)
        rows = int((self.tall + self.grid.leading - 1.0) / self.grid.leading)
        whole = Rect(0, 0, self.columns, rows)
        if self.front:
            whole = replace(whole, top=self._masthead(told))
        self.mark = {name: len(getattr(self.build, name)) for name in ("lines", *_AREAS)}
        if self.front:
            self._beneath(whole.top)
        return whole

    def _masthead(self, told: Told) -> int:
        """The name of the paper upright at the right, in a box over some tiers. Returns the rows that it takes."""
        grid, build, name, issue = self.grid, self.build, told.name, self.issue
        tall = grid.wide(0, _NAME_TIERS)
        size = min(6.5, (tall - 2.0) / len(name))
        pitch = (tall - 2.0) / len(name)
        rows = grid.rows(size + 7.0)
        wide = rows * grid.leading - 0.8
        right, top = self.page_wide, _HEAD
        build.boxes.append((right - wide, top, right, top + tall))
        unit = build.unit(None, "masthead", [("masthead", name)])
        block, column = build.block(), build.column()
        for place in range(len(name)):
            at = (right - size - 0.8, top + 1.0 + place * pitch)
            build.line(unit, (place, place + 1), at, size=size, block=block, column=column, display=True)
        say = str.maketrans("0123456789", "〇一二三四五六七八九")
        notes = [f"第{issue.number}號".translate(say), f"今日出紙{issue.pages // 4 or 1}大張".translate(say)]
        notes.append(self.rng.choice(("每份大洋三分六釐", "零售每份銅元六枚")) if self.paper.old else "零售每份十元")
        x = right - size - 2.6
        for note in notes:
            unit = build.unit(None, "note", [("note", note)])
            build.line(unit, (0, len(note)), (x, top + 1.0), size=1.1, vertical=True)
            x -= 1.7
        return rows

    def _beneath(self, rows: int) -> None:
        """What stands under the masthead: advertisements, or else a short story in a box."""
        rect = Rect(_NAME_TIERS, 0, self.columns, rows)
        adverts = [story for story in self.copy if story.kind == "advertisement"]
        if adverts:
            self.rng.shuffle(adverts)
            zones = _cut_up(rect, adverts, self.rng, old=self.paper.old)
            used = {zone.item.placed[0].key for zone in zones}
            self.copy = [one for one in self.copy if one.id not in used]
            for zone in zones:
                self._advert(zone)
        else:
            self._ear(self._outline(rect), rect.columns)

    def _adverts(self, whole: Rect) -> tuple[Rect, list[Zone]]:
        """Advertisements in the lowest tiers, or down the left side, or both."""
        rng, paper = self.rng, self.paper
        copy = [story for story in self.copy if story.kind == "advertisement"]
        rng.shuffle(copy)
        zones: list[Zone] = []
        if len(copy) < 3 or rng.random() > paper.adverts:
            return whole, zones
        share = rng.uniform(*paper.advert_share)
        if rng.random() < 0.75:
            tiers = max(2, round(self.columns * share))
            band = replace(whole, left=whole.right - tiers)
            zones += _cut_up(band, copy, rng, old=paper.old)
            whole = replace(whole, right=whole.right - tiers)
            share /= 2
        if len(copy) >= 2 and rng.random() < 0.5:
            rows = max(10, round(whole.rows * share))
            band = Rect(0, whole.foot - rows, whole.right, whole.foot)
            zones += _cut_up(band, copy, rng, old=paper.old)
            whole = replace(whole, foot=whole.foot - rows)
        return whole, zones

    def _advert(self, zone: Zone) -> None:
        if self.rng.random() < 0.35:
            self.across.append((zone.item.placed[0], self._outline(zone.rect)))
        else:
            super()._advert(zone)

    def _finish(self, _told: Told) -> None:
        build = self.build
        for place in range(self.mark["lines"], len(build.lines)):
            build.lines[place] = self._turned(build.lines[place])
        for name in _AREAS:
            areas = getattr(build, name)
            areas[self.mark[name] :] = [self._area(box) for box in areas[self.mark[name] :]]
        for placed, box in self.across:
            if set_advert(build, placed, self._area(box), self.rng):
                self.printed.append(placed)
        if self.rng.random() < self.paper.framed:
            build.rules += _border(self.page_wide, self.page_tall)

    def _area(self, box: Box) -> Box:
        wide = self.page_wide
        return wide - box[3], _HEAD + box[0], wide - box[1], _HEAD + box[2]

    def _turned(self, line: Line) -> Line:
        long = len(line.text) * line.size if line.vertical else line.size
        x, size = self.page_wide - line.y - long, line.size
        if not line.vertical and " " in line.text:  # a space is as long as a character now
            size = math.floor(size * width(line.text) / len(line.text) * 100) / 100
        return replace(line, x=round(x, 3), y=round(_HEAD + line.x, 3), size=size, vertical=not line.vertical)

    def _page(self, furniture: Furniture) -> Composed:
        return replace(super()._page(furniture), width=self.page_wide, height=self.page_tall)


_AREAS = ("boxes", "rules", "tints", "pictures")


def _cut_up(band: Rect, copy: list[Story], rng: Random, *, old: bool) -> list[Zone]:
    """A band of the page cut into spaces for advertisements, the longer ones in the larger spaces."""
    spaces, done = [band], list[Rect]()
    count = min(len(copy), max(1, round(band.area / rng.uniform(*_SPACE[old]))))
    while spaces and len(spaces) + len(done) < count:
        spaces.sort(key=lambda rect: rect.area)
        largest = spaces.pop()
        halves = _halves(largest, rng)
        spaces += halves
        done += [] if halves else [largest]
    spaces = sorted([*spaces, *done], key=lambda rect: rect.area)
    chosen = sorted((copy.pop() for _ in spaces), key=lambda story: story.length)
    zones = [_zone(story, rect) for story, rect in zip(chosen, spaces, strict=True)]
    return sorted(zones, key=lambda zone: (zone.rect.top, zone.rect.left))


def _halves(rect: Rect, rng: Random) -> list[Rect]:
    """A space in two, if both can hold an advertisement."""
    row = rect.top + round(rect.rows * rng.uniform(0.38, 0.62))
    column = rect.left + round(rect.columns * rng.uniform(0.38, 0.62))
    down = [replace(rect, right=column), replace(rect, left=column)]
    across = [replace(rect, foot=row), replace(rect, top=row)]
    ways = [way for way in (across, down) if all(part.rows >= 8 and part.columns >= 2 for part in way)]
    if not ways:
        return []
    return across if across in ways and (rect.rows > rect.columns * 7 or down not in ways) else down


def _zone(story: Story, rect: Rect) -> Zone:
    return Zone(Item("advert", (Placed(story.id, story),), 0.0), rect)


def _border(wide: float, tall: float) -> list[Box]:
    """Two rules around the page, beneath the running head."""
    found: list[Box] = []
    for out in (0.55, 0.8):
        left, top, right, foot = -out, _HEAD - out, wide + out, tall + out
        found += [(left, y, right, y) for y in (top, foot)] + [(x, top, x, foot) for x in (left, right)]
    return found


def _running(build: Builder, told: Told, wide: float, *, backwards: bool, front: bool) -> None:
    """The running head: date to the right, name in the middle, weekday and folio to the left."""
    middle = ("note", "本報社址本埠大馬路三號", 1.1) if front else ("masthead", told.name, 2.4)
    pieces = [("date", told.date, 1.3), middle, ("weekday", told.weekday, 1.3)]
    if told.section:
        pieces.append(("section", told.section, 1.6))
    pieces.append(("folio", told.folio, 1.3))
    pieces[3:3] = [("credits", piece.text.translate(WIDE), 1.0) for piece in told.credits]
    long = sum(len(text) * size for _, text, size in pieces)
    gap = (wide - long) / (len(pieces) - 1)
    right = wide
    for role, text, size in pieces:
        unit = build.unit(None, role, [(role, text)])
        block, column = build.block(), build.column()
        y = 2.6 - size
        if backwards:  # from right to left, as the columns are read
            for place in range(len(text)):
                at = (right - (place + 1) * size, y)
                build.line(unit, (place, place + 1), at, size=size, block=block, column=column, display=size > 1)
        else:
            at = (right - len(text) * size, y)
            build.line(unit, (0, len(text)), at, size=size, block=block, column=column, display=size > 1)
        right -= len(text) * size + gap
    build.rules.append((0.0, 3.2, wide, 3.2))
