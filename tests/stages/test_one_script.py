"""One script: characters of the other script on a page that is set in one."""

from __future__ import annotations

import dataclasses

import pytest

from pipeline.recipe import Recipe, Step
from pipeline.registry import registered
from pipeline.run import run
from pipeline.stages.one_script import OneScript
from tests.stages.ocr_page import page

HANS = "记者从学校获悉，图书馆为师生办书展，时间为两个月。" * 20
HANT = "記者從學校獲悉，圖書館為師生辦書展，時間為兩個月。" * 20


def headline(body: str, read: str, sure: float) -> str:
    made = run(page((body, 1.0), (read, sure)), Recipe("test", (Step(registered()["one-script"], OneScript()),)))
    assert made.lines[0].string == body
    assert made.lines[1].text.origins.tolist() == list(range(len(body), len(body) + len(read)))
    return made.lines[1].string


@pytest.mark.parametrize(
    ("body", "read", "meant"),
    [
        (HANS, "图書館“換書集市”", "图书馆“换书集市”"),
        (HANS, "被中學生社團先看見", "被中学生社团先看见"),
        (HANT, "明版本及旧抄诗文集", "明版本及舊抄詩文集"),
        (HANT, "记者温子淇", "記者溫子淇"),
    ],
)
def test_a_doubtful_character_takes_the_form_of_its_page(body: str, read: str, meant: str) -> None:
    assert headline(body, read, 0.95) == meant


@pytest.mark.parametrize(
    ("body", "read", "sure"),
    [
        (HANS, "王銘章故居", 0.995),  # surely read: it is printed so
        (HANT, "香烟", 0.999),
        (HANT, "皇后干戈里余谷", 0.7),  # traditional characters, too
        (HANS, "乾隆", 0.999),
        (HANS + HANT, "圖书館", 0.7),  # a page of both scripts
        (HANS + HANT[:60], "圖书館", 0.7),
        ("记者从学校获悉", "圖书館", 0.7),  # too few characters to tell
        ("", "圖书館", 0.7),
    ],
)
def test_what_can_be_as_it_was_printed_stays(body: str, read: str, sure: float) -> None:
    if body:
        assert headline(body, read, sure) == read
    else:
        made = run(page((read, sure)), Recipe("test", (Step(registered()["one-script"], OneScript()),)))
        assert [line.string for line in made.lines] == [read]


@pytest.mark.parametrize(
    ("body", "read", "meant"),
    [
        (HANT, "校内産品衆多", "校內產品眾多"),  # the page prints 為
        (HANT, "林彦説", "林彥說"),
        (HANT.replace("為", "爲"), "校内民衆啓事", "校內民衆啓事"),  # a page of old type
        (HANT.replace("為", "爲", 5), "民衆啓事爲", "民衆啓事爲"),  # in which both are printed
        (HANT.replace("為", ""), "民衆啓事", "民衆啓事"),  # nothing tells
        (HANS, "校内衆", "校内衆"),  # a page in simplified characters
        (HANS + HANT, "校内産品", "校内産品"),
    ],
)
def test_a_form_that_an_engine_does_not_tell_from_another_is_that_of_the_pages_type(
    body: str, read: str, meant: str
) -> None:
    assert headline(body, read, 1.0) == meant


def test_what_changes_is_in_the_ledger() -> None:
    made = run(page((HANS, 1.0), ("社團", 0.9)), Recipe("test", (Step(registered()["one-script"], OneScript()),)))
    assert [(edit.before, edit.after, edit.reason) for edit in made.ledger.edits] == [("團", "团", "other script")]


def test_a_source_without_confidences_is_left_alone() -> None:
    before = page((HANS, 1.0), ("社團", 0.9))
    plain = before.but(glyphs=dataclasses.replace(before.glyphs, confidence=None))
    made = run(plain, Recipe("test", (Step(registered()["one-script"], OneScript()),)))
    assert made.lines[1].string == "社團"
