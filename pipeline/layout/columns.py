"""Columns: lines of one measure and one type under each other, and the paragraphs in them.

Everything is measured along and across the writing (see `rows`); `across` grows in the order of reading, down the
page for lines, to the left for vertical columns. Measures are plain lists: lines are looked at one by one, for which
arrays are slow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from statistics import median

Floats = Sequence[float]

SIZES = 1.06  # sizes of the lines of one column differ by this factor at most
SQUEEZED = 1.15  # the same for a line that breaks off and fills the column: small type that makes it fit
FLUSH = 0.3  # of the size: edges that differ by less are one edge
LEADING = 1.15  # of the size: the white between two lines of one column is less
EDGE = 0.7  # of the size by which a line may stand out of its column (hanging marks, uneven justification)
OVERLAP = 0.95  # of the size: lines that share less are not of one column, as a name set between two
INDENT = 1.3  # of the size: a line that begins farther in begins a paragraph
DEEPEST_INDENT = 2.8
TELLING = 3  # lines; a galley of more shows where its column begins and ends
ALIKE = 0.04  # of the size: type that differs by less is of one size
OPEN = 0.25  # of the lines of verse: so many end far before the edge
FAR_SHORT = 1.8  # of the size: a line that ends farther before the edge does
VERSE = 3  # lines of a galley that can be verse
FULL = 0.3  # of the size: a line that ends nearer to the column's edge is full
LED = 4  # lines of a column tell its leading
STANDS_OFF = 0.4  # of the size: by so much more is the white behind a line that stands off its column
EVEN = 0.25  # of the size: by less does the white between its lines differ
SHORT = 1.3  # of the size: a line that ends farther before the column's edge is short

Barred = Callable[[float, float, float, float], bool]  # (along0, along1, across0, across1): is a rule in there?


@dataclass(slots=True)
class Column:
    """Lines (their numbers) and where they begin and end along the writing."""

    lines: list[int]
    start: float
    end: float
    face: int  # of the last line that has one, or -1
    closed: bool = field(default=False)

    def take(self, n: int, start: float, end: float, face: int) -> None:
        self.lines.append(n)
        self.start, self.end = min(self.start, start), max(self.end, end)
        self.face = face if face >= 0 else self.face


def columns(
    start: Floats,
    end: Floats,
    top: Floats,
    foot: Floats,
    size: Floats,
    face: list[int],
    goes_on: list[bool],
    barred: Barred,
) -> list[list[int]]:
    """The lines of each column in their order.

    `top` and `foot` are each line's edges across the writing, `face` its font (-1: any). `goes_on` tells
    whether a line breaks off in mid-sentence: two such lines in a row that end far from the edge are a narrower column.
    """
    order = sorted(range(len(start)), key=lambda n: (top[n], start[n]))
    growing: list[Column] = []
    done: list[Column] = []
    beside = _beside(start, end, top, foot, size)
    for n in order:
        still: list[Column] = []
        for column in growing:
            last = column.lines[-1]
            (done if column.closed or top[n] - foot[last] > 3 * size[last] else still).append(column)
        growing = still
        above = [c for c in growing if c.start < end[n] and start[n] < c.end]
        fitting = [c for c in above if _fits(c, n, start, end, top, foot, size, face, goes_on, beside, barred)]
        if len(fitting) == 1:
            fitting[0].take(n, start[n], end[n], face[n])
        else:
            for column in fitting:
                column.closed = True
            growing.append(Column([n], start[n], end[n], face[n]))
    parted = [part for c in done + growing for part in _of_one_leading(c.lines, top, foot, size)]
    cut = [part for lines in parted for part in _of_one_measure(lines, start, end, size, goes_on)]
    return sorted(cut, key=lambda lines: (top[lines[0]], start[lines[0]]))


def _beside(start: Floats, end: Floats, top: Floats, foot: Floats, size: Floats) -> list[list[int]]:
    """For each line those that stand beside it: they share most of their height, and nothing along."""
    found: list[list[int]] = [[] for _ in start]
    order = sorted(range(len(top)), key=top.__getitem__)
    for k, n in enumerate(order):
        for m in order[k + 1 :]:
            if top[m] > foot[n] - 0.3 * size[n]:
                break
            if end[m] <= start[n] + 0.2 * size[n] or end[n] <= start[m] + 0.2 * size[m]:
                found[n].append(m)
                found[m].append(n)
    return found


def _fits(
    column: Column,
    n: int,
    start: Floats,
    end: Floats,
    top: Floats,
    foot: Floats,
    size: Floats,
    face: list[int],
    open_ended: list[bool],
    beside: list[list[int]],
    barred: Barred,
) -> bool:
    """Whether line n is the next of the column."""
    last = column.lines[-1]
    em = min(size[n], size[last])
    odds = max(size[n], size[last]) / em
    flush = abs(end[n] - end[last]) < FLUSH * em and (
        abs(start[n] - start[last]) < FLUSH * em or INDENT * em < start[last] - start[n] < DEEPEST_INDENT * em
    )
    if odds > SIZES and not (flush and open_ended[last] and odds < SQUEEZED):
        return False
    if column.face >= 0 and face[n] >= 0 and face[n] != column.face:
        return False
    white = top[n] - foot[last]
    if not -0.4 * em <= white <= LEADING * em:
        return False
    least = min(OVERLAP * em, 0.5 * (column.end - column.start), 0.5 * (end[n] - start[n]))
    if start[n] >= column.end - least or end[n] <= column.start + least:
        return False
    deeper = start[n] - column.start
    if deeper < -EDGE * em and (len(column.lines) > 1 or deeper < -DEEPEST_INDENT * em):
        return False
    wider = end[n] - column.end
    if wider > EDGE * em and len(column.lines) > 1 and not _ragged(column, n, start, end, em):
        return False
    if wider > EDGE * em and not abs(start[n] - start[last]) < DEEPEST_INDENT * em:
        return False
    if deeper > DEEPEST_INDENT * em:
        return False
    if any(start[m] < column.end - em and end[m] > column.start + em and size[m] < SIZES * em for m in beside[n]):
        return False  # two columns begin under a wider one
    return not barred(max(start[n], column.start), min(end[n], column.end), foot[last], top[n])


def _ragged(column: Column, n: int, start: Floats, end: Floats, em: float) -> bool:
    """Whether the column's lines begin where line n does and end anywhere: verse, of which a longer line may come."""
    if any(abs(start[m] - start[n]) > FLUSH * em for m in column.lines):
        return False
    return 2 * sum(end[m] > column.end - EDGE * em for m in column.lines) <= len(column.lines)


