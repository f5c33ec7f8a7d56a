"""Fitting the linear models: logistic regression with a ridge, by L-BFGS (scipy). Deterministic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.linking.model import Features

RIDGE = 1.0  # in units of one row's loss: enough to keep unseen features at 0
DIGITS = 3  # decimals kept in weights.toml


def fit(features: Features, labels: NDArray[np.bool_]) -> dict[str, float]:
    """The weights (and `bias`) that make `labels` most likely. Columns of `features` are rows long."""
    from scipy.optimize import minimize

    names = list(features)
    x = np.column_stack([np.ones(len(labels)), *(features[name] for name in names)])
    sign = np.where(labels, 1.0, -1.0)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (x @ w)
        value = np.logaddexp(0, -margin).sum() + RIDGE / 2 * float(w[1:] @ w[1:])
        slope = -(sign / (1 + np.exp(np.clip(margin, -50, 50)))) @ x
        slope[1:] += RIDGE * w[1:]
        return float(value), slope

    w = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    return {name: round(float(v), DIGITS) for name, v in zip(["bias", *names], w, strict=True)}


def fit_ranking(features: Features, groups: NDArray[np.int64], right: NDArray[np.bool_]) -> dict[str, float]:
    """Conditional logit: the weights under which the right row of each group scores highest.

    `groups` numbers the rows' groups in ascending order; one row of each group is `right`. There is no bias.
    """
    from scipy.optimize import minimize

    names = list(features)
    x = np.column_stack([features[name] for name in names])
    starts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = x @ w
        scores = scores - np.repeat(np.maximum.reduceat(scores, starts), np.diff(np.append(starts, len(x))))
        odds = np.exp(scores)
        totals = np.repeat(np.add.reduceat(odds, starts), np.diff(np.append(starts, len(x))))
        share = odds / totals
        value = -np.log(share[right] + 1e-300).sum() + RIDGE / 2 * float(w @ w)
        return float(value), x.T @ (share - right) + RIDGE * w

    w = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    return {"bias": 0.0, **{name: round(float(v), DIGITS) for name, v in zip(names, w, strict=True)}}


def toml(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """The weights as a TOML file that a person can read and diff."""
    lines = ["# Learned by `make train`; do not edit by hand. Positive: for the link or the class."]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f'"{key}" = {value}' for key, value in table.items())]
    return "\n".join(lines) + "\n"
