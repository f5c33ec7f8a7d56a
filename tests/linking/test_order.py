"""Whether the source's order can be believed is told by the page itself."""

from __future__ import annotations

from random import Random

import numpy as np

from pipeline.linking.joins import order_trust
from pipeline.linking.seams import PageWords
from pipeline.linking.shape import shapes
from pipeline.page import Line
from pipeline.text import Text
from tests.linking.test_sections import FERRY, LEAD, MARKET, REPAIR

OTHER = [
    "县图书馆的夜读班办到第三期，来听课的多是下了夜班的工人。图书馆把阅览室的灯留到十一点。",
    "夜读班不收学费，工人们读小说，也读机修手册。图书馆员说，借得最多的是一本讲电工的书。",
    "电工小潘在夜读班认识了三个工友，四个人约好一起考证，书从图书馆借，题一起做。",
    "图书馆打算把夜读班搬到工业园去。园里的工厂愿意出一间会议室，书由图书馆每周送一次。",
]
BREAK = 14


def lines(paragraphs: list[str]) -> tuple[Line, ...]:
    return tuple(
        Line(Text.of(paragraph[at : at + BREAK]), gap=int(at == 0))
        for paragraph in paragraphs
        for at in range(0, len(paragraph), BREAK)
    )


def trust(paragraphs: list[str]) -> float:
    made = lines(paragraphs)
    strings = [line.string for line in made]
    return order_trust(shapes(made), strings, PageWords(strings))


def test_a_page_in_order_is_believed() -> None:
    assert trust([LEAD, *REPAIR, *MARKET, *FERRY, *OTHER]) > 0.9


def test_shuffled_paragraphs_are_believed_less() -> None:
    paragraphs = [LEAD, *REPAIR, *MARKET, *FERRY, *OTHER]
    whole = trust(paragraphs)
    shuffled = []
    for seed in range(5):
        Random(seed).shuffle(paragraphs)
        shuffled.append(trust(paragraphs))
    assert np.mean(shuffled) < whole


def test_a_page_too_short_to_tell_is_believed() -> None:
    assert trust([LEAD, *REPAIR]) > 0.9
