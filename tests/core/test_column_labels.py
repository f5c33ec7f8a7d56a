"""The names of columns are told from other words."""

from __future__ import annotations

import pytest

from pipeline.column_labels import is_column_label


@pytest.mark.parametrize(
    ("string", "found"),
    [("社評", True), ("社论", True), ("城南时评", True), ("社區", False), ("老樹不是路障", False)],
)
def test_a_column_goes_by_its_name_or_how_that_ends(string: str, found: bool) -> None:
    assert is_column_label(string) == found
