"""Survey: what there is on a sheet before anything is read: its type, its lines and what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.boxes import shared, size
from pipeline.readers.scan.creases import uncreased
from pipeline.readers.scan.dividers import dividers
from pipeline.readers.scan.drawn import Drawn, drawn, joined
from pipeline.readers.scan.ends import with_ends
from pipeline.readers.scan.ghosts import unghosted
from pipeline.readers.scan.ink import Floats, Ints, Mask, Parts, ink_mask, middle, parts_of, reduced, type_size
from pipeline.readers.scan.join import joined as joined_lines
from pipeline.readers.scan.lines import strips
from pipeline.readers.scan.patches import has_tones, patched
from pipeline.readers.scan.pieces import swallowed, uncrossed
from pipeline.readers.scan.pitch import pitch, small_ink
from pipeline.readers.scan.shades import shades
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.skew import skew
from pipeline.readers.scan.specks import unspecked
from pipeline.readers.scan.spread import respread
from pipeline.readers.scan.strip import Strip
from pipeline.readers.scan.touching import parted
from pipeline.readers.scan.white import blackened

FIRST_REACH = 60  # pixels: thicker than any stroke, before the size of the type is known


@dataclass(frozen=True, slots=True)
class Survey:
    """A sheet that stands straight, and what was found in it, in pixels of its `mask`.

    `scale` is how many of them one of the sheet's pixels is, `em` the size of its body type. `edge` is for each
    part how many of its pixels are at its edge.
    """

    sheet: Sheet
    scale: float
    em: float
    mask: Mask
    parts: Parts
    edge: Floats
    strips: tuple[Strip, ...]
    drawn: Drawn

    @property
    def runs_down(self) -> bool:
        """Whether most of the sheet is written downwards."""
        length = [(max(s.box[2] - s.box[0], s.box[3] - s.box[1]), s.down) for s in self.strips]
        return sum(size for size, down in length if down) > sum(size for size, down in length if not down)


def survey(sheet: Sheet) -> Survey:
    """Look at a sheet; it is turned straight if it lies askew."""
    given = sheet
    toned = has_tones(sheet.grey)
    about = type_size(parts_of(ink_mask(middle(sheet.grey), FIRST_REACH)))
    grey, scale = reduced(sheet.grey, about)
    mask = ink_mask(grey, FIRST_REACH)
    if angle := skew(mask):
        sheet = sheet.turned(angle)
        grey, scale = reduced(sheet.grey, about)
    if toned and (flat := uncreased(sheet, grey, about * scale)) is not sheet:
        sheet = flat
        grey, scale = reduced(sheet.grey, about)
    if sheet is not given:
        mask = ink_mask(grey, FIRST_REACH)
    em = type_size(parts_of(mask))
    mask = mended(mask, em)
    shaded = shades(grey, mask, em)
    sheet, mask = blackened(sheet, mask, shaded.black)
    found = drawn(mask, parts_of(mask), em, shaded)
    parts = parts_of(found.ink)
    way = pitch(small_ink(parts, em), em)
    lines = _lines(found, parts, em, way)
    if len(short := dividers(parts, lines, em)):
        found = _divided(found, parts, short)
        parts, lines = _gathered(found, em, way)
    if (ink := parted(found.ink, parts, lines, em)) is not None:
        found = replace(found, ink=ink)
        parts, lines = _gathered(found, em, way)
    if not toned and (more := patched(lines, parts, em, _walls(found))):
        found = _with_pictures(found, more, parts, em, lines)
        parts, lines = _gathered(found, em, way)
    found = replace(found, tints=unghosted(found.tints, lines, em))
    return Survey(sheet, scale, em, mask, parts, edges(found.ink, parts), lines, found)


def _gathered(found: Drawn, em: float, way: float) -> tuple[Parts, tuple[Strip, ...]]:
    """The parts and the lines of what is not drawn, after some ink was taken away (see `_lines`)."""
    parts = parts_of(found.ink)
    return parts, _lines(found, parts, em, way)


def _lines(found: Drawn, parts: Parts, em: float, way: float) -> tuple[Strip, ...]:
    """The lines of what is not drawn; `way` tells which way most run (see `pitch`)."""
    walls = _walls(found)
    lines = strips(parts, em, way, walls)
    made = respread(lines, parts, em, _boxes([*found.frames, *found.tints, *found.grounds]))
    if made is not lines:
        lines = uncrossed(swallowed(joined_lines(made, parts, em, walls), em), parts, em)
    return tuple(unspecked(with_ends(lines, parts, em), parts))


def _divided(found: Drawn, parts: Parts, short: Ints) -> Drawn:
    """What is drawn, with these parts of its ink as rules."""
    ink = found.ink.copy()
    for n in short.tolist():
        x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
        ink[y0:y1, x0:x1][parts.labels[y0:y1, x0:x1] == n + 1] = 0
    return replace(found, rules=(*found.rules, *(Box(*map(float, box)) for box in parts.box[short])), ink=ink)


def _with_pictures(found: Drawn, more: Sequence[Box], parts: Parts, em: float, lines: Sequence[Strip]) -> Drawn:
    """What is drawn, with these places as pictures, or as parts of those that they overlap; what is taken for lines in
    them is none."""
    boxes = [Box(*line.box) for line in lines]
    boxes = [box for box in boxes if not any(shared(box, place) > size(box) / 2 for place in more)]
    pictures = joined([*found.pictures, *more], (), parts, em, 0.0, boxes)
    ink = found.ink.copy()
    for x0, y0, x1, y1 in pictures:
        ink[int(y0) : int(y1), int(x0) : int(x1)] = 0
    return replace(found, pictures=tuple(pictures), ink=ink)


def _walls(found: Drawn) -> Floats:
    """The boxes of the rules, and of the four sides of each frame and dark ground."""
    sides = [
        side
        for x0, y0, x1, y1 in (*found.frames, *found.grounds)
        for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
    ]
    return _boxes([*found.rules, *sides])


def _boxes(boxes: Sequence[tuple[float, float, float, float]]) -> Floats:
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def edges(ink: Mask, parts: Parts) -> Floats:
    """For each part how many of its pixels are next to white: of two sides of its strokes."""
    inner = cv2.erode(ink, np.ones((3, 3), np.uint8))
    outer = parts.labels[(ink > 0) & (inner == 0)]
    return np.bincount(outer, minlength=len(parts.area) + 1)[1:].astype(np.float64)


def mended(ink: Mask, em: float) -> Mask:
    """The ink with the breaks of thin strokes closed: narrower ones than the white between two characters."""
    side = max(1, int(0.11 * em))
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), dtype=np.uint8)
