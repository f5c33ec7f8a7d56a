"""Kinds: which stories are briefs, sidebars, photo news, and what column they belong to.

简讯⏎甲乡… ⏎乙镇…     →  two stories, both with the column 简讯, kind brief
相关链接⏎…            →  kind sidebar, part of the neighbour whose words it shares
a list of tricks beside a report on fraud, unsigned  →  kind sidebar, part of the report
a headline over nothing but a caption               →  kind photo
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.column_labels import brief_label
from pipeline.linking.gathering import kinship
from pipeline.linking.terms import Terms
from pipeline.page import Page, Role, Story
from pipeline.registry import Settings, stage
from pipeline.words import words

BESIDE = 2  # stories away, in the order of the source, that a sidebar stands at most from its story


class Kinds(Settings):
    brief: int = 220  # characters; a longer story under 简讯 is no brief
    kin: float = 0.5  # how near in words a sidebar is to its story; 0: words alone tell none (on paper its place does)
    shortest_photo: int = 12  # characters of a caption that is news by itself


@stage("kinds", needs={"stories", "blocks"}, gives={"stories", "blocks"})
def kinds(page: Page, settings: Kinds) -> Page:
    """Tell briefs, sidebars and photo news from articles."""
    photos = [
        block for block in page.blocks if block.role is Role.CAPTION and len(block.string) >= settings.shortest_photo
    ]
    told = [replace(story, kind="photo") if is_photo(story) else story for story in page.stories]
    stories = [*told, *(Story((block,), kind="photo") for block in photos)]
    stories = with_columns(stories, settings.brief)
    stories = with_parents(stories, settings.kin)
    rest = tuple(block for block in page.blocks if block not in photos)
    return page.but(stories=tuple(stories), blocks=rest)


def is_photo(story: Story) -> bool:
    """Whether a story is nothing but a caption, under a headline or none."""
    return story.kind == "article" and not story.body and bool(story.having(Role.CAPTION))


def with_columns(stories: Sequence[Story], longest: int) -> list[Story]:
    """Briefs under one label share it: every short story that follows, up to the next longer one."""
    made: list[Story] = []
    running: str | None = None
    for story in stories:
        labels = story.having(Role.COLUMN)
        length = sum(len(block.string) for block in story.body)
        if labels:
            running = brief_label(labels[0].string)
        elif running is not None and (length > longest or story.kind != "article"):
            running = None
        if running is not None and length <= longest:
            story = replace(story, kind="brief", column=running)
        made.append(story)
    return made


def with_parents(stories: Sequence[Story], least: float) -> list[Story]:
    """Stories under 相关链接 and the like, and unsigned ones that speak of the same as a neighbour, are sidebars.

    `least` is how near in words they are, 0 where words alone tell none.
    """
    articles = [n for n, story in enumerate(stories) if story.kind == "article" and story.body]
    made = list(stories)
    if len(articles) < 2:
        return made
    texts = ["".join(block.string for block in stories[n].body) for n in articles]
    signed = [bool(stories[n].authors or stories[n].dateline) for n in articles]
    told = set(words("columns")["sidebars"])
    labelled = [
        any(re.sub(r"\s", "", label.string) in told for label in stories[n].having(Role.COLUMN)) for n in articles
    ]
    if any(labelled):
        table = Terms(texts).rows
        alike = np.asarray((table @ table.T).todense())
        for k in np.flatnonzero(labelled).tolist():
            beside = [m for m in range(len(articles)) if 0 < abs(m - k) <= BESIDE]
            likest = articles[max(beside, key=lambda m: alike[k, m])]
            made[articles[k]] = replace(stories[articles[k]], kind="sidebar", parent=likest)
    asked = [k for k, n in enumerate(articles) if not (labelled[k] or signed[k]) and stories[n].having(Role.HEADLINE)]
    if not (least and asked and any(signed)):
        return made
    near = kinship(texts)
    for k in asked:
        best = max((m for m in range(len(articles)) if signed[m]), key=lambda m: near[k, m])
        if near[k, best] < least or abs(best - k) > BESIDE or len(texts[best]) < 0.6 * len(texts[k]):
            continue
        rivals = np.delete(near[k], [k, best])
        if not len(rivals) or near[k, best] > 1.5 * rivals.max(initial=0.0):
            made[articles[k]] = replace(stories[articles[k]], kind="sidebar", parent=articles[best])
    return made
