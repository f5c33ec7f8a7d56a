"""The command `jianbao`: one module a command, each imported only when it is called for.

Nothing here computes: options are parsed, the pipeline is called, results are printed. What is heavy is
imported inside the commands, so that `jianbao --help` is there at once.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper

import click

from pipeline import __version__
from pipeline.cli.exits import Exit, report

COMMANDS = (
    "ingest",
    "status",
    "show",
    "explain",
    "draw",
    "export",
    "evaluate",
    "stages",
    "schema",
)  # in the order of --help
EPILOG = "\b\nExit codes:\n" + "\n".join(f"  {code.value:<3}  {code.meaning}" for code in Exit)


class Commands(click.Group):
    """A group that imports a command's module when it is called, and turns failures into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"pipeline.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> None:
        try:
            code = super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit):
            raise  # click knows what to print
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  (the one place that may)
            ctx.exit(report(error, debug=ctx.params.get("debug", False)))
        ctx.exit(code if isinstance(code, int) else Exit.DONE)


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jianbao")
@click.option("--debug", is_flag=True, help="When something fails, show where in the program.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:  # noqa: ARG001  (Commands.invoke reads it)
    """Cut Chinese newspaper pages into clean stories (剪报).

    jianbao reads the raw text that was extracted from a newspaper page, puts its broken lines and scattered
    columns back together, and writes each story to a file of its own, with one more file for the page.
    Nothing is lost and nothing is made up: every character that is left out is listed with the reason.

    \b
    To begin with:
      jianbao ingest page.txt -o out     cut one page
      jianbao show out/page              read its stories
      jianbao COMMAND --help             what a command can do
    """
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        ctx.color = False


def main() -> None:
    """The entry point of `jianbao`. What the encoding of a terminal does not have is printed escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="jianbao")
