"""A character by itself is no head, but may be the last of one, or of the paper's name."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.layout.scene import scene_of
from pipeline.linking.paper.roles import CLASSES
from pipeline.stages.paper_roles import single
from tests.layout.paper import Paper, set_lines

STORY = "渡口的老船工今年七十岁，撑了一辈子船。桥修通那天，他把竹篙挂在墙上，说船还要留着。" * 3


@pytest.mark.parametrize(
    ("text", "size", "over", "found"),
    [
        ("舟", 16, None, ["舟"]),
        ("舟子", 16, None, []),  # two are a head
        ("舟", 48, None, []),  # as large as the paper's name
        ("舟", 16, "老渡口停摆以后留下一条", []),  # the last row of a head
        ("舟", 16, "篙", ["舟", "篙"]),  # a name in two pieces
    ],
)
def test_a_character_by_itself_is_no_head(text: str, size: float, over: str | None, found: list[str]) -> None:
    paper = Paper().line(text, 60, 100 - size, size).column(set_lines([STORY], 12), 60, 120)
    if over is not None:
        paper = paper.line(over, 60, 36 if len(over) == 1 else 56, 18)
    page = paper.after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    head = [block.string in (text, over) for block in page.blocks]
    looks["head"][:], looks["paragraph"][:] = head, np.logical_not(head)
    assert sorted(page.blocks[n].string for n in single(scene_of(page), looks)) == sorted(found)
