"""Messages: what passes between the run and those who do its work, be they threads, processes or machines.

All of it is plain data that msgspec turns into bytes. Paths travel as bytes: a name need not be UTF-8.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.ingest.sources import Item

WholeRun = Literal["disk", "engine", "interrupted", "memory", "setup"]


class Job(msgspec.Struct, frozen=True):
    """A file to cut, from page `first` on (to page `last`), for the `attempt`th time (from 1).

    `number` is its place in the work list. `known` is the SHA-256 that it had when it was cut before, if
    nothing but the file's time or size speaks for cutting it again; `goes_on` the one that the pages had that
    were cut before `first`. `taken` are ids, case folded, that its pages must not have. `unseen`: a page was lost
    before any was seen, so that it is to be told first how many there are.
    """

    number: int
    path: bytes
    name: bytes
    page_id: str
    url: str | None = None
    first: int = 1
    last: int | None = None
    attempt: int = 1
    known: str | None = None
    goes_on: str | None = None
    taken: tuple[str, ...] = ()
    unseen: bool = False

    @property
    def item(self) -> Item:
        return Item(Path(os.fsdecode(self.path)), os.fsdecode(self.name), self.page_id, self.url)

    @property
    def numbers(self) -> range:
        """The pages to cut."""
        return range(self.first, 2**31 if self.last is None else self.last + 1)


class Told(msgspec.Struct, frozen=True):
    """Base of all that a worker tells of its job."""


class PageCut(Told, frozen=True, tag="cut"):
    """A page that is written: what the catalogue keeps of it."""

    number: int
    pages: int
    page_id: str
    seconds: float
    sha256: str
    stories: int
    size: int  # bytes of all its files
    confidence: float
    flags: tuple[str, ...]
    newspaper: str | None
    date: str | None
    folio: str | None
    jumps: int  # stories that go on on another page or come from one


class PageLost(Told, frozen=True, tag="lost"):
    """A page that gave no output; `page_id` is None where it is the file as a whole."""

    number: int | None
    page_id: str | None
    seconds: float
    stage: str
    reason: str
    trace: str = ""  # where in the program it was, if that is known


class FileRead(Told, frozen=True, tag="read"):
    """The end of a file. `same`: its content is the one that is known, and nothing was cut.

    `stamp` is None where it is not known, and empty for a file that is to be looked at again by the next run.
    """

    sha256: str
    stamp: str | None
    same: bool = False
    spent: bool = False  # the worker has grown and goes; another takes its place


class Torn(Told, frozen=True, tag="torn"):
    """The file changed or went while it was being read; what was cut of it must be cut again."""

    reason: str


class Stop(Told, frozen=True, tag="stop"):
    """Something that no other page can escape."""

    why: WholeRun
    reason: str


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where in its job a worker is: page `number`, its id once it has been read, and the stage.

    `pages` is how many the file has at least, where that was asked for and could be told.
    """

    number: int
    page_id: str | None
    stage: str
    pages: int | None = None


class Died(Told, frozen=True, tag="died"):
    """Whoever had the job is no more: killed, crashed, too slow, too greedy; and what it was at, if that is known."""

    reason: str
    place: Place | None = None
    seconds: float = 0.0  # that it had been at it


class Ready(Told, frozen=True, tag="ready"):
    """A worker that has started and waits for jobs."""


AnyTold = PageCut | PageLost | FileRead | Torn | Stop | Died | Ready
END = (FileRead, Torn, Stop, Died)  # after one of these there is no more of the job
