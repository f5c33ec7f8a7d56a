"""A run-in heading is told from a line in which a character was not read."""

from __future__ import annotations

import pytest

from pipeline.layout.run_ins import RUN_IN
from tests.layout.paper import Paper

OLD = ["工部局衛生處佈告本星期", "染霍亂者四十一人較上星", "期減三十人惟仍勸居民勿", "飲生水勿食隔夜瓜果凡有"]
NEW = ["工部局衛生處佈告，本星", "期染霍亂者四十一人，較", "上星期減三十人，惟仍勸", "居民勿飲生水，勿食隔夜"]


@pytest.mark.parametrize(("text", "marked"), [(OLD, True), (NEW, False)])
def test_only_text_without_marks_begins_with_a_heading_before_a_space(text: list[str], marked: bool) -> None:
    paper = Paper().column(["時疫漸減　工部局昨日出", *text], 60, 100)
    blocks = paper.after("overprints", "rows", "galleys").blocks
    assert any(RUN_IN in block.marks for block in blocks) == marked
