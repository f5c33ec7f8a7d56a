"""Executors: who does the jobs: this process, or several of its own. They decide nothing, they do and tell."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Protocol

from pipeline.ingest.child import Child, NotStarted
from pipeline.ingest.cutting import Bench, cut_file
from pipeline.ingest.messages import Job, Ready, Told
from pipeline.ingest.plans import Plan

STARTS = 3  # workers in a row that may end before they are ready; then there is more wrong than one of them


class Executor(Protocol):
    """Takes jobs while it is `free`, and tells what becomes of them, each with its job."""

    @property
    def free(self) -> bool: ...
    @property
    def busy(self) -> bool: ...
    def submit(self, job: Job) -> None: ...
    def told(self) -> Iterator[tuple[Job, Told]]: ...
    def wake(self) -> None: ...
    def finish(self) -> None: ...
    def close(self) -> None: ...


class Here:
    """This process, one job after the other: for a handful of files, where starting others takes longer."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._job: Job | None = None
        self._enough = False

    @property
    def free(self) -> bool:
        return self._job is None

    @property
    def busy(self) -> bool:
        return False

    def submit(self, job: Job) -> None:
        self._job = job

    def told(self) -> Iterator[tuple[Job, Told]]:
        """The job page by page, until someone has had enough."""
        if self._job is not None:
            job, self._job = self._job, None
            for told in cut_file(job, self._bench):
                yield job, told
                if self._enough:
                    return

    def wake(self) -> None:
        """Let the page in hand be the last."""
        self._enough = True

    def finish(self) -> None:
        """It has finished."""

    def close(self) -> None:
        self._job = None


class Processes:
    """As many worker processes as asked for, started when there is work for them, replaced when they die."""

    def __init__(self, plan: Plan, count: int, page_seconds: float | None) -> None:
        self._plan, self._count, self._page_seconds = plan, count, page_seconds
        self._children: list[Child] = []
        self._waiting: list[Job] = []
        self._unstarted = 0
        self._selector = selectors.DefaultSelector()
        self._bell, self._ringer = socket.socketpair()
        self._ringer.setblocking(False)
        self._selector.register(self._bell, selectors.EVENT_READ)

    @property
    def free(self) -> bool:
        return len(self._waiting) + sum(child.job is not None for child in self._children) < self._count

    @property
    def busy(self) -> bool:
        return any(child.job is not None for child in self._children)

    def submit(self, job: Job) -> None:
        self._waiting.append(job)
        self._assign()

    def told(self) -> Iterator[tuple[Job, Told]]:
        """What the workers have told, once at least one of them has, or is too late. Raises JianbaoError."""
        left = [child.left for child in self._children if child.left is not None]
        ready = {key.fileobj for key, _ in self._selector.select(min(left, default=None))}
        for child in list(self._children):
            if child in ready or child.left == 0.0:
                yield from self._from(child)
        if self._bell in ready:
            self._bell.recv(64)
        self._assign()

    def wake(self) -> None:
        """Make `told` return though nothing was told; may be called while it waits."""
        with suppress(BlockingIOError):
            self._ringer.send(b"!")

    def finish(self) -> None:
        """Let every worker do no more than the page in hand, and give out no more jobs."""
        self._waiting.clear()
        for child in self._children:
            child.finish()

    def close(self) -> None:
        """End all workers, whatever they have in hand."""
        for child in self._children:
            self._selector.unregister(child)
            child.kill()
        self._children.clear()
        self._waiting.clear()
        self._selector.close()
        self._bell.close()
        self._ringer.close()

    def _from(self, child: Child) -> Iterator[tuple[Job, Told]]:
        number = child.fileno()
        job = child.job
        try:
            for told in child.take():
                if child.dead:
                    self._remove(child, number)
                if isinstance(told, Ready):
                    self._unstarted = 0
                elif job is not None:
                    yield job, told
        except NotStarted:
            self._remove(child, number)
            self._unstarted += 1
            if self._unstarted == STARTS:
                raise

    def _remove(self, child: Child, number: int) -> None:
        self._selector.unregister(number)
        self._children.remove(child)

    def _assign(self) -> None:
        """Give the waiting jobs to those who rest, and start more where there are too few."""
        for child in self._children:
            if self._waiting and child.ready and child.job is None:
                child.give(self._waiting.pop(0))
        starting = sum(not child.ready for child in self._children)
        while starting < len(self._waiting) and len(self._children) < self._count:
            child = Child(self._plan, self._page_seconds)
            self._selector.register(child, selectors.EVENT_READ)
            self._children.append(child)
            starting += 1
