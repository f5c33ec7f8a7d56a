"""Membership: whose is a headline, a byline, a caption, a subheading that stands apart from its story?

Position and shared words are weighed together, for every display block and every story near it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import width
from pipeline.linking.model import Features, Floats, model
from pipeline.linking.terms import Terms, terms
from pipeline.page import Block, Role, Story

Indices = NDArray[np.int64]

FAINT = 0.02  # a cosine below which sharing words says little
TOGETHER = 2.4  # log odds above which two lines of display type are placed as one
REACH = 150  # blocks; a story further away in the source is not looked at


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a display block stands: the nearest body blocks before and after it in the source.

    `story` and `at` say whose they are and at which place of its body (-1: there is none).
    """

    before_story: int
    before_at: int
    after_story: int
    after_at: int
    to_before: int  # display blocks between
    to_after: int


@dataclass(frozen=True)
class Stage:
    """The stories' bodies and the display blocks of a page, ready to be matched."""

    shown: list[Block]  # display blocks in source order
    stories: tuple[Story, ...]
    near: list[Neighbours]
    last_at: list[int]  # the last place of each story's body

    @cached_property
    def inside(self) -> dict[int, list[int]]:
        """For each story the display blocks that stand between two parts of its body."""
        found: dict[int, list[int]] = {}
        for d, near in enumerate(self.near):
            if near.after_story >= 0 and near.before_story == near.after_story and near.after_at > 0:
                found.setdefault(near.after_story, []).append(d)
        return found


def stage_of(shown: list[Block], stories: tuple[Story, ...]) -> Stage:
    owner = {block.number: (s, at) for s, story in enumerate(stories) for at, block in enumerate(story.blocks)}
    numbers = sorted([*owner, *(block.number for block in shown)])
    place = {number: n for n, number in enumerate(numbers)}
    near = []
    for block in shown:
        here = place[block.number]
        before = next((n for n in range(here - 1, -1, -1) if numbers[n] in owner), None)
        after = next((n for n in range(here + 1, len(numbers)) if numbers[n] in owner), None)
        b_story, b_at = owner[numbers[before]] if before is not None else (-1, -1)
        a_story, a_at = owner[numbers[after]] if after is not None else (-1, -1)
        near.append(
            Neighbours(
                b_story,
                b_at,
                a_story,
                a_at,
                here - before - 1 if before is not None else 99,
                after - here - 1 if after is not None else 99,
            )
        )
    return Stage(shown, stories, near, [len(story.blocks) - 1 for story in stories])


def units_of(view: Stage, stay: dict[int, float]) -> list[list[int]]:
    """Display blocks that are placed together: lines of display type that surely belong to one headline, and the
    byline right below them.

    `stay[d]` is the log odds that block d belongs where the block before it does.
    """
    units: list[list[int]] = []
    for run in runs_of(view):
        for n, d in enumerate(run):
            below_head = n > 0 and view.shown[d - 1].role is Role.HEADLINE
            alike = below_head and view.shown[d].role in (Role.HEADLINE, Role.BYLINE)
            if alike and (stay[d] > TOGETHER or _shadowed_together(view, d)):
                units[-1].append(d)
            else:
                units.append([d])
    return units


def _shadowed_together(view: Stage, d: int) -> bool:
    """Whether block d and the one before it are shadowed lines without a blank line between: one headline."""
    return view.shown[d].gap == 0 and all("shadowed" in view.shown[k].marks for k in (d - 1, d))


def merged(view: Stage, units: list[list[int]]) -> Stage:
    """The page with each unit as one block."""
    shown = []
    for unit in units:
        blocks = [view.shown[d] for d in unit if view.shown[d].role is view.shown[unit[0]].role]
        looks = {role: float(np.mean([b.looks.get(role, 0.0) for b in blocks])) for role in blocks[0].looks}
        lines = tuple(line for block in blocks for line in block.lines)
        shown.append(replace(blocks[0], lines=lines, looks=looks))
    return stage_of(shown, view.stories)


