"""Cells: where the characters of a line stand, as far as the boxes of a file tell.

    a word's box, 4 characters       →  four boxes side by side, Latin and digits half as wide
    boxes that lie over each other   →  the room that they share, cut by the widths of their characters
    a box in another's place, none   →  the room between its neighbours
    the ink of ， or 一               →  as high as the type beside it, and as wide as it would be set

Engines are surer of where a word begins than of where it ends, and of the order of the characters than of either.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import width
from pipeline.page import Box

Floats = NDArray[np.float64]

TALL = 1.2  # a box higher than wide by this factor holds a vertical line, if it holds more than a character
NEAR = 2.5  # of the type's size: what is so near in a line shows how high its type is
OPENING = frozenset("（《“‘「『【〔〈﹁﹃([{")
WHOLE = 0.75  # of a line's boxes may be smaller than those that show its size: marks are
NARROW = 0.75  # of the size: ink narrower than this is less than its character's cell
ROOM = 0.35  # of what its characters take: with less room before the next, a piece shares with that


class Piece(NamedTuple):
    """Some characters of a line, and their box, if they have one."""

    text: str
    box: Box | None


class Laid(NamedTuple):
    """A box for each character of a line, and whether the file left some of them without a place."""

    boxes: list[Box]
    guessed: bool


class _Group(NamedTuple):
    """Pieces that share a room from `start` on; `loose` if one of them has no place of its own."""

    text: str
    start: float
    end: float
    top: float
    foot: float
    loose: bool


def lay(pieces: Sequence[Piece], whole: Box, down: bool) -> Laid:
    """The cells of the characters of a line, in the order of writing, beside each other (`down`: below).

    `whole` is the line's box; what has no place of its own stands within it.
    """
    string = "".join([piece.text for piece in pieces])
    line = _turned(whole) if down else whole
    own = [_turned(piece.box) if down and piece.box else piece.box for piece in pieces]
    em = (line.x1 - line.x0) / max(_ems(string), 0.5)
    groups = _groups(pieces, own, line, em)
    flat: list[Box] = []
    for n, group in enumerate(groups):
        after = groups[n + 1].start if n + 1 < len(groups) else max(line.x1, group.end)
        end = after if group.loose else min(group.end, max(after, group.start))
        flat += cut(Box(group.start, group.top, end, group.foot), [_ems(char) for char in group.text], False)
    start, top, end_, foot = np.array(flat, dtype=np.float64).T.copy()
    size = min(float(np.quantile(np.maximum(end_ - start, foot - top), WHOLE)), em)
    tops, feet = _band(start, end_, top, foot, size)
    _widen(start, end_, string, size)
    columns = (tops, start, feet, end_) if down else (start, tops, end_, feet)
    boxes = [Box(*row) for row in np.column_stack(columns).tolist()]
    return Laid(boxes, any(group.loose for group in groups))


def cut(box: Box, widths: Sequence[float], down: bool, *, backwards: bool = False) -> list[Box]:
    """The box in parts beside each other (below each other: `down`), of these widths; `backwards` from its end."""
    total = sum(widths) or 1.0
    low, high = (box.y0, box.y1) if down else (box.x0, box.x1)
    places, at = [], 0.0
    for wide in widths:
        start, at = at, at + wide
        here = low + (high - low) * start / total, low + (high - low) * at / total
        if backwards:
            here = low + high - here[1], low + high - here[0]
        places.append(Box(box.x0, here[0], box.x1, here[1]) if down else Box(here[0], box.y0, here[1], box.y1))
    return places


def runs_down(box: Box, string: str, marks: Sequence[Box]) -> bool:
    """Whether a line in this box is written downwards: by where its glyphs stand, or by its shape."""
    if len(marks) > 1:
        middles = np.array([((m.x0 + m.x1) / 2, (m.y0 + m.y1) / 2) for m in marks])
        across, along = np.abs(np.diff(middles, axis=0)).sum(axis=0)
        return bool(along > across)
    return _ems(string) >= 1.5 and box.y1 - box.y0 > TALL * (box.x1 - box.x0)


def _ems(string: str) -> float:
    """How wide the characters set, in em; a blank has a place but no width."""
    return sum(width(char) for char in string if not char.isspace())


def _turned(box: Box) -> Box:
    return Box(box.y0, box.x0, box.y1, box.x1)


def _groups(pieces: Sequence[Piece], own: Sequence[Box | None], line: Box, em: float) -> list[_Group]:
    """The pieces, those that have too little room before the next one together with it."""
    placed = [n for n, box in enumerate(own) if box is not None]
    kept = {placed[n] for n in _ascending([box.x0 for box in own if box is not None])}
    made: list[_Group] = []
    for n, piece in enumerate(pieces):
        box = own[n] if n in kept else None
        lost = box is None and not piece.text.isspace()
        if box is None and not made:
            box = Box(line.x0, line.y0, line.x0, line.y1)
        if box is None or (made and box.x0 - made[-1].start < ROOM * em * _ems(made[-1].text)):
            before = made.pop()
            top, foot = (min(before.top, box.y0), max(before.foot, box.y1)) if box else (before.top, before.foot)
            end = max(before.end, box.x1) if box else before.end
            made.append(_Group(before.text + piece.text, before.start, end, top, foot, before.loose or lost))
        else:
            made.append(_Group(piece.text, box.x0, box.x1, box.y0, box.y1, lost))
    return made


def _ascending(places: Sequence[float]) -> list[int]:
    """The numbers of the most places that ascend (the longest increasing subsequence)."""
    tails: list[float] = []
    at: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        rank = bisect_right(tails, place)
        before.append(at[rank - 1] if rank else -1)
        tails[rank:] = [place, *tails[rank + 1 :]]
        at[rank:] = [n, *at[rank + 1 :]]
    found = []
    n = at[-1] if at else -1
    while n >= 0:
        found.append(n)
        n = before[n]
    return found[::-1]


def _band(start: Floats, end: Floats, top: Floats, foot: Floats, size: float) -> tuple[Floats, Floats]:
    """For each character the highest top and the lowest foot near it."""
    middle = (start + end) / 2
    order = np.argsort(middle, kind="stable")
    low = np.searchsorted(middle[order], middle - NEAR * size, side="left")
    high = np.searchsorted(middle[order], middle + NEAR * size, side="right")
    near = [order[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True)]
    return np.array([top[each].min() for each in near]), np.array([foot[each].max() for each in near])


def _widen(start: Floats, end: Floats, string: str, size: float) -> None:
    """Give marks and flat characters the room that they are set in, as far as their neighbours leave it."""
    for n, char in enumerate(string):
        if end[n] - start[n] >= NARROW * size or width(char) < 1:
            continue
        before = end[n - 1] if n else start[n] - size
        after = start[n + 1] if n + 1 < len(string) else end[n] + size
        for behind in (False, True) if char in OPENING else (True, False):
            lack = size - (end[n] - start[n])
            if behind:
                end[n] += max(0.0, min(lack, after - end[n]))
            else:
                start[n] -= max(0.0, min(lack, start[n] - before))
