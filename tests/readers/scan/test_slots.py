"""Columns that are worn to slivers and crumbs are whole again where they fill a column's place, and only there."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import survey
from tests.readers.scan.drawing import EM, INK, Grey, paper, upright_text

STEP = round(1.4 * EM)  # pixels from one column to the next


def worn(page: Grey, x: int, y: int, letters: int) -> None:
    """A column of which each character has two upright strokes and some crumbs left."""
    for n in range(letters):
        top = y + n * EM
        page[top : top + INK, x : x + 3] = page[top + 1 : top + INK - 2, x + INK - 4 : x + INK] = 40
        page[top + 8 : top + 11, x + 8 : x + 11] = page[top + 14 : top + 17, x + 12 : x + 15] = 40


def columns_of(page: Grey) -> list[tuple[float, float, float, float]]:
    return sorted(strip.box for strip in survey(Sheet.of(page)).strips)


@pytest.mark.parametrize("places", [(4,), (0,), (3, 4, 5), (0, 1), (8, 9)])
def test_a_worn_column_is_one_where_its_neighbours_tell_its_place(places: tuple[int, ...]) -> None:
    page = paper()
    for n in range(10):
        if n in places:
            worn(page, 100 + n * STEP, 100, 14)
        else:
            upright_text(page, 100 + n * STEP, 100, 1, 14)
    found = columns_of(page)
    assert len(found) == 10
    for n, (x0, y0, x1, y1) in enumerate(found):
        assert abs(x0 - 100 - n * STEP) <= 1
        assert x1 - x0 > 0.8 * INK
        assert y1 - y0 > 13 * EM


def test_what_lies_between_two_places_is_no_column() -> None:
    page = paper()
    upright_text(page, 100, 100, 6, 14)
    worn(page, 100 + 5 * STEP + STEP + STEP // 2, 100, 14)  # half a column farther than the next one
    upright_text(page, 100 + 8 * STEP, 100, 6, 14)
    whole = [box for box in columns_of(page) if box[2] - box[0] > 0.8 * INK]
    assert len(whole) == 12


def test_a_column_of_thin_marks_far_from_all_others_is_left_as_it_is() -> None:
    page = paper()
    upright_text(page, 100, 100, 6, 14)
    worn(page, 700, 100, 14)
    assert len([box for box in columns_of(page) if box[0] < 400]) == 6
    assert all(box[2] - box[0] < 0.5 * INK for box in columns_of(page) if box[0] > 600)
