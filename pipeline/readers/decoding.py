"""Bytes to characters: which encoding a raw text is in, and what to do with bytes that are in none."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from pipeline.errors import ReadError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LEGACY = ("gb18030", "big5hkscs")  # what the detector may choose from
UTF16 = ("utf-16-le", "utf-16-be")
SUPERSETS = {"utf-8-sig": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
_END_IN, _SAVE_AS, _EXTRACT = "let its name end in {}", "save it as PNG or TIFF", "extract its text first"
MAGIC = (  # how files begin that are no text, what they are, and what to do with them
    (rb"%PDF-", "a PDF", _END_IN.format(".pdf")),
    (rb"\x89PNG", "a PNG picture", _END_IN.format(".png")),
    (rb"\xff\xd8\xff", "a JPEG picture", _END_IN.format(".jpg")),
    (rb"II\*\0|MM\0\*", "a TIFF picture", _END_IN.format(".tif")),
    (rb"\0\0\0\x0cjP  ", "a JPEG 2000 picture", _END_IN.format(".jp2")),
    (rb"GIF8", "a GIF picture", _END_IN.format(".gif")),
    (rb"BM.{4}\0{4}", "a BMP picture", _END_IN.format(".bmp")),
    (rb"RIFF.{4}WEBP", "a WebP picture", _END_IN.format(".webp")),
    (rb".{4}ftyp(?:avif|hei[cfsx]|mif1)", "a HEIF or AVIF picture", _SAVE_AS),
    (rb"8BPS", "a Photoshop picture", _SAVE_AS),
    (rb"AT&TFORM", "a DjVu document", _SAVE_AS),
    (rb"PK\x03\x04", "a ZIP archive (or an Office document)", _EXTRACT),
    (rb"\xd0\xcf\x11\xe0", "an Office document", _EXTRACT),
    (rb"\{\\rtf", "a Rich Text document", _EXTRACT),
    (rb"\x1f\x8b", "a gzip file", _EXTRACT),
)
SAMPLE = 40_000  # bytes that the detector looks at
MOST_BROKEN = 0.1  # of the characters beyond ASCII: with more undecodable bytes, it is another encoding
MOST_CONTROLS = 0.02  # share of NUL and control characters above which a file is no text
LEAST_USUAL = 0.9  # share of usual characters that shows UTF-16

_USUAL = re.compile("[\n\r\x20-\x7e\u2014-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")


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
    for magic, what, advice in MAGIC:
        if re.match(magic, data, re.DOTALL):
            raise ReadError(f"this is {what}, not raw text; {advice}")
    if encoding is not None:
        return _checked(_overruled(data, encoding))
    for mark, name in BOMS:
        if data.startswith(mark):
            return _checked(_lenient(data, name))
    as_utf8 = _lenient(data, "utf-8")
    return _checked(as_utf8 if _broken(as_utf8) <= MOST_BROKEN else _detected(data))


def _overruled(data: bytes, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        name = SUPERSETS.get(name, name)
        if name in ("utf-16", "utf-32"):  # these eat the mark; their halves do not
            big = data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
            name += "-be" if big else "-le"
        return _lenient(data, name)
    except (LookupError, ValueError):  # none, or one that is not for text: rot13, idna
        raise ReadError(f"{encoding} is no text encoding; try utf-8, gb18030, big5 or utf-16") from None


def _lenient(data: bytes, name: str) -> Decoded:
    """The text in this encoding; lone surrogates are let through, other errors become U+FFFD."""
    for errors in ("strict", "surrogatepass") if name.startswith("utf-") else ("strict",):
        try:
            return Decoded(data.decode(name, errors), name)
        except UnicodeDecodeError:
            continue
    return Decoded(data.decode(name, "replace"), name, ("undecodable-bytes",))


def _broken(decoded: Decoded) -> float:
    """The share of the characters beyond ASCII that are no characters."""
    beyond = sum(not char.isascii() for char in decoded.text) if decoded.flags else 0
    return decoded.text.count("\ufffd") / beyond if beyond else 0.0


def _detected(data: bytes) -> Decoded:
    """UTF-16 without a mark, or GB18030 or Big5, as charset-normalizer judges."""
    for name in UTF16:
        if _is_chinese(data[:SAMPLE].decode(name, "replace")):
            return _lenient(data, name)
    from charset_normalizer import from_bytes  # heavy; most files are UTF-8 and never come here

    lines = [line for line in _first_lines(data) if any(_is_in(line, name) for name in LEGACY)]
    best = from_bytes(b"\n".join(lines), cp_isolation=list(LEGACY), threshold=0.6).best()
    if best is not None:
        decoded = _lenient(data, SUPERSETS.get(best.encoding, best.encoding))
        if _broken(decoded) <= MOST_BROKEN:
            return decoded
    raise ReadError(
        "its encoding is none of UTF-8, GB18030, Big5 and UTF-16, or it is no text; if you know it, say --encoding NAME"
    )


def _is_chinese(text: str) -> bool:
    """Whether nearly all of it is ideographs, their punctuation and ASCII: no other encoding reads so."""
    return len(_USUAL.findall(text)) > LEAST_USUAL * len(text)


def _first_lines(data: bytes) -> list[bytes]:
    """The whole lines of the sample: no character is cut in two."""
    sample = data[:SAMPLE]
    lines = sample.split(b"\n")
    return lines[:-1] if len(data) > SAMPLE and len(lines) > 1 else lines


def _is_in(line: bytes, name: str) -> bool:
    try:
        line.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _checked(decoded: Decoded) -> Decoded:
    """Raises ReadError for what is no text, whatever its encoding."""
    if len(_CONTROLS.findall(decoded.text)) > MOST_CONTROLS * max(1, len(decoded.text)):
        raise ReadError("this is a binary file, not raw text: it is full of NUL and control characters")
    return decoded
