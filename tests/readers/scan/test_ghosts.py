"""Tints, and what shows through the paper."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.page import Box
from pipeline.readers.scan.ghosts import unghosted
from pipeline.readers.scan.strip import Strip

EM, LEADING = 24.0, 36.0
LEFT, WIDE = 100.0, 400.0


def column(
    first: int, last: int, edges: dict[int, tuple[float, float]] | None = None, down: bool = False
) -> list[Strip]:
    """Full lines of a column, but for those whose edges are given."""
    lines = []
    for n in range(first, last):
        begin, end = (edges or {}).get(n, (LEFT, LEFT + WIDE))
        top = 100 + LEADING * n
        box = (top, begin, top + EM, end) if down else (begin, top, end, top + EM)
        lines.append(Strip(np.empty(0, dtype=np.int64), box, EM, down))
    return lines


def place(first: int, last: int, down: bool = False) -> Box:
    """What is darker behind the lines from `first` up to `last`."""
    head, foot = 100 + LEADING * first - 6, 100 + LEADING * last - 6
    return Box(head, LEFT - 20, foot, LEFT + WIDE + 20) if down else Box(LEFT - 20, head, LEFT + WIDE + 20, foot)


@pytest.mark.parametrize("down", [False, True])
def test_a_column_that_goes_on_beyond_an_edge_is_on_no_tint(down: bool) -> None:
    assert unghosted([place(3, 8, down)], column(0, 12, down=down), EM) == ()


@pytest.mark.parametrize("edges", [{8: (LEFT + 2 * EM, LEFT + WIDE)}, {7: (LEFT, LEFT + 200)}, {8: (LEFT, LEFT + 200)}])
def test_nor_is_one_whose_next_line_is_indented_or_ends_early(edges: dict[int, tuple[float, float]]) -> None:
    lines = column(3, 12, edges)
    assert unghosted([place(3, 8)], lines, EM) == ()


def test_a_box_with_a_margin_between_columns_of_another_measure_is_a_tint() -> None:
    tint = place(3, 8)
    within = column(3, 8, dict.fromkeys(range(3, 8), (LEFT + EM, LEFT + WIDE - EM)))
    assert unghosted([tint], [*column(0, 2), *within, *column(9, 12)], EM) == (tint,)
    assert unghosted([tint], [*column(0, 3), *within, *column(8, 12)], EM) == (tint,)


def test_a_box_between_two_stories_of_its_own_measure_is_a_tint() -> None:
    tint = place(3, 8)
    lines = [*column(3, 8), *column(9, 12)]  # a line's room is left under it
    assert unghosted([tint], lines, EM) == (tint,)


def test_lines_beside_a_tint_do_not_tell_of_it() -> None:
    tint = place(3, 8)
    beside = [
        Strip(line.parts, (line.box[0] + 600, line.box[1], line.box[2] + 600, line.box[3]), EM, False)
        for line in column(0, 12)
    ]
    assert unghosted([tint], [*column(3, 8), *beside], EM) == (tint,)
    assert unghosted([], beside, EM) == ()
