"""Jumps as newspapers print them."""

from __future__ import annotations

import pytest

from pipeline.writers.jumps import folio_of, jumps


@pytest.mark.parametrize(
    ("line", "folio"),
    [
        ("（下转第3版）", "3"),
        ("▲上接A1版", "A1"),
        ("下轉第十二版", "12"),
        ("（下转 7 版）", "7"),
        ("上接7月4日第2版", "2"),
        ("上接第1、2版", "1"),
        ("（下转B12）", "B12"),
        ("下转要闻版", None),
        ("（下转）", None),
    ],
)
def test_the_folio(line: str, folio: str | None) -> None:
    assert folio_of(line) == folio


def test_from_and_on() -> None:
    before, after = jumps(["（下转第3版）", "（紧接第一版）", "▼下转3版"])
    assert before is not None
    assert after is not None
    assert (before.text, before.folio) == ("（紧接第一版）", "1")
    assert (after.text, after.folio) == ("（下转第3版）", "3")


def test_no_jump_at_all() -> None:
    assert jumps([]) == (None, None)
