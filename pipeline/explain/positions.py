"""Positions: where a glyph stands in its source: line and column of a raw text, x and y on paper."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Protocol

from pipeline.ledger import characters
from pipeline.page import Box, Page

BOM = "\ufeff"
_LINE_END = re.compile("\r\n|\n|\r")


class Where(Protocol):
    """Tells where glyphs are, by their offsets."""

    def show(self, start: int, end: int | None = None) -> str:
        """The place of the glyph at `start`, or of a half-open range of glyphs."""


class Positions:
    """Offsets of a decoded source as line:column, both from 1; a byte order mark takes no column."""

    def __init__(self, source: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(source))]
        if source.startswith(BOM):
            self._starts[0] = 1

    @classmethod
    def of(cls, pages: Iterable[Page]) -> Positions:
        """The positions in the file whose pages these are, all of them and in order."""
        return cls("".join(source_of(page) for page in pages))

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        line = max(1, bisect_right(self._starts, offset))
        return line, max(0, offset - self._starts[line - 1]) + 1

    def show(self, start: int, end: int | None = None) -> str:
        """`12:3`, or for a half-open range of several characters its first and last one: `12:3–12:9`."""
        first = "{}:{}".format(*self.at(start))
        if end is None or end - start <= 1:
            return first
        return first + "–{}:{}".format(*self.at(end - 1))


class Places:
    """Glyphs of a page with geometry: `120,340`, the top left of the first one in the page's unit."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def show(self, start: int, end: int | None = None) -> str:
        """`120,340`; of a range, the corner of its first glyph, and of its last one if there are several."""
        first = self._corner(start)
        if end is None or end - start <= 1:
            return first
        return f"{first}–{self._corner(end - 1)}"

    def _corner(self, offset: int) -> str:
        glyphs = self._page.glyphs
        assert glyphs.box is not None
        x, y, _, _ = self._page.place(Box(*glyphs.box[offset - int(glyphs.offset[0])].tolist()))
        return f"{x:.0f},{y:.0f}"


def positions_in(page: Page, pages: Iterable[Page]) -> Where:
    """What tells the positions in `page`, the last of `pages`, which are all up to it."""
    return Positions.of(pages) if page.glyphs.box is None else Places(page)


def source_of(page: Page) -> str:
    """The page's glyphs as they stand in the source."""
    return characters(page.glyphs.char)
