"""Shared words: how much two passages of a page speak of the same things.

Passages are compared by their pairs of neighbouring ideographs (and Latin words), weighed by how few passages
of the page hold them. Pairs need no segmenter, so simplified, traditional and classical Chinese are alike.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import accumulate, chain

import numpy as np
import rjieba
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from pipeline.characters import HAN
from pipeline.linking.model import Floats

STRETCH = 128  # rows that are multiplied at once

_RUN = re.compile(f"[{HAN}]+|[A-Za-z0-9.%]{{2,}}")


def terms(string: str) -> list[str]:
    """The pairs of ideographs and the Latin words of a passage, with repetition."""
    found: list[str] = []
    for run in _RUN.findall(string):
        if run[0].isascii():
            found.append(run)
        else:
            found += [run[n : n + 2] for n in range(len(run) - 1)]
    return found


def names(string: str) -> list[str]:
    """The triples of ideographs that are no words of the lexicon: what recurs among them are names and topics."""
    found: list[str] = []
    for run in _RUN.findall(string):
        if not run[0].isascii():
            found += [run[n : n + 3] for n in range(len(run) - 2)]
    return [triple for triple in found if not _is_word(triple)]


@lru_cache(maxsize=1 << 16)
def _is_word(triple: str) -> bool:
    return rjieba.has_word(triple)


class Shared:
    """Which recurring names each passage holds; passages are compared by how many they share."""

    def __init__(self, strings: list[str]) -> None:
        held = [set(names(string)) for string in strings]
        count = Counter(name for own in held for name in own)
        columns: dict[str, int] = {}
        for name, times in count.items():
            if times > 1:
                columns[name] = len(columns)
        owner = [(row, columns[name]) for row, own in enumerate(held) for name in sorted(own) if name in columns]
        shape = (len(strings), max(1, len(columns)))
        rows, cols = [r for r, _ in owner], [c for _, c in owner]
        self.rows = csr_matrix((np.ones(len(owner)), (rows, cols)), shape=shape)
        recurring = np.array([count[name] for name in columns] or [1])
        self.weight = 1 / np.sqrt(recurring)


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
        counts = [Counter(terms(string)) for string in strings]
        held = Counter(chain.from_iterable(counts))
        self._columns = {term: column for column, term in enumerate(held)}
        self._weight = np.log((len(strings) + 1) / (np.array([*held.values()], dtype=np.float64) + 0.5))
        self.rows = unit_rows(self._matrix(counts))

    def others(self, strings: list[str]) -> csr_matrix:
        """Rows for further passages, in the same terms; what the page does not hold counts for nothing."""
        return unit_rows(self._matrix([Counter(t for t in terms(s) if t in self._columns) for s in strings]))

    def _matrix(self, counts: list[Counter[str]]) -> csr_matrix:
        column = self._columns
        indptr = [0, *accumulate(map(len, counts))]
        indices = np.array([column[term] for counter in counts for term in counter], dtype=np.int64)
        times = np.array([count for counter in counts for count in counter.values()], dtype=np.float64)
        data = self._weight[indices] * (1 + np.log(times))
        return csr_matrix((data, indices, indptr), shape=(len(counts), max(1, len(column))))


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
    from scipy.sparse import vstack

    count = rows.shape[0]
    if abs(step) >= count:
        return csr_matrix(rows.shape)
    empty = csr_matrix((abs(step), rows.shape[1]))
    return csr_matrix(vstack([empty, rows[:-step]] if step > 0 else [rows[-step:], empty]))


def unit_rows(matrix: csr_matrix) -> csr_matrix:
    """The matrix with rows of length 1, in the order of columns: a · b and b · a are the same to the last bit."""
    matrix = matrix.sorted_indices()
    count = matrix.shape[0]
    row = np.repeat(np.arange(count), np.diff(matrix.indptr))
    length = np.sqrt(np.bincount(row, matrix.data**2, count))
    length[length == 0] = 1.0
    return csr_matrix((matrix.data * (1 / length)[row], matrix.indices, matrix.indptr), shape=matrix.shape)
