"""Run-in heads are told from datelines, people and plain text."""

from __future__ import annotations

import pytest

from pipeline.layout.run_ins import heading, headings, marked


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("橋工將竣　東門石橋自去冬開工", "橋工將竣"),
        ("▲米市回穩 本埠米價連日下落", "▲米市回穩"),
        ("義渡添船一隻 西河渡口往來", "義渡添船一隻"),
        ("新領事抵滬 本報訊 新任領事昨", "新領事抵滬"),
        ("竊衣賊遺下情書 本", "竊衣賊遺下情書"),
    ],
)
def test_a_heading_before_a_space(line: str, head: str) -> None:
    assert line[: heading(line)] == head


@pytest.mark.parametrize(
    "line",
    [
        "鎮江通訊　東門石橋自去冬開工",  # a dateline
        "记者 陈一舟 通讯员 林白",
        "本版编辑 陈一舟",
        "東門石橋自去冬開工至今",
        "昨日 東門石橋開工",  # too short
        "橋工將竣　3月",
        "一等獎品 自行車 三輛",  # a row of a list
        "",
    ],
)
def test_what_is_none(line: str) -> None:
    assert heading(line) == 0


def test_a_heading_that_fills_its_line_is_told_by_the_source_behind_it() -> None:
    assert heading("東門石橋限期竣工", "本報訊　東門石橋自去") == 8
    assert heading("工務局布告修橋", "為布告事東門石橋自去") == 7
    assert heading("東門石橋限期竣工", "東門石橋自去冬開工") == 0
    assert heading("至今已有半載鎮江訊", "本報訊　東門石橋自去") == 0  # a source itself
    assert heading("至今已有半載。東門", "本報訊　東門石橋自去") == 0  # running text


def test_a_line_that_is_known_to_begin_with_a_heading_is_one_up_to_its_space_or_to_its_end() -> None:
    assert marked("橋工將竣　東門石橋自去冬開工") == 4
    assert marked("東門石橋限期竣工") == 8
    assert marked("至今已有半載。東門") == 0


def _told(*lines: str, stopless: bool = False) -> list[bool]:
    return headings(lines, [*lines[1:], ""], [stopless] * len(lines))


def test_one_heading_by_itself_is_none() -> None:
    assert _told("時疫漸減　工部局衛生處佈告", "本星期染霍亂者四十一人較") == [False, False]
    assert _told("時疫漸減　工部局衛生處佈告", "施衣局開辦　普育善堂以天氣") == [True, True]


def test_one_is_enough_before_its_source_or_where_nothing_else_has_a_space() -> None:
    assert _told("時疫漸減　本報訊　本星期染", "霍亂者四十一人較上星期減") == [True, False]
    assert _told("東門石橋限期竣工", "本報訊　東門石橋自去") == [True, False]
    assert _told("時疫漸減　工部局衛生處佈告", "本星期染霍亂者四十一人較", stopless=True) == [True, False]
    assert _told("時疫漸減　工部局衛生處佈告", "本星期　勿飲生水", stopless=True) == [False, False]


def test_where_marks_were_not_read_spaces_tell_nothing() -> None:
    heads = ["法官聶慧敏判刑時指 被告偷走", "查詢時稱該線 原有司機十九名"]
    rest = ["昨晚在斗六球場一路落後 直到", "下半才靠代打老將的再見二壘安", "打 以五比四逆轉 中止本季最長"]
    assert not any(_told(*heads, *rest))
    assert _told(*heads, *(line.replace(" ", "") for line in rest))[:2] == [True, True]


def test_where_a_mark_was_lost_headings_are_where_there_are_no_stops_or_before_their_source() -> None:
    heads = ["法官聶慧敏判刑時指 被告偷走", "施衣局開辦　普育善堂以天氣", "新領事抵滬　本報訊　新任"]
    rest = ["打 以五比四逆轉 中止本季最長", *["下半才靠代打老將的再見二壘安"] * 40]
    lines = [*heads, *rest]
    told = headings(lines, [*lines[1:], ""], [False, True, False, *[False] * len(rest)])
    assert told[:3] == [False, True, True]
    assert not any(told[3:])
