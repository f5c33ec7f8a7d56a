"""The data model of a newspaper page: glyphs, lines, blocks, stories, furniture.

All parts are immutable; a stage returns a page made of the same glyphs differently arranged. At any moment
every glyph is in exactly one text of `Page.texts()` or in the ledger's discards; the runner proves it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from statistics import median_high
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.ledger import Ledger, codepoints
from pipeline.text import Text, join

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALL_PAGES = range(1, 2**31)  # the numbers of a source's pages, however many it has
OFF_PAGE = "boxes-outside-page"  # the flag of a page whose source puts print beyond its edge


class Box(NamedTuple):
    """A rectangle with the origin at the top left; points, pixels or (fixed-width text) character cells."""

    x0: float
    y0: float
    x1: float
    y1: float


def around(boxes: Iterable[Box]) -> Box | None:
    """The smallest box that holds all of the boxes; None for none."""
    held = list(boxes)
    if not held:
        return None
    x0, y0, x1, y1 = zip(*held, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


class Direction(StrEnum):
    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"  # right to left


class Role(StrEnum):
    """What a block is for; the words of the trade."""

    UNKNOWN = "unknown"
    HEADLINE = "headline"  # 主题
    KICKER = "kicker"  # 引题
    DECK = "deck"  # 副题
    SUBHEADING = "subheading"  # 小标题
    BYLINE = "byline"  # 署名
    DATELINE = "dateline"  # 电头
    PARAGRAPH = "paragraph"
    CAPTION = "caption"  # 图说
    CREDIT = "credit"  # 摄影
    COLUMN = "column"  # 栏目
    JUMP = "jump"  # 下转/上接
    FURNITURE = "furniture"
    ADVERTISEMENT = "advertisement"


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The source's characters, one row each: what they read, where they stand in the source, where on paper.

    `offset` counts characters of the decoded source (raw text) or glyphs in the order of the content stream. The
    rest is None where the source has no geometry: `box` is (n, 4) in points or pixels from the top left; `size` the
    size of the type as drawn, in the same unit; `font` an index into `fonts`, names without their subset tags;
    `color` 0xRRGGBB of the fill; `angle` by how many degrees, clockwise, the line of writing is turned from
    left-to-right (vertical writing with upright glyphs: 90, and `vertical`); `hidden` what is drawn without ink,
    `outside` what the page's edge or a clip cuts off, or what is too small to be seen; `confidence` how sure an OCR
    engine is of the character, 0 to 1, NaN where it does not say.
    """

    char: NDArray[np.uint32]
    offset: NDArray[np.int64]
    box: NDArray[np.float32] | None = None
    size: NDArray[np.float32] | None = None
    font: NDArray[np.int32] | None = None
    fonts: tuple[str, ...] = ()
    color: NDArray[np.uint32] | None = None
    angle: NDArray[np.float32] | None = None
    vertical: NDArray[np.bool_] | None = None
    hidden: NDArray[np.bool_] | None = None
    outside: NDArray[np.bool_] | None = None
    confidence: NDArray[np.float32] | None = None

    @classmethod
    def of(cls, string: str, first_offset: int = 0) -> Glyphs:
        return cls(codepoints(string), np.arange(first_offset, first_offset + len(string)))

    def __len__(self) -> int:
        return len(self.char)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as the source has it.

    `size` is the size of its type where the source has geometry, else 0, and `face` the font of most of its
    ideographs (an index into the glyphs' fonts, -1: unknown). `gap` counts the blank lines before it,
    `indent` the white cells at its start (3 or more columns of a fixed-width page excluded).
    `marks` are what stages noticed on the way: shadowed, stacked, bulleted, ….
    """

    text: Text
    box: Box | None = None
    direction: Direction = Direction.HORIZONTAL
    size: float = 0.0
    face: int = -1
    gap: int = 0
    indent: int = 0
    marks: frozenset[str] = frozenset()

    @property
    def string(self) -> str:
        return self.text.string

    def without(self, spans: Iterable[slice], reason: str, mark: str | None = None) -> Line:
        """The line without `spans`, which go to the ledger; marked `mark` if anything went."""
        text = self.text.delete(spans, reason)
        if text is self.text:
            return self
        return self.with_text(text, mark)

    def with_text(self, text: Text, mark: str | None = None) -> Line:
        return replace(self, text=text, marks=self.marks | {mark} if mark else self.marks)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one column and one style that belong together.

    `begins` and `ends`: whether the block starts and closes a paragraph (None: the lines do not tell).
    `measure` is the width of the column in em, `number` the block's place in the source. `looks` holds, for each
    role that the looks of a block can tell, its probability. `edges` are where its column begins and ends along the
    writing, in the page's unit (None: unknown); short and indented lines do not reach them.
    """

    lines: tuple[Line, ...]
    role: Role = Role.UNKNOWN
    number: int = 0
    measure: float = 0.0
    begins: bool | None = None
    ends: bool | None = None
    marks: frozenset[str] = frozenset()
    looks: Mapping[str, float] = field(default_factory=dict)
    column: int = -1
    edges: tuple[float, float] | None = None
    confidence: float = 1.0

    @property
    def text(self) -> Text:
        """The lines joined without a break; lossless. Words of other scripts are parted by the lines' stage."""
        return join([line.text for line in self.lines])

    @property
    def string(self) -> str:
        return "".join([line.text.string for line in self.lines])

    @property
    def gap(self) -> int:
        return self.lines[0].gap

    @property
    def box(self) -> Box | None:
        """The rectangle around its lines; None if they have none."""
        return around([line.box for line in self.lines if line.box is not None])

    @property
    def size(self) -> float:
        """The usual size of its lines; the first may be smaller, as where a dateline begins it."""
        return median_high(line.size for line in self.lines)

    def as_(self, role: Role, **changes: object) -> Block:
        return replace(self, role=role, **changes)  # type: ignore[arg-type]

    def continued(self, part: Block) -> Block:
        """One paragraph of this block and the part of it that stands elsewhere."""
        return replace(
            self,
            lines=self.lines + part.lines,
            ends=part.ends,
            marks=self.marks | part.marks,
            confidence=min(self.confidence, part.confidence),
        )

    def with_text(self, text: Text) -> Block:
        """The block as one line of `text`; itself, if it is that."""
        if len(self.lines) == 1 and text is self.lines[0].text:
            return self
        return replace(self, lines=(replace(self.lines[0], text=text),))


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote or took it, as far as the page says."""

    name: str
    role: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """电头 read apart: 新华社北京7月4日电."""

    agency: str | None = None
    place: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Blocks with their roles, in reading order, and what was read out of them.

    `parent` is the index of the story that this one is a sidebar of; `column` is the name of a column (栏目) that
    is printed once for several stories. `originals` keeps the text of each block before script conversion.
    """

    blocks: tuple[Block, ...]
    kind: str = "article"
    parent: int | None = None
    column: str | None = None
    authors: tuple[Author, ...] = ()
    dateline: Dateline | None = None
    script: str | None = None
    originals: tuple[str, ...] = ()
    confidence: float = 1.0
    flags: tuple[str, ...] = ()

    def having(self, *roles: Role) -> list[Block]:
        """The story's blocks of the given roles, in order."""
        return [block for block in self.blocks if block.role in roles]

    @property
    def body(self) -> list[Block]:
        return self.having(Role.PARAGRAPH, Role.SUBHEADING)

    def flagged(self, *flags: str) -> Story:
        return replace(self, flags=tuple(dict.fromkeys((*self.flags, *flags))))


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece of the page that belongs to no story: 报头, 报眉, 版次, 责编 …"""

    role: str
    text: Text


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the furniture says of the page; None or empty where it does not say."""

    newspaper: str | None = None
    date: str | None = None  # ISO
    weekday: str | None = None
    folio: str | None = None
    section: str | None = None
    credits: tuple[tuple[str, tuple[str, ...]], ...] = ()
    year: int | None = None  # Gregorian, also where the day is told by the moon


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page comes from. `unit` is what offsets and boxes count.

    `picture` is which of a file's pictures shows the page; one can show two. `width`, `height` and all boxes of the
    page are those of the picture as it is read: `turned` so many degrees clockwise, quarter by quarter, and then
    `askew` so few about its middle, until its lines are level.
    """

    path: str
    sha256: str
    kind: str
    pages: int
    number: int = 1  # which of the pages this is
    encoding: str | None = None
    width: float | None = None
    height: float | None = None
    unit: str = "character"
    picture: int = 1
    turned: int = 0
    askew: float = 0.0

    def original(self, box: Box) -> Box:
        """A box of the page in the picture as it is: about the place of its middle there, its sides as long."""
        wide, high = self.width or 0.0, self.height or 0.0
        x0, y0, x1, y1 = self._lying(box) if self.askew else box
        if self.turned == 90:
            return Box(y0, wide - x1, y1, wide - x0)
        if self.turned == 180:
            return Box(wide - x1, high - y1, wide - x0, high - y0)
        if self.turned == 270:
            return Box(high - y1, x0, high - y0, x1)
        return Box(x0, y0, x1, y1)

    def _lying(self, box: Box) -> Box:
        """A box of the page before it was turned until its lines are level."""
        angle = math.radians(self.askew)
        x0, y0, x1, y1 = box
        across, down = (x0 + x1 - (self.width or 0.0)) / 2, (y0 + y1 - (self.height or 0.0)) / 2
        right = (math.cos(angle) - 1) * across + math.sin(angle) * down
        lower = (math.cos(angle) - 1) * down - math.sin(angle) * across
        return Box(x0 + right, y0 + lower, x1 + right, y1 + lower)

    @property
    def original_size(self) -> tuple[float | None, float | None]:
        """Width and height of the picture as it is."""
        return (self.height, self.width) if self.turned in (90, 270) else (self.width, self.height)


@dataclass(frozen=True, slots=True)
class Graphics:
    """What a page draws besides glyphs, as boxes in its unit: what may part its stories, and what is no text.

    `rules` are thin lines (a box one of whose sides is next to nothing), `frames` rectangles that are stroked,
    `tints` rectangles that are filled and not white, `pictures` images, `lettering` lines of type that are drawn as
    shapes or as a picture, so that no text says what they read.
    """

    rules: tuple[Box, ...] = ()
    frames: tuple[Box, ...] = ()
    tints: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    lettering: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One newspaper page on its way from glyphs to stories."""

    id: str
    source: Source
    glyphs: Glyphs
    ledger: Ledger
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    stories: tuple[Story, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    masthead: Masthead = field(default_factory=Masthead)
    graphics: Graphics = field(default_factory=Graphics)
    confidence: float = 1.0
    flags: tuple[str, ...] = ()

    def texts(self) -> Iterator[Text]:
        """Every text of the page, wherever it is at this moment."""
        for line in self.lines:
            yield line.text
        for block in self.blocks:
            for line in block.lines:
                yield line.text
        for story in self.stories:
            for block in story.blocks:
                for line in block.lines:
                    yield line.text
        for item in self.furniture:
            yield item.text

    def but(self, **changes: object) -> Page:
        """The page with some of its parts replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def map_lines(self, change: Callable[[Line], Line]) -> Page:
        """The page with every line changed; lines that became empty vanish."""
        changed = [change(line) for line in self.lines]
        return self.but(lines=tuple(line for line in changed if len(line.text)))

    def map_blocks(self, change: Callable[[Block], Block]) -> Page:
        """The page with every block of every story changed."""
        stories = [replace(s, blocks=tuple(change(block) for block in s.blocks)) for s in self.stories]
        return self.but(stories=tuple(stories))

    def place(self, box: Box) -> Box:
        """A box of the page in its source as it is (`Source.original`), without what reaches beyond the page's edge.

        Glyphs' boxes are squares of their type, larger than what is printed. Where the source itself puts print beyond
        the edge (`OFF_PAGE`), nobody knows where the edge is.
        """
        there = self.source.original(box)
        wide, high = self.source.original_size
        if not wide or not high or OFF_PAGE in self.flags:
            return there
        x0, x1 = (min(max(x, 0.0), wide) for x in (there.x0, there.x1))
        y0, y1 = (min(max(y, 0.0), high) for y in (there.y0, there.y1))
        return Box(x0, y0, x1, y1)

    def flagged(self, *flags: str) -> Page:
        return self.but(flags=tuple(dict.fromkeys((*self.flags, *flags))))
