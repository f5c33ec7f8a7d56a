"""Galleys: lines of one measure and one type under each other, cut into paragraphs.

    lines of a column                              →  a galley
    a line that begins two em in, or behind a short line that ends a sentence  →  a new paragraph
    a lead over two columns, then the two columns  →  three galleys
    the rows of an advertisement's box             →  a paragraph each

Whether a paragraph that reaches the foot of its galley goes on in another is for `link`.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import numpy as np

from pipeline.characters import PAUSES, ends_sentence
from pipeline.layout.columns import centred, columns, paragraphs
from pipeline.layout.displays import DISPLAY, displays, room_in, statements
from pipeline.layout.ink import Bars, along
from pipeline.layout.scene import NONE, innermost
from pipeline.page import Block, Direction, Line, Page
from pipeline.registry import stage

MOST_LINES = 5000  # a full page has some 1,200
MOST_BLOCKS = 2000  # a full page has some 200; what looks at all pairs of them needs memory by the square


@stage("galleys", needs={"lines"}, gives={"blocks"}, takes={"lines"})
def galleys(page: Page) -> Page:
    """Group lines into galleys and these into paragraphs or parts of paragraphs."""
    if len(page.lines) > MOST_LINES:
        raise ValueError(f"{len(page.lines)} lines are no newspaper page (the limit is {MOST_LINES})")
    bars = Bars(page.graphics.rules, page.graphics.frames)
    around = [*page.graphics.frames, *page.graphics.tints]
    made: list[Block] = []
    column = 0
    for direction in Direction:
        lines = [line for line in page.lines if line.direction is direction and line.box is not None]
        if not lines:
            continue
        down = direction is Direction.VERTICAL
        boxes = np.array([line.box for line in lines], dtype=np.float64)
        start, end, top, foot = (edge.tolist() for edge in along(boxes, down))
        size = [line.size for line in lines]
        strings = [line.string for line in lines]
        stops = [ends_sentence(string) for string in strings]
        open_ended = [not stop and string[-1] not in PAUSES for stop, string in zip(stops, strings, strict=True)]

        def barred(a0: float, a1: float, c0: float, c1: float, down: bool = down) -> bool:
            if down:
                return bars.between(-c1, a0, -c0, a1, across_x=True)
            return bars.between(a0, c0, a1, c1, across_x=False)

        found = columns(start, end, top, foot, size, [_face(line) for line in lines], open_ended, barred)
        frame = innermost(boxes, around).tolist()
        shown = displays(found, frame, end, size)
        edges = [(y0, y1) if down else (x0, x1) for x0, y0, x1, y1 in around]
        for box in sorted(shown):
            held = [galley for galley in found if frame[galley[0]] == box]
            room = room_in(_lines_in(frame, box), start, end, edges[box])
            for rows in statements(held, start, end, top, size, room):
                block = _block([lines[n] for n in rows], round(room / size[rows[0]], 2), True, True, column)
                made.append(replace(block, marks=block.marks | {DISPLAY}))
                column += 1
        for galley in found:
            box = frame[galley[0]]
            if box in shown:
                continue
            em = median(size[n] for n in galley)
            measure = (max(end[n] for n in galley) - min(start[n] for n in galley)) / em
            if box != NONE and centred(galley, start, end, size):
                room = room_in(_lines_in(frame, box), start, end, edges[box])
                parts = statements([galley], start, end, top, size, room)
                made += [_block([lines[n] for n in rows], measure, True, True, column) for rows in parts]
                column += 1
                continue
            for part, begins, ends in paragraphs(galley, start, end, size, stops):
                made.append(_block([lines[n] for n in part], measure, begins, ends, column))
            column += 1
    if len(made) > MOST_BLOCKS:
        raise ValueError(
            f"{len(made)} pieces of text that stand apart are no newspaper page (the limit is {MOST_BLOCKS})"
        )
    return page.but(lines=(), blocks=tuple(block.as_(block.role, number=n) for n, block in enumerate(made)))


def _lines_in(frame: list[int], box: int) -> list[int]:
    return [n for n, innermost_frame in enumerate(frame) if innermost_frame == box]


def _face(line: Line) -> int:
    """The line's face; any (-1) where a bracket is left open: a dateline in bold type that goes on in the next line."""
    return -1 if sum(map(line.string.count, "（【〔(")) > sum(map(line.string.count, "）】〕)")) else line.face


def _block(lines: list[Line], measure: float, begins: bool | None, ends: bool | None, column: int) -> Block:
    marks = frozenset().union(*(line.marks for line in lines))
    return Block(tuple(lines), measure=round(measure, 2), begins=begins, ends=ends, marks=marks, column=column)
