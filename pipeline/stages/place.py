"""Place: headlines, bylines, captions and subheadings come home to their stories.

    一堂反诈课⏎保住钱袋子   far below the story  →  its headline
    庆幸：…⏎警惕：…⏎解析：…  in a heap          →  subheadings, each before the paragraphs that it introduces
    本报记者 甲            behind the body      →  the byline of the story that ends there

Whose a block is, is weighed by position and shared words; neighbours in the source tend to go together; each
story has one headline. What belongs nowhere stays on the page and is flagged, never forced into a story.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.linking.heads import head_roles, is_subheading
from pipeline.linking.membership import Stage, best_path, membership, runs_of, stage_of, stays
from pipeline.linking.sections import places_for
from pipeline.linking.solver import assign
from pipeline.page import Block, Page, Role, Story
from pipeline.registry import Settings, stage


class Place(Settings):
    threshold: float = -1.0  # log odds below which a block belongs to no story


@stage("place", needs={"blocks", "stories"}, gives={"stories", "blocks"})
def place(page: Page, settings: Place) -> Page:
    """Give every display block to the story that it belongs to, with its role there."""
    shown = sorted(page.blocks, key=lambda block: block.number)
    if not shown or not page.stories:
        return page
    view = stage_of(shown, page.stories)
    gain = {pair: value - settings.threshold for pair, value in membership(view).items()}
    runs = runs_of(view)
    chosen = best_path(runs, gain, stays(view, runs))
    chosen = one_headline_each(view, chosen, gain)
    stories = []
    for number, story in enumerate(page.stories):
        own = [shown[d] for d, s in sorted(chosen.items()) if s == number]
        stories.append(arranged(story, own, number, view))
    left = tuple(shown[d] for d in range(len(shown)) if chosen.get(d) is None)
    return page.but(stories=tuple(stories), blocks=left)


def one_headline_each(
    view: Stage, chosen: dict[int, int | None], gain: dict[tuple[int, int], float]
) -> dict[int, int | None]:
    """Headline groups against stories, one to one: the best assignment as a whole."""
    groups = [group for group in _head_groups(view, chosen)]
    if len(groups) < 2:
        return chosen
    wanted = [chosen[group[0]] for group in groups]
    if len(set(wanted)) == len(wanted):
        return chosen
    table = np.zeros((len(groups), len(view.stories)))
    for row, group in enumerate(groups):
        for s in range(len(view.stories)):
            table[row, s] = sum(gain.get((d, s), -5.0) for d in group) / len(group) ** 0.5
    result = dict(chosen)
    matched = dict(assign(table))
    for row, group in enumerate(groups):
        for d in group:
            result[d] = matched.get(row)
    return result


def _head_groups(view: Stage, chosen: dict[int, int | None]) -> list[list[int]]:
    """Headline blocks next to each other that were given to one story."""
    groups: list[list[int]] = []
    for d, block in enumerate(view.shown):
        story = chosen.get(d)
        if story is None or block.role is not Role.HEADLINE or is_subheading(view, d, story):
            continue
        last = groups[-1][-1] if groups else -2
        if last == d - 1 and chosen.get(last) == story and view.near[d].to_before > 0:
            groups[-1].append(d)
        else:
            groups.append([d])
    return groups


def arranged(story: Story, own: list[Block], number: int, view: Stage) -> Story:
    """The story with its display blocks: heads first, subheadings before their paragraphs, the rest behind."""
    index = {block.number: d for d, block in enumerate(view.shown)}
    heads: list[Block] = []
    subs: list[Block] = []
    others: list[Block] = []
    for block in own:
        if block.role in (Role.HEADLINE, Role.SUBHEADING):
            below = is_subheading(view, index[block.number], number)
            (subs if below else heads).append(block)
        else:
            others.append(block)
    heads = head_roles(heads)
    body = list(story.blocks)
    positions = places_for([block for block in subs], body)
    for at, block in sorted(zip(positions, subs, strict=True), key=lambda pair: pair[0], reverse=True):
        body.insert(at, replace(block, role=Role.SUBHEADING))
    return replace(story, blocks=(*heads, *[b for b in others if b.role is Role.COLUMN],
                                  *[b for b in others if b.role is Role.BYLINE], *body,
                                  *[b for b in others if b.role not in (Role.COLUMN, Role.BYLINE)]))
