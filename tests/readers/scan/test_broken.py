"""Rules and frames that came to pieces are found as what they were."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import Survey, survey
from tests.readers.scan.drawing import EM, INK, Grey, characters, level_text, paper, upright_text


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


@pytest.mark.parametrize(("step", "rules"), [(0, 1), (3, 0)])
def test_dashes_exactly_in_line_between_two_columns_are_a_rule(step: int, rules: int) -> None:
    page = paper()
    level_text(page, 60, 60, 16, 14)
    level_text(page, 490, 60, 16, 14)
    for n, at in enumerate(range(60, 540, 40)):
        page[at : at + 24, 466 + step * (n % 2) : 468 + step * (n % 2)] = 40
    found = surveyed(page)
    assert len(found.drawn.rules) == rules
    assert rules == 0 or len(found.strips) == 28


def test_strokes_under_each_other_that_begin_lines_are_no_rule() -> None:
    page = paper()
    level_text(page, 100, 60, 16, 14)
    for n in range(14):  # 1 before each
        page[60 + 36 * n : 60 + 36 * n + INK, 94:97] = 40
    assert not surveyed(page).drawn.rules


def test_a_rule_of_which_little_is_left_between_two_tiers_is_one() -> None:
    page = paper()
    upright_text(page, 60, 60, 22, 12)
    upright_text(page, 60, 60 + 13 * EM, 22, 12)
    y = 60 + 12 * EM + 10
    for x0, x1 in ((60, 130), (200, 230), (290, 310), (390, 420), (510, 530), (600, 620), (700, 720)):
        page[y : y + 2, x0:x1] = 40
    found = surveyed(page)
    assert [round(rule.x1 - rule.x0, -1) for rule in found.drawn.rules] == [660]
    assert len(found.strips) == 44


@pytest.mark.parametrize(
    ("white", "step", "rules"),
    [
        (8, 0, 1),
        (20, 0, 0),  # too little of it is left
        (8, 3, 0),  # not in line
    ],
)
def test_short_pieces_exactly_in_line_between_two_tiers_are_a_rule(white: int, step: int, rules: int) -> None:
    page = paper()
    upright_text(page, 60, 60, 6, 12)
    upright_text(page, 60, 60 + 13 * EM, 6, 12)
    y = 60 + 12 * EM + 10
    for n, x in enumerate(range(60, 250, 20 + white)):
        page[y + step * (n % 2) : y + 2 + step * (n % 2), x : x + 20] = 40
    assert len(surveyed(page).drawn.rules) == rules


def test_pieces_with_type_between_them_are_no_rule() -> None:
    page = paper()
    level_text(page, 60, 60, 30, 10)
    for x in (60, 200, 340, 480, 620):
        page[60 + 2 * 36 - 1 : 60 + 2 * 36 + INK + 1, x : x + 3 * EM] = 235
        page[60 + 2 * 36 + 10 : 60 + 2 * 36 + 12, x : x + 70] = 40
    assert not surveyed(page).drawn.rules


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


def test_a_frame_in_pieces_right_beside_a_whole_one_is_found() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    page[420:423, 60:430] = page[777:780, 60:430] = 40
    page[420:780, 60:63] = page[420:780, 427:430] = 40
    boxed(page, 438, 420, 840, 780)
    assert len(surveyed(page).drawn.frames) == 2


def test_rules_that_go_on_beyond_their_crossing_are_no_frame() -> None:
    page = paper()
    level_text(page, 220, 300, 12, 6)
    for x in (200, 560):
        page[100:900, x : x + 3] = 40
    for y in (240, 600):
        page[y : y + 3, 60:800] = 40
    assert not surveyed(page).drawn.frames


def test_four_rules_with_a_headline_through_one_are_no_frame() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    boxed(page, 60, 420, 760, 800)
    page[420:423, 60:763] = 235
    page[420:423, 60:340] = page[420:423, 480:760] = 40
    characters(page, 380, 330, 1, 3, 0, 60, size=48)  # 380 to 428, and down to 498: over the gap
    assert not surveyed(page).drawn.frames


def rule_with(page: Grey, *strokes: tuple[int, int, int]) -> list[float]:
    """Where the rules of a page end that has one in pieces and, beyond it, strokes (x, y, length)."""
    for x0 in range(60, 400, 80):
        page[300:303, x0 : x0 + 70] = 40
    for x, y, long in strokes:
        page[y : y + 4, x : x + long] = 40
    upright_text(page, 60, 60, 10, 8)
    upright_text(page, 60, 340, 10, 8)
    found = surveyed(page)
    return [round(rule.x1 / found.scale) for rule in found.drawn.rules]


def test_a_rule_ends_before_the_strokes_of_a_character_that_are_level_with_it() -> None:
    (end,) = rule_with(paper(), *((485, 283 + 18 * n, 40) for n in range(3)))  # 三
    assert end == pytest.approx(450, abs=3)


def test_a_stroke_beyond_a_rule_that_is_shorter_than_the_white_before_it_is_none_of_it() -> None:
    (end,) = rule_with(paper(), (500, 300, 30))
    assert end == pytest.approx(450, abs=3)
    (end,) = rule_with(paper(), (465, 300, 60))
    assert end == pytest.approx(525, abs=3)
