"""Characters of two lines that touch are cut apart."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.ink import Mask, parts_of
from pipeline.readers.scan.strip import Strip, strip_of
from pipeline.readers.scan.touching import parted

EM = 20
HEAD = 100  # where the head's first line lies across the writing


def cut(cells: list[tuple[int, int]], head: list[int], bridge: int = 3, down: bool = True) -> list[list[int]] | None:
    """What is parted of a sheet: squares of a character in these cells across and along, the first line's number 0, and
    `bridge` pixels of ink that tie the squares in one row; `head` are the rows that are known to be of a line.

    The boxes of the parts that there are then, along and across.
    """
    mask = np.zeros((300, 300), dtype=np.uint8)
    for line, row in cells:
        left, top = HEAD - line * EM, 40 + row * EM
        mask[top : top + EM - 2, left : left + EM - 1] = 1
        if (line + 1, row) in cells:
            mask[top + 5 : top + 5 + bridge, left - 1] = 1
    mask = mask if down else mask.T.copy()
    parts = parts_of(mask)
    x, y = (parts.box[:, 0], parts.box[:, 1]) if down else (parts.box[:, 1], parts.box[:, 0])
    own = np.flatnonzero((x == HEAD) & np.isin((y - 40) // EM, head))
    lines: list[Strip] = [strip_of(parts, own, float(EM - 1), down)] if len(own) else []
    made: Mask | None = parted(mask, parts, lines, float(EM))
    if made is None:
        return None
    box = parts_of(made).box if down else parts_of(made).box[:, [1, 0, 3, 2]]
    return sorted(box.astype(int).tolist())


def square(line: int, row: int) -> list[int]:
    left, top = HEAD - line * EM, 40 + row * EM
    return [left, top, left + EM - 1, top + EM - 2]


LINE = [(0, row) for row in range(4)]


@pytest.mark.parametrize("down", [True, False])
def test_a_character_that_touches_the_line_beside_it_is_of_a_line_of_its_own(down: bool) -> None:
    assert cut([*LINE, (1, 2)], [0, 1, 3], down=down) == sorted(square(*cell) for cell in [*LINE, (1, 2)])


def test_so_is_one_that_touches_the_first_of_the_line() -> None:
    assert cut([*LINE, (1, 0)], [1, 2, 3]) == sorted(square(*cell) for cell in [*LINE, (1, 0)])


def test_what_is_of_a_line_stays_whole() -> None:
    assert cut(LINE, [0, 1, 2, 3]) is None


def test_what_no_line_is_flush_with_stays_whole() -> None:
    assert cut([*LINE, (1, 2)], []) is None
    assert cut([*LINE, (1, 2), (-1, 2)], [0, 1, 3]) is None, "three lines"


def test_what_hangs_together_along_its_whole_side_stays_whole() -> None:
    assert cut([*LINE, (1, 2)], [0, 1, 3], bridge=9) is None


@pytest.mark.parametrize(("side", "is_cut"), [(23, True), (19, False)])
def test_two_and_two_characters_that_touch_are_cut_but_one_large_one_is_not(side: int, is_cut: bool) -> None:
    mask = np.zeros((300, 300), dtype=np.uint8)
    mask[40 : 40 + side, 100 : 100 + side] = 1  # a character of the line
    mask[80 : 80 + 2 * side, 100 : 100 + side] = mask[80 : 80 + 2 * side, 99 - side : 99] = 1
    mask[85:88, 99] = 1
    parts = parts_of(mask)
    line = strip_of(parts, np.flatnonzero(parts.box[:, 1] == 40), float(side), True)
    assert (parted(mask, parts, [line], float(EM)) is not None) == is_cut
