"""Roles: which blocks are running text, which display type, bylines, captions, column labels.

The learned model looks at each block and its neighbours; its probabilities stay with the block, for the stages
that know more.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.characters import PAUSES, ends_sentence, width
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


JUMP = re.compile(r"[（(【▶►]*\s*(?:紧接|緊接|下[转轉]|上接).{0,10}版?[）)】]*")
NARROW = 3.5  # em: short by more than an indent and a number


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
        if best == "paragraph" and breaks_off(page.blocks, n):
            best = max((name for name in CLASSES if name != best), key=here.__getitem__)
        if JUMP.fullmatch(block.string):
            made.append(replace(block, role=Role.JUMP))
            continue
        block = replace(block, role=ROLE_OF[best], looks=here, confidence=here[best])
        made += [replace(block, lines=(line,)) for line in block.lines] if best == "head" else [block]
    return page.but(blocks=tuple(replace(block, number=n) for n, block in enumerate(made)))


def breaks_off(blocks: tuple[Block, ...], n: int) -> bool:
    """Whether block n is one line without a stop that nothing goes on: then it is no running text.

    Nothing goes on it if the next block has a bullet or an indent, or if it stands between blank lines and is far
    narrower than its column.
    """
    block, following = blocks[n], blocks[n + 1 : n + 2]
    if len(block.lines) > 1 or ends_sentence(block.string) or block.string[-1] in PAUSES or not following:
        return False
    first = following[0].lines[0]
    apart = block.gap > 0 and first.gap > 0 and width(block.string) < block.measure - NARROW
    return apart or "bulleted" in first.marks or first.indent >= 3
