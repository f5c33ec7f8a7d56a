"""Items that follow each other in one column, each with its heading in its first line, become stories."""

from __future__ import annotations

from pipeline.page import Page, Role
from tests.layout.paper import Paper

ITEMS = [
    "橋工將竣　東門石橋自去冬開工以來",
    "石料由水路運到匠人日夜趕造橋面業",
    "已鋪就不日可以通行車馬",
    "米市回穩　本埠米價連日下落每石跌",
    "去四角糧商多停收觀望鄉民擔米入城",
    "者仍絡繹不絕",
    "義渡添船　西河渡口往來行人日多善",
    "堂新置渡船一隻不取分文",
]


def _cut(lines: list[str]) -> Page:
    return Paper(400, 500).line("本地新聞三則", 50, 30, 24, font=1).column(lines, 50, 70).cut()


def test_each_item_is_a_story_with_its_heading() -> None:
    page = _cut(ITEMS)
    heads = ["".join(block.string for block in story.having(Role.HEADLINE)).strip() for story in page.stories]
    assert heads[-3:] == ["橋工將竣", "米市回穩", "義渡添船"]
    assert page.stories[-1].body[0].string.endswith("堂新置渡船一隻不取分文")


def test_one_line_with_a_space_is_no_heading() -> None:
    page = _cut([*ITEMS[:3], *[line.replace("　", "之") for line in ITEMS[3:]]])
    assert len(page.stories) == 1


def test_a_heading_that_fills_its_column_begins_a_story() -> None:
    rest = ["本報訊　西河渡口往來行人日多善堂", "新置渡船三隻"]
    page = _cut([*ITEMS[:6], "義渡添船三隻以利往來行人便之不取分文", *rest])
    assert ["".join(b.string for b in s.having(Role.HEADLINE)).strip() for s in page.stories][-1] == "米市回穩"
    page = _cut([*ITEMS[:6], "善堂新置義渡渡船三隻", "本報訊　西河渡口往來行人日多善堂", "今新置渡船三隻"])
    assert "".join(b.string for b in page.stories[-1].having(Role.HEADLINE)) == "善堂新置義渡渡船三隻"
    assert page.stories[-1].body[0].string.endswith("今新置渡船三隻")


def test_spaced_rows_of_an_advertisement_do_not_hide_the_headings() -> None:
    rows = ["白話尺牘指南　四角", "實用珠算教本　三角", "兒童故事百篇　六角", "外國史綱要　一元"]
    sheet = Paper(400, 700).line("本地新聞三則", 50, 30, 24, font=1).column(ITEMS, 50, 70)
    for n, row in enumerate(rows):
        sheet = sheet.line(row, 50, 400 + 40 * n, 22)
    heads = ["".join(block.string for block in story.having(Role.HEADLINE)).strip() for story in sheet.cut().stories]
    assert {"橋工將竣", "米市回穩", "義渡添船"} <= set(heads)


TIERS = [
    ["橋工將竣　東門", "石橋自去冬開工", "以來石料由水路", "運到匠人日夜趕", "造不日可以通行", "義渡添船三隻矣"],
    ["本報訊　西河渡", "口往來行人日多", "善堂新置渡船三", "隻不取分文", "新領事抵埠　本"],
    ["報訊　新任領事", "昨乘郵船抵埠官", "紳均往碼頭迎迓", "聞定於下星期一", "接印視事"],
]


def _tiers(tiers: list[list[str]]) -> list[str]:
    """The headlines of items that stand in tiers of seven characters in a frame, over a story."""
    sheet = Paper(700, 500).tier(["要聞彙誌"], 340, 30, 20)
    for n, lines in enumerate(tiers):
        sheet = sheet.tier(lines, 300, 40 + 90 * n).rule(200, 34 + 90 * (n + 1), 300, 34 + 90 * (n + 1))
    sheet = (
        sheet.frame(150, 20, 350, 320).tier(["東門石橋限期竣工"], 640, 340, 16).tier(["東門石橋自去冬"] * 40, 600, 350)
    )
    return ["".join(b.string for b in story.having(Role.HEADLINE)).strip() for story in sheet.cut().stories][:-1]


def test_a_heading_that_ends_a_tier_is_told_by_what_opens_the_next() -> None:
    assert _tiers(TIERS) == ["橋工將竣", "義渡添船三隻矣", "新領事抵埠"]
    tiers = [TIERS[0], [TIERS[1][0].replace("本報訊　", "善堂以為"), *TIERS[1][1:]], TIERS[2]]
    assert _tiers(tiers) == ["橋工將竣", "新領事抵埠"]


def test_a_heading_before_the_name_of_a_paper_that_the_next_line_goes_on_with_is_no_furniture() -> None:
    tiers = [TIERS[0][:5], [*TIERS[1][1:4], "新領事到　本報"], ["訊　新任領事官", *TIERS[2][1:]]]
    assert _tiers(tiers)[-1] == "新領事到"
