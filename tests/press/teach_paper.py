"""Lessons on paper: roles, sequence and heads of pages with geometry, from printed PDFs and their truth."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

from pipeline.layout.scene import Scene, in_columns, scene_of
from pipeline.linking.fit import fit, fit_choice, fit_ranking
from pipeline.linking.model import Features
from pipeline.linking.paper import heads, nexts, roles
from pipeline.linking.paper.bodies import Bodies, bodies_of
from pipeline.linking.solver import best_chains
from pipeline.page import Page
from pipeline.readers import pdf
from pipeline.recipe import load
from tests.press import teach_body
from tests.press.labels import Label, Owner, label
from tests.press.lessons import Rows
from tests.press.page import composed
from tests.press.papers import PAPERS
from tests.press.print.defects import MIX
from tests.press.print.job import print_page
from tests.press.stories import Story
from tests.press.teach_body import successors

BARE = 5  # one page in so many, of each paper, is learned from as OCR would give it
ROLE_CLASS = {**teach_body.ROLE_CLASS, "jump": "paragraph"}


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

    scene = scene_of(page)
    return Sheet(page, scene, faces(page, scene), [label(block.text, owners) for block in page.blocks])


def printed_sheets(count: int, seed: int, stories: Sequence[Story]) -> Iterator[Sheet]:
    """Pages of all full-page papers, printed with faults of all kinds, as they are before their roles are known."""
    names = list(PAPERS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        for index in range(count):
            rng = Random(f"sheet {seed} {index}")
            page = composed(PAPERS[names[index % len(names)]], stories, rng)
            manner = rng.choices(list(MIX), list(MIX.values()))[0]
            printed = print_page(page, f"{seed} {index}", manner)
            path.write_bytes(printed.pdf)
            owners: list[Owner] = [
                (mark.story or "", mark.role, mark.unit, mark.at) for mark in printed.proofs[0].marks if mark.text
            ]
            for read in pdf.read(path, "page"):
                if isinstance(read, Page):
                    yield sheet_of(before_roles(plain(read) if index % BARE == BARE - 1 else read), owners)


def plain(page: Page) -> Page:
    """The page without fonts, colours, frames and tints, as scans and other programs' OCR give it."""
    return page.but(
        glyphs=replace(page.glyphs, font=None, fonts=(), color=None),
        graphics=replace(page.graphics, frames=(), tints=()),
    )


def before_roles(page: Page) -> Page:
    """The page as it is when `paper-roles` begins."""
    for step in load("pdf").steps:
        if step.stage.name == "paper-roles":
            break
        page.ledger.stage = step.stage.name
        page = step.stage(page, step.settings)
    return page


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
    """What follows a block, or that nothing does; and what precedes it: choices among its candidates."""
    onward, back = Choices(), Choices()
    for bodies, labels in _bodies(sheets):
        a, b = nexts.pairs_of(bodies)
        if not len(a):
            continue
        follows = successors([labels[n] for n in bodies.which.tolist()])
        right = np.array([follows.get(i) == j for i, j in zip(a.tolist(), b.tolist(), strict=True)])
        pairs, every = nexts.next_features(bodies, a, b), np.arange(len(bodies.which))
        onward.add(a, pairs, nexts.end_features(bodies, every), right, set(follows))
        back.add(b, pairs, nexts.start_features(bodies, every), right, set(follows.values()))
    next_, end = onward.learned("the end")
    previous, start = back.learned("the start")
    return {"paper-next": next_, "paper-end": end, "paper-previous": previous, "paper-start": start}


class Choices:
    """Rows of choices: for each block its candidates, and that there is none."""

    def __init__(self) -> None:
        self._rows = Rows()
        self._groups: list[np.ndarray] = []
        self._count = 0

    def add(self, of: np.ndarray, pairs: Features, none: Features, right: np.ndarray, linked: set[int]) -> None:
        """`of` is the block of each candidate row, `none` has one row a block. Blocks whose true partner is no
        candidate teach nothing."""
        found = set(of[right].tolist())
        blocks = len(next(iter(none.values())))
        every = np.array([n for n in range(blocks) if n not in linked or n in found], dtype=np.int64)
        there = np.isin(of, every)
        whose = np.concatenate([of[there], every])
        order = np.argsort(whose, kind="stable")
        blank_pairs, blank_none = np.zeros(len(every)), np.zeros(int(there.sum()))
        features = {name: np.concatenate([column[there], blank_pairs])[order] for name, column in pairs.items()}
        features |= {name: np.concatenate([blank_none, column[every]])[order] for name, column in none.items()}
        truth = np.concatenate([right[there], [n not in linked for n in every.tolist()]])
        self._rows.add(features, truth[order])
        self._groups.append(np.searchsorted(every, whose[order]) + self._count)
        self._count += len(every)

    def learned(self, none: str) -> tuple[dict[str, float], dict[str, float]]:
        """The weights of the candidates, and of there being none: those whose names begin with `none`."""
        features, right = self._rows.done()
        weights = fit_ranking(features, np.concatenate(self._groups), right)
        of_none = {name: value for name, value in weights.items() if name.startswith(none)}
        return {name: value for name, value in weights.items() if name not in of_none}, {"bias": 0.0, **of_none}


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


def _bodies(sheets: Iterable[Sheet]) -> Iterator[tuple[Bodies, list[Label | None]]]:
    for sheet in sheets:
        looks = roles.role_probabilities(sheet.scene, sheet.fonts)
        which = np.flatnonzero(looks["paragraph"] > 0.5)
        if len(which) > 1:
            yield bodies_of(in_columns(sheet.scene, which), looks, which), sheet.labels


LESSONS = (
    lambda sheets: {"paper-role": learn_roles(sheets)},
    learn_nexts,
    lambda sheets: {"paper-head": learn_heads(sheets)},
)
