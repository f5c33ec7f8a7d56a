"""Lines under each other are columns, and these are paragraphs."""

from __future__ import annotations

import pytest

from pipeline.layout.columns import paragraphs
from tests.layout.paper import Paper, set_lines

TEXT = "春风又绿江南岸明月何时照我还千里莺啼映水村山郭酒旗"
LEFT, RIGHT = TEXT[:12], TEXT[12:24]
FIRST = "今年春天，县里在江边新修了三座码头，渔民上岸卖鱼再也不用绕远路了。"
SECOND = "渔民老周说，过去卖鱼要走十里山路，如今船一靠岸就有人来收，真好。"
STAGES = ("overprints", "rows", "galleys")


def test_an_indented_line_begins_a_paragraph() -> None:
    page = Paper().column(set_lines([FIRST, SECOND], 11), 50, 50).after(*STAGES)
    assert [block.string for block in page.blocks] == [FIRST, SECOND]
    assert [(block.begins, block.ends) for block in page.blocks] == [(True, True), (True, True)]
    assert {block.measure for block in page.blocks} == {11.0}


def test_a_column_that_begins_in_mid_sentence_says_so() -> None:
    lines = set_lines([FIRST, SECOND], 11)
    page = Paper().column(lines[2:6], 50, 50).after(*STAGES)
    assert [(block.begins, block.ends) for block in page.blocks] == [(False, True), (True, False)]


def test_without_indents_a_short_last_line_ends_a_paragraph() -> None:
    lines = ["春风又绿江南岸明月何时", "照我还千里。", "莺啼映水村山郭酒旗风南", "朝四百八十寺多少楼台烟", "雨中。"]
    assert Paper().column(lines, 50, 50).galleys() == [["".join(lines[:2]), "".join(lines[2:])]]


def test_a_short_line_in_mid_sentence_ends_no_paragraph() -> None:
    lines = ["春风又绿江南岸明月何时", "照我还千里", "莺啼映水村山郭酒旗风南", "朝四百八十寺多少楼台烟"]
    assert Paper().column(lines, 50, 50).galleys() == [["".join(lines)]]


def test_a_line_whose_first_character_was_lost_begins_no_paragraph_behind_a_full_one() -> None:
    lines = [
        "　　县里在江边新修了三座",
        "码头，渔民上岸卖鱼再也不",
        "　　绕远路了，码头上还建",
        "了冷库和鱼市。",
        "　　渔民老周说，过去卖鱼",
    ]
    paper = Paper().column(lines, 50, 50)
    assert paper.galleys() == [["".join(lines[:4]).replace("　", ""), lines[4].strip("　")]]


def test_no_paragraph_begins_behind_a_comma() -> None:
    lines = [
        "　　县里在江边新修了三座",
        "码头，渔民上岸，",
        "　　再也不绕远路了，码头",
        "上还建了冷库。",
        "　　渔民老周说，过去卖鱼",
    ]
    assert Paper().column(lines, 50, 50).galleys() == [["".join(lines[:4]).replace("　", ""), lines[4].strip("　")]]


@pytest.mark.parametrize("gutter", [15.0, 20.0])
def test_two_columns_side_by_side_are_two_galleys(gutter: float) -> None:
    paper = Paper().column([LEFT] * 8, 50, 50).column([RIGHT] * 8, 170 + gutter, 50)
    assert paper.galleys() == [[LEFT * 8], [RIGHT * 8]]


@pytest.mark.parametrize("down", [3.0, 7.0, 10.0])
def test_columns_whose_lines_do_not_stand_level_are_two_galleys(down: float) -> None:
    paper = Paper().column([LEFT] * 8, 50, 50).column([RIGHT] * 8, 185, 50 + down)
    assert paper.galleys() == [[LEFT * 8], [RIGHT * 8]]


@pytest.mark.parametrize("gutter", [15.0, 20.0])
def test_a_lead_over_two_columns_is_three_galleys(gutter: float) -> None:
    wide = TEXT[:24]
    paper = Paper().column([wide] * 3, 50, 50, leading=14)
    paper.column([LEFT] * 6, 50, 92).column([RIGHT] * 6, 170 + gutter, 92)
    assert paper.galleys() == [[wide * 3], [LEFT * 6], [RIGHT * 6]]


def test_type_of_another_size_is_another_galley() -> None:
    paper = Paper().column([LEFT] * 4, 50, 50).column([RIGHT] * 4, 50, 106, 9, 12.5)
    assert paper.galleys() == [[LEFT * 4], [RIGHT * 4]]


def test_type_of_another_face_is_another_galley() -> None:
    paper = Paper().column([LEFT] * 4, 50, 50).column([RIGHT] * 4, 50, 106, font=2)
    assert paper.galleys() == [[LEFT * 4], [RIGHT * 4]]


def test_a_few_words_of_another_face_part_nothing() -> None:
    paper = Paper().line(LEFT, 50, 50).line(RIGHT[:4], 50, 64, font=1).line(RIGHT[4:], 90, 64).line(LEFT, 50, 78)
    assert paper.galleys() == [[LEFT + RIGHT + LEFT]]


