"""Gutters: white that goes on from line to line parts the lines that were read across it.

    寫的姓王就暗藏　有點漠不關心      寫的姓王就暗藏    有點漠不關心
    夜我東咬一口　　過我始終相信  →   夜我東咬一口  ，  過我始終相信
    一口，一夜不會　把握的，我不      一口，一夜不會    把握的，我不

The white between two tiers of an old paper is hardly wider than that of a lost mark or a space, which one line has
and those beside it have not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

WHITE = 0.7  # of the size: so wide is the white of a gutter in a line at least
CORE = 0.45  # of the size: so wide is what all its lines leave white
SLACK = 0.1  # of the size: by so much may a line reach into it
LOST = 1.3  # of the size: in wider white a mark may have been lost
DEEP = 8.0  # of the size: so far a gutter goes on across the lines, to both sides together
BESIDE = 1.5  # of the size: a line that ends nearer to the white ends at the gutter
LINES = 4  # others of its size, at least, that have the white, or end and begin at it
ALIKE = 1.06  # the sizes of such lines differ by this factor at most


def parted(found: Sequence[Ints], start: Floats, end: Floats, across: Floats, size: Floats) -> list[Ints]:
    """The lines, those that run over a gutter in parts.

    `found` are the glyphs of each line in the order of writing; the rest is told of every glyph (see `rows`).
    """
    whole = [row for row in found if len(row)]
    first = np.array([start[row].min() for row in whole])
    last = np.array([end[row].max() for row in whole])
    middle = np.array([np.median(across[row]) for row in whole])
    em = np.array([np.median(size[row]) for row in whole])
    whites = _whites(whole, start, end, em)
    if not whites:
        return whole
    of = np.array([white[0] for white in whites])
    low, high = np.array([white[2:] for white in whites]).T
    cuts: dict[int, list[int]] = {}
    for n, k, edge, far in whites:
        alike = np.maximum(em, em[n]) < ALIKE * np.minimum(em, em[n])
        for place in _places(edge, far, em[n]):
            before, behind = place - (CORE / 2 - SLACK) * em[n], place + (CORE / 2 - SLACK) * em[n]
            crossing = across[(start < behind + SLACK * em[n]) & (end > before - SLACK * em[n])] - middle[n]
            top, foot = _reach(crossing, DEEP * em[n])
            if foot - top < DEEP * em[n]:
                continue
            near = alike & (middle - middle[n] > top) & (middle - middle[n] < foot)
            over = np.unique(of[near[of] & (low <= before) & (high >= behind)])
            ends = near & (last <= before) & (last > edge - BESIDE * em[n])
            begins = near & (first >= behind) & (first < far + BESIDE * em[n])
            if len(over) - 1 + min(ends.sum(), begins.sum()) >= LINES:
                cuts.setdefault(n, []).append(k)
                break
    return [part for n, row in enumerate(whole) for part in np.split(row, cuts.get(n, []))]


def _places(edge: float, far: float, em: float) -> list[float]:
    """Where the middle of a gutter may be in the white of a line, which may have lost a mark beside it."""
    middle = (edge + far) / 2
    return [middle] if far - edge < LOST * em else [middle, edge + em / 2, far - em / 2]


def _reach(crossing: Floats, most: float) -> tuple[float, float]:
    """How far white goes on across the lines, both ways: to the second glyph that stands in it. One may be a crumb."""
    above, below = np.sort(crossing[crossing < 0])[::-1], np.sort(crossing[crossing >= 0])
    return max([-most, *above[1:2].tolist()]), min([most, *below[1:2].tolist()])


def _whites(found: Sequence[Ints], start: Floats, end: Floats, em: Floats) -> list[tuple[int, int, float, float]]:
    """The wide whites within lines: of which line, before which of its glyphs, from where to where."""
    whites = []
    for n, row in enumerate(found):
        reached = np.maximum.accumulate(end[row])[:-1]
        begins = start[row][1:]
        wide = np.flatnonzero(begins - reached > WHITE * em[n]).tolist()
        whites += [(n, k + 1, float(reached[k]), float(begins[k])) for k in wide]
    return whites
