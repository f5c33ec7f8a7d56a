"""The ledger: what is lost, doubled or invented is found, and said with the passage."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.errors import ConservationError
from pipeline.ledger import Edit, Ledger, codepoints, replay
from pipeline.text import Text, join


def test_all_in_its_place_is_fine() -> None:
    text = Text.of("一二三四")
    text.ledger.check([text])
    text.ledger.check(text.split(2))
    text.ledger.check([join(text.split(2)[::-1])])
    text.ledger.check([text.delete([slice(0, 1)], "x")])
    Ledger("").check([])


def test_a_lost_glyph() -> None:
    text = Text.of("自贸试验区通州组团五年")
    text.ledger.stage = "loses"
    with pytest.raises(ConservationError, match=r"stage loses: 2 glyphs.*first lost: …自贸试验区通州.*\(glyph 3\)"):
        text.ledger.check([text[:3], text[5:]])


def test_everything_lost() -> None:
    with pytest.raises(ConservationError, match="3 glyphs"):
        Text.of("一二三").ledger.check([])


def test_a_doubled_glyph() -> None:
    text = Text.of("一二三四")
    with pytest.raises(ConservationError, match=r"first in two places: …一二三四… \(glyph 1\)"):
        text.ledger.check([text, text[1:2]])


def test_a_discarded_glyph_that_is_still_there() -> None:
    text = Text.of("一二三四")
    text.delete([slice(1, 2)], "x")
    with pytest.raises(ConservationError, match="in two places"):
        text.ledger.check([text])


def test_a_change_that_nobody_recorded() -> None:
    text = Text.of("自贸试验区")
    forged = Text("自贸试验圈", text.origins, text.ledger)
    with pytest.raises(ConservationError, match="unrecorded change at …自贸试验圈…"):
        text.ledger.check([forged])


@pytest.mark.parametrize("char", ["！", "\0"])
def test_a_character_that_nobody_inserted(char: str) -> None:
    text = Text.of("一二")
    forged = Text("一" + char + "二", np.array([0, -1, 1]), text.ledger)
    with pytest.raises(ConservationError, match="unrecorded change"):
        text.ledger.check([forged])


@pytest.mark.parametrize("char", [" ", "\0"])
def test_an_insertion_that_was_taken_back(char: str) -> None:
    text = Text.of("一二").insert(1, char, "x")
    text.delete([slice(1, 2)], "y")
    with pytest.raises(ConservationError, match="unrecorded change"):
        text.ledger.check([text])


def test_an_insertion_in_two_places() -> None:
    text = Text.of("一二").insert(1, " ", "x")
    with pytest.raises(ConservationError, match="an inserted character stands in two places"):
        text.ledger.check([text, text[1:2]])


def test_a_glyph_that_no_page_has() -> None:
    text = Text.of("一二")
    with pytest.raises(ConservationError, match="a glyph that the page does not have"):
        text.ledger.check([text, Text("三", np.array([2]), text.ledger)])


def test_text_of_another_page() -> None:
    text = Text.of("一二")
    with pytest.raises(ConservationError):
        text.ledger.check([text, Text.of("三")])


def test_it_counts_by_reason() -> None:
    text = Text.of("一二三四五")
    text = text.delete([slice(0, 1)], "shadow").delete([slice(0, 2)], "margin").delete([slice(0, 1)], "shadow")
    assert list(text.ledger.discards().items()) == [("margin", 2), ("shadow", 2)]
    assert list(text.ledger.discarded()) == [(0, "shadow"), (1, "margin"), (2, "margin"), (3, "shadow")]


def test_edits_know_their_stage() -> None:
    text = Text.of("一二三")
    text.ledger.stage = "first"
    text = text.delete([slice(0, 1)], "x")
    text.ledger.stage = "second"
    text.insert(0, "！", "y")
    assert [(edit.stage, edit.action) for edit in text.ledger.edits] == [
        ("first", "delete"),
        ("second", "insert"),
    ]
    assert text.ledger.insertion(-1) == ("！", "second", "y")


def test_an_edit_needs_a_reason_and_readings_one_for_one() -> None:
    ledger = Ledger("一二")
    with pytest.raises(ValueError, match="needs a reason"):
        ledger.delete([0], "一", "")
    with pytest.raises(ValueError, match="one for one"):
        ledger.replace([0], "一", "甲乙", "x")


def test_the_source_never_changes() -> None:
    text = Text.of("⼀二").replace(slice(0, 1), "一", "glyph")
    assert text.ledger.source.tolist() == codepoints("⼀二").tolist()
    assert text.ledger.reading([0, 1]) == "一二"


def test_replay_knows_what_is_gone() -> None:
    edits = [Edit("s", "delete", "x", "一", "", (0,)), Edit("s", "insert", "y", "", "！", (1,), (-1,))]
    assert replay("一二", edits, [[1, -1], []]) == ["二！", ""]
    with pytest.raises(ConservationError, match="character 0 is in the output but not in the ledger"):
        replay("一二", edits, [[0]])


def test_any_character_has_a_code_point() -> None:
    assert codepoints("a\ud800\U0010ffff\0").tolist() == [0x61, 0xD800, 0x10FFFF, 0]
