"""Places: where a text stands in its source: ranges of offsets in a raw text, boxes on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box, Page
from pipeline.text import Text
from pipeline.writers import records

DIGITS = 2  # of a box's edges, in points, pixels or cells
BACK = 0.5  # of a line's height: a glyph that ends so far left of the one before it stands in another line
APART = 3.0  # line heights: what is further below stands apart (a picture is between)
Floats = NDArray[np.float64]


class Stretch(NamedTuple):
    """A piece of a text that stands together on paper, and whether it is written downwards."""

    box: Box
    vertical: bool


def spans(text: Text, page: Page) -> list[tuple[int, int]]:
    """The printed characters of `text` as half-open ranges of offsets in the decoded source, in text order.

    Two neighbours are two ranges wherever a glyph between them was discarded. Inserted characters have none.
    """
    runs = np.array([*text.runs()], dtype=np.int64).reshape(-1, 2)
    offset = page.glyphs.offset
    return [*zip(offset[runs[:, 0]].tolist(), (offset[runs[:, 1] - 1] + 1).tolist(), strict=True)]


def regions(lines: Sequence[Text], page: Page) -> list[records.Region]:
    """One box a column around the printed characters, in the source's unit; none where it has no geometry."""
    found = []
    for stretch in stretches(lines, page):
        x0, y0, x1, y1 = (round(edge, DIGITS) for edge in page.place(stretch.box))
        found.append(records.Region(page=page.source.number, bbox=(x0, y0, x1, y1)))
    return found


FARTHEST = 1e6  # points or pixels from the page's corner; what a broken file puts farther away is put there


def stretches(lines: Sequence[Text], page: Page) -> list[Stretch]:
    """What of a text stands in one piece: the lines below each other in one column, or beside each other in a tier.

    It is told by the glyphs' boxes alone, because the lines of a text may have been joined long ago.
    """
    boxes = page.glyphs.box
    if boxes is None:
        return []
    origins = np.concatenate([line.origins for line in lines]) if lines else np.empty(0, np.int64)
    own = boxes[origins[origins >= 0]].astype(np.float64)
    own = np.minimum(np.maximum(np.where(np.isnan(own), 0.0, own), -FARTHEST), FARTHEST)
    if not len(own):
        return []
    vertical = _runs_down(own)
    rows = _rows(_turned(own) if vertical else own)
    return [Stretch(_turned_back(box) if vertical else box, vertical) for box in _pieces(rows)]


def _runs_down(boxes: Floats) -> bool:
    """Whether most glyphs stand below the one before them."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    across, down = np.abs(middle[1:] - middle[:-1]).T
    return int(np.count_nonzero(down > across)) * 2 > len(down)


def _turned(boxes: Floats) -> Floats:
    """Vertical writing as if it were horizontal: down is right, and left is down."""
    return np.stack([boxes[:, 1], -boxes[:, 2], boxes[:, 3], -boxes[:, 0]], axis=1)


def _turned_back(box: Box) -> Box:
    return Box(-box.y1, box.x0, -box.y0, box.x1)


def _rows(boxes: Floats) -> list[Box]:
    """The boxes of the lines of print: a line ends where the next glyph stands higher, lower or further left."""
    before, after = boxes[:-1], boxes[1:]
    level = _within(after, before) | _within(before, after)
    back = (before[:, 2] - after[:, 2]) > BACK * (before[:, 3] - before[:, 1])
    begins = [0, *((~level | back).nonzero()[0] + 1).tolist()]
    low, high = np.minimum.reduceat(boxes[:, :2], begins), np.maximum.reduceat(boxes[:, 2:], begins)
    return [Box(x0, y0, x1, y1) for (x0, y0), (x1, y1) in zip(low.tolist(), high.tolist(), strict=True)]


def _within(some: Floats, others: Floats) -> NDArray[np.bool_]:
    """Whether the middle of each box is at the height of the other box."""
    middle = (some[:, 1] + some[:, 3]) / 2
    return np.asarray((others[:, 1] <= middle) & (middle <= others[:, 3]), dtype=np.bool_)


def _pieces(rows: Sequence[Box]) -> list[Box]:
    """Rows of one column as one box; one that stands higher, beside or far below begins another."""
    found: list[Box] = []
    last = rows[0]
    for row in rows:
        if found and _goes_on(found[-1], last, row):
            found[-1] = _union(found[-1], row)
        else:
            found.append(row)
        last = row
    return found


def _goes_on(piece: Box, last: Box, row: Box) -> bool:
    height = max(last.y1 - last.y0, row.y1 - row.y0)
    below = (row.y0 + row.y1) / 2 >= last.y0 and row.y0 - last.y1 <= APART * height
    return below and row.x0 < piece.x1 and row.x1 > piece.x0


def _union(one: Box, other: Box) -> Box:
    return Box(min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))
