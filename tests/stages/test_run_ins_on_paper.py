"""A run-in heading is told from a line in which a character was not read."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.layout.run_ins import RUN_IN
from pipeline.layout.scene import scene_of
from pipeline.linking.paper.roles import CLASSES
from pipeline.stages.paper_roles import decks
from tests.layout.paper import Paper

OLD = ["工部局衛生處佈告本星期", "染霍亂者四十一人較上星", "期減三十人惟仍勸居民勿", "飲生水勿食隔夜瓜果凡有"]
NEW = ["工部局衛生處佈告，本星", "期染霍亂者四十一人，較", "上星期減三十人，惟仍勸", "居民勿飲生水，勿食隔夜"]


@pytest.mark.parametrize(("text", "marked"), [(OLD, True), (NEW, False)])
def test_only_text_without_marks_begins_with_a_heading_before_a_space(text: list[str], marked: bool) -> None:
    paper = Paper().column(["時疫漸減　工部局昨日出", *text], 60, 100)
    blocks = paper.after("overprints", "rows", "galleys").blocks
    assert any(RUN_IN in block.marks for block in blocks) == marked


@pytest.mark.parametrize(
    ("start", "indent", "found"),
    [
        (60, "　　", ["落水十七人 救起十四人"]),
        (60, "", []),  # text goes on behind it
        (20, "　　", []),  # not in the middle under the headline
    ],
)
def test_a_line_in_two_members_before_an_indented_one_is_no_heading_but_a_deck(
    start: int, indent: str, found: list[str]
) -> None:
    text = [indent + "南市浮橋年久失修木椿半已朽"[: 11 - len(indent)], *OLD]
    paper = Paper().line("柴行浮橋中斷", start, 60, 18).column(["落水十七人　救起十四人", *text], 60, 84)
    page = paper.after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["head"][:] = [{18.0: 1.0}.get(block.size, 0.03) for block in page.blocks]
    looks["paragraph"][:] = 1 - looks["head"]
    assert [page.blocks[n].string for n in decks(scene_of(page), looks)] == found
