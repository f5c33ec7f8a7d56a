"""Status: what a catalogue tells of an output: how many pages are where, which took longest, which failed and why."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import JianbaoError
from pipeline.ingest.summary import DOUBTFUL, named
from pipeline.ingest.tables import reading


@dataclass(frozen=True, slots=True)
class Slow:
    """A page and the seconds that it took."""

    page_id: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Unsure:
    """A page, its confidence and flags."""

    page_id: str
    confidence: float
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why pages failed: the stage, the reason, how many, and one of them."""

    stage: str
    reason: str
    pages: int
    example: str


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of pages by state (a file that waits counts as one page), stories, and the pages to look at.

    `began` is when the last of the `runs` began (ISO, UTC); `seconds` is the work that went into all pages.
    """

    states: dict[str, int]
    stories: int
    in_doubt: int
    seconds: float
    runs: int
    began: str | None
    slowest: tuple[Slow, ...]
    least_sure: tuple[Unsure, ...]
    failed: tuple[Reason, ...]


def status(catalogue: Path, most: int = 10) -> Status:
    """What a catalogue tells, with at most so many rows in each list. Raises JianbaoError for one that is damaged."""
    try:
        with closing(reading(catalogue)) as connection:
            return _status(connection, most)
    except sqlite3.Error as reason:
        raise JianbaoError(f"{catalogue}: cannot be read: {reason}; `jianbao ingest` makes it anew") from reason


def _status(db: sqlite3.Connection, most: int) -> Status:
    states = dict(
        db.execute(
            """
            SELECT state, sum(number) FROM (
                SELECT state, count(*) AS number FROM pages GROUP BY 1
                UNION ALL
                SELECT replace(state, 'skipped', 'failed'), count(*) FROM sources
                WHERE state IN ('waiting', 'running') OR (state IN ('failed', 'skipped') AND reason IS NOT NULL)
                GROUP BY 1
            ) GROUP BY 1
            """
        ).fetchall()
    )
    stories, in_doubt, seconds = db.execute(
        "SELECT coalesce(sum(stories), 0), coalesce(sum(confidence < ?), 0), coalesce(sum(seconds), 0.0) FROM pages",
        (DOUBTFUL,),
    ).fetchone()
    slowest = db.execute("SELECT id, seconds FROM pages ORDER BY seconds DESC, id LIMIT ?", (most,))
    unsure = db.execute(
        "SELECT id, confidence, flags FROM pages WHERE state = 'done' ORDER BY confidence, id LIMIT ?", (most,)
    )
    failed = db.execute(
        """
        SELECT stage, reason, count(*), min(one) FROM (
            SELECT stage, reason, id AS one FROM pages WHERE state = 'failed'
            UNION ALL
            SELECT stage, reason, name FROM sources WHERE state IN ('failed', 'skipped') AND reason IS NOT NULL
        ) GROUP BY stage, reason ORDER BY 3 DESC, stage, reason LIMIT ?
        """,
        (most,),
    )
    runs, began = db.execute("SELECT count(*), max(began) FROM runs").fetchone()
    return Status(
        states={state: states[state] for state in ("waiting", "running", "done", "failed") if state in states},
        stories=stories,
        in_doubt=in_doubt,
        seconds=seconds,
        runs=runs,
        began=began,
        slowest=tuple(Slow(*row) for row in slowest),
        least_sure=tuple(Unsure(page_id, confidence, tuple(flags.split())) for page_id, confidence, flags in unsure),
        failed=tuple(
            Reason(stage, reason, pages, named(one) if isinstance(one, bytes) else one)
            for stage, reason, pages, one in failed
        ),
    )
