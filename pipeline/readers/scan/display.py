"""Display type: the lines of large type, gathered before the body's so that their strokes are none of it.

Square parts that are larger than body type are seeds (see `seeds`). A line of them grows over all that lies in its
band, and at its ends character by character.
"""

from __future__ import annotations

import numpy as np

from pipeline.readers.scan.ink import Flags, Floats, Ints, Parts
from pipeline.readers.scan.seeds import seed_lines
from pipeline.readers.scan.strip import BESIDE, Band, Strip, band, sides, strip_of

LARGE = 1.45  # em: a larger part is display type
TOUCHING = 4.5  # em: up to this length, some characters of body type can touch
HIGH = 1.25  # em: but not where it is higher than body type
SQUARE = 0.62  # of its longer side: a part that is narrower may be two characters of body type that touch
OUT = 0.06  # of its height: so far a part may stand out of the band of its line
ONE_OUT = 0.075  # and in the character next to the only one that is known, which may be lower than others (四)
ONE_REACH = 1.3  # of its height: no farther beyond it does that character reach
NEXT = 0.62  # of the height: where the next character begins at the latest
MOSTLY = 0.65  # of its height is the longest part of most characters
FEWEST = 0.35  # such parts in a length of its height, where it is spread
MOST_PARTS = 14  # of one character
PIECES_GAP = 2.2  # of the type, between pieces of such a line: quotes, a space
BETWEEN = 0.5  # of its height: so wide is the white between two headlines side by side
SOME = 3.5  # times its height: so long is a piece of a line whose face tells
BLACKER = 1.5  # times as much of its room is ink: it is set in another face
UNLEVEL = 0.15  # of the lesser height: no farther apart are the middles of two pieces of one line
SPACE = 0.9, 0.2  # of its height: as tall and as wide at least is what stands behind a space in a line
ONE = 1.1  # of its height: no longer is the next character
DASH = 0.2, 1.5, 2.2  # of its height: lower than the first and as long as between the others is a dash of two
LESSER = 0.65  # of its height: a smaller character at its end may be of a line that crosses it
LEAST = 0.3  # of its height: what is narrower there is a mark
LIKE = 0.6  # of a character's size: one of the same line is as large
CROSSING = 0.5  # of such a character: what is so near on either side is of a line with it
QUOTE = 0.46  # of the character beside it: quotes are no larger
MARK = 0.25  # of it: nor smaller
QUOTE_OUT = 0.09  # of the height of a line: so far may they stand out at its head, where the rest of it is low
ANCHOR = 0.45  # em: a smaller part is no anchor
GRAIN = 0.02  # square em: what is smaller is a speck, and
GRAINED = 7  # of them in the room of a part: it is of a picture. Of 5,079 characters but one, in a masthead, had over 4


def display_lines(parts: Parts, free: Flags, em: float, walls: Floats, pitch: float = 0.0) -> list[Strip]:
    """The lines of large type among the parts that are `free`; what they hold is not free any more.

    They do not grow over `walls` (n, 4), the boxes of what is drawn between columns; `pitch` tells, from -1 to 1, how
    surely the body type of the page runs down (see `pitch`).
    """
    side, least = np.maximum(parts.wide, parts.tall), np.minimum(parts.wide, parts.tall)
    found: list[Strip] = []
    big = free & (side > LARGE * em) & ((least > SQUARE * side) | (least > HIGH * em))
    free &= ~_grained(parts, big, em)
    big &= free
    lines: list[tuple[Ints, bool]] = []
    for seeds, down in seed_lines(parts, np.flatnonzero(big), free, walls, pitch):
        members = seeds[free[seeds]]  # the others are of a larger line
        if not len(members) or all(_in_text(parts, n, em) for n in members.tolist()):
            continue
        level = [way for line, way in lines if len(members) == 1 and _is_level(parts, members, line, walls, way)]
        down = level[0] if level else down
        whole = _grown(parts, members, free, walls, down)
        if len(members) == 1 and not level:  # nothing tells its way but what is next to it
            other = _grown(parts, members, free, walls, not down)
            upright = bool(parts.tall[members[0]] > parts.wide[members[0]])
            if (_length(parts, other), upright != down) > (_length(parts, whole), upright == down):
                whole, down = other, not down
            if len(whole) == 1 and least[whole[0]] < SQUARE * side[whole[0]]:  # two characters that touch
                down = bool(parts.tall[whole[0]] > parts.wide[whole[0]])
        if not _is_large(parts, whole, down):  # it grew over lines of body type that lie in its band
            whole = _within(parts, members, free, down)
            if not _is_large(parts, whole, down):  # a border, an ornament
                continue
        free[whole] = False
        lines += [(piece, down) for piece in _by_faces(parts, whole, down)]
    for members, down in _in_bands(parts, lines, walls):
        _, _, top, foot = sides(parts, members, down)
        found.append(strip_of(parts, members, float(np.percentile(foot - top, 75)), down))
    return found


