"""Forests: sums of small decision trees, for what a weighted sum of features cannot tell apart.

Whether a column beside another goes on in it depends on the head over both, on the text under each and on how they
end, all at once. A tree asks such questions one after the other (is this feature above that threshold?); a score is
the sum of what several hundred trees answer. They are grown by `make train` with LightGBM and kept as JSON beside
this module, `trees/<name>.json`:

    {"features": ["right below", …], "trees": {"": [[0, 0.5, -0.31, [4, 1.2, 0.07, 0.4]], …]}}

where `[feature, threshold, low, high]` is a question, `low` (not above the threshold) and `high` are questions or
answers, and "" is the only class, or each of several classes has its own trees. No tree has more than 8 answers, so
that those still possible are the bits of a byte: all the questions of a tree are asked of all rows at once, each
strikes out the answers on the side not taken, and the lowest that is left is the tree's (QuickScorer: Lucchese et al.,
SIGIR 2015). 300 trees take 5 ms for 1,500 rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from pipeline.linking.model import Features, Floats

ANSWERS = 8  # at most, of one tree
ALL = (1 << ANSWERS) - 1
LOWEST = np.array([(n & -n).bit_length() - 1 if n else 0 for n in range(ALL + 1)], dtype=np.intp)  # bit of each byte

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Tree:
    """`asked` are the places of its questions in the forest's list; a yes to question n leaves the answers whose
    bits are in `kept[n]`."""

    asked: NDArray[np.intp]
    kept: Bytes  # (questions, 1)
    answers: Floats


@dataclass(frozen=True, slots=True)
class Forest:
    """The trees of a model by class, and all that they ask: `thresholds[n]` of feature `of[n]`, by feature."""

    name: str
    features: tuple[str, ...]
    thresholds: tuple[Floats, ...]  # of each feature, ascending
    trees: Mapping[str, tuple[Tree, ...]]

    def scores(self, features: Features) -> dict[str, Floats]:
        """The score of each row in each class: the logits of their softmax.

        Raises ValueError if the features are not those of the training.
        """
        self._check(features)
        no = self._answers(features)
        return {kind: _total(trees, no) for kind, trees in self.trees.items()}

    def score(self, *kinds: Features) -> tuple[Floats, ...]:
        """The score of each row of each kind, of a forest with one class: the log odds, or what is weighed in a
        choice. Alternatives of one choice may be of several kinds (what follows, that nothing does), each with
        features of its own; the others' are 0 for it.

        Raises ValueError if the features of all kinds are not those of the training.
        """
        self._check(*kinds)
        (trees,) = self.trees.values()
        return tuple(_total(trees, self._answers(features)) for features in kinds)

    def _check(self, *kinds: Features) -> None:
        given = {name for features in kinds for name in features}
        if given != set(self.features):
            odd = ", ".join(sorted(given ^ set(self.features)))
            raise ValueError(f"model {self.name} was trained on other features ({odd}); run `make train`")

    def _answers(self, features: Features) -> Bytes:
        """For each question and row 255 if the answer is no, 0 if it is yes."""
        rows = len(next(iter(features.values())))
        no = np.empty((sum(map(len, self.thresholds)), rows), dtype=bool)
        first = 0
        for name, thresholds in zip(self.features, self.thresholds, strict=True):
            column = features.get(name, np.zeros(1))
            np.less_equal(column, thresholds[:, None], out=no[first : first + len(thresholds)])
            first += len(thresholds)
        return no * np.uint8(ALL)


def _total(trees: tuple[Tree, ...], no: Bytes) -> Floats:
    """The sum of the trees' answers for each row; `no` is 255 where a question's answer is no, 0 where it is yes."""
    total = np.zeros(no.shape[1])
    for tree in trees:
        left = np.bitwise_and.reduce(no[tree.asked] | tree.kept, axis=0)
        total += tree.answers[LOWEST[left]]
    return total


@cache
def forest(name: str) -> Forest:
    """The forest `name` from trees/<name>.json."""
    return planted(name, msgspec.json.decode(files(__package__).joinpath("trees", f"{name}.json").read_bytes()))


def planted(name: str, kept: Mapping[str, Any]) -> Forest:
    """A forest from what its file holds."""
    features: list[str] = kept["features"]
    asked = sorted({(q[0], q[1]) for trees in kept["trees"].values() for tree in trees for q in _questions(tree)})
    place = {question: n for n, question in enumerate(asked)}
    thresholds = tuple(np.array([t for of, t in asked if of == n], dtype=np.float64) for n in range(len(features)))
    trees = {kind: tuple(_tree(tree, place) for tree in trees) for kind, trees in kept["trees"].items()}
    return Forest(name, tuple(features), thresholds, trees)


def _questions(node: Any) -> Iterator[Any]:
    if isinstance(node, list):
        yield node
        yield from _questions(node[2])
        yield from _questions(node[3])


def _tree(root: Any, place: Mapping[tuple[int, float], int]) -> Tree:
    asked: list[int] = []
    kept: list[int] = []
    answers: list[float] = []

    def visit(node: Any) -> None:
        if not isinstance(node, list):
            answers.append(float(node))
            return
        feature, threshold, low, high = node
        first = len(answers)
        visit(low)
        struck = (1 << len(answers)) - (1 << first)
        asked.append(place[feature, threshold])
        kept.append(ALL & ~struck)
        visit(high)

    visit(root)
    if len(answers) > ANSWERS:
        raise ValueError(f"a tree has {len(answers)} answers, more than {ANSWERS}")
    return Tree(np.array(asked, dtype=np.intp), np.array(kept, dtype=np.uint8)[:, None], np.array(answers))
