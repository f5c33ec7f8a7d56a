"""Sizes: how large the type of each line is, told by its ink and by the distance of its characters.

ink of a mark or of 三, in a piece of a line    →  the size of the rest of the line
ideographs one em apart in a line set solid    →  its size exactly, whatever the face
a line spread to fill its measure              →  the size of the type like it that is set solid
two lines of one head, measured a little apart  →  one size
two headlines side by side, 46 and 32 points    →  46 and 32
a sliver of a column beside columns of the body's type, as far apart in it  →  the size of these
法院。 at the end of a paragraph, low in ink      →  the size of the column above
录。 under a caption, nearer to the line below    →  the size of that line
少華／攝 behind the lines of a caption             →  the size of these
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

IN_ROW = 0.25  # of the size: how far the middles of two pieces of a line are apart across it at most
NEXT_IN_ROW = 1.4  # of the size: nor are they farther apart along it
ODDS = 1.75  # sizes told by two pieces of one line differ by this factor at most
PITCH = (0.87, 1.16)  # of what the ink tells: between these, the distance of ideographs tells the size
ALIKE = 0.02  # sizes that differ by so much of them are one
FLUSH = 0.35  # of the size: lines that end so near each other fill one measure
MARK = 0.4  # of the size: by so much more do they differ where one ends in a mark, which stands anywhere in its square
MIDDLE = 0.6  # of the size: lines whose middles are so near each other stand in one middle; a mark moves one a little
INDENT = 2.6  # of the size: by no more are paragraphs indented
LEADING, TWO_ON = 2.2, 2.95  # of the size: the next line of a column is nearer, and the one behind it
LIKE_BODY = 1.06  # times the usual ink: so large is that of running text at most, or of type like other type
NOT_LARGER = 1.4  # times the ink of a line: one with more is of no column with it
FAR_LARGER = 2.5  # times the ink of a line: a row with more is no line of its column
DISPLAY = 1.25  # of the body's size: larger type is display type
HEADS = 1.14  # lines of one head whose sizes differ by less are of one size
PAIRS = 1  # distance of ideographs tells a size
OFF = 0.12  # by so much, over the number of its distances, the size that a line tells is off as a rule
LEAST_OFF = 0.012  # and by no less
INK_OFF = 0.035  # by so much the size that its ink tells
LOW_INK = 0.12  # and by so much more, over the number of its ideographs, where these are low
WORST = 9.0  # how unlikely is the worst that can be measured: a line was read wrongly
SPREAD = 3.5  # and that a line is spread by design
LIKE = 0.08  # logarithm: by less differs the ink of lines of one type
STRETCH = 1.2  # of the size: a line of running text, spread because no more goes into it, is seldom so much longer,
FARTHER = 2.0  # how much less likely that is of one that is not between others of its type
PRIOR = 0.5  # the weight of how common a type is
MANY = 4  # distances of ideographs that are no mistake
ENOUGH = 6  # ideographs of a piece that tells its size by itself
TELLING = 3  # ideographs of a piece whose ink tells its size
ALIKE_INK = 1.12  # then pieces of one line differ by less
LAST = 2  # characters that are left for the last line of a head
FEW = 4  # ideographs of a row of which those by it tell more
INK_LIKE = (1.2, 1.07)  # and whose ink differs by less than these factors, of one that hardly has any and of others
NEARER = 1.15  # times as far away as another row of its column is none of those
COMPANY = 1.5  # what one of them adds
SOME_COMPANY = 0.5  # and what it adds where there are more ideographs
MORE = 1.05  # times as many ideographs has the row before the last one of a column
FEW_OFF, SOME_OFF = 1.13, 1.07  # by less than this factor is the size of the last one off, where it has fewer or more
WOBBLE = 0.066  # types that differ by less are one
COMMON = 4.0  # if so many times as many characters are of the one as of the other
SOME = 2  # distances of ideographs that tell of a line in a column of the body's type,
BODY_PITCH = (0.96, 1.18)  # of whose size they are,
BODY_INK = (1.0, 1.06)  # and than which its ink is no larger beside one of it, and between two
SOLID = 0.3  # of the lines of a type that fill their measure are not spread
ODD = 0.25  # of the usual distance: one that differs by more is none of neighbours


@dataclass(frozen=True, slots=True)
class Shape:
    """A line: how large its ink is, where its characters' middles are along it, which of them are ideographs, and
    where it lies across the writing."""

    ink: float
    along: Floats
    han: Flags
    across: float
    down: bool


class Places(NamedTuple):
    """Where each row begins and ends along the writing and lies across it, and whether it runs down."""

    start: Floats
    end: Floats
    across: Floats
    down: Flags


def sizes(lines: Sequence[Shape]) -> Floats:
    """The size of each line's type, in the unit of the lines' measures."""
    if not lines:
        return np.empty(0)
    row = _rows(lines)
    count = int(row.max()) + 1
    ink, pitch, weight, pairs = np.empty(count), np.zeros(count), np.zeros(count), np.zeros(count)
    for number in range(count):
        own = [lines[n] for n in np.flatnonzero(row == number).tolist()]
        han = np.array([line.han.sum() for line in own], dtype=np.float64)
        ink[number] = own[int(np.argmax(han))].ink if han.any() else max(line.ink for line in own)
        apart = np.concatenate([np.diff(line.along)[line.han[1:] & line.han[:-1]] for line in own])
        if len(apart) >= PAIRS:
            like = apart[np.abs(apart - np.median(apart)) <= ODD * np.median(apart)]
            pitch[number] = float(like.mean()) if len(like) >= PAIRS else 0.0
        weight[number], pairs[number] = han.sum(), len(apart)
    ink = np.where((pairs >= MANY) & (pitch > 0), np.minimum(ink, pitch), ink)  # none are nearer than they are large
    told = _told(pitch, ink)
    place = _places(lines, row)
    filled = _filled(lines, row, ink, place)
    ink *= _usual(told / ink, weight * (told > 0))
    told = _told(pitch, ink)
    off = np.maximum(LEAST_OFF, OFF / np.maximum(pairs, 1))
    near = _near(lines, row, ink, place)
    typed = _typed(ink, told, weight, off, filled, _between(place, ink), near)
    typed = _among_body(typed, ink, np.where(pairs >= SOME, pitch, 0.0), weight, place)
    found = _ended(typed, weight, near, place.across, place.down)[row]
    body = _commonest(found, np.array([len(line.along) for line in lines], dtype=np.float64))
    return _heads_alike(lines, found, body, ink[row], told[row])


def _places(lines: Sequence[Shape], row: Ints) -> Places:
    count = int(row.max()) + 1
    start, end, across = np.full(count, np.inf), np.full(count, -np.inf), np.zeros(count)
    down = np.zeros(count, dtype=bool)
    for line, number in zip(lines, row.tolist(), strict=True):
        start[number], end[number] = min(start[number], line.along.min()), max(end[number], line.along.max())
        across[number], down[number] = line.across, line.down
    return Places(start, end, across, down)


def _among_body(size: Floats, ink: Floats, pitch: Floats, weight: Floats, place: Places) -> Floats:
    """The sizes, with each row of a column next to one of the body's type made as large as that, if its characters are
    as far apart or a little farther, as in a line that is spread, and its ink is no larger, whatever is left of it;
    between two of them a little larger."""
    body = _commonest(size, weight)
    like = (ink < BODY_INK[1] * body) & (pitch > BODY_PITCH[0] * body) & (pitch < BODY_PITCH[1] * body)
    final = size.copy()
    for n in [*(odd := np.flatnonzero(like & (size != body)).tolist()), *odd[::-1]]:  # to both sides
        off = place.across - place.across[n]
        beside = (final == body) & (place.down == place.down[n]) & (np.abs(off) < LEADING * body)
        beside &= np.abs(place.start - place.start[n]) < INDENT * body
        before, behind = ((beside & (side * off > 0.7 * body)).any() for side in (-1, 1))
        if (before and behind) or ((before or behind) and ink[n] < BODY_INK[0] * body):
            final[n] = body
    return final


def _ended(size: Floats, weight: Floats, near: list[Ints], across: Floats, down: Flags) -> Floats:
    """The sizes, with each row that is hardly larger or smaller than the one before it in its column, which has more
    ideographs to tell it by, made as large as that; but not text right behind a deck."""
    final = size.copy()
    body = _commonest(size, weight)
    order = np.where(down, -across, across)
    for number in np.argsort(order, kind="stable").tolist():
        before = [n for n in near[number].tolist() if order[n] < order[number] and down[n] == down[number]]
        if not before:
            continue
        over = max(before, key=lambda n: order[n])
        odds = max(final[over], size[number]) / min(final[over], size[number])
        more = weight[over] >= MORE * weight[number] and not (size[number] == body < size[over] and weight[number])
        if 1 < odds < (FEW_OFF if weight[number] < FEW else SOME_OFF) and more:
            final[number] = final[over]
    return final


def _told(pitch: Floats, ink: Floats) -> Floats:
    """The sizes that distances tell; 0 where the ink speaks against them."""
    return np.where((pitch > PITCH[0] * ink) & (pitch < PITCH[1] * ink), pitch, 0.0)


def _usual(share: Floats, weight: Floats) -> float:
    """What most of the weight has a share of; 1 where there is none."""
    order = np.argsort(share)
    total = np.cumsum(weight[order])
    return float(share[order[np.searchsorted(total, total[-1] / 2)]]) if total[-1] else 1.0


def _rows(lines: Sequence[Shape]) -> Ints:
    """For each line the number of its row: pieces that a mark or a space parts are one line of type."""
    start, end = (np.array([edge(line.along) for line in lines]) for edge in (np.min, np.max))
    across = np.array([line.across for line in lines])
    ink = np.array([line.ink for line in lines])
    down = np.array([line.down for line in lines])
    reach = IN_ROW * float(ink.max())
    place = np.column_stack([across, down * (float(across.max() - across.min()) + 2 * reach)])
    i, j = cKDTree(place).query_pairs(reach, output_type="ndarray").T
    large = np.maximum(ink[i], ink[j])
    gap = np.maximum(start[i], start[j]) - np.minimum(end[i], end[j]) - large
    held = (np.abs(across[i] - across[j]) < IN_ROW * large) & (np.abs(gap) < NEXT_IN_ROW * large)
    held &= large < ODDS * np.minimum(ink[i], ink[j])
    count = np.array([line.han.sum() for line in lines])
    sure = count >= TELLING
    held &= (count[i] < ENOUGH) | (count[j] < ENOUGH)  # of two columns that stand close
    held &= ~(sure[i] & sure[j]) | (large < ALIKE_INK * np.minimum(ink[i], ink[j]))  # a headline beside another
    graph = coo_array((np.ones(int(held.sum()), bool), (i[held], j[held])), shape=(len(lines), len(lines)))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _near(lines: Sequence[Shape], row: Ints, ink: Floats, place: Places) -> list[Ints]:
    """For each row those next to it across the writing that begin where it does; of a row of a character or two, as
    the end of a headline is, those too in whose middle it stands, and of a few ideographs, as the end of a statement
    is, those that are about as large."""
    start, end, across, down = place
    few = np.bincount(row, [len(line.along) for line in lines]) <= LAST
    han = np.bincount(row, [line.han.sum() for line in lines])
    middle = (start + end) / 2
    found = []
    for number in range(len(ink)):
        apart = np.abs(across - across[number])
        em = np.maximum(ink, ink[number])
        by = np.abs(start - start[number]) < FLUSH * em
        like = (han[number] <= FEW) & (em < INK_LIKE[int(han[number] > 1)] * np.minimum(ink, ink[number]))
        off = np.abs(middle - middle[number])
        by |= few[number] & (off < FLUSH * em)
        by |= like & (off < MIDDLE * em)
        by &= (down == down[number]) & (ink * FAR_LARGER > ink[number])
        next_to = (apart < LEADING * em) & (apart > 0.7 * em)
        if han[number] <= FEW:  # it is of the column to whose rows it is nearest
            own = next_to & (down == down[number]) & (em < FEW_OFF * np.minimum(ink, ink[number]))
            own &= np.abs(start - start[number]) < INDENT * em
            by &= apart < NEARER * float(apart[own].min(initial=np.inf))
        found.append(np.flatnonzero(by & next_to))
    return found


def _filled(lines: Sequence[Shape], row: Ints, ink: Floats, place: Places) -> Flags:
    """Which rows end where the next row above or below does, or in running text and in type of one size the one behind
    that, and begin where it does, or are indented by a paragraph's indent: they may be spread to fill their measure."""
    start, end, across, down = place
    closed = np.zeros(len(ink), dtype=bool)
    for line, number in zip(lines, row.tolist(), strict=True):
        last = int(line.along.argmax())
        closed[number] |= line.along[last] == end[number] and not line.han[last]
    usual = float(np.median(np.repeat(ink[row], [len(line.along) for line in lines])))
    found = np.zeros(len(ink), dtype=bool)
    i, j = (
        cKDTree(np.column_stack([across, end, down * 1e6]))
        .query_pairs(TWO_ON * float(ink.max()), output_type="ndarray")
        .T
    )
    em = np.minimum(ink[i], ink[j])
    apart = np.abs(across[i] - across[j])
    indent = np.abs(start[i] - start[j]) / em
    set_so = (indent < FLUSH) | (np.abs(indent - 2) < FLUSH)
    flush = FLUSH + MARK * (set_so & (closed[i] | closed[j]))
    held = (np.abs(end[i] - end[j]) < flush * em) & (apart < TWO_ON * em) & (apart > 0.7 * em)
    odds = np.maximum(ink[i], ink[j]) / em
    held &= (apart < LEADING * em) | (odds * em < LIKE_BODY * usual) | (odds < LIKE_BODY)
    held &= np.minimum(end[i], end[j]) - np.maximum(start[i], start[j]) > 4 * em
    held &= (indent < INDENT) & (odds < NOT_LARGER)
    found[i[held]] = True
    found[j[held]] = True
    return found


