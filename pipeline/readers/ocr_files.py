"""OCR files: what other programs read on scans, in ALTO, PAGE XML, hOCR or ABBYY's XML, or METS that names such files.

Which of them a file is, is told by its root element and namespace, never by its name. A file of several pages
gives each of them; one that cannot be read stands as Unread in its place. A version of a format that we do not know
is read like those that we know, and flagged.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import ReadError
from pipeline.page import ALL_PAGES, Masthead, Page, Source
from pipeline.readers import abbyy, alto, hocr, mets, pagexml
from pipeline.readers.decoding import Decoded
from pipeline.readers.files import EMPTY_FILE, PIECE, pieces
from pipeline.readers.markup import Element, decoded, first_name, read_html, read_xml, root_of, shortened
from pipeline.readers.sheet import STRANGE, Sheet
from pipeline.readers.unread import Unread

KIND = "ocr"
SUFFIXES = frozenset({".xml", ".alto", ".hocr", ".mets", ".html", ".htm", ".xhtml"})
METS_SUFFIXES = frozenset({".xml", ".mets"})
WEB = frozenset({".html", ".htm", ".xhtml"})  # most files that end so are no OCR
MOST_BYTES = 64 * 1024 * 1024  # a page of 15,000 characters has some 5 MB, with all that ABBYY guessed some 30 MB
SNIFFED = 65_536  # bytes within which a file shows what it is

CAN_BE_READ = (
    "ALTO (<alto>), PAGE XML (<PcGts>), hOCR (HTML with class ocr_page), ABBYY FineReader XML and METS (<mets>)"
)
_MARKUP = re.compile(rb"\s*(?:<\?xml\b|<!DOCTYPE\s+html|<(?:\w+:)?(?:alto|PcGts|mets|html)\b)", re.IGNORECASE)


class Format(NamedTuple):
    """One format: its kind of source, its name, which elements are its pages, and what reads these."""

    kind: str
    name: str
    is_page: Callable[[Element], bool]
    sheet: Callable[[Element], Sheet]


HOCR = Format(hocr.KIND, hocr.NAME, hocr.is_page, hocr.sheet)
ABBYY = Format(abbyy.KIND, abbyy.NAME, abbyy.is_page, abbyy.sheet)
XML = {
    alto.ROOT: (Format(alto.KIND, alto.NAME, alto.is_page, alto.sheet), alto.NAMESPACE),
    pagexml.ROOT: (Format(pagexml.KIND, pagexml.NAME, pagexml.is_page, pagexml.sheet), pagexml.NAMESPACE),
}


def read(
    path: Path,
    page_id: str,
    encoding: str | None = None,
    most_bytes: int = MOST_BYTES,
    numbers: Container[int] = ALL_PAGES,
) -> Iterator[Page | Unread]:
    """The pages with these `numbers` (from 1) of a file, or of the files that a METS file names, in order.

    Of several pages the ids are numbered with `-p001`. Raises ReadError, saying what was found and what can be
    read, where nothing of the file can.
    """
    data = _data(path, most_bytes)
    found = decoded(data, encoding)
    if _root_name(found.text) == mets.ROOT:
        pages = _issue(found.text, path, page_id, encoding, most_bytes)
    else:
        pages = _pages(data, found, path.name, page_id)
    for page in pages:
        if (page.number if isinstance(page, Unread) else page.source.number) in numbers:
            yield page


def files_of(path: Path) -> list[Path]:
    """The file and, if it is METS, the local files with text that it names, in its order."""
    if not is_mets(path):
        return [path]
    try:
        return [path, *mets.texts_in(decoded(_data(path, MOST_BYTES)).text, path)]
    except ReadError:
        return [path]  # it says so itself when it is read


def looks_like_one(path: Path) -> bool:
    """Whether a file begins as one of these does, whatever its name."""
    return _MARKUP.match(_head(path).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")) is not None


def is_page_file(path: Path) -> bool:
    """Whether a file is ALTO, PAGE XML, hOCR or ABBYY's XML by its beginning."""
    text = _beginning(path)
    return _root_name(text) in (*XML, abbyy.ROOT) or hocr.IS_HOCR.search(text) is not None


def is_metadata(path: Path) -> bool:
    """Whether a file is XML of a kind that has no pages; not one of which the beginning does not tell."""
    ours = (*XML, abbyy.ROOT, mets.ROOT, "")
    return path.suffix.lower() == ".xml" and _root_name(_beginning(path)) not in ours and not is_page_file(path)


def is_mets(path: Path) -> bool:
    """Whether a file is METS by its beginning."""
    return _root_name(_beginning(path)) == mets.ROOT


