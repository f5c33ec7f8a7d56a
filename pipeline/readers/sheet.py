"""Sheet: the glyphs and drawings that one page of another program's OCR names, in the order of its file.

    a word with a box for each glyph    →  these boxes, each as high as the type beside it
    a word with a box                   →  the box cut by the widths of its characters (Latin and digits half)
    a word without a box                →  its share of what its line has left, and the page is flagged
    a tall line of several characters   →  a vertical one

The size of a line's type is worked out from its box and pitch (`layout.sizes`); what the file says of it counts where
these bear it out, because engines guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import width
from pipeline.layout.sizes import LineShape, sizes_of
from pipeline.ledger import Ledger, codepoints
from pipeline.page import OFF_PAGE, Box, Glyphs, Graphics, Line, Page, Source, around
from pipeline.readers.cells import Piece, cut, lay, runs_down
from pipeline.readers.markup import Element, MarkupError
from pipeline.text import Text

MOST_GLYPHS = 200_000  # of a page; a full broadsheet has some 15,000
GUESSED = "boxes-guessed"
DISAGREE = "levels-disagree"
STRANGE = "unknown-namespace"
BACKWARDS = 270.0  # degrees: what is turned so runs up the page
SHORT = 1.5  # em: so short a line does not show which way it runs
THIN = 5.0  # a box longer than wide by this factor is a line
INCH = {"mm10": 72 / 254, "inch1200": 72 / 1200}  # points in a unit


class Mark(NamedTuple):
    """A piece of text with a box of its own: a glyph, or what the file has instead."""

    text: str
    box: Box | None
    confidence: float | None = None


class Word(NamedTuple):
    """A piece of a line: what it reads, its box, and the marks that it is made of, if the file has these.

    `confidences` has one for each character, or one for all, or none.
    """

    text: str
    box: Box | None = None
    confidences: tuple[float | None, ...] = ()
    marks: tuple[Mark, ...] = ()


class Style(NamedTuple):
    """What the file says of a line's type: the name of the font ("" if it does not), and the size in any unit."""

    font: str = ""
    size: float | None = None


PLAIN = Style()


