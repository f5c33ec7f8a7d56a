"""Candidates: which pairs of body blocks are worth a look, and how likely each link is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pipeline.linking.joins import join_features, order_trust
from pipeline.linking.model import Features, Floats, model, sigmoid
from pipeline.linking.nexts import Scene, next_features, scene
from pipeline.linking.roles import CLASSES
from pipeline.linking.seams import PageWords
from pipeline.linking.shape import INDENT, Shapes, shapes
from pipeline.page import Block, Role

Indices = NDArray[np.int64]

UNLIKELY = -4.0  # log odds below which even a line that breaks off is not taken to go on
NEVER = -50.0  # log odds of a join that is not worth a look
WINDOW = 60  # body blocks to each side among which a block's successor is looked for


@dataclass(frozen=True, slots=True)
class View:
    """A page's blocks as the linking sees them: body blocks, their lines' shapes, and the words of the page."""

    body: Indices  # indices of the body blocks among all blocks
    first: Indices  # index of each body block's first line among all lines
    last: Indices
    shape: Shapes
    strings: list[str]
    words: PageWords
    scene: Scene
    trust: float


def view_of(blocks: tuple[Block, ...]) -> View:
    """The view of a page whose blocks have been given roles."""
    lines = tuple(line for block in blocks for line in block.lines)
    ends = list(accumulate(len(block.lines) for block in blocks))
    starts = [0, *ends[:-1]]
    shape = shapes(lines)
    strings = [line.string for line in lines]
    words = PageWords(strings)
    trust = order_trust(shape, strings, words)
    body = np.array([n for n, block in enumerate(blocks) if block.role is Role.PARAGRAPH], dtype=np.int64)
    looks = {role: np.array([block.looks.get(role, 0.0) for block in blocks]) for role in CLASSES}
    first, last = np.array(starts, dtype=np.int64)[body], np.array(ends, dtype=np.int64)[body] - 1
    return View(body, first, last, shape, strings, words, scene(blocks, body, looks, trust), trust)


def pairs(count: int, window: int = WINDOW) -> tuple[Indices, Indices]:
    """All ordered pairs of positions at most `window` apart."""
    offsets = np.array([d for d in range(-window, window + 1) if d and abs(d) < count], dtype=np.int64)
    a = np.repeat(np.arange(count, dtype=np.int64), len(offsets))
    b = a + np.tile(offsets, count)
    inside = (b >= 0) & (b < count)
    return a[inside], b[inside]


def can_join(view: View, a: Indices, b: Indices) -> NDArray[np.bool_]:
    """Pairs of which b may go on in a's last sentence: neighbours, and any where a breaks off.

    What begins with a bullet or an indent begins a paragraph.
    """
    begins = view.shape.bulleted | (view.shape.indent >= INDENT - 0.5)
    worth: NDArray[np.bool_] = ((b == a + 1) | ~view.shape.ends_sentence[view.last[a]]) & ~begins[view.first[b]]
    return worth


def joins_of(view: View, a: Indices, b: Indices) -> Features:
    """The evidence that b goes on in the paragraph of a."""
    return join_features(view.shape, view.strings, view.words, view.last[a], view.first[b], view.trust)


def joins_only(view: View, bonus: float = 0.0) -> tuple[Indices, Indices, Floats]:
    """The candidate links that join two parts of one paragraph: a, b, log odds (and `bonus` on each)."""
    a, b = pairs(len(view.body))
    worth = can_join(view, a, b)
    a, b = a[worth], b[worth]
    return a, b, (model("join").score(joins_of(view, a, b)) if len(a) else np.empty(0)) + bonus


def links(view: View) -> tuple[Indices, Indices, Floats, NDArray[np.bool_]]:
    """All candidate links: a, b, log odds, and whether the link joins two parts of one paragraph."""
    a, b = pairs(len(view.body))
    follows = model("next").score(next_features(view.scene, a, b)) if len(a) else np.empty(0)
    joins = np.full(len(a), NEVER)
    worth = can_join(view, a, b)
    if worth.any():
        joins[worth] = model("join").score(joins_of(view, a[worth], b[worth]))
    # a paragraph never ends in mid-sentence: what follows a full line without a stop goes on in it
    open_end = (
        ~view.shape.ends_sentence[view.last[a]]
        & view.shape.full[view.last[a]]
        & (view.shape.support[view.last[a]] >= 3)
    )
    # either way b comes behind a: what is in doubt between a joint and a new paragraph is sure as a link
    either = np.clip(sigmoid(follows) + sigmoid(joins), 0.0, 1.0 - 1e-9)
    return a, b, np.log(either / (1 - either)), (joins > follows) | (open_end & (joins > UNLIKELY))
