"""In a box of display type every row is a statement, but for a row that was too long for the box."""

from __future__ import annotations

import pytest

from pipeline.layout.displays import DISPLAY, Rows, statements
from tests.layout.paper import Paper, set_lines

STAGES = ("overprints", "rows", "galleys")
OFFER = ["青禾书店迁到南门外", "新书八折三天", "地址：南门外六号"]
STORY = "今年春天，县里在江边新修了三座码头，渔民上岸卖鱼再也不用绕远路了，鱼贩子们也都跟着来了。"


def test_the_rows_of_a_display_stand_for_themselves() -> None:
    paper = Paper().column(OFFER, 60, 60, 14, 20).frame(50, 50, 350, 130)
    page = paper.after(*STAGES)
    assert [block.string for block in page.blocks] == OFFER
    assert all(DISPLAY in block.marks for block in page.blocks)


def test_a_row_that_fills_the_box_goes_on() -> None:
    lines = ["青禾书店迁到南门外六号新", "书一律八折"]
    page = Paper().column(lines, 60, 60, 14, 20).frame(50, 50, 240, 110).after(*STAGES)
    assert [block.string for block in page.blocks] == ["".join(lines)]


def test_rows_set_more_loosely_than_running_text_are_statements_though_each_fills_the_box() -> None:
    paper = Paper().column(set_lines([STORY], 12), 400, 60)
    paper.line("青禾书店迁到南门外六号新", 60, 60, 14).line("新书一律八折只此三天为限", 60, 84, 14)
    blocks = paper.frame(50, 50, 240, 110).after(*STAGES).blocks
    found = [block.string for block in blocks if DISPLAY in block.marks]
    assert found == ["青禾书店迁到南门外六号新", "新书一律八折只此三天为限"]


def test_text_set_in_a_column_is_no_display_for_its_box() -> None:
    page = Paper().column(set_lines([STORY], 12), 60, 60).frame(50, 50, 350, 130).after(*STAGES)
    assert [block.string for block in page.blocks] == [STORY]
    assert not any(DISPLAY in block.marks for block in page.blocks)


@pytest.mark.parametrize(("short", "text"), [(7.0, True), (9.5, False)])
def test_lines_that_end_in_half_an_empty_square_are_full(short: float, text: bool) -> None:
    """`short` is how far, in points, all lines but one end before its edge; the type is 10 points large."""
    paper = Paper().frame(50, 50, 350, 130)
    for n, string in enumerate(set_lines([STORY], 12)):
        paper.line(string.lstrip("　"), 60 if n else 80, 60 + 14 * n, spread=short / 11 if n == 1 else 0)
    assert any(DISPLAY in block.marks for block in paper.after(*STAGES).blocks) is not text


def test_headlines_over_columns_that_run_down_are_no_display_in_the_box_around_all() -> None:
    paper = Paper().line("沿江新码头建成", 120, 60, 20).line("每天有六班船往来", 140, 90, 12)
    paper.tier(set_lines([STORY], 8), 330, 120).frame(50, 50, 350, 230)
    assert not any(DISPLAY in block.marks for block in paper.after(*STAGES).blocks)


def test_rows_beside_a_headline_that_runs_down_are_a_display() -> None:
    paper = Paper().column(OFFER, 60, 60, 14, 20).upright("遗失启事", 320, 60, 20).frame(50, 50, 350, 150)
    found = [block.string for block in paper.after(*STAGES).blocks if DISPLAY in block.marks]
    assert set(OFFER) <= set(found)


def test_rows_without_a_box_are_no_display() -> None:
    page = Paper().column(OFFER[:2], 60, 60, 14, 20).after(*STAGES)
    assert not any(DISPLAY in block.marks for block in page.blocks)


def boxed(*rows: tuple[str, float]) -> list[str]:
    """The statements of a display whose rows stand at these heights."""
    paper = Paper().column(set_lines([STORY], 12), 400, 60)
    for string, y in rows:
        paper.line(string, 60, y, 14)
    blocks = paper.frame(50, 50, 350, 300).after(*STAGES).blocks
    return [block.string for block in blocks if DISPLAY in block.marks]


def test_rows_that_stand_closer_than_others_are_one_statement() -> None:
    found = boxed(("新书八折三天", 60), ("只此一回", 83), ("青禾书店迁到", 111), ("南门外", 134))
    assert found == ["新书八折三天只此一回", "青禾书店迁到南门外"]


