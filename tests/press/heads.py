"""Heads: kicker, headline, deck and byline, over their story, beside it, or upright along it."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.press.model import Builder, Unit
from tests.press.stories import Story
from tests.press.styles import Style
from tests.press.typeset import width

Point = tuple[float, float]


def display_lines(story: Story) -> list[tuple[int, int]]:
    """The headline's display lines as slices of its one text."""
    spans, start, gap = [], 0, 1 if story.headline_parts else 0
    for line in story.headline:
        spans.append((start, start + len(line)))
        start += len(line) + gap
    return spans


def in_one_line(story: Story, wide: float, rng: Random) -> bool:
    """Whether a headline that the newsroom broke runs in one line: where there is room, and more so below a kicker."""
    if len(story.headline) < 2 or not 0 < width(story.title or "") <= min(20.0, wide / 1.6):
        return False
    return rng.random() < (0.75 if story.kicker else 0.35)


class Head:
    """The head of one story, set into a builder piece by piece."""

    def __init__(self, build: Builder, key: str, story: Story, style: Style, rng: Random) -> None:
        self.build, self.key, self.story, self.style, self.rng = build, key, story, style, rng
        self.shadow = rng.random() < style.shadowed
        self.left = rng.random() < 0.3
        byline = story.byline or ""
        self.stands = 0 < len(byline) <= 14 and rng.random() < style.stacked_byline

    def over(self, at: Point, wide: float, wanted: float, label: str | None) -> float:
        """Everything above the story. Returns its height."""
        story, y, whole = self.story, at[1], wide
        wide -= 2.0 if self.stands else 0.0
        lines = [(0, len(story.title or ""))] if in_one_line(story, wide, self.rng) else display_lines(story)
        longest = max((width((story.title or "")[a:b]) for a, b in lines), default=1.0)
        size = max(1.3, min(wanted, wide / max(longest, 1.0)))
        y += self._label((at[0], y), label)
        if story.kicker:
            y += self._centred("kicker", story.kicker, (at[0], y), wide, max(1.2, size * 0.5))
        y += self._headline((at[0], y), wide, size, lines)
        if story.deck:
            y += self._centred("deck", story.deck, (at[0], y), wide, max(1.1, size * 0.45))
        if story.byline and self.stands:
            y += self._standing(story.byline, at, y, whole)
        elif story.byline:
            unit = self.build.unit(self.key, "byline", [("byline", story.byline)])
            y += self._lines(unit, [(0, len(story.byline))], (at[0], y), wide, 1.0)
        return y - at[1]

    def upright(self, at: Point, wanted: float, label: str | None) -> tuple[float, float]:
        """The headline one character under the other, from right to left. Returns its width and height."""
        story, size = self.story, wanted
        unit = self.build.unit(self.key, "headline", [("headline", story.title or "")])
        block, spans = self.build.block(), display_lines(story)
        y = at[1] + self._label(at, label)
        x = at[0] + (len(spans) - 1) * size * 1.2
        for start, end in spans:
            self.build.line(
                unit,
                (start, end),
                (x, y),
                size=size,
                block=block,
                vertical=True,
                display=True,
                shadow=self.shadow,
            )
            x -= size * 1.2
        wide = len(spans) * size * 1.2
        tall = y - at[1] + max(len(line) for line in story.headline) * size
        for role, text in (("kicker", story.kicker), ("deck", story.deck)):
            if text:
                extra = self.build.unit(self.key, role, [(role, text)])
                self.build.line(extra, (0, len(text)), (at[0] + wide, y), size=1.3, vertical=True, display=True)
                wide, tall = wide + 1.8, max(tall, y - at[1] + len(text) * 1.3)
        if story.byline:
            extra = self.build.unit(self.key, "byline", [("byline", story.byline)])
            self.build.line(extra, (0, len(story.byline)), (at[0] + wide, y), vertical=True)
            wide, tall = wide + 1.5, max(tall, y - at[1] + len(story.byline))
        return wide + 0.5, tall

    def _label(self, at: Point, label: str | None) -> float:
        if not label:
            return 0.0
        unit = self.build.unit(self.key, "column", [("column", label)])
        self.build.line(unit, (0, len(label)), at, size=1.3, display=True, shadow=self.shadow)
        self.build.boxes.append((at[0] - 0.3, at[1] - 0.3, at[0] + width(label) * 1.3 + 0.3, at[1] + 1.7))
        return 2.4

    def _headline(self, at: Point, wide: float, size: float, lines: Sequence[tuple[int, int]]) -> float:
        if not self.story.headline:
            return 0.0
        unit = self.build.unit(self.key, "headline", [("headline", self.story.title or "")])
        spans = [piece for span in lines for piece in _broken(unit.text, span, wide / size)]
        return self._lines(unit, spans, at, wide, size) + size * 0.3

    def _centred(self, role: str, text: str, at: Point, wide: float, size: float) -> float:
        """One line, or two where the width asks for it."""
        unit = self.build.unit(self.key, role, [(role, text)])
        spans = [(0, len(text))]
        if width(text) * size > wide:
            size = max(1.0, wide / width(text))
        if width(text) * size > wide:
            cut = _seam(text)
            spans = [(0, cut), (cut, len(text))]
        return self._lines(unit, spans, at, wide, size)

    def _standing(self, text: str, top: Point, y: float, wide: float) -> float:
        """The byline upright at the right edge of the head. Returns what it needs below the head."""
        unit = self.build.unit(self.key, "byline", [("byline", text)])
        start = max(top[1], y - len(text))
        self.build.line(unit, (0, len(text)), (top[0] + wide - 1.0, start), vertical=True)
        return max(0.5, start + len(text) - y + 0.5)

    def _lines(self, unit: Unit, spans: Sequence[tuple[int, int]], at: Point, wide: float, size: float) -> float:
        block, column, y = self.build.block(), self.build.column(), at[1]
        heads = unit.role != "byline"
        for start, end in spans:
            free = wide - width(unit.text[start:end]) * size
            x = at[0] + (0.0 if self.left else max(0.0, free / 2))
            self.build.line(
                unit,
                (start, end),
                (x, y),
                size=size,
                block=block,
                column=column,
                display=heads,
                shadow=heads and self.shadow,
            )
            y += size * 1.25
        return y - at[1] + 0.3


def _broken(text: str, span: tuple[int, int], wide: float) -> list[tuple[int, int]]:
    """A display line, in two where it does not fit even in the smallest type."""
    start, end = span
    if width(text[start:end]) <= wide + 0.1 or end - start < 4:
        return [span]
    cut = start + _seam(text[start:end])
    return [(start, cut), (cut, end)]


def _seam(text: str) -> int:
    """Where a line too long for its width is cut: at a space or a comma near the middle, or just there."""
    middle = len(text) // 2
    seams = [place + 1 for place, char in enumerate(text) if char in " ，、；——"]
    near = [place for place in seams if abs(place - middle) <= len(text) // 4]
    return min(near, key=lambda place: abs(place - middle), default=middle)
