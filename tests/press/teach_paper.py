"""Lessons on paper: roles, sequence and heads of pages with geometry, from printed PDFs and their truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.layout.scene import Scene, scene_of
from pipeline.linking.fit import fit, fit_choice, fit_ranking
from pipeline.linking.paper import heads, nexts, roles
from pipeline.linking.solver import best_chains
from pipeline.page import Page
from tests.press.labels import Label, Owner, label
from tests.press.lessons import Rows
from tests.press.teach_body import successors

ROLE_CLASS = {
    "paragraph": "paragraph",
    "opening": "paragraph",
    "jump": "paragraph",
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


@dataclass(frozen=True)
class Sheet:
    """A page as it is before its roles are known: its blocks and what each is in truth."""

    page: Page
    scene: Scene
    fonts: np.ndarray
    labels: list[Label | None]


def sheet_of(page: Page, owners: list[Owner]) -> Sheet:
    """`page` with blocks; `owners` of its glyphs in the order of the content stream."""
    from pipeline.stages.paper_roles import faces

    return Sheet(page, scene_of(page), faces(page), [label(block.text, owners) for block in page.blocks])


def learn_roles(sheets: Iterable[Sheet]) -> dict[str, dict[str, float]]:
    rows = Rows()
    for sheet in sheets:
        keep = np.array([n for n, lab in enumerate(sheet.labels) if lab is not None], dtype=np.int64)
        if len(keep):
            features = roles.role_features(sheet.scene, sheet.fonts)
            truth = [roles.CLASSES.index(role_of(lab)) for n in keep if (lab := sheet.labels[n])]
            rows.add({name: column[keep] for name, column in features.items()}, np.array(truth))
    columns, classes = rows.done()
    return fit_choice(columns, classes, list(roles.CLASSES))


def role_of(lab: Label) -> str:
    """The class of a labelled block."""
    return ROLE_CLASS[lab.role] if lab.story else "furniture"


def learn_nexts(sheets: Iterable[Sheet]) -> dict[str, dict[str, float]]:
    """What follows a block, or that nothing does: a choice among its candidates."""
    rows = Rows()
    groups: list[np.ndarray] = []
    count = 0
    for bodies, labels in _bodies(sheets):
        a, b = nexts.pairs_of(bodies)
        if not len(a):
            continue
        own = [labels[n] for n in bodies.which.tolist()]
        follows = successors(own)
        known = {(i, j) for i, j in zip(a.tolist(), b.tolist(), strict=True)}
        every = np.array([i for i in range(len(own)) if i not in follows or (i, follows[i]) in known])
        there = np.isin(a, every)
        a, b = a[there], b[there]
        pairs, ends = nexts.next_features(bodies, a, b), nexts.end_features(bodies, every)
        order = np.argsort(np.concatenate([a, every]), kind="stable")
        features = {name: np.concatenate([c, np.zeros(len(every))])[order] for name, c in pairs.items()}
        features |= {name: np.concatenate([np.zeros(len(a)), c])[order] for name, c in ends.items()}
        right = [follows.get(i) == j for i, j in zip(a.tolist(), b.tolist(), strict=True)]
        right += [i not in follows for i in every.tolist()]
        rows.add(features, np.array(right)[order])
        groups.append(np.searchsorted(np.unique(every), np.concatenate([a, every])[order]) + count)
        count += len(every)
    evidence, right_rows = rows.done()
    weights = fit_ranking(evidence, np.concatenate(groups), right_rows)
    of_ends = {name: value for name, value in weights.items() if name.startswith("the end")}
    return {
        "paper-next": {name: value for name, value in weights.items() if name not in of_ends},
        "paper-end": {"bias": 0.0, **of_ends},
    }


def learn_heads(sheets: Iterable[Sheet]) -> dict[str, float]:
    """Whose a head is. Learned on the stories as they are linked, not as they should be."""
    rows = Rows()
    for view, whose, keys in _headed(sheets):
        h, k = heads.pairs_of(view)
        if len(h):
            truth = [bool(whose[i]) and whose[i] == keys[j] for i, j in zip(h.tolist(), k.tolist(), strict=True)]
            rows.add(heads.head_features(view, h, k), np.array(truth))
    return fit(*rows.done())


def _headed(sheets: Iterable[Sheet]) -> Iterator[tuple[heads.Heads, list[str], list[str]]]:
    """Each page's heads and stories, and the keys of both."""
    for bodies, labels in _bodies(sheets):
        a, b, gain = nexts.links(bodies)
        chains = [[int(bodies.which[n]) for n in chain] for chain in best_chains(len(bodies.which), a, b, gain)]
        best = np.array([max(bodies.looks, key=lambda c: bodies.looks[c][n]) for n in range(bodies.scene.count)])
        shown = heads.group(bodies.scene, np.flatnonzero(best == "head").tolist())
        if shown and chains:
            view = heads.heads_of(bodies.scene, shown, chains)
            yield view, [_key(things, labels) for things in shown], [_key(things, labels) for things in chains]


def _key(things: list[int], labels: list[Label | None]) -> str:
    keys = Counter(lab.story for n in things if (lab := labels[n]) and lab.story).most_common(1)
    return keys[0][0] if keys else ""


def _bodies(sheets: Iterable[Sheet]) -> Iterator[tuple[nexts.Bodies, list[Label | None]]]:
    for sheet in sheets:
        looks = roles.role_probabilities(sheet.scene, sheet.fonts)
        which = np.flatnonzero(looks["paragraph"] > 0.5)
        if len(which) > 1:
            yield nexts.bodies_of(sheet.scene, looks, which), sheet.labels
