"""Overprints: glyphs that are on the page but not to be read.

    a headline drawn two to four times, a point apart (shadow, outline)  →  once
    body type drawn twice in place (fake bold)                           →  once
    a radical over the ideograph that it is drawn as (⼴ over 广)         →  once
    a copy in a font that does not say what its glyphs read              →  goes, the other stays
    invisible text over visible text                                     →  discarded
    invisible text over a picture, or over a headline drawn as outlines  →  stays, and the page is flagged
    text beyond the page's edge, clipped away or too small to be seen    →  discarded

With boxes this is exact: 人人 side by side stays, 人 over 人 goes, whatever its font, size and colour.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import meaning
from pipeline.layout.ink import ink_of
from pipeline.layout.overprint import copies, covered, unread_copies
from pipeline.page import Page
from pipeline.registry import Settings, stage

BLANKS = frozenset(map(ord, " \u00a0\u3000\t\r\n\u200b"))


class Overprints(Settings):
    pass


@stage("overprints", needs={"lines"}, gives={"lines"})
def overprints(page: Page, settings: Overprints) -> Page:  # noqa: ARG001
    """Discard the copies of doubled glyphs, glyphs that nobody sees and blanks, whose place the boxes tell."""
    glyphs = page.glyphs
    if glyphs.box is None:
        return page
    none = np.zeros(len(glyphs), dtype=bool)
    hidden = none if glyphs.hidden is None else glyphs.hidden
    outside = none if glyphs.outside is None else glyphs.outside
    lines = []
    kept = False
    for line in page.lines:
        numbers = line.text.origins
        ink = ink_of(glyphs, numbers)
        blank = np.isin(ink.char, list(BLANKS))
        unseen = outside[numbers] & ~blank
        invisible = hidden[numbers] & ~blank & ~unseen
        shown = ~blank & ~unseen
        double = np.zeros(len(numbers), dtype=bool)
        invisible[shown] &= covered(ink.middle[shown], ink.size[shown], invisible[shown])
        shown &= ~invisible
        double[shown] = copies(_meant(ink.char[shown]), ink.middle[shown], ink.size[shown], hidden[numbers][shown])
        shown &= ~double
        double[shown] = unread_copies(_meant(ink.char[shown]), ink.box[shown])
        kept |= bool(hidden[numbers][shown & ~double].any())
        text, left = line.text, np.ones(len(numbers), dtype=bool)
        for gone, reason in ((blank, "blank"), (unseen, "outside"), (invisible, "invisible"), (double, "overprint")):
            text = text.delete(_runs(gone[left]), reason)
            left &= ~gone
        if len(text):
            lines.append(line.with_text(text, "shadowed" if double.any() else None))
    page = page.but(lines=tuple(lines))
    return page.flagged("invisible-text") if kept else page


def _meant(char: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """What each character stands for, if that is one: two fonts may call one ideograph by two names."""
    codes, which = np.unique(char, return_inverse=True)
    meant = [meaning(chr(code)) or chr(code) for code in codes.tolist()]
    read = [ord(one) if len(one) == 1 else code for one, code in zip(meant, codes.tolist(), strict=True)]
    return np.array(read, dtype=np.uint32)[which]


def _runs(gone: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[slice]:
    """The stretches of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], gone, [False]]).astype(np.int8)))
    return [slice(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
