"""Headlines that come in pieces, and the labels over them."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.display import display_lines
from pipeline.readers.scan.ink import Parts, parts_of
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.strip import Strip
from pipeline.readers.scan.survey import Survey, survey
from tests.readers.scan.drawing import EM, Grey, characters, level_text, paper

SIZE = 3 * EM
STEP = SIZE + 8


def surveyed(page: Grey) -> Survey:
    return survey(Sheet.of(page))


def large(found: Survey) -> list[Strip]:
    return sorted((strip for strip in found.strips if strip.size > 2 * EM), key=lambda strip: strip.box)


def thin_pieces(page: Grey, x: int, y: int, high: int = SIZE) -> None:
    """A character of three thin pieces that do not touch: 树."""
    for n in range(3):
        left = x + n * 25
        page[y : y + high, left : left + 16] = 40
        page[y + 10 : y + high - 10, left + 6 : left + 10] = 235
        page[y + high // 2 - 3 : y + high // 2 + 3, left : left + 16] = 40


def test_a_character_of_thin_pieces_before_a_space_is_of_its_headline() -> None:
    page = paper()
    thin_pieces(page, 60, 60)
    characters(page, 60 + 2 * STEP, 60, 5, 1, STEP, STEP, size=SIZE)
    level_text(page, 60, 200, 20, 12)
    found = surveyed(page)
    ((x0, _, x1, _),) = [strip.box for strip in large(found)]
    assert abs(x0 - 60) < 3
    assert abs(x1 - (60 + 6 * STEP + SIZE)) < 3
    assert not found.drawn.pictures
    assert len(found.strips) == 13


@pytest.mark.parametrize(("out", "whole"), [(6, True), (12, False)])
def test_quotes_may_stand_out_a_little_at_the_head_of_their_character(out: int, whole: bool) -> None:
    page = paper()
    characters(page, 60, 60, 1, 1, 0, 0, size=SIZE)
    side = round(0.3 * SIZE)
    for n in range(2):
        page[60 - out : 60 - out + side, 64 + SIZE + 20 * n : 78 + SIZE + 20 * n] = 40
    parts = parts_of((page < 128).astype(np.uint8))
    (line,) = display_lines(parts, np.ones(3, dtype=bool), float(EM), np.zeros((0, 4)))
    assert len(line.parts) == (3 if whole else 1)


def test_lesser_type_behind_a_space_is_not() -> None:
    page = paper()
    thin_pieces(page, 60, 60 + SIZE // 3, SIZE * 2 // 3)
    characters(page, 60 + 2 * STEP, 60, 5, 1, STEP, STEP, size=SIZE)
    level_text(page, 60, 200, 20, 12)
    assert max(surveyed(page).strips, key=lambda strip: strip.size).box[0] > 60 + STEP


def test_the_first_character_of_a_headline_is_no_line_with_the_label_over_it() -> None:
    page = paper()
    label, head = 60, 60 + 2 * EM
    page[label : label + 36, 60:116] = 40  # two characters of a label that touch
    page[label + 5 : label + 31, 65:86] = 235
    page[label + 5 : label + 31, 91:111] = 235
    characters(page, 120, label, 2, 1, 38, 38, size=34)
    characters(page, 60, head, 1, 1, 0, 0, size=SIZE)
    characters(page, 60 + 2 * STEP, head, 5, 1, STEP, STEP, size=SIZE)
    level_text(page, 60, 260, 20, 12)
    found = surveyed(page)
    assert not any(strip.down for strip in found.strips)
    ((x0, y0, _, _),) = [strip.box for strip in large(found)]
    assert abs(x0 - 60) < 3
    assert abs(y0 - head) < 3


def test_two_large_characters_over_each_other_are_still_a_line_that_runs_down() -> None:
    page = paper()
    characters(page, 760, 60, 1, 2, STEP, STEP, size=SIZE)
    level_text(page, 60, 260, 20, 12)
    assert [strip.down for strip in large(surveyed(page))] == [True]


@pytest.mark.parametrize(("gap", "frames"), [(4, 1), (40, 0)])
def test_a_label_in_a_frame_of_which_one_side_is_in_pieces(gap: int, frames: int) -> None:
    page = paper()
    level_text(page, 60, 300, 20, 12)
    x0, y0, x1, y1 = 60, 60, 60 + 4 * EM, 60 + 2 * EM
    for place in (
        (slice(y0, y0 + 2), slice(x0, x1)),
        (slice(y1 - 2, y1), slice(x0, x1)),
        (slice(y0, y1), slice(x1 - 2, x1)),
    ):
        page[place] = 40
    page[y0 + 5 : (y0 + y1 - gap) // 2, x0 : x0 + 2] = 40
    page[(y0 + y1 + gap) // 2 : y1 - 5, x0 : x0 + 2] = 40
    characters(page, x0 + EM, y0 + EM // 2, 2, 1, EM, EM)
    found = surveyed(page)
    assert len(found.drawn.frames) == frames
    if frames:
        assert np.allclose(found.drawn.frames[0], (x0, y0, x1, y1), atol=2)
        assert sorted(len(strip.parts) for strip in found.strips) == [2, *[20] * 12]


@pytest.mark.parametrize("turned", [False, True], ids=["level", "upright"])
def test_a_thick_rule_with_specks_beside_it_is_no_line_that_runs_across_it(turned: bool) -> None:
    boxes = [(200.0, 40.0, 1000.0, 76.0), *((230.0 + 60 * n, 70.0, 236.0 + 60 * n, 79.0) for n in range(12))]
    table = np.array(boxes)[:, [1, 0, 3, 2]] if turned else np.array(boxes)
    wide, tall = (table[:, 2:] - table[:, :2]).T
    parts = Parts(table, wide * tall, np.zeros((1, 1), dtype=np.int32))
    found = display_lines(parts, np.ones(len(boxes), dtype=bool), 16.0, np.empty((0, 4)))
    assert all(strip.down == turned for strip in found)


def halves(page: Grey, x: int, y: int, *, stacked: bool, size: int = SIZE) -> None:
    """A large character of two halves that do not touch."""
    half = size // 2 - 2
    for n in (0, 1):
        left, top = (x, y + n * (half + 4)) if stacked else (x + n * (half + 4), y)
        wide, high = (size, half) if stacked else (half, size)
        page[top : top + high, left : left + wide] = 40
        page[top + 6 : top + high - 6, left + 6 : left + wide - 6] = 235


@pytest.mark.parametrize("down", [True, False])
def test_halves_of_characters_tell_not_which_way_their_line_runs(down: bool) -> None:
    page = paper()
    level_text(page, 60, 600, 20, 12)
    step = SIZE + 6
    for n in range(4):
        x, y = (400, 60 + n * step) if down else (100 + n * step, 200)
        if n == 1:
            characters(page, x, y, 1, 1, 0, 0, size=SIZE)
        else:
            halves(page, x, y, stacked=not down)
    if down:
        characters(page, 290, 62, 1, 6, 0, 50, size=44)  # lesser type beside it
    else:
        characters(page, 102, 290, 6, 1, 50, 0, size=44)
    found = surveyed(page)
    strip = max(found.strips, key=lambda line: min(line.box[2] - line.box[0], line.box[3] - line.box[1]))
    assert strip.down is down
    assert len(strip.parts) == 7


def test_a_label_over_a_headline_that_runs_down_is_no_character_of_it() -> None:
    page = paper()
    level_text(page, 60, 700, 20, 8)
    for n in range(3):
        characters(page, 400, 200 + n * (SIZE + 6), 1, 1, 0, 0, size=SIZE)
    characters(page, 400 - 2 * EM - EM // 2, 200 - 2 * EM, 6, 1, EM, EM)  # across its band, a character on each edge
    found = surveyed(page)
    (strip,) = large(found)
    assert len(strip.parts) == 3
    assert [len(line.parts) for line in found.strips if line.box[1] < 190 * found.scale] == [6]


@pytest.mark.parametrize(("beside", "frames"), [(True, 0), (False, 1)])
def test_a_box_of_strokes_in_a_line_of_large_type_is_no_frame_of_a_label(beside: bool, frames: int) -> None:
    page = paper()
    level_text(page, 60, 300, 20, 12)
    x, y = 200, 60
    page[y : y + 40, x : x + 56] = 40
    page[y + 3 : y + 37, x + 3 : x + 53] = 235
    characters(page, x + 18, y + 10, 1, 1, 0, 0, size=20)
    if beside:
        characters(page, x - 70, y - 8, 1, 1, 0, 0, size=56)
        characters(page, x + 70, y - 8, 1, 1, 0, 0, size=56)
    assert len(surveyed(page).drawn.frames) == frames


@pytest.mark.parametrize(("out", "found"), [(3.0, [3]), (8.0, [1])])
def test_a_character_by_itself_may_be_lower_than_the_one_next_to_it(out: float, found: list[int]) -> None:
    """四角: no other character tells how high their line is, as 角 is in pieces."""
    top, foot = 179.0 - out, 224.0 + out
    table = np.array([(62.0, 179.0, 105.0, 224.0), (112.0, top, 128.0, foot), (136.0, top, 152.0, foot)])
    wide, tall = (table[:, 2:] - table[:, :2]).T
    parts = Parts(table, wide * tall, np.zeros((1, 1), dtype=np.int32))
    lines = display_lines(parts, np.ones(3, dtype=bool), float(EM), np.empty((0, 4)))
    assert [len(line.parts) for line in lines] == found


@pytest.mark.parametrize("apart", [True, False])
def test_rows_of_type_under_a_headline_that_runs_down_are_characters_of_it_only_if_they_go_no_farther(
    apart: bool,
) -> None:
    size, step = 80, 86
    page = paper()
    for n in range(5):
        characters(page, 100, 60 + n * step, 1, 1, 0, 0, size=size)
    foot = 60 + 4 * step + size
    for n in range(3):
        y = foot + EM // 2 + n * 36
        characters(page, 100, y, 2 if apart else 12, 1, EM, 0)
        page[y + 10 : y + 12, 100 : 100 + 2 * EM + 6] = 40  # characters that touch
    parts = parts_of((page < 128).astype(np.uint8))
    (line,) = [
        one for one in display_lines(parts, np.ones(len(parts.area), bool), float(EM), np.zeros((0, 4))) if one.down
    ]
    assert (line.box[3] > foot + EM) is apart


@pytest.mark.parametrize(("specks", "taken"), [(4, True), (9, False)])
def test_a_large_part_with_specks_about_it_is_of_a_picture(specks: int, taken: bool) -> None:
    page = paper()
    characters(page, 60, 60, 3, 1, STEP, STEP, size=SIZE)
    left, top = 60 + 3 * STEP, 60
    page[top : top + 12, left : left + SIZE] = page[top : top + SIZE, left : left + 12] = 40  # the edge of a roof
    for n in range(specks):
        page[
            top + 30 + 12 * (n // 3) : top + 33 + 12 * (n // 3), left + 30 + 12 * (n % 3) : left + 33 + 12 * (n % 3)
        ] = 40
    parts = parts_of((page < 128).astype(np.uint8))
    (line,) = display_lines(parts, np.ones(len(parts.area), dtype=bool), float(EM), np.zeros((0, 4)))
    assert line.box[0] == 60
    assert (line.box[2] > left) == taken


@pytest.mark.parametrize(("long", "high", "taken"), [(2 * SIZE, 5, True), (3 * SIZE, 5, False), (2 * SIZE, 30, False)])
def test_a_dash_of_two_characters_is_of_the_line_that_it_begins(long: int, high: int, taken: bool) -> None:
    page = paper()
    characters(page, 60 + 4 * SIZE, 60, 3, 1, STEP, STEP, size=SIZE)
    foot = 60 + SIZE // 2 + high
    page[foot - high : foot, 50 + 4 * SIZE - long : 50 + 4 * SIZE] = 40
    parts = parts_of((page < 128).astype(np.uint8))
    line = max(display_lines(parts, np.ones(len(parts.area), dtype=bool), float(EM), np.zeros((0, 4))), key=len_of)
    assert (line.box[0] < 55 + 2 * SIZE) == taken


def len_of(line: Strip) -> float:
    return line.box[2] - line.box[0]


@pytest.mark.parametrize(("size", "lines"), [(SIZE - 18, 2), (SIZE, 1)])
def test_headlines_side_by_side_that_stand_at_other_heights_are_two(size: int, lines: int) -> None:
    page = paper()
    characters(page, 60, 60, 4, 1, STEP, STEP, size=SIZE)
    characters(page, 60 + 4 * STEP + SIZE // 2, 60, 4, 1, size + 8, 0, size=size)
    level_text(page, 60, 200, 20, 12)
    assert len(large(surveyed(page))) == lines
