"""Choose: which reader a file goes to, by its ending; one without a known ending by how it begins, or as raw text.

Each reader's module is imported when it is needed; its libraries may be heavy.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from pipeline.errors import EngineMissing
from pipeline.page import ALL_PAGES, Page
from pipeline.readers import ocr_files, pdf, scan, text
from pipeline.readers.scan import USUAL, Ocr
from pipeline.readers.unread import Unread

TEXT, PDF, OCR, SCAN = "text", "pdf", ocr_files.KIND, scan.KIND
SUFFIXES = text.SUFFIXES | pdf.SUFFIXES | ocr_files.SUFFIXES | scan.SUFFIXES
ENGINE_MISSING = "engine-missing"


def kind_of(path: Path) -> str:
    """The kind of source that a file is: `text`, `pdf`, `scan` (an image) or `ocr` (what an engine made of one)."""
    ending = path.suffix.lower()
    if ending in pdf.SUFFIXES:
        return PDF
    if ending in scan.SUFFIXES:
        return SCAN
    if ending in ocr_files.SUFFIXES or (ending not in SUFFIXES and ocr_files.looks_like_one(path)):
        return OCR
    return TEXT


def kinds_in(kind: str) -> tuple[str, ...]:
    """The kinds that the pages of a file of this kind can be of: some of a PDF's may be scans."""
    return (PDF, SCAN) if kind == PDF else (kind,)


def files_of(path: Path) -> list[Path]:
    """The file itself and, of an issue that is told by METS, those that hold its pages."""
    return ocr_files.files_of(path) if kind_of(path) == OCR else [path]


def read(
    path: Path,
    page_id: str,
    encoding: str | None = None,
    most_bytes: int | None = None,
    numbers: Container[int] = ALL_PAGES,
    ocr: Ocr | None = None,
) -> Iterator[Page | Unread]:
    """The pages of a file, in order; those that its reader could not read stand as Unread in their places.

    `most_bytes` bounds the size of the file; None is what its reader finds right. Of a file of many pages only
    those in `numbers` (from 1) are read; the others are not looked at. A page of a PDF that has no text layer to
    go by is read as a scan. Raises ReadError where nothing of the file can be read, and EngineMissing where it
    takes an OCR engine that is not installed.
    """
    kind, ocr = kind_of(path), ocr or USUAL
    if kind == PDF:
        return _pdf(path, page_id, most_bytes or pdf.MOST_BYTES, numbers, ocr)
    if kind == SCAN:
        return _scan(path, page_id, most_bytes or scan.MOST_BYTES, numbers, ocr)
    if kind == OCR:
        return ocr_files.read(path, page_id, encoding, most_bytes or ocr_files.MOST_BYTES, numbers)
    return text.read(path, page_id, encoding, most_bytes or text.MOST_BYTES, numbers)


def _scan(path: Path, page_id: str, most_bytes: int, numbers: Container[int], ocr: Ocr) -> Iterator[Page | Unread]:
    try:
        from pipeline.readers.scan.engines.choose import engine
        from pipeline.readers.scan.reader import read as read_scan
    except ModuleNotFoundError as reason:
        raise EngineMissing(scan.NEEDS) from reason
    yield from read_scan(path, page_id, engine(*ocr), most_bytes, numbers)


def _pdf(path: Path, page_id: str, most_bytes: int, numbers: Container[int], ocr: Ocr) -> Iterator[Page | Unread]:
    for page in pdf.read(path, page_id, most_bytes, numbers):
        if isinstance(page, Unread) and page.flag not in (pdf.NO_TEXT, pdf.OUTSIDE):
            yield page
            continue
        try:
            yield _scanned(path, page, ocr)
        except EngineMissing as reason:
            why = page.reason if isinstance(page, Unread) else "its text layer cannot be used"
            yield Unread(page.id, _number(page), f"{why}, and {reason}", ENGINE_MISSING)


def _scanned(path: Path, page: Page | Unread, ocr: Ocr) -> Page | Unread:
    """A page of a PDF by OCR where it takes one, else as it is."""
    from pipeline.readers.scan.worth import usable

    if isinstance(page, Page) and usable(page):
        return page
    try:
        from pipeline.readers.scan.engines.choose import engine
        from pipeline.readers.scan.in_pdf import read_page
    except ModuleNotFoundError as reason:
        raise EngineMissing(scan.NEEDS) from reason
    return read_page(path, page, engine(*ocr))


def _number(page: Page | Unread) -> int:
    return page.number if isinstance(page, Unread) else page.source.number