def _of_one_measure(lines: list[int], start: Floats, end: Floats, size: Floats, goes_on: list[bool]) -> list[list[int]]:
    """A column cut where its measure changes: from where all lines that break off end far before its edge."""
    if len(lines) < 3:
        return [lines]
    edge = max(end[n] for n in lines)
    short = [end[n] < edge - SHORT * size[n] for n in lines]
    cut = len(lines)
    while cut > 0 and short[cut - 1]:
        cut -= 1
    tail = lines[cut:]
    if cut > 0 and len(tail) >= 2 and any(goes_on[n] for n in tail[:-1]):
        return [*_of_one_measure(lines[:cut], start, end, size, goes_on), tail]
    return [lines]


def _of_one_leading(lines: list[int], top: Floats, foot: Floats, size: Floats) -> list[list[int]]:
    """A column without the first of its lines where more white is behind it than between the others, which stand even:
    a deck in type of the body's size."""
    if len(lines) < LED:
        return [lines]
    first, *others = ((top[after] - foot[before]) / size[before] for before, after in pairwise(lines))
    if first > max(others) + STANDS_OFF and max(others) - min(others) < EVEN:
        return [lines[:1], lines[1:]]
    return [lines]


def centred(
    lines: list[int], start: Floats, end: Floats, size: Floats, column: tuple[float, float] | None = None
) -> bool:
    """Whether lines of different lengths are set about one middle: that of their column, where this is known."""
    if len(lines) < 2:
        return False
    em = median(size[n] for n in lines)
    middles = [(start[n] + end[n]) / 2 for n in lines]
    if column is not None:
        middles.append(sum(column) / 2)
    starts = [start[n] for n in lines]
    return max(middles) - min(middles) < 0.5 * em and max(starts) - min(starts) > 0.8 * em


def edges(
    galleys: list[list[int]], start: Floats, end: Floats, top: Floats, foot: Floats, size: Floats
) -> list[tuple[float, float] | None]:
    """Where the column of each galley begins and ends along the writing; None where nothing shows it.

    A galley of a few lines may be all indented, or all short. Those of the same type that stand in the same column
    tell, the nearest best.
    """
    boxes = [
        (min(start[n] for n in g), max(end[n] for n in g), min(top[n] for n in g), max(foot[n] for n in g))
        for g in galleys
    ]
    sizes = [median(size[n] for n in g) for g in galleys]
    long = [k for k, g in enumerate(galleys) if len(g) >= TELLING]
    found: list[tuple[float, float] | None] = []
    for k, (left, right, head, low) in enumerate(boxes):
        em, nearest, edge = sizes[k], inf, None
        full = [n for n in galleys[k] if start[n] - left < FLUSH * em and right - end[n] < FLUSH * em]
        if len(galleys[k]) > TELLING or len(full) == TELLING:
            found.append((left, right))
            continue
        for other in long:
            left2, right2, head2, low2 = boxes[other]
            aside, away = left - left2, max(head2 - low, head - low2, 0.0)
            if other == k or away >= nearest or abs(sizes[other] - em) > ALIKE * em:
                continue
            if not -FLUSH * em < aside < DEEPEST_INDENT * em or right2 < right - EDGE * em:
                continue
            if len(galleys[k]) > 1 and abs(aside / em - round(aside / em)) > FLUSH:
                continue  # no indent is of part of an em
            if min(abs(right2 - right), abs(aside), abs(aside - 2 * em)) < FLUSH * em:
                nearest, edge = away, (min(left, left2), max(right, right2))
        found.append(edge)
    return found


