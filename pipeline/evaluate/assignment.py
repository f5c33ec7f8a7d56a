"""The best one-to-one assignment of rows to columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def best_pairs(weights: NDArray[np.float64]) -> dict[int, int]:
    """Row to column, each at most once, so that the sum of the weights is greatest.

    Weights are not negative; a pair of weight 0 is no pair and is left out. The Hungarian method with
    potentials (Kuhn 1955, Munkres 1957, in the shortest-path form of Jonker and Volgenant 1987), cubic in
    the number of rows: a page has tens of stories.
    """
    rows, columns = weights.shape
    if rows > columns:
        return {row: column for column, row in sorted(best_pairs(weights.T).items(), key=lambda kv: kv[1])}
    row_of = np.full(columns + 1, -1)  # the last column is where each search starts
    row_price, column_price = np.zeros(rows), np.zeros(columns + 1)
    for start in range(rows):
        row_of[columns], column = start, columns
        slack = np.full(columns, np.inf)
        before = np.full(columns, columns)
        seen = np.zeros(columns + 1, dtype=bool)
        while row_of[column] >= 0:
            seen[column] = True
            row = row_of[column]
            cost = -weights[row] - row_price[row] - column_price[:columns]
            better = ~seen[:columns] & (cost < slack)
            slack[better], before[better] = cost[better], column
            following = int(np.argmin(np.where(seen[:columns], np.inf, slack)))
            step = slack[following]
            row_price[row_of[seen]] += step
            column_price[seen] -= step
            slack[~seen[:columns]] -= step
            column = following
        while column != columns:
            row_of[column] = row_of[before[column]]
            column = int(before[column])
        row_of[columns] = -1
    pairs = sorted((int(row_of[column]), column) for column in range(columns) if row_of[column] >= 0)
    return {row: column for row, column in pairs if weights[row, column] > 0}
