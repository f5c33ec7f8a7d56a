"""Growing forests (pipeline/linking/forest.py) with LightGBM: by gradients, one small tree after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.linking.forest import ANSWERS

if TYPE_CHECKING:
    import lightgbm

DIGITS = 4  # of an answer, behind the point
NOTHING = 1e-9  # thresholds nearer to 0 are at 0, or right below it
LEAST = 1e-3  # the curvature of a sure row


@dataclass(frozen=True, slots=True)
class Manner:
    """How a forest is grown."""

    trees: int
    rate: float = 0.1
    rows: int = 20  # a leaf has at least so many
    share: float = 0.5  # of the features, that one tree may ask


def grow_choice(
    features: dict[str, np.ndarray], labels: np.ndarray, classes: Sequence[str], manner: Manner
) -> dict[str, Any]:
    """A forest for each of `classes`, whose softmax makes `labels` (indices into `classes`) most likely."""
    data, names = _table(features)
    booster = _grown({"objective": "multiclass", "num_class": len(classes)}, data, labels, None, manner)
    trees = _trees(booster)
    return _file(names, {kind: trees[n :: len(classes)] for n, kind in enumerate(classes)})


def grow_odds(features: dict[str, np.ndarray], labels: np.ndarray, manner: Manner) -> dict[str, Any]:
    """A forest whose score is the log odds of `labels` (flags)."""
    data, names = _table(features)
    return _file(names, {"": _trees(_grown({"objective": "binary"}, data, labels, None, manner))})


def grow_ranking(
    features: dict[str, np.ndarray], groups: np.ndarray, right: np.ndarray, manner: Manner
) -> dict[str, Any]:
    """A forest under which the right row of each group scores highest: conditional logit, as `fit.fit_ranking`.

    `groups` numbers the rows' groups in ascending order; one row of each is `right`.
    """
    starts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))
    sizes = np.diff(np.append(starts, len(groups)))

    def slope(scores: np.ndarray, _: lightgbm.Dataset) -> tuple[np.ndarray, np.ndarray]:
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        share = odds / np.repeat(np.add.reduceat(odds, starts), sizes)
        return share - right, np.maximum(share * (1 - share), LEAST)

    data, names = _table(features)
    return _file(names, {"": _trees(_grown({"objective": slope}, data, right, sizes, manner))})


def _grown(
    objective: Mapping[str, Any], data: np.ndarray, labels: np.ndarray, sizes: np.ndarray | None, manner: Manner
) -> lightgbm.Booster:
    import lightgbm

    settings = {
        **objective,
        "num_leaves": ANSWERS,
        "learning_rate": manner.rate,
        "min_data_in_leaf": manner.rows,
        "lambda_l2": 1.0,
        "feature_fraction": manner.share,
        "deterministic": True,
        "force_col_wise": True,
        "seed": 1,
        "verbose": -1,
    }
    return lightgbm.train(settings, lightgbm.Dataset(data, labels, group=sizes), manner.trees)


def _table(features: dict[str, np.ndarray]) -> tuple[np.ndarray, list[str]]:
    """The features as one table, and their names. They are taken out of `features`: there are gigabytes."""
    names = list(features)
    table = np.empty((len(features[names[0]]), len(names)), dtype=np.float32)
    for n, name in enumerate(names):
        table[:, n] = features.pop(name)
    return table, names


def _trees(booster: lightgbm.Booster) -> list[Any]:
    return [_node(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]


def _node(node: Mapping[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], DIGITS)
    return [node["split_feature"], _threshold(node["threshold"]), _node(node["left_child"]), _node(node["right_child"])]


def _threshold(value: float) -> float:
    """LightGBM parts 0 from what is above it at 1e-35, and from what is below it at -1e-35: these are not the same."""
    if abs(value) < NOTHING:
        return 0.0 if value >= 0 else -NOTHING
    return float(f"{value:.6g}")


def _file(names: Sequence[str], trees: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    return {"features": list(names), "trees": dict(trees)}
