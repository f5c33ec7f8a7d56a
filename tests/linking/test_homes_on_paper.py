"""To which story the small type of a page on paper belongs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.layout.scene import NONE, scene_of
from pipeline.linking.paper.homes import Homes, of_column_label
from pipeline.page import Role
from pipeline.stages.paper_place import assembled
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


@pytest.mark.parametrize(
    ("above", "roles"),
    [
        (QUAY[:36], [Role.PARAGRAPH]),  # three full lines, in mid-sentence
        (QUAY, [Role.PARAGRAPH, Role.SUBHEADING, Role.PARAGRAPH]),
    ],
    ids=["in mid-sentence", "between paragraphs"],
)
def test_a_line_in_the_middle_of_a_sentence_is_no_subheading(above: str, roles: list[Role]) -> None:
    lines = [above[n : n + 12] for n in range(0, len(above), 12)]
    foot = 60 + 14.0 * len(lines)
    below = QUAY[36:] if above != QUAY else BOOKS
    paper = Paper().column(lines, 50, 60).line("江边的灯", 80, foot + 4, 12)
    paper.column([below[n : n + 12] for n in range(0, len(below), 12)], 50, foot + 24).column(
        set_lines([QUAY, BOOKS, QUAY], 12), 250, 60
    )
    page = paper.after("overprints", "rows", "galleys")
    shown = [replace(b, role=Role.SUBHEADING) for b in page.blocks if b.string == "江边的灯"]
    text = [replace(b, role=Role.PARAGRAPH) for b in page.blocks if b.lines[0].box and b.lines[0].box.x0 < 200]
    text = [block for block in text if block.string != "江边的灯"]
    scene = scene_of(page.but(blocks=(*shown, *text)))
    bodies = [list(range(1, len(text) + 1))]
    found = Homes(scene, [NONE, *([0] * len(text))], bodies, [[]])
    (story,) = assembled(page.but(blocks=tuple(shown)), found, []).stories
    assert [block.role for block in story.blocks] == roles
