"""Lines that are one over the white of marks, and those that are two over that between columns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.ink import Parts
from pipeline.readers.scan.join import joined
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.strip import strip_of
from pipeline.readers.scan.survey import survey
from tests.readers.scan.drawing import EM, INK, Grey, level_text, paper

LINE = round(1.5 * EM)


def strips(page: Grey) -> int:
    return len(survey(Sheet.of(page)).strips)


def column(blank: int) -> Grey:
    """Twelve lines, of which the last four have white in one place, for a mark that was not seen."""
    page = paper()
    level_text(page, 60, 60, 20, 12)
    page[60 + 8 * LINE : 60 + 12 * LINE, 60 + blank * EM : 60 + (blank + 1) * EM] = 235
    return page


def test_marks_under_each_other_near_the_end_of_their_lines_are_no_gutter() -> None:
    assert strips(column(15)) == 12


def test_marks_under_each_other_near_the_head_of_their_lines_are_none() -> None:
    assert strips(column(3)) == 12


def test_white_with_columns_on_both_sides_is_a_gutter_though_a_lead_runs_over_it() -> None:
    assert strips(column(10)) == 12 + 4


def test_it_is_one_though_the_lines_of_one_column_are_in_pieces() -> None:
    page = column(10)
    page[60 + 8 * LINE : 60 + 12 * LINE, 60 + 14 * EM : 60 + 14 * EM + 20] = 235
    assert strips(page) >= 12 + 4


def worn(crumbs: int, wide: int = 4, high: int = 8) -> Grey:
    """Twelve lines; of five characters in the middle of one so many crumbs are left, two of each from the first on,
    of so many pixels."""
    page = paper()
    level_text(page, 60, 60, 20, 12)
    y, x = 60 + 5 * LINE, 60 + 7 * EM
    page[y : y + EM, x : x + 5 * EM] = 235
    for n in range(crumbs):
        page[y + 6 : y + 6 + high, x + 4 + n * EM // 2 : x + 4 + wide + n * EM // 2] = 40
    return page


def test_a_line_is_whole_over_characters_of_which_crumbs_are_left() -> None:
    assert strips(worn(10)) == 12


def test_over_white_that_is_wider_than_that_of_marks_it_is_in_two() -> None:
    assert strips(worn(3)) == 13


def test_specks_are_no_crumbs_of_characters() -> None:
    assert strips(worn(10, 2, 2)) == 13


def test_crumbs_in_a_gutter_join_no_columns() -> None:
    page = paper()
    level_text(page, 60, 60, 28, 2)
    for x in (60, 60 + 16 * EM):
        level_text(page, x, 60 + 2 * LINE, 12, 8)
    for x in range(60 + 13 * EM + 12, 60 + 15 * EM, 12):
        page[60 + 2 * LINE + 6 : 60 + 2 * LINE + 14, x : x + 4] = 40
    assert strips(page) == 2 + 16


def pieces(crumbs: list[tuple[int, int]], *, down: bool = False) -> int:
    """In how many pieces a line is between two whole ones, from whose middle five characters are gone, where crumbs
    stand at these places along it and across, both from its start."""
    cells = (0, range(20)), (1, range(7)), (1, range(12, 20)), (2, range(20))
    box = [(n * EM, row * LINE, n * EM + INK, row * LINE + INK) for row, own in cells for n in own]
    first = [0, 20, 27, 35, 55]
    box += [(x, LINE + y, x + 4, LINE + y + 8) for x, y in crumbs]
    table = np.array(box, dtype=np.float64)[:, [1, 0, 3, 2] if down else [0, 1, 2, 3]]
    parts = Parts(table, np.full(len(table), 30.0), np.zeros((1, 1), dtype=np.int32))
    lines = [strip_of(parts, np.arange(a, b), INK, down) for a, b in pairwise(first)]
    return len(joined(lines, parts, EM, np.empty((0, 4)))) - 2


Edges = tuple[float, float, float, float]
LEFT: Edges = (0, 0, 160, INK)


def are_one(one: Edges, other: Edges, *beside: Edges, down: bool = False) -> bool:
    """Whether two pieces are of one level line, where these lines are beside them; the second may seem to run down."""
    table = np.array([one, other, *beside], dtype=np.float64)
    parts = Parts(table, np.full(len(table), 30.0), np.zeros((1, 1), dtype=np.int32))
    lines = [strip_of(parts, np.array([n]), INK, down and n == 1) for n in range(len(table))]
    return len(joined(lines, parts, EM, np.empty((0, 4)))) == 1 + len(beside)


@pytest.mark.parametrize(("top", "foot", "one"), [(0, INK, True), (5, INK + 5, True), (8, INK + 8, False)])
def test_pieces_of_a_line_lie_in_one_band(top: float, foot: float, one: bool) -> None:
    assert are_one(LEFT, (170, top, 300, foot)) is one


@pytest.mark.parametrize(("top", "one"), [(13, True), (17, False)])
def test_a_low_piece_of_a_line_lies_in_the_band_of_the_other(top: float, one: bool) -> None:
    assert are_one(LEFT, (170, top, 200, top + 10)) is one


@pytest.mark.parametrize(("high", "one"), [(50, True), (40, False)])
def test_pieces_of_large_type_are_as_high_as_each_other(high: float, one: bool) -> None:
    assert are_one((0, 0, 160, 60), (170, 60 - high, 300, 60)) is one


@pytest.mark.parametrize(
    ("white", "beside", "one"),
    [
        (10, [], True),
        (20, [], False),
        (30, [(0, -40, 400, -18)], True),
        (30, [(0, -60, 400, -18)], False),  # of larger type
        (30, [(0, -120, 400, -98)], False),  # far above
    ],
)
def test_wide_white_is_within_a_line_where_one_of_its_type_beside_it_runs_over(
    white: float, beside: list[Edges], one: bool
) -> None:
    assert are_one(LEFT, (160 + white, 0, 400, INK), *beside) is one


def test_what_is_left_of_low_characters_is_not_parted_by_white_as_wide_as_they_are_low() -> None:
    assert are_one((0, 8, 100, 12), (112, 8, 200, 12))


@pytest.mark.parametrize(("high", "one"), [(20, True), (24, False)])
def test_a_square_piece_is_of_a_line_though_it_seems_to_run_the_other_way(high: float, one: bool) -> None:
    assert are_one(LEFT, (170, 0, 184, high), down=True) is one


GONE = [(x, 7) for x in range(7 * EM, 12 * EM, EM)]
ABOVE, UNDER = [(x, -11) for x, _ in GONE], [(x, INK + 5) for x, _ in GONE]


def test_crumbs_are_found_in_any_order_among_those_of_other_lines() -> None:
    assert pieces([*ABOVE, *UNDER, *GONE]) == pieces([*GONE, *ABOVE, *UNDER]) == 1


def test_crumbs_above_and_under_a_line_do_not_make_it_whole() -> None:
    assert pieces([*UNDER, *ABOVE]) == 2


def test_the_characters_of_a_column_are_put_together_otherwise() -> None:
    assert pieces(GONE, down=True) == 2


@pytest.mark.parametrize(
    ("high", "wide", "white", "one"), [(36, 40, 8, True), (24, 40, 8, False), (36, 40, 30, False), (36, 130, 8, False)]
)
def test_a_lower_piece_of_large_type_is_one_character_right_behind_the_line(
    high: float, wide: float, white: float, one: bool
) -> None:
    assert are_one((0, 0, 160, 60), (160 + white, 12, 160 + white + wide, 12 + high)) is one


@pytest.mark.parametrize(("under", "pieces"), [(True, 2), (False, 1)])
def test_white_is_a_gutter_though_the_lines_behind_it_are_indented(under: bool, pieces: int) -> None:
    left, right = 160, 190
    rows: list[Edges] = [(0, y, left, y + INK) for y in (72, 108, 144)]
    rows += [(right + 2 * EM, 72, 400, 72 + INK), (right, 108, 400, 108 + INK)]
    byline = (100, -36, 260, -36 + INK)
    table = np.array([(2 * EM, 0, left, INK), (right, 0, 260, INK), byline, *(rows if under else ())], np.float64)
    parts = Parts(table, np.full(len(table), 30.0), np.zeros((1, 1), dtype=np.int32))
    lines = joined([strip_of(parts, np.array([n]), INK, False) for n in range(len(table))], parts, EM, np.empty((0, 4)))
    assert sum(line.box[1] == 0 for line in lines) == pieces
