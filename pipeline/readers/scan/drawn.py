"""Drawn: the rules, frames, tints and pictures of a sheet, found in its ink and its ground.

A rule is long and thin, or longer and as heavy as type, with waves or beads at its edges; its ink is mostly long
straight strokes. No stroke of a large character is a rule: it hangs together with others, or stands in a line with
type as large as it is long. A part that is bounded by rules on four sides is a frame, but
for the border of the page, which holds nearly all type: its sides are rules. Solid ink as thick as no stroke is a
picture; others, tints and black grounds are told by their shade (`shades`).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.boxes import covered, shared, size
from pipeline.readers.scan.broken import Broken, broken, closed, framed, is_closed
from pipeline.readers.scan.corners import corners
from pipeline.readers.scan.ink import Flags, Floats, Ints, Mask, Parts, parts_of
from pipeline.readers.scan.labels import worn_labels
from pipeline.readers.scan.shades import Shades

LONG = 5.0  # em: a shorter stroke is none of a rule
THICK = 0.55  # em: a thicker one neither
THIN = 0.2  # em: the least radius that is measured
TEXT, RULED, PIECES, WHOLE = 1, 2, 4, 8  # kinds of ink: what stays, rules and frames, broken rules, frames of one part
STROKES = 0.55  # of a part's ink are its long strokes, if it is a rule or a frame
LOOSE = 0.08  # of a part's box is ink: a larger share is that of a character
BY_TYPE = 12.0  # em: up to this length, a lone stroke may be a character (一)
BORDER, HEAVY = 12.0, 1.2  # em: what is so long may be so thick, as borders with waves or beads are
EVEN = 0.75  # of a border's ink are its long strokes
BEAD = 0.6  # em: and its waves and beads are smaller than type
CLOSE, SPREAD = 0.6, 1.3  # of its height: so near is the next character of a line, and of one that is spread
EDGE = 0.2  # em: how thick a frame is at most
BROAD = 1.5  # times its lesser side: longer is no box of a character's strokes
LABEL = 0.3  # of its box is the ink of a small frame, if it is empty or what it holds does not touch it
WIDE = 2.5  # em: a smaller part is no picture
SOLID = 0.33  # of a part's lesser side: no stroke is so thick
BLACK = 1.6  # em: nor so thick
BOLD = 0.25  # of a part's greater side: so thick may strokes be where they join, in a line of type as large
TYPE = 0.15  # of a shaded place is covered by parts as large as characters, if it is no picture
RIM = 0.1  # em: so far beyond its edges a picture's own edge may be
NEAR = 1.5  # em: parts of one picture are no farther apart
PIECE = 0.1  # of a line of type comes into no picture
PART = 0.8  # of what is black in a picture that is grey all over lies in its box
ALL = 0.85  # of all type stands in the border of a page
SLIT = 0.4  # em: in a narrower place there is no line of type
WITHIN = 0.5  # em within its sides a rule runs through a place
RUNS_ON = 0.95  # of an em and a half at either side is a rule that runs through
LEVEL = np.ones((3, 1), np.uint8)
FILLED = 0.85  # of the box around them are two of its parts that are grey all over


@dataclass(frozen=True, slots=True)
class Drawn:
    """Boxes in pixels of the picture that the ink is measured on; `ink` is the mask without all of it.

    `grounds` are the boxes that are black with white type.
    """

    rules: tuple[Box, ...]
    frames: tuple[Box, ...]
    tints: tuple[Box, ...]
    pictures: tuple[Box, ...]
    grounds: tuple[Box, ...]
    ink: Mask


def drawn(mask: Mask, parts: Parts, em: float, shades: Shades) -> Drawn:
    """What is drawn on a sheet whose body type is `em` pixels large, of whose ground `shades` tells."""
    level, upright = _strokes(mask, em)
    thick = 2 * thickest(mask, parts, THIN * em)
    borders = _borders(parts, level, upright, thick, em)
    ruled = _ruled(parts, level, upright, thick, em) | borders
    pieced = broken(parts, em)
    pieces = np.zeros(len(ruled), dtype=bool)
    for row in pieced:
        pieces[row.parts] = True
    ruled &= ~pieces
    rules, whole = _rules(parts, ruled, level, upright, em)
    rules += [_whole(parts, row) for row in pieced]
    pieces[corners(parts, rules, ~ruled & ~pieces, em)] = True
    large = (np.minimum(parts.wide, parts.tall) >= WIDE * em) & ~ruled
    solid = large & (thick > np.maximum(SOLID * np.minimum(parts.wide, parts.tall), BLACK * em))
    for n in np.flatnonzero(solid & (thick < BOLD * np.maximum(parts.wide, parts.tall))).tolist():
        solid[n] = not _in_display(parts, n)
    lid = _at_edge(parts, mask.shape, em) & ~ruled
    uncrossed = [box for box in shades.pictures if not _is_crossed(box, level, upright, em)]
    shaded = [box for box in uncrossed if not is_set(parts, box, em, *_inner(box, uncrossed))]
    black = [box for box in _boxes(parts, solid & ~lid) if not any(_mostly_in(box, one) for one in shaded)]
    pictured = joined([*shaded, *black], set(shaded), parts, em)
    pictures = [box for box in pictured if box in black or not is_set(parts, box, em)]
    gone = ruled | pieces | solid | lid
    kind = (~gone * TEXT | ruled * RULED | pieces * PIECES).astype(np.uint8)
    kind[whole] |= WHOLE
    kinds = np.append(np.uint8(0), kind)[parts.labels]
    text: Mask = np.asarray(kinds & TEXT, dtype=np.uint8)
    rest = (kinds & RULED > 0) & (cv2.dilate(level | upright, np.ones((3, 3), np.uint8)) == 0)
    text[rest & ~_waves(rest, parts, borders & ~pieces, em)] = 1  # type that touches its frame
    rim = round(RIM * em)
    for x0, y0, x1, y1 in pictures:
        text[max(0, int(y0) - rim) : int(y1) + rim, max(0, int(x0) - rim) : int(x1) + rim] = 0
    drawn_ink = kinds & (RULED | PIECES) > 0
    rules, made = framed(rules, drawn_ink, drawn_ink & (kinds & WHOLE == 0), text > 0, em)
    frames = [*_boxes(parts, whole), *made]
    for n in np.flatnonzero(_labels(parts, ruled | gone, em)).tolist():
        x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
        text[y0:y1, x0:x1][parts.labels[y0:y1, x0:x1] == n + 1] = 0
        frames.append(Box(x0, y0, x1, y1))
    frames += worn_labels(text, em)
    for x0, y0, x1, y1 in frames:
        _clear_edges(text, (int(x0), int(y0), int(x1), int(y1)), round(EDGE * em))
    border = _border(frames, text)
    return Drawn(
        (*rules, *(side for frame in border for side in _sides_of(frame))),
        tuple(frame for frame in frames if frame not in border),
        shades.tints,
        tuple(pictures),
        shades.black,
        text,
    )


def _boxes(parts: Parts, which: Flags | Ints) -> list[Box]:
    return [Box(*map(float, box)) for box in parts.box[which]]


def _strokes(mask: Mask, em: float) -> tuple[Mask, Mask]:
    """The long level strokes of a mask, and the long upright ones; a slope of a pixel or two does not matter."""
    length = max(9, round(LONG * em))
    found = []
    for kernel, thicken in (((1, length), (3, 1)), ((length, 1), (1, 3))):
        wide = cv2.dilate(mask, np.ones(thicken, np.uint8))
        long = cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones(kernel, np.uint8))
        found.append(np.asarray(cv2.bitwise_and(cv2.dilate(long, np.ones(thicken, np.uint8)), mask), np.uint8))
    return found[0], found[1]


def thickest(mask: Mask, parts: Parts, least: float) -> Floats:
    """For each part the radius of the largest disc in it; 0 where that is less than `least`."""
    radius = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    best = np.zeros(len(parts.area) + 1)
    ys, xs = np.nonzero(radius >= least)
    np.maximum.at(best, parts.labels[ys, xs], radius[ys, xs])
    return best[1:]


def _ruled(parts: Parts, level: Mask, upright: Mask, thick: Floats, em: float) -> Flags:
    """Which parts are rules or frames."""
    count = len(parts.area) + 1
    long = np.bincount(parts.labels[(level | upright) > 0], minlength=count)[1:].astype(np.float64)
    side = np.maximum(parts.wide, parts.tall)
    fill = parts.area / np.maximum(parts.wide * parts.tall, 1)
    thin = np.minimum(parts.wide, parts.tall) < THICK * em
    mostly = long > STROKES * parts.area
    frame = ~thin & (long > 0.2 * parts.area) & (fill < LOOSE)
    found = (side >= LONG * em) & (thick < THICK * em) & ((thin & mostly) | frame | (mostly & (fill < 2 * LOOSE)))
    for n in np.flatnonzero(found & thin & (side < BY_TYPE * em)).tolist():
        found[n] = not _in_display(parts, n)
    return found


def _borders(parts: Parts, level: Mask, upright: Mask, thick: Floats, em: float) -> Flags:
    """Which parts are rules or frames as heavy as type, whose edges may be waves or beads."""
    long = np.bincount(parts.labels[(level | upright) > 0], minlength=len(parts.area) + 1)[1:]
    side, least = np.maximum(parts.wide, parts.tall), np.minimum(parts.wide, parts.tall)
    fill = parts.area / np.maximum(parts.wide * parts.tall, 1)
    even = (side >= BORDER * em) & (thick < HEAVY * em) & (long > EVEN * parts.area)
    return np.asarray(even & ((least < HEAVY * em) | (fill < LOOSE)))


def _waves(rest: Flags, parts: Parts, borders: Flags, em: float) -> Flags:
    """Which pixels of what is left of drawn parts without their strokes are the waves and beads of borders."""
    found = np.zeros(rest.shape, dtype=bool)
    for n in np.flatnonzero(borders).tolist():
        x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
        crumbs = parts_of(np.asarray(rest[y0:y1, x0:x1] & (parts.labels[y0:y1, x0:x1] == n + 1), dtype=np.uint8))
        small = np.maximum(crumbs.wide, crumbs.tall) < BEAD * em
        found[y0:y1, x0:x1] |= np.append(False, small)[crumbs.labels]
    return found


def _in_display(parts: Parts, n: int, reach: float = CLOSE) -> bool:
    """Whether a lone stroke, or a box of strokes, stands in a line with type as large as it is long, the next of which
    is no farther than `reach` of its length."""
    x0, y0, x1, y1 = parts.box[n]
    length = max(x1 - x0, y1 - y0)
    side = np.maximum(parts.wide, parts.tall)
    alike = (side > 0.6 * length) & (side < 1.5 * length) & (np.minimum(parts.wide, parts.tall) > 0.3 * length)
    alike[n] = False
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    bx0, by0, bx1, by1 = parts.box.T
    beside = (by0 < middle_y) & (by1 > middle_y) & (np.maximum(bx0 - x1, x0 - bx1) < reach * length)
    over = (bx0 < middle_x) & (bx1 > middle_x) & (np.maximum(by0 - y1, y0 - by1) < reach * length)
    return bool((alike & (beside | over)).any())


def _rules(parts: Parts, ruled: Flags, level: Mask, upright: Mask, em: float) -> tuple[list[Box], Ints]:
    """The rules among the ruled parts, each as thick as in most of its length, and which of the parts are frames."""
    rules: list[Box] = []
    frames: list[int] = []
    for n in np.flatnonzero(ruled).tolist():
        x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
        own = parts.labels[y0:y1, x0:x1] == n + 1
        if min(x1 - x0, y1 - y0) >= 1.2 * em and is_closed(
            own, 0.8 * em if min(x1 - x0, y1 - y0) >= LONG * em else 0.24 * em
        ):
            frames.append(n)
            continue
        for strokes, down in ((level, False), (upright, True)):
            lines = parts_of(np.asarray((strokes[y0:y1, x0:x1] > 0) & own, dtype=np.uint8))
            for box, area in zip(lines.box, lines.area, strict=True):
                bx0, by0, bx1, by1 = box
                if max(bx1 - bx0, by1 - by0) < LONG * em:
                    continue
                half = max(1.0, area / (by1 - by0 if down else bx1 - bx0)) / 2
                if down:
                    middle = (bx0 + bx1) / 2
                    rules.append(Box(x0 + middle - half, y0 + by0, x0 + middle + half, y0 + by1))
                else:
                    middle = (by0 + by1) / 2
                    rules.append(Box(x0 + bx0, y0 + middle - half, x0 + bx1, y0 + middle + half))
    return rules, np.array(frames, dtype=np.int64)


def _whole(parts: Parts, row: Broken) -> Box:
    """The rule that was broken into these pieces, as thick as they are."""
    x0, y0, x1, y1 = parts.box[row.parts].T
    long = (y1 - y0) if row.down else (x1 - x0)
    half = max(1.0, float(parts.area[row.parts].sum() / long.sum())) / 2
    if row.down:
        middle = float(np.average((x0 + x1) / 2, weights=long))
        return Box(middle - half, float(y0.min()), middle + half, float(y1.max()))
    middle = float(np.average((y0 + y1) / 2, weights=long))
    return Box(float(x0.min()), middle - half, float(x1.max()), middle + half)


def _labels(parts: Parts, known: Flags, em: float) -> Flags:
    """The small frames around a label: longer than high or higher than long, so no 口 and no 回.

    One side may be in pieces.
    """
    long, short = np.maximum(parts.wide, parts.tall), np.minimum(parts.wide, parts.tall)
    fill = parts.area / np.maximum(parts.wide * parts.tall, 1)
    found = ~known & (short > 1.2 * em) & (long > 1.3 * short) & (fill < LABEL)
    for n in np.flatnonzero(found).tolist():
        x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
        place = parts.labels[y0:y1, x0:x1]
        found[n] = closed(place == n + 1, 0.24 * em) >= 3 and is_closed(place > 0, 0.24 * em)
        found[n] &= long[n] > BROAD * short[n] or not _in_display(parts, n, SPREAD)  # 回 is nearly square, as in 迴
    return found


def _border(frames: Sequence[Box], text: Mask) -> list[Box]:
    """The frames that hold nearly all type of a sheet: the border of the page, not of a place on it."""
    held = [np.count_nonzero(text[int(y0) : int(y1), int(x0) : int(x1)]) for x0, y0, x1, y1 in frames]
    most = ALL * np.count_nonzero(text)
    return [frame for frame, ink in zip(frames, held, strict=True) if ink > most]


def _sides_of(frame: Box) -> Iterator[Box]:
    """The four sides of a frame, as rules."""
    x0, y0, x1, y1 = frame
    yield from (Box(x0, y, x1, y) for y in (y0, y1))
    yield from (Box(x, y0, x, y1) for x in (x0, x1))


def _clear_edges(text: Mask, box: tuple[int, int, int, int], edge: int) -> None:
    """Take away what is left of a frame along its four sides."""
    x0, y0, x1, y1 = box
    for part in (
        text[y0 : y0 + edge, x0:x1],
        text[y1 - edge : y1, x0:x1],
        text[y0:y1, x0 : x0 + edge],
        text[y0:y1, x1 - edge : x1],
    ):
        part[:] = 0


def _at_edge(parts: Parts, shape: tuple[int, ...], em: float) -> Flags:
    """What reaches in from the edge of the picture: the scanner's lid, the shadow of the paper's edge."""
    x0, y0, x1, y1 = parts.box.T
    touches = (x0 <= 1) | (y0 <= 1) | (x1 >= shape[1] - 1) | (y1 >= shape[0] - 1)
    return np.asarray(touches & (np.maximum(parts.wide, parts.tall) > 2 * em))


def is_set(parts: Parts, box: Box, em: float, *but: Box) -> bool:
    """Whether there is type in a place, outside of some others: many parts of its size."""
    side = np.maximum(parts.wide, parts.tall)
    own = _within(parts, box) & (side > 0.5 * em) & (side < 2.2 * em)
    for other in but:
        own &= ~_within(parts, other)
    return float((parts.wide * parts.tall)[own].sum()) > TYPE * max(0.0, size(box) - covered(box, but))


def _within(parts: Parts, box: Box) -> Flags:
    """Which parts have their middle in a place."""
    middle_x, middle_y = (parts.box[:, 0] + parts.box[:, 2]) / 2, (parts.box[:, 1] + parts.box[:, 3]) / 2
    return np.asarray((middle_x > box.x0) & (middle_x < box.x1) & (middle_y > box.y0) & (middle_y < box.y1))


def _is_crossed(box: Box, level: Mask, upright: Mask, em: float) -> bool:
    """Whether a rule runs through a shaded place and beyond it on both sides: it is what shows through the paper."""
    x0, y0, x1, y1 = (round(side) for side in box)
    beyond, within = round(em), round(WITHIN * em)
    for strokes, (begin, end, top, foot) in ((level, (x0, x1, y0, y1)), (upright.T, (y0, y1, x0, x1))):
        if begin < beyond or end + beyond > strokes.shape[1]:
            continue
        rows = cv2.dilate(np.ascontiguousarray(strokes[top + within : foot - within]), LEVEL)
        if not rows.size:
            continue
        sides = (rows[:, begin - beyond : begin + within], rows[:, end - within : end + beyond])
        if np.any((sides[0].mean(axis=1) > RUNS_ON) & (sides[1].mean(axis=1) > RUNS_ON)):
            return True
    return False


def joined(
    boxes: list[Box], whole: Container[Box], parts: Parts, em: float, near: float = NEAR, lines: Sequence[Box] = ()
) -> list[Box]:
    """Boxes that overlap or are next to each other (`near` em) as one, but where type or one of the `lines` would come
    into it.

    They are parts of one picture; two pictures beside each other can have a column of text in the corner between, and
    two that are grey all over (`whole`) a headline.
    """
    boxes = list(boxes)
    n = 0
    while n < len(boxes):
        a = boxes[n]
        other = next(
            (m for m, b in enumerate(boxes) if m != n and _are_one(a, b, whole, parts, em, near * em, lines)), None
        )
        if other is None:
            n += 1
            continue
        boxes[min(n, other)] = _around(a, boxes[other])
        del boxes[max(n, other)]
        n = 0
    return boxes


def _are_one(a: Box, b: Box, whole: Container[Box], parts: Parts, em: float, near: float, lines: Sequence[Box]) -> bool:
    if max(a.x0, b.x0) - min(a.x1, b.x1) >= near or max(a.y0, b.y0) - min(a.y1, b.y1) >= near:
        return False
    around = _around(a, b)
    if around in (a, b):
        return True
    if a in whole and b in whole and size(a) + size(b) < FILLED * size(around):
        return False
    if any(shared(line, around) - shared(line, a) - shared(line, b) > PIECE * size(line) for line in lines):
        return False
    return not any(is_set(parts, place, em, a, b) for place in (around, *_beside(a, b, em), *_beside(b, a, em)))


def _beside(a: Box, b: Box, em: float) -> list[Box]:
    """The places beside a box, as wide as a line of type at least, that it and another leave free in the box around
    both."""
    around = _around(a, b)
    places = (
        Box(around.x0, a.y0, a.x0, a.y1),
        Box(a.x1, a.y0, around.x1, a.y1),
        Box(a.x0, around.y0, a.x1, a.y0),
        Box(a.x0, a.y1, a.x1, around.y1),
    )
    return [place for place in places if min(place.x1 - place.x0, place.y1 - place.y0) > SLIT * em]


def _inner(box: Box, others: Sequence[Box]) -> list[Box]:
    """Those of the others that lie in a box: the darker picture on a tint that is a picture itself, if all is one."""
    return [other for other in others if size(other) < size(box) and _mostly_in(other, box)]


def _mostly_in(box: Box, other: Box) -> bool:
    return shared(box, other) > PART * size(box)


def _around(a: Box, b: Box) -> Box:
    return Box(min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))
