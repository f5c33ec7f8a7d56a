"""Composing a full page: the way in for all papers of `papers.py`."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.press.geometry import faults
from tests.press.jumps import by_chance
from tests.press.layout import prints
from tests.press.makeup import Order, PageMaker, Pressed
from tests.press.papers import Paper
from tests.press.stories import Story
from tests.press.tiers import TierMaker, stood_up

_TRIES = 8


def compose(paper: Paper, copy: Sequence[Story], rng: Random, order: Order | None = None) -> Pressed:
    """A full page of this paper. A make-up that does not hold together is thrown away and made anew."""
    printable = [story for story in copy if prints(paper, story)]
    if paper.tiers:
        printable = [stood_up(story) for story in printable]
    maker = TierMaker if paper.tiers else PageMaker
    order = order or Order(first=by_chance(paper, printable, rng))
    for _ in range(_TRIES):
        pressed = maker(paper, printable, rng, order).press()
        there = {placed.story.id for placed in pressed.page.stories}
        missing = [item.placed[0].story.id for item in order.first if item.placed[0].story.id not in there]
        if not missing and not faults(pressed.page):
            return pressed
    raise AssertionError(f"{paper.name}: no page without faults: {faults(pressed.page)[:3]}, without {missing}")
