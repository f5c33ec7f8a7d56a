"""`jianbao draw`: a picture of what was decided on a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.exits import Exit, complain
from pipeline.cli.opened import pages_in
from pipeline.cli.options import load_stages, recipe_options, recipes

if TYPE_CHECKING:
    from pipeline.ingest.sources import Item
    from pipeline.page import Page
    from pipeline.recipe import Recipe

SVG, PNG = "svg", "png"


@click.command("draw", short_help="Draw what was decided on a page of a PDF, an image or of OCR.")
@click.argument("source", type=click.Path(path_type=Path), metavar="SOURCE")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="The file to write, or the folder for NAME.svg of each page. Without this, the folder that you are in.",
)
@click.option("--page", "number", type=click.IntRange(min=1), metavar="N", help="Draw only this page of the file.")
@click.option(
    "--to",
    "form",
    type=click.Choice([SVG, PNG]),
    help="What to write; svg without this, or what FILE ends in. PNG needs the extra `draw`.",
)
@click.option(
    "--background/--no-background",
    default=None,
    help="Put the printed page behind the drawing (needs the extra `draw`), or only its characters. "
    "Without this: PNG has it, SVG has not.",
)
@recipe_options
def command(
    source: Path,
    out: Path | None,
    number: int | None,
    form: str | None,
    background: bool | None,
    recipe: str | None,
    stages: tuple[str, ...],
    settings: tuple[str, ...],
    script: str | None,
    encoding: str | None,
    ocr: str,
    ocr_threads: int,
) -> int:
    """Draw what was decided on each page of a PDF, an image or an OCR file (ALTO, PAGE XML, hOCR, ABBYY).

    A story has one colour; a legend names them. Arrows and numbers say in which order its paragraphs were put:
    5, and 5b where the fifth goes on in the next column. Parts with a role are framed and labelled. At its
    headline a story has its confidence and its flags. What is dashed is in doubt. Furniture is grey, and text
    that found no place is hatched red.

    \b
    Examples:
      jianbao draw page.pdf
      jianbao draw issue.pdf --page 3 -o p3.svg
      jianbao draw issue.pdf -o pictures/ --to png
      jianbao draw scan.tif --to png
      jianbao draw alto.xml
    """
    from pipeline.errors import PageError, ReadError
    from pipeline.ingest.sources import find
    from pipeline.readers.choose import PDF, SCAN, SUFFIXES, TEXT
    from pipeline.readers.scan import Ocr
    from pipeline.readers.unread import Unread

    if source.is_dir():
        raise ReadError(f"{source}: is a folder; draw takes one file")
    item = find([str(source)]).items[0]
    if item.kind == TEXT:
        said = "is raw text, which does not say where on paper it stands; draw takes a PDF or an image"
        raise click.UsageError(f"{source}: {said}")
    if out and out.suffix.lower() in (SUFFIXES - {f".{PNG}"}) and not out.is_dir():
        raise click.UsageError(f"{out}: ends neither in .{SVG} nor in .{PNG}; name such a file, or a folder")
    one = _is_file(out)
    form = form or (out.suffix.lower().removeprefix(".") if out and one else SVG)
    if out and one and out.suffix.lower() != f".{form}":
        raise click.UsageError(f"{out}: ends otherwise than --to {form}")
    printed = item.kind in (PDF, SCAN)
    if background and not printed:
        raise click.UsageError(f"{source}: has no printed page to put behind the drawing; leave --background out")
    background = form == PNG and printed if background is None else background
    if form == PNG or background:
        from pipeline.drawing.raster import check_engine

        check_engine()
    chosen = recipes(recipe, load_stages(stages), settings, script)
    chosen(item.kind)  # a fault of it is said before anything is read
    drawn, failed, unread, seen = 0, 0, 0, 0
    for page in pages_in(source, item, encoding, Ocr(ocr, ocr_threads)):
        seen += 1
        if number is not None and seen < number:
            continue
        if isinstance(page, Unread):
            complain(f"{source}: page {page.number}: {page.reason}")
            unread += 1
        elif one and number is None and page.source.pages > 1:
            raise click.UsageError(f"{source}: has {page.source.pages} pages; choose one with --page, or name a folder")
        else:
            try:
                path = out if out and one else (out or Path()) / f"{page.id}.{form}"
                _write(path, _draw(item, page, chosen(page.source.kind), form, background))
                click.echo(str(path))
                drawn += 1
            except (PageError, ReadError) as reason:
                complain(str(reason))
                failed += 1
        if number is not None:
            break
    if number is not None and seen < number:
        raise ReadError(f"{source}: has {seen} pages, no page {number}")
    if failed or (drawn and unread):
        return Exit.SOME_FAILED
    return Exit.DONE if drawn else Exit.NOTHING_READ


def _is_file(out: Path | None) -> bool:
    """Whether -o names a file: it ends like one, and is no folder."""
    return out is not None and out.suffix.lower() in (f".{SVG}", f".{PNG}") and not out.is_dir()


def _draw(item: Item, page: Page, recipe: Recipe, form: str, background: bool) -> bytes:
    from pipeline.drawing.plan import plan
    from pipeline.drawing.svg import svg
    from pipeline.run import run

    page = run(page, recipe)
    picture = None
    if background:
        from pipeline.drawing.raster import photograph, scanned
        from pipeline.readers.choose import SCAN

        source = page.source
        if item.kind == SCAN:
            picture = scanned(item.path, source.picture, source.turned, source.askew)
        else:
            wide, high = source.width or 0, source.height or 0
            picture = photograph(item.path, source.number, wide, high, source.turned, source.askew)
    drawing = plan(page, picture)
    if form == SVG:
        return svg(drawing).encode()
    from pipeline.drawing.raster import png

    return png(drawing)


def _write(path: Path, data: bytes) -> None:
    from pipeline.writers.files import WriteError, write_file

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
    except OSError as reason:
        raise WriteError.at(path, reason) from reason
