"""Cutting: one file, page by page: read, run, build and write. A page that fails is told, and the rest goes on.

Here is all that is the same wherever the work is done, in this process, in another or on another machine.
"""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import EngineMissing, JianbaoError, PageError
from pipeline.ingest import remote
from pipeline.ingest.counting import least_pages
from pipeline.ingest.messages import FileRead, Job, PageCut, PageLost, Place, Stop, Told, Torn
from pipeline.ingest.sources import Item
from pipeline.ingest.stores import Store
from pipeline.ingest.summary import ENGINE
from pipeline.page import ALL_PAGES, Page
from pipeline.readers import pdf
from pipeline.readers.choose import ENGINE_MISSING, files_of, read
from pipeline.readers.scan import Ocr
from pipeline.readers.unread import Unread
from pipeline.recipe import Recipe
from pipeline.run import run
from pipeline.writers.build import build
from pipeline.writers.files import WriteError
from pipeline.writers.jumps import jumps_in
from pipeline.writers.names import printable, with_suffix

PIECE = 1 << 20  # bytes that are hashed at a time
NO_ROOM = "failed to map segment"  # what the loader says of a library for which there is too little memory


class Changed(JianbaoError):
    """A source that is not what it was when its reading began."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What it takes to cut: where to write, the recipes by kind of source, and how to read."""

    store: Store
    recipes: Mapping[str, Recipe]
    encoding: str | None = None
    most_bytes: int | None = None
    ocr: Ocr | None = None
    note: Callable[[Place], None] = lambda _place: None
    """Is told what is begun, so that it is known what a process was at when it was killed."""


def pages_of(
    item: Item,
    encoding: str | None = None,
    most_bytes: int | None = None,
    taken: Collection[str] = (),
    numbers: Container[int] = ALL_PAGES,
    ocr: Ocr | None = None,
) -> Iterator[Page | Unread]:
    """The pages of a file, with its path under what the user gave and ids that no other file's pages have.

    `taken` are ids, case folded, that belong to others. A page that the reader could not read is an Unread in
    its place. Raises ReadError for the file as a whole, EngineMissing, and OSError for a URL.
    """
    with _at_hand(item, most_bytes) as path:
        for page in read(path, item.page_id, encoding, most_bytes, numbers, ocr):
            page_id = _free(item, page.id, taken)
            if isinstance(page, Unread):
                yield replace(page, id=page_id)
            else:
                yield page.but(id=page_id, source=replace(page.source, path=printable(item.name)))


def page_id_of(item: Item, number: int, pages: int, taken: Collection[str]) -> str:
    """The id of page `number` of an item of so many."""
    return _free(item, item.page_id if pages == 1 else f"{item.page_id}-p{number:03d}", taken)


def _free(item: Item, page_id: str, taken: Collection[str]) -> str:
    """The id of a page of an item, with a digest of its name where it is that of another file, too."""
    if page_id != item.page_id and page_id.casefold() in taken:
        return with_suffix(page_id, f"{item.name}\n{page_id}")
    return page_id


def cut_file(job: Job, bench: Bench) -> Iterator[Told]:
    """What becomes of each page of a file, as soon as it is known; the last that is told is one of END.

    Raises MemoryError, which is for whoever calls to deal with.
    """
    item = job.item
    try:
        stamp = stamp_of(item)
        if job.known is not None and (sha256 := digest(item)) == job.known:
            yield FileRead(sha256, stamp, same=True)
            return
        yield from _pages(job, item, bench, stamp)
    except Changed as reason:
        yield Torn(str(reason))
    except EngineMissing as reason:
        yield Stop("engine", str(reason))
    except OSError as reason:
        yield PageLost(None, None, 0.0, "read", f"cannot be read: {reason.strerror or reason}")
        yield FileRead("", "")


def stamp_of(item: Item) -> str:
    """What changes when a source does, cheap to ask for. Raises OSError."""
    if item.url:
        return remote.stamp(item.url)
    own, *parts = files_of(item.path)
    return " ".join([remote.file_stamp(own), *(remote.file_stamp(each) for each in parts if each.is_file())])


def digest(item: Item) -> str:
    """The SHA-256 of a source, of an issue by METS over all its files. Raises OSError."""
    made = hashlib.sha256()
    with _at_hand(item, None) as path:
        own, *parts = files_of(path)
        for each in [own, *(part for part in parts if part.is_file())]:
            with each.open("rb") as file:
                while piece := file.read(PIECE):
                    made.update(piece)
    return made.hexdigest()


