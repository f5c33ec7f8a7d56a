"""Squares: where a line of a column leaves one empty at its foot or its head, told by the lines beside it.

夜課，凡女工不識□    its foot, where those beside it are full      →  a square
□公司已請商會備案    its head, where those beside it begin         →  a square
廠中又附設夜課，     indented by two, or short by more             →  none
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ONE_COLUMN = 3.2  # of the size: lines of one tier begin no farther apart
BESIDE = 8.0  # of the size: so far beside a line are those that tell of it
FEWEST = 4  # lines that tell where they begin and end


def empty_squares(
    start: Floats, end: Floats, across: Floats, size: float, least: float, most: float
) -> tuple[Flags, Flags]:
    """Which lines leave a square empty at their head, and which at their foot: white between `least` and `most`, in
    sizes. Most lines beside a line are full, so that the median tells where it would begin and end."""
    head, foot = np.zeros(len(start), dtype=bool), np.zeros(len(start), dtype=bool)
    for n in range(len(start)):
        near = (np.abs(start - start[n]) < ONE_COLUMN * size) & (np.abs(across - across[n]) < BESIDE * size)
        if near.sum() < FEWEST:
            continue
        head[n] = least * size < start[n] - np.median(start[near]) < most * size
        foot[n] = least * size < np.median(end[near]) - end[n] < most * size
    return head, foot
