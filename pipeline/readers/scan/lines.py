"""Lines: which parts of the ink are one line of writing, and which way it runs."""

from __future__ import annotations

import numpy as np

from pipeline.readers.scan.body import body_lines, run_down
from pipeline.readers.scan.display import ANCHOR, LARGE, display_lines
from pipeline.readers.scan.ink import Floats, Parts
from pipeline.readers.scan.join import joined
from pipeline.readers.scan.pieces import interleaved, quoted, reunited, swallowed, uncrossed, with_halves
from pipeline.readers.scan.slots import lone_marks, regathered
from pipeline.readers.scan.strip import Strip

SPECK = 0.07  # em: the side of the smallest mark
LARGEST = 12.0  # em: a thicker one is no type
LONGEST = 16.0  # em: nor a longer one that is thinner than a character
FILLED = 0.15  # of its box is the ink of a longer one, if it is type that touches and no border


def strips(parts: Parts, em: float, pitch: float, walls: Floats) -> list[Strip]:
    """The lines of a sheet whose body type is `em` pixels large; specks and blots are in none.

    `pitch` tells, from -1 to 1, how surely most of them run down (see `pitch`); `walls` (n, 4) are the boxes of
    what is drawn between columns.
    """
    side = np.maximum(parts.wide, parts.tall)
    least = np.minimum(parts.wide, parts.tall)
    free = (least <= LARGEST * em) & ((side <= LONGEST * em) | (least > 1.2 * em))
    free &= (side <= LONGEST * em) | (parts.area > FILLED * parts.wide * parts.tall)
    free &= parts.area >= max(4.0, (SPECK * em) ** 2)
    found = display_lines(parts, free, em, walls, pitch)
    small = free & ((side <= 1.2 * LARGE * em) | (least <= LARGE * em))
    anchors = np.flatnonzero(small & (side >= ANCHOR * em))
    if not len(anchors):
        return joined(found, parts, em, walls)
    down_of = run_down(parts, anchors, em, pitch)
    for down in (False, True):
        mine = anchors[down_of == down]
        found += body_lines(parts, mine, small, em, walls, down)
    found = regathered(found, parts, small, em)
    made = with_halves(quoted(swallowed(found, em), parts, em), parts, em)
    made = with_halves(quoted(joined(made, parts, em, walls), parts, em), parts, em)
    made = interleaved(reunited(uncrossed(swallowed(made, em), parts, em), parts, em), parts, em)
    made = quoted(made, parts, em)
    return lone_marks(made, parts, em)
