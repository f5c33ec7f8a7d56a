"""To which story the small type of a page on paper belongs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.layout.scene import NONE, scene_of
from pipeline.linking.paper.homes import Homes, of_column_label
from pipeline.page import Role
from tests.layout.paper import Paper, set_lines

QUAY = "今年春天，县里在江边新修了三座码头，渔民上岸卖鱼再也不用绕远路了，江边天天都是人。"
BOOKS = "市图书馆昨天起延长开放时间，读者晚上九点以前都可以借书，周末还请作家来讲故事。"
LABELS = ("法治视点", "以案说法")


def homes(paper: Paper) -> Homes:
    """A page on which each paragraph is a story and short lines are labels."""
    page = paper.after("overprints", "rows", "galleys")
    blocks = tuple(
        replace(block, role=Role.COLUMN if block.string in LABELS else Role.PARAGRAPH) for block in page.blocks
    )
    bodies = [n for n, block in enumerate(blocks) if block.role is Role.PARAGRAPH]
    story = [bodies.index(n) if n in bodies else NONE for n in range(len(blocks))]
    scene = scene_of(page.but(blocks=blocks))
    return Homes(
        scene, [*story, *([NONE] * (len(scene.start) - len(story)))], [[n] for n in bodies], [[] for _ in bodies]
    )


def told(found: Homes, label: str) -> str | None:
    """The text of the story that a label is found for."""
    (thing,) = [n for n, block in enumerate(found.scene.blocks) if block.string == label]
    story = of_column_label(found, thing)
    return None if story is None else found.scene.blocks[found.stories[story][0]].string


@pytest.mark.parametrize(("under", "story"), [(None, BOOKS), ("以案说法", QUAY)])
def test_a_label_is_of_what_is_below_it_but_not_over_another_label(under: str | None, story: str) -> None:
    paper = Paper().line("法治视点", 50, 30, 12)
    if under:
        paper.line(under, 50, 70, 12)
    paper.column(set_lines([BOOKS], 12), 50, 100).column(set_lines([QUAY], 12), 250, 60)
    found = homes(paper)
    assert told(found, "法治视点") == story
    if under:
        assert told(found, under) == BOOKS
