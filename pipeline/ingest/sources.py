"""Sources: the files to read, found in what the user named: files, folders, patterns and URLs.

    papers/2025/07/04.txt, with papers/ given       →  page 2025/07/04
    papers/2025/07/04.txt, given itself             →  page 04
    papers/2025/*/04.txt, with the pattern given    →  page 07/04, and whatever else it finds
    s3://shelf/2025/07/04.txt, with s3://shelf/2025 →  page 07/04

Hidden files, and files that no reader is for by their endings, are left alone; so are web pages that are no hOCR.
A link that leads nowhere, and what else is called like a page and is no file, is named.
A METS file stands for the files that it names, which are then no sources of their own. Everything is found one by one,
so that a shelf of any size needs the memory of its largest folder.
"""

from __future__ import annotations

import glob
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.ingest import remote
from pipeline.ingest.parts import NO_PARTS, Parts
from pipeline.readers.choose import SUFFIXES, kind_of
from pipeline.writers.names import safe_id, with_suffix

OURS = ".json"  # gold and output; a pattern that a shell expands names them along with the pages
LOOKED_FOR = "files that end in " + ", ".join(sorted(SUFFIXES))


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read. `name` is its path under what the user gave, and what is written into the output.

    `url` is where it is if it is no file of this machine; `path` is then that of the URL.
    """

    path: Path
    name: str
    page_id: str
    url: str | None = None

    @property
    def kind(self) -> str:
        """The kind of source: `text`, `pdf` or `ocr`."""
        return kind_of(self.path)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that the user named and that yields nothing to read, with the reason."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class WorkList:
    """What there is to read, in order, each file once; and what was named in vain."""

    items: tuple[Item, ...]
    missing: tuple[Missing, ...] = ()


def find(sources: Sequence[str]) -> WorkList:
    """The files that `sources` name, all at once; see `walk`.

    No two items have the same page-id, upper and lower case taken as the same. Raises ReadError, saying what
    was looked for, if there is nothing to read at all.
    """
    missing: list[Missing] = []
    items = list(walk(sources, missing))
    if not items:
        raise nothing(missing)
    return WorkList(tuple(_distinct(_once(items))), tuple(missing))


def walk(sources: Sequence[str], missing: list[Missing]) -> Iterator[Item]:
    """The files that `sources` (files, folders, patterns with `*`, `?`, `[…]` and `**`, or URLs) name, one by one.

    Folders are searched to the bottom, in the order of names; links to folders are not followed. What was
    named in vain goes to `missing`. A file that is named twice is told twice, and ids are not yet distinct.
    """
    for source in sources:
        try:
            yield from _of(source, missing)
        except OSError as reason:
            missing.append(Missing(source, f"cannot be read: {reason.strerror or reason}"))


def nothing(missing: Sequence[Missing]) -> ReadError:
    """What to say where there is nothing to read at all."""
    told = "; ".join(f"{each.name}: {each.reason}" for each in missing)
    return ReadError(f"there is nothing to read: {told or f'looked for {LOOKED_FOR}'}")


def own_id(item: Item, alike: bool) -> str:
    """The id of an item whose own would be another's too: with a digest of its name, or, if `alike`, of its path."""
    return with_suffix(item.page_id, (item.url or item.path.as_posix()) if alike else item.name)


def real_place(item: Item) -> str:
    """Where an item really is: the same for two names that lead to one file."""
    return item.url or os.path.realpath(item.path)


