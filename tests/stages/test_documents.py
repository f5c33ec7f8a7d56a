"""A page of a document in one column, which is no newspaper's, is one story in its order."""

from __future__ import annotations

from pipeline.page import Role
from tests.layout.paper import Paper, set_lines

PARTS = [
    "沿江各码头今年冬季的安全工作已经开始，请各单位结合实际认真落实，并在月底前把落实的情况报送办公室。",
    "各单位应当指定专人负责，定期检查跳板、缆绳和照明设备，发现隐患当天整改，整改不了的立即停航。",
    "遇有大风大雾停航的，应当提前在售票处张贴公告，做好旅客的解释和疏导，防止发生拥挤。",
]


def test_a_document_in_one_column_is_one_story_and_its_page_number_is_none() -> None:
    paper = Paper(595, 842).line("关于沿江码头冬季安全工作的通知", 150, 70, 20, font=1)
    lines = set_lines(PARTS * 3, 37)
    page = paper.column(lines, 70, 120, 12, 20).line("— 1 —", 285, 800, 9).cut()
    assert len(page.stories) == 1
    body = [block.string for block in page.stories[0].body if block.role is Role.PARAGRAPH]
    assert body == PARTS * 3
