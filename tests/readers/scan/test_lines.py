"""Lines: what stands beside one that was put together last is of it, too."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.ink import Parts
from pipeline.readers.scan.lines import strips

EM = 26.0
OVER = [(249, 97, 307, 137), (322, 86, 384, 150), (467, 86, 498, 143), (497, 87, 532, 148)]
# The row under it is spread. Its last character is in two pieces, and a quote stands before and behind that.
FIRST = [(24, 174, 84, 238), (103, 193, 160, 238), (173, 196, 180, 212), (201, 176, 230, 231), (250, 176, 273, 225)]
NEXT = [(277, 205, 287, 215), (324, 198, 382, 236)]
LAST = [(472, 204, 486, 230), (487, 172, 532, 235)]
CLOSING = [(552, 185, 562, 202), (563, 185, 573, 202)]
INKED = 0.25  # of its box is the ink of a part


@pytest.mark.parametrize(
    ("behind", "right"),
    [
        (CLOSING, 573),
        ([(x0, y0 + 40, x1, y1 + 40) for x0, y0, x1, y1 in CLOSING], 532),  # low: two commas are no quote
    ],
)
def test_the_quote_behind_a_character_that_came_to_its_line_late_is_of_the_line(
    behind: list[tuple[int, int, int, int]], right: int
) -> None:
    box = np.array([*OVER, *FIRST, *NEXT, *LAST, *behind], dtype=np.float64)
    area = INKED * np.prod(box[:, 2:] - box[:, :2], axis=1)
    found = strips(Parts(box, area, np.zeros((1, 1), dtype=np.int32)), EM, -1.0, np.empty((0, 4)))
    assert [strip.box[2] for strip in found if strip.box[0] == 24] == [right]
