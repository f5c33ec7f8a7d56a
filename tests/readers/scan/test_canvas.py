"""A clipping on an even canvas is read as it would be by itself, and its boxes lead to where it lies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from PIL import Image

from pipeline.page import Page
from pipeline.readers.scan.canvas import within_canvas
from pipeline.readers.scan.fold import pages_on
from pipeline.readers.scan.reader import read
from pipeline.readers.scan.sheet import Sheet
from tests.readers.scan.drawing import Grey, level_text, paper
from tests.readers.scan.recorded import Same


def clipping(ground: int) -> Grey:
    """Twelve lines of sixteen characters on paper that is so light."""
    grey = paper(520, 460)
    level_text(grey, 30, 30, 16, 12)
    return np.where(grey == 235, ground, grey).astype(np.uint8)


def canvas(high: int, wide: int, sheet: Grey, x: int, y: int, color: int = 255) -> Grey:
    grey = np.full((high, wide), color, dtype=np.uint8)
    grey[y : y + sheet.shape[0], x : x + sheet.shape[1]] = sheet
    return grey


def page_of(grey: Grey, path: Path) -> Page:
    Image.fromarray(grey).save(path)
    (page,) = read(path, "page", Same("字" * 16))
    assert isinstance(page, Page)
    return page


@pytest.mark.parametrize(
    ("high", "wide", "x", "y"), [(1000, 6000, 100, 100), (1200, 20_000, 0, 0), (9000, 700, 240, 8400)]
)
@pytest.mark.parametrize(("ground", "color"), [(200, 255), (255, 255), (200, 0)])
def test_a_clipping_on_a_canvas_is_read_like_one_without(
    high: int, wide: int, x: int, y: int, ground: int, color: int, tmp_path: Path
) -> None:
    sheet = clipping(ground)
    alone = page_of(sheet, tmp_path / "alone.png")
    page = page_of(canvas(high, wide, sheet, x, y, color), tmp_path / "canvas.png")
    assert page.glyphs.box is not None
    assert alone.glyphs.box is not None
    assert len(page.glyphs) == len(alone.glyphs) == 16 * 12
    assert list(page.source.original_size) == [wide, high]
    assert np.abs(page.glyphs.box - alone.glyphs.box - [x, y, x, y]).max() < 2


def test_a_canvas_is_not_the_other_page() -> None:
    sheet = clipping(200)
    (only,) = pages_on(Sheet.of(canvas(1000, 6000, sheet, 100, 100)))
    assert only.grey.shape == sheet.shape


def test_a_page_with_much_white_below_does_not_become_two() -> None:
    grey = np.full((3000, 2000), 255, dtype=np.uint8)
    level_text(grey, 100, 100, 35, 20)
    level_text(grey, 1050, 100, 35, 20)
    assert len(pages_on(Sheet.of(grey))) == 1


@pytest.mark.parametrize(
    ("grey", "kept"),
    [
        (canvas(600, 600, clipping(200), 60, 40), (0, 0, 600, 600)),
        (canvas(3000, 3000, clipping(200), 60, 40), (60, 40, 520, 560)),
        (canvas(3000, 3000, clipping(255), 600, 40), (20, 0, 1620, 1080)),
        (canvas(3000, 3000, np.zeros((20, 20), dtype=np.uint8), 1000, 1000), (210, 210, 1810, 1810)),
        (np.full((300, 300), 255, dtype=np.uint8), (0, 0, 300, 300)),
        (np.random.default_rng(1).integers(200, 230, (900, 900), dtype=np.uint8), (0, 0, 900, 900)),
    ],
    ids=["margins", "grey-on-white", "white-on-white", "a-speck", "nothing", "real-paper"],
)
def test_where_a_sheet_lies(grey: Grey, kept: tuple[int, int, int, int]) -> None:
    assert within_canvas(grey) == pytest.approx(kept, abs=5)