def indents(galleys: list[list[int]], start: Floats, end: Floats, size: Floats, ends_sentence: list[bool]) -> bool:
    """Whether paragraphs are indented here: what follows a short line that ends a sentence is, more often than not."""
    balance = 0
    for lines in galleys:
        left, right = min(start[n] for n in lines), max(end[n] for n in lines)
        for before, after in pairwise(lines):
            if ends_sentence[before] and right - end[before] >= SHORT * size[before]:
                balance += 1 if start[after] - left >= INDENT * size[after] else -1
    return balance >= 0


def _broken(white: list[float], size: list[float]) -> bool:
    """Whether so many lines end far before the edge as verse has, where running text fills them."""
    far = sum(w > FAR_SHORT * em for w, em in zip(white, size, strict=True))
    return far >= max(2, OPEN * len(white))


def paragraphs(
    lines: list[int],
    start: Floats,
    end: Floats,
    size: Floats,
    ends_sentence: list[bool],
    column: tuple[float, float] | None = None,
    *,
    indented: bool = True,
    headed: Sequence[bool] = (),
    stopless: bool = False,
    led: Sequence[bool] = (),
    broken_off: Sequence[bool] = (),
) -> list[tuple[list[int], bool | None, bool | None]]:
    """The paragraphs of a galley: their lines, whether the first begins one, whether the last ends one.

    `column` is where its column begins and ends (None: as the lines do), `indented` whether the page's paragraphs
    are, `headed` which lines begin with a heading of their own where what comes before is short, ends a sentence or
    is without stops (`stopless`), which can fill its last line unseen, `led` which lines white parts from what is
    above them; it counts where no line is indented; `broken_off` which lines end with a comma, behind which no
    paragraph begins. None: the lines do not tell.
    """
    own = min(start[n] for n in lines), max(end[n] for n in lines)
    level = all(start[n] - own[0] < INDENT * size[n] for n in lines)
    ragged = sum(own[1] - end[n] >= SHORT * size[n] for n in lines) > 0.6 * len(lines)
    broken = stopless and not any(headed) and _broken([own[1] - end[n] for n in lines], [size[n] for n in lines])
    apart = level and any(led)
    stated = not any(ends_sentence[n] for n in lines)
    verse = len(lines) >= VERSE and level and (ragged or broken)
    if (verse and not apart) or centred(lines, start, end, size, column):
        return [([n], True, True) for n in lines]  # verse, or an advertisement: every line stands for itself
    left, right = column or own
    deep = [start[n] - left >= INDENT * size[n] for n in lines]
    short = [right - end[n] >= SHORT * size[n] for n in lines]
    shows = any(deep) and (not all(deep) or column is not None)
    told = shows or (indented and (column is not None or len(lines) > TELLING))
    parts: list[list[int]] = [[]]
    opens: list[bool] = []
    for k in range(len(lines)):
        new = deep[k] if shows else k and short[k - 1] and ends_sentence[lines[k - 1]]
        if k and new and not stopless and not ends_sentence[lines[k - 1]] and not opens[k - 1]:
            new = right - end[lines[k - 1]] >= FULL * size[lines[k - 1]]
        opens.append(bool(headed) and headed[k] and (not k or short[k - 1] or stopless or ends_sentence[lines[k - 1]]))
        goes_on = bool(broken_off) and k and broken_off[k - 1]
        new = new or (apart and led[k] and (stated or short[k - 1] or ends_sentence[lines[k - 1]]))
        if k and (opens[k] or (new and not goes_on)):
            parts.append([])
        parts[-1].append(k)
    if len(lines) == 1 and column is None:  # one line has nothing to be short or full against
        return [(lines, None, True if ends_sentence[lines[0]] else None)]
    made = []
    for part in parts:
        begins = True if opens[part[0]] else deep[part[0]] and shows if told else None
        last = part[-1]
        ends: bool | None = None
        if last + 1 < len(lines):
            ends = True
        elif ends_sentence[lines[last]]:
            ends = True if short[last] else None
        elif not short[last]:
            ends = False
        made.append(([lines[k] for k in part], begins, ends))
    return made
