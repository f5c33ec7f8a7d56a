"""`jianbao show`: a page's stories, to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.opened import pages_in
from pipeline.cli.options import load_stages, recipe_options, recipes

if TYPE_CHECKING:
    from pipeline.readers.scan import Ocr
    from pipeline.recipe import Recipe
    from pipeline.writers.records import PageFile, StoryFile


@click.command("show", short_help="Read a page's stories in the terminal.")
@click.argument("page", type=click.Path(path_type=Path), metavar="PAGE")
@click.option("--story", metavar="ID", help="Show one story only, as in --story s02.")
@recipe_options
def command(
    page: Path,
    story: str | None,
    recipe: str | None,
    stages: tuple[str, ...],
    settings: tuple[str, ...],
    script: str | None,
    encoding: str | None,
    ocr: str,
    ocr_threads: int,
) -> None:
    """Read a page's stories in the terminal.

    PAGE is the folder of a page that was written (or its page.json), or a file that `ingest` takes: that is
    cut here and now, and nothing is written. The options but --story are for these.

    \b
    Examples:
      jianbao show out/page
      jianbao show out/page --story s02
      jianbao show page.txt
    """
    from pipeline.cli.reading import print_page, print_story
    from pipeline.errors import ReadError
    from pipeline.readers.scan import Ocr

    shown = 0
    cut = (
        _written(page)
        if _is_output(page)
        else _cut(page, recipes(recipe, load_stages(stages), settings, script), encoding, Ocr(ocr, ocr_threads))
    )
    for record, stories in cut:
        chosen = [each for each in stories if story is None or each.id == story]
        if story is None:
            print_page(record)
        for each in chosen:
            print_story(each)
        shown += len(chosen) + (story is None)
    if not shown:
        raise ReadError(f"{page}: there is no story {story}")


def _is_output(page: Path) -> bool:
    return page.is_dir() or page.suffix.lower() == ".json"


def _written(path: Path) -> Iterator[tuple[PageFile, list[StoryFile]]]:
    """The page of an output folder or page.json. Raises ReadError, with an example, for a folder of many."""
    from pipeline.errors import ReadError
    from pipeline.writers.files import PAGE_FILE
    from pipeline.writers.load import load

    folder = path if path.is_dir() else path.parent
    if not (folder / PAGE_FILE).is_file():
        pages = sorted(each.parent for each in folder.rglob(PAGE_FILE))
        first = f"; show one of the {len(pages)} pages under it, as {pages[0]}" if pages else ""
        raise ReadError(f"{folder}: has no {PAGE_FILE}{first}")
    yield load(folder)


def _cut(
    path: Path, recipes: Callable[[str], Recipe], encoding: str | None, ocr: Ocr
) -> Iterator[tuple[PageFile, list[StoryFile]]]:
    """The pages of a source, cut in memory. Raises ReadError at the end for pages that could not be read."""
    from pipeline.errors import ReadError
    from pipeline.ingest.sources import find
    from pipeline.readers.unread import Unread
    from pipeline.run import run
    from pipeline.writers.build import build

    unread: list[str] = []
    for item in find([str(path)]).items:
        for page in pages_in(path, item, encoding, ocr):
            if isinstance(page, Unread):
                unread.append(f"page {page.number}: {page.reason}")
            else:
                recipe = recipes(page.source.kind)
                yield build(run(page, recipe), recipe)
    if unread:
        raise ReadError(f"{path}: {'; '.join(unread)}")
