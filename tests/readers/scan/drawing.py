"""Pictures for the tests: pages of square characters, rules and frames, without any font."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
EM = 24
INK = 22  # pixels of a character


def paper(high: int = 1200, wide: int = 900) -> Grey:
    return np.full((high, wide), 235, dtype=np.uint8)


def characters(page: Grey, x: int, y: int, columns: int, rows: int, step_x: int, step_y: int, size: int = INK) -> None:
    """Rows of characters: boxes with a cross, the first at x, y, each so many pixels from the next."""
    stroke = max(2, size // 8)
    for row in range(rows):
        for column in range(columns):
            left, top = x + column * step_x, y + row * step_y
            ground = page[top, left]
            page[top : top + size, left : left + size] = 40
            page[top + stroke : top + size - stroke, left + stroke : left + size - stroke] = ground
            middle = size // 2
            page[top + middle - 1 : top + middle + 2, left : left + size] = 40
            page[top : top + size, left + middle - 1 : left + middle + 2] = 40


def level_text(page: Grey, x: int, y: int, letters: int, lines: int) -> None:
    characters(page, x, y, letters, lines, EM, round(1.5 * EM))


def upright_text(page: Grey, x: int, y: int, columns: int, letters: int) -> None:
    characters(page, x, y, columns, letters, round(1.4 * EM), EM)