def _between(place: Places, ink: Floats) -> Flags:
    """Which rows stand between rows of like type that are level with most of them, as those of running text do."""
    start, end, across, down = place
    order = np.argsort(across, kind="stable")
    found = np.zeros(len(ink), dtype=bool)
    for n in range(len(ink)):
        reach = LEADING * ink[n]
        first, last = np.searchsorted(across[order], [across[n] - reach, across[n] + reach])
        near = order[first:last]
        near = near[(down[near] == down[n]) & (np.abs(np.log(ink[near] / ink[n])) < LIKE)]
        shared = np.minimum(end[near], end[n]) - np.maximum(start[near], start[n])
        off = (across[near] - across[n])[shared > (end[n] - start[n]) / 2]
        found[n] = bool((off > 0.7 * ink[n]).any() and (off < -0.7 * ink[n]).any())
    return found


def _typed(
    ink: Floats, told: Floats, weight: Floats, off: Floats, filled: Flags, between: Flags, near: list[Ints]
) -> Floats:
    """The size of each row: the type that its distances, its ink and the rows by it make likeliest, or its own.

    `weight` are the ideographs of each row, `near` the rows of its column above and below it.
    """
    types, support = _distinct(*_types(ink, told, weight, off, filled))
    own = np.where(told > 0, told, ink)
    if not types.size:
        return own
    like = (np.abs(np.log(own[:, None] / types)) < WOBBLE) & (support > COMMON * weight[:, None])
    types = np.column_stack([np.tile(types, (len(ink), 1)), own])
    support = np.column_stack([np.tile(support, (len(ink), 1)), np.where(like.any(axis=1), 0.01, 1.0 + weight)])
    by_ink = np.log(ink[:, None] / types)
    low = LOW_INK / np.maximum(weight, 0.5)[:, None] + INK_OFF
    miss = np.minimum(np.where(by_ink > 0, by_ink / INK_OFF, by_ink / low) ** 2 / 2, WORST)
    by_pitch = np.log(np.where(told > 0, told, 1.0)[:, None] / types)
    spread = filled[:, None] & (by_pitch > 0) & (told[:, None] < types * PITCH[1])
    longer = ((np.exp(by_pitch) - 1) * weight[:, None] > STRETCH) & ~between[:, None]
    longer &= np.arange(types.shape[1]) == support[0].argmax()  # rows of advertisements are spread as far by design
    worst = np.where(by_pitch > 0, SPREAD + FARTHER * longer, WORST)
    far = np.minimum((by_pitch / off[:, None]) ** 2 / 2, worst)
    odds = PRIOR * np.log(support) - miss - np.where(spread | (told[:, None] == 0), 0.0, far)
    found = odds.argmax(axis=1)
    alone = found.copy()
    for number, beside in enumerate(near):
        more = odds[number].copy()
        beside = beside[alone[beside] < more.size - 1]  # the others are of a type of their own
        np.add.at(more, alone[beside], COMPANY if weight[number] <= FEW else SOME_COMPANY)
        found[number] = more.argmax()
    return np.asarray(types[np.arange(len(ink)), found])


