"""The lines of a head on paper get their roles, also where the headline itself is a picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.layout.scene import Scene, scene_of
from pipeline.ledger import Ledger
from pipeline.linking.paper.heads import group, heads_of
from pipeline.linking.paper.roles import CLASSES
from pipeline.page import Block, Box, Line, Role
from pipeline.stages.paper_place import drawn_headline, goes_on, head_roles, is_deck, is_next_line, under_one_head
from pipeline.stages.paper_roles import (
    across,
    decks,
    framed_heads,
    is_head,
    large,
    on_columns,
    over_bylines,
    together,
)
from pipeline.text import Text
from tests.layout.paper import Paper, set_lines


def _line(string: str, size: float, face: int = -1) -> Block:
    return Block((Line(Text(string, np.arange(len(string)), Ledger(string)), size=size, face=face),))


def _roles(*lines: tuple[str, float] | tuple[str, float, int], drawn: int | None = None) -> list[Role]:
    return [block.role for block in head_roles([_line(*line) for line in lines], drawn)]


def test_the_largest_type_is_the_headline() -> None:
    told = _roles(("全县水上交通大变样", 14), ("沿江新码头建成", 24), ("每天有六班船往来", 14))
    assert told == [Role.KICKER, Role.HEADLINE, Role.DECK]


def test_type_a_little_smaller_is_a_deck_in_another_face_and_the_headline_in_its_own() -> None:
    def second(first: int, face: int) -> Role:
        return _roles(("沿江新码头建成", 11.2, first), ("每天有六班船往来", 10.5, face))[1]

    assert second(1, 2) is Role.DECK
    assert second(1, 1) is Role.HEADLINE
    assert second(-1, -1) is Role.HEADLINE  # the faces are not known, as in scans


def test_a_lone_character_behind_a_line_is_what_is_left_of_it_whatever_its_size() -> None:
    assert _roles(("沿江新码头建", 14), ("成", 20)) == [Role.HEADLINE] * 2
    assert _roles(("沿江新码头", 14), ("建成", 20)) == [Role.KICKER, Role.HEADLINE]


def test_a_line_that_ends_in_a_colon_may_be_a_little_smaller_than_the_headline_that_it_begins() -> None:
    assert _roles(("林晓舟：", 20), ("最怕的是“准”", 24)) == [Role.HEADLINE] * 2
    assert _roles(("林晓舟：", 18), ("最怕的是“准”", 24)) == [Role.KICKER, Role.HEADLINE]
    assert _roles(("访钟表匠", 20), ("最怕的是“准”", 24)) == [Role.KICKER, Role.HEADLINE]


def test_what_looks_like_a_label_but_has_two_lines_is_a_headline_if_it_may_be_one() -> None:
    label, two = _line("山道上的慢跑日", 20), Block(_line("山道上的", 20).lines + _line("慢跑日", 20).lines)
    assert [is_head(two, 0.3), is_head(two, 0.1), is_head(label, 0.3)] == [True, False, False]


def test_a_headline_in_two_faces_of_one_size_is_one() -> None:
    assert _roles(("沿江新码头建成", 24, 1), ("每天有六班船往来", 24, 2)) == [Role.HEADLINE, Role.HEADLINE]


def test_a_picture_between_two_lines_is_the_headline() -> None:
    assert _roles(("全县水上交通大变样", 14), ("每天有六班船往来", 12), drawn=1) == [Role.KICKER, Role.DECK]


def test_a_line_behind_a_dash_is_a_deck_even_alone() -> None:
    assert _roles(("——记沿江新码头的建设者", 14)) == [Role.DECK]


def test_a_line_alone_is_the_headline() -> None:
    assert _roles(("沿江新码头建成", 14)) == [Role.HEADLINE]


STORY = "今年春天，县里在江边新修了三座码头，渔民上岸卖鱼再也不用绕远路了，鱼贩子们也都跟着来了。"


def _heads(paper: Paper) -> list[list[str]]:
    """The heads of a page on which all is display type but the text of ten points."""
    page = paper.column(set_lines([STORY], 12), 60, 400).after("overprints", "rows", "galleys", "paper-roles")
    large = [n for n, block in enumerate(page.blocks) if block.size > 10]
    return [[page.blocks[n].string for n in head] for head in group(scene_of(page), large)]


def test_kicker_headline_and_deck_are_one_head() -> None:
    paper = Paper().line("全县水上交通大变样", 80, 40, 14).line("沿江新码头建成", 60, 60, 24)
    assert _heads(paper.line("每天有六班船往来", 84, 90, 14)) == [
        ["全县水上交通大变样", "沿江新码头建成", "每天有六班船往来"]
    ]


def test_lesser_type_between_two_headlines_is_of_the_nearer_one() -> None:
    paper = Paper().line("操场请留一盏灯", 60, 40, 24).line("全县水上交通大变样", 80, 78, 14)
    assert _heads(paper.line("沿江新码头建成", 60, 98, 24)) == [
        ["操场请留一盏灯"],
        ["全县水上交通大变样", "沿江新码头建成"],
    ]


def test_headlines_side_by_side_that_do_not_stand_level_are_two() -> None:
    paper = Paper().line("牵着绳子", 60, 40, 20).line("跑完全程", 60, 64, 20)
    paper.line("半程赛跑", 170, 46, 20).line("冲进前十", 170, 70, 20)
    assert _heads(paper) == [["牵着绳子跑完全程"], ["半程赛跑冲进前十"]]


def test_parts_of_one_line_are_one_head() -> None:
    assert _heads(Paper().line("牵着绳子", 60, 40, 20).line("跑完全程", 175, 40, 20)) in (
        [["牵着绳子", "跑完全程"]],
        [["牵着绳子 跑完全程"]],
    )


def _doubtful(paper: Paper, sure: float = 0.6) -> Scene:
    """The scene of a page whose type of 24 points is a headline and whose type of 12 looks like a subheading."""
    page = paper.after("overprints", "rows", "galleys")
    roles = {24.0: Role.HEADLINE, 12.0: Role.SUBHEADING}
    looks = {"subheading": sure, "head": 1 - sure}
    made = [replace(b, role=roles.get(b.size, Role.PARAGRAPH), looks=looks) for b in page.blocks]
    return scene_of(page.but(blocks=tuple(made)))


def _decks(scene: Scene) -> list[str]:
    return [block.string for n, block in enumerate(scene.blocks) if is_deck(scene, n)]


UNDER = Paper().line("沿江新码头建成", 60, 40, 24).line("每天有六班船往来", 96, 74, 12)


def test_a_line_in_the_middle_under_its_headline_is_its_deck() -> None:
    assert _decks(_doubtful(UNDER.column(set_lines([STORY], 12), 60, 96))) == ["每天有六班船往来"]


def test_a_line_over_a_column_with_text_beside_it_is_a_subheading() -> None:
    paper = Paper().line("沿江新码头建成", 96, 40, 24).line("每天六班船", 150, 74, 12)
    for x, y in ((55, 74), (140, 92), (225, 74)):
        paper.column(set_lines([STORY], 8), x, y)
    assert _decks(_doubtful(paper)) == []


def test_what_is_surely_a_subheading_is_no_deck() -> None:
    assert _decks(_doubtful(UNDER, sure=0.95)) == []


@pytest.mark.parametrize("taken", ["subheading", "paragraph", "head"])
@pytest.mark.parametrize(
    ("string", "top", "wide", "rule", "found"),
    [
        ("每天六班船", 74, 8, False, True),
        ("每天六班船", 92, 8, False, False),  # a deck: text begins below it in all columns
        ("每天六班船", 74, 5, False, False),  # what stands beside is another story
        ("每天六班船", 74, 8, True, False),  # likewise
        ("每天六班船，", 74, 8, False, False),  # it goes on
    ],
)
def test_a_line_at_the_head_of_a_column_beside_which_text_begins_is_a_subheading(
    taken: str, string: str, top: float, wide: int, rule: bool, found: bool
) -> None:
    paper = Paper().line("沿江新码头建成", 96, 40, 24).line(string, 145, 74, 12)
    for x, y, measure in ((122 - 10 * wide, top, wide), (140, 92, 8), (238, top, wide)):
        paper.column(set_lines([STORY], measure), x, y)
    if rule:
        paper.rule(130, 60, 131, 200).rule(229, 60, 230, 200)
    page = paper.after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    for n, block in enumerate(page.blocks):
        looks[{24.0: "head", 12.0: taken}.get(block.size, "paragraph")][n] = 0.9
    assert [page.blocks[n].string for n in on_columns(scene_of(page), looks)] == [string] * found


def test_what_stands_close_under_a_subheading_goes_on_in_it() -> None:
    text = set_lines([STORY], 12)
    close = _doubtful(Paper().line("田边来了“不种田的", 60, 40, 12).line("人”", 108, 57, 12).column(text, 60, 80))
    apart = _doubtful(Paper().line("田边来了“不种田的", 60, 40, 12).line("人”", 108, 67, 12).column(text, 60, 90))
    assert is_next_line(close, 0, 1)
    assert not is_next_line(apart, 0, 1)


def _under(paper: Paper) -> list[list[str]]:
    """The bodies of a page with one head, whose story is the text to its right; what stands below it has none."""
    page = paper.after("overprints", "rows", "galleys")
    names = [block.string for block in page.blocks]
    head, story, rest = (next(n for n, name in enumerate(names) if name[0] == first) for first in "沿今青")
    merged, _ = under_one_head(heads_of(scene_of(page), [[head]], [[story], [rest]]), {0: 0})
    return [[names[n] for n in body] for body in merged]


def test_text_right_under_a_head_is_of_its_story_but_not_what_stands_in_a_box() -> None:
    shop = "青禾书店迁到南门外"
    paper = Paper().line("沿江码头", 60, 40, 24).column(set_lines([STORY], 12), 200, 40).line(shop, 62, 90, 10)
    assert _under(paper) == [[shop, STORY]]
    assert _under(paper.frame(55, 85, 160, 105)) == [[STORY], [shop]]


@pytest.mark.parametrize(
    ("size", "x", "head", "found"),
    [
        (12, 96, 0.4, ["每天有六班船往来"]),
        (12, 96, 0.03, ["每天有六班船往来"]),  # in larger type than text
        (12, 60, 0.03, ["每天有六班船往来"]),  # though it is not in the middle
        (12, 180, 0.03, []),  # it reaches farther along than the headline
        (12, 96, 0.01, []),  # surely none
        (10.4, 104, 0.03, []),  # no larger than text
    ],
)
def test_what_may_be_text_is_a_deck_right_under_a_headline(
    size: float, x: float, head: float, found: list[str]
) -> None:
    paper = Paper().line("沿江新码头建成", 60, 40, 24).line("每天有六班船往来", x, 74, size)
    page = paper.column(set_lines([STORY], 12), 60, 96).after("overprints", "rows", "galleys")
    scene = scene_of(page)
    probable = {24.0: 1.0, float(size): head}
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["head"][:] = [probable.get(block.size, 0.0) for block in page.blocks]
    looks["paragraph"][:] = 1 - looks["head"]
    assert [page.blocks[n].string for n in decks(scene, looks)] == found


def test_each_line_of_a_deck_is_told_by_the_one_over_it() -> None:
    paper = (
        Paper().line("沿江新码头建成", 60, 40, 24).line("每天有六班船往来", 96, 74, 12).line("鱼可卖到", 120, 90, 12)
    )
    page = paper.column(set_lines([STORY], 12), 60, 116).after("overprints", "rows", "galleys")
    probable = {24.0: 1.0, 12.0: 0.3}
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["head"][:] = [probable.get(block.size, 0.0) for block in page.blocks]
    looks["paragraph"][:] = 1 - looks["head"]
    assert "".join(page.blocks[n].string for n in decks(scene_of(page), looks)) == "每天有六班船往来鱼可卖到"


@pytest.mark.parametrize(("people", "found"), [("本报记者 林晓舟", "每天有六班船往来鱼可卖到"), ("", "")])
def test_lines_that_are_hardly_a_deck_are_one_over_the_byline(people: str, found: str) -> None:
    paper = (
        Paper()
        .line("沿江新码头建成", 60, 40, 24)
        .line("每天有六班船往来", 102, 74, 10.5)
        .line("鱼可卖到", 123, 89, 10.5)
    )
    if people:
        paper.line(people, 96, 106, 12)
    page = paper.column(set_lines([STORY], 12), 60, 132).after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    for n, block in enumerate(page.blocks):
        looks["head"][n] = {24.0: 1.0}.get(block.size, 0.15 if len(block.string) < 12 else 0.0)
        looks["byline"][n] = float(block.string == people)
    looks["paragraph"][:] = 0.9 - looks["head"] - looks["byline"]
    assert "".join(page.blocks[n].string for n in decks(scene_of(page), looks)) == found


@pytest.mark.parametrize(("people", "found"), [("本报记者 林晓舟", "每天有六班船往来鱼可卖"), ("", "")])
def test_lines_flush_with_their_head_are_a_deck_over_the_byline(people: str, found: str) -> None:
    paper = Paper().line("沿江新码头建成", 60, 40, 24)
    paper.line("每天有六班船往来", 60, 74, 10).line("鱼可卖", 60, 87, 10)
    if people:
        paper.line(people, 60, 100, 10)
    page = paper.column(set_lines([STORY], 18), 60, 132).after("rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    for n, block in enumerate(page.blocks):
        looks["head"][n] = {24.0: 1.0}.get(block.size, 0.15 if len(block.string) < 12 else 0.0)
        looks["byline"][n] = float(block.string == people)
    looks["paragraph"][:] = 0.9 - looks["head"] - looks["byline"]
    assert "".join(page.blocks[n].string for n in decks(scene_of(page), looks)) == found


@pytest.mark.parametrize(("head", "found"), [(0.05, ["每天有六班船往来"]), (0.01, [])])
def test_what_stands_between_a_head_and_its_byline_is_a_deck(head: float, found: list[str]) -> None:
    paper = Paper().line("沿江新码头建成", 60, 40, 24).line("每天有六班船往来", 96, 74, 12).line("林晓舟", 126, 90, 12)
    page = paper.column(set_lines([STORY], 12), 60, 116).after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    for n, block in enumerate(page.blocks):
        looks["head"][n] = {24.0: 1.0}.get(block.size, head)
        looks["byline"][n] = 0.9 * (block.string == "林晓舟")
    looks["paragraph"][:] = 0.95 - looks["head"] - looks["byline"]
    assert [page.blocks[n].string for n in decks(scene_of(page), looks)] == found


@pytest.mark.parametrize(
    ("x", "y", "found"),
    [
        (88, 110, ["沿江新码头建成"]),
        (88, 38, []),  # text stands right over it
        (60, 110, []),  # it begins a column
    ],
)
def test_a_line_by_itself_over_the_middle_of_a_byline_is_a_headline(x: int, y: int, found: list[str]) -> None:
    paper = Paper().column(set_lines([STORY], 12), 60, 40).line("沿江新码头建成", x, 60 + y, 9)
    page = paper.line("林晓舟", 104.5, 74 + y, 10).column(set_lines([STORY], 12), 60, 100 + y).after("rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["byline"][:] = [float(block.string == "林晓舟") for block in page.blocks]
    looks["paragraph"][:] = 1 - looks["byline"]
    assert [page.blocks[n].string for n in over_bylines(scene_of(page), looks)] == found


@pytest.mark.parametrize(("head", "found"), [(0.3, ["老面馆搬新址啦！"]), (0.1, [])])
def test_what_may_be_the_head_of_a_display_need_not_be_much_larger_than_its_rows(head: float, found: list[str]) -> None:
    paper = Paper().frame(50, 30, 262, 110).line("老面馆搬新址啦！", 60, 40, 15)
    paper.line("一碗面还是那个味", 60, 62, 10).line("欢迎新老顾客光临", 60, 80, 10)
    page = paper.column(set_lines([STORY], 12), 300, 40).after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["head"][:] = [{15.0: head}.get(block.size, 0.0) for block in page.blocks]
    looks["paragraph"][:] = 1 - looks["head"]
    assert [page.blocks[n].string for n in framed_heads(scene_of(page), looks)] == found


@pytest.mark.parametrize(("start", "found"), [(84, ["每天有六班船往来"]), (60, [])])
def test_a_deck_is_in_the_middle_of_most_lines_of_its_headline(start: int, found: list[str]) -> None:
    paper = Paper().line("沿江一座座", 84, 40, 24).line("“新码头”", 60, 66, 24).line("全都建成了", 84, 92, 24)
    paper.line("每天有六班船往来", start + 18, 124, 10.5).column(set_lines([STORY], 12), 70, 150)
    page = paper.after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["head"][:] = [{24.0: 1.0}.get(block.size, 0.3) for block in page.blocks]
    looks["paragraph"][:] = 1 - looks["head"]
    assert [page.blocks[n].string for n in decks(scene_of(page), looks)] == found


@pytest.mark.parametrize(
    ("size", "x", "y", "found"),
    [
        (14, 60, 40, True),
        (14, 74, 40, True),  # in the middle
        (14, 77.5, 40, True),  # or nearly, as where a mark at an end is half a square of white
        (12, 60, 42, False),  # of another size
        (14, 60, 30, False),  # not close
        (14, 66, 40, False),  # neither flush nor in the middle
    ],
)
def test_a_line_that_reads_like_text_is_of_the_head_whose_line_it_is(
    size: float, x: float, y: float, found: bool
) -> None:
    paper = Paper().line("林晓舟：", x, y, size).line("修了四十年钟", 60, 58, 14).line("怕的是钟走得太准了", 60, 76, 14)
    page = paper.column(set_lines([STORY], 12), 60, 104).after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    for n, block in enumerate(page.blocks):
        looks["head" if block.string[0] in "修怕" else "paragraph"][n] = 0.9
    told = [page.blocks[n].string for n in together(scene_of(page), looks)]
    assert told == ["林晓舟："] * found


@pytest.mark.parametrize(
    ("size", "head", "boxed", "found"),
    [
        (20, 0.4, False, ["能不能留一盏灯？"]),
        (12, 0.4, False, []),  # no larger than some text is
        (20, 0.02, False, []),  # surely none
        (20, 0.4, True, []),  # a row of an advertisement
    ],
)
def test_what_is_far_larger_than_the_text_is_a_headline_though_it_reads_like_text(
    size: float, head: float, boxed: bool, found: list[str]
) -> None:
    paper = Paper().line("能不能留一盏灯？", 60, 40, size).column(set_lines([STORY], 12), 60, 96)
    page = (paper.frame(50, 30, 260, 70) if boxed else paper).after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["head"][:] = [head if block.size > 10 else 0.4 for block in page.blocks]
    looks["paragraph"][:] = 1 - looks["head"]
    assert [page.blocks[n].string for n in large(scene_of(page), looks)] == found


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize(
    ("size", "y", "framed", "found"),
    [
        (20, 140, True, []),
        (24, 140, True, ["少儿绘本"]),
        (20, 10, True, ["少儿绘本"]),  # it stands over that
        (20, 140, False, ["少儿绘本"]),
    ],
)
def test_what_stands_in_a_frame_under_text_that_is_as_large_is_no_headline(
    size: float, y: float, framed: bool, found: list[str], down: bool
) -> None:
    rows = ["名家讲座旧书交换", "市体育馆昨日开放", "凭本报免门票一人"]
    paper = Paper().column(rows, 62, 40, 20, 21).line("少儿绘本", 60, y, size)
    lines = set_lines([STORY], 12)
    paper = paper.tier(lines * 3, 560, 260) if down else paper.column(lines, 60, 260)
    page = (paper.frame(50, 5, 230, 190) if framed else paper).after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["head"][:] = 0.4
    looks["paragraph"][:] = 0.6
    assert [block for n in large(scene_of(page), looks) if len(block := page.blocks[n].string) == 4] == found


HEADLINE = "华洋义赈会函请捐衣"


@pytest.mark.parametrize(
    ("size", "head", "down", "found"),
    [
        (13, 0.4, False, [HEADLINE]),
        (13, 0.4, True, []),  # it runs as the text does
        (11, 0.4, False, []),  # no larger than text
        (13, 0.1, False, []),  # surely none
    ],
)
def test_what_lies_across_the_text_and_is_larger_is_a_headline(
    size: float, head: float, down: bool, found: list[str]
) -> None:
    paper = Paper().tier(["每年漏卮不下数百万近有汉阳女士毕业于武昌"] * 12, 300, 80)
    paper = paper.upright(HEADLINE, 330, 80, size) if down else paper.line(HEADLINE, 170, 40, size)
    page = paper.after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["head"][:] = [head if "华洋" in block.string else 0.05 for block in page.blocks]
    looks["paragraph"][:] = 1 - looks["head"]
    assert [page.blocks[n].string for n in large(scene_of(page), looks)] == found


@pytest.mark.parametrize(
    ("size", "head", "found"),
    [
        (16, 0.25, ["津渡面馆搬新址啦！"]),
        (16, 0.05, []),  # a statement in larger type
        (12, 0.25, []),  # no larger than the next row
        (24, 0.05, ["津渡面馆搬新址啦！"]),
    ],
)
def test_the_largest_row_of_a_display_is_its_headline_if_it_may_be_one(
    size: float, head: float, found: list[str]
) -> None:
    paper = Paper().line("津渡面馆搬新址啦！", 60, 40, size).line("一碗面，还是那个味。", 60, 76, 11)
    paper = paper.line("招牌面每碗十二元，", 60, 96, 9).column(set_lines([STORY], 12), 60, 160)
    page = paper.frame(50, 30, 330, 120).after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["head"][:] = [head if block.size >= 12 else 0.0 for block in page.blocks]
    looks["paragraph"][:] = 1 - looks["head"]
    assert [page.blocks[n].string for n in framed_heads(scene_of(page), looks)] == found


@pytest.mark.parametrize(("wide", "before"), [(60.0, None), (420.0, 0)])
def test_a_drawing_that_has_no_room_for_a_headline_is_a_picture_beside_it(wide: float, before: int | None) -> None:
    paper = Paper().lettering(60, 40, 60 + wide, 100).line("沿江新码头建成", 60, 106, 24)
    scene = scene_of(paper.column(set_lines([STORY], 12), 60, 140).after("overprints", "rows", "galleys"))
    line = next(n for n, block in enumerate(scene.blocks) if block.size == 24)
    assert drawn_headline(scene, [*scene.lettering.tolist(), line]) == before


@pytest.mark.parametrize(
    ("size", "x", "y", "head", "more", "found"),
    [
        (12, 120, 66, 0.45, False, ["三次出嫁三次潛逃"]),
        (12, 120, 66, 0.1, False, []),  # it hardly may be one
        (10, 120, 66, 0.45, False, []),  # as large as the text
        (12, 230, 66, 0.45, False, []),  # it reaches beyond the headline
        (12, 120, 84, 0.45, False, []),  # far under it
        (12, 120, 66, 0.45, True, []),  # the first row of an advertisement
    ],
)
def test_a_level_line_right_under_a_level_headline_on_a_page_that_runs_down_is_its_deck(
    size: float, x: float, y: float, head: float, more: bool, found: list[str]
) -> None:
    paper = Paper().line("假新娘騙去聘金八百", 80, 36, 24).line("三次出嫁三次潛逃", x, y, size)
    if more:
        paper.line("各大書店均有出售", x, y + 20, 11)
    paper.tier(set_lines([STORY], 12), 300, 110).tier(set_lines([STORY], 12), 300, 250)
    page = paper.after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["head"][:] = [
        0.9 if "假新娘" in block.string else head if "三次" in block.string else 0.0 for block in page.blocks
    ]
    looks["paragraph"][:] = 1 - looks["head"]
    assert [page.blocks[n].string for n in across(scene_of(page), looks)] == found


def _text(string: str, x: float, y: float, size: float, ends: bool | None) -> Block:
    """A line of a column that begins at 50, whose lines are 15 apart."""
    line = Line(
        Text(string, np.arange(len(string)), Ledger(string)), Box(x, y, x + 10 * len(string), y + size), size=size
    )
    return Block((line,), Role.PARAGRAPH, ends=ends, edges=(50.0, 200.0), measure=15.0)


@pytest.mark.parametrize(
    ("x", "y", "size", "ends", "one"),
    [
        (50, 115, 10, False, True),
        (50, 115, 11.1, False, True),  # its few characters are large
        (50, 115, 11.1, None, False),  # nothing breaks off above
        (50, 115, 11.6, False, False),  # another type
        (80, 115, 11.1, False, False),  # in the middle: a heading
        (50, 140, 11.1, False, False),  # far below
    ],
)
def test_the_last_line_of_a_paragraph_can_seem_to_be_of_larger_type(
    x: float, y: float, size: float, ends: bool | None, one: bool
) -> None:
    above = _text("离休后他仍坚持每年到田间住上", 50, 100, 10, ends)
    assert goes_on(above, replace(_text("两个月。", x, y, size, True), edges=None)) == one
