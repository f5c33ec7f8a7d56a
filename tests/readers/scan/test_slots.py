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


def ring(page: Grey, x: int, y: int, side: int) -> None:
    page[y : y + side, x : x + side] = 40
    page[y + 3 : y + side - 3, x + 3 : x + side - 3] = 235


@pytest.mark.parametrize(
    ("letters", "indent", "off", "side", "found"),
    [
        (14, 0, 0, 8, 1),
        (12, 2, 0, 8, 1),  # behind an indented column
        (13, 0, 0, 8, 0),  # behind one that is not full
        (9, 5, 0, 8, 0),  # behind one that begins far below
        (14, 0, 10, 8, 0),  # below the head of its place
        (14, 0, 2 * EM, 8, 0),
        (14, 0, 0, 2, 0),  # a speck
        (14, 0, 0, 10, 0),  # a piece of a character
    ],
)
def test_a_full_stop_that_is_a_column_by_itself(letters: int, indent: int, off: int, side: int, found: int) -> None:
    page = paper()
    upright_text(page, 100, 100, 3, 14)
    ring(page, 100 + 3 * STEP + 11 - side // 2, 111 - side // 2 + off, side)
    upright_text(page, 100 + 4 * STEP, 100 + indent * EM, 1, letters)
    upright_text(page, 100 + 5 * STEP, 100, 3, 14)
    strips = survey(Sheet.of(page)).strips
    assert len(strips) == 7 + found
    assert sum(len(strip.parts) == 1 for strip in strips) == found


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        ([(-2, -2, 3, 2), (-2, 3, 4, 2)], 1),
        ([(-4, 0, 2, 3), (2, -1, 2, 3)], 1),
        ([(-2, 0, 4, 2)], 0),  # one piece is anything
        ([(-2, -2, 2, 1), (-2, 3, 1, 2)], 0),  # specks
        ([(-2, -2, 3, 2), (-2, 3, 4, 2), (5, 4, 4, 3)], 0),  # one is none of a ring
        ([(-5, -5, 3, 2), (3, 5, 4, 2)], 0),  # too far apart for one
    ],
)
def test_a_worn_full_stop_that_is_a_column_by_itself(pieces: list[tuple[int, int, int, int]], found: int) -> None:
    page = paper()
    upright_text(page, 100, 100, 3, 14)
    for x, y, wide, tall in pieces:
        left, top = 100 + 3 * STEP + 11 + x, 111 + y
        page[top : top + tall, left : left + wide] = 40
    upright_text(page, 100 + 4 * STEP, 100, 4, 14)
    strips = survey(Sheet.of(page)).strips
    assert len(strips) == 7 + found


def test_characters_that_touch_and_stand_by_themselves_lie_along_their_line() -> None:
    page = paper()
    upright_text(page, 100, 200, 12, 14)
    page[100 : 100 + INK, 300 : 300 + 2 * EM] = 40
    page[104 : 100 + INK - 4, 304 : 300 + 2 * EM - 4] = 235
    (level,) = (strip for strip in survey(Sheet.of(page)).strips if not strip.down)
    assert level.box[1] < 110
