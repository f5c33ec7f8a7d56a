"""Home: the folder of the catalogue and the lock, OUT/.jianbao, made when a run begins.

Where the output is behind a URL the run works on a copy of the catalogue in the cache of this machine, and puts
it beside the output when it ends; a lock of its own says there that a run is under way.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from pipeline.errors import JianbaoError
from pipeline.ingest import remote
from pipeline.ingest.catalogue import FILE, catalogue_of
from pipeline.ingest.limits import Busy, only_run
from pipeline.ingest.stores import OURS
from pipeline.ingest.tables import Corrupt, opened, reading
from pipeline.writers.files import WriteError, folder_of, sweep

_AROUND = ("", "-wal", "-shm")  # the files of a SQLite database


@contextmanager
def home_of(out: str) -> Iterator[Path]:
    """The folder for the catalogue of `out` (a path or URL), for one run alone.

    Raises Busy if there is another run, and WriteError where it cannot be written.
    """
    if remote.is_url(out):
        with _away(out.rstrip("/")) as folder:
            yield folder
        return
    root = Path(remote.local_path(out))
    folder = root / OURS
    try:
        folder_of(root, OURS).mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise WriteError.at(root, reason) from reason
    with only_run(folder) as killed:
        if killed:
            sweep(root)
        yield folder


def connect(folder: Path, notice: Callable[[str], None]) -> sqlite3.Connection:
    """The catalogue in its folder; one that is damaged is put aside, and a new one is begun.

    Raises WriteError where it cannot be written.
    """
    path = folder / FILE
    try:
        try:
            return opened(path)
        except Corrupt as reason:
            notice(f"{path}: the catalogue is damaged ({reason}); it is made anew from the output")
            path.replace(path.with_suffix(".damaged"))
            for ending in _AROUND[1:]:
                path.with_name(path.name + ending).unlink(missing_ok=True)
            return opened(path)
    except OSError as reason:
        raise WriteError.at(path, reason) from reason
    except sqlite3.Error as reason:
        raise WriteError(f"{path}: the catalogue cannot be written: {reason}", hopeless=True) from reason


@contextmanager
def catalogue_at(out: str) -> Iterator[Path]:
    """The catalogue of an output to be read; of one behind a URL, a copy. Raises JianbaoError if there is none."""
    path = catalogue_of(Path(remote.local_path(out)))
    if remote.is_url(out):
        folder = _cache(out.rstrip("/"))
        path = folder / FILE
        _fetch(f"{out.rstrip('/')}/{OURS}/{FILE}", path)
    if not path.is_file():
        raise JianbaoError(f"{out}: has no catalogue; `jianbao ingest` makes it along with the output")
    yield path


@contextmanager
def _away(url: str) -> Iterator[Path]:
    folder = _cache(url)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise WriteError.at(folder, reason) from reason
    with only_run(folder), _remote_lock(f"{url}/{OURS}/lock"):
        _fetch(f"{url}/{OURS}/{FILE}", folder / FILE)
        yield folder
        _send(folder / FILE, f"{url}/{OURS}/{FILE}")


def _cache(url: str) -> Path:
    """A folder of this machine for what is known of a URL."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "jianbao" / hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _fetch(url: str, path: Path) -> None:
    """The catalogue beside the output, unless that of this machine has seen the same runs or later ones."""
    aside = path.with_suffix(".fetched")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if remote.download(url, aside) and _last_run(aside) > _last_run(path):
            for ending in _AROUND[1:]:
                path.with_name(path.name + ending).unlink(missing_ok=True)
            aside.replace(path)
    except OSError as reason:
        raise JianbaoError(f"{url}: cannot be read: {reason.strerror or reason}") from reason
    finally:
        aside.unlink(missing_ok=True)


def _last_run(path: Path) -> tuple[int, str]:
    with suppress(sqlite3.Error), closing(reading(path)) as connection:
        row = connection.execute("SELECT number, began FROM runs ORDER BY number DESC LIMIT 1").fetchone()
        if row:
            return row[0], row[1]
    return 0, ""


def _send(path: Path, url: str) -> None:
    """Put the catalogue beside the output, in one piece."""
    aside = path.with_suffix(".sent")
    try:
        aside.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("VACUUM INTO ?", (str(aside),))
        remote.put(url, aside.read_bytes())
    except (OSError, sqlite3.Error) as reason:
        raise WriteError(f"{url}: the catalogue cannot be written: {reason}") from reason
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _remote_lock(url: str) -> Iterator[None]:
    here = os.uname().nodename
    mine = f"process {os.getpid()} on {here}".encode()
    try:
        if not _created(url, mine):
            theirs = (remote.get(url) or b"").decode("utf-8", "replace")
            if not _is_over(theirs, here):
                raise Busy(
                    f"{url}: another run is writing here ({theirs}); wait for it, or delete this lock if it is over"
                )
            remote.put(url, mine)
    except OSError as reason:
        raise WriteError.at(url, reason) from reason
    try:
        yield
    finally:
        system, path = remote.filesystem(url)
        with suppress(OSError), remote.answering():
            system.rm_file(path)


def _created(url: str, data: bytes) -> bool:
    """Whether the object was made; not if it was there, so far as the store can tell."""
    system, path = remote.filesystem(url)
    with remote.answering():
        system.invalidate_cache()
        if system.exists(path):
            return False
        try:
            system.pipe_file(path, data, mode="create")
        except FileExistsError:
            return False
        except (TypeError, NotImplementedError):
            system.pipe_file(path, data)
    return True


def _is_over(who: str, here: str) -> bool:
    """Whether the run that left a lock was one of this machine and is no more."""
    words = who.split()
    if len(words) != 4 or words[3] != here or not words[1].isdecimal():
        return False
    try:
        os.kill(int(words[1]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return int(words[1]) == os.getpid()
