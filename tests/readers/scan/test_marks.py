"""Marks that the recogniser passed over, told by their ink."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

import cv2

from pipeline.readers.scan.engines.protocol import Reading
from pipeline.readers.scan.ink import Mask, Parts, parts_of
from pipeline.readers.scan.marks import Band, mark_of, with_ending, with_marks, with_quotes

SIZE = 40
Sign = Callable[[Mask, int, int], None]


def ring(mask: Mask, x: int, y: int) -> None:
    cv2.circle(mask, (x, y), 5, 1, 2)


def disc(mask: Mask, x: int, y: int) -> None:
    cv2.circle(mask, (x, y), 5, 1, -1)


def drop(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x + 2, y - 4), (x - 1, y + 5), 1, 3)


def slant(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x - 4, y - 4), (x + 3, y + 3), 1, 3)


def stroke(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x - 12, y), (x + 12, y), 1, 3)


def opening(mask: Mask, x: int, y: int) -> None:
    cv2.ellipse(mask, (x, y + 8), (16, 12), 0, 200, 340, 1, 2)


def closing(mask: Mask, x: int, y: int) -> None:
    cv2.ellipse(mask, (x, y - 8), (16, 12), 0, 20, 160, 1, 2)


def opening_angle(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x - 14, y - 4), (x + 14, y - 4), 1, 2)
    cv2.line(mask, (x + 14, y - 4), (x + 14, y + 6), 1, 2)


def closing_angle(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x - 14, y + 4), (x + 14, y + 4), 1, 2)
    cv2.line(mask, (x - 14, y - 6), (x - 14, y + 4), 1, 2)


def high_angle(mask: Mask, x: int, y: int) -> None:
    """A closing angle of thin arms, as far before the middle of its square as in most faces."""
    cv2.line(mask, (x - 19, y - 4), (x + 9, y - 4), 1, 2)
    cv2.line(mask, (x - 19, y - 14), (x - 19, y - 4), 1, 1)


def low_angle(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x - 9, y + 8), (x + 19, y + 8), 1, 2)
    cv2.line(mask, (x + 19, y + 8), (x + 19, y + 18), 1, 1)


def blot(mask: Mask, x: int, y: int) -> None:
    """A ring of heavy type, whose ink ran."""
    cv2.circle(mask, (x, y), 7, 1, -1)


def large_blot(mask: Mask, x: int, y: int) -> None:
    cv2.circle(mask, (x, y), 9, 1, -1)


def wide_stroke(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x - 16, y + 3), (x + 16, y - 3), 1, 3)


def page(*signs: tuple[int, Sign], down: bool = True) -> Parts:
    mask = np.zeros((400, 400), dtype=np.uint8)
    for place, sign in signs:
        sign(mask, *((200, place) if down else (place, 200)))
    return parts_of(mask)


def read(
    text: str, cells: list[int], parts: Parts, down: bool = True, beside: tuple[bool, bool] = (False, False)
) -> str:
    """What the line says whose characters stand in these cells, with the marks that its ink shows."""
    along = np.array(cells, dtype=np.float64) * SIZE + SIZE / 2
    plain = Reading(text, tuple(along.tolist()), (0.9,) * len(text))
    own = np.arange(len(parts.area))
    made, places = with_marks(plain, along, Band(parts, own, own, 1.0, 200.0, float(SIZE), down, beside))
    assert len(places) == len(made.text) == len(made.confidence) == len(made.place)
    assert (np.diff(places) > 0).all()
    return made.text


def crumb(mask: Mask, x: int, y: int) -> None:
    mask[y : y + 5, x : x + 5] = 1


def speck(mask: Mask, x: int, y: int) -> None:
    mask[y : y + 2, x : x + 2] = 1


def block(mask: Mask, x: int, y: int) -> None:
    mask[y : y + 14, x : x + 10] = 1


@pytest.mark.parametrize(
    ("sign", "mark"),
    [
        (ring, "。"),
        (disc, "。"),
        (blot, "。"),
        (large_blot, None),
        (drop, "，"),
        (slant, "、"),
        (stroke, None),
        (crumb, "，"),
        (speck, None),
        (block, None),
    ],
)
def test_the_shape_of_a_mark(sign: Sign, mark: str | None) -> None:
    assert mark_of(page((200, sign)), 0, SIZE) == mark


@pytest.mark.parametrize("down", [True, False])
def test_a_mark_between_two_ideographs_is_read(down: bool) -> None:
    parts = page((2 * SIZE + 20, drop), (5 * SIZE + 20, ring), down=down)
    assert read("落後直到局勢", [0, 1, 3, 4, 6, 7], parts, down) == "落後，直到。局勢"


@pytest.mark.parametrize(
    ("begin", "end", "marks"), [(opening, closing, "（）"), (opening_angle, closing_angle, "「」")]
)
def test_brackets_are_read_in_type_that_runs_down(begin: Sign, end: Sign, marks: str) -> None:
    parts = page((SIZE + 30, begin), (4 * SIZE + 10, end))
    assert read("訊記者一名", [0, 2, 3, 5, 6], parts) == f"訊{marks[0]}記者{marks[1]}一名"


def small_arc(mask: Mask, x: int, y: int) -> None:
    cv2.ellipse(mask, (x, y + 8), (10, 12), 0, 200, 340, 1, 2)


def deep_arc(mask: Mask, x: int, y: int) -> None:
    cv2.ellipse(mask, (x, y + 12), (16, 26), 0, 180, 360, 1, 2)


@pytest.mark.parametrize("sign", [small_arc, deep_arc])
def test_an_arc_that_is_small_or_deep_is_no_bracket(sign: Sign) -> None:
    assert read("訊記者", [0, 2, 3], page((SIZE + 30, sign))) == "訊記者"


def test_what_only_its_ink_tells_is_half_sure() -> None:
    parts = page((2 * SIZE + 20, drop))
    along = np.array([0.5, 1.5, 3.5, 4.5]) * SIZE
    own = np.arange(len(parts.area))
    plain = Reading("落後直到", tuple(along.tolist()), (0.9,) * 4)
    made, _ = with_marks(plain, along, Band(parts, own, own, 1.0, 200.0, float(SIZE), True))
    assert made.confidence == (0.9, 0.9, 0.5, 0.9, 0.9)


def test_a_bracket_begins_a_column() -> None:
    assert read("一名無業", [1, 2, 3, 4], page((10, closing))) == "）一名無業"


@pytest.mark.parametrize("sign", [wide_stroke, stroke])
def test_a_stroke_before_a_column_is_no_mark(sign: Sign) -> None:
    assert read("一名無業", [1, 2, 3, 4], page((10, sign))) == "一名無業"


def test_an_arc_in_a_level_line_is_no_bracket() -> None:
    assert read("訊記者", [0, 2, 3], page((SIZE + 30, opening), down=False), down=False) == "訊記者"


def slash(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x - 16, y + 16), (x + 16, y - 16), 1, 2)


def backslash(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x - 16, y - 16), (x + 16, y + 16), 1, 2)


def short_slash(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x - 8, y + 8), (x + 8, y - 8), 1, 2)


def long_slash(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x - 24, y + 24), (x + 24, y - 24), 1, 2)


def bent(mask: Mask, x: int, y: int) -> None:
    cv2.ellipse(mask, (x - 16, y - 16), (32, 32), 0, 0, 90, 1, 2)  # as 丿


@pytest.mark.parametrize(
    ("sign", "down", "found"),
    [
        (slash, True, "廷／斗"),
        (slash, False, "廷斗"),
        (backslash, True, "廷斗"),
        (bent, True, "廷斗"),
        (short_slash, True, "廷斗"),
        (long_slash, True, "廷斗"),
    ],
)
def test_a_slash_is_read_in_type_that_runs_down(sign: Sign, down: bool, found: str) -> None:
    assert read("廷斗", [3, 5], page((180, sign), down=down), down) == found


def end_of_stroke(mask: Mask, x: int, y: int) -> None:
    cv2.line(mask, (x + 12, y - 2), (x + 16, y - 2), 1, 4)


def broken_ring(mask: Mask, x: int, y: int) -> None:
    cv2.circle(mask, (x, y), 5, 1, 2)
    mask[y - 1 : y + 2, x - 8 : x - 1] = 0


def crumbs(mask: Mask, x: int, y: int) -> None:
    mask[[y - 4, y - 4, y + 4], [x - 4, x + 4, x + 4]] = 1


@pytest.mark.parametrize(
    ("cells", "place", "sign", "found"),
    [
        ([1, 2], 20, crumbs, "。名無"),
        ([0, 1], 2 * SIZE + 20, end_of_stroke, "名無一"),
        ([1, 2], 20, end_of_stroke, "一名無"),
    ],
)
def test_what_is_left_at_an_end_of_a_column_is_read_where_those_beside_it_have_a_character(
    cells: list[int], place: int, sign: Sign, found: str
) -> None:
    parts = page((place, sign))
    assert read("名無", cells, parts, beside=(True, True)) == found
    assert read("名無", cells, parts) == "名無"


def colon(mask: Mask, x: int, y: int) -> None:
    cv2.circle(mask, (x - 10, y), 2, 1, -1)
    cv2.circle(mask, (x + 10, y), 2, 1, -1)


def test_the_end_of_a_stroke_is_read_between_ideographs_and_where_it_was_taken_for_a_point() -> None:
    parts = page((2 * SIZE + 20, end_of_stroke), (5 * SIZE + 20, end_of_stroke), down=False)
    assert read("阵里每架知", [0, 1, 3, 4, 6], parts, down=False) == "阵里一每架一知"
    assert read("阵里·每架-知", [0, 1, 2, 3, 4, 5, 6], parts, down=False) == "阵里一每架一知"


@pytest.mark.parametrize(
    ("text", "cells", "at"), [("架次的渡船", [1, 2, 3, 4, 5], 0), ("架次的渡船", [0, 1, 2, 3, 4], 5)]
)
def test_the_end_of_a_stroke_is_read_at_the_ends_of_a_level_line(text: str, cells: list[int], at: int) -> None:
    place = (0 if at == 0 else 5) * SIZE + SIZE // 2
    assert read(text, cells, page((place, end_of_stroke), down=False), down=False) == text[:at] + "一" + text[at:]


def test_before_a_short_line_it_is_a_speck() -> None:
    assert read("渡口", [1, 2], page((SIZE // 2, end_of_stroke), down=False), down=False) == "渡口"


def speck_of_stroke(mask: Mask, x: int, y: int) -> None:
    mask[y - 2 : y, x + 13 : x + 16] = 1


def test_at_the_ends_of_a_level_line_what_is_smaller_than_the_end_of_a_stroke_is_a_speck() -> None:
    for cells, place in (([1, 2, 3, 4, 5], 0), ([0, 1, 2, 3, 4], 5)):
        parts = page((place * SIZE + SIZE // 2, speck_of_stroke), down=False)
        assert read("架次的渡船", cells, parts, down=False) == "架次的渡船"
    within = page((2 * SIZE + 20, speck_of_stroke), down=False)
    assert read("架次渡船", [0, 1, 3, 4], within, down=False) == "架次一渡船"


def test_a_point_in_the_middle_stays() -> None:
    parts = page((2 * SIZE + 20, disc), down=False)
    assert read("卡尔·马克", [0, 1, 2, 3, 4], parts, down=False) == "卡尔·马克"


def test_a_broken_ring_and_two_dots_are_read_in_type_that_runs_down() -> None:
    parts = page((2 * SIZE + 20, broken_ring), (5 * SIZE + 20, colon))
    assert read("落後直到局勢", [0, 1, 3, 4, 6, 7], parts) == "落後。直到：局勢"


def test_a_mark_ends_a_line() -> None:
    assert read("直到局勢", [0, 1, 2, 3], page((4 * SIZE + 20, ring))) == "直到局勢。"


@pytest.mark.parametrize(
    ("signs", "marks"),
    [([ring, high_angle], "。」"), ([high_angle, low_angle], "」「"), ([drop, low_angle], "，「"), ([ring], "。")],
)
def test_two_marks_between_two_ideographs_are_read(signs: list[Sign], marks: str) -> None:
    parts = page(*((n * SIZE + 20, sign) for n, sign in enumerate(signs, 1)))
    assert read("人戚", [0, 3], parts) == f"人{marks}戚"


def test_between_two_characters_of_a_level_line_there_is_room_for_one() -> None:
    parts = page((SIZE + 20, drop), (2 * SIZE + 20, drop), down=False)
    assert read("人戚", [0, 3], parts, down=False) == "人戚"


@pytest.mark.parametrize(
    ("text", "signs", "whole"),
    [
        ("走了。", [(3, high_angle)], "走了。」"),
        ("走了", [(2, ring), (3, high_angle)], "走了。」"),
        ("走了", [(3, high_angle)], "走了"),  # white between: of another column
        ("走了。", [(3, ring)], "走了。"),  # specks: no point stands behind a point
        ("22", [(2, high_angle)], "22"),
    ],
)
def test_one_mark_ends_a_column_behind_another(text: str, signs: list[tuple[int, Sign]], whole: str) -> None:
    parts = page(*((cell * SIZE + SIZE // 2, sign) for cell, sign in signs))
    assert read(text, list(range(len(text))), parts) == whole


def test_two_marks_begin_a_column() -> None:
    assert read("戚海", [2, 3], page((20, ring), (SIZE + 20, high_angle))) == "。」戚海"


def test_what_is_left_two_squares_off_an_end_is_not_told_by_the_columns_beside_it() -> None:
    parts = page((2 * SIZE + 20, ring), (3 * SIZE + 20, end_of_stroke))
    assert read("名無", [0, 1], parts, beside=(True, True)) == "名無。"


def test_the_bracket_that_closes_is_the_one_that_was_opened() -> None:
    parts = page((2 * SIZE + 10, closing), (3 * SIZE + 30, opening))
    assert read("【訊記者", [0, 1, 4, 5], parts) == "【訊】（記者"
    assert read("（訊記者", [0, 1, 4, 5], parts) == "（訊）（記者"


def test_white_without_ink_is_no_mark() -> None:
    assert read("落後直到", [0, 1, 3, 4], page((7 * SIZE, ring))) == "落後直到"


def test_two_pieces_of_ink_are_no_mark() -> None:
    assert read("落後直到", [0, 1, 3, 4], page((2 * SIZE + 10, drop), (2 * SIZE + 28, drop))) == "落後直到"


def test_ink_of_a_character_next_to_another_is_no_mark() -> None:
    assert read("落後直到", [0, 1, 2, 3], page((2 * SIZE, drop))) == "落後直到"


def test_between_digits_there_is_none() -> None:
    assert read("18", [0, 2], page((SIZE + 20, drop))) == "18"


def test_a_point_beside_an_ideograph_is_what_its_ink_shows() -> None:
    assert read("落後.直到", [0, 1, 2, 3, 4], page((2 * SIZE + 20, drop))) == "落後，直到"
    assert read("3.5萬", [0, 1, 2, 3], page((SIZE + 20, disc))) == "3.5萬"


def opened(
    text: str, first: int, *signs: tuple[float, float], wide: float = 0.15, high: float = 0.25
) -> tuple[str, float]:
    """A level line at 200 whose first character stands in this cell, with strokes at these cells and heights, both in
    sizes, as these sides are; what it says and where its first character is, in cells."""
    wide, high = wide * SIZE / 2, high * SIZE / 2
    box = np.empty((len(signs), 4))
    for n, (x, y) in enumerate(signs):
        box[n] = x * SIZE - wide, 200 - y * SIZE - high, x * SIZE + wide, 200 - y * SIZE + high
    along = np.array([(n + first + 0.5) * SIZE for n in range(len(text))])
    plain = Reading(text, tuple(along.tolist()), (0.9,) * len(text))
    made, places = with_quotes(plain, along, box, 200.0, float(SIZE))
    assert len(places) == len(made.text) == len(made.confidence)
    return made.text, float(places[0] / SIZE - 0.5)


def test_a_line_that_begins_with_two_quotes_is_not_indented() -> None:
    strokes = (2.65, 0.3), (2.85, 0.3), (3.8, 0.3)
    assert opened("阿姨，您", 4, *strokes) == ("“‘阿姨，您", 2)


def test_a_quote_before_another_may_be_of_half_a_width() -> None:
    strokes = (3.0, 0.3), (3.2, 0.3), (3.86, 0.3)
    assert opened("阿姨，您", 4, *strokes) == ("“‘阿姨，您", 2)


def test_a_quote_that_was_read_beside_its_character_stands_in_its_own_square() -> None:
    box = np.array([[104.0, 184, 108, 192], [112, 184, 116, 192]])
    along = np.array([3.9 * SIZE, 4.5 * SIZE, 5.5 * SIZE])
    made, places = with_quotes(Reading("‘阿姨", (), (0.6, 0.9, 0.9)), along, box, 200.0, float(SIZE))
    assert made.text == "“‘阿姨"
    assert places / SIZE == pytest.approx([2.5, 3.5, 4.5, 5.5])


def test_a_quote_that_its_line_closes_is_read() -> None:
    assert opened("再生”的箱子", 3, (2.65, 0.3), (2.85, 0.3)) == ("“再生”的箱子", 2)
    assert opened("再生”的箱子", 3, (2.75, 0.3), wide=0.3) == ("“再生”的箱子", 2), "its strokes hang together"


@pytest.mark.parametrize(
    ("place", "raised", "high"),
    [(2.65, 0.3, 0.1), (2.65, 0.3, 0.4), (2.65, 0.5, 0.25), (3.2, 0.3, 0.25)],
    ids=["low", "tall", "above its line", "at the character"],
)
def test_two_strokes_of_another_size_or_place_are_no_quote(place: float, raised: float, high: float) -> None:
    assert opened("再生”的箱子", 3, (place, raised), (place + 0.1, raised), high=high) == ("再生”的箱子", 3)


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [(3.8, 0.3)],  # a single quote stands within double ones
        [(3.65, 0.3), (3.85, 0.3)],  # nothing closes it: a speck, an ornament
        [(3.65, -0.3), (3.85, -0.3)],  # on the foot of the line
        [(3.6, 0.3), (3.7, 0.3), (3.8, 0.3)],
        [(1.65, 0.3), (1.85, 0.3)],  # far away
    ],
)
def test_what_stands_before_a_line_is_no_quote(strokes: list[tuple[float, float]]) -> None:
    assert opened("阿姨，您", 4, *strokes) == ("阿姨，您", 4)


def test_a_quote_is_not_read_twice() -> None:
    assert opened("“再生”", 3, (2.65, 0.3), (2.85, 0.3)) == ("“再生”", 3)


def quote(mask: Mask, x: int, y: int) -> None:
    for left in (x - 12, x - 4):
        cv2.line(mask, (left + 1, y - 16), (left, y - 9), 1, 2)


def low_ring(mask: Mask, x: int, y: int) -> None:
    ring(mask, x - 10, y + 12)


def ring_below(mask: Mask, x: int, y: int) -> None:
    ring(mask, x - 10, y + 24)


def ended(text: str, *signs: tuple[int, Sign]) -> tuple[str, list[float]]:
    """A level line whose first character stands in the first cell, with signs in the middle of these cells; what it
    says and the cells of its characters."""
    parts = page(*((cell * SIZE + SIZE // 2, sign) for cell, sign in signs), down=False)
    along = np.asarray((np.arange(len(text)) + 0.5) * SIZE, dtype=np.float64)
    plain = Reading(text, tuple(along.tolist()), (0.9,) * len(text))
    made, places = with_ending(plain, along, parts, np.arange(len(parts.area)), 1.0, 200.0, float(SIZE))
    assert len(places) == len(made.text) == len(made.confidence) == len(made.place)
    return made.text, (places / SIZE - 0.5).tolist()


@pytest.mark.parametrize(
    ("text", "signs", "whole"),
    [
        ("就服了。", [(4, quote)], "就服了。”"),
        ("“干妈”", [(4, low_ring)], "“干妈”。"),
        ("借款’", [(3, low_ring), (4, quote)], "借款’。”"),
        ("20：30", [(5, low_ring)], "20：30。"),
    ],
)
def test_the_last_of_two_marks_that_end_a_level_line_is_read(
    text: str, signs: list[tuple[int, Sign]], whole: str
) -> None:
    said, cells = ended(text, *signs)
    assert said == whole
    assert cells == pytest.approx(list(range(len(whole))))


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("就服了。", []),
        ("就服了。", [(6, quote)]),  # far away: of another column
        ("就服了。", [(4, stroke)]),  # in the middle of its square
        ("“干妈”", [(4, ring)]),
        ("“干妈”", [(4, ring_below)]),
        ("准答案：", [(4, quote)]),  # behind a colon a quote opens
        ("SALE", [(4, low_ring)]),
        ("20：30", [(5, quote)]),  # of feet or minutes
        ("", [(0, low_ring)]),
    ],
)
def test_what_else_is_behind_a_level_line_is_no_mark(text: str, signs: list[tuple[int, Sign]]) -> None:
    assert ended(text, *signs)[0] == text


def test_a_mark_begins_a_column_but_no_level_line() -> None:
    signs = page((SIZE + 20, ring))
    assert read("百慮俱消", [2, 3, 4, 5], signs) == "。百慮俱消"
    assert read("百慮俱消", [2, 3, 4, 5], page((SIZE + 20, ring), down=False), down=False) == "百慮俱消"
