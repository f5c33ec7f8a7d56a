"""Stories are read as the white on the page cuts it."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from pipeline.layout.order import reading_order

Box = tuple[float, float, float, float]  # start, end, top, foot


def read(boxes: dict[str, Box]) -> str:
    """The names in reading order, which must not depend on the order in which they come."""
    orders = set()
    for names in permutations(boxes):
        order = reading_order(np.array([boxes[name] for name in names], dtype=np.float64).reshape(-1, 4))
        orders.add("".join(names[n] for n in order))
    assert len(orders) == 1
    return orders.pop()


@pytest.mark.parametrize(
    ("boxes", "order"),
    [
        ({}, ""),
        ({"a": (0, 10, 0, 10)}, "a"),
        ({"a": (0, 10, 0, 10), "b": (0, 10, 12, 20)}, "ab"),
        ({"a": (0, 10, 0, 10), "b": (12, 20, 0, 10)}, "ab"),
        # a banner, then two columns, each from its top to its foot
        (
            {
                "a": (0, 40, 0, 9),
                "b": (0, 19, 10, 20),
                "c": (0, 19, 21, 50),
                "d": (21, 40, 10, 35),
                "e": (21, 40, 36, 50),
            },
            "abcde",
        ),
        # a tall story at the left, two short ones beside it
        ({"a": (0, 19, 0, 50), "b": (21, 40, 0, 20), "c": (21, 40, 22, 50)}, "abc"),
        # two rows of two
        ({"a": (0, 19, 0, 20), "b": (21, 40, 0, 20), "c": (0, 19, 22, 50), "d": (21, 40, 22, 50)}, "abcd"),
        # they reach into each other by less than a line
        ({"a": (0, 40, 0, 10.4), "b": (0, 40, 10, 20)}, "ab"),
        # a pinwheel has no white to cut along
        ({"a": (0, 30, 0, 10), "b": (32, 40, 0, 30), "c": (0, 8, 12, 40), "d": (10, 40, 32, 40)}, "abcd"),
    ],
)
def test_reading_order(boxes: dict[str, Box], order: str) -> None:
    assert read(boxes) == order


def test_boxes_in_one_place_are_all_read() -> None:
    assert sorted(reading_order(np.zeros((5, 4)))) == [0, 1, 2, 3, 4]
