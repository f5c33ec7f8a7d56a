"""Setting one parcel of copy (a story, a story with its sidebar, a block of briefs) into a rectangle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.press.flow import Slot, balanced, pour, rows_needed
from tests.press.heads import Head, Point, display_lines
from tests.press.model import LEADING, Builder, Placed, Unit
from tests.press.stories import Caption, Part, Story
from tests.press.styles import Style
from tests.press.typeset import is_narrow, width

SHORTEST, LONGEST = 12.0, 28.0


@dataclass(frozen=True)
class Parcel:
    """What is set together: its stories in reading order."""

    kind: str  # "story", "family" (a story and its sidebars), "briefs"
    placed: tuple[Placed, ...]

    @property
    def length(self) -> int:
        """Characters of text, with an allowance for the heads."""
        return sum(one.story.length + 60 for one in self.placed)


@dataclass
class Setter:
    """Sets parcels of one page in one paper's style."""

    build: Builder
    style: Style
    rng: Random

    def parcel(self, parcel: Parcel, at: Point, wide: float) -> float:
        """Set a parcel. Returns its height."""
        if parcel.kind == "briefs":
            return self.briefs(parcel.placed, at, wide)
        first, *rest = parcel.placed
        if rest and wide >= 2 * SHORTEST + 6 + 2 and self.rng.random() < 0.6:
            side = min(LONGEST, max(SHORTEST, wide * 0.34))
            tall = self.story(first, at, wide - side - 3)
            right = (at[0] + wide - side - 0.5, at[1] + 0.5)
            return max(tall, self._stack(rest, right, side))
        tall = self.story(first, at, wide)
        return tall + self._stack(rest, (at[0] + 0.5, at[1] + tall + 1), wide - 1)

    def _stack(self, placed: Sequence[Placed], at: Point, wide: float) -> float:
        """Boxed sidebars, one under the other."""
        y = at[1]
        for one in placed:
            top, y = y, y + self.story(one, (at[0], y), wide, boxed=True) + 1.5
            self.build.boxes.append((at[0] - 0.5, top - 0.5, at[0] + wide + 0.5, y - 1.0))
        return y - at[1]

    def briefs(self, placed: Sequence[Placed], at: Point, wide: float) -> float:
        """Briefs under one label, running through their columns as one text."""
        label = placed[0].column or self.style.brief_label
        unit = self.build.unit(None, "column", [("column", label)])
        self.build.line(unit, (0, len(label)), at, size=1.6, display=True)
        units: list[Unit] = []
        for one in placed:
            if one.story.title:
                units.append(self.build.unit(one.key, "headline", [("headline", one.story.title)]))
            units.extend(self._text(one, lead=False)[0])
        top = at[1] + 3.0
        columns = self._columns(wide, sum(one.story.length for one in placed))
        foot = pour(self.build, units, balanced(units, at[0], top, wide, columns, self.style.gap))
        self.build.boxes.append((at[0] - 0.6, at[1] - 0.6, at[0] + wide + 0.6, foot + 0.4))
        return foot - at[1] + 0.5

    def story(self, placed: Placed, at: Point, wide: float, *, boxed: bool = False) -> float:
        """One story: head, lead, body, pictures. Returns its height."""
        story, rng = placed.story, self.rng
        head = Head(self.build, placed.key, story, self.style, rng)
        label = placed.column
        wanted = (1.5 if boxed else rng.uniform(*self.style.headline)) * (0.8 if story.kind == "brief" else 1.0)
        x, y, room = at[0], at[1], wide
        floor = y
        if not boxed and self._can_stand(story, wide) and rng.random() < self.style.vertical_headline * 2:
            taken, tall = head.upright((x, y), min(wanted, 2.4), label)
            x, room, floor = x + taken, wide - taken, y + tall
        elif not boxed and wide >= 46 and _compact(story, wide * 0.3) and rng.random() < self.style.beside * 2:
            taken = max(wide * 0.3, 12.0)
            tall = head.over((x, y), taken, wanted, label)
            x, room, floor = x + taken + 2, wide - taken - 2, y + tall
        else:
            y += head.over((x, y), wide, wanted, label)
        worth = 1.0 if story.lead else 0.35 if story.kind == "article" and story.length > 450 else 0.0
        lead = 20 <= room <= 62 and rng.random() < self.style.wide_lead * worth
        units, leading = self._text(placed, lead=lead)
        if leading:
            y = pour(self.build, leading, [Slot(x, y, float(int(room)), 99)]) + 0.5
        foot = self._body(placed, units, (x, y), room)
        return max(foot, floor) - at[1] + 0.5

    def _body(self, placed: Placed, units: list[Unit], at: Point, wide: float) -> float:
        """Columns and pictures. Where a picture stands to the right, the measure changes beneath it."""
        x, y = at
        length = placed.story.length
        captions = placed.story.captions
        split = wide >= 2 * SHORTEST + 4 and length > 260 and self.rng.random() < self.style.two_measures
        if captions and not split:
            y = self._picture(placed, captions, (x, y), min(wide, 40.0)) if self.rng.random() < 0.5 else y
            foot = pour(self.build, units, balanced(units, x, y, wide, self._columns(wide, length), self.style.gap))
            if y == at[1]:
                foot = self._picture(placed, captions, (x, foot + 0.5), min(wide, 40.0))
            return foot
        if not split:
            return pour(self.build, units, balanced(units, x, y, wide, self._columns(wide, length), self.style.gap))
        narrow = max(SHORTEST, min(LONGEST, wide * self.rng.uniform(0.35, 0.6)))
        narrow = float(int(narrow))
        rows = max(4, int(rows_needed(units, narrow) * self.rng.uniform(0.25, 0.55)))
        words = sum(width(one.text + one.tail) / (wide - narrow - 2) + 1 for one in captions)
        beneath = words * LEADING + 1.5 * len(captions)  # what the captions need under their pictures
        rows = max(rows, int((beneath + 5.5 * len(captions)) / LEADING) + 1) if captions else rows
        low = y + rows * LEADING + 0.5
        columns = self._columns(wide, length // 2)
        rest = rows_needed(units, narrow) - rows
        measure = float(int((wide - (columns - 1) * self.style.gap) / columns))
        deep = max(1, int(rest * narrow / measure / columns + 1))
        slots = [Slot(x, y, narrow, rows)]
        slots += [Slot(x + n * (measure + self.style.gap), low, measure, deep) for n in range(columns)]
        foot = pour(self.build, units, slots)
        if captions:
            self._picture(placed, captions, (x + narrow + 2, y), wide - narrow - 2, tall=rows * LEADING - beneath)
        return max(foot, low)

    def _picture(self, placed: Placed, captions: Sequence[Caption], at: Point, wide: float, tall: float = 0.0) -> float:
        """A grey box for every picture and its words beneath. Returns the foot."""
        y = at[1]
        each = max(5.0, (tall or wide * 0.55) / len(captions))
        for index, caption in enumerate(captions):
            self.build.boxes.append((at[0], y, at[0] + wide, y + each))
            y += each + 0.5
            tail = (" " if caption.tail else "") + caption.tail
            parts = [("caption", caption.text), ("credit", tail)]
            unit = self.build.unit(placed.key, "caption", parts, index)
            y = pour(self.build, [unit], [Slot(at[0], y, float(int(wide)), 99)]) + 0.5
        return y

    def _columns(self, wide: float, length: int) -> int:
        """How many columns: any number that gives a decent measure and is not absurd for the length."""
        gap = self.style.gap
        fits = [n for n in range(1, 6) if SHORTEST <= (wide - (n - 1) * gap) / n <= LONGEST]
        decent = [n for n in fits if length / n >= 45] or fits[:1]
        return self.rng.choice(decent) if decent else max(1, round(wide / 20))

    def _text(self, placed: Placed, *, lead: bool) -> tuple[list[Unit], list[Unit]]:
        """The story's running text as units; the lead apart if it is set in its own measure.

        What is set as the lead is the first paragraph, or all that stands before the first subheading.
        """
        story, key, build = placed.story, placed.key, self.build
        body = [*([Part("paragraph", story.lead)] if story.lead else []), *story.body]
        units: list[Unit] = []
        if story.jump and story.jump.get("from"):
            units.append(build.unit(key, "jump", [("jump", story.jump["printed"])]))
        first = next((n for n, part in enumerate(body) if part.type == "paragraph"), -1)
        before = next((n for n, part in enumerate(body) if part.type == "subheading"), 0)
        wide = before if before == 1 or (before == 2 and self.rng.random() < 0.5) else 1
        leading: list[Unit] = []
        for index, part in enumerate(body):
            opening = _opening(story.opening) if index == first else ""
            made = build.unit(key, part.type, [("opening", opening), ("body", part.text)], index)
            if index < wide and lead and part.type == "paragraph":
                leading.append(made)
            else:
                units.append(made)
        if story.signature:
            units.append(build.unit(key, "signature", [("signature", story.signature)], inline=self._inline()))
        if story.jump and story.jump.get("to"):
            units.append(build.unit(key, "jump", [("jump", story.jump["printed"])], inline=self._inline()))
        return units, leading

    def _inline(self) -> bool:
        return self.rng.random() < self.style.signed_inline

    def _can_stand(self, story: Story, wide: float) -> bool:
        """Whether the headline can be set upright: short, without Latin, and the text keeps a measure."""
        lines = story.headline
        heads = [*lines, story.kicker or "", story.deck or ""]
        return (
            wide >= 22
            and 0 < len(lines) <= 2
            and max(map(len, lines)) <= 13
            and story.length > 300
            and not any(is_narrow(char) or char in "—…“”‘’《》（）" for head in heads for char in head)
            and len(story.kicker or story.deck or "") <= 16
        )


def _compact(story: Story, wide: float) -> bool:
    """Whether the headline is still a headline in so narrow a space."""
    return bool(story.headline) and wide / max(map(width, story.headline)) >= 1.5 and bool(display_lines(story))


def _opening(opening: str | None) -> str:
    """An opening that no bracket closes stands apart from the text by a space."""
    if not opening:
        return ""
    return opening if opening[-1] in "）】〕〉》：)" else opening + " "
