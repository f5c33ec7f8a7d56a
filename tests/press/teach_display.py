"""Lessons on display type: whose a headline is, what is a subheading and where it stands, kickers and decks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

import numpy as np

from pipeline.linking import heads, membership, sections
from pipeline.linking.fit import fit, fit_ranking
from pipeline.linking.model import Features
from tests.press.grow import Manner, grow_ranking
from tests.press.labels import Label, label, owners_of
from tests.press.lessons import RUNNING, Rows, pages_before, split_copy
from tests.press.page import Specimen, make_pages

HEAPED = {"subheads-heaped": 1.0, "blanks-poppler": 0.5, "lead-far": 0.3, "stacked": 0.5, "blanks-none": 0.5}
HEADS = Manner(trees=80, rate=0.05, share=0.3)
CUTS = 300  # wrong ways to divide a story that are learned from, at most


def learn_members(specimens: Iterable[Specimen]) -> dict[str, float]:
    rows = Rows()
    for view, labels, whose in _staged(specimens):
        stay = membership.stays(view, membership.runs_of(view))
        units = membership.units_of(view, stay)
        whole = membership.merged(view, units)
        d, s = membership.candidates(whole)
        if len(d):
            keys = [Counter(lab.story for k in unit if (lab := labels[k])).most_common(1) for unit in units]
            own = [key[0][0] if key else "" for key in keys]
            truth = [bool(own[i]) and own[i] == whose[j] for i, j in zip(d.tolist(), s.tolist(), strict=True)]
            rows.add(membership.member_features(whole, d, s), np.array(truth))
    return fit(*rows.done())


def learn_stays(specimens: Iterable[Specimen]) -> dict[str, float]:
    rows = Rows()
    for view, labels, _ in _staged(specimens):
        behind = [d for run in membership.runs_of(view) for d in run[1:] if labels[d] and labels[d - 1]]
        if behind:
            same = [bool(labels[d].story and labels[d].story == labels[d - 1].story) for d in behind]  # type: ignore[union-attr]
            rows.add(membership.stay_features(view, np.array(behind)), np.array(same))
    return fit(*rows.done())


def learn_subheadings(specimens: Iterable[Specimen]) -> dict[str, float]:
    rows = Rows()
    for view, labels, whose in _staged(specimens):
        chosen = [
            (d, whose.index(lab.story), lab.role == "subheading")
            for d, lab in enumerate(labels)
            if lab and lab.role in ("kicker", "headline", "deck", "subheading") and lab.story in whose
        ]
        if chosen:
            features = heads.sub_features(view, [d for d, _, _ in chosen], [s for _, s, _ in chosen])
            rows.add(features, np.array([sub for _, _, sub in chosen]))
    return fit(*rows.done())


def learn_sections(specimens: Iterable[Specimen]) -> dict[str, float]:
    """Learned on pages of their own, whose subheadings stand in a heap; `specimens` say how many."""
    learn, _ = split_copy()
    count = len(list(specimens))
    rows = Rows()
    numbers: list[int] = []
    for number, specimen in enumerate(make_pages(count, 29, spoil=HEAPED, stories=learn)):
        rng = Random(number)
        for page in pages_before("place", specimen):
            owners = owners_of(specimen, page)
            heads_there = [(block, lab) for block in page.blocks if (lab := label(block.text, owners))]
            for story in page.stories:
                body = [label(block.text, owners) for block in story.blocks]
                subs = [
                    (block, lab)
                    for block, lab in sorted(heads_there, key=lambda pair: pair[0].number)
                    if lab.role == "subheading" and body[0] is not None and lab.story == body[0].story
                ]
                truth = _section_starts([lab for _, lab in subs], body)
                if truth is None:
                    continue
                places = range(len(body))
                cuts = {tuple(sorted(rng.sample(places, len(subs)))) for _ in range(CUTS)} - {truth}
                view = sections.Sections([block for block, _ in subs], list(story.blocks))
                options = [truth, *sorted(cuts)]
                rows.add(_of_cuts(view, options, len(body)), np.arange(len(options)) == 0)
                numbers += [numbers[-1] + 1 if numbers else 0] * len(options)
    features, right = rows.done()
    return fit_ranking(features, np.array(numbers), right)


def _section_starts(subs: list[Label], body: list[Label | None]) -> tuple[int, ...] | None:
    """Where the subheadings stand in truth; None if the body is not wholly of one story, or out of order."""
    whole = [lab for lab in body if lab is not None and lab.role in RUNNING]
    if not subs or len(whole) < max(3, len(body)) or len({lab.story for lab in whole}) > 1:
        return None
    units = [lab.unit for lab in whole]
    starts = [next((at for at, unit in enumerate(units) if unit > sub.unit), len(units)) for sub in subs]
    if units != sorted(units) or sorted(set(starts)) != starts or starts[-1] == len(units):
        return None
    return tuple(starts)


def _of_cuts(view: sections.Sections, cuts: list[tuple[int, ...]], paragraphs: int) -> Features:
    """The evidence for each whole way to divide a body: the sum over its sections."""
    count = len(cuts[0])
    table = np.array([[*cut, paragraphs] for cut in cuts])
    n = np.tile(np.arange(count), len(cuts))
    features = view.features(n, table[:, :-1].ravel(), table[:, 1:].ravel())
    return {name: column.reshape(len(cuts), count).sum(axis=1) for name, column in features.items()}


def learn_heads(specimens: Iterable[Specimen]) -> dict[str, Any]:
    rows = Rows()
    numbers: list[int] = []
    order = ["kicker", "headline", "deck"]
    for view, labels, _ in _staged(specimens):
        groups: dict[str, list[int]] = {}
        for d, lab in enumerate(labels):
            if lab and lab.role in order:
                groups.setdefault(lab.story, []).append(d)
        for group in groups.values():
            roles_there = [lab.role for d in group if (lab := labels[d])]
            if len(group) < 2 or "headline" not in roles_there or roles_there != sorted(roles_there, key=order.index):
                continue
            truth = heads.Reading(roles_there.index("headline"), len(roles_there) - roles_there[::-1].index("headline"))
            options = heads.readings([view.shown[d] for d in group])
            if truth not in options:
                continue
            rows.add(
                heads.reading_features([view.shown[d] for d in group], options),
                np.array([o == truth for o in options]),
            )
            numbers += [numbers[-1] + 1 if numbers else 0] * len(options)
    features, right = rows.done()
    return grow_ranking(features, np.array(numbers), right, HEADS)


def _staged(
    specimens: Iterable[Specimen],
) -> Iterator[tuple[membership.Stage, list[Label | None], list[str]]]:
    """Each page's display blocks and stories, the blocks' labels, and the key of each story."""
    for specimen in specimens:
        for page in pages_before("place", specimen):
            shown = sorted(page.blocks, key=lambda block: block.number)
            if not shown or not page.stories:
                continue
            owners = owners_of(specimen, page)
            view = membership.stage_of(shown, page.stories)
            whose = []
            for story in page.stories:
                keys = Counter(lab.story for block in story.blocks if (lab := label(block.text, owners)))
                whose.append(keys.most_common(1)[0][0] if keys else "")
            yield view, [label(block.text, owners) for block in shown], whose
