"""Lessons on running text: what joins, what a block is, what follows what, which chains are one story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np

from pipeline.linking import candidates, gathering, joins, leads, nexts, roles
from pipeline.linking import shuffled as shuffling
from pipeline.linking.fit import fit, fit_ranking
from pipeline.linking.seams import PageWords
from pipeline.linking.shape import shapes
from pipeline.linking.solver import best_chains
from pipeline.page import Line, Page
from pipeline.recipe import load
from pipeline.stages.link import Link
from tests.press.grow import Manner, grow_choice
from tests.press.labels import Label, label, owners_of
from tests.press.lessons import RUNNING, Rows, pages_before, split_copy
from tests.press.page import Specimen, make_pages

ROLE_CLASS = {
    "paragraph": "paragraph",
    "opening": "paragraph",
    "signature": "byline",
    "byline": "byline",
    "kicker": "head",
    "headline": "head",
    "deck": "head",
    "subheading": "subheading",
    "caption": "caption",
    "credit": "caption",
    "column": "column",
}
ROLES = Manner(trees=200, rate=0.1, rows=60, share=0.2)
NEGATIVES = 12  # of the pairs that are far apart and wrong, one in so many is learned from, with that weight
LEADS_APART = {"lead-far": 1.0, "blanks-poppler": 0.8, "subheads-heaped": 0.2, "byline-after-body": 0.4,
               "headlines-first": 0.3, "stacked": 1.0, "caption-far": 0.3, "headline-after-body": 0.2}  # fmt: skip


def learn_joins(specimens: Iterable[Specimen]) -> dict[str, float]:
    rows = Rows()
    for specimen in specimens:
        for page in pages_before("blocks", specimen):
            owners = owners_of(specimen, page)
            labels = [label(line.text, owners) for line in page.lines]
            shape, strings = shapes(page.lines), [line.string for line in page.lines]
            if len(strings) < 3:
                continue
            words = PageWords(strings)
            trust = joins.order_trust(shape, strings, words)
            a = np.arange(len(strings) - 1)
            truth = np.array([_goes_on(labels[i], labels[i + 1]) for i in a])
            rows.add(joins.join_features(shape, strings, words, a, a + 1, trust), truth)
            far_a, far_b = _far_pairs(labels, shape.ends_sentence)
            if len(far_a):
                truth = np.array([_goes_on(labels[i], labels[j]) for i, j in zip(far_a, far_b, strict=True)])
                rows.add(joins.join_features(shape, strings, words, far_a, far_b, trust), truth)
    return fit(*rows.done())


def learn_roles(specimens: Iterable[Specimen]) -> dict[str, Any]:
    rows = Rows()
    for specimen in specimens:
        for page in pages_before("roles", specimen):
            owners = owners_of(specimen, page)
            labels = [label(block.text, owners) for block in page.blocks]
            keep = np.array([n for n, lab in enumerate(labels) if lab and lab.role in ROLE_CLASS], dtype=np.int64)
            if len(keep):
                features = {name: column[keep] for name, column in roles.role_features(page.blocks).items()}
                truth = [roles.CLASSES.index(ROLE_CLASS[lab.role]) for n in keep if (lab := labels[n])]
                rows.add(features, np.array(truth))
    return grow_choice(*rows.done(), roles.CLASSES, ROLES)


def learn_nexts(specimens: Iterable[Specimen]) -> dict[str, float]:
    rows = Rows()
    for specimen in specimens:
        for page in pages_before("link", specimen):
            view = candidates.view_of(page.blocks)
            if len(view.body) < 2:
                continue
            owners = owners_of(specimen, page)
            labels = [label(page.blocks[int(n)].text, owners) for n in view.body]
            successor = successors(labels)
            a, b = candidates.pairs(len(view.body))
            truth = np.array(
                [
                    successor.get(i) == j and not _goes_on(labels[i], labels[j])
                    for i, j in zip(a.tolist(), b.tolist(), strict=True)
                ]
            )
            # pairs that join are neither right nor wrong here
            neutral = np.array([successor.get(i) == j for i, j in zip(a.tolist(), b.tolist(), strict=True)]) & ~truth
            thin = (np.arange(len(a)) * 7919 % NEGATIVES == 0) | (np.abs(b - a) <= 3) | truth
            keep = thin & ~neutral
            features = nexts.next_features(view.scene, a[keep], b[keep])
            rows.add(features, truth[keep])
    return fit(*rows.done())


def learn_leads(specimens: Iterable[Specimen]) -> dict[str, float]:
    """Learned on pages of their own, whose leads stand far from their stories; `specimens` say how many."""
    learn, _ = split_copy()
    count = len(list(specimens))
    rows = Rows()
    numbers: list[int] = []
    for specimen in make_pages(count, 23, spoil=LEADS_APART, stories=learn):
        for page in pages_before("link", specimen):
            view = candidates.view_of(page.blocks)
            if len(view.body) < 2:
                continue
            labels = [label(page.blocks[int(n)].text, owners_of(specimen, page)) for n in view.body]
            a, b, gain, _ = candidates.links(view)
            odds = {(int(i), int(j)): float(g) for i, j, g in zip(a, b, gain, strict=True)}
            state = gathering.chains_of(
                view, leads.apart(view, best_chains(len(view.body), a, b, gain), odds, Link().lead)
            )
            for question in leads.questions(state):
                truth = _led(state, question, labels)
                if truth is not None:
                    right = np.array([option == truth for option in question.options])
                    rows.add(leads.lead_features(state, question), right)
                    numbers += [numbers[-1] + 1 if numbers else 0] * len(right)
    features, right = rows.done()
    return fit_ranking(features, np.array(numbers), right)


def learn_kin(specimens: Iterable[Specimen]) -> dict[str, float]:
    """Learned on pages whose blocks are shuffled, with the true stories partly put together, as while merging."""
    rows = Rows()
    for number, specimen in enumerate(specimens):
        rng = Random(number)
        for page in pages_before("blocks", specimen):
            page = _after_roles(shuffled(page, rng))
            view = candidates.view_of(page.blocks)
            if len(view.body) < 8:
                continue
            labels = [label(page.blocks[int(n)].text, owners_of(specimen, page)) for n in view.body]
            chains = best_chains(len(view.body), *candidates.joins_only(view))
            for together in (0.0, 0.3):
                state = gathering.chains_of(view, _partly_merged(chains, labels, together, rng))
                a, b = np.triu_indices(len(state.chains), k=1)
                keys = [_key(chain, labels) for chain in state.chains]
                thin = np.array(
                    [keys[i] == keys[j] or rng.random() < 0.15 for i, j in zip(a.tolist(), b.tolist(), strict=True)],
                    dtype=bool,
                )
                if thin.any():
                    truth = [keys[i] == keys[j] != "" for i, j in zip(a[thin].tolist(), b[thin].tolist(), strict=True)]
                    rows.add(shuffling.kin_features(state, a[thin], b[thin]), np.array(truth))
    weights = fit(*rows.done())
    weights["bias"] = round(weights["bias"] + float(np.log(0.15)), 3)  # wrong pairs were thinned
    return weights


def shuffled(page: Page, rng: Random) -> Page:
    """The page with the passages between its blank lines in any order."""
    groups: list[list[Line]] = []
    for line in page.lines:
        if line.gap or not groups:
            groups.append([])
        groups[-1].append(line)
    rng.shuffle(groups)
    return page.but(lines=tuple(replace(line, gap=int(n == 0)) for group in groups for n, line in enumerate(group)))


def _after_roles(page: Page) -> Page:
    for step in load("text").steps:
        if step.stage.name in ("blocks", "roles"):
            page = step.stage(page, step.settings)
    return page


def _key(chain: list[int], labels: list[Label | None]) -> str:
    keys = Counter(lab.story for p in chain if (lab := labels[p]) and lab.story).most_common(1)
    return keys[0][0] if keys else ""


def _partly_merged(
    chains: list[list[int]], labels: list[Label | None], together: float, rng: Random
) -> list[list[int]]:
    """The chains with some of those of one story put together."""
    made: dict[str, list[int]] = {}
    rest: list[list[int]] = []
    for chain in chains:
        key = _key(chain, labels)
        if key and rng.random() < together:
            made.setdefault(f"{key}{rng.randint(0, 1)}", []).extend(chain)
        else:
            rest.append(chain)
    return [*made.values(), *rest]


def _led(state: gathering.Chains, question: leads.Question, labels: list[Label | None]) -> int | None:
    """Which option is right: the chain that goes on where the lead ends, -1 for none, None where truth has no say."""
    ends = [lab for p in state.chains[question.lead] if (lab := labels[p]) and lab.role in RUNNING]
    if not ends:
        return None
    later = {
        option: min(
            ((lab.unit, lab.start) for p in state.chains[option] if (lab := labels[p]) and lab.story == ends[-1].story),
            default=None,
        )
        for option in question.options
        if option >= 0
    }
    behind = {option: start for option, start in later.items() if start and start > (ends[-1].unit, ends[-1].end)}
    return min(behind, key=lambda option: behind[option]) if behind else -1


def learn_gathering(specimens: Iterable[Specimen]) -> dict[str, float]:
    rows = Rows()
    for specimen in specimens:
        for page in pages_before("link", specimen):
            view = candidates.view_of(page.blocks)
            if len(view.body) < 2:
                continue
            owners = owners_of(specimen, page)
            labels = [label(page.blocks[int(n)].text, owners) for n in view.body]
            a, b, gain, _ = candidates.links(view)
            chains = best_chains(len(view.body), a, b, gain)
            state = gathering.chains_of(view, chains)
            whose = [Counter(lab.story for p in chain if (lab := labels[p])).most_common(1) for chain in state.chains]
            start = [
                min(((lab.unit, lab.start) for p in chain if (lab := labels[p])), default=(0, 0))
                for chain in state.chains
            ]
            a, b = gathering.pairs_of(len(state.chains))
            if len(a):
                truth = [
                    bool(whose[i] and whose[j] and whose[i][0][0] == whose[j][0][0] != "" and start[i] < start[j])
                    for i, j in zip(a.tolist(), b.tolist(), strict=True)
                ]
                rows.add(gathering.gather_features(state, a, b), np.array(truth))
    return fit(*rows.done())


def successors(labels: list[Label | None]) -> dict[int, int]:
    """For each body block the one that follows it in its story, in truth."""
    order = sorted(
        (lab.story, lab.unit, lab.start, n) for n, lab in enumerate(labels) if lab and lab.story and lab.role in RUNNING
    )
    return {a[3]: b[3] for a, b in pairwise(order) if a[0] == b[0]}


def _goes_on(a: Label | None, b: Label | None) -> bool:
    if a is None or b is None or (a.story, a.unit) != (b.story, b.unit):
        return False
    return a.role not in ("headline", "kicker", "deck", "column", "byline") and 0 < b.start - a.end <= 3


def _far_pairs(labels: list[Label | None], ends_sentence: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lines that break off against first lines of other places: the true successor and some wrong ones."""
    heads = {(lab.story, lab.unit, lab.start): n for n, lab in enumerate(labels) if lab}
    a: list[int] = []
    b: list[int] = []
    for n, lab in enumerate(labels):
        if lab is None or ends_sentence[n]:
            continue
        right = next((heads[key] for d in (1, 2, 3) if (key := (lab.story, lab.unit, lab.end + d)) in heads), None)
        if right is not None and right != n + 1:
            a.append(n)
            b.append(right)
        if (n + 1 < len(labels) and not _goes_on(lab, labels[n + 1])) or n % 7 == 0:
            wrong = [m for m in range(n % 11, len(labels), 11) if m not in (n, n + 1, right)]
            a += [n] * len(wrong)
            b += wrong
    return np.array(a, dtype=np.int64), np.array(b, dtype=np.int64)
