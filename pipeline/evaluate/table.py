"""Plain text in aligned columns, where a Chinese character is two columns wide."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

NOTHING = "–"


def width(text: str) -> int:
    """Columns that a text takes in a terminal: wide and full-width characters two, combining ones none."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of equally many cells: the first column flush left, the others flush right, two blanks between."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first, *others = [" " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)]
        cells = [row[0] + first, *(blank + cell for blank, cell in zip(others, row[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def number(value: float | None, *, less_is_better: bool = False) -> str:
    """A measure with three decimals, rounded to the worse side, so that only what is right reads as right."""
    if value is None:
        return NOTHING
    thousands = round(value * 1000, 6)
    return f"{(math.ceil(thousands) if less_is_better else math.floor(thousands)) / 1000:.3f}"
