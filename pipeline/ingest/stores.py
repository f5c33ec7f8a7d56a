"""Stores: where the output goes: a folder, or objects behind a URL. Pages are there whole or not at all.

In both, page.json goes first and comes last: where it is, the page is whole.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from pipeline.errors import ReadError
from pipeline.ingest import remote
from pipeline.writers import files
from pipeline.writers.files import PAGE_FILE, STORY_FILE, WriteError, encode
from pipeline.writers.load import DAMAGED, AnyRecord, load
from pipeline.writers.records import PageFile, StoryFile
from pipeline.writers.schema import encoded

OURS = ".jianbao"  # the folder of the catalogue; no page-id begins with a dot


class Extent(NamedTuple):
    """What there is of a page: the number of its stories, and the bytes of all its files."""

    stories: int
    size: int


class Store(Protocol):
    """What ingest needs of the place that it writes to. All methods raise WriteError or ReadError."""

    shared: bool  # whether other processes see what is written here

    def write(self, page: PageFile, stories: Sequence[StoryFile]) -> int: ...
    def rewrite(self, story: StoryFile) -> None: ...
    def load(self, page_id: str) -> tuple[PageFile, list[StoryFile]]: ...
    def extent(self, page_id: str) -> Extent | None: ...
    def has(self, page_id: str) -> bool: ...
    def remove(self, page_id: str) -> None: ...
    def pages(self) -> Iterator[str]: ...


def store_of(out: str) -> Store:
    """The store at a path or URL; nothing is made or looked at yet."""
    return Objects(out) if remote.is_url(out) else Folder(Path(remote.local_path(out)))


def _is_ours(name: str) -> bool:
    """Whether a file is one of a page's; who reads them may put notes of his own beside them."""
    return name == PAGE_FILE or STORY_FILE.fullmatch(name) is not None


class Folder:
    """A folder of this machine."""

    shared = True

    def __init__(self, out: Path) -> None:
        self.out = out

    def write(self, page: PageFile, stories: Sequence[StoryFile]) -> int:
        """Write a page in place of what an earlier run wrote there; returns the bytes of all its files."""
        folder = files.write(self.out, page, stories)
        return sum((folder / name).stat().st_size for name in (PAGE_FILE, *(f"{each.id}.json" for each in stories)))

    def rewrite(self, story: StoryFile) -> None:
        """One story anew, with what is now known of it."""
        folder = files.folder_of(self.out, story.page_id)
        data = encoded(story)
        try:
            files.write_file(folder / f"{story.id}.json", data)
        except OSError as reason:
            raise WriteError.at(folder, reason) from reason

    def load(self, page_id: str) -> tuple[PageFile, list[StoryFile]]:
        return load(files.folder_of(self.out, page_id))

    def extent(self, page_id: str) -> Extent | None:
        """What there is of a page by the listing of its folder, or None if it is not there as a whole."""
        try:
            with os.scandir(f"{self.out}/{page_id}") as listed:
                sizes = {entry.name: entry.stat().st_size for entry in listed if _is_ours(entry.name)}
        except OSError:
            return None
        return Extent(len(sizes) - 1, sum(sizes.values())) if PAGE_FILE in sizes else None

    def has(self, page_id: str) -> bool:
        return os.path.exists(f"{self.out}/{page_id}/{PAGE_FILE}")  # noqa: PTH110  (called for every page)

    def remove(self, page_id: str) -> None:
        files.remove(self.out, page_id)

    def pages(self) -> Iterator[str]:
        """The ids of all pages that are there, in order."""
        yield from self._below("")

    def _below(self, parent: str) -> Iterator[str]:
        try:
            with os.scandir(self.out / parent) as listed:
                entries = sorted(listed, key=lambda each: each.name)
        except FileNotFoundError:
            return
        except OSError as reason:
            raise ReadError(f"{self.out / parent}: cannot be read: {reason.strerror or reason}") from reason
        if parent and any(entry.name == PAGE_FILE for entry in entries):
            yield parent
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                yield from self._below(f"{parent}/{entry.name}" if parent else entry.name)


