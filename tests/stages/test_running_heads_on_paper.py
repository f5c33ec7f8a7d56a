"""What stands in the row of a page's running head is of it, whatever it says."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.layout.scene import scene_of
from pipeline.linking.paper.roles import CLASSES
from pipeline.stages.paper_roles import running_head
from tests.layout.paper import Paper, set_lines

STORY = "渡口的老船工今年七十岁，撑了一辈子船。桥修通那天，他把竹篙挂在墙上，说船还要留着。" * 3


@pytest.mark.parametrize(
    ("y", "date", "over", "found"),
    [
        (44, "三月十二日", False, ["国内要电"]),
        (60, "三月十二日", False, []),  # it stands under the row
        (44, "渡口建成", False, []),  # one piece of furniture makes no row
        (44, "三月十二日", True, []),  # not at the head of the page: text stands over it
    ],
)
def test_what_stands_in_the_row_of_the_running_head_is_of_it(y: float, date: str, over: bool, found: list[str]) -> None:
    paper = Paper().line("第九版", 60, 42, 12).line(date, 300, 42, 12).line("国内要电", 160, y, 14)
    paper = paper.column(set_lines([STORY], 12), 60, 120)
    page = (paper.line("渡口的老船工今年七十岁", 60, 10, 9) if over else paper).after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    known = [block.string in ("第九版", "三月十二日") for block in page.blocks]
    looks["furniture"][:], looks["paragraph"][:] = known, np.logical_not(known)
    assert [page.blocks[n].string for n in running_head(scene_of(page), looks)] == found
