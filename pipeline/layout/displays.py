"""Displays: boxes of type that is not set in columns, as advertisements and notices are; a row is a statement.

全场满千减百 沙发床垫低至5折      →  three paragraphs, whatever their sizes and their
进店即送环保袋 每日前50名             alignment: each row ends though the box had room for more
地址：望潮路266号
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

Floats = Sequence[float]
Pair = tuple[list[int], list[int]]  # of rows

NONE = -1
DISPLAY = "display"  # the mark of a block in such a box
SET = 3  # lines; a galley of so many that end at one edge is text set in a column
FULL = 1.3  # of the size: a row that leaves less room is full; what came next was a little longer
WRAPPED = 2.2  # of the size: and so does one behind which a word or a character with a mark had no room
LARGE = 1.12  # times the size of the running text: larger type on more leading is a display's, however it is set
CHANGED = (1.09, 1.5)  # times its lesser size is the other of such text; type that is larger still is a head's
HEAD = 1.6  # times the smallest type of a display: what is larger is its head
ALIKE = 0.07  # of the size: rows of one statement differ by less
NEARLY = 1.5  # of the size: no row has room for more at the end of one that leaves less,
TIGHT = 0.45  # of the size: and what goes on in the next row stands so close
LEFT = 4.5  # of the size: no longer is what is left of a full row as a few characters,
LEFT_ALIKE = 0.17  # and by so much less of their size is that off, which they hardly tell
TOLD = 0.03  # of the size: by so much more, where it tells the same as the marks at their ends
LEADS = 0.08  # of the size: the least by which the white between statements is wider than that between their rows
LOOSE_LEADS = 2 * LEADS  # the same where few whites tell and even those between rows are wider than running text has
FEW = 4  # whites
PIECES_ALIKE = 0.22  # of the size: by so much more can that of a few figures be off that stand in a row
SPREAD = 4.0  # of the size: how far phrases of one row are set apart at most
APART = 1.2  # of the size: no rows of a statement are so far apart
SOLID = 0.3  # of the size: the white between the lines of a head is less
INDENT = 2.0  # of the size: a row that begins a paragraph begins farther in
RANGED = 0.3  # of the size: how far edges of a paragraph's rows differ
OFF = 1.5  # of the size: by less do the whites at both ends of a row in the middle differ, if a mark at one is not read
FLUSH = 0.5  # of the size: how far from the edge a flush line may begin
ENDS = 0.8  # and how far from it one may end: no more has room behind it, and a mark that ends it is in half its square


@dataclass(frozen=True, slots=True)
class Rows:
    """The lines of a display: where they begin and end along the writing and across it. A row is one line, or several
    that stand level, as where phrases are set apart."""

    start: Floats
    end: Floats
    top: Floats
    foot: Floats
    size: Floats

    def alike(self, a: list[int], b: list[int]) -> bool:
        return abs(self.size[a[-1]] - self.size[b[0]]) < ALIKE * self.size[b[0]]

    def white(self, a: list[int], b: list[int]) -> float:
        """Between two rows, in sizes."""
        return (self.top[b[0]] - self.foot[a[-1]]) / self.size[a[-1]]

    def rest(self, row: list[int], room: float) -> float:
        """How much a row leaves of the room, in sizes."""
        return (room - self.end[row[-1]] + self.start[row[0]]) / self.size[row[0]]

    def full(self, row: list[int], room: float) -> bool:
        return self.rest(row, room) < FULL

    def holds(self, a: list[int], b: list[int], room: float) -> bool:
        """Whether there is room for row b at the end of a, as there never is where b goes on in what a begins."""
        return self.rest(a, room) > max(NEARLY, (self.end[b[-1]] - self.start[b[0]]) / self.size[a[0]])

    def left(self, a: list[int], b: list[int], room: float, *, ended: bool) -> bool:
        """Whether row b is what is left of a full one: a few characters, or the end of its sentence (`ended`)."""
        em = self.size[b[0]]
        short = ended or self.end[b[-1]] - self.start[b[0]] < LEFT * em
        return short and self.full(a, room) and abs(self.size[a[-1]] - em) < LEFT_ALIKE * em

    def over(self, n: int, a: int, b: int) -> bool:
        """Whether line n runs over the white between a and b."""
        return self.start[n] < self.end[a] - self.size[n] and self.end[n] > self.start[b] + self.size[n]

    def level(self, a: int, b: int) -> bool:
        """Whether b goes on in the row of a."""
        em = self.size[a]
        level = abs(self.top[a] - self.top[b]) < 0.2 * em and abs(em - self.size[b]) < PIECES_ALIKE * em
        return level and -0.5 * em < self.start[b] - self.end[a] < SPREAD * em


def displays(
    galleys: Sequence[list[int]],
    frame: Sequence[int],
    rows: Rows,
    stops: Sequence[bool],
    solid: tuple[float, float],
    others: Set[int] = frozenset(),
) -> set[int]:
    """The frames that hold type but no text set in a column. `frame` is each line's innermost frame, or NONE; `stops`
    whether it ends a sentence; `solid` the size of the page's running text and the white between its lines, in
    sizes; `others` are frames that hold text set in columns that run the other way."""
    held: dict[int, list[list[int]]] = {}
    for galley in galleys:
        held.setdefault(frame[galley[0]], []).append(galley)
    text = texts(galleys, frame, rows, solid)
    return {
        box
        for box in {*held} - {NONE} - others
        if box not in text or _changes(held[box], rows, solid) or _centres(held[box], rows, stops)
    }


def texts(galleys: Sequence[list[int]], frame: Sequence[int], rows: Rows, solid: tuple[float, float]) -> set[int]:
    """The frames, or NONE, that hold text set in a column."""
    return {frame[galley[0]] for galley in galleys if _is_set(galley, rows, solid)}


def _is_set(lines: list[int], rows: Rows, solid: tuple[float, float]) -> bool:
    if len(lines) < SET:
        return False
    em = rows.size[lines[0]]
    white = min((rows.top[b] - rows.foot[a]) / em for a, b in pairwise(lines))
    if em > LARGE * solid[0] and white > solid[1] + LEADS:
        return False
    edge = max(rows.end[n] for n in lines)
    flush = [rows.end[n] > edge - ENDS * rows.size[n] for n in lines[:-1]]
    begin = min(rows.start[n] for n in lines)
    ranged = [rows.start[n] < begin + FLUSH * rows.size[n] for n in lines]
    return sum(flush) >= 0.6 * len(flush) and sum(ranged) >= 0.4 * len(ranged)


def _changes(galleys: list[list[int]], rows: Rows, solid: tuple[float, float]) -> bool:
    """Whether lines under each other are all one column, and text set in it changes its size: running text never does,
    what is offered in an advertisement does."""
    if not _stacked(_downwards(galleys, rows), rows):
        return False
    size = [rows.size[galley[0]] for galley in galleys if _is_set(galley, rows, solid)]
    return CHANGED[0] * min(size) < max(size) < CHANGED[1] * min(size)


def _downwards(galleys: list[list[int]], rows: Rows) -> list[int]:
    """The lines of galleys in the order of their heights."""
    return sorted((n for galley in galleys for n in galley), key=rows.top.__getitem__)


def _stacked(order: list[int], rows: Rows) -> bool:
    """Whether no two of the lines, in the order of their heights, stand beside each other."""
    return all(rows.top[b] > rows.top[a] + 0.5 * rows.size[a] for a, b in pairwise(order))


def _centres(galleys: list[list[int]], rows: Rows, stops: Sequence[bool]) -> bool:
    """Whether lines under each other are all one column in which full lines end in mid-sentence and what is left of it
    is set in the middle under them: text in columns never is."""
    order = _downwards(galleys, rows)
    if not _stacked(order, rows):
        return False
    for z, a, b in zip(order, order[1:], order[2:], strict=False):
        em = rows.size[a]
        before, behind = rows.start[b] - rows.start[a], rows.end[a] - rows.end[b]
        full = max(abs(rows.start[z] - rows.start[a]), abs(rows.end[z] - rows.end[a])) < FLUSH * em
        middle = rows.alike([a], [b]) and min(before, behind) > em and abs(before - behind) < OFF * em
        if full and rows.alike([z], [a]) and middle and not stops[a]:
            return True
    return False


def statements(
    galleys: Sequence[list[int]],
    rows: Rows,
    room: float,
    solid: float,
    stops: Sequence[bool] = (),
    opened: Sequence[bool] = (),
) -> list[list[int]]:
    """The lines of a display, those that belong together; `stops` tells which end a sentence and `opened` which leave
    a bracket open, if it is known.

    Where some rows stand closer than others, those are one statement. Where all are as far apart, they are one if each
    is full and they stand as close as running text. `room` is the length of the longest line that fits, in the unit
    of the rows, `solid` the white between the lines of the page's running text, in sizes. What is left of a long row
    may stand anywhere under it; in a display of several columns it stands in its galley.
    """
    whole = sorted(_level(galleys, rows), key=lambda row: (rows.top[row[0]], rows.start[row[0]]))
    size = [rows.size[row[0]] for row in whole]
    tops = [rows.top[row[0]] for row in whole]
    stacked = all(tops[k + 1] > tops[k] + 0.5 * min(size[k], size[k + 1]) for k in range(len(whole) - 1))
    columns = [whole] if stacked and whole else [[[n] for n in galley] for galley in galleys]
    long = [rows.size[row[0]] for row in whole if rows.end[row[-1]] - rows.start[row[0]] > LEFT * rows.size[row[0]]]
    head = HEAD * min(long or size, default=0.0)
    pairs = [(a, b) for held in columns for a, b in pairwise(held)]
    small = [(a, b) for a, b in pairs if max(rows.size[a[0]], rows.size[b[0]]) < head and rows.white(a, b) < APART]
    loose = bool(small) and min(rows.white(a, b) for a, b in small) > max(solid, SOLID) + LEADS
    closer = _closer(small, rows, room, LOOSE_LEADS if loose else LEADS)
    if stops and _is_prose(small, rows, room, stops):
        closer = small
    elif closer is None and stops:
        closer = _unstopped(small, rows, stops)
    level = closer is None and not loose and all(rows.full(a, room) for a, b in small if rows.alike(a, b))
    parts: list[list[int]] = []
    for held in columns:
        parts.append(list(held[0]))
        for a, b in pairwise(held):
            close = level if closer is None else (a, b) in closer
            if (a, b) not in small:
                close = rows.white(a, b) < SOLID
            ended = bool(stops) and stops[b[-1]] and not stops[a[-1]]
            one = rows.alike(a, b) or (close and rows.left(a, b, room, ended=ended))
            goes_on = bool(opened) and opened[a[-1]] and rows.full(a, room)
            if one and (close or goes_on or _turned(parts[-1][0], a, b, held, rows)):
                parts[-1] += b
            else:
                parts.append(list(b))
    return parts


def _closer(pairs: Sequence[Pair], rows: Rows, room: float, leads: float) -> list[Pair] | None:
    """The pairs of rows that stand closer than others; None where all are as far apart.

    White is measured in the size of the row above it. Where sizes are measured a little off, the plain white can tell
    them apart more clearly: if what is close then is close in its own size too, and goes on because a row is full.
    """
    usual = median([rows.size[a[-1]] for a, _ in pairs] or [1.0])
    alike = [(a, b) for a, b in pairs if rows.alike(a, b)]  # white beside larger type tells less
    own = [rows.white(a, b) for a, b in pairs]
    plain = [white * rows.size[a[-1]] / usual for white, (a, _) in zip(own, pairs, strict=True)]
    clear, wide = _parted(own, leads)
    clearer, middle = _parted(plain, leads)
    if clearer > clear:
        closer = [(a, b) for (a, b), white in zip(pairs, plain, strict=True) if white < middle]
        if all(rows.white(a, b) < TIGHT and not rows.holds(a, b, room) for a, b in closer if rows.alike(a, b)):
            return closer
    if not clear:
        clear, wide = _parted((rows.white(a, b) for a, b in alike), leads)
    return [(a, b) for a, b in pairs if rows.white(a, b) < wide] if clear else None


def _is_prose(pairs: Sequence[Pair], rows: Rows, room: float, stops: Sequence[bool]) -> bool:
    """Whether rows are one sentence after another: they are of one type, each but the last is full and ends none, and
    the last does."""
    if not pairs or not stops[pairs[-1][1][-1]]:
        return False
    return all(rows.alike(a, b) and not stops[a[-1]] and rows.rest(a, room) < WRAPPED for a, b in pairs)


def _unstopped(pairs: Sequence[Pair], rows: Rows, stops: Sequence[bool]) -> list[Pair] | None:
    """The pairs of rows whose first ends no sentence, if they all stand closer than the others, however little: on an
    uneven page whites differ by more than those between statements and within them."""
    going = [(a, b) for a, b in pairs if not stops[a[-1]]]
    ended = [(a, b) for a, b in pairs if stops[a[-1]]]
    if not going or not ended or not all(rows.alike(a, b) for a, b in going):
        return None
    told = min(rows.white(a, b) for a, b in ended) - max(rows.white(a, b) for a, b in going)
    return going if told > TOLD else None


def _turned(first: int, a: list[int], b: list[int], held: Sequence[list[int]], rows: Rows) -> bool:
    """Whether row b goes on in a paragraph that line `first` begins with an indent: a ends as far out as any row of
    its size, b begins as far out, and so does every row but several that are indented as deep."""
    em = rows.size[first]
    if rows.start[b[0]] > rows.start[first] - (1 - RANGED) * em:  # as nearly always: no need to look at all rows
        return False
    alike = [row for row in held if rows.alike(row, a)]
    edge, begin = max(rows.end[row[-1]] for row in alike), min(rows.start[row[0]] for row in alike)
    deep = [abs(rows.start[row[0]] - begin - INDENT * em) < RANGED * em for row in alike]
    out = [rows.start[row[0]] < begin + RANGED * em for row in alike]
    ranged = all(one or other for one, other in zip(deep, out, strict=True)) and sum(deep) > 1
    turned = rows.end[a[-1]] > edge - RANGED * em and rows.start[b[0]] < begin + RANGED * em
    return ranged and turned and rows.start[first] > begin + em


def _level(galleys: Sequence[list[int]], rows: Rows) -> list[list[int]]:
    """The rows of a display: a line joins the one that it is level with, if both are alone in their galleys or another
    line runs over the white between them, which is no gutter then."""
    alone = {galley[0] for galley in galleys if len(galley) == 1}
    made: list[list[int]] = []
    every = sorted((n for galley in galleys for n in galley), key=rows.start.__getitem__)
    for n in every:
        before = next((row for row in made if rows.level(row[-1], n)), None)
        if before is not None and ({before[-1], n} <= alone or any(rows.over(m, before[-1], n) for m in every)):
            before.append(n)
        else:
            made.append([n])
    return made


def led(lines: list[int], rows: Rows) -> list[bool]:
    """Which lines of a galley have white above them that parts paragraphs: all whites are either narrow or wide."""
    white = [rows.white([a], [b]) for a, b in pairwise(lines)]
    clear, wide = _parted(white)
    if not clear:
        return [False] * len(lines)
    narrow, wider = [w for w in white if w < wide], [w for w in white if w > wide]
    even = max(LEADS, max(narrow) - min(narrow), max(wider) - min(wider))
    sure = min(wider) - max(narrow) > even
    return [False, *(sure and w > wide for w in white)]


def _parted(whites: Iterable[float], leads: float = LEADS) -> tuple[float, float]:
    """How clearly some whites are narrower than others: the widest step between them, sorted, in how far those before
    it or behind it differ, 0 if it is too narrow to tell; and the middle of that step."""
    held = sorted(whites)
    steps = [(after - before, n) for n, (before, after) in enumerate(pairwise(held), 1)]
    step, n = max(steps, default=(0.0, 0))
    leads = leads if len(held) < FEW else LEADS
    if step <= leads:
        return 0.0, 0.0
    spread = max(held[n - 1] - held[0], held[-1] - held[n], leads)
    return step / spread, (held[n - 1] + held[n]) / 2


def room_in(which: Iterable[int], start: Floats, end: Floats, edges: tuple[float, float]) -> float:
    """How long a line may be in a frame whose edges along the writing these are: its margins are as narrow as the
    narrowest of its lines shows."""
    margin = min(min(start[n] - edges[0], edges[1] - end[n]) for n in which)
    return edges[1] - edges[0] - 2 * max(margin, 0.0)
