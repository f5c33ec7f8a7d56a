"""Tolerance: single misread characters are forgiven, wrong cuts are not."""

from __future__ import annotations

import pytest

from pipeline.evaluate.comparison import compare
from pipeline.evaluate.measures import is_perfect, paragraph_f1
from pipeline.evaluate.model import Item, Page, Story
from pipeline.evaluate.tolerance import forgiven

FIRST = "昨日上午，全市经济工作会议在市政府礼堂召开，部署下半年的重点任务。"
SECOND = "会议要求，各部门要加强协调，推进项目建设，保障和改善民生。"
GOLD = Page(
    (
        Story(
            "A",
            headline="全市经济工作会议召开",
            authors=("周以宁",),
            body=(Item("paragraph", FIRST), Item("paragraph", SECOND)),
        ),
    )
)


def output(
    first: str = FIRST, second: str = SECOND, headline: str | None = "全市经济工作会议召开", author: str = "周以宁"
) -> Page:
    return Page(
        (
            Story(
                "s01", headline=headline, authors=(author,), body=(Item("paragraph", first), Item("paragraph", second))
            ),
        )
    )


def perfect(found: Page, tolerance: float = 0.05) -> bool:
    return is_perfect(compare(GOLD, forgiven(GOLD, found, tolerance)), 0)


@pytest.mark.parametrize(
    "found",
    [
        output(),
        output(first=FIRST.replace("礼堂", "礼觉")),
        output(first=FIRST.replace("，", ",")),
        output(second=SECOND.replace("，保障", "保障")),
        output(headline="全市经济工怍会议召开"),
    ],
)
def test_a_misread_character_is_forgiven(found: Page) -> None:
    assert perfect(found)


@pytest.mark.parametrize(
    "found",
    [
        output(first=FIRST[:-8]),
        output(first=FIRST + SECOND, second=""),
        output(first=SECOND, second=FIRST),
        output(headline=None),
        output(headline="全市"),
        output(author="周以字"),
    ],
)
def test_a_wrong_cut_is_not(found: Page) -> None:
    assert not perfect(found)


def test_without_tolerance_nothing_is_forgiven() -> None:
    assert not is_perfect(compare(GOLD, output(first=FIRST.replace("礼堂", "礼觉"))), 0)


def test_a_text_is_taken_for_the_one_it_is_nearest_to() -> None:
    twins = Page((Story("A", body=(Item("paragraph", "甲" * 40 + "乙"), Item("paragraph", "甲" * 40 + "丙"))),))
    found = Page((Story("s01", body=(Item("paragraph", "甲" * 39 + "申乙"), Item("paragraph", "甲" * 39 + "申丙"))),))
    assert paragraph_f1(compare(twins, forgiven(twins, found, 0.05))).value == 1.0
