"""Place on paper: headlines, bylines, captions and subheadings come home to their stories, by where they stand.

    lines of display type that stand together   →  one head: kicker above, headline in the largest type, deck below
    a line between two parts of a story         →  a subheading before the part that it introduces
    a line under a picture                      →  the caption of the story around it

What stands near no story stays on the page and is flagged, never forced into one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np

from pipeline.characters import ends_sentence
from pipeline.layout.order import reading_order
from pipeline.layout.scene import NONE, Scene, scene_of
from pipeline.linking.model import model
from pipeline.linking.paper import homes as home
from pipeline.linking.paper.heads import columns_under, group, head_features, heads_of, pairs_of
from pipeline.linking.solver import assign
from pipeline.page import Block, Page, Role, Story
from pipeline.registry import Settings, stage

LESSER = 0.88  # type smaller than the headline's by this factor is a kicker's or a deck's
NEVER = -20.0
OTHER_TYPE = 0.04  # parts whose sizes differ by more of the first's are two paragraphs
SOME_MEASURE = 8.0  # em; narrower lines by themselves are those of an advertisement
_DASHED = re.compile(r"^(?:——|--|—|──)")


FINDERS: dict[Role, Callable[[home.Homes, int], int | None]] = {
    Role.BYLINE: home.of_byline,
    Role.CAPTION: home.of_caption,
    Role.COLUMN: home.of_column_label,
}


class PaperPlace(Settings):
    threshold: float = -2.0  # log odds below which a head belongs to no story


@stage("paper-place", needs={"blocks", "stories"}, gives={"stories", "blocks"})
def paper_place(page: Page, settings: PaperPlace) -> Page:
    """Give every display block to the story that it belongs to, with its role and place there."""
    parts = [block for story in page.stories for block in story.blocks]
    shown = list(page.blocks)
    scene = scene_of(page.but(blocks=tuple(shown + parts)))
    starts = np.cumsum([len(shown), *(len(story.blocks) for story in page.stories)]).tolist()
    bodies = [list(range(start, end)) for start, end in pairwise(starts)]
    heads = group(scene, [n for n, block in enumerate(shown) if block.role is Role.HEADLINE])
    whose = owners(scene, heads, bodies, settings.threshold)
    bodies, whose = under_one_head(scene, heads, bodies, whose)
    story_of = [NONE] * len(scene.start)
    for number, things in enumerate(bodies):
        for thing in things:
            story_of[thing] = number
    own: list[list[int]] = [[] for _ in bodies]
    loose = [things for n, things in enumerate(heads) if n not in whose]
    for n, number in whose.items():
        own[number] = heads[n]
        for thing in heads[n]:
            story_of[thing] = number
    homes = home.Homes(scene, story_of, bodies, own)
    return assembled(page, homes, loose)


def owners(scene: Scene, heads: list[list[int]], bodies: list[list[int]], threshold: float) -> dict[int, int]:
    """Head to story: the best assignment of all of them, one head a story."""
    if not heads or not bodies:
        return {}
    view = heads_of(scene, heads, bodies)
    h, k = pairs_of(view)
    table = np.full((len(heads), len(bodies)), NEVER)
    if len(h):
        table[h, k] = model("paper-head").score(head_features(view, h, k)) - threshold
    return dict(assign(table))


def under_one_head(
    scene: Scene, heads: list[list[int]], bodies: list[list[int]], whose: dict[int, int]
) -> tuple[list[list[int]], dict[int, int]]:
    """Bodies without a head, of which a column begins right under the head of another, go to that one.

    What stands farther on along the writing comes behind.
    """
    if not whose:
        return bodies, whose
    view = heads_of(scene, heads, bodies)
    owned = set(whose.values())
    into: dict[int, int] = {}
    for number in range(len(bodies)):
        over = [h for h in whose if number not in owned and columns_under(view, h, number)]
        if len(over) == 1:
            into[number] = whose[over[0]]
    merged = [list(body) for body in bodies]
    for number, story in into.items():
        behind = scene.start[bodies[number][0]] > scene.start[bodies[story][0]]
        merged[story] = merged[story] + bodies[number] if behind else bodies[number] + merged[story]
    kept = [number for number in range(len(bodies)) if number not in into]
    renumbered = {number: n for n, number in enumerate(kept)}
    return [merged[number] for number in kept], {h: renumbered[number] for h, number in whose.items()}


def assembled(page: Page, homes: home.Homes, loose: list[list[int]]) -> Page:
    """The stories with all that belongs to them; what belongs nowhere stays among the page's blocks."""
    blocks = homes.scene.blocks
    before: list[defaultdict[int, list[Block]]] = [defaultdict(list) for _ in homes.stories]  # subheadings by place
    beside: list[dict[Role, list[Block]]] = [{} for _ in homes.stories]
    left: list[Block] = []
    headless = {n for things in loose for n in things}
    for thing, block in enumerate(page.blocks):
        if homes.story[thing] != NONE:
            continue  # in a head
        if thing in headless or block.role is Role.SUBHEADING:
            spot = home.of_subheading(homes, thing) if thing not in headless or len(block.string) < 30 else None
            if spot is not None and (spot[1] > 0 or block.role is Role.SUBHEADING):
                before[spot[0]][spot[1]].append(replace(block, role=Role.SUBHEADING))
                continue
            left.append(block)
            continue
        find = FINDERS.get(block.role)
        story = find(homes, thing) if find else None
        if story is None:
            left.append(block)
        else:
            beside[story].setdefault(block.role, []).append(block)
    stories = []
    for number, things in enumerate(homes.stories):
        body: list[Block] = []
        for place, thing in enumerate(things):
            body += before[number][place]
            part = blocks[thing]
            if body and body[-1].role is Role.PARAGRAPH and place and goes_on(body[-1], part):
                body[-1] = body[-1].continued(part)
            else:
                body.append(part)
        body += before[number][len(things)]
        more = beside[number]
        stories.append(
            Story(
                (
                    *head_roles([blocks[n] for n in homes.heads[number]]),
                    *more.get(Role.COLUMN, []),
                    *more.get(Role.BYLINE, []),
                    *body,
                    *more.get(Role.CAPTION, []),
                )
            )
        )
    order = reading_order(np.array([_extent(homes, n) for n in range(len(stories))]).reshape(-1, 4))
    return page.but(stories=tuple(stories[n] for n in order), blocks=tuple(left))