@pytest.mark.parametrize(("size", "whole"), [(13.2, True), (12.8, False)])
def test_rows_whose_sizes_are_measured_a_little_apart_are_one_statement(size: float, whole: bool) -> None:
    paper = Paper().column(set_lines([STORY], 12), 400, 60).frame(50, 50, 350, 300)
    for string, y, own in (
        ("新书八折三天", 60, 14),
        ("只此一回", 83, size),
        ("青禾书店迁到", 111, 14),
        ("南门外", 134, size),
    ):
        paper.line(string, 60, y, own)
    found = [block.string for block in paper.after(*STAGES).blocks if DISPLAY in block.marks]
    rows = ["新书八折三天", "只此一回", "青禾书店迁到", "南门外"]
    assert found == (["".join(rows[:2]), "".join(rows[2:])] if whole else rows)


def test_the_white_under_larger_type_does_not_hide_which_rows_stand_closer() -> None:
    rows = [("老面馆搬新址啦", 15.0, 40.0), ("一碗面还是那个味", 10.0, 59.95)]  # white of 0.33
    rows += [("因道路施工迁往", 10.0, 73.95), ("学宫路开张", 10.0, 86.55), ("开业前三天", 10.0, 100.55)]
    paper = Paper().frame(50, 30, 262, 130)
    for text, size, top in rows:
        paper.line(text, 156 - len(text) * size / 2, top, size)
    paper.column(set_lines(["全城人都来吃面，从早上六点排到天黑。" * 4], 12), 300, 40)
    assert _blocks(paper)[:4] == ["老面馆搬新址啦", "一碗面还是那个味", "因道路施工迁往学宫路开张", "开业前三天"]


def stated(room: float, *rows: tuple[float, float, float]) -> list[list[int]]:
    """The statements of a display of rows that are so long, stand so high and are of such a size."""
    long, top, size = (list(column) for column in zip(*rows, strict=True))
    foot = [y + em for y, em in zip(top, size, strict=True)]
    return statements([[n] for n in range(len(rows))], Rows([0.0] * len(rows), long, top, foot, size), room, 0.0)


@pytest.mark.parametrize(("last", "found"), [(284, [[0, 1], [2, 3], [4, 5]]), (210, [[0, 1], [2, 3], [4], [5]])])
def test_plain_white_tells_full_rows_that_go_on_where_sizes_are_measured_a_little_off(
    last: float, found: list[list[int]]
) -> None:
    head = [(289, 0, 39.6), (221, 50, 39.6)]  # white of 10, and of 15 below it
    assert stated(319.6, *head, (303, 105, 30.4), (290, 143, 30.4), (last, 189, 25), (103, 224, 25)) == found


@pytest.mark.parametrize(("left", "size", "found"), [(94, 45.8, [[0, 1], [2]]), (300, 45.8, 3), (94, 42, 3)])
def test_the_size_of_a_few_characters_that_are_left_of_a_full_row_is_told_badly(
    left: float, size: float, found: list[list[int]] | int
) -> None:
    told = stated(640.0, (627, 0, 52.8), (left, 68.6, size), (534, 142.4, 45.8))
    assert told == ([[n] for n in range(found)] if isinstance(found, int) else found)


@pytest.mark.parametrize(("left", "found"), [(85, [[0, 1], [2], [3, 4]]), (300, [[0], [1], [2], [3], [4]])])
def test_a_few_figures_that_are_measured_small_make_no_head_of_larger_rows(left: float, found: list[list[int]]) -> None:
    """The first two rows are larger by more than a head than the last is measured, but not than those before it."""
    rows = [(640, 0, 64.3), (481, 87.4, 64.3), (565, 187, 46.2), (648, 264.6, 46.2)]
    assert stated(651.7, *rows, (left, 329.6, 39.6)) == found


def test_an_indented_row_that_ends_at_the_edge_goes_on_in_the_next_that_is_not() -> None:
    paper = Paper().column(set_lines([STORY], 12), 400, 60)
    for n, (string, x) in enumerate(
        (("遗失渔船证书一本声明", 88), ("作废", 60), ("遗失水产摊位证照一张", 88), ("作废", 60))
    ):
        paper.line(string, x, 60 + 24 * n, 14)
    blocks = paper.frame(50, 50, 240, 170).after(*STAGES).blocks
    found = [block.string for block in blocks if DISPLAY in block.marks]
    assert found == ["遗失渔船证书一本声明作废", "遗失水产摊位证照一张作废"]


