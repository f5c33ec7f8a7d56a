"""Lines: which parts of the ink are one line of writing, and which way it runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.readers.scan.body import body_lines, run_down
from pipeline.readers.scan.display import ANCHOR, LARGE, display_lines
from pipeline.readers.scan.ink import Floats, Ints, Parts
from pipeline.readers.scan.join import joined
from pipeline.readers.scan.pieces import uncrossed, with_halves
from pipeline.readers.scan.strip import Strip

SPECK = 0.07  # em: the side of the smallest mark
LARGEST = 12.0  # em: a thicker one is no type
LONGEST = 16.0  # em: nor a longer one that is thinner than a character
FILLED = 0.15  # of its box is the ink of a longer one, if it is type that touches and no border
INNER = 1.7  # em: a line no longer than this may be a part of one that it lies in
MARK = 2.2  # times its longer side is a line high of which it is a mark
HANGS = 0.2  # of a line's height: by so much may its marks hang out of it


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
    found = display_lines(parts, free, em, walls)
    small = free & ((side <= 1.2 * LARGE * em) | (least <= 1.3 * em))
    anchors = np.flatnonzero(small & (side >= ANCHOR * em))
    if not len(anchors):
        return joined(found, parts, em, walls)
    down_of = run_down(parts, anchors, em, pitch)
    for down in (False, True):
        mine = anchors[down_of == down]
        found += body_lines(parts, mine, small, em, walls, down)
    made = joined(with_halves(_swallowed(found, em), parts, em), parts, em, walls)
    return uncrossed(made, parts, em)


def _swallowed(lines: list[Strip], em: float) -> list[Strip]:
    """The lines, with what lies inside a larger one as a part of it: a stroke that hangs together with nothing."""
    boxes = np.array([line.box for line in lines]).reshape(-1, 4)
    wide, tall = (boxes[:, 2:] - boxes[:, :2]).T
    large, lesser = wide * tall, np.minimum(wide, tall)
    added: dict[int, list[Ints]] = {}
    gone = set()
    for n in np.flatnonzero(np.maximum(wide, tall) < INNER * em).tolist():
        x0, y0, x1, y1 = boxes[n]
        out = np.where(lesser > MARK * max(x1 - x0, y1 - y0), HANGS * lesser, 1.0)
        around = (boxes[:, 0] <= x0 + out) & (boxes[:, 1] <= y0 + out)
        around &= (boxes[:, 2] >= x1 - out) & (boxes[:, 3] >= y1 - out)
        around &= large > 2 * large[n]
        if around.any():
            home = int(np.argmin(np.where(around, large, np.inf)))
            added.setdefault(home, []).append(lines[n].parts)
            gone.add(n)
    return [
        replace(line, parts=np.unique(np.concatenate([line.parts, *added.get(n, [])])))
        for n, line in enumerate(lines)
        if n not in gone
    ]
