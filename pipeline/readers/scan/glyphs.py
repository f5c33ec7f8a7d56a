"""Glyphs: from what the lines say to the page's table of characters, each in the square of its own type.

A character's square stands about its place along the line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.characters import is_han
from pipeline.page import Glyphs
from pipeline.readers.scan.engines.protocol import LineImage, Reading
from pipeline.readers.scan.heights import LevelLine, told
from pipeline.readers.scan.ink import Flags, Floats, Ints
from pipeline.readers.scan.marks import Band, mark_of, with_ending, with_marks, with_quotes
from pipeline.readers.scan.sizes import Shape, sizes
from pipeline.readers.scan.strip import Strip, in_none, sides
from pipeline.readers.scan.survey import Survey
from pipeline.readers.scan.worn import pieces_about, ring_of

INKED = 0.93  # of its square's height is the ink of a tall ideograph
FILLING = 6  # one ideograph of so many is as tall as its square lets it
LEAST = 0.4  # of the body type: what is smaller is no type
# Of the strokes of most type: thinner ones are of a light face, thicker ones of a bold one; between: unknown, then
# regular. Lines of the body's size are many, so that what is said of them must be sure.
WEIGHTS = (0.78, 0.85, 1.12, 1.38)
UNEVEN = 4.0  # times the middle half's spread about the usual: so much thicker at least are heavy strokes
BODY = 0.05  # by so much the size of body type differs from the body's
TELLING = 4  # characters of a line whose strokes tell
WIDEST = 0.9  # of the size: wider white within a line is a mark that was not read
WITHIN = 0.55  # of the size: so far from the middles of both characters is what stands between them
LARGEST_MARK = 0.45  # of the size: a mark's ink is no longer
NEXT = 1.9  # of the size: the middles of the lines next to a line are nearer
STEP = 0.35  # of the size: so near each other along them are characters of columns that are level with each other
NEAR = 2.0  # of the size: so near to white the lines next to it end and begin, if they tell of it
IN_WHITE = 0.7  # of the size: a character whose middle is farther from both its ends stands in it
PLACED = 0.7  # how sure a mark is that is told by its ink and its place
SPREAD = 3  # distances that tell whether a line is spread
EVEN = 0.12  # of the size: by less they differ
FACES = ("regular", "heavy", "light")
FIGURE = 0.78  # of the height of such an ideograph is that of a figure
NARROW = 0.55  # of its type's size: how wide a letter or digit is


@dataclass(frozen=True, slots=True)
class Said:
    """A line and what it says: its type's size and weight, and where its characters' middles are, in the sheet.

    `weight` is how thick its strokes are, in sizes of the type. Behind the characters `inked` are others that were
    not read.
    """

    reading: Reading
    down: bool
    along: Floats
    across: float
    size: float
    weight: float = 0.0
    inked: tuple[int, ...] = ()


def said(found: Survey, lines: Sequence[LineImage], readings: Sequence[Reading]) -> list[Said]:
    """The lines that say anything, each with the size of its type."""
    body = found.em / found.scale
    made, ink, whole = [], [], []
    for strip, line, reading in zip(found.strips, lines, readings, strict=True):
        lone = _is_lone_mark(strip)
        reading = _lone_mark(found, strip) if lone else reading
        if not reading.text or strip.size < LEAST * found.em:
            continue
        x0, y0, x1, y1 = line.box
        begin, end = (y0, y1) if strip.down else (x0, x1)
        along = begin + np.array(reading.place) * (end - begin)
        cells = _cells(along, found.parts.box[strip.parts] / found.scale, strip.down)
        han = np.array([is_han(char) for char in reading.text])
        box = np.array(strip.box) / found.scale
        along = _on_ink(along, han, cells, float(box[2] - box[0] if strip.down else box[3] - box[1]))
        across = float(box[0] + box[2] if strip.down else box[1] + box[3]) / 2
        ink.append(INKED * body if lone else tall_of(reading.text, cells, han, strip.down))
        stroke = 2 * float(found.parts.area[strip.parts].sum() / found.edge[strip.parts].sum()) / found.scale
        made.append(Said(reading, strip.down, along, across, body, stroke))
        whole.append(strip)
    shapes = [
        Shape(tall / INKED, line.along, np.array([is_han(char) for char in line.reading.text]), line.across, line.down)
        for line, tall in zip(made, ink, strict=True)
    ]
    loose = [_loose(found, down) for down in (False, True)]
    columns = [line for line in made if line.down]
    middles = np.array([(line.across, along) for line in columns for along in line.along]).reshape(-1, 2)
    middles = middles[np.argsort(middles[:, 0], kind="stable")]
    final: list[Said] = []
    level: list[tuple[int, LevelLine]] = []
    large = sizes(shapes)
    usual = float(np.median(np.repeat(large, [len(line.along) for line in made]))) if made else body
    for one, strip, size in zip(made, whole, large.tolist(), strict=True):
        parts, scale, down = found.parts, found.scale, strip.down
        numbers, place = loose[down]
        first, last = np.searchsorted(place, [one.across - size / 2, one.across + size / 2])
        near = np.concatenate([strip.parts, numbers[first:last]])
        beside = _beside(one, size, middles) if down and abs(size / usual - 1) < BODY else (False, False)
        band = Band(parts, strip.parts, near, scale, one.across, size, down, beside)
        reading, along = with_marks(one.reading, one.along, band)
        if not down:
            reading, along = with_quotes(reading, along, parts.box[near] / scale, one.across, size)
            reading, along = with_ending(reading, along, parts, near, scale, one.across, size)
            if abs(size / body - 1) < BODY:
                box = (parts.box[near] / scale - [0, one.across, 0, one.across]) / size
                level.append((len(final), LevelLine(reading, along / size, box)))
        weight = one.weight / size
        final.append(replace(one, reading=reading, along=along, size=size, weight=weight, inked=inked(along, band)))
    for (n, _), text in zip(level, told([line for _, line in level]), strict=True):
        final[n] = replace(final[n], reading=replace(final[n].reading, text=text))
    return final


def _beside(line: Said, size: float, middles: Floats) -> tuple[bool, bool]:
    """Whether columns next to one have a character level with the square before it, and with the one behind it.

    `middles` are those of the characters of all columns, across and along them, in the order of the former.
    """
    first, last = np.searchsorted(middles[:, 0], [line.across - NEXT * size, line.across + NEXT * size])
    near = middles[first:last]
    along = near[np.abs(near[:, 0] - line.across) > size / 2, 1]
    before, behind = (
        bool((np.abs(along - place) < STEP * size).any()) for place in (line.along[0] - size, line.along[-1] + size)
    )
    return before, behind


def inked(along: Floats, line: Band) -> tuple[int, ...]:
    """Behind which characters of a line there is more ink than a mark's, where the next is too far."""
    places = np.flatnonzero(np.diff(along) > (1 + WIDEST) * line.size).tolist()
    if not places:
        return ()
    start, top, end, foot = line.sides().T
    middle = (start + end) / 2
    found = []
    for n in places:
        own = (middle > along[n] + WITHIN * line.size) & (middle < along[n + 1] - WITHIN * line.size)
        sides = [
            far[own].max(initial=-np.inf) - near[own].min(initial=np.inf) for near, far in ((start, end), (top, foot))
        ]
        if max(sides) > LARGEST_MARK * line.size:
            found.append(n)
    return tuple(found)