def _distinct(types: Floats, support: Floats) -> tuple[Floats, Floats]:
    """The types without those that are a common one, measured a little off."""
    kept: list[int] = []
    for n in np.argsort(-support, kind="stable").tolist():
        like = np.abs(np.log(types[n] / types[kept])) < WOBBLE
        if not (like & (support[kept] > COMMON * support[n])).any():
            kept.append(n)
    return types[kept], support[kept]


def _types(ink: Floats, told: Floats, weight: Floats, off: Floats, filled: Flags) -> tuple[Floats, Floats]:
    """The sizes that there are, and how many characters speak for each. Type that fills its measure in all its lines
    is as large as the distances of those that are least spread."""
    made: list[float] = []
    support: list[float] = []

    def heap(which: Flags, by: Floats, within: float, share: float) -> None:
        left = which.copy()
        near = np.abs(np.log(by[:, None] / by[None, :])) < within
        while left.any():
            votes = near @ (weight * left) * left
            own = left & near[:, int(votes.argmax())]
            each = np.repeat(told[own], np.maximum(weight[own], 1).astype(int))
            made.append(float(np.quantile(each, share)))
            support.append(float(weight[own].sum()) + 1.0)
            left &= ~own

    free = (told > 0) & ~filled
    heap(free, np.where(free, told, 1.0), ALIKE, 0.5)
    heap((told > 0) & filled & (off <= ALIKE), ink, 2 * ALIKE, SOLID)
    return np.array(made), np.array(support)


