"""Run-ins: short items that follow each other in one column, each with its heading in its first line, part.

…撈起九人
時疫漸減　工部局衛生處佈告…       →  a story with the headline 時疫漸減
施衣局開辦　普育善堂以天氣漸寒…   →  a story with the headline 施衣局開辦
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.layout.run_ins import RUN_IN, marked
from pipeline.page import Block, Page, Role, Story
from pipeline.registry import stage


@stage("run-ins", needs={"stories"}, gives={"stories"})
def run_ins(page: Page) -> Page:
    """Begin a story at every paragraph that `galleys` has marked."""
    return page.but(stories=tuple(part for story in page.stories for part in parted(story)))


def parted(story: Story) -> list[Story]:
    """The story up to its first run-in heading, and a story for each of these; what is no body stays with the first."""
    body = story.body
    at = [n for n, block in enumerate(body) if RUN_IN in block.marks and _heading(block)]
    if at and at[-1] + 1 == len(body) and _heading(body[-1]) == len(body[-1].string):  # with no text behind it
        del at[-1]
    if not at:
        return [story]
    aside = [block for block in story.blocks if block.role not in (Role.PARAGRAPH, Role.SUBHEADING)]
    groups = [body[start:end] for start, end in zip(at, [*at[1:], len(body)], strict=True)]
    items = [Story((*_headed(first), *rest)) for first, *rest in groups]
    if at[0] == 0 and all(block.role is Role.COLUMN for block in aside):
        return [replace(items[0], blocks=(*aside, *items[0].blocks)), *items[1:]]
    if at[0] == 0 and any(block.role is Role.HEADLINE for block in aside):  # a heading over all the items
        labels = [block.as_(Role.COLUMN) if block.role is Role.HEADLINE else block for block in aside]
        return [replace(items[0], blocks=(*labels, *items[0].blocks)), *items[1:]]
    return [replace(story, blocks=(*aside, *body[: at[0]])), *items]


def _heading(block: Block) -> int:
    """How many characters of the block are its heading."""
    return marked(block.lines[0].string)


def _headed(block: Block) -> list[Block]:
    """The heading with its space, which `spaces` takes away, and the paragraph, if that begins in the block."""
    at = _heading(block)
    at += block.string[at : at + 1].isspace()
    marks = block.marks - {RUN_IN}
    head = replace(block.with_text(block.text[:at]), role=Role.HEADLINE, marks=marks)
    return [head, *[replace(block.with_text(block.text[at:]), marks=marks)] * (at < len(block.string))]
