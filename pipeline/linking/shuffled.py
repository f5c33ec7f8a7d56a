"""Shuffled pages: when the source's order tells nothing, words and measures must bring the blocks together.

Chains are merged pairwise, the surest first, by a model of its own that looks at no place in the source: shared
names and words, and whether both are set to one measure.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.linking.candidates import View
from pipeline.linking.gathering import Chains, chains_of
from pipeline.linking.model import Features, Floats, model
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
    groups = np.full(len(chains), -1, dtype=np.int64)
    groups[large] = fcluster(linkage(apart, "average"), max(0.0, top - threshold), "distance")
    groups = _settled(groups, table, size)
    made: dict[int, list[int]] = {}
    for chain, group in zip(chains, groups.tolist(), strict=True):
        made.setdefault(group, []).extend(chain)
    return list(made.values())


BROAD, FINE = 6, 16  # topics of a page: about as many as it has stories, and as they have sections
LARGE = 40  # characters of a chain that has enough words to be compared with others
STORY = 100  # characters of a group that others may join
SETTLING = 5  # rounds


def _settled(groups: Indices, table: Floats, size: Indices) -> Indices:
    """The groups after each chain has gone to the group that it is most akin to, until none moves any more."""
    groups = groups.copy()
    for _ in range(SETTLING):
        before = groups.copy()
        for n in range(len(groups)):
            means = {}
            for group in np.unique(groups[groups >= 0]).tolist():
                others = groups == group
                others[n] = False
                if size[others].sum() > STORY:
                    means[group] = float(table[n, others].mean())
            if means:
                groups[n] = max(means, key=lambda group: means[group])
        if (groups == before).all():
            break
    groups[groups < 0] = groups.max(initial=0) + 1 + np.arange((groups < 0).sum())
    return groups


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
    broad, fine = topics(state.rows, BROAD), topics(state.rows, FINE)
    near = _next_to(state)[a, b]
    apart = np.abs(measure[a] - measure[b])
    same = apart <= SAME
    alike = np.abs(measure[:, None] - measure[None, :]) <= SAME
    rarity = -np.log((alike * size[None, :]).sum(axis=1) / size.sum())  # of the measure, on this page
    small = np.log1p(np.minimum(size[a], size[b]) / 50)
    large = np.log1p(np.maximum(size[a], size[b]) / 50)
    columns = {
        "shared names": names,
        "share of names": share,
        "shared words": words,
        "shared words, small": words * (small < 1.0),
        "shared names, large": names * large,
        "same broad topic": broad[a, b],
        "same broad topic, large": broad[a, b] * small,
        "same fine topic": fine[a, b],
        "same fine topic, large": fine[a, b] * small,
        "no blank line between": near,
        "each other's nearest": (words >= best[a]) & (words >= best[b]),
        "nearest of one": (words >= best[a]) | (words >= best[b]),
        "same measure": same,
        "same measure, shared names": same * names,
        "same measure, shared words": same * words,
        "same measure, rare on the page": same * np.minimum(rarity[a], rarity[b]),
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


def topics(rows: csr_matrix, count: int) -> Floats:
    """How alike passages are in their topics: the cosines in the `count` strongest singular directions of their terms.

    Passages that share no word are alike if others share words with both (latent semantic analysis,
    Deerwester et al. 1990).
    """
    table = rows.toarray()
    held = table[:, (table > 0).sum(axis=0) > 1]  # a term of one passage says nothing of two
    left, strength, _ = np.linalg.svd(held @ held.T, hermitian=True)
    place = left[:, :count] * np.sqrt(strength[:count])
    length = np.sqrt((place**2).sum(axis=1, keepdims=True))
    place /= np.where(length > 0, length, 1.0)
    return np.asarray(place @ place.T)


def _next_to(state: Chains) -> Floats:
    """Whether one chain goes on where the other ends in the source, without a blank line."""
    first = {min(chain): n for n, chain in enumerate(state.chains)}
    table = np.zeros((len(state.chains), len(state.chains)))
    for n, chain in enumerate(state.chains):
        after = max(chain) + 1
        other = first.get(after)
        if other is not None and not state.view.scene.blocks[after].gap and _adjacent(state.view, after):
            table[n, other] = table[other, n] = 1.0
    return table


def _adjacent(view: View, position: int) -> bool:
    return bool(view.body[position] == view.body[position - 1] + 1)


def _usual(measures: list[float], weights: list[int]) -> float:
    """The measure that most of a chain's characters are set to (a weighted median)."""
    order = np.argsort(measures)
    total = np.cumsum(np.array(weights)[order])
    return float(np.array(measures)[order][int(np.searchsorted(total, total[-1] / 2))])
