"""`jianbao ingest`: pages in, stories out."""

from __future__ import annotations

import re
import sys
from contextlib import redirect_stdout
from math import inf, isnan
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from pipeline.cli.exits import Exit, complain
from pipeline.cli.options import MEGABYTE, load_stages, recipe_options, recipes
from pipeline.cli.progress import MODES, watching
from pipeline.cli.safe import visible

if TYPE_CHECKING:
    from pipeline.ingest.options import MostFailed
    from pipeline.ingest.summary import Summary

_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}
_BYTES = {"": 1 << 20, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_MOST = 500  # of the largest unit; the system counts no further than some weeks
_MOST_MEGABYTES = 1 << 20
_SCHEDULER = re.compile(r"(?:[a-z]+://)?(?:[^\s:/\[\]]+|\[[0-9a-f:.]+\]):\d{1,5}", re.IGNORECASE)


class Quantity(click.ParamType[float]):
    """A number with a unit, as in 90s or 2G; 0 is no limit."""

    def __init__(self, name: str, units: dict[str, int]) -> None:
        self.name, self._units = name, units

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]?)b?", str(value).strip().lower())
        if match is None or match[2] not in self._units:
            self.fail(
                f"{value} is no {self.name}; write a number and one of {', '.join(filter(None, self._units))}",
                param,
                ctx,
            )
        number = float(match[1]) * self._units[match[2]]
        unit = list(self._units)[-1]
        if number > _MOST * self._units[unit]:
            self.fail(f"{value} is more than {_MOST}{unit}; for no limit write 0", param, ctx)
        return number


