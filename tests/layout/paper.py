"""Paper: a little page that a test sets glyph by glyph, and its way through the stages."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from pipeline.ledger import Ledger
from pipeline.page import Box, Glyphs, Graphics, Line, Page, Source
from pipeline.recipe import load
from pipeline.registry import registered
from pipeline.run import run
from pipeline.text import Text

RECIPE = load("pdf")
NARROW = 0.5  # em: how wide a character of ASCII is


@dataclass(frozen=True)
class Glyph:
    char: str
    box: tuple[float, float, float, float]
    size: float
    font: int = 0
    color: int = 0
    hidden: bool = False
    outside: bool = False
    angle: float = 0.0


@dataclass
class Paper:
    """Glyphs in the order of drawing, and what is drawn besides. Points from the top left."""

    width: float = 600.0
    height: float = 800.0
    glyphs: list[Glyph] = field(default_factory=list)
    graphics: Graphics = field(default_factory=Graphics)

    def line(
        self,
        string: str,
        x: float,
        y: float,
        size: float = 10.0,
        spread: float = 0.0,
        font: int = 0,
        color: int = 0,
        hidden: bool = False,
        outside: bool = False,
    ) -> Paper:
        """A line from (x, y), its top left corner, with `spread` points between its glyphs."""
        for char in string:
            wide = size * (NARROW if char < "\x7f" else 1.0)
            if char != " ":
                self.glyphs.append(Glyph(char, (x, y, x + wide, y + size), size, font, color, hidden, outside))
            x += wide + spread
        return self

    def upright(self, string: str, x: float, y: float, size: float = 10.0, spread: float = 0.0, font: int = 0) -> Paper:
        """A vertical line from (x, y), its top left corner: one glyph under the other, from a horizontal font."""
        for char in string:
            self.glyphs.append(Glyph(char, (x, y, x + size, y + size), size, font))
            y += size + spread
        return self

    def column(
        self, lines: Iterable[str], x: float, y: float, size: float = 10.0, leading: float = 14.0, font: int = 0
    ) -> Paper:
        """Lines under each other; 　 at the start of one indents it."""
        for n, string in enumerate(lines):
            text = string.lstrip("　")
            self.line(text, x + size * (len(string) - len(text)), y + n * leading, size, font=font)
        return self

    def tier(self, lines: Iterable[str], right: float, y: float, size: float = 10.0, leading: float = 14.0) -> Paper:
        """Vertical lines beside each other, from `right` to the left; 　 at the start of one indents it."""
        for n, string in enumerate(lines):
            text = string.lstrip("　")
            self.upright(text, right - size - n * leading, y + size * (len(string) - len(text)), size)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Paper:
        self.graphics = replace(self.graphics, rules=(*self.graphics.rules, Box(x0, y0, x1, y1)))
        return self

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> Paper:
        self.graphics = replace(self.graphics, pictures=(*self.graphics.pictures, Box(x0, y0, x1, y1)))
        return self

    def lettering(self, x0: float, y0: float, x1: float, y1: float) -> Paper:
        """A line of type that is drawn as shapes."""
        self.graphics = replace(self.graphics, lettering=(*self.graphics.lettering, Box(x0, y0, x1, y1)))
        return self

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> Paper:
        self.graphics = replace(self.graphics, frames=(*self.graphics.frames, Box(x0, y0, x1, y1)))
        return self

    def shuffled(self, seed: int) -> Paper:
        """The same page drawn in another order."""
        order = list(self.glyphs)
        random.Random(seed).shuffle(order)
        return Paper(self.width, self.height, order, self.graphics)

    def scaled(self, times: float) -> Paper:
        """The same page in another unit."""

        def larger(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
            return tuple(Box(*(edge * times for edge in box)) for box in boxes)

        glyphs = [
            replace(glyph, box=(x0 * times, y0 * times, x1 * times, y1 * times), size=glyph.size * times)
            for glyph in self.glyphs
            for x0, y0, x1, y1 in [glyph.box]
        ]
        drawn = self.graphics
        graphics = Graphics(
            larger(drawn.rules),
            larger(drawn.frames),
            larger(drawn.tints),
            larger(drawn.pictures),
            larger(drawn.lettering),
        )
        return Paper(self.width * times, self.height * times, glyphs, graphics)

    def page(self) -> Page:
        """The page as the PDF reader gives it: all glyphs in one line, in the order of drawing."""
        string = "".join(glyph.char for glyph in self.glyphs)
        count = len(string)
        glyphs = Glyphs(
            char=np.array([ord(char) for char in string], dtype=np.uint32),
            offset=np.arange(count),
            box=np.array([glyph.box for glyph in self.glyphs], dtype=np.float32).reshape(-1, 4),
            size=np.array([glyph.size for glyph in self.glyphs], dtype=np.float32),
            font=np.array([glyph.font for glyph in self.glyphs], dtype=np.int32),
            fonts=("Song", "Hei", "Kai"),
            color=np.array([glyph.color for glyph in self.glyphs], dtype=np.uint32),
            angle=np.array([glyph.angle for glyph in self.glyphs], dtype=np.float32),
            vertical=np.zeros(count, dtype=bool),
            hidden=np.array([glyph.hidden for glyph in self.glyphs], dtype=bool),
            outside=np.array([glyph.outside for glyph in self.glyphs], dtype=bool),
        )
        ledger = Ledger(string)
        source = Source("p.pdf", "0" * 64, "pdf", 1, 1, None, self.width, self.height, "point")
        line = Line(Text(string, np.arange(count), ledger), Box(0.0, 0.0, self.width, self.height))
        return Page("p", source, glyphs, ledger, (line,), graphics=self.graphics)

    def after(self, *stages: str) -> Page:
        """The page after these stages; conservation is proved after each."""
        page = self.page()
        for name in stages:
            stage = registered()[name]
            page.ledger.stage = name
            page = stage(page, stage.settings())
            page.ledger.check(page.texts())
        return page

    def lines(self) -> list[str]:
        """The lines of type on it, from the top."""
        return [line.string for line in self.after("overprints", "rows").lines]

    def blocks(self) -> list[str]:
        """The paragraphs, or parts of them, of its columns."""
        return [block.string for block in self.after("overprints", "rows", "galleys").blocks]

    def galleys(self) -> list[list[str]]:
        """The paragraphs of each column."""
        made: dict[int, list[str]] = {}
        for block in self.after("overprints", "rows", "galleys").blocks:
            made.setdefault(block.column, []).append(block.string)
        return list(made.values())

    def cut(self) -> Page:
        """The finished page."""
        return run(self.page(), RECIPE)


def set_lines(paragraphs: Iterable[str], measure: int) -> list[str]:
    """Paragraphs broken into lines of `measure` em, each indented by two."""
    made = []
    for text in paragraphs:
        rest = "　　" + text
        while rest:
            made.append(rest[:measure])
            rest = rest[measure:]
    return made
