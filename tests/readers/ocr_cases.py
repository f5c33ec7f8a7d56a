"""What the tests of OCR files share: small documents, and reading them."""

from __future__ import annotations

from pathlib import Path

from pipeline.page import Box, Page
from pipeline.readers.choose import read
from pipeline.readers.unread import Unread
from tests.readers.ocr_writers import ABBYY_SPACE, ALTO_SPACE, PAGE_SPACE

BOX = 'HPOS="100" VPOS="200" WIDTH="80" HEIGHT="20"'
COORDS = '<Coords points="100,200 180,200 180,220 100,220"/>'
SIDES = 'l="100" t="200" r="180" b="220"'


def alto_of(lines: str, space: str = ALTO_SPACE.format(4), unit: str = "pixel", styles: str = "") -> str:
    """ALTO of one block with these lines."""
    return (
        f'<?xml version="1.0"?>\n<alto xmlns="{space}"><Description><MeasurementUnit>{unit}</MeasurementUnit>'
        f'</Description>{styles}<Layout><Page ID="p" WIDTH="1000" HEIGHT="1400"><PrintSpace>\n'
        f'<TextBlock ID="b">\n{lines}</TextBlock></PrintSpace></Page></Layout></alto>'
    )


def alto_line(strings: str, box: str = BOX) -> str:
    return f'<TextLine ID="l" {box}>{strings}</TextLine>\n'


def page_of(regions: str, space: str = PAGE_SPACE.format(2019)) -> str:
    """PAGE XML with these regions."""
    page = f'<Page imageWidth="1000" imageHeight="1400">{regions}</Page>'
    return f'<?xml version="1.0"?>\n<PcGts xmlns="{space}">{page}</PcGts>'


def page_line(inner: str, coords: str = COORDS, more: str = "") -> str:
    return f'<TextRegion id="r"{more}>{COORDS}<TextLine id="l">{coords}{inner}</TextLine></TextRegion>'


def said(text: str, more: str = "") -> str:
    """A <TextEquiv>."""
    return f"<TextEquiv{more}><Unicode>{text}</Unicode></TextEquiv>"


def hocr_of(inner: str, title: str = "bbox 0 0 1000 1400") -> str:
    """hOCR of one page."""
    return f"<!DOCTYPE html>\n<html><body><div class='ocr_page' id='page_1' title='{title}'>{inner}</div></body></html>"


def hocr_line(inner: str, title: str = "bbox 100 200 180 220") -> str:
    return f"<span class='ocr_line' title='{title}'>{inner}</span>\n"


def abbyy_of(blocks: str, space: str = ABBYY_SPACE) -> str:
    """ABBYY's XML of one page."""
    return (
        f'<?xml version="1.0"?>\n<document xmlns="{space}"><page width="1000" height="1400">{blocks}</page></document>'
    )


def abbyy_line(inner: str, sides: str = SIDES) -> str:
    return (
        f'<block blockType="Text" {SIDES}><text><par><line {sides}><formatting>{inner}</formatting></line></par></text>'
        "</block>"
    )


def pages_of(document: str | bytes, folder: Path, name: str = "page.xml") -> list[Page | Unread]:
    """The pages of a document, read from a file in `folder`."""
    path = folder / name
    path.write_bytes(document.encode() if isinstance(document, str) else document)
    return list(read(path, path.stem))


def page_in(document: str | bytes, folder: Path, name: str = "page.xml") -> Page:
    """The one page of a document."""
    (page,) = pages_of(document, folder, name)
    assert isinstance(page, Page), page.reason
    return page


def reason(document: str | bytes, folder: Path, name: str = "page.xml") -> str:
    """Why the one page of a document could not be read."""
    (page,) = pages_of(document, folder, name)
    assert isinstance(page, Unread)
    return page.reason


def text_of(page: Page) -> str:
    return "".join(map(chr, page.glyphs.char.tolist()))


def boxes_of(page: Page) -> list[Box]:
    assert page.glyphs.box is not None
    return [Box(*row) for row in page.glyphs.box.round(2).tolist()]


def sure_of(page: Page) -> list[float]:
    assert page.glyphs.confidence is not None
    return [round(each, 3) for each in page.glyphs.confidence.tolist()]
