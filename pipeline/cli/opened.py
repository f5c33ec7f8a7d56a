"""Opened: the pages of the one file that a command names, read here and now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.ingest.sources import Item
    from pipeline.page import Page
    from pipeline.readers.scan import Ocr
    from pipeline.readers.unread import Unread


def pages_in(source: Path, item: Item, encoding: str | None, ocr: Ocr) -> Iterator[Page | Unread]:
    """The pages of an item, which is what `source` leads to. Raises ReadError that names the source."""
    from pipeline.errors import ReadError
    from pipeline.ingest.cutting import pages_of

    try:
        yield from pages_of(item, encoding, ocr=ocr)
    except ReadError as reason:
        raise ReadError(f"{source}: {reason}") from reason
