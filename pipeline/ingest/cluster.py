"""Cluster: the same jobs on the machines of a Dask cluster, with the same limits.

A task is a job. On its machine it is done by a worker process as at home, so that a page that hangs, crashes or
eats memory costs only itself there too. When a machine goes, Dask gives its tasks to another one.
"""

from __future__ import annotations

import atexit
import os
import queue
import selectors
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.errors import EngineMissing, JianbaoError
from pipeline.ingest import remote
from pipeline.ingest.child import Child, NotStarted
from pipeline.ingest.messages import END, AnyTold, Died, Job, Told
from pipeline.ingest.plans import Plan

if TYPE_CHECKING:
    from distributed import Client, Future

AHEAD = 2  # jobs for each thread of the cluster: one in hand, one on the way
CONNECT_SECONDS = 30
ASK_EVERY = 5.0  # seconds between two questions after the number of threads
_encode = msgspec.msgpack.Encoder().encode
_decode_told = msgspec.msgpack.Decoder(list[AnyTold]).decode


class Cluster:
    """The workers of a Dask scheduler. Raises EngineMissing and JianbaoError where there are none."""

    def __init__(self, address: str, plan: Plan, page_seconds: float | None) -> None:
        try:
            from distributed import Client
        except ImportError as reason:
            raise EngineMissing(
                f"--dask needs the package distributed: pip install 'jianbao[cluster]' ({reason})"
            ) from reason
        try:
            self._client: Client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as reason:
            raise JianbaoError(f"{address}: no Dask scheduler answers there: {reason}") from reason
        there = plan.out if remote.is_url(plan.out) else os.path.abspath(remote.local_path(plan.out))  # noqa: PTH100
        whole = msgspec.structs.replace(plan, out=there, guard=None)
        self._plan = self._client.scatter(_encode(whole), broadcast=True, hash=False)
        self._page_seconds = page_seconds
        self._ask_again, self._threads = 0.0, 0
        self._jobs: dict[str, Job] = {}
        self._futures: dict[str, Future] = {}
        self._finished: queue.SimpleQueue[Future | None] = queue.SimpleQueue()

    @property
    def free(self) -> bool:
        return len(self._jobs) < AHEAD * max(1, self._count())

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    def _count(self) -> int:
        """The threads of all workers, asked for every so often: machines come and go."""
        if time.monotonic() >= self._ask_again:
            self._ask_again = time.monotonic() + ASK_EVERY
            self._threads = sum(self._client.nthreads().values())
        return self._threads

    def submit(self, job: Job) -> None:
        path = job.path if job.url else os.path.abspath(job.path)  # noqa: PTH100  (bytes)
        there = msgspec.structs.replace(job, path=path)
        future = self._client.submit(do, self._plan, _encode(there), self._page_seconds, pure=False)
        self._jobs[future.key], self._futures[future.key] = job, future
        future.add_done_callback(self._finished.put)

    def told(self) -> Iterator[tuple[Job, Told]]:
        """What has become of the job that is done next, page by page."""
        future = self._finished.get()
        if future is None or future.key not in self._jobs:
            return
        job = self._jobs.pop(future.key)
        del self._futures[future.key]
        for told in _told(future):
            yield job, told

    def wake(self) -> None:
        self._finished.put(None)

    def finish(self) -> None:
        """Call back what no machine has begun; the rest comes to its end."""
        waiting = [future for future in self._futures.values() if future.status == "pending"]
        begun = {key for keys in self._client.processing().values() for key in keys}
        for future in waiting:
            if future.key not in begun:
                self._forget(future)

    def close(self) -> None:
        for future in [*self._futures.values()]:
            self._forget(future)
        self._client.close()

    def _forget(self, future: Future) -> None:
        future.cancel()
        self._jobs.pop(future.key, None)
        self._futures.pop(future.key, None)


def _told(future: Future) -> list[Told]:
    """What a task told; one whose machines died under it, time and again, is a Died."""
    from distributed import KilledWorker

    try:
        return [*_decode_told(future.result())]
    except KilledWorker as reason:
        return [Died(f"the machines that had it died: {reason}")]


class _Children(threading.local):
    """The worker process of each thread of a Dask worker, and the plan that it works by."""

    child: Child | None = None
    plan: bytes = b""


_children = _Children()


def do(plan: bytes, job: bytes, page_seconds: float | None) -> bytes:
    """On a machine of the cluster: do a job, and tell all that became of it."""
    decoded: Job = msgspec.msgpack.decode(job, type=Job)
    child = _child(plan, page_seconds)
    told: list[Any] = []
    given = False
    with selectors.DefaultSelector() as selector:
        selector.register(child, selectors.EVENT_READ)
        while True:
            if child.ready and not given:
                child.give(decoded)
                given = True
            selector.select(child.left)
            try:
                for message in child.take():
                    if given:
                        told.append(message)
                    if isinstance(message, END):
                        return _encode(told)
            except NotStarted as reason:
                return _encode([Died(str(reason))])


def _child(plan: bytes, page_seconds: float | None) -> Child:
    """This thread's worker process, started if there is none that works by this plan."""
    child = _children.child
    if child is None or child.dead or _children.plan != plan:
        if child is not None and not child.dead:
            child.kill()
        decoded = msgspec.msgpack.decode(plan, type=Plan)
        child = Child(decoded, page_seconds)
        atexit.register(child.kill)
        _children.child, _children.plan = child, plan
    return child
