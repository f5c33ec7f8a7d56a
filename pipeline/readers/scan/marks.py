"""Marks: the points of a line that the recogniser passed over, told by their ink.

    一路落後[a drop]直到９局   →  一路落後，直到９局
    監禁五十四個月[a ring]     →  。
    民間文學[a slanting dot]科學 →  、
    睡不著的人[a ring, an angle]戚 →  。」
    【本報訊】[an arc]記者湯凱琳   →  （
    印有[an angle]水務維修         →  「
    方冠廷[a long slope]斗六報導    →  ／

It happens in lines that run down: a mark in the middle of its square looks like no mark of a line that was turned by
90°. Where two characters are a character's width or two too far apart and one small part lies in a square between them,
its shape tells which mark it is. What is read so has half a confidence. So has 一 whose crumbs a long level line has at
its ends.

    [two strokes][one stroke]阿姨，您  →  “‘阿姨，您

Where two quotes begin a level line, the recogniser passes over one or both, and the line seems to be indented.

    当场就服了。[two high strokes]  →  当场就服了。”
    叫“干妈”[a low ring]  →  叫“干妈”。

Where two marks end a line, it passes over the last, and the line seems to be short. And what stands a square or two
before a column that runs down can be its first marks, on pages that let marks begin a line; so can what is left of a
character there and behind it, where the columns beside it have one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.characters import PAUSES, STOPS, balance, is_han
from pipeline.readers.scan.engines.protocol import Reading
from pipeline.readers.scan.ink import Flags, Floats, Ints, Parts
from pipeline.readers.scan.worn import dots_of, drop_of, ring_of, strokes_of

# Of the size: between these are the middles of two characters, if one mark is between them, and if two are, which a
# level line has no room for: it squeezes them, and what is there is a dash.
APART = {False: ((1.45, 2.6),), True: ((1.45, 2.6), (2.6, 3.6))}
INSIDE = 0.45  # of the size: so far from the middle of a character is what stands between it and the next
ENDS = {False: 2.0, True: 3.0}  # of the size: so far from the last character is the white behind so many marks
EMPTY = 1.7  # of the size: so far apart they are if it is a character
END, LONG = 0.1, 5  # of the size: so long is what is left of a stroke at an end of a line of so many characters
POINTS = "·-"  # what the end of a stroke is read as
POINTING = STOPS + PAUSES  # of two marks in a row one is a quote or bracket
LEAST, MOST = 0.07, 0.36  # of the size: the longer side of a mark's ink
BLOT = 0.42  # of the size: that of the ink of a ring in heavy type
ROUND = 0.15  # of the size: both sides of a ring or a slanting dot are longer
SQUARE = 0.72  # of the longer side of a ring or a slanting dot is the lesser
SQUEEZED = 0.8  # of the size: nearer are no two characters
THIN = 0.22  # of the size: how wide a drop is at most
SLANT = 0.35  # correlation of the places of a slanting dot's ink: from the top left to the foot at the right
QUOTE = (0.12, 0.36)  # of the size: between these are the sides of a quote's ink
RAISED = (0.08, 0.45)  # of the size: so far above the middle of the line it is
LOWERED = (0.12, 0.5)  # of the size: so far below it is a full stop, a comma
ENDING = "。？！…”’》）」』"  # the marks behind which another can stand
AFTER = (0.45, 1.25)  # of the size: so far behind the middle of the last character
BEFORE = (0.36, 0.98)  # of the size: so far before the middle of the next character
CLOSER = 0.25  # of the size: so far before the middle of a quote, which may be of half a character's width
TWO = 0.27  # of the size: wider are two strokes that hang together
ARC = (0.65, 1.05)  # of the size: between these is the width of a bracket
SAG = (0.14, 0.42)  # of the size: and between these how deep it is
BENT = 0.05  # of the size: by less an end is as low as the middle
BRACKETS = {(1, 1): "（", (-1, -1): "）", (0, 1): "「", (-1, 0): "」"}  # by whether its ends are lower or higher
SQUARED = {"【": "】"}  # whose ink is bent as that of （）
STROKE = (0.5, 1.1)  # of the size: between these are the sides of a slash
STRAIGHT = -0.97  # correlation of the places of its ink: no character's stroke is so straight
SURE = 0.5  # how sure a mark is that only its ink tells


class Band(NamedTuple):
    """A line and what is about it: the numbers of its `own` parts, and of those `near` it, these and others of no line.

    `scale` pixels of the parts are one of the sheet, in which are the middle of the line `across` it and the `size` of
    its type. `beside` tells whether lines next to it have a character level with the square before it, and with the one
    behind it.
    """

    parts: Parts
    own: Ints
    near: Ints
    scale: float
    across: float
    size: float
    down: bool
    beside: tuple[bool, bool] = (False, False)

    def sides(self) -> Floats:
        """The start, top, end and foot of each of the parts near the line, along and across it."""
        return np.asarray(self.parts.box[self.near][:, [1, 0, 3, 2] if self.down else [0, 1, 2, 3]] / self.scale)

    def held(self) -> Flags:
        """Which of the parts near the line are its own."""
        return np.isin(self.near, self.own)

    def between(self, start: float, end: float) -> Ints:
        """Which of the parts near the line have their middle between two places along it."""
        middle = self.sides()[:, [0, 2]].mean(axis=1)
        return np.flatnonzero((middle > start) & (middle < end))

    def pieces(self, which: Ints, place: float) -> Floats:
        """Some of the parts near the line as pieces of the square about a place along it (see `worn`)."""
        start, top, end, foot = self.sides()[which].T
        off = (start + end) / 2 - place, (top + foot) / 2 - self.across
        return np.column_stack([*off, end - start, foot - top]) / self.size


def with_marks(reading: Reading, along: Floats, line: Band) -> tuple[Reading, Floats]:
    """The reading of a line and the middles of its characters along it, with what was passed over."""
    size, box, held = line.size, line.sides(), line.held()
    order = np.argsort(along, kind="stable").tolist()
    reading = _instead(reading, along, box[held][:, [0, 2]].mean(axis=1), line.parts, line.near[held], line.scale, size)
    text, sure = list(reading.text), list(reading.confidence)
    for before, n, after in zip(order, order[1:], order[2:], strict=False):
        low, high = float(along[before]), float(along[after])
        if (
            text[n] not in POINTS
            or not EMPTY < (high - low) / size < APART[False][0][1]
            or not any(map(is_han, (text[before], text[after])))
        ):
            continue
        ((place, start, end),) = _places(low, high, size, line.down)
        if stroke := strokes_of(line.pieces(line.between(start, end), place), line.down):
            text[n], sure[n] = stroke, SURE
    added: list[tuple[int, str, float]] = []
    for before, after in pairwise([-1, *order, len(along)]):  # before the first, and behind the last
        beside = text[max(0, before) : after + 1]
        if after != before + 1 or not any(map(_is_wide if line.down else is_han, beside)):
            continue
        for square in _squares(line, along, before, after):
            mark = _mark_down(square, line) if line.down else _mark_level(square, line, len(along))
            if mark == "）" and balance("".join(text[:after]), SQUARED) > 0:
                mark = "】"
            if mark and not (mark in POINTING and any(char in POINTING for char in beside)):
                added.append((after, mark, square.place))
            elif not (square.before and square.behind):
                break  # what is farther off is of another column
    added.sort(key=lambda one: one[2])
    at = [n for n, _, _ in added]
    for n, mark, _ in added[::-1]:
        text.insert(n, mark)
    places = np.insert(along, at, [place for _, _, place in added]) if added else along
    confidence = np.insert(np.array(sure), at, SURE) if added else np.array(sure)
    return _said("".join(text), places, confidence), places


def _is_wide(char: str) -> bool:
    """Whether a character is an ideograph or a mark of Chinese."""
    return not char.isascii()


class Square(NamedTuple):
    """The white about an empty square of a line: the `place` of its middle along it; the `pieces` of ink in it and
    those of the line's `own` parts, as in `worn`; the one `part` that these are, if it is one; whether it is `empty`,
    as wide as a character's; whether the line has characters `before` and `behind` it; and whether its line, or those
    beside it, have `told` that there is one."""

    place: float
    pieces: Floats
    own: Floats
    part: int | None
    empty: bool
    before: bool
    behind: bool
    told: bool


def _squares(line: Band, along: Floats, before: int, after: int) -> Iterator[Square]:
    """The empty squares between two characters of a line, or at an end of it, outwards. The characters' numbers are
    next to each other; -1 and how many there are stand for none."""
    is_before, is_behind = before >= 0, after < len(along)
    reach = ENDS[line.down] * line.size
    low = float(along[before]) if is_before else float(along[after]) - reach
    high = float(along[after]) if is_behind else low + reach
    places = _places(low, high, line.size, line.down)
    if not places:
        return
    held = line.held()
    for number, (place, start, end) in enumerate(places if is_before else places[::-1]):
        some = line.between(start, end)
        whole = some[held[some]]
        yield Square(
            place,
            line.pieces(some, place),
            line.pieces(whole, place),
            int(line.near[whole[0]]) if len(whole) == 1 else None,
            high - low > EMPTY * line.size,
            is_before,
            is_behind,
            (is_before and is_behind) or (not number and line.beside[is_before]),
        )


def _places(low: float, high: float, size: float, down: bool) -> list[tuple[float, float, float]]:
    """The places of the marks that fit between two characters whose middles are at `low` and `high` along a line: the
    middle of each, and from where to where its ink has its middle."""
    count = next((n for n, (least, most) in enumerate(APART[down], 1) if least * size < high - low < most * size), 0)
    if not count:  # as between most characters
        return []
    middles = np.linspace(low, high, count + 2)[1:-1]
    starts = [low + INSIDE * size, *(middles[1:] + middles[:-1]) / 2]
    ends = [*starts[1:], high - INSIDE * size]
    return list(zip(middles.tolist(), starts, ends, strict=False))


def _mark_level(square: Square, line: Band, letters: int) -> str | None:
    """What stands in a square of a level line of so many letters, if its ink tells."""
    inside = square.before and square.behind
    mark = strokes_of(square.pieces, False) if inside and square.empty else None
    if not inside and letters >= LONG and square.own[:, 2].max(initial=0.0) > END:
        mark = strokes_of(square.own, False)
    if square.before and not mark:
        mark = quote_of(square.own)
        if not mark and square.part is not None:
            mark = mark_of(line.parts, square.part, line.size * line.scale)
        mark = mark or ring_of(square.pieces, False)
    return mark


def _mark_down(square: Square, line: Band) -> str | None:
    """What stands in a square of a line that runs down, if its ink tells, or that of the columns beside it."""
    inside = square.before and square.behind
    mark = dots_of(square.own) if inside else None
    if square.told and square.empty:
        mark = mark or strokes_of(square.pieces, True)
    if square.before or square.told:
        mark = mark or ring_of(square.pieces, True)
    if square.part is not None and not mark:
        size = line.size * line.scale
        mark = mark_of(line.parts, square.part, size)
        mark = mark or bracket_of(line.parts, square.part, size) or slash_of(line.parts, square.part, size)
    if square.before or square.told:
        mark = mark or drop_of(square.pieces)
    return mark


def _said(text: str, places: Floats, sure: Floats) -> Reading:
    return Reading(text, tuple(places.tolist()), tuple(sure.tolist()))


def with_quotes(reading: Reading, along: Floats, box: Floats, across: float, size: float) -> tuple[Reading, Floats]:
    """The reading of a level line and the middles of its characters, with the quotes that it begins with.

    `box` are the line's parts and those of no line. A single quote stands inside of double ones.
    """
    if len(along) < 2:
        return reading, along
    if reading.text[0] in "“‘" and along[1] - along[0] < SQUEEZED * size:  # it was read in its ink's place
        along = np.append(along[1] - size, along[1:])
    wide, tall = (box[:, 2:] - box[:, :2]).T / size
    middle, raised = (box[:, 0] + box[:, 2]) / 2, (across - (box[:, 1] + box[:, 3]) / 2) / size
    like = (tall > QUOTE[0]) & (tall < QUOTE[1]) & (wide < QUOTE[1]) & (raised > RAISED[0]) & (raised < RAISED[1])
    seen, edge = "", float(along[0])
    while len(seen) < 2:
        near = (CLOSER if seen else BEFORE[0]) * size
        own = wide[like & (middle > edge - BEFORE[1] * size) & (middle < edge - near)]
        if not 1 <= len(own) <= 2:
            break
        seen = ("“" if len(own) == 2 or own[0] > TWO else "‘") + seen
        edge -= size
    whole = seen + reading.text
    if not seen or not (whole.startswith("“‘") or _closes(whole)):
        return reading, along
    places = np.append(along[0] - size * np.arange(len(seen), 0, -1), along)
    return _said(whole, places, np.append([SURE] * len(seen), reading.confidence)), places


def with_ending(
    reading: Reading, along: Floats, parts: Parts, near: Ints, scale: float, across: float, size: float
) -> tuple[Reading, Floats]:
    """The reading of a level line and the middles of its characters, with the marks that it ends with.

    `near` are the line's parts and those of no line. A full stop stands low in its square, a closing quote high. Behind
    a figure only a full stop is told: other marks may be a part of the number.
    """
    figure = bool(len(along)) and reading.text[-1].isdigit()
    if not len(along) or not (is_han(reading.text[-1]) or reading.text[-1] in ENDING or figure):
        return reading, along
    box = parts.box[near] / scale
    wide, tall = (box[:, 2:] - box[:, :2]).T / size
    middle, low = (box[:, 0] + box[:, 2]) / 2, ((box[:, 1] + box[:, 3]) / 2 - across) / size
    quote = (tall > QUOTE[0]) & (tall < QUOTE[1]) & (wide < QUOTE[1]) & (low < -RAISED[0]) & (low > -RAISED[1])
    seen, edge = "", float(along[-1])
    while len(seen) < 2:
        own = np.flatnonzero((middle > edge + AFTER[0] * size) & (middle < edge + AFTER[1] * size))
        if 1 <= len(own) <= 2 and quote[own].all():
            mark: str | None = "”" if len(own) == 2 or wide[own[0]] > TWO else "’"
        elif len(own) == 1 and LOWERED[0] < low[own[0]] < LOWERED[1]:
            mark = mark_of(parts, int(near[own[0]]), size * scale)
        else:
            mark = None
        if mark is None or (figure and not seen and mark != "。"):
            break
        seen += mark
        edge += size
    if not seen:
        return reading, along
    places = np.append(along, along[-1] + size * np.arange(1, len(seen) + 1))
    return _said(reading.text + seen, places, np.append(reading.confidence, [SURE] * len(seen))), places


def _closes(line: str) -> bool:
    """Whether a line begins with a quote that it closes, as no speck beside it does."""
    end = line.find("”")
    return line.startswith("“") and end > 0 and "“" not in line[1:end]


def _instead(
    reading: Reading, along: Floats, middle: Floats, parts: Parts, own: Ints, scale: float, size: float
) -> Reading:
    """The reading with what its ink tells where a point beside an ideograph was read, which Chinese has none of."""
    text = list(reading.text)
    for n, char in enumerate(text):
        if char != "." or not any(map(is_han, reading.text[max(0, n - 1) : n + 2])):
            continue
        near = np.flatnonzero(np.abs(middle - along[n]) < 0.5 * size)
        if len(near) == 1 and (mark := mark_of(parts, int(own[near[0]]), size * scale)):
            text[n] = mark
    return replace(reading, text="".join(text))


def mark_of(parts: Parts, n: int, size: float) -> str | None:
    """Which mark a part is, if any. `size` is that of the type, in pixels of the parts."""
    x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
    wide, tall = (x1 - x0) / size, (y1 - y0) / size
    is_round = min(wide, tall) > ROUND and min(wide, tall) > SQUARE * max(wide, tall)
    if not LEAST < max(wide, tall) < (BLOT if is_round else MOST):
        return None
    if is_round:
        own = parts.labels[y0:y1, x0:x1] == n + 1
        third, other = (y1 - y0) // 3, (x1 - x0) // 3
        if not own[third : y1 - y0 - third, other : x1 - x0 - other].any():
            return "。"  # a ring, though it is broken
        return "、" if _slope(own) > SLANT else "。"
    return "，" if wide < THIN and tall >= wide else None


def quote_of(pieces: Floats) -> str | None:
    """Which quote of a level line these pieces are, if any: high in the square, at the side of what they hold.

    `pieces` are as in `worn`.
    """
    if not 1 <= len(pieces) <= 2:
        return None
    along, across, wide, tall = pieces.T
    raised = (across < -RAISED[0]) & (across > -RAISED[1]) & (tall > QUOTE[0]) & (tall < QUOTE[1]) & (wide < QUOTE[1])
    if not raised.all() or (tall < wide).all():
        return None
    double = len(pieces) == 2 or wide[0] > TWO
    return ("“" if double else "‘") if along.mean() > 0 else ("”" if double else "’")


def bracket_of(parts: Parts, n: int, size: float) -> str | None:
    """Which bracket of type that runs down a part is, if any: an arc or an angle across the line, open to what it
    holds."""
    x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
    if not (ARC[0] < (x1 - x0) / size < ARC[1] and SAG[0] < (y1 - y0) / size < SAG[1]):
        return None
    y, x = np.nonzero(parts.labels[y0:y1, x0:x1] == n + 1)
    end = (x1 - x0) / 6
    places = x < end, (x >= 2 * end) & (x < 4 * end), x >= 5 * end
    if not all(place.any() for place in places):
        return None
    left, inner, right = (float(y[place].mean()) / size for place in places)
    return BRACKETS.get((_side(left - inner), _side(right - inner)))


def slash_of(parts: Parts, n: int, size: float) -> str | None:
    """The slash of type that runs down that a part is, if it is one: from the foot at the left up to the right."""
    x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
    if not all(STROKE[0] < side / size < STROKE[1] for side in (x1 - x0, y1 - y0)):
        return None
    return "／" if _slope(parts.labels[y0:y1, x0:x1] == n + 1) < STRAIGHT else None


def _slope(own: Flags) -> float:
    """The correlation of the places of some ink, across and downwards; 0 for ink in one row or one column."""
    y, x = np.nonzero(own)
    return float(np.corrcoef(x, y)[0, 1]) if np.ptp(x) and np.ptp(y) else 0.0


def _side(off: float) -> int:
    return 0 if abs(off) < BENT else 1 if off > 0 else -1
