"""What stands beside a picture as a caption does, and is running text all the same."""

from __future__ import annotations

import pytest

from pipeline.page import Block
from pipeline.stages.paper_roles import is_text
from tests.layout.paper import Paper


def block(text: str, begins: bool | None, ends: bool | None = None) -> Block:
    page = Paper().line(text, 50, 60, 10.0).after("overprints", "rows", "galleys")
    (made,) = page.blocks
    return Block(made.lines, begins=begins, ends=ends)


@pytest.mark.parametrize(
    ("begins", "size", "paragraph", "text"),
    [
        (False, 1.0, 0.02, True),  # the middle of a paragraph
        (None, 1.0, 0.4, True),
        (None, 1.0, 0.02, False),
        (False, 0.9, 0.02, False),  # smaller type
        (False, 1.05, 0.4, False),
    ],
)
def test_type_of_the_bodys_size_that_goes_on_is_text(
    begins: bool | None, size: float, paragraph: float, text: bool
) -> None:
    assert is_text(block("库里没有机器会怎么办呢", begins), size, paragraph) is text


def test_so_is_what_breaks_off_in_the_middle_of_a_paragraph() -> None:
    assert is_text(block("库里没有机器会怎么办呢", None, False), 1.0, 0.02)
    assert not is_text(block("库里没有机器会怎么办呢", None, True), 1.0, 0.02)
    assert not is_text(block("库里没有机器会怎么办呢", None, False), 0.9, 0.02)


@pytest.mark.parametrize("caption", ["新码头昨天启用。本报记者 池阳 摄", "新碼頭昨天啟用。池陽／攝"])
def test_what_says_who_took_the_picture_is_none(caption: str) -> None:
    assert not is_text(block(caption, False), 1.0, 0.4)
