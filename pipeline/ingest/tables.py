"""Tables: the catalogue's own, as SQL, and how the file that holds them is opened.

`sources` has a row for each file, `pages` one for each page that was cut or failed. `found` is of one run: the
work list, which is as long as the shelf and so is kept out of memory.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

FORMAT = 2  # of the tables below; another one is made anew from the output

CATALOGUE = """
CREATE TABLE IF NOT EXISTS sources (
    id TEXT PRIMARY KEY,        -- the page-id without the number of the page
    name BLOB,                  -- path under what the user gave; bytes, because a name need not be UTF-8
    stamp TEXT,                 -- size and time of the last change; null where it must be hashed to know
    sha256 TEXT,
    recipe TEXT,                -- digest; null for one that has not been cut
    options TEXT,               -- digest of what else decides over the output; null where it is not known
    version TEXT,               -- of jianbao
    state TEXT NOT NULL,        -- waiting, running, done, failed, skipped
    pages INTEGER,
    stage TEXT, reason TEXT,    -- why the file as a whole gave nothing
    kept INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    run INTEGER NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,        -- waiting, done, failed
    attempts INTEGER NOT NULL,
    seconds REAL NOT NULL,
    sha256 TEXT, recipe TEXT, options TEXT, version TEXT,
    stories INTEGER NOT NULL DEFAULT 0,
    size INTEGER,               -- bytes of all its files: whether one was lost or damaged
    confidence REAL,
    flags TEXT NOT NULL DEFAULT '',
    stage TEXT, reason TEXT,
    kept INTEGER NOT NULL DEFAULT 0,
    newspaper TEXT, date TEXT, folio TEXT,
    jumps INTEGER NOT NULL DEFAULT 0,
    shelf TEXT NOT NULL,        -- what the pages of one issue have in common by their names
    stitched INTEGER NOT NULL DEFAULT 1,
    run INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pages_of_source ON pages (source, number);
CREATE INDEX IF NOT EXISTS pages_with_jumps ON pages (shelf) WHERE jumps > 0;
CREATE INDEX IF NOT EXISTS pages_to_stitch ON pages (shelf) WHERE stitched = 0;
CREATE INDEX IF NOT EXISTS pages_of_run ON pages (run);
CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY, began TEXT NOT NULL, version TEXT NOT NULL);
"""

WORK_LIST = """
CREATE TEMP TABLE found (
    position INTEGER PRIMARY KEY,
    path BLOB NOT NULL,
    name BLOB NOT NULL,
    url TEXT,
    real BLOB NOT NULL UNIQUE,
    id TEXT NOT NULL,
    folded TEXT NOT NULL,
    kind TEXT NOT NULL,
    stamp TEXT,
    why TEXT                    -- see worklist.REASONS; null where there is nothing to do
);
CREATE TEMP TABLE wanted (kind TEXT PRIMARY KEY, recipe TEXT NOT NULL);
CREATE INDEX temp.found_by_folded_id ON found (folded);
CREATE INDEX temp.found_by_id ON found (id);
"""


class Corrupt(Exception):
    """A catalogue that is none, or none any more."""


def opened(path: Path) -> sqlite3.Connection:
    """The catalogue in a file, made if it is not there.

    Write-ahead: those who look at it do not wait for the one who writes. Raises Corrupt and sqlite3.Error.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        (form,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and form != FORMAT:
            raise Corrupt(f"it has format {form}, not {FORMAT}")
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if sound != "ok":
            raise Corrupt(str(sound))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = FILE")
        connection.executescript(CATALOGUE)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    except sqlite3.OperationalError:
        connection.close()
        raise
    except sqlite3.DatabaseError as reason:
        connection.close()
        raise Corrupt(str(reason)) from reason
    except Corrupt:
        connection.close()
        raise
    return connection


def reading(path: Path) -> sqlite3.Connection:
    """The catalogue in a file, to be read only. Raises sqlite3.Error."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
