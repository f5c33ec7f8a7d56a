"""Legend: beside the page, its stories with their colours, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.drawing.palette import BLACK, COLORS, GREY, RED, WHITE, ink_on
from pipeline.drawing.shapes import Area, Disc, Group, Label, Path, Shape, fitting
from pipeline.page import Box, Page


@dataclass(frozen=True, slots=True)
class Entry:
    """What the legend says of a story."""

    name: str
    headline: str
    confidence: float
    flags: tuple[str, ...]
    color: str
    doubtful: bool


def legend(page: Page, entries: Sequence[Entry], sheet: Box, unplaced: bool) -> tuple[Group, float, float]:
    """The legend at the right of the sheet, and how wide and high the drawing is with it."""
    size = min(24.0, max(7.0, sheet.y1 / 110))
    left, wide = sheet.x1 + size, size * 24
    shapes: list[Shape] = []
    y = size * 1.6
    shapes.append(Label((left, y), fitting(page.id, size * 1.3, wide), size * 1.3, bold=True))
    number = f"page {page.source.number} of {page.source.pages} · " if page.source.pages > 1 else ""
    count = f"{len(entries)} {'story' if len(entries) == 1 else 'stories'}"
    y += size * 1.7
    shapes.append(Label((left, y), f"{number}{count} · confidence {page.confidence:.2f}", size * 0.95))
    for flag in page.flags:
        y += size * 1.35
        shapes.append(Label((left, y), fitting(flag, size * 0.9, wide), size * 0.9, RED))
    y += size * 1.2
    for entry in entries:
        shapes += _entry(entry, left, y, size, wide)
        y += size * (3.2 if entry.flags else 1.9)
    y += size * 0.8
    shapes.append(Area(Box(left, y, left + wide, y + 0.5), fill=GREY))
    y += size * 0.8
    for row in _key(left, y, size, unplaced):
        shapes += row
    y += size * 1.9 * (5 + unplaced) + size
    width, height = left + wide + size, max(sheet.y1, y)
    ground = Area(Box(sheet.x1, 0, width, height), fill="#F7F7F5")
    return Group("legend", (ground, *shapes)), width, height


def _entry(entry: Entry, left: float, y: float, size: float, wide: float) -> Iterator[Shape]:
    plate = Box(left, y, left + size * 2.6, y + size * 1.5)
    yield Area(plate, fill=entry.color, round=size * 0.3)
    yield Label((left + size * 0.45, y + size * 1.1), entry.name, size * 0.95, ink_on(entry.color), bold=True)
    ink = RED if entry.doubtful else BLACK
    yield Label((left + size * 3, y + size * 1.1), f"{entry.confidence:.2f}", size * 0.95, ink)
    words = entry.headline or "(no headline)"
    room = wide - size * 5.8
    yield Label(
        (left + size * 5.8, y + size * 1.1), fitting(words, size, room), size, BLACK if entry.headline else GREY
    )
    if entry.flags:
        flags = fitting(", ".join(entry.flags), size * 0.8, room)
        yield Label((left + size * 5.8, y + size * 2.3), flags, size * 0.8, RED)


def _key(left: float, y: float, size: float, unplaced: bool) -> Iterator[tuple[Shape, ...]]:
    """A row each: a mark, and what it means."""
    color, step = COLORS[0], size * 1.9

    def row(n: int, words: str) -> tuple[Box, Label]:
        box = Box(left, y + n * step, left + size * 2.6, y + n * step + size * 1.2)
        return box, Label((left + size * 3.4, box.y1 - size * 0.25), words, size * 0.9)

    box, words = row(0, "order of the paragraphs; 2 goes on in 2b")
    middle = (box.y0 + box.y1) / 2
    end = box.x1 - size * 0.6
    yield (
        Path(((box.x0, middle), (end - size * 0.6, middle)), color, size * 0.12, head=size * 0.5),
        Disc((end, middle), size * 0.6, color, WHITE, "2"),
        words,
    )
    box, words = row(1, "headline, byline and other parts with a role")
    yield Area(box, fill=color, opacity=0.26, stroke=color, width=0.6), words
    box, words = row(2, "paragraph")
    yield Area(box, fill=color, opacity=0.15), words
    box, words = row(3, "its place in the story is in doubt")
    yield Area(box, fill=color, opacity=0.15, stroke=color, width=1.4, dashed=True), words
    box, words = row(4, "furniture of the page")
    yield Area(box, fill=GREY, opacity=0.22), words
    if unplaced:
        box, words = row(5, "text that found no place")
        yield Area(box, stroke=RED, width=0.9, hatched=True), words