def _grained(parts: Parts, big: Flags, em: float) -> Flags:
    """Which of the large parts have the specks about them that black and white makes of the tones of a picture."""
    specks = parts.box[parts.area < GRAIN * em * em]
    x, y = (specks[:, 0] + specks[:, 2]) / 2, (specks[:, 1] + specks[:, 3]) / 2
    order = np.argsort(y)
    x, y = x[order], y[order]
    found = np.zeros_like(big)
    for n in np.flatnonzero(big).tolist():
        x0, y0, x1, y1 = parts.box[n].tolist()
        beside = x[np.searchsorted(y, y0) : np.searchsorted(y, y1)]
        found[n] = int(((beside > x0) & (beside < x1)).sum()) >= GRAINED
    return found


def _in_bands(parts: Parts, lines: list[tuple[Ints, bool]], walls: Floats) -> list[tuple[Ints, bool]]:
    """Pieces of lines of large type that lie in one band, a few characters apart, as one line."""
    lines = list(lines)
    bands = [band(parts, line, down) for line, down in lines]
    n = 0
    while n < len(lines):
        own, down = lines[n]
        other = next(
            (
                m
                for m, (_, way) in enumerate(lines)
                if m != n
                and way == down
                and _in_line(bands[n], bands[m], walls, down)
                and not _other_faces(parts, lines[n][0], lines[m][0], bands[n], bands[m])
            ),
            None,
        )
        if other is None:
            n += 1
            continue
        whole = np.concatenate([own, lines[other][0]])
        lines[min(n, other)], bands[min(n, other)] = (whole, down), band(parts, whole, down)
        del lines[max(n, other)], bands[max(n, other)]
        n = 0
    return lines


def _is_level(parts: Parts, one: Ints, line: Ints, walls: Floats, down: bool) -> bool:
    """Whether a character stands in the band of a line, not far from it."""
    return _in_line(band(parts, one, down), band(parts, line, down), walls, down)


def _in_line(a: Band, b: Band, walls: Floats, down: bool) -> bool:
    """Whether two bands (start, end, top, foot) are of one line: the lower lies in the higher, not far along it."""
    high, low = max(a[3] - a[2], b[3] - b[2]), min(a[3] - a[2], b[3] - b[2])
    shared = min(a[3], b[3]) - max(a[2], b[2])
    gap = max(a[0], b[0]) - min(a[1], b[1])
    if not (shared > 0.85 * low and gap < PIECES_GAP * high and low > 0.7 * high):
        return False
    first, last = min(a, b), max(a, b)
    return _open_up_to(walls, first, down)[1] >= last[0]


def _by_faces(parts: Parts, line: Ints, down: bool) -> list[Ints]:
    """A line, or the two headlines in different faces that it is, with white between them."""
    start, end, top, foot = sides(parts, line, down)
    order = np.argsort(start, kind="stable")
    white = start[order][1:] - np.maximum.accumulate(end[order])[:-1]
    for n in np.flatnonzero(white > BETWEEN * float(foot.max() - top.min())).tolist():
        one, other = line[order[: n + 1]], line[order[n + 1 :]]
        if _other_faces(parts, one, other, band(parts, one, down), band(parts, other, down)):
            return [one, other]
    return [line]