@dataclass
class Sheet:
    """One page as it is being read; `unit` is pixel or point, and `scale` what a unit of the file is of it."""

    unit: str = "pixel"
    scale: float = 1.0
    width: float | None = None
    height: float | None = None
    flags: list[str] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _boxes: list[Box] = field(default_factory=list)
    _sure: list[float] = field(default_factory=list)
    _shapes: list[LineShape] = field(default_factory=list)
    _down: list[bool] = field(default_factory=list)
    _angle: list[float] = field(default_factory=list)
    _fonts: list[str] = field(default_factory=list)
    _unsure: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._boxes)

    def flag(self, name: str) -> None:
        if name not in self.flags:
            self.flags.append(name)

    def line(
        self,
        element: Element,
        words: Sequence[Word],
        box: Box | None,
        down: bool | None = None,
        angle: float = 0.0,
        style: Style = PLAIN,
    ) -> None:
        """A line of words in the order of writing. `down`: None where the file does not say whether it is vertical.

        `angle` is by how many degrees, clockwise, its writing is turned. Raises MarkupError where nothing tells
        its place, or the page has too many glyphs.
        """
        words = [word for word in words if word.text]
        if not words:
            return
        string = "".join([word.text for word in words])
        if len(self) + len(string) > MOST_GLYPHS:
            raise MarkupError(element, f"more than {MOST_GLYPHS} characters are no newspaper page")
        held = [_known(word) for word in words]
        whole = box if _has_extent(box) else around([each for each in held if each is not None])
        if whole is None or not _has_extent(whole):
            raise MarkupError(element, f"nothing tells where “{string[:12]}” stands; give it or its line a box")
        if down is None and sum(width(char) for char in string if not char.isspace()) < SHORT:
            self._unsure.append(len(self._down))
        if down is None:
            down = runs_down(whole, string, [mark.box for word in words for mark in word.marks if mark.box])
        if angle == BACKWARDS:
            boxes = cut(whole, [width(char) for char in string], down, backwards=True)
        else:
            pieces = [piece for word, place in zip(words, held, strict=True) for piece in _pieces(word, place)]
            boxes, guessed = lay(pieces, whole, down)
            if guessed:
                self.flag(GUESSED)
        for word in words:
            self._sure += _confidences(word)
        self._text.append(string)
        self._boxes += boxes
        self._shapes.append(LineShape(string, around(boxes) or whole, down, style.size))
        self._fonts.append(style.font)
        self._down.append(down)
        self._angle.append(angle)

    def block(self, element: Element, text: str, box: Box | None, down: bool | None = None) -> None:
        """Text of which only the block is known: its lines share the block's box, and the page is flagged."""
        rows = [row for row in text.splitlines() if row.strip()]
        if not rows:
            return
        if not _has_extent(box) or box is None:
            raise MarkupError(element, f"nothing tells where “{rows[0][:12]}” stands; give it a box")
        self.flag(GUESSED)
        down = bool(down)
        places = cut(box, [1.0] * len(rows), not down, backwards=down)
        for row, place in zip(rows, places, strict=True):
            self.line(element, [Word(row, place)], place, down)

    def separator(self, box: Box | None) -> None:
        """A line that parts things; a box as high as wide is a frame."""
        if box is None:
            return
        x0, y0, x1, y1 = box
        wide, tall = x1 - x0, y1 - y0
        if wide >= THIN * tall:
            self.rules.append(Box(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))
        elif tall >= THIN * wide:
            self.rules.append(Box((x0 + x1) / 2, y0, (x0 + x1) / 2, y1))
        else:
            self.frames.append(box)

    def picture(self, box: Box | None) -> None:
        if box is not None and _has_extent(box):
            self.pictures.append(box)

    def page(self, page_id: str, source: Source) -> Page:
        """The page, its measures in points or pixels."""
        string = "".join(self._text)
        lengths = [len(text) for text in self._text]
        fonts = sorted({name for name in self._fonts if name})
        font = np.array([fonts.index(name) if name else -1 for name in self._fonts], dtype=np.int32)
        down = self._directions(lengths)
        box = np.array(self._boxes, dtype=np.float64).reshape(-1, 4) * self.scale
        size = np.array(sizes_of(self._shapes), dtype=np.float64) * self.scale
        wide, tall = self._extent()
        if (box[:, :2] < -1).any() or (box[:, 2] > wide + 1).any() or (box[:, 3] > tall + 1).any():
            self.flag(OFF_PAGE)
        glyphs = Glyphs(
            char=codepoints(string),
            offset=np.arange(len(string)),
            box=box.astype(np.float32),
            size=np.repeat(size, lengths).astype(np.float32),
            angle=np.repeat(np.array(self._angle), lengths).astype(np.float32),
            font=np.repeat(font, lengths) if fonts else None,
            fonts=tuple(fonts),
            vertical=np.repeat(down, lengths),
            confidence=np.array(self._sure, dtype=np.float32),
        )
        ledger = Ledger(string)
        text = Text(string, np.arange(len(string)), ledger)
        told = Source(
            source.path, source.sha256, source.kind, source.pages, source.number, source.encoding, wide, tall, self.unit
        )
        graphics = Graphics(self._scaled(self.rules), self._scaled(self.frames), (), self._scaled(self.pictures))
        lines = (Line(text, Box(0.0, 0.0, wide, tall)),)
        return Page(page_id, told, glyphs, ledger, lines, graphics=graphics).flagged(*self.flags)

    def _directions(self, lengths: Sequence[int]) -> NDArray[np.bool_]:
        """Whether each line is vertical; those that do not show it go with most of the page."""
        down = np.array(self._down, dtype=bool)
        sure = np.ones(len(down), dtype=bool)
        sure[self._unsure] = False
        weight = np.array(lengths)[sure]
        down[self._unsure] = bool((weight * down[sure]).sum() * 2 > weight.sum())
        return down

    def _extent(self) -> tuple[float, float]:
        """Width and height of the page, as said or as far as anything on it reaches."""
        reach = around([*self._boxes, *self.rules, *self.frames, *self.pictures]) or Box(0, 0, 0, 0)
        wide, tall = self.width or reach.x1, self.height or reach.y1
        return max(wide, 0.0) * self.scale, max(tall, 0.0) * self.scale

    def _scaled(self, boxes: Sequence[Box]) -> tuple[Box, ...]:
        return tuple(Box(*(edge * self.scale for edge in box)) for box in boxes)


def _has_extent(box: Box | None) -> bool:
    return box is not None and box.x1 > box.x0 and box.y1 > box.y0


def _known(word: Word) -> Box | None:
    """Where a word stands: its box, or that of its marks; None if neither has any extent."""
    if _has_extent(word.box):
        return word.box
    marks = around([mark.box for mark in word.marks if mark.box is not None])
    return marks if _has_extent(marks) else None


def _pieces(word: Word, place: Box | None) -> list[Piece]:
    """The word's marks, if they make up the word and have boxes; else the word."""
    whole = "".join([mark.text for mark in word.marks]) == word.text
    if word.marks and whole and all(_has_extent(mark.box) for mark in word.marks):
        return [Piece(mark.text, mark.box) for mark in word.marks]
    return [Piece(word.text, place)]


def _confidences(word: Word) -> list[float]:
    """One for each character; NaN where the file does not say."""
    count = len(word.text)
    if word.marks and "".join([mark.text for mark in word.marks]) == word.text:
        each = [mark.confidence for mark in word.marks for _ in mark.text]
        if any(sure is not None for sure in each):
            return [np.nan if sure is None else sure for sure in each]
    told = word.confidences if len(word.confidences) == count else (word.confidences or (None,))[:1] * count
    return [np.nan if sure is None else sure for sure in told]
