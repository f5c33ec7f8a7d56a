from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.evaluate.comparison import compare
from pipeline.evaluate.differences import differences
from pipeline.evaluate.model import Caption, Item, Page, Story

from .pages import FOUND, GOLD, A, B, C, para, prose, story

A1, A_SUB, A2, A3 = A.body
HEAD = prose("headline A", 12)


def told(*stories: Story, **changes: Any) -> list[str]:
    return differences(compare(GOLD, replace(FOUND, stories=stories or FOUND.stories, **changes)))


def of_a(**changes: Any) -> list[str]:
    return told(replace(A, key="s01", **changes), B, replace(C, part_of="s01"))


def short(text: str) -> str:
    return f"「{text[:24]}…」"


def test_of_a_right_page_there_is_nothing_to_say() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"headline": "假"}, f"headline: expected 「{HEAD}」, got 「假」"),
        ({"headline": None}, f"headline: expected 「{HEAD}」, got none"),
        ({"column": "养老"}, "column: expected none, got 「养老」"),
        ({"authors": ()}, "authors: expected 关一文, got none"),
        ({"part_of": "B"}, "part_of: expected none, got B"),
        ({"captions": (Caption("图"),)}, "has a caption that is not its own: 「图」"),
        ({"body": (A1, A_SUB, A3)}, f"paragraph 2 missing: {short(A2.text)}"),
        ({"body": (*A.body, para("x"))}, f"has a paragraph of no gold story: {short(prose('x'))}"),
        ({"body": (A1, A_SUB, A3, A2)}, "paragraph 3 is out of order: it stands after subheading 1"),
        ({"body": (A3, A1, A_SUB, A2)}, "paragraph 3 is out of order: it stands first"),
        (
            {"body": (A1, A_SUB, Item("paragraph", A2.text + A3.text))},
            f"paragraph 2 is joined with {short(A3.text)} after it: {short(A2.text)}",
        ),
        (
            {"body": (A_SUB, Item("paragraph", A1.text + A2.text + A3.text))},
            f"paragraph 2 is joined with 「…{A1.text[-24:]}」 before it and {short(A3.text)} after it: "
            + short(A2.text),
        ),
        (
            {"body": (A1, A_SUB, replace(A2, text=A2.text[:30] + "口" + A2.text[30:]), A3)},
            (
                "paragraph 2 differs from character 31 on: "
                f"expected 「{A2.text[26:]}」, got 「{A2.text[26:30]}口{A2.text[30:]}」"
            ),
        ),
        (
            {"body": (A1, A_SUB, Item("paragraph", A2.text[:30]), Item("paragraph", A2.text[30:]), A3)},
            f"paragraph 2 is broken after 「…{A2.text[6:30]}」",
        ),
        (
            {"body": (A1, A_SUB, replace(A2, text=A2.text[:30] + "口" + A2.text[31:]), A3)},
            (
                "paragraph 2 differs from character 31 on: "
                f"expected 「{A2.text[26:]}」, got 「{A2.text[26:30]}口{A2.text[31:]}」"
            ),
        ),
        (
            {"body": (A1, replace(A_SUB, type="paragraph"), A2, A3)},
            f"subheading 1 is a paragraph there: 「{A_SUB.text}」",
        ),
        ({"body": (A_SUB, A1, A2, A3)}, f"subheading 1 stands before the wrong item: 「{A_SUB.text}」"),
    ],
)
def test_what_is_wrong_with_a_story_is_said(changes: dict[str, Any], sentence: str) -> None:
    assert f"story A (s01): {sentence}" in of_a(**changes)


def test_a_single_fault_is_said_once() -> None:
    assert of_a(kind="article") == []
    for changes in ({"headline": None}, {"body": (A_SUB, A2, A3, A1)}, {"body": (A1, A_SUB, A2)}):
        assert len(of_a(**changes)) == 1


def test_a_paragraph_astray_is_said_on_both_sides() -> None:
    assert told(replace(A, body=(A1, A_SUB, A2)), replace(B, body=(*B.body, A3)), C) == [
        f"story A (A): paragraph 3 stands in B: {short(A3.text)}",
        f"story B (B): has 1 item of story A: {short(A3.text)}",
    ]


def test_a_story_swallowed_by_another_is_said_in_two_sentences() -> None:
    assert told(replace(A, body=(*A.body, *B.body)), C) == [
        f"story A (A): has 2 items of story B: {short(B.body[0].text)}",
        f"story B has no story of its own, its text is in A: 「{B.headline}」",
    ]


def test_stories_that_one_side_has_not_are_said() -> None:
    assert told(A, C, story("s09", para("x"), headline=None)) == [
        f"story B missing: 「{B.headline}」",
        f"s09 is no story of gold: {short(prose('x'))}",
    ]


def test_a_kind_and_a_parent_are_said() -> None:
    gold = replace(GOLD, stories=(A, B, replace(C, kind="sidebar")))
    found = Page((A, B, replace(C, kind="article", part_of=None)), FOUND.fields, FOUND.credits)
    assert differences(compare(gold, found)) == [
        "story C (C): kind: expected sidebar, got article",
        "story C (C): part_of: expected the story of A, got none",
    ]


def test_page_fields_and_credits_are_said() -> None:
    fields = {**GOLD.fields, "date": None}
    assert told(fields=fields, credits={"编辑": ("黄漠",), "校对": ("彭师",)}) == [
        "page: date: expected 「2025-07-04」, got none",
        "page: credits 校对: expected 「彭师德」, got 「彭师」",
        "page: credits of any role: expected 「刘一」, got none",
    ]


def test_a_caption_with_the_wrong_credit_is_not_a_missing_one() -> None:
    assert told(A, replace(B, captions=(Caption("签约。", None),)), C) == [
        "story B (B): caption credit: expected 「常鸣」, got none"
    ]
    assert told(A, replace(B, captions=()), C) == ["story B (B): caption missing: 「签约。」"]


def test_a_paragraph_of_which_gold_has_but_a_piece_is_of_no_gold_story() -> None:
    mixed = Item("paragraph", prose("x", 60) + B.body[1].text[:10])
    assert told(replace(A, body=(*A.body, mixed)), replace(B, body=B.body[:1]), C) == [
        f"story A (A): has a paragraph of no gold story: {short(mixed.text)}",
        f"story B (B): paragraph 2 missing: {short(B.body[1].text)}",
    ]
