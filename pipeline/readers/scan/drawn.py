"""Drawn: the rules, frames, tints and pictures of a sheet, found in its ink and its ground.

A rule is long, thin and straight, and no stroke of a large character: those hang together with others, or stand in
a line with type as large as they are long. A part that is bounded by rules on four sides is a frame. Solid ink as
thick as no stroke is a picture, or the black ground of white type; a wide ground that is darker than the paper
is a tint where it is even, and a picture where it is not.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.ink import GROUND, Flags, Floats, Grey, Mask, Parts, ground, parts_of

LONG = 5.0  # em: a shorter stroke is none of a rule
THICK = 0.55  # em: a thicker one neither
STROKES = 0.55  # of a part's ink are its long strokes, if it is a rule or a frame
LOOSE = 0.08  # of a part's box is ink: a larger share is that of a character
BY_TYPE = 12.0  # em: up to this length, a lone stroke may be a character (一)
SIDES = 0.75  # of each side of a frame is there
EDGE = 0.2  # em: how thick a frame is at most
LABEL = 0.3  # of its box is the ink of a small frame, if it is empty or what it holds does not touch it
WIDE = 2.5  # em: a smaller part is no picture
SOLID = 0.33  # of a part's lesser side: no stroke is so thick
BLACK = 1.6  # em: nor so thick
TYPE = 0.15  # of a shaded place is covered by parts as large as characters, if it is no picture
NEAR = 1.5  # em: parts of one picture are no farther apart
DARKER = (0.94, 0.82)  # of the paper: what is lighter is paper, or at most the tint beside a picture
EVEN = 0.03  # of the paper: by so much the ground of a tint strays
FULL = 0.8  # of its box is a tint
BLURRED = 3.2  # em: how far beyond a picture its grey can seem to reach
PAPER = 0.95  # of the paper: what is lighter along a whole line is no picture
BARE = 0.01  # of such a line is ink


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


def drawn(grey: Grey, mask: Mask, parts: Parts, em: float) -> Drawn:
    """What is drawn on a sheet whose body type is `em` pixels large."""
    level, upright = _strokes(mask, em)
    thick = 2 * thickest(mask, parts)
    ruled = _ruled(parts, level, upright, thick, em)
    tints, shaded = _grounds(grey, mask, em)
    large = (np.minimum(parts.wide, parts.tall) >= WIDE * em) & ~ruled
    solid = large & (thick > np.maximum(SOLID * np.minimum(parts.wide, parts.tall), BLACK * em))
    lid = _at_edge(parts, mask.shape, em) & ~ruled
    grounds = [n for n in np.flatnonzero(solid & ~lid).tolist() if _holds_type(parts, n, em)]
    blots = solid & ~lid
    blots[grounds] = False
    shaded = [box for box in shaded if not _is_set(parts, box, em)]
    black = _boxes(parts, blots)
    pictures = [box for box in _joined([*shaded, *black], NEAR * em) if box in black or not _is_set(parts, box, em)]
    gone = ruled | solid | lid
    text = mask.copy()
    text[np.append(False, gone)[parts.labels]] = 0
    kept = np.append(False, ruled)[parts.labels]
    rest = kept & (mask > 0) & (cv2.dilate(level | upright, np.ones((3, 3), np.uint8)) == 0)
    text[rest] = 1  # type that touches its frame
    for x0, y0, x1, y1 in pictures:
        text[int(y0) : int(y1), int(x0) : int(x1)] = 0
    rules, frames = _rules(parts, ruled, level, upright, em)
    for n in np.flatnonzero(_labels(parts, ruled | gone, em)).tolist():
        x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
        text[y0:y1, x0:x1][parts.labels[y0:y1, x0:x1] == n + 1] = 0
        frames.append(Box(x0, y0, x1, y1))
    for x0, y0, x1, y1 in frames:
        _clear_edges(text, (int(x0), int(y0), int(x1), int(y1)), round(EDGE * em))
    return Drawn(
        tuple(rules),
        tuple(frames),
        tuple(tints),
        tuple(pictures),
        tuple(_boxes(parts, _only(grounds, len(parts.area)))),
        text,
    )


def _only(numbers: list[int], count: int) -> Flags:
    which = np.zeros(count, dtype=bool)
    which[numbers] = True
    return which


def _boxes(parts: Parts, which: Flags) -> list[Box]:
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


def thickest(mask: Mask, parts: Parts) -> Floats:
    """For each part the radius of the largest disc in it."""
    radius = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    best = np.zeros(len(parts.area) + 1)
    ys, xs = np.nonzero(radius > 1)
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


def _in_display(parts: Parts, n: int) -> bool:
    """Whether a lone stroke stands in a line with type as large as it is long."""
    x0, y0, x1, y1 = parts.box[n]
    length = max(x1 - x0, y1 - y0)
    side = np.maximum(parts.wide, parts.tall)
    alike = (side > 0.6 * length) & (side < 1.5 * length) & (np.minimum(parts.wide, parts.tall) > 0.3 * length)
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    bx0, by0, bx1, by1 = parts.box.T
    beside = (by0 < middle_y) & (by1 > middle_y) & (np.maximum(bx0 - x1, x0 - bx1) < 0.6 * length)
    over = (bx0 < middle_x) & (bx1 > middle_x) & (np.maximum(by0 - y1, y0 - by1) < 0.6 * length)
    return bool((alike & (beside | over)).any())


def _rules(parts: Parts, ruled: Flags, level: Mask, upright: Mask, em: float) -> tuple[list[Box], list[Box]]:
    """The rules and the frames among the ruled parts: a rule is as thick as it is in most of its length."""
    rules: list[Box] = []
    frames: list[Box] = []
    for n in np.flatnonzero(ruled).tolist():
        x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
        own = parts.labels[y0:y1, x0:x1] == n + 1
        if min(x1 - x0, y1 - y0) >= 1.2 * em and _is_frame(own, em if min(x1 - x0, y1 - y0) >= LONG * em else 0.3 * em):
            frames.append(Box(x0, y0, x1, y1))
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
    return rules, frames


def _is_frame(own: Flags, em: float) -> bool:
    """Whether there is ink along all four sides of a part's box."""
    edge = max(2, round(0.8 * em))
    sides = own[:edge].any(axis=0), own[-edge:].any(axis=0), own[:, :edge].any(axis=1), own[:, -edge:].any(axis=1)
    return all(float(side.mean()) >= SIDES for side in sides)


