"""The solver: the best set of chains as a whole.

A minimum-cost path cover of a sparse graph of candidate links: every block has at most one successor and one
predecessor, and the sum of the links' log odds is as great as it can be. It is an assignment problem
(predecessors to successors, each may stay free), solved exactly by scipy's sparse Jonker-Volgenant code; a
ring, which an assignment allows and a story does not, is opened at its weakest link.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

FREE = 1000.0  # the cost of staying free; costs must be positive, and only differences matter


def best_chains(count: int, a: NDArray[np.int64], b: NDArray[np.int64], gain: NDArray[np.float64]) -> list[list[int]]:
    """The nodes 0..count-1 as chains, each node in one of them, in ascending order of the first nodes.

    `gain[n]` is the log odds of the link a[n] → b[n]; links that gain nothing are never used. A pair may occur once.
    """
    useful = gain > 0
    a, b, gain = a[useful], b[useful], gain[useful]
    successor = np.full(count, -1)
    if len(a):
        for first, second in _assignment(count, a, b, gain):
            successor[first] = second
    strength = {(int(i), int(j)): float(g) for i, j, g in zip(a, b, gain, strict=True)}
    _open_rings(successor, strength)
    starts = np.setdiff1d(np.arange(count), successor[successor >= 0])
    chains = []
    for start in starts.tolist():
        chain = [start]
        while (following := int(successor[chain[-1]])) >= 0:
            chain.append(following)
        chains.append(chain)
    return chains


def tied(
    chains: list[list[int]], a: NDArray[np.int64], b: NDArray[np.int64], gain: NDArray[np.float64]
) -> list[list[int]]:
    """The chains, joined where the end of one and the beginning of another are loose; a[n] → b[n] are the pairs of
    nodes that may be tied, with what tying them gains."""
    last = {chain[-1]: number for number, chain in enumerate(chains)}
    first = {chain[0]: number for number, chain in enumerate(chains)}
    free = [
        (last[i], first[j], g)
        for i, j, g in zip(a.tolist(), b.tolist(), gain.tolist(), strict=True)
        if i in last and j in first and last[i] != first[j]
    ]
    if not free:
        return chains
    before, after, gains = zip(*free, strict=True)
    joined = best_chains(len(chains), np.array(before), np.array(after), np.array(gains))
    return [[node for number in parts for node in chains[number]] for parts in joined]


def assign(gain: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Rows to columns, one to one, for the greatest total gain; pairs that gain nothing stay apart."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-np.maximum(gain, 0.0))
    return [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if gain[r, c] > 0]


def _assignment(
    count: int, a: NDArray[np.int64], b: NDArray[np.int64], gain: NDArray[np.float64]
) -> list[tuple[int, int]]:
    free = np.arange(count)
    rows = np.concatenate([a, free])
    columns = np.concatenate([b, free + count])
    costs = np.concatenate([FREE - gain, np.full(count, FREE)])
    matrix = coo_matrix((costs, (rows, columns)), shape=(count, 2 * count)).tocsr()
    first, second = min_weight_full_bipartite_matching(matrix)
    return [(int(i), int(j)) for i, j in zip(first, second, strict=True) if j < count]


def _open_rings(successor: NDArray[np.int64], strength: dict[tuple[int, int], float]) -> None:
    """Cut each ring at its weakest link, in place."""
    seen: set[int] = set()
    for node in range(len(successor)):
        path: list[int] = []
        here = node
        while here >= 0 and here not in seen:
            seen.add(here)
            path.append(here)
            here = int(successor[here])
        if here in path:
            ring = path[path.index(here) :]
            weakest = min(ring, key=lambda n: (strength[n, int(successor[n])], n))
            successor[weakest] = -1
