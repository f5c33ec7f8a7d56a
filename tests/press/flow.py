"""Pouring running text into columns: paragraphs break over columns in mid-sentence, as in print."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tests.press.model import LEADING, Builder, Line, Unit
from tests.press.typeset import break_lines, line_end, width

INDENT = 2.0


@dataclass(frozen=True)
class Slot:
    """A column to be filled: its place, its measure, and how many lines it takes."""

    x: float
    y: float
    measure: float
    rows: int


def rows_needed(units: Sequence[Unit], measure: float) -> int:
    """How many lines the units take in one column of this measure."""
    return sum(len(break_lines(unit.text, measure, _indent(unit))) for unit in units)


def balanced(units: Sequence[Unit], x: float, y: float, wide: float, columns: int, gap: float) -> list[Slot]:
    """Columns of equal height over a width."""
    measure = math.floor((wide - (columns - 1) * gap) / columns)
    step = measure + gap
    rows = max(1, math.ceil(rows_needed(units, measure) / columns))
    return [Slot(x + place * step, y, measure, rows) for place in range(columns)]


def pour(build: Builder, units: Sequence[Unit], slots: Sequence[Slot]) -> float:
    """Fill the columns one after the other; the last takes what is left. Returns the lowest foot reached."""
    pen = _Pen(build, list(slots))
    for unit in units:
        pen.set(unit)
    return pen.foot


class _Pen:
    """Where the next line goes."""

    def __init__(self, build: Builder, slots: list[Slot]) -> None:
        self.build, self.slots = build, slots
        self.place, self.row = 0, 0
        self.column, self.block = build.column(), build.block()
        self.last: tuple[str | None, str] | None = None
        self.foot = slots[0].y

    @property
    def slot(self) -> Slot:
        return self.slots[self.place]

    def room(self, rows: int = 1) -> None:
        """Go to the next column if this one has not so many lines left."""
        if self.row + rows > self.slot.rows and self.place + 1 < len(self.slots) and self.row:
            self.place, self.row = self.place + 1, 0
            self.column, self.block = self.build.column(), self.build.block()

    def set(self, unit: Unit) -> None:
        kind = (unit.story, unit.role)
        if self.last and self.last != kind:
            self.block = self.build.block()
        self.last = kind
        if unit.role == "paragraph":
            self._paragraph(unit)
        elif unit.role in ("signature", "jump") and self._beside(unit):
            pass
        else:
            self._heading(unit)

    def _paragraph(self, unit: Unit) -> None:
        start = 0
        while start < len(unit.text):
            self.room()
            indent = INDENT if start == 0 else 0.0
            end = line_end(unit.text, start, self.slot.measure - indent)
            self._line(unit, start, end, indent)
            start = end + len(unit.text[end:]) - len(unit.text[end:].lstrip(" \u3000"))

    def _heading(self, unit: Unit) -> None:
        """A subheading or a label: never the last line of a column; a signature: to the right."""
        slices = break_lines(unit.text, self.slot.measure)
        ends = unit.role in ("signature", "jump")
        self.room(len(slices) + (0 if ends else 1))
        for start, end in slices:
            free = max(0.0, self.slot.measure - width(unit.text[start:end].rstrip()))
            self._line(unit, start, end, free if ends else free / 2)

    def _beside(self, unit: Unit) -> bool:
        """A signature on the last line of its story, where there is room."""
        if not self.row or len(unit.text) == 0 or not unit.inline:
            return False
        above = self.build.lines[-1]
        free = self.slot.x + self.slot.measure - (above.x + width(above.text))
        if free < width(unit.text) + 1 or above.role not in ("paragraph", "signature", "jump"):
            return False
        at = (self.slot.x + self.slot.measure - width(unit.text), above.y)
        self._put(unit, 0, len(unit.text), at, above.block)
        return True

    def _line(self, unit: Unit, start: int, end: int, indent: float) -> None:
        y = self.slot.y + self.row * LEADING
        self._put(unit, start, end, (self.slot.x + indent, y), self.block)
        self.row += 1
        self.foot = max(self.foot, y + LEADING)

    def _put(self, unit: Unit, start: int, end: int, at: tuple[float, float], block: int) -> Line:
        heading = unit.role in ("subheading", "headline", "column")
        return self.build.line(
            unit,
            (start, end),
            at,
            measure=self.slot.measure,
            block=block,
            column=self.column,
            display=heading,
        )


def _indent(unit: Unit) -> float:
    return INDENT if unit.role == "paragraph" else 0.0
