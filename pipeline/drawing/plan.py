"""Plan: what is drawn of a page, and where: pure, and the same for every kind of picture.

A story has a colour. Its blocks are filled lightly; the headline and the paragraphs are joined by arrows in
their order, and each piece of a paragraph has its number (5, and 5b where it goes on in the next column).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.drawing.legend import Entry, legend
from pipeline.drawing.palette import BLACK, GREY, RED, WHITE, coloured, ink_on
from pipeline.drawing.shapes import Area, Disc, Drawing, Group, Label, Path, Picture, Point, Print, Shape, width_of
from pipeline.ingest.summary import DOUBTFUL
from pipeline.page import Block, Box, Page, Role, Story
from pipeline.text import Text
from pipeline.writers.build import UNPLACED, body_of, story_id, unplaced
from pipeline.writers.places import Stretch, stretches

TYPE = 9.5  # points: the body type that all sizes here are meant for
NEAR = 40.0  # points: stories nearer than this differ in colour
LETTERS = "bcdefghijklmnopqrstuvwxyz"  # of a paragraph's second, third … piece
UNLABELLED = frozenset({Role.PARAGRAPH})
IDEOGRAPHS = "\u3400\u9fff"  # the first and the last
BASE = 0.86  # of a glyph's height is above the base line


@dataclass(frozen=True, slots=True)
class _Piece:
    """A numbered piece of a story's body, or its headline."""

    name: str
    stretch: Stretch
    doubtful: bool


def plan(page: Page, background: bytes | None = None) -> Drawing:
    """The drawing of a page that all stages have seen. Raises ValueError for a page without geometry.

    `background` is a PNG of the page; without one the page's own characters are drawn.
    """
    if page.glyphs.box is None or not page.source.width or not page.source.height:
        raise ValueError(f"{page.id} has no geometry")
    sheet = Box(0, 0, page.source.width, page.source.height)
    unit = _unit(page)
    stories = page.stories
    placed = [[(block, stretches([line.text for line in block.lines], page)) for block in s.blocks] for s in stories]
    boxes = [[stretch.box for _, found in blocks for stretch in found] for blocks in placed]
    colors = coloured(boxes, NEAR * unit)
    left = [*unplaced(page), *(item.text for item in page.furniture if item.role == UNPLACED)]
    groups = [
        Group("paper", (Area(sheet, fill=WHITE, stroke=GREY, width=0.5),)),
        Group("background", tuple(_background(page, sheet, background))),
        Group("furniture", tuple(_pale([item.text for item in page.furniture if item.role != UNPLACED], page))),
        *(
            Group("story", tuple(_fills(blocks, color)), story_id(n), _headline(story))
            for n, (story, blocks, color) in enumerate(zip(stories, placed, colors, strict=True))
        ),
        Group("unplaced", tuple(_hatched(left, page))),
    ]
    if background is None:
        groups.append(Group("print", tuple(_print(page, left))))
    for n, (story, blocks, color) in enumerate(zip(stories, placed, colors, strict=True)):
        marks = (*_order(story, blocks, color, unit), *_labels(story_id(n), story, blocks, color, unit, sheet))
        groups.append(Group("order", marks, story_id(n)))
    entries = [
        Entry(story_id(n), _headline(story), story.confidence, story.flags, color, story.confidence < DOUBTFUL)
        for n, (story, color) in enumerate(zip(stories, colors, strict=True))
    ]
    beside, width, height = legend(page, entries, sheet, bool(left))
    return Drawing(width, height, f"jianbao: {page.id}", (*groups, beside))


def _unit(page: Page) -> float:
    """By how much the page's type is larger than the common size."""
    sizes = page.glyphs.size
    if sizes is None or not len(sizes):
        return 1.0
    return min(3.0, max(0.5, float(np.median(sizes)) / TYPE))


def _headline(story: Story) -> str:
    return " ".join(block.string for block in story.having(Role.HEADLINE)) or ""


def _background(page: Page, sheet: Box, picture: bytes | None) -> Iterator[Shape]:
    if picture is not None:
        yield Picture(sheet, picture)
        yield Area(sheet, fill=WHITE, opacity=0.35)
        return
    drawn = page.graphics
    for box in (*drawn.pictures, *drawn.lettering):
        yield Area(_kept(box, sheet), fill="#E4E4E4")
    for box in drawn.frames:
        yield Area(_kept(box, sheet), stroke="#C8C8C8", width=0.6)
    for box in drawn.rules:
        x0, y0, x1, y1 = _kept(box, sheet)
        yield Area(Box(x0, y0, max(x1, x0 + 0.4), max(y1, y0 + 0.4)), fill="#C8C8C8")


