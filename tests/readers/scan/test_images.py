"""Images: what kinds of files are read, and what is refused."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from PIL import ExifTags, Image

from pipeline.drawing.plan import plan
from pipeline.errors import ReadError
from pipeline.page import Box, Page
from pipeline.readers.scan import images
from pipeline.readers.scan.blank import BLANK
from pipeline.readers.scan.reader import read
from pipeline.readers.unread import Unread
from pipeline.recipe import load
from pipeline.run import run
from pipeline.writers.build import build
from tests.readers.scan.drawing import level_text, paper
from tests.readers.scan.recorded import Recorded, Same


def page() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    grey = paper(400, 300)
    level_text(grey, 30, 30, 8, 6)
    return grey


@pytest.mark.parametrize("ending", ["png", "tif", "jpg", "jp2", "bmp", "gif", "webp"])
def test_kinds_of_files(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"page.{ending}"
    Image.fromarray(page()).save(path)
    assert images.count(path) == 1
    (shown,) = images.pictures(path, 1)
    assert isinstance(shown, np.ndarray)
    assert np.abs(shown.astype(int) - page().astype(int)).mean() < 4


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "CMYK", "I;16"])
def test_kinds_of_pixels_become_grey(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "page.tif"
    grey = np.where(page() < 128, 0, 255).astype(np.uint8)
    picture = Image.fromarray(grey.astype(np.uint16) * 257) if mode == "I;16" else Image.fromarray(grey).convert(mode)
    picture.save(path)
    (shown,) = images.pictures(path, 1)
    assert isinstance(shown, np.ndarray)
    assert shown.dtype == np.uint8
    dark = shown < 128
    assert (dark == (grey < 128)).mean() > 0.98


def test_what_is_transparent_is_paper(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(path)
    (shown,) = images.pictures(path, 1)
    assert isinstance(shown, np.ndarray)
    assert shown.min() == 255


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("mode", ["L", "RGBA", "I;16"])
def test_a_picture_is_turned_as_its_viewers_turn_it(mode: str, orientation: int, tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    grey = page()
    grey[:60, :90] = 0
    stored = Image.fromarray(grey.astype(np.uint16) * 257) if mode == "I;16" else Image.fromarray(grey).convert(mode)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    stored.save(path, exif=exif)
    (shown,) = images.pictures(path, 1)
    assert isinstance(shown, np.ndarray)
    assert shown.shape == ((400, 300) if orientation < 5 else (300, 400))
    corners = shown[:40, :40], shown[:40, -40:], shown[-40:, -40:], shown[-40:, :40]
    dark = [0, 1, 2, 3, 0, 1, 2, 3][orientation - 1]
    assert [bool((corner < 60).all()) for corner in corners] == [n == dark for n in range(4)]


def test_boxes_lie_on_the_picture_as_its_viewers_turn_it(tmp_path: Path) -> None:
    path = tmp_path / "page.jpg"
    straight = paper()
    level_text(straight, 300, 200, 20, 8)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    Image.fromarray(np.rot90(straight)).save(path, exif=exif)
    with Image.open(path) as image:
        assert image.size == (1200, 900), "as it is stored"
    (found,) = read(path, "page", Same("字" * 20))
    assert isinstance(found, Page)
    assert list(found.source.original_size) == [900, 1200]
    assert found.glyphs.box is not None
    for box in found.glyphs.box.tolist():
        x0, y0, x1, y1 = (round(edge) for edge in found.source.original(Box(*box)))
        assert (straight[y0:y1, x0:x1] < 128).mean() > 0.2


def test_a_file_of_several_pictures(tmp_path: Path) -> None:
    path = tmp_path / "pages.tif"
    pages = [Image.fromarray(page()), Image.fromarray(255 - page()), Image.fromarray(page()).convert("1")]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    assert images.count(path) == 3
    assert [one.shape for one in images.pictures(path, 3) if isinstance(one, np.ndarray)] == [(400, 300)] * 3


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\nno more than this")
    with pytest.raises(ReadError, match="no picture"):
        images.count(path)
    path.write_bytes(b"")
    with pytest.raises(ReadError, match="empty"):
        list(read(path, "page", Recorded("republic-good-3")))


def test_a_picture_that_breaks_off_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (600, 600), dtype=np.uint8)).save(path)
    path.write_bytes(path.read_bytes()[:20_000])
    (page,) = read(path, "page", Recorded("republic-good-3"))
    assert isinstance(page, Unread)
    assert "broken or was cut off" in page.reason
    assert "copy, save or scan it anew" in page.reason


def test_what_the_library_says_of_notes_that_are_broken_is_not_for_the_user(tmp_path: Path) -> None:
    path = tmp_path / "page.tif"
    Image.fromarray(page()).save(path, compression="tiff_lzw")
    path.write_bytes(path.read_bytes()[:-60])  # the notes stand at the end
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        (shown,) = images.pictures(path, images.count(path))
        path.write_bytes(path.read_bytes()[:-60])
        with pytest.raises(ReadError, match=r"can be read \(TIFF, .*\), or it is broken; save it anew"):
            images.count(path)
    assert isinstance(shown, ReadError)
    assert said == []


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "MOST_PIXELS", 100_000)
    path = tmp_path / "page.png"
    Image.fromarray(page()).save(path)
    (shown,) = images.pictures(path, 1)
    assert isinstance(shown, ReadError)
    assert "lower resolution" in str(shown)


def test_a_picture_too_small_to_be_a_page(tmp_path: Path) -> None:
    path = tmp_path / "dot.png"
    Image.new("L", (20, 20)).save(path)
    (shown,) = images.pictures(path, 1)
    assert isinstance(shown, ReadError)
    assert "too small to show a page: it has 20 × 20 pixels, and 64 each way are the least; scan it at" in str(shown)


def worn_paper() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Paper with grain and specks, and dark where it ends."""
    chance = np.random.default_rng(3)
    grey = np.clip(paper(1200, 900) + chance.normal(0, 6, (1200, 900)), 0, 255).astype(np.uint8)
    for y, x in chance.integers(10, 890, (60, 2)).tolist():
        grey[y : y + 4, x : x + 4] = 60
    grey[:, :30] = 20
    return grey


@pytest.mark.parametrize("shown", [paper(500, 400), worn_paper()])
def test_a_blank_page_is_a_page_and_says_so(
    shown: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], tmp_path: Path
) -> None:
    path = tmp_path / "blank.png"
    Image.fromarray(shown).save(path)
    (page,) = read(path, "blank", Same(""))
    assert isinstance(page, Page)
    assert (page.flags, len(page.glyphs), page.source.width) == ((BLANK,), 0, shown.shape[1])
    recipe = load("scan")
    cut = run(page, recipe)
    record, stories = build(cut, recipe)
    assert (record.ledger.glyphs, stories, record.confidence) == (0, [], 0)
    assert BLANK in record.flags
    assert plan(cut).width > shown.shape[1], "it can be drawn, too"


def test_a_page_of_which_nothing_can_be_read_is_not_blank(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    grey = worn_paper()
    level_text(grey, 200, 300, 20, 1)
    Image.fromarray(grey).save(path)
    (page,) = read(path, "page", Same(""))
    assert isinstance(page, Unread)
    assert "no text was found on the picture, and it is not blank; if it shows any, scan it anew" in page.reason


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    Image.fromarray(page()).save(path)
    with pytest.raises(ReadError, match="--max-megabytes"):
        list(read(path, "page", Recorded("republic-good-3"), most_bytes=100))
