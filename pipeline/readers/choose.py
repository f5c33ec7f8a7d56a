"""Choose: which reader a file goes to, by its ending; a file without a known one is raw text.

Each reader's module is imported when it is needed; its libraries may be heavy.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from pipeline.page import ALL_PAGES, Page
from pipeline.readers import pdf, text
from pipeline.readers.unread import Unread

TEXT, PDF = "text", "pdf"
SUFFIXES = text.SUFFIXES | pdf.SUFFIXES


def kind_of(path: Path) -> str:
    """The kind of source that a file is: `text` or `pdf`."""
    return PDF if path.suffix.lower() in pdf.SUFFIXES else TEXT


def read(
    path: Path,
    page_id: str,
    encoding: str | None = None,
    most_bytes: int | None = None,
    numbers: Container[int] = ALL_PAGES,
) -> Iterator[Page | Unread]:
    """The pages of a file, in order; those that its reader could not read stand as Unread in their places.

    `most_bytes` bounds the size of the file; None is what its reader finds right. Of a file of many pages only
    those in `numbers` (from 1) are read; the others are not looked at. Raises ReadError where nothing of the
    file can be read.
    """
    if kind_of(path) == PDF:
        return pdf.read(path, page_id, most_bytes or pdf.MOST_BYTES, numbers)
    return text.read(path, page_id, encoding, most_bytes or text.MOST_BYTES, numbers)
