"""Trees: what is under a folder, to be compared."""

from __future__ import annotations

from pathlib import Path

from pipeline.ingest.stores import OURS


def contents(folder: Path) -> dict[str, bytes]:
    """The files of an output by their names, but for the catalogue, which tells times."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = ((path.relative_to(folder).as_posix(), path) for path in files)
    return {name: path.read_bytes() for name, path in named if not name.startswith(OURS)}
