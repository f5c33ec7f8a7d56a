"""Lessons on paper: roles, sequence and heads of pages with geometry, from printed PDFs and their truth."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from pipeline.layout.scene import Scene, in_columns, scene_of
from pipeline.linking.model import Features
from pipeline.linking.paper import heads, nexts, openings, roles
from pipeline.linking.paper.bodies import Bodies, bodies_of
from pipeline.linking.paper.chains import chains_of, links_of
from pipeline.page import Page
from pipeline.readers import pdf
from pipeline.recipe import load
from pipeline.stages.paper_place import PaperPlace
from tests.press import teach_body
from tests.press.grow import Manner, grow_choice, grow_odds, grow_ranking
from tests.press.labels import Label, Owner, label
from tests.press.lessons import RUNNING, Rows
from tests.press.page import composed, papers_for
from tests.press.papers import PAPERS
from tests.press.print.defects import MIX
from tests.press.print.job import print_page
from tests.press.stories import Story
from tests.press.styles import Style
from tests.press.teach_body import successors

# On 150 pages of unseen copy linear models of the same features got 145 of 13,829 roles wrong, and 212 of 8,519
# successors; forests half as many. Of 8,558 choices of what comes next, forests of 200 trees, each of half the
# features, took 243 wrongly; with measured features 215; each of a fifth of the features, with no answer for fewer
# than 200 rows, 191; 600 trees 167; learned from twice the pages 136. Half as many pages more gained little: of 330
# pages 0.929 instead of 0.928 of the stories were perfect. From full pages alone forests learn their habits: so there
# are smaller papers, pages without fonts and other subheadings among the lessons.
PAGES = 2100
ROLES = Manner(trees=200, rate=0.15, rows=10)
LINKS = Manner(trees=600, rate=0.15, rows=200, share=0.2)
OPENINGS = Manner(trees=200, rate=0.15, rows=100, share=0.2)
HEADS = Manner(trees=100)
OFF = 0.01  # of its size: by so much type of a scan is measured wrong
NEWS = PaperPlace().news  # characters of a caption that can be news by itself
FEW_OFF = 0.16  # and by so much more, over the number of its characters: the ink of two tells little
AS_BODY = (0.06, 0.3)  # type so near to the body's is taken for it, as often as this
SUBHEADINGS = (0.95, 1.3)  # body sizes
WHITE = 0.6  # em, more than the press leaves above and below them
BARE = {1: "scan", 3: "file"}  # of five pages in turn, those that are learned from as OCR would give them too
SCANNED = 2  # and the one that is learned from as a scan too
SCANS = ((300, "good"), (200, "usual"))  # dots to the inch, and damage
ROLE_CLASS = {**teach_body.ROLE_CLASS, "jump": "paragraph"}


@dataclass(frozen=True)
class Sheet:
    """A page as it is before its roles are known: its blocks and what each is in truth."""

    page: Page
    scene: Scene
    fonts: np.ndarray
    labels: list[Label | None]
    scanned: bool = False

    @property
    def inked(self) -> bool:
        """Whether it is as OCR reads it, or made like that."""
        return self.scanned or self.page.glyphs.font is None


def sheet_of(page: Page, owners: list[Owner], *, scanned: bool = False) -> Sheet:
    """`page` with blocks; `owners` of its glyphs in the order of the content stream."""
    from pipeline.stages.paper_roles import faces

    scene = scene_of(page)
    return Sheet(page, scene, faces(page, scene), [label(block.text, owners) for block in page.blocks], scanned)


def printed_sheets(count: int, seed: int, stories: Sequence[Story]) -> Iterator[Sheet]:
    """`count` full pages of all papers and a third as many of those that `styles.py` has, printed with faults of all
    kinds, as they are before their roles are known.

    From full pages alone forests learn their habits: of the subheadings of the other papers they found none. And from
    PDFs alone they learn exact sizes and whole frames: of 12 scans of other pages 0.43 of the stories were perfect,
    and 0.49 with roles that had learned from 59 scans too (cover 0.84 and 0.88, pairs 0.89 and 0.94).
    """
    from tests.press.scanned import scanned  # needs the extra `ocr`

    full: list[Style] = list(PAPERS.values())
    others = papers_for(stories, None, None)
    makers = [(full[n % len(full)], f"{seed} {n}") for n in range(count)]
    makers += [(others[n % len(others)], f"{seed} style {n}") for n in range(count // 3)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        for index, (paper, name) in enumerate(makers):
            rng = Random(f"sheet {name}")
            page = composed(paper, stories, rng)
            manner = rng.choices(list(MIX), list(MIX.values()))[0]
            printed = print_page(page, name, manner)
            path.write_bytes(printed.pdf)
            owners: list[Owner] = [
                (mark.story or "", mark.role, mark.unit, mark.at) for mark in printed.proofs[0].marks if mark.text
            ]
            for read in pdf.read(path, "page"):
                if isinstance(read, Page):
                    yield sheet_of(before_roles(read), owners)
                    if index % 5 in BARE:
                        yield sheet_of(before_roles(plain(read, BARE[index % 5])), owners)
            if index % 5 == SCANNED and (seen := scanned(printed, name, *rng.choice(SCANS))):
                yield sheet_of(before_roles(seen[0], "scan"), seen[1], scanned=True)


def plain(page: Page, kind: str) -> Page:
    """The page without fonts, colours, frames and tints, as a scan has it; as other programs' OCR gives it in a file,
    without rules too."""
    graphics = replace(page.graphics, frames=(), tints=())
    if kind == "file":
        graphics = replace(graphics, rules=())
    return page.but(glyphs=replace(page.glyphs, font=None, fonts=(), color=None), graphics=graphics)


def before_roles(page: Page, recipe: str = "pdf") -> Page:
    """The page as it is when `paper-roles` begins."""
    for step in load(recipe).steps:
        if step.stage.name == "paper-roles":
            break
        page.ledger.stage = step.stage.name
        page = step.stage(page, step.settings)
    return page


def learn_roles(sheets: Iterable[Sheet], inked: bool) -> dict[str, Any]:
    """What each block is on PDFs, learned from all but scans, or on pages whose sizes are measured on ink (`inked`).

    One forest for both cost PDFs: of 150 pages 0.916 of the stories instead of 0.924 were perfect. And of two sets of
    scans of other pages 0.46 and 0.66 were perfect with the forest of PDFs, 0.51 and 0.72 with their own.
    """
    rows = Rows()
    for number, sheet in enumerate(sheets):
        if not sheet.inked if inked else sheet.scanned:
            continue
        keep = np.array([n for n, lab in enumerate(sheet.labels) if lab is not None], dtype=np.int64)
        truth = np.array([roles.CLASSES.index(role_of(lab)) for n in keep if (lab := sheet.labels[n])], dtype=np.int64)
        for scene in (sheet.scene, set_otherwise(sheet, number, inked)):
            features = roles.role_features(scene, sheet.fonts)
            rows.add({name: column[keep] for name, column in features.items()}, truth)
    columns, classes = rows.done()
    return grow_choice(columns, classes, list(roles.CLASSES), ROLES)


def set_otherwise(sheet: Sheet, seed: int, inked: bool) -> Scene:
    """The scene with sizes of type a little smaller or larger than they are, and with subheadings of any size and
    with any white around them that papers use: the press knows one of each. On an inked page as a scan has them: the
    fewer characters there are to measure, the more they stray, and what is nearly of the body's size is taken for it.
    """
    rng = np.random.default_rng(seed)
    s = sheet.scene
    letters = np.array([len(s.reads(n)) or 99 for n in range(len(s.size))])  # of what is drawn: many
    size = s.size * (1 + rng.uniform(-1, 1, len(s.size)) * (OFF + inked * FEW_OFF / letters))
    if inked:
        near, often = AS_BODY
        size[(np.abs(s.size - 1) < near) & (rng.random(len(s.size)) < often)] = 1.0
    own = np.array([n for n, lab in enumerate(sheet.labels) if lab and lab.role == "subheading"], dtype=np.int64)
    size[own] = rng.uniform(*SUBHEADINGS, len(own))
    top, foot = s.top.copy(), s.foot.copy()
    top[own] += rng.uniform(0, WHITE, len(own))
    foot[own] -= rng.uniform(0, WHITE, len(own))
    return replace(s, size=size, top=top, foot=foot)


def role_of(lab: Label) -> str:
    """The class of a labelled block. The label of a box of briefs is of no one of them, but no furniture either."""
    return ROLE_CLASS[lab.role] if lab.story or lab.role == "column" else "furniture"


def learn_chains(sheets: Iterable[Sheet]) -> dict[str, Any]:
    """What follows a block, or that nothing does; what precedes it, a block, a head or nothing; and which block a
    head opens, or that it opens none: choices among their candidates."""
    onward, back, opening = Choices(), Choices(), Choices()
    for bodies, labels in _bodies(sheets):
        every = np.arange(len(bodies.which))
        follows = successors([labels[n] for n in bodies.which.tolist()])
        opens = _opened(bodies, labels)
        a, b = nexts.pairs_of(bodies)
        right = np.array([follows.get(i) == j for i, j in zip(a.tolist(), b.tolist(), strict=True)], dtype=bool)
        pairs = nexts.next_features(bodies, a, b)
        h, first = openings.pairs_of(bodies)
        known = np.flatnonzero(~drawn(bodies))
        told = np.isin(h, known)
        h, first = h[told], first[told]
        by_head = openings.opening_features(bodies, h, first)
        right_head = np.array([opens.get(i) == j for i, j in zip(h.tolist(), first.tolist(), strict=True)], dtype=bool)
        onward.add(every, nexts.end_features(bodies, every), set(follows), (a, pairs, right))
        linked = {*follows.values(), *opens.values()}
        starts = nexts.start_features(bodies, every)
        back.add(every, starts, linked, (b, pairs, right), (first, by_head, right_head))
        idle = {name: column[known] for name, column in openings.idle_features(bodies).items()}
        opening.add(known, idle, set(opens), (h, by_head, right_head))
    return {
        "paper-next": onward.learned(LINKS),
        "paper-previous": back.learned(LINKS),
        "paper-opening": opening.learned(OPENINGS),
    }


def drawn(bodies: Bodies) -> np.ndarray:
    """Whether each head is drawn, so that nothing tells whose it is."""
    return np.array([min(members) >= bodies.scene.count for members in bodies.heads], dtype=bool)


def _opened(bodies: Bodies, labels: list[Label | None]) -> dict[int, int]:
    """For each head the body block, by its position, that begins its story, in truth; one head a story."""
    first: dict[str, tuple[tuple[int, int], int]] = {}
    for position, thing in enumerate(bodies.which.tolist()):
        lab = labels[thing]
        if lab and lab.story and lab.role in RUNNING:
            first[lab.story] = min(
                first.get(lab.story, ((lab.unit, lab.start), position)), ((lab.unit, lab.start), position)
            )
    opened: dict[int, int] = {}
    for head, members in enumerate(bodies.heads):
        story = _key(members, labels)
        if story in first and first[story][1] not in opened.values():
            opened[head] = first[story][1]
    return opened


class Choices:
    """Rows of choices: for each chooser its candidates, of one kind or several, and that it takes none of them."""

    def __init__(self) -> None:
        self._rows = Rows()
        self._groups: list[np.ndarray] = []
        self._count = 0

    def add(
        self, choosers: np.ndarray, none: Features, linked: set[int], *kinds: tuple[np.ndarray, Features, np.ndarray]
    ) -> None:
        """`none` has one row a chooser; each of `kinds` is whose its candidates are, their features, and which is
        right. Choosers whose true partner (they are `linked`) is no candidate teach nothing."""
        found = {n for of, _, right in kinds for n in of[right].tolist()}
        taught = np.array([n for n in choosers.tolist() if n not in linked or n in found], dtype=np.int64)
        if not len(taught):
            return
        parts = [(of, features, right) for of, features, right in kinds]
        parts.append((choosers, none, np.array([n not in linked for n in choosers.tolist()], dtype=bool)))
        whose = np.concatenate([of for of, _, _ in parts])
        order = np.argsort(whose, kind="stable")
        order = order[np.isin(whose[order], taught)]
        features: dict[str, np.ndarray] = {}
        before = 0
        for of, own, _ in parts:
            for name, column in own.items():
                features[name] = np.zeros(len(whose), dtype=np.float32)
                features[name][before : before + len(of)] = column
            before += len(of)
        truth = np.concatenate([right for _, _, right in parts])
        self._rows.add({name: column[order] for name, column in features.items()}, truth[order])
        self._groups.append(np.searchsorted(taught, whose[order]) + self._count)
        self._count += len(taught)

    def learned(self, manner: Manner) -> dict[str, Any]:
        features, right = self._rows.done()
        return grow_ranking(features, np.concatenate(self._groups), right, manner)


def learn_heads(sheets: Iterable[Sheet]) -> dict[str, Any]:
    """Whose a head is. Learned on the stories as they are linked, not as they should be."""
    rows = Rows()
    for view, whose, keys in _headed(sheets):
        h, k = heads.pairs_of(view)
        if len(h):
            truth = [bool(whose[i]) and whose[i] == keys[j] for i, j in zip(h.tolist(), k.tolist(), strict=True)]
            rows.add(heads.head_features(view, h, k), np.array(truth))
    return grow_odds(*rows.done(), HEADS)


def _headed(sheets: Iterable[Sheet]) -> Iterator[tuple[heads.Heads, list[str], list[str]]]:
    """Each page's heads and stories, and the keys of both. Long captions may be stories by themselves; they have no
    key where their story has text."""
    for bodies, labels in _bodies(sheets):
        chains = [[int(bodies.which[n]) for n in chain] for chain in chains_of(bodies, links_of(bodies))]
        shown = [members for members, unread in zip(bodies.heads, drawn(bodies), strict=True) if not unread]
        keys = [_key(things, labels) for things in chains]
        long = [n for n in np.flatnonzero(bodies.looks["caption"] > 0.5).tolist() if len(bodies.scene.reads(n)) >= NEWS]
        told = [_key([n], labels) for n in long]
        if shown and chains:
            view = heads.heads_of(bodies.scene, shown, [*chains, *[[n] for n in long]], len(long))
            keys += ["" if key in keys else key for key in told]
            yield view, [_key(things, labels) for things in shown], keys


def _key(things: list[int], labels: list[Label | None]) -> str:
    keys = Counter(lab.story for n in things if n < len(labels) and (lab := labels[n]) and lab.story).most_common(1)
    return keys[0][0] if keys else ""


def _bodies(sheets: Iterable[Sheet]) -> Iterator[tuple[Bodies, list[Label | None]]]:
    for sheet in sheets:
        looks = roles.role_probabilities(sheet.scene, sheet.fonts, inked=sheet.inked)
        which = np.flatnonzero(looks["paragraph"] > 0.5)
        if len(which) > 1:
            yield bodies_of(in_columns(sheet.scene, which), looks, which), sheet.labels


LESSONS = (
    lambda sheets: {"paper-role": learn_roles(sheets, inked=False), "inked-role": learn_roles(sheets, inked=True)},
    learn_chains,
    lambda sheets: {"paper-head": learn_heads(sheets)},
)