class Objects:
    """Objects behind a URL. Each is sent in one piece, so a reader sees the old one or the new one."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.shared = remote.protocol_of(url) != "memory"
        self._listed: dict[str, Extent] | None = None

    def write(self, page: PageFile, stories: Sequence[StoryFile]) -> int:
        parts, last = encode(page, stories)
        system, root = remote.filesystem(self.url)
        folder = f"{root}/{page.id}"
        try:
            with remote.answering():
                stale = [path for path in self._ours(page.id) if path.rpartition("/")[2] not in parts]
                if stale:
                    system.rm(stale)
                for name, data in parts.items():
                    system.pipe_file(f"{folder}/{name}", data)
                system.pipe_file(f"{folder}/{PAGE_FILE}", last)
        except OSError as reason:
            raise WriteError.at(f"{self.url}/{page.id}", reason) from reason
        return sum(map(len, (*parts.values(), last)))

    def rewrite(self, story: StoryFile) -> None:
        place = f"{self.url}/{story.page_id}/{story.id}.json"
        try:
            remote.put(place, encoded(story))
        except OSError as reason:
            raise WriteError.at(place, reason) from reason

    def load(self, page_id: str) -> tuple[PageFile, list[StoryFile]]:
        page = self._decoded(f"{page_id}/{PAGE_FILE}", PageFile)
        return page, [self._decoded(f"{page_id}/{story}.json", StoryFile) for story in page.stories]

    def extent(self, page_id: str) -> Extent | None:
        """What there was of a page when the first such question was asked: one listing answers them all."""
        if self._listed is None:
            self._listed = self._extents()
        return self._listed.get(page_id)

    def has(self, page_id: str) -> bool:
        return self.extent(page_id) is not None

    def remove(self, page_id: str) -> None:
        try:
            system, _ = remote.filesystem(self.url)
            with remote.answering():
                if ours := self._ours(page_id):
                    system.rm(ours)
        except OSError as reason:
            raise WriteError.at(f"{self.url}/{page_id}", reason) from reason

    def pages(self) -> Iterator[str]:
        yield from self._extents()

    def _extents(self) -> dict[str, Extent]:
        """The pages that are there as a whole."""
        whole, sizes = set(), defaultdict[str, list[int]](list)
        try:
            for _, name, size in remote.find(self.url):
                folder, _, last = name.rpartition("/")
                if folder and not folder.startswith(".") and _is_ours(last):
                    sizes[folder].append(size)
                    if last == PAGE_FILE:
                        whole.add(folder)
        except FileNotFoundError:
            return {}
        except OSError as reason:
            raise ReadError(f"{self.url}: cannot be read: {reason.strerror or reason}") from reason
        return {folder: Extent(len(each) - 1, sum(each)) for folder, each in sizes.items() if folder in whole}

    def _ours(self, page_id: str) -> list[str]:
        """What is there of a page, page.json first."""
        system, root = remote.filesystem(self.url)
        folder = f"{root}/{page_id}"
        system.invalidate_cache(folder)
        try:
            paths: list[str] = system.ls(folder, detail=False)
        except FileNotFoundError:
            return []
        named = {path.rpartition("/")[2]: path for path in paths}
        return [named[name] for name in sorted(named) if _is_ours(name)]

    def _decoded(self, name: str, kind: type[AnyRecord]) -> AnyRecord:
        place = f"{self.url}/{name}"
        try:
            data = remote.get(place)
        except OSError as reason:
            raise ReadError(f"{place}: cannot be read: {reason.strerror or reason}") from reason
        if data is None:
            raise ReadError(f"{place}: is not there; `jianbao ingest` makes it anew")
        try:
            return msgspec.json.decode(data, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as reason:
            raise ReadError(f"{place}: {DAMAGED}: {reason}") from reason
