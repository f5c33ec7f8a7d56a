"""Lines and columns as an editor counts them."""

from __future__ import annotations

import pytest

from pipeline.explain.positions import Positions
from pipeline.readers.text import pages


@pytest.mark.parametrize(
    ("source", "offset", "place"),
    [
        ("甲乙\n丙", 0, (1, 1)),
        ("甲乙\n丙", 1, (1, 2)),
        ("甲乙\n丙", 2, (1, 3)),
        ("甲乙\n丙", 3, (2, 1)),
        ("甲\r\n乙\r丙", 3, (2, 1)),
        ("甲\r\n乙\r丙", 5, (3, 1)),
        ("\ufeff甲", 1, (1, 1)),
        ("甲\u2028乙", 2, (1, 3)),
        ("", 0, (1, 1)),
    ],
)
def test_places(source: str, offset: int, place: tuple[int, int]) -> None:
    assert Positions(source).at(offset) == place


def test_ranges_name_their_last_character() -> None:
    positions = Positions("甲乙\n丙丁")
    assert positions.show(0) == "1:1"
    assert positions.show(0, 1) == "1:1"
    assert positions.show(0, 5) == "1:1–2:2"


def test_a_file_of_several_pages_is_counted_through() -> None:
    source = "甲\n乙\n\f丙\n"
    both = list(pages(source.encode(), "p", "p.txt"))
    positions = Positions.of(both)
    assert [positions.at(n) for n in range(len(source))] == [Positions(source).at(n) for n in range(len(source))]
