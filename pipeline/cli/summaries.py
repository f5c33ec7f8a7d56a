"""Summaries: what a run did, for people and for machines. Of a long run nothing is held, page by page is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pipeline.ingest.summary import Summary

MOST_ROWS = 40  # of the table of pages; of more pages, only those in doubt are listed


def print_summary(summary: Summary) -> None:
    """The table of pages (of many, those in doubt) and a line of totals."""
    from pipeline.cli.safe import visible
    from pipeline.cli.terminal import aligned
    from pipeline.ingest.summary import DOUBTFUL

    few = summary.pages <= MOST_ROWS
    shown = list(islice(summary.each_written() if few else summary.each_written(DOUBTFUL), MOST_ROWS))
    rows = [
        (visible(page.page_id), str(page.stories), f"{page.confidence:.2f}", visible(", ".join(page.flags)))
        for page in shown
    ]
    if rows:
        head, *lines = aligned([("page", "stories", "confidence", "flags"), *rows], right=(1, 2))
        click.secho(head, bold=True)
        for page, line in zip(shown, lines, strict=True):
            click.secho(line, fg="yellow" if page.doubtful else None)
        if not few and summary.in_doubt > len(rows):
            click.echo(f"… and {summary.in_doubt - len(rows)} more in doubt; --json lists them all")
        click.echo()
    totals = [
        counted(summary.pages, "page"),
        counted(summary.stories, "story", "stories"),
        f"{summary.failures + len(summary.missing)} failed",
        f"{summary.in_doubt} in doubt",
        *([f"{summary.unchanged} unchanged"] if summary.unchanged else []),
        f"{summary.seconds:.1f} s",
    ]
    click.echo(", ".join(totals))


def print_plan(reasons: Mapping[str, int], as_json: bool) -> None:
    """What a run would do."""
    from pipeline.ingest.worklist import REASONS

    if as_json:
        click.echo(_json(dict(reasons)))
        return
    words = {"new": "new", **REASONS, "skipped": "failed before, left alone", "unchanged": "done"}
    for reason, said in words.items():
        if reasons.get(reason):
            click.echo(f"{counted(reasons[reason], 'file')}: {said}")


def print_json(summary: Summary) -> None:
    """One JSON object, written as it is read."""
    import msgspec

    click.echo('{\n "pages": [', nl=False)
    _list(msgspec.to_builtins(page) for page in summary.each_written())
    click.echo('],\n "failed": [', nl=False)
    _list(msgspec.to_builtins(failure) for failure in summary.each_failed())
    click.echo('],\n "failed_before": [', nl=False)
    _list(msgspec.to_builtins(failure) for failure in summary.each_skipped())
    click.echo('],\n "in_doubt": [', nl=False)
    from pipeline.ingest.summary import DOUBTFUL

    _list(page.page_id for page in summary.each_written(DOUBTFUL))
    rest = {
        "stories": summary.stories,
        "unchanged": summary.unchanged,
        "skipped": summary.skipped,
        "stopped": summary.stopped,
        "seconds": round(summary.seconds, 3),
    }
    click.echo("],\n " + _json(rest).removeprefix("{").strip())


def counted(number: int, one: str, many: str | None = None) -> str:
    """1 page, 2 pages."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _list(values: Iterable[object]) -> None:
    for line in _lines(values):
        click.echo(line, nl=False)


def _lines(values: Iterable[object]) -> Iterator[str]:
    """The items of a JSON array, each on a line of its own."""
    import msgspec

    before = "\n  "
    for value in values:
        yield before + msgspec.json.encode(value).decode()
        before = ",\n  "


def _json(value: object) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
