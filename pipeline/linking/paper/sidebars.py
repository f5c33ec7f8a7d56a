"""Sidebars on paper: a box that stands among the columns of a story and speaks of the same is part of it.

A box beside a story is part of it if it shares far more words with it than with the rest of the page. One that speaks
more like another story (an advertisement, a piece that just stands there) is a story of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.linking.terms import Terms

NONE = -1
ALIKE = 0.025  # likeness in words of a box and the story beside it
STANDS_OUT = 2.0  # times as alike as any other story


def parents(
    boxed: NDArray[np.bool_], boxes: NDArray[np.float64], texts: Sequence[str], least: int, near: float = 0.0
) -> NDArray[np.int64]:
    """For each story the one that it is a sidebar of, or NONE.

    `boxed` tells which stories stand whole in one frame, `boxes` (n, 4) are the extents of all of them, `texts`
    their bodies. A story of fewer than `least` characters is neither sidebar nor parent. A box that stands beside a
    story, nearer than `near`, is its sidebar where it shares far more words with it than with any other.
    """
    found = np.full(len(texts), NONE, dtype=np.int64)
    long = np.array([len(text) >= least for text in texts], dtype=bool)
    if not (boxed & long).any():
        return found
    rows = Terms(list(texts)).rows
    alike = np.asarray((rows @ rows.T).todense())
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    x0, y0, x1, y1 = boxes.T
    for k in np.flatnonzero(boxed & long).tolist():
        rivals = long.copy()
        rivals[k] = False
        if not rivals.any():
            continue
        likest = int(np.where(rivals, alike[k], -1.0).argmax())
        around = x0[likest] < x[k] < x1[likest] and y0[likest] < y[k] < y1[likest]
        rivals[likest] = False
        away = max(x0[likest] - x1[k], x0[k] - x1[likest], y0[likest] - y1[k], y0[k] - y1[likest])
        stands_out = rivals.any() and alike[k, likest] > STANDS_OUT * alike[k][rivals].max()
        beside = away < near and stands_out and alike[k, likest] > ALIKE
        if not boxed[likest] and ((around and alike[k, likest] > 0) or beside):
            found[k] = likest
    return found
