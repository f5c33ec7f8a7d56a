"""Sidebars on paper: a piece that stands among the columns of a story and speaks of the same is part of it.

A box that stands in or close beside a story is part of it if it is shorter, shares far more words with it than with
the rest of the page, and is not signed by others alone. A piece in no box (its tint is too light for the scan) needs
more: it takes up room of the story and is signed by somebody who signed that one, too. One that speaks more like
another story (an advertisement, a piece that just stands there) is a story of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.linking.terms import Terms

NONE = -1
ALIKE = 0.025  # likeness in words of a sidebar and its story
STANDS_OUT = 2.0  # times as alike as any other story
SHORTER = 2 / 3  # of the length of its story that a sidebar has at most
WITHIN = 0.4  # of the extent of a piece in no box that lies in the extent of its story


@dataclass(frozen=True, slots=True)
class Piece:
    """One story: its extent (x0, y0, x1, y1), the text of its body, who signed it, whether it stands whole in a box."""

    box: tuple[float, float, float, float]
    text: str
    authors: frozenset[str]
    boxed: bool


def parents(pieces: Sequence[Piece], least: int, near: float = 0.0) -> NDArray[np.int64]:
    """For each piece the number of the one that it is a sidebar of, or NONE.

    A piece of fewer than `least` characters is neither sidebar nor parent; a box is beside what it is nearer than
    `near` to, in the unit of the boxes.
    """
    found = np.full(len(pieces), NONE, dtype=np.int64)
    long = np.array([len(piece.text) >= least for piece in pieces], dtype=bool)
    if np.count_nonzero(long) < 2:
        return found
    rows = Terms([piece.text for piece in pieces]).rows
    alike = np.asarray((rows @ rows.T).todense())
    for k in np.flatnonzero(long).tolist():
        rivals = long.copy()
        rivals[k] = False
        likest = int(np.where(rivals, alike[k], -1.0).argmax())
        rivals[likest] = False
        others = float(alike[k][rivals].max()) if rivals.any() else 0.0
        if alike[k, likest] > max(ALIKE, STANDS_OUT * others) and _is_part(pieces[k], pieces[likest], near):
            found[k] = likest
    return found


def _is_part(piece: Piece, story: Piece, near: float) -> bool:
    """Whether a piece that speaks of the same as a story is of a length, a place and a hand to be part of it."""
    if story.boxed or len(piece.text) > SHORTER * len(story.text):
        return False
    signed_too = bool(piece.authors & story.authors)
    if not piece.boxed:
        return signed_too and _within(piece, story) > WITHIN
    by_others = piece.authors and story.authors and not signed_too
    return not by_others and _away(piece, story) < near


def _away(piece: Piece, story: Piece) -> float:
    """How far a piece lies from a story along the axis on which they are apart; negative where their extents meet."""
    (x0, y0, x1, y1), (left, top, right, bottom) = piece.box, story.box
    return max(left - x1, x0 - right, top - y1, y0 - bottom)


def _within(piece: Piece, story: Piece) -> float:
    """The part of the extent of a piece that lies in that of a story."""
    (x0, y0, x1, y1), (left, top, right, bottom) = piece.box, story.box
    width, height = min(x1, right) - max(x0, left), min(y1, bottom) - max(y0, top)
    area = (x1 - x0) * (y1 - y0)
    return max(width, 0.0) * max(height, 0.0) / area if area > 0 else 0.0
