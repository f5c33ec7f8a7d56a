"""Log file: a line for each page, to be searched the next morning.

2025-07-04T02:11:09+00:00 ERROR page=2025/07/04 stage=undouble seconds=0.31 ValueError: …
"""

from __future__ import annotations

import datetime
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pipeline.cli.safe import visible
from pipeline.writers.files import WriteError


class Line(logging.Formatter):
    """Time (UTC), level, page, stage and what is said, in one line whatever is in it."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="seconds")
        fields = [
            f"{key}={value:.3f}" if isinstance(value, float) else f"{key}={value}"
            for key in ("page", "stage", "seconds")
            if (value := getattr(record, key, None)) is not None
        ]
        return visible(" ".join([when, record.levelname, *fields, record.getMessage()]))


class LogFile(logging.FileHandler):
    """A log that cannot be written stops the run."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (so it is called in logging)
        reason = sys.exc_info()[1]
        if not isinstance(reason, OSError):
            super().handleError(record)
            return
        raise WriteError.at(self.baseFilename, reason) from reason


@contextmanager
def logging_to(path: str | None) -> Iterator[None]:
    """Add what ingest logs to a file for as long as this lasts. Raises OSError for one that cannot be written."""
    if path is None:
        yield
        return
    log = logging.getLogger("jianbao")
    handler = LogFile(path, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(Line())
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.setLevel(before)
        log.removeHandler(handler)
        with suppress(OSError):  # what could not be written was said
            handler.close()
