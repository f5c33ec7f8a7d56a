"""What the looks of type on paper tell, where a scan measures it a little smaller or larger than it is."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.layout.scene import scene_of
from pipeline.linking.paper.roles import CLASSES, role_features, role_probabilities
from tests.layout.paper import Paper

TEXT = ["　　江边的新码头昨天建成并且", "投入使用每天有六班船往来两", "岸乘客不必再绕行十几公里。"]
SIZES = [0.9, 1.0, 1.12, 1.25, 1.7, 2.6]  # body sizes, as papers use them
OFF = [0.994, 0.998, 1.002, 1.006]


def page(size: float) -> Paper:
    head = "图书馆晚上开门"
    return Paper().column(TEXT, 50, 60).line(head, 50, 110, 10 * size, font=1).column(TEXT, 50, 115 + 10 * size)


def looks(size: float) -> dict[str, float]:
    found = page(size).after("overprints", "rows", "galleys")
    scene = scene_of(found)
    (own,) = [n for n, block in enumerate(found.blocks) if block.string == "图书馆晚上开门"]
    other = np.array([float(n == own) for n in range(scene.count)])
    chances = role_probabilities(scene, other)
    features = role_features(scene, other)
    return {name: float(chances[name][own]) for name in CLASSES} | {
        name: float(features[name][own]) for name in features
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("off", OFF)
def test_a_line_has_the_same_role_a_little_smaller_or_larger(size: float, off: float) -> None:
    exact, measured = looks(size), looks(size * off)
    assert max(CLASSES, key=exact.__getitem__) == max(CLASSES, key=measured.__getitem__)


@pytest.mark.parametrize(
    ("size", "name"),
    [(1.12, "a little larger"), (1.25, "larger"), (1.6, "larger"), (1.7, "far larger"), (2.6, "huge")],
)
def test_type_is_larger_by_steps(size: float, name: str) -> None:
    assert looks(size)[name] == pytest.approx(1, abs=0.01)
    assert looks(size * 0.995)[name] > 0.7
    assert looks(1.0)[name] == 0
