"""Rows: glyphs that stand in one line of writing, in their order.

Everything here is measured along and across the writing, so that lines and vertical columns are one problem:
`start` and `end` are where a glyph begins and ends along the line, `across` where its middle lies across it.
Two columns are parted where the white between two glyphs is wider than a line's ever is, or a rule stands in it. The
narrower white of a gutter, which only the lines above and below tell, parts lines later, if a reader has cut them
(`gutters`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

IN_LINE = 0.4  # of the smaller size: how far the middles of two glyphs of one line may be apart across it
RUN_GAP = 0.33  # of the size: up to this gap neighbours in the content stream are one run, unasked
GAP = 1.05  # of the size: a wider gap between runs is a gutter; justified type is hardly ever spread so far
DISPLAY_GAP = 1.15  # the same for display type, which is spread more
ODDS = 1.15  # type so much larger than other running text beside it is a label
APART = 0.5  # of the size: a label with more white is in no line with the text
OVERLAP = 1.05  # of the size: how far a run may begin before the one before it ends (two marks, both squeezed)
DISPLAY = 1.35  # type larger than the body's by this factor is display type
WIDEST = 2.6  # of the size: the widest gap within a line whose neighbours run on over it
LEADING = 2.0  # of the size: the middles of the lines next to a line are nearer
SMALL = 6  # glyphs of a run that may have been drawn apart from its line
SIZES = 1.6  # sizes within one line differ by this factor at most (Latin, digits)
SEAM = 0.45  # of the larger size: white between two lines of display type that stand level
SEAM_SIDE = 4  # ideographs on either side of it at least
SEAM_SIZE = 1.05  # sizes of two such lines differ by this factor, or their faces do
SEAM_LEVEL = 0.12  # of the larger size: or one stands so much lower
FARTHEST = DISPLAY_GAP * SIZES  # of a line's size: what begins farther behind its end is in another line

Barred = Callable[[float, float, float], bool]  # (end, start, across): does a rule part them?


def rows(
    start: Floats, end: Floats, across: Floats, size: Floats, body: float, barred: Barred, *, cut: bool = False
) -> list[Ints]:
    """The glyphs of each line, in the order of writing. Any order of the glyphs gives the same lines.

    `cut`: the source has cut the lines already. A rule then parts two even if it runs through the square of a mark,
    which is wider than its ink.
    """
    count = len(start)
    if not count:
        return []
    joined = _runs(start, end, across, size)
    bounds = [0, *(np.flatnonzero(~joined) + 1).tolist(), count]
    run_start = np.minimum.reduceat(start, bounds[:-1]).tolist()
    run_end = np.maximum.reduceat(end, bounds[:-1]).tolist()
    length = np.diff(bounds)
    run_across = (np.add.reduceat(across, bounds[:-1]) / length).tolist()
    run_size = np.maximum.reduceat(size, bounds[:-1]).tolist()
    order = sorted(range(len(length)), key=lambda n: (run_start[n], run_across[n]))
    cell = max(1.0, body / 2)
    open_lines: dict[int, list[_Row]] = defaultdict(list)
    made: list[_Row] = []
    for n in order:
        here, z, begin = run_across[n], run_size[n], run_start[n]
        reach = int(IN_LINE * z / cell) + 1
        best: _Row | None = None
        best_gap = np.inf
        for key in range(int(here // cell) - reach, int(here // cell) + reach + 1):
            live = [row for row in open_lines.get(key, ()) if begin - row.end <= FARTHEST * row.size]
            if live:
                open_lines[key] = live
            else:
                open_lines.pop(key, None)
            for row in live:
                small, large = min(z, row.size), max(z, row.size)
                if abs(row.across - here) > IN_LINE * small or large > SIZES * small:
                    continue
                gap = begin - row.end
                widest = (DISPLAY_GAP if small > DISPLAY * body else GAP) * large
                if ODDS * small < large <= DISPLAY * body:
                    widest = APART * large
                if -OVERLAP * large <= gap <= widest and abs(gap) < best_gap:
                    if cut and barred(row.end - row.size / 2, begin + z / 2, here):
                        continue
                    if gap > 0.25 * large and barred(row.end, begin, here):
                        continue
                    best, best_gap = row, abs(gap)
        if best is None:
            best = _Row(here, z, run_end[n])
            made.append(best)
            open_lines[int(here // cell)].append(best)
        best.take(n, run_end[n], z, int(length[n]))
    for row in made:
        row.start = min(run_start[n] for n in row.runs)
    return _members(_bridged(_filled(made), barred), np.array(bounds), start)


def seam(start: list[float], end: list[float], across: list[float], size: list[float], face: list[int]) -> int:
    """How many glyphs of a line of display type are a headline of their own, which another stands beside: all
    ideographs before a white are of one size and face, and all behind it of another, or stand on another level; 0 for
    none. `face` is below 0 for what is no ideograph."""
    own = [n for n, each in enumerate(face) if each >= 0]
    for k in range(SEAM_SIDE, len(own) - SEAM_SIDE + 1):
        a, b = own[k - 1], own[k]
        em = max(size[a], size[b])
        at = next((n for n in range(a + 1, b + 1) if start[n] - end[n - 1] > SEAM * em), 0)
        if not at:
            continue
        if size[a] * SEAM_SIZE > size[b] and size[b] * SEAM_SIZE > size[a] and face[a] == face[b]:
            before, behind = ([across[n] for n in part] for part in (own[:k], own[k:]))
            if max(before) + SEAM_LEVEL * em > min(behind) and max(behind) + SEAM_LEVEL * em > min(before):
                continue
        if all(_alike(n, a, size, face) for n in own[:k]) and all(_alike(n, b, size, face) for n in own[k:]):
            return at
    return 0


def _alike(a: int, b: int, size: list[float], face: list[int]) -> bool:
    return face[a] == face[b] and abs(size[a] - size[b]) < 0.02 * size[b]


def _members(made: list[_Row], bounds: Ints, start: Floats) -> list[Ints]:
    """The glyphs of each line by where they begin. `bounds` are the first glyphs of the runs, and the end."""
    runs = [n for row in made for n in row.runs]
    line = np.repeat(np.arange(len(made)), [len(row.runs) for row in made])
    length = np.diff(bounds)[runs]
    first = bounds[runs] - (np.cumsum(length) - length)
    glyphs = np.arange(length.sum()) + np.repeat(first, length)
    line = np.repeat(line, length)
    ordered = glyphs[np.lexsort((start[glyphs], line))]
    return np.split(ordered, np.flatnonzero(line[1:] != line[:-1]) + 1)


def _filled(made: list[_Row]) -> list[_Row]:
    """Small runs go into the line that leaves room for them: digits that were drawn apart."""
    small = [row for row in made if row.count <= SMALL and len(row.runs) <= 2]
    if not small:
        return made
    ids = {id(row) for row in small}
    long = sorted((row for row in made if id(row) not in ids), key=lambda row: row.across)
    places = np.array([row.across for row in long])
    gone: set[int] = set()
    for row in small:
        low, high = np.searchsorted(places, [row.across - 0.5 * row.size, row.across + 0.5 * row.size])
        for other in long[low:high]:
            alike = max(row.size, other.size) < SIZES * min(row.size, other.size)
            if alike and other.start - 0.1 * row.size <= row.start and row.end <= other.end + 0.1 * row.size:
                other.runs += row.runs
                gone.add(id(row))
                break
    return [row for row in made if id(row) not in gone]


def _bridged(made: list[_Row], barred: Barred) -> list[_Row]:
    """Two parts of a line that is spread wide, as where a space stands before a name in a narrow column, are one.

    A gutter has white above and below it, too; here the lines next to it run on over the gap.
    """
    order = sorted(made, key=lambda row: (row.across, row.start))
    places = [row.across for row in order]
    into: dict[int, _Row] = {}
    for left in order:
        em = left.size
        level = order[bisect_left(places, left.across - 0.1 * em) : bisect_left(places, left.across + 0.1 * em)]
        behind = [row for row in level if left.end < row.start <= left.end + WIDEST * em]
        if not behind:
            continue
        right = min(behind, key=lambda row: row.start)
        if abs(right.size - em) > 0.1 * em or barred(left.end, right.start, left.across):
            continue
        whole = left
        while id(whole) in into:
            whole = into[id(whole)]
        if right is whole or id(right) in into:  # of boxes that end before they begin
            continue
        near = order[bisect_left(places, left.across - LEADING * em) : bisect_left(places, left.across + LEADING * em)]
        beside = [row for row in near if abs(row.across - left.across) > 0.5 * em]
        gap = [row for row in beside if row.end > whole.start and row.start < right.end]
        over = [row for row in gap if row.start < left.end - 0.5 * em and row.end > right.start + 0.5 * em]
        full = [row.start for row in over if row.start < whole.start + 0.5 * em and row.end > right.end - 0.5 * em]
        rest = [row for row in gap if not any(row is other for other in over)]
        if full and all(_short(row, (whole.start, min(full)), gap, em) for row in rest):
            whole.join(right)
            into[id(right)] = whole
    return [row for row in made if id(row) not in into]


def _short(row: _Row, starts: tuple[float, float], near: list[_Row], em: float) -> bool:
    """Whether a row begins where its column or a line of it does and is a last line: nothing stands behind it."""
    if all(abs(row.start - start) > 0.5 * em for start in starts):
        return False
    return not any(other.start > row.end and abs(other.across - row.across) < 0.5 * em for other in near)


class _Row:
    """A line that is growing."""

    __slots__ = ("across", "count", "end", "runs", "size", "start")

    def __init__(self, across: float, size: float, end: float) -> None:
        self.across, self.size, self.end, self.count = across, size, end, 0
        self.start = end
        self.runs: list[int] = []

    def take(self, run: int, end: float, size: float, count: int) -> None:
        self.runs.append(run)
        self.end = max(self.end, end)
        if count > self.count:  # the longest run tells the type
            self.size, self.count = size, count

    def join(self, other: _Row) -> None:
        self.runs += other.runs
        self.end, self.count = other.end, self.count + other.count


def _runs(start: Floats, end: Floats, across: Floats, size: Floats) -> NDArray[np.bool_]:
    """Whether each glyph but the first goes on where the one before it in the content stream ends."""
    small = np.minimum(size[1:], size[:-1])
    gap = start[1:] - end[:-1]
    return np.asarray(
        (np.abs(across[1:] - across[:-1]) < 0.15 * small)
        & (gap < RUN_GAP * small)
        & (gap > -0.3 * small)
        & (np.maximum(size[1:], size[:-1]) < 1.2 * small)
    )
