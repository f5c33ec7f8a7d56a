"""Pitch: which way most of a page is written, told by the distances at which its ink repeats.

Characters of one line follow each other at the size of the type, lines at more than that. So the ink of a page
matches itself moved by one em along the writing, and by the leading across it: the shorter way is the writing's.
Large type repeats at other distances, and has no say.
"""

from __future__ import annotations

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft

from pipeline.readers.scan.ink import Floats, Mask, Parts

WINDOW = 16.0  # em: the side of a window
WINDOWS = 16  # of those with most ink
NEAREST, FARTHEST = 0.7, 2.2  # em: between these, the ink is looked for again
LARGE = 1.45  # em: what is larger both ways is large type
SURE = 0.25  # of the shorter distance: by so much longer is the other, where the way is sure


def pitch(mask: Mask, em: float) -> float:
    """From -1 (surely level) to 1 (surely downwards); 0 where the ink does not tell."""
    side = round(WINDOW * em)
    rows, columns = mask.shape[0] // side, mask.shape[1] // side
    if not rows or not columns:
        return 0.0
    grid = mask[: rows * side, : columns * side].reshape(rows, side, columns, side)
    tiles: Mask = grid.swapaxes(1, 2).reshape(-1, side, side)
    share = tiles.mean(axis=(1, 2))
    usual = np.flatnonzero((share > 0.05) & (share < 0.45))
    best = usual[np.argsort(-share[usual], kind="stable")][:WINDOWS]
    if not len(best):
        return 0.0
    level, down = (_distance(tiles[best], em, axis) for axis in (2, 1))
    if not level or not down:
        return 0.0
    return float(np.clip((level - down) / min(level, down) / SURE, -1, 1))


def small_ink(parts: Parts, em: float) -> Mask:
    """The ink of the parts that are no large type, as a mask."""
    small = np.minimum(parts.wide, parts.tall) <= LARGE * em
    return np.append(False, small).astype(np.uint8)[parts.labels]


def _distance(tiles: Mask, em: float, axis: int) -> float:
    """The distance along an axis at which the ink of these windows matches itself best, in pixels; 0: at none."""
    side = tiles.shape[axis]
    total: Floats = np.zeros(side)
    length = next_fast_len(2 * side, real=True)
    for tile in tiles:
        spectrum = rfft(tile.astype(np.float32) - np.float32(tile.mean()), length, axis=axis - 1)
        power = (np.abs(spectrum) ** 2).sum(axis=2 - axis)
        total += irfft(power, length)[:side] / max(float(tile.sum()), 1.0)
    total /= np.arange(side, 0, -1)
    low, high = round(NEAREST * em), round(FARTHEST * em)
    inner = total[low : high + 1]
    peaks = np.flatnonzero((inner[1:-1] >= inner[:-2]) & (inner[1:-1] > inner[2:]) & (inner[1:-1] > 0)) + 1
    if not len(peaks):
        return 0.0
    strong = peaks[inner[peaks] > 0.5 * inner[peaks].max()]
    return float(strong[0] + low)
