"""Child: a worker process as seen from outside: started, given a job, watched, and ended by force if need be."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from tempfile import TemporaryFile

import msgspec

from pipeline.errors import JianbaoError
from pipeline.ingest.messages import END, AnyTold, Died, FileRead, Job, Ready, Stop
from pipeline.ingest.plans import Plan
from pipeline.ingest.worker import LENGTH, Board, framed

START_SECONDS = 120.0  # within which a worker is ready, on a machine that has much else to do
_BOOT = (
    "import sys; sys.path[:] = sys.argv[3:]; "
    "from pipeline.ingest.worker import main; main(int(sys.argv[1]), int(sys.argv[2]))"
)
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # there is a process for every core
_decode = msgspec.msgpack.Decoder(AnyTold).decode


class NotStarted(JianbaoError):
    """A worker process that ended before it was ready for a job."""


class Child:
    """One worker process. `job` is what it has in hand, None while it starts or rests."""

    def __init__(self, plan: Plan, page_seconds: float | None) -> None:
        self.job: Job | None = None
        self.ready = False
        self._page_seconds = page_seconds
        self._began = time.monotonic()
        self._deadline: float | None = self._began + START_SECONDS
        self._buffer = bytearray()
        ours, theirs = socket.socketpair()
        with theirs, TemporaryFile() as file:
            file.truncate(Board.SIZE)
            self._board = Board(file.fileno())
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT, str(theirs.fileno()), str(file.fileno()), *sys.path],
                stdin=subprocess.DEVNULL,
                stdout=sys.__stderr__.fileno() if sys.__stderr__ else subprocess.DEVNULL,  # what stages print
                pass_fds=[theirs.fileno(), file.fileno()],
                start_new_session=True,  # Ctrl-C is for the run, which lets its workers finish
                env={**dict.fromkeys(_ONE_THREAD, "1"), **os.environ},
            )
        self._link = ours
        self._say(plan)

    def fileno(self) -> int:
        """For a selector: it can be read when there is something to take."""
        return self._link.fileno()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def left(self) -> float | None:
        """The seconds until it is too late; None if it rests, or has no limit."""
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    def give(self, job: Job) -> None:
        """A job for a child that is ready."""
        self.job = job
        self._begin_page()
        self._say(job)

    def take(self) -> Iterator[AnyTold]:
        """What it has told since; Died at last, if it is no more. To be called when it can be read or is late.

        Raises NotStarted for one that ended before it was ready, and JianbaoError where none can be.
        """
        try:
            data = self._link.recv(1 << 16, socket.MSG_DONTWAIT)
        except BlockingIOError:
            if self.left == 0.0:
                allowed = (
                    f"{self._page_seconds:g} s that --page-timeout allows" if self.ready else f"{START_SECONDS:g} s"
                )
                yield self._end(f"it took longer than the {allowed}")
            return
        except ConnectionError:
            data = b""
        if not data:
            yield self._end(None)
            return
        self._buffer += data
        while len(self._buffer) >= LENGTH:
            end = LENGTH + int.from_bytes(self._buffer[:LENGTH], "big")
            if len(self._buffer) < end:
                return
            message = _decode(self._buffer[LENGTH:end])
            del self._buffer[:end]
            if isinstance(message, Stop) and not self.ready:
                self.kill()
                raise JianbaoError(f"the workers cannot start: {message.reason}")
            if isinstance(message, END):
                self.job, self._deadline = None, None
            elif isinstance(message, Ready):
                self.ready, self._deadline = True, None
            else:
                self._begin_page()
            if isinstance(message, Died):
                message = msgspec.structs.replace(message, place=self._board.read(), seconds=self._spent)
            if isinstance(message, Died) or (isinstance(message, FileRead) and message.spent):
                self.kill()
            yield message

    def finish(self) -> None:
        """Let it do no more than the page in hand; it then tells Stop, or is at the end of its job."""
        if self.job is not None:
            with suppress(ConnectionError):
                self._link.sendall(bytes(LENGTH))

    def kill(self) -> None:
        """End it now, with all that it has started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._link.close()
        self._process.wait()
        self.ready, self._deadline = False, None

    @property
    def dead(self) -> bool:
        return self._link.fileno() < 0

    def _end(self, reason: str | None) -> Died:
        """What to say of a child that is dead, or is killed now for this reason."""
        started = self.ready
        self.kill()
        if not started:
            raise NotStarted(f"the workers cannot start: {reason or self._how_it_ended()}; try --jobs 0")
        self.job = None
        return Died(reason or f"the worker died: {self._how_it_ended()}", self._board.read(), self._spent)

    def _how_it_ended(self) -> str:
        code = self._process.returncode
        if code >= 0:
            return f"exit code {code}"
        names = {signal.SIGKILL: "killed (SIGKILL), perhaps because the machine had no memory left"}
        return names.get(signal.Signals(-code), signal.Signals(-code).name)

    def _begin_page(self) -> None:
        self._began = time.monotonic()
        self._deadline = None if self._page_seconds is None else self._began + self._page_seconds

    @property
    def _spent(self) -> float:
        """The seconds since its page was begun."""
        return time.monotonic() - self._began

    def _say(self, message: object) -> None:
        with suppress(ConnectionError):  # that it is gone is seen when it is read
            self._link.sendall(framed(message))
