"""Galleys: lines of one measure and one type under each other, cut into paragraphs.

    lines of a column                              →  a galley
    a line that begins two em in, or behind a short line that ends a sentence  →  a new paragraph
    a lead over two columns, then the two columns  →  three galleys
    the rows of an advertisement's box             →  a paragraph each
    a byline at the head of a column               →  a block of its own
    a column's label over a headline of its size   →  a block of its own
    時疫漸減　工部局衛生處… behind a short line       →  a new paragraph, marked as run-in

Whether a paragraph that reaches the foot of its galley goes on in another is for `link`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np

from pipeline.characters import BRACKETS, PAUSES, STOPS, balance, ends_sentence, width
from pipeline.column_labels import is_column_label
from pipeline.jump_words import COMES
from pipeline.layout.columns import DEEPEST_INDENT, centred, columns, edges, indents, paragraphs
from pipeline.layout.displays import DISPLAY, Rows, displays, led, room_in, statements, texts
from pipeline.layout.ink import Bars, along, body_size
from pipeline.layout.run_ins import RUN_IN, headings
from pipeline.layout.scene import NONE, innermost
from pipeline.linking.shape import is_byline
from pipeline.page import Block, Box, Direction, Line, Page
from pipeline.registry import stage

HEAD = 1.2  # times the body's size: larger type is a head's
NAME = 5  # characters of a column's label that stands over a head; a longer one is easily part of the headline
SHORT = 0.75  # of the next line is such a label at most
COMMAS = ("，", "、")
MOST_LINES = 5000  # a full page has some 1,200
ASIDE = 0.3  # of the size: a line that leaves so much white on both sides does not fill its column
MOST_BLOCKS = 2000  # a full page has some 200; what looks at all pairs of them needs memory by the square


@stage("galleys", needs={"lines"}, gives={"blocks"}, takes={"lines"})
def galleys(page: Page) -> Page:
    """Group lines into galleys and these into paragraphs or parts of paragraphs."""
    if len(page.lines) > MOST_LINES:
        raise ValueError(f"{len(page.lines)} lines are no newspaper page (the limit is {MOST_LINES})")
    body = body_size(np.repeat([line.size for line in page.lines], [len(line.string) for line in page.lines]))
    bars = Bars(page.graphics.rules, page.graphics.frames, body)
    around = [*page.graphics.frames, *page.graphics.tints]
    made: list[list[Block]] = []
    both = []
    for direction in Direction:
        lines = [line for line in page.lines if line.direction is direction and line.box is not None]
        if lines:
            both.append(Lines(lines, around, body, bars, down=direction is Direction.VERTICAL))
    for own in both:
        made += _columns(own, {box for other in both if other is not own for box in other.texts})
    blocks = [replace(block, column=n) for n, column in enumerate(made) for block in column]
    if len(blocks) > MOST_BLOCKS:
        raise ValueError(
            f"{len(blocks)} pieces of text that stand apart are no newspaper page (the limit is {MOST_BLOCKS})"
        )
    return page.but(lines=(), blocks=tuple(replace(block, number=n) for n, block in enumerate(blocks)))


class Lines:
    """The lines of one direction, as plain lists along and across the writing, and the frames that they stand in."""

    def __init__(self, lines: list[Line], around: list[Box], body: float, bars: Bars, *, down: bool) -> None:
        self.lines, self.down = lines, down
        boxes = np.array([line.box for line in lines], dtype=np.float64)
        self.start, self.end, self.top, self.foot = (edge.tolist() for edge in along(boxes, down))
        self.size = [line.size for line in lines]
        self.strings = [line.string for line in lines]
        self.usual = body
        self.stops = [ends_sentence(string) for string in self.strings]
        self.opened = [balance(string, BRACKETS) > 0 for string in self.strings]
        self.rows = Rows(self.start, self.end, self.top, self.foot, self.size)
        self.frame: list[int] = innermost(boxes, around).tolist()
        self.walls = [(y0, y1) if down else (x0, x1) for x0, y0, x1, y1 in around]
        self.galleys = self._galleys(bars)
        self.solid = _solid(self, self.galleys)
        self.texts = texts(self.galleys, self.frame, self.rows, self.solid)

    def _galleys(self, bars: Bars) -> list[list[int]]:
        """The lines of each."""
        ended = zip(self.stops, self.strings, strict=True)
        open_ended = [not stop and line[-1] not in PAUSES for stop, line in ended]

        def barred(a0: float, a1: float, c0: float, c1: float) -> bool:
            if self.down:
                return bars.between(-c1, a0, -c0, a1, across_x=True)
            return bars.between(a0, c0, a1, c1, across_x=False)

        faces = [_face(line) for line in self.lines]
        return columns(self.start, self.end, self.top, self.foot, self.size, faces, open_ended, barred)

    def room(self, box: int) -> float:
        """How long a line in a frame may be."""
        held = [n for n, frame in enumerate(self.frame) if frame == box]
        return room_in(held, self.start, self.end, self.walls[box])

    def stopless(self, galley: list[int]) -> bool:
        """Whether no line of a galley has a mark that ends a sentence or a part of one."""
        return not any(mark in self.strings[n] for n in galley for mark in (*STOPS, *PAUSES))

    def statements(
        self, rows: Sequence[list[int]], box: int, solid: float, measure: float | None = None
    ) -> list[Block]:
        """The statements of a frame, each a block; of the frame's measure, if no other is given. `solid` is the white
        between the lines of running text, in sizes."""
        room = self.room(box)
        return [
            self.block(part, room / self.size[part[0]] if measure is None else measure)
            for part in statements(rows, self.rows, room, solid, self.stops, self.opened)
        ]

    def block(
        self, part: list[int], measure: float, begins: bool | None = True, ends: bool | None = True, *marks: str
    ) -> Block:
        held = [self.lines[n] for n in part]
        noticed = frozenset(marks).union(*(line.marks for line in held))
        return Block(tuple(held), measure=round(measure, 2), begins=begins, ends=ends, marks=noticed)


def _columns(own: Lines, others: set[int]) -> list[list[Block]]:
    """The blocks of each galley, those of displays first. `others` are the frames that hold text in columns that run
    the other way: what is level there is its headlines, however they are set."""
    start, end, top, foot, size = own.start, own.end, own.top, own.foot, own.size
    found, solid = own.galleys, own.solid
    shown = displays(found, own.frame, own.rows, own.stops, solid, others)
    made: list[list[Block]] = []
    for box in sorted(shown):
        held = [galley for galley in found if own.frame[galley[0]] == box]
        made += [[replace(block, marks=block.marks | {DISPLAY})] for block in own.statements(held, box, solid[1])]
    headed = _headed(own, found)
    indented = indents(found, start, end, size, own.stops)
    for galley, edge in zip(found, edges(found, start, end, top, foot, size), strict=True):
        if own.frame[galley[0]] in shown:
            continue
        if len(galley) > 1 and (_signs(own, galley[0], galley[1], edge) or _labels(own, galley[0], galley[1])):
            made.append([own.block(galley[:1], 0.0)])
            galley = galley[1:]
        made.append(_set(own, galley, edge, headed, solid[1], indented=indented))
    return made


def _set(
    own: Lines, galley: list[int], edge: tuple[float, float] | None, headed: list[bool], solid: float, *, indented: bool
) -> list[Block]:
    """The paragraphs of a galley; the rows of one that is centred in a frame."""
    left, right = edge or (min(own.start[n] for n in galley), max(own.end[n] for n in galley))
    measure = (right - left) / median(own.size[n] for n in galley)
    box = own.frame[galley[0]]
    if box != NONE and centred(galley, own.start, own.end, own.size, edge):
        return own.statements([galley], box, solid, measure)
    parts = _paragraphs(own, galley, edge, headed, indented=indented)
    if len(parts) == len(galley) > 2 and COMES.fullmatch(own.strings[galley[0]]):  # a jump makes no verse of two lines
        parts = [parts[0], *_paragraphs(own, galley[1:], edge, headed, indented=indented)]
    return [
        replace(
            own.block(part, measure, begins, ends, *([RUN_IN] if begins and headed[part[0]] else [])),
            edges=edge,
        )
        for part, begins, ends in parts
    ]


def _paragraphs(
    own: Lines, galley: list[int], edge: tuple[float, float] | None, headed: list[bool], *, indented: bool
) -> list[tuple[list[int], bool | None, bool | None]]:
    """The paragraphs of a galley, each with whether it begins and ends there (`columns.paragraphs`)."""
    return paragraphs(
        galley,
        own.start,
        own.end,
        own.size,
        own.stops,
        edge,
        indented=indented,
        headed=[headed[n] for n in galley],
        stopless=own.stopless(galley),
        led=led(galley, own.rows) if own.frame[galley[0]] != NONE else (),
        broken_off=[own.strings[n].rstrip().endswith(COMMAS) for n in galley],
    )


def _solid(own: Lines, galleys: list[list[int]]) -> tuple[float, float]:
    """The size of the running text, and the usual white between its lines, in sizes."""
    usual = own.usual
    whites = [
        (own.top[b] - own.foot[a]) / own.size[a]
        for lines in galleys
        for a, b in pairwise(lines)
        if abs(own.size[a] - usual) < 0.06 * usual
    ]
    return usual, median(whites) if whites else 0.0


def _headed(own: Lines, galleys: list[list[int]]) -> list[bool]:
    """Which lines of the running text begin with a heading."""
    behind = {a: own.strings[b] for galley in galleys for a, b in pairwise(galley)}
    behind |= {a: own.strings[b] for a, b in _onward(own, galleys)}
    stopless = {n for galley in galleys if own.stopless(galley) for n in galley}
    running = [n for n, size in enumerate(own.size) if abs(size - own.usual) < 0.06 * own.usual]
    found = headings(
        [own.strings[n] for n in running], [behind.get(n, "") for n in running], [n in stopless for n in running]
    )
    headed = {n for n, head in zip(running, found, strict=True) if head}
    return [n in headed for n in range(len(own.lines))]


def _onward(own: Lines, galleys: list[list[int]]) -> Iterator[tuple[int, int]]:
    """The last line of each galley in a frame, if it is full, and the first of the next column there, or of the tier
    under it."""
    start = np.array([min(own.start[n] for n in galley) for galley in galleys])
    end = np.array([max(own.end[n] for n in galley) for galley in galleys])
    top = np.array([own.top[galley[0]] for galley in galleys])
    frame = np.array([own.frame[galley[0]] for galley in galleys])
    for k, galley in enumerate(galleys):
        inside = (frame == frame[k]) & (frame != NONE)
        further = np.flatnonzero(inside & (start > end[k]))
        level = inside & (start < end[k]) & (end > start[k])
        if len(further) and own.end[galley[-1]] > end[level].max() - own.usual:
            column = further[start[further] < start[further].min() + own.usual]
            yield galley[-1], galleys[column[top[column].argmin()]][0]


def _signs(own: Lines, first: int, second: int, edge: tuple[float, float] | None) -> bool:
    """Whether the first line of a column is a byline that does not fill it, as one that is centred does not. One that
    is indented and full, before a line that is not indented, begins a paragraph. Where no column is known, it is one
    that stands over the middle of another line: of a subheading."""
    em, string = own.size[first], own.strings[first]
    if edge is None:
        under = own.strings[second]
        off = own.start[first] + own.end[first] - own.start[second] - own.end[second]
        return abs(off) / 2 < ASIDE * em and is_byline(string, width(string)) and not is_byline(under, width(under))
    before, behind = own.start[first] - edge[0], edge[1] - own.end[first]
    centred = min(before, behind) > ASIDE * em and abs(before - behind) < ASIDE * em
    indented, full = before > em, behind < em
    if not centred and before < DEEPEST_INDENT * em and full and own.start[second] < edge[0] + em:
        return False
    alone = centred or indented or behind > 2 * em
    return alone and balance(string) == 0 and is_byline(string, width(string))


def _labels(own: Lines, first: int, second: int) -> bool:
    """Whether the first line of a head is a column's label that is as large as what comes under it: 法治视点."""
    short = own.end[first] - own.start[first] < SHORT * (own.end[second] - own.start[second])
    label = own.strings[first]
    return short and own.size[first] > HEAD * own.usual and len(label) <= NAME and is_column_label(label)


def _face(line: Line) -> int:
    """The line's face; any (-1) where a bracket is left open: a dateline in bold type that goes on in the next line."""
    return -1 if balance(line.string, BRACKETS) > 0 else line.face
