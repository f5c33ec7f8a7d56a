"""Rows that are spread to fill a box are rows, however near the next row stands; columns in a box stay columns."""

from __future__ import annotations

import pytest

from tests.layout.paper import Paper

SOLID = "新茶上市包送包換"  # eight characters of 16 points fill the measure of 128


def display(*spread: str, size: float = 16.0) -> Paper:
    """A box with one solid row and rows of fewer characters spread over the same measure."""
    paper = Paper(300, 300).frame(40, 40, 184, 240).line(SOLID, 48, 50, size)
    for n, row in enumerate(spread):
        white = (128 - size * len(row)) / (len(row) - 1)
        paper.line(row, 48, 75 + 19 * n, size, spread=white)
    return paper


def test_a_row_is_read_whole_though_the_next_is_nearer_than_its_own_characters() -> None:
    assert display("龍井毛峰", "碧螺雨前").lines() == [SOLID, "龍井毛峰", "碧螺雨前"]


@pytest.mark.parametrize("row", ["雨前茶", "龍井毛峰", "各色花茶點"])
def test_no_character_of_a_spread_row_is_left_aside(row: str) -> None:
    assert display(row).lines() == [SOLID, row]


def test_columns_of_the_same_height_that_fill_their_box_are_spread_too() -> None:
    paper = Paper(300, 300).frame(40, 40, 184, 190).upright(SOLID, 150, 50, 16)
    white = (128 - 16 * 4) / 3
    paper.upright("龍井毛峰", 125, 50, 16, spread=white).upright("碧螺雨前", 106, 50, 16, spread=white)
    assert set(paper.lines()) == {SOLID, "龍井毛峰", "碧螺雨前"}


def test_columns_on_wide_leading_in_a_box_stay_columns() -> None:
    columns = ["龍井毛峰碧螺雨前", "各色花茶一律從廉", "送貨上門不另取資", "請來本號面議可也"]
    found = Paper(300, 300).frame(40, 40, 200, 240).tier(columns, 190, 50, 16, leading=24).lines()
    assert set(found) == set(columns)


def test_without_a_box_nothing_says_that_rows_are_spread() -> None:
    paper = display("龍井毛峰", "碧螺雨前")
    assert Paper(300, 300, paper.glyphs).lines() != [SOLID, "龍井毛峰", "碧螺雨前"]
