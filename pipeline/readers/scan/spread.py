"""Spread: rows of characters set so far apart that they fill the measure of their box, put together.

┌ 新到最快鏡頭 ┐      the characters of one row stand nearer to those below than to each other, and yet it is a
│ 放  大  炭  畫 │  →   row: evenly apart, it begins and ends where another line of the box does
│ 永  不  退  色 │
└──────────────┘

4 3 吋 電 視      where such a row begins a paragraph, its last row may stand below it in characters by themselves,
9,900元       →   though they are set solid: figures are narrow, and on a page that runs down each is a column

市 by itself, left of 本館因原址翻造暫遷四馬路中 and level with its head  →  what is left of that column
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.readers.scan.ink import Floats, Ints, Parts
from pipeline.readers.scan.strip import Strip, groups, strip_of

FEWEST = 3  # characters of such a row; two stand as well under each other
MOST, MOST_PARTS = 60, 400  # lines of a box, and parts of them; one of more holds text in columns
LONG = 4.0  # times its height is a line long that tells the measure
FEW = 3.3  # times the size of the type: a line that runs the other way is no longer if its characters are of such rows
LEAST = 0.5  # em: what is smaller is a speck or a mark
NEAR = 0.2  # of the type's size: parts that are nearer are of one character
SIDES = (0.5, 1.25)  # of the size: between these are the longer sides of characters
LEVEL = 0.15  # of the size: how far the middles of a row are apart across it
EDGE = 0.25  # of the size: how far a row that fills the measure begins and ends from another that does
SPREAD = (1.35, 4.0)  # of the size: between these is the distance of the middles of characters that are spread
EVEN = 0.3  # of the size: by how much these distances differ
LARGE = 0.6  # em: a smaller part by itself is no character
SQUARE = 1.3  # times its lesser side is that of a character at most
ALIKE = 0.12  # of its size: so little more or less have lines of the same type, and so little is between their edges
NEXT = 1.2  # of its size: the line that it is left of is nearer, or that it goes on from
SOLID, PLACES = 0.2, 2  # of the size: so far off is a character that is set solid, so many places from the last at most


def respread(lines: list[Strip], parts: Parts, em: float, boxes: Floats) -> list[Strip]:
    """The lines, with the rows that are spread over the measure of one of the `boxes` (n, 4) made whole, and the
    characters by themselves there made to run as the lines do that they are left of; the same list if there are
    none."""
    made = _turned(lines, em, boxes)
    for box in boxes[np.argsort(_areas(boxes), kind="stable")]:
        for down in (False, True):
            while (more := _with_a_row(made, parts, em, box, down)) is not made:
                made = more
    return made


def _turned(lines: list[Strip], em: float, boxes: Floats) -> list[Strip]:
    """The lines, with each of one character in a box made to run as one beside it does with which it begins: it is
    what is left of that; the same list if there are none."""
    box = np.array([line.box for line in lines]).reshape(-1, 4)
    down = np.array([line.down for line in lines], dtype=bool)
    side = box[:, 2:] - box[:, :2]
    long, thick = side.max(axis=1), side.min(axis=1)
    middle = (box[:, :2] + box[:, 2:]) / 2
    inside = ((middle[:, None] > boxes[:, :2]) & (middle[:, None] < boxes[:, 2:])).all(axis=2)
    found = []
    for n in np.flatnonzero(inside.any(axis=1) & (thick > LARGE * em) & (long < SQUARE * thick)).tolist():
        along, across = (0, 1) if down[n] else (1, 0)
        like = (down != down[n]) & (long > LONG * thick) & (inside & inside[n]).any(axis=1)
        like &= np.abs(thick - long[n]) < ALIKE * long[n]
        like &= np.abs(box[:, along] - box[n, along]) < ALIKE * long[n]
        before = box[:, across] - box[n, across + 2] if not down[n] else box[n, across] - box[:, across + 2]
        if (like & (before > 0) & (before < NEXT * long[n])).any():
            found.append(n)
    return (
        [replace(line, down=not line.down) if n in found else line for n, line in enumerate(lines)] if found else lines
    )


def _areas(boxes: Floats) -> Floats:
    return np.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))


def _with_a_row(lines: list[Strip], parts: Parts, em: float, frame: Floats, down: bool) -> list[Strip]:
    """The lines with one more row of this way in a box made whole; the same list if there is none."""
    turn = [1, 0, 3, 2] if down else [0, 1, 2, 3]
    every = np.array([line.box for line in lines]).reshape(-1, 4)
    middle = (every[:, :2] + every[:, 2:]) / 2
    inside = np.flatnonzero(((middle > frame[:2]) & (middle < frame[2:])).all(axis=1)).tolist()
    if not 2 <= len(inside) <= MOST:
        return lines
    box = every[inside][:, turn]
    long, thick = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    same = np.array([lines[n].down == down for n in inside], dtype=bool)
    full = box[same & (long > LONG * thick) & (thick > LEAST * em)]
    single = (long < FEW * thick) & (thick < FEW * long) & (np.minimum(long, thick) > LEAST * em)
    if not len(full) or not single.any():
        return lines
    for size in np.unique(np.minimum(long, thick)[single | same].round(1)).tolist():  # figures by themselves are lower
        some = (np.maximum(long, thick) < FEW * size) | (same & (long > thick))  # or a row that is in two
        open_ = [inside[n] for n in np.flatnonzero(some).tolist()]
        held = np.concatenate([lines[n].parts for n in open_])
        owner = np.repeat(open_, [len(lines[n].parts) for n in open_])
        if len(held) > MOST_PARTS:
            continue
        for row, is_spread in _rows(parts.box[held][:, turn], size, full):
            own = set(owner[row].tolist())
            cut = [n for n in own if not np.isin(lines[n].parts, held[row]).all()]
            if len(own) == 1 or any(lines[n].down == down or not is_spread for n in cut):
                continue  # it is whole, or what is left of a line is none
            kept = [line for n, line in enumerate(lines) if n not in own]
            kept += [
                strip_of(parts, np.setdiff1d(lines[n].parts, held[row]), lines[n].size, lines[n].down) for n in cut
            ]
            whole = parts.box[held[row]][:, turn]
            high = float(whole[:, 3].max() - whole[:, 1].min())
            return [*kept, strip_of(parts, np.unique(held[row]), high, down)]
    return lines


def _rows(box: Floats, size: float, full: Floats) -> list[tuple[Ints, bool]]:
    """The rows of characters about so large that are spread as far as one of the `full` lines goes, or that such a line
    goes on in: their parts, and whether they are spread."""
    if len(box) < FEWEST:
        return []
    i, j = np.triu_indices(len(box), 1)
    gap = np.maximum(box[i, :2], box[j, :2]) - np.minimum(box[i, 2:], box[j, 2:])
    near = gap.max(axis=1) < NEAR * size
    blob = groups(len(box), i[near], j[near])
    count = int(blob.max()) + 1
    cell = np.tile([np.inf, np.inf, -np.inf, -np.inf], (count, 1))
    np.minimum.at(cell[:, :2], blob, box[:, :2])
    np.maximum.at(cell[:, 2:], blob, box[:, 2:])
    side = (cell[:, 2:] - cell[:, :2]).max(axis=1)
    whole = np.flatnonzero((side > SIDES[0] * size) & (side < SIDES[1] * size))
    middle = (cell[:, 1] + cell[:, 3]) / 2
    whole = whole[np.argsort(middle[whole], kind="stable")]
    found = []
    for row in np.split(whole, np.flatnonzero(np.diff(middle[whole]) > LEVEL * size) + 1):
        row = row[np.argsort(cell[row, 0], kind="stable")]
        if len(row) < FEWEST:
            continue
        is_spread = _fills(cell[row], size, full)
        if is_spread or _goes_on(cell[row], size, full):
            found.append((np.flatnonzero(np.isin(blob, row)), is_spread))
    return found


def _fills(cell: Floats, size: float, full: Floats) -> bool:
    """Whether characters are evenly apart, farther than type is set, and go as far as one of the `full` lines."""
    apart = np.diff((cell[:, 0] + cell[:, 2]) / 2)
    if apart.min() < SPREAD[0] * size or apart.max() > SPREAD[1] * size or np.ptp(apart) > EVEN * size:
        return False
    off = np.abs(full[:, [0, 2]] - [cell[0, 0], cell[-1, 2]]).max(axis=1)
    beside = (full[:, 3] < cell[:, 1].max()) | (full[:, 1] > cell[:, 3].min())
    return bool((beside & (off < EDGE * size)).any())


def _goes_on(cell: Floats, size: float, full: Floats) -> bool:
    """Whether characters are set solid, with room for marks, right below one of the `full` lines, with which they begin
    and beyond which they do not go."""
    places = np.diff((cell[:, 0] + cell[:, 2]) / 2) / size
    if places.min() < 1 - SOLID or places.max() > PLACES + SOLID or np.abs(places - places.round()).max() > SOLID:
        return False
    white = cell[:, 1].min() - full[:, 3]
    above = (white > 0) & (white < NEXT * size) & (full[:, 2] > cell[-1, 2] - EDGE * size)
    return bool((above & (np.abs(full[:, 0] - cell[0, 0]) < EDGE * size)).any())
