"""Places: where a text stands in its source: ranges of offsets in a raw text, boxes on paper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.page import Page
from pipeline.text import Text
from pipeline.writers import records

DIGITS = 2  # of a box's edges, in points, pixels or cells


def spans(text: Text, page: Page) -> list[tuple[int, int]]:
    """The printed characters of `text` as half-open ranges of offsets in the decoded source, in text order.

    Two neighbours are two ranges wherever a glyph between them was discarded. Inserted characters have none.
    """
    offset = page.glyphs.offset
    return [(int(offset[start]), int(offset[end - 1]) + 1) for start, end in text.runs()]


def regions(lines: Sequence[Text], page: Page) -> list[records.Region]:
    """One box a line around its printed characters, in the source's unit; none where it has no geometry."""
    boxes = page.glyphs.box
    if boxes is None:
        return []
    found = []
    for line in lines:
        of_line = boxes[line.origins[line.origins >= 0]]
        if len(of_line):
            low, high = np.min(of_line, axis=0), np.max(of_line, axis=0)
            x0, y0, x1, y1 = (round(float(edge), DIGITS) for edge in (low[0], low[1], high[2], high[3]))
            found.append(records.Region(page=page.source.number, bbox=(x0, y0, x1, y1)))
    return found
