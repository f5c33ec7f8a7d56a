"""Choose: which reader a file goes to, by its ending; one without a known ending by how it begins, or as raw text.

Each reader's module is imported when it is needed; its libraries may be heavy.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from pipeline.page import ALL_PAGES, Page
from pipeline.readers import ocr_files, pdf, text
from pipeline.readers.unread import Unread

TEXT, PDF, OCR = "text", "pdf", ocr_files.KIND
SUFFIXES = text.SUFFIXES | pdf.SUFFIXES | ocr_files.SUFFIXES


def kind_of(path: Path) -> str:
    """The kind of source that a file is: `text`, `pdf` or `ocr`."""
    ending = path.suffix.lower()
    if ending in pdf.SUFFIXES:
        return PDF
    if ending in ocr_files.SUFFIXES or (ending not in SUFFIXES and ocr_files.looks_like_one(path)):
        return OCR
    return TEXT


def files_of(path: Path) -> list[Path]:
    """The file itself and, of an issue that is told by METS, those that hold its pages."""
    return ocr_files.files_of(path) if kind_of(path) == OCR else [path]


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
    kind = kind_of(path)
    if kind == PDF:
        return pdf.read(path, page_id, most_bytes or pdf.MOST_BYTES, numbers)
    if kind == OCR:
        return ocr_files.read(path, page_id, encoding, most_bytes or ocr_files.MOST_BYTES, numbers)
    return text.read(path, page_id, encoding, most_bytes or text.MOST_BYTES, numbers)
