"""Remote: sources and output that are no files of this machine, by their URLs (s3://…, memory://…).

fsspec does the work. It is imported only when a URL is met, and so is the package of the URL's protocol; what
is missing is said with how to install it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pipeline.errors import EngineMissing, JianbaoError, ReadError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_URL = re.compile(r"(?P<protocol>[a-z][a-z0-9+.-]*)://", re.IGNORECASE)
LOCAL = "file"
_VERSIONS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "created")  # what tells one content from another


def is_url(place: str) -> bool:
    """Whether a name is the URL of something that is not a file of this machine."""
    match = _URL.match(place)
    return match is not None and match["protocol"].lower() != LOCAL


def local_path(place: str) -> str:
    """A name as a path: file:///a%20b is /a b."""
    match = _URL.match(place)
    return unquote(place[match.end() :]) if match else place


def protocol_of(url: str) -> str:
    """The protocol of a URL: s3, memory, …"""
    match = _URL.match(url)
    return match["protocol"].lower() if match else LOCAL


def filesystem(url: str) -> tuple[AbstractFileSystem, str]:
    """What is behind a URL, and the path there. Raises EngineMissing for a package that is not installed."""
    try:
        import fsspec

        system, path = fsspec.core.url_to_fs(url)
    except ImportError as reason:
        raise EngineMissing(
            f"{url}: {reason}; `pip install 'jianbao[remote]'` brings fsspec and s3fs, others are packages of their own"
        ) from reason
    except ValueError as reason:
        raise ReadError(f"{url}: {reason}") from reason
    return system, path


@contextmanager
def answering() -> Iterator[None]:
    """What the package of a protocol raises of its own, as when it has no credentials, is an OSError here as well."""
    try:
        yield
    except (OSError, JianbaoError, MemoryError, TypeError, NotImplementedError):
        raise
    except Exception as reason:
        raise OSError(f"{type(reason).__name__}: {reason}") from reason


def find(url: str) -> Iterator[tuple[str, str, int]]:
    """The objects at a URL as (URL, name under it, size), in the order of their names. Raises OSError."""
    system, root = filesystem(url)
    root = root.rstrip("/")
    with answering():
        system.invalidate_cache()
        if "*" in root or "?" in root:
            fixed = re.split(r"[*?\[]", root)[0].rpartition("/")[0]
            found = {path: info for path, info in system.glob(root, detail=True).items() if info["type"] == "file"}
        elif system.isfile(root):
            fixed, found = root.rpartition("/")[0], {root: system.info(root)}
        else:
            fixed, found = root, system.find(root, detail=True)
    for path in sorted(found):
        yield system.unstrip_protocol(path), path.removeprefix(fixed).lstrip("/"), found[path].get("size") or 0


def why_nothing(url: str) -> str | None:
    """Why nothing is seen at a URL, if its server does not answer: some protocols then list it as if it were empty."""
    system, path = filesystem(url)
    try:
        with answering():
            system.info(path)
    except FileNotFoundError as reason:
        why = reason.__cause__
    except OSError as reason:
        why = reason
    else:
        why = None
    return None if why is None or isinstance(why, FileNotFoundError) else f"cannot be read: {why}"


def stamp(url: str) -> str:
    """What changes when the object does: its size and version. Raises OSError."""
    system, path = filesystem(url)
    with answering():
        system.invalidate_cache(path.rpartition("/")[0])
        return _stamp(system.info(path))


@contextmanager
def fetched(url: str, name: str, most_bytes: int) -> Iterator[Path]:
    """The object in a file of this machine, for as long as it is read; no more of it than `most_bytes` and one.

    Raises OSError.
    """
    system, path = filesystem(url)
    with TemporaryDirectory(prefix="jianbao-") as folder:
        aside = Path(folder) / f"source{Path(name).suffix}"
        with answering(), system.open(path, "rb") as source, aside.open("wb") as file:
            left = most_bytes + 1
            while left > 0 and (piece := source.read(min(left, 1 << 20))):
                file.write(piece)
                left -= len(piece)
        yield aside


def put(url: str, data: bytes) -> None:
    """An object that nobody sees half written: it is sent in one piece. Raises OSError."""
    system, path = filesystem(url)
    with answering():
        system.pipe_file(path, data)


def get(url: str) -> bytes | None:
    """An object's bytes, or None if there is none. Raises OSError."""
    system, path = filesystem(url)
    try:
        with answering():
            data: bytes = system.cat_file(path)
    except FileNotFoundError:
        return None
    return data


def download(url: str, path: Path) -> bool:
    """An object into a file; False if there is none. Raises OSError."""
    system, place = filesystem(url)
    try:
        with answering(), system.open(place, "rb") as source, path.open("wb") as file:
            shutil.copyfileobj(source, file)
    except FileNotFoundError:
        path.unlink(missing_ok=True)
        return False
    return True


def _stamp(info: dict[str, Any]) -> str:
    version = next((str(info[key]) for key in _VERSIONS if info.get(key)), "")
    return f"{info.get('size')}:{version}"


def file_stamp(path: str | os.PathLike[str]) -> str:
    """The same of a file of this machine: its size and the time of its last change, to the nanosecond."""
    told = os.stat(path)  # noqa: PTH116  (called for each of a hundred thousand files)
    return f"{told.st_size}:{told.st_mtime_ns}"
