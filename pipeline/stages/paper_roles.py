"""Roles on paper: which blocks are running text, which display type, bylines, captions, furniture.

The learned model looks at size, face, place and words; its probabilities stay with the block.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import width
from pipeline.layout.scene import scene_of
from pipeline.linking.paper.roles import CLASSES, role_probabilities
from pipeline.linking.roles import ROLE_OF as LOOKS
from pipeline.linking.shape import is_byline
from pipeline.page import Page, Role
from pipeline.registry import stage

ROLE_OF = {**LOOKS, "furniture": Role.FURNITURE}


@stage("paper-roles", needs={"blocks"}, gives={"blocks"})
def paper_roles(page: Page) -> Page:
    """Give each block the role that its looks make most likely."""
    if not page.blocks:
        return page
    looks = role_probabilities(scene_of(page), faces(page))
    made = []
    for n, block in enumerate(page.blocks):
        here = {name: round(float(looks[name][n]), 4) for name in CLASSES}
        best = max(CLASSES, key=here.__getitem__)
        if best == "paragraph" and len(block.lines) == 1 and is_byline(block.string, width(block.string)):
            best = "byline"  # a line of people and what they are is never text, however its column is set
        made.append(replace(block, role=ROLE_OF[best], looks=here, confidence=here[best]))
    return page.but(blocks=tuple(made))


def faces(page: Page) -> NDArray[np.float64]:
    """1 for each block whose face is not that of most of the page, else 0."""
    fonts = page.glyphs.font
    if fonts is None or not page.blocks:
        return np.zeros(len(page.blocks))
    own = [np.bincount(fonts[block.text.origins] + 1).argmax() - 1 for block in page.blocks]
    names = [page.glyphs.fonts[n] if 0 <= n < len(page.glyphs.fonts) else "" for n in own]
    letters: dict[str, int] = {}
    for name, block in zip(names, page.blocks, strict=True):
        letters[name] = letters.get(name, 0) + len(block.string)
    usual = max(letters, key=letters.__getitem__)
    return np.array([float(name != usual) for name in names])