def _is_lone_mark(strip: Strip) -> bool:
    """Whether a line is but one mark, or the pieces of one, in the place of a column (`slots`), in type of the body's
    size."""
    x0, y0, x1, y1 = strip.box
    return strip.down and max(x1 - x0, y1 - y0) < strip.size / 2


def _lone_mark(found: Survey, strip: Strip) -> Reading:
    """What such a line says; an engine does not see it without its square."""
    if len(strip.parts) == 1:
        mark = mark_of(found.parts, int(strip.parts[0]), strip.size)
    else:
        x0, y0, x1, y1 = strip.box
        middle = (x0 + x1) / 2, (y0 + y1) / 2
        mark = ring_of(pieces_about(found.parts.box[strip.parts], middle, strip.size, down=True), down=True)
    return Reading(mark, (0.5,), (PLACED,)) if mark == "。" else Reading()


def _loose(found: Survey, down: bool) -> tuple[Ints, Floats]:
    """The parts that are of no line, with where their middles are across lines that run this way, in that order."""
    own = np.flatnonzero(in_none(found.parts, found.strips))
    _, _, top, foot = sides(found.parts, own, down)
    place = (top + foot) / 2 / found.scale
    order = np.argsort(place, kind="stable")
    return own[order], place[order]


def _cells(along: Floats, box: Floats, down: bool) -> Floats:
    """The start, end, top and foot of each character's ink, along and across the line; -inf to inf where it has none.

    Each part goes to the character whose place is nearest.
    """
    start, top, end, foot = box.T[[1, 0, 3, 2]] if down else box.T
    order = np.argsort(along)
    nearest = order[np.searchsorted((along[order][1:] + along[order][:-1]) / 2, (start + end) / 2)]
    cells = np.tile([np.inf, -np.inf, np.inf, -np.inf], (len(along), 1))
    for column, least, edge in ((0, True, start), (1, False, end), (2, True, top), (3, False, foot)):
        (np.minimum if least else np.maximum).at(cells[:, column], nearest, edge)
    return cells


