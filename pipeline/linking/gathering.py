"""Gathering: are two chains parts of one story?

Single links look at two paragraphs; here whole chains are compared, so that a lead far from its body, a story
cut by a subheading that looks like a headline, or the parts of a page whose blocks were shuffled come together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.linking.candidates import View
from pipeline.linking.model import Features, model
from pipeline.linking.nexts import DATED, LEAD, OPENING, SIGNED
from pipeline.linking.roles import CLASSES
from pipeline.linking.shape import SAME
from pipeline.linking.terms import Shared, shared_names, unit_rows
from pipeline.page import Block

Indices = NDArray[np.int64]

WINDOW = 24  # chains to each side, in the order of their first blocks
ROUNDS = 6
KIN = 4  # names that two stories must share to be kin


@dataclass(frozen=True, slots=True)
class Chains:
    """The chains of a page (lists of positions among its body blocks), in source order of their first blocks."""

    view: View
    chains: list[list[int]]
    rows: csr_matrix  # the words of each chain
    names: csr_matrix  # the recurring names in each chain


def chains_of(view: View, chains: list[list[int]]) -> Chains:
    chains = sorted(chains, key=min)
    owner = [(n, position) for n, chain in enumerate(chains) for position in chain]
    pick = csr_matrix(
        (np.ones(len(owner)), ([n for n, _ in owner], [p for _, p in owner])),
        shape=(len(chains), len(view.body)),
    )
    words = unit_rows(csr_matrix(pick @ view.scene.terms.rows))
    return Chains(view, chains, words, csr_matrix(pick @ view.scene.names.rows))


def gather(view: View, chains: list[list[int]], threshold: float = 0.0) -> list[list[int]]:
    """Join chains end to end as long as the model says that two of them are one story, the surest first."""
    for _ in range(ROUNDS):
        state = chains_of(view, chains)
        chains = state.chains
        a, b = pairs_of(len(chains))
        if not len(a):
            return chains
        gain = model("gather").score(gather_features(state, a, b))
        used: set[int] = set()
        merged: dict[int, list[int]] = dict(enumerate(chains))
        for n in np.argsort(-gain, kind="stable").tolist():
            first, second = int(a[n]), int(b[n])
            if gain[n] <= threshold:
                break
            if first in used or second in used:
                continue
            used |= {first, second}
            merged[first] = chains[first] + merged.pop(second)
        if not used:
            return chains
        chains = list(merged.values())
    return chains


def pairs_of(count: int) -> tuple[Indices, Indices]:
    """Ordered pairs of chains at most a window apart."""
    offsets = np.array([d for d in range(-WINDOW, WINDOW + 1) if d and abs(d) < count], dtype=np.int64)
    a = np.repeat(np.arange(count, dtype=np.int64), len(offsets))
    b = a + np.tile(offsets, count)
    inside = (b >= 0) & (b < count)
    return a[inside], b[inside]


def gather_features(state: Chains, a: Indices, b: Indices) -> Features:
    """The evidence that chain b[n] goes on in the story of chain a[n], behind it."""
    view, chains, scene = state.view, state.chains, state.view.scene
    blocks = scene.blocks
    first = np.array([chain[0] for chain in chains])
    last = np.array([chain[-1] for chain in chains])
    low, high = np.array([min(c) for c in chains]), np.array([max(c) for c in chains])
    size = np.array([sum(len(blocks[p].string) for p in chain) for chain in chains], dtype=float)
    count = np.array([len(chain) for chain in chains])
    measure = np.array([blocks[int(p)].measure for p in last])
    measure_first = np.array([blocks[int(p)].measure for p in first])
    common = np.array([float(np.median([blocks[p].measure for p in chain])) for chain in chains])
    opening = _which(blocks, first, lambda s: OPENING.search(s) is not None)
    dated = _which(blocks, first, lambda s: DATED.search(s) is not None)
    signed = _which(blocks, last, lambda s: SIGNED.search(s) is not None)
    open_end = ~view.shape.ends_sentence[view.last[last]]
    begins = np.array([{True: 1.0, None: 0.0, False: -1.0}[blocks[int(p)].begins] for p in first])
    before = {role: scene.between[role][first] for role in CLASSES}
    after = {role: scene.just_after[role][last] for role in CLASSES}
    alike = np.asarray((state.rows @ state.rows.T).todense())
    np.fill_diagonal(alike, 0.0)
    best = alike.max(axis=1, initial=0.0) if len(chains) > 1 else np.zeros(len(chains))
    second = np.sort(alike, axis=1)[:, -2] if len(chains) > 2 else np.zeros(len(chains))
    pair = alike[a, b]
    rival_a = np.where(pair >= best[a], second[a], best[a])
    rival_b = np.where(pair >= best[b], second[b], best[b])
    known = shared_names(state.names, state.names, scene.names.weight, a, b)
    own_names = np.asarray(state.names.minimum(1).sum(axis=1)).ravel()
    known_share = np.expm1(known) / np.sqrt(1 + np.minimum(own_names[a], own_names[b]))
    follows = first[b] == last[a] + 1
    ahead = high[a] < low[b]
    behind = low[a] > high[b]
    distance = np.where(ahead, low[b] - high[a] - 1, np.where(behind, low[a] - high[b] - 1, 0))
    bulleted = np.array([float(any("bulleted" in blocks[p].marks for p in chain)) for chain in chains])
    trust = view.trust
    lead = (count <= 3) & (measure > 0)
    wide = (measure[a] - measure_first[b] > LEAD) & lead[a]
    page_measure = float(np.median([block.measure for block in blocks]))
    set_wide = ((count <= 3) & (measure > 1.3 * page_measure)).astype(float)
    columns = {
        "b follows a": follows * trust,
        "b follows a, same measure": follows * (np.abs(measure[a] - measure_first[b]) <= SAME),
        "a is ahead of b": ahead * trust,
        "a is behind b": behind * trust,
        "overlapping": ~ahead & ~behind,
        "between them": np.log1p(distance) * trust,
        "shared words": pair,
        "shared names": known,
        "shared names, following": known * follows,
        "share of names": known_share,
        "share of names, following": known_share * follows,
        "shared words, short": pair * (np.minimum(size[a], size[b]) < 150),
        "shared words, untrusted": pair * (1 - trust),
        "more alike than a's others": pair - rival_a,
        "more alike than b's others": pair - rival_b,
        "each other's nearest": (pair >= best[a]) & (pair >= best[b]),
        "each other's nearest, untrusted": ((pair >= best[a]) & (pair >= best[b])) * (1 - trust),
        "head between, following": before["head"][b] * follows,
        "subheading between, following": before["subheading"][b] * follows,
        "byline between, following": before["byline"][b] * follows,
        "column between, following": before["column"][b] * follows,
        "caption between, following": before["caption"][b] * follows,
        "head between, following, shared words": before["head"][b] * follows * pair,
        "shown between, following": np.log1p(np.maximum(scene.place[first[b]] - scene.place[last[a]] - 1, 0)) * follows,
        "many shown between, following": (scene.place[first[b]] - scene.place[last[a]] > 3) * follows,
        "measure changes, following": (np.abs(measure[a] - measure_first[b]) > 2.0) * follows,
        "measure changes, head between": (np.abs(measure[a] - measure_first[b]) > 2.0) * follows * before["head"][b],
        "shared words, following": pair * follows,
        "shared words, both are long": pair * (size[a] > 400) * (size[b] > 400),
        "bullets": bulleted[a] * (1 - bulleted[b]) + bulleted[b] * (1 - bulleted[a]),
        "head before b": before["head"][b],
        "subheading before b": before["subheading"][b],
        "byline before b": before["byline"][b],
        "head before a": before["head"][a],
        "byline before a": before["byline"][a],
        "subheading before a": before["subheading"][a],
        "heads before both": before["head"][a] * before["head"][b],
        "byline after a": after["byline"][a],
        "byline after b": after["byline"][b],
        "same measure": np.abs(common[a] - common[b]) <= SAME,
        "a is a wider lead": wide,
        "a is a wider lead, a has a day": wide * dated[a],
        "a is a wider lead, b has a subheading": wide * before["subheading"][b],
        "a is a wider lead, shared words": wide * pair,
        "a is set wide": set_wide[a],
        "b is set wide": set_wide[b],
        "b is set wide, following": set_wide[b] * follows,
        "a is set wide, shared names": set_wide[a] * known,
        "a is set wide, share of names": set_wide[a] * known_share,
        "a is set wide, between them": set_wide[a] * np.log1p(distance) * trust,
        "a is set wide, behind": set_wide[a] * behind,
        "a is set wide, each other's nearest": set_wide[a] * ((pair >= best[a]) & (pair >= best[b])),
        "a is set wide, b's head or subheading before": set_wide[a]
        * np.maximum(before["head"][b], before["subheading"][b]),
        "b is wider": (measure_first[b] - measure[a] > LEAD),
        "a opens a story": opening[a],
        "b opens a story": opening[b],
        "a begins with a day": dated[a],
        "b begins with a day": dated[b],
        "a is signed": signed[a],
        "b is signed": signed[b],
        "a breaks off": open_end[a],
        "a breaks off, b goes on": open_end[a] & (begins[b] < 0),
        "a breaks off, b begins": open_end[a] & (begins[b] > 0),
        "b begins": begins[b],
        "a is short": size[a] < 80,
        "b is short": size[b] < 80,
        "both are long": (size[a] > 400) & (size[b] > 400),
        "a is one paragraph": count[a] == 1,
        "b is one paragraph": count[b] == 1,
    }
    return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


def _which(blocks: list[Block], positions: Indices, test: Callable[[str], bool]) -> NDArray[np.float64]:
    return np.array([float(test(blocks[int(p)].string)) for p in positions])


def kinship(texts: list[str]) -> NDArray[np.float64]:
    """How much each two of some stories share of their recurring names: a symmetric table, 0 to 1.

    Two that share only a name or two are no kin.
    """
    shared = Shared(texts)
    together = np.asarray((shared.rows @ shared.rows.T).todense())
    weighed = csr_matrix(shared.rows.multiply(np.sqrt(shared.weight)[None, :]))
    rows = unit_rows(weighed)
    return np.where(together >= KIN, np.asarray((rows @ rows.T).todense()), 0.0)