def _of(source: str, missing: list[Missing]) -> Iterator[Item]:
    """The items of one source; adds to `missing` what yields none."""
    if remote.is_url(source):
        yield from _remote(source, missing)
        return
    source = remote.local_path(source)
    path = Path(source)
    if not source:
        missing.append(Missing("(an empty name)", "names nothing; write . for the folder that you are in"))
    elif path.is_file():
        if path.suffix.lower() != OURS:
            yield _item(path, path.name)
        else:
            missing.append(Missing(source, f"is no page; looked for {LOOKED_FOR}"))
    elif not path.is_dir() and os.path.lexists(path):
        missing.append(Missing(source, _no_file(path)))
    elif path.is_dir():
        none = f"nothing to read in this folder; looked for {LOOKED_FOR}"
        found = (_item(each, each.relative_to(path).as_posix()) for each in _walk(path, missing))
        yield from _or_missing(found, Missing(source, none), missing)
    elif glob.has_magic(source):
        none = f"the pattern finds nothing; looked for {LOOKED_FOR}"
        yield from _or_missing(_matching(source, missing), Missing(source, none), missing)
    else:
        missing.append(Missing(source, "there is no such file or folder"))


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file or leads to one; a link that leads round in a circle does not, whatever the system says."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_source(path: Path, is_file: bool, missing: list[Missing], parts: Parts) -> bool:
    """Whether what was come upon is a file to read; adds to `missing` what is called like one and cannot be."""
    if not _told(path):
        return False
    if is_file:
        return parts.leave(path)
    if not path.is_dir():
        missing.append(Missing(str(path), _no_file(path)))
    return False


def _no_file(path: Path) -> str:
    """Why what stands at a path cannot be read as a file."""
    return "is neither a file nor a folder" if path.exists() else "is a link that leads nowhere; mend or remove it"


def _or_missing(found: Iterable[Item], none: Missing, missing: list[Missing]) -> Iterator[Item]:
    empty = True
    for item in found:
        empty = False
        yield item
    if empty:
        missing.append(none)


def _remote(url: str, missing: list[Missing]) -> Iterator[Item]:
    """The objects that a URL names: itself, or all below it."""
    empty = True
    for each, name, _ in remote.find(url):
        if _told(Path(name)) and not any(part.startswith(".") for part in name.split("/")):
            empty = False
            yield replace(_item(Path(name), name), url=each)
    if empty:
        none = f"there is nothing to read at this URL; looked for {LOOKED_FOR}"
        missing.append(Missing(url, remote.why_nothing(url) or none))


def _matching(pattern: str, missing: list[Missing]) -> Iterator[Item]:
    """The files that a pattern finds, and those in the folders that it finds, named from where it begins."""
    steps = Path(pattern).parts
    fixed = next(n for n, part in enumerate(steps) if glob.has_magic(part))
    base = Path(*steps[:fixed])
    matches = [Path(match) for match in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207  (absolute or relative)
    parts = NO_PARTS.joined(match for match in matches if _told(match) and match.is_file())
    for path in matches:
        if path.is_dir():
            found: Iterable[Path] = _walk(path, missing, parts)
        else:
            found = [path] if _is_source(path, path.is_file(), missing, parts) else []
        yield from (_item(each, each.relative_to(base).as_posix()) for each in found)


def _walk(folder: Path, missing: list[Missing], parts: Parts = NO_PARTS) -> Iterator[Path]:
    """The files in a folder and below it; each folder is listed and sorted when its turn comes."""
    try:
        with os.scandir(folder) as listed:
            entries = sorted((each for each in listed if not each.name.startswith(".")), key=lambda each: each.name)
    except OSError as reason:
        missing.append(Missing(str(folder), f"cannot be read: {reason.strerror or reason}"))
        return
    parts = parts.joined(folder / each.name for each in entries if _told(Path(each.name)) and _is_file(each))
    for entry in entries:
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, missing, parts)
        elif _is_source(path, _is_file(entry), missing, parts):
            yield path


def _told(path: Path) -> bool:
    """Whether there is a reader for a file of this name, and it is not hidden."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".")


def _item(path: Path, name: str) -> Item:
    stem = name[: -len(path.suffix)] if path.suffix else name
    return Item(path, name, safe_id(stem))


def _once(items: Iterable[Item]) -> Iterator[Item]:
    """Each file once, as it was named first."""
    seen: set[str] = set()
    for item in items:
        real = real_place(item)
        if real not in seen:
            seen.add(real)
            yield item


def _distinct(items: Iterable[Item]) -> Iterator[Item]:
    """Items that would have the same id each get a digest of their name, or of their path if need be."""
    items = list(items)
    same: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        same[item.page_id.casefold()].append(item)
    for item in items:
        rivals = same[item.page_id.casefold()]
        if len(rivals) == 1:
            yield item
        else:
            alike = sum(rival.name == item.name for rival in rivals) > 1
            yield replace(item, page_id=own_id(item, alike))
