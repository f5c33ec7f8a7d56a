"""Roles: which blocks are running text, which display type, bylines, captions, column labels.

The learned model looks at each block and its neighbours; its probabilities stay with the block, for the stages
that know more.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.linking.roles import CLASSES, role_probabilities
from pipeline.page import Block, Page, Role
from pipeline.registry import stage

ROLE_OF = {
    "paragraph": Role.PARAGRAPH,
    "head": Role.HEADLINE,
    "subheading": Role.SUBHEADING,
    "byline": Role.BYLINE,
    "caption": Role.CAPTION,
    "column": Role.COLUMN,
}


@stage("roles", needs={"blocks"}, gives={"blocks"})
def roles(page: Page) -> Page:
    """Give each block the role that its looks make most likely; lines of display type stand for themselves."""
    if not page.blocks:
        return page
    looks = role_probabilities(page.blocks)
    made: list[Block] = []
    for n, block in enumerate(page.blocks):
        here = {name: round(float(looks[name][n]), 4) for name in CLASSES}
        best = max(CLASSES, key=here.__getitem__)
        block = replace(block, role=ROLE_OF[best], looks=here, confidence=here[best])
        made += [replace(block, lines=(line,)) for line in block.lines] if best == "head" else [block]
    return page.but(blocks=tuple(replace(block, number=n) for n, block in enumerate(made)))
