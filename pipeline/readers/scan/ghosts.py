"""Ghosts: shades of what is on the back of the sheet, told from tints by the text that runs through their edges.

    时间回到2021年春天。望亭区一个
    临街门面挂出了“松鹤怡年康养服      a column that goes on under the edge, line by line  →  no tint
    ────────────────────────────
    务中心”的招牌，门口天天排长队

Within its edges a tint leaves a margin about what is set on it; no column goes on beyond.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.ink import Floats
from pipeline.readers.scan.strip import Strip

FLUSH = 0.4  # em: by less differ the ends of lines of one column
EVEN = 0.2  # em: and the leading within it
INDENT = 3.0  # em: farther in begins no line of a column
LONG = 6.0  # em: a shorter line tells of no column
NEXT = 2.2  # em: the next line of a column is nearer, from head to head


def unghosted(tints: Sequence[Box], lines: Sequence[Strip], em: float) -> tuple[Box, ...]:
    """The tints but those through whose edge a column of body type runs; all in pixels of one picture.

    `em` is the size of the body type.
    """
    if not tints:
        return ()
    ways = [(down, _across(lines, em, down)) for down in (False, True)]
    return tuple(box for box in tints if not any(_goes_on(box, down, column, em) for down, column in ways))


def _across(lines: Sequence[Strip], em: float, down: bool) -> Floats:
    """Start, end, top and foot (n, 4) of the long lines that run this way, in their order across the writing."""
    way = [1, 0, 3, 2] if down else [0, 1, 2, 3]
    box = np.array([line.box for line in lines if line.down == down], dtype=np.float64).reshape(-1, 4)[:, way]
    table = np.column_stack([box[:, 0], box[:, 2], box[:, 1], box[:, 3]])
    table = table[table[:, 1] - table[:, 0] > LONG * em]
    return np.asarray(table[np.argsort(table[:, 2], kind="stable")])


def _goes_on(box: Box, down: bool, lines: Floats, em: float) -> bool:
    """Whether three lines of one column follow each other evenly across an edge of a place."""
    x0, y0, x1, y1 = box
    begin, finish, head, low = (y0, y1, x0, x1) if down else (x0, x1, y0, y1)
    start, end, top, foot = lines.T
    middle = (top + foot) / 2
    inside = (start > begin - em) & (end < finish + em) & (middle > head) & (middle < low)
    for n in np.flatnonzero(inside).tolist():
        off = np.abs(start - start[n]), np.abs(end - end[n])  # the next may be indented, or the last of its paragraph
        flush = (np.minimum(*off) < FLUSH * em) & (off[0] < INDENT * em)
        step = middle - middle[n]
        near = flush & (np.abs(step) < NEXT * em) & (np.abs(step) > em / 2)
        within, beyond = near & inside, near & ~inside
        for one in step[within].tolist():
            if (np.abs(step[beyond] + one) < EVEN * em).any():
                return True
    return False
