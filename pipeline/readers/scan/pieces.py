"""Pieces: characters that were taken out of their line come back to it.

    口八 over 口口ム, beside 食 in type twice as large   →  食品公
    厶 over 月, above a headline that runs down            →  its first character
    山 in the band of 江岸, 弓 in that of a column with 引      →  a part of each
    a dot and a stroke over 八, with nothing beside them  →  六
    钱 over 的, each in the gap of a level line          →  a part of each, no line that runs down
    名 over 少, each before the rest of a level line     →  likewise
    two high strokes behind 一碗米粉“煮                    →  its closing quote

Large characters come apart into an upper and a lower half, which look like two rows of lesser type; and two
characters of two lines can be nearer to each other than to those beside them, where the type is spread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from pipeline.readers.scan.ink import Flags, Floats, Ints, Parts
from pipeline.readers.scan.strip import Strip, in_none, strip_of

LARGE = 1.5  # em: from which on the halves of a character are as large as type
HALF = 0.78  # of the height of a line is a half at most
OUT = 0.12  # of its height: by so much may a half reach out of its line
HALVES = 0.34  # of its height: lower are no halves but lines of body type
WHOLE = 0.75  # of its height: so high are the halves together
GAP = 0.4  # of its height is the white between halves and line at most
LONGEST = 4.0  # times its height: so long is a row of halves at most
FAR, ONE = 0.9, 1.3  # times its height: over more white, as that of a quote, up to FAR, it is of one character
TOUCH = 0.06  # of its height: what is nearer is of one character
LEAST = 0.2  # em: the side of the smallest part that is looked at by itself
SHORT = 3.2  # em: a line that is no longer may be of characters of two others
INNER = 1.7  # em: a line no longer than this may be a part of one that it lies in
MARK = 2.2  # times its longer side is a line high of which it is a mark
HANGS = 0.2  # of a line's height: by so much may its marks hang out of it
ENDS = 0.35  # of its height: by so much may a comma reach out behind it
STRAYS = 0.08  # of its height: and by so much other pieces of it
SINGLE = 1.15  # times its height: a piece that is no longer is of one character
FEW = 6.0  # times its size: nor is one of so few characters at their ends
BESIDE = 1.6  # times its height: so near to the end of a line is the middle of its last character
BEYOND = 2.4  # times its height: or so near, if a mark stands between
MARK_LEAST = 0.15  # of its height: so large is a mark
EVENLY = 1.1  # times the white of a spread line is that before its next character at most
WIDEST = 1.6  # times its height is the white of such a line
MARKS = 0.6  # of its height: what is lower is a mark
TALL, UNEVEN = 1.15, 0.15  # of its height: no character is higher, or stands so much above or below its middle
BAND = 2.0  # times its size: a line that is higher is none, but a drawing
ROUNDS = 3
PAIR = 0.4  # of its height: so near each other are the two strokes of one
SLIM = 0.9  # of its height: wider than a stroke of a quote is a character of small type
QUOTE, ALIKE = 0.16, 0.1  # of its height: the strokes of a quote are taller, and differ by less
LOW = 0.65  # em: so low are the halves of a character of body type
SQUARE = (0.7, 1.15)  # em: between these are its sides
SHARED = 0.6  # of the narrower half lies over the other
ASTRIDE = 8.0  # times their height together: so long at most are two lines that are one
TWICE = 2.0  # times the higher of them are both high at most, and times its type a line of type
HALF_IN, MOST_IN = 0.5, 0.6  # of the lower and of the shorter of them lie in the other


def swallowed(lines: Sequence[Strip], em: float, longest: float | None = None) -> list[Strip]:
    """The lines, with what lies inside a larger one as a part of it: a stroke that hangs together with nothing, a
    character beside 一, as which the whole line was measured, or the comma at its end. Nothing is longer than the
    largest character, or than `longest` pixels."""
    boxes = np.array([line.box for line in lines]).reshape(-1, 4)
    wide, tall = (boxes[:, 2:] - boxes[:, :2]).T
    large, lesser = wide * tall, np.minimum(wide, tall)
    level, middle = np.array([not line.down for line in lines], dtype=bool), (boxes[:, 1] + boxes[:, 3]) / 2
    added: dict[int, list[Strip]] = {}
    gone = set()
    longest = longest or max(INNER * em, SINGLE * float(lesser.max(initial=0.0)))
    for n in np.flatnonzero(np.maximum(wide, tall) < longest).tolist():
        x0, y0, x1, y1 = boxes[n]
        side = max(x1 - x0, y1 - y0)
        is_mark = lesser > MARK * side
        out = np.where(is_mark, HANGS * lesser, np.maximum(1.0, STRAYS * lesser))
        behind = np.where(is_mark & level & (y0 > middle), ENDS * lesser, out)
        around = (boxes[:, 0] <= x0 + out) & (boxes[:, 1] <= y0 + out)
        around &= (boxes[:, 2] >= x1 - behind) & (boxes[:, 3] >= y1 - out)
        around &= (large > 2 * large[n]) & ((side < INNER * em) | (side < SINGLE * lesser))
        if around.any():
            home = int(np.argmin(np.where(around, large, np.inf)))
            added.setdefault(home, []).append(lines[n])
            gone.add(n)
    made = []
    for n, line in enumerate(lines):
        if n not in gone:
            own = [line, *added.get(n, [])]
            held = np.unique(np.concatenate([one.parts for one in own]))
            made.append(replace(line, parts=held, size=max(one.size for one in own)))
    return made


def uncrossed(lines: list[Strip], parts: Parts, em: float) -> list[Strip]:
    """The lines without the short ones whose parts lie in lines that run the other way, or stand at their ends.

    A line that takes its character back reaches as far as the next one, so that a second look finds that, too; and
    over a mark before that.
    """
    for _ in range(ROUNDS):
        made = _uncrossed(lines, parts, em)
        if len(made) == len(lines):
            break
        lines = swallowed(made, em, em)
    return lines


def _uncrossed(lines: list[Strip], parts: Parts, em: float) -> list[Strip]:
    box = np.array([line.box for line in lines]).reshape(-1, 4)
    down = np.array([line.down for line in lines], dtype=bool)
    length = (box[:, 2:] - box[:, :2]).max(axis=1)
    thick = (box[:, 2:] - box[:, :2]).min(axis=1)
    long = length > SHORT * em
    added: dict[int, list[int]] = {}
    gone: set[int] = set()
    for n, line in enumerate(lines):
        others = np.flatnonzero((down != line.down) & long)
        if not len(others) or n in added:
            continue
        home = {number: _home(parts.box[number], box, others) for number in line.parts.tolist()} if not long[n] else {}
        if not home or None in home.values():
            home = _ends(line, parts, box, others) if length[n] < FEW * max(line.size, thick[n]) else {}
        if len(set(home.values())) > 1 and None not in home.values() and gone.isdisjoint(home.values()):
            gone.add(n)
            for number, other in home.items():
                added.setdefault(int(other or 0), []).append(number)
    return [
        strip_of(parts, np.union1d(line.parts, added[n]), line.size, line.down) if n in added else line
        for n, line in enumerate(lines)
        if n not in gone
    ]


def _home(part: Floats, box: Floats, others: Ints) -> int | None:
    """The line in whose box the middle of a part lies."""
    x, y = (part[0] + part[2]) / 2, (part[1] + part[3]) / 2
    held = others[(box[others, 0] < x) & (x < box[others, 2]) & (box[others, 1] < y) & (y < box[others, 3])]
    return int(held[0]) if len(held) else None


def _ends(line: Strip, parts: Parts, box: Floats, others: Ints) -> dict[int, int | None]:
    """For each part of a line that of the others in which it lies or at whose end it stands; empty where the line's
    characters are not as large as those or do not stand level with them."""
    turn = [0, 1, 2, 3] if line.down else [1, 0, 3, 2]
    own, rows = parts.box[line.parts][:, turn], box[others][:, turn]
    high = rows[:, 3] - rows[:, 1]
    along, across = (own[:, 0] + own[:, 2]) / 2, (own[:, 1] + own[:, 3]) / 2
    off = np.maximum(rows[:, 0] - along[:, None], along[:, None] - rows[:, 2])
    level = (across[:, None] > rows[:, 1]) & (across[:, None] < rows[:, 3]) & (off < FEW * high)
    for row in np.flatnonzero(level.any(axis=0)).tolist():
        level[:, row] = _at_end(own, off[:, row], level[:, row], rows[row], parts.box[:, turn])
    nearest = np.where(level, off, np.inf).argmin(axis=1)
    if not level.any(axis=1).all():
        return {}
    for row in np.unique(nearest).tolist():
        held = own[nearest == row]
        top, foot = float(held[:, 1].min()), float(held[:, 3].max())
        if foot - top < MARKS * high[row]:
            continue
        if foot - top > TALL * high[row] or abs(top + foot - rows[row, 1] - rows[row, 3]) > 2 * UNEVEN * high[row]:
            return {}
    return {int(number): int(others[row]) for number, row in zip(line.parts, nearest, strict=True)}


def _at_end(own: Floats, off: Floats, level: Flags, row: Floats, every: Floats) -> Flags:
    """Which of the parts that are level with a line are the next characters at its end, one behind the other.

    `off` is how far the middle of each is from its end, `every` has the parts of the sheet.
    """
    high = row[3] - row[1]
    next_at = max(BESIDE * high, min(_spread(row, every), WIDEST * high) + high / 2)
    found = np.zeros(len(own), dtype=bool)
    reach = 0.0  # so far beyond its end the line goes with those that were found
    for n in np.flatnonzero(level)[np.argsort(off[level], kind="stable")].tolist():
        start, top, end, foot = own[n].tolist()
        between = (end, row[0] - reach) if end < row[0] else (row[2] + reach, start)
        if off[n] >= reach + next_at and not (
            off[n] < reach + BEYOND * high and _is_mark_between(*between, row, every)
        ):
            break
        found[n] = True
        if foot - top > MARKS * high:
            reach = max(reach, float(off[n]) + (end - start) / 2)
    return found


def _spread(row: Floats, every: Floats) -> float:
    """How wide the white between the characters of a line is at most, with a little more: those of a line that is
    spread are evenly apart."""
    middle = (every[:, :2] + every[:, 2:]) / 2
    held = every[((middle > row[:2]) & (middle < row[2:])).all(axis=1)]
    held = held[np.argsort(held[:, 0], kind="stable")]
    reached = np.maximum.accumulate(held[:, 2])
    return EVENLY * float((held[1:, 0] - reached[:-1]).max(initial=0.0))


def _is_mark_between(low: float, far: float, row: Floats, every: Floats) -> bool:
    """Whether a mark stands in a line between these places along it."""
    high = row[3] - row[1]
    held = (every[:, 0] > low - 1) & (every[:, 2] < far + 1)
    held &= (every[:, 1] > row[1] - HANGS * high) & (every[:, 3] < row[3] + HANGS * high)
    side = (every[:, 2:] - every[:, :2]).max(axis=1)
    return bool((held & (side > MARK_LEAST * high)).any())


def reunited(lines: Sequence[Strip], parts: Parts, em: float) -> list[Strip]:
    """The lines, with the two halves of a character that is a line by itself in one."""
    made = list(lines)
    for down in (False, True):
        turn = [1, 0, 3, 2] if down else [0, 1, 2, 3]
        box = np.array([line.box for line in made]).reshape(-1, 4)[:, turn]
        low = (box[:, 3] - box[:, 1] < LOW * em) & (box[:, 2] - box[:, 0] < SQUARE[1] * em)
        low &= np.array([line.down == down for line in made], dtype=bool)
        halves = np.flatnonzero(low)
        halves = halves[np.argsort(box[halves, 1], kind="stable")].tolist()
        gone = set()
        for upper, lower in combinations(halves, 2):
            if upper not in gone and _are_halves(box[upper].tolist(), box[lower].tolist(), em):
                numbers = np.union1d(made[upper].parts, made[lower].parts)
                made[lower] = strip_of(parts, numbers, float(box[lower, 3] - box[upper, 1]), down)
                gone.add(upper)
        made = [line for n, line in enumerate(made) if n not in gone]
    return made


def interleaved(lines: Sequence[Strip], parts: Parts, em: float) -> list[Strip]:
    """The lines, with short ones of large type that lie in each other as one: no line of type overlaps another so."""
    made = list(lines)
    boxes = np.array([line.box for line in made]).reshape(-1, 4)
    n = 0
    while n < len(made):
        own, box, after = made[n], boxes[n], boxes[n + 1 :]
        touched = ((after[:, :2] < box[2:]) & (after[:, 2:] > box[:2])).all(axis=1)
        near = (np.flatnonzero(touched) + n + 1).tolist()  # most lines touch none: no need to look at each pair
        other = next((m for m in near if own.down == made[m].down and _lie_in(own, made[m], em)), None)
        if other is None:
            n += 1
            continue
        numbers = np.union1d(own.parts, made.pop(other).parts)
        whole = strip_of(parts, numbers, 0.0, own.down)
        x0, y0, x1, y1 = whole.box
        made[n] = replace(whole, size=(x1 - x0) if own.down else (y1 - y0))
        boxes = np.array([line.box for line in made])
        n = 0
    return made


def _lie_in(one: Strip, other: Strip, em: float) -> bool:
    """Whether two lines overlap by half of the lower and most of the shorter, and are large and short together."""
    turn = [1, 0, 3, 2] if one.down else [0, 1, 2, 3]
    (a0, b0, a1, b1), (c0, d0, c1, d1) = ([line.box[k] for k in turn] for line in (one, other))
    long, high = max(a1, c1) - min(a0, c0), max(b1, d1) - min(b0, d0)
    if high < LARGE * em or long > ASTRIDE * high or high > TWICE * max(b1 - b0, d1 - d0):
        return False
    if b1 - b0 > TWICE * one.size or d1 - d0 > TWICE * other.size:  # scraps of a picture, far from each other
        return False
    shared = min(b1, d1) - max(b0, d0), min(a1, c1) - max(a0, c0)
    return shared[0] > HALF_IN * min(b1 - b0, d1 - d0) and shared[1] > MOST_IN * min(a1 - a0, c1 - c0)


def quoted(lines: Sequence[Strip], parts: Parts, em: float) -> list[Strip]:
    """The lines, with the quotes that stand before or behind level lines of large type in them."""
    box = np.array([line.box for line in lines]).reshape(-1, 4)
    level = np.array([not line.down for line in lines], dtype=bool)
    high = box[:, 3] - box[:, 1]
    large = level & (high > LARGE * em)
    made = list(lines)
    gone = set()
    for n in np.flatnonzero(level & ~large).tolist():
        own = parts.box[made[n].parts]
        gap = np.maximum(box[n, 0] - box[:, 2], box[:, 0] - box[n, 2])
        near = large & (gap > 0) & (gap < FAR * high)
        beside = [m for m in np.flatnonzero(near).tolist() if _are_quotes(own, box[m])]
        if beside:
            home = min(beside, key=lambda m: float(gap[m]))
            made[home] = strip_of(parts, np.union1d(made[home].parts, made[n].parts), made[home].size, False)
            gone.add(n)
    return _with_loose_quotes([line for n, line in enumerate(made) if n not in gone], parts, em)


def _with_loose_quotes(lines: list[Strip], parts: Parts, em: float) -> list[Strip]:
    """The lines, with the quotes that are in none right before or behind level lines of large type in them."""
    free = in_none(parts, lines) & (np.maximum(parts.wide, parts.tall) >= LEAST * em)
    for n, line in enumerate(lines):
        box = np.array(line.box)
        high = float(box[3] - box[1])
        if line.down or high <= LARGE * em:
            continue
        level = free & (parts.box[:, 1] > box[1] - OUT * high) & (parts.box[:, 3] < box[3])
        for gap in (parts.box[:, 0] - box[2], box[0] - parts.box[:, 2]):
            near = np.flatnonzero(level & (gap > 0) & (gap < FAR * high))
            pair = near[np.argsort(gap[near], kind="stable")][:2]
            if len(pair) < 2 or np.ptp(parts.box[pair, 0]) >= PAIR * high or not _are_quotes(parts.box[pair], box):
                continue
            lines[n] = strip_of(parts, np.union1d(lines[n].parts, pair), line.size, False)
            free[pair] = level[pair] = False
    return lines


def _are_quotes(own: Floats, line: Floats) -> bool:
    """Whether two parts are the strokes of a quote: slim, as tall as each other, side by side in the upper half of a
    line."""
    high = line[3] - line[1]
    tall = own[:, 3] - own[:, 1]
    wide = own[:, 2] - own[:, 0]
    if len(own) != 2 or (wide > SLIM * tall).all() or np.ptp(tall) > ALIKE * high or np.ptp(own[:, 1]) > ALIKE * high:
        return False
    inside = own[:, 1].min() > line[1] - OUT * high and own[:, 3].max() < (line[1] + line[3]) / 2
    return bool(inside and tall.min() > QUOTE * high and np.ptp(own[:, 0]) > tall.max() / 2)


def _are_halves(upper: list[float], lower: list[float], em: float) -> bool:
    """Whether two low pieces lie over each other and are as large as a character together."""
    shared = min(upper[2], lower[2]) - max(upper[0], lower[0])
    least, most = (edge * em for edge in SQUARE)
    sides = max(upper[2], lower[2]) - min(upper[0], lower[0]), lower[3] - upper[1]
    over = shared > SHARED * min(upper[2] - upper[0], lower[2] - lower[0]) and lower[3] > upper[3]
    return over and least < sides[1] < most and LOW * em < sides[0] < most


def with_halves(lines: Sequence[Strip], parts: Parts, em: float) -> list[Strip]:
    """The lines, with the halves of characters beside a line of large type in it."""
    made = list(lines)
    for down in (False, True):
        made = _with_halves(made, parts, em, down)
    return made


def _with_halves(lines: list[Strip], parts: Parts, em: float, down: bool) -> list[Strip]:
    turn = [1, 0, 3, 2] if down else [0, 1, 2, 3]
    box = np.array([line.box for line in lines]).reshape(-1, 4)[:, turn]
    same = np.array([line.down == down for line in lines], dtype=bool)
    loose = np.flatnonzero(in_none(parts, lines) & (np.maximum(parts.wide, parts.tall) >= LEAST * em))
    pieces = [*(line.parts for line in lines), *([n] for n in loose.tolist())]
    box = np.concatenate([box, parts.box[loose][:, turn]])
    alone = np.arange(len(pieces)) >= len(lines)
    free = np.ones(len(pieces), dtype=bool)
    across = np.append(~same, np.zeros(len(loose), dtype=bool))
    band = box[: len(lines), 3] - box[: len(lines), 1]
    typed = band <= BAND * np.array([line.size for line in lines])
    for n in np.flatnonzero(same & typed & (band >= LARGE * em)).tolist():
        _, top, _, foot = box[n].tolist()  # it grows no higher, lest it take in all that is next to it
        high = foot - top
        of_one = (box[:, 2:] - box[:, :2]).max(axis=1) <= SINGLE * high
        while free[n]:
            start, end = box[n, [0, 2]].tolist()
            near = free & np.where(across, of_one, (box[:, 3] - box[:, 1] <= HALF * high) | alone)
            near &= (box[:, 1] > top - OUT * high) & (box[:, 3] < foot + OUT * high)
            near[n] = False
            row = _beside(box, np.flatnonzero(near), alone, across, start, end, high)
            if row is None:
                break
            numbers = np.unique(np.concatenate([lines[n].parts, *(pieces[m] for m in row)]))
            lines[n] = strip_of(parts, numbers, lines[n].size, down)
            box[n] = np.array(lines[n].box)[turn]
            free[row] = False
    return [line for n, line in enumerate(lines) if free[n]]


def _beside(
    box: Floats, near: Ints, alone: Flags, across: Flags, start: float, end: float, high: float
) -> list[int] | None:
    """The pieces right behind or before a line, if they are as high as it is together; and as long, too, where one of
    them runs `across` it."""
    for n in near[np.argsort(np.maximum(box[near, 0] - end, start - box[near, 2]))].tolist():
        gap = max(box[n, 0] - end, start - box[n, 2])
        if gap > FAR * high:
            break
        row = [n]
        low, far = box[n, 0], box[n, 2]
        left = set(near.tolist()) - {n}
        while more := [m for m in sorted(left) if box[m, 0] < far + TOUCH * high and box[m, 2] > low - TOUCH * high]:
            row += more
            left -= set(more)
            low, far = min(low, box[more, 0].min()), max(far, box[more, 2].max())
        tall = float(box[row, 3].max() - box[row, 1].min())
        longest = LONGEST if gap <= GAP * high else ONE
        if float((box[row, 3] - box[row, 1]).max()) < HALVES * high:
            continue
        least = WHOLE if across[row].any() else 0.0
        if (len(row) > 1 or alone[n]) and tall > WHOLE * high and least * high < far - low < longest * high:
            return row
    return None
