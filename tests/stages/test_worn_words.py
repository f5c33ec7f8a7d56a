"""Worn words: a character that was not surely read, told by the word that it belongs to."""

from __future__ import annotations

import dataclasses

import pytest

from pipeline.page import Page
from pipeline.recipe import Recipe, Step
from pipeline.registry import registered
from pipeline.run import run
from pipeline.stages.worn_words import WornWords, longest_word
from pipeline.words import words
from tests.stages.ocr_page import page

FIGURES = "一二三四五六七八九十百千万萬两兩〇零"


def mended(some: Page) -> Page:
    return run(some, Recipe("test", (Step(registered()["worn-words"], WornWords()),)))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("打不了儿个电话", "打不了几个电话"),
        ("他的儿了在外地", "他的儿子在外地"),
        ("在询间时他说", "在询问时他说"),
        ("輪船公司的賑房", "輪船公司的賬房"),
        ("丁作完成後", "工作完成後"),
    ],
)
def test_a_doubtful_character_takes_the_shape_that_makes_a_word(read: str, meant: str) -> None:
    made = mended(page((read, 0.6)))
    assert [line.string for line in made.lines] == [meant]
    assert len(made.ledger.edits) == 1


def test_what_the_page_repeats_is_a_word_too() -> None:
    made = mended(page(("喻田坡种稻子", 0.99), ("喻田坡不言语", 0.99), ("喻旧坡不好意思", 0.6)))
    assert made.lines[2].string == "喻田坡不好意思"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("本報記者 參志諾", "本報記者 麥志諾"),
        ("本报记者 下昭", "本报记者 卞昭"),
        ("本报讯（记者卡昭通讯员方觉）", "本报讯（记者卞昭通讯员方觉）"),
        ("本报记者厂柏任茂", "本报记者丁柏任茂"),
        ("通讯员宜白", "通讯员宣白"),
    ],
)
def test_a_name_behind_a_role_begins_with_a_surname(read: str, meant: str) -> None:
    assert [line.string for line in mended(page((read, 0.6))).lines] == [meant]


@pytest.mark.parametrize(
    ("read", "sure"),
    [
        ("打不了儿个电话", 0.95),  # surely read: it is printed so
        ("他的女儿在外地", 0.5),
        ("间隔一日再来", 0.5),
        ("二月十日", 0.3),
        ("喻旧坡不好意思", 0.5),  # the page does not have it otherwise
        ("儿", 0.3),
        ("本報記者 參志諾", 0.95),
        ("作文厂柏", 0.6),  # 文 is no role here
        ("记者于昭", 0.6),  # a surname as it reads
        ("记者参加会议时卡在路上", 0.6),
        ("记者", 0.6),
    ],
)
def test_what_is_sure_or_a_word_as_it_reads_stays(read: str, sure: float) -> None:
    made = mended(page((read, sure)))
    assert [line.string for line in made.lines] == [read]
    assert not made.ledger.edits


def test_no_figure_is_put_in_or_taken_out() -> None:
    for read, others in words("worn")["read"].items():
        assert len(read) == 1
        assert not set(read + others) & set(FIGURES)
        assert read not in others


def test_a_word_is_told_in_either_script() -> None:
    assert longest_word("他到圖書館去", 3) == 3
    assert longest_word("他到图书馆去", 3) == 3
    assert longest_word("他", 0) == 0


def test_a_page_that_no_engine_has_read_stays() -> None:
    some = page(("打不了儿个电话", 0.6))

    plain = dataclasses.replace(some, glyphs=dataclasses.replace(some.glyphs, confidence=None))
    assert mended(plain).lines[0].string == "打不了儿个电话"
