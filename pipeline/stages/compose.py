"""Compose: the lines of each block become one text, the parts of a headline one headline.

推⏎动全国首个          →  推动全国首个          Han joins Han
World⏎Cup             →  World Cup            Latin words keep their space, which the line's end stood for
一堂反诈课⏎保住钱袋子   →  一堂反诈课 保住钱袋子   parts of a headline stay apart, a broken word does not
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.linking.seams import word_across
from pipeline.page import Block, Page, Role, Story
from pipeline.registry import stage
from pipeline.text import Text, join

ONE_EACH = (Role.COLUMN, Role.KICKER, Role.HEADLINE, Role.DECK)  # roles of which a story has one block


@stage("compose", needs={"stories"}, gives={"stories"})
def compose(page: Page) -> Page:
    """Join lines within blocks, and blocks that are parts of one headline."""
    return page.but(stories=tuple(composed(story) for story in page.stories))


def composed(story: Story) -> Story:
    blocks: list[Block] = []
    places: dict[Role, int] = {}
    for block in story.blocks:
        block = block.with_text(joined_lines([line.text for line in block.lines]))
        if block.role in places:
            at = places[block.role]
            blocks[at] = replace(
                blocks[at].with_text(_parts(blocks[at].text, block.text)),
                confidence=min(blocks[at].confidence, block.confidence),
            )
            continue
        if block.role in ONE_EACH:
            places[block.role] = len(blocks)
        blocks.append(block)
    return replace(story, blocks=tuple(blocks))


def joined_lines(lines: list[Text]) -> Text:
    """The lines as one text: without a break, but with a space between two Latin words."""
    text = lines[0]
    pending = [text]
    for line in lines[1:]:
        before, after = pending[-1].string[-1:], line.string[:1]
        if before.isascii() and after.isascii() and before.isalpha() and after.isalpha():
            pending = [join([join(pending), line], between=" ", reason="line end between Latin words")]
        else:
            pending.append(line)
    return join(pending)


def _parts(first: Text, second: Text) -> Text:
    if word_across(first.string, second.string):
        return join([first, second])
    return join([first, second], between=" ", reason="parts of a headline")
