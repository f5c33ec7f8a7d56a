"""Placing glyphs: a line of copy becomes runs of one font each, spread or squeezed to its measure.

Points, from the top left of the page. A run has an origin and a way to go; its glyphs stand along it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from tests.press.model import Composed, Line
from tests.press.print.faces import Face
from tests.press.typeset import SQUEEZABLE, is_narrow, width

Box = tuple[float, float, float, float]
OPENING = frozenset("“‘（《「『【〈〔")
WIDEST_STACKED = 4  # Latin characters that stand one under the other; longer runs lie on their side
CLOSE, RAISED = 0.8, 0.08  # em from one of them to the next in running text, and how far up they move for it


class Cell(NamedTuple):
    """A glyph in a run: its character, its offset in the unit (-1: not of the copy), its place, its width."""

    char: str
    at: int
    pos: float
    wide: float


@dataclass(frozen=True)
class Run:
    """Glyphs of one font on one baseline. `way`: "level", "upright" (a font that writes downward; the origin is
    above the middle of the first glyph), "stacked" (the same look, glyph by glyph) or "turned" (downward on its
    side)."""

    line: Line
    face: Face
    size: float
    x: float
    y: float
    cells: tuple[Cell, ...]
    way: str = "level"
    stretch: float = 1.0
    latin: bool = False
    copy: int = 0
    ink: str = "0 g"
    mode: int = 0
    stroke: float = 0.0
    text: bool = True
    subset: int = 0

    def origin(self, cell: Cell) -> tuple[float, float]:
        """Where the glyph's origin lies."""
        if self.way == "level":
            return self.x + cell.pos, self.y
        if self.way == "stacked":
            return self.x - cell.wide / 2, self.y + cell.pos + (1 - self.face.descent) * self.size
        return self.x, self.y + cell.pos

    def box(self, cell: Cell) -> Box:
        """Where the glyph stands: its width by the em that the font declares."""
        x, y = self.origin(cell)
        low = self.face.descent * self.size
        if self.way == "upright":
            return x - self.size / 2, y, x + self.size / 2, y + self.size
        if self.way == "turned":
            return x - low, y, x - low + self.size, y + cell.wide
        return x, y + low - self.size, x + cell.wide, y + low


@dataclass(frozen=True)
class Faces:
    """The two faces of a line and how the Western one sits: its size and its fall below the baseline, in em."""

    han: Face
    latin: Face
    scale: float = 1.0
    fall: float = 0.0
    others: tuple[Face, ...] = ()

    def of(self, char: str) -> Face:
        """The face for a character: the line's own, or the first that has it."""
        own = self.latin if is_narrow(char) else self.han
        return own if own.has(char) else next((one for one in (self.han, *self.others) if one.has(char)), own)


@dataclass(frozen=True)
class Measure:
    """Points for the page's em, and where the page begins; the indents of lines by their `order`."""

    em: float
    left: float
    top: float
    rooms: Mapping[int, tuple[float, bool]]


def rooms(page: Composed) -> dict[int, tuple[float, bool]]:
    """The room in em of every line of a paragraph, by the line's order: (room, whether the line fills it)."""
    edges: dict[tuple[int, bool], list[float]] = {}
    for line in page.lines:
        if line.role == "paragraph":
            edges.setdefault((line.column, line.vertical), []).append(line.y if line.vertical else line.x)
    found = {}
    for line in page.lines:
        unit = page.units[line.unit]
        ends = line.start + len(line.text) >= len(unit.text.rstrip())
        if line.role != "paragraph" or len(line.text) < 2 or line.display:
            continue
        known = edges[line.column, line.vertical]
        indent = (line.y if line.vertical else line.x) - min(known)
        if line.start == 0 and len(known) == 1:
            indent = 2.0
        found[line.order] = line.width - indent, not ends
    return found


def set_line(
    line: Line, faces: Faces, measure: Measure, *, way: str = "stacked", spaces: bool = False, close: bool = False
) -> list[Run]:
    """The runs of one line. `way` is how upright lines go: stacked, upright or turned. `spaces` prints the
    spaces of the copy as glyphs; `close` sets marks that meet as if they were one."""
    size = line.size * measure.em
    room, full = measure.rooms.get(line.order, (0.0, False))
    cells = _natural(line, faces, size, line.vertical and way != "turned")
    squeezed: set[int] = set()
    if close:
        squeezed = _meeting(cells)
        cells = _squeezed(cells, dict.fromkeys(squeezed, size / 2), faces, line.vertical)
    free = room * measure.em - _extent(cells)
    stretch = 1.0
    if room and (full or free < 0):
        cells = _justified(cells, free, size, faces, line.vertical, squeezed)
    elif line.display and not line.vertical and _extent(cells) > width(line.text) * size * 1.005:
        stretch = width(line.text) * size / _extent(cells)
        cells = [cell._replace(pos=cell.pos * stretch, wide=cell.wide * stretch) for cell in cells]
    elif line.vertical and way != "turned" and _extent(cells) > len(line.text) * size + 0.01:
        free = len(line.text) * size - _extent(cells)
        cells = _justified(cells, free, size, faces, line.vertical, squeezed)
    x, y = measure.left + line.x * measure.em, measure.top + line.y * measure.em
    made = [
        None if dropped else _run(line, faces, size, (x, y), list(group), way)
        for (dropped, *_), group in groupby(cells[:-1], key=lambda cell: _kind(cell, faces, spaces))
    ]
    return [replace(run, stretch=stretch) for run in made if run]