def candidates(view: Stage) -> tuple[Indices, Indices]:
    """Pairs of a display block and a story that has a block within reach of it."""
    spans = [(min(b.number for b in s.blocks), max(b.number for b in s.blocks)) for s in view.stories]
    pairs = [
        (d, s)
        for d, block in enumerate(view.shown)
        for s, (low, high) in enumerate(spans)
        if low - REACH <= block.number <= high + REACH
    ]
    return np.array([d for d, _ in pairs], dtype=np.int64), np.array([s for _, s in pairs], dtype=np.int64)


def membership(view: Stage) -> dict[tuple[int, int], float]:
    """The log odds that display block d belongs to story s, for every pair within reach."""
    d, s = candidates(view)
    if not len(d):
        return {}
    gain = model("member").score(member_features(view, d, s))
    return {(int(i), int(j)): float(g) for i, j, g in zip(d, s, gain, strict=True)}


def member_features(view: Stage, d: Indices, s: Indices) -> Features:
    """The evidence for each pair (display block d[n], story s[n])."""
    near = [view.near[i] for i in d.tolist()]
    story = s.tolist()
    last = np.array([view.last_at[k] for k in story])
    before_is = np.array([n.before_story == k for n, k in zip(near, story, strict=True)])
    after_is = np.array([n.after_story == k for n, k in zip(near, story, strict=True)])
    after_first = after_is & np.array([n.after_at == 0 for n in near])
    before_last = before_is & np.array([n.before_at for n in near]).__eq__(last)
    to_after = np.array([n.to_after for n in near])
    to_before = np.array([n.to_before for n in near])
    cover, first_cover, lead = _covers(view, d, s)
    topic, topic_lead, topic_share, rival = _topics(view, d, s)
    strange = (cover == 0) * (lead < -0.15)
    looks = {
        r: np.array([view.shown[i].looks.get(r, 0.0) for i in d.tolist()])
        for r in ("head", "subheading", "byline", "caption", "column")
    }
    head, sub, byline, caption, column = (looks[r] for r in ("head", "subheading", "byline", "caption", "column"))
    wordy = 1 - byline
    distance = _distance(view, d, s)
    inside = before_is & after_is
    columns = {
        "before the story's start": after_first,
        "right before the story's start": after_first & (to_after == 0),
        "one block before the start": after_first & (to_after == 1),
        "before a later part": after_is & ~after_first,
        "right before a later part": after_is & ~after_first & (to_after == 0),
        "after the story's end": before_last,
        "right after the end": before_last & (to_before == 0),
        "after an earlier part": before_is & ~before_last,
        "inside": inside,
        "inside, subheading": inside * sub,
        "before the start, head": after_first * head,
        "before the start, byline": after_first * byline,
        "before the start, column": after_first * column,
        "before the start, caption": after_first * caption,
        "before a later part, head": (after_is & ~after_first) * head,
        "before a later part, subheading": (after_is & ~after_first) * sub,
        "after the end, head": before_last * head,
        "after the end, subheading": before_last * sub,
        "after the end, byline": before_last * byline,
        "right after the end, byline": (before_last & (to_before == 0)) * byline,
        "after the end, caption": before_last * caption,
        "after an earlier part, byline": (before_is & ~before_last) * byline,
        "far": np.log1p(distance),
        "far, byline": np.log1p(distance) * byline,
        "shared words": cover * wordy,
        "shared words with the beginning": first_cover * wordy,
        "shares more words than with others": lead * wordy,
        "shares most words": (lead > 0) * wordy,
        "shares most words, head": (lead > 0.1) * head,
        "shares most words, caption": (lead > 0) * caption,
        "shares most words, before the start": (lead > 0) * after_first * wordy,
        "speaks of the same": topic * wordy,
        "speaks more of the same than others": topic_lead * wordy,
        "share of the topic": topic_share * wordy,
        "share of the topic, head": topic_share * head,
        "share of the topic, far": topic_share * wordy * np.log1p(distance),
        "before the start, another has the topic": after_first * rival * wordy,
        "before the start, another has the topic, head": after_first * rival * head,
        "right before a later part, another has the topic": (after_is & ~after_first) * rival * wordy,
        "speaks most of the same": (topic_lead > 0) * wordy,
        "speaks most of the same, head": (topic_lead > 0) * head,
        "shares no words, another does": strange * wordy,
        "shares no words, another does, head": strange * head,
        "shares no words, another does, before the start": strange * after_first * wordy,
        "byline": byline,
        "caption": caption,
        "column": column,
        "subheading": sub,
        "one paragraph": last == 0,
    }
    return {name: np.asarray(c, dtype=np.float64) for name, c in columns.items()}


