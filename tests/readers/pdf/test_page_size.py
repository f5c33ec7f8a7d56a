"""A page is as large as its boxes say; where they cut off what it shows, it is an error or it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.page import Page
from pipeline.readers.pdf import NO_TEXT, OUTSIDE, read
from pipeline.readers.unread import Unread
from tests.readers.pdf.making import line, one_page

TEXT = line("一二三四五六七八", 20, 200) + line("九十", 350, 200)  # from 20 to 100 points, and from 350 to 370


def page_of(tmp_path: Path, media: tuple[float, ...], entries: str = "") -> Page | Unread:
    path = tmp_path / "page.pdf"
    path.write_bytes(one_page(TEXT, media=media, entries=entries))
    (page,) = read(path, "page")
    return page


@pytest.mark.parametrize(
    ("media", "entries", "size"),
    [
        ((0, 0, 0, 0), "", "0 × 0"),
        ((9, 9, 1, 1), "", "8 × 8"),
        ((0, 0, 400, 30), "", "400 × 30"),
        ((0, 0, 400, 300), "/CropBox [10 10 60 300]", "50 × 290"),
    ],
)
def test_a_page_without_room_for_text_is_an_error(
    media: tuple[float, ...], entries: str, size: str, tmp_path: Path
) -> None:
    page = page_of(tmp_path, media, entries)
    assert isinstance(page, Unread)
    assert f"leaves it {size} points, which is no page; set it to the size of its paper" in page.reason
    assert page.flag is None, "it is not rendered either: most of it would be cut off"


def test_corners_in_any_order_are_a_box(tmp_path: Path) -> None:
    page = page_of(tmp_path, (400, 300, 0, 0), "/CropBox [0 0 0 0]")
    assert isinstance(page, Page)
    assert (page.source.width, page.source.height, page.flags) == (400, 300, ())


def test_a_page_whose_text_is_all_beyond_its_edge_has_no_text_layer(tmp_path: Path) -> None:
    page = page_of(tmp_path, (1000, 1000, 1400, 1300))
    assert isinstance(page, Unread)
    assert page.flag == OUTSIDE != NO_TEXT
    assert "all 10 characters of its text are off the page, which is 400 × 300 points" in page.reason


@pytest.mark.parametrize(("right", "flags"), [(400, ()), (340, (OUTSIDE,))])
def test_a_page_that_cuts_much_of_its_text_off_says_so(right: int, flags: tuple[str, ...], tmp_path: Path) -> None:
    page = page_of(tmp_path, (0, 0, right, 300))
    assert isinstance(page, Page)
    assert page.flags == flags
