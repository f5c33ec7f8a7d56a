"""Headlines that are drawn, as outlines or as a picture: their stories begin there, and say so."""

from __future__ import annotations

import pytest

from pipeline.page import Page, Role
from tests.layout.paper import Paper, set_lines
from tests.stages.test_paper import BOOKS, CAPTION, QUAY

MEASURE, LEADING = 14, 14.0
WIDTH = MEASURE * 10.0


def told(page: Page) -> list[tuple[str, str]]:
    """The headline and the text of each story."""
    return [
        (
            "".join(block.string for block in story.having(Role.HEADLINE)),
            "".join(block.string for block in story.having(Role.PARAGRAPH)),
        )
        for story in page.stories
    ]


def flags(page: Page) -> list[bool]:
    return ["headline-drawn" in story.flags for story in page.stories]


def stacked(room: float = 60) -> tuple[Paper, float, float]:
    """A story with its headline, and right below it, after some white, the text of another; where the white is."""
    paper = Paper(400, 800).line("沿江新码头建成", 50, 40, 20, font=1)
    upper, lower = set_lines(QUAY, MEASURE), set_lines(BOOKS, MEASURE)
    paper.column(upper, 50, 75)
    foot = 75 + len(upper) * LEADING
    paper.column(lower, 50, foot + room)
    return paper, foot, foot + room


def test_text_below_a_drawn_headline_is_a_story_of_its_own() -> None:
    paper, foot, below = stacked()
    page = paper.lettering(52, foot + 16, 188, below - 16).cut()
    assert told(page) == [("沿江新码头建成", "".join(QUAY)), ("", "".join(BOOKS))]
    assert flags(page) == [False, True]
    assert "no-headline" in page.stories[1].flags


def test_so_is_text_below_a_headline_that_is_a_picture() -> None:
    paper, foot, below = stacked()
    page = paper.picture(50, foot + 14, 190, below - 14).cut()
    assert told(page) == [("沿江新码头建成", "".join(QUAY)), ("", "".join(BOOKS))]
    assert flags(page) == [False, True]


def test_lines_of_a_picture_headline_are_one_head() -> None:
    paper, foot, below = stacked(room=90)
    page = paper.picture(50, foot + 14, 190, foot + 42).picture(50, foot + 46, 150, below - 14).cut()
    assert [text for _, text in told(page)] == ["".join(QUAY), "".join(BOOKS)]
    assert flags(page) == [False, True]


def test_kicker_and_deck_beside_a_drawn_headline_keep_their_roles() -> None:
    paper, foot, _ = stacked(room=110)
    paper.line("全市读者的好消息", 60, foot + 16, 13, font=1).lettering(52, foot + 34, 188, foot + 64)
    page = paper.line("周末还有讲座和电影", 60, foot + 70, 13, font=1).cut()
    story = page.stories[1]
    assert [block.role for block in story.blocks[:2]] == [Role.KICKER, Role.DECK]
    assert not story.having(Role.HEADLINE)
    assert flags(page) == [False, True]


def test_a_drawn_kicker_over_a_headline_changes_nothing() -> None:
    paper, foot, _ = stacked(room=80)
    paper.lettering(60, foot + 14, 160, foot + 26).line("图书馆晚上开门", 50, foot + 36, 22, font=1)
    page = paper.cut()
    assert told(page) == [("沿江新码头建成", "".join(QUAY)), ("图书馆晚上开门", "".join(BOOKS))]
    assert flags(page) == [False, False]


def test_text_over_the_drawn_letters_is_the_headline() -> None:
    paper, foot, _ = stacked()
    page = paper.line("图书馆晚上开门", 50, foot + 20, 20, font=1).lettering(51, foot + 21, 189, foot + 39).cut()
    assert told(page)[1][0] == "图书馆晚上开门"
    assert flags(page) == [False, False]


def test_a_photograph_with_its_caption_is_no_headline() -> None:
    paper, foot, _ = stacked(room=110)
    page = paper.picture(50, foot + 10, 190, foot + 70).line(CAPTION, 60, foot + 74, 8, font=2).cut()
    assert flags(page) == [False] * len(page.stories)
    assert page.graphics.pictures