def _labels(parts: Parts, known: Flags, em: float) -> Flags:
    """The small frames around a label: longer than high or higher than long, so no 口 and no 回."""
    long, short = np.maximum(parts.wide, parts.tall), np.minimum(parts.wide, parts.tall)
    fill = parts.area / np.maximum(parts.wide * parts.tall, 1)
    found = ~known & (short > 1.2 * em) & (long > 1.3 * short) & (fill < LABEL)
    for n in np.flatnonzero(found).tolist():
        x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
        found[n] = _is_frame(parts.labels[y0:y1, x0:x1] == n + 1, 0.3 * em)
    return found


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


def _holds_type(parts: Parts, n: int, em: float) -> bool:
    """Whether the holes of a solid part are white type: a few of one size, none of them large."""
    x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
    own = np.asarray(parts.labels[y0:y1, x0:x1] == n + 1, dtype=np.uint8)
    if own.mean() < 0.4:
        return False
    holes = parts_of(1 - own)
    side = np.maximum(holes.wide, holes.tall)
    inside = (holes.box[:, 0] > 0) & (holes.box[:, 1] > 0) & (holes.box[:, 2] < x1 - x0) & (holes.box[:, 3] < y1 - y0)
    least = 0.35 * min(em, float(min(x1 - x0, y1 - y0)))
    letters = inside & (side > least) & (side < 0.95 * min(x1 - x0, y1 - y0) + 0.1 * em)
    share = float(holes.area[letters].sum()) / own.size
    return int(letters.sum()) >= 2 and 0.06 < share < 0.5


