"""Lines that were read over the narrow white between two tiers are parted; spaces and lost marks part none."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.layout.gutters import parted

UPPER, LOWER = 8, 7  # glyphs of a line in each tier


def cut(tiers: list[tuple[float, float]], size: list[float] | None = None) -> list[int]:
    """How many glyphs the parts of some lines have. A line is told by the white behind its first UPPER glyphs and by
    how far its start is from that of the others, in ems of 10."""
    start: list[float] = []
    across: list[float] = []
    rows = []
    for n, (white, begins) in enumerate(tiers):
        rows.append(np.arange(len(start), len(start) + UPPER + LOWER))
        start += [begins * 10 + 10 * k + white * 10 * (k >= UPPER) for k in range(UPPER + LOWER)]
        across += [14.0 * n] * (UPPER + LOWER)
    sizes = np.repeat(size or [10.0] * len(tiers), UPPER + LOWER)
    first = np.array(start)
    return [len(row) for row in parted(rows, first, first + 10, np.array(across), sizes)]


@pytest.mark.parametrize("white", [0.8, 0.95, 1.05])
def test_white_that_all_lines_have_parts_them(white: float) -> None:
    assert cut([(white, 0.0)] * 8) == [UPPER, LOWER] * 8


def test_white_at_the_edge_of_the_text_parts_its_lines_too() -> None:
    assert cut([(0.9, 0.0)] * 5 + [(0.0, 20.0)] * 3) == [UPPER, LOWER] * 5 + [UPPER + LOWER] * 3


@pytest.mark.parametrize("lines", [1, 2, 3, 4])
def test_the_white_of_a_few_lines_parts_none(lines: int) -> None:
    assert cut([(0.0, 0.0)] * 3 + [(0.9, 0.0)] * lines + [(0.0, 0.0)] * 3) == [UPPER + LOWER] * (6 + lines)


def test_a_crumb_in_the_white_of_one_line_hides_no_gutter() -> None:
    assert cut([(0.9, 0.0)] * 4 + [(0.0, 0.0)] + [(0.9, 0.0)] * 4).count(UPPER) == 8


def test_a_line_that_lost_a_mark_at_the_gutter_is_parted_with_the_others() -> None:
    assert cut([(0.9, 0.0)] * 5 + [(1.9, 0.0)]) == [UPPER, LOWER] * 6


def test_white_in_another_place_of_each_line_parts_none() -> None:
    assert cut([(0.9, float(n % 3)) for n in range(9)]) == [UPPER + LOWER] * 9


def test_a_line_of_other_type_has_no_part_in_it() -> None:
    assert cut([(0.9, 0.0)] * 4 + [(0.0, 30.0)] * 2, [10.0, 12.0, 10.0, 12.0, 10.0, 10.0]) == [UPPER + LOWER] * 6


def test_narrow_white_is_that_of_a_mark() -> None:
    assert cut([(0.5, 0.0)] * 8) == [UPPER + LOWER] * 8


def test_nothing_gives_nothing() -> None:
    empty = np.array([])
    assert parted([], empty, empty, empty, empty) == []
