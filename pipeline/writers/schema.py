"""Schema: the published JSON Schema of the two files, and the gate that no other output passes.

`jianbao schema` prints it. What is written is first encoded, then decoded again as strictly as the schema
says (unknown and missing keys, types, patterns, ranges), so that no reader meets a file that breaks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from pipeline.errors import JianbaoError
from pipeline.writers.records import PageFile, Record, StoryFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLES = {"story": "A story cut by jianbao", "page": "A newspaper page cut by jianbao"}
RECORDS: dict[str, type[Record]] = {"story": StoryFile, "page": PageFile}
_NUMBERS = re.compile(rb"\[(?:\n\s+-?[\d.eE+-]+,?)+\n\s*\]")  # a line end is never inside a string of JSON


class SchemaError(JianbaoError):
    """Output that breaks its own schema, or does not add up; it is not written."""


def schema(of: str | None = None) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a `story` file, of a `page` file, or (None) of either."""
    if of is not None:
        made = msgspec.json.schema(RECORDS[of])
        return {"$schema": DIALECT, "title": TITLES[of], **made}
    refs, parts = msgspec.json.schema_components(RECORDS.values(), ref_template="#/$defs/{name}")
    title = "A story or a page cut by jianbao"
    return {"$schema": DIALECT, "title": title, "oneOf": list(refs), "$defs": parts}


def encoded(record: Record) -> bytes:
    """A record as the bytes of its file: UTF-8, keys in the records' order, indented, a newline at the end.

    Raises SchemaError where the record breaks the schema or holds characters that UTF-8 does not have.
    """
    try:
        data = msgspec.json.encode(record)
        msgspec.json.decode(data, type=type(record))
    except msgspec.ValidationError as reason:
        raise SchemaError(f"the output breaks its schema: {reason}") from reason
    except (UnicodeEncodeError, msgspec.MsgspecError) as reason:
        raise SchemaError(f"the output cannot be written as UTF-8: {reason}") from reason
    return _NUMBERS.sub(_on_one_line, msgspec.json.format(data, indent=1)) + b"\n"


def check(page: PageFile, stories: Iterable[StoryFile]) -> None:
    """Prove what a schema cannot say: the files name each other, and every glyph is accounted for.

    Raises SchemaError.
    """
    ids = [story.id for story in stories]
    if ids != page.stories or len(set(ids)) != len(ids):
        raise SchemaError(f"the page lists the stories {page.stories}, and there are {ids}")
    counts = page.ledger
    told = counts.in_stories + counts.in_furniture + sum(counts.discarded.values())
    if told != counts.glyphs:
        raise SchemaError(f"the ledger accounts for {told} of {counts.glyphs} glyphs")


def _on_one_line(match: re.Match[bytes]) -> bytes:
    return b"[" + b" ".join(match.group()[1:-1].split()) + b"]"
