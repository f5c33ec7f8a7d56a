"""Specks: dirt over and under a line of type, which would make it higher than its type is.

    以免伤根。
          ·     →  the speck is none of the line's

No mark lies all beyond the characters of its line: a comma hangs down beside them, and begins above their feet.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.readers.scan.ink import Parts
from pipeline.readers.scan.strip import Strip, sides, strip_of

SPECK = 0.2  # of the size of the type: larger is no speck


def unspecked(lines: Sequence[Strip], parts: Parts) -> list[Strip]:
    """The lines without the specks that lie beyond all their characters, across the writing."""
    made = []
    for line in lines:
        _, _, top, foot = sides(parts, line.parts, line.down)
        speck = np.maximum(parts.wide, parts.tall)[line.parts] < SPECK * line.size
        if not speck.all():
            speck &= (foot <= top[~speck].min()) | (top >= foot[~speck].max())
            if speck.any():
                line = strip_of(parts, line.parts[~speck], line.size, line.down)
        made.append(line)
    return made
