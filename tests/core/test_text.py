"""Text: every change keeps the origins right and writes the ledger."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ledger import Ledger, replay
from pipeline.text import Text, join


def parts_of(text: Text) -> list[tuple[str, int]]:
    return list(zip(text.string, text.origins.tolist(), strict=True))


def test_a_text_is_a_string_with_an_origin_for_each_character() -> None:
    text = Text.of("推动全国")
    assert (str(text), len(text), repr(text)) == ("推动全国", 4, "Text('推动全国')")
    assert parts_of(text[1:3]) == [("动", 1), ("全", 2)]
    with pytest.raises(ValueError, match="2 characters with 1 origins"):
        Text("甲乙", np.array([0]), Ledger("甲乙"))


def test_delete_takes_spans_in_any_order_and_records_each() -> None:
    text = Text.of("一二三四五")
    left = text.delete([slice(4, 5), slice(0, 2)], "shadow")
    assert parts_of(left) == [("三", 2), ("四", 3)]
    assert text.ledger.discards() == {"shadow": 3}
    assert [(e.action, e.reason, e.before, e.origins) for e in text.ledger.edits] == [
        ("delete", "shadow", "五", (4,)),
        ("delete", "shadow", "一二", (0, 1)),
    ]
    assert text.string == "一二三四五"


def test_deleting_nothing_is_nothing() -> None:
    text = Text.of("一二三")
    assert text.delete([], "x") is text
    assert text.delete([slice(2, 2), slice(5, 9)], "x") is text
    assert text.ledger.edits == []


@pytest.mark.parametrize(
    ("new", "parts", "discarded", "inserted"),
    [
        ("甲乙", [("一", 0), ("甲", 1), ("乙", 2), ("四", 3)], {}, {}),
        ("甲三", [("一", 0), ("甲", 1), ("三", 2), ("四", 3)], {}, {}),
        ("甲", [("一", 0), ("甲", 1), ("四", 3)], {"x": 1}, {}),
        ("", [("一", 0), ("四", 3)], {"x": 2}, {}),
        ("甲乙丙", [("一", 0), ("甲", 1), ("乙", 2), ("丙", -1), ("四", 3)], {}, {"x": 1}),
    ],
)
def test_replace_keeps_what_it_can(
    new: str, parts: list[tuple[str, int]], discarded: dict[str, int], inserted: dict[str, int]
) -> None:
    text = Text.of("一二三四")
    after = text.replace(slice(1, 3), new, "x")
    assert parts_of(after) == parts
    assert (text.ledger.discards(), text.ledger.insertions()) == (discarded, inserted)
    text.ledger.check([after])


def test_replacing_by_the_same_is_nothing() -> None:
    text = Text.of("一二三")
    assert text.replace(slice(0, 2), "一二", "x") is text
    assert text.ledger.edits == []


def test_replace_all_is_replace_many_times() -> None:
    text = Text.of("ﬁlm⼈口e\u0301")
    after = text.replace_all([(slice(0, 1), "fi"), (slice(3, 4), "人"), (slice(5, 7), "é")], "glyph")
    assert after.string == "film人口é"
    assert after.origins.tolist() == [0, -1, 1, 2, 3, 4, 5]
    text.ledger.check([after])
    assert text.replace_all([], "x") is text


def test_insertions_have_numbers_of_their_own_and_a_neighbour() -> None:
    text = Text.of("甲乙").insert(1, "  ", "parts words").insert(0, "！", "mark")
    assert parts_of(text) == [("！", -3), ("甲", 0), (" ", -1), (" ", -2), ("乙", 1)]
    assert [e.origins for e in text.ledger.edits] == [(0,), (0,)]
    assert text.ledger.insertion(-3).reason == "mark"
    assert text.ledger.insertions() == {"mark": 1, "parts words": 2}
    without = text.delete([slice(2, 4)], "spacing")
    assert text.ledger.insertions() == {"mark": 1}
    text.ledger.check([without])


def test_insertion_into_nothing_has_no_neighbour() -> None:
    text = Text.of("")
    assert text.insert(0, "甲", "x").string == "甲"
    assert text.ledger.edits[0].origins == ()


def test_strip() -> None:
    text = Text.of(" \u3000甲 乙 ")
    assert parts_of(text.strip("margin")) == [("甲", 2), (" ", 3), ("乙", 4)]
    assert text.ledger.discards() == {"margin": 3}
    blank = Text.of("  ")
    assert len(blank.strip("margin")) == 0
    assert blank.ledger.discards() == {"margin": 2}
    full = Text.of("甲")
    assert full.strip("margin") is full
    assert Text.of("（甲）").strip("brackets", "（）").string == "甲"


def test_split_keeps_all_parts() -> None:
    assert [str(part) for part in Text.of("一二三四").split(1, 1, 3)] == ["一", "二三", "四"]
    assert [str(part) for part in Text.of("一二").split(0, 2)] == ["一二"]


def test_join() -> None:
    text = Text.of("一二三")
    a, b, c = text.split(1, 2)
    assert parts_of(join([c, a, b])) == [("三", 2), ("一", 0), ("二", 1)]
    assert join([a]) is a
    spaced = join([a, b, c], between=" ", reason="parts words")
    assert parts_of(spaced) == [("一", 0), (" ", -1), ("二", 1), (" ", -2), ("三", 2)]
    with pytest.raises(ValueError, match="no texts"):
        join([])


def test_runs_are_the_stretches_of_the_source() -> None:
    text = Text.of("一二三四五六")
    assert list(text.runs()) == [(0, 6)]
    moved = join([text[4:6], text[0:2].insert(2, " ", "x"), text[2:3]])
    assert list(moved.runs()) == [(4, 6), (0, 3)]
    assert list(text[0:0].runs()) == []


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "replace", "insert", "strip", "turn", "replace_all"]),
        st.integers(0, 12),
        st.integers(0, 12),
        st.text(max_size=4),
    ),
    max_size=8,
)


@given(st.text(max_size=20), OPERATIONS)
def test_whatever_is_done_the_ledger_can_do_again(string: str, operations: list[tuple[str, int, int, str]]) -> None:
    text = whole = Text.of(string)
    for name, a, b, new in operations:
        span = slice(min(a, b), max(a, b))
        if name == "delete":
            text = text.delete([span], "deleted")
        elif name == "replace":
            text = text.replace(span, new, "replaced")
        elif name == "replace_all":
            text = text.replace_all([(span, new), (slice(max(a, b), max(a, b) + 2), new[::-1])], "replaced")
        elif name == "insert":
            text = text.insert(min(a, len(text)), new, "inserted")
        elif name == "strip":
            text = text.strip(reason="stripped")
        elif parts := text.split(*sorted({min(a, len(text)), min(b, len(text))})):
            text = join(parts[::-1], between=new, reason="joined")
    ledger = whole.ledger
    ledger.check([text])
    assert replay(string, ledger.edits, [text.origins]) == [text.string]
    assert ledger.reading(text.origins) == text.string
    assert sum(ledger.discards().values()) + int((text.origins >= 0).sum()) == len(string)
    assert sum(ledger.insertions().values()) == int((text.origins < 0).sum())


def test_characters_in_another_order_keep_their_origins() -> None:
    text = Text.of("丙甲\ud800乙").insert(4, "丁", "test").arranged(np.array([1, 3, 0, 4, 2]))
    assert text.string == "甲乙丙丁\ud800"
    assert text.origins.tolist() == [1, 3, 0, -1, 2]
    text.ledger.check([text])
