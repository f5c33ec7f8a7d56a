"""Maps: what the codes of a font read, as the file's own table (ToUnicode) says.

2 beginbfchar <0041> <7532> <0042> <4E59> endbfchar  →  by one pattern: nearly all tables
arrays, CIDs, comments, whatever else                →  by playa-pdf, token by token
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Mapping
from typing import Any

from playa.cmapdb import parse_tounicode
from playa.pdftypes import LIT, ContentStream, resolve1

from pipeline.readers.pdf.playa_objects import stream_of

_BOUND = re.compile(rb"(?:begin|end)(?!cmap\b)[a-z]|%|\((?!\w*\))")  # of a section, or what may hide one
_SECTION = re.compile(
    rb"\sbegin(codespacerange|bfchar|bfrange)\s++((?:<(?:[0-9A-Fa-f]{2})*+>\s*+)*+)end\1(?![^#/%\[\]()<>{}\s])"
)
_STRING = re.compile(rb"<([0-9A-Fa-f]*+)>")
_SIZES = {b"codespacerange": 2, b"bfchar": 2, b"bfrange": 3}  # strings of an entry


def without_table(spec: Mapping[str, Any]) -> tuple[dict[str, Any], dict[bytes, str] | None]:
    """The font's dictionary with its table emptied, and the table; None for fonts that have none, or of one-byte codes.

    playa-pdf reads a font's table as it reads the font.
    """
    table = stream_of(spec.get("ToUnicode"))
    if table is None or spec.get("Subtype") is not LIT("Type0") or table == resolve1(spec.get("Encoding")):
        return dict(spec), None
    return {**spec, "ToUnicode": ContentStream({}, b"")}, table_of(table.buffer)


def table_of(data: bytes) -> dict[bytes, str]:
    """What each code reads."""
    table = _plain(data)
    if table is None:
        table = parse_tounicode(data).bytes2unicode
    return table


def _plain(data: bytes) -> dict[bytes, str] | None:
    """The table, if it is made of strings alone; else None."""
    sections = [*_SECTION.finditer(data)]
    if 2 * len(sections) != len(_BOUND.findall(data)) or (sections and b"endcmap" in data[: sections[-1].end()]):
        return None
    table: dict[bytes, str] = {}
    for section in sections:
        strings = [unhexlify(digits) for digits in _STRING.findall(section[2])]
        if len(strings) % _SIZES[section[1]]:
            return None
        if section[1] == b"bfchar":
            table.update(zip(strings[::2], map(_read, strings[1::2]), strict=True))
        elif section[1] == b"bfrange":
            for first, last, text in zip(strings[::3], strings[1::3], strings[2::3], strict=True):
                start, count = int.from_bytes(first, "big"), int.from_bytes(last, "big") - int.from_bytes(first, "big")
                base = int.from_bytes(text, "big")
                if len(first) != len(last) or (base + count) >> 8 * len(text):
                    return None
                for n in range(count + 1):
                    table[(start + n).to_bytes(len(first), "big")] = _read((base + n).to_bytes(len(text), "big"))
    return table


def _read(text: bytes) -> str:
    return text.decode("utf-16-be", "ignore")
