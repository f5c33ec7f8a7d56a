"""Squares that a line of a column leaves empty at its foot or its head."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.layout.squares import empty_squares

SIZE = 10.0


def found(start: float, end: float, lines: int = 8) -> tuple[bool, bool]:
    """What the last line leaves empty, beside others that are full."""
    starts, ends = np.zeros(lines), np.full(lines, 80.0)
    starts[-1], ends[-1] = start, end
    head, foot = empty_squares(starts, ends, np.linspace(0.0, 12.0 * (lines - 1), lines), SIZE, 0.72, 1.35)
    assert not head[:-1].any()
    assert not foot[:-1].any()
    return bool(head[-1]), bool(foot[-1])


@pytest.mark.parametrize(
    ("start", "end", "empty"),
    [
        (10.0, 80.0, (True, False)),
        (0.0, 70.0, (False, True)),
        (0.0, 80.0, (False, False)),
        (20.0, 80.0, (False, False)),  # a paragraph's indent
        (0.0, 60.0, (False, False)),  # its short end
        (3.0, 76.0, (False, False)),
    ],
)
def test_white_as_wide_as_a_character_is_a_square(start: float, end: float, empty: tuple[bool, bool]) -> None:
    assert found(start, end) == empty


def test_a_few_lines_do_not_tell() -> None:
    assert found(0.0, 70.0, lines=3) == (False, False)


def test_lines_of_the_tier_below_do_not_tell_where_a_line_ends() -> None:
    starts, ends = np.repeat([0.0, 100.0], [5, 7]), np.repeat([80.0, 200.0], [5, 7])
    ends[2], starts[8] = 70.0, 110.0
    across = np.array([*range(5), *range(7)]) * 12.0
    head, foot = empty_squares(starts, ends, across, SIZE, 0.72, 1.35)
    assert np.flatnonzero(foot).tolist() == [2]
    assert np.flatnonzero(head).tolist() == [8]


def test_lines_far_beside_it_do_not_tell_where_a_line_ends() -> None:
    ends = np.repeat([80.0, 120.0], [5, 9])
    ends[1] = 70.0
    across = np.array([*range(5), *range(12, 21)]) * 12.0
    _, foot = empty_squares(np.zeros(14), ends, across, SIZE, 0.72, 1.35)
    assert np.flatnonzero(foot).tolist() == [1]