def test_rows_set_in_the_middle_are_statements_though_one_begins_farther_in() -> None:
    paper = Paper().column(set_lines([STORY], 12), 400, 60)
    for n, (string, x) in enumerate((("新书八折三天", 98), ("青禾书店迁到南门外", 77), ("只此一回", 112))):
        paper.line(string, x, 60 + 24 * n, 14)
    blocks = paper.frame(50, 50, 240, 150).after(*STAGES).blocks
    found = [block.string for block in blocks if DISPLAY in block.marks]
    assert found == ["新书八折三天", "青禾书店迁到南门外", "只此一回"]


def test_rows_that_are_all_as_far_apart_are_statements_each() -> None:
    found = boxed(("新书八折三天", 60), ("只此一回", 84), ("青禾书店迁到", 108), ("南门外", 132))
    assert found == ["新书八折三天", "只此一回", "青禾书店迁到", "南门外"]


def test_phrases_set_apart_under_a_row_that_runs_over_their_white_are_one_row() -> None:
    paper = (
        Paper()
        .line("青禾书店迁到南门外", 60, 60, 14)
        .line("新书八折", 60, 80, 14)
        .line("只此三天", 60 + 14 * 7, 80, 14)
    )
    blocks = paper.frame(50, 50, 350, 130).after(*STAGES).blocks
    assert [block.string for block in blocks] == ["青禾书店迁到南门外", "新书八折只此三天"]


def _blocks(paper: Paper) -> list[str]:
    return [block.string for block in paper.after(*STAGES).blocks]


FULL = ["青禾书店迁到南门外六号新书", "一律八折只此三天老主顾凭旧", "票再减一元"]
OPEN = ["门市每天早八点开门到晚九点", "关门节日里也照常不休息"]


def test_white_parts_the_paragraphs_of_a_box_whose_lines_are_not_indented() -> None:
    offers = ["凭报减一元学生另减五角不限册数", "另有旧书三千册论斤出售先到先得"]
    lines, tops = [*FULL[:2], "不再另减", *(offer[:13] for offer in offers)], (60, 73, 86, 102, 115)
    paper = Paper()
    for string, y in zip(lines, tops, strict=True):
        paper.line(string, 60, y, 10)
    assert _blocks(paper.frame(50, 50, 200, 150)) == ["".join(lines[:3]), "".join(lines[3:])]


def test_white_that_differs_little_parts_nothing() -> None:
    paper = Paper()
    for string, y in zip([*FULL[:2], *OPEN], (60, 73.0, 86.6, 100), strict=True):
        paper.line(string, 60, y, 10)
    assert _blocks(paper.frame(50, 50, 200, 150)) == ["".join([*FULL[:2], *OPEN])]


@pytest.mark.parametrize(("at", "whole"), [(100, True), (106, True), (112, False)])  # its mark may not be read
def test_what_is_left_of_a_sentence_in_the_middle_under_full_lines_belongs_to_them(at: float, whole: bool) -> None:
    full = ["青禾书店迁到南门外六号二楼", *FULL]
    paper = Paper().column(full[:3], 60, 60, 10, 13).line(full[3], at, 99, 10)
    paper.column(OPEN[:1], 60, 115).line(OPEN[1], 70, 128, 10)
    assert (_blocks(paper.frame(50, 50, 200, 150)) == ["".join(full), "".join(OPEN)]) is whole


def test_rows_that_end_at_one_edge_but_begin_anywhere_are_statements() -> None:
    rows = ["白话尺牍指南每册四角", "实用珠算教本三角五分整", "儿童故事一百篇六角", "外国史纲要两册一元二角"]
    paper = Paper().column(set_lines([STORY], 12), 400, 60)
    for n, row in enumerate(rows):
        paper.line(row, 200 - 12 * len(row), 60 + 22 * n, 12)
    assert [block for block in _blocks(paper.frame(50, 50, 210, 160)) if block != STORY] == rows


