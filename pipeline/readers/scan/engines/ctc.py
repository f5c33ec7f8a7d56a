"""CTC: from the recogniser's probabilities, step by step along a line, to characters with their places.

The recogniser says a character in one or several steps and nothing between two; the place of a character is the
middle of its steps, weighed by how sure it is in each. (Graves et al. 2006, best path decoding.)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.readers.scan.engines.protocol import Reading

BLANK = 0  # the class that says nothing


def decoded(steps: NDArray[np.float32], alphabet: Sequence[str], used: float = 1.0) -> Reading:
    """One line from its steps (steps, classes). `used` is the share of the steps that show the line, not padding."""
    best = steps.argmax(axis=1)
    changes = np.flatnonzero(np.diff(best)) + 1
    text: list[str] = []
    place: list[float] = []
    confidence: list[float] = []
    for run in np.split(np.arange(len(best)), changes):
        own = int(best[run[0]])
        if own == BLANK or alphabet[own].isspace():
            continue
        weight = steps[run, own].astype(np.float64)
        text.append(alphabet[own])
        place.append(min(1.0, float((weight * (run + 0.5)).sum() / weight.sum()) / (len(best) * used)))
        confidence.append(round(float(weight.max()), 4))
    return Reading("".join(text), tuple(place), tuple(confidence))
