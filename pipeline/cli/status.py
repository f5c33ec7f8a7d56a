"""`jianbao status`: how an output stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.status import Status


@click.command("status", short_help="Tell how an output stands: counts, slowest, least sure, failed.")
@click.argument("out", metavar="OUT")
@click.option(
    "--most", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="Rows of each list."
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def command(out: str, most: int, as_json: bool) -> int:
    """Tell how an output stands, while a run is under way or after it.

    OUT is the folder or URL that `jianbao ingest` wrote to: how many pages are done, failed or waiting, which
    took longest, of which it is least sure, and why pages failed.

    \b
    Examples:
      jianbao status out
      jianbao status out --json
    """
    import msgspec

    from pipeline.ingest.home import catalogue_at
    from pipeline.ingest.status import status

    with catalogue_at(out) as catalogue:
        told = status(catalogue, most)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(told), indent=1).decode())
    else:
        _print(told)
    return Exit.DONE


def _print(told: Status) -> None:
    from pipeline.cli.progress import duration
    from pipeline.cli.summaries import counted

    states = ", ".join(f"{number:,} {state}" for state, number in told.states.items()) or "none"
    click.echo(f"pages: {states}")
    click.echo(f"{counted(told.stories, 'story', 'stories')}; {told.in_doubt:,} pages in doubt")
    began = f", the last began {told.began}" if told.began else ""
    click.echo(f"{counted(told.runs, 'run')}{began}; the pages took {duration(told.seconds)} of work")
    _table("slowest", [(each.page_id, f"{each.seconds:.2f} s") for each in told.slowest])
    unsure = [(each.page_id, f"{each.confidence:.2f}", ", ".join(each.flags)) for each in told.least_sure]
    _table("least sure", unsure)
    failed = [(str(each.pages), each.stage, each.reason, f"as {each.example}") for each in told.failed]
    _table("failed", failed, right=(0,))


def _table(title: str, rows: Sequence[Sequence[str]], right: Sequence[int] = (1,)) -> None:
    from pipeline.cli.safe import visible
    from pipeline.cli.terminal import aligned

    if rows:
        click.echo()
        click.secho(title, bold=True)
        for line in aligned([["  " + visible(row[0]), *map(visible, row[1:])] for row in rows], right=right):
            click.echo(line)
