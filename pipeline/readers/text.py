"""Raw text: what an extractor left of a page, as lines; fixed-width text with character cells as boxes.

Form feeds part pages. Every character of the file is a glyph, line ends and blank lines too: they are
discarded here with their reason, so that the ledger speaks of the whole file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterator
from pathlib import Path

from pipeline.characters import count_han
from pipeline.errors import ReadError
from pipeline.ledger import Ledger
from pipeline.page import ALL_PAGES, Box, Glyphs, Line, Page, Source
from pipeline.readers.decoding import decode
from pipeline.readers.files import pieces
from pipeline.text import Text

MOST_BYTES = 16 * 1024 * 1024  # a page of a paper has some 30 kB; a year's volume some 10 MB
MOST_LINE = 20_000  # characters; a longer line is no line of a newspaper
SUFFIXES = frozenset({".txt", ".text"})

_LINE = re.compile("([^\n\r\v\x85\u2028\u2029]*)(\r\n|[\n\r\v\x85\u2028\u2029]|$)")
_GUTTER = re.compile(r"(?<=\S)[ \u3000]{2,}(?=\S)")
FIXED_WIDTH_SHARE = 0.15  # of the lines with Han, those that hold a gutter, for a page to be fixed-width
FIXED_WIDTH_LINES = 4


def read(
    path: Path,
    page_id: str,
    encoding: str | None = None,
    most_bytes: int = MOST_BYTES,
    numbers: Container[int] = ALL_PAGES,
) -> Iterator[Page]:
    """The pages of a raw text file, of many those with these `numbers` (from 1).

    A file of several pages numbers their ids with `-p001`. Offsets count characters of the decoded file, the
    byte order mark included. Raises ReadError if the file is too large, empty, binary or in no known
    encoding; of a file that is too large, or has no end, no more is read than it takes to know.
    """
    instead = "cut the file at its form feeds, or raise the limit with --max-megabytes"
    data = b"".join(pieces(path, most_bytes, instead, "for a newspaper page"))
    yield from pages(data, page_id, path.name, encoding, numbers)


def pages(
    data: bytes, page_id: str, name: str, encoding: str | None = None, numbers: Container[int] = ALL_PAGES
) -> Iterator[Page]:
    """The pages in the bytes of a raw text; `name` is the path to write into the output."""
    decoded = decode(data, encoding)
    if not decoded.text.translate(dict.fromkeys(map(ord, "\ufeff\0"))).strip():
        raise ReadError("there is no text in it")
    digest = hashlib.sha256(data).hexdigest()
    parts = _at_form_feeds(decoded.text)
    start = 0
    for number, part in enumerate(parts, start=1):
        if number in numbers:
            numbered = page_id if len(parts) == 1 else f"{page_id}-p{number:03d}"
            source = Source(name, digest, "text", len(parts), number, decoded.encoding)
            yield page_of(part, numbered, source, start).flagged(*decoded.flags)
        start += len(part)


def page_of(string: str, page_id: str, source: Source | None = None, first_offset: int = 0) -> Page:
    """A page of raw text from its characters, cut into lines."""
    source = source or Source(page_id, "", "text", 1)
    glyphs = Glyphs.of(string, first_offset)
    ledger = Ledger(string)
    ledger.stage = "read"
    lines = _lines(Text(string, glyphs.offset - first_offset, ledger))
    page = Page(page_id, source, glyphs, ledger, tuple(lines))
    if is_fixed_width([line.string for line in lines]):
        page = page.but(lines=tuple(_cells(lines)))
    ledger.check(page.texts())
    return page


def is_fixed_width(lines: list[str]) -> bool:
    """Whether columns stand side by side, parted by runs of spaces (`pdftotext -layout`)."""
    with_han = [line for line in lines if count_han(line) > 1]
    with_gutter = sum(1 for line in with_han if _has_gutter(line))
    return with_gutter >= FIXED_WIDTH_LINES and with_gutter >= FIXED_WIDTH_SHARE * len(with_han)


def _has_gutter(line: str) -> bool:
    """Two or more spaces with text of some length on both sides; spread headlines (关  注) have none."""
    parts = _GUTTER.split(line.strip())
    return len(parts) > 1 and max(len(part) for part in parts) >= 6


def _at_form_feeds(text: str) -> list[str]:
    """The pages, each with the form feed that closes it; a last one without text goes to the page before."""
    parts = re.findall(r"[^\f]*\f|[^\f]+$", text)
    while len(parts) > 1 and not parts[-1].strip():
        tail = parts.pop()
        parts[-1] += tail
    return parts


def _lines(whole: Text) -> list[Line]:
    """The lines with text in them; what parts them goes to the ledger."""
    lines: list[Line] = []
    gap = 0
    body = _without(whole, "\ufeff", "byte order mark")
    body = _without(body, "\x00", "NUL character")
    body = _without(body, "\f", "form feed")
    for match in _LINE.finditer(body.string):
        start, end = match.span(1)
        text = body[start:end]
        if match.end() > end:
            body[end : match.end()].delete([slice(None)], "line end")
        if not text.string.strip():
            gap += match.end() > start
            text.delete([slice(0, len(text))], "blank line")
            continue
        if len(text) > MOST_LINE:
            raise ReadError(f"a line of {len(text)} characters is no line of a newspaper (the limit is {MOST_LINE})")
        lines.append(Line(text, gap=gap))
        gap = 0
    return lines


def _without(text: Text, char: str, reason: str) -> Text:
    places = [slice(m.start(), m.end()) for m in re.finditer(re.escape(char), text.string)]
    return text.delete(places, reason) if places else text


def _cells(lines: list[Line]) -> Iterator[Line]:
    """The parts of each line between gutters, boxed by their character cells (columns x rows)."""
    row = 0
    for line in lines:
        row += line.gap
        start = 0
        for gutter in [*_GUTTER.finditer(line.string), None]:
            end = gutter.start() if gutter else len(line.string)
            part = line.text[start:end]
            inner = len(part.string) - len(part.string.lstrip())
            box = Box(start + inner, row, end, row + 1)
            yield Line(part.strip("spacing"), box, gap=line.gap)
            if gutter:
                line.text[gutter.start() : gutter.end()].delete([slice(None)], "gutter")
                start = gutter.end()
        row += 1
