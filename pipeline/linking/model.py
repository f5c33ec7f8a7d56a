"""Small linear models whose coefficients are a readable file: weights.toml beside this module.

A feature set is a dict of named columns, one row a candidate. A model that meets a feature it does not know, or
misses one that it was trained with, refuses to score: weights and features change together or not at all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Features = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Linear:
    """Log odds = bias + weights · features."""

    name: str
    bias: float
    weights: Mapping[str, float]

    def score(self, features: Features) -> Floats:
        """The log odds of each row. Raises ValueError if the features are not those of the training."""
        if features.keys() != self.weights.keys():
            odd = ", ".join(sorted(features.keys() ^ self.weights.keys()))
            raise ValueError(f"model {self.name} was trained on other features ({odd}); run `make train`")
        total = np.full(len(next(iter(features.values()))), self.bias)
        for name, column in features.items():
            total += self.weights[name] * column
        return total


def rounded(columns: Mapping[str, ArrayLike]) -> Features:
    """Columns as the trees of a forest take them: noise behind the third decimal must not decide a question."""
    return {name: np.asarray(column, dtype=np.float64).round(3) for name, column in columns.items()}


@cache
def model(name: str) -> Linear:
    """The model `name` from weights.toml."""
    table = _tables()[name]
    return Linear(name, table["bias"], {k: v for k, v in table.items() if k != "bias"})


def softmax(scores: Mapping[str, Floats]) -> dict[str, Floats]:
    """For each class, its probability in each row."""
    table = np.stack(list(scores.values()))
    table -= table.max(axis=0)
    odds = np.exp(table)
    odds /= odds.sum(axis=0)
    return dict(zip(scores, odds, strict=True))


def sigmoid(log_odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(log_odds, -50, 50)))


@cache
def _tables() -> dict[str, dict[str, Any]]:
    text = files(__package__).joinpath("weights.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
