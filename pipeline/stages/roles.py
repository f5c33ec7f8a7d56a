"""Roles: which blocks are running text, which display type, bylines, captions, column labels.

The learned model looks at each block and its neighbours; its probabilities stay with the block, for the stages
that know more.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from pipeline.characters import PAUSES, ends_sentence, width
from pipeline.jump_words import ANY
from pipeline.linking.roles import CLASSES, ROLE_OF, role_probabilities
from pipeline.page import Block, Page, Role
from pipeline.people import is_picture_credit
from pipeline.registry import stage

JUMP = re.compile(rf"[（(【▶►]*\s*{ANY}.{{0,10}}版?[）)】]*")
LONGEST_LABEL = 6  # characters before the colon of a subheading with a label
SURE = 0.95
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
        if best == "byline" and is_picture_credit(block.string) and "报道" not in block.string:
            best = "caption"
        block = replace(block, role=ROLE_OF[best], looks=here, confidence=here[best])
        made += [replace(block, lines=(line,)) for line in block.lines] if best == "head" else [block]
    made = parallel(made)
    return page.but(blocks=tuple(replace(block, number=n) for n, block in enumerate(made)))


def parallel(blocks: list[Block]) -> list[Block]:
    """Display lines side by side that begin alike (庆幸：… 警惕：… 解析：…) are subheadings of one story."""
    alike = [
        all(block.role in (Role.HEADLINE, Role.SUBHEADING) for block in pair)
        and label_of(pair[0]) == label_of(pair[1]) > 0
        for pair in pairwise(blocks)
    ]
    told = [a or b for a, b in zip([False, *alike], [*alike, False], strict=True)]
    looks = {name: SURE if name == "subheading" else (1 - SURE) / (len(CLASSES) - 1) for name in CLASSES}
    return [replace(b, role=Role.SUBHEADING, looks=looks) if t else b for b, t in zip(blocks, told, strict=True)]


def label_of(block: Block) -> int:
    """How many characters stand before a colon near a line's beginning; 0 if there is none."""
    at = block.string.find("：")
    return at if 0 < at <= LONGEST_LABEL else 0


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
