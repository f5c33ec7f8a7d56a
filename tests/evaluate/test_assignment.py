from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.assignment import best_pairs

from .pages import steady

tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 6), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@steady
@given(tables)
def test_no_permutation_weighs_more(table: list[list[int]]) -> None:
    weights = np.array(table, dtype=float)
    pairs = best_pairs(weights)
    small, large = sorted(weights.shape)
    wide = weights if weights.shape[0] == small else weights.T
    best = max(sum(wide[row, way[row]] for row in range(small)) for way in permutations(range(large), small))
    assert sum(weights[row, column] for row, column in pairs.items()) == best
    assert len(set(pairs.values())) == len(pairs)
    assert all(weights[row, column] > 0 for row, column in pairs.items())


def test_the_greatest_weight_is_left_where_the_sum_is_greater_without() -> None:
    assert best_pairs(np.array([[10.0, 9.0], [9.0, 1.0]])) == {0: 1, 1: 0}


def test_a_table_without_rows_or_columns_has_no_pairs() -> None:
    assert best_pairs(np.zeros((0, 3))) == {}
    assert best_pairs(np.zeros((3, 0))) == {}
