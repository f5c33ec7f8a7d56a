"""Sections: before which paragraphs of a story do its subheadings stand?

A subheading that the source has right before a paragraph stays there. Those in a heap are placed in their
order by the words that they share with the paragraphs up to the next subheading.
"""

from __future__ import annotations

import numpy as np

from pipeline.characters import OPENERS
from pipeline.linking.model import Floats
from pipeline.linking.shape import SAME
from pipeline.linking.terms import Terms
from pipeline.page import Block

BREAK = 0.15  # what a blank line or a change of measure before a paragraph is worth, in cosines
DECAY = 0.85  # how fast the paragraphs of a section count less


def places_for(subheadings: list[Block], body: list[Block]) -> list[int]:
    """For each subheading (in source order) the index in `body` of the paragraph that it introduces."""
    where = {block.number: at for at, block in enumerate(body)}
    # what the source has right before a paragraph stays there; in a heap that is the last of them
    fixed = {n: where[block.number + 1] for n, block in enumerate(subheadings) if block.number + 1 in where}
    loose = [n for n in range(len(subheadings)) if n not in fixed]
    taken = set(fixed.values())
    if loose and body:
        fixed |= dict(zip(loose, _spread([subheadings[n] for n in loose], body, taken), strict=True))
    return [fixed.get(n, len(body)) for n in range(len(subheadings))]


def _spread(subheadings: list[Block], body: list[Block], taken: set[int]) -> list[int]:
    """Places in ascending order for subheadings in a heap: the best by shared words and breaks (dynamic program)."""
    gain = _gains(subheadings, body)
    count, places = len(subheadings), len(body)
    free = [at for at in range(places) if at not in taken] or list(range(places))
    if count > len(free):
        return [free[min(n, len(free) - 1)] for n in range(count)]
    best: Floats = np.full((count, len(free)), -np.inf)
    came = np.zeros((count, len(free)), dtype=np.int64)
    for n in range(count):
        top, top_at = (0.0, -1) if n == 0 else (-np.inf, -1)
        for k, at in enumerate(free):
            if n and k and best[n - 1, k - 1] > top:
                top, top_at = best[n - 1, k - 1], k - 1
            best[n, k] = top + gain[n, at]
            came[n, k] = top_at
    k = int(best[-1].argmax())
    chosen = [0] * count
    for n in range(count - 1, -1, -1):
        chosen[n] = free[k]
        k = int(came[n, k])
    return chosen


def _gains(subheadings: list[Block], body: list[Block]) -> Floats:
    """For each subheading and paragraph: how well the section that would begin there suits."""
    terms = Terms([block.string for block in body])
    alike = np.asarray((terms.others([block.string for block in subheadings]) @ terms.rows.T).todense())
    count = len(body)
    gain = np.zeros_like(alike)
    for at in range(count):
        weights = DECAY ** np.arange(count - at)
        gain[:, at] = (alike[:, at:] * weights).sum(axis=1) / np.sqrt((weights**2).sum())
        before = alike[:, :at][:, ::-1]
        if at:
            back = DECAY ** np.arange(at)
            gain[:, at] -= 0.5 * (before * back).sum(axis=1) / np.sqrt((back**2).sum())
        hangs = body[at].string[0] in OPENERS  # a hanging quote leaves a blank line where nothing breaks
        broken = (body[at].gap > 0 and not hangs) or (at and abs(body[at].measure - body[at - 1].measure) > SAME)
        gain[:, at] += BREAK * bool(broken) - (0.3 if at == 0 else 0.0)
    return gain
