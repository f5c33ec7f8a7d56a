"""Work list: what was found, and what of it is to be done: what is new, changed, unfinished or asked for.

It is a table beside the catalogue, so that a shelf of any size needs no more memory than a small one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs

from pipeline.ingest.cutting import stamp_of
from pipeline.ingest.messages import Job
from pipeline.ingest.sources import Item, own_id, real_place
from pipeline.ingest.stores import Extent
from pipeline.ingest.tables import WORK_LIST

BATCH = 500  # rows that are held at a time

REASONS = {  # why a file is cut though it was cut before, in the words of the plan
    "forced": "asked for by --force",
    "recipe": "cut by another recipe",
    "options": "cut with other options or stage files",
    "version": "cut by another version of jianbao",
    "renamed": "cut from a file of another name",
    "changed": "changed, or perhaps changed",
    "unfinished": "not finished",
    "missing": "output lost or damaged",
    "failed": "failed before, tried again",
}
UNTOLD = frozenset({"new", "changed", "unfinished", "skipped"})  # what nobody needs to be told before it is done


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page must have been made with to count as done: recipe by kind of source, options, version."""

    recipes: Mapping[str, str]
    options: str
    version: str
    force: bool = False
    retry_failed: bool = False


class WorkList:
    """The files of one run, on the connection of its catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._db.executescript(WORK_LIST)

    def fill(self, items: Iterable[Item]) -> Iterator[str]:
        """Take in what is found; tells the kind of each, so that its recipe can be looked at."""
        for item in items:
            try:
                stamp = stamp_of(item)
            except OSError:
                stamp = None  # whoever reads it will say what is wrong
            path, name = os.fsencode(item.path), os.fsencode(item.name)
            self._db.execute(
                "INSERT OR IGNORE INTO found (path, name, url, real, id, folded, kind, stamp) VALUES (?,?,?,?,?,?,?,?)",
                (
                    path, name, item.url, os.fsencode(real_place(item)), item.page_id, item.page_id.casefold(),
                    item.kind, stamp,
                ),
            )  # fmt: skip
            yield item.kind

    def part(self) -> None:
        """Give files that would have the same page-id each a digest of their name, or of their path if need be."""
        shared = "SELECT folded FROM found GROUP BY folded HAVING count(*) > 1"
        rivals = self._db.execute(f"SELECT position, path, name, url, id, folded FROM found WHERE folded IN ({shared})")
        rows = rivals.fetchall()
        alike: dict[tuple[str, bytes], int] = {}
        for _, _, name, _, _, folded in rows:
            alike[folded, name] = alike.get((folded, name), 0) + 1
        for position, path, name, url, page_id, folded in rows:
            item = Item(Path(os.fsdecode(path)), os.fsdecode(name), page_id, url)
            made = own_id(item, alike[folded, name] > 1)
            self._db.execute(
                "UPDATE found SET id = ?, folded = ? WHERE position = ?", (made, made.casefold(), position)
            )

    def judge(self, wanted: Wanted, extent: Callable[[str], Extent | None]) -> dict[str, int]:
        """Find out why each file is to be cut, if it is; the number of files for each reason.

        `extent` says what is there of a page's output.
        """
        self._db.executemany("INSERT INTO wanted VALUES (?, ?)", wanted.recipes.items())
        self._db.execute(
            """
            UPDATE found SET why = (
                SELECT CASE
                    WHEN :force THEN 'forced'
                    WHEN s.recipe IS NULL THEN 'new'
                    WHEN s.recipe <> w.recipe THEN 'recipe'
                    WHEN coalesce(s.options, '') <> :options THEN 'options'
                    WHEN s.version <> :version THEN 'version'
                    WHEN s.name IS NOT NULL AND s.name <> found.name THEN 'renamed'
                    WHEN s.state IN ('waiting', 'running') THEN 'unfinished'
                    WHEN s.stamp IS NOT found.stamp THEN 'changed'
                    WHEN s.state IN ('failed', 'skipped') AND :retry THEN 'failed'
                    WHEN s.state IN ('failed', 'skipped') THEN 'skipped'
                END FROM sources s WHERE s.id = found.id AND w.kind = found.kind
            ) FROM wanted w WHERE w.kind = found.kind
            """,
            {
                "force": wanted.force,
                "options": wanted.options,
                "version": wanted.version,
                "retry": wanted.retry_failed,
            },
        )
        self._db.execute("UPDATE found SET why = 'new' WHERE why IS NULL AND id NOT IN (SELECT id FROM sources)")
        self._miss(extent)
        counted = "SELECT why, count(*) FROM found WHERE why IS NOT NULL GROUP BY why"
        return dict(self._db.execute(counted).fetchall())

    def _miss(self, extent: Callable[[str], Extent | None]) -> None:
        """Find the files whose output is not what was written. Sizes tell: of many pages none need be opened."""
        pages = self._db.execute(
            "SELECT f.position, p.id, p.stories, p.size FROM found f JOIN pages p ON p.source = f.id "
            "WHERE (f.why IS NULL OR f.why IN ('unfinished', 'changed', 'failed', 'skipped')) AND p.state = 'done'"
        )
        missing = {position for position, page_id, *written in pages if extent(page_id) != tuple(written)}
        self._db.executemany("UPDATE found SET why = 'missing' WHERE position = ?", ((each,) for each in missing))

    def __len__(self) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM found").fetchone()
        return int(count)

    def to_do(self) -> tuple[int, int]:
        """How many files are to be cut, and how large they are together, in bytes."""
        count, size = self._db.execute(
            "SELECT count(*), coalesce(sum(CAST(substr(stamp, 1, instr(stamp, ':') - 1) AS INTEGER)), 0) "
            "FROM found WHERE why IS NOT NULL AND why <> 'skipped'"
        ).fetchone()
        return int(count), int(size)

    def kinds_to_do(self) -> set[str]:
        """The kinds of the files that are to be cut."""
        rows = self._db.execute("SELECT DISTINCT kind FROM found WHERE why IS NOT NULL AND why <> 'skipped'")
        return {kind for (kind,) in rows}

    def jobs(self) -> Iterator[tuple[Job, bool]]:
        """What there is to do, in order; and whether it is all of a file, so that what it no longer has can go."""
        after = -1
        while rows := self._db.execute(
            "SELECT f.position, f.path, f.name, f.id, f.url, f.folded, f.why, f.kind, s.sha256, s.state, s.reason "
            "FROM found f LEFT JOIN sources s ON s.id = f.id "
            "WHERE f.why IS NOT NULL AND f.why <> 'skipped' AND f.position > ? ORDER BY f.position LIMIT ?",
            (after, BATCH),
        ).fetchall():
            for position, path, name, page_id, url, folded, why, kind, sha256, state, reason in rows:
                after = position
                job = Job(position, path, name, page_id, url, taken=self._taken(folded))
                if why == "changed" and state == "done" and sha256:
                    yield structs.replace(job, known=sha256), True
                elif why == "unfinished" and (done := self._done(page_id, kind)):
                    yield structs.replace(job, first=done[0] + 1, goes_on=done[1]), False
                elif why == "failed" and reason is None:
                    for number in self._failed(page_id):
                        yield structs.replace(job, first=number, last=number, goes_on=sha256 or None), False
                else:
                    yield job, True

    def _taken(self, folded: str) -> tuple[str, ...]:
        """The ids of other files that could be those of this one's pages."""
        rows = self._db.execute(
            "SELECT folded FROM found WHERE folded >= ? AND folded < ?", (f"{folded}-p", f"{folded}-q")
        )
        return tuple(each for (each,) in rows)

    def _done(self, source: str, kind: str) -> tuple[int, str] | None:
        """How many pages from the first on are done of a file as they are wanted now, and of which content."""
        rows = self._db.execute(
            "SELECT p.number, p.sha256 FROM pages p JOIN sources s ON s.id = p.source JOIN wanted w ON w.kind = ? "
            "WHERE p.source = ? AND p.state = 'done' AND p.recipe = w.recipe AND p.version = s.version "
            "AND p.options = s.options ORDER BY p.number",
            (kind, source),
        ).fetchall()
        done = 0
        for number, sha256 in rows:
            if number != done + 1 or sha256 != rows[0][1]:
                break
            done = number
        return (done, rows[0][1]) if done else None

    def _failed(self, source: str) -> list[int]:
        rows = self._db.execute(
            "SELECT number FROM pages WHERE source = ? AND state = 'failed' ORDER BY number", (source,)
        )
        return [number for (number,) in rows.fetchall()]
