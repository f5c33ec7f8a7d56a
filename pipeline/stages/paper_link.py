"""Link on paper: which paragraph follows which, by place, measure, type and words.

The same problem as `link` solves for raw text, with boxes: every block of running text gets at most one successor,
and the best chains as a whole are the stories' bodies. The order of drawing counts for nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.layout.order import reading_order
from pipeline.layout.scene import NONE, Scene, in_columns, scene_of
from pipeline.linking.model import sigmoid
from pipeline.linking.paper.bodies import bodies_of
from pipeline.linking.paper.chains import chains_of, links_of
from pipeline.linking.paper.heads import extent, group
from pipeline.linking.paper.roles import CLASSES
from pipeline.page import Block, Page, Role, Story
from pipeline.registry import Settings, stage

LEAST = 0.3  # the confidence of a link that is hardly likelier than none


class PaperLink(Settings):
    loose: float = 6.0  # log odds by which a link may fall short that ties two loose ends
    textless: float = 1.5  # log odds by which the link may fall short that leads from a head to its text
    headless: float = 1.5  # log odds by which a link may fall short that leads to text without a head


@stage("paper-link", needs={"blocks"}, gives={"blocks", "stories"})
def paper_link(page: Page, settings: PaperLink) -> Page:
    """Chain the body blocks into stories; the other blocks stay for the stages that place them."""
    which = np.array([n for n, block in enumerate(page.blocks) if block.role is Role.PARAGRAPH], dtype=np.int64)
    if not len(which):
        return page
    scene = in_columns(scene_of(page), which)
    looks = {name: np.array([block.looks.get(name, 0.0) for block in page.blocks]) for name in CLASSES}
    bodies = bodies_of(scene, looks, which)
    links = links_of(bodies)
    odds = sigmoid(links.gain).tolist()
    sure = dict(zip(zip(links.a.tolist(), links.b.tolist(), strict=True), odds, strict=True))
    chains = chains_of(bodies, links, settings.loose, settings.headless, settings.textless)
    stories = []
    for chain in boxed(scene, page.blocks, which, chains):
        parts: list[Block] = []
        for place, position in enumerate(chain):
            block = page.blocks[int(which[position])]
            if place:
                block = replace(block, confidence=round(max(LEAST, sure.get((chain[place - 1], position), LEAST)), 3))
            parts.append(block)
        stories.append(Story(tuple(parts)))
    rest = tuple(block for block in page.blocks if block.role is not Role.PARAGRAPH)
    return page.but(blocks=rest, stories=tuple(stories))


def boxed(
    scene: Scene, blocks: tuple[Block, ...], which: NDArray[np.int64], chains: list[list[int]]
) -> list[list[int]]:
    """The chains; those inside one box that holds at most one head are one story."""
    shown = [n for n, block in enumerate(blocks) if block.role is Role.HEADLINE]
    heads = group(scene, [*shown, *scene.lettering.tolist()])
    inside: dict[int, list[list[int]]] = {}
    rest = []
    for chain in chains:
        frames = {int(scene.frame[which[n]]) for n in chain}
        frame = frames.pop() if len(frames) == 1 else NONE
        if frame == NONE or sum(scene.frame[things[0]] == frame for things in heads) > 1:
            rest.append(chain)
        else:
            inside.setdefault(frame, []).append(chain)
    for parts in inside.values():
        things = [which[chain] for chain in parts]
        extents = [extent(scene, t) for t in things]
        order = reading_order(np.array(extents))
        rest.append([n for k in order for n in parts[k]])
    return sorted(rest)
