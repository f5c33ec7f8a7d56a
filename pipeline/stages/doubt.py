"""Doubt: how sure we are of each story and of the page, said in numbers and flags.

A story is as sure as its weakest links; a missing headline, a last paragraph that breaks off, or an unread
byline are named. So is type that an OCR engine could hardly read. An archivist can sort by these.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import ends_sentence
from pipeline.page import Glyphs, Page, Role, Story
from pipeline.registry import Settings, stage

Ints = NDArray[np.int64]

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
ILLEGIBLE = "hardly-legible"
# How much the share of unsure characters counts: with it the right ones of 1,299 stories of scans come before a wrong
# one in 86 of 100 pairs, without it in 79, and of those with .95 and more 98 of 100 are right.
WEIGHT = 4


class Doubt(Settings):
    shortest: int = 30  # characters of a body below which an article is doubtful
    unsure: float = 0.0  # confidence below which a character may be another; 0: an engine's that is not known
    hardly: float = 0.1  # of the characters are unsure where type is hardly legible; 0: it never is


@stage("doubt", needs={"stories", "furniture", "masthead"}, gives={"stories", "doubt"})
def doubt(page: Page, settings: Doubt) -> Page:
    """Give every story and the page a confidence from 0 to 1 and flags that say why."""
    hardly = [unsure(page.glyphs, _glyphs_of(story), settings) for story in page.stories]
    stories = tuple(judged(story, settings, share) for story, share in zip(page.stories, hardly, strict=True))
    weight = [max(1, sum(len(b.text) for b in story.blocks)) for story in stories]
    mean = sum(s.confidence * w for s, w in zip(stories, weight, strict=True)) / sum(weight) if stories else 0.0
    flags = [f for f, missing in (("no-stories", not stories), ("no-date", page.masthead.date is None)) if missing]
    if is_hardly_legible(unsure(page.glyphs, np.arange(len(page.glyphs)), settings), settings):
        flags.append(ILLEGIBLE)
    unplaced = sum(len(item.text) for item in page.furniture if item.role == "unplaced")
    total = sum(weight) + unplaced
    sure = mean * (1 - unplaced / total if total else 1.0) * (0.7 if "source-order-broken" in page.flags else 1.0)
    return page.but(stories=stories, confidence=round(sure, 3)).flagged(*flags)


def unsure(glyphs: Glyphs, which: Ints, settings: Doubt) -> float:
    """Which share of some glyphs an OCR engine was not sure of; 0 where no engine read them."""
    if glyphs.confidence is None or not settings.unsure or not len(which):
        return 0.0
    return float(np.mean(glyphs.confidence[which] < settings.unsure))


def is_hardly_legible(unsure: float, settings: Doubt) -> bool:
    """Whether that share of characters is unsure where type can hardly be read: of ten such stories four are right."""
    return 0 < settings.hardly <= unsure


def _glyphs_of(story: Story) -> Ints:
    """The glyphs that a story's text was read from; inserted characters have none."""
    origins = np.concatenate([np.empty(0, dtype=np.int64), *(block.text.origins for block in story.blocks)])
    return origins[origins >= 0]


def judged(story: Story, settings: Doubt, unsure: float) -> Story:
    """The story with its flags and confidence; `unsure` is the share of its characters that may be others."""
    story = story.flagged(*doubts(story, settings))
    if is_hardly_legible(unsure, settings):
        story = story.flagged(ILLEGIBLE)
    links = [block.confidence for block in story.blocks] or [1.0]
    sure = (0.5 * min(links) + 0.5 * sum(links) / len(links)) * (1.0 - unsure) ** WEIGHT
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
