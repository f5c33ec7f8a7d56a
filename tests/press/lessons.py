"""What all lessons share: rows of features with their truth, the copy to learn from, pages on their way."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np

from pipeline.linking.model import Features
from pipeline.page import Page
from pipeline.readers import text
from pipeline.recipe import load
from tests.press.page import Specimen
from tests.press.stories import MORE, Story
from tests.press.stories import load as load_copy

HELD_OUT = 4  # one story in so many is kept for measuring
RUNNING = frozenset({"paragraph", "opening", "signature", "jump"})


class Rows:
    """Features and labels collected over pages."""

    def __init__(self) -> None:
        self._columns: dict[str, list[np.ndarray]] = {}
        self._labels: list[np.ndarray] = []

    def add(self, features: Features, labels: np.ndarray) -> None:
        for name, column in features.items():
            self._columns.setdefault(name, []).append(column)
        self._labels.append(labels)

    def done(self) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """All of them, which are then no longer held here: there are gigabytes."""
        features = {name: np.concatenate(self._columns.pop(name)) for name in list(self._columns)}
        return features, np.concatenate(self._labels)


def split_copy(*, more: bool = False) -> tuple[list[Story], list[Story]]:
    """The stories to learn from and those held out; related stories fall on the same side.

    `more`: with the copy that only the full-page papers print.
    """
    copy = [*load_copy(), *(load_copy(MORE) if more else ())]
    groups: dict[str, str] = {}
    for story in copy:
        for other in (story.id, *story.related):
            groups[other] = min(groups.get(other, other), groups.get(story.id, story.id))
    held = [s for s in copy if zlib.crc32(groups[s.id].encode()) % HELD_OUT == 0]
    return [s for s in copy if s not in held], held


def pages_before(stage: str, specimen: Specimen) -> Iterator[Page]:
    """The specimen's pages as they are when `stage` begins."""
    for page in text.pages(specimen.text.encode("utf-8", "surrogatepass"), specimen.name, specimen.name):
        for step in load("text").steps:
            if step.stage.name == stage:
                break
            page.ledger.stage = step.stage.name
            page = step.stage(page, step.settings)
        yield page