def _pages(data: bytes, found: Decoded, name: str, page_id: str) -> Iterator[Page | Unread]:
    text = found.text
    form, strange = _form(text)
    sheets: list[Sheet | str] = []

    def take(element: Element) -> None:
        try:
            sheets.append(form.sheet(element))
        except ReadError as reason:
            sheets.append(str(reason))

    try:
        if form is HOCR:
            read_html(text, form.is_page, take)
        else:
            read_xml(text, form.is_page, take)
    except ReadError as reason:
        if not any(isinstance(each, Sheet) for each in sheets):
            raise
        sheets.append(str(reason))
    if not sheets:
        raise ReadError(f"this {form.name} has no page in it")
    digest = hashlib.sha256(data).hexdigest()
    for number, sheet in enumerate(sheets, start=1):
        numbered = page_id if len(sheets) == 1 else f"{page_id}-p{number:03d}"
        if isinstance(sheet, str):
            yield Unread(numbered, number, sheet)
        elif not len(sheet):
            yield Unread(numbered, number, "there is no text on this page; if it shows any, it must be read as a scan")
        else:
            source = Source(name, digest, form.kind, len(sheets), number, found.encoding)
            yield sheet.page(numbered, source).flagged(*found.flags, *([STRANGE] if strange else []))


def _issue(text: str, path: Path, page_id: str, encoding: str | None, most_bytes: int) -> Iterator[Page | Unread]:
    """The pages of an issue, each from its own file, with the date of the issue and the digest of all its files."""
    told = mets.issue_of(text, path, is_page_file)
    digest = _digest(files_of(path))
    files = list(dict.fromkeys(told.pages))
    number = 0
    for each in files:
        for page in _of_file(each, page_id, number + 1, encoding, most_bytes):
            number += 1
            own_id = page.id if len(files) == 1 else f"{page_id}-p{number:03d}"
            if isinstance(page, Unread):
                yield replace(page, id=own_id, number=number)
                continue
            count = max(len(files), page.source.pages)
            source = replace(page.source, path=path.name, sha256=digest, pages=count, number=number)
            yield page.but(id=own_id, source=source, masthead=Masthead(date=told.date))


def _of_file(
    file: mets.PageFile, page_id: str, number: int, encoding: str | None, most_bytes: int
) -> Iterator[Page | Unread]:
    if file.path is None or file.reason is not None:
        yield Unread(page_id, number, file.reason or "METS names no file for it")
        return
    try:
        data = _data(file.path, most_bytes)
        for page in _pages(data, decoded(data, encoding), file.name, page_id):
            yield replace(page, reason=f"{file.name}: {page.reason}") if isinstance(page, Unread) else page
    except ReadError as reason:
        yield Unread(page_id, number, f"{file.name}: {reason}")


def _form(text: str) -> tuple[Format, bool]:
    """The format of a document, and whether its namespace is one that we do not know."""
    name = first_name(text)
    if name.rpartition(":")[2] not in (*XML, abbyy.ROOT) and hocr.IS_HOCR.search(text):
        return HOCR, False
    if name.lower() == "html":
        raise ReadError(f"this is HTML without a page of hOCR (no class ocr_page); what can be read: {CAN_BE_READ}")
    root = root_of(text)
    if root.name in XML:
        form, known = XML[root.name]
        return form, known.fullmatch(root.namespace) is None
    ours = abbyy.NAMESPACE.fullmatch(root.namespace) is not None
    if root.name == abbyy.ROOT and (ours or not root.namespace or "abbyy" in root.namespace.lower()):
        return ABBYY, not ours
    space = f" of the namespace {shortened(root.namespace)}" if root.namespace else ""
    raise ReadError(f"this is XML with the root <{shortened(root.name)}>{space}; what can be read: {CAN_BE_READ}")


def _root_name(text: str) -> str:
    return first_name(text).rpartition(":")[2]


def _beginning(path: Path) -> str:
    """The first characters of a file, as far as they can be read; "" if they cannot."""
    try:
        return decoded(_head(path)).text
    except ReadError:
        return ""


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(SNIFFED)
    except OSError:
        return b""


def _digest(files: Sequence[Path]) -> str:
    """The SHA-256 over all these files; one that cannot be opened says so itself when its page is read."""
    digest = hashlib.sha256()
    for path in files:
        with suppress(OSError), path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    return digest.hexdigest()


def _data(path: Path, most_bytes: int) -> bytes:
    if data := b"".join(pieces(path, most_bytes)):
        return data
    raise ReadError(EMPTY_FILE)
