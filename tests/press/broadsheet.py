"""Composing a full page: the way in for all papers of `papers.py`."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.press.jumps import by_chance
from tests.press.layout import prints
from tests.press.makeup import Order, PageMaker, Pressed
from tests.press.papers import Paper
from tests.press.stories import Story
from tests.press.tiers import TierMaker, stood_up


def compose(paper: Paper, copy: Sequence[Story], rng: Random, order: Order | None = None) -> Pressed:
    """A full page of this paper."""
    printable = [story for story in copy if prints(paper, story)]
    order = order or Order(first=by_chance(paper, printable, rng))
    if paper.tiers:
        return TierMaker(paper, [stood_up(story) for story in printable], rng, order).press()
    return PageMaker(paper, printable, rng, order).press()
