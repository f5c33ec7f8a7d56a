"""Files: one page's output on disk, OUT/<page-id>/page.json and s01.json, s02.json, …

A reader never sees half a file: each is written under a temporary name in its folder and then renamed. Nor
does a reader take a mixture for a page: page.json goes first and comes last; where it is, the page is whole.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.errors import JianbaoError
from pipeline.writers.records import PageFile, StoryFile
from pipeline.writers.schema import check, encoded

PAGE_FILE = "page.json"
STORY_FILE = re.compile(r"s[0-9]{2,}\.json")


NO_MORE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})  # no other page fares better
_SCRAP = re.compile(r"\..+\.json\.[0-9a-f]{8}\.tmp")


class WriteError(JianbaoError):
    """Output that cannot be put where it belongs: says where and why.

    `hopeless`: the disk is full, broken or read-only, so that no other page could be written either.
    """

    def __init__(self, said: str, hopeless: bool = False) -> None:
        super().__init__(said)
        self.hopeless = hopeless

    @classmethod
    def at(cls, place: object, reason: OSError) -> WriteError:
        """The error for what the system said of a place."""
        barred = isinstance(reason, FileExistsError | NotADirectoryError)
        way = "; a file stands where a folder must be: move it, or choose another OUT" if barred else ""
        return cls(f"{place}: cannot be written: {reason.strerror or reason}{way}", reason.errno in NO_MORE)


def encode(page: PageFile, stories: Sequence[StoryFile]) -> tuple[dict[str, bytes], bytes]:
    """The files of a page by their names, and page.json, which comes last. Raises SchemaError."""
    check(page, stories)
    return {f"{story.id}.json": encoded(story) for story in stories}, encoded(page)


def write(out: Path, page: PageFile, stories: Sequence[StoryFile]) -> Path:
    """Write one page under `out`, in place of what an earlier run wrote there; returns the page's folder.

    Everything is encoded and checked before the first file is touched. Raises SchemaError for output that
    breaks its schema and WriteError where the folder leads out of `out` or the disk refuses; the earlier
    output then stays as it was, unless the disk failed between two renames.
    """
    files, last = encode(page, stories)
    folder = folder_of(out, page.id)
    waiting: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_scraps(folder)
        for name, data in (*files.items(), (PAGE_FILE, last)):
            waiting[folder / name] = _write_aside(folder, name, data)
        (folder / PAGE_FILE).unlink(missing_ok=True)
        for path in [*waiting]:
            if path.name == PAGE_FILE:
                _remove_stale(folder, set(files))
            waiting[path].replace(path)
            del waiting[path]
    except OSError as reason:
        raise WriteError.at(folder, reason) from reason
    finally:
        for aside in waiting.values():
            with suppress(OSError):
                aside.unlink()
    return folder


def remove(out: Path, page_id: str) -> None:
    """Remove a page's files, page.json first, and its folder if nothing else is in it. Raises WriteError."""
    folder = folder_of(out, page_id)
    try:
        (folder / PAGE_FILE).unlink(missing_ok=True)
        if folder.is_dir():
            _remove_stale(folder, set())
            _remove_scraps(folder)
            with suppress(OSError):
                folder.rmdir()
    except OSError as reason:
        raise WriteError.at(folder, reason) from reason


def folder_of(out: Path, page_id: str) -> Path:
    """The folder of a page under `out`. Raises WriteError if the id or a symbolic link leads out of `out`."""
    root = Path(os.path.realpath(out))
    folder = Path(os.path.realpath(root / page_id))
    if folder == root or not folder.is_relative_to(root):
        raise WriteError(f"{out / page_id}: leads out of {out}; remove the link or choose another folder")
    return out / page_id


def write_file(path: Path, data: bytes) -> None:
    """One file that nobody sees half written; its folder is there. What stood in its place is replaced."""
    aside = _write_aside(path.parent, path.name, data)
    try:
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _write_aside(folder: Path, name: str, data: bytes) -> Path:
    """The data in a new file of the folder, under a name that nothing reads."""
    aside = folder / f".{name}.{secrets.token_hex(4)}.tmp"
    try:
        with aside.open("xb") as file:
            file.write(data)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside


def _remove_scraps(folder: Path) -> None:
    """Remove what a run that was killed had written aside; only one run writes to a folder at a time."""
    for path in folder.iterdir():
        if _SCRAP.fullmatch(path.name):
            path.unlink(missing_ok=True)


def sweep(out: Path) -> None:
    """Remove what a killed run had written aside, also beside pages that were whole already. Raises WriteError."""
    try:
        for folder, _, names in os.walk(out):
            for name in names:
                if _SCRAP.fullmatch(name):
                    (Path(folder) / name).unlink(missing_ok=True)
    except OSError as reason:
        raise WriteError.at(out, reason) from reason


def _remove_stale(folder: Path, keep: set[str]) -> None:
    """Remove the stories of an earlier run that had more of them."""
    for path in folder.iterdir():
        if STORY_FILE.fullmatch(path.name) and path.name not in keep:
            path.unlink()