def test_white_parts_galleys() -> None:
    paper = Paper().column([LEFT] * 4, 50, 50).column([RIGHT] * 4, 50, 106 + 14)
    assert paper.galleys() == [[LEFT * 4], [RIGHT * 4]]


def test_a_rule_parts_galleys() -> None:
    paper = Paper().column([LEFT] * 4, 50, 50).column([RIGHT] * 4, 50, 106)
    assert paper.galleys() == [[LEFT * 4 + RIGHT * 4]]
    assert paper.rule(50, 104, 170, 104.4).galleys() == [[LEFT * 4], [RIGHT * 4]]


def test_lines_beside_a_picture_are_a_narrower_galley() -> None:
    narrow = TEXT[:6]
    paper = Paper().column([LEFT] * 5, 50, 50).column([narrow] * 5, 50, 120).picture(118, 120, 170, 190)
    assert paper.galleys() == [[LEFT * 5], [narrow * 5]]


def test_a_name_set_between_two_columns_is_of_neither() -> None:
    """It reaches half a character into the right one, whose lines would all seem indented."""
    lines = set_lines([FIRST, SECOND], 11)[1:]
    paper = Paper().line("周望春", 155.0, 36).column(lines, 50, 50).column(lines, 179, 50)
    assert paper.galleys() == [["周望春"], *Paper().column(lines, 50, 50).galleys() * 2]


def test_verse_keeps_its_lines() -> None:
    verse = ["千古江山英雄无觅，", "孙仲谋处。", "舞榭歌台，", "风流总被，", "雨打风吹去。", "斜阳草树，"]
    assert Paper().column(verse, 50, 50).galleys() == [verse]


@pytest.mark.parametrize(("jump", "whole"), [("（上接2版）", True), ("舞榭歌台", False)])
def test_two_lines_under_a_jump_are_no_verse(jump: str, whole: bool) -> None:
    lines = [jump, "千古江山英雄无觅孙仲谋处舞榭", "歌台风流总被雨打风。"]
    made = [jump, "".join(lines[1:])] if whole else lines
    assert [line for galley in Paper().column(lines, 50, 50).galleys() for line in galley] == made


def test_verse_whose_lines_grow_keeps_its_lines() -> None:
    verse = ["大江东去，", "浪淘尽，", "千古风流人物。", "故垒西边，", "人道是，", "三国周郎赤壁。"]
    assert [line for galley in Paper().column(verse, 50, 50).galleys() for line in galley] == verse


def test_a_vertical_page_is_read_from_the_right() -> None:
    paper = Paper().tier(set_lines([FIRST, SECOND], 11), 500, 50)
    assert paper.galleys() == [[FIRST, SECOND]]


def test_tiers_of_a_vertical_page_are_galleys() -> None:
    upper, lower = set_lines([FIRST], 11), set_lines([SECOND], 11)
    assert Paper().tier(upper, 500, 50).tier(lower, 500, 180).galleys() == [[FIRST], [SECOND]]


SIGNED_LINE = "记者丁小满／江城报道 渔民"  # fills a column of 14 behind an indent of two
BODY = [
    "们说新码头昨天正式通航以后上",
    "岸卖鱼再也不用绕远路了鱼贩子",
    "们也都跟着来了从早到晚人不断",
    "船工说以后每天有六班船往来。",
]


def test_a_byline_that_a_story_goes_on_behind_in_its_line_is_the_first_of_its_paragraph() -> None:
    blocks = Paper().column(["　　" + SIGNED_LINE, *BODY], 50, 50).blocks()
    assert [block[:5] for block in blocks] == ["记者丁小满"]


def test_a_byline_to_the_right_above_an_indented_paragraph_stands_alone() -> None:
    lines = ["　　　　　　　　记者丁小满／江城", "　　渔民们说新码头昨天通航以", *BODY]
    assert [block[:5] for block in Paper().column(lines, 50, 50).blocks()] == ["记者丁小满", "渔民们说新"]


def test_a_byline_that_is_centred_over_its_column_is_no_line_of_the_text() -> None:
    text = ["江南的春天来得早昨天", "已经满城飞絮游人如织", "河边的柳树也都绿了。"]
    byline = "本报记者 周明 王秋"
    assert Paper().line(byline, 56, 36, 9.6).column(text, 50, 50).blocks() == [byline, "".join(text)]


@pytest.mark.parametrize(
    ("under", "x", "count"), [("合同背面的猫腻", 97.5, 2), ("合同背面的猫腻", 106, 1), ("通讯员 江一舟", 100, 1)]
)
def test_a_byline_centred_over_a_subheading_of_its_size_is_none_of_it(under: str, x: float, count: int) -> None:
    assert len(Paper().line("本报记者 林晓", 100, 40).line(under, x, 54).blocks()) == count


