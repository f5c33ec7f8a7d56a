"""What an extractor makes of a page: rows of cells, before they become a string.

A `Cell` is one character with its address in print, (unit, offset), or no address if the extractor made it
up. So however a spoil mangles the page, the origin of every character stays known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from tests.press.model import Composed, Line, Placed, Unit
from tests.press.typeset import is_han

NOWHERE = -1


class Cell(NamedTuple):
    """A character and where it was printed; unit -1: nowhere, the extractor put it there."""

    char: str
    unit: int = NOWHERE
    at: int = NOWHERE


@dataclass(eq=False)
class Row:
    """One line of the raw text. `gap` forces (True) or forbids (False) a blank line before it."""

    cells: list[Cell]
    line: Line
    gap: bool | None = None
    marks: set[str] = field(default_factory=set)
    drop: float = 0.0  # how far below its line's top the row stands: the place in a stack

    @property
    def y(self) -> float:
        return self.line.y + self.drop

    @property
    def foot(self) -> float:
        """The baseline."""
        return self.y + (1.0 if self.line.vertical and self.drop == 0 else self.line.size)

    @property
    def text(self) -> str:
        return "".join(cell.char for cell in self.cells)


class Sheet:
    """The rows of a page in the order of the extractor, and all that spoils need to know."""

    def __init__(self, page: Composed) -> None:
        self.page = page
        self.rows = list(_rows(page))
        self.lost: set[int] = set()
        self.adrift: list[str] = []
        self.blanks: set[str] = set()
        self.defects: list[str] = []
        self.newline, self.tail = "\n", "\n"

    def mark(self, name: str, rows: Iterable[Row]) -> None:
        """Note that these rows suffer from the defect of this name."""
        for row in rows:
            row.marks.add(name)
            if name not in self.defects:
                self.defects.append(name)

    def note(self, name: str) -> None:
        """Note a defect of the whole page."""
        if name not in self.defects:
            self.defects.append(name)

    def unit(self, row: Row) -> Unit:
        """The unit that the row was printed from."""
        return self.page.units[row.line.unit]

    def of(self, story: str | None, *roles: str) -> list[Row]:
        """The rows of a story, of these roles or all, in the present order."""
        return [row for row in self.rows if row.line.story == story and (not roles or row.line.role in roles)]

    def chunks(self, keep: Callable[[Row], bool] = lambda _row: True) -> list[list[Row]]:
        """Runs of rows that stand together in one block of the page."""
        runs: list[list[Row]] = []
        previous: Row | None = None
        for row in self.rows:
            if keep(row):
                same = previous is not None and _block(previous) == _block(row)
                runs[-1].append(row) if same and runs else runs.append([row])
            previous = row if keep(row) else None
        return runs

    def move(self, rows: list[Row], before: Row | None) -> None:
        """Take rows out and put them before another row, or at the end."""
        taken = set(map(id, rows))
        if before is not None and id(before) in taken:
            return
        rest = [row for row in self.rows if id(row) not in taken]
        place = len(rest) if before is None else next(n for n, row in enumerate(rest) if row is before)
        self.rows = rest[:place] + rows + rest[place:]

    def after(self, row: Row) -> Row | None:
        """The row that follows, if any."""
        place = next(n for n, other in enumerate(self.rows) if other is row) + 1
        return self.rows[place] if place < len(self.rows) else None

    def replace(self, row: Row, rows: list[Row]) -> None:
        """Put other rows in the place of one."""
        place = next(n for n, other in enumerate(self.rows) if other is row)
        self.rows[place : place + 1] = rows

    @cached_property
    def kinship(self) -> Kinship:
        """Which story a text belongs to, as far as its words can tell."""
        return Kinship(self.page)

    def akin(self, rows: Iterable[Row], story: str | None) -> bool:
        """Whether a careful reader could tell from its words that the text belongs to the story."""
        units = {row.line.unit for row in rows}
        return story is not None and self.kinship.owner("".join(row.text for row in rows), units) == story

    def render(self) -> tuple[str, list[Cell], dict[str, list[tuple[int, int]]]]:
        """The raw text, its cells one for one, and for each defect the spans where it shows."""
        cells: list[Cell] = []
        spans: dict[str, list[tuple[int, int]]] = {name: [] for name in self.defects}
        end = [Cell(char) for char in self.newline]
        previous: Row | None = None
        for row in self.rows:
            if previous is not None:
                cells += end
                if self._blank(previous, row):
                    cells += end
            start = len(cells)
            cells += row.cells
            for name in row.marks:
                spans[name].append((start, len(cells)))
            previous = row
        cells += [Cell(char) for char in self.tail]
        return "".join(cell.char for cell in cells), cells, spans

    def _blank(self, previous: Row, row: Row) -> bool:
        if row.gap is not None:
            return row.gap
        above, line = previous.line, row.line
        if "column" in self.blanks and above.column != line.column:
            return True
        if "block" in self.blanks and above.block != line.block:
            return True
        begins = line.role == "paragraph" and line.unit != above.unit
        if begins and ("paragraph" in self.blanks or f"paragraph {line.story}" in self.blanks):
            return True
        hangs = row.text[:1] in "“‘「『" and previous.text[:1] not in "“‘「『"
        return "hang" in self.blanks and hangs and line.role == "paragraph"


class Kinship:
    """Shared words, measured in pairs of characters: a pair that few stories have says more."""

    def __init__(self, page: Composed) -> None:
        self.units = {placed.key: [u for u in page.units if u.story == placed.key] for placed in page.stories}
        self.stories: tuple[Placed, ...] = page.stories
        self.pairs = {unit.id: set(_pairs(unit.text)) for unit in page.units}

    def owner(self, text: str, printed: set[int]) -> str | None:
        """The story with which the text clearly shares most; the text's own units do not count."""
        scores: dict[str, float] = {}
        bags = {
            key: set().union(*(self.pairs[unit.id] for unit in units if unit.id not in printed))
            for key, units in self.units.items()
        }
        for pair in set(_pairs(text)):
            having = [key for key, bag in bags.items() if pair in bag]
            for key in having:
                scores[key] = scores.get(key, 0.0) + 1 / len(having) ** 2
        ranks = sorted(scores.items(), key=lambda item: -item[1])
        (best, most), (_, second) = [*ranks, ("", 0.0), ("", 0.0)][:2]
        return best if most >= 1.5 and most > 1.4 * second else None


def cells_of(line: Line) -> list[Cell]:
    """A printed line as cells."""
    return [Cell(char, line.unit, line.start + place) for place, char in enumerate(line.text)]


def made_up(text: str) -> list[Cell]:
    """Characters that were never printed."""
    return [Cell(char) for char in text]


def _rows(page: Composed) -> Iterator[Row]:
    """Lines in the order of print; what stands on the same line in the same column makes one row."""
    row: Row | None = None
    for line in page.lines:
        if row and row.line.column == line.column and row.line.y == line.y and not line.vertical:
            row.cells += [*made_up(" "), *cells_of(line)]
            continue
        if row:
            yield row
        row = Row(cells_of(line), line)
    if row:
        yield row


def _block(row: Row) -> tuple[int, int]:
    return row.line.block, row.line.column


def _pairs(text: str) -> Iterator[str]:
    for left, right in pairwise(text):
        if (is_han(left) and is_han(right)) or (left.isascii() and right.isascii() and (left + right).isalnum()):
            yield left + right
