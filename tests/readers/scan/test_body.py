"""Which way body type runs, and what a worn place of a page does not change about it."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.body import run_down
from pipeline.readers.scan.ink import Floats, Parts
from tests.readers.scan.drawing import EM, INK

STROKE = 13  # pixels: how wide is what is left of a worn character


def grid(x: int, y: int, columns: int, rows: int, step_x: int, step_y: int, wide: int = INK) -> Floats:
    """The boxes of characters, each so many pixels from the next."""
    return np.array(
        [
            (x + n * step_x, y + m * step_y, x + n * step_x + wide, y + m * step_y + INK)
            for m in range(rows)
            for n in range(columns)
        ],
        dtype=np.float64,
    )


def share_down(*boxes: Floats, pitch: float) -> list[float]:
    """How much of each group of characters runs down on a page of them all."""
    box = np.concatenate(boxes)
    parts = Parts(box, np.full(len(box), 100.0), np.zeros((1, 1), np.int32))
    down = run_down(parts, np.arange(len(box)), EM, pitch)
    return [float(part.mean()) for part in np.split(down, np.cumsum([len(each) for each in boxes])[:-1])]


LEADING = round(1.5 * EM)
TEXT = grid(0, 0, 20, 40, EM, LEADING)
WORN = grid(24 * EM, 0, 4, 4, EM, LEADING, STROKE)


def test_a_worn_place_of_a_page_that_is_level_all_over_is_level() -> None:
    assert share_down(TEXT, WORN, pitch=-0.2) == [0.0, 0.0]


def test_it_is_not_told_by_the_page_where_that_runs_both_ways() -> None:
    columns = grid(0, 66 * EM, 8, 16, LEADING, EM)
    assert share_down(TEXT, WORN, columns, pitch=-0.2) == [0.0, 1.0, 1.0]


def test_a_column_on_a_level_page_runs_down() -> None:
    assert share_down(TEXT, grid(24 * EM, 0, 1, 5, EM, EM), pitch=-1.0) == [0.0, 1.0]
