"""Scene: the blocks of a page as things on paper, and what stands next to each of them.

Boxes are turned into the writing's own directions (see `ink.along`), so that "above" is what is read before,
on pages of lines and on vertical pages alike. Distances are in em of the body type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.layout.ink import along, body_size
from pipeline.page import Block, Box, Direction, Page

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NONE = -1
FAR = 60.0  # em: what is farther is nowhere near
SHORTEST = 0.25  # em: a shorter rule parts nothing
SHARE = 0.25  # of the narrower of two things, that must overlap for one to be above the other


@dataclass(frozen=True)
class Scene:
    """The things of a page: its blocks, its pictures, then its lettering. One row a thing; coordinates in body sizes.

    `start` and `end` lie along the writing, `top` and `foot` across it, both growing as one reads.
    """

    blocks: tuple[Block, ...]
    body: float  # size of the body type, in the page's unit
    down: bool  # most of the page is written downwards
    start: Floats
    end: Floats
    top: Floats
    foot: Floats
    size: Floats  # of the type, in body sizes; 0 for pictures
    odd_way: Flags  # written otherwise than most of the page
    frame: Ints  # the innermost frame or tint around it, NONE for none
    level: Floats  # rules along the writing (n, 4): start, end, top, foot
    upright: Floats  # rules across it

    @property
    def count(self) -> int:
        """How many of the things are blocks."""
        return len(self.blocks)

    @property
    def lettering(self) -> Ints:
        """The things that are lines of type drawn as shapes or pictures."""
        return self.count + np.flatnonzero(self.size[self.count :])

    @cached_property
    def is_picture(self) -> Flags:
        """Whether each thing is a picture, with one value more, False, at the end: what NONE is."""
        return np.append((np.arange(len(self.size)) >= self.count) & (self.size == 0), False)

    def reads(self, thing: int) -> str:
        """What a thing reads: nothing, if it is drawn."""
        return self.blocks[thing].string if thing < self.count else ""

    @cached_property
    def shared(self) -> Floats:
        """How much of the narrower of two things lies beside the other, along the writing: 0 to 1."""
        overlap = np.minimum(self.end[:, None], self.end[None, :]) - np.maximum(
            self.start[:, None], self.start[None, :]
        )
        wide = self.end - self.start
        return np.clip(overlap / np.maximum(np.minimum(wide[:, None], wide[None, :]), 0.1), 0.0, 1.0)

    @cached_property
    def drop(self) -> Floats:
        """From the foot of the row's thing to the top of the column's, across the writing."""
        return self.top[None, :] - self.foot[:, None]

    @cached_property
    def above(self) -> Ints:
        """For each thing the one right above it, or NONE."""
        return self._nearest(self.drop.T)

    @cached_property
    def below(self) -> Ints:
        """For each thing the one right below it, or NONE."""
        return self._nearest(self.drop)

    def _nearest(self, away: Floats) -> Ints:
        reach = np.where((self.shared >= SHARE) & (away > -0.6) & (away < FAR), away, np.inf)
        np.fill_diagonal(reach, np.inf)
        nearest = reach.argmin(axis=1)
        return np.where(np.isfinite(reach[np.arange(len(reach)), nearest]), nearest, NONE)

    def gap(self, a: Ints, b: Ints) -> Floats:
        """The white from a[n] down to b[n]; FAR where either is NONE."""
        held = (a >= 0) & (b >= 0)
        return np.where(held, np.clip(self.drop[a, b], -FAR, FAR), FAR)

    def ruled(self, a: Ints, b: Ints) -> Flags:
        """Whether a rule lies between a[n] and b[n] below it, over most of the narrower one."""
        low, high = np.maximum(self.start[a], self.start[b]), np.minimum(self.end[a], self.end[b])
        between = _any_covers(self.level, self.foot[a] - 0.5, self.top[b] + 0.5, low, high)
        return between & (a >= 0) & (b >= 0)

    def parted(self, a: Ints, b: Ints) -> Flags:
        """Whether a rule stands between a[n] and b[n] beside it, over most of the height that they share."""
        left = np.where(self.start[a] < self.start[b], a, b)
        right = np.where(self.start[a] < self.start[b], b, a)
        low, high = np.maximum(self.top[a], self.top[b]), np.minimum(self.foot[a], self.foot[b])
        return _any_covers(self.upright[:, [2, 3, 0, 1]], self.end[left] - 0.6, self.start[right] + 0.6, low, high)

    def walled(self, a: Ints, b: Ints) -> tuple[Flags, Flags, Flags]:
        """Whether an upright rule between a[n] and b[n], however far they are apart, stands along most of a[n]; along
        most of b[n]; and whether a level rule between them lies over most of one of the two."""
        left = np.where(self.start[a] < self.start[b], a, b)
        right = np.where(self.start[a] < self.start[b], b, a)
        upper = np.where(self.top[a] < self.top[b], a, b)
        lower = np.where(self.top[a] < self.top[b], b, a)
        upright = self.upright[:, [2, 3, 0, 1]]
        near, far = self.end[left] - 0.6, self.start[right] + 0.6
        along_a = _any_covers(upright, near, far, self.top[a], self.foot[a])
        along_b = _any_covers(upright, near, far, self.top[b], self.foot[b])
        near, far = self.foot[upper] - 0.5, self.top[lower] + 0.5
        over = _any_covers(self.level, near, far, self.start[a], self.end[a])
        return along_a, along_b, over | _any_covers(self.level, near, far, self.start[b], self.end[b])


def _any_covers(bars: Floats, near: Floats, far: Floats, low: Floats, high: Floats) -> Flags:
    """Whether one of the bars (start, end, near edge, far edge) lies between near[n] and far[n] and covers more than
    half of what is from low[n] to high[n]."""
    half = 0.5 * np.maximum(high - low, 2 * SHORTEST)
    bars = bars[bars[:, 1] - bars[:, 0] > SHORTEST]
    bar_start, bar_end, bar_near, bar_far = bars.T
    result = np.zeros(len(near), dtype=bool)
    if len(near) < len(bars):  # turns over the fewer of the two
        for n in range(len(near)):
            covered = np.minimum(bar_end, high[n]) - np.maximum(bar_start, low[n])
            result[n] = ((bar_near >= near[n]) & (bar_far <= far[n]) & (covered > half[n])).any()
        return result
    for n in range(len(bars)):
        covered = np.minimum(bar_end[n], high) - np.maximum(bar_start[n], low)
        result |= (bar_near[n] >= near) & (bar_far[n] <= far) & (covered > half)
    return result


def scene_of(page: Page) -> Scene:
    """The scene of a page whose lines have been grouped into blocks with boxes."""
    boxes = [block.box for block in page.blocks]
    if any(box is None for box in boxes):
        raise ValueError("the page has blocks without boxes")
    lengths = [len(block.string) for block in page.blocks]
    body = body_size(np.repeat(np.array([block.size for block in page.blocks], dtype=np.float64), lengths))
    pictures, lettering = page.graphics.pictures, page.graphics.lettering
    letters = np.array(lengths, dtype=np.float64)
    ways = np.array([block.lines[0].direction is Direction.VERTICAL for block in page.blocks], dtype=bool)
    down = bool((letters * ways).sum() > 0.5 * letters.sum()) if len(letters) else False
    table = np.array([*boxes, *pictures, *lettering], dtype=np.float64).reshape(-1, 4) / body
    start, end, top, foot = along(table, down)
    drawn = [min(x1 - x0, y1 - y0) / body for x0, y0, x1, y1 in lettering]
    size = np.array([*(block.size / body for block in page.blocks), *([0.0] * len(pictures)), *drawn])
    odd = np.array(
        [
            *(bool(way) != down for way in ways),
            *([False] * len(pictures)),
            *((y1 - y0 > x1 - x0) != down for x0, y0, x1, y1 in lettering),
        ],
        dtype=bool,
    )
    around = [*page.graphics.frames, *page.graphics.tints]
    rules = np.array(page.graphics.rules, dtype=np.float64).reshape(-1, 4) / body
    r_start, r_end, r_top, r_foot = along(rules, down)
    across = (r_foot - r_top) <= (r_end - r_start)
    lines = np.column_stack([r_start, r_end, r_top, r_foot])
    frames = innermost(table * body, around)
    return Scene(page.blocks, body, down, start, end, top, foot, size, odd, frames, lines[across], lines[~across])


def in_columns(scene: Scene, which: Ints) -> Scene:
    """The scene with these blocks as wide as the columns that they stand in, where these are known."""
    start, end = scene.start.copy(), scene.end.copy()
    for n in which.tolist():
        edges = scene.blocks[n].edges
        if edges is not None:
            start[n], end[n] = edges[0] / scene.body, edges[1] / scene.body
    return replace(scene, start=start, end=end)


def innermost(boxes: Floats, around: Sequence[Box]) -> Ints:
    """For each box (n, 4) the smallest of the frames that hold its middle, or NONE."""
    result = np.full(len(boxes), NONE, dtype=np.int64)
    if not around:
        return result
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    order = sorted(range(len(around)), key=lambda n: -(around[n][2] - around[n][0]) * (around[n][3] - around[n][1]))
    for n in order:
        x0, y0, x1, y1 = around[n]
        result[(x > x0) & (x < x1) & (y > y0) & (y < y1)] = n
    return result
