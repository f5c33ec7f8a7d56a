"""What is found on a sheet before anything is read."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.crops import crops
from pipeline.readers.scan.engines.protocol import Reading
from pipeline.readers.scan.fold import pages_on
from pipeline.readers.scan.ink import parts_of
from pipeline.readers.scan.pitch import pitch, small_ink
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import Survey, survey
from pipeline.readers.scan.white import settled
from tests.readers.scan.drawing import EM, INK, characters, level_text, paper, upright_text


def surveyed(page: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Survey:
    return survey(Sheet.of(page))


def has_line(found: Survey, *box: float) -> bool:
    return any(np.allclose(strip.box, box, atol=2) for strip in found.strips)


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


def test_rows_that_stand_nearer_than_their_characters_still_run_across() -> None:
    page = paper()
    level_text(page, 60, 60, 32, 16)
    for n, (left, letters, step) in enumerate([(300, 10, 34), (328, 8, 38), (312, 9, 36), (340, 8, 37)]):
        characters(page, left, 800 + 28 * n, letters, 1, step, 0)
    assert not any(strip.down for strip in surveyed(page).strips)


def test_columns_that_stand_nearer_than_their_characters_still_run_down() -> None:
    page = paper(1600, 1200)
    upright_text(page, 60, 60, 32, 30)
    for n, (top, letters, step) in enumerate([(1000, 10, 34), (1028, 8, 38), (1012, 9, 36), (1040, 8, 37)]):
        characters(page, 300 + 28 * n, top, 1, letters, 0, step)
    assert all(strip.down for strip in surveyed(page).strips)


def test_ink_that_nowhere_repeats_tells_no_way() -> None:
    """Its best match at any distance is worse than none."""
    mask = np.zeros((16 * EM, 16 * EM), dtype=np.uint8)
    mask[:, : 5 * EM] = 1
    assert pitch(mask, EM) == 0


def test_large_type_does_not_tell_the_way_of_the_body() -> None:
    page = paper(1600, 1200)
    level_text(page, 60, 800, 32, 12)
    characters(page, 60, 60, 22, 16, 2 * EM, round(1.75 * EM), size=round(1.6 * EM))  # its lines stand nearer
    mask = np.asarray(page < 128, dtype=np.uint8)
    body = small_ink(parts_of(mask), EM)
    assert not body[:780].any()
    assert (body[780:] == mask[780:]).all()
    assert pitch(body, EM) < 0 < pitch(mask, EM)


def test_what_is_drawn_does_not_tell_the_way_of_the_writing() -> None:
    page = paper(1600, 1200)
    upright_text(page, 60, 60, 32, 16)
    for top in range(580, 1520, 45):
        page[top : top + 6, 80:1120] = 30
    found = surveyed(page)
    assert len(found.drawn.rules) == 21
    assert pitch(found.mask, found.em) < 0  # the rules follow each other farther apart than the columns do
    assert pitch(found.drawn.ink, found.em) > 0
    assert found.runs_down
    assert all(strip.down for strip in found.strips)


@pytest.mark.parametrize("tall", [14, 21])
def test_one_character_of_a_headline_in_quotes_is_of_its_line(tall: int) -> None:
    page = paper()
    size = 2 * EM
    characters(page, 60, 60, 7, 1, size + 4, size, size=size)
    quoted = 60 + 8 * (size + 4)
    characters(page, quoted, 60, 1, 1, 0, 0, size=size)
    for left in (quoted - 16, quoted + size + 4):
        page[60 : 60 + tall, left : left + 12] = 40
    level_text(page, 60, 200, 20, 12)
    found = surveyed(page)
    assert len(found.strips) == 13
    assert max(len(strip.parts) for strip in found.strips if strip.size > 1.5 * EM) == 10


def test_two_columns_whose_first_lines_stand_under_a_byline_are_parted() -> None:
    page = paper()
    level_text(page, 60, 60, 10, 8)
    level_text(page, 60 + 11 * EM + 10, 60, 10, 8)
    level_text(page, 60 + 6 * EM, 60 - round(1.5 * EM), 8, 1)
    found = surveyed(page)
    assert len(found.strips) == 17


def test_large_type_is_measured_on_a_smaller_picture_and_its_lines_lie_where_they_are() -> None:
    page = np.full((2400, 1800), 235, dtype=np.uint8)
    characters(page, 120, 120, 20, 16, 64, 96, size=58)
    found = surveyed(page)
    assert found.scale < 0.6
    assert len(found.strips) == 16
    first = np.array(min(strip.box[:2] for strip in found.strips)) / found.scale
    assert np.abs(first - 120).max() < 4


def test_a_headline_is_one_line_and_no_body_type() -> None:
    page = paper()
    characters(page, 60, 60, 8, 1, 80, 80, size=72)
    level_text(page, 60, 200, 20, 12)
    found = surveyed(page)
    head = [strip for strip in found.strips if strip.size > 2 * EM]
    assert len(head) == 1
    assert len(head[0].parts) == 8
    assert len(found.strips) == 13


def test_solid_black_is_a_picture_and_no_text() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    page[420:700, 80:500] = 30
    found = surveyed(page)
    assert len(found.drawn.pictures) == 1
    assert len(found.strips) == 8


def test_a_line_is_one_over_the_white_of_marks() -> None:
    page = paper()
    level_text(page, 60, 60, 30, 6)
    for row, column in ((1, 9), (3, 17), (4, 18), (5, 5)):
        top, left = 60 + row * round(1.5 * EM), 60 + column * EM
        page[top - 2 : top + EM, left - 1 : left + EM + 1] = 235
        page[top + 15 : top + 20, left + 3 : left + 8] = 40  # 。
    assert len(surveyed(page).strips) == 6


def test_a_line_is_one_over_the_white_of_marks_that_were_not_seen() -> None:
    page = paper()
    level_text(page, 60, 60, 30, 6)
    for row, column in ((1, 9), (3, 17), (4, 12)):
        top, left = 60 + row * round(1.5 * EM), 60 + column * EM
        page[top - 2 : top + EM, left - 1 : left + 2 * EM + 1] = 235
    assert len(surveyed(page).strips) == 6


def test_a_line_is_one_over_the_white_of_a_mark_beside_an_indented_one() -> None:
    page = paper()
    level_text(page, 60, 60, 30, 5)
    page[58 : 60 + EM, 60 + EM - 1 : 60 + 2 * EM] = 235  # a mark that was not seen
    page[58 + round(1.5 * EM) : 60 + round(1.5 * EM) + EM, 58 : 60 + 2 * EM] = 235  # two em of white at its head
    assert len(surveyed(page).strips) == 5


@pytest.mark.parametrize("down", [True, False])
def test_two_large_characters_that_touch_and_stand_alone_lie_along_their_line(down: bool) -> None:
    page = paper()
    upright_text(page, 60, 60, 12, 20)
    step = round(1.3 * EM)
    characters(page, 700, 300, 1 if down else 2, 2 if down else 1, step, step, size=step + 2)
    label = [strip for strip in surveyed(page).strips if strip.size > 1.1 * EM]
    assert [(strip.down, len(strip.parts)) for strip in label] == [(down, 1)]
    assert label[0].size < 1.5 * EM


def test_the_white_between_columns_parts_lines() -> None:
    page = paper()
    level_text(page, 60, 60, 14, 12)
    level_text(page, 60 + 14 * EM + EM, 60, 14, 12)
    assert len(surveyed(page).strips) == 24


def test_a_rule_between_columns_parts_lines_that_are_close() -> None:
    page = paper()
    level_text(page, 60, 60, 14, 12)
    level_text(page, 60 + 14 * EM + round(0.7 * EM), 60, 14, 12)
    page[50 : 60 + 12 * round(1.5 * EM), 60 + 14 * EM + 6] = 40
    page[50 : 60 + 12 * round(1.5 * EM), 60 + 14 * EM + 7] = 40
    found = surveyed(page)
    assert len(found.drawn.rules) == 1
    assert len(found.strips) == 24


def test_a_headline_beside_body_type_takes_nothing_of_it() -> None:
    page = paper()
    level_text(page, 40, 60, 15, 12)
    characters(page, 60 + 15 * EM, 60 + 2 * round(1.5 * EM), 5, 1, 90, 90, size=78)
    found = surveyed(page)
    head = [strip for strip in found.strips if strip.size > 2 * EM]
    assert [len(strip.parts) for strip in head] == [5]
    assert len(found.strips) == 13


def test_characters_of_two_lines_that_touch_leave_both_lines_whole() -> None:
    page = paper()
    level_text(page, 60, 60, 25, 6)
    first = 60 + round(1.5 * EM)
    page[first : first + round(1.5 * EM) + INK, 60 + 8 * EM + 10 : 60 + 8 * EM + 13] = 40
    found = surveyed(page)
    assert len(found.strips) == 6
    lines = crops(found.sheet.grey, found.scale, found.parts, found.mask, found.strips)
    for line in lines:
        left = 60 + 8 * EM - line.box[0]
        assert (line.grey[:, left : left + INK] < 128).mean() > 0.15, "the ink of the character is still there"


def test_a_picture_ends_where_its_grey_does_and_its_caption_is_read() -> None:
    page = paper()
    level_text(page, 60, 60, 30, 6)
    grey_place(page, 100, 400, 400, 300)
    level_text(page, 110, 708, 12, 1)
    found = surveyed(page)
    (picture,) = found.drawn.pictures
    assert np.abs(np.array(picture) - [100, 400, 500, 700]).max() < 6
    caption = [strip for strip in found.strips if strip.box[1] > 700]
    assert [len(strip.parts) for strip in caption] == [12]


def test_the_caption_of_a_picture_on_a_curled_page_is_read() -> None:
    page = paper()
    level_text(page, 60, 60, 30, 6)
    grey_place(page, 60, 400, 700, 300)
    level_text(page, 64, 706, 29, 1)
    for x in range(60, 800):
        page[390:800, x] = np.roll(page[390:800, x], (x - 60) // 60)
    caption = [strip for strip in surveyed(page).strips if strip.box[1] > 690]
    assert [len(strip.parts) for strip in caption] == [29]


@pytest.mark.parametrize("lines", [3, 0])
def test_type_on_the_tint_under_a_picture_is_no_part_of_it(lines: int) -> None:
    page = paper()
    level_text(page, 60, 60, 30, 6)
    page[400:900, 160:560] = 190
    grey_place(page, 180, 420, 360, 200)
    level_text(page, 200, 680, 12, lines)
    found = surveyed(page)
    (picture,) = found.drawn.pictures
    assert len([strip for strip in found.strips if strip.box[1] > 660]) == lines
    assert (picture.y1 < 680) is bool(lines), "without type it may be the picture's own ground"


def panel(page: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    """Eight white characters on black."""
    part = np.full((100, 560), 235, dtype=np.uint8)
    characters(part, 20, 20, 8, 1, 66, 66, size=60)
    page[400:500, 80:640] = 255 - part + np.uint8(20)


def test_type_in_white_on_black_is_a_line_and_dark_on_light_in_its_crop() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    panel(page)
    found = surveyed(page)
    (ground,) = found.drawn.grounds
    assert np.abs(np.array(ground) - [80, 400, 640, 500]).max() <= 2
    assert found.drawn.pictures == ()
    head = max(range(len(found.strips)), key=lambda n: found.strips[n].size)
    assert len(found.strips) == 9
    assert not found.strips[head].down
    line = crops(found.sheet.grey, found.scale, found.parts, found.mask, found.strips)[head]
    assert line.box[0] < 102 < 80 + 20 + 7 * 66 + 58 < line.box[2]
    assert np.median(line.grey) > 200
    assert (line.grey < 80).mean() > 0.2


def test_a_black_place_where_nothing_is_surely_read_is_a_picture() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    panel(page)
    found = surveyed(page)
    sure, unsure = (Reading("字", (0.5,), (value,)) for value in (0.95, 0.4))
    readings, drawn = settled(found.strips, [sure] * 9, found.drawn)
    assert readings == [sure] * 9
    assert drawn == found.drawn
    readings, drawn = settled(found.strips, [unsure] * 9, found.drawn)
    assert sum(not reading.text for reading in readings) == 1
    assert drawn.grounds == ()
    assert drawn.pictures == found.drawn.grounds


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


def test_a_large_character_takes_no_row_of_the_columns_beside_it() -> None:
    page = paper(1200, 1400)
    upright_text(page, 60, 60, 30, 12)
    x = 60 + 30 * round(1.4 * EM) + 4
    characters(page, x, 54 + EM, 1, 1, 60, 60, size=38)  # in the band of a row of characters
    found = surveyed(page)
    assert sorted(len(strip.parts) for strip in found.strips) == [1, *[12] * 30]


def test_a_headline_written_down_takes_nothing_of_the_lines_under_it() -> None:
    page = paper()
    characters(page, 60, 60, 1, 3, 52, 52, size=46)
    level_text(page, 60, 60 + 3 * 52 + 2, 20, 4)
    level_text(page, 60, 600, 20, 10)
    found = surveyed(page)
    assert sorted(len(strip.parts) for strip in found.strips) == [3, *[20] * 14]


def test_a_mark_at_the_end_of_a_headline_is_of_it() -> None:
    page = paper()
    characters(page, 60, 60, 5, 1, 52, 52, size=46)
    page[92:106, 60 + 5 * 52 + 4 : 60 + 5 * 52 + 16] = 40
    level_text(page, 60, 200, 20, 12)
    found = surveyed(page)
    assert sorted(len(strip.parts) for strip in found.strips) == [6, *[20] * 12]


def grey_place(page: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], x: int, y: int, wide: int, high: int) -> None:
    rng = np.random.default_rng(5)
    shade = np.linspace(90, 170, wide).astype(np.uint8)
    page[y : y + high, x : x + wide] = shade + rng.integers(0, 12, (high, wide)).astype(np.uint8)


def test_text_in_the_corner_between_two_pictures_is_read() -> None:
    page = paper()
    grey_place(page, 60, 60, 400, 300)
    grey_place(page, 470, 380, 380, 300)
    level_text(page, 490, 70, 14, 8)
    level_text(page, 60, 400, 15, 7)
    found = surveyed(page)
    assert len(found.drawn.pictures) == 2
    assert len(found.strips) == 15


def test_a_headline_in_the_corner_between_two_pictures_is_read() -> None:
    page = paper()
    grey_place(page, 470, 60, 380, 300)
    grey_place(page, 60, 390, 400, 300)
    level_text(page, 60, 900, 30, 6)
    characters(page, 560, 390, 2, 6, 60, 52, size=48)
    found = surveyed(page)
    assert len(found.drawn.pictures) == 2
    assert sum(len(strip.parts) for strip in found.strips if strip.size > 1.5 * EM) == 12


def test_a_label_across_the_head_of_a_headline_that_runs_down_is_no_part_of_it() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 18)
    characters(page, 700, 300, 1, 5, 0, 64, 60)
    characters(page, 680, 258, 3, 1, 34, 0, 30)
    found = surveyed(page)
    assert has_line(found, 700, 300, 760, 616)
    assert has_line(found, 680, 258, 778, 288)


def test_the_small_last_character_of_a_headline_is_of_it() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 18)
    characters(page, 700, 300, 1, 5, 0, 64, 60)
    characters(page, 713, 624, 1, 1, 0, 0, 34)
    assert has_line(surveyed(page), 700, 300, 760, 658)


def test_two_headlines_with_a_frame_between_are_two() -> None:
    page = paper()
    level_text(page, 60, 600, 32, 14)
    for left in (60, 330):
        page[80:300, left : left + 260] = 40
        page[83:297, left + 3 : left + 257] = 235
        characters(page, left + 20, 150, 3, 1, 80, 0, 70)
    found = surveyed(page)
    assert has_line(found, 80, 150, 310, 220)
    assert has_line(found, 350, 150, 580, 220)


def test_characters_that_touch_in_type_a_little_larger_than_the_body_are_of_their_column() -> None:
    page = paper()
    upright_text(page, 100, 100, 12, 30)
    size = round(1.38 * surveyed(page).em)
    for first, letters, step in ((0, 2, size + 5), (2, 8, size), (10, 4, size + 5)):  # eight hang together
        characters(page, 700, 100 + first * (size + 5), 1, letters, 0, step, size)
    found = surveyed(page)
    x = (700 + size / 2) * found.scale
    columns = [strip for strip in found.strips if strip.box[0] < x < strip.box[2]]
    assert all(strip.down for strip in columns)
    assert sum(strip.box[3] - strip.box[1] for strip in columns) > 13 * size * found.scale


@pytest.mark.parametrize(("behind", "taken"), [(25, True), (34, False)])
def test_a_comma_at_the_foot_of_its_square_is_of_the_column_that_it_ends(behind: int, taken: bool) -> None:
    page = paper()
    upright_text(page, 60, 60, 8, 20)
    foot = 60 + 19 * EM + INK + behind
    page[foot - 3 : foot + 3, 62:66] = 40
    found = surveyed(page)
    assert any(strip.box[3] > foot for strip in found.strips) is taken


@pytest.mark.parametrize(("letters", "taken"), [(20, True), (10, False)], ids=["beside a long line", "in a gutter"])
def test_a_mark_that_stands_apart_behind_a_line_is_of_it_if_one_beside_it_runs_over_the_mark(
    letters: int, taken: bool
) -> None:
    page = paper()
    level_text(page, 60, 60, letters, 12)
    top, end = 60 + 5 * round(1.5 * EM), 60 + 9 * EM + INK
    page[top : top + EM, end:] = 235
    page[top + 14 : top + 21, end + 26 : end + 33] = 40
    found = surveyed(page)
    (line,) = (strip for strip in found.strips if abs(strip.box[1] - top) < 2)
    assert line.box[2] == pytest.approx(end + (33 if taken else 0), abs=2)


@pytest.mark.parametrize("beside", [True, False])
def test_a_character_whose_strokes_are_heavy_is_no_black_ground_of_white_type(beside: bool) -> None:
    page = paper()
    level_text(page, 60, 300, 30, 12)
    for n in range(5):
        x = 100 + 86 * n
        if n == 2:  # 四
            page[100:160, x : x + 68] = 40
            page[112:148, x + 12 : x + 28] = page[112:148, x + 40 : x + 56] = 235
        elif beside:
            page[96:164, x : x + 68] = 40
            page[100:160, x + 4 : x + 64] = 235
    assert len(survey(Sheet.of(page)).drawn.grounds) == (not beside)
