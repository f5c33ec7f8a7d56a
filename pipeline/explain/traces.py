"""Traces: where each character of a passage came from, who touched it, and what was dropped in between.

57:1–57:24    offsets 1203–1227    …走廊的
              ⏎  discarded by read: line end
58:1–58:9     …
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from pipeline.explain.changes import UNTOLD
from pipeline.ledger import Ledger
from pipeline.page import Page
from pipeline.text import Text


class Touch(NamedTuple):
    """One edit of one character: by whom, what, why, and what it read before."""

    stage: str
    action: str
    reason: str
    before: str


Kind = Literal["printed", "inserted", "discarded"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring characters with one history: `text` as it reads now, or as it read when it was discarded.

    `start` and `end` are offsets in the source (None where inserted), `touches` all edits of its characters.
    """

    kind: Kind
    text: str
    start: int | None
    end: int | None
    touches: tuple[Touch, ...]


class Tracer:
    """The history of every character of a page, for asking after passages."""

    def __init__(self, page: Page) -> None:
        self._offset = page.glyphs.offset
        self._size = len(page.glyphs)
        self._touches = _touches(page.ledger)
        self._discarded = {glyph for glyph, _ in page.ledger.discarded()}
        self._source = page.ledger.source

    def trace(self, text: Text) -> Iterator[Piece]:
        """The pieces that `text` is made of, with what was discarded before, between and behind them.

        Line ends and blank lines around the passage are not told, those inside it are.
        """
        origins = text.origins.tolist()
        printed = [origin for origin in origins if origin >= 0]
        if printed:
            yield from self._gone(range(self._first_beside(printed[0]), printed[0]))
        last = printed[-1] if printed else None
        at = 0
        while at < len(origins):
            end = at + 1
            while end < len(origins) and self._alike(origins[end - 1], origins[end]):
                end += 1
            yield self._piece(text.string[at:end], origins[at:end])
            if origins[end - 1] >= 0:
                behind = origins[end - 1] + 1
                yield from self._gone(range(behind, self._end_of_gone(behind, origins[end - 1] == last)))
            at = end

    def fate(self, start: int, end: int) -> Iterator[Piece]:
        """What became of the glyphs numbered from `start` to before `end`, in the order of the source."""
        for gone, glyphs in groupby(range(start, end), key=self._discarded.__contains__):
            numbers = list(glyphs)
            if gone:
                yield from self._gone(range(numbers[0], numbers[-1] + 1))
            else:
                chars = "".join(chr(self._source[n]) for n in numbers)
                yield self._piece(chars, numbers)

    def _piece(self, string: str, origins: list[int]) -> Piece:
        touches = tuple(dict.fromkeys(touch for origin in origins for touch in self._touches.get(origin, ())))
        if origins[0] < 0:
            return Piece("inserted", string, None, None, touches)
        offset = self._offset
        return Piece("printed", string, int(offset[origins[0]]), int(offset[origins[-1]]) + 1, touches)

    def _alike(self, a: int, b: int) -> bool:
        """Whether two neighbours in a text are so in the source, with one history, or inserted together."""
        if a < 0 or b < 0:
            return a < 0 and b < 0 and self._told(a) == self._told(b)
        return b == a + 1 and self._told(a) == self._told(b)

    def _told(self, origin: int) -> list[tuple[str, str, str]]:
        return [(touch.stage, touch.action, touch.reason) for touch in self._touches.get(origin, ())]

    def _first_beside(self, glyph: int) -> int:
        """The first of the discarded glyphs right before `glyph`, on its line."""
        while glyph > 0 and glyph - 1 in self._discarded and not self._untold(glyph - 1):
            glyph -= 1
        return glyph

    def _end_of_gone(self, glyph: int, edge: bool) -> int:
        """Where the discarded glyphs from `glyph` on end; at the `edge` of a text, those on its line."""
        while glyph < self._size and glyph in self._discarded and not (edge and self._untold(glyph)):
            glyph += 1
        return glyph

    def _untold(self, glyph: int) -> bool:
        return self._touches[glyph][-1].reason in UNTOLD

    def _gone(self, glyphs: range) -> Iterator[Piece]:
        offset = self._offset
        for _, group in groupby(glyphs, key=lambda glyph: self._told(glyph)[-1:]):
            numbers = list(group)
            touches = tuple(dict.fromkeys(self._touches[n][-1]._replace(before="") for n in numbers))
            text = "".join(self._touches[n][-1].before for n in numbers)
            yield Piece("discarded", text, int(offset[numbers[0]]), int(offset[numbers[-1]]) + 1, touches)


def _touches(ledger: Ledger) -> dict[int, list[Touch]]:
    touches: dict[int, list[Touch]] = defaultdict(list)
    for edit in ledger.edits:
        if edit.action == "insert":
            for made in edit.made:
                touches[made].append(Touch(edit.stage, "inserted", edit.reason, ""))
        else:
            action = "discarded" if edit.action == "delete" else "replaced"
            for origin, before in zip(edit.origins, edit.before, strict=True):
                touches[origin].append(Touch(edit.stage, action, edit.reason, before))
    return dict(touches)
