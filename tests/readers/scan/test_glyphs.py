"""White in a line that was read as one: a mark that was not read, or a gutter."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.crops import crops
from pipeline.readers.scan.engines.protocol import Reading
from pipeline.readers.scan.glyphs import FIGURE, WIDEST, Said, glyphs_of, inked, said, tall_of, unread_marks
from pipeline.readers.scan.ink import parts_of
from pipeline.readers.scan.marks import Band
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import survey
from tests.readers.scan.drawing import EM, INK, Grey, paper, upright_text
from tests.readers.scan.test_slots import STEP, ring

SIZE = 20.0
GUTTER = 200.0, 234.0


def line(row: int, *stretches: tuple[float, float]) -> Said:
    """A line of the column's row with this number whose characters stand side by side in each stretch."""
    along = np.concatenate([np.arange(begin + SIZE / 2, end, SIZE) for begin, end in stretches])
    text = "字" * len(along)
    return Said(Reading(text, (0.5,) * len(text), (0.99,) * len(text)), False, along, 30.0 * row, SIZE)


def found(lines: list[Said]) -> list[bool]:
    return [bool(own.all()) for own in unread_marks(lines)]


def test_white_that_lines_next_to_it_run_over_is_an_unread_mark() -> None:
    lines = [line(0, (0, 400)), line(1, (0, 200), (234, 434)), line(2, (0, 400))]
    assert found(lines) == [True, True, True]


def test_white_beside_which_other_lines_end_is_a_gutter() -> None:
    left, right = (0.0, GUTTER[0]), (GUTTER[1], 434.0)
    assert found([line(0, left), line(0, right), line(1, left, right), line(2, left)]) == [True, True, False, True]
    assert found([line(1, left, right), line(2, left)]) == [False, True], "lines on one side of it tell, too"


def test_what_stands_farther_above_does_not_run_over_a_gutter() -> None:
    left, right = (0.0, GUTTER[0]), (GUTTER[1], 434.0)
    headline = Said(line(0, (100, 300)).reading, False, line(0, (100, 300)).along, -20.0, SIZE)
    assert found([headline, line(1, left, right), line(2, left)]) == [True, False, True]


def test_a_gutter_on_one_side_is_one_though_a_line_runs_over_it_on_the_other() -> None:
    left, right = (0.0, GUTTER[0]), (GUTTER[1], 434.0)
    assert found([line(0, (100, 300)), line(1, left, right), line(2, left), line(2, right)])[1] is False


def test_a_short_line_above_makes_no_gutter_of_an_unread_mark() -> None:
    assert found([line(0, (0, 200)), line(1, (0, 200), (234, 400)), line(2, (0, 400))])[1] is True


def test_a_line_that_ends_far_before_white_makes_no_gutter_of_it() -> None:
    assert found([line(0, (0, 140)), line(1, (0, 200), (234, 400))])[1] is True
    assert found([line(0, (0, 180)), line(1, (0, 200), (234, 400))])[1] is False


def test_a_line_with_nothing_next_to_it_keeps_its_white() -> None:
    assert found([line(0, (0, 200), (234, 434))]) == [True]


def test_the_white_of_a_line_that_is_spread_evenly_is_no_gutter_though_the_next_ends_there() -> None:
    spread = [(at, at + SIZE) for at in (0.0, 50.0, 100.0, 150.0)]
    assert found([line(0, *spread), line(1, (0, 120))]) == [True, True]
    assert found([line(0, *spread[:3], (165.0, 185.0)), line(1, (0, 120))]) == [False, True]


