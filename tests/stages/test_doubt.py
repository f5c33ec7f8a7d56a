"""How sure a page and its stories are, where an OCR engine was unsure of their characters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.page import Block, Page, Role, Story
from pipeline.stages.doubt import Doubt, doubt
from tests.stages.ocr_page import page

TITLE = "渡口的灯又亮了"
BODY = "老周每天傍晚把灯点亮，等最后一班渡船靠岸，再把灯芯拨小，给夜里赶路的人留一点光。"
USUAL = Doubt(unsure=0.8)


def judged(unsure: int, unsure_elsewhere: int = 0, settings: Doubt = USUAL) -> Page:
    """Two stories, in whose bodies so many characters are unsure."""
    whole = page(
        (TITLE, 0.99),
        (BODY[:unsure], 0.4),
        (BODY[unsure:], 0.99),
        (TITLE, 0.99),
        (BODY[:unsure_elsewhere], 0.4),
        (BODY[unsure_elsewhere:], 0.99),
    )
    stories = tuple(
        Story((Block((head,), role=Role.HEADLINE), Block(tuple(body), role=Role.PARAGRAPH)))
        for head, *body in (whole.lines[:3], whole.lines[3:])
    )
    whole = replace(whole, lines=(), stories=stories)
    return doubt(whole, settings)


def test_the_more_characters_are_unsure_the_less_a_story_is() -> None:
    sure = [judged(count).stories[0].confidence for count in (0, 1, 4, 20)]
    assert sure[0] == 1.0
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == 4


@pytest.mark.parametrize("unsure", [1, 2])
def test_an_unsure_character_of_a_hundred_costs_four_hundredths(unsure: int) -> None:
    share = unsure / len(TITLE + BODY)
    assert 1 - judged(unsure).stories[0].confidence == pytest.approx(4 * share, rel=0.1)


@pytest.mark.parametrize("unsure", [8, 30])
def test_a_story_of_type_that_can_hardly_be_read_says_so_and_the_others_do_not(unsure: int) -> None:
    made = judged(unsure)
    assert made.stories[0].flags == ("hardly-legible",)
    assert made.stories[1].flags == ()
    assert made.stories[1].confidence == 1.0


def test_a_page_most_of_which_can_be_read_is_legible() -> None:
    assert "hardly-legible" not in judged(8).flags
    assert "hardly-legible" in judged(8, 8).flags


def test_a_confidence_that_has_no_known_measure_is_not_looked_at() -> None:
    made = judged(30, 30, Doubt())
    assert [story.confidence for story in made.stories] == [1.0, 1.0]
    assert "hardly-legible" not in made.flags


@pytest.mark.parametrize(("hardly", "flags"), [(0.0, ()), (0.01, ("hardly-legible",)), (0.5, ())])
def test_the_setting_tells_where_type_can_hardly_be_read_and_0_that_it_always_can(
    hardly: float, flags: tuple[str, ...]
) -> None:
    made = judged(8, 8, Doubt(unsure=0.8, hardly=hardly))
    assert [story.flags for story in made.stories] == [flags, flags]
    assert ("hardly-legible" in made.flags) is bool(flags)
    sure = judged(0, 0, Doubt(unsure=0.8, hardly=hardly))
    assert [story.flags for story in sure.stories] == [(), ()]
    assert "hardly-legible" not in sure.flags


def test_a_page_that_no_engine_read_is_as_sure_as_its_links() -> None:
    made = judged(0)
    bare = replace(made, glyphs=replace(made.glyphs, confidence=None), flags=())
    assert doubt(bare, USUAL).stories[0].confidence == 1.0
