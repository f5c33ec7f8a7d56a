"""Files, read a piece at a time: of one that is too large, or has no end, no more than it takes to know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import ReadError

PIECE = 1 << 20  # bytes
EMPTY_FILE = "it is empty; copy or save it anew, or remove it"
SPLIT = "split it, or raise the limit with --max-megabytes"


def pieces(path: Path, most_bytes: int, instead: str = SPLIT, what: str = "") -> Iterator[bytes]:
    """The bytes of a file, `PIECE` at a time; none where it is empty.

    Raises ReadError if it cannot be read, or is larger than `most_bytes`: too large `what`, and what to do `instead`.
    """
    size = 0
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                size += len(piece)
                if size > most_bytes:
                    limit = f"the limit is {most_bytes / 1024 / 1024:.4g} MB"
                    raise ReadError(f"too large{what and ' '}{what} ({limit}); {instead}")
                yield piece
    except OSError as reason:
        raise ReadError(f"cannot be read: {reason.strerror or reason}") from reason
