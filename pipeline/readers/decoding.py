"""Bytes to characters: which encoding a raw text is in, and what to do with bytes that are in none."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from pipeline.errors import ReadError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CHINESE = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")  # what the detector may choose from
MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"PK\x03\x04", "a ZIP archive (or an Office document)"),
    (b"\x1f\x8b", "a gzip file"),
)
SAMPLE = 200_000  # bytes that the detector looks at
MOST_BROKEN = 0.01  # share of undecodable bytes above which a file is no UTF-8
MOST_NULS = 0.02  # share of NUL characters above which a file is no text


class Decoded(NamedTuple):
    """The characters of a file, the encoding that they were in, and what must be said of them."""

    text: str
    encoding: str
    flags: tuple[str, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode a raw text; a byte order mark stays in the text as U+FEFF, so that nothing is lost unseen.

    `encoding` overrules the detector. Bytes that the encoding does not have become U+FFFD and are flagged.
    Raises ReadError for files that are not text, and for an encoding that does not exist.
    """
    for magic, what in MAGIC:
        if data.startswith(magic):
            raise ReadError(f"this is {what}, not raw text; extract its text first (for a PDF: pdftotext)")
    if encoding is not None:
        return _overruled(data, encoding)
    for mark, name in BOMS:
        if data.startswith(mark):
            return _text(_lenient(data, name))
    for name, errors in (("utf-8", "strict"), ("utf-8", "surrogatepass")):
        try:
            return _text(Decoded(data.decode(name, errors), name))
        except UnicodeDecodeError as reason:
            first_bad = reason.start
    lenient = _lenient(data, "utf-8")
    broken = lenient.text.count("\ufffd") / max(1, len(lenient.text))
    if broken <= MOST_BROKEN and first_bad > 0 and len(data) > 200:
        return _text(lenient)
    return _text(_detected(data))


def _overruled(data: bytes, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise ReadError(f"no encoding is called {encoding}; try utf-8, gb18030, big5 or utf-16") from None
    if name == "utf-16":  # the codec eats the mark; its two halves do not
        name = "utf-16-be" if data.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"
    name = {"utf-8-sig": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(name, name)
    return _text(_lenient(data, name))


def _lenient(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError:
        try:
            text = data.decode(name, "surrogatepass")
            return Decoded(text, name)
        except (UnicodeDecodeError, LookupError):
            return Decoded(data.decode(name, "replace"), name, ("undecodable-bytes",))


def _detected(data: bytes) -> Decoded:
    """GB18030, Big5 or UTF-16 without a mark, as charset-normalizer judges."""
    from charset_normalizer import from_bytes  # heavy; most files are UTF-8 and never come here

    if data.count(0) > len(data) * MOST_NULS and not _looks_utf16(data):
        raise ReadError("this is a binary file, not raw text: it is full of NUL bytes")
    best = from_bytes(data[:SAMPLE], cp_isolation=list(CHINESE), threshold=0.6).best()
    if best is None:
        raise ReadError(
            "its encoding is none of UTF-8, GB18030, Big5 and UTF-16, or it is no text; if you know it, say --encoding NAME"
        )
    return _lenient(data, {"big5": "big5hkscs"}.get(best.encoding, best.encoding.replace("_", "-")))


def _looks_utf16(data: bytes) -> bool:
    """Line ends of UTF-16 stand out: 0A 00 or 00 0A at even places."""
    return any(data[at : at + 2] in (b"\n\x00", b"\x00\n") for at in range(0, min(len(data), 4000), 2))


def _text(decoded: Decoded) -> Decoded:
    nuls = decoded.text.count("\x00")
    if nuls > MOST_NULS * max(1, len(decoded.text)):
        raise ReadError("this is a binary file, not raw text: it is full of NUL bytes")
    return decoded