def _commonest(size: Floats, weight: Floats) -> float:
    values, inverse = np.unique(size, return_inverse=True)
    return float(values[int(np.bincount(inverse, weight).argmax())])


def _heads_alike(lines: Sequence[Shape], size: Floats, body: float, ink: Floats, told: Floats) -> Floats:
    """The sizes with those of display lines made equal that stand under each other or go on in each other.

    But not where their ink and their distances alike say that the larger is larger (`told`: 0 for unknown).
    """
    final = size.copy()
    start = np.array([line.along.min() for line in lines])
    end = np.array([line.along.max() for line in lines])
    across = np.array([line.across for line in lines])
    weight = np.array([line.han.sum() for line in lines])
    group = np.arange(len(lines))
    display = np.flatnonzero(size > DISPLAY * body).tolist()
    links = []
    for k, i in enumerate(display):
        for j in display[k + 1 :]:
            em, odds = max(size[i], size[j]), max(size[i], size[j]) / min(size[i], size[j])
            if lines[i].down != lines[j].down or odds > HEADS:
                continue
            apart = max(start[i], start[j]) - min(end[i], end[j])
            stacked = abs(across[i] - across[j]) < 2 * em and apart < 0
            if stacked or (abs(across[i] - across[j]) < 0.3 * em and apart < 2.5 * em):
                links.append((odds, i, j))
    for _, i, j in sorted(links):  # those that are most alike first
        one, other = (np.flatnonzero(group == group[n]) for n in (i, j))
        both = np.union1d(one, other)
        if size[both].max() < HEADS * size[both].min() and not _differ(one, other, ink, told):
            group[both] = group[i]
    for number in set(group[display].tolist()):
        own = np.flatnonzero(group == number)
        if len(own) > 1:
            final[own] = final[own[int(np.argmax(weight[own]))]]
    return final


def _differ(one: Ints, other: Ints, ink: Floats, told: Floats) -> bool:
    """Whether both measures of a line of the one and a line of the other differ, and the same way."""
    one, other = one[told[one] > 0], other[told[other] > 0]
    by_ink = np.log(ink[one][:, None] / ink[other])
    by_pitch = np.log(told[one][:, None] / told[other])
    return bool(((by_ink * by_pitch > 0) & (np.minimum(np.abs(by_ink), np.abs(by_pitch)) > WOBBLE)).any())
