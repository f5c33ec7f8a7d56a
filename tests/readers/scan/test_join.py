"""Lines that are one over the white of marks, and those that are two over that between columns."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import survey
from tests.readers.scan.drawing import EM, Grey, level_text, paper

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
