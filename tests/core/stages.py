"""Stages for tests: registered for one test, forgotten after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline.page import Page
from pipeline.registry import Stage, registered, stage, unregister


@contextmanager
def registering() -> Iterator[None]:
    """Forget afterwards what was registered meanwhile."""
    before = set(registered())
    try:
        yield
    finally:
        unregister(set(registered()) - before)


def line_stage(name: str, run: Callable[[Page], Page]) -> Stage:
    """A registered stage from lines to lines."""
    stage(name, needs={"lines"}, gives={"lines"})(run)
    return registered()[name]
