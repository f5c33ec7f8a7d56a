"""Blank lines and line ends: the manners of the extractors. A page has exactly one manner."""

from __future__ import annotations

from random import Random

from tests.press.sheet import Sheet
from tests.press.spoil import BLANKS, spoil


@spoil("blanks-poppler", BLANKS)
def blanks_poppler(sheet: Sheet, rng: Random) -> None:
    """Blank lines at blocks and columns, before hanging quotes, and in some stories between paragraphs."""
    sheet.blanks |= {"block", "column", "hang"}
    share = rng.choice((0.0, 0.5, 1.0))
    sheet.blanks |= {f"paragraph {placed.key}" for placed in sheet.page.stories if rng.random() < share}
    sheet.note("blanks-poppler")


@spoil("blanks-paragraphs", BLANKS)
def blanks_paragraphs(sheet: Sheet, rng: Random) -> None:
    """Blank lines between blocks and paragraphs only: the kindest manner."""
    if not sheet.blanks:
        sheet.blanks |= {"block", "paragraph"}


@spoil("blanks-none", BLANKS)
def blanks_none(sheet: Sheet, rng: Random) -> None:
    """No blank line at all, the manner of pdftotext -raw."""
    if not sheet.blanks:
        for row in sheet.rows:
            row.gap = False
        sheet.note("blanks-none")


@spoil("blanks-anywhere", BLANKS)
def blanks_anywhere(sheet: Sheet, rng: Random) -> None:
    """Blank lines where nothing ends, in the middle of sentences."""
    share = rng.uniform(0.01, 0.06)
    hit = [row for row in sheet.rows[1:] if row.line.role == "paragraph" and row.gap is None and rng.random() < share]
    for row in hit:
        row.gap = True
    sheet.mark("blanks-anywhere", hit)


@spoil("crlf", BLANKS)
def crlf(sheet: Sheet, rng: Random) -> None:
    """CR LF, the manner of PDFium."""
    sheet.newline, sheet.tail = "\r\n", "" if rng.random() < 0.5 else "\r\n"
    sheet.note("crlf")


@spoil("form-feed", BLANKS)
def form_feed(sheet: Sheet, rng: Random) -> None:
    """A form feed after the page, the manner of pdftotext."""
    sheet.tail = rng.choice(("\n\x0c", "\x0c", "\n\n\x0c"))
    sheet.note("form-feed")
