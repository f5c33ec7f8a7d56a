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


GONE = [(x, 7) for x in range(7 * EM, 12 * EM, EM)]
ABOVE, UNDER = [(x, -11) for x, _ in GONE], [(x, INK + 5) for x, _ in GONE]


def test_crumbs_are_found_in_any_order_among_those_of_other_lines() -> None:
    assert pieces([*ABOVE, *UNDER, *GONE]) == pieces([*GONE, *ABOVE, *UNDER]) == 1


def test_crumbs_above_and_under_a_line_do_not_make_it_whole() -> None:
    assert pieces([*UNDER, *ABOVE]) == 2


def test_the_characters_of_a_column_are_put_together_otherwise() -> None:
    assert pieces(GONE, down=True) == 2
