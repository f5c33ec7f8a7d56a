"""`jianbao export`: all stories of an output in one file."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.exits import Exit, complain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.errors import ReadError

JSONL, PARQUET, STDOUT = ".jsonl", ".parquet", "-"


@click.command("export", short_help="Put all stories of an output into one file.")
@click.argument("out", metavar="OUT")
@click.option(
    "--to",
    required=True,
    metavar="FILE",
    help="stories.jsonl (a line of JSON each), stories.parquet (needs the extra `parquet`), or - for JSON lines.",
)
def command(out: str, to: str) -> int:
    """Put all stories of an output into one file, page by page.

    A row has all that a story's file has, and of its page the newspaper, date, weekday, folio, section, source
    and the source's SHA-256. A page that cannot be read is named, and the others are exported all the same.

    \b
    Examples:
      jianbao export out --to stories.jsonl
      jianbao export out --to stories.parquet
      jianbao export out --to - | head
    """
    from pipeline.cli.summaries import counted
    from pipeline.errors import ReadError
    from pipeline.ingest.export import to_jsonl, to_parquet
    from pipeline.ingest.stores import store_of
    from pipeline.writers.files import WriteError

    store = store_of(out)
    if next(store.pages(), None) is None:
        raise ReadError(f"{out}: has no pages; `jianbao ingest` writes them")
    unread: list[ReadError] = []
    if to == STDOUT:
        count = to_jsonl(store, lambda line: click.echo(line, nl=False), unread.append)
        return _code(count, unread)
    path = Path(to)
    if path.suffix.lower() not in (JSONL, PARQUET):
        raise click.BadParameter(f"{to}: ends neither in {JSONL} nor in {PARQUET}", param_hint="--to")
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        if path.suffix.lower() == PARQUET:
            count = to_parquet(store, aside, unread.append)
        else:
            with aside.open("wb") as file:
                count = to_jsonl(store, file.write, unread.append)
        if count or not unread:
            aside.replace(path)
            click.echo(f"{path}: {counted(count, 'story', 'stories')}")
    except OSError as reason:
        raise WriteError.at(path, reason) from reason
    finally:
        aside.unlink(missing_ok=True)
    return _code(count, unread)


def _code(stories: int, unread: Sequence[ReadError]) -> Exit:
    """The exit code of an export of so many stories without the pages that could not be read, which are named."""
    for reason in unread:
        complain(str(reason))
    if unread:
        return Exit.SOME_FAILED if stories else Exit.NOTHING_READ
    return Exit.DONE