def _kept(box: Box, sheet: Box) -> Box:
    """What of a box is on the sheet."""
    return Box(max(box.x0, 0), max(box.y0, 0), min(box.x1, sheet.x1), min(box.y1, sheet.y1))


def _pale(texts: Iterable[Text], page: Page) -> Iterator[Shape]:
    for text in texts:
        for stretch in stretches([text], page):
            yield Area(stretch.box, fill=GREY, opacity=0.22)


def _hatched(texts: Iterable[Text], page: Page) -> Iterator[Shape]:
    for text in texts:
        for stretch in stretches([text], page):
            yield Area(stretch.box, stroke=RED, width=0.9, hatched=True)


def _fills(blocks: Sequence[tuple[Block, Sequence[Stretch]]], color: str) -> Iterator[Shape]:
    for block, found in blocks:
        strong = block.role not in UNLABELLED
        doubtful = block.confidence < DOUBTFUL
        for stretch in found:
            yield Area(
                _wider(stretch.box, 1),
                fill=color,
                opacity=0.26 if strong else 0.15,
                stroke=color if strong or doubtful else None,
                width=1.4 if doubtful else 0.6,
                dashed=doubtful,
            )


def _wider(box: Box, by: float) -> Box:
    return Box(box.x0 - by, box.y0 - by, box.x1 + by, box.y1 + by)


def _print(page: Page, left: Sequence[Text]) -> Iterator[Shape]:
    for story in page.stories:
        for block in story.blocks:
            for line in block.lines:
                yield from _characters(line.text, page, BLACK)
    for item in page.furniture:
        if item.role != UNPLACED:
            yield from _characters(item.text, page, "#777777")
    for text in left:
        yield from _characters(text, page, RED)


def _characters(text: Text, page: Page, ink: str) -> Iterator[Print]:
    """The characters of a text where they are printed, in rows of one size."""
    boxes = page.glyphs.box
    assert boxes is not None
    sizes = page.glyphs.size
    row: list[tuple[str, Point]] = []
    key: tuple[float, float] | None = None
    for char, glyph in zip(text.string, text.origins.tolist(), strict=True):
        if glyph < 0 or char.isspace():
            continue
        x0, y0, x1, y1 = boxes[glyph].tolist()
        high = y1 - y0
        size = round(min(high, float(sizes[glyph])) if sizes is not None and sizes[glyph] > 0 else high, 1)
        if IDEOGRAPHS[0] <= char <= IDEOGRAPHS[1]:
            size = min(size, round((x1 - x0) * 1.1, 1))  # condensed type
        if size <= 0:
            continue
        base = round(y0 + high * BASE, 1)
        if row and (key != (size, base) or char > "\uffff" or row[-1][0] > "\uffff"):
            yield _row(row, key, ink)
            row = []
        key = (size, base)
        row.append((char, (round(x0, 1), base)))
    if row:
        yield _row(row, key, ink)


def _row(row: Sequence[tuple[str, Point]], key: tuple[float, float] | None, ink: str) -> Print:
    assert key is not None
    return Print("".join(char for char, _ in row), tuple(at for _, at in row), key[0], ink)


def _order(story: Story, blocks: Sequence[tuple[Block, Sequence[Stretch]]], color: str, unit: float) -> Iterator[Shape]:
    """The arrows from piece to piece, and the number of each piece on top of them."""
    pieces = list(_pieces(story, blocks))
    radius = 4.6 * unit
    for before, after in pairwise(pieces):
        goal = _start(after.stretch, unit)
        gutter = _gutter(before.stretch.box, after.stretch.box, [piece.stretch.box for piece in pieces if piece.name])
        points = _way(before.stretch, goal, gutter, unit)[0 if before.name else 1 :]
        yield Path(
            (*points, _short_of(points[-1], goal, radius)), color, 1.1 * unit, after.doubtful, 4 * unit, after.name
        )
    for piece in pieces:
        if piece.name:
            yield Disc(_start(piece.stretch, unit), radius, color, ink_on(color), piece.name)


