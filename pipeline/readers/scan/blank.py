"""Blank: a sheet on which nothing is printed, as the back of a leaf; specks and shadows at its edges are nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.page import Glyphs
from pipeline.readers.scan.ink import USUAL_TYPE, Mask, parts_of

BLANK = "blank-page"
EDGE = 0.05  # of each side: there are the shadows of a fold and what lies behind the sheet
LEAST = 0.0005  # of a sheet is ink that says anything: a line of body type has twice as much


def no_glyphs() -> Glyphs:
    """The glyphs of a blank page: none, in a page that has places all the same."""
    flat, upright = np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.bool_)
    return replace(Glyphs.of(""), box=flat.reshape(0, 4), size=flat, angle=flat, vertical=upright, confidence=flat)


def is_blank(mask: Mask) -> bool:
    """Whether there is next to no ink, but for what is at the edges or smaller than type."""
    top, left = (round(EDGE * side) for side in mask.shape)
    inner = mask[top : mask.shape[0] - top, left : mask.shape[1] - left].copy()
    parts = parts_of(inner)
    large = (parts.wide >= USUAL_TYPE[0]) | (parts.tall >= USUAL_TYPE[0])
    return float(parts.area[large].sum()) < LEAST * inner.size
