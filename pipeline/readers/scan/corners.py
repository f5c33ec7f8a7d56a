"""Corners: what is left where two sides of a frame meet that are broken on both sides of it.

┌─  ─────     an elbow whose arms go on in a level rule and in an upright one  →  a piece of both
│
              厂 where no rule goes on from its strokes                        →  a character
│
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.ink import Flags, Floats, Ints, Parts

THIN = 0.25  # em: an arm is no thicker, aslant as it may be
ARM = (0.4, 8.0)  # em: between these is the length of each
ELBOW = 0.9  # of its ink is in the two arms
ASIDE = 0.45  # em: so far may a rule that bends lie beside the arm that goes on in it
APART = 4.0  # em: and so far from its end


def corners(parts: Parts, rules: Sequence[Box], free: Flags, em: float) -> Ints:
    """The `free` parts that are corners of frames whose sides are these rules."""
    box = np.array(rules, dtype=np.float64).reshape(-1, 4)
    down = box[:, 3] - box[:, 1] > box[:, 2] - box[:, 0]
    upright, level = box[down], box[~down][:, [1, 0, 3, 2]]
    sides = np.column_stack([parts.wide, parts.tall])
    some = np.flatnonzero(free & (sides.min(axis=1) > ARM[0] * em) & (sides.max(axis=1) < ARM[1] * em))
    place, turned = parts.box[some], parts.box[some][:, [1, 0, 3, 2]]
    found = []
    for right in (False, True):
        for foot in (False, True):
            own = some[_goes_on(place, upright, right, foot, em) & _goes_on(turned, level, foot, right, em)]
            found += [n for n in own.tolist() if _is_elbow(parts, n, right, foot, em)]
    return np.array(sorted(set(found)), dtype=np.int64)


def _goes_on(box: Floats, rules: Floats, right: bool, foot: bool, em: float) -> Flags:
    """Which boxes have an upright arm at their left or `right` that goes on in a rule, down or from their `foot` up."""
    side = 2 if right else 0
    found = np.zeros(len(box), dtype=bool)
    for rule in rules:  # one by one: of many rules and parts the table would be large
        gap = box[:, 1] - rule[3] if foot else rule[1] - box[:, 3]
        found |= (np.abs(box[:, side] - rule[side]) < ASIDE * em) & (gap > -em) & (gap < APART * em)
    return found


def _is_elbow(parts: Parts, n: int, right: bool, foot: bool, em: float) -> bool:
    """Whether all of a part is along two of its sides."""
    x0, y0, x1, y1 = (int(edge) for edge in parts.box[n])
    own = parts.labels[y0:y1, x0:x1] == n + 1
    own = own[:: -1 if foot else 1, :: -1 if right else 1]
    thin = max(3, round(THIN * em))
    return float(own[thin:, thin:].sum()) < (1 - ELBOW) * float(own.sum()) and min(own.shape) > thin
