"""Topics bring passages of one story together even where they share no word."""

from __future__ import annotations

import numpy as np

from pipeline.linking.shuffled import topics
from pipeline.linking.terms import Terms
from tests.linking.test_order import OTHER
from tests.linking.test_sections import MARKET


def test_passages_of_one_story_are_nearer_in_topic_than_those_of_two() -> None:
    table = topics(Terms([*MARKET, *OTHER]).rows, 2)
    market, other = slice(0, len(MARKET)), slice(len(MARKET), None)
    assert table[market, market].mean() > table[market, other].mean() + 0.2
    assert table[other, other].mean() > table[market, other].mean() + 0.2


def test_passages_that_share_nothing_have_no_topic_in_common() -> None:
    assert np.abs(topics(Terms(["甲乙丙丁", "戊己庚辛"]).rows, 4)).max() == 0.0
