from __future__ import annotations

import random
from dataclasses import replace

import pytest

from pipeline.evaluate.alignment import align
from pipeline.evaluate.model import Caption, Item, Story

from .pages import A, B, C, para, prose, story


def shared(gold: list[Story], found: list[Story]) -> list[list[int]]:
    return [[int(count) for count in row] for row in align(gold, found).shared()]


def test_a_paragraph_in_another_story_moves_just_its_characters() -> None:
    gold = [story("A", para("1", 30), para("2", 25)), story("B", para("3", 50))]
    found = [story("A", para("1", 30)), story("B", para("2", 25), para("3", 50))]
    assert shared(gold, found) == [[30, 25], [0, 50]]
    assert align(gold, found).iou().tolist() == [[30 / 55, 25 / 105], [0, 50 / 75]]


def test_paragraphs_shorter_than_any_tile_are_found_when_whole() -> None:
    gold = [story("A", Item("paragraph", "问？"), para("1")), story("B", para("2"))]
    found = [story("A", para("1")), story("B", para("2"), Item("paragraph", "问？"))]
    assert shared(gold, found) == [[40, 2], [0, 40]]


def test_borders_of_paragraphs_do_not_matter() -> None:
    gold = [story("A", para("1"), para("2"), para("3"))]
    text = gold[0].characters()
    found = [story("A", Item("paragraph", text[:55]), Item("paragraph", text[55:]))]
    assert align(gold, found).iou().tolist() == [[1.0]]


def test_lines_of_two_stories_that_were_interleaved_are_all_found() -> None:
    gold = [story("A", para("1", 100)), story("B", para("2", 100))]
    lines = [gold[k].characters()[at : at + 20] for at in range(0, 100, 20) for k in (0, 1)]
    found = [story("X", Item("paragraph", "".join(lines)))]
    assert shared(gold, found) == [[100], [100]]


def test_repeated_paragraphs_go_where_their_neighbours_went() -> None:
    answer = Item("paragraph", "是。")
    gold = [story("A", para("1"), answer, para("2"), answer), story("B", para("3"), answer)]
    found = [gold[1], story("A", para("1"), answer, para("2x"), answer)]
    assert shared(gold, found) == [[0, 44], [42, 0]]


def test_a_story_that_is_missing_is_not_found_in_common_words() -> None:
    gold = [story("A", Item("paragraph", f"{prose('1')}北京市通州区{prose('2')}")), story("B", para("3"))]
    found = [story("B", para("3"), Item("paragraph", f"{prose('4')}北京市通州区{prose('5')}"))]
    assert shared(gold, found) == [[0], [40]]


def test_a_story_sees_short_pieces_where_it_has_long_ones() -> None:
    text = prose("1", 60)
    gold = [story("A", Item("paragraph", text))]
    found = [story("A", Item("paragraph", text[40:45] + "……" + text[:40] + "……" + text[45:]))]
    assert shared(gold, found) == [[60]]


def test_misread_characters_cost_only_themselves() -> None:
    text = prose("1", 300)
    noise = random.Random(7)
    read = "".join("口" if noise.random() < 0.1 else character for character in text)
    right = sum(a == b for a, b in zip(text, read, strict=True))
    assert shared([story("A", Item("paragraph", text))], [story("A", Item("paragraph", read))]) == [[right]]


def test_no_character_has_two_partners() -> None:
    gold = [story("A", Item("paragraph", "甲乙" * 40)), story("B", Item("paragraph", "乙甲" * 30))]
    partner = align(gold, [story("A", Item("paragraph", "甲乙" * 50))]).partner
    taken = partner[partner >= 0].tolist()
    assert len(taken) == 99 == len(set(taken))


def test_a_text_that_repeats_itself_is_found_to_its_end() -> None:
    gold = [story("A", Item("paragraph", "甲" * 6300))]
    found = [story("A", Item("paragraph", ("甲" * 63 + "乙") * 100))]
    assert shared(gold, found) == [[6300]]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_order_of_the_output_changes_nothing(order: tuple[int, ...]) -> None:
    found = [story("X", para("a1"), para("b1")), story("Y", para("a1")), story("Z", para("a2"), para("c2"))]
    counts = align([A, B, C], [found[number] for number in order]).shared()
    assert counts.tolist() == align([A, B, C], found).shared()[:, order].tolist()


def test_stories_of_one_text_are_told_apart_by_the_rest() -> None:
    gold = [story("A", para("1"), headline="甲"), story("B", para("1"), headline="乙")]
    assert shared(gold, gold[::-1]) == [[0, 40], [40, 0]]
    again = [replace(each, deck=deck) for each, deck in zip(gold, ("丙", "丁"), strict=True)]
    assert shared(again, again[::-1]) == [[0, 40], [40, 0]]


def test_captions_stand_for_a_story_without_body_and_the_headline_for_one_without_both() -> None:
    photo = story("P", captions=(Caption(prose("caption", 30)),))
    title = story("T", headline=prose("title", 12))
    assert shared([photo, title], [title, photo]) == [[0, 30], [12, 0]]


def test_eight_characters_in_common_count_and_seven_do_not() -> None:
    for length, count in ((8, 8), (7, 0)):
        common = prose("common", length)
        for gold_text, found_text in (
            (prose("1") + common, prose("2") + common),
            (common + prose("1"), prose("2", 30) + common + prose("3")),
        ):
            gold, found = (story("A", Item("paragraph", text)) for text in (gold_text, found_text))
            assert shared([gold], [found]) == [[count]]


def test_tiles_do_not_overlap() -> None:
    text = prose("1", 9)
    gold = [story("A", Item("paragraph", text))]
    assert shared(gold, [story("A", Item("paragraph", text[:8] + "口口" + text[1:]))]) == [[8]]


def test_of_two_copies_in_one_story_the_one_that_goes_on_is_the_partner() -> None:
    answer = Item("paragraph", "是。")
    gold = [story("A", para("1"), answer, para("2"))]
    found = [story("A", answer, para("1"), answer, para("2"))]
    assert align(gold, found).partner.tolist() == list(range(2, 84))


def test_a_gap_is_not_filled_with_what_has_its_partner() -> None:
    gold = [
        story("A", para("1"), Item("paragraph", "甲口口丁"), para("2")),
        story("B", Item("paragraph", "甲乙丙丁"), para("3")),
    ]
    found = [story("A", para("1"), Item("paragraph", "甲乙丙丁"), para("2")), story("B", para("3"))]
    assert shared(gold, found) == [[80, 0], [4, 40]]


def test_a_gap_between_stories_is_not_filled() -> None:
    gold = [story("A", para("1"), Item("paragraph", "甲乙丙"), para("2"))]
    found = [story("A", para("1"), Item("paragraph", "甲口")), story("B", Item("paragraph", "丙"), para("2"))]
    assert shared(gold, found) == [[40, 40]]


def test_a_repeated_paragraph_waits_for_its_neighbours_to_be_found() -> None:
    answer = Item("paragraph", "是。")
    gold = [story("A", answer, para("1")), story("B", answer, para("2"))]
    found = [story("X", answer, para("2"), para("3")), story("Y", answer, para("1"), para("4"))]
    assert shared(gold, found) == [[0, 42], [42, 0]]


def test_a_tile_does_not_cross_the_border_of_stories() -> None:
    x, y = (Item("paragraph", prose(name, 6)) for name in "xy")
    for first, second in ((x, y), (y, x)):
        apart = [story("A", first), story("B", second)]
        joined = [story("C", Item("paragraph", first.text + second.text))]
        assert shared(joined, apart) == [[0, 0]]
        assert shared(apart, joined) == [[0], [0]]
