"""Creases: the shade of a fold across a sheet, which ends at a sharp edge, is taken off.

Paper that was folded goes down towards the fold, and the lamp lights one side of it less. The ground of what is printed
is told from wide surroundings, so that at the edge of the shade paper is as dark as ink, and the type there is lost in
it. A fold runs from side to side, its shade comes back by degrees; a picture's or a tint's does neither.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from scipy.ndimage import grey_closing, maximum_filter1d, median_filter

from pipeline.readers.scan.ink import Flags, Floats, Grey, Ints
from pipeline.readers.scan.sheet import Sheet

STRETCHES = 16  # into which a row of pixels is parted: the shade changes along the fold
STEP = 4  # pixels of a row of which one is looked at
LIGHT = 75  # percent of a stretch of a row are as dark as its paper, or darker
EDGE = 0.12  # em: within so much the shade ends
REACH = 7.0  # em: within so much it has come back
BEND = 0.25  # em: by so much the edge may stand higher or lower, on paper that is not flat
LEAST_SHADE = 0.06  # of the paper: by so much it is darker at the edge
MOST_SHADE = 0.4
SIDE_TO_SIDE = 0.95  # of the stretches have the edge
STRAYS = 0.3  # of the usual shade: what differs more is a picture along the fold, not how deep its shade is
RULE = 0.15  # em: what is dark over twice as many rows at most is a rule
BACK = 0.4  # of the shade is left at its far end, at most
DEGREES = 0.6  # of the shade comes back at once, at most: the border of what is printed there does more


def uncreased(sheet: Sheet, seen: Grey, em: float) -> Sheet:
    """The sheet without the shade of a fold across it, and of one down it.

    `seen` is the sheet, or a smaller picture of it; `em` is the size of its body type there, in pixels.
    """
    across = _level(sheet.grey, seen, em)
    turned = across.T
    down = _level(turned, seen.T, em)
    if across is sheet.grey and down is turned:
        return sheet
    return replace(sheet, grey=np.ascontiguousarray(down.T))


@dataclass(frozen=True, slots=True)
class _Fold:
    """The row at which a shade ends, and the one in each stretch; which way from it is dark (-1: above), how deep the
    shade is there (of the paper), and which stretches have it."""

    at: int
    edges: Ints
    way: int
    shade: float
    shaded: Flags


def _level(grey: Grey, seen: Grey, em: float) -> Grey:
    """The picture (rows, columns) with its rows near a fold that runs along them as light as the paper around it.

    The fold is looked for in `seen`, a picture of the same.
    """
    paper = grey_closing(_paper(seen), (2 * _pixels(RULE, em) + 1, 1))
    found = _fold(paper, em)
    if found is None:
        return grey
    edge, reach = _pixels(EDGE, em), _pixels(REACH, em)
    rows = found.edges + np.arange(-reach, reach)[:, None]
    near = np.take_along_axis(paper, rows, axis=0)
    above, below = np.median(near[: 2 * edge], axis=0), np.median(near[-2 * edge :], axis=0)
    share = np.linspace(0.0, 1.0, len(near))[:, None]
    own = np.maximum(1.0, (above * (1 - share) + below * share) / np.maximum(near, 1.0))
    usual = np.median(own[:, found.shaded], axis=1, keepdims=True)
    own = np.where((own - 1) * (1 + STRAYS) < usual - 1, usual, np.minimum(own, 1 + (usual - 1) * (1 + STRAYS)))
    first, last = int(rows.min()), int(rows.max()) + 1
    factor = np.ones((last - first, len(found.edges)))
    np.put_along_axis(factor, rows - first, np.where(found.shaded, own, 1.0), axis=0)
    first, last = (round(row * len(grey) / len(seen)) for row in (first, last))
    wide = cv2.resize(factor.astype(np.float32), (grey.shape[1], last - first), interpolation=cv2.INTER_LINEAR)
    made = grey.copy()
    made[first:last] = np.clip(grey[first:last] * wide, 0, 255).astype(np.uint8)
    return made


def _pixels(share: float, em: float) -> int:
    return max(1, round(share * em))


def _paper(grey: Grey) -> Floats:
    """How light the paper is (rows, STRETCHES)."""
    wide = grey.shape[1] // STEP // STRETCHES
    if not wide:
        return np.zeros((0, STRETCHES))
    looked = np.ascontiguousarray(grey[:, ::STEP][:, : wide * STRETCHES]).reshape(len(grey), STRETCHES, wide)
    at = wide * LIGHT // 100
    return np.partition(looked, at, axis=2)[:, :, at].astype(np.float64)


def _fold(paper: Floats, em: float) -> _Fold | None:
    """The fold along the rows of a sheet whose paper is so light (rows, stretches), if there is one."""
    edge, bend = _pixels(EDGE, em), _pixels(BEND, em)
    away = _pixels(REACH, em) + 2 * (edge + bend)
    if len(paper) <= 2 * away:
        return None
    lighter = np.zeros_like(paper)
    before, behind = paper[: -2 * edge], paper[2 * edge :]
    lighter[edge:-edge] = (behind - before) / np.maximum(1.0, np.maximum(before, behind))
    for way in (-1, 1):
        steps = maximum_filter1d(-way * lighter, 2 * bend + 1, axis=0)
        usual = np.median(steps, axis=1)
        usual[:away] = usual[-away:] = 0.0
        highest = usual == maximum_filter1d(usual, 2 * bend + 1)
        for at in np.flatnonzero(highest & (usual > LEAST_SHADE) & (usual < MOST_SHADE)).tolist():
            edges = at - 2 * bend + np.argmax(-way * lighter[at - 2 * bend : at + 2 * bend + 1], axis=0)
            edges = median_filter(edges, 3, mode="nearest")
            found = _Fold(at, edges, way, float(usual[at]), steps[at] > usual[at] / 2)
            if found.shaded.mean() >= SIDE_TO_SIDE and _comes_back(paper[:, found.shaded], found, em):
                return found
    return None


def _comes_back(paper: Floats, found: _Fold, em: float) -> bool:
    """Whether the paper is darker on one side of the edge, and there gets by degrees as light as beyond it."""
    edge, bend = _pixels(EDGE, em), _pixels(BEND, em)
    begin = found.way * (edge + bend)
    light = np.median(paper[found.at - begin])
    level = np.median(paper[found.at + begin + found.way * np.arange(_pixels(REACH, em))], axis=1) / max(1.0, light)
    steps = level[2 * edge :] - level[: -2 * edge]
    begins, ends = 1 - level[0], 1 - level[-edge:].max()
    return bool(begins > found.shade / 2 and ends < BACK * found.shade and steps.max() < DEGREES * found.shade)
