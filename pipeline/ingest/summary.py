"""Summary: what a run did. It is printed, never written: a file that told the time would differ every day.

What there is to say of each page stays in the catalogue until it is asked for; a summary of any run is small.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.ingest.tables import reading
from pipeline.writers.names import printable

ENGINE = "engine"  # the stage of a failure for want of an engine
DOUBTFUL = 0.5  # confidence below which a page is worth a look


@dataclass(frozen=True, slots=True)
class Written:
    """A page whose files are in place, in `folder`."""

    page_id: str
    folder: str
    stories: int
    confidence: float
    flags: tuple[str, ...]

    @property
    def doubtful(self) -> bool:
        return self.confidence < DOUBTFUL


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or one page of it, that gave no output: at which stage, and why.

    `stage` is `find`, `read`, `engine`, a stage's name or `write`. `kept`: the output of an earlier run is still there.
    """

    source: str
    page_id: str | None
    stage: str
    reason: str
    kept: bool = False

    def __str__(self) -> str:
        where = f" (page {self.page_id})" if self.page_id else ""
        kept = "; its output of an earlier run was left in place" if self.kept else ""
        return f"{self.source}{where}: {self.stage}: {self.reason}{kept}"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: counts of pages and stories, and the rest from the `catalogue`, page by page in order.

    `unchanged` pages were done before, `skipped` files failed before and were not tried again. `stopped` says
    why the run ended early, `seconds` how long it took.
    """

    out: str
    catalogue: Path
    run: int
    pages: int
    stories: int
    in_doubt: int
    failures: int
    unchanged: int
    skipped: int
    missing: tuple[Failure, ...]
    seconds: float
    stopped: str | None = None

    @property
    def written(self) -> tuple[Written, ...]:
        return tuple(self.each_written())

    @property
    def failed(self) -> tuple[Failure, ...]:
        return tuple(self.each_failed())

    @property
    def doubtful(self) -> tuple[Written, ...]:
        return tuple(self.each_written(DOUBTFUL))

    def each_written(self, below: float = 2.0) -> Iterator[Written]:
        """The pages written, or those with a confidence below some value, one by one."""
        rows = (
            "SELECT p.id, p.stories, p.confidence, p.flags FROM pages p JOIN sources s ON s.id = p.source "
            "WHERE p.run = :run AND p.state = 'done' AND p.confidence < :below ORDER BY s.position, p.number"
        )
        for page_id, stories, confidence, flags in self._rows(rows, {"run": self.run, "below": below}):
            yield Written(page_id, f"{self.out}/{page_id}", stories, confidence, tuple(flags.split()))

    def each_failed(self) -> Iterator[Failure]:
        """What failed in this run: what was named in vain, files and pages."""
        yield from self.missing
        yield from self._failures("s.state = 'failed'", "p.run = :run")

    def each_skipped(self) -> Iterator[Failure]:
        """What failed in an earlier run and had no other try in this one."""
        yield from self._failures("s.state = 'skipped'", "s.run = :run AND s.state = 'skipped'")

    def _failures(self, file: str, page: str) -> Iterator[Failure]:
        """The failures of those files and of those pages, as SQL tells them."""
        rows = (
            "SELECT s.name, NULL, s.stage, s.reason, s.kept, s.position, 0 FROM sources s "
            f"WHERE s.run = :run AND {file} AND s.reason IS NOT NULL UNION ALL "
            "SELECT s.name, p.id, p.stage, p.reason, p.kept, s.position, p.number FROM pages p "
            f"JOIN sources s ON s.id = p.source WHERE {page} AND p.state = 'failed' ORDER BY 6, 7"
        )
        for name, page_id, stage, reason, kept, _, _ in self._rows(rows, {"run": self.run}):
            yield Failure(named(name), page_id, stage, reason, bool(kept))

    def _rows(self, sql: str, values: dict[str, object]) -> Iterator[Any]:
        with closing(reading(self.catalogue)) as connection:
            yield from connection.execute(sql, values)


def named(name: bytes | None) -> str:
    """A source's name as it can be printed."""
    return printable(os.fsdecode(name)) if name is not None else "?"
