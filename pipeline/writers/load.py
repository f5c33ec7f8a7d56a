"""Load: the records of a page that was written, for whoever reads them again."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline.errors import ReadError
from pipeline.writers.files import PAGE_FILE
from pipeline.writers.records import PageFile, Record, StoryFile

DAMAGED = "is damaged, or no output of this version of jianbao (`jianbao ingest --force` makes it anew)"
AnyRecord = TypeVar("AnyRecord", bound=Record)


def load(folder: Path) -> tuple[PageFile, list[StoryFile]]:
    """The page in OUT/<page-id> and its stories in their order.

    Raises ReadError that names the file, for one that is missing, no JSON, or not what the schema says.
    """
    page = _decoded(folder / PAGE_FILE, PageFile)
    return page, [_decoded(folder / f"{story}.json", StoryFile) for story in page.stories]


def _decoded(path: Path, kind: type[AnyRecord]) -> AnyRecord:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError as reason:
        raise ReadError(f"{path}: is not there; `jianbao ingest` makes it anew") from reason
    except OSError as reason:
        raise ReadError(f"{path}: cannot be read: {reason.strerror or reason}") from reason
    except (msgspec.DecodeError, UnicodeDecodeError) as reason:
        raise ReadError(f"{path}: {DAMAGED}: {reason}") from reason
