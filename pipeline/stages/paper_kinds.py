"""Kinds on paper: what a box and its type tell of a story.

rows of display type in a box, signed by nobody          →  advertisement
a box with prices, a telephone or vacancies              →  advertisement
启事, 公告, 招生 in the headline                          →  notice
简讯 over a box of short stories                          →  briefs of that column
a box among the columns of a story on the same subject   →  sidebar, part of that story
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

import numpy as np

from pipeline.column_labels import brief_label
from pipeline.layout.displays import DISPLAY
from pipeline.layout.scene import NONE, innermost
from pipeline.linking.paper.sidebars import Piece, parents
from pipeline.page import Box, Page, Role, Story
from pipeline.registry import Settings, stage
from pipeline.words import words

BRIEF = frozenset({"article", "notice"})  # what stands in a box of briefs


class PaperKinds(Settings):
    shortest: int = 60  # characters of a sidebar, and of a story that has one
    near: float = 4.5  # em of body type between a box and the story beside which it stands
    brief: int = 220  # characters; a longer story in a box of briefs is none
    longest: int = 400  # characters; a longer story with a telephone in it is no advertisement


@stage("paper-kinds", needs={"stories"}, gives={"stories"})
def paper_kinds(page: Page, settings: PaperKinds) -> Page:
    """Tell advertisements, notices and sidebars from articles by their boxes."""
    around = [*page.graphics.frames, *page.graphics.tints]
    if not page.stories or any(block.box is None for story in page.stories for block in story.blocks):
        return page
    frames = _frames(page.stories, around)
    stories = [
        replace(story, kind=_kind(story, box, settings)) for story, box in zip(page.stories, frames, strict=True)
    ]
    em = float(np.median([block.size for story in stories for block in story.body] or [0.0]))
    of = parents([_piece(*one) for one in zip(stories, frames, strict=True)], settings.shortest, settings.near * em)
    for number, parent in enumerate(of.tolist()):
        if parent != NONE:
            stories[number] = replace(stories[number], kind="sidebar", parent=parent)
    return page.but(stories=tuple(_under_labels(stories, frames, settings.brief)))


def _under_labels(stories: Sequence[Story], frames: Sequence[int], longest: int) -> list[Story]:
    """The stories; the short ones in a box with the label of briefs (简讯) over one of them share it."""
    labels = {
        box: label
        for story, box in zip(stories, frames, strict=True)
        for block in story.having(Role.COLUMN)
        if box != NONE and (label := brief_label(block.string))
    }
    made = []
    for story, box in zip(stories, frames, strict=True):
        if box in labels and story.kind in BRIEF and sum(len(block.string) for block in story.body) <= longest:
            story = replace(story, kind="brief" if story.kind == "article" else story.kind, column=labels[box])
        made.append(story)
    return made


def _kind(story: Story, box: int, settings: PaperKinds) -> str:
    title = "".join(block.string for block in story.having(Role.HEADLINE))
    if story.kind != "article" or story.authors or story.dateline:
        return story.kind
    if _notices().search(title):
        return "notice"
    if box == NONE or not story.body:
        return story.kind
    text = "".join(block.string for block in story.body)
    shown = all(DISPLAY in block.marks for block in story.body)
    offers = len(text) <= settings.longest and _offers().search(title + text)
    return "advertisement" if shown or offers else story.kind


def _frames(stories: Sequence[Story], around: list[Box]) -> list[int]:
    """The frame that the whole body of each story stands in, or NONE."""
    boxes = [block.box for story in stories for block in story.body]
    inside = iter(innermost(np.array(boxes).reshape(-1, 4), around).tolist())
    held = [set(islice(inside, len(story.body))) for story in stories]
    return [frames.pop() if len(frames) == 1 else NONE for frames in held]


def _piece(story: Story, box: int) -> Piece:
    """A story as something that may be a sidebar or have one; only an article has a text for that."""
    text = "".join(block.string for block in story.body) if story.kind == "article" else ""
    return Piece(_extent(story), text, frozenset(author.name for author in story.authors), box != NONE)


def _extent(story: Story) -> tuple[float, float, float, float]:
    boxes = np.array([block.box for block in story.blocks])
    return (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())


@cache
def _notices() -> re.Pattern[str]:
    return re.compile("|".join(words("kinds")["notices"]))


@cache
def _offers() -> re.Pattern[str]:
    return re.compile("|".join(words("kinds")["offers"]))
