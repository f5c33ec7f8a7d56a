"""`jianbao explain`: what was done to a page, and where a passage came from."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click

from pipeline.cli.opened import pages_in
from pipeline.cli.options import chosen_recipe, load_stages, recipe_options


@click.command("explain", short_help="See what each stage did, and where a passage came from.")
@click.argument("source", type=click.Path(path_type=Path), metavar="SOURCE")
@click.option("--story", metavar="ID", help="Where each character of a story came from, as in --story s02.")
@click.option("--find", "wanted", metavar="TEXT", help="Where each character of a passage came from.")
@click.option("--page", "number", type=click.IntRange(min=1), metavar="N", help="Which page, of a file of several.")
@recipe_options
def command(
    source: Path,
    story: str | None,
    wanted: str | None,
    number: int | None,
    recipe: str | None,
    stages: tuple[str, ...],
    settings: tuple[str, ...],
    script: str | None,
    encoding: str | None,
    ocr: str,
    ocr_threads: int,
) -> None:
    """See what was done to a page. Nothing is written.

    Without options: each stage with what it changed, in short. A place in a raw text is named as line:column,
    one in a PDF, an image or in OCR as x,y in points or pixels from the page's top left.
    What went is red, what came is green, what reads otherwise is yellow; in a pipe, [-so-], {+so+} and
    [-so-]{+so+}.

    --stage NAME shows all that one stage did (`read` is the first); --stage FILE.py also adds the stages of
    that file. --story and --find show, piece by piece, where a text stands in SOURCE and who touched it.

    \b
    Examples:
      jianbao explain page.txt
      jianbao explain page.txt --stage undouble
      jianbao explain page.txt --find 网络微短剧
      jianbao explain page.txt --story s02
    """
    from pipeline.cli.explaining import print_deeds, print_find, print_story
    from pipeline.errors import ReadError
    from pipeline.explain.history import READ, watch
    from pipeline.explain.positions import positions_in
    from pipeline.ingest.sources import find
    from pipeline.readers.scan import Ocr
    from pipeline.readers.unread import Unread

    if source.is_dir():
        raise ReadError(f"{source}: is a folder; explain takes one file")
    added = load_stages([stage for stage in stages if stage != READ])
    item = find([str(source)]).items[0]
    number = number or 1
    pages = list(islice(pages_in(source, item, encoding, Ocr(ocr, ocr_threads)), number))
    if number > len(pages):
        raise ReadError(f"{source}: has {len(pages)} pages, no page {number}")
    page = pages[-1]
    if isinstance(page, Unread):
        raise ReadError(f"{source}: page {number}: {page.reason}")
    chosen = chosen_recipe(recipe, added, settings, script, page.source.kind)
    positions = positions_in(page, [each for each in pages if not isinstance(each, Unread)])
    history = watch(page, chosen)
    if page.source.pages > 1:
        click.echo(f"(page {number} of {page.source.pages}; --page N shows another)")
    if story is not None and history.failure is None:
        print_story(history.page, story, positions)
    elif wanted is not None and history.failure is None:
        print_find(history.page, wanted, positions)
    else:
        only = [READ, *added] if READ in stages else added
        print_deeds(history, positions, only)
    if history.failure is not None:
        raise history.failure
