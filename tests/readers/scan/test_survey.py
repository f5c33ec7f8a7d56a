"""What is found on a sheet before anything is read."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.fold import pages_on
from pipeline.readers.scan.pitch import pitch
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import Survey, survey
from tests.readers.scan.drawing import EM, INK, characters, level_text, paper, upright_text


def surveyed(page: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Survey:
    return survey(Sheet.of(page))


def test_lines_that_run_across() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 18)
    found = surveyed(page)
    assert len(found.strips) == 18
    assert not any(strip.down for strip in found.strips)
    assert not found.runs_down
    assert abs(found.em / EM - 1) < 0.1


def test_columns_that_run_down() -> None:
    page = paper()
    upright_text(page, 60, 60, 18, 20)
    found = surveyed(page)
    assert len(found.strips) == 18
    assert all(strip.down for strip in found.strips)
    assert found.runs_down


def test_type_set_on_a_grid_runs_the_way_of_the_shorter_pitch() -> None:
    page = paper()
    characters(page, 60, 60, 25, 30, EM + 4, EM)
    mask = np.asarray(page < 128, dtype=np.uint8)
    assert pitch(mask, EM) > 0
    assert pitch(np.ascontiguousarray(mask.T), EM) < 0
    assert pitch(np.zeros_like(mask), EM) == 0


def test_a_headline_is_one_line_and_no_body_type() -> None:
    page = paper()
    characters(page, 60, 60, 8, 1, 80, 80, size=72)
    level_text(page, 60, 200, 20, 12)
    found = surveyed(page)
    head = [strip for strip in found.strips if strip.size > 2 * EM]
    assert len(head) == 1
    assert len(head[0].parts) == 8
    assert len(found.strips) == 13


def test_rules_and_frames_are_found_and_are_no_text() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    page[400:403, 60:540] = 40  # a rule
    for part in ((slice(440, 443), slice(60, 500)), (slice(700, 703), slice(60, 500))):
        page[part] = 40
    page[440:703, 60:63] = 40
    page[440:703, 497:500] = 40
    level_text(page, 90, 470, 14, 5)
    found = surveyed(page)
    assert len(found.drawn.rules) == 1
    assert len(found.drawn.frames) == 1
    assert abs(found.drawn.rules[0].x1 - found.drawn.rules[0].x0 - 480) < 6
    assert len(found.strips) == 13


def test_a_lone_stroke_in_a_line_of_large_type_is_a_character() -> None:
    page = paper()
    characters(page, 60, 60, 3, 1, 160, 160, size=140)
    page[126:136, 545:680] = 40  # 一
    level_text(page, 60, 260, 20, 12)
    found = surveyed(page)
    assert found.drawn.rules == ()
    head = max(found.strips, key=lambda strip: strip.size)
    assert len(head.parts) == 4


def test_solid_black_is_a_picture_and_no_text() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    page[420:700, 80:500] = 30
    found = surveyed(page)
    assert len(found.drawn.pictures) == 1
    assert len(found.strips) == 8


def test_specks_are_in_no_line() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    rng = np.random.default_rng(5)
    for y, x in zip(rng.integers(450, 1150, 60), rng.integers(20, 880, 60), strict=True):
        page[y, x] = 0
    assert len(surveyed(page).strips) == 8


@pytest.mark.parametrize("angle", [-1.5, 0.7, 2.0])
def test_a_page_that_lies_askew_is_turned_and_its_boxes_lead_back(angle: float) -> None:
    page = paper()
    level_text(page, 150, 200, 22, 16)
    askew = Sheet.of(page).turned(angle).grey
    found = surveyed(askew)
    assert len(found.strips) == 16
    boxes = np.array([strip.box for strip in found.strips]) / found.scale
    back = found.sheet.boxes_back(boxes)
    for x0, y0, x1, y1 in back:
        part = askew[max(0, round(y0)) : round(y1), max(0, round(x0)) : round(x1)]
        assert (part < 128).mean() > 0.1, "there is ink where the boxes lead"
    assert found.sheet.unit == pytest.approx(1.0)


def test_two_pages_on_one_image_are_cut_apart() -> None:
    page = paper(1000, 1600)
    upright_text(page, 60, 100, 18, 30)
    upright_text(page, 900, 100, 18, 30)
    left, right = pages_on(Sheet.of(page))
    assert 60 + 17 * round(1.4 * EM) + INK < left.grey.shape[1] < 900
    assert left.grey.shape[1] + right.grey.shape[1] == 1600
    back = right.boxes_back(np.array([[0.0, 0.0, 10.0, 10.0]]))
    assert back[0, 0] == left.grey.shape[1]


def test_one_page_stays_one() -> None:
    high = paper(1600, 1000)
    upright_text(high, 60, 100, 10, 30)
    upright_text(high, 560, 100, 10, 30)
    assert len(pages_on(Sheet.of(high))) == 1
    full = paper(1000, 1600)
    level_text(full, 60, 100, 60, 20)
    assert len(pages_on(Sheet.of(full))) == 1, "there is no white between the halves"
