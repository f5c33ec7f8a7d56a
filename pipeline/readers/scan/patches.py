"""Patches: pictures of which a scan in black and white has kept but patches, found by the room between the lines.

    走出法庭时，有记者问她有什么想对同龄
      ●    ●   ●  ▟▙                        →  one picture, as wide as the column; no 心, no ‘
    人说的，她想了很久，只说了一句：

A patch is as thick as no stroke of a character of its size: a dark head, a roof. In a line of large type there can be
such a stroke, so only what is most of its line tells. The room around it, up to the next lines of type and to what is
drawn, is the picture's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.boxes import size
from pipeline.readers.scan.drawn import is_set, thickest
from pipeline.readers.scan.ink import Flags, Floats, Grey, Ints, Mask, Parts
from pipeline.readers.scan.strip import Strip, sides

SPARSE = 5  # pixels: one in so many each way tells the tones of a scan
BLACK, WHITE = 48, 207  # tones: between these is grey
TONES = 0.01  # of a scan in black and white is grey
THICK = 0.45  # em: a patch is thicker
SOLID = 0.55  # of its lesser side is its thickness at least
LEAST = 0.2  # em: the least radius that is measured
MOSTLY = 0.5  # of the ink of its line are the patches that tell
NEARLY = 0.9  # or is one of them, where the line is longer than
SQUARE = 3.5  # times its thickness: type that is clogged with ink is longer
FEW = 0.1  # of the ink of a line of large type is that of its solid strokes at most
SOME = 0.3  # and of one of body type
ONE = 0.25  # or of the largest of them
BODY = (0.6, 1.35)  # em: between these is the thickness of a line of body type
SHORT = 2.0  # em: a shorter one may be scraps of a picture
LETTERS = 3  # parts; one of fewer may be, too
CROWDED = 0.65  # parts in a length of its thickness has a line of type
TWO = 1.8  # times its thickness is one of large type long, or more
LONG = 10.0  # em: a longer one is no such scrap
HUGE = 3.0  # em: thicker type is never clogged, and fills its line
TOUCHING = 1.4  # times its thickness: so long no piece of huge type is
FILLED = 0.72  # of its thickness are the pieces of huge type high, at least
LEVEL = 0.15  # of its thickness: by less do the edges of pieces of one row differ
BROKEN = 3.0  # of its thickness: so far apart are pieces of a line between which characters came to pieces, at most
REST = (0.7, 1.15)  # of the thickness of a line of large type: between these are the last characters of a headline,
LEADING = 0.6  # and so near under it and beside each other
DEEP = 1.7, 0.25  # em, or of its height: a line that is nearer to the head or foot of a room is above or below it
DEEPEST = 40.0  # em: no room is deeper or wider
SMALLEST = 2.5  # em: nor is a room less deep or wide
WIDE = 0.4  # of the width of its column is that of a picture in it
NEAR = 5.0  # em: so near above and below it are the lines that tell how wide its column is
MARGIN = 0.4  # em: between a picture and the lines around it
SPECK = 0.02  # square em: what is smaller is no part of it


def has_tones(grey: Grey) -> bool:
    """Whether a scan has more tones than black and white: pictures are grey then, and told by that (see `shades`)."""
    some = grey[::SPARSE, ::SPARSE]
    return float(((some > BLACK) & (some < WHITE)).mean()) > TONES


def patched(lines: Sequence[Strip], parts: Parts, em: float, walls: Floats) -> list[Box]:
    """The places of the pictures of which patches are among the `parts` of a sheet's type and its `lines`, in pixels.

    `em` is the size of its body type, `walls` (n, 4) are the boxes of the rules and of the sides of frames: what
    is black in a picture is a picture by itself already, but no wall.
    """
    solid = _solid(parts, em)
    if not solid.any():
        return []
    looks = [_Look.of(line, solid, parts, em) for line in lines]
    sure = _with_rests(lines, looks, [look.is_type(em) for look in looks], em)
    typed = np.array([line.box for line, one in zip(lines, sure, strict=True) if one], np.float64).reshape(-1, 4)
    walls = np.concatenate([walls, typed])
    seeds = solid.copy()
    loose = np.ones(len(parts.area), dtype=bool)
    for line, look, is_type in zip(lines, looks, sure, strict=True):
        seeds[line.parts] &= not is_type and look.is_patch
        seeds[line.parts] |= look.is_wild(em)
        loose[line.parts] &= not is_type
    pictures: list[Box] = []
    for n in np.flatnonzero(seeds & ~_in_rows(parts, typed, em)).tolist():
        middle = (parts.box[n, :2] + parts.box[n, 2:]) / 2
        if any(box.x0 < middle[0] < box.x1 and box.y0 < middle[1] < box.y1 for box in pictures):
            continue
        place = _place(_room(parts.box[n], walls, em), parts, loose, typed, em)
        if place is not None and not is_set(parts, place, em):
            pictures.append(place)
    return pictures


def _solid(parts: Parts, em: float) -> Flags:
    """Which parts are thicker than strokes."""
    mask: Mask = np.asarray(parts.labels > 0, dtype=np.uint8)
    thick = 2 * thickest(mask, parts, LEAST * em)
    return np.asarray((thick > THICK * em) & (thick > SOLID * np.minimum(parts.wide, parts.tall)))


@dataclass(frozen=True, slots=True)
class _Look:
    """How long and thick a line is, how many parts it has but specks, and how much of its ink is that of its solid
    parts, or of the largest of them; how long the longest of its pieces is, between which there is white, and how high
    they are."""

    long: float
    thick: float
    count: int
    share: float
    largest: float
    longest: float = 0.0
    high: float = np.inf

    @classmethod
    def of(cls, line: Strip, solid: Flags, parts: Parts, em: float) -> _Look:
        x0, y0, x1, y1 = line.box
        long, thick = (y1 - y0, x1 - x0) if line.down else (x1 - x0, y1 - y0)
        ink = parts.area[line.parts]
        share = np.where(solid[line.parts], ink, 0.0) / max(1.0, float(ink.sum()))
        whole = ink > SPECK * em * em
        longest, high = _pieces(parts, line.parts[whole], line.down)
        return cls(long, thick, int(whole.sum()), float(share.sum()), float(share.max()), longest, high)

    def is_type(self, em: float) -> bool:
        """Whether it is a line of type for sure."""
        if self.is_wild(em):
            return False
        if self.thick < BODY[0] * em or self.count * self.thick < CROWDED * self.long:
            return False
        if self.thick < BODY[1] * em:
            whole = self.long > SHORT * em and self.count >= LETTERS
            return whole and (self.share < SOME or self.largest < ONE)
        return self.long > LONG * em or (self.long > TWO * self.thick and self.share < FEW)

    def is_wild(self, em: float) -> bool:
        """Whether it is as thick as huge type, and no type."""
        return self.thick > HUGE * em and (self.longest > TOUCHING * self.thick or self.high < FILLED * self.thick)

    @property
    def is_patch(self) -> bool:
        """Whether it is no type for sure."""
        return self.share > MOSTLY and (self.long < SQUARE * self.thick or self.largest > NEARLY)


def _with_rests(lines: Sequence[Strip], looks: Sequence[_Look], sure: Sequence[bool], em: float) -> list[bool]:
    """Which lines are type for sure, with those that are what is left of one that is: pieces of its row, and the last
    characters of a headline under its others, with the quotes by them."""
    every = np.array([line.box for line in lines], np.float64).reshape(-1, 4)
    share = np.array([look.share for look in looks])
    found = np.array(sure, dtype=bool)
    for n in np.flatnonzero(found).tolist():
        start, top, end, foot = every[:, [1, 0, 3, 2] if lines[n].down else [0, 1, 2, 3]].T
        thick = foot[n] - top[n]
        if thick < BODY[1] * em:
            level = (np.abs(top - top[n]) < LEVEL * thick) & (np.abs(foot - foot[n]) < LEVEL * thick)
            found |= level & (share < SOME) & (np.maximum(start - end[n], start[n] - end) < BROKEN * thick)
            continue
        high = (foot - top) / thick
        rest = (high > REST[0]) & (high < REST[1]) & (share < SOME)
        rest &= (top > foot[n]) & (top < foot[n] + LEADING * thick)
        rest &= (start > start[n] - LEVEL * thick) & (end < end[n] + LEVEL * thick)
        for m in np.flatnonzero(rest & ~found).tolist():
            level = (top > top[m] - LEVEL * thick) & (foot < foot[m] + LEVEL * thick)
            found |= level & (np.maximum(start - end[m], start[m] - end) < LEADING * thick)
    return [bool(one) for one in found]


def _in_rows(parts: Parts, typed: Floats, em: float) -> Flags:
    """Which parts stand between two pieces of a row of body type: clogged characters."""
    found = np.zeros(len(parts.area), dtype=bool)
    for down in (False, True):
        start, top, end, foot = parts.box[:, [1, 0, 3, 2] if down else [0, 1, 2, 3]].T
        before, after = np.zeros_like(found), np.zeros_like(found)
        for x0, y0, x1, y1 in typed[:, [1, 0, 3, 2] if down else [0, 1, 2, 3]].tolist():
            thick = y1 - y0
            if thick > BODY[1] * em:
                continue
            level = (top > y0 - LEVEL * thick) & (foot < y1 + LEVEL * thick)
            before |= level & (start >= x1) & (start < x1 + BROKEN * thick)
            after |= level & (end <= x0) & (end > x0 - BROKEN * thick)
        found |= before & after
    return found


def _pieces(parts: Parts, own: Ints, down: bool) -> tuple[float, float]:
    """How long the longest of the pieces of a line is, and how high all are, the longer counting for more."""
    if not len(own):
        return 0.0, 0.0
    start, end, top, foot = (edge[np.argsort(sides(parts, own, down)[0])] for edge in sides(parts, own, down))
    far = np.maximum.accumulate(end)
    first = np.flatnonzero(np.concatenate([[True], start[1:] >= far[:-1]]))
    long = np.append(far[first[1:] - 1], far[-1]) - start[first]
    high = np.maximum.reduceat(foot, first) - np.minimum.reduceat(top, first)
    return float(long.max()), float((long * high).sum() / long.sum())


def _room(patch: Floats, walls: Floats, em: float) -> Box:
    """The room around a patch up to the next walls: what is above and below it first, or what is at both sides,
    whichever leaves more; each twice, so that what is above or below all of its width is seen."""
    rooms = []
    for sides_first in (False, True):
        room = Box(*patch.tolist())
        for step in range(4):
            room = (_widened if (step % 2 == 0) == sides_first else _heightened)(room, patch, walls, em)
        rooms.append(room)
    return max(rooms, key=size)


def _heightened(room: Box, patch: Floats, walls: Floats, em: float) -> Box:
    """A room as high as there is nothing over and under it."""
    _, y0, _, y1 = patch.tolist()
    over = walls[(walls[:, 0] < room.x1) & (walls[:, 2] > room.x0)]
    top = max(y0 - DEEPEST * em, float(over[over[:, 3] <= y0 + 1, 3].max(initial=-np.inf)))
    foot = min(y1 + DEEPEST * em, float(over[over[:, 1] >= y1 - 1, 1].min(initial=np.inf)))
    return Box(room.x0, top, room.x1, foot)


def _widened(room: Box, patch: Floats, walls: Floats, em: float) -> Box:
    """A room as wide as there is nothing beside it."""
    x0, _, x1, _ = patch.tolist()
    deep = min(DEEP[0] * em, DEEP[1] * (room.y1 - room.y0))
    beside = walls[(walls[:, 1] < room.y1 - deep) & (walls[:, 3] > room.y0 + deep)]
    left = max(x0 - DEEPEST * em, float(beside[beside[:, 2] <= x0 + 1, 2].max(initial=-np.inf)))
    right = min(x1 + DEEPEST * em, float(beside[beside[:, 0] >= x1 - 1, 0].min(initial=np.inf)))
    return Box(left, room.y0, right, room.y1)


def _place(room: Box, parts: Parts, loose: Flags, typed: Floats, em: float) -> Box | None:
    """The place of the picture in a room: that of its ink, and of the column between whose lines it stands."""
    x, y = (parts.box[:, 0] + parts.box[:, 2]) / 2, (parts.box[:, 1] + parts.box[:, 3]) / 2
    own = loose & (x > room.x0) & (x < room.x1) & (y > room.y0) & (y < room.y1) & (parts.area > SPECK * em * em)
    if not own.any():
        return None
    x0, y0 = parts.box[own, :2].min(axis=0).tolist()
    x1, y1 = parts.box[own, 2:].max(axis=0).tolist()
    inside = typed[(typed[:, 0] > room.x0 - 1) & (typed[:, 2] < room.x1 + 1)]
    level = inside[:, 2] - inside[:, 0] > inside[:, 3] - inside[:, 1]  # as wide as its column
    inside = inside[~level | ((inside[:, 0] < x1) & (inside[:, 2] > x0))]
    near = (inside[:, 3] > room.y0 - NEAR * em) & (inside[:, 1] < room.y1 + NEAR * em)
    if near.any():
        begin, end = float(inside[near, 0].min()), float(inside[near, 2].max())
        if x1 - x0 > WIDE * (end - begin):
            x0, x1 = min(x0, begin), max(x1, end)
    over = typed[(typed[:, 0] < x1) & (typed[:, 2] > x0)]
    if (np.abs(over[:, 3] - room.y0) < 1).any():
        y0 = min(y0, room.y0 + MARGIN * em)
    if (np.abs(over[:, 1] - room.y1) < 1).any():
        y1 = max(y1, room.y1 - MARGIN * em)
    if min(x1 - x0, y1 - y0) < SMALLEST * em:
        return None
    return Box(x0, y0, x1, y1)
