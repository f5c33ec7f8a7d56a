"""Place: headlines, bylines, captions and subheadings come home to their stories.

    一堂反诈课⏎保住钱袋子   far below the story  →  its headline
    庆幸：…⏎警惕：…⏎解析：…  in a heap          →  subheadings, each before the paragraphs that it introduces
    本报记者 甲            behind the body      →  the byline of the story that ends there

Whose a block is, is weighed by position and shared words; neighbours in the source tend to go together; each
story has one headline. What belongs nowhere stays on the page and is flagged, never forced into a story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from pipeline.column_labels import is_column_label
from pipeline.jump_words import BACK
from pipeline.linking.heads import head_roles, is_subheading
from pipeline.linking.membership import (
    Stage,
    best_path,
    membership,
    merged,
    runs_of,
    stage_of,
    stays,
    units_of,
)
from pipeline.linking.sections import places_for
from pipeline.linking.solver import assign
from pipeline.linking.terms import terms
from pipeline.page import Block, Page, Role, Story
from pipeline.registry import Settings, stage


class Place(Settings):
    headless: float = 3.5  # log odds by which a story without a headline is less likely than one that has one
    threshold: float = -1.0  # log odds below which a block belongs to no story


@stage("place", needs={"blocks", "stories"}, gives={"stories", "blocks"})
def place(page: Page, settings: Place) -> Page:
    """Give every display block to the story that it belongs to, with its role there."""
    shown = sorted(page.blocks, key=lambda block: block.number)
    if not shown or not page.stories:
        return page
    view = stage_of(shown, page.stories)
    whose = owners(view, settings) | jumps(view)
    own: list[list[int]] = [[] for _ in page.stories]
    for d, number in sorted(whose.items()):
        if number is not None:
            own[number].append(d)
    stories = [arranged(story, own[number], number, view) for number, story in enumerate(page.stories)]
    left = tuple(shown[d] for d in range(len(shown)) if whose.get(d) is None)
    return page.but(stories=tuple(stories), blocks=left)


def jumps(view: Stage) -> dict[int, int | None]:
    """下转 belongs to the story whose text stands before it, 上接 to the one behind it."""
    found: dict[int, int | None] = {}
    for d, block in enumerate(view.shown):
        if block.role is Role.JUMP:
            near = view.near[d]
            story = near.after_story if BACK in block.string else near.before_story
            found[d] = story if story >= 0 else None
    return found


def owners(view: Stage, settings: Place) -> dict[int, int | None]:
    """For each display block the story that it belongs to, or None.

    Lines of one headline are placed as one. A story gets one headline and one byline: where two want the same
    one, the best assignment of all of them decides.
    """
    stay = stays(view, runs_of(view))
    units = units_of(view, stay)
    whole = merged(view, units)
    gain = {pair: value - settings.threshold for pair, value in membership(whole).items()}
    chosen = best_path(runs_of(whole), gain, {n: stay[unit[0]] for n, unit in enumerate(units) if unit[0] in stay})
    below = [
        is_subheading(view, unit[0], s) if (s := chosen.get(n)) is not None else False for n, unit in enumerate(units)
    ]
    heads = [[n] for n in range(len(units)) if whole.shown[n].role is Role.HEADLINE and not below[n]]
    bylines = [[n] for n in range(len(units)) if whole.shown[n].role is Role.BYLINE]
    chosen |= one_each(_together(heads, chosen, stay, units), chosen, gain, len(view.stories))
    chosen |= crowned(whole, heads, chosen, gain, stay, units, settings.headless)
    signed = {s for n, unit in enumerate(units) if _has_byline(view, unit[1:]) and (s := chosen.get(n)) is not None}
    chosen |= one_each(
        bylines,
        chosen,
        {pair: g for pair, g in gain.items() if pair[1] not in signed},
        len(view.stories),
        signed,
    )
    return {d: chosen.get(n) for n, unit in enumerate(units) for d in unit}


def one_each(
    groups: list[list[int]],
    chosen: dict[int, int | None],
    gain: dict[tuple[int, int], float],
    stories: int,
    taken: Collection[int] = (),
) -> dict[int, int | None]:
    """Groups of units that want the same story, or one that is taken, assigned one to one; else all stay as chosen."""
    groups = [group for group in groups if chosen.get(group[0]) is not None]
    wanted = [chosen[group[0]] for group in groups]
    times = Counter(wanted)
    if len(times) == len(wanted) and not times.keys() & set(taken):
        return {}
    reached: defaultdict[int, set[int]] = defaultdict(set)
    for n, s in gain:
        reached[n].add(s)
    table = np.full((len(groups), stories), NOWHERE)
    for row, group in enumerate(groups):
        for s in set().union(*(reached[n] for n in group)):
            table[row, s] = sum(gain.get((n, s), NOWHERE) for n in group) / len(group)
        if (own := wanted[row]) is not None and times[own] == 1 and own not in taken:
            table[row, own] += SETTLED
    matched = dict(assign(table))
    return {n: matched.get(row) for row, group in enumerate(groups) for n in group}


def crowned(
    view: Stage,
    heads: list[list[int]],
    chosen: dict[int, int | None],
    gain: dict[tuple[int, int], float],
    stay: dict[int, float],
    units: list[list[int]],
    worth: float,
) -> dict[int, int | None]:
    """Headline units that move to a story without a headline, from one that keeps another.

    `worth` is what it gains that a story has its headline; what held the unit to its neighbour is lost.
    """
    result = dict(chosen)
    numbers = [n for (n,) in heads]
    held = Counter(result.get(n) for n in numbers)
    for s, story in enumerate(view.stories):
        if held[s] or len(story.blocks) < SHORTEST:
            continue
        options: list[tuple[float, int]] = []
        for n in numbers:
            now = result.get(n)
            if now is None or held[now] < 2:
                continue
            tied = [
                stay.get(units[m][0], 0.0)
                for m in (n, n + 1)
                if m < len(units) and result.get(m - 1) == result.get(m) == now
            ]
            options.append(
                (gain.get((n, s), NOWHERE) - gain.get((n, now), 0.0) - sum(max(0.0, t) for t in tied) + worth, n)
            )
        if options and max(options)[0] > 0:
            moved = max(options)[1]
            held.subtract([result[moved]])
            held[s] += 1
            result[moved] = s
    return {n: s for n, s in result.items() if chosen.get(n) != s}


def _has_byline(view: Stage, members: list[int]) -> bool:
    return any(view.shown[d].role is Role.BYLINE for d in members)


def _together(
    heads: list[list[int]], chosen: dict[int, int | None], stay: dict[int, float], units: list[list[int]]
) -> list[list[int]]:
    """Headline units next to each other that go to the same story are one group."""
    groups: list[list[int]] = []
    for (n,) in heads:
        last = groups[-1][-1] if groups else -2
        if last == n - 1 and chosen.get(last) == chosen.get(n) and units[n][0] in stay:
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


SETTLED = 1.0  # log odds that a group gains for a story that no other group wants
SHORTEST = 3  # paragraphs of a story that must have a headline
NOWHERE = -5.0  # log odds of a story out of reach


def column_labels(heads: list[Block], story: Story) -> tuple[list[Block], list[Block]]:
    """Head blocks that name a column (副中心⏎养老调研报告) rather than the story, and the others.

    They stand together between blank lines, read like a column's name, and share no words with the story.
    """
    groups: list[list[Block]] = []
    for block in heads:
        if groups and not block.gap and block.number == groups[-1][-1].number + 1:
            groups[-1].append(block)
        else:
            groups.append([block])
    body = {term for block in story.blocks for term in terms(block.string)}
    labels: list[Block] = []
    for group in groups:
        name = "".join(block.string for block in group)
        if is_column_label(name) and len(set(terms(name)) & body) <= 1:
            labels += group
    return labels, [block for block in heads if block not in labels]


def arranged(story: Story, own: list[int], number: int, view: Stage) -> Story:
    """The story with its display blocks: heads first, subheadings before their paragraphs, the rest behind."""
    heads: list[Block] = []
    subs: list[Block] = []
    others: list[Block] = []
    for d in own:
        block = view.shown[d]
        if block.role in (Role.HEADLINE, Role.SUBHEADING):
            below = is_subheading(view, d, number)
            (subs if below else heads).append(block)
        else:
            others.append(block)
    labels, heads = column_labels(heads, story)
    heads = head_roles(heads)
    others += [replace(block, role=Role.COLUMN) for block in labels]
    body = list(story.blocks)
    positions = places_for(subs, body)
    for at, block in sorted(zip(positions, subs, strict=True), key=lambda pair: pair[0], reverse=True):
        body.insert(at, replace(block, role=Role.SUBHEADING))
    return replace(
        story,
        blocks=(
            *heads,
            *[b for b in others if b.role is Role.COLUMN],
            *[b for b in others if b.role is Role.BYLINE],
            *body,
            *[b for b in others if b.role not in (Role.COLUMN, Role.BYLINE)],
        ),
    )