def _a_number(ctx: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    if value is not None and isnan(value):
        raise click.BadParameter(f"{value} is no number", ctx, parameter)
    return value


def _scheduler(ctx: click.Context, parameter: click.Parameter, address: str | None) -> str | None:
    if address is not None and not _SCHEDULER.fullmatch(address):
        said = f"{address} is no address with a port, as in tcp://scheduler:8786"
        raise click.BadParameter(said, ctx, parameter)
    return address


def _no_file(ctx: click.Context, parameter: click.Parameter, out: str) -> str:
    if not out:
        raise click.BadParameter("names nothing; write . for the folder that you are in", ctx, parameter)
    if Path(out).is_file():
        raise click.BadParameter(f"{out} is a file; name a folder", ctx, parameter)
    return out


@click.command("ingest", short_help="Cut pages into stories, one JSON file each.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-o",
    "--out",
    required=True,
    metavar="OUT",
    callback=_no_file,
    help="The folder or URL to write to; made if it is not there.",
)
@recipe_options
@click.option(
    "--max-megabytes",
    type=click.FloatRange(min=0, min_open=True, max=_MOST_MEGABYTES),
    callback=_a_number,
    metavar="N",
    help="Refuse files that are larger than this (16 for text, 64 for OCR, 256 for PDF).",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    metavar="N",
    help="Worker processes. Without this, one for each core, and none for a handful of small files; "
    "with 0 never any: then the limits below do not hold.",
)
@click.option(
    "--page-timeout",
    type=Quantity("time", _SECONDS),
    default="300s",
    show_default=True,
    metavar="TIME",
    help="A page that takes longer is tried once more and then fails; 0 is no limit.",
)
@click.option(
    "--page-memory",
    type=Quantity("size", _BYTES),
    default="4G",
    show_default=True,
    metavar="SIZE",
    help="The same for a page that takes more memory (as in 500M or 2G).",
)
@click.option("--max-failed", metavar="N|N%", help="Stop the run when more pages than this have failed, as in 10%.")
@click.option("--retry-failed", is_flag=True, help="Try pages again that failed in an earlier run.")
@click.option("--force", is_flag=True, help="Cut all pages anew, those too that are done.")
@click.option("--dry-run", is_flag=True, help="Say what would be cut, and why, and do nothing.")
@click.option(
    "--dask",
    "scheduler",
    metavar="ADDRESS",
    callback=_scheduler,
    help="Let a Dask cluster do the work, as in tcp://scheduler:8786.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option(
    "--log-file",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Add a line for each page to this file, with its id, the stage and what happened.",
)
@click.option(
    "--progress",
    type=click.Choice(MODES),
    default="auto",
    show_default=True,
    help="auto: a bar on a terminal, else a line every so often; bar: a bar or nothing.",
)
def command(
    sources: tuple[str, ...],
    out: str,
    recipe: str | None,
    stages: tuple[str, ...],
    settings: tuple[str, ...],
    script: str | None,
    encoding: str | None,
    ocr: str,
    ocr_threads: int,
    max_megabytes: float | None,
    jobs: int | None,
    page_timeout: float,
    page_memory: float,
    max_failed: str | None,
    retry_failed: bool,
    force: bool,
    dry_run: bool,
    scheduler: str | None,
    as_json: bool,
    log_file: str | None,
    progress: str,
) -> int:
    """Cut newspaper pages into stories.

    SOURCE is a PDF, an image (.tif, .jpg, .png, .jp2), a raw text file (.txt, .text) or the output of an OCR
    engine (ALTO, PAGE XML, hOCR or ABBYY XML, or METS that names such files), a folder that is searched to the
    bottom, a pattern in quotes, or a URL. Every page gets a folder in OUT with page.json and one file a story:
    s01.json, s02.json, … A page that fails is named, and the others are written all the same. What is done is
    left as it is when the command runs again.

    \b
    Examples:
      jianbao ingest page.txt -o out
      jianbao ingest issue.pdf -o out
      jianbao ingest scan.tif -o out
      jianbao ingest papers/ -o out --jobs 8 --max-failed 10%
      jianbao ingest 'papers/2025/*/p4.txt' -o out --script hans
      jianbao ingest s3://shelf/2025 -o s3://stories/2025
    """
    from pipeline.cli.logfile import logging_to
    from pipeline.cli.summaries import print_json, print_plan, print_summary
    from pipeline.ingest.ingest import ingest, plan
    from pipeline.ingest.options import Options, cores
    from pipeline.readers.scan import Ocr

    with redirect_stdout(sys.stderr):  # what stages print is none of the summary
        chosen = recipes(recipe, load_stages(stages), settings, script, _notice)
    options = Options(
        encoding=encoding,
        most_bytes=round(max_megabytes * MEGABYTE) if max_megabytes else None,
        ocr=Ocr(ocr, ocr_threads),
        jobs=cores() if jobs is None and _limits_are_asked_for() else jobs,
        page_seconds=page_timeout or None,
        page_bytes=round(page_memory) or None,
        most_failed=_most_failed(max_failed),
        retry_failed=retry_failed,
        force=force,
        scheduler=scheduler,
    )
    if dry_run:
        print_plan(plan(sources, out, chosen, options), as_json)
        return Exit.DONE
    debug = bool(click.get_current_context().find_root().params.get("debug"))
    with logging_to(log_file), watching(progress, debug) as watch, redirect_stdout(sys.stderr):
        summary = ingest(sources, out, chosen, options, watch)
    (print_json if as_json else print_summary)(summary)
    for failure in summary.each_failed():
        complain(str(failure))
    for failure in summary.each_skipped():
        complain(f"{failure} (in an earlier run)")
    if summary.skipped:
        files = "1 file" if summary.skipped == 1 else f"{summary.skipped:,} files"
        complain(f"{files} failed in an earlier run and had no other try; --retry-failed gives them one")
    return _code(summary)


def _notice(said: str) -> None:
    click.echo(visible(said), err=True)


def _limits_are_asked_for() -> bool:
    """Whether the command line names a limit, which only worker processes keep."""
    sources = map(click.get_current_context().get_parameter_source, ("page_timeout", "page_memory"))
    return any(source is ParameterSource.COMMANDLINE for source in sources)


def _code(summary: Summary) -> Exit:
    from pipeline.ingest.running import INTERRUPTED
    from pipeline.ingest.summary import ENGINE

    if summary.stopped:
        complain(f"stopped: {summary.stopped}; what was written stays")
        return Exit.INTERRUPTED if summary.stopped == INTERRUPTED else Exit.SOME_FAILED
    if summary.failures or summary.missing:
        if any(failure.stage == ENGINE for failure in summary.each_failed()):
            return Exit.ENGINE_MISSING
        unread = all(failure.stage in ("find", "read") for failure in summary.each_failed())
        return Exit.NOTHING_READ if unread and not summary.pages + summary.unchanged else Exit.SOME_FAILED
    return Exit.SOME_FAILED if summary.skipped else Exit.DONE


def _most_failed(given: str | None) -> MostFailed | None:
    from pipeline.ingest.options import MostFailed

    if given is None:
        return None
    number, percent, rest = given.strip().partition("%")
    try:
        value = float(number) / 100 if percent else int(number)
    except ValueError:
        value = -1
    if rest or not 0 <= value <= (1 if percent else inf):
        raise click.BadParameter(f"{given}: write a number of pages, or a share as in 10%", param_hint="--max-failed")
    return MostFailed(share=value) if percent else MostFailed(number=int(value))
