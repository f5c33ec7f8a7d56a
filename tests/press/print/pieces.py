"""What is drawn, in which order: lines with their copies and paths, shuffled as the page's manner wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from random import Random

from tests.press.model import Composed, Line
from tests.press.print.defects import Manner, colour, treatment
from tests.press.print.setting import Box, Cell, Measure, Run, set_line
from tests.press.print.typography import Typography

LONGEST_SHADOW = 0.11  # of the size of the type
HIDDEN = 3  # the render mode of invisible text
_HEADS = frozenset({"headline", "kicker", "deck", "column"})
_SHADOWS = ("0.6 g", "0.75 g", "0.85 g", "1 g", "0.9 0.7 0.7 rg")
_RIMS = ("1 g", "0.8 g", "1 1 0.4 rg", "0.95 0.75 0.75 rg", "0.55 g")


@dataclass(frozen=True)
class Piece:
    """A line as drawn. `picture` are runs that are one picture together."""

    line: Line
    runs: tuple[Run, ...]
    picture: bool = False


@dataclass
class Plan:
    """The pieces of a page in the order of drawing, the black boxes behind them, and what has no text."""

    pieces: list[Piece]
    panels: list[tuple[Box, str]]
    lost: set[int]  # units that are not in the text layer


def plan(page: Composed, manner: Manner, measure: Measure, typography: Typography, rng: Random) -> Plan:
    """Everything that is drawn."""
    way = "upright" if manner.has("upright-font") else "stacked"
    made = Plan([], [], set())
    stories = {one.key: number for number, one in enumerate(page.stories, 1)}
    lines = sorted(page.lines, key=lambda line: line.order)
    for _, group in groupby(lines, key=lambda line: (line.unit, line.display)):
        members = list(group)
        first = members[0]
        own = "turned" if first.vertical and first.story is None and manner.has("turned") else way
        sets = []
        for line in members:
            spaces, close = manner.has("spaces"), manner.has("marks-close")
            runs = set_line(line, typography.of(line), measure, way=own, spaces=spaces, close=close)
            if manner.has("spaces") and line.role == "paragraph" and line.start == 0:
                runs = [*_indent(line, typography, measure), *runs]
            if manner.has("split-runs"):
                runs = [part for run in runs for part in _cut(run, rng)]
            if manner.has("split-fonts"):
                runs = [replace(run, subset=stories.get(line.story or "", 0)) for run in runs]
            sets.append(runs)
        if first.display and (first.role == "masthead" or (first.role in _HEADS and first.story)):
            _headline(made, sets, manner, rng)
        elif first.display and first.role == "subheading":
            _subheading(made, sets, manner, rng)
        else:
            made.pieces += [Piece(runs[0].line, tuple(runs)) for runs in sets if runs]
    made.pieces = list(ordered(made.pieces, manner, rng))
    if manner.has("invisible"):
        made.pieces += _invisible(made.pieces, rng)
    made.pieces = _latin_apart(made.pieces, manner)
    return made


def _indent(line: Line, typography: Typography, measure: Measure) -> Iterable[Run]:
    """The indent of a paragraph as two spaces of an em."""
    size = line.size * measure.em
    faces = typography.of(line)
    if faces.of("\u3000") is faces.han and not line.vertical and line.x >= 2 * line.size:
        base = measure.top + line.y * measure.em + (1 - faces.han.descent) * size
        cells = (Cell("\u3000", -1, 0.0, size), Cell("\u3000", -1, size, size))
        yield Run(line, faces.han, size, measure.left + line.x * measure.em - 2 * size, base, cells)


def _headline(made: Plan, sets: list[list[Run]], manner: Manner, rng: Random) -> None:
    """One headline, kicker, deck or label with what is done to it."""
    line = sets[0][0].line
    how = treatment(manner, rng, shadow=line.shadow, upright=line.vertical)
    ink = colour(manner, rng)
    if manner.has("condensed") and rng.random() < 0.5 and not line.vertical:
        sets = [_condensed(runs, rng.uniform(0.7, 0.92)) for runs in sets]
    sets = [[replace(run, ink=ink) for run in runs] for runs in sets]
    if manner.has("spread") and len(sets) == 1 and len(line.text) <= 8 and not line.vertical:
        sets = [_spread(sets[0], rng.choice((0.1, 0.2, 0.3)) * line.size * manner.em)]
    if how.startswith(("paths", "picture")) and line.role == "column":
        how = "plain"
    if how in ("paths", "picture"):
        made.lost.add(line.unit)
        made.pieces += [_untext(runs, picture=how == "picture") for runs in sets]
    elif how == "paths-invisible":
        for runs in sets:
            made.pieces.append(_untext(runs, copy=1))
            made.pieces.append(Piece(runs[0].line, tuple(replace(run, mode=HIDDEN) for run in runs)))
    elif how == "reversed":
        made.panels.append((_around(sets, 0.25 * line.size * manner.em), ink))
        made.pieces += [Piece(runs[0].line, tuple(replace(run, ink="1 g") for run in runs)) for runs in sets]
    else:
        _copied(made, sets, how, manner, rng)


def _subheading(made: Plan, sets: list[list[Run]], manner: Manner, rng: Random) -> None:
    """Subheadings are shadowed or made bold, all of a page alike."""
    how = next((name for name in ("fake-bold", "stroke-bold", "shadow-runs", "shadow") if manner.has(name)), "plain")
    _copied(made, sets, how, manner, rng)


def _copied(made: Plan, sets: list[list[Run]], how: str, manner: Manner, rng: Random) -> None:
    """A headline as it is, or with its copies."""
    copies: list[Callable[[Run], Run]] = []
    if how in ("shadow", "shadow-runs", "outlined"):
        times = 1 if how == "outlined" else manner.copies
        copies = [_Shadow(manner, n, rng, how) for n in range(1, 1 + times)]
    elif how == "fake-bold":
        far = rng.uniform(0.2, 0.4)
        copies = [lambda run: replace(run, x=run.x + far, copy=1)]
    elif how == "stroke-bold":
        sets = [[replace(run, mode=2, stroke=0.02 * run.size) for run in runs] for runs in sets]
    after = how == "fake-bold"
    if how == "shadow" and rng.random() < 0.4:  # the whole headline, and then again
        passes = [[[copy(run) for run in runs] for runs in sets] for copy in reversed(copies)]
        made.pieces += [Piece(runs[0].line, tuple(runs)) for one in (*passes, sets) for runs in one]
        return
    by_glyph = how == "fake-bold" and rng.random() < 0.4
    for runs in sets:
        if by_glyph:
            runs = [replace(run, cells=(cell,)) for run in runs for cell in run.cells]
        if how == "shadow-runs" or by_glyph:
            drawn = [one for run in runs for one in _with(run, [copy(run) for copy in copies], after)]
        else:
            again = [[copy(run) for run in runs] for copy in copies]
            drawn = [run for some in ([runs, *again] if after else [*reversed(again), runs]) for run in some]
        made.pieces.append(Piece(runs[0].line, tuple(drawn)))


def _with(run: Run, again: Sequence[Run], after: bool) -> list[Run]:
    return [run, *again] if after else [*reversed(again), run]


class _Shadow:
    """Draws a copy of a run."""

    def __init__(self, manner: Manner, number: int, rng: Random, how: str) -> None:
        self.part = number / manner.copies if how != "outlined" else 0.0
        self.shift = manner.shift
        self.number = number
        self.subset = 1000 if manner.has("shadow-subset") else 0
        self.ink = rng.choice(_RIMS if how == "outlined" else _SHADOWS)
        if max(map(abs, manner.shift)) < 0.5 and rng.random() < 0.5:
            self.ink = "0 g"
        self.how = how
        self.grow = rng.choice((1.0, 1.0, 1.0, 1.02))
        self.wide = rng.uniform(1.2, 3.0)

    def __call__(self, run: Run) -> Run:
        far = max(0.01, *map(abs, self.shift))
        part = self.part * min(1.0, LONGEST_SHADOW * run.size / far)
        made = replace(
            run,
            x=run.x + self.shift[0] * part,
            y=run.y + self.shift[1] * part,
            copy=self.number,
            ink=self.ink,
            subset=run.subset + self.subset,
        )
        if self.how == "outlined":
            return replace(made, mode=1, stroke=self.wide)
        if self.grow != 1.0 and run.way == "level":
            cells = tuple(cell._replace(wide=cell.wide * self.grow) for cell in run.cells)
            return replace(made, size=run.size * self.grow, cells=cells)
        return made


def _condensed(runs: list[Run], by: float) -> list[Run]:
    """A line narrowed about its own left edge; what is gained is left over on both sides."""
    start = runs[0].x
    last = runs[-1].cells[-1]
    gain = (last.pos + last.wide) * (1 - by) / 2
    return [
        replace(
            run,
            x=start + gain + (run.x - start) * by,
            stretch=run.stretch * by,
            cells=tuple(cell._replace(pos=cell.pos * by, wide=cell.wide * by) for cell in run.cells),
        )
        for run in runs
    ]


def _spread(runs: list[Run], by: float) -> list[Run]:
    """A line letterspaced about its middle."""
    many = sum(len(run.cells) for run in runs)
    made, place = [], 0
    for run in runs:
        cells = tuple(cell._replace(pos=cell.pos + by * (place + n)) for n, cell in enumerate(run.cells))
        made.append(replace(run, x=run.x - by * (many - 1) / 2, cells=cells))
        place += len(cells)
    return made


def _cut(run: Run, rng: Random) -> Iterable[Run]:
    """A run in up to four parts."""
    cuts = sorted({rng.randrange(len(run.cells)) for _ in range(rng.randint(0, 3))} - {0})
    for start, end in pairwise([0, *cuts, len(run.cells)]):
        yield replace(run, cells=run.cells[start:end])


def _untext(runs: list[Run], *, picture: bool = False, copy: int = 0) -> Piece:
    return Piece(runs[0].line, tuple(replace(run, text=False, copy=copy) for run in runs), picture)


def _around(sets: list[list[Run]], pad: float) -> Box:
    boxes = [run.box(cell) for runs in sets for run in runs for cell in run.cells]
    return (
        min(box[0] for box in boxes) - pad,
        min(box[1] for box in boxes) - pad,
        max(box[2] for box in boxes) + pad,
        max(box[3] for box in boxes) + pad,
    )


def ordered(pieces: list[Piece], manner: Manner, rng: Random) -> Iterable[Piece]:
    """The pieces in the order of the content stream."""
    order = manner.order()
    keyed = list(pieces)
    if order == "lines-shuffled":
        rng.shuffle(keyed)
    elif order == "rows":
        keyed.sort(key=lambda piece: (round(piece.line.y / 1.5), piece.line.x))
    elif order in ("columns-shuffled", "stories-shuffled"):
        by_story = order == "stories-shuffled"
        groups: dict[object, list[Piece]] = {}
        for piece in pieces:
            groups.setdefault(piece.line.story if by_story else piece.line.column, []).append(piece)
        mixed = list(groups.values())
        rng.shuffle(mixed)
        keyed = [piece for group in mixed for piece in group]
    if manner.has("heads-last") or manner.has("heads-first"):
        sign = 1 if manner.has("heads-last") else -1
        keyed.sort(key=lambda piece: sign * piece.line.display)
    return keyed


def _invisible(pieces: list[Piece], rng: Random) -> list[Piece]:
    """Some lines once more, as text that is not seen."""
    whole = [piece for piece in pieces if all(run.text and run.copy == 0 for run in piece.runs)]
    some = rng.sample(whole, min(len(whole), rng.randint(1, 6)))
    return [replace(one, runs=tuple(replace(run, copy=1, mode=HIDDEN) for run in one.runs)) for one in some]


def _latin_apart(pieces: list[Piece], manner: Manner) -> list[Piece]:
    """Digits and Latin after their line, their block or everything else."""
    name = next((name for name in ("latin-page", "latin-block", "latin-late") if manner.has(name)), None)
    if name is None:
        return pieces
    made: list[Piece] = []
    late: list[Piece] = []
    for place, piece in enumerate(pieces):
        if piece.picture:
            made.append(piece)
            continue
        made.append(replace(piece, runs=tuple(run for run in piece.runs if not run.latin)))
        late.append(replace(piece, runs=tuple(run for run in piece.runs if run.latin)))
        ends = place + 1 == len(pieces) or pieces[place + 1].line.block != piece.line.block
        if name == "latin-late" or (name == "latin-block" and ends):
            made += late
            late = []
    return [piece for piece in (*made, *late) if piece.runs]
