"""Whatever a picture shows, a sheet can be surveyed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.ink import GROUND
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import survey
from tests.readers.scan.drawing import level_text


@settings(max_examples=40)
@given(
    places=st.lists(
        st.tuples(
            st.integers(0, 590), st.integers(0, 790), st.integers(1, 500), st.integers(1, 500), st.integers(0, 255)
        ),
        max_size=12,
    ),
    ground=st.integers(0, 255),
    lines=st.integers(0, 12),
)
def test_whatever_a_picture_shows_what_is_drawn_has_room_and_lies_on_it(
    places: list[tuple[int, int, int, int, int]], ground: int, lines: int
) -> None:
    page = np.full((800, 600), ground, dtype=np.uint8)
    for x, y, wide, high, shade in places:
        page[y : y + high, x : x + wide] = shade
    level_text(page, 40, 30, 20, lines)
    found = survey(Sheet.of(page))
    high, wide = found.mask.shape
    for box in (*found.drawn.pictures, *found.drawn.frames, *found.drawn.tints, *found.drawn.grounds):
        assert -GROUND < box.x0 < box.x1 < wide + GROUND  # the ground is measured in cells of so many pixels
        assert -GROUND < box.y0 < box.y1 < high + GROUND
