"""Export: all stories of an output in one file, a row each, page by page and never more than some at a time.

A row is a story as its file has it, with what its page says of newspaper, date, weekday, folio, section and source.
Rows stand in the order of page-ids and, within a page, of reading; the same output gives the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.errors import EngineMissing, ReadError
from pipeline.ingest.stores import Store
from pipeline.writers.records import IsoDate, Sha256, StoryFile

if TYPE_CHECKING:
    import pyarrow

ROWS = 1000  # that are held at a time, and stand in one row group of Parquet


class Row(StoryFile, frozen=True):
    """A story with what its page says of itself."""

    newspaper: str | None
    date: IsoDate | None
    weekday: str | None
    folio: str | None
    section: str | None
    source: str
    source_sha256: Sha256


def rows(store: Store, lost: Callable[[ReadError], None]) -> Iterator[Row]:
    """The stories of all pages; `lost` is told why a page cannot be read, and the others are there all the same."""
    for page_id in store.pages():
        try:
            page, stories = store.load(page_id)
        except ReadError as reason:
            lost(reason)
            continue
        for story in stories:
            yield Row(
                **{name: getattr(story, name) for name in StoryFile.__struct_fields__},
                newspaper=page.newspaper,
                date=page.date,
                weekday=page.weekday,
                folio=page.folio,
                section=page.section,
                source=page.source.path,
                source_sha256=page.source.sha256,
            )


def to_jsonl(store: Store, write: Callable[[bytes], object], lost: Callable[[ReadError], None]) -> int:
    """Write a line of JSON for each story; how many there were. `lost`: see `rows`."""
    encode = msgspec.json.Encoder().encode
    count = 0
    for row in rows(store, lost):
        write(encode(row) + b"\n")
        count += 1
    return count


def to_parquet(store: Store, path: Path, lost: Callable[[ReadError], None]) -> int:
    """Write a Parquet file by Arrow; how many stories there were. Raises EngineMissing without pyarrow."""
    try:
        import pyarrow.parquet
    except ImportError as reason:
        raise EngineMissing("Parquet needs a package: pip install 'jianbao[parquet]'") from reason
    schema = _schema()
    count = 0
    held: list[dict[str, Any]] = []
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for row in rows(store, lost):
            held.append(_plain(row))
            count += 1
            if len(held) == ROWS:
                writer.write_table(pyarrow.Table.from_pylist(held, schema=schema))
                held.clear()
        if held or not count:
            writer.write_table(pyarrow.Table.from_pylist(held, schema=schema))
    return count


def _plain(row: Row) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(row)
    return plain


def _schema() -> pyarrow.Schema:
    """The columns of a story, in the order of its keys."""
    import pyarrow as pa

    text, number, real = pa.string(), pa.int32(), pa.float64()

    def struct(**fields: pa.DataType) -> pa.DataType:
        return pa.struct(list(fields.items()))

    regions = pa.list_(struct(page=number, bbox=pa.list_(real)))
    jump = struct(text=text, folio=text, page_id=text, story_id=text)
    special: dict[str, pa.DataType] = {
        "order": number,
        "dateline": struct(text=text, agency=text, place=text, date=text),
        "byline": struct(text=text, authors=pa.list_(struct(name=text, role=text, outlet=text))),
        "body": pa.list_(
            struct(type=text, text=text, spans=pa.list_(pa.list_(number)), regions=regions, confidence=real)
        ),
        "captions": pa.list_(struct(text=text, credit=struct(text=text, name=text, role=text), regions=regions)),
        "continued_from": jump,
        "continues_on": jump,
        "original": struct(
            script=text,
            headline=text,
            kicker=text,
            deck=text,
            column=text,
            body=pa.list_(text),
            captions=pa.list_(text),
        ),
        "confidence": real,
        "flags": pa.list_(text),
    }
    return pa.schema([(name, special.get(name, text)) for name in Row.__struct_fields__])
