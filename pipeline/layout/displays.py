"""Displays: boxes of type that is not set in columns, as advertisements and notices are; a row is a statement.

全场满千减百 沙发床垫低至5折      →  three paragraphs, whatever their sizes and their
进店即送环保袋 每日前50名             alignment: each row ends though the box had room for more
地址：望潮路266号
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Floats = Sequence[float]

NONE = -1
DISPLAY = "display"  # the mark of a block in such a box
SET = 3  # lines; a galley of so many that end at one edge is text set in a column
FULL = 1.3  # of the size: a row that leaves less room is full; what came next was a little longer
LARGE = 1.12  # times the size of the running text: larger type on more leading is a display's, however it is set
HEAD = 1.6  # times the smallest type of a display: what is larger is its head
ALIKE = 0.04  # of the size: rows of one statement differ by less
LEADS = 0.08  # of the size: the least by which the white between statements is wider than that between their rows
SOLID = 0.3  # of the size: the white between the lines of a head is less
FLUSH = 0.5  # of the size: how far from the edge a flush line may end


def displays(
    galleys: Sequence[list[int]],
    frame: Sequence[int],
    end: Floats,
    top: Floats,
    foot: Floats,
    size: Floats,
    solid: tuple[float, float],
) -> set[int]:
    """The frames that hold type but no text set in a column. `frame` is each line's innermost frame, or NONE;
    `solid` the size of the page's running text and the white between its lines, in sizes."""
    return set(frame) - {NONE} - {frame[lines[0]] for lines in galleys if _is_set(lines, end, top, foot, size, solid)}


def _is_set(lines: list[int], end: Floats, top: Floats, foot: Floats, size: Floats, solid: tuple[float, float]) -> bool:
    if len(lines) < SET:
        return False
    em = size[lines[0]]
    white = min((top[b] - foot[a]) / em for a, b in pairwise(lines))
    if em > LARGE * solid[0] and white > solid[1] + LEADS:
        return False
    edge = max(end[n] for n in lines)
    flush = [end[n] > edge - FLUSH * size[n] for n in lines[:-1]]
    return sum(flush) >= 0.6 * len(flush)


@dataclass(frozen=True, slots=True)
class Rows:
    """The lines of a display: where they begin and end along the writing and across it."""

    start: Floats
    end: Floats
    top: Floats
    foot: Floats
    size: Floats

    def alike(self, a: int, b: int) -> bool:
        return abs(self.size[a] - self.size[b]) < ALIKE * self.size[b]

    def white(self, a: int, b: int) -> float:
        """Between two lines, in sizes."""
        return (self.top[b] - self.foot[a]) / self.size[a]

    def full(self, n: int, room: float) -> bool:
        return self.end[n] - self.start[n] + FULL * self.size[n] > room


def statements(galleys: Sequence[list[int]], rows: Rows, room: float) -> list[list[int]]:
    """The lines of a display, those that belong together.

    Where some rows stand closer than others, those are one statement. Where all are as far apart, they are one if each
    is full. `room` is the length of the longest line that fits, in the unit of the rows. What is left of a long row
    may stand anywhere under it; in a display of several columns it stands in its galley.
    """
    lines = sorted((n for galley in galleys for n in galley), key=lambda n: (rows.top[n], rows.start[n]))
    size = rows.size
    stacked = all(rows.top[b] > rows.top[a] + 0.5 * min(size[a], size[b]) for a, b in pairwise(lines))
    columns = [lines] if stacked and lines else galleys
    least = min((size[n] for n in lines), default=0.0)
    pairs = [(a, b) for held in columns for a, b in pairwise(held) if max(size[a], size[b]) < HEAD * least]
    wide = _wide(sorted(rows.white(a, b) for a, b in pairs))
    level = wide is None and all(rows.full(a, room) for a, b in pairs if rows.alike(a, b))
    parts: list[list[int]] = []
    for held in columns:
        parts.append(held[:1])
        for a, b in pairwise(held):
            close = level if wide is None else rows.white(a, b) < wide
            if (a, b) not in pairs:
                close = rows.white(a, b) < SOLID
            if rows.alike(a, b) and close:
                parts[-1].append(b)
            else:
                parts.append([b])
    return parts


def _wide(whites: list[float]) -> float | None:
    """From which white on rows are apart, where some stand closer than others; None where all are as far apart."""
    steps = [(after - before, (after + before) / 2) for before, after in pairwise(whites)]
    step, middle = max(steps, default=(0.0, 0.0))
    return middle if step > LEADS else None


def room_in(which: Iterable[int], start: Floats, end: Floats, edges: tuple[float, float]) -> float:
    """How long a line may be in a frame whose edges along the writing these are: its margins are as narrow as the
    narrowest of its lines shows."""
    margin = min(min(start[n] - edges[0], edges[1] - end[n]) for n in which)
    return edges[1] - edges[0] - 2 * max(margin, 0.0)
