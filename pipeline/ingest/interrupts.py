"""Interrupts: the first Ctrl-C or SIGTERM lets a run finish what it has in hand, the second stops it at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Wish:
    """Whether someone wants the run to end; `ring` is called the moment that someone does."""

    def __init__(self) -> None:
        self.asked = False
        self.ring: Callable[[], None] = lambda: None

    def ask(self, _signal: int, _frame: FrameType | None) -> None:
        """A signal came. Raises KeyboardInterrupt if it is not the first."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        self.ring()


@contextmanager
def listening() -> Iterator[Wish]:
    """Take the signals over for as long as a run lasts. In a thread that is not the main one they stay as they are."""
    wish = Wish()
    if threading.current_thread() is not threading.main_thread():
        yield wish
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, wish.ask) for each in signals]
    try:
        yield wish
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)
