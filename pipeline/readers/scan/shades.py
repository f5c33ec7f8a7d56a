"""Shades: places whose ground is not that of the paper: tints (see `tints`), pictures, and black with type in white.

A wide ground that is darker than the paper, and not even, is a picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.boxes import shared, size
from pipeline.readers.scan.ink import GROUND, Flags, Floats, Grey, Mask, parts_of, unprinted
from pipeline.readers.scan.photographs import BLURRED, WIDE, beside_type, photographs, typed_tint
from pipeline.readers.scan.straight import Bounds, light_of
from pipeline.readers.scan.tints import tints

PRINT = 3.0  # em: what is thinner is print on the ground
DARKER = (0.94, 0.82)  # of the paper: what is lighter is paper or a tint, or at most the tint beside a picture
EVEN = 0.03  # of the paper: by so much the ground of a picture strays at least
FULL = 0.8  # of its box is a tint
PAPER = 0.95  # of the paper: what is lighter along a whole line is no picture
STRETCH = 8.0  # em: over so much of an edge a curled page lies straight
SLANT = 1.0  # em: by so much at most an edge leans in all
BARE = 0.01  # of such a line is ink
DENSE = 0.45  # of a black place is ink, measured over an em; bold type has less
EDGE = 2  # pixels within its edges
CLOSED = 0.8  # of each edge is ink there
LEAST = 1.2  # em: its lesser side
INKED = 0.6  # of a line along its edge is ink
LETTERS = (0.05, 0.5)  # of it is white type
SIZE = (0.3, 0.95)  # of its lesser side is a letter, if it is no speck and no window

BROAD = 1.5  # times as broad as high, or as high as broad: a character is less so
TYPE = 0.15  # of the place next to it in its line is ink

MOSTLY = 0.6  # of a place is ink, or in another
LARGER = 2.0  # times as large as a black place is a picture of which it is a part


@dataclass(frozen=True, slots=True)
class Shades:
    """Boxes in pixels of the picture that the ink is measured on. `black` are those with white type on them."""

    tints: tuple[Box, ...]
    pictures: tuple[Box, ...]
    black: tuple[Box, ...]


def shades(grey: Grey, mask: Mask, em: float) -> Shades:
    """The shaded places of a sheet whose body type is `em` pixels large. Dark photographs may be among the black."""
    light = light_of(grey, mask, em)
    pictures = _with_straight(_shaded(grey, mask, em), photographs(grey, light, mask, em))
    black = [
        place
        for place in _black(mask, em)
        if not any(_covers(box, place) and size(box) > LARGER * size(place) for box in pictures)
    ]
    pictures = [box for box in pictures if not any(_covers(place, box) for place in black)]
    plain = [box for box in tints(light, mask, em) if not any(_covers(other, box) for other in (*pictures, *black))]
    return Shades(tuple(plain), tuple(pictures), tuple(black))


def _with_straight(shaded: list[Box], straight: list[Box]) -> list[Box]:
    """Pictures with straight edges and those that are but darker than the paper; of two of one the former."""
    whole = [
        box
        for box in shaded
        if sum(shared(box, one) for one in straight) < MOSTLY * size(box)
        and not any(_covers(one, box) for one in straight)
    ]
    return [*(box for box in straight if not any(_covers(one, box) for one in whole)), *whole]


def _covers(one: Box, other: Box) -> bool:
    """Whether most of the other place is in the one."""
    return shared(one, other) > MOSTLY * size(other)


def _shaded(grey: Grey, mask: Mask, em: float) -> list[Box]:
    """The pictures that are grey all over."""
    small = unprinted(grey, round(PRINT * em)).astype(np.float32)
    side = max(3, 2 * round(24 * em / GROUND / 2) + 1)
    wide = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE)
    share = small / np.maximum(cv2.blur(wide, (side, side), borderType=cv2.BORDER_REPLICATE), 1)
    pictures: list[Box] = []
    for x0, y0, x1, y1 in _darker(share, mask, em):
        top, foot = beside_type(share[y0:y1, x0:x1], mask, (x0, y0, x1, y1), em)
        box = Box(*(float(edge * GROUND) for edge in (x0, y0, x1, y1)))
        box = Box(box.x0, box.y0 + top, box.x1, box.y1 - foot)
        if box.y1 - box.y0 < WIDE * em:
            continue
        box = _trimmed(box, grey, mask, float(np.median(wide[y0:y1, x0:x1])), em)
        if min(box.x1 - box.x0, box.y1 - box.y0) >= WIDE * em:
            pictures.append(box)
    return pictures


def _darker(share: Floats, mask: Mask, em: float) -> Iterator[Bounds]:
    """The wide places, in cells, that are darker than the paper or than a tint that holds type, and not even."""
    levels: list[tuple[Bounds, float]] = [((0, 0, share.shape[1], share.shape[0]), darker) for darker in DARKER]
    while levels:
        (left, top, right, low), least = levels.pop(0)
        dark = parts_of(np.asarray(share[top:low, left:right] < least, dtype=np.uint8))
        for n, ((x0, y0, x1, y1), area) in enumerate(zip(dark.box.astype(int).tolist(), dark.area, strict=True)):
            if min(x1 - x0, y1 - y0) * GROUND < WIDE * em or area < FULL * (x1 - x0) * (y1 - y0):
                continue
            own = dark.labels[y0:y1, x0:x1] == n + 1
            x0, y0, x1, y1 = x0 + left, y0 + top, x1 + left, y1 + top
            inner = share[y0:y1, x0:x1]
            if float(np.std(inner[own])) < EVEN:
                continue
            if tint := typed_tint(inner, mask, (x0, y0), em):
                levels.append(((x0, y0, x1, y1), tint * DARKER[0]))
            else:
                yield x0, y0, x1, y1


def _trimmed(box: Box, grey: Grey, mask: Mask, light: float, em: float) -> Box:
    """A picture without what stands beside it: the ground reaches as far as it is blurred, over a caption.

    The innermost white line along an edge, as near as that, is where the picture ends. Where the page is curled, it
    is in pieces, each a little farther in than the one beside it.
    """
    x0, y0, x1, y1 = (int(edge) for edge in box)
    reach = round(BLURRED * em)
    for _ in range(2):  # across what is trimmed the white is seen better
        if x0 >= x1 or y0 >= y1:
            break
        cuts = []
        for axis in (0, 1):
            part, ink = grey[y0:y1, x0:x1], mask[y0:y1, x0:x1]
            sides = (part, ink) if axis else (part.T, ink.T)
            whole, *pieces = (
                (own.mean(axis=1) > PAPER * light) & (black.mean(axis=1) < BARE)
                for own, black in zip(_pieces(sides[0], em), _pieces(sides[1], em), strict=True)
            )
            for turn in (slice(None), slice(None, None, -1)):
                inner = _inner(whole[turn][:reach])
                each = [_inner(white[turn][:reach]) for white in pieces]
                slanted = all(each) and max(each) - min(each) < SLANT * em
                cuts.append(inner or (max(each) if slanted else 0))
        left, right, top, foot = cuts
        x0, y0, x1, y1 = x0 + left, y0 + top, x1 - right, y1 - foot
    return Box(float(x0), float(y0), float(x1), float(y1))


def _pieces(part: Grey, em: float) -> list[Grey]:
    """The whole, and what of it lies side by side, each some ems wide."""
    count = max(1, round(part.shape[1] / (STRETCH * em)))
    return [part, *np.array_split(part, count, axis=1)]


def _inner(white: Flags) -> int:
    """Up to where to cut an edge: behind the last of its white lines."""
    found = np.flatnonzero(white)
    return int(found[-1]) + 1 if len(found) else 0


def _black(mask: Mask, em: float) -> list[Box]:
    """The boxes that are black with white type, in pixels of the mask; a dark photograph may be among them."""
    small = cv2.resize(mask * 255, None, fx=1 / GROUND, fy=1 / GROUND, interpolation=cv2.INTER_AREA)
    side = 2 * round(em / GROUND / 2) + 1
    dense = np.asarray(cv2.blur(small, (side, side)) > DENSE * 255, dtype=np.uint8)
    whole = cv2.morphologyEx(dense, cv2.MORPH_CLOSE, np.ones((2 * side + 1, 2 * side + 1), np.uint8))
    whole = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    found = []
    for x0, y0, x1, y1 in (parts_of(np.asarray(whole, dtype=np.uint8)).box * GROUND).astype(int).tolist():
        if min(x1 - x0, y1 - y0) < LEAST * em:
            continue
        box = _tight(mask, x0, y0, x1, y1)
        if min(box.x1 - box.x0, box.y1 - box.y0) < LEAST * em or not _is_panel(mask, box):
            continue
        if _holds_type(mask, box, em) and not _is_in_line(mask, box):
            found.append(box)
    return found


def _tight(mask: Mask, x0: int, y0: int, x1: int, y1: int) -> Box:
    """A place up to the first and the last line that is mostly ink, each way; the longer lines tell first."""
    reach = 2 * GROUND
    x0, y0, x1, y1 = max(0, x0 - reach), max(0, y0 - reach), x1 + reach, y1 + reach
    for axis in (1, 0, 1, 0) if x1 - x0 > y1 - y0 else (0, 1, 0, 1):
        first, last = _between(mask[y0:y1, x0:x1].mean(axis=axis) > INKED)
        if axis:
            y0, y1 = y0 + first, y0 + last
        else:
            x0, x1 = x0 + first, x0 + last
        if x0 >= x1 or y0 >= y1:
            break
    return Box(float(x0), float(y0), float(x1), float(y1))


def _is_panel(mask: Mask, box: Box) -> bool:
    """Whether a place is mostly black, and all along its four edges."""
    x0, y0, x1, y1 = (int(edge) for edge in box)
    own = mask[y0:y1, x0:x1]
    edges = own[EDGE], own[-1 - EDGE], own[:, EDGE], own[:, -1 - EDGE]
    return float(own.mean()) > MOSTLY and all(float(edge.mean()) > CLOSED for edge in edges)


def _is_in_line(mask: Mask, box: Box) -> bool:
    """Whether a place is no broader than a character and stands right beside other type: 四 in heavy type is black
    around its white, too."""
    x0, y0, x1, y1 = (int(edge) for edge in box)
    wide, high = x1 - x0, y1 - y0
    if max(wide, high) > BROAD * min(wide, high):
        return False
    left, top = max(0, x0 - wide), max(0, y0 - high)
    beside = mask[y0:y1, left:x0], mask[y0:y1, x1 : x1 + wide], mask[top:y0, x0:x1], mask[y1 : y1 + high, x0:x1]
    return any(place.size and float(place.mean()) > TYPE for place in beside)


def _between(black: Flags) -> tuple[int, int]:
    found = np.flatnonzero(black)
    return (int(found[0]), int(found[-1]) + 1) if len(found) else (0, 0)


def _holds_type(mask: Mask, box: Box, em: float) -> bool:
    """Whether what is white in a black place is type: letters of one size, none of them at its edge."""
    x0, y0, x1, y1 = (int(edge) for edge in box)
    white = parts_of(np.asarray(1 - mask[y0:y1, x0:x1], dtype=np.uint8))
    lesser = min(x1 - x0, y1 - y0)
    side = np.maximum(white.wide, white.tall)
    inside = (white.box[:, 0] > 0) & (white.box[:, 1] > 0) & (white.box[:, 2] < x1 - x0) & (white.box[:, 3] < y1 - y0)
    letters = inside & (side > SIZE[0] * min(em, lesser)) & (np.minimum(white.wide, white.tall) < SIZE[1] * lesser)
    share = float(white.area[letters].sum()) / max(1, (x1 - x0) * (y1 - y0))
    return int(letters.sum()) >= 2 and LETTERS[0] < share < LETTERS[1]
