"""Fonts as pdfminer (under pdfplumber) reads them, for the pen: what each code reads and how wide it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pdfminer.cmapdb import CMapDB, IdentityCMapByte
from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFType3Font, PDFUnicodeNotDefined, get_widths
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from pipeline.readers.pdf.codes import Codes
from pipeline.readers.pdf.encodings import codec, decoded, plain_name, readable
from pipeline.readers.pdf.limits import check_map, check_widths
from pipeline.readers.pdf.pen import HIGH, LOW, Shape


class SimpleFace:
    """A font of one-byte codes."""

    def __init__(self, font: PDFFont, spec: Mapping[str, Any]) -> None:
        self.name = _name(font, spec)
        self.vertical = False
        self.low, self.high = _heights(font)
        self._font = font
        self._shapes: dict[int, Shape] = {}

    def shapes(self, data: bytes) -> Iterator[Shape]:
        return (self._shapes.get(code) or self._shape(code) for code in data)

    def _shape(self, code: int) -> Shape:
        width = self._font.char_width(code)
        shape = Shape(_unicode(self._font, code) or "", width, width, space=code == 32)
        self._shapes[code] = shape
        return shape


class ManyFace:
    """A font of many characters (Type0); `spec` is its dictionary, with the encoding of the font above it."""

    def __init__(self, font: PDFCIDFont, spec: Mapping[str, Any]) -> None:
        self.name = _name(font, spec)
        self.vertical = bool(font.vertical)
        self.low, self.high = LOW, HIGH
        self._font = font
        self._codec = codec(font._get_cmap_name(spec, False))
        self._stated = isinstance(resolve1(spec.get("ToUnicode")), PDFStream)
        self._adobe = self._adobe_map()
        self._widths = get_widths(resolve1(spec.get("W")) or [])
        default = resolve1(spec.get("DW"))
        self._width = default if isinstance(default, int | float) else 1000
        self._shapes: dict[bytes, Shape] = {}
        size = 1 if isinstance(font.cmap, IdentityCMapByte) else 2
        self._codes = Codes(self._codec, getattr(font.cmap, "code2cid", None), size)

    def shapes(self, data: bytes) -> Iterator[Shape]:
        codes = self._codes
        return (self._shapes.get(code) or self._shape(code, codes.cid(code)) for code in codes.of(data))

    def _shape(self, code: bytes, cid: int) -> Shape:
        font = self._font
        text = self._text(code, cid) or ""
        width = 0.001 * _number(self._widths.get(cid), self._width)
        if font.vertical:
            vx, vy = font.disps.get(cid, font.default_disp)  # type: ignore[misc]
            left = width / 2 if vx is None else 0.001 * vx
            shape = Shape(text, 0.001 * _number(font.widths.get(cid), font.default_width), width, left, 0.001 * vy)
        else:
            shape = Shape(text, width, width)
        self._shapes[code] = shape
        return shape

    def _text(self, code: bytes, cid: int) -> str | None:
        stated = _unicode(self._font, int.from_bytes(code, "big")) if self._stated else None
        return (
            stated
            or decoded(code, self._codec)
            or (readable(self._adobe.get(cid)) if self._adobe else None)
            or (None if self._stated else _unicode(self._font, cid))
        )

    def _adobe_map(self) -> dict[int, str] | None:
        try:
            return CMapDB.get_unicode_map(self._font.cidcoding, self._font.vertical).cid2unichr
        except CMapDB.CMapNotFound:
            return None


class UnknownFace:
    """Stands in for a font that is not there or cannot be read: its glyphs have a place, and no reading."""

    name = "unknown"
    vertical = False
    low, high = LOW, HIGH

    def __init__(self, pairs: bool) -> None:
        self._size = 2 if pairs else 1

    def shapes(self, data: bytes) -> Iterator[Shape]:
        width = self._size / 2
        return (Shape("", width, width) for _ in range(len(data) // self._size))


def _unicode(font: PDFFont, cid: int) -> str | None:
    try:
        return readable(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        return None


def _number(value: object, default: float) -> float:
    value = resolve1(value)
    return value if isinstance(value, int | float) else default


def _name(font: PDFFont, spec: Mapping[str, Any]) -> str:
    """By its descriptor, or else as the page's resources name it."""
    for name in (font.descriptor.get("FontName"), spec.get("BaseFont"), spec.get("Name")):
        name = resolve1(name)
        if isinstance(name, PSLiteral | bytes):
            return plain_name(name.decode("latin-1") if isinstance(name, bytes) else str(name.name))
    return plain_name(str(font.fontname))


def _heights(font: PDFFont) -> tuple[float, float]:
    """The bounds of the boxes in em; of a Type3 font, which has a measure of its own, by its own box."""
    if not isinstance(font, PDFType3Font):
        return LOW, HIGH
    scale = font.matrix[3]
    low, high = sorted((scale * font.descent, scale * font.ascent))
    return (low, high) if high > low else (LOW * abs(scale) * 1000, HIGH * abs(scale) * 1000)


def check(spec: Mapping[str, Any]) -> None:
    """Refuse a font whose tables would fill the memory. Raises TooMuch."""
    for key in ("W", "W2"):
        widths = resolve1(spec.get(key))
        if isinstance(widths, list):
            check_widths(widths)
    for key in ("ToUnicode", "Encoding"):
        stream = resolve1(spec.get(key))
        if isinstance(stream, PDFStream):
            check_map(stream.get_data())