@contextmanager
def _at_hand(item: Item, most_bytes: int | None) -> Iterator[Path]:
    """A source as a file of this machine."""
    if item.url is None:
        yield item.path
    else:
        with remote.fetched(item.url, item.name, most_bytes or pdf.MOST_BYTES) as path:
            yield path


def _pages(job: Job, item: Item, bench: Bench, stamp: str) -> Iterator[Told]:
    pages = pages_of(item, bench.encoding, bench.most_bytes, job.taken, job.numbers, bench.ocr)
    sha256 = ""
    number = job.first
    count: int | None = None
    if job.unseen:
        bench.note(Place(number, None, "read"))
        count = least_pages(item.path) if item.url is None else None
    while True:
        page: Page | Unread | None = None
        started = time.perf_counter()
        bench.note(Place(number, None, "read", count))
        result: Told
        try:
            page = next(pages, None)
            _check_unchanged(item, stamp)
            if page is None:
                break
            number = (page.number if isinstance(page, Unread) else page.source.number) + 1
            if isinstance(page, Unread):
                spent = time.perf_counter() - started
                result = PageLost(page.number, page.id, spent, _stage_of(page), page.reason)
            else:
                sha256 = page.source.sha256
                result = _cut(page, bench, item, stamp, started)
        except (MemoryError, EngineMissing, Changed):
            raise
        except WriteError as reason:
            if reason.hopeless:
                yield Stop("disk", str(reason))
                return
            result = _lost(page, reason, started)
        except Exception as reason:  # noqa: BLE001  (one bad page never costs another)
            if page is None:
                _check_unchanged(item, stamp)  # what went wrong may be that it did change
            result = _lost(page, reason, started)
        yield result
        if page is None:
            yield FileRead(sha256, "")  # to look at it once more costs the next run next to nothing
            return
    yield FileRead(sha256 or digest(item), stamp)


def _cut(page: Page, bench: Bench, item: Item, stamp: str, started: float) -> PageCut:
    recipe = bench.recipes.get(page.source.kind, bench.recipes[item.kind])  # some pages of a PDF may be scans
    number = page.source.number
    names = (*(step.stage.name for step in recipe.steps), "write")
    places = iter([Place(number, page.id, name, page.source.pages) for name in names])
    bench.note(next(places))
    record, stories = build(run(page, recipe, lambda *_: bench.note(next(places))), recipe)
    _check_unchanged(item, stamp)
    size = bench.store.write(record, stories)
    return PageCut(
        number=page.source.number,
        pages=page.source.pages,
        page_id=page.id,
        seconds=time.perf_counter() - started,
        sha256=page.source.sha256,
        stories=len(stories),
        size=size,
        confidence=record.confidence,
        flags=tuple(record.flags),
        newspaper=record.newspaper,
        date=record.date,
        folio=record.folio,
        jumps=jumps_in(stories),
    )


def _stage_of(page: Unread) -> str:
    return ENGINE if page.flag == ENGINE_MISSING else "read"


def _check_unchanged(item: Item, stamp: str) -> None:
    """Raises Changed for a source that is not, or no longer, what it was."""
    try:
        now = stamp_of(item)
    except OSError as reason:
        said = f"it went away while it was being read ({reason.strerror or reason}); put it back and run again"
        raise Changed(said) from reason
    if now != stamp:
        raise Changed("it changed while it was being read; run again when nobody writes to it")


def _lost(page: Page | Unread | None, reason: Exception, started: float) -> PageLost:
    if isinstance(reason.__cause__, MemoryError):
        raise reason.__cause__
    if isinstance(reason, ImportError) and NO_ROOM in str(reason):
        raise MemoryError(str(reason)) from reason
    if isinstance(reason, PageError):
        stage, said = reason.stage, reason.reason
    else:
        stage = "read" if page is None else "write"
        if isinstance(reason, JianbaoError):
            said = str(reason)
        elif isinstance(reason, OSError):
            said = f"cannot be read: {reason.strerror or reason}"
        else:
            said = f"unexpected {type(reason).__name__}: {reason}"
    return PageLost(
        number=page.source.number if isinstance(page, Page) else None,
        page_id=page.id if page is not None else None,
        seconds=time.perf_counter() - started,
        stage=stage,
        reason=printable(said),
        trace=printable("".join(traceback.format_exception(reason))),
    )
