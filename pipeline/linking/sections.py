"""Sections: before which paragraphs of a story do its subheadings stand?

A subheading that the source has right before a paragraph stays there. Those in a heap are placed in their order,
all at once: the best cut of the body into a lead and one section each, by the words that a section shares with
its subheading and with itself, by how a section begins, and by how much copy it has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.characters import HAN, OPENERS
from pipeline.linking.model import Features, Floats, model
from pipeline.linking.shape import SAME
from pipeline.linking.terms import Terms
from pipeline.page import Block
from pipeline.words import words

MOST_PLACES = 120  # paragraphs of a story that a heap is tried at; of more, the likeliest
SHARPNESS = 8.0  # by how much likeness to one subheading speaks against the others, log odds a unit of cosine

Ints = NDArray[np.int64]


def places_for(subheadings: list[Block], body: list[Block]) -> list[int]:
    """For each subheading (in source order) the index in `body` of the paragraph that it introduces."""
    where = {block.number: at for at, block in enumerate(body)}
    # what the source has right before a paragraph stays there; in a heap that is the last of them
    fixed = {n: where[block.number + 1] for n, block in enumerate(subheadings) if block.number + 1 in where}
    loose = [n for n in range(len(subheadings)) if n not in fixed]
    taken = set(fixed.values())
    if loose and body:
        fixed |= dict(zip(loose, _spread([subheadings[n] for n in loose], body, taken), strict=True))
    return [fixed.get(n, len(body)) for n in range(len(subheadings))]


def _spread(subheadings: list[Block], body: list[Block], taken: set[int]) -> list[int]:
    """Places in ascending order for subheadings in a heap: the cut of the body that scores best (dynamic program)."""
    free = [at for at in range(len(body)) if at not in taken] or list(range(len(body)))
    count = len(subheadings)
    if count > len(free):
        return [free[min(n, len(free) - 1)] for n in range(count)]
    view = Sections(subheadings, body)
    if len(free) > MOST_PLACES:
        likely = view.alike[:, free].max(axis=0).argsort()[::-1]
        free = sorted(free[k] for k in likely[: max(MOST_PLACES, count)])
    ends = [*free, len(body)]
    n, a, b = (
        np.array(column, dtype=np.int64)
        for column in zip(
            *((n, a, b) for n in range(count) for a in range(len(free)) for b in range(a + 1, len(ends))), strict=True
        )
    )
    bounds = np.array(ends)
    gain = np.full((count, len(free), len(ends)), -np.inf)
    gain[n, a, b] = model("section").score(view.features(n, bounds[a], bounds[b]))
    best = gain[-1, :, -1]
    went: list[Ints] = []
    for later in range(count - 2, -1, -1):
        total = gain[later, :, :-1] + best[None, :]
        went.append(total.argmax(axis=1))
        best = total.max(axis=1)
    at = int(best.argmax())
    chosen = [free[at]]
    for step in reversed(went):
        at = int(step[at])
        chosen.append(free[at])
    return chosen


class Sections:
    """Some subheadings and the body that they divide, measured once."""

    def __init__(self, subheadings: list[Block], body: list[Block]) -> None:
        strings = [block.string for block in body]
        heads = [block.string for block in subheadings]
        pairs = Terms(strings)
        self.alike = _dense(pairs.others(heads) @ pairs.rows.T)
        self._signs = _sign_likeness(heads, strings)
        rival = SHARPNESS * (self.alike + self._signs) / 2
        self._alike_sum, self._signs_sum = _sums(self.alike), _sums(self._signs)
        self._share_sum = _sums(rival - np.log(np.exp(rival).sum(axis=0)))
        own = _dense(pairs.rows @ pairs.rows.T)
        np.fill_diagonal(own, 0.0)
        self._square = np.zeros((len(body) + 1, len(body) + 1))
        self._square[1:, 1:] = own.cumsum(axis=0).cumsum(axis=1)
        self._length = np.array([max(1, len(string)) for string in strings], dtype=np.float64)
        self._copy = np.concatenate([[0.0], self._length.cumsum()])
        self._mean = self._copy[-1] / (len(subheadings) + 1)
        self._quote = np.array([string[:1] in OPENERS for string in strings])
        self._goes_on = np.array([goes_on(string) for string in strings])
        gap = np.array([bool(block.gap) for block in body])
        self._break = np.where(gap & ~self._quote, 1 - gap.mean(), 0.0)  # a hanging quote leaves a blank line too
        measures = np.array([block.measure for block in body])
        self._measure = np.abs(np.diff(measures, prepend=measures[:1])) > SAME

    def features(self, n: Ints, start: Ints, end: Ints) -> Features:
        """The evidence that subheading n[k] introduces body[start[k]:end[k]]; the first one's also for the lead."""
        first = n == 0
        copy = self._copy[end] - self._copy[start]
        square = self._square
        within = square[end, end] - square[start, end] - square[end, start] + square[start, start]
        columns = {
            "pairs shared": self._alike_sum[n, end] - self._alike_sum[n, start],
            "characters shared": self._signs_sum[n, end] - self._signs_sum[n, start],
            "characters shared with its first paragraph": self._signs[n, start],
            "rather than other subheadings": self._share_sum[n, end] - self._share_sum[n, start],
            "alike within": within,
            "odd amount of copy": np.log(copy / self._mean) ** 2,
            "short first paragraph": np.log(self._mean / self._length[start]),
            "begins with a quotation": self._quote[start],
            "begins with a word that goes on": self._goes_on[start],
            "blank line above": self._break[start],
            "new measure": self._measure[start],
            "no lead": first & (start == 0),
            "long lead": first & (start > 3),
        }
        return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


def goes_on(string: str) -> bool:
    """Whether a paragraph begins with a word that takes up what was said just before (此外, 对此, 然而)."""
    return _going_on().match(string) is not None


@cache
def _going_on() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("sections")["goes_on"])))


def _sums(table: Floats) -> Floats:
    return np.concatenate([np.zeros((len(table), 1)), table.cumsum(axis=1)], axis=1)


def _dense(matrix: csr_matrix) -> Floats:
    return np.asarray(matrix.todense(), dtype=np.float64)


def _sign_likeness(heads: list[str], strings: list[str]) -> Floats:
    """The cosines of subheadings and paragraphs by their single ideographs, the rare ones weighing more."""
    counts = [Counter(re.findall(f"[{HAN}]", string)) for string in strings]
    held = Counter(sign for count in counts for sign in count)
    columns = {sign: n for n, sign in enumerate(held)}
    rarity = np.log((len(strings) + 1) / (np.array([*held.values()]) + 0.5)) if held else np.empty(0)

    def rows(counters: Iterable[Counter[str]]) -> Floats:
        table = np.array([_row(counter, columns) for counter in counters]) * rarity
        length = np.sqrt((table**2).sum(axis=1, keepdims=True))
        return np.asarray(table / np.where(length > 0, length, 1.0))

    return rows(Counter(head) for head in heads) @ rows(counts).T


def _row(counter: Counter[str], columns: dict[str, int]) -> Floats:
    row = np.zeros(len(columns))
    for sign, times in counter.items():
        if sign in columns:
            row[columns[sign]] = 1 + np.log(times)
    return row
