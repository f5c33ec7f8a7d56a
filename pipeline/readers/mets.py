"""METS: which files hold the pages of an issue, in which order, and of which date.

    <structMap TYPE="PHYSICAL">  →  the pages in their order, each with its files
    <fileSec>                    →  of a page's files, the one that is OCR: of the group with the most pages, the last
    <mods:dateIssued>            →  the date of the issue

A METS file lies in a folder with the files that it names; what leads out of that folder is never opened.
Source: https://www.loc.gov/standards/mets/ (schema 1.12).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pipeline.errors import ReadError
from pipeline.readers.markup import Element, read_xml, shortened
from pipeline.readers.measures import number

NAME = "METS"
ROOT = "mets"
HERE = "file://./"  # how libraries write that a file lies beside METS
MOST_PAGES = 5_000
DATES = ("dateIssued", "issued", "date", "dateCreated")
ENDINGS = frozenset({".xml", ".hocr", ".html", ".htm", ".xhtml", ".alto"})


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page that a METS file names: its file, and why that cannot be read, if it cannot."""

    path: Path | None
    name: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """What a METS file says: its pages in order, and the date of the issue (ISO)."""

    pages: tuple[PageFile, ...]
    date: str | None


def issue_of(text: str, path: Path, is_ocr: Callable[[Path], bool]) -> Issue:
    """The issue that the METS file at `path` describes; `is_ocr` tells whether a file can be read as a page.

    Raises ReadError for a file that names no pages.
    """
    root = read_xml(text, lambda _: False, lambda _: None)
    folder = path.parent
    files = dict(_files(root))
    groups = _groups(root)
    pages = list(_pages(root)) or [[key] for key, element in files.items() if _is_text(_href(element))]
    if len(pages) > MOST_PAGES:
        raise ReadError(f"it names {len(pages)} pages; no issue has more than {MOST_PAGES}")
    found: dict[str, Path] = {}
    for key, element in files.items():
        if (place := _inside(folder, _href(element))) is not None:
            found[key] = place
    readable = {key: place for key, place in found.items() if place.suffix.lower() in ENDINGS and is_ocr(place)}
    if not pages:
        raise ReadError("this METS file names no pages with text (ALTO, PAGE XML, hOCR or ABBYY XML)")
    group = _best([[groups.get(key, "") for key in page if key in readable] for page in pages], groups)
    return Issue(tuple(_chosen(page, group, groups, readable, files, found) for page in pages), _date(root))


def texts_in(text: str, path: Path) -> list[Path]:
    """The files beside the METS file at `path` that may hold text, whichever of them its pages then come from.

    Raises ReadError for METS that is broken.
    """
    root = read_xml(text, lambda _: False, lambda _: None)
    places = (_inside(path.parent, _href(element)) for _, element in _files(root))
    return list(dict.fromkeys(place for place in places if place and place.suffix.lower() in ENDINGS))


def _files(root: Element) -> Iterator[tuple[str, Element]]:
    for section in root.children("fileSec"):
        for each in section.descendants():
            if each.name == "file" and (key := each.get("ID")):
                yield key, each


def _groups(root: Element) -> dict[str, str]:
    """The group of each file: the USE, or else the ID, of the nearest <fileGrp> that has one."""
    found = {}
    for key, each in _files(root):
        names = (up.get("USE") or up.get("ID") for up in each.ancestors() if up.name == "fileGrp")
        found[key] = next((name for name in names if name), "")
    return found


def _pages(root: Element) -> Iterator[list[str]]:
    """The ids of the files of each page, pages in their order."""
    maps = list(root.children("structMap"))
    physical = [each for each in maps if (each.get("TYPE") or "").upper() == "PHYSICAL"]
    for struct in physical or maps[:1]:
        divs = [each for each in struct.descendants() if each.name == "div"]
        pages = [each for each in divs if (each.get("TYPE") or "").lower() == "page"]
        pages = pages or [each for each in divs if each.first("fptr") and each.first("div") is None]
        for _, page in sorted(enumerate(pages), key=lambda pair: (_order(pair[1]), pair[0])):
            held = (each for each in page.descendants() if each.name in ("fptr", "area"))
            yield [key for each in held if (key := each.get("FILEID"))]
        return


def _order(page: Element) -> float:
    told = number(page, "ORDER")
    return float("inf") if told is None else told


def _best(pages: Sequence[Sequence[str]], groups: dict[str, str]) -> str:
    """The group that has a readable file for most pages; of several, the last in the file: it was made last."""
    ranks = {name: n for n, name in enumerate(dict.fromkeys(groups.values()))}
    return max(ranks, key=lambda name: (sum(name in page for page in pages), ranks[name]), default="")


def _chosen(
    page: Sequence[str],
    group: str,
    groups: dict[str, str],
    readable: dict[str, Path],
    files: dict[str, Element],
    found: dict[str, Path],
) -> PageFile:
    """The file of a page. One of the group that is broken is no reason to take another version: it says so itself."""
    texts = [key for key in page if key in files and _is_text(_href(files[key]))]
    if not texts:
        return PageFile(None, "", "METS names no file with its text (ALTO, PAGE XML, hOCR or ABBYY XML)")
    own = [key for key in texts if groups[key] == group] or texts[::-1]
    key = next((each for each in own if each in readable), own[0])
    href = _href(files[key]).removeprefix(HERE)
    if key not in found:
        reason = "leads out of the folder that METS is in, so it is not opened; put the file beside it"
    elif not found[key].is_file():
        reason = "is not there; put it where METS says, or take its page out"
    else:
        return PageFile(found[key], href)
    return PageFile(None, href, f"{shortened(href)}, which METS names, {reason}")


def _href(element: Element) -> str:
    """Where a file lies: xlink:href, in whatever namespace."""
    for place in element.children("FLocat"):
        for name, value in place.attributes.items():
            if name.rpartition(" ")[2] == "href":
                return value.strip()
    return ""


def _is_text(href: str) -> bool:
    """Whether a reference leads to what is called like a page's text."""
    return PurePosixPath(unquote(re.split("[?#]", href)[0])).suffix.lower() in ENDINGS


def _inside(folder: Path, href: str) -> Path | None:
    """The file of a relative reference, if it stays in the folder; None for all else."""
    try:
        parts = urlsplit(href.replace("\\", "/").removeprefix(HERE))
    except ValueError:  # no reference at all
        return None
    if parts.scheme or parts.netloc or not parts.path or "\0" in unquote(parts.path):
        return None
    path = PurePosixPath(unquote(parts.path))
    if path.is_absolute() or ".." in path.parts:
        return None
    place = folder.joinpath(*path.parts)
    try:
        return place if place.resolve().is_relative_to(folder.resolve()) else None
    except OSError:
        return None


def _date(root: Element) -> str | None:
    """The day of the issue, if the metadata say exactly one; the first of the elements that can say it counts."""
    told: dict[str, set[str]] = {name: set() for name in DATES}
    for each in root.descendants():
        name = each.name.rpartition(" ")[2]
        if name in told and (day := _day(each.text.strip())):
            told[name].add(day)
    found = next((days for days in told.values() if days), set())
    return found.pop() if len(found) == 1 else None


def _day(text: str) -> str | None:
    try:
        return datetime.date.fromisoformat(text[:10]).isoformat() if text[10:11] in ("", "T") else None
    except ValueError:
        return None
