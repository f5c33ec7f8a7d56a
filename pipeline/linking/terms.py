"""Shared words: how much two passages of a page speak of the same things.

Passages are compared by their pairs of neighbouring ideographs (and Latin words), weighed by how few passages
of the page hold them. Pairs need no segmenter, so simplified, traditional and classical Chinese are alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import rjieba
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.characters import HAN
from pipeline.linking.grams import grams, spelled
from pipeline.linking.model import Floats

Ints = NDArray[np.int64]

STRETCH = 128  # rows that are multiplied at once

_RUN = re.compile(f"[{HAN}]+|[A-Za-z0-9.%]{{2,}}")
_LATIN = re.compile("[A-Za-z0-9.%]{2,}")


def terms(string: str) -> list[str]:
    """The pairs of ideographs and the Latin words of a passage, with repetition."""
    found: list[str] = []
    for run in _RUN.findall(string):
        if run[0].isascii():
            found.append(run)
        else:
            found += [run[n : n + 2] for n in range(len(run) - 1)]
    return found


@lru_cache(maxsize=1 << 16)
def _is_word(triple: str) -> bool:
    return rjieba.has_word(triple)


class Shared:
    """Which recurring names each passage holds; passages are compared by how many they share.

    Names and topics are what recurs among the triples of ideographs that are no words of the lexicon.
    """

    def __init__(self, strings: list[str]) -> None:
        passage, number = grams(strings, 3)
        triples, column = np.unique(number, return_inverse=True)
        held = _counts(passage, column, len(strings), len(triples)).sign()
        times = np.bincount(held.indices, minlength=held.shape[1])
        recurring = np.flatnonzero(times > 1)
        names = [n for n in recurring.tolist() if not _is_word(spelled(int(triples[n]), 3))]
        self.rows = held[:, names] if names else csr_matrix((len(strings), 1))
        self.weight = 1 / np.sqrt(times[names] if names else np.ones(1))


def shared_names(
    rows: csr_matrix, others: csr_matrix, weight: Floats, a: NDArray[np.int64], b: NDArray[np.int64]
) -> Floats:
    """How many names rows[a[n]] and others[b[n]] share, each weighed, on a logarithmic scale."""
    if not len(a):
        return np.empty(0)
    held = csr_matrix(rows.minimum(1).multiply(weight[None, :]))
    return np.log1p(products(held, csr_matrix(others.minimum(1)), a, b))


def summed(rows: csr_matrix, reach: int, before: bool) -> csr_matrix:
    """Each row summed with its `reach` neighbours before or after it."""
    total = rows.copy()
    for step in range(1, reach + 1):
        total = total + _shift(rows, step if before else -step)
    return csr_matrix(total)


class Terms:
    """The weighed terms of some passages: one row a passage, rows of length 1."""

    def __init__(self, strings: list[str]) -> None:
        self._latin: dict[str, int] = {}
        passage, number = self._numbered(strings)
        self._numbers, column = np.unique(number, return_inverse=True)
        counts = _counts(passage, column, len(strings), len(self._numbers))
        held = np.bincount(counts.indices, minlength=counts.shape[1])
        self._weight = np.log((len(strings) + 1) / (held + 0.5))
        self.rows = self._weighed(counts)

    def others(self, strings: list[str]) -> csr_matrix:
        """Rows for further passages, in the same terms; what the page does not hold counts for nothing."""
        passage, number = self._numbered(strings)
        known = np.isin(number, self._numbers)
        column = np.searchsorted(self._numbers, number[known])
        return self._weighed(_counts(passage[known], column, len(strings), len(self._numbers)))

    def _numbered(self, strings: list[str]) -> tuple[Ints, Ints]:
        """The passage and the number of every term; those of Latin words are below 0."""
        passage, number = grams(strings, 2)
        latin = [(row, word) for row, string in enumerate(strings) for word in _LATIN.findall(string)]
        words = [self._latin.setdefault(word, -1 - len(self._latin)) for _, word in latin]
        rows = np.array([row for row, _ in latin], dtype=np.int64)
        return np.concatenate([passage, rows]), np.concatenate([number, np.array(words, dtype=np.int64)])

    def _weighed(self, counts: csr_matrix) -> csr_matrix:
        data = self._weight[counts.indices] * (1 + np.log(counts.data))
        return unit_rows(csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape))


def _counts(row: Ints, column: Ints, rows: int, columns: int) -> csr_matrix:
    """How often each row has each column; there is at least one column."""
    return csr_matrix((np.ones(len(row)), (row, column)), shape=(rows, max(1, columns)))


def similarity(rows: csr_matrix, others: csr_matrix, a: NDArray[np.int64], b: NDArray[np.int64]) -> Floats:
    """The cosine of rows[a[n]] and others[b[n]] for each n."""
    if not len(a):
        return np.empty(0)
    return products(rows, others, a, b)


def products(rows: csr_matrix, others: csr_matrix, a: NDArray[np.int64], b: NDArray[np.int64]) -> Floats:
    """rows[a[n]] · others[b[n]] for each n.

    Whole stretches are multiplied at once: pairs are near each other as a rule, and one product of matrices is
    far cheaper than many of rows. Time and memory stay linear in the pairs where they are near.
    """
    result = np.empty(len(a))
    order = np.argsort(a, kind="stable")
    bounds = np.flatnonzero(np.diff(a[order] // STRETCH)) + 1
    for part in np.split(order, bounds):
        top, left = int(a[part].min()), int(b[part].min())
        table = (rows[top : int(a[part].max()) + 1] @ others[left : int(b[part].max()) + 1].T).toarray()
        result[part] = table[a[part] - top, b[part] - left]
    return result


def around(rows: csr_matrix, reach: int, before: bool) -> csr_matrix:
    """Each row summed with its `reach` neighbours before or after it, and scaled to length 1 again."""
    return unit_rows(summed(rows, reach, before))


def _shift(rows: csr_matrix, step: int) -> csr_matrix:
    """The rows moved down by `step`; what is moved out at one end is lost, and rows of nothing come in at the other."""
    count = rows.shape[0]
    if abs(step) >= count:
        return csr_matrix(rows.shape)
    first, last = max(0, -step), min(count, count - step)
    begin, end = rows.indptr[first], rows.indptr[last]
    above, below = max(0, step), max(0, -step)
    indptr = np.pad(rows.indptr[first : last + 1] - begin, (above, below), mode="edge")
    return csr_matrix((rows.data[begin:end], rows.indices[begin:end], indptr), shape=rows.shape)


def unit_rows(matrix: csr_matrix) -> csr_matrix:
    """The matrix with rows of length 1, in the order of columns: a · b and b · a are the same to the last bit."""
    matrix = matrix.sorted_indices()
    count = matrix.shape[0]
    row = np.repeat(np.arange(count), np.diff(matrix.indptr))
    length = np.sqrt(np.bincount(row, matrix.data**2, count))
    length[length == 0] = 1.0
    return csr_matrix((matrix.data * (1 / length)[row], matrix.indices, matrix.indptr), shape=matrix.shape)