def _pieces(story: Story, blocks: Sequence[tuple[Block, Sequence[Stretch]]]) -> Iterator[_Piece]:
    where = {id(block): found for block, found in blocks}
    for block in story.having(Role.HEADLINE)[:1]:
        for stretch in where[id(block)][:1]:
            yield _Piece("", stretch, False)
    for number, block in enumerate(body_of(story), start=1):
        doubtful = block.confidence < DOUBTFUL
        for part, stretch in enumerate(where[id(block)]):
            letter = LETTERS[min(part, len(LETTERS)) - 1] if part else ""
            yield _Piece(f"{number}{letter}", stretch, doubtful and not part)


def _start(stretch: Stretch, unit: float) -> Point:
    """Where the number of a piece stands: at its first character, in the gutter."""
    box = stretch.box
    if stretch.vertical:
        return max(box.x0, box.x1 - TYPE / 2 * unit), box.y0 - 3.4 * unit
    return box.x0 - 3.4 * unit, min(box.y1, box.y0 + TYPE / 2 * unit)


def _gutter(before: Box, after: Box, boxes: Iterable[Box]) -> float:
    """The left edge of the column of a piece, which may be a subheading in its middle."""
    column = [box.x0 for box in boxes if before.x1 <= box.x0 < after.x1 and box.x1 > after.x0]
    return min(column, default=after.x0)


def _way(stretch: Stretch, goal: Point, gutter: float, unit: float) -> list[Point]:
    """The way of an arrow from a piece's number along its edge and on to the goal.

    To another column it goes by the `gutter` at that column's left, to another tier by the white between tiers.
    """
    box = stretch.box
    start = _start(stretch, unit)
    aside = 3.4 * unit
    if stretch.vertical:
        corner = (box.x0 - aside * 0.4, start[1])
        if goal[0] > box.x0 and goal[1] > box.y1 - aside * 2:  # in a lower tier: down, and along its upper edge
            return [start, corner, (corner[0], min(box.y1 + aside * 0.6, goal[1] - aside * 0.3))]
        return [start, corner]
    corner = (start[0], box.y1)
    if goal[0] > box.x1 - aside and goal[1] < box.y1:  # at the top of a column further right: up by the gutter
        up = gutter - aside * 2.2
        return [start, (start[0], box.y1 + aside * 0.5), (up, box.y1 + aside * 0.5), (up, goal[1] - aside * 2.6)]
    return [start, corner]


def _short_of(start: Point, goal: Point, by: float) -> Point:
    (x0, y0), (x1, y1) = start, goal
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    if length <= by:
        return goal
    return x1 - (x1 - x0) / length * by, y1 - (y1 - y0) / length * by


def _labels(
    name: str,
    story: Story,
    blocks: Sequence[tuple[Block, Sequence[Stretch]]],
    color: str,
    unit: float,
    sheet: Box,
) -> Iterator[Shape]:
    """Roles, and beside the headline, or else the first block, the story's name, confidence and flags."""
    shown = [(block, found) for block, found in blocks if found]
    main = next((block for block, _ in shown if block.role is Role.HEADLINE), shown[0][0] if shown else None)
    for block, found in shown:
        if block is not main and block.role not in UNLABELLED:
            yield from _tag(str(block.role), found[0].box, 5.5 * unit, color, sheet)
    for block, found in shown:
        if block is main:
            box = found[0].box
            if story.flags:
                above = Box(box.x0, box.y0 - 10.5 * unit, box.x1, box.y1)
                yield from _tag(", ".join(story.flags), above, 6 * unit, color, sheet, doubtful=True)
            role = "" if block.role is Role.PARAGRAPH else f" {block.role}"
            words = f"{name}{role} · {story.confidence:.2f}"
            yield from _tag(words, box, 8 * unit, color, sheet, doubtful=story.confidence < DOUBTFUL)


def _tag(words: str, box: Box, size: float, color: str, sheet: Box, doubtful: bool = False) -> Iterator[Shape]:
    """A word on a small plate that stands on the upper edge of a box."""
    wide, high = width_of(words, size) + size * 0.8, size * 1.35
    x0 = max(0.0, min(box.x0 + size * 0.6, sheet.x1 - wide))
    y0 = max(0.0, box.y0 - high * 0.8)
    plate = Box(x0, y0, x0 + wide, y0 + high)
    fill, ink = (WHITE, RED) if doubtful else (color, ink_on(color))
    yield Area(plate, fill=fill, opacity=0.94, round=size * 0.3, stroke=color, width=size * 0.12)
    yield Label((x0 + size * 0.4, y0 + high * 0.73), words, size, ink, bold=True)
