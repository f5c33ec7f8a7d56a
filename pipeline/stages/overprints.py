"""Overprints: glyphs that are on the page but not to be read.

    a headline drawn two to four times, a point apart (shadow, outline)  →  once
    body type drawn twice in place (fake bold)                           →  once
    invisible text                                                       →  discarded, and the page is flagged

With boxes this is exact: 人人 side by side stays, 人 over 人 goes, whatever its font, size and colour.
"""

from __future__ import annotations

import numpy as np

from pipeline.layout.ink import ink_of
from pipeline.layout.overprint import copies
from pipeline.page import Page
from pipeline.registry import Settings, stage

BLANKS = frozenset(map(ord, " \u00a0\u3000\t\r\n\u200b"))


class Overprints(Settings):
    hidden: bool = False  # keep invisible text, as of a page whose picture has an OCR layer


@stage("overprints", needs={"lines"}, gives={"lines"})
def overprints(page: Page, settings: Overprints) -> Page:
    """Discard the copies of doubled glyphs, invisible glyphs and blanks, whose place the boxes tell."""
    if page.glyphs.box is None:
        return page
    hidden = page.glyphs.hidden if page.glyphs.hidden is not None else np.zeros(len(page.glyphs), dtype=bool)
    lines = []
    unseen = 0
    for line in page.lines:
        numbers = line.text.origins
        ink = ink_of(page.glyphs, numbers)
        invisible = hidden[numbers] & (not settings.hidden)
        blank = np.isin(ink.char, list(BLANKS))
        double = np.zeros(len(numbers), dtype=bool)
        shown = ~blank & ~invisible
        double[shown] = copies(ink.char[shown], ink.middle[shown], ink.size[shown], hidden[numbers][shown])
        unseen += int((invisible & ~blank).sum())
        text = line.text
        for gone, reason in ((blank, "blank"), (invisible & ~blank, "invisible"), (double, "overprint")):
            text = text.delete(_runs(np.isin(text.origins, numbers[gone])), reason)
        if len(text):
            lines.append(line.with_text(text, "shadowed" if double.any() else None))
    page = page.but(lines=tuple(lines))
    return page.flagged("invisible-text") if unseen else page


def _runs(gone: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[slice]:
    """The stretches of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], gone, [False]]).astype(np.int8)))
    return [slice(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
