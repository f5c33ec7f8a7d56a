"""`jianbao ingest`: pages in, stories out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.exits import Exit, complain
from pipeline.cli.options import MEGABYTE, load_stages, recipe_options, recipes

if TYPE_CHECKING:
    from pipeline.ingest.summary import Summary

MOST_ROWS = 40  # of the table of pages; of more pages, only those in doubt are listed


@click.command("ingest", short_help="Cut pages into stories, one JSON file each.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="OUT",
    help="The folder to write to; made if it is not there.",
)
@recipe_options
@click.option(
    "--max-megabytes",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="Refuse files that are larger than this (16 for text, 256 for PDF).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    sources: tuple[str, ...],
    out: Path,
    recipe: str | None,
    stages: tuple[str, ...],
    settings: tuple[str, ...],
    script: str | None,
    encoding: str | None,
    max_megabytes: float | None,
    as_json: bool,
) -> int:
    """Cut newspaper pages into stories.

    SOURCE is a PDF or a raw text file (.pdf, .txt, .text), a folder that is searched to the bottom, or a
    pattern in quotes. Every page gets a folder in OUT with page.json and one file a story: s01.json,
    s02.json, … A page that fails is named, and the others are written all the same.

    \b
    Examples:
      jianbao ingest page.txt -o out
      jianbao ingest issue.pdf -o out
      jianbao ingest papers/ -o out
      jianbao ingest 'papers/2025/*/p4.txt' -o out --script hans
      jianbao ingest old.txt -o out --encoding big5
    """
    from pipeline.cli.progress import progress
    from pipeline.ingest.ingest import INTERRUPTED, ingest

    chosen = recipes(recipe, load_stages(stages), settings, script)
    most_bytes = round(max_megabytes * MEGABYTE) if max_megabytes else None
    with progress() as tell:
        summary = ingest(sources, out, chosen, encoding=encoding, most_bytes=most_bytes, progress=tell)
    if as_json:
        _print_json(summary)
    else:
        _print(summary)
    for failure in summary.failed:
        complain(str(failure))
    if summary.stopped:
        complain(f"stopped: {summary.stopped}; what was written stays")
        return Exit.INTERRUPTED if summary.stopped == INTERRUPTED else Exit.SOME_FAILED
    if summary.failed:
        unread = all(failure.stage in ("find", "read") for failure in summary.failed)
        return Exit.NOTHING_READ if unread and not summary.written else Exit.SOME_FAILED
    return Exit.DONE


def _print(summary: Summary) -> None:
    """The table of pages (of many, those in doubt) and a line of totals."""
    from pipeline.cli.safe import visible
    from pipeline.cli.terminal import aligned

    shown = summary.written if len(summary.written) <= MOST_ROWS else summary.doubtful
    rows = [
        (visible(page.page_id), str(page.stories), f"{page.confidence:.2f}", visible(", ".join(page.flags)))
        for page in shown[:MOST_ROWS]
    ]
    if rows:
        head, *lines = aligned([("page", "stories", "confidence", "flags"), *rows], right=(1, 2))
        click.secho(head, bold=True)
        for page, line in zip(shown, lines, strict=False):
            click.secho(line, fg="yellow" if page.doubtful else None)
        if len(shown) > len(rows):
            click.echo(f"… and {len(shown) - len(rows)} more in doubt; --json lists them all")
        click.echo()
    totals = [
        _count(len(summary.written), "page"),
        _count(summary.stories, "story", "stories"),
        f"{len(summary.failed)} failed",
        f"{len(summary.doubtful)} in doubt",
        f"{summary.seconds:.1f} s",
    ]
    click.echo(", ".join(totals))


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _print_json(summary: Summary) -> None:
    import msgspec

    plan = {
        "pages": msgspec.to_builtins(summary.written),
        "failed": msgspec.to_builtins(summary.failed),
        "stories": summary.stories,
        "in_doubt": [page.page_id for page in summary.doubtful],
        "stopped": summary.stopped,
        "seconds": round(summary.seconds, 3),
    }
    click.echo(msgspec.json.format(msgspec.json.encode(plan), indent=1).decode())