def test_a_low_picture_within_a_paragraph_is_no_headline() -> None:
    lines = set_lines(QUAY, MEASURE)
    inside = next(n for n, line in enumerate(lines) if n > 3 and not line.startswith("　"))
    paper = Paper(400, 800).line("沿江新码头建成", 50, 40, 20, font=1)
    paper.column(lines[:inside], 50, 75)
    foot = 75 + inside * LEADING
    page = paper.picture(50, foot + 4, 190, foot + 40).column(lines[inside:], 50, foot + 50).cut()
    assert told(page) == [("沿江新码头建成", "".join(QUAY))]
    assert flags(page) == [False]


def test_a_picture_of_two_letters_over_its_byline_is_a_headline() -> None:
    paper, foot, _ = stacked(room=70)
    page = paper.picture(50, foot + 16, 100, foot + 42).line("李月红", 80, foot + 46, 10).cut()
    assert flags(page) == [False, True]


def test_a_picture_over_a_deck_that_is_hardly_larger_than_text_is_a_headline() -> None:
    paper, foot, _ = stacked(room=80)
    page = paper.picture(50, foot + 16, 190, foot + 44).line("——记夜里读书的人", 60, foot + 50, 11, font=1).cut()
    assert flags(page) == [False, True]
    assert [block.string for block in page.stories[1].having(Role.DECK)] == ["——记夜里读书的人"]


def test_a_level_picture_over_vertical_text_is_a_headline() -> None:
    """The page is read from right to left; the picture lies over the columns of the story that begins under it."""
    paper = Paper(500, 400).upright("沿江新码头建成", 440, 60, 24, font=1)
    paper.tier(set_lines(QUAY, MEASURE), 430, 60)
    left = 430 - LEADING * len(set_lines(QUAY, MEASURE)) - 30
    paper.tier(set_lines(BOOKS, MEASURE), left, 60).picture(left - 130, 24, left, 50)
    assert len(paper.after("overprints", "rows", "galleys", "lettering").graphics.lettering) == 1


@pytest.mark.parametrize(("wide", "tall"), [(140, 100), (140, 8), (30, 30)])
def test_pictures_that_are_no_line_of_type_stay_pictures(wide: float, tall: float) -> None:
    paper, foot, _ = stacked(room=tall + 30)
    page = paper.picture(50, foot + 15, 50 + wide, foot + 15 + tall).cut()
    assert flags(page) == [False] * len(page.stories)


def test_a_low_photograph_under_its_headline_is_none_itself() -> None:
    paper = Paper(400, 800).line("沿江新码头建成", 50, 40, 28, font=1).picture(50, 80, 250, 140)
    page = paper.column(set_lines(QUAY, MEASURE), 50, 152).cut()
    assert told(page) == [("沿江新码头建成", "".join(QUAY))]
    assert flags(page) == [False]


def test_the_drawn_name_of_the_paper_is_no_headline() -> None:
    paper = Paper(400, 800).lettering(60, 10, 340, 70).line("2025年7月4日 星期五", 60, 76, 9)
    page = paper.line("沿江新码头建成", 50, 110, 20, font=1).column(set_lines(QUAY, MEASURE), 50, 140).cut()
    assert told(page) == [("沿江新码头建成", "".join(QUAY))]
    assert flags(page) == [False]
    assert "drawn-headline-unplaced" not in page.flags


def test_a_drawn_headline_near_no_text_is_said_of_the_page() -> None:
    paper = Paper(1400, 900).line("沿江新码头建成", 50, 40, 20, font=1).column(set_lines(QUAY, MEASURE), 50, 75)
    assert "drawn-headline-unplaced" in paper.lettering(1000, 800, 1300, 840).cut().flags


def test_the_page_reads_the_same_in_another_unit() -> None:
    paper, foot, below = stacked()
    paper.lettering(52, foot + 16, 188, below - 16)
    assert told(paper.scaled(25 / 6).cut()) == told(paper.cut())
