"""`jianbao schema`: what the output promises, for machines."""

from __future__ import annotations

import click


@click.command("schema", short_help="Print the JSON Schema of the output.")
@click.argument("of", required=False, type=click.Choice(["story", "page"]), metavar="[story|page]")
def command(of: str | None) -> None:
    """Print the JSON Schema (draft 2020-12) of a story's file or a page's file; without a word, of either.

    \b
    Example:
      jianbao schema story > story.schema.json
    """
    import msgspec

    from pipeline.writers.schema import schema

    click.echo(msgspec.json.format(msgspec.json.encode(schema(of)), indent=1).decode())
