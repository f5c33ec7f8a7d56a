"""Positions: the line and column of an offset in a raw text, as an editor counts them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from pipeline.page import Page

BOM = "\ufeff"
_LINE_END = re.compile("\r\n|\n|\r")


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


def source_of(page: Page) -> str:
    """The page's glyphs as they stand in the source."""
    return "".join(map(chr, page.glyphs.char.tolist()))
