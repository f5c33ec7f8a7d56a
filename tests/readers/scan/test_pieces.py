"""Rules, frames and characters that came apart are found as what they were."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import Survey, survey
from tests.readers.scan.drawing import EM, INK, Grey, characters, level_text, paper, upright_text

WIDE = 20 * EM - (EM - INK)  # pixels of a line of 20 characters


def surveyed(page: Grey) -> Survey:
    return survey(Sheet.of(page))


def dashed(page: Grey, x0: int, y0: int, x1: int, y1: int, *, dash: int = 70, white: int = 14) -> None:
    """A rule of 3 pixels with gaps in it, level or upright."""
    for at in range(0, max(x1 - x0, y1 - y0), dash + white):
        if x1 - x0 > y1 - y0:
            page[y0 : y0 + 3, x0 + at : min(x0 + at + dash, x1)] = 40
        else:
            page[y0 + at : min(y0 + at + dash, y1), x0 : x0 + 3] = 40


def boxed(page: Grey, x0: int, y0: int, x1: int, y1: int) -> None:
    """A frame with a gap in each side."""
    page[y0 : y0 + 3, x0:x1] = page[y1 - 3 : y1, x0:x1] = 40
    page[y0:y1, x0 : x0 + 3] = page[y0:y1, x1 - 3 : x1] = 40
    page[y0 + 150 : y0 + 170, x0 : x0 + 3] = page[y0 + 180 : y0 + 200, x1 - 3 : x1] = 235
    page[y0 : y0 + 3, x0 + 130 : x0 + 150] = page[y1 - 3 : y1, x0 + 140 : x0 + 160] = 235


def test_a_rule_in_pieces_is_one_and_none_of_them_is_text() -> None:
    page = paper()
    level_text(page, 60, 60, 16, 10)
    level_text(page, 480, 60, 16, 10)
    dashed(page, 460, 60, 463, 420)
    dashed(page, 60, 450, 864, 453, dash=110)
    found = surveyed(page)
    assert len(found.strips) == 20
    assert len(found.drawn.rules) == 2
    level, upright = sorted(found.drawn.rules, key=lambda rule: rule.x1 - rule.x0, reverse=True)
    assert level.x1 - level.x0 > 780
    assert upright.y1 - upright.y0 > 330


def test_a_row_of_single_strokes_is_type() -> None:
    page = paper()
    level_text(page, 60, 120, 20, 10)
    for n in range(0, 20, 2):  # 一 and another character in turn
        page[82:85, 60 + n * EM : 60 + n * EM + INK] = 40
        characters(page, 60 + (n + 1) * EM, 72, 1, 1, 0, 0)
    found = surveyed(page)
    assert len(found.strips) == 11
    assert not found.drawn.rules


def test_four_rules_around_a_place_are_a_frame() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    boxed(page, 60, 420, 560, 780)
    level_text(page, 80, 460, 18, 3)
    found = surveyed(page)
    (frame,) = found.drawn.frames
    assert np.allclose(frame, (60, 420, 560, 780), atol=4)
    assert not found.drawn.rules
    assert len(found.strips) == 11


def test_frames_beside_each_other_are_no_frame_around_them() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    for left in (60, 376):
        boxed(page, left, 420, left + 300, 780)
        level_text(page, left + 20, 460, 10, 3)
    found = surveyed(page)
    assert len(found.drawn.frames) == 2


def test_rules_that_go_on_beyond_their_crossing_are_no_frame() -> None:
    page = paper()
    level_text(page, 220, 300, 12, 6)
    for x in (200, 560):
        page[100:900, x : x + 3] = 40
    for y in (240, 600):
        page[y : y + 3, 60:800] = 40
    assert not surveyed(page).drawn.frames


def test_the_halves_of_a_large_character_are_of_its_line() -> None:
    page = paper()
    size = 2 * EM
    characters(page, 60, 60, 4, 1, size + 4, size, size=size)
    apart = 60 + 4 * (size + 4)
    for left in (apart, apart + size + 4):
        characters(page, left + 2, 60, 1, 1, 0, 0, size=21)
        characters(page, left + 2, 60 + 27, 1, 1, 0, 0, size=21)
    characters(page, 60 + 6 * (size + 4), 60, 4, 1, size + 4, size, size=size)
    level_text(page, 60, 200, 20, 12)
    found = surveyed(page)
    assert len(found.strips) == 13


def test_two_lines_of_lesser_type_beside_large_type_stay_two() -> None:
    page = paper()
    size = 2 * EM
    characters(page, 60, 60, 4, 1, size + 4, size, size=size)
    characters(page, 60 + 4 * (size + 4) + 30, 60, 12, 2, 22, 27, size=20)
    level_text(page, 60, 200, 20, 12)
    assert len(surveyed(page).strips) == 15


def test_two_characters_near_each_other_in_level_lines_are_no_column() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 12)
    top = 60 + 4 * 36
    page[top : top + INK, 60 + 8 * EM : 60 + 13 * EM] = 235
    characters(page, 60 + 10 * EM, top + 8, 1, 1, 0, 0)
    found = surveyed(page)
    assert not any(strip.down for strip in found.strips)


def test_a_short_column_between_lines_stays_one() -> None:
    page = paper()
    level_text(page, 60, 60, 8, 12)
    level_text(page, 500, 60, 8, 12)
    upright_text(page, 380, 60, 1, 3)
    found = surveyed(page)
    assert sum(strip.down for strip in found.strips) == 1
