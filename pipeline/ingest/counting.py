"""Counting: how many pages a file has at least, as far as it tells without one of them being read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from pipeline.readers.choose import PDF, SCAN, kind_of
from pipeline.readers.pdf.reader import Files, fast, slow


def least_pages(path: Path) -> int | None:
    """The pages of a PDF, or the pictures of an image of several; None for others: a picture can show two pages."""
    kind = kind_of(path)
    try:
        if kind == PDF:
            with closing(Files(path, [fast, slow])) as files:
                return files.count
        if kind == SCAN:
            from pipeline.readers.scan import images

            pictures = images.count(path)
            return pictures if pictures > 1 else None
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  (a broken file can raise anything; whoever reads it says what is wrong)
        return None
    return None
