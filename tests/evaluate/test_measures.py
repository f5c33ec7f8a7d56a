"""Each measure on pages of which its value can be counted by hand (`pages.GOLD` has 9 body items)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.evaluate.comparison import compare
from pipeline.evaluate.measures import MEASURES, measure
from pipeline.evaluate.model import Caption, Item, Page, Story
from pipeline.evaluate.order import longest_rise
from pipeline.evaluate.ratio import Ratio

from .pages import FOUND, GOLD, A, B, C, page, para, prose, story, sub


def scores(found: Page, gold: Page = GOLD) -> dict[str, Ratio]:
    return measure(compare(gold, found))


def with_stories(*stories: Story) -> Page:
    return replace(FOUND, stories=stories)


def changed(number: int, **changes: Any) -> Page:
    stories = list(FOUND.stories)
    stories[number] = replace(stories[number], **changes)
    return with_stories(*stories)


WORST = {each.name: 1.0 if each.less_is_better else 0.0 for each in MEASURES}


def test_the_right_page_is_right_in_all() -> None:
    for name, ratio in scores(FOUND).items():
        assert ratio.value in (None, 1 - WORST[name]), name


def test_a_page_without_output_is_wrong_in_all() -> None:
    for name, ratio in scores(Page()).items():
        assert ratio.value in (None, WORST[name]), name


def test_a_page_of_nothing_has_nothing_to_judge() -> None:
    assert {ratio.value for ratio in scores(Page(), Page()).values()} == {None}


def test_a_story_that_gold_has_not_costs_its_paragraphs() -> None:
    found = scores(with_stories(*FOUND.stories, story("X", para("x1"), para("x2"))))
    assert found["coverage"].value == 1
    assert found["paragraph_f1"] == Ratio(14, 16)


def test_coverage_is_the_mean_iou_with_the_best_story() -> None:
    b1, b2 = B.body
    found = scores(with_stories(A, replace(B, body=(b1,)), replace(C, body=(*C.body, b2))))
    assert found["coverage"] == Ratio(1 + 40 / 80 + 80 / 120, 3)


def test_two_gold_stories_may_have_the_same_best_story() -> None:
    found = scores(with_stories(A, replace(B, body=(*B.body, *C.body))))
    assert found["coverage"] == Ratio(1 + 0.5 + 0.5, 3)


def test_pairs_count_every_unit_alike() -> None:
    found = scores(with_stories(A, replace(B, body=(*B.body, *C.body))))
    assert found["pairwise_precision"] == Ratio(8, 12)
    assert found["pairwise_recall"] == Ratio(8, 8)
    assert found["pairwise_f1"] == Ratio(16, 20)


def test_a_subheading_astray_breaks_its_pairs() -> None:
    a1, a_sub, a2, a3 = A.body
    found = scores(with_stories(replace(A, body=(a1, a2, a3)), replace(B, body=(*B.body, a_sub)), C))
    assert found["pairwise_recall"] == Ratio(5, 8)
    assert found["pairwise_precision"] == Ratio(5, 7)


def test_a_unit_stands_where_at_least_half_of_it_stands() -> None:
    b1, b2 = B.body
    head, tail = replace(b2, text=b2.text[:19]), replace(b2, text=b2.text[19:])
    found = scores(with_stories(A, replace(B, body=(b1, head)), replace(C, body=(*C.body, tail))))
    assert found["pairwise_recall"] == Ratio(7, 8)
    assert found["pairwise_precision"] == Ratio(7, 9)


def test_half_a_unit_is_enough() -> None:
    b1, b2 = B.body
    assert scores(changed(1, body=(b1, replace(b2, text=b2.text[20:]))))["pairwise_recall"] == Ratio(8, 8)
    assert scores(changed(1, body=(b1, replace(b2, text=b2.text[21:]))))["pairwise_recall"] == Ratio(7, 8)


A1, A_SUB, A2, A3 = A.body


@pytest.mark.parametrize(
    "changes",
    [
        {"body": (A1, A2, A_SUB, A3)},
        {"body": (A1, A_SUB, A3)},
        {"body": (A1, replace(A_SUB, type="paragraph"), A2, A3)},
        {"body": (A1, A_SUB, Item("paragraph", A2.text + A3.text))},
        {"body": (A1, A_SUB, A2, replace(A3, text=A3.text[:-1] + "口"))},
        {"body": (*A.body, para("x"))},
        {"headline": None},
        {"headline": "假标题"},
        {"authors": ()},
        {"authors": ("关一文", "池阳")},
    ],
)
def test_a_story_is_perfect_only_if_text_order_headline_and_authors_are(changes: dict[str, Any]) -> None:
    assert scores(changed(0, **changes))["perfect"] == Ratio(2, 3)


def test_a_headline_made_up_is_not_perfect() -> None:
    found = scores(changed(2, headline="假标题"))
    assert (found["perfect"], found["headline"]) == (Ratio(2, 3), Ratio(2, 3))


def test_the_authors_order_is_golds() -> None:
    found = scores(changed(1, authors=("王戬", "池阳")))
    assert (found["perfect"], found["byline"]) == (Ratio(2, 3), Ratio(1, 2))


@pytest.mark.parametrize("parent", [None, "B", "C", "s99"])
def test_part_of_must_point_to_the_match_of_golds_parent(parent: str | None) -> None:
    found = scores(changed(2, part_of=parent))
    assert (found["perfect"], found["part_of"]) == (Ratio(2, 3), Ratio(0, 1))


def test_part_of_is_compared_by_story_and_not_by_name() -> None:
    found = with_stories(replace(A, key="p/s02"), replace(B, key="p/s01"), replace(C, key="p/s03", part_of="p/s02"))
    assert scores(found)["part_of"] == Ratio(1, 1)


def test_a_parent_made_up_is_a_mistake_of_part_of_alone() -> None:
    found = scores(changed(1, part_of="A"))
    assert (found["perfect"], found["part_of"]) == (Ratio(3, 3), Ratio(1, 2))


def test_a_photo_story_is_perfect_by_its_captions() -> None:
    photo = story("P", captions=(Caption(prose("caption", 30), "常鸣"),))
    assert scores(page(photo), page(photo))["perfect"] == Ratio(1, 1)
    other = replace(photo, captions=(Caption(prose("caption", 29), "常鸣"),))
    assert scores(page(other), page(photo))["perfect"] == Ratio(0, 1)


def test_order_counts_the_units_that_moved_within_a_story() -> None:
    found = scores(changed(0, body=(A3, A1, A_SUB, A2)))
    assert (found["order"], found["page_order"]) == (Ratio(2, 8), Ratio(2, 8))


def test_order_of_stories_is_the_pages_alone() -> None:
    found = scores(with_stories(B, C, A))
    assert (found["order"], found["page_order"]) == (Ratio(0, 8), Ratio(8, 8))
    found = scores(with_stories(A, C, B))
    assert (found["order"], found["page_order"]) == (Ratio(0, 8), Ratio(4, 8))


def test_units_lost_and_units_of_other_stories_are_edits() -> None:
    found = scores(with_stories(replace(A, body=(A1, A_SUB, A2)), replace(B, body=(*B.body, A3)), C))
    assert found["order"] == Ratio(1 + 1 + 0, 4 + 3 + 2)


def test_joined_paragraphs_are_in_order() -> None:
    found = scores(changed(0, body=(A1, A_SUB, Item("paragraph", A2.text + A3.text))))
    assert found["order"].hit == 0
    assert found["paragraph_f1"] == Ratio(2 * 5, 7 + 6)


def test_a_paragraph_is_right_wherever_it_stands() -> None:
    found = scores(with_stories(replace(A, body=(A1, A_SUB, A2)), replace(B, body=(*B.body, A3)), C))
    assert found["paragraph_f1"] == Ratio(14, 14)


@pytest.mark.parametrize("name", ["kicker", "deck", "column"])
def test_a_field_counts_where_one_side_has_it(name: str) -> None:
    has = 1 if name == "kicker" else 0
    assert scores(FOUND)[name] == Ratio(has, has)
    assert scores(changed(1, **{name: "甲"}))[name] == Ratio(has, has + 1)
    gold = replace(GOLD, stories=changed(1, **{name: "甲"}).stories)
    assert scores(FOUND, gold)[name] == Ratio(has, has + 1)
    assert scores(changed(1, **{name: "甲"}), gold)[name] == Ratio(has + 1, has + 1)


def test_an_author_made_up_is_a_mistake() -> None:
    assert scores(changed(2, authors=("某人",)))["byline"] == Ratio(2, 3)


@pytest.mark.parametrize(
    ("body", "right", "count"),
    [
        ((A1, A_SUB, A2, A3), 1, 1),
        ((A1, A2, A_SUB, A3), 0, 1),
        ((A1, A2, A3, A_SUB), 0, 1),
        ((A1, A_SUB, replace(A2, text="口" + A2.text[1:]), A3), 1, 1),
        ((A1, A_SUB, para("x"), A2, A3), 0, 1),
        ((A1, A_SUB, A3), 0, 1),
        ((A1, replace(A_SUB, text=A_SUB.text[:-1]), A2, A3), 0, 1),
        ((A1, A_SUB, A2, sub("x"), A3), 1, 2),
        ((A1, replace(A_SUB, type="paragraph"), A2, A3), 0, 0),
    ],
)
def test_a_subheading_must_stand_before_its_own_item(body: tuple[Item, ...], right: int, count: int) -> None:
    assert scores(changed(0, body=body))["subheading"] == Ratio(2 * right, 1 + count)


def test_a_subheading_at_the_end_must_be_at_the_end() -> None:
    gold = page(story("A", A1, A2, A_SUB))
    assert scores(gold, gold)["subheading"] == Ratio(2, 2)
    assert scores(page(story("A", A1, A_SUB, A2)), gold)["subheading"] == Ratio(0, 2)


def test_captions_must_be_in_their_story_with_their_credit() -> None:
    assert scores(FOUND)["caption"] == Ratio(2, 2)
    assert scores(changed(1, captions=(Caption("签约。", None),)))["caption"] == Ratio(0, 2)
    assert scores(changed(0, captions=B.captions))["caption"] == Ratio(2, 3)
    moved = with_stories(replace(A, captions=B.captions), replace(B, captions=()), C)
    assert scores(moved)["caption"] == Ratio(0, 2)


def test_kind_is_judged_where_gold_names_it() -> None:
    gold = replace(GOLD, stories=(A, B, replace(C, kind="sidebar")))
    assert scores(changed(2, kind="sidebar"), gold)["kind"] == Ratio(1, 1)
    assert scores(changed(2, kind="article"), gold)["kind"] == Ratio(0, 1)
    assert scores(changed(1, kind="brief"))["kind"] == Ratio(0, 0)


@pytest.mark.parametrize(
    ("changes", "right", "of"),
    [
        ({}, 7, 7),
        ({"fields": {**GOLD.fields, "weekday": None, "folio": "5"}}, 5, 7),
        ({"credits": {"校对": ("彭师德", "刘一"), "编辑": ("黄漠",)}}, 7, 7),
        ({"credits": {"校对": ("彭师德",), "编辑": ("黄漠",)}}, 6, 7),
        ({"credits": {"校对": ("黄漠",), "编辑": ("彭师德", "刘一")}}, 5, 7),
        ({"credits": {"校对": ("彭师德",), "编辑": ("黄漠",), "组版": ("刘一",)}}, 7, 7),
        ({"credits": {"校对": ("彭师德",), "编辑": ("黄漠",), "组版": ("刘一", "某人")}}, 7, 8),
        ({"credits": None}, 4, 7),
    ],
)
def test_page_fields_and_credits(changes: dict[str, Any], right: int, of: int) -> None:
    assert scores(replace(FOUND, **changes))["page_fields"] == Ratio(right, of)


def test_page_fields_that_gold_does_not_name_are_not_judged() -> None:
    gold = replace(GOLD, fields={"date": None}, credits=None, any_role=())
    assert scores(FOUND, gold)["page_fields"] == Ratio(0, 1)
    assert scores(replace(FOUND, fields={}), gold)["page_fields"] == Ratio(0, 0)


def test_character_errors_are_counted_in_matched_stories() -> None:
    misread = replace(A2, text="口口" + A2.text[3:])
    found = scores(with_stories(replace(A, body=(A1, A_SUB, misread, A3)), C))
    assert found["cer"] == Ratio(3 + 80, 130 + 80 + 80)


def test_of_two_halves_the_one_with_the_headline_is_the_match() -> None:
    b1, b2 = B.body
    for halves in ((b1, b2), (b2, b1)):
        found = with_stories(A, replace(B, key="X", headline=None, body=halves[:1]), C)
        other = with_stories(*found.stories, replace(B, key="Y", body=halves[1:]))
        c = compare(GOLD, other)
        matched = c.matched(1)
        assert matched is not None
        assert matched.key == "Y"


def test_ratios_add_up_part_by_part() -> None:
    assert Ratio(1, 2) + Ratio(3, 10) == Ratio(4, 12)
    assert Ratio(0, 0).value is None


def test_a_longest_rise_keeps_as_many_as_can_stay() -> None:
    assert longest_rise([3, 0, 1, 2]) == {0, 1, 2}
    assert longest_rise([]) == set()


def test_a_headline_over_another_text_is_no_match() -> None:
    found = scores(changed(1, body=(para("x1"), para("x2"))))
    assert (found["headline"], found["coverage"]) == (Ratio(2, 3), Ratio(2, 3))