def _on_ink(along: Floats, han: Flags, cells: Floats, high: float) -> Floats:
    """The middles of the characters, moved to the middle of their ink where that is an ideograph's.

    What is much wider than a character is several.
    """
    wide = cells[:, 1] - cells[:, 0]
    whole = han & (wide > 0.5 * high) & (wide < 1.15 * high)
    middle = np.where(whole, np.where(whole, cells[:, :2].T, 0).sum(axis=0) / 2, along)
    return np.where(np.abs(middle - along) < 0.35 * high, middle, along)


def tall_of(text: str, cells: Floats, han: Flags, down: bool) -> float:
    """How tall an ideograph of a line is that fills its square, told by its ideographs or else by its figures.

    `cells` are (n, 4): the start, end, top and foot of each character's ink, along and across the line.
    """
    tall = cells[:, 3] - cells[:, 2]
    own = np.sort(tall[han & (tall > 0)])
    if len(own):
        return float(own[-1 - len(own) // FILLING])
    high = cells[:, 1] - cells[:, 0] if down else tall  # a figure that stands in a column is high along it
    figures = np.sort(high[np.array([char.isdigit() for char in text]) & (high > 0)])
    if len(figures):
        return float(figures[len(figures) // 2]) / FIGURE
    return float(tall.max(initial=0.0))


def glyphs_of(lines: Sequence[Said], found: Survey) -> Glyphs:
    """The characters of all lines as one table, in the source's unit."""
    if not lines:
        return Glyphs.of("")
    boxes, large, downs, sure = [], [], [], []
    length = [len(line.along) for line in lines]
    usual = float(np.median(np.repeat([line.weight for line in lines], length)))
    body = float(np.median(np.repeat([line.size for line in lines], length)))
    for line, unread in zip(lines, unread_marks(lines), strict=True):
        size = line.size
        wide = _widths(line)
        start, end = line.along - wide / 2, line.along + wide / 2
        end[:-1] = np.where(unread, np.maximum(end[:-1], start[1:] - WIDEST * size), end[:-1])
        held = [n for n in line.inked if unread[n]]
        end[held] = start[[n + 1 for n in held]]
        top, foot = np.full(len(start), line.across - size / 2), np.full(len(start), line.across + size / 2)
        boxes.append(np.column_stack([top, start, foot, end] if line.down else [start, top, end, foot]))
        large.append(np.full(len(start), size))
        downs.append(np.full(len(start), line.down))
        sure.append(np.array(line.reading.confidence))
    heavy = usual + max(
        (WEIGHTS[-1] - 1) * usual, UNEVEN * _spread_of([line for line in lines if _is_body(line, body)])
    )
    faces = [np.full(len(line.along), _face(line, usual, body, heavy), dtype=np.int32) for line in lines]
    string = "".join(line.reading.text for line in lines)
    plain = Glyphs.of(string)
    down = np.concatenate(downs)
    return Glyphs(
        plain.char,
        plain.offset,
        box=found.sheet.boxes_back(np.concatenate(boxes)).astype(np.float32),
        size=(np.concatenate(large) * found.sheet.unit).astype(np.float32),
        font=np.concatenate(faces),
        fonts=FACES,
        angle=np.where(down, 90, 0).astype(np.float32),
        vertical=down,
        confidence=np.concatenate(sure).astype(np.float32),
    )


def _widths(line: Said) -> Floats:
    """How long each character of a line is along it: a letter or digit that has a square to itself fills it."""
    size = line.size
    wide = np.array([size if char > "\u02ff" else size * NARROW for char in line.reading.text])
    if line.down and len(wide) > 1:
        apart = np.diff(line.along, prepend=-np.inf, append=np.inf)
        wide = np.maximum(wide, np.minimum(size, np.minimum(apart[:-1], apart[1:])))
    return wide


def unread_marks(lines: Sequence[Said]) -> list[Flags]:
    """For each line, which of its characters may be followed by marks that were not read.

    Not those before a gutter: where a line next to it ends before the white or begins behind it, and none has a
    character there; or on one side some end and some begin, though something runs over it on the other.
    """
    made = [np.ones(max(len(line.along) - 1, 0), dtype=bool) for line in lines]
    for down in (False, True):
        own = [n for n, line in enumerate(lines) if line.down is down]
        own.sort(key=lambda n: lines[n].across)
        across = [lines[n].across for n in own]
        for at, n in enumerate(own):
            line = lines[n]
            if _is_spread(line):
                continue
            low = bisect_left(across, line.across - NEXT * line.size)
            far = bisect_left(across, line.across + NEXT * line.size)
            for k in np.flatnonzero(np.diff(line.along) > (1 + WIDEST) * line.size).tolist():
                sides = [[lines[m] for m in side] for side in (own[low:at], own[at + 1 : far])]
                white = float(line.along[k]), float(line.along[k + 1])
                made[n][k] = not _is_gutter(white, line.size, sides)
    return made


def _is_spread(line: Said) -> bool:
    """Whether the characters of a line are evenly apart, as those of one that is spread over its measure."""
    apart = np.diff(line.along)
    return len(apart) >= SPREAD and float(np.ptp(apart)) < EVEN * line.size


def _is_gutter(white: tuple[float, float], size: float, sides: list[list[Said]]) -> bool:
    """Whether no line above and below (`sides`) runs over the white between the middles of two characters."""
    found = []
    for side in sides:
        near = np.concatenate([np.empty(0), *(line.along for line in side)])
        before = (near > white[0] - NEAR * size) & (near < white[0] + IN_WHITE * size)
        behind = (near > white[1] - IN_WHITE * size) & (near < white[1] + NEAR * size)
        inside = (near > white[0] + IN_WHITE * size) & (near < white[1] - IN_WHITE * size)
        found.append((bool(before.any()), bool(behind.any()), bool(inside.any())))
    if any(before and behind and not inside for before, behind, inside in found):
        return True
    return any(before or behind for before, behind, _ in found) and not any(inside for _, _, inside in found)


def _is_body(line: Said, body: float) -> bool:
    """Whether a line is of the body's size and long enough for its strokes to tell its face."""
    return len(line.along) >= TELLING and abs(line.size / body - 1) <= BODY


def _spread_of(lines: Sequence[Said]) -> float:
    """How much the weights of the middle half of some lines differ: on an unevenly inked page, much."""
    return float(np.subtract(*np.percentile([line.weight for line in lines], [75, 25]))) if lines else 0.0


def _face(line: Said, usual: float, body: float, heavy: float) -> int:
    """The number of a line's face in FACES; -1 where its strokes do not tell, as those of larger or smaller type.

    `usual` is the weight of most of the page, `heavy` the least of a heavy face.
    """
    if not _is_body(line, body):
        return -1
    light, low, high = (share * usual for share in WEIGHTS[:-1])
    if low <= line.weight <= high:
        return FACES.index("regular")
    if line.weight > heavy:
        return FACES.index("heavy")
    return FACES.index("light") if line.weight < light else -1
