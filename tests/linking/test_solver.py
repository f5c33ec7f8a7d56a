"""Chains are the best as a whole, and loose ends are tied where something fits."""

from __future__ import annotations

import numpy as np

from pipeline.linking.solver import best_chains, tied

Links = dict[tuple[int, int], float]


def solved(count: int, links: Links) -> list[list[int]]:
    a, b = np.array(list(links)).T
    return best_chains(count, a, b, np.array(list(links.values())))


def joined(chains: list[list[int]], links: Links) -> list[list[int]]:
    a, b = np.array(list(links)).T
    return tied(chains, a, b, np.array(list(links.values())))


def test_the_best_sum_beats_the_best_link() -> None:
    assert solved(4, {(0, 2): 5.0, (0, 3): 4.0, (1, 2): 4.0, (1, 3): 0.5}) == [[0, 3], [1, 2]]


def test_what_gains_nothing_stays_apart() -> None:
    assert solved(2, {(0, 1): 0.0}) == [[0], [1]]


def test_a_ring_is_opened_at_its_weakest_link() -> None:
    assert solved(3, {(0, 1): 3.0, (1, 2): 2.0, (2, 0): 1.0}) == [[0, 1, 2]]


def test_a_loose_end_is_tied_to_a_loose_beginning() -> None:
    assert joined([[0, 1], [2], [3, 4]], {(1, 3): 1.0, (2, 3): 0.5}) == [[0, 1, 3, 4], [2]]


def test_nothing_is_tied_into_the_middle_of_a_chain() -> None:
    chains = [[0, 1], [2, 3]]
    assert joined(chains, {(1, 3): 5.0, (0, 2): 5.0, (1, 0): 5.0}) == chains


def test_chains_stay_where_no_end_may_be_tied() -> None:
    assert joined([[0], [1]], {(0, 1): -1.0}) == [[0], [1]]
