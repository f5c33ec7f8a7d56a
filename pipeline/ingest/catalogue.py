"""Catalogue: what became of each page, in OUT/.jianbao/catalogue.sqlite. One run writes it, anyone may read it.

A page is done in the catalogue only after its files are in place; so whatever kills a run, the next one does
again what is not surely done, and to do it twice gives the same bytes.
"""

from __future__ import annotations

import datetime
import os
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import ReadError
from pipeline.ingest.issues import stitch
from pipeline.ingest.messages import FileRead, Job, PageCut, PageLost
from pipeline.ingest.shelves import named
from pipeline.ingest.stores import OURS, Store
from pipeline.ingest.summary import DOUBTFUL
from pipeline.writers.jumps import jumps_in
from pipeline.writers.names import printable
from pipeline.writers.records import PageFile, StoryFile

FILE = "catalogue.sqlite"


_FAILED_PAGES = "EXISTS (SELECT 1 FROM pages p WHERE p.source = sources.id AND p.state = 'failed')"


class Counts(NamedTuple):
    """See Summary."""

    pages: int
    stories: int
    in_doubt: int
    failures: int
    unchanged: int
    skipped: int


class Catalogue:
    """The catalogue as the run sees it that writes it. All methods raise sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection, recipes: Mapping[str, str], options: str, version: str) -> None:
        self._db = connection
        self._recipes, self._options, self._version = recipes, options, version
        self.run = 0

    def begin(self) -> None:
        """A new run: what the last one had in hand waits again, and what was found is known."""
        began = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        cursor = self._db.execute("INSERT INTO runs (began, version) VALUES (?, ?)", (began, self._version))
        self.run = int(cursor.lastrowid or 0)
        self._db.execute("UPDATE sources SET state = 'waiting' WHERE state = 'running'")
        self._db.execute(
            "INSERT INTO sources (id, name, state, run, position) "
            "SELECT id, name, 'waiting', ?, position FROM found WHERE true "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, run = excluded.run, position = excluded.position",
            (self.run,),
        )
        self._db.execute(
            "UPDATE sources SET state = 'skipped' WHERE id IN (SELECT id FROM found WHERE why = 'skipped')"
        )

    def commit(self) -> None:
        """Make what was recorded since the last time last. Transactions begin by themselves."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")

    def keep(self) -> None:
        """Commit if it can be done; what is lost for want of room is done again by the next run."""
        try:
            self.commit()
        except sqlite3.Error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def started(self, job: Job) -> None:
        """A job is in hand."""
        self._write(
            """
            UPDATE sources SET state = 'running', recipe = ?, options = ?, version = ?, attempts = ?,
                stage = NULL, reason = NULL, kept = 0
            WHERE id = ?
            """,
            (self._recipe(job), self._options, self._version, job.attempt, job.page_id),
        )

    def cut(self, job: Job, page: PageCut) -> None:
        """A page is written."""
        told = named(_stem(printable(os.fsdecode(job.name))), page.number, page.pages)
        self._put(
            "pages",
            **self._made(job, page.page_id, "done", page.seconds),
            number=page.number,
            attempts=job.attempt if page.number == job.first else 1,
            sha256=page.sha256,
            stories=page.stories,
            size=page.size,
            confidence=page.confidence,
            flags=" ".join(page.flags),
            newspaper=page.newspaper,
            date=told.date or page.date,
            folio=page.folio or told.folio,
            jumps=page.jumps,
            shelf=told.shelf,
            stitched=0,
        )

    def lost(self, job: Job, page: PageLost, kept: bool) -> None:
        """A page failed, or the file as a whole; `kept`: output of an earlier run is still there."""
        if page.page_id is None:
            self._write(
                "UPDATE sources SET stage = ?, reason = ?, kept = ? WHERE id = ?",
                (page.stage, page.reason, kept, job.page_id),
            )
            return
        self._put(
            "pages",
            **self._made(job, page.page_id, "failed", page.seconds),
            number=page.number or job.first,
            attempts=job.attempt,
            stage=page.stage,
            reason=page.reason,
            kept=kept,
            shelf="",
        )

    def finished(self, job: Job, told: FileRead) -> None:
        """A file has been read to its end."""
        if told.same:
            self._write(
                f"""
                UPDATE sources SET stamp = ?, state = CASE WHEN {_FAILED_PAGES} THEN 'skipped' ELSE 'done' END
                WHERE id = ?
                """,
                (told.stamp, job.page_id),
            )
            return
        self._write(
            f"""
            UPDATE sources SET
                stamp = coalesce(?, (SELECT f.stamp FROM found f WHERE f.id = sources.id)),
                sha256 = ?,
                pages = (SELECT max(number) FROM pages p WHERE p.source = sources.id),
                state = CASE WHEN reason IS NOT NULL OR {_FAILED_PAGES} THEN 'failed' ELSE 'done' END
            WHERE id = ?
            """,
            (told.stamp, told.sha256, job.page_id),
        )

    def restart(self, job: Job) -> None:
        """What was cut of a file counts for nothing: it must be cut again from its first page on."""
        self._write("UPDATE pages SET run = -1, state = 'failed', reason = 'torn' WHERE source = ?", (job.page_id,))

    def stale(self, job: Job) -> list[str]:
        """Forget the pages that a file no longer has, after all of it was cut; their ids."""
        ids = self.earlier(job)
        self._write("DELETE FROM pages WHERE source = ? AND run <> ?", (job.page_id, self.run))
        return ids

    def earlier(self, job: Job) -> list[str]:
        """The ids of the pages of a file that were cut in an earlier run and not in this one."""
        rows = self._db.execute("SELECT id FROM pages WHERE source = ? AND run <> ?", (job.page_id, self.run))
        return [page_id for (page_id,) in rows.fetchall()]

    def page_id(self, job: Job, number: int) -> str | None:
        """The id of a page that an earlier run met."""
        row = self._db.execute("SELECT id FROM pages WHERE source = ? AND number = ?", (job.page_id, number)).fetchone()
        return row and str(row[0])

    def stitch(self, store: Store) -> None:
        """Stitch the issues that are complete. Raises WriteError too."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        stitch(self._db, store)

    def counts(self) -> Counts:
        """What this run has done so far, and what it had not to do."""
        row = self._db.execute(
            "SELECT count(*), coalesce(sum(stories), 0), coalesce(sum(confidence < ?), 0) FROM pages"
            " WHERE run = ? AND state = 'done'",
            (DOUBTFUL, self.run),
        ).fetchone()
        (failures,) = self._db.execute(
            "SELECT (SELECT count(*) FROM pages WHERE run = :run AND state = 'failed') + (SELECT count(*) FROM sources"
            " WHERE run = :run AND state = 'failed' AND reason IS NOT NULL)",
            {"run": self.run},
        ).fetchone()
        (unchanged,) = self._db.execute(
            "SELECT count(*) FROM pages p JOIN sources s ON s.id = p.source"
            " WHERE s.run = :run AND p.run <> :run AND p.state = 'done' AND s.reason IS NULL",
            {"run": self.run},
        ).fetchone()
        (skipped,) = self._db.execute(
            "SELECT count(*) FROM sources WHERE run = ? AND state = 'skipped'", (self.run,)
        ).fetchone()
        pages, stories, in_doubt = row
        return Counts(pages, stories, in_doubt, failures, unchanged, skipped)

    def restore_if_new(self, store: Store) -> int:
        """Make a catalogue that has seen no run anew from the output that is there; the number of its pages.

        Times of files are not in the output, so each file is hashed once by the next run to know whether it is
        the one that was cut.
        """
        count = 0
        if self._db.execute("SELECT 1 FROM runs").fetchone():
            return count
        for page, stories, size in _whole(store):
            self._restore(page, stories, size)
            count += 1
        self._write(
            """
            UPDATE sources SET state = 'waiting'
            WHERE (SELECT count(*) FROM pages p WHERE p.source = sources.id) < pages
            """
        )
        return count

    def _restore(self, page: PageFile, stories: list[StoryFile], size: int) -> None:
        source, made = page.source, {"recipe": page.recipe.sha256, "version": page.version, "options": ""}
        of = page.id.removesuffix(f"-p{source.number:03d}") if source.pages > 1 else page.id
        told = named(_stem(source.path), source.number, source.pages)
        self._put(
            "pages",
            id=page.id,
            source=of,
            number=source.number,
            state="done",
            attempts=1,
            seconds=0.0,
            sha256=source.sha256,
            stories=len(stories),
            size=size,
            confidence=page.confidence,
            flags=" ".join(page.flags),
            newspaper=page.newspaper,
            date=told.date or page.date,
            folio=page.folio or told.folio,
            jumps=jumps_in(stories),
            shelf=told.shelf,
            stitched=0,
            run=0,
            **made,
        )
        name = None if "\ufffd" in source.path else os.fsencode(source.path)
        self._put(
            "sources",
            id=of,
            name=name,
            sha256=source.sha256,
            state="done",
            pages=source.pages,
            run=0,
            position=0,
            **made,
        )

    def _made(self, job: Job, page_id: str, state: str, seconds: float) -> dict[str, Any]:
        """What there is to say of any page."""
        return {
            "id": page_id,
            "source": job.page_id,
            "state": state,
            "seconds": seconds,
            "recipe": self._recipe(job),
            "options": self._options,
            "version": self._version,
            "run": self.run,
        }

    def _put(self, table: str, **values: object) -> None:
        """A row, in place of the one with its id."""
        columns, marks = ", ".join(values), ", ".join("?" * len(values))
        self._write(f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})", tuple(values.values()))

    def _recipe(self, job: Job) -> str:
        return self._recipes[job.item.kind]

    def _write(self, sql: str, values: tuple[object, ...] = ()) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        self._db.execute(sql, values)


def _whole(store: Store) -> Iterator[tuple[PageFile, list[StoryFile], int]]:
    """The pages of an output that can be read, with the bytes of their files; the others are cut again."""
    for page_id in store.pages():
        try:
            page, stories = store.load(page_id)
        except ReadError:
            continue
        if page.id == page_id and (there := store.extent(page_id)):
            yield page, stories, there.size


def _stem(path: str) -> str:
    suffix = Path(path).suffix
    return path[: -len(suffix)] if suffix else path


def catalogue_of(out: Path) -> Path:
    """Where the catalogue of an output folder is."""
    return out / OURS / FILE
