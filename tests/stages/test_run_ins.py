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
