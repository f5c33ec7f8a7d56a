"""Worker: a process of its own that cuts one file after the other and tells of each page as it is done.

It is a program that speaks length-prefixed msgpack over one socket: a Plan comes first, then Jobs. When the
socket closes, whoever started it is gone, and it ends at once, in the middle of a page if need be.
"""

from __future__ import annotations

import mmap
import os
import queue
import signal
import socket
import threading
from pathlib import Path

import msgspec

from pipeline.errors import JianbaoError
from pipeline.ingest.cutting import Bench, cut_file
from pipeline.ingest.limits import address_space, bound_memory, guard
from pipeline.ingest.messages import END, Died, FileRead, Job, Place, Ready, Stop, Told
from pipeline.ingest.plans import Plan, recipes_of
from pipeline.ingest.stores import store_of
from pipeline.writers.names import printable

LENGTH = 4  # bytes before each message
LEAKED = 0.5  # of the memory of a page: a worker that has grown by more is replaced
_encode = msgspec.msgpack.Encoder().encode


def framed(message: object) -> bytes:
    """A message as it goes over a socket."""
    data = _encode(message)
    return len(data).to_bytes(LENGTH, "big") + data


class Board:
    """Where a worker writes what it is at, and where it can be read when the worker is no more: a file in memory."""

    SIZE = 1024

    def __init__(self, file: int) -> None:
        self._bytes = mmap.mmap(file, self.SIZE)

    def write(self, place: Place) -> None:
        data = _encode(place)
        if len(data) + LENGTH <= self.SIZE:
            self._bytes[: LENGTH + len(data)] = len(data).to_bytes(LENGTH, "big") + data

    def read(self) -> Place | None:
        """What was written last; None for nothing, or for a writer that was killed while it wrote."""
        size = int.from_bytes(self._bytes[:LENGTH], "big")
        try:
            return msgspec.msgpack.decode(self._bytes[LENGTH : LENGTH + size], type=Place)
        except msgspec.DecodeError:
            return None


def main(number: int, board: int) -> None:
    """The program; `number` and `board` are the file descriptors of its socket and its board."""
    for each in (signal.SIGINT, signal.SIGTERM):  # these are for whoever started it
        signal.signal(each, signal.SIG_IGN)
    os.set_inheritable(number, False)
    link = socket.socket(fileno=number)
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    enough = threading.Event()
    threading.Thread(target=_listen, args=(link, inbox, enough), daemon=True).start()
    plan = msgspec.msgpack.decode(inbox.get(), type=Plan)
    try:
        if plan.guard:
            guard(Path(plan.guard))
        bench = Bench(
            store_of(plan.out), recipes_of(plan), plan.encoding, plan.most_bytes, plan.ocr, Board(board).write
        )
    except (JianbaoError, OSError) as reason:
        link.sendall(framed(Stop("setup", printable(str(reason)))))
        return
    before = address_space()
    if plan.most_memory:
        bound_memory(plan.most_memory)
    link.sendall(framed(Ready()))
    decode = msgspec.msgpack.Decoder(Job).decode
    while True:
        if not _work(decode(inbox.get()), bench, link, enough, plan.most_memory, before):
            return


def _work(
    job: Job, bench: Bench, link: socket.socket, enough: threading.Event, most: int | None, before: int | None
) -> bool:
    """Do one job; whether this process is fit for another."""
    try:
        for told in cut_file(job, bench):
            spent = isinstance(told, FileRead) and _has_grown(most, before)
            message: Told = msgspec.structs.replace(told, spent=True) if spent else told
            link.sendall(framed(message))
            if spent:
                return False
            if enough.is_set() and not isinstance(told, END):
                link.sendall(framed(Stop("interrupted", "the run is ending")))
                return False
    except MemoryError:
        limit = f" than the {most / 1024**2:,.0f} MB that --page-memory allows" if most else " than there is"
        link.sendall(framed(Died(f"it needs more memory{limit}")))  # the board says where
        return False
    except KeyboardInterrupt:
        link.sendall(framed(Stop("interrupted", "a stage was interrupted")))
        return False
    return True


def _has_grown(most: int | None, before: int | None) -> bool:
    now = address_space()
    return bool(most and before is not None and now is not None and now - before > LEAKED * most)


def _listen(link: socket.socket, inbox: queue.SimpleQueue[bytes], enough: threading.Event) -> None:
    """Take in messages; an empty one means: no more than the page in hand. At the socket's end, end the process."""
    try:
        stream = link.makefile("rb")
        while len(head := stream.read(LENGTH)) == LENGTH:
            if size := int.from_bytes(head, "big"):
                inbox.put(stream.read(size))
            else:
                enough.set()
    finally:  # a run that was killed with words of this worker unread resets the socket
        os._exit(0)
