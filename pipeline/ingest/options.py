"""Options: how a run goes about its work. Only `encoding` and `ocr` have a say in what is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.ingest.limits import PAGE_BYTES, PAGE_SECONDS
from pipeline.readers.scan import USUAL, Ocr

FEW = 20  # pages that a share of failures is taken of at least: one in the first three says nothing


@dataclass(frozen=True, slots=True)
class MostFailed:
    """How many pages may fail before a run is stopped: a number, or a share of those that are finished."""

    number: int | None = None
    share: float | None = None

    def exceeded(self, failed: int, finished: int) -> bool:
        if self.number is not None:
            return failed > self.number
        return failed > (self.share or 0.0) * max(finished, FEW)

    def __str__(self) -> str:
        return f"{self.number}" if self.number is not None else f"{(self.share or 0.0) * 100:g}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`jobs`: worker processes; 0 is this process alone; None is a worker for each core, or this process for a
    handful of small files. `page_seconds` and `page_bytes` bound a page in a worker; None is no bound.
    `most_bytes` bounds the size of a file, None is what its reader finds right. `ocr` says what reads scans, and on
    how many threads in each worker. `scheduler` is Dask's address."""

    encoding: str | None = None
    most_bytes: int | None = None
    ocr: Ocr = USUAL
    jobs: int | None = None
    page_seconds: float | None = PAGE_SECONDS
    page_bytes: int | None = PAGE_BYTES
    retry_failed: bool = False
    force: bool = False
    most_failed: MostFailed | None = None
    scheduler: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files done of all that are to do, pages written and failed, the seconds since it began."""

    files: int
    all_files: int
    pages: int
    failed: int
    seconds: float
    name: str = ""

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that the rest takes if it goes on like this."""
        return self.seconds / self.files * (self.all_files - self.files) if self.files else None


@dataclass(frozen=True, slots=True)
class Watch:
    """Who wants to know what: `progress` after each page, `notice` for what is said before work begins.

    `trace` is told where in the program a page failed, a line for each step.
    """

    progress: Callable[[Progress], None] = lambda _progress: None
    notice: Callable[[str], None] = lambda _notice: None
    trace: Callable[[str], None] = lambda _trace: None


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
