"""Sources: the files to read, found in what the user named: files, folders and patterns.

    papers/2025/07/04.txt, with papers/ given       →  page 2025/07/04
    papers/2025/07/04.txt, given itself             →  page 04
    papers/2025/*/04.txt, with the pattern given    →  page 07/04, and whatever else it finds

Hidden files, and files that no reader is for by their endings, are left alone.
"""

from __future__ import annotations

import glob
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.readers.choose import SUFFIXES, kind_of
from pipeline.writers.names import safe_id, with_suffix

OURS = ".json"  # gold and output; a pattern that a shell expands names them along with the pages
LOOKED_FOR = "files that end in " + " or ".join(sorted(SUFFIXES, reverse=True))


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read. `name` is its path under what the user gave, and what is written into the output."""

    path: Path
    name: str
    page_id: str

    @property
    def kind(self) -> str:
        """The kind of source: `text` or `pdf`."""
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
    """The files that `sources` (files, folders or patterns with `*`, `?`, `[…]` and `**`) name.

    Folders are searched to the bottom, in the order of names; links to folders are not followed. No two items
    have the same page-id, upper and lower case taken as the same. Raises ReadError, saying what was looked
    for, if there is nothing to read at all.
    """
    items: list[Item] = []
    missing: list[Missing] = []
    for source in sources:
        try:
            found = list(_of(source, missing))
        except OSError as reason:
            missing.append(Missing(source, f"cannot be read: {reason.strerror or reason}"))
            continue
        items += found
    if not items:
        told = "; ".join(f"{each.name}: {each.reason}" for each in missing)
        raise ReadError(f"there is nothing to read: {told or f'looked for {LOOKED_FOR}'}")
    return WorkList(tuple(_distinct(_once(items))), tuple(missing))


def _of(source: str, missing: list[Missing]) -> Iterator[Item]:
    """The items of one source; adds to `missing` what yields none."""
    path = Path(source)
    if not source:
        missing.append(Missing("(an empty name)", "names nothing; write . for the folder that you are in"))
    elif path.is_file():
        if path.suffix.lower() != OURS:
            yield _item(path, path.name)
        else:
            missing.append(Missing(source, f"is no page; looked for {LOOKED_FOR}"))
    elif path.exists() and not path.is_dir():
        missing.append(Missing(source, "is neither a file nor a folder"))
    elif path.is_dir():
        found = list(_walk(path, missing))
        if not found:
            missing.append(Missing(source, f"nothing to read in this folder; looked for {LOOKED_FOR}"))
        yield from (_item(each, each.relative_to(path).as_posix()) for each in found)
    elif glob.has_magic(source):
        yield from _matching(source, missing)
    else:
        missing.append(Missing(source, "there is no such file or folder"))


def _matching(pattern: str, missing: list[Missing]) -> Iterator[Item]:
    """The files that a pattern finds, and those in the folders that it finds, named from where it begins."""
    parts = Path(pattern).parts
    fixed = next(n for n, part in enumerate(parts) if glob.has_magic(part))
    base = Path(*parts[:fixed])
    found: list[Path] = []
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207  (absolute or relative)
        path = Path(match)
        found += _walk(path, missing) if path.is_dir() else [path] if _wanted(path) else []
    if not found:
        missing.append(Missing(pattern, f"the pattern finds nothing; looked for {LOOKED_FOR}"))
    yield from (_item(path, path.relative_to(base).as_posix()) for path in found)


def _walk(folder: Path, missing: list[Missing]) -> Iterator[Path]:
    def note(reason: OSError) -> None:
        missing.append(Missing(str(reason.filename), f"cannot be read: {reason.strerror or reason}"))

    found = []
    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [path for name in names if _wanted(path := Path(parent, name))]
    yield from sorted(found)


def _wanted(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()


def _item(path: Path, name: str) -> Item:
    stem = name[: -len(path.suffix)] if path.suffix else name
    return Item(path, name, safe_id(stem))


def _once(items: Iterable[Item]) -> Iterator[Item]:
    """Each file once, as it was named first."""
    seen: set[str] = set()
    for item in items:
        real = os.path.realpath(item.path)
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
            continue
        alike = sum(rival.name == item.name for rival in rivals) > 1
        key = item.path.as_posix() if alike else item.name
        yield replace(item, page_id=with_suffix(item.page_id, key))
