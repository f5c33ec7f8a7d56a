"""What is grown answers as LightGBM's own trees do."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.linking.forest import planted
from tests.press.grow import Manner, grow_choice, grow_odds, grow_ranking

pytest.importorskip("lightgbm", reason="growing forests needs the extra `train`")

WHITE = np.linspace(0, 10, 200)
BOXED = np.tile([0.0, 1.0], 100)
FEATURES = {"white": WHITE, "boxed": BOXED}
MANNER = Manner(trees=40, rows=5, share=1.0)


def test_a_condition_on_two_features_at_once_is_learned() -> None:
    right = (WHITE < 5) != (BOXED > 0)
    (odds,) = planted("odds", grow_odds({**FEATURES}, right, MANNER)).score(FEATURES)
    assert ((odds > 0) == right).all()


def test_classes_are_learned() -> None:
    truth = (WHITE // 4).astype(np.int64)
    scores = planted("choice", grow_choice({**FEATURES}, truth, ["near", "far", "out"], MANNER)).scores(FEATURES)
    assert (np.stack([scores[name] for name in ("near", "far", "out")]).argmax(axis=0) == truth).mean() > 0.97


def test_the_right_one_of_each_group_is_learned() -> None:
    boxed = np.arange(50) % 3 == 0
    right = np.zeros(200, dtype=bool)
    right[np.arange(50) * 4 + boxed] = True  # the nearest, and where that is in a box the one behind it
    features = {"far": np.tile([0.0, 1.0, 2.0, 3.0], 50), "boxed": np.zeros(200)}
    features["boxed"][::4] = boxed
    (scores,) = planted("ranking", grow_ranking({**features}, np.repeat(np.arange(50), 4), right, MANNER)).score(
        features
    )
    assert (scores.reshape(50, 4).argmax(axis=1) == boxed).all()


def test_what_is_below_nothing_is_told_from_nothing() -> None:
    side = np.repeat([-1.0, 0.0, 1.0], 60)
    for right in (side < 0, side > 0):
        (odds,) = planted("odds", grow_odds({"side": side}, right, MANNER)).score({"side": side})
        assert ((odds > 0) == right).all()
