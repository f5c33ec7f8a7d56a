"""Characters that came apart are found as what they were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.ink import Parts
from pipeline.readers.scan.pieces import interleaved, quoted, reunited, swallowed, uncrossed, with_halves
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.strip import Strip, strip_of
from pipeline.readers.scan.survey import Survey, survey
from tests.readers.scan.drawing import EM, INK, Grey, characters, level_text, paper, upright_text

WIDE = 20 * EM - (EM - INK)  # pixels of a line of 20 characters


def surveyed(page: Grey) -> Survey:
    return survey(Sheet.of(page))


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


@pytest.mark.parametrize(("halves", "left"), [([(0, 34), (33, 31)], 1), ([(0, 24)], 2)])
def test_the_upper_and_lower_half_of_a_character_over_a_headline_that_runs_down_are_of_it(
    halves: list[tuple[int, int]], left: int
) -> None:
    size = 70
    top = 3 * EM
    pieces = [(False, [(0.0, float(y), float(size), float(y + high))]) for y, high in halves]
    headline = [(0.0, float(y), float(size), float(y + size)) for y in range(top + 12, top + 12 + 5 * 84, 84)]
    parts, lines = lined((True, headline), *pieces)
    assert len(with_halves([replace(lines[0], size=float(size)), *lines[1:]], parts, EM)) == left


def test_the_halves_of_a_character_behind_a_quote_are_of_the_headline() -> None:
    page = paper()
    size = 2 * EM
    characters(page, 60, 60, 6, 1, size + 4, size, size=size)
    end = 60 + 6 * (size + 4)
    for left in (end + 16, end + 26):
        page[62:78, left : left + 6] = 40
    for left in (end + 54, end + 54 + 23):
        characters(page, left, 60, 1, 1, 0, 0, size=21)
        characters(page, left, 60 + 27, 1, 1, 0, 0, size=21)
    level_text(page, 60, 200, 20, 12)
    found = surveyed(page)
    assert max(len(strip.parts) for strip in found.strips if strip.size > 1.5 * EM) == 6 + 2 + 4


def test_two_lines_of_lesser_type_beside_large_type_stay_two() -> None:
    page = paper()
    size = 2 * EM
    characters(page, 60, 60, 4, 1, size + 4, size, size=size)
    characters(page, 60 + 4 * (size + 4) + 30, 60, 12, 2, 22, 27, size=20)
    level_text(page, 60, 200, 20, 12)
    assert len(surveyed(page).strips) == 15


def test_a_column_of_text_beside_type_as_high_as_its_lines_together_is_no_half() -> None:
    size = 120
    text = [(False, row(6 * size + 40, 4 + 38 * n, 14, INK, EM)) for n in range(3)]
    parts, lines = lined((False, row(0, 0, 6, size, size)), *text)
    lines[0] = replace(lines[0], size=float(size))
    assert len(with_halves(lines, parts, EM)) == 4


def test_two_short_lines_of_body_type_before_type_as_high_as_both_are_no_halves() -> None:
    size = 72
    for high, letters, apart, left in ((INK, 3, 48, 3), (32, 2, 38, 1)):
        low = [(False, row(0, n * apart, letters, high, high + 2)) for n in (0, 1)]
        parts, lines = lined((False, row(3 * EM + 44, 0, 6, size - 2, size)), *low)
        lines[0] = replace(lines[0], size=size - 2)
        assert len(with_halves(lines, parts, EM)) == left


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


Box = tuple[float, float, float, float]


def lined(*lines: tuple[bool, list[Box]]) -> tuple[Parts, list[Strip]]:
    """Parts with these boxes, and the lines of them, each with whether it runs down."""
    table = np.array([box for _, boxes in lines for box in boxes], dtype=np.float64)
    wide, tall = (table[:, 2:] - table[:, :2]).T
    parts = Parts(table, wide * tall, np.zeros((1, 1), dtype=np.int32))
    made, first = [], 0
    for down, boxes in lines:
        made.append(strip_of(parts, np.arange(first, first + len(boxes)), EM, down))
        first += len(boxes)
    return parts, made


def row(x: float, y: float, letters: int, size: float, step: float) -> list[Box]:
    return [(x + n * step, y, x + n * step + size, y + size) for n in range(letters)]


def test_a_piece_in_the_band_of_a_line_is_of_one_of_its_characters() -> None:
    headline = row(0, 0, 6, 96, 106)
    for piece in ((200.0, -2.0, 258.0, 35.0), (200.0, -5.0, 230.0, 68.0)):
        _, lines = lined((False, headline), (True, [piece]))
        (whole,) = swallowed(lines, EM)
        assert len(whole.parts) == 7
        assert not whole.down


def test_a_line_that_was_measured_as_its_stroke_is_as_large_as_the_character_beside_that() -> None:
    headline = row(0, 0, 6, 96, 106)
    _, (whole, inner) = lined((False, headline), (False, [(200.0, 4.0, 240.0, 31.0)]))
    for sizes, size in (((5.0, 27.0), 27.0), ((96.0, 27.0), 96.0)):
        lines = [replace(line, size=one) for line, one in zip((whole, inner), sizes, strict=True)]
        (made,) = swallowed(lines, EM)
        assert made.size == size


@pytest.mark.parametrize(
    ("mark", "count"),
    [
        ((636.0, 70.0, 656.0, 100.0), 1),
        ((656.0, 70.0, 676.0, 100.0), 2),  # farther away
        ((636.0, 20.0, 656.0, 50.0), 2),  # no comma stands so high
    ],
)
def test_a_comma_right_behind_a_line_is_of_it(mark: Box, count: int) -> None:
    _, lines = lined((False, row(0, 0, 6, 96, 106)), (False, [mark]))
    assert len(swallowed(lines, EM)) == count


def test_what_lies_beside_a_line_or_is_longer_than_its_characters_stays_a_line() -> None:
    headline = row(0, 0, 6, 96, 106)
    for piece in ((200.0, -12.0, 258.0, 30.0), (640.0, 10.0, 664.0, 34.0), (200.0, 40.0, 330.0, 64.0)):
        _, lines = lined((False, headline), (False, [piece]))
        assert len(swallowed(lines, EM)) == 2


def test_the_halves_of_a_character_that_is_a_line_by_itself_are_one() -> None:
    for down, halves in (
        (False, [(10.0, 0.0, 33.0, 8.0), (10.0, 10.0, 33.0, 23.0)]),  # 六
        (True, [(10.0, 0.0, 21.0, 22.0), (25.0, 0.0, 33.0, 23.0)]),  # 引
    ):
        parts, lines = lined(*((down, [half]) for half in halves), (False, row(0, 200, 12, INK, EM)))
        found = reunited(lines, parts, EM)
        assert sorted(len(line.parts) for line in found) == [2, 12]


def test_two_low_pieces_that_are_no_character_together_stay_two() -> None:
    for other in (
        (10.0, 24.0, 33.0, 37.0),  # two lines of small type
        (30.0, 10.0, 53.0, 23.0),  # beside each other
        (10.0, 9.0, 33.0, 13.0),  # too low, as dashes are
    ):
        parts, lines = lined((False, [(10.0, 0.0, 33.0, 8.0)]), (False, [other]))
        assert len(reunited(lines, parts, EM)) == 2


@pytest.mark.parametrize("white", [40, 60])  # also that of a comma in the middle of its square
@pytest.mark.parametrize("down", [False, True])
def test_the_first_characters_of_two_spaced_lines_are_no_line_across_them(down: bool, white: int) -> None:
    def turned(boxes: list[Box]) -> list[Box]:
        return [(y0, x0, y1, x1) for x0, y0, x1, y1 in boxes] if down else boxes

    lines = [(down, turned(row(70 + white, y, 6, 60, 100))) for y in (0, 80)]
    first = turned([(10, 0, 70, 60), (10, 80, 70, 140)])
    parts, made = lined(*lines, (not down, first))
    found = uncrossed(made, parts, EM)
    assert [(strip.down, len(strip.parts)) for strip in found] == [(down, 7), (down, 7)]


@pytest.mark.parametrize("step", [60, 110])
def test_the_first_characters_of_two_lines_spread_evenly_are_no_line_across_them(step: int) -> None:
    lines = [(False, row(20 + step, y, 4, 44, step)) for y in (0, 60)]
    parts, made = lined(*lines, (True, [(20.0, 0.0, 64.0, 44.0), (20.0, 60.0, 64.0, 104.0)]))
    assert [(strip.down, len(strip.parts)) for strip in uncrossed(made, parts, EM)] == [(False, 5), (False, 5)]


def test_a_column_farther_from_spread_lines_than_their_characters_are_apart_is_one() -> None:
    lines = [(False, row(200, y, 4, 44, 80)) for y in (0, 60)]
    parts, made = lined(*lines, (True, [(80.0, 0.0, 124.0, 44.0), (80.0, 60.0, 124.0, 104.0)]))
    assert len(uncrossed(made, parts, EM)) == 3


def test_a_line_across_the_ends_of_others_is_one_where_it_stands_apart_or_is_of_other_type() -> None:
    text = [(False, row(110, y, 12, INK, EM)) for y in (0, 36)]
    for label in (
        [(40.0, 0.0, 62.0, 22.0), (40.0, 36.0, 62.0, 58.0)],  # two characters away
        [(80.0, 12.0, 102.0, 34.0), (80.0, 36.0, 102.0, 58.0)],  # not level with them
        [(60.0, -10.0, 104.0, 34.0), (60.0, 36.0, 104.0, 80.0)],  # twice as large
        [(80.0, 0.0, 102.0, 22.0), (80.0, 36.0, 102.0, 58.0), (80.0, 72.0, 102.0, 94.0)],  # longer than they are many
    ):
        parts, made = lined(*text, (True, label))
        assert len(uncrossed(made, parts, EM)) == 3


def test_a_line_across_the_ends_of_others_may_be_parted_from_them_by_their_marks() -> None:
    text = [(False, row(110, y, 12, INK, EM)) for y in (0, 36)]
    first = (True, [(62.0, 0.0, 84.0, 22.0), (86.0, 36.0, 108.0, 58.0)])
    parts, made = lined(*text, first, (False, [(90.0, 16.0, 96.0, 23.0)]))
    assert [(strip.down, len(strip.parts)) for strip in uncrossed(made, parts, EM)] == [(False, 14), (False, 13)]
    parts, made = lined(*text, first)
    assert len(uncrossed(made, parts, EM)) == 3
    parts, made = lined(*text, first, (False, [(90.0, 10.0, 92.0, 12.0)]))  # a speck
    assert len(uncrossed(made, parts, EM)) == 4


def test_two_characters_of_a_line_over_one_of_larger_type_come_back_to_it() -> None:
    small, large = (False, row(110, 0, 12, INK, EM)), (False, row(110, 40, 5, 46, 50))
    first = [(62.0, 0.0, 84.0, 22.0), (86.0, 0.0, 108.0, 22.0), (62.0, 40.0, 108.0, 86.0)]
    parts, made = lined(small, large, (True, first))
    assert [(strip.down, len(strip.parts)) for strip in uncrossed(made, parts, EM)] == [(False, 14), (False, 6)]
    first[1] = (86.0, 20.0, 108.0, 30.0)  # the next character is none of the line, so that before it is not
    parts, made = lined(small, large, (True, first))
    assert len(uncrossed(made, parts, EM)) == 3


def test_the_quotes_behind_a_headline_are_of_it() -> None:
    quote = [(700.0, 2.0, 708.0, 26.0), (714.0, 2.0, 722.0, 26.0)]
    parts, made = lined((False, row(0, 0, 6, 96, 106)), (False, quote))
    (whole,) = quoted(made, parts, EM)
    assert len(whole.parts) == 8


def test_small_quotes_before_the_last_character_of_a_headline_lead_to_it() -> None:
    page = paper()
    size = 2 * EM
    characters(page, 60, 60, 6, 1, size + 4, size, size=size)
    end = 60 + 6 * (size + 4)
    for left in (end + 28, end + 38):
        page[66:76, left : left + 5] = 40
    page[60:108, end + 50 : end + 68] = 40
    page[66:102, end + 54 : end + 64] = 235
    for top in (60, 60 + 27):
        characters(page, end + 72, top, 1, 1, 0, 0, size=21)
    level_text(page, 60, 200, 20, 12)
    headline = [strip for strip in surveyed(page).strips if strip.size > 1.5 * EM]
    assert [len(strip.parts) for strip in headline] == [6 + 2 + 3]


@pytest.mark.parametrize(("stroke", "count"), [(2, 2), (5, 1)])
def test_two_headlines_side_by_side_are_told_by_how_black_they_are(stroke: int, count: int) -> None:
    page = paper()
    size = 2 * EM
    characters(page, 60, 60, 7, 1, size + 4, size, size=size)
    left = 60 + 7 * (size + 4) + 37
    for n in range(7):  # in strokes as thick as the other's, nearly, or in far thinner ones
        x = left + n * (size + 4)
        page[60 : 60 + size, x : x + size] = 40
        page[60 + stroke : 60 + size - stroke, x + stroke : x + size - stroke] = 235
        page[60 + 23 : 60 + 23 + stroke, x : x + size] = page[60 : 60 + size, x + 23 : x + 23 + stroke] = 40
    level_text(page, 60, 200, 20, 12)
    assert sum(strip.size > 1.5 * EM for strip in surveyed(page).strips) == count


def test_what_is_no_quote_behind_a_headline_stays_by_itself() -> None:
    for other in (
        [(700.0, 70.0, 708.0, 94.0), (714.0, 70.0, 722.0, 94.0)],  # low
        [(700.0, 2.0, 708.0, 26.0), (714.0, 2.0, 738.0, 16.0)],  # of two heights
        [(700.0, 2.0, 722.0, 24.0)],  # a character of small type
        [(700.0, 2.0, 723.0, 26.0), (726.0, 2.0, 749.0, 26.0)],  # two of them
        [(800.0, 2.0, 808.0, 26.0), (814.0, 2.0, 822.0, 26.0)],  # far away
    ):
        parts, made = lined((False, row(0, 0, 6, 96, 106)), (False, other))
        assert len(quoted(made, parts, EM)) == 2


def test_a_line_takes_no_pieces_that_stand_lower_and_lower() -> None:
    line = row(0, 0, 6, 48, 52)
    steps = [(6 * 52.0 + 30 * n, 5.0 * n, 6 * 52.0 + 30 * n + 26, 5.0 * n + 44) for n in range(1, 9)]
    parts, made = lined((False, line), (False, steps))
    (whole,) = with_halves(made[:1], parts, EM)
    assert whole.box[3] < 1.2 * 48


def test_what_is_far_higher_than_its_type_is_a_drawing_and_takes_nothing() -> None:
    halves = [(630.0, 2.0, 700.0, 42.0), (640.0, 50.0, 690.0, 94.0)]
    parts, (drawing, *_) = lined((False, row(0, 0, 6, 96, 104)), (False, halves))
    assert len(with_halves([drawing], parts, EM)[0].parts) == 6
    (headline,) = with_halves([replace(drawing, size=96.0)], parts, EM)
    assert len(headline.parts) == 8


@pytest.mark.parametrize(("long", "deep", "left"), [(150, 22, 1), (150, 8, 2), (600, 22, 2)])
def test_short_lines_of_large_type_that_lie_in_each_other_are_one(long: float, deep: float, left: int) -> None:
    """`deep` is how far the second lies in the first."""
    for down in (True, False):
        boxes = [(0.0, 0.0, 44.0, long), (44.0 - deep, 10.0, 73.0 - deep, long + 8)]
        own = [[box if down else (box[1], box[0], box[3], box[2])] for box in boxes]
        parts, lines = lined(*((down, box) for box in own))
        assert len(interleaved(lines, parts, EM)) == left


def test_two_lines_of_body_type_that_touch_stay_two() -> None:
    parts, lines = lined((False, [(0.0, 0.0, 100.0, 22.0)]), (False, [(0.0, 10.0, 100.0, 32.0)]))
    assert len(interleaved(lines, parts, EM)) == 2


def test_scraps_of_a_picture_that_lie_around_a_line_do_not_take_it() -> None:
    parts, lines = lined((True, row(0, 0, 1, 12, 0) + row(300, 400, 1, 12, 0)), (True, [(100.0, 50.0, 140.0, 380.0)]))
    lines[0] = replace(lines[0], size=12.0)
    assert len(interleaved(lines, parts, EM)) == 2
