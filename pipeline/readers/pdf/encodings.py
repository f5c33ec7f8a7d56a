"""Encodings: the character of a code under the CMaps that PDF names without spelling them out.

A font with such a CMap often has no table of its characters, because its codes are those of an encoding that
everybody has: GBK-EUC-H is GBK, UniGB-UTF16-V is UTF-16, ETen-B5-H is Big5.
"""

from __future__ import annotations

import re

UNKNOWN = "\ufffd"  # a glyph of which the file does not say what it reads
_UNREADABLE = re.compile("[\0\ufffd\ud800-\udfff]|^[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]\\Z")
CODECS = {
    "GB-EUC": "gbk",  # a superset, and reads · and — as a newspaper means them
    "GBpc-EUC": "gbk",
    "GBK-EUC": "gbk",
    "GBKp-EUC": "gbk",
    "GBK2K": "gb18030",
    "B5pc": "cp950",
    "ETen-B5": "cp950",
    "ETenms-B5": "cp950",
    "HKscs-B5": "big5hkscs",
    "UCS2": "utf-16-be",
    "UTF16": "utf-16-be",
    "UTF32": "utf-32-be",
    "UTF8": "utf-8",
}


def codec(cmap: str) -> str | None:
    """The codec of the codes of a predefined CMap (GBK-EUC-H, UniGB-UCS2-V, …); None for all others."""
    name = cmap[:-2] if cmap.endswith(("-H", "-V")) else cmap
    if name.startswith("Uni"):
        name = name.rpartition("-")[2]
    return CODECS.get(name)


def decoded(code: bytes, encoding: str | None) -> str | None:
    """What a code reads in this encoding; None where that is no character."""
    if encoding is None:
        return None
    try:
        return readable(code.decode(encoding))
    except UnicodeDecodeError:
        return None


def readable(text: str | None) -> str | None:
    """The text, or None if nothing of it can be read: NUL, halves of characters, a lone control code, none at all."""
    return None if not text or _UNREADABLE.search(text) else text


def plain_name(font: str) -> str:
    """A font's name without the tag of its subset: ABCDEF+SimSun is SimSun."""
    tag, plus, name = font.partition("+")
    return name if plus and name and len(tag) == 6 and tag.isascii() and tag.isupper() else font
