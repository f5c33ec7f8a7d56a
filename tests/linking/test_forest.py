"""Forests of small trees: every row gets what its questions lead to, whatever the order in which they are asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.linking.forest import ANSWERS, forest, planted
from pipeline.linking.model import rounded

FEATURES = ["white", "size", "begins"]
LINK = [0, 1.5, 0.8, [2, 0.0, -1.25, [1, 1.2, 0.5, -0.5]]]  # near: yes; far: if it begins nothing and is not larger
VALUES = st.sampled_from([-1.0, 0.0, 0.5, 1.0, 1.5, 2.0])


def questions(answers: int) -> st.SearchStrategy[Any]:
    """Trees with just so many answers."""
    if answers == 1:
        return st.sampled_from([-2.0, -0.5, 0.25, 1.0, 4.0])
    return st.integers(1, answers - 1).flatmap(
        lambda low: st.tuples(st.integers(0, 2), VALUES, questions(low), questions(answers - low)).map(list)
    )


def walked(tree: Any, row: dict[str, float]) -> float:
    """What a tree answers for one row, a question after the other."""
    while isinstance(tree, list):
        tree = tree[3] if row[FEATURES[tree[0]]] > tree[1] else tree[2]
    return float(tree)


@given(
    st.lists(st.integers(1, ANSWERS).flatmap(questions), max_size=5),
    st.lists(st.fixed_dictionaries(dict.fromkeys(FEATURES, VALUES)), min_size=1, max_size=9),
)
def test_a_score_is_the_sum_of_what_the_trees_answer(trees: list[Any], rows: list[dict[str, float]]) -> None:
    columns = {name: np.array([row[name] for row in rows]) for name in FEATURES}
    (scores,) = planted("link", {"features": FEATURES, "trees": {"": trees}}).score(columns)
    assert scores.tolist() == pytest.approx([sum(walked(tree, row) for tree in trees) for row in rows])


def test_each_class_has_trees_of_its_own() -> None:
    made = planted("role", {"features": FEATURES, "trees": {"head": [[1, 1.2, -1, 1]], "text": [[1, 1.2, 2, 0]]}})
    scores = made.scores({"white": np.zeros(2), "size": np.array([1.0, 2.0]), "begins": np.zeros(2)})
    assert {kind: column.tolist() for kind, column in scores.items()} == {"head": [-1, 1], "text": [2, 0]}


def test_what_a_kind_of_alternative_does_not_have_is_nothing() -> None:
    made = planted("next", {"features": FEATURES, "trees": {"": [LINK]}})
    pairs, ends = made.score({"white": np.array([1.0, 9.0])}, {"size": np.array([2.0]), "begins": np.array([1.0])})
    assert (pairs.tolist(), ends.tolist()) == ([0.8, -1.25], [0.8])


def test_other_features_than_those_of_the_training_are_refused() -> None:
    made = planted("next", {"features": FEATURES, "trees": {"": [LINK]}})
    with pytest.raises(ValueError, match=r"other features \(begins, colour\)"):
        made.score({"white": np.zeros(1), "size": np.zeros(1), "colour": np.zeros(1)})


def test_noise_of_reckoning_answers_no_question() -> None:
    made = planted("role", {"features": ["short by"], "trees": {"": [[0, 0.0, -1.0, 1.0]]}})
    (scores,) = made.score(rounded({"short by": [0.1 + 0.2 - 0.3, 0.5]}))
    assert scores.tolist() == [-1.0, 1.0]


def test_a_tree_of_too_many_answers_is_refused() -> None:
    tree: Any = 0.0
    for n in range(ANSWERS):
        tree = [0, float(n), tree, 1.0]
    with pytest.raises(ValueError, match="9 answers"):
        planted("next", {"features": FEATURES, "trees": {"": [tree]}})


@pytest.mark.parametrize(
    "name", ["role", "head", "paper-role", "paper-next", "paper-previous", "paper-opening", "paper-head"]
)
def test_the_forests_that_are_kept_can_be_read(name: str) -> None:
    kept = forest(name)
    assert all(np.isfinite(trees.answers).all() and len(trees.answers) for trees in kept.trees.values())
    assert len(set(kept.features)) == len(kept.features)
