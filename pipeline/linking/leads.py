"""Leads: whose is a wide paragraph that stands by itself?

A lead is set wider than its story's columns and so comes out of the page apart from it, often behind another
story. Among the chains around, and the possibility that it is a story of its own, the likeliest is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.linking.candidates import View
from pipeline.linking.gathering import Chains, chains_of
from pipeline.linking.model import Features, Floats, model
from pipeline.linking.nexts import DATED, OPENING
from pipeline.linking.terms import shared_names

MOST = 3  # paragraphs of a lead
WIDER = 1.3  # a lead's measure against the page's usual one
REACH = 12  # chains to each side that a lead may belong to


@dataclass(frozen=True, slots=True)
class Question:
    """A chain that looks like a lead, and the chains that it may lead (-1: none, it stands alone)."""

    lead: int
    options: list[int]


def questions(state: Chains) -> list[Question]:
    """The chains of a page that look like leads apart from their stories."""
    blocks = state.view.scene.blocks
    usual = float(np.median([block.measure for block in blocks]))
    asked = []
    for n, chain in enumerate(state.chains):
        wide = all(blocks[p].measure > WIDER * usual for p in chain)
        if len(chain) <= MOST and wide:
            near = [m for m in range(max(0, n - REACH), min(len(state.chains), n + REACH + 1)) if m != n]
            asked.append(
                Question(
                    n,
                    [
                        -1,
                        *[m for m in near if blocks[state.chains[m][0]].measure < blocks[chain[0]].measure - 2],
                    ],
                )
            )
    return asked


def apart(view: View, chains: list[list[int]], odds: dict[tuple[int, int], float], least: float) -> list[list[int]]:
    """The chains with wide tails cut off that hang on by less than `least` log odds: they may be leads."""
    blocks = view.scene.blocks
    usual = float(np.median([block.measure for block in blocks])) if blocks else 0.0
    made: list[list[int]] = []
    for chain in chains:
        for at in range(max(1, len(chain) - MOST), len(chain)):
            before, here = blocks[chain[at - 1]], blocks[chain[at]]
            tail_wide = all(blocks[p].measure > WIDER * usual for p in chain[at:])
            if (
                tail_wide
                and here.measure > WIDER * before.measure
                and odds.get((chain[at - 1], chain[at]), 0.0) < least
            ):
                made += [chain[:at], chain[at:]]
                break
        else:
            made.append(chain)
    return made


def attach(view: View, chains: list[list[int]]) -> list[list[int]]:
    """The chains with leads put before the chains that they lead."""
    state = chains_of(view, chains)
    chains = list(state.chains)
    gone: set[int] = set()
    for question in questions(state):
        scores = model("lead").score(lead_features(state, question))
        best = question.options[int(scores.argmax())]
        if best >= 0 and best not in gone and question.lead not in gone:
            chains[best] = chains[question.lead] + chains[best]
            gone.add(question.lead)
    return [chain for n, chain in enumerate(chains) if n not in gone]


def lead_features(state: Chains, question: Question) -> Features:
    """What speaks for each option of a question, one row an option."""
    view, blocks = state.view, state.view.scene.blocks
    lead = state.chains[question.lead]
    options = np.array([max(o, 0) for o in question.options])
    alone = np.array([o < 0 for o in question.options], dtype=float)
    some = 1 - alone
    here = np.full(len(options), question.lead)
    names = shared_names(state.names, state.names, view.scene.names.weight, here, options) * some
    own = np.asarray(state.names.minimum(1).sum(axis=1)).ravel()
    share = np.expm1(names) / np.sqrt(1 + own[options]) * some
    words = np.asarray(state.rows[question.lead].multiply(state.rows[options]).sum(axis=1)).ravel() * some
    first = np.array([state.chains[o][0] for o in options])
    last = np.array([state.chains[o][-1] for o in options])
    follows = (first == lead[-1] + 1) * some
    behind = (last == lead[0] - 1) * some
    starts = [blocks[int(p)].string for p in first]
    scene = view.scene
    size = np.array([sum(len(blocks[p].string) for p in state.chains[o]) for o in options])
    columns: dict[str, Floats] = {
        "alone": alone,
        "alone, a head right before": alone * scene.just_before["head"][lead[0]],
        "alone, a byline right before": alone * scene.just_before["byline"][lead[0]],
        "shared names": names,
        "most shared names": _most(names, some),
        "share of names": share,
        "greatest share of names": _most(share, some),
        "shared words": words,
        "most shared words": _most(words, some),
        "right behind the lead": follows,
        "right before the lead": behind,
        "right behind, a head between": follows * scene.between["head"][first],
        "right behind, nothing between": follows * (scene.place[first] == scene.place[lead[-1]] + 1),
        "further off": np.log1p(np.abs(options - here)) * some,
        "earlier in the source": (options < here) * some,
        "a head right before its start": scene.just_before["head"][first] * some,
        "a subheading right before its start": scene.just_before["subheading"][first] * some,
        "a byline right before its start": scene.just_before["byline"][first] * some,
        "nothing before its start": (scene.place[first] == scene.place[np.maximum(first - 1, 0)] + 1) * some,
        "it opens a story": np.array([OPENING.search(s) is not None for s in starts]) * some,
        "it begins with a day": np.array([DATED.search(s) is not None for s in starts]) * some,
        "it begins in mid-paragraph": np.array([blocks[int(p)].begins is False for p in first]) * some,
        "it is short": (size < 150) * some,
    }
    return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


def _most(values: Floats, some: Floats) -> Floats:
    """1 for the option that has the most, if it has any."""
    top = values.max(initial=0.0)
    has_most: Floats = ((values == top) & (top > 0) & (some > 0)).astype(np.float64)
    return has_most
