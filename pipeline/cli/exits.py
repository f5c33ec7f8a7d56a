"""Exits: the documented exit codes, and the one place that turns a failure into one of them and a message."""

from __future__ import annotations

import errno
import traceback
from enum import IntEnum

import click

from pipeline.cli.safe import visible
from pipeline.errors import EngineMissing, JianbaoError, ReadError, RecipeError


class Exit(IntEnum):
    """How a command ended; what `--help` says of each code stands here."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> Exit:
        member = int.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    DONE = 0, "all pages were written"
    SOME_FAILED = (
        1,
        "some pages failed, they are named and the rest is written; or OUT cannot be written; or a measure is too low",
    )
    USAGE = 2, "a wrong option, a wrong recipe or a wrong stage file"
    NOTHING_READ = 3, "nothing could be read"
    ENGINE_MISSING = 4, "a program or package that is needed is not installed"
    INTERRUPTED = 130, "interrupted; what was written stays"


def code_of(error: BaseException) -> Exit:
    """The exit code that a failure deserves."""
    from pipeline.evaluate.model import EvaluationError

    match error:
        case KeyboardInterrupt() | click.Abort():
            return Exit.INTERRUPTED
        case RecipeError() | EvaluationError():
            return Exit.USAGE
        case ReadError():
            return Exit.NOTHING_READ
        case EngineMissing() | ModuleNotFoundError():
            return Exit.ENGINE_MISSING
        case _:
            return Exit.SOME_FAILED


def report(error: BaseException, debug: bool = False) -> Exit:
    """Say on stderr what went wrong, in a line or two, and give the exit code; with `debug`, where it did.

    A pipe that was closed (`jianbao show … | head`) is passed on to click, which ends quietly.
    """
    from pipeline.evaluate.model import EvaluationError

    if isinstance(error, OSError) and error.errno == errno.EPIPE:
        raise error
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    code = code_of(error)
    if code is Exit.INTERRUPTED:
        click.echo("Interrupted.", err=True)
    elif isinstance(error, JianbaoError | EvaluationError):
        complain(str(error))
    elif isinstance(error, ModuleNotFoundError):
        complain(f"the package {error.name} is needed and not installed; pip install {error.name}")
    elif isinstance(error, MemoryError):
        complain("out of memory")
    elif isinstance(error, OSError):
        nameless = "what is printed" if error.errno == errno.ENOSPC else "the system"
        complain(f"{error.filename or nameless}: {error.strerror or error}")
    else:
        complain(f"unexpected {type(error).__name__}: {error}")
        click.echo("This is a fault of jianbao; `jianbao --debug COMMAND …` shows where it is.", err=True)
    return code


def complain(message: str) -> None:
    """An error on stderr, in one line, with nothing in it that could steer a terminal."""
    click.echo(click.style("Error: ", fg="red") + visible(" ".join(message.split("\n"))), err=True)
