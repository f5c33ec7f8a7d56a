"""Sidebars on paper: a box that stands among the columns of a story and speaks of the same is part of it.

A box beside a story, or one among its columns that speaks more like another story of the page (an advertisement, a
piece that just stands there), is a story of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.linking.terms import Terms

NONE = -1


def parents(
    boxed: NDArray[np.bool_], boxes: NDArray[np.float64], texts: Sequence[str], least: int
) -> NDArray[np.int64]:
    """For each story the one that it is a sidebar of, or NONE.

    `boxed` tells which stories stand whole in one frame, `boxes` (n, 4) are the extents of all of them, `texts`
    their bodies. A story of fewer than `least` characters is neither sidebar nor parent.
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
        if around and not boxed[likest] and alike[k, likest] > 0:
            found[k] = likest
    return found
