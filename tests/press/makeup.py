"""Making up a full page of horizontal type: masthead or running head, the plan of the grid, each region set.

Read from top to bottom, from left to right, as the plan was cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.press.adverts import set_advert
from tests.press.choice import choose
from tests.press.furniture import Furniture
from tests.press.galley import Draft, commit, drafts_of, pour, run_in, trimmed
from tests.press.layout import relabel
from tests.press.masthead import Edition, Told, edition, front_piece, running_foot, running_head, tell
from tests.press.model import Box, Builder, Composed, Placed
from tests.press.papers import Paper
from tests.press.plan import Item, Rect, Zone, plan
from tests.press.setting import Setter
from tests.press.shape import Grid, Shape
from tests.press.stories import Story
from tests.press.typeset import width


@dataclass
class Order:
    """What a page of an issue is asked for; a page by itself draws all of it."""

    issue: Edition | None = None
    folio: int | None = None
    front: bool | None = None
    first: tuple[Item, ...] = ()  # what must be on the page


@dataclass(frozen=True)
class Pressed:
    """A page, and the copy that it sends to other pages: story id → folio and drafts."""

    page: Composed
    rest: dict[str, tuple[str, list[Draft]]]


class PageMaker:
    """One page in the making."""

    def __init__(self, paper: Paper, copy: Sequence[Story], rng: Random, order: Order) -> None:
        self.paper, self.copy, self.rng, self.order = paper, copy, rng, order
        self.build = Builder()
        wide, self.tall = paper.page
        self.columns = rng.choice(paper.base)
        base = float(int((wide - (self.columns - 1) * 1.7) / self.columns))
        gap = (wide - self.columns * base) / (self.columns - 1)
        self.wide = wide
        self.grid = Grid(0.0, 0.0, base, round(gap, 3), paper.leading)
        self.separators = rng.choice(paper.separators)
        self.printed: list[Placed] = []
        self.among: tuple[Item, ...] = ()
        self.taken: set[str] = set()  # advertisements that have their place, and what is printed already
        self.rest: dict[str, tuple[str, list[Draft]]] = {}

    def press(self) -> Pressed:
        """Furniture, advertisements, the plan, and each of its regions."""
        paper, rng, order = self.paper, self.rng, self.order
        self.issue = order.issue or edition(paper, rng)
        self.front = order.front if order.front is not None else rng.random() < paper.front
        number = order.folio or (1 if self.front else rng.randint(2, max(4, self.issue.pages)))
        told = tell(paper, self.issue, number, rng, front=self.front)
        whole, adverts = self._adverts(self._furnish(told))
        taken = {one.key for one in self.printed}
        copy = [story for story in self.copy if story.id not in taken]
        self.taken |= taken | {item.placed[0].key for item in (*self.among, *(zone.item for zone in adverts))}
        items, share = choose(paper, copy, whole.area, self.grid, rng, (*order.first, *self.among))
        if share < 0.85 and all(zone.rect.top >= whole.foot for zone in adverts) and not paper.tiers:
            cut = whole.rows - max(12, int(whole.rows * share))  # too little copy: a shorter page
            whole, self.tall = replace(whole, foot=whole.foot - cut), self.tall - cut * self.grid.leading
            adverts = [_moved(zone, -cut) for zone in adverts]
        zones = plan(whole, items, paper.corners, rng)
        lead = max(zones, key=lambda zone: (zone.rect.top < 12) * zone.area, default=None)
        for zone in zones:
            self._set(zone, main=zone is lead)
        for zone in adverts:
            self._advert(zone)
        self._finish(told)
        return Pressed(self._page(told.furniture), self.rest)

    def _furnish(self, told: Told) -> Rect:
        """What stands above the stories. Returns the grid that is left for them."""
        foot = bool(told.credits) and self.front
        if self.front:
            beside = 2 if self.columns >= 5 and self.rng.random() < 0.6 else 0
            wide = self.grid.wide(0, self.columns - beside)
            top = front_piece(self.build, told, self.issue, wide, self.rng)
            if beside:
                self._ear((self.grid.x(self.columns - beside), 0.0, self.wide, top - 1.0), beside)
        else:
            top = running_head(self.build, told, self.wide, self.rng)
        self.grid = replace(self.grid, y0=top)
        return Rect(0, 0, self.columns, int((self.tall - top - (2.2 if foot else 0.0)) / self.grid.leading))

    def _finish(self, _told: Told) -> None:
        """What stands below."""
        if self.front and _told.credits:
            running_foot(self.build, _told, self.wide, self.tall - 1.7)

    def _page(self, furniture: Furniture) -> Composed:
        build = self.build
        there = {one.key for one in self.printed}
        printed = [one if one.part_of in there else replace(one, part_of=None) for one in self.printed]
        return relabel(
            Composed(
                self.paper,
                furniture,
                tuple(printed),
                tuple(build.units),
                tuple(build.lines),
                tuple(build.boxes),
                self.wide,
                self.tall,
                tuple(build.rules),
                tuple(build.tints),
                tuple(build.pictures),
            )
        )

    def _adverts(self, whole: Rect) -> tuple[Rect, list[Zone]]:
        """A band of advertisements at the foot, or none."""
        rng, paper = self.rng, self.paper
        copy = [story for story in self.copy if story.kind == "advertisement"]
        rng.shuffle(copy)
        if not copy or rng.random() > paper.adverts:
            return whole, []
        if rng.random() < 0.35:  # not in a band, but among the stories
            self.among = tuple(_space(story, self.grid, rng) for story in copy[: rng.choice((1, 1, 2, 3))])
            return whole, []
        rows = max(12, int(whole.rows * rng.uniform(*paper.advert_share)))
        widths: list[int] = []
        while sum(widths) < self.columns:
            left = self.columns - sum(widths)
            widths.append(left if len(widths) + 1 == len(copy) else min(left, rng.choice((1, 2, 2, 3))))
        zones, x = [], 0
        for story, take in zip(copy, widths, strict=False):
            rect = Rect(x, whole.foot - rows, x + take, whole.foot)
            zones.append(Zone(Item("advert", (Placed(story.id, story),), 0.0), rect))
            x += take
        return replace(whole, foot=whole.foot - rows), zones

    def _ear(self, box: Box, columns: int) -> None:
        """A short story in a box beside the masthead."""
        held = {one.key for item in self.order.first for one in item.placed}
        short = [one for one in self.copy if one.kind in ("brief", "article", "notice") and 80 < one.length < 420]
        short = [one for one in short if one.headline and one.id not in held and not one.captions]
        self.rng.shuffle(short)
        for story in short[:4]:
            column = None if story.kind == "brief" else story.column
            if self._boxed(Placed(story.id, story, None, column), box, columns, 2.0):
                return

    def _set(self, zone: Zone, *, main: bool) -> None:
        """Set one region of the plan."""
        paper, rng, rect, item = self.paper, self.rng, zone.rect, zone.item
        if item.kind == "advert":
            self._advert(zone)
            return
        if item.kind == "briefs":
            self._briefs(zone)
            return
        placed = item.placed[0]
        wanted = rng.uniform(*paper.headline) * (0.6 + 0.16 * min(rect.columns, 4))
        wanted = rng.uniform(*paper.grandeur) if main and rect.columns > 2 else wanted
        box = item.kind == "sidebar" or rng.random() < paper.boxed * (1.5 if self.separators == "boxes" else 1.0)
        if box and not zone.holes and rect.rows > 10 and not item.jump_to:
            most = 2.4 if item.kind == "sidebar" else 9.0
            if not self._boxed(placed, self._outline(rect), rect.columns, min(wanted, most)):
                self._fill(zone)
            return
        inner = replace(rect, top=rect.top + (1 if rect.top else 0))
        grid = self.grid
        if not zone.holes and rect.columns > 1 and rng.random() < paper.broken:
            grid, inner = self._remeasured(inner)
        setter = Setter(self.build, paper, grid, rng)
        made = setter.story(placed, grid, inner, zone.holes, wanted, item.jump_to)
        if not made:
            self._fill(zone)
            return
        self._edges(zone)
        done, rest = made
        self.printed.append(done)
        if rest and item.jump_to:
            self.rest[placed.story.id] = item.jump_to, rest

    def _remeasured(self, rect: Rect) -> tuple[Grid, Rect]:
        """Other columns than the page's: three for two, two for three."""
        grid = self.grid
        wide = grid.wide(rect.left, rect.right)
        count = rect.columns + self.rng.choice((-1, 1))
        count = count if 11 <= (wide - (count - 1) * grid.gap) / count <= 32 else rect.columns
        return self._divided(grid.x(rect.left), grid.y(rect.top), wide, count), Rect(0, 0, count, rect.rows)

    def _divided(self, x: float, y: float, wide: float, count: int) -> Grid:
        """Columns of whole characters over a width."""
        base = float(int((wide - (count - 1) * 1.5) / count))
        gap = (wide - count * base) / (count - 1) if count > 1 else 1.5
        return replace(self.grid, x0=x, y0=y, base=base, gap=gap)

    def _outline(self, rect: Rect) -> Box:
        """A box around a region."""
        grid = self.grid
        top = grid.y(rect.top) + (0.35 if rect.top else -0.1)
        return grid.x(rect.left), top, grid.x(rect.right - 1) + grid.base, grid.y(rect.foot) - 0.2

    def _boxed(self, placed: Placed, box: Box, columns: int, wanted: float) -> bool:
        """A story in a box, on white or on grey. False if the box is too small for it."""
        build, rng = self.build, self.rng
        tinted = rng.random() < self.paper.tinted
        framed = not tinted or rng.random() < 0.5
        grid, rect = self._inside(box, columns)
        made = Setter(build, self.paper, grid, rng).story(placed, grid, rect, (), wanted)
        if not made:
            return False
        build.tints += [box] * tinted
        build.boxes += [box] * framed
        self.printed.append(made[0])
        return True

    def _fill(self, zone: Zone) -> None:
        """A region too small for its story has an advertisement, if there is one and the region is no corner."""
        spare = [one for one in self.copy if one.kind == "advertisement" and one.id not in self.taken]
        if spare and not zone.holes:
            story = self.rng.choice(spare)
            self.taken.add(story.id)
            self._advert(replace(zone, item=Item("advert", (Placed(story.id, story),), 0.0)))

    def _inside(self, box: Box, columns: int) -> tuple[Grid, Rect]:
        """The columns within a box."""
        wide = box[2] - box[0] - 1.8
        count = max(1, min(columns + 1, round((wide + 1.5) / (self.grid.base * self.rng.uniform(0.85, 1.1) + 1.5))))
        grid = self._divided(box[0] + 0.9, box[1] + 0.75, wide, count)
        rows = int((box[3] - box[1] - 1.4 + grid.leading - 1.0) / grid.leading)
        return grid, Rect(0, 0, count, max(3, rows))

    def _briefs(self, zone: Zone) -> None:
        """Briefs under one label, running through their columns as one text; those without room are left out."""
        rng, build, label = self.rng, self.build, zone.item.placed[0].column or self.paper.brief_label
        grid, rect = self.grid, replace(zone.rect, top=zone.rect.top + (1 if zone.rect.top else 0))
        if not zone.holes and rng.random() < 0.6:
            box = self._outline(zone.rect)
            build.boxes.append(box)
            grid, rect = self._inside(box, zone.rect.columns)
        else:
            self._edges(zone)
        shape = Shape.of(grid, rect, zone.holes)
        size = 1.8
        first = min(column for column in shape.free if shape.top(column) == rect.top)
        shape.take(Rect(first, rect.top, first + 1, rect.top + 2))
        slots = shape.slots()
        placed = list(zone.item.placed)
        together = rng.random() < self.paper.run_in
        while placed:
            drafts = [draft for one in placed for draft in _brief(one, together=together)]
            flow = pour(drafts, slots, grid.leading)
            if flow.stop is None or len(placed) == 1:
                break
            number = flow.stop[0]
            if drafts[number].key == placed[-1].key and drafts[number].role == "paragraph" and flow.stop[1] > 40:
                break
            placed.pop()
        drafts, flow = trimmed(drafts, slots, grid.leading)
        if not drafts:  # not one brief has room for a sentence
            return
        unit = build.unit(None, "column", [("column", label)])
        x = grid.x(first) + max(0.0, (grid.base - width(label) * size) / 2)
        build.line(unit, (0, len(label)), (x, grid.y(rect.top) + 0.1), size=size, display=True)
        commit(build, drafts, flow, slots)
        build.rules += shape.rules() if self.paper.tiers else []
        left = {draft.key for draft in drafts}
        self.printed += [one for one in placed if one.key in left]

    def _advert(self, zone: Zone) -> None:
        placed = zone.item.placed[0]
        if set_advert(self.build, placed, self._outline(zone.rect), self.rng, self.grid.ruler):
            self.printed.append(placed)

    def _edges(self, zone: Zone) -> None:
        """Thin rules where a region meets its neighbours, if the page has rules."""
        if self.separators == "white":
            return
        grid, rect, rules = self.grid, zone.rect, self.build.rules
        left, right = grid.x(rect.left), grid.x(rect.right - 1) + grid.base
        if rect.top:
            rules.append((left, grid.y(rect.top) + 0.25, right, grid.y(rect.top) + 0.25))
        for column in (rect.left, rect.right):
            if 0 < column < self.columns:
                x = grid.x(column) - grid.gap / 2
                rules.append((x, grid.y(rect.top) + 0.25, x, grid.y(rect.foot) - 0.2))


def _space(story: Story, grid: Grid, rng: Random) -> Item:
    """Room for an advertisement of one of the usual sizes."""
    columns, tall = rng.choice(((1, 14), (1, 22), (2, 18), (2, 26), (3, 30)))
    return Item("advert", (Placed(story.id, story),), columns * tall / grid.leading)


def _moved(zone: Zone, rows: int) -> Zone:
    return replace(zone, rect=replace(zone.rect, top=zone.rect.top + rows, foot=zone.rect.foot + rows))


def _brief(placed: Placed, *, together: bool) -> list[Draft]:
    """A brief under its headline, or with its headline at the start of its first line."""
    found, title = drafts_of(placed.story, placed.key, inline=True), placed.story.title
    if together and title and found[0].role == "paragraph":
        found[0] = run_in(found[0], placed.story)
    elif title:
        found.insert(0, Draft("headline", (("headline", title),), 0, placed.key, size=1.25))
    return found