def _other_faces(parts: Parts, one: Ints, other: Ints, a: Band, b: Band) -> bool:
    """Whether two pieces of a line, each of some characters, are so unlike in how black they are, or so far from level,
    that they are two headlines side by side."""
    black, high, middle = [], [], []
    for numbers, (start, end, top, foot) in ((one, a), (other, b)):
        if end - start < SOME * (foot - top):
            return False
        black.append(float(parts.area[numbers].sum()) / ((end - start) * (foot - top)))
        high.append(foot - top)
        middle.append((top + foot) / 2)
    return max(black) > BLACKER * min(black) or max(middle) - min(middle) > UNLEVEL * min(high)


def _open_up_to(walls: Floats, line: Band, down: bool) -> tuple[float, float]:
    """The nearest walls before a line and after it."""
    start, top, end, foot = (walls[:, [1, 0, 3, 2]] if down else walls).T
    middle = (line[2] + line[3]) / 2
    across = (top < middle) & (foot > middle)
    return (
        float(end[across & (end <= line[0])].max(initial=-np.inf)),
        float(start[across & (start >= line[1])].min(initial=np.inf)),
    )


def _grown(parts: Parts, members: Ints, free: Flags, walls: Floats, down: bool) -> Ints:
    """A line of large type with all that lies in its band: within it, and character by character at both ends.

    At its ends, what comes next must be a character as large, or a mark by itself; small type beside it is neither.
    """
    start, end, top, foot = sides(parts, np.arange(len(parts.area)), down)
    low, far = float(top[members].min()), float(foot[members].max())
    high = far - low
    left, right = float(start[members].min()), float(end[members].max())
    first, last = _open_up_to(walls, (left, right, low, far), down)
    side = np.maximum(parts.wide, parts.tall)
    tall = foot - top
    next_to = (end < right + ONE_REACH * high) & (start > left - ONE_REACH * high) & (len(members) == 1)
    out = np.where(next_to, ONE_OUT, OUT)
    head = low - np.where((tall > MARK * high) & (side < QUOTE * high), QUOTE_OUT, out) * high
    band = free & (top >= head) & (foot <= far + out * high) & (start >= first) & (end <= last)
    band[members] = True

    def cell(edge: float, forward: bool) -> Flags:
        """The parts of the next character behind an edge of the line; none where there is white."""
        rest = band & (start >= edge - OUT * high if forward else end <= edge + OUT * high)
        some = rest & (start < edge + NEXT * high if forward else end > edge - NEXT * high)
        if not some.any():  # behind a space there is no seed, where a character comes apart in thin pieces
            some = rest & (start < edge + PIECES_GAP * high if forward else end > edge - PIECES_GAP * high)
            some &= (tall > SPACE[0] * high) & (end - start > SPACE[1] * high) & (end - start < tall)
        if not some.any():
            return some
        dash = (tall < DASH[0] * high) & (end - start > DASH[1] * high)
        reach = np.where(dash, DASH[2], ONE) * high
        if forward:
            near = float(start[some].min())
            return np.asarray(rest & (start >= near - 1) & (end <= near + reach))
        near = float(end[some].max())
        return np.asarray(rest & (end <= near + 1) & (start >= near - reach))

    def crosses(own: Flags, forward: bool) -> bool:
        """Whether what comes next, up to white across the line, is smaller, and has its like at one side of it."""
        row = _first_row(start, end, np.flatnonzero(own), forward)
        begin, finish = float(start[row].min()), float(end[row].max())
        above, below = float(top[row].min()), float(foot[row].max())
        size = finish - begin
        if size > LESSER * high or max(size, below - above) < LEAST * high:
            return False
        like = free & ~band & (side > LIKE * size) & (LIKE * side < size) & (side < LESSER * high)
        like &= np.minimum(end, finish) - np.maximum(start, begin) > BESIDE * np.minimum(end - start, finish - begin)
        return bool((like & (np.maximum(above - foot, top - below) < CROSSING * size)).any())

    while True:
        inside = band & (start < right) & (end > left) & (start > left - high) & (end < right + high)
        left, right = min(left, float(start[inside].min())), max(right, float(end[inside].max()))
        new = False
        for edge, forward in ((right, True), (left, False)):
            own = cell(edge, forward) & ~inside
            if not own.any() or crosses(own, forward):
                continue
            if not _is_large_one(side[own], tall[own], high):
                if not _is_mark(side[own], high):
                    continue
                behind = cell(float(end[own].max()) if forward else float(start[own].min()), forward) & ~own & ~inside
                if behind.any() and not _is_large_one(side[behind], tall[behind], high):
                    continue  # a line of small type that begins at its end
            left, right = min(left, float(start[own].min())), max(right, float(end[own].max()))
            new = True
        if not new:
            return np.flatnonzero(inside | np.isin(np.arange(len(band)), members))


