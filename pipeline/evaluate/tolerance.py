"""Tolerance: output read by OCR, judged by how it was cut rather than by single misread characters.

A text of the output that differs from one of gold's, of the same kind on the same page, by few characters is taken
for that text. So a paragraph that is cut rightly and has a misread character counts as right, and one that lacks
a line does not. Half-width and full-width forms count as equal: print does not tell them apart. Texts of
less than `SHORTEST` characters, as names are, must be right. The error rate itself is measured without this.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.evaluate.edit_distance import edit_distance
from pipeline.evaluate.model import Caption, Item, Page, Story

SHORTEST = 5  # characters of a text in which one may be wrong


def forgiven(gold: Page, found: Page, tolerance: float) -> Page:
    """The output's page with the texts of gold where they differ by at most `tolerance` of their characters.

    Up to ceil(tolerance × length) insertions, deletions and substitutions are forgiven in a text.
    """
    kinds = ("headline", "kicker", "deck", "column")
    texts = {kind: [getattr(story, kind) for story in gold.stories if getattr(story, kind)] for kind in kinds}
    bodies = [item.text for story in gold.stories for item in story.body]
    captions = [caption.text for story in gold.stories for caption in story.captions]
    authors = [name for story in gold.stories for name in story.authors]

    def story_of(story: Story) -> Story:
        fields = {kind: _nearest(getattr(story, kind), texts[kind], tolerance) for kind in kinds}
        return replace(
            story,
            **fields,  # type: ignore[arg-type]
            authors=tuple(_given(_nearest(name, authors, tolerance)) for name in story.authors),
            body=tuple(Item(item.type, _given(_nearest(item.text, bodies, tolerance))) for item in story.body),
            captions=tuple(
                Caption(_given(_nearest(caption.text, captions, tolerance)), caption.credit)
                for caption in story.captions
            ),
        )

    return replace(found, stories=tuple(map(story_of, found.stories)))


def _given(text: str | None) -> str:
    return text or ""


def _nearest(text: str | None, golds: Sequence[str], tolerance: float) -> str | None:
    """The text of gold that this one is but for few characters; else the text itself."""
    if not text or text in golds:
        return text
    own = _plain(text)
    best = min(_distances(own, golds, tolerance), default=None)
    return golds[best[1]] if best else text


def _distances(own: str, golds: Iterable[str], tolerance: float) -> Iterable[tuple[int, int]]:
    for number, gold in enumerate(golds):
        allowed = math.ceil(tolerance * len(gold)) if len(gold) >= SHORTEST else 0
        if abs(len(own) - len(_plain(gold))) <= allowed:
            distance = edit_distance(own, _plain(gold))
            if distance <= allowed:
                yield distance, number


def _plain(text: str) -> str:
    """The text with full-width letters, digits and marks as half-width ones."""
    return unicodedata.normalize("NFKC", text)