def _covers(view: Stage, d: Indices, s: Indices) -> tuple[Floats, Floats, Floats]:
    """For each pair, the share of the block's terms (weighed by rarity) that the story has, that its beginning
    has, and by how much the story has more of them than the best other one."""
    bodies = [[terms(b.string) for b in story.blocks] for story in view.stories]
    whole = [set().union(*map(set, body)) for body in bodies]
    begin = [set().union(*map(set, body[:2])) for body in bodies]
    held = Counter(term for held_terms in whole for term in held_terms)
    total = len(view.stories)
    cover, first = np.zeros(len(d)), np.zeros(len(d))
    own = [terms(block.string) for block in view.shown]
    rarity = [{t: np.log((total + 1) / (held.get(t, 0) + 0.5)) + 0.1 for t in set(mine)} for mine in own]
    sums = [sum(weights.values()) for weights in rarity]
    for n, (i, k) in enumerate(zip(d.tolist(), s.tolist(), strict=True)):
        if sums[i]:
            cover[n] = sum(w for t, w in rarity[i].items() if t in whole[k]) / sums[i]
            first[n] = sum(w for t, w in rarity[i].items() if t in begin[k]) / sums[i]
    best = np.zeros(len(view.shown))
    second = np.zeros(len(view.shown))
    for i, value in zip(d.tolist(), cover.tolist(), strict=True):
        if value > best[i]:
            best[i], second[i] = value, best[i]
        elif value > second[i]:
            second[i] = value
    others = np.where(cover >= best[d], second[d], best[d])
    return cover, first, cover - others


def _topics(view: Stage, d: Indices, s: Indices) -> tuple[Floats, Floats, Floats, Floats]:
    """For each pair the cosine of block and story, words weighed by how often the story has them; by how much it
    exceeds that of the best other story; its share in the cosines of all; and the greatest share of another."""
    bodies = Terms(["".join(block.string for block in story.blocks) for story in view.stories])
    table = np.asarray((bodies.others([block.string for block in view.shown]) @ bodies.rows.T).todense())
    cosine = table[d, s]
    order = np.sort(table, axis=1)
    best = order[:, -1]
    second = order[:, -2] if table.shape[1] > 1 else np.zeros(len(table))
    others = np.where(cosine >= best[d], second[d], best[d])
    whole = table.sum(axis=1)[d] + FAINT
    return cosine, cosine - others, cosine / whole, others / whole


def _distance(view: Stage, d: Indices, s: Indices) -> Floats:
    """Blocks in the source between a display block and the nearest block of a story."""
    numbers = [np.array(sorted(b.number for b in story.blocks)) for story in view.stories]
    result = np.zeros(len(d))
    for n, (i, k) in enumerate(zip(d.tolist(), s.tolist(), strict=True)):
        own, here = numbers[k], view.shown[i].number
        at = int(np.searchsorted(own, here))
        gaps = [abs(int(own[j]) - here) for j in (at - 1, at) if 0 <= j < len(own)]
        result[n] = min(gaps) - 1
    return result


