"""A CID-keyed PostScript font (CFF) cut down to some of its glyphs.

The glyphs come with their subroutines written out, so that they stand alone; each keeps the widths of the
font dictionary that it came from.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from struct import pack
from typing import Any

_STANDARD_STRINGS = 391


def subset(cff: Any, glyphs: Sequence[tuple[int, int]], pieces: dict[int, Any], name: str) -> bytes:
    """The font with these (CID, glyph) only, in the order of the CIDs; the first must be (0, 0).
    `pieces` keeps what has been read for the next time."""
    top = cff.topDictIndex[0]
    for _, glyph in glyphs:
        if glyph not in pieces:
            pieces[glyph] = _piece(top, glyph)
    kept = [pieces[glyph] for _, glyph in glyphs]
    used = sorted({number for _, number in kept})
    selected = bytes([0]) + bytes(used.index(number) for _, number in kept)
    charset = b"\0" + pack(f">{len(glyphs) - 1}H", *(cid for cid, _ in glyphs[1:]))
    programs = _index([program for program, _ in kept])
    privates = [_private(top.FDArray[number].Private) for number in used]
    strings = _index([b"Adobe", b"Identity"])
    header, names, subrs = bytes([1, 0, 4, 4]), _index([name.encode()]), _index([])

    at = len(header) + len(names) + len(_index([_top(0, 0, 0, 0, 0)])) + len(strings) + len(subrs)
    selects = at + len(charset)
    shapes = selects + len(selected)
    fonts = shapes + len(programs)
    first = fonts + len(_index([_font(0, 0)] * len(used)))
    places = [first + sum(map(len, privates[:n])) for n in range(len(privates))]
    dicts = _index([_font(len(private), place) for private, place in zip(privates, places, strict=True)])
    tops = _index([_top(at, selects, shapes, fonts, glyphs[-1][0] + 1)])
    return b"".join(
        [header, names, tops, strings, subrs, charset, selected, programs, dicts, *privates],
    )


def _piece(top: Any, glyph: int) -> tuple[bytes, int]:
    """A glyph's program without subroutines, and the number of its font dictionary."""
    transforms = importlib.import_module("fontTools.cffLib.transforms")
    shape, number = top.CharStrings.charStringsIndex[glyph], top.FDSelect[glyph]
    shape.private = top.FDArray[number].Private
    transforms.desubroutinizeCharString(shape)
    shape.compile()
    return bytes(shape.bytecode), number


def _index(items: Sequence[bytes]) -> bytes:
    if not items:
        return b"\0\0"
    offsets = [1]
    for item in items:
        offsets.append(offsets[-1] + len(item))
    table = b"".join(offset.to_bytes(4, "big") for offset in offsets)
    return pack(">HB", len(items), 4) + table + b"".join(items)


def _long(value: int) -> bytes:
    """An integer in five bytes, so that the length does not depend on it."""
    return b"\x1d" + pack(">i", value)


def _top(charset: int, selects: int, shapes: int, fonts: int, count: int) -> bytes:
    ros = _long(_STANDARD_STRINGS) + _long(_STANDARD_STRINGS + 1) + _long(0) + b"\x0c\x1e"
    rest = ((charset, b"\x0f"), (shapes, b"\x11"), (count, b"\x0c\x22"), (fonts, b"\x0c\x24"), (selects, b"\x0c\x25"))
    return ros + b"".join(_long(value) + operator for value, operator in rest)


def _font(size: int, place: int) -> bytes:
    return _long(size) + _long(place) + b"\x12"


def _private(private: Any) -> bytes:
    """The widths, and the hints that hold for all glyphs."""
    raw = private.rawDict
    out = b""
    for name, operator in (("BlueValues", b"\x06"), ("OtherBlues", b"\x07")):
        values = getattr(private, name, None) if name in raw else None
        if values:
            steps = [value - before for value, before in zip(values, [0, *values], strict=False)]
            out += b"".join(_long(round(step)) for step in steps) + operator
    for name, operator in (("StdHW", b"\x0a"), ("StdVW", b"\x0b")):
        if name in raw:
            out += _long(round(getattr(private, name))) + operator
    for name, operator in (("defaultWidthX", b"\x14"), ("nominalWidthX", b"\x15")):
        out += _long(round(getattr(private, name, 0))) + operator
    return out
