"""Heights: full stops and commas of a worn page, told by how low they stand.

    他跑。, the crumb as low as the page's commas        →  他跑，
    翻身，, the crumbs as high as its full stops         →  翻身。
    录取：, two arcs as near each other as a ring's are  →  录取。

A face has its full stops at one height and its commas at another, and what is left of a worn mark stands as high as
the whole one. Where the two heights are too near each other nothing is told by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.readers.scan.engines.protocol import Reading
from pipeline.readers.scan.ink import Floats
from pipeline.readers.scan.marks import SURE

DOUBTFUL = 0.9  # a mark that is less sure is told by its height; a surer one tells the page's
FEWEST = 5  # of such marks tell it
APART = 0.1  # of the size: by less do the two heights not differ
NEAR = 0.07  # of the size: so near its height is a mark's ink
ASIDE = (0.25, 0.45)  # of the size: so far from the mark's middle is its ink; if the middle is that of a square
LOW = 0.02  # of the size: so far below the middle of the line
LARGEST = 0.45  # of the size: longer is no ink of a mark
LOOSE = 0.05  # of the size: by so much the arcs of a ring may stand farther apart
TOLD = "。，.·"  # what may be a full stop or a comma


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A level line: what it says, its characters' middles and the parts near it ((n, 4)), in sizes of its type, and
    their heights from its middle."""

    reading: Reading
    along: Floats
    box: Floats

    def ink(self, n: int) -> tuple[float, float] | None:
        """How low the ink of mark `n` stands, and how tall it is, in sizes of the type."""
        middle, height = (self.box[:, :2] + self.box[:, 2:]).T / 2
        wide, tall = (self.box[:, 2:] - self.box[:, :2]).T
        aside = ASIDE[self.reading.confidence[n] == SURE]
        own = (np.abs(middle - self.along[n]) < aside) & (height > LOW) & (np.maximum(wide, tall) < LARGEST)
        if not own.any():
            return None
        top, foot = float(self.box[own, 1].min()), float(self.box[own, 3].max())
        return (top + foot) / 2, foot - top


def told(lines: Sequence[LevelLine]) -> list[str]:
    """What each of the lines of a page's body type says."""
    found: dict[str, list[tuple[float, float]]] = {"。": [], "，": []}
    for line in lines:
        for n, char in enumerate(line.reading.text):
            if char in found and line.reading.confidence[n] >= DOUBTFUL and (ink := line.ink(n)):
                found[char].append(ink)
    texts = [line.reading.text for line in lines]
    if min(map(len, found.values())) < FEWEST:
        return texts
    (stop, tall), (comma, _) = (np.median(found[char], axis=0).tolist() for char in "。，")
    if comma - stop < APART:
        return texts
    for at, line in enumerate(lines):
        text = list(line.reading.text)
        for n, char in enumerate(text):
            doubtful = char in TOLD and line.reading.confidence[n] < DOUBTFUL
            if not (doubtful or char == "：") or not (ink := line.ink(n)):
                continue
            if abs(ink[0] - stop) < NEAR and ink[1] < tall + LOOSE:
                text[n] = "。"
            elif abs(ink[0] - comma) < NEAR and doubtful:
                text[n] = "，"
        texts[at] = "".join(text)
    return texts
