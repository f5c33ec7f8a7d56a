"""Broken: rules and frames that print or the scanner broke into pieces, found as what they were.

    ── ─────  ── ───── ───     →  one rule
    ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─      →  one rule of dashes, if it is long
    pieces of a rule beside a column, as tall as a 1  →  nothing that is read
    four rules around a place, with nothing beyond the corners  →  a frame

Each piece is thin and straight, goes on where the one before it ends, and all together are long and mostly ink: no
strokes of type are so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.boxes import size
from pipeline.readers.scan.ink import Flags, Floats, Ints, Parts

THIN = 0.3  # em: a thicker part is no piece of a rule
SHORT = 0.3  # em: nor is a shorter one
ASLANT = 0.2  # em: by so much at most a piece lies beside the one before it
APART = 1.0  # em: and so far at most behind it
FAR = 4.0  # em: or so far, if there is nothing but white between them
STROKE = 3.0  # em: shorter may be strokes of a character
DOUBLE = 0.5  # em: two rules beside each other are nearer
STACKED = 0.65  # of the longer do two strokes of one share
CRUMBS = 4.0  # em: and its crumbs, at its ends
BENT = 0.5  # em: by so much at most it bends there
LONG, WORN = 8.0, 16.0  # em: shorter rows of strokes are none; and shorter ones of which little is left
WHOLE, LEFT = 0.6, 0.25  # of a broken rule is there; of a worn one
PART, NEARLY = 5.0, 0.85  # em: shorter ones are none of which nearly all is there, as between the corners of a frame
PIECE = 2.5  # em: and one of its pieces is as long as no stroke
DASHES = 0.45  # of a rule of dashes is there, if it is as long as a worn one; of no row need a piece be so long that is
STRAIGHT = 0.08  # em: by less lies each of them beside the one before it,
FREE, FEW = 0.35, 0.1  # em: and so far beside all but so few of them there is white
SIDES = 0.75  # of each side of a frame is there
WORN_SIDE = 0.6  # of one of them, if it is worn
LEAST = 3.0  # em: a frame is no narrower or lower
REACH = 0.8  # em: so far from where it should be may a side lie
BEYOND = (0.15, 0.35)  # em: there, beyond a corner, nothing goes on
MEET = 0.45  # em: and so near to it both come
MOST = 80  # places of rules each way: with more it is a table, which has no frames in it
CROSSED = 0.1  # em: by more strokes of type none of its sides is crossed
OVER = 0.25  # em: farther than that from it, a side in pieces has no ink
CORNERS = 2  # of the four: so many are corners
SHORT_OF = 1.0  # em: what ends so far before both corners, where the other sides go on, parts tiers
PAST = 2.0  # em: so far do these go on


class Broken(NamedTuple):
    """A rule in pieces: which parts these are, and whether it runs down."""

    parts: Ints
    down: bool


def broken(parts: Parts, em: float) -> list[Broken]:
    """The rules of a sheet that are in two pieces or more."""
    x0, y0, x1, y1 = parts.box.T
    found = [Broken(row, False) for row in _rows(x0, x1, y0, y1, em)]
    taken = np.zeros(len(parts.area), dtype=bool)
    for row in found:
        taken[row.parts] = True
    return found + [Broken(row, True) for row in _rows(y0, y1, x0, x1, em) if not taken[row].any()]


def _rows(start: Floats, end: Floats, near: Floats, far: Floats, em: float) -> list[Ints]:
    """The rows of thin parts that lie along the first axis, with the crumbs between them."""
    long, thick, across = end - start, far - near, (near + far) / 2
    own = np.flatnonzero((thick <= THIN * em) & (long >= np.maximum(SHORT * em, 1.5 * thick)))
    own = own[np.argsort(start[own], kind="stable")]
    own = own[~_stacked(start[own], end[own], across[own], em)]
    middle = across[own]
    order = np.argsort(middle, kind="stable")
    low = np.searchsorted(middle[order], middle - ASLANT * em)
    high = np.searchsorted(middle[order], middle + ASLANT * em)
    onward: dict[int, int] = {}
    behind: set[int] = set()

    def clear(one: int, other: int) -> bool:
        """Whether there is nothing but white between two pieces."""
        top, foot = sorted((across[one], across[other]))
        between = (thick > THIN * em) & (start < start[other]) & (end > end[one]) & (near < foot) & (far > top)
        return not between.any()

    for n in range(len(own)):
        beside = order[low[n] : high[n]]
        beside = beside[(beside > n) & (start[own[beside]] >= end[own[n]] - 1)]
        if not len(beside):
            continue
        after = int(beside.min())
        gap = start[own[after]] - end[own[n]]
        if after not in behind and (gap <= APART * em or (gap <= FAR * em and clear(own[n], own[after]))):
            onward[n] = after
            behind.add(after)
    rows = []
    for first in sorted(set(onward) - behind):
        row = [first]
        while row[-1] in onward:
            row.append(onward[row[-1]])
        members = _without_strays(own[row], start, end, em)
        span = float(end[members[-1]] - start[members[0]])
        held = long[members]
        there = LEFT if span >= WORN * em else WHOLE if span >= LONG * em else NEARLY
        whole = span >= PART * em and held.sum() >= there * span and held.max() >= PIECE * em
        dashed = span >= PART * em and held.sum() >= (DASHES if span >= WORN * em else WHOLE) * span
        if whole or (dashed and _are_in_line(members, start, end, near, far, em)):
            path = np.interp((start + end) / 2, (start + end)[members] / 2, across[members])
            crumb = (thick <= THIN * em) & (np.abs(across - path) < ASLANT * em)
            crumb &= (start >= start[members[0]]) & (end <= end[members[-1]])
            crumb[members] = True
            row = np.flatnonzero(crumb).tolist()
            for back in (False, True):
                row += _onward(row, start, end, across, thick, em, back)
            rows.append(np.array(row))
    return rows


def _stacked(start: Floats, end: Floats, across: Floats, em: float) -> Flags:
    """Which short strokes lie over or under others that are nearly as long, as those of 三 and 言 do: pieces of two
    rules lie nearer."""
    long = end - start
    order = np.argsort(across, kind="stable")
    found = np.zeros(len(long), dtype=bool)
    for n in np.flatnonzero(long < STROKE * em).tolist():
        first, last = np.searchsorted(across[order], [across[n] - long[n], across[n] + long[n]])
        near = order[first:last]
        near = near[np.abs(across[near] - across[n]) > DOUBLE * em]
        shared = np.minimum(end[near], end[n]) - np.maximum(start[near], start[n])
        found[n] = bool((shared > STACKED * np.maximum(long[near], long[n])).any())
    return found


def _are_in_line(row: Ints, start: Floats, end: Floats, near: Floats, far: Floats, em: float) -> bool:
    """Whether the pieces of a row are exactly in line, with white on both sides of nearly all."""
    across = (near + far)[row] / 2
    if np.abs(np.diff(across)).max() > STRAIGHT * em:
        return False
    beside = np.flatnonzero((far > across.min() - FREE * em) & (near < across.max() + FREE * em))
    beside = beside[(np.maximum(end - start, far - near)[beside] > SHORT * em) & ~np.isin(beside, row)]
    crowded = (start[beside] < end[row, None]) & (end[beside] > start[row, None])
    return float(crowded.any(axis=1).mean()) < FEW


def _without_strays(row: Ints, start: Floats, end: Floats, em: float) -> Ints:
    """A row of pieces without those at its ends that are shorter than the white before them, if about half of the rest
    is there: strokes of type beyond the end of a rule."""
    long = end - start
    while len(row) > 2:
        rests = row[1:], row[:-1]
        whites = start[row[1]] - end[row[0]], start[row[-1]] - end[row[-2]]
        for rest, stray, white in zip(rests, (row[0], row[-1]), whites, strict=True):
            whole = float(long[rest].sum()) >= DASHES * float(end[rest[-1]] - start[rest[0]])
            if whole and white > max(APART * em, long[stray]):
                row = rest
                break
        else:
            break
    return row


def _onward(
    row: list[int], start: Floats, end: Floats, across: Floats, thick: Floats, em: float, back: bool
) -> list[int]:
    """The crumbs in which a rule goes on behind its last piece, or before its first."""
    if back:
        start, end = -end, -start
    last = max(row, key=lambda n: float(end[n]))
    low = np.abs(across - across[last]) < BENT * em
    near = np.flatnonzero(low & (start > end[last]))
    edge, place, found = float(end[last]), float(across[last]), []
    for n in near[np.argsort(start[near])].tolist():
        if start[n] - edge > CRUMBS * em or thick[n] > THIN * em / 2:
            break
        if abs(across[n] - place) < ASLANT * em / 2:
            edge, place = max(edge, float(end[n])), float(across[n])
            found.append(n)
    return found


def is_closed(own: Flags, edge: float) -> bool:
    """Whether there is ink along all four sides of a place, within `edge` pixels of them."""
    return closed(own, edge) == 4


def closed(own: Flags, edge: float) -> int:
    """Along how many of the four sides of a place there is ink, within `edge` pixels of them."""
    deep = max(2, round(edge))
    sides = own[:deep].any(axis=0), own[-deep:].any(axis=0), own[:, :deep].any(axis=1), own[:, -deep:].any(axis=1)
    return sum(float(side.mean()) >= SIDES for side in sides)


def framed(rules: Sequence[Box], ink: Flags, free: Flags, text: Flags, em: float) -> tuple[list[Box], list[Box]]:
    """The rules that are no sides of a frame, and the frames that the others are.

    `ink` is that of the rules and of whole frames; `free` is it without these, and `text` is all other.
    """
    reach = round(REACH * em)
    columns = _places([(r.x0 + r.x1) / 2 for r in rules if r.y1 - r.y0 > r.x1 - r.x0], reach)
    lines = _places([(r.y0 + r.y1) / 2 for r in rules if r.y1 - r.y0 <= r.x1 - r.x0], reach)
    if not (2 <= len(columns) <= MOST and 2 <= len(lines) <= MOST):
        return list(rules), []
    down = _covered([np.asarray(ink[:, max(0, x - reach) : x + reach].any(axis=1)) for x in columns], lines)
    across = _covered([np.asarray(ink[max(0, y - reach) : y + reach].any(axis=0)) for y in lines], columns)
    found: list[Box] = []
    left, right = np.triu_indices(len(columns), 1)
    for above, below in zip(*np.triu_indices(len(lines), 1), strict=True):
        upright, level = down[:, above, below], across[[above, below]][:, left, right]
        sides = np.sort(np.array([upright[left], upright[right], level[0], level[1]]), axis=0)
        whole = (sides[0] >= WORN_SIDE) & (sides[1] >= SIDES)
        found += [
            Box(columns[left[n]], lines[above], columns[right[n]], lines[below]) for n in np.flatnonzero(whole).tolist()
        ]
    found.sort(key=size)
    free = free.copy()  # the sides of many small frames are no large one
    made: list[Box] = []
    for box in found:
        x0, y0, x1, y1 = (int(edge) for edge in box)
        if min(x1 - x0, y1 - y0) < LEAST * em:
            continue
        own = free[max(0, y0 - reach) : y1 + reach, max(0, x0 - reach) : x1 + reach]
        if closed(own, 2 * reach) < 3 or _is_crossed(text, ink, (x0, y0, x1, y1), reach, em):
            continue
        held = {(x, y): _is_corner(ink, x, y, i, j, em) for x, i in ((x0, 1), (x1, -1)) for y, j in ((y0, 1), (y1, -1))}
        if sum(held.values()) >= CORNERS and not _parts_tiers(ink, (x0, y0, x1, y1), held, reach, em):
            made.append(box)
            _take(free, box, reach // 2)
    return [rule for rule in rules if not _is_side(rule, made, reach)], made


def _sides(box: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, bool, bool]]:
    """Of each side where it lies across, where it begins and ends, whether it runs down, and whether it is the far one
    of its two."""
    x0, y0, x1, y1 = box
    yield from ((at, x0, x1, False, at == y1) for at in (y0, y1))
    yield from ((at, y0, y1, True, at == x1) for at in (x0, x1))


def _is_crossed(text: Flags, ink: Flags, box: tuple[int, int, int, int], reach: int, em: float) -> bool:
    """Whether type stands where a side of a frame would be and nothing of it is left.

    Its strokes go on on both sides of the place, unlike pieces of the side itself.
    """
    for at, begin, end, down, _ in _sides(box):
        there, set_ = (ink.T, text.T) if down else (ink, text)
        inner, over = slice(begin + reach, end - reach), round(OVER * em)
        bare = ~there[max(0, at - reach) : at + reach, inner].any(axis=0)
        type_ = set_[max(0, at - 1) : at + 2, inner].any(axis=0) & (
            set_[max(0, at - over), inner] | set_[min(len(set_) - 1, at + over), inner]
        )
        if int((type_ & bare).sum()) > CROSSED * em:
            return True
    return False


def _parts_tiers(
    ink: Flags, box: tuple[int, int, int, int], corners: Mapping[tuple[int, int], bool], reach: int, em: float
) -> bool:
    """Whether a side of a frame would be a rule between tiers: it ends before both corners, or neither is one, and the
    sides beside it, those of what holds the tiers, go on past it."""
    past = round(PAST * em)
    for at, begin, end, down, far in _sides(box):
        there = ink.T if down else ink
        side = np.flatnonzero(there[max(0, at - reach) : at + reach, begin + reach : end - reach].any(axis=0)) + reach
        short = len(side) > 0 and min(side[0], end - begin - 1 - side[-1]) > SHORT_OF * em
        if not short and any(corners[(at, place) if down else (place, at)] for place in (begin, end)):
            continue
        beyond = there[at : at + past] if far else there[max(0, at - past) : at]
        if len(beyond) and all(
            float(beyond[:, max(0, x - reach) : x + reach].any(axis=1).mean()) > SIDES for x in (begin, end)
        ):
            return True
    return False


def _take(ink: Flags, box: Box, reach: int) -> None:
    """Take the ink of a frame away."""
    x0, y0, x1, y1 = (int(edge) for edge in box)
    for side in (x0, x1):
        ink[max(0, y0 - reach) : y1 + reach, max(0, side - reach) : side + reach] = False
    for side in (y0, y1):
        ink[max(0, side - reach) : side + reach, max(0, x0 - reach) : x1 + reach] = False


def _places(at: list[float], reach: int) -> list[int]:
    """Where there are rules, those nearer than `reach` as one."""
    heaps: list[list[float]] = []
    for place in sorted(at):
        if heaps and place - heaps[-1][0] < reach:
            heaps[-1].append(place)
        else:
            heaps.append([place])
    return [round(float(np.mean(heap))) for heap in heaps]


def _covered(inked: list[Flags], at: list[int]) -> Floats:
    """For each of the lines how much of it is inked between each two of the places."""
    total = np.array([np.concatenate([[0], np.cumsum(line)])[at] for line in inked], dtype=np.float64)
    long = np.abs(np.subtract.outer(at, at)) + 1e-9
    return np.asarray((total[:, None, :] - total[:, :, None]) / long)


def _is_corner(ink: Flags, x: int, y: int, inward: int, onward: int, em: float) -> bool:
    """Whether two rules meet near a place and neither goes on beyond it, out of the frame, nor ends far before it.

    Others can run beside them: the sides of the next frame.
    """
    reach, arm = round(REACH * em), round(3 * em)
    rows = slice(*sorted((max(0, y), max(0, y + onward * arm))))
    columns = slice(*sorted((max(0, x), max(0, x + inward * arm))))
    left, top = max(0, x - reach), max(0, y - reach)
    near, far = (max(1, round(share * em)) for share in BEYOND)
    meet = round(MEET * em)
    upright, level = _strokes(ink[rows, left : x + reach].T), _strokes(ink[top : y + reach, columns])
    for at in (left + place for place in upright):
        for under in (top + place for place in level):
            aside = slice(*sorted((max(0, at - inward * near), max(0, at - inward * far))))
            over = slice(*sorted((max(0, under - onward * near), max(0, under - onward * far))))
            level_at, upright_at = slice(max(0, under - near), under + near), slice(max(0, at - near), at + near)
            if ink[level_at, aside].any() or ink[over, upright_at].any():
                continue
            along = slice(*sorted((max(0, at), max(0, at + inward * meet))))
            down = slice(*sorted((max(0, under), max(0, under + onward * meet))))
            if ink[level_at, along].any() and ink[down, upright_at].any():
                return True
    return False


def _strokes(ink: Flags) -> list[int]:
    """The rows in which rules lie that may be a little aslant, from the first row on."""
    if not ink.size:
        return []
    thick = np.pad(ink, ((1, 1), (0, 0)))
    held = (thick[:-2] | thick[1:-1] | thick[2:]).mean(axis=1) > 0.5
    edges = np.flatnonzero(np.diff(np.concatenate([[False], held, [False]]).astype(np.int8)))
    return [int(place) for place in (edges[::2] + edges[1::2] - 1) // 2]


def _is_side(rule: Box, frames: Sequence[Box], off: float) -> bool:
    """Whether a rule lies along the sides of frames, in most of its length."""
    down = rule.y1 - rule.y0 > rule.x1 - rule.x0
    begin, end, across = (rule.y0, rule.y1, rule.x0) if down else (rule.x0, rule.x1, rule.y0)
    held = 0.0
    for x0, y0, x1, y1 in frames:
        sides, low, high = ((x0, x1), y0, y1) if down else ((y0, y1), x0, x1)
        if min(abs(across - side) for side in sides) < off:
            held += max(0.0, min(end, high) - max(begin, low))
    return held > SIDES * (end - begin)
