"""Names: a page's id as a path that every common file system takes and that leads nowhere else.

    2025/../07/4: a  →  2025/07/4_ a        con  →  con_        .hidden  →  hidden

No name from outside is trusted: neither a file's own nor one that a document brings along.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

MOST_BYTES = 120  # of one part of an id, in UTF-8
PAGE_NUMBER = 6  # bytes kept free for the -p001 of a source of many pages
NAMELESS = "page"
_ILLEGAL = re.compile(r'[<>:"|?*\\]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$", re.IGNORECASE)
_OUR_FILES = re.compile(r"(?:page|s[0-9]+)\.json$", re.IGNORECASE)


def safe_id(name: str) -> str:
    """The id made of `name`, a path with `/` between its parts: NFC, never empty, with room for a -p001."""
    parts = [part for raw in name.split("/") if (part := _safe_part(raw))]
    return "/".join(parts) or NAMELESS


def with_suffix(page_id: str, key: str) -> str:
    """The id with a short digest of `key` behind it, for one that several sources would have."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    head, slash, last = page_id.rpartition("/")
    return f"{head}{slash}{_cut(last, MOST_BYTES - PAGE_NUMBER - 9)}-{digest}"


def printable(path: str) -> str:
    """A path as it can be written to a file: bytes that are no UTF-8 become U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(char) == "Cs" else char for char in path)


def _safe_part(raw: str) -> str:
    kept = "".join(char for char in raw if unicodedata.category(char)[0] != "C" and char not in "\u2028\u2029")
    part = _ILLEGAL.sub("_", unicodedata.normalize("NFC", kept)).strip().lstrip(". ")
    part = _cut(part, MOST_BYTES - PAGE_NUMBER).rstrip(". ")
    if _RESERVED.match(part) or _OUR_FILES.match(part):
        part = _cut(part, MOST_BYTES - PAGE_NUMBER - 1) + "_"
    return part


def _cut(part: str, most: int) -> str:
    return part.encode()[:most].decode("utf-8", "ignore")
