"""Limits: what a page may cost in time and memory, and the locks that keep runs apart. POSIX."""

from __future__ import annotations

import fcntl
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import JianbaoError
from pipeline.writers.files import WriteError

PAGE_SECONDS = 300.0
PAGE_BYTES = 4 * 1024**3
GONE_WITHIN = 30.0  # seconds within which the workers of a run that was killed are gone
_STATM = Path("/proc/self/statm")


class Busy(JianbaoError):
    """An output folder to which another run is writing."""


def address_space() -> int | None:
    """The bytes of address space that this process has taken; None where the system does not tell."""
    try:
        return int(_STATM.read_bytes().split()[0]) * resource.getpagesize()
    except OSError:
        return None


def bound_memory(most: int) -> None:
    """Let this process take no more than `most` bytes beyond what it has now; allocations beyond raise MemoryError.

    The limit is on address space, because the system then refuses at once, in the allocation that is too much,
    while a measured resident size is read too late. NumPy and its threads reserve address space when they are
    imported, so only what comes after counts. Where the system cannot tell, there is no limit.
    """
    now = address_space()
    if now is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = now + most if hard == resource.RLIM_INFINITY else min(now + most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def only_run(folder: Path) -> Iterator[bool]:
    """Be the only run that writes to the output whose own folder this is; waits for what a killed one left behind.

    Gives whether the run before was killed: one that comes to its end takes its name out of the lock.
    Raises Busy if there is another, and WriteError where the folder cannot be written.
    """
    try:
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as reason:
        raise WriteError.at(folder, reason) from reason
    try:
        if not _locked(lock, fcntl.LOCK_EX):
            who = os.pread(lock, 100, 0).decode("utf-8", "replace").strip() or "unknown"
            raise Busy(f"{folder.parent}: another run is writing here ({who}); wait for it, or choose another OUT")
        killed = bool(os.pread(lock, 1, 0))
        with suppress(OSError):  # a full disk must not stop a run that would free it
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"process {os.getpid()} on {os.uname().nodename}\n".encode(), 0)
        _wait_for_workers(folder / "workers")
        try:
            yield killed
        finally:
            with suppress(OSError):
                os.ftruncate(lock, 0)
    finally:
        os.close(lock)


def guard(path: Path) -> None:
    """Be known as a worker that may be writing, for as long as this process lives."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    fcntl.flock(file, fcntl.LOCK_SH)


def _wait_for_workers(path: Path) -> None:
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as reason:
        raise WriteError.at(path, reason) from reason
    try:
        patience = time.monotonic() + GONE_WITHIN
        while not _locked(file, fcntl.LOCK_EX):
            if time.monotonic() > patience:
                raise Busy(f"{path.parent.parent}: a worker of an earlier run is still writing here; end it, run again")
            time.sleep(0.05)
    finally:
        os.close(file)


def _locked(file: int, how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