@pytest.mark.parametrize("known", [True, False])
def test_where_whites_hardly_differ_the_ends_of_sentences_tell_which_rows_go_on(known: bool) -> None:
    whites = [26, 17, 20, 23, 17, 25]
    top = [0.0]
    for white in whites:
        top.append(top[-1] + 49 + white)
    stops = [True, False, False, True, False, True, True]
    rows = Rows([0.0] * 7, [1400.0, 1443, 1345, 615, 1433, 1214, 1363], top, [y + 49 for y in top], [49.0] * 7)
    told = statements([[n] for n in range(7)], rows, 1480.0, 0.0, stops if known else ())
    assert (told == [[0], [1, 2, 3], [4, 5], [6]]) is known


def test_the_ends_of_sentences_tell_nothing_where_rows_that_go_on_stand_no_closer() -> None:
    rows = Rows([0.0] * 3, [500.0, 300, 400], [0.0, 70, 140], [49.0, 119, 189], [49.0] * 3)
    assert statements([[0], [1], [2]], rows, 800.0, 0.0, [True, False, True]) == [[0], [1], [2]]


def test_a_white_that_is_far_too_wide_for_a_statement_does_not_make_all_others_close() -> None:
    found = boxed(("新书八折三天", 60), ("只此一回", 100), ("青禾书店迁到", 120.4), ("南门外", 141))
    assert found == ["新书八折三天", "只此一回", "青禾书店迁到", "南门外"]


def test_two_wide_whites_that_differ_a_little_tell_nothing_but_many_do() -> None:
    """All are wider than lines of running text have."""
    few = [(300.0, 0.0, 10.0), (200.0, 15.2, 10.0), (250.0, 31.3, 10.0)]
    assert stated(400.0, *few) == [[0], [1], [2]]
    assert stated(400.0, *few, (200.0, 46.5, 10.0), (250.0, 62.6, 10.0)) == [[0, 1], [2, 3], [4]]


@pytest.mark.parametrize(("ends", "found"), [(True, [[0, 1, 2, 3]]), (False, [[0, 1], [2, 3]])])
def test_full_rows_of_which_but_the_last_ends_a_sentence_are_one_statement_however_uneven_their_whites(
    ends: bool, found: list[list[int]]
) -> None:
    top = [0.0, 13.0, 26.9, 39.9]
    rows = Rows([0.0] * 4, [200.0, 180.0, 199.0, 60.0], top, [y + 10 for y in top], [10.0] * 4)
    assert statements([[n] for n in range(4)], rows, 200.0, 0.4, [False, False, False, ends]) == found


@pytest.mark.parametrize(("end", "found"), [(198.0, [[0], [1, 2], [3]]), (150.0, [[0], [1], [2], [3]])])
def test_a_full_row_that_leaves_a_bracket_open_goes_on(end: float, found: list[list[int]]) -> None:
    top = [0.0, 15.0, 30.0, 45.0]
    rows = Rows([0.0] * 4, [90.0, end, 120.0, 60.0], top, [y + 10 for y in top], [10.0] * 4)
    told = statements([[n] for n in range(4)], rows, 200.0, 0.4, [True] * 4, [False, True, False, False])
    assert told == found


def test_a_piece_of_a_row_that_is_measured_small_does_not_make_columns_of_the_display() -> None:
    rows = Rows(
        [0, 60, 0, 0, 0], [50, 100, 200, 140, 190], [0, 1, 19, 31, 49], [12, 11, 29, 41, 59], [12, 10, 10, 10, 10]
    )
    assert statements([[0], [1], [2], [3], [4]], rows, 200.0, 0.4) == [[0, 1], [2, 3], [4]]


@pytest.mark.parametrize(("size", "shown"), [(11.5, True), (10.2, False)])
def test_text_that_changes_its_size_under_each_other_in_a_box_is_a_display(size: float, shown: bool) -> None:
    paper = Paper().line("老面馆搬新址啦", 60, 40, 20)
    paper.column(
        ["因道路施工本店迁往学宫路八十", "八号座位由二十个增加到四十个", "欢迎新老顾客光临。"], 60, 70, size, 1.3 * size
    )
    paper.column(
        ["招牌面每碗十二元片儿川每碗十五元", "老主顾凭旧票加面免费不限次数直到", "吃不动为止。"], 60, 120, 10, 13
    )
    page = paper.frame(50, 30, 60 + 16 * size, 170).after(*STAGES)
    assert any(DISPLAY in block.marks for block in page.blocks) is shown