def stay_features(view: Stage, d: Indices) -> Features:
    """The evidence that display block d[n] belongs to the same story as the one before it in the source."""
    here, before = [view.shown[i] for i in d.tolist()], [view.shown[i - 1] for i in d.tolist()]
    looks = ("head", "subheading", "byline", "caption", "column")
    now = {r: np.array([block.looks.get(r, 0.0) for block in here]) for r in looks}
    then = {r: np.array([block.looks.get(r, 0.0) for block in before]) for r in looks}
    gap = np.array([float(block.gap > 0) for block in here])
    shadowed = np.array([float("shadowed" in block.marks) for block in here])
    shadowed_before = np.array([float("shadowed" in block.marks) for block in before])
    widths = np.array([width(block.string) for block in here]) - np.array([width(block.string) for block in before])
    columns = {
        "blank line between": gap,
        "both shadowed": shadowed * shadowed_before,
        "one shadowed": np.abs(shadowed - shadowed_before),
        "as wide": np.abs(widths) <= 1,
        "same form": np.array([same_form(a.string, b.string) for a, b in zip(before, here, strict=True)]),
        "another form": np.array([another_form(a.string, b.string) for a, b in zip(before, here, strict=True)]),
        "dashed": np.array([float(block.string[:1] in "—-─") for block in here]),
    }
    for first in looks:
        for second in looks:
            columns[f"{first}, then {second}"] = then[first] * now[second]
            if first in ("head", "byline") and second in ("head", "byline"):
                columns[f"{first}, then {second}, blank line between"] = then[first] * now[second] * gap
    return {name: np.asarray(c, dtype=np.float64) for name, c in columns.items()}


def same_form(first: str, second: str) -> bool:
    """Whether two lines are built alike: a colon or a space behind as many characters (庆幸：… 警惕：…)."""
    return any(0 < first.find(mark) == second.find(mark) for mark in "： ")


def another_form(first: str, second: str) -> bool:
    """Whether one of two lines has a colon near its beginning and the other has none."""
    return (0 < first.find("：") <= 6) != (0 < second.find("：") <= 6)


def stays(view: Stage, runs: list[list[int]]) -> dict[int, float]:
    """For each display block behind another in its run, the log odds that they belong together."""
    d = np.array([n for run in runs for n in run[1:]], dtype=np.int64)
    if not len(d):
        return {}
    return dict(zip(d.tolist(), model("stay").score(stay_features(view, d)).tolist(), strict=True))


def runs_of(view: Stage) -> list[list[int]]:
    """Display blocks that stand together in the source, without body text between."""
    runs: list[list[int]] = []
    for d in range(len(view.shown)):
        if d and view.near[d].to_before > 0:
            runs[-1].append(d)
        else:
            runs.append([d])
    return runs


def best_path(
    runs: list[list[int]], gain: dict[tuple[int, int], float], stay: dict[int, float]
) -> dict[int, int | None]:
    """For each run of neighbouring display blocks, the best stories as a sequence (Viterbi).

    `stay[d]` is what it gains to give block d to the story of the block before it. None: no story.
    """
    chosen: dict[int, int | None] = {}
    by_block: dict[int, dict[int | None, float]] = {}
    for (d, story), value in gain.items():
        by_block.setdefault(d, {None: 0.0})[story] = value
    for run in runs:
        best: list[dict[int | None, tuple[float, int | None]]] = []
        for n, d in enumerate(run):
            options = by_block.get(d, {None: 0.0})
            if not n:
                best.append({s: (g, None) for s, g in options.items()})
                continue
            before = best[-1]
            here: dict[int | None, tuple[float, int | None]] = {}
            top = max(before, key=lambda s: before[s][0])
            for s, g in options.items():
                other = top
                if top == s:  # the best other story, if the best one is this
                    other = max((k for k in before if k != s), key=lambda k: before[k][0], default=s)
                kept = before[s][0] + stay[d] if s is not None and s in before else -np.inf
                moved = before[other][0] if other != s or s is None else -np.inf
                here[s] = (g + kept, s) if kept >= moved else (g + moved, other)
            best.append(here)
        state: int | None = max(best[-1], key=lambda s: best[-1][s][0])
        for d, column in zip(reversed(run), reversed(best), strict=True):
            chosen[d] = state
            state = column[state][1]
    return chosen
