"""Territory: which columns stand under which head, though it may not reach over all of them.

        领鸡蛋 认干亲                 a head is centred over its columns, or begins with the first of them;
      三百老人的“松鹤梦”              columns that begin level with those right under it, with no head of their
    ┌────┐ ┌────┐ ┌────┐ ┌────┐       own and nothing beside the head above them, are its columns too

Measured along and across the writing, so that on vertical pages a head to the right stands over tiers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.layout.scene import NONE, Scene

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEVEL = 1.5  # em: columns whose tops differ by less begin level
CENTRED = 1.5  # em: how far the middle of a head may be from that of its columns
FLUSH = 1.0  # em: how far from the first column's edge a head may begin that is set to it
GUTTER = 4.0  # em between two columns of one head, a picture's or rule's white included
CLEAR = 0.7  # em by which what stands above a column may reach below the top of the head
THROUGH = 12.0  # em of a picture, subheading or signature that a column goes on under
WIDER = 1.4  # times the usual measure: text so wide is no column but a lead


@dataclass(frozen=True)
class Territories:
    """For each thing the head that it stands under, and the number of its column there; NONE for none.

    `last` is the number of the last column of the thing's head.
    """

    head: Ints
    slot: Ints
    last: Ints


def territories(
    scene: Scene, heads: list[list[int]], right_under: Ints, texts: Ints, passed: Flags, rows: Flags
) -> Territories:
    """`right_under`: for each thing the number of the head right above it, or NONE. `texts` are the things that are
    running text, `passed` (one a thing) what a column goes on under: subheadings, captions, pictures, signatures;
    `rows` (one a text) whether it begins its galley."""
    head = np.full(len(scene.start), NONE, dtype=np.int64)
    tops = texts[rows]
    head[tops] = right_under[tops]
    claims: list[tuple[float, int, list[int]]] = []
    for number, members in enumerate(heads):
        row = tops[right_under[tops] == number]
        if len(row):
            claims += _claim(scene, number, members, row, tops[right_under[tops] == NONE])
    for _, number, claimed in sorted(claims):
        for thing in claimed:
            if head[thing] == NONE:
                head[thing] = number
    _down(scene, head, texts, passed)
    slot, last = _slots(scene, head, texts)
    return Territories(head, slot, last)


def _claim(scene: Scene, number: int, members: list[int], row: Ints, free: Ints) -> list[tuple[float, int, list[int]]]:
    """The columns beside those right under a head that are its own, with how far the head is from their middle."""
    s = scene
    level = s.top[row].min()
    row = row[s.top[row] < level + LEVEL]
    low, high = float(s.start[row].min()), float(s.end[row].max())
    begin, end = float(s.start[members].min()), float(s.end[members].max())
    above = float(s.top[members].min())
    over = s.above[free]
    clear = (over == NONE) | (s.foot[over] < above + CLEAR)
    beside = free[clear & (np.abs(s.top[free] - level) < LEVEL) & (s.frame[free] == s.frame[row[0]])]
    pictures = np.flatnonzero(s.is_picture)
    pictures = pictures[np.abs(s.top[pictures] - level) < LEVEL]
    neighbours = sorted([*beside.tolist(), *pictures.tolist()], key=lambda n: float(s.start[n]))
    right, reach = [], high
    for n in neighbours:
        if s.start[n] >= reach - FLUSH and s.start[n] - reach < GUTTER:
            if _walled(s, reach, float(s.start[n]), level, float(s.foot[n])):
                break
            right.append(n)
            reach = float(s.end[n])
    left, reach = [], low
    for n in sorted(neighbours, key=lambda n: -float(s.end[n])):
        if s.end[n] <= reach + FLUSH and reach - s.end[n] < GUTTER:
            if _walled(s, float(s.end[n]), reach, level, float(s.foot[n])):
                break
            left.append(n)
            reach = float(s.start[n])
    best: tuple[float, int, int] | None = None
    for k in range(len(left) + 1):
        for m in range(len(right) + 1):
            first = float(s.start[left[k - 1]]) if k else low
            final = float(s.end[right[m - 1]]) if m else high
            off = abs((begin + end) / 2 - (first + final) / 2)
            set_to_it = abs(begin - first) < FLUSH
            if (off < CENTRED or set_to_it) and (best is None or k + m > best[1] + best[2]):
                best = off, k, m
    if best is None and (end > high + GUTTER or begin < low - GUTTER):  # it is centred over another's box as well
        best = CENTRED, len(left) if end > high + GUTTER else 0, len(right) if begin < low - GUTTER else 0
    if best is None:
        return []
    off, k, m = best
    claimed = [n for n in left[:k] + right[:m] if n < s.count]
    return [(off, number, claimed)] if claimed else []


def _walled(scene: Scene, end: float, start: float, top: float, foot: float) -> bool:
    """Whether an upright rule stands between two columns over most of their height."""
    bars = scene.upright
    inside = (bars[:, 0] >= end - 0.6) & (bars[:, 1] <= start + 0.6)
    covered = np.minimum(bars[:, 3], foot) - np.maximum(bars[:, 2], top)
    return bool(np.any(inside & (covered > 0.5 * max(foot - top, 0.5))))


def _down(scene: Scene, head: Ints, texts: Ints, passed: Flags) -> None:
    """What stands under a text of a head, over subheadings and pictures, stands under that head too."""
    is_text = np.zeros(len(scene.start), dtype=bool)
    is_text[texts] = True
    for n in texts[np.argsort(scene.top[texts], kind="stable")].tolist():
        if head[n] != NONE:
            continue
        at = int(scene.above[n])
        for _ in range(4):
            if at == NONE or is_text[at] or not passed[at]:
                break
            at = int(scene.above[at])
        if at == NONE or not is_text[at] or scene.shared[at, n] < 0.5:
            continue
        if scene.frame[at] != scene.frame[n]:
            continue
        if scene.drop[at, n] < THROUGH and not scene.ruled(np.array([at]), np.array([n]))[0]:
            head[n] = head[at]


def _slots(scene: Scene, head: Ints, texts: Ints) -> tuple[Ints, Ints]:
    """The columns of each head, numbered along the writing."""
    slot = np.full(len(head), NONE, dtype=np.int64)
    last = np.full(len(head), NONE, dtype=np.int64)
    for number in np.unique(head[texts]).tolist():
        if number == NONE:
            continue
        own = texts[head[texts] == number]
        wide = scene.end[own] - scene.start[own]
        own = own[wide < WIDER * np.median(wide)]
        own = own[np.argsort(scene.start[own], kind="stable")]
        reach, column = -np.inf, NONE
        for n in own.tolist():
            middle = (scene.start[n] + scene.end[n]) / 2
            if middle > reach:
                column, reach = column + 1, float(scene.end[n])
            slot[n] = column
        last[head == number] = column
    return slot, last