def _first_row(start: Floats, end: Floats, own: Ints, forward: bool) -> Ints:
    """Those of some parts, from `start` to `end` along a line, that come first, up to where there is white behind."""
    near, far = (start[own], end[own]) if forward else (-end[own], -start[own])
    order = np.argsort(near, kind="stable")
    reach = np.maximum.accumulate(far[order])
    white = np.flatnonzero(near[order][1:] > reach[:-1])
    return own[order[: white[0] + 1]] if len(white) else own


def _within(parts: Parts, members: Ints, free: Flags, down: bool) -> Ints:
    """A line of large type with what lies between its parts."""
    start, end, top, foot = sides(parts, np.arange(len(parts.area)), down)
    left, right, low, far = band(parts, members, down)
    inside = free & (start >= left) & (end <= right) & (top >= low) & (foot <= far)
    return np.flatnonzero(inside | np.isin(np.arange(len(inside)), members))


def _is_large(parts: Parts, line: Ints, down: bool) -> bool:
    """Whether there are as many large parts in a line as characters of its height, or nearly so, and few others."""
    left, right, low, far = band(parts, line, down)
    large = np.maximum(parts.wide, parts.tall)[line] > MOSTLY * (far - low)
    count = (right - left) / (far - low)
    return bool(large.sum() > FEWEST * count and len(line) <= MOST_PARTS * max(1.0, count))


def _is_large_one(side: Floats, tall: Floats, high: float) -> bool:
    """Whether parts of these sizes, and so tall across the line, are one more character of it.

    Those of small type beside it are not: none is as tall, but where many of them touch.
    """
    return bool(0 < len(side) <= MOST_PARTS and (tall.max() > 0.55 * high or side.max() > 0.8 * high))


def _is_mark(side: Floats, high: float) -> bool:
    return bool(0 < len(side) <= 3 and side.max() > 0.1 * high)


def _in_text(parts: Parts, n: int, em: float) -> bool:
    """Whether a large part is but some characters of body type that touch: there is more such type on both sides.

    What is much smaller than one that is square is the quotes around it.
    """
    side = np.maximum(parts.wide, parts.tall)
    if side[n] > TOUCHING * em:
        return False
    like = (side > max(ANCHOR * em, QUOTE * min(parts.wide[n], parts.tall[n]))) & (side < LARGE * em)
    like[n] = False
    for down in (False, True):
        start, end, top, foot = sides(parts, np.arange(len(side)), down)
        beside = like & ((top + foot) / 2 > top[n]) & ((top + foot) / 2 < foot[n])
        before = beside & (end <= start[n] + 0.1 * em) & (end > start[n] - 0.5 * em)
        after = beside & (start >= end[n] - 0.1 * em) & (start < end[n] + 0.5 * em)
        if before.any() and after.any():
            return True
    return False


def _length(parts: Parts, line: Ints) -> float:
    box = parts.box[line]
    return float((box[:, 2:].max(axis=0) - box[:, :2].min(axis=0)).max())
