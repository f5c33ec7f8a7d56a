"""Pages with geometry on their whole way: what a reader of a little page sees in its stories."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.page import Page, Role, Story
from pipeline.recipe import Step
from pipeline.run import run
from tests.layout.paper import RECIPE, Paper, set_lines
from tests.properties.pages import assert_whole

QUAY = [
    "今年春天，县里在江边新修了三座码头，渔民上岸卖鱼再也不用绕远路了。码头上还建了冷库和鱼市，清晨的江边天天都是人。",
    "渔民老周说，过去卖鱼要走十里山路，如今船一靠岸就有人来收，一天能多卖三百元钱。",
    "县水利局的负责人说，明年还要修两座码头，让沿江的村子都用得上，码头边要种上成排的柳树。",
]
BOOKS = [
    "市图书馆昨天起延长开放时间，读者晚上九点以前都可以借书。馆里新增了两千册少儿读物，周末还请作家来给孩子讲故事。",
    "家住附近的刘女士带着孩子来看书，她说下班以后也能来，很方便，孩子也喜欢这里的绘本。",
    "馆长说，今后还要在社区办十个小书屋，让居民在家门口借到书，还书也不用再跑到市中心来。",
]
CAPTION = "渔民在江边的新码头上卖鱼。"
MEASURE = 11
WIDTH = MEASURE * 10.0


def story(paper: Paper, x: float, head: str, byline: str, text: list[str], gutter: float) -> float:
    """A headline, a byline and two columns; returns where they end."""
    lines = set_lines(text, MEASURE)
    half = (len(lines) + 1) // 2
    paper.line(head, x + 30, 38, 24, font=1).line(byline, x + 70, 67, font=2)
    paper.column(lines[:half], x, 85).column(lines[half:], x + WIDTH + gutter, 85)
    return 85 + 14.0 * half


def two_stories(gutter: float = 15, between: float = 25, rule: bool = False) -> Paper:
    """Two stories side by side, of two columns each; the first has a picture with its caption."""
    paper = Paper(560, 600)
    right = 50 + 2 * WIDTH + gutter + between
    foot = story(paper, 50, "沿江新码头建成", "本报记者 张小川", QUAY, gutter)
    paper.picture(50, foot + 5, 50 + 2 * WIDTH + gutter, foot + 80).line(CAPTION, 90, foot + 84, 9, font=2)
    story(paper, right, "图书馆晚上开门", "本报记者 李月红", BOOKS, gutter)
    return paper.rule(right - between / 2, 30, right - between / 2 + 0.4, foot) if rule else paper


def told(page: Page) -> list[list[tuple[Role, str]]]:
    return [[(block.role, block.string) for block in story.blocks] for story in page.stories]


def paragraphs(story: Story) -> list[str]:
    return [block.string for block in story.having(Role.PARAGRAPH)]


@pytest.mark.parametrize(
    ("gutter", "between", "rule"), [(15, 25, False), (20, 20, False), (15, 15, False), (15, 15, True)]
)
def test_two_stories_side_by_side(gutter: float, between: float, rule: bool) -> None:
    page = two_stories(gutter, between, rule).cut()
    assert_whole(page, RECIPE)
    assert told(page) == [
        [
            (Role.HEADLINE, "沿江新码头建成"),
            (Role.BYLINE, "本报记者 张小川"),
            *((Role.PARAGRAPH, text) for text in QUAY),
            (Role.CAPTION, CAPTION),
        ],
        [
            (Role.HEADLINE, "图书馆晚上开门"),
            (Role.BYLINE, "本报记者 李月红"),
            *((Role.PARAGRAPH, text) for text in BOOKS),
        ],
    ]
    assert [[(a.name, a.role, a.outlet) for a in story.authors] for story in page.stories] == [
        [("张小川", "记者", "本报")],
        [("李月红", "记者", "本报")],
    ]
    assert page.blocks == ()


@given(st.integers(0, 1 << 32))
@settings(max_examples=15)
def test_any_order_of_drawing_gives_the_same_stories(seed: int) -> None:
    assert told(two_stories().shuffled(seed).cut()) == told(two_stories().cut())


def test_a_shadow_changes_no_story() -> None:
    shadowed = Paper(560, 600).line("沿江新码头建成", 82, 40, 24, font=1, color=0x999999)
    page = two_stories()
    both = Paper(560, 600, [*shadowed.glyphs, *page.glyphs], page.graphics).cut()
    assert told(both) == told(page.cut())
    assert both.ledger.discards()["overprint"] == 7


def test_a_page_moved_on_its_paper_reads_the_same() -> None:
    page = two_stories()
    moved = Paper(760, 900)
    for glyph in page.glyphs:
        x0, y0, _, _ = glyph.box
        moved.line(glyph.char, x0 + 123.4, y0 + 210.7, glyph.size, font=glyph.font)
    for box in page.graphics.pictures:
        moved.picture(box.x0 + 123.4, box.y0 + 210.7, box.x1 + 123.4, box.y1 + 210.7)
    assert told(moved.cut()) == told(page.cut())


@pytest.mark.parametrize("times", [0.35, 1.5, 25 / 6, 8.0])
def test_a_page_in_another_unit_reads_the_same(times: float) -> None:
    page = two_stories(rule=True).frame(30, 30, 540, 590)
    assert told(page.scaled(times).cut()) == told(page.cut())


@pytest.mark.parametrize("times", [1.0, 25 / 6])
@pytest.mark.parametrize(("into", "parts"), [(0.9, True), (2.0, False)])  # points by which a rule lies in a line
def test_a_rule_that_touches_the_type_parts_columns_in_any_unit(times: float, into: float, parts: bool) -> None:
    page = Paper().line("东风吹来满园春色", 50, 100).line("江水绕城向东流去", 138, 100).rule(130 - into, 60, 130, 160)
    lines = page.scaled(times).lines()
    assert (lines == ["东风吹来满园春色", "江水绕城向东流去"]) == parts


def test_one_story_above_the_other() -> None:
    paper = Paper(400, 700)
    upper = story(paper, 50, "沿江新码头建成", "本报记者 张小川", QUAY, 15)
    below = Paper(400, 700)
    story(below, 50, "图书馆晚上开门", "本报记者 李月红", BOOKS, 15)
    for glyph in below.glyphs:
        paper.line(glyph.char, glyph.box[0], glyph.box[1] + upper, glyph.size, font=glyph.font)
    page = paper.cut()
    assert [story.having(Role.HEADLINE)[0].string for story in page.stories] == ["沿江新码头建成", "图书馆晚上开门"]
    assert [paragraphs(story) for story in page.stories] == [QUAY, BOOKS]


def test_a_lead_over_two_columns_comes_first() -> None:
    paper = Paper(400, 500).line("沿江新码头建成", 80, 38, 24, font=1).line("本报记者 张小川", 120, 67, font=2)
    lead = set_lines(QUAY[:1], 23)
    paper.column(lead, 50, 85)
    rest = set_lines(QUAY[1:], MEASURE)
    half, top = (len(rest) + 1) // 2, 85 + 14.0 * len(lead)
    paper.column(rest[:half], 50, top).column(rest[half:], 50 + WIDTH + 15, top)
    (only,) = paper.cut().stories
    assert paragraphs(only) == QUAY


def test_a_vertical_page() -> None:
    paper = Paper(500, 400).upright("沿江新码头建成", 420, 50, 24, font=1)
    paper.tier(set_lines(QUAY, 24), 400, 50)
    (only,) = paper.cut().stories
    assert [block.string for block in only.having(Role.HEADLINE)] == ["沿江新码头建成"]
    assert paragraphs(only) == QUAY


def test_a_vertical_headline_beside_its_columns() -> None:
    paper = Paper(400, 400).upright("沿江新码头", 40, 85, 24, 8, font=1)
    lines = set_lines(QUAY, MEASURE)
    half = (len(lines) + 1) // 2
    paper.column(lines[:half], 80, 85).column(lines[half:], 95 + WIDTH, 85)
    (only,) = paper.cut().stories
    assert [block.string for block in only.having(Role.HEADLINE)] == ["沿江新码头"]
    assert paragraphs(only) == QUAY


def test_the_running_head_is_furniture() -> None:
    paper = two_stories()
    paper.line("江城日报", 50, 5, 10, font=1).line("2025年7月4日 星期五", 250, 5).line("第3版", 500, 5)
    page = paper.cut()
    assert page.masthead.date == "2025-07-04"
    assert [len(story.having(Role.PARAGRAPH)) for story in page.stories] == [3, 3]


def vertical_page(*running: tuple[str, float], size: float = 16.0) -> Page:
    """A page set from top to bottom under a running head set from the right, in large type."""
    paper = Paper(520, 420).upright("沿江新码头建成", 440, 60, 24, font=1)
    for string, x in running:
        paper.line(string[::-1], x, 10, size, font=1)
    return paper.tier(set_lines(QUAY, 24), 420, 60).cut()


def test_a_running_head_in_large_type_set_from_the_right_is_furniture() -> None:
    page = vertical_page(("中華民國二十九年四月三十日", 270), ("星期二", 180), ("第二版", 60))
    assert (page.masthead.date, page.masthead.weekday, page.masthead.folio) == ("1940-04-30", "星期二", "2")
    assert "date-disputed" not in page.flags
    (only,) = page.stories
    assert [block.string for block in only.having(Role.HEADLINE)] == ["沿江新码头建成"]


def test_a_day_of_the_moon_at_the_head_of_a_page_tells_the_year() -> None:
    page = vertical_page(("大清光緒二十九年四月三十日", 270))
    assert (page.masthead.date, page.masthead.year) == (None, 1903)
    assert [item.text.string for item in page.furniture] == ["大清光緒二十九年四月三十日"]


def test_a_date_that_the_weekday_gives_the_lie_is_flagged() -> None:
    page = vertical_page(("中華民國二十九年四月二十日", 270), ("星期二", 180))
    assert page.masthead.date == "1940-04-20"
    assert "date-disputed" in page.flags


def test_a_speck_read_as_a_number_is_no_folio_where_one_is_printed() -> None:
    page = vertical_page(("1", 480), ("中華民國二十九年四月三十日", 270), ("第二版", 60))
    assert page.masthead.folio == "2"


def test_every_stage_keeps_every_glyph() -> None:
    seen = []

    def observe(step: Step, before: Page, after: Page) -> None:
        after.ledger.check(after.texts())
        seen.append(step.stage.name)

    run(two_stories().page(), RECIPE, observe)
    assert seen == [step.stage.name for step in RECIPE.steps]


def headed(*lines: tuple[str, float, float, float]) -> Paper:
    """A story of two columns under display lines: what they read, where from, and their size."""
    paper = Paper(400, 400)
    for string, x, y, size in lines:
        paper.line(string, x, y, size, font=1)
    text = set_lines(QUAY, MEASURE)
    half = (len(text) + 1) // 2
    return paper.column(text[:half], 50, 85).column(text[half:], 65 + WIDTH, 85)


def test_a_headline_spread_and_shadowed_is_read_once() -> None:
    paper = headed()
    for n in range(3):
        paper.line("新码头建成", 70 + n, 40 + n, 24, spread=12, font=1)
    (only,) = paper.cut().stories
    assert [block.string for block in only.having(Role.HEADLINE)] == ["新码头建成"]
    assert paragraphs(only) == QUAY


def test_a_line_with_a_dash_under_the_headline_is_its_deck() -> None:
    page = headed(("沿江新码头建成", 70, 30, 24), ("——渔民卖鱼不再绕远路", 80, 60, 12)).cut()
    assert told(page)[0][:2] == [(Role.HEADLINE, "沿江新码头建成"), (Role.DECK, "——渔民卖鱼不再绕远路")]


def test_a_small_line_above_the_headline_is_its_kicker() -> None:
    page = headed(("全县水上交通大变样", 70, 26, 14), ("沿江新码头建成", 70, 46, 24)).cut()
    assert told(page)[0][:2] == [(Role.KICKER, "全县水上交通大变样"), (Role.HEADLINE, "沿江新码头建成")]


def test_a_subheading_stands_before_its_part() -> None:
    paper = Paper(400, 500).line("沿江新码头建成", 20, 30, 24, font=1)
    first, second = set_lines(QUAY[:2], MEASURE), set_lines(QUAY[2:], MEASURE)
    foot = 70 + 14.0 * len(first)
    paper.column(first, 50, 70).line("明年再修两座", 80, foot + 6, 12, font=1).column(second, 50, foot + 28)
    (only,) = paper.cut().stories
    assert [(block.role, block.string) for block in only.body] == [
        (Role.PARAGRAPH, QUAY[0]),
        (Role.PARAGRAPH, QUAY[1]),
        (Role.SUBHEADING, "明年再修两座"),
        (Role.PARAGRAPH, QUAY[2]),
    ]


def test_a_signature_below_is_the_author() -> None:
    lines = set_lines(QUAY, MEASURE)
    paper = Paper(400, 500).line("沿江新码头建成", 20, 30, 24, font=1).column(lines, 50, 70)
    (only,) = paper.line("（张小川）", 110, 70 + 14.0 * len(lines), font=2).cut().stories
    assert [author.name for author in only.authors] == ["张小川"]
    assert paragraphs(only) == QUAY


def test_a_dateline_is_read_apart() -> None:
    lines = set_lines(["新华社北京7月4日电 " + QUAY[0], *QUAY[1:]], MEASURE)
    (only,) = Paper(400, 500).line("沿江新码头建成", 20, 30, 24, font=1).column(lines, 50, 70).cut().stories
    assert only.dateline is not None
    assert (only.dateline.agency, only.dateline.place, only.dateline.date) == ("新华社", "北京", "7月4日")
    assert paragraphs(only) == QUAY


def test_tiers_under_one_vertical_headline_are_one_story() -> None:
    lines = set_lines(QUAY, MEASURE)
    half = (len(lines) + 1) // 2
    paper = Paper(500, 400).upright("沿江新码头建成", 420, 50, 24, spread=12, font=1)
    (only,) = paper.tier(lines[:half], 400, 50).tier(lines[half:], 400, 180).cut().stories
    assert [block.string for block in only.having(Role.HEADLINE)] == ["沿江新码头建成"]
    assert paragraphs(only) == QUAY


def test_a_vertical_head_of_two_lines_begins_at_its_right() -> None:
    paper = Paper()
    paper.upright("今年只打两遍药", 60, 90, 22, font=1).upright("杨桥湾村的早稻", 86, 90, 22, font=1)
    lines = set_lines(QUAY, MEASURE)
    half = (len(lines) + 1) // 2
    page = paper.column(lines[:half], 120, 85).column(lines[half:], 245, 85).cut()
    heads = [block.string for story in page.stories for block in story.having(Role.HEADLINE)]
    assert "".join(heads) == "杨桥湾村的早稻今年只打两遍药"


def test_a_signature_at_the_head_of_a_column_is_that_of_the_story_that_ends_in_the_one_before() -> None:
    paper = Paper().line("沿江建码头", 60, 38, 20, font=1).column(set_lines(QUAY, MEASURE), 50, 65)
    paper.line("（丁小满）", 240, 65, font=2).line("书店迁新址", 185, 90, 20, font=1)
    page = paper.column(set_lines(BOOKS, MEASURE), 175, 116).cut()
    signed = {"".join(b.string for b in s.having(Role.HEADLINE)): [a.name for a in s.authors] for s in page.stories}
    assert signed == {"沿江建码头": ["丁小满"], "书店迁新址": []}


def test_a_signature_in_the_last_line_of_a_text_is_its_own_though_that_line_heads_a_column() -> None:
    lines, other = set_lines(QUAY, MEASURE), set_lines(BOOKS[:1], MEASURE)
    paper = Paper().line("夜里可借书", 60, 38, 20, font=1).column(other, 50, 65)
    below = 65 + 14 * len(other) + 8
    paper.line("沿江建码头", 60, below, 20, font=1).column(lines[:-1], 50, below + 27)
    paper.column(["都可以。"], 175, 65).line("（丁小满）", 235, 65, font=2).line("书店迁新址", 185, 90, 20, font=1)
    page = paper.column(set_lines(BOOKS[1:], MEASURE), 175, 116).cut()
    signed = {"".join(b.string for b in s.having(Role.HEADLINE)): [a.name for a in s.authors] for s in page.stories}
    assert signed == {"夜里可借书": [], "沿江建码头": ["丁小满"], "书店迁新址": []}


def test_a_jump_at_the_head_of_a_page_is_not_its_folio() -> None:
    paper = two_stories()
    paper.line("江城日报", 50, 5, 10, font=1).line("2025年7月4日 星期五", 250, 5).line("第3版", 500, 5)
    paper.line("（紧接第1版）", 400, 5)
    assert paper.cut().masthead.folio == "3"


def test_the_largest_statement_of_a_display_is_its_head_though_it_ends_a_sentence() -> None:
    paper = two_stories().frame(300, 400, 560, 520)
    paper.line("老面馆搬新址啦！", 330, 410, 26).line("一碗面二十年还是那个味。", 340, 450, 10)
    paper.line("电话：8860 1808", 340, 470, 10).line("前三天面钱全免。", 340, 490, 10)
    heads = {"".join(b.string for b in story.having(Role.HEADLINE)) for story in paper.cut().stories}
    assert "老面馆搬新址啦！" in heads


BRIEFS = {
    "东门石桥通车": "本报讯 东门石桥昨天通车，两岸居民不再绕行，货车也可以过桥进城，桥头还装了路灯。",
    "西河添义渡": "本报讯 西河渡口新添渡船两只，早晚各加开四班，学生上学不要钱，老人坐船也不收分文。",
    "南市米价回落": "本报讯 南市米价连日回落，每斤比上月便宜两角，粮商说秋粮已经陆续进城，还会再落。",
}


def _briefs(label: str) -> list[Story]:
    paper = Paper(600, 800).column(set_lines(QUAY, MEASURE), 300, 60).line(label, 92, 66, 16, font=1)
    y = 96.0
    for head, text in BRIEFS.items():
        paper.line(head, 65, y, 13, font=1)
        lines = set_lines([text], 13)
        paper.column(lines, 60, y + 20)
        y += 20 + 14 * len(lines) + 8
    return list(paper.frame(50, 56, 200, y + 4).cut().stories)


def test_briefs_in_a_box_share_its_label() -> None:
    told = {
        "".join(block.string for block in story.having(Role.HEADLINE)): (
            story.kind,
            story.column or "".join(block.string for block in story.having(Role.COLUMN)),
        )
        for story in _briefs("简讯")
    }
    assert {head: told.get(head) for head in BRIEFS} == dict.fromkeys(BRIEFS, ("brief", "简讯"))


def test_other_words_over_a_box_make_no_briefs_of_what_is_in_it() -> None:
    assert not any(story.kind == "brief" for story in _briefs("今日看点"))
