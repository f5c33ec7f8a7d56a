"""Which columns stand under a head that does not reach over all of them."""

from __future__ import annotations

import numpy as np

from pipeline.layout.scene import NONE, Scene, scene_of
from pipeline.linking.paper.territory import Territories, territories
from tests.layout.paper import Paper

LINES = ["新修的码头昨天通航了大家", "都来看船从早到晚人不断船", "工说以后每天有六班船往来"]


def _scene(paper: Paper) -> Scene:
    return scene_of(paper.after("overprints", "rows", "galleys"))


def _told(paper: Paper, heads: list[str]) -> tuple[Scene, Territories]:
    """The territories of heads that read so; all else is text, each block a galley of its own."""
    scene = _scene(paper)
    strings = [block.string for block in scene.blocks]
    groups = [[strings.index(head)] for head in heads]
    texts = np.array([n for n in range(scene.count) if strings[n] not in heads], dtype=np.int64)
    number = np.full(len(scene.start) + 1, NONE)
    for head, (thing,) in enumerate(groups):
        number[thing] = head
    passed = np.arange(len(scene.start)) >= scene.count
    under = number[np.where(scene.gap(scene.above, np.arange(len(scene.start))) < 3, scene.above, NONE)]
    return scene, territories(scene, groups, under, texts, passed, np.ones(len(texts), dtype=bool))


def _slots(paper: Paper, heads: list[str], head: int = 0) -> list[int]:
    """The columns of a head, by where they begin."""
    scene, told = _told(paper, heads)
    own = [n for n in np.argsort(scene.start).tolist() if told.head[n] == head]
    return [int(told.slot[n]) for n in own]


def test_a_head_is_centred_over_its_columns() -> None:
    paper = Paper(600, 400).line("码头通航", 220, 30, 24, font=1)
    for x in (60, 200, 340):
        paper.column(LINES, x, 66)
    assert _slots(paper, ["码头通航"]) == [0, 1, 2]


def test_a_column_behind_a_rule_is_no_part() -> None:
    paper = Paper(600, 400).line("码头通航", 220, 30, 24, font=1).rule(190, 60, 190, 110).rule(330, 60, 330, 110)
    for x in (60, 200, 340):
        paper.column(LINES, x, 66)
    assert _slots(paper, ["码头通航"]) == [0]


def test_a_column_with_a_head_of_its_own_is_no_part() -> None:
    paper = Paper(600, 400).line("码头通航", 90, 30, 24, font=1).line("果园丰收", 230, 30, 24, font=1)
    for x in (60, 200):
        paper.column(LINES, x, 66)
    assert _slots(paper, ["码头通航", "果园丰收"]) == [0]
    assert _slots(paper, ["码头通航", "果园丰收"], 1) == [0]


def test_what_stands_lower_is_no_part() -> None:
    paper = Paper(600, 400).line("码头通航", 60, 30, 24, font=1).column(LINES, 60, 66).column(LINES, 200, 100)
    assert _slots(paper, ["码头通航"]) == [0]


def test_a_head_that_is_centred_over_the_box_beside_its_columns_too() -> None:
    for head, slots in (("码头通航", [0]), ("新修码头昨天通航", [0, 1])):
        paper = Paper(600, 400).line(head, 220, 30, 24, font=1).line("果园丰收", 420, 66, 16, font=1)
        paper.column(LINES, 60, 66).column(LINES, 200, 66).column(LINES, 420, 90)
        assert _slots(paper, [head, "果园丰收"]) == slots
