"""Doubt: how sure we are of each story and of the page, said in numbers and flags.

A story is as sure as its weakest links; a missing headline, a last paragraph that breaks off, or an unread
byline are named. An archivist can sort by these.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.characters import ends_sentence
from pipeline.page import Page, Role, Story
from pipeline.registry import Settings, stage

COST = {  # how far a flag lowers a story's confidence
    "no-headline": 0.7,
    "breaks-off": 0.8,
    "begins-in-mid-sentence": 0.8,
    "byline-unread": 0.9,
    "several-bylines": 0.9,
    "very-short": 0.7,
    "mixed-script": 0.95,
    "marks-lost": 0.95,
}
KINDS_WITHOUT_HEADLINE = frozenset({"photo", "brief", "notice", "advertisement"})


class Doubt(Settings):
    shortest: int = 30  # characters of a body below which an article is doubtful


@stage("doubt", needs={"stories", "furniture", "masthead"}, gives={"stories", "doubt"})
def doubt(page: Page, settings: Doubt) -> Page:
    """Give every story and the page a confidence from 0 to 1 and flags that say why."""
    stories = tuple(judged(story, settings) for story in page.stories)
    weight = [max(1, sum(len(b.text) for b in story.blocks)) for story in stories]
    mean = sum(s.confidence * w for s, w in zip(stories, weight, strict=True)) / sum(weight) if stories else 0.0
    flags = [f for f, missing in (("no-stories", not stories), ("no-date", page.masthead.date is None)) if missing]
    unplaced = sum(len(item.text) for item in page.furniture if item.role == "unplaced")
    total = sum(weight) + unplaced
    sure = mean * (1 - unplaced / total if total else 1.0) * (0.7 if "source-order-broken" in page.flags else 1.0)
    return page.but(stories=stories, confidence=round(sure, 3)).flagged(*flags)


def judged(story: Story, settings: Doubt) -> Story:
    """The story with its flags and confidence."""
    story = story.flagged(*doubts(story, settings))
    links = [block.confidence for block in story.blocks] or [1.0]
    sure = 0.5 * min(links) + 0.5 * sum(links) / len(links)
    for flag in story.flags:
        sure *= COST.get(flag, 1.0)
    return replace(story, confidence=round(min(1.0, sure), 3))


def doubts(story: Story, settings: Doubt) -> list[str]:
    """What an archivist should look at in this story."""
    flags = []
    paragraphs = story.having(Role.PARAGRAPH)
    bylines = story.having(Role.BYLINE)
    if not story.having(Role.HEADLINE) and story.kind not in KINDS_WITHOUT_HEADLINE:
        flags.append("no-headline")
    if paragraphs and not ends_sentence(paragraphs[-1].string) and not story.having(Role.JUMP):
        flags.append("breaks-off")
    if paragraphs and paragraphs[0].begins is False and len(paragraphs) > 1:
        flags.append("begins-in-mid-sentence")
    if bylines and not story.authors:
        flags.append("byline-unread")
    if len(bylines) > 2:
        flags.append("several-bylines")
    if story.kind == "article" and sum(len(b.text) for b in paragraphs) < settings.shortest:
        flags.append("very-short")
    return flags