def head_roles(head: list[Block]) -> list[Block]:
    """The lines of one head with their roles: the largest type is the headline's, before it kicker, behind it deck."""
    if not head:
        return []
    largest = max(block.size for block in head)
    main = [n for n, block in enumerate(head) if block.size > LESSER * largest and not _DASHED.match(block.string)]
    if not main:
        main = [max(range(len(head)), key=lambda n: head[n].size)]
    made = []
    for n, block in enumerate(head):
        if n in main:
            role = Role.HEADLINE
        elif _DASHED.match(block.string) or n > main[0]:
            role = Role.DECK
        else:
            role = Role.KICKER
        made.append(replace(block, role=role))
    return made


def goes_on(first: Block, second: Block) -> bool:
    """Whether two parts that follow each other are one paragraph."""
    if second.begins is True or first.ends is True or abs(first.size - second.size) > OTHER_TYPE * first.size:
        return False
    if first.ends is None and second.begins is None:
        return first.measure >= SOME_MEASURE and not ends_sentence(first.string)
    return first.ends is False or second.begins is False


def _extent(homes: home.Homes, number: int) -> tuple[float, float, float, float]:
    """The rectangle around a story: start, end, top, foot."""
    scene, things = homes.scene, [*homes.heads[number], *homes.stories[number]]
    edges = scene.start[things].min(), scene.end[things].max(), scene.top[things].min(), scene.foot[things].max()
    return float(edges[0]), float(edges[1]), float(edges[2]), float(edges[3])
