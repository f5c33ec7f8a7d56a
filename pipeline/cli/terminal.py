"""Terminal: what is needed for printing Chinese text: how wide it is, lines and tables of it."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Sequence

import click
from rich.cells import cell_len

from pipeline.characters import NO_LINE_END, NO_LINE_START

NARROW, WIDE = 40, 100  # columns that a text is wrapped to at least and at most
_ASCII = "!-~"
_UNIT = re.compile(
    f"[{re.escape(''.join(c for c in NO_LINE_END if c not in '(['))}]*(?:[{_ASCII}]+|.)"
    f"[{re.escape(''.join(c for c in NO_LINE_START if not c.isascii()))}]*",
    re.DOTALL,
)


def columns() -> int:
    """How wide a text is set: the terminal, if it is neither very narrow nor very wide."""
    return min(WIDE, max(NARROW, shutil.get_terminal_size((80, 24)).columns))


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The text in lines of at most `width` cells, two for a Chinese character.

    Words of other scripts stay whole if they can, and no line begins with a closing mark. `first` and
    `rest` are indents.
    """
    lines: list[str] = []
    line, used = first, cell_len(first)
    empty = True
    for unit in _units(text, width - max(cell_len(first), cell_len(rest))):
        size = cell_len(unit)
        if used + size > width and not empty:
            lines.append(line.rstrip(" "))
            line, used, empty = rest, cell_len(rest), True
            if unit == " ":
                continue
        line += unit
        used += size
        empty = False
    lines.append(line.rstrip(" "))
    return lines


def _units(text: str, most: int) -> Iterable[str]:
    """What is not broken over two lines; a longer word than fits a line is broken after all."""
    for unit in _UNIT.findall(text):
        if cell_len(unit) <= most:
            yield unit
        else:
            yield from unit


def aligned(rows: Sequence[Sequence[str]], right: Iterable[int] = (), pad_last: bool = False) -> list[str]:
    """Rows of cells as lines with aligned columns; those numbered in `right` are flush right."""
    widths = [max(cell_len(cell) for cell in column) for column in zip(*rows, strict=True)]
    to_the_right = frozenset(right)
    lines = []
    for row in rows:
        cells = []
        for n, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (wide - cell_len(cell))
            cells.append(blank + cell if n in to_the_right else cell + blank)
        line = "  ".join(cells)
        lines.append(line if pad_last else line.rstrip())
    return lines


def elided(text: str, most: int) -> str:
    """The text, cut to `most` characters with an ellipsis for the rest."""
    return text if len(text) <= most else text[: most - 1] + "…"


def colours() -> bool:
    """Whether what is printed goes to a terminal that shows colours."""
    context = click.get_current_context(silent=True)
    if context is not None and context.color is not None:
        return context.color
    return sys.stdout.isatty()
