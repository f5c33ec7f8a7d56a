"""A box among the columns of a story on its own subject is a sidebar of that story."""

from __future__ import annotations

import numpy as np

from pipeline.linking.paper.sidebars import parents

FRAUD = "养老床位骗局的主犯昨天受审，检察院说床位合同是假的，老人交的钱追不回来，床位根本没有建。" * 2
TRICKS = "检察院提醒老人：床位合同要看清，骗局常以送鸡蛋开头，床位没有建成不要交钱。" * 2
HARVEST = "沙岗的黄桃今年早熟，果农夜里打着灯采摘，清晨装车运往省城，收购价比去年高了两成。" * 2
WIDE, AMONG, BESIDE = (0.0, 0.0, 100.0, 100.0), (40.0, 40.0, 60.0, 60.0), (110.0, 0.0, 150.0, 60.0)


def of(boxed: list[bool], boxes: list[tuple[float, float, float, float]], texts: list[str]) -> list[int]:
    return [int(n) for n in parents(np.array(boxed), np.array(boxes), texts, 30)]


def test_a_box_among_the_columns_of_its_story() -> None:
    boxes = [WIDE, AMONG, BESIDE]
    assert of([False, True, False], boxes, [FRAUD, TRICKS, HARVEST]) == [-1, 0, -1]


def test_a_box_beside_its_story_is_none() -> None:
    assert of([False, True], [WIDE, BESIDE], [FRAUD, TRICKS]) == [-1, -1]


def test_a_box_close_beside_the_story_that_it_speaks_of() -> None:
    far = (300.0, 0.0, 400.0, 60.0)
    table = np.array([WIDE, BESIDE, far])
    boxed = np.array([False, True, False])
    assert parents(boxed, table, [FRAUD, TRICKS, HARVEST], 30, near=12.0).tolist() == [-1, 0, -1]
    assert parents(boxed, table, [FRAUD, TRICKS, HARVEST], 30, near=8.0).tolist() == [-1, -1, -1]
    assert parents(boxed, table, [FRAUD, TRICKS, FRAUD], 30, near=12.0).tolist() == [-1, -1, -1]


def test_a_box_that_speaks_more_like_another_story_is_none() -> None:
    assert of([False, True, False], [WIDE, AMONG, BESIDE], [HARVEST, TRICKS, FRAUD]) == [-1, -1, -1]


def test_what_stands_in_no_box_is_none() -> None:
    assert of([False, False], [WIDE, AMONG], [FRAUD, TRICKS]) == [-1, -1]


def test_a_box_of_a_few_words_is_none() -> None:
    assert of([False, True], [WIDE, AMONG], [FRAUD, "床位合同"]) == [-1, -1]


def test_a_page_without_stories() -> None:
    assert parents(np.zeros(0, dtype=bool), np.zeros((0, 4)), [], 30).tolist() == []
