"""Shuffled pages: when the source's order tells nothing, words and measures must bring the blocks together.

Chains are merged pairwise, the surest first, by a model of its own that looks at no place in the source: shared
names and words, and whether both are set to one measure.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.linking.candidates import View
from pipeline.linking.gathering import Chains, chains_of
from pipeline.linking.model import Features, model
from pipeline.linking.shape import SAME
from pipeline.linking.terms import shared_names

Indices = NDArray[np.int64]

MOST = 600  # chains that are compared with all others; a page has some hundred


def cluster(view: View, chains: list[list[int]], threshold: float) -> list[list[int]]:
    """The chains merged into stories (average linkage); within a story they stand in the source's order.

    Two groups are merged while the mean log odds between their chains are above `threshold`.
    """
    from scipy.cluster.hierarchy import fcluster, linkage  # heavy, and rarely needed

    state = chains_of(view, chains)
    chains = state.chains
    if not 1 < len(chains) <= MOST:
        return chains
    a, b = np.triu_indices(len(chains), k=1)
    table = np.zeros((len(chains), len(chains)))
    table[a, b] = table[b, a] = model("kin").score(kin_features(state, a, b))
    size = np.array([sum(len(view.scene.blocks[p].string) for p in chain) for chain in chains])
    large = np.flatnonzero(size >= LARGE) if (size >= LARGE).sum() > 1 else np.arange(len(chains))
    near = table[np.ix_(large, large)]
    top = float(near.max())
    apart = (top - near)[np.triu_indices(len(large), k=1)]
    groups = np.zeros(len(chains), dtype=np.int64)
    groups[large] = fcluster(linkage(apart, "average"), max(0.0, top - threshold), "distance")
    for n in np.flatnonzero(groups == 0).tolist():  # what is too short to tell goes where it fits best
        means = {
            int(g): float(np.average(table[n, large[groups[large] == g]], weights=size[large[groups[large] == g]]))
            for g in set(groups[large].tolist())
        }
        groups[n] = max(means, key=lambda g: means[g])
    made: dict[int, list[int]] = {}
    for chain, group in zip(chains, groups.tolist(), strict=True):
        made.setdefault(group, []).extend(chain)
    return list(made.values())


LARGE = 60  # characters of a chain that has enough words to be compared with others


def kin_features(state: Chains, a: Indices, b: Indices) -> Features:
    """The evidence that two chains are of one story, whatever their order."""
    view, blocks = state.view, state.view.scene.blocks
    size = np.array([sum(len(blocks[p].string) for p in chain) for chain in state.chains], dtype=float)
    measure = np.array(
        [_usual([blocks[p].measure for p in chain], [len(blocks[p].string) for p in chain]) for chain in state.chains]
    )
    bulleted = np.array([any("bulleted" in blocks[p].marks for p in chain) for chain in state.chains], dtype=float)
    names = shared_names(state.names, state.names, view.scene.names.weight, a, b)
    own = np.asarray(state.names.minimum(1).sum(axis=1)).ravel()
    share = np.expm1(names) / np.sqrt(1 + np.minimum(own[a], own[b]))
    table = np.asarray((state.rows @ state.rows.T).todense())
    np.fill_diagonal(table, 0.0)
    words = table[a, b]
    best = table.max(axis=1, initial=0.0)
    apart = np.abs(measure[a] - measure[b])
    same = apart <= SAME
    small = np.log1p(np.minimum(size[a], size[b]) / 50)
    large = np.log1p(np.maximum(size[a], size[b]) / 50)
    columns = {
        "shared names": names,
        "share of names": share,
        "shared words": words,
        "shared words, small": words * (small < 1.0),
        "shared names, large": names * large,
        "each other's nearest": (words >= best[a]) & (words >= best[b]),
        "nearest of one": (words >= best[a]) | (words >= best[b]),
        "same measure": same,
        "same measure, shared names": same * names,
        "same measure, shared words": same * words,
        "other measure": apart > 3 * SAME,
        "other measure, both large": (apart > 3 * SAME) * (small > 2.0),
        "other measure, shared names": (apart > 3 * SAME) * names,
        "size of the smaller": small,
        "size of the larger": large,
        "no names shared": names == 0,
        "no names shared, small": (names == 0) * (small < 1.0),
        "bullets in one": np.abs(bulleted[a] - bulleted[b]),
    }
    return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


def _usual(measures: list[float], weights: list[int]) -> float:
    """The measure that most of a chain's characters are set to (a weighted median)."""
    order = np.argsort(measures)
    total = np.cumsum(np.array(weights)[order])
    return float(np.array(measures)[order][int(np.searchsorted(total, total[-1] / 2))])