def test_verse_some_of_whose_lines_are_as_long_as_each_other_keeps_its_lines() -> None:
    verse = ["夜里的船都走了", "岸边亮着一盏小灯", "像一粒忘了收走的米", "江水从石桥下过", "不知流到哪里"]
    verse += ["它把月光反反复复洗", "洗到对岸的狗叫一声"]
    assert [line for galley in Paper().column(verse, 50, 50).galleys() for line in galley] == verse


def test_a_caption_with_two_short_lines_is_one_paragraph() -> None:
    lines = ["新码头昨天通航，岸上站", "满了看船的人。船工们", "一早就在江边等候，锣鼓", "声传到对岸。"]
    assert Paper().column(lines, 50, 50).galleys() == [["".join(lines)]]


@pytest.mark.parametrize(
    ("aside", "spread", "edge"), [(20.0, 0.0, (50.0, 170.0)), (13.8, 0.69, None), (0.0, 2.22, (50.0, 170.0))]
)
def test_lines_that_begin_part_of_an_em_beside_a_column_are_not_indented_in_it(
    aside: float, spread: float, edge: tuple[float, float] | None
) -> None:
    paper = Paper().column(set_lines([FIRST, SECOND], 12), 50, 50).line("沿江新码头建成了", 50, 170, 24)
    for n in range(2):
        paper.line("春风又绿江南岸明月何", 50 + aside, 220 + 14 * n, spread=spread)
    block = next(block for block in paper.after(*STAGES).blocks if block.string.startswith("春"))
    assert block.edges == (None if edge is None else pytest.approx(edge, abs=1))


@pytest.mark.parametrize(
    ("first", "last", "parts"),
    [(False, True, [[0, 1, 2]]), (True, True, [[0], [1, 2]]), (False, False, [[0], [1, 2]])],
)
def test_white_parts_no_sentence_of_a_box_whose_text_has_stops(first: bool, last: bool, parts: list[list[int]]) -> None:
    """The second line stands a little apart from the first, which is full."""
    start, end, size = [0.0] * 3, [100.0, 100.0, 40.0], [10.0] * 3
    found = paragraphs([0, 1, 2], start, end, size, [first, False, last], led=[False, True, False])
    assert [lines for lines, _, _ in found] == parts


@pytest.mark.parametrize(
    ("column", "begins"),
    [
        ((0.0, 110.0), [False, True]),  # they only seem to be centred: it is wider
        ((0.0, 100.0), [True, True]),
        (None, [True, True]),
    ],
)
def test_lines_about_a_middle_that_is_not_that_of_their_column_are_not_centred(
    column: tuple[float, float] | None, begins: list[bool]
) -> None:
    found = paragraphs([0, 1], [0.0, 20.0], [94.0, 80.0], [10.0] * 2, [True, True], column)
    assert [begin for _, begin, _ in found] == begins


@pytest.mark.parametrize(("last", "ends"), [("渔民上岸卖鱼再也不用绕远", False), ("渔民上岸卖鱼再也不", None)])
def test_three_full_lines_show_where_their_column_ends_though_a_wider_one_begins_where_they_do(
    last: str, ends: bool | None
) -> None:
    paper = Paper().column(["今年春天，县里在江边新修", "了三座码头码头很大很长了", last], 50, 50)
    paper.column(set_lines([FIRST, SECOND], 14), 50, 140)
    assert paper.after(*STAGES).blocks[0].ends is ends


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("法治视点", "领鸡蛋认干亲订床位", ["法治视点", "领鸡蛋认干亲订床位"]),
        ("旧书摊", "搬到南门外六号大院", ["旧书摊搬到南门外六号大院"]),  # no label
        ("一座旧码头调查", "江边的船去了哪里", ["一座旧码头调查江边的船去了哪里"]),  # a line of the headline
    ],
)
def test_a_columns_label_over_a_headline_of_its_size_stands_for_itself(
    first: str, second: str, found: list[str]
) -> None:
    paper = Paper().line(first, 50, 40, 20).line(second, 50, 64, 20).column(set_lines([FIRST, SECOND], 12), 50, 110)
    assert [block.string for block in paper.after(*STAGES).blocks if block.size == 20] == found


@pytest.mark.parametrize(("white", "alone"), [(9, True), (6, False)])
def test_a_line_that_stands_off_the_even_lines_under_it_is_none_of_their_column(white: float, alone: bool) -> None:
    deck, *lines = [TEXT[:7], *(TEXT[n : n + 11] for n in range(0, 12, 3))]
    paper = Paper().line(deck, 50, 50).column(lines, 50, 60 + white)
    assert (paper.galleys()[0] == [deck]) == alone


def test_where_the_lines_do_not_stand_even_none_stands_off() -> None:
    lines = [TEXT[n : n + 11] for n in range(0, 15, 3)]
    paper = Paper()
    for y, text in zip((50, 71, 84, 100.5, 113.5), lines, strict=True):
        paper = paper.line(text, 50, y)
    assert paper.galleys() == [["".join(lines)]]
