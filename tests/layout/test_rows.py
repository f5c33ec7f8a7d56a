"""Glyphs anywhere on paper become lines, whatever the order in which they are drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.page import Box
from pipeline.registry import registered
from tests.layout.paper import Glyph, Paper

TEXT = "春风又绿江南岸明月何时照我还千里莺啼映水村山郭酒旗"
LEFT, RIGHT = TEXT[:12], TEXT[12:24]


def two_columns(gutter: float) -> Paper:
    """Two columns whose lines stand at one height, drawn line by line across both."""
    paper = Paper()
    for n in range(6):
        paper.line(LEFT, 50, 50 + 14 * n).line(RIGHT, 170 + gutter, 50 + 14 * n)
    return paper


def full_page() -> Paper:
    """A headline, two columns and a vertical headline beside another column, with shadows."""
    paper = Paper().line("江南春", 80, 20, 30, spread=12).line("江南春", 82, 22, 30, spread=12)
    paper.column(["　　" + LEFT[:10], LEFT, LEFT[:4] + "。"] * 3, 50, 80).column(
        ["　　" + RIGHT[2:], RIGHT] * 4, 190, 80
    )
    return paper.upright("酒旗风", 340, 80, 24).column([TEXT[:14]] * 9, 380, 80, 9, 12.5, font=2)


@pytest.mark.parametrize("gutter", [11.0, 15.0, 20.0, 40.0])
def test_columns_side_by_side_are_lines_apart(gutter: float) -> None:
    assert two_columns(gutter).lines() == [LEFT, RIGHT] * 6


@pytest.mark.parametrize("gutter", [6.0, 8.0, 10.0])
def test_a_rule_parts_columns_whose_gutter_is_narrow(gutter: float) -> None:
    assert two_columns(gutter).rule(170 + gutter / 2, 45, 170.4 + gutter / 2, 140).lines() == [LEFT, RIGHT] * 6


def test_a_frame_parts_columns_too() -> None:
    assert two_columns(9).frame(174, 45, 320, 140).lines() == [LEFT, RIGHT] * 6


def test_a_rule_elsewhere_parts_nothing() -> None:
    justified = Paper().line(LEFT, 50, 50, spread=4).line(RIGHT, 50, 64, spread=4)
    assert justified.rule(100, 90, 100.4, 200).rule(40, 47, 300, 47.4).lines() == [LEFT, RIGHT]


@pytest.mark.parametrize("spread", [0.0, 1.5, 3.0, 6.0, 9.0])
def test_justified_lines_stay_whole_and_unspaced(spread: float) -> None:
    assert Paper().line(LEFT, 50, 50, spread=spread).lines() == [LEFT]


@pytest.mark.parametrize("spread", [0.0, 0.5, 1.0])
def test_a_spread_headline_is_one_line(spread: float) -> None:
    assert Paper().line("江南春早", 60, 20, 30, spread * 30).column([TEXT] * 6, 50, 80).lines()[0] == "江南春早"


def test_a_blank_is_put_where_type_leaves_room() -> None:
    page = Paper().line("本报记者", 50, 50).line("张三", 96, 50).after("overprints", "rows")
    assert [line.string for line in page.lines] == ["本报记者 张三"]
    assert page.ledger.insertions() == {"white on paper": 1}


def test_no_blank_where_type_only_stands_a_little_apart() -> None:
    assert Paper().line("本报记者", 50, 50).line("张三", 93, 50).lines() == ["本报记者张三"]


def test_words_of_latin_letters_are_parted() -> None:
    assert Paper().line("the big apple", 50, 50).lines() == ["the big apple"]


@pytest.mark.parametrize("off", [-1.5, 0.0, 1.5])
@pytest.mark.parametrize("first", [True, False])
def test_digits_drawn_apart_come_into_their_line(off: float, first: bool) -> None:
    digits = Paper().line("1234", 101, 50 + off, 9.5, font=1).glyphs
    words = Paper().line("今年共种树", 50, 50).line("棵比去年多", 120, 50).glyphs
    assert Paper(glyphs=digits + words if first else words + digits).lines() == ["今年共种树1234棵比去年多"]


def test_lines_set_solid_stay_apart() -> None:
    assert Paper().column([LEFT, RIGHT, LEFT], 50, 50, 10, leading=10).lines() == [LEFT, RIGHT, LEFT]


def test_a_squeezed_mark_keeps_its_place() -> None:
    glyphs = Paper().line("他说：“好", 50, 50).glyphs
    colon, quote = glyphs[2], glyphs[3]
    glyphs[2] = Glyph("：", colon.box, 10)
    glyphs[3] = Glyph("“", (quote.box[0] - 5, quote.box[1], quote.box[2], quote.box[3]), 10)
    assert Paper(glyphs=glyphs).lines() == ["他说：“好"]


def test_a_line_knows_its_box_size_and_face() -> None:
    (line,) = Paper().line("春风2025", 50, 60, 12, font=2).after("overprints", "rows").lines
    assert line.box == Box(50, 60, 98, 72)
    assert (line.size, line.face) == (12.0, 2)


@given(st.integers(0, 1 << 32))
@settings(max_examples=40)
def test_any_order_of_drawing_gives_the_same_lines(seed: int) -> None:
    paper = full_page()
    assert paper.shuffled(seed).lines() == paper.lines()
    assert paper.shuffled(seed).galleys() == paper.galleys()


def test_the_page_of_the_property_reads_as_set() -> None:
    lines = full_page().lines()
    assert lines[0] == "江南春"
    assert "酒旗风" in lines
    assert sum(line == TEXT[:14] for line in lines) == 9


NARROW = ["沿江新修的码头昨天", "正式通航来自各县的", "船工说以后每天六班"]


def test_a_space_spread_wide_does_not_break_a_line() -> None:
    paper = Paper(300, 300)
    paper.column(NARROW[:2], 50, 50).line("（记者", 50, 78).line("陈一舟）", 100, 78).column(NARROW[2:], 50, 92)
    assert paper.lines() == ["沿江新修的码头昨天", "正式通航来自各县的", "（记者 陈一舟）", "船工说以后每天六班"]


def test_white_wider_than_a_space_ever_is_breaks_a_line_though_others_run_over_it() -> None:
    paper = Paper(300, 300).column(NARROW[:2], 50, 50).line("（记者", 50, 78).line("陈一舟", 110, 78)
    assert paper.column(NARROW[2:], 50, 92).lines() == [*NARROW[:2], "（记者", "陈一舟", NARROW[2]]


def test_type_far_larger_is_in_no_line_with_what_stands_beside_it() -> None:
    assert set(full_body().line("大江", 40, 15, 20).line("春风又绿", 82, 20, 10).lines()) >= {"大江", "春风又绿"}


def test_a_gutter_breaks_lines() -> None:
    left, right = ["沿江新修的", "码头昨天正"], ["果园里桃子", "今年早熟了"]
    assert sorted(Paper(300, 300).column(left, 50, 50).column(right, 116, 50).lines()) == sorted([*left, *right])


def test_a_space_spread_wide_behind_a_short_line_does_not_break_a_line() -> None:
    paper = Paper().line("渡船停开", 50, 46).line("今年春天县里在江边新修了三", 50, 74)
    paper.line("码头修成", 50, 60).line("本报讯昨日", 50 + 6 * 10, 60)
    assert "码头修成 本报讯昨日" in paper.lines()


@pytest.mark.parametrize(("indent", "whole"), [(20, True), (35, False)])
def test_lost_marks_in_an_indented_line_under_the_last_of_a_paragraph_do_not_break_it(
    indent: float, whole: bool
) -> None:
    """What is farther in than the line below is no line of its column."""
    paper = Paper().line("岸边一座。", 50, 46).line("怕撞也怕漏", 50 + indent, 60).line("渡船工", 140 + indent - 20, 60)
    paper.line("小麦说今年春天县里在江边新修了", 50 if whole else 80, 74)
    assert ("怕撞也怕漏 渡船工" in paper.lines()) is whole


def test_a_gutter_under_a_wide_line_breaks_lines() -> None:
    paper = Paper().line("今年春天县里在江边新修了三", 50, 46)
    for n, (left, right) in enumerate([("渡船停开", "鱼价又涨了"), ("码头修成", "鱼贩子来了")]):
        paper.line(left, 50, 60 + 14 * n).line(right, 50 + 6 * 10, 60 + 14 * n)
    assert not [line for line in paper.lines() if " " in line]


def test_a_label_beside_a_line_of_text_is_no_part_of_it() -> None:
    paper = (
        Paper().line("副刊·津渡", 40, 50, 11).line("么，就为了那份慢。", 103, 51.2, 8.6).column(NARROW, 103, 63, 8.6)
    )
    assert "副刊·津渡" in paper.lines()


def test_large_figures_close_to_the_text_are_of_its_line() -> None:
    assert Paper().line("票价", 40, 51, 8.6).line("９", 58, 50, 10.5).line("块五", 69, 51, 8.6).lines() == [
        "票价９块五"
    ]


def as_cut(paper: Paper, *, down: bool = False) -> list[str]:
    """The lines of a page whose reader has cut them and knows which way they run, from the top."""
    page = paper.page()
    page = page.but(glyphs=replace(page.glyphs, vertical=np.full(len(page.glyphs), down)))
    found = registered()["rows"]
    return [line.string for line in found(page, found.settings(trust=True)).lines]


def test_a_rule_through_the_square_of_a_mark_parts_lines_that_the_reader_has_cut() -> None:
    paper = Paper().line(LEFT + "，", 50, 50).line(RIGHT, 188, 50).rule(178, 40, 178.4, 70)
    assert as_cut(paper) == [LEFT + "，", RIGHT]


@pytest.mark.parametrize("down", [False, True])
def test_lines_that_the_reader_has_cut_across_a_narrow_gutter_are_parted_there(down: bool) -> None:
    tiers = Paper().tier([LEFT] * 6, 200, 50).tier([RIGHT] * 6, 200, 50 + 12 * 10 + 9)
    assert sorted(as_cut(tiers if down else two_columns(9), down=down)) == sorted([LEFT, RIGHT] * 6)


def test_lines_that_no_reader_has_cut_are_not() -> None:
    assert [line.replace(" ", "") for line in two_columns(9).lines()] == [LEFT + RIGHT] * 6


@pytest.mark.parametrize(("size", "font"), [(24.0, 0), (20.0, 1), (26.0, 2)])
def test_two_headlines_side_by_side_are_two_lines(size: float, font: int) -> None:
    paper = full_body().line("江南春色早", 50, 20, 20.0, font=0).line("郭外酒旗风又起", 162, 18, size, font=font)
    assert {"江南春色早", "郭外酒旗风又起"} <= set(paper.lines())


@pytest.mark.parametrize(("size", "found"), [(24.0, 2), (20.0, 0)])
def test_where_no_faces_are_known_sizes_tell_two_headlines_side_by_side(size: float, found: int) -> None:
    paper = full_body().line("江南春色早", 50, 20, 20.0, font=-1).line("郭外酒旗风又起", 162, 18, size, font=-1)
    assert sum(line in {"江南春色早", "郭外酒旗风又起"} for line in paper.lines()) == found


@pytest.mark.parametrize(("lower", "found"), [(4.0, 2), (1.0, 0)])
def test_where_faces_and_sizes_are_one_levels_tell_two_headlines_side_by_side(lower: float, found: int) -> None:
    paper = full_body().line("江南春色早", 50, 20, 20.0).line("郭外酒旗风又起", 162, 20 + lower, 20.0)
    assert sum(line in {"江南春色早", "郭外酒旗风又起"} for line in paper.lines()) == found


def test_a_headline_stays_one_line_though_its_digits_and_phrases_are_of_other_faces_and_far_apart() -> None:
    paper = full_body().line("江南春色", 50, 20, 20.0).line("2025", 140, 20, 20.0, font=2)
    assert "江南春色 2025 郭外酒旗风" in paper.line("郭外酒旗风", 192, 20, 20.0).lines()


def test_a_word_of_another_face_within_a_headline_stays_in_it() -> None:
    paper = full_body().line("江南春色", 50, 20, 20.0).line("明月何时", 140, 20, 20.0, font=1)
    assert "江南春色 明月何时 照我还" in paper.line("照我还", 230, 20, 20.0).lines()


def test_a_smaller_dateline_before_running_text_stays_in_its_line() -> None:
    paper = full_body().line("江南通讯", 50, 300, 9.0).line("郭外酒旗风又起", 95, 299.5, 10.0)
    assert "江南通讯 郭外酒旗风又起" in paper.lines()


def full_body() -> Paper:
    return Paper().column([TEXT[:20]] * 12, 50, 80)
