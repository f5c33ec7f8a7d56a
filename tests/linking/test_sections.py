"""Subheadings that stand in a heap go before the paragraphs that they introduce."""

from __future__ import annotations

import pytest

from pipeline.linking.sections import goes_on, places_for
from pipeline.page import Block, Line
from pipeline.text import Text

LEAD = "连日来，记者走访渡口镇，看一座老码头怎样换了新模样。"
REPAIR = [
    "码头的木桩泡了六十年，根根发黑。镇里请来船厂的老师傅，把朽坏的木桩一根根拔起来，换上防腐的松木。",
    "木桩换完，石阶也要重砌。老师傅把旧石头编上号，拆下来再按号砌回去，一块也没有丢。",
    "“石阶是渡口的脸面。”老师傅说，木桩看不见，更不能马虎。",
]
MARKET = [
    "码头修好后，鱼市搬了回来。每天凌晨三点，渔船靠岸，鱼贩打着手电挑鱼，一筐鲫鱼不到半小时就卖完。",
    "鱼市热闹，摊位却不够。镇上按抽签分摊位，渔民和鱼贩各占一半，摊位费半年一交。",
    "卖鱼的冯嫂说，从前要跑到县城去卖鱼，如今在家门口的鱼市就能卖个好价钱。",
]
FERRY = [
    "渡船也换成了电动的。新渡船能坐四十个人，船尾不冒黑烟，船工老郑开了三十年渡船，头一回觉得耳朵清静。",
    "电动渡船充一次电能跑十二个来回。学生坐渡船过江上学，票价仍是一块钱。",
]
HEAP = ["老木桩换成新松木", "鱼市搬回家门口", "电动渡船静悄悄"]


def block(string: str, number: int, gap: int = 1) -> Block:
    return Block((Line(Text.of(string), gap=gap),), number=number, measure=20.0)


def body() -> list[Block]:
    return [block(text, n) for n, text in enumerate([LEAD, *REPAIR, *MARKET, *FERRY])]


def heap(strings: list[str]) -> list[Block]:
    return [block(string, 100 + n) for n, string in enumerate(strings)]


def test_each_goes_before_the_section_whose_words_it_shares() -> None:
    assert places_for(heap(HEAP), body()) == [1, 4, 7]


def test_one_that_stands_right_before_a_paragraph_stays_there() -> None:
    paragraphs = [block(b.string, n if n < 5 else n + 1) for n, b in enumerate(body())]
    assert places_for([block("旧石阶编号重砌", 5)], paragraphs) == [5]


def test_they_keep_their_order_whatever_they_say() -> None:
    places = places_for(heap(HEAP[::-1]), body())
    assert places == sorted(places)
    assert len(set(places)) == 3


def test_more_subheadings_than_paragraphs_lose_none() -> None:
    assert len(places_for(heap(HEAP), [block(LEAD, 0)])) == 3


def test_a_story_without_text_takes_them_at_its_end() -> None:
    assert places_for(heap(HEAP[:1]), []) == [0]


@pytest.mark.parametrize("string", ["此外，镇里还修了路。", "對此，居民各有看法。", "这并不是第一次。"])
def test_a_paragraph_that_takes_up_the_one_before(string: str) -> None:
    assert goes_on(string)


@pytest.mark.parametrize("string", ["此镇在江边。", "昨天，鱼市开张。", "“他来了。”"])
def test_a_paragraph_that_does_not(string: str) -> None:
    assert not goes_on(string)
