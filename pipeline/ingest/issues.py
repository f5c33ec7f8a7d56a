"""Issues: which pages are one issue, and its jumps stitched once all of them are done.

Pages of one shelf (see `shelves`) and one date are an issue, be they files of a folder or pages of one file. The
date is the one in the name, or else the one printed; a page that has none belongs to the only issue of its
shelf, if there is only one.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.errors import ReadError
from pipeline.ingest.stitch import End, Part, links, stitched
from pipeline.ingest.stores import Store
from pipeline.writers.records import StoryFile
from pipeline.writers.schema import encoded


class Sheet(NamedTuple):
    """A page with a story that jumps."""

    page_id: str
    date: str | None
    folio: str


def stitch(connection: sqlite3.Connection, store: Store) -> None:
    """Stitch every issue of which a page was cut since it was stitched last, and none of which a page waits.

    Raises sqlite3.Error and WriteError. Whatever ends it early, the next run stitches what is left.
    """
    with_jumps = "SELECT shelf FROM pages WHERE jumps > 0"
    connection.execute(f"UPDATE pages SET stitched = 1 WHERE stitched = 0 AND shelf NOT IN ({with_jumps})")
    shelves = connection.execute("SELECT DISTINCT shelf FROM pages WHERE stitched = 0").fetchall()
    for (shelf,) in shelves:
        if not _waits(connection, shelf):
            for sheets in _issues(connection, shelf):
                _stitch(connection, store, sheets)
            connection.execute("UPDATE pages SET stitched = 1 WHERE shelf = ? AND stitched = 0", (shelf,))


def _waits(connection: sqlite3.Connection, shelf: str) -> bool:
    """Whether a page of this shelf is still to be cut in a run that was ended early."""
    row = connection.execute(
        "SELECT 1 FROM pages p JOIN sources s ON s.id = p.source "
        "WHERE p.shelf = ? AND s.state IN ('waiting', 'running') LIMIT 1",
        (shelf,),
    ).fetchone()
    return row is not None


def _issues(connection: sqlite3.Connection, shelf: str) -> Iterator[list[Sheet]]:
    """The pages with jumps, issue by issue."""
    rows = connection.execute(
        "SELECT id, date, folio FROM pages WHERE shelf = ? AND jumps > 0 AND state = 'done' ORDER BY id", (shelf,)
    ).fetchall()
    dated: dict[str | None, list[Sheet]] = defaultdict(list)
    for page_id, date, folio in rows:
        dated[date].append(Sheet(page_id, date, folio or ""))
    undated = dated.pop(None, [])
    if len(dated) == 1:
        for sheets in dated.values():
            yield sheets + undated
    else:
        yield from dated.values()
        yield undated


def _stitch(connection: sqlite3.Connection, store: Store, sheets: list[Sheet]) -> None:
    stories: list[tuple[str, StoryFile]] = []
    for sheet in sheets:
        try:
            _, of_page = store.load(sheet.page_id)
        except ReadError:
            continue  # its output was lost, which the next run finds out
        stories += [(sheet.folio, story) for story in of_page if story.continued_from or story.continues_on]
    onward = links(Part(folio, story) for folio, story in stories if folio)
    back: dict[End, End] = {end: start for start, end in onward.items()}
    for _, story in stories:
        made = stitched(story, onward, back)
        if made != story:
            store.rewrite(made)
            more = len(encoded(made)) - len(encoded(story))
            connection.execute("UPDATE pages SET size = size + ? WHERE id = ?", (more, story.page_id))