def _kind(cell: Cell, faces: Faces, spaces: bool) -> tuple[bool, bool, str]:
    blank = cell.char.isspace()
    face = faces.of(cell.char)
    return blank and not spaces, is_narrow(cell.char), face.name


def _run(line: Line, faces: Faces, size: float, at: tuple[float, float], cells: list[Cell], way: str) -> Run | None:
    first = cells[0].char
    face, latin = faces.of(first), is_narrow(first)
    if first.isspace() and not face.has(first):
        return None
    own = size * faces.scale if latin else size
    fall = faces.fall * size if latin else 0.0
    x, y = at
    if not line.vertical:
        base = y + (1 - faces.han.descent) * size + fall
        return Run(line, face, own, x, base, tuple(cells), "level", latin=latin)
    if way == "turned":
        return Run(line, face, own, x + faces.han.descent * size, y, tuple(cells), "turned", latin=latin)
    if latin and len(cells) > WIDEST_STACKED:
        return Run(line, face, own, x + 0.2 * size, y, tuple(cells), "turned", latin=latin)
    way = "stacked" if latin else way
    return Run(line, face, own, x + size / 2, y, tuple(cells), way, latin=latin)


def _natural(line: Line, faces: Faces, size: float, upright: bool) -> list[Cell]:
    """The glyphs one after the other, each with the width that its font gives it."""
    cells: list[Cell] = []
    pos = 0.0
    narrow: dict[int, int] = {}
    for is_latin, group in groupby(enumerate(line.text), key=lambda pair: is_narrow(pair[1])):
        members = list(group)
        if is_latin:
            narrow.update({place: len(members) for place, _ in members})
    for place, char in enumerate(line.text):
        face, close = faces.of(char), False
        if char.isspace():
            step = size * (1.0 if char == "\u3000" else 0.5)
            wide = face.wide(char) * size if face.has(char) else step
        else:
            wide = face.wide(char) * size * (faces.scale if is_narrow(char) else 1.0)
            lies = upright and narrow.get(place, 0) > WIDEST_STACKED
            step = size if upright and not lies else wide
            close = upright and is_narrow(char) and not lies and not line.display
            step = CLOSE * size if close else step
        cells.append(Cell(char, line.start + place, pos - (RAISED * size if close else 0.0), wide))
        pos += step
    if cells:  # the extent: a last cell that is not printed
        cells.append(Cell("", -1, pos, 0.0))
    return cells


def _extent(cells: Sequence[Cell]) -> float:
    return cells[-1].pos if cells else 0.0


def _blank(char: str, faces: Faces, upright: bool) -> float:
    """How much of the blank of a mark lies before it, in the direction of the line."""
    if not upright:
        return faces.of(char).blank(char)
    return 1.0 if char in OPENING else 0.5 if 0.3 < faces.han.blank("。") < 0.7 else 0.0


def _meeting(cells: Sequence[Cell]) -> set[int]:
    """The marks that meet another and have a blank between them: ” of ”。 and the second of “《."""
    found = set()
    for place, (one, other) in enumerate(pairwise(cells)):
        if one.char in SQUEEZABLE and other.char in SQUEEZABLE:
            found.add(place + 1 if one.char in OPENING else place)
    return found


def _squeezed(cells: Sequence[Cell], less: Mapping[int, float], faces: Faces, upright: bool) -> list[Cell]:
    """Some marks made narrower by so many points: by the blank before them and after them in proportion."""
    shift = [0.0] * len(cells)
    for place, by in less.items():
        before = _blank(cells[place].char, faces, upright)
        shift[place] -= by * before
        shift[place + 1] -= by * (1 - before)
    return _moved(cells, shift)


def _moved(cells: Sequence[Cell], shift: Sequence[float]) -> list[Cell]:
    """Each glyph moved by its shift and those of all before it."""
    return [cell._replace(pos=cell.pos + by) for cell, by in zip(cells, accumulate(shift), strict=True)]


def _justified(
    cells: list[Cell], free: float, size: float, faces: Faces, upright: bool, squeezed: Collection[int]
) -> list[Cell]:
    """Spread or squeezed by `free` points. Marks give up to half of themselves first; then all gaps alike, save
    those inside a word or a dash. Marks already squeezed give nothing more."""
    glyphs = cells[:-1]
    if free < 0:
        marks = [n for n, cell in enumerate(glyphs) if cell.char in SQUEEZABLE and n not in squeezed]
        each = min(size / 2, -free / len(marks)) if marks else 0.0
        cells = _squeezed(cells, dict.fromkeys(marks, each), faces, upright)
        free += each * len(marks)
    gaps = [n for n, (one, other) in enumerate(pairwise(glyphs), 1) if not _whole(one.char, other.char)]
    gaps = gaps if len(gaps) > len(glyphs) // 4 else list(range(1, len(glyphs)))
    shift = [0.0] * len(cells)
    for n in gaps:
        shift[n] += free / len(gaps)
    return _moved(cells, shift)


def _whole(one: str, other: str) -> bool:
    """Whether nothing may come between the two characters."""
    return (is_narrow(one) and is_narrow(other)) or (one == other and one in "—…")


def glyphs(runs: Sequence[Run]) -> Iterator[tuple[Run, Cell]]:
    """All glyphs of some runs, with the run of each."""
    for run in runs:
        for cell in run.cells:
            yield run, cell
