"""Ingest: read, run, build and write, page by page. A page that fails is named, and the rest goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import EngineMissing, JianbaoError, PageError
from pipeline.ingest.sources import Item, find
from pipeline.ingest.summary import Failure, Summary, Written
from pipeline.page import Page
from pipeline.readers.choose import read
from pipeline.readers.unread import Unread
from pipeline.recipe import Recipe
from pipeline.run import run
from pipeline.writers.build import build
from pipeline.writers.files import PAGE_FILE, folder_of, write
from pipeline.writers.names import printable, with_suffix

INTERRUPTED = "interrupted"
OUT_OF_MEMORY = "out of memory"

Recipes = Callable[[str], Recipe]  # the recipe for a kind of source; raises RecipeError
Progress = Callable[[int, int, str], None]  # files done, files in all, the file that is next ("" at the end)


def ingest(
    sources: Sequence[str],
    out: Path,
    recipe: Recipe | Recipes,
    *,
    encoding: str | None = None,
    most_bytes: int | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Cut all pages that `sources` name into stories under `out`.

    Whatever goes wrong with a page is a Failure of the summary. An interrupt or the end of the memory stops
    the run; what is written stays, and the summary says so. `recipe` is one for all pages, or gives the one
    for each kind of source. `most_bytes` bounds the size of a file; None is what its reader finds right.
    Raises ReadError if there is nothing to read at all, EngineMissing, and RecipeError before the first page.
    """
    started = time.perf_counter()
    work = find(sources)
    recipes = {kind: recipe if isinstance(recipe, Recipe) else recipe(kind) for kind in _kinds(work.items)}
    written: list[Written] = []
    failed = [Failure(printable(each.name), None, "find", each.reason) for each in work.missing]
    taken = {item.page_id.casefold() for item in work.items}
    stopped = None
    try:
        for done, item in enumerate(work.items):
            if progress:
                progress(done, len(work.items), printable(item.name))
            for result in _results(item, out, recipes[item.kind], encoding, most_bytes, taken):
                if isinstance(result, Written):
                    written.append(result)
                else:
                    failed.append(result)
        if progress:
            progress(len(work.items), len(work.items), "")
    except KeyboardInterrupt:
        stopped = INTERRUPTED
    except MemoryError:
        stopped = OUT_OF_MEMORY
    return Summary(tuple(written), tuple(failed), time.perf_counter() - started, stopped)


def pages_of(
    item: Item, encoding: str | None = None, most_bytes: int | None = None, taken: set[str] | None = None
) -> Iterator[Page | Unread]:
    """The pages of a file, with its path under what the user gave and ids that no other file's pages have.

    A page that the reader could not read is an Unread in its place. Raises ReadError for the file as a whole.
    """
    taken = taken or set()
    for page in read(item.path, item.page_id, encoding, most_bytes):
        page_id = page.id
        if page_id != item.page_id and page_id.casefold() in taken:
            page_id = with_suffix(page_id, f"{item.name}\n{page_id}")
        if isinstance(page, Unread):
            yield replace(page, id=page_id)
        else:
            yield page.but(id=page_id, source=replace(page.source, path=printable(item.name)))


def _kinds(items: Sequence[Item]) -> list[str]:
    return sorted({item.kind for item in items})


def _results(
    item: Item, out: Path, recipe: Recipe, encoding: str | None, most_bytes: int | None, taken: set[str]
) -> Iterator[Written | Failure]:
    """What became of each page of a file."""
    pages = pages_of(item, encoding, most_bytes, taken)
    while True:
        page: Page | Unread | None = None
        result: Written | Failure
        try:
            page = next(pages, None)
            if page is None:
                return
            result = _unread(item, page, out) if isinstance(page, Unread) else _cut(page, out, recipe)
        except (MemoryError, EngineMissing):
            raise
        except Exception as reason:  # noqa: BLE001  (one bad page never costs another)
            result = _failure(item, page, reason, out)
        yield result
        if page is None:
            return


def _cut(page: Page, out: Path, recipe: Recipe) -> Written:
    page_file, stories = build(run(page, recipe), recipe)
    folder = write(out, page_file, stories)
    return Written(page.id, str(folder), len(stories), page_file.confidence, tuple(page_file.flags))


def _unread(item: Item, page: Unread, out: Path) -> Failure:
    return Failure(printable(item.name), page.id, "read", page.reason, kept=_has_output(out, page.id))


def _failure(item: Item, page: Page | Unread | None, reason: Exception, out: Path) -> Failure:
    if isinstance(reason.__cause__, MemoryError):
        raise reason.__cause__
    if isinstance(reason, PageError):
        stage, said = reason.stage, reason.reason
    else:
        stage = "read" if page is None else "write"
        foreseen = isinstance(reason, JianbaoError)
        said = str(reason) if foreseen else f"unexpected {type(reason).__name__}: {reason}"
    page_id = page.id if page is not None else None
    return Failure(printable(item.name), page_id, stage, said, kept=_has_output(out, page_id or item.page_id))


def _has_output(out: Path, page_id: str) -> bool:
    try:
        return (folder_of(out, page_id) / PAGE_FILE).is_file()
    except (JianbaoError, OSError):
        return False
