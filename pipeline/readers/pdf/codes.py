"""Codes: the codes in a string of a font of many characters, each with the number (CID) of its glyph.

The libraries skip codes that a CMap does not have, and with them text: a font for traditional characters that
shows a simplified one. Here every byte of a string is in some code, and a code without a glyph has the CID 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Tree = Mapping[int, Any]  # byte → CID, or the tree of the bytes that follow
LEAD = 0x81  # the first byte of a code of two, in the encodings of GB and Big5
NOTHING = 0  # the CID of a code without a glyph


class Codes:
    """How a font cuts strings into codes: by the rule of its encoding, or else by its CMap.

    `codec` is that of the encoding, `tree` the CMap's codes; without both, every two bytes are a code and a CID.
    """

    def __init__(self, codec: str | None, tree: Tree | None, size: int = 2) -> None:
        self._tree = tree or None
        self._size = size
        self._rule = codec

    def of(self, data: bytes) -> list[bytes]:
        match self._rule:
            case "utf-16-be":
                return _of_utf16(data)
            case "utf-32-be":
                return _even(data, 4)
            case "utf-8":
                return list(_of_utf8(data))
            case None:
                return _even(data, self._size) if self._tree is None else list(_of_tree(data, self._tree))
            case _:
                return list(_of_double_bytes(data, self._rule == "gb18030"))

    def cid(self, code: bytes) -> int:
        if self._tree is None:
            return int.from_bytes(code, "big") if self._rule is None else NOTHING
        found: Any = self._tree
        for byte in code:
            found = found.get(byte) if isinstance(found, dict) else None
        return found if isinstance(found, int) else NOTHING


def _even(data: bytes, size: int) -> list[bytes]:
    """Codes of one size; a rest that is too short is none."""
    return [data[at : at + size] for at in range(0, len(data) - size + 1, size)]


def _of_utf16(data: bytes) -> list[bytes]:
    pairs = _even(data, 2)
    if not any(0xD8 <= pair[0] < 0xDC for pair in pairs):
        return pairs
    codes: list[bytes] = []
    for pair in pairs:
        if codes and len(codes[-1]) == 2 and 0xD8 <= codes[-1][0] < 0xDC <= pair[0] < 0xE0:
            codes[-1] += pair
        else:
            codes.append(pair)
    return codes


def _of_utf8(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        lead = data[at]
        size = 1 if lead < 0xC0 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
        yield data[at : at + size]
        at += size


def _of_double_bytes(data: bytes, of_four: bool) -> Iterator[bytes]:
    """Codes of GBK or Big5; `of_four`: GB18030, which has codes of four bytes too."""
    at = 0
    while at < len(data):
        size = 1 if data[at] < LEAD else 2
        if of_four and size == 2 and 0x30 <= data[at + 1 : at + 2].ljust(1, b"\0")[0] <= 0x39:
            size = 4
        if at + size > len(data):
            return
        yield data[at : at + size]
        at += size


def _of_tree(data: bytes, tree: Tree) -> Iterator[bytes]:
    """Codes as the CMap has them; where it has none, as many bytes as it takes to know that."""
    node, start = tree, 0
    for at, byte in enumerate(data):
        found = node.get(byte)
        if isinstance(found, dict):
            node = found
        else:
            yield data[start : at + 1]
            node, start = tree, at + 1
