"""The scan reader: pages from pictures, by OCR, as the PDF reader gives them: glyphs with boxes, rules, pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from pipeline.errors import ReadError
from pipeline.ledger import Ledger, characters
from pipeline.page import ALL_PAGES, Box, Graphics, Line, Page, Source
from pipeline.readers.files import EMPTY_FILE, pieces
from pipeline.readers.scan import KIND, MOST_BYTES, images
from pipeline.readers.scan.blank import BLANK, is_blank, no_glyphs
from pipeline.readers.scan.canvas import within_canvas
from pipeline.readers.scan.crops import crops
from pipeline.readers.scan.engines.protocol import Engine
from pipeline.readers.scan.fold import pages_on
from pipeline.readers.scan.glyphs import glyphs_of, said
from pipeline.readers.scan.ink import Grey
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import Survey, survey
from pipeline.readers.scan.upright import turned, upright
from pipeline.readers.scan.white import settled
from pipeline.readers.unread import Unread
from pipeline.text import Text

NOTHING_READ = (
    "no text was found on the picture, and it is not blank; if it shows any, scan it anew in grey, at 300 dots to the "
    "inch, and no more than the page"
)


def read(
    path: Path, page_id: str, engine: Engine, most_bytes: int = MOST_BYTES, numbers: Container[int] = ALL_PAGES
) -> Iterator[Page | Unread]:
    """The pages with these `numbers` (from 1) that the pictures of a file show, each read when it is asked for.

    Where there are several, their ids are numbered with `-p001`. Of two pages on one picture the right-hand one
    comes first if they are written downwards, since such papers are read from the right; else the left-hand one.
    A picture that lies on its side or on its head is turned (`Source.turned`), and its pages are flagged.
    A picture that cannot be read is an Unread in its place. Raises ReadError if nothing of the file can be read.
    """
    source = Source(path.name, _digest(path, most_bytes), KIND, images.count(path))
    number = 0
    for shown, picture in enumerate(images.pictures(path, source.pages), 1):
        if isinstance(picture, ReadError):
            number += 1
            if number in numbers:
                yield Unread(_numbered(page_id, number, source.pages), number, str(picture))
            continue
        picture, turned = standing(picture, engine)
        sheets = pages_on(Sheet.of(picture))
        if not any(number + n in numbers for n in range(1, len(sheets) + 1)):
            number += len(sheets)
            continue
        found = [survey(sheet) for sheet in sheets]
        if len(found) == 2 and all(one.runs_down for one in found):
            found.reverse()
        pages = max(source.pages, len(found))
        size = float(picture.shape[1]), float(picture.shape[0])
        for one in found:
            number += 1
            if number not in numbers:
                continue
            part = replace(source, pages=pages, number=number, picture=shown, turned=turned)
            name = _numbered(page_id, number, pages)
            try:
                yield page_of(one, name, part, engine, size, "pixel")
            except ReadError as reason:
                yield Unread(name, number, str(reason))


def standing(picture: Grey, engine: Engine) -> tuple[Grey, int]:
    """The picture as it is to be read, and by how many degrees it was turned clockwise; what is on its canvas tells."""
    left, top, right, foot = within_canvas(picture)
    _, degrees = upright(picture[top:foot, left:right], engine)
    return (turned(picture, degrees) if degrees else picture), degrees


def _numbered(page_id: str, number: int, pages: int) -> str:
    return page_id if pages == 1 else f"{page_id}-p{number:03d}"


def page_of(found: Survey, page_id: str, source: Source, engine: Engine, size: tuple[float, float], unit: str) -> Page:
    """The page of a sheet: its lines are cut out and read, and become glyphs. `size` is that of the whole source.

    All its boxes are those of the source turned straight (`Source.askew`): what stands in one line is level, so that
    a page that lay askew is cut as one that did not. One that is blank is a page without glyphs, and is flagged. Raises
    ReadError if something is printed on it and nothing can be read.
    """
    lines = crops(found.sheet.grey, found.scale, found.parts, found.mask, found.strips)
    readings, drawn = settled(found.strips, engine.read(lines), found.drawn)
    wide, high = size
    found = replace(found, drawn=drawn, sheet=found.sheet.level_in(wide, high))
    glyphs = glyphs_of(said(found, lines, readings), found)
    if blank := not len(glyphs):
        if not is_blank(found.mask):
            raise ReadError(NOTHING_READ)
        glyphs = no_glyphs()
    string = characters(glyphs.char)
    ledger = Ledger(string)
    page = Page(
        page_id,
        replace(source, width=wide, height=high, unit=unit, askew=found.sheet.askew),
        glyphs,
        ledger,
        (Line(Text(string, np.arange(len(glyphs)), ledger), Box(0.0, 0.0, wide, high)),),
        graphics=graphics_of(found),
    )
    return page.flagged(*[f"turned-{source.turned}"] * bool(source.turned), *[BLANK] * blank)


def graphics_of(found: Survey) -> Graphics:
    """What is drawn on the sheet, in the source's unit and place."""

    def back(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
        table = np.array(boxes, dtype=np.float64).reshape(-1, 4) / found.scale
        return tuple(Box(*map(float, box)) for box in found.sheet.boxes_back(table).round(2))

    drawn = found.drawn
    return Graphics(back(drawn.rules), back(drawn.frames), back((*drawn.tints, *drawn.grounds)), back(drawn.pictures))


def _digest(path: Path, most_bytes: int) -> str:
    """The SHA-256 of a file that is not too large; else raises ReadError."""
    digest = hashlib.sha256()
    empty = True
    for piece in pieces(path, most_bytes, "raise it with --max-megabytes"):
        digest.update(piece)
        empty = False
    if empty:
        raise ReadError(EMPTY_FILE)
    return digest.hexdigest()
