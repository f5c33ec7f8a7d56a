"""Joins: does line b go on where line a broke off, in mid-paragraph?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.linking.model import Features, Floats
from pipeline.linking.seams import PageWords, number_across, word_across
from pipeline.linking.shape import INDENT, SAME, SLACK, Shapes
from pipeline.linking.terms import Terms, similarity

Indices = NDArray[np.int64]

# How often a word or known triple lies across a broken-off line's end and the next block's start: measured on
# press pages in order and shuffled.
HITS_IN_ORDER, HITS_SHUFFLED = 0.40, 0.10
# And how often a paragraph seems to begin there, though the one before has not ended.
ANEW_IN_ORDER, ANEW_SHUFFLED = 0.10, 0.45
# Neighbouring passages of pages in order are more alike than others by so many standard errors, times the root of
# their number, and so many more or less: measured on press pages.
NEAR_ALIKE, NEAR_SPREAD = 0.85, 1.8
PASSAGE = 30  # characters of a passage that has enough words to be compared
FEWEST = 8  # passages that tell whether a page is in order
LEXICAL = 12.0  # log odds that words can weigh, for or against
PRIOR_ORDER = 3.0  # log odds that a page is in order, before its seams are looked at


def join_features(
    shape: Shapes, strings: list[str], words: PageWords, a: Indices, b: Indices, trust: float
) -> Features:
    """The evidence for each pair of lines (a[n], b[n]), one column a kind of evidence.

    `trust` (0–1) is how far the source's order is to be believed; see `order_trust`.
    """
    adjacent = (b == a + 1).astype(float)
    no_gap = adjacent * (shape.gap[b] == 0)
    believed = np.where(no_gap > 0, 1.0, trust)  # what no blank line parts keeps its order when blocks are shuffled
    full = shape.full[a]
    ends = shape.ends_sentence[a]
    squeezed = shape.slack[a] + shape.slack[b] - 2 * SLACK  # what the estimates of both measures may be off by
    same = np.abs(shape.measure[a] - shape.measure[b]) <= SAME + squeezed
    lone_a, lone_b = shape.support[a] < 2, shape.support[b] < 2
    seen, word, number = _language(strings, words, a, b)
    shown = shape.indent[b] >= INDENT - 0.5
    indents_shown = float((shape.indent >= INDENT - 0.5).mean() > 0.04)
    open_end = ~ends & full
    overwide = shape.width[b] > shape.measure[a] + shape.slack[b]
    filled = (shape.width[b] >= shape.measure[b] - 0.8 - (shape.slack[b] - SLACK)) & (shape.support[b] >= 3)
    columns = {
        "next line": adjacent * believed,
        "next line, no gap": no_gap,
        "next line, no gap, full": no_gap * full,
        "next line, full and open": adjacent * open_end * believed,
        "next line, word or known triple across": adjacent * ((word > 0) | (seen == 2)),
        "further, word or known triple across": (1 - adjacent) * ((word > 0) | (seen == 2)),
        "next line, ends a sentence": adjacent * ends,
        "next line, short and open": adjacent * (~shape.full[a] & ~ends),
        "far too short and open, next line": adjacent * (~ends & (shape.width[a] < 0.7 * shape.measure[a])),
        "short and open, b is a first line": ~shape.full[a] & ~ends & (shape.indented[b] | shown),
        "short and open, with a colon": ~shape.full[a] & ~ends & shape.ends_pause[a],
        "line before a ended": np.concatenate([[True], shape.ends_sentence[:-1]])[a] & ~shape.full[a] & ~ends,
        "full and open": open_end,
        "full and ends a sentence": full & ends,
        "short and open": ~full & ~ends,
        "short and ends a sentence": ~full & ends,
        "short and ends with a pause": ~full & shape.ends_pause[a],
        "ends with an opening quote": shape.ends_open[a],
        "ends with a pause": shape.ends_pause[a],
        "b cannot begin a line": shape.starts_closed[b],
        "b begins with a quote": shape.starts_quote[b],
        "b is short by an indent": shape.indented[b],
        "b is short by an indent, a ends a sentence": shape.indented[b] & ends,
        "b is short by an indent, a goes on": shape.indented[b] & open_end,
        "a is a first line, b is full": shape.indented[a] & open_end & shape.full[b] & ~shape.indented[b],
        "b is full where indents are lost": (1 - indents_shown) * filled * same,
        "b is full where indents are lost, a ends a sentence": (1 - indents_shown) * filled * same * ends,
        "b is full where indents are lost, a ends a sentence, next line": (1 - indents_shown)
        * filled
        * same
        * ends
        * adjacent,
        "b is indented": shown,
        "b is not indented where others are": indents_shown * ~shown,
        "same measure": same,
        "same measure, next line": same * adjacent,
        "b is wider than a's column": overwide,
        "b is wider than a's column, no gap": overwide * no_gap,
        "b is half as wide again": shape.measure[b] > 1.5 * shape.measure[a],
        "a is half as wide again": shape.measure[a] > 1.5 * shape.measure[b],
        "word across": word,
        "word across, open": word * open_end,
        "known pair across": seen == 1,
        "known triple across": seen == 2,
        "known triple across, open": (seen == 2) & open_end,
        "number across": number,
        "a opens a quote that b closes": shape.opens_quote[a] & shape.closes_quote[b],
        "a is people": shape.people[a],
        "b is people": shape.people[b],
        "a is display type": shape.display[a],
        "b is display type": shape.display[b],
        "both are display type": shape.display[a] & shape.display[b],
        "b has a bullet": shape.bulleted[b],
        "b opens a story": shape.opening[b],
        "a stands alone": lone_a,
        "b stands alone": lone_b,
        "a stands alone, next line": lone_a * no_gap,
        "b stands alone, next line": lone_b * no_gap,
        "b is short, no stop": ~shape.full[b] & ~shape.ends_sentence[b],
        "b is short, stop": ~shape.full[b] & shape.ends_sentence[b],
    }
    return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


def _language(strings: list[str], words: PageWords, a: Indices, b: Indices) -> tuple[Floats, Floats, Floats]:
    """For each pair: how well the page knows the seam, whether a word and whether a number lies across it."""
    seen, word, number = np.zeros(len(a)), np.zeros(len(a)), np.zeros(len(a))
    for n, (i, j) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        before, after = strings[i][-4:], strings[j][:4]
        seen[n] = words.seen(before, after)
        word[n] = word_across(before, after)
        number[n] = number_across(before, after)
    return seen, word, number


def order_trust(shape: Shapes, strings: list[str], words: PageWords) -> float:
    """How far the source's order can be believed, 0 to 1, by the page's own seams.

    Where a full line breaks off in mid-sentence and a blank line follows, the next line should go on: a word or
    a known pair across the seam says that it does. In a page whose blocks were shuffled hardly any does. And in
    a page in order neighbouring passages speak of the same things.
    """
    last = len(strings) - 1
    a = np.flatnonzero(
        shape.full[:last]
        & ~shape.ends_sentence[:last]
        & ~shape.ends_pause[:last]
        & (shape.support[:last] >= 3)
        & (shape.gap[1:] > 0)
        & shape.han[:last]
    )
    seen, word, _ = _language(strings, words, a, a + 1)
    hits = int(np.sum((seen == 2) | (word > 0)))
    odds = PRIOR_ORDER + hits * np.log(HITS_IN_ORDER / HITS_SHUFFLED)
    odds += (len(a) - hits) * np.log((1 - HITS_IN_ORDER) / (1 - HITS_SHUFFLED))
    anew = int(np.sum(shape.indented[a + 1] | (shape.indent[a + 1] >= INDENT - 0.5)))
    odds += anew * np.log(ANEW_IN_ORDER / ANEW_SHUFFLED)
    odds += (len(a) - anew) * np.log((1 - ANEW_IN_ORDER) / (1 - ANEW_SHUFFLED))
    odds += _neighbours_alike(shape, strings)
    return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def _neighbours_alike(shape: Shapes, strings: list[str]) -> float:
    """Log odds for order by how much more alike neighbouring passages are than passages far apart.

    The likeness (root of the cosine) of neighbours is held against that of passages a good part of the page
    apart, in standard errors. Shuffled pages have 0 ± 1 of them; pages in order more, the more passages they have.
    """
    passages: list[str] = []
    for string, gap in zip(strings, shape.gap.tolist(), strict=True):
        if gap or not passages:
            passages.append("")
        passages[-1] += string
    passages = [passage for passage in passages if len(passage) >= PASSAGE]
    count = len(passages)
    if count < FEWEST:
        return 0.0
    rows = Terms(passages).rows
    start = np.arange(count, dtype=np.int64)
    far = np.concatenate(
        [np.sqrt(similarity(rows, rows, start, (start + count * k // 8) % count)) for k in range(1, 8)]
    )
    near = np.sqrt(similarity(rows, rows, start[:-1], start[1:]))
    errors = float((near.mean() - far.mean()) / max(1e-6, far.std()) * np.sqrt(count - 1))
    expected = NEAR_ALIKE * np.sqrt(count)
    in_order = -0.5 * (min(errors - expected, 0.0) / NEAR_SPREAD) ** 2 - np.log(NEAR_SPREAD)
    return float(np.clip(in_order + 0.5 * max(errors, 0.0) ** 2, -LEXICAL, LEXICAL))
