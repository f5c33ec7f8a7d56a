"""Lettering: headlines that are drawn, as outlines or as a picture, so that no text says what they read.

    a line of letters drawn as shapes, text below it       →  a headline stands there
    a long and low picture over the beginning of a text    →  a headline stands there
    the same with a caption, or in the middle of a text    →  a picture
    shapes under invisible text                            →  the text is the headline
    shapes over the date at the head of the page           →  the paper's name

What the lines read stays unknown: the story below begins there, its headline is null and it is flagged.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.layout.scene import scene_of
from pipeline.linking.paper.lettering import heads_among_pictures, untitled, without_text
from pipeline.page import Page
from pipeline.registry import stage
from pipeline.running_heads import is_dated


@stage("lettering", needs={"blocks"}, gives={"blocks"})
def lettering(page: Page) -> Page:
    """Tell the drawn lines of the page that are type without text, pictures among them, from what is none."""
    drawn = page.graphics
    if not page.blocks or not (drawn.lettering or drawn.pictures):
        return page
    boxes = [block.box for block in page.blocks if block.box is not None]
    dates = [block.box for block in page.blocks if block.box is not None and is_dated(block.string)]
    lines = untitled(without_text(drawn.lettering, boxes), dates)
    page = page.but(graphics=replace(drawn, lettering=lines))
    heads = heads_among_pictures(scene_of(page))
    pictures = tuple(box for n, box in enumerate(drawn.pictures) if n not in heads)
    found = tuple(box for n, box in enumerate(drawn.pictures) if n in heads)
    return page.but(graphics=replace(drawn, pictures=pictures, lettering=(*lines, *found)))
