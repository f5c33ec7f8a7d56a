"""What is drawn on a sheet is told from what is written: rules, borders and frames from the strokes of type."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import Survey, survey
from tests.readers.scan.drawing import Grey, characters, level_text, paper, upright_text


def surveyed(page: Grey) -> Survey:
    return survey(Sheet.of(page))


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


def test_a_heavy_wave_between_columns_is_a_rule() -> None:
    page = paper()
    upright_text(page, 60, 60, 10, 30)
    upright_text(page, 480, 60, 10, 30)
    for n in range(72):
        x = 440 + (0, 2, 4, 2)[n % 4]
        page[60 + n * 10 : 70 + n * 10, x : x + 16] = 40
    found = surveyed(page)
    (rule,) = found.drawn.rules
    assert np.allclose(rule, (442, 60, 458, 780), atol=4)
    assert len(found.strips) == 20


def test_a_frame_as_heavy_as_a_stroke_is_a_frame_and_a_heavy_stroke_is_type() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    page[420:436, 60:560] = page[764:780, 60:560] = 40
    page[420:780, 60:76] = page[420:780, 544:560] = 40
    level_text(page, 96, 470, 17, 3)
    characters(page, 600, 60, 1, 2, 0, 250, size=220)  # their strokes are as thick
    found = surveyed(page)
    (frame,) = found.drawn.frames
    assert np.allclose(frame, (60, 420, 560, 780), atol=4)
    assert not found.drawn.rules
    assert max(strip.size for strip in found.strips) > 200
    assert len(found.strips) == 12


def test_a_lone_stroke_in_a_line_of_large_type_is_a_character() -> None:
    page = paper()
    characters(page, 60, 60, 3, 1, 160, 160, size=140)
    page[126:136, 545:680] = 40  # 一
    level_text(page, 60, 260, 20, 12)
    found = surveyed(page)
    assert found.drawn.rules == ()
    head = max(found.strips, key=lambda strip: strip.size)
    assert len(head.parts) == 4


def test_a_border_of_ornaments_takes_no_text() -> None:
    page = paper()
    level_text(page, 120, 120, 24, 20)
    for n in range(150):  # waves down both sides, each an em and a half wide
        y = 60 + n * 6
        for x in (40, 780):
            wave = x + round(16 * abs((n % 12) / 6 - 1))
            page[y : y + 6, wave : wave + 5] = 40
            page[y : y + 2, x + 4 : x + 44] = 40 if n % 12 == 0 else page[y : y + 2, x + 4 : x + 44]
    found = surveyed(page)
    text = [strip for strip in found.strips if strip.box[0] > 110 and strip.box[2] < 720]
    assert len(text) == 20
    assert all(len(strip.parts) == 24 for strip in text)
