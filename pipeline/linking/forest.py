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
SIGIR 2015). 500 trees take 7 ms for 1,500 rows.
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
AT_ONCE = 25  # trees looked at together: more do not stay in the processor's cache

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Trees:
    """The trees of one class, one row a tree. `asked` are the places of its questions in the forest's list; a yes to
    question n leaves the answers whose bits are in `kept[:, n]`; `answers` is what each byte of answers left means.

    A tree with fewer questions than others asks some that strike nothing out.
    """

    asked: NDArray[np.intp]  # (trees, questions)
    kept: Bytes  # (trees, questions, 1)
    answers: Floats  # (trees, 256)

    def total(self, no: Bytes) -> Floats:
        """The sum of the trees' answers for each row; `no` is 255 where the answer to a question is no, else 0."""
        total = np.zeros(no.shape[1])
        for first in range(0, len(self.asked), AT_ONCE):
            some = slice(first, first + AT_ONCE)
            possible = no.take(self.asked[some], axis=0)
            np.bitwise_or(possible, self.kept[some], out=possible)
            left = possible[:, 0]
            for n in range(1, possible.shape[1]):
                left = left & possible[:, n]
            for answers, bits in zip(self.answers[some], left, strict=True):
                total += answers.take(bits)
        return total


@dataclass(frozen=True, slots=True)
class Forest:
    """The trees of a model by class, and all that they ask: for each feature above which thresholds it is."""

    name: str
    features: tuple[str, ...]
    thresholds: tuple[Floats, ...]  # of each feature, ascending
    trees: Mapping[str, Trees]

    def scores(self, features: Features) -> dict[str, Floats]:
        """The score of each row in each class: the logits of their softmax.

        Raises ValueError if the features are not those of the training.
        """
        self._check(features)
        no = self._answers(features)
        return {kind: trees.total(no) for kind, trees in self.trees.items()}

    def score(self, *kinds: Features) -> tuple[Floats, ...]:
        """The score of each row of each kind, of a forest with one class: the log odds, or what is weighed in a
        choice. Alternatives of one choice may be of several kinds (what follows, that nothing does), each with
        features of its own; the others' are 0 for it.

        Raises ValueError if the features of all kinds are not those of the training.
        """
        self._check(*kinds)
        (trees,) = self.trees.values()
        return tuple(trees.total(self._answers(features)) for features in kinds)

    def _check(self, *kinds: Features) -> None:
        given = {name for features in kinds for name in features}
        if given != set(self.features):
            odd = ", ".join(sorted(given ^ set(self.features)))
            raise ValueError(f"model {self.name} was trained on other features ({odd}); run `make train`")

    def _answers(self, features: Features) -> Bytes:
        """For each question and row 255 if the answer is no, 0 if it is yes."""
        rows = len(next(iter(features.values())))
        no = np.zeros((max(1, sum(map(len, self.thresholds))), rows), dtype=bool)  # a tree asks something in any case
        first = 0
        for name, thresholds in zip(self.features, self.thresholds, strict=True):
            column = features.get(name, np.zeros(1))
            np.less_equal(column, thresholds[:, None], out=no[first : first + len(thresholds)])
            first += len(thresholds)
        return no * np.uint8(ALL)


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
    trees = {kind: _trees([_tree(tree, place) for tree in trees]) for kind, trees in kept["trees"].items()}
    return Forest(name, tuple(features), thresholds, trees)


def _questions(node: Any) -> Iterator[Any]:
    if isinstance(node, list):
        yield node
        yield from _questions(node[2])
        yield from _questions(node[3])


def _trees(made: list[tuple[list[int], list[int], list[float]]]) -> Trees:
    most = ANSWERS - 1
    asked = [questions + [0] * (most - len(questions)) for questions, _, _ in made]
    kept = [bits + [ALL] * (most - len(bits)) for _, bits, _ in made]
    answers = [np.array(found)[np.minimum(LOWEST, len(found) - 1)] for _, _, found in made]
    return Trees(
        np.array(asked, dtype=np.intp).reshape(-1, most),
        np.array(kept, dtype=np.uint8).reshape(-1, most, 1),
        np.array(answers, dtype=np.float64).reshape(-1, ALL + 1),
    )


def _tree(root: Any, place: Mapping[tuple[int, float], int]) -> tuple[list[int], list[int], list[float]]:
    """The questions of a tree, what a yes to each leaves, and its answers from low to high."""
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
    return asked, kept, answers
