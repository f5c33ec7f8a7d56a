"""Specks over and under a line."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.ink import Parts, parts_of
from pipeline.readers.scan.specks import unspecked
from pipeline.readers.scan.strip import strip_of
from tests.readers.scan.drawing import EM, INK, characters, paper


def five(x: int, y: int, side: int) -> Parts:
    """Five characters of a line and a dot."""
    page = paper(200, 300)
    characters(page, 60, 60, 5, 1, EM, 0)
    page[y : y + side, x : x + side] = 40
    return parts_of((page < 128).astype(np.uint8))


@pytest.mark.parametrize("down", [False, True], ids=["level", "upright"])
@pytest.mark.parametrize(
    ("y", "side", "kept"),
    [
        (60 + INK + 4, 3, 5),
        (50, 3, 5),
        (60 + INK - 2, 3, 6),  # a mark that hangs down
        (60 + INK + 4, 8, 6),  # a larger one
    ],
)
def test_specks_beyond_its_characters_are_none_of_a_line(y: int, side: int, kept: int, down: bool) -> None:
    found = five(60 + 5 * EM, y, side)
    if down:
        found = Parts(found.box[:, [1, 0, 3, 2]], found.area, found.labels.T)
    (line,) = unspecked([strip_of(found, np.arange(len(found.area)), float(INK), down)], found)
    assert len(line.parts) == kept


def test_a_line_of_specks_stays() -> None:
    found = five(60 + 5 * EM, 60 + INK + 4, 3)
    line = strip_of(found, np.arange(len(found.area)), 200.0, False)
    assert unspecked([line], found) == [line]
