"""Learn the weights of the linking from pressed pages: `make train`.

    python -m tests.press.train [PAGES [SEED]]

The copy of the pages is split by story: what the held-out copy measures, no training has seen.
"""

from __future__ import annotations

import sys
import tomllib
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

import pipeline.linking
from pipeline.linking import candidates, gathering, heads, joins, leads, membership, nexts, roles, sections
from pipeline.linking import shuffled as shuffling
from pipeline.linking.fit import fit, fit_choice, fit_ranking, toml
from pipeline.linking.model import Features
from pipeline.linking.seams import PageWords
from pipeline.linking.shape import shapes
from pipeline.linking.solver import best_chains
from pipeline.page import Line, Page
from pipeline.readers import text
from pipeline.recipe import load
from pipeline.stages.link import Link
from tests.press.labels import Label, label, owners_of
from tests.press.page import Specimen, make_pages
from tests.press.stories import Story
from tests.press.stories import load as load_copy

HELD_OUT = 4  # one story in so many is kept for measuring
RUNNING = frozenset({"paragraph", "opening", "signature", "jump"})
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
NEGATIVES = 12  # of the pairs that are far apart and wrong, one in so many is learned from, with that weight


class Rows:
    """Features and labels collected over pages."""

    def __init__(self) -> None:
        self._columns: dict[str, list[np.ndarray]] = {}
        self._labels: list[np.ndarray] = []

    def add(self, features: Features, labels: np.ndarray) -> None:
        for name, column in features.items():
            self._columns.setdefault(name, []).append(column)
        self._labels.append(labels)

    def done(self) -> tuple[Features, np.ndarray]:
        return {name: np.concatenate(parts) for name, parts in self._columns.items()}, np.concatenate(self._labels)


def split_copy() -> tuple[list[Story], list[Story]]:
    """The stories to learn from and those held out; related stories fall on the same side."""
    copy = list(load_copy())
    groups: dict[str, str] = {}
    for story in copy:
        for other in (story.id, *story.related):
            groups[other] = min(groups.get(other, other), groups.get(story.id, story.id))
    held = [s for s in copy if zlib.crc32(groups[s.id].encode()) % HELD_OUT == 0]
    return [s for s in copy if s not in held], held


def pages_before(stage: str, specimen: Specimen) -> Iterator[Page]:
    """The specimen's pages as they are when `stage` begins."""
    for page in text.pages(specimen.text.encode("utf-8", "surrogatepass"), specimen.name, specimen.name):
        for step in load("text").steps:
            if step.stage.name == stage:
                break
            page.ledger.stage = step.stage.name
            page = step.stage(page, step.settings)
        yield page


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


def learn_roles(specimens: Iterable[Specimen]) -> dict[str, dict[str, float]]:
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
    columns, classes = rows.done()
    return fit_choice(columns, classes, list(roles.CLASSES))


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


LEADS_APART = {"lead-far": 1.0, "blanks-poppler": 0.8, "subheads-heaped": 0.2, "byline-after-body": 0.4,
               "headlines-first": 0.3, "stacked": 1.0, "caption-far": 0.3, "headline-after-body": 0.2}  # fmt: skip


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


HEAPED = {"subheads-heaped": 1.0, "blanks-poppler": 0.5, "lead-far": 0.3, "stacked": 0.5, "blanks-none": 0.5}
CUTS = 300  # wrong ways to divide a story that are learned from, at most


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


def learn_heads(specimens: Iterable[Specimen]) -> dict[str, float]:
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
            options = heads.readings(len(group))
            rows.add(
                heads.reading_features([view.shown[d] for d in group], options),
                np.array([o == truth for o in options]),
            )
            numbers += [numbers[-1] + 1 if numbers else 0] * len(options)
    features, right = rows.done()
    return fit_ranking(features, np.array(numbers), right)


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


def main(pages: int = 400, seed: int = 11) -> None:
    """Learn all the models in their order, each on what the ones before it make of the pages."""
    learn, _ = split_copy()
    specimens = [s for s in make_pages(pages, seed, stories=learn) if "\f" not in s.text[:-1]]
    path = Path(pipeline.linking.__file__).with_name("weights.toml")
    tables: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name, teacher in TEACHERS.items():
        tables[name] = teacher(specimens)
        aside = path.with_suffix(".new")
        aside.write_text(toml({name: tables[name] for name in TEACHERS if name in tables}), encoding="utf-8")
        aside.replace(path)
        _forget()
        print(f"{name}: learned", flush=True)


def _forget() -> None:
    from pipeline.linking import model

    for cached in (model._tables, model.model, model.choice):
        cached.cache_clear()


TEACHERS = {
    "join": learn_joins,
    "role": learn_roles,
    "next": learn_nexts,
    "lead": learn_leads,
    "gather": learn_gathering,
    "kin": learn_kin,
    "stay": learn_stays,
    "member": learn_members,
    "sub": learn_subheadings,
    "section": learn_sections,
    "head": learn_heads,
}

if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
