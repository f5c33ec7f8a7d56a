"""Which blocks are set in another face than the running text, on pages that tell and on pages that do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.layout.scene import scene_of
from pipeline.linking.paper.bodies import is_news
from pipeline.page import Page
from pipeline.stages.paper_roles import faces
from tests.layout.paper import Paper

TEXT = ["　　江边的新码头昨天建成并且", "投入使用每天有六班船往来两", "岸乘客不必再绕行十几公里。"]


def blocks(font: int = 0, size: float = 10.0) -> Page:
    """A page of text below one line of this face and size."""
    paper = Paper().line("沿江新码头建成", 50, 60, size, font=font).column(TEXT * 4, 50, 120)
    return paper.after("overprints", "rows", "galleys")


def told(page: Page, head: str = "沿江新码头建成") -> list[bool]:
    """For the line, and for the text, whether its face is another."""
    found = faces(page, scene_of(page))
    own = np.array([block.string == head for block in page.blocks])
    return [bool(found[own].all()), bool(found[~own].any())]


def with_fonts(page: Page, known: dict[int, int]) -> Page:
    """The page with other numbers for its fonts."""
    assert page.glyphs.font is not None
    font = np.array([known.get(number, number) for number in page.glyphs.font.tolist()], dtype=np.int32)
    return page.but(glyphs=replace(page.glyphs, font=font))


@pytest.mark.parametrize(("font", "other"), [(0, False), (1, True)])
@pytest.mark.parametrize("size", [10.0, 24.0])
def test_the_page_tells(font: int, other: bool, size: float) -> None:
    assert told(blocks(font, size)) == [other, False]


@pytest.mark.parametrize(("size", "other"), [(10.0, False), (10.4, False), (11.0, True), (24.0, True), (8.5, True)])
def test_where_the_page_does_not_tell_the_size_does(size: float, other: bool) -> None:
    assert told(with_fonts(blocks(1, size), {1: -1})) == [other, False]
    assert told(with_fonts(blocks(1, size), {0: -1, 1: -1})) == [other, False]


def test_a_source_without_faces_tells_of_none() -> None:
    page = blocks(1, 24.0)
    assert told(page.but(glyphs=replace(page.glyphs, font=None, fonts=()))) == [False, False]


@pytest.mark.parametrize(
    "opening", ["本报讯（记者 池阳）昨天", "本報訊　東門石橋", "（记者 池阳）昨天", "本\ufffd讯 昨天"]
)
def test_news_says_so_where_it_begins(opening: str) -> None:
    assert is_news(opening)


@pytest.mark.parametrize(
    "opening", ["记者：停了多少年？", "本报记者走访了十家店", "（记者：那后来呢？）", "本地的果园"]
)
def test_what_may_stand_within_a_story_is_no_opening_of_news(opening: str) -> None:
    assert not is_news(opening)