def _is_set(parts: Parts, box: Box, em: float) -> bool:
    """Whether there is type in a place: many parts of its size."""
    side = np.maximum(parts.wide, parts.tall)
    middle_x, middle_y = (parts.box[:, 0] + parts.box[:, 2]) / 2, (parts.box[:, 1] + parts.box[:, 3]) / 2
    own = (middle_x > box.x0) & (middle_x < box.x1) & (middle_y > box.y0) & (middle_y < box.y1)
    own &= (side > 0.5 * em) & (side < 2.2 * em)
    return float((parts.wide * parts.tall)[own].sum()) > TYPE * (box.x1 - box.x0) * (box.y1 - box.y0)


def _grounds(grey: Grey, mask: Mask, em: float) -> tuple[list[Box], list[Box]]:
    """The tints, and the pictures that are grey all over."""
    base = ground(grey, round(3 * em))
    small = cv2.resize(base, None, fx=1 / GROUND, fy=1 / GROUND, interpolation=cv2.INTER_AREA).astype(np.float32)
    side = max(3, 2 * round(24 * em / GROUND / 2) + 1)
    wide = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE)
    share = small / np.maximum(cv2.blur(wide, (side, side), borderType=cv2.BORDER_REPLICATE), 1)
    tints: list[Box] = []
    pictures: list[Box] = []
    for darker in DARKER:
        dark = parts_of(np.asarray(share < darker, dtype=np.uint8))
        for n, ((x0, y0, x1, y1), area) in enumerate(zip(dark.box.astype(int), dark.area, strict=True)):
            if min(x1 - x0, y1 - y0) * GROUND < 2 * WIDE * em or area < FULL * (x1 - x0) * (y1 - y0):
                continue
            box = Box(*(float(edge * GROUND) for edge in (x0, y0, x1, y1)))
            inner = share[y0:y1, x0:x1][dark.labels[y0:y1, x0:x1] == n + 1]
            if float(np.std(inner)) >= EVEN:
                pictures.append(_trimmed(box, grey, mask, float(np.median(wide[y0:y1, x0:x1])), em))
            elif darker == DARKER[0]:
                tints.append(box)
    return tints, pictures


def _trimmed(box: Box, grey: Grey, mask: Mask, light: float, em: float) -> Box:
    """A picture without what stands beside it: the ground reaches as far as it is blurred, over a caption.

    The innermost white line along an edge, as near as that, is where the picture ends.
    """
    x0, y0, x1, y1 = (int(edge) for edge in box)
    for _ in range(2):  # across what is trimmed the white is seen better
        white = []
        for axis in (0, 1):
            part, ink = grey[y0:y1, x0:x1], mask[y0:y1, x0:x1]
            white.append((part.mean(axis=axis) > PAPER * light) & (ink.mean(axis=axis) < BARE))
        reach = round(BLURRED * em)
        columns, rows = white
        left, right = _inner(columns[:reach]), _inner(columns[::-1][:reach])
        top, foot = _inner(rows[:reach]), _inner(rows[::-1][:reach])
        x0, y0, x1, y1 = x0 + left, y0 + top, x1 - right, y1 - foot
    return Box(float(x0), float(y0), float(x1), float(y1))


def _inner(white: Flags) -> int:
    """Up to where to cut an edge: behind the last of its white lines."""
    found = np.flatnonzero(white)
    return int(found[-1]) + 1 if len(found) else 0


def _joined(boxes: list[Box], near: float) -> list[Box]:
    """Boxes that overlap or are next to each other as one."""
    boxes = list(boxes)
    n = 0
    while n < len(boxes):
        a = boxes[n]
        other = next(
            (
                m
                for m, b in enumerate(boxes)
                if m != n and max(a.x0, b.x0) - min(a.x1, b.x1) < near and max(a.y0, b.y0) - min(a.y1, b.y1) < near
            ),
            None,
        )
        if other is None:
            n += 1
            continue
        b = boxes[other]
        boxes[min(n, other)] = Box(min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))
        del boxes[max(n, other)]
        n = 0
    return boxes
