"""Scans in PDFs: a page without a text layer to go by, rendered as finely as its own pictures are, and read.

Boxes are in points, as those of the PDF's other pages. A page that shows two of a paper stays one, for its number is
the PDF's, and is flagged.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np

from pipeline.errors import ReadError
from pipeline.ledger import characters
from pipeline.page import Page, Source
from pipeline.readers.pdf import OUTSIDE
from pipeline.readers.scan import KIND
from pipeline.readers.scan.blank import BLANK
from pipeline.readers.scan.engines.protocol import Engine
from pipeline.readers.scan.fold import pages_on
from pipeline.readers.scan.images import MOST_PIXELS
from pipeline.readers.scan.ink import Grey
from pipeline.readers.scan.reader import page_of, standing
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import survey
from pipeline.readers.scan.worth import REPLACED, sense
from pipeline.readers.unread import Unread

POINTS = 72.0  # to the inch
COARSEST, FINEST, USUAL = 150.0, 400.0, 300.0  # dots to the inch at which a page is rendered
TWO_PAGES = "two-pages"
PAGE = 0.3  # of the page is covered by a picture that tells the resolution


def read_page(path: Path, page: Page | Unread, engine: Engine) -> Page | Unread:
    """The page by OCR; the one with the text layer that it has, where that makes more sense."""
    number = page.number if isinstance(page, Unread) else page.source.number
    try:
        return _read(path, page, number, engine)
    except ReadError as reason:
        return page if isinstance(page, Page) else Unread(page.id, number, f"{page.reason}; read as one, {reason}")


def _read(path: Path, page: Page | Unread, number: int, engine: Engine) -> Page:
    grey, scale, size, pages = _rendered(path, number)
    if isinstance(page, Unread):
        source = Source(path.name, _digest(path), KIND, pages, number)
    else:
        source = replace(page.source, kind=KIND)
    grey, turned = standing(grey, engine)
    if turned in (90, 270):
        size = size[1], size[0]
    source = replace(source, turned=turned)
    sheet = Sheet(grey, np.array([[1 / scale, 0.0, 0.0], [0.0, 1 / scale, 0.0]]))
    sheets = pages_on(sheet)
    found = page_of(survey(sheets[0] if len(sheets) == 1 else sheet), page.id, source, engine, size, "point")
    if len(sheets) > 1:
        found = found.flagged(TWO_PAGES)
    if BLANK in found.flags and isinstance(page, Unread) and page.flag == OUTSIDE:
        raise ReadError("it is blank")
    if isinstance(page, Page):
        if BLANK in found.flags or _sense(found) <= _sense(page):
            return page
        found = found.flagged(REPLACED)
    return found


def _sense(page: Page) -> float:
    return sense(characters(page.glyphs.char))


def _rendered(path: Path, number: int) -> tuple[Grey, float, tuple[float, float], int]:
    """A page in grey, how many of its pixels are a point, its size, and how many pages there are. Raises ReadError."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        try:
            page = document[number - 1]
            scale = _resolution(page) / POINTS
            wide, high = page.get_size()
            scale = min(scale, float((MOST_PIXELS / max(wide * high, 1.0)) ** 0.5))
            picture = page.render(scale=scale, grayscale=True).to_numpy()
            grey = np.array(picture[:, :, 0] if picture.ndim == 3 else picture)
            return grey, scale, (float(wide), float(high)), len(document)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError) as reason:
        raise ReadError(f"the page cannot be rendered: {reason}") from reason


def _resolution(page: object) -> float:
    """Dots to the inch of the pictures that cover the page, between the coarsest and the finest that are of use."""
    from pypdfium2 import raw

    wide, high = page.get_size()  # type: ignore[attr-defined]
    found = []
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):  # type: ignore[attr-defined]
        left, foot, right, top = one.get_bounds()
        if (right - left) * (top - foot) > PAGE * wide * high:
            found.append(one.get_px_size()[0] / max(right - left, 1.0) * POINTS)
    return min(max(max(found, default=USUAL), COARSEST), FINEST)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
