"""Displays: boxes of type that is not set in columns, as advertisements and notices are; a row is a statement.

全场满千减百 沙发床垫低至5折      →  three paragraphs, whatever their sizes and their
进店即送环保袋 每日前50名             alignment: each row ends though the box had room for more
地址：望潮路266号
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

Floats = Sequence[float]

NONE = -1
DISPLAY = "display"  # the mark of a block in such a box
SET = 3  # lines; a galley of so many that end at one edge is text set in a column
FULL = 1.3  # of the size: a row that leaves less room is full; what came next was a little longer
ALIKE = 0.04  # of the size: rows of one statement differ by less
LEADS = 0.08  # of the size: the least by which the white between statements is wider than that between their rows
FLUSH = 0.5  # of the size: how far from the edge a flush line may end


def displays(galleys: Sequence[list[int]], frame: Sequence[int], end: Floats, size: Floats) -> set[int]:
    """The frames that hold type but no text set in a column. `frame` is each line's innermost frame, or NONE."""
    return set(frame) - {NONE} - {frame[lines[0]] for lines in galleys if _is_set(lines, end, size)}


def _is_set(lines: list[int], end: Floats, size: Floats) -> bool:
    if len(lines) < SET:
        return False
    edge = max(end[n] for n in lines)
    flush = [end[n] > edge - FLUSH * size[n] for n in lines[:-1]]
    return sum(flush) >= 0.6 * len(flush)


def statements(
    galleys: Sequence[list[int]], start: Floats, end: Floats, top: Floats, foot: Floats, size: Floats, room: float
) -> list[list[int]]:
    """The lines of a display, those that belong together.

    Where some rows stand closer than others, those are one statement. Where all are as far apart, the next goes on
    where a line is full. `room` is the length of the longest line that fits, in the unit of `start` and `end`. What is
    left of a long row may stand anywhere under it; in a display of several columns it stands in its galley.
    """
    lines = sorted((n for galley in galleys for n in galley), key=lambda n: (top[n], start[n]))
    stacked = all(top[b] > top[a] + 0.5 * min(size[a], size[b]) for a, b in pairwise(lines))
    columns = [lines] if stacked and lines else galleys

    def alike(a: int, b: int) -> bool:
        return abs(size[a] - size[b]) < ALIKE * size[b]

    white = {(a, b): (top[b] - foot[a]) / size[a] for rows in columns for a, b in pairwise(rows) if alike(a, b)}
    wide = _wide(sorted(white.values()))
    parts: list[list[int]] = []
    for rows in columns:
        parts.append(rows[:1])
        for a, b in pairwise(rows):
            full = end[a] - start[a] + FULL * size[a] > room
            if (a, b) in white and (full if wide is None else white[a, b] < wide):
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
