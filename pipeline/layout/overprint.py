"""Overprint: glyphs that are printed several times at nearly one place (shadow, outline, fake bold).

Two glyphs are copies of each other if they read alike and lie nearer than any two neighbours in a line can. Font,
subset, colour and the order of drawing do not matter; the copy that is drawn last lies on top and is the real one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FARTHEST = 4.2  # points between two copies, in either direction
NEAREST_NEIGHBOUR = 0.45  # of the type's size; 人人 side by side are farther apart, even where squeezed
OVER = 0.6  # of the type's size, between the middles of an invisible glyph and the visible one under it
ON_TOP = 0.3  # of the sides of two boxes, between their middles, where one lies on the other
UNREAD, PRIVATE = 0xFFFD, (0xE000, 0xF8FF)  # what nobody knows how to read
SIZES = 1.25  # the sizes of two copies differ by this factor at most (an outline is a little larger)


def copies(char: NDArray[np.uint32], middle: Floats, size: Floats, hidden: Flags) -> Flags:
    """Which glyphs are copies of another that is drawn over them. `middle` is (n, 2), in points as `size`.

    Near-linear in the glyphs (a k-d tree). Of some copies the last visible one is the real one.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    count = len(char)
    if count < 2:
        return np.zeros(count, dtype=bool)
    # what stands in the very same place is one point: a heap of thousands would have millions of pairs
    one, twin = _distinct(char, middle[:, 0], middle[:, 1], size)
    # reading as a third coordinate, so that only glyphs that read alike are near each other
    place = np.column_stack([middle, char.astype(np.float64) * 3 * FARTHEST])[one]
    pairs = cKDTree(place).query_pairs(FARTHEST * 1.4143, output_type="ndarray")
    a, b = one[pairs[:, 0]], one[pairs[:, 1]]
    apart = np.abs(middle[a] - middle[b]).max(axis=1)
    small, large = np.minimum(size[a], size[b]), np.maximum(size[a], size[b])
    same = pairs[(apart <= FARTHEST) & (apart < NEAREST_NEIGHBOUR * small) & (large <= SIZES * small)]
    links = coo_matrix((np.ones(len(same)), (same[:, 0], same[:, 1])), shape=(len(one), len(one)))
    group = connected_components(links, directed=False)[1][twin]
    rank = np.arange(count) + np.where(hidden, 0, count)
    order = np.lexsort((rank, group))
    last = np.append(group[order][1:] != group[order][:-1], True)
    drop = np.ones(count, dtype=bool)
    drop[order[last]] = False
    return drop


def unread_copies(char: NDArray[np.uint32], box: Floats) -> Flags:
    """Which glyphs, of those that the file does not say how to read, lie on one that can be read: its copies in another
    font. `box` is (n, 4), from the top left."""
    from scipy.spatial import cKDTree

    unread = (char == UNREAD) | ((char >= PRIVATE[0]) & (char <= PRIVATE[1]))
    found = np.zeros(len(char), dtype=bool)
    if unread.all() or not unread.any():
        return found
    middle, side = (box[:, :2] + box[:, 2:]) / 2, box[:, 2:] - box[:, :2]
    _, nearest = cKDTree(middle[~unread]).query(middle[unread], p=np.inf)
    off = np.abs(middle[unread] - middle[~unread][nearest])
    small, large = (least(side[unread], side[~unread][nearest]) for least in (np.minimum, np.maximum))
    alike = (large <= SIZES * small).all(axis=1) & (off <= np.minimum(ON_TOP * small, FARTHEST)).all(axis=1)
    found[unread] = alike
    return found


def _distinct(*columns: NDArray[Any]) -> tuple[Ints, Ints]:
    """The first row of each kind of row, and for each row which of these it is like."""
    order = np.lexsort(columns)
    new = np.ones(len(order), dtype=bool)
    new[1:] = np.any([column[order[1:]] != column[order[:-1]] for column in columns], axis=0)
    twin = np.empty(len(order), dtype=np.int64)
    twin[order] = np.cumsum(new) - 1
    return order[new], twin


def covered(middle: Floats, size: Floats, hidden: Flags) -> Flags:
    """Which of the hidden glyphs lie over a visible one, whatever that reads: an OCR layer errs in both."""
    from scipy.spatial import cKDTree

    over = np.zeros(len(hidden), dtype=bool)
    if hidden.all() or not hidden.any():
        return over
    away, nearest = cKDTree(middle[~hidden]).query(middle[hidden], p=np.inf)
    over[hidden] = away < OVER * np.maximum(size[~hidden][nearest], size[hidden])
    return over
