"""Counts between things and places among them, against what counting one by one gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.linking.paper.measured import LAST, inside, places

POINTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12)
SPANS = st.tuples(*[st.integers(0, 9)] * 4)


@given(POINTS, st.lists(SPANS, min_size=1, max_size=6))
def test_points_inside_rectangles_are_counted(points: list[tuple[int, int]], spans: list[tuple[int, ...]]) -> None:
    x, y = np.array(points, dtype=np.float64).reshape(-1, 2).T
    low, high, top, foot = np.array(spans, dtype=np.float64).T
    counted = [sum(a < px < b and c < py < d for px, py in points) for a, b, c, d in spans]
    assert inside(x, y, low, high, top, foot).tolist() == counted


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30)), min_size=1, max_size=40))
def test_the_place_of_a_pair_is_how_many_of_its_own_are_cheaper(pairs: list[tuple[int, int]]) -> None:
    of, cost = np.array(pairs, dtype=np.int64).T
    for (own, price), place in zip(pairs, places(of, cost.astype(np.float64)).tolist(), strict=True):
        cheaper = sum(other == own and less < price for other, less in pairs)
        alike = sum(other == own and less == price for other, less in pairs)
        assert min(cheaper, LAST) <= place <= min(cheaper + alike - 1, LAST)
