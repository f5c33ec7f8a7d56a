"""Columns: a fixed-width page is read column by column, not row by row.

    推动全国首个不动产信托   片仅占通州区1.12%面积的      →  the left column's lines, then the right one's
    财产登记试点、全国首批   区域，贡献了全区24%的新

Cells that stand under one another make a block; the page is cut along its gutters and, where a headline spans
them, above and below it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.page import Box, Line, Page
from pipeline.registry import Settings, stage


class Columns(Settings):
    shift: float = 4.0  # cells by which lines of one column may begin apart
    skip: int = 2  # rows from one line of a column to the next
    memory: int = 6  # lines of a column that tell its width
    widest: float = 45.0  # cells of a column of text; what is wider is a headline's or several columns' width
    overlap: float = 0.5  # share of the narrower line that must lie under the other


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines under one another, and the box around them in cells and rows."""

    lines: tuple[Line, ...]
    box: Box


@stage("columns", needs={"lines"}, gives={"lines"})
def columns(page: Page, settings: Columns) -> Page:
    """Put the cells of a fixed-width page into reading order."""
    if not any(line.box for line in page.lines):
        return page
    chunks = chunks_of(page.lines, settings)
    lines: list[Line] = []
    for chunk in reading_order(chunks):
        lines += [replace(line, gap=1 if n == 0 else line.gap) for n, line in enumerate(chunk.lines)]
    return page.but(lines=tuple(lines))


def chunks_of(lines: tuple[Line, ...], settings: Columns) -> list[Chunk]:
    """The columns' parts: each cell goes under the nearest one above that it lies below.

    A centred subheading and a signature at the right edge belong to the column that they stand in, though they
    begin elsewhere: they are alone in its width.
    """
    rows: dict[float, list[Line]] = {}
    for line in lines:
        if line.box:
            rows.setdefault(line.box.y0, []).append(line)
    running: list[list[Line]] = []
    done: list[list[Line]] = []
    for row, cells in sorted(rows.items()):
        done += [chunk for chunk in running if _box(chunk[-1]).y0 < row - settings.skip]
        running = [chunk for chunk in running if _box(chunk[-1]).y0 >= row - settings.skip]
        for line in sorted(cells, key=lambda each: _box(each).x0):
            box = _box(line)
            above = [c for c in running if _box(c[-1]).y0 < row and under(_box(c[-1]), box, settings)]
            above = above or [
                c for c in running if _alone_within(box, cells, around(tuple(c[-settings.memory :])), settings)
            ]
            if above:
                best = min(above, key=lambda c: (abs(_box(c[-1]).x0 - box.x0), _box(c[-1]).x0))
                best.append(replace(line, gap=max(0, int(row - _box(best[-1]).y0) - 1)))
            else:
                running.append([line])
    made = [Chunk(tuple(chunk), around(tuple(chunk))) for chunk in done + running]
    return sorted(made, key=lambda chunk: (chunk.box.y0, chunk.box.x0))


def under(above: Box, below: Box, settings: Columns) -> bool:
    """Whether the cell `below` can go on the column that `above` is in."""
    common = min(above.x1, below.x1) - max(above.x0, below.x0)
    narrower = min(above.x1 - above.x0, below.x1 - below.x0)
    return abs(above.x0 - below.x0) <= settings.shift and common >= settings.overlap * narrower


def _alone_within(box: Box, cells: list[Line], column: Box, settings: Columns) -> bool:
    """Whether a cell lies in a column's width and no other cell of its row begins there but the column's own."""
    inside = [_box(cell) for cell in cells if column.x0 - 1 <= _box(cell).x0 and _box(cell).x1 <= column.x1 + 2]
    others = [cell for cell in inside if cell != box and cell.x0 > column.x0 + settings.shift]
    return box in inside and not others and column.x1 - column.x0 <= settings.widest


def reading_order(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks in the order in which they are read: cut at gutters first, else at a spanning headline."""
    if len(chunks) < 2:
        return chunks
    if (sides := _split(chunks, 0)) is not None:
        return reading_order(sides[0]) + reading_order(sides[1])
    widest = max(chunks, key=lambda chunk: (chunk.box.x1 - chunk.box.x0, -chunk.box.y0))
    for row in (widest.box.y0, widest.box.y1):
        upper = [chunk for chunk in chunks if chunk.box.y1 <= row]
        if upper and len(upper) < len(chunks) and all(c.box.y1 <= row or c.box.y0 >= row for c in chunks):
            return reading_order(upper) + reading_order([c for c in chunks if c.box.y1 > row])
    if (bands := _split(chunks, 1)) is not None:
        return reading_order(bands[0]) + reading_order(bands[1])
    return sorted(chunks, key=lambda chunk: (chunk.box.x0, chunk.box.y0))


def _split(chunks: list[Chunk], axis: int) -> tuple[list[Chunk], list[Chunk]] | None:
    """The chunks on the two sides of the widest clean cut across `axis` (0: left and right, 1: above and below)."""
    ordered = sorted(chunks, key=lambda chunk: chunk.box[axis])
    edge = ordered[0].box[axis + 2]
    best: tuple[float, int] | None = None
    for n, chunk in enumerate(ordered[1:], start=1):
        gap = chunk.box[axis] - edge
        if gap >= 0 and (best is None or gap > best[0]):
            best = (gap, n)
        edge = max(edge, chunk.box[axis + 2])
    return None if best is None else (ordered[: best[1]], ordered[best[1] :])


def around(lines: tuple[Line, ...]) -> Box:
    boxes = [_box(line) for line in lines]
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))


def _box(line: Line) -> Box:
    assert line.box is not None
    return line.box
