"""Lines that were read over the narrow white between two tiers are parted; spaces and lost marks part none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from pipeline.layout.gutters import parted

UPPER, LOWER = 8, 7  # glyphs of a line in each tier
WHOLE = UPPER + LOWER
EM = 10.0

Tiers = tuple[tuple[float, int], ...]  # where each stretch of a line begins, in ems, and how many glyphs it has


def over(white: float = 0.9, begins: float = 0.0) -> Tiers:
    """A line of both tiers with so many ems of white between, which begins so far from where the others do."""
    return (begins, UPPER), (begins + UPPER + white, LOWER)


FULL: Tiers = ((0.0, WHOLE),)
ENDS: Tiers = ((0.0, UPPER),)
BEGINS: Tiers = ((UPPER + 0.9, LOWER),)


def cut(lines: Sequence[Tiers], size: Sequence[float] | None = None, leading: float = 1.4) -> list[int]:
    """How many glyphs the parts of some lines have; the lines are so many ems apart."""
    start = [(at + k) * EM for line in lines for at, count in line for k in range(count)]
    length = [sum(count for _, count in line) for line in lines]
    rows = np.split(np.arange(len(start)), np.cumsum(length)[:-1])
    first = np.array(start)
    across = np.repeat(np.arange(len(lines)) * leading * EM, length)
    sizes = np.repeat(size or [EM] * len(lines), length)
    return [len(row) for row in parted(rows, first, first + EM, across, sizes)]


@pytest.mark.parametrize("white", [0.8, 0.95, 1.05])
def test_white_that_all_lines_have_parts_them(white: float) -> None:
    assert cut([over(white)] * 8) == [UPPER, LOWER] * 8


@pytest.mark.parametrize(("more", "parts"), [([ENDS, BEGINS] * 2, 2), ([ENDS] * 4, 1), ([BEGINS] * 4, 1)])
def test_lines_that_end_and_others_that_begin_at_the_white_of_a_few_tell_of_a_gutter(
    more: list[Tiers], parts: int
) -> None:
    found = cut([more[0], over(), more[1], over(), more[2], over(), more[3]])
    assert len(found) == 4 + 3 * parts


@pytest.mark.parametrize("off", [1.0, 3.0])
def test_lines_that_end_far_before_the_white_tell_of_none(off: float) -> None:
    short: Tiers = ((-off, UPPER),)
    found = cut([short, over(), BEGINS, over(), short, over(), BEGINS])
    assert (found.count(UPPER) > 2) is (off < 1.5)


@pytest.mark.parametrize("off", [1.0, 3.0])
def test_lines_that_begin_far_behind_the_white_tell_of_none(off: float) -> None:
    indented: Tiers = ((UPPER + 0.9 + off, LOWER),)
    found = cut([ENDS, over(), indented, over(), ENDS, over(), indented])
    assert (found.count(UPPER) > 2) is (off < 1.5)


@pytest.mark.parametrize(
    ("lines", "leading", "parts"), [(1, 1.4, 1), (4, 1.4, 1), (4, 1.9, 1), (5, 0.9, 1), (5, 1.4, 2), (5, 1.9, 2)]
)
def test_the_white_of_a_few_lines_parts_none_nor_that_of_a_low_place(lines: int, leading: float, parts: int) -> None:
    found = cut([FULL] * 3 + [over()] * lines + [FULL] * 3, leading=leading)
    assert len(found) == 6 + lines * parts


def test_white_on_the_other_side_of_lines_that_run_over_it_tells_of_none() -> None:
    assert cut([over()] * 3 + [FULL] * 2 + [over()] * 3) == [WHOLE] * 8


@pytest.mark.parametrize(("aside", "parts"), [(0.2, 2), (0.34, 1)])
def test_white_a_little_aside_is_of_a_gutter_and_more_aside_of_none(aside: float, parts: int) -> None:
    assert len(cut([over(), over(begins=aside)] * 4, leading=1.3)) == 8 * parts


def test_a_line_that_runs_over_a_gutter_hides_it_from_none_and_stays() -> None:
    assert cut([over()] * 4 + [FULL] + [over()] * 4) == [UPPER, LOWER] * 4 + [WHOLE] + [UPPER, LOWER] * 4


def test_a_line_that_lost_a_mark_at_the_gutter_is_parted_with_the_others() -> None:
    assert cut([over()] * 5 + [over(1.9)]) == [UPPER, LOWER] * 6
    assert cut([over()] * 5 + [over(1.9, begins=-1.0)]) == [UPPER, LOWER] * 6


def test_white_in_another_place_of_each_line_parts_none() -> None:
    assert cut([over(begins=float(n % 3)) for n in range(9)]) == [WHOLE] * 9


@pytest.mark.parametrize(("other", "parts"), [(10.5, 2), (10.9, 1), (12.0, 1)])
def test_only_lines_of_its_size_tell_of_a_gutter_in_a_line(other: float, parts: int) -> None:
    assert len(cut([over()] * 8, [10.0, other] * 4)) == 8 * parts


def test_narrow_white_is_that_of_a_mark() -> None:
    assert cut([over(0.5)] * 8) == [WHOLE] * 8


def test_nothing_gives_nothing() -> None:
    empty = np.array([])
    assert parted([], empty, empty, empty, empty) == []
