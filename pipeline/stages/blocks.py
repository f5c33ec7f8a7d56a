"""Blocks: lines that go on in one another become one block, a paragraph or a part of one.

    推⏎动全国首个        →  one block: a word lies across the break, the first line is full
    …走进了课堂。⏎昨天，   →  two: a short line ends a sentence, the next begins a paragraph

Only lines next to each other are looked at here; what a column break or a blank line cut is for `link`.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.linking.joins import join_features, order_trust
from pipeline.linking.model import model
from pipeline.linking.seams import PageWords
from pipeline.linking.shape import INDENT, Flags, Shapes, shapes
from pipeline.page import Block, Line, Page
from pipeline.registry import Settings, stage


class Blocks(Settings):
    threshold: float = 0.0  # log odds above which two neighbouring lines are one block


@stage("blocks", needs={"lines"}, gives={"blocks"}, takes={"lines"})
def blocks(page: Page, settings: Blocks) -> Page:
    """Group neighbouring lines into blocks by the learned model of joins."""
    if not page.lines:
        return page
    shape = shapes(page.lines)
    joined = (joins(page.lines, shape) > settings.threshold) & ~shape.bulleted[1:] & ~apart(shape)
    starts = [0, *(np.flatnonzero(~joined) + 1).tolist(), len(page.lines)]
    made = [
        _block(number, page.lines[start:end], shape, start, end) for number, (start, end) in enumerate(pairwise(starts))
    ]
    return page.but(lines=(), blocks=tuple(made))


def joins(lines: tuple[Line, ...], shape: Shapes) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """For each line but the last, the log odds that the next line goes on in mid-paragraph."""
    strings = [line.string for line in lines]
    words = PageWords(strings)
    a = np.arange(len(lines) - 1)
    trust = order_trust(shape, strings, words)
    return model("join").score(join_features(shape, strings, words, a, a + 1, trust)) if len(a) else np.empty(0)


def apart(shape: Shapes) -> Flags:
    """For each line but the last, whether a blank line parts it for good from the next.

    It does if one of them names people, or if the first breaks off short and the next is no line of its column.
    """
    people = shape.people[:-1] | shape.people[1:]
    short = ~shape.full[:-1] & ~shape.ends_sentence[:-1] & ~shape.ends_pause[:-1] & ~shape.full[1:]
    return (shape.gap[1:] > 0) & (people | short)


def _block(number: int, lines: tuple[Line, ...], shape: Shapes, start: int, end: int) -> Block:
    begins: bool | None = None
    if shape.indent[start] >= INDENT - 0.5 or (shape.indented[start] and end - start > 1):
        begins = True
    elif shape.full[start] and shape.support[start] >= 3 and end - start > 1:
        begins = False
    last = end - 1
    ends: bool | None = None
    if shape.ends_sentence[last]:
        ends = None if shape.full[last] else True
    elif shape.full[last] and shape.support[last] >= 3:
        ends = False
    marks = frozenset().union(*(line.marks for line in lines))
    measure = float(np.median(shape.measure[start:end]))
    return Block(lines, number=number, measure=measure, begins=begins, ends=ends, marks=marks)
