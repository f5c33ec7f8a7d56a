"""White: type in white on black becomes black on white, so that it is read as all other is.

What is taken for a ground of such type may be a dark photograph: where nothing is surely read on it, it is a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.drawn import Drawn
from pipeline.readers.scan.engines.protocol import Reading
from pipeline.readers.scan.ink import Mask
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.strip import Strip

SURE = 0.8  # is the mean confidence of what is read on a ground, if it is type


def blackened(sheet: Sheet, mask: Mask, black: Sequence[Box]) -> tuple[Sheet, Mask]:
    """The sheet and its ink with these places of the ink the other way round."""
    if not black:
        return sheet, mask
    mask, grey = mask.copy(), sheet.grey.copy()
    scale = grey.shape[0] / mask.shape[0]
    for x0, y0, x1, y1 in black:
        place = slice(int(y0), int(y1)), slice(int(x0), int(x1))
        mask[place] = 1 - mask[place]
        there = slice(round(y0 * scale), round(y1 * scale)), slice(round(x0 * scale), round(x1 * scale))
        grey[there] = 255 - grey[there]
    return replace(sheet, grey=grey), mask


def settled(strips: Sequence[Strip], readings: Sequence[Reading], found: Drawn) -> tuple[list[Reading], Drawn]:
    """The readings without those on grounds where nothing is surely read, which are pictures then."""
    kept = list(readings)
    grounds, pictures = [], []
    for ground in found.grounds:
        own = [n for n, strip in enumerate(strips) if _inside(strip, ground)]
        sure = [value for n in own for value in readings[n].confidence]
        if sure and float(np.mean(sure)) >= SURE:
            grounds.append(ground)
            continue
        pictures.append(ground)
        for n in own:
            kept[n] = Reading()
    return kept, replace(found, grounds=tuple(grounds), pictures=(*found.pictures, *pictures))


def _inside(strip: Strip, box: Box) -> bool:
    x, y = (strip.box[0] + strip.box[2]) / 2, (strip.box[1] + strip.box[3]) / 2
    return box.x0 < x < box.x1 and box.y0 < y < box.y1