@pytest.mark.parametrize(("side", "unread"), [(16, (1,)), (5, ()), (0, ())], ids=["a character", "a mark", "nothing"])
def test_what_has_more_ink_than_a_mark_is_a_character_that_was_not_read(side: int, unread: tuple[int, ...]) -> None:
    mask = np.zeros((30, 120), dtype=np.uint8)
    mask[15 - side // 2 : 15 + side // 2 + side % 2, 50 - side // 2 : 50 + side // 2 + side % 2] = 1
    parts = parts_of(mask)
    own = np.arange(len(parts.area))
    along = np.array([10.0, 30.0, 70.0, 90.0])
    assert inked(along, Band(parts, own, own, 1.0, 15.0, SIZE, False)) == unread


@pytest.mark.parametrize("unread", [(), (1,)])
def test_white_with_unread_ink_is_no_white(unread: tuple[int, ...]) -> None:
    said = line(1, (0, 40), (60, 100))
    page = survey(Sheet.of(np.full((200, 200), 255, dtype=np.uint8)))
    box = glyphs_of([dataclasses.replace(said, inked=unread)], page).box
    assert box is not None
    assert box[2, 0] - box[1, 2] == pytest.approx(0.0 if unread else WIDEST * SIZE, abs=0.5)


@pytest.mark.parametrize(
    ("text", "apart", "down", "long"),
    [("２8萬", 1.0, True, 1.0), ("28萬", 0.6, True, 0.6), ("28萬", 1.0, False, 0.55)],
    ids=["one on another", "side by side in one square", "in a level line"],
)
def test_a_figure_that_has_a_square_to_itself_fills_it(text: str, apart: float, down: bool, long: float) -> None:
    along = np.array([100.0, 100 + apart * SIZE, 100 + (1 + apart) * SIZE])
    said = Said(Reading(text, (0.5,) * 3, (0.99,) * 3), down, along, 100.0, SIZE)
    box = glyphs_of([said], survey(Sheet.of(np.full((200, 200), 255, dtype=np.uint8)))).box
    assert box is not None
    assert box[1, 3 if down else 2] - box[1, 1 if down else 0] == pytest.approx(long * SIZE, abs=0.5)


@pytest.mark.parametrize("down", [False, True], ids=["level", "one on another"])
def test_figures_are_as_high_in_a_column_as_in_a_level_line(down: bool) -> None:
    wide, high = 0.5 * SIZE, FIGURE * SIZE
    long, deep = (high, wide) if down else (wide, high)
    cells = np.array([[n * SIZE, n * SIZE + long, 0.0, deep] for n in range(2)])
    assert tall_of("88", cells, np.zeros(2, dtype=bool), down) == pytest.approx(SIZE)


def test_type_is_as_tall_as_its_tallest_ideographs_but_for_a_few_that_touch_others() -> None:
    tall = np.array([18.0] * 9 + [20.0, 20.0, 26.0])
    cells = np.column_stack([np.arange(12) * SIZE, np.arange(1, 13) * SIZE, np.zeros(12), tall])
    assert tall_of("字" * 12, cells, np.ones(12, dtype=bool), False) == 20


@pytest.mark.parametrize(("letters", "size", "face"), [(8, 1.0, "heavy"), (3, 1.0, None), (8, 1.2, None)])
def test_only_lines_of_the_bodys_size_that_are_long_enough_have_a_face(
    letters: int, size: float, face: str | None
) -> None:
    lines = [dataclasses.replace(line(n, (0, 300)), weight=0.1) for n in range(20)]
    lines.append(dataclasses.replace(line(20, (0, letters * SIZE)), weight=0.2, size=size * SIZE))
    some = glyphs_of(lines, survey(Sheet.of(np.full((600, 600), 255, dtype=np.uint8))))
    assert some.font is not None
    assert (some.fonts[some.font[-1]] if some.font[-1] >= 0 else None) == face


@pytest.mark.parametrize(("uneven", "heavy"), [(0.02, True), (0.15, False)])
def test_heavy_strokes_are_thicker_than_those_of_an_unevenly_inked_page(uneven: float, heavy: bool) -> None:
    lines = [dataclasses.replace(line(n, (0, 300)), weight=0.1 * (1 + uneven * (n % 5 - 2))) for n in range(20)]
    lines.append(dataclasses.replace(line(20, (0, 300)), weight=0.145))
    some = glyphs_of(lines, survey(Sheet.of(np.full((600, 600), 255, dtype=np.uint8))))
    assert some.font is not None
    assert (some.fonts[some.font[-1]] == "heavy") is heavy


def read(page: Grey) -> list[Said]:
    """What is said by an engine that reads 字 for every whole character of a page."""
    sheet = survey(Sheet.of(page))
    lines = crops(sheet.sheet.grey, sheet.scale, sheet.parts, sheet.mask, sheet.strips)
    readings = []
    for strip, image in zip(sheet.strips, lines, strict=True):
        box = sheet.parts.box[strip.parts][:, int(strip.down) :: 2] / sheet.scale
        box = box[box[:, 1] - box[:, 0] > EM / 2]
        begin, end = image.box[int(strip.down) :: 2]
        place = (np.sort(box.mean(axis=1)) - begin) / (end - begin)
        readings.append(Reading("字" * len(place), tuple(place.tolist()), (0.99,) * len(place)))
    return said(sheet, lines, readings)


def worn_column(*, head: bool, beside: bool) -> str:
    """What is said of a column of whose first or last character the end of a stroke is left, where those beside it have
    one or have none."""
    page = paper()
    upright_text(page, 60, 60, 12, 20)
    step, row = round(1.4 * EM), 0 if head else 19
    y = 60 + row * EM
    columns = range(5, 6) if beside else range(12)
    for n in columns:
        page[y - 2 : y + EM, 58 + n * step : 60 + n * step + EM] = 235
    x = 60 + 5 * step + INK // 2
    page[y + INK // 2 - 1 : y + INK // 2 + 2, x + 6 : x + 10] = 40
    (column,) = (line for line in read(page) if abs(line.across - x) < EM / 2)
    return column.reading.text


@pytest.mark.parametrize("head", [True, False])
def test_the_end_of_a_stroke_at_an_end_of_a_column_is_a_character_only_where_those_beside_it_have_one(
    head: bool,
) -> None:
    assert worn_column(head=head, beside=True) == ("一" + "字" * 19 if head else "字" * 19 + "一")
    assert worn_column(head=head, beside=False) == "字" * 19


def test_a_full_stop_that_is_a_column_by_itself_is_told_by_its_ink_and_its_place_and_rather_sure() -> None:
    page = paper()
    upright_text(page, 100, 100, 3, 14)
    ring(page, 100 + 3 * STEP + 7, 107, 8)
    upright_text(page, 100 + 4 * STEP, 100, 4, 14)
    (mark,) = (line.reading for line in read(page) if len(line.reading.text) == 1)
    assert (mark.text, mark.confidence) == ("。", (0.7,))


def test_so_is_a_worn_one_in_pieces() -> None:
    page = paper()
    upright_text(page, 100, 100, 3, 14)
    for y, wide in ((109, 3), (114, 4)):
        page[y : y + 2, 109 + 3 * STEP : 109 + 3 * STEP + wide] = 40
    upright_text(page, 100 + 4 * STEP, 100, 4, 14)
    (mark,) = (line.reading for line in read(page) if len(line.reading.text) == 1)
    assert (mark.text, mark.confidence) == ("。", (0.7,))
