"""Columns spoiled: what stands side by side is read across, or set down as a grid of characters."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from random import Random

from tests.press.model import LEADING
from tests.press.sheet import Row, Sheet, made_up
from tests.press.spoil import COLUMNS, spoil
from tests.press.typeset import width

Pairs = list[tuple[Row, Row]]


@spoil("columns-merged", COLUMNS)
def columns_merged(sheet: Sheet, rng: Random) -> None:
    """Two neighbouring columns in one row, for a part of their height, with or without a space between."""
    for pairs in _neighbours(sheet, rng):
        space = rng.choice((" ", " ", "", "  "))
        for left, right in pairs:
            _join(sheet, left, right, space)
            sheet.mark("columns-merged", [left])


@spoil("columns-alternating", COLUMNS)
def columns_alternating(sheet: Sheet, rng: Random) -> None:
    """Lines of two neighbouring columns in turn, each a row of its own, now and then two in one row
    (pdftotext does it where a squeezed mark at the line's end narrows the gap)."""
    for pairs in _neighbours(sheet, rng):
        for left, right in pairs:
            sheet.move([right], sheet.after(left))
            left.gap = right.gap = False
            sheet.mark("columns-alternating", [left, right])
            if rng.random() < 0.08:
                _join(sheet, left, right, " ")


@spoil("heads-joined", COLUMNS)
def heads_joined(sheet: Sheet, rng: Random) -> None:
    """The headlines of two neighbouring stories in one row. Only where the words tell them apart."""
    heads = [row for row in sheet.rows if row.line.role == "headline" and not row.line.vertical and not row.marks]
    sure = [row for row in heads if sheet.akin([row], row.line.story)]
    for left in sure:
        for right in sure:
            apart = right.line.x - left.line.x - width(left.text) * left.line.size
            level = abs(left.foot - right.foot) < 1.5 and left.line.story != right.line.story
            if level and 0 < apart < 8 and right in sheet.rows and left in sheet.rows and not left.marks:
                _join(sheet, left, right, " ")
                sheet.mark("heads-joined", [left])


def _join(sheet: Sheet, left: Row, right: Row, space: str) -> None:
    left.cells = [*left.cells, *made_up(space), *right.cells]
    left.marks |= right.marks
    sheet.rows = [row for row in sheet.rows if row is not right]


def _neighbours(sheet: Sheet, rng: Random) -> list[Pairs]:
    """Some pairs of columns that stand side by side, as the rows that share a line."""
    columns: dict[int, list[Row]] = {}
    for row in sheet.rows:
        if row.line.role in ("paragraph", "subheading") and not row.line.vertical:
            columns.setdefault(row.line.column, []).append(row)
    numbers = list(columns)
    rng.shuffle(numbers)
    done: set[int] = set()
    found: list[Pairs] = []
    for left in numbers:
        right = _right_of(columns, left)
        if right is None or left in done or right in done or rng.random() < 0.5:
            continue
        pairs = [(one, two) for one in columns[left] for two in columns[right] if _level(one, two)]
        if len(pairs) < 3 or any(len({id(pair[side]) for pair in pairs}) < len(pairs) for side in (0, 1)):
            continue
        done |= {left, right}
        start = rng.randrange(max(1, len(pairs) // 2)) if rng.random() < 0.5 else 0
        count = rng.randint(3, len(pairs)) if rng.random() < 0.5 else len(pairs)
        found.append(pairs[start : start + count])
    return found


def _level(one: Row, two: Row) -> bool:
    return abs(one.y - two.y) < LEADING / 3


def _right_of(columns: dict[int, list[Row]], left: int) -> int | None:
    """The column directly to the right that stands on the same lines."""
    edge = min(row.line.x for row in columns[left]) + columns[left][0].line.width
    best: tuple[float, int] | None = None
    for number, rows in columns.items():
        away = min(row.line.x for row in rows) - edge
        if 0 < away < 6 and any(_level(a, b) for a in rows for b in columns[left]):
            best = min(best, (away, number)) if best else (away, number)
    return best[1] if best else None


@spoil("fixed-width", COLUMNS)
def fixed_width(sheet: Sheet, rng: Random) -> None:
    """pdftotext -layout: the page as a grid, columns side by side. Each character is one cell, Han or not, so
    a column of the grid is as wide as the longest row that any column to its left holds."""
    cells = _grid(sheet.rows)
    bands: list[list[Row]] = []
    for row in sorted(sheet.rows, key=lambda row: (row.foot, row.line.x)):
        if bands and abs(bands[-1][0].foot - row.foot) < 0.6:
            bands[-1].append(row)
        else:
            bands.append([row])
    made: list[Row] = []
    last = bands[0][0].foot
    for band in bands:
        band.sort(key=lambda row: cells[id(row)])
        whole = Row([], band[0].line, gap=False)
        for row in band:
            room = cells[id(row)] - len(whole.cells)
            whole.cells += [*made_up(" " * max(room, 1 if whole.cells else 0)), *row.cells]
            whole.marks |= row.marks
        blanks = min(4, int((band[0].foot - last) / LEADING - 0.8))
        made += [Row([], band[0].line, gap=False) for _ in range(blanks)]
        made.append(whole)
        last = band[0].foot
    sheet.rows = made
    sheet.mark("fixed-width", [row for row in made if row.cells])


def _grid(rows: list[Row]) -> dict[int, int]:
    """The cell at which each row begins, as poppler finds it: from everything that stands further left."""
    begins: dict[int, int] = {}
    left: list[tuple[Row, float, list[float]]] = []
    for row in sorted(rows, key=lambda row: row.line.x):
        x, cell = row.line.x, 0
        for other, right, edges in left:
            if x >= right:
                reach = begins[id(other)] + len(other.cells) + int((x - right) / 0.5)
            else:
                reach = begins[id(other)] + bisect_left(edges, x + 0.1)
            cell = max(cell, reach)
        begins[id(row)] = cell
        size = row.line.size
        edges = [x + edge * size for edge in accumulate(width(one.char) for one in row.cells)]
        left.append((row, edges[-1] if edges else x, edges))
    return begins
