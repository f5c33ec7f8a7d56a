from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.edit_distance import edit_distance

from .pages import prose, steady


def by_table(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


short = st.text("甲乙丙", max_size=24)


@steady
@given(short, short)
def test_it_is_what_the_whole_table_gives(a: str, b: str) -> None:
    assert edit_distance(a, b) == by_table(a, b)


@steady
@given(short, short)
def test_a_common_start_and_end_change_nothing(a: str, b: str) -> None:
    assert edit_distance("乙甲" + a + "丙", "乙甲" + b + "丙") == edit_distance(a, b)


def test_ten_thousand_characters_are_counted_exactly() -> None:
    text = prose("long", 10_000)
    misread = list(text)
    for at in range(50, 10_000, 100):
        misread[at] = "1"
    del misread[5000:5010]
    assert edit_distance(text, "".join(misread)) == 110


def test_it_takes_any_sequence() -> None:
    assert edit_distance([1, 2, 3, 4], (1, 3, 2, 4)) == 2
    assert edit_distance([], [1, 2]) == 2
