"""How much of a box others cover."""

from __future__ import annotations

import pytest

from pipeline.readers.scan.boxes import Rectangle, covered

WHOLE = (10.0, 20.0, 110.0, 70.0)


@pytest.mark.parametrize(
    ("others", "area"),
    [
        ([], 0),
        ([WHOLE], 5000),
        ([(20, 30, 40, 50)], 400),
        ([(20, 30, 40, 50), (20, 30, 40, 50)], 400),
        ([(20, 30, 60, 60), (30, 40, 50, 50)], 1200),
        ([(20, 30, 40, 50), (30, 40, 50, 60)], 700),
        ([(20, 30, 40, 50), (60, 30, 80, 50)], 800),
        ([(20, 30, 40, 40), (20, 40, 40, 50)], 400),
        ([(0, 0, 20, 200)], 500),
        ([(0, 0, 10, 200), (200, 30, 300, 40)], 0),
    ],
    ids=[
        "none",
        "all",
        "within",
        "twice the same",
        "one in another",
        "one over another",
        "side by side",
        "next to each other",
        "beyond its edges",
        "outside",
    ],
)
def test_what_others_cover_counts_once_and_only_within(others: list[Rectangle], area: float) -> None:
    assert covered(WHOLE, others) == area
    assert covered(WHOLE, others[::-1]) == area
