from __future__ import annotations

import pytest

from pipeline.evaluate.table import columns, number, width


@pytest.mark.parametrize(("text", "wide"), [("", 0), ("s01", 3), ("剪报", 4), ("（1）", 5), ("e\u0301", 1)])
def test_a_chinese_character_is_two_columns_wide(text: str, wide: int) -> None:
    assert width(text) == wide


def test_columns_are_flush() -> None:
    assert columns([["page", "a"], ["通州4", "1.000"], ["b", "–"]]).splitlines() == [
        "page       a",
        "通州4  1.000",
        "b          –",
    ]


@pytest.mark.parametrize(
    ("value", "less_is_better", "shown"),
    [
        (1.0, False, "1.000"),
        (0.99999, False, "0.999"),
        (0.29, False, "0.290"),
        (0.0, True, "0.000"),
        (0.00001, True, "0.001"),
        (0.29, True, "0.290"),
        (None, False, "–"),
    ],
)
def test_only_what_is_right_reads_as_right(value: float | None, less_is_better: bool, shown: str) -> None:
    assert number(value, less_is_better=less_is_better) == shown
