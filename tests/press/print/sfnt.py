"""A TrueType font cut down to some of its glyphs."""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack, unpack_from
from typing import Any

_KEPT = ("cvt ", "fpgm", "prep")
_WORDS, _SCALE, _MORE, _XY, _TWO = 1, 8, 32, 64, 128


def subset(reader: Any, glyphs: Sequence[int], codes: dict[int, str] | None = None) -> bytes:
    """The font with just these glyphs, numbered in the order given. The first should be 0.

    Parts of compound glyphs come after them. `codes` gives a character map: new number → character.
    """
    head, hhea, maxp = bytearray(reader["head"]), bytearray(reader["hhea"]), bytearray(reader["maxp"])
    loca, glyf, hmtx = reader["loca"], reader["glyf"], reader["hmtx"]
    long = unpack_from(">h", head, 50)[0]
    metrics = unpack_from(">H", hhea, 34)[0]

    def shape(glyph: int) -> bytes:
        start, end = (
            unpack_from(">2L", loca, 4 * glyph) if long else (2 * one for one in unpack_from(">2H", loca, 2 * glyph))
        )
        return bytes(glyf[start:end])

    order = list(glyphs)
    number = {glyph: place for place, glyph in reversed(list(enumerate(order)))}
    shapes: list[bytes] = []
    for glyph in order:  # grows while it is walked
        data = bytearray(shape(glyph))
        for at in _parts(data):
            part = unpack_from(">H", data, at)[0]
            if part not in number:
                number[part] = len(order)
                order.append(part)
            data[at : at + 2] = pack(">H", number[part])
        shapes.append(bytes(data) + b"\0" * (-len(data) % 4))

    places = [0]
    for done in shapes:
        places.append(places[-1] + len(done))
    widths = b"".join(_metric(hmtx, metrics, glyph) for glyph in order)
    head[8:12] = b"\0\0\0\0"
    head[50:52] = pack(">h", 1)
    hhea[34:36] = pack(">H", len(order))
    maxp[4:6] = pack(">H", len(order))
    tables = {
        "glyf": b"".join(shapes),
        "head": bytes(head),
        "hhea": bytes(hhea),
        "hmtx": widths,
        "loca": pack(f">{len(places)}L", *places),
        "maxp": bytes(maxp),
        **{tag: bytes(reader[tag]) for tag in _KEPT if tag in reader.tables},
    }
    if codes is not None:
        tables["cmap"] = _cmap(codes)
    return _file(tables)


def _metric(hmtx: bytes, metrics: int, glyph: int) -> bytes:
    if glyph < metrics:
        return hmtx[4 * glyph : 4 * glyph + 4]
    at = 4 * metrics + 2 * (glyph - metrics)
    return hmtx[4 * metrics - 4 : 4 * metrics - 2] + hmtx[at : at + 2]


def _parts(data: bytearray) -> list[int]:
    """Where a compound glyph names its parts."""
    if len(data) < 10 or unpack_from(">h", data)[0] >= 0:
        return []
    found, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags = unpack_from(">H", data, at)[0]
        found.append(at + 2)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY else 8 if flags & _TWO else 0
    return found


def _cmap(codes: dict[int, str]) -> bytes:
    """A character map of format 4, a segment for each character."""
    pairs = sorted((ord(char), glyph) for glyph, char in codes.items())
    ends = [code for code, _ in pairs] + [0xFFFF]
    deltas = [(glyph - code) % 65536 for code, glyph in pairs] + [1]
    count = len(ends)
    power = 1
    while power * 2 <= count:
        power *= 2
    body = pack(">4H", count * 2, power * 2, power.bit_length() - 1, (count - power) * 2)
    body += pack(f">{count}H", *ends) + b"\0\0" + pack(f">{count}H", *ends) + pack(f">{count}H", *deltas)
    body += b"\0\0" * count
    table = pack(">3H", 4, len(body) + 6, 0) + body
    return pack(">2H2HL", 0, 1, 3, 1, 12) + table


def _file(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = 1
    while power * 2 <= count:
        power *= 2
    out = pack(">L4H", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    at = 12 + 16 * count
    body = b""
    for tag in sorted(tables):
        data = tables[tag]
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(unpack_from(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        out += tag.encode() + pack(">3L", total, at + len(body), len(data))
        body += padded
    return out + body
