"""Progress: a bar on a terminal, else a plain line every so often; and what is said before work begins."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from pipeline.cli.safe import visible

if TYPE_CHECKING:
    from pipeline.ingest.options import Progress, Watch

MODES = ("auto", "bar", "lines", "none")
EVERY = 30.0  # seconds between two plain lines; a run that is shorter prints none
NAME = 30  # characters of a file's name


class Lines:
    """A line every so often, by a clock that never goes back."""

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._say, self._clock = say, clock
        self._next = clock() + EVERY

    def __call__(self, progress: Progress) -> None:
        if self._clock() >= self._next:
            self._next = self._clock() + EVERY
            self._say(told(progress))


@contextmanager
def watching(mode: str, debug: bool = False) -> Iterator[Watch]:
    """Who watches a run, for `auto`, `bar`, `lines` or `none`; with `debug`, also where pages fail."""
    from pipeline.ingest.options import Watch

    def notice(said: str) -> None:
        click.echo(visible(said), err=True)

    def trace(said: str) -> None:
        for line in said.splitlines() if debug else ():
            notice(line)

    if mode in ("auto", "bar") and sys.stderr.isatty():
        with _bar() as show:
            yield Watch(show, notice, trace)
    elif mode in ("auto", "lines"):
        yield Watch(Lines(notice), notice, trace)
    else:
        yield Watch(notice=notice, trace=trace)


def told(progress: Progress) -> str:
    """Where a run is, in a line."""
    left = progress.left
    return (
        f"{progress.files:,} of {progress.all_files:,} files, {progress.pages:,} pages, {progress.failed:,} failed, "
        f"{progress.rate:.1f} pages/s" + (f", {duration(left)} left" if left is not None else "")
    )


def duration(seconds: float) -> str:
    """Hours, minutes and seconds: 3:07:05, or 7:05."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bars

    from pipeline.cli.terminal import elided

    bars = Bars(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    with bars:
        task = bars.add_task("", total=None)

        def show(progress: Progress) -> None:
            left = "" if progress.left is None else f" {duration(progress.left)} left"
            failed = f", {progress.failed} failed" if progress.failed else ""
            said = f"{progress.rate:.1f} pages/s{left}{failed}, {elided(visible(progress.name), NAME)}"
            bars.update(task, completed=progress.files, total=progress.all_files, description=said)

        yield show
