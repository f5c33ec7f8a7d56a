"""Fonts as playa-pdf reads them, for the pen: what each code reads and how wide it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from playa.cmapdb import EncodingCMap, IdentityCMapByte, UnicodeMap, get_unicode_map
from playa.font import CIDFont, Font, Type1Font, Type3Font, get_basefont
from playa.pdftypes import resolve1

from pipeline.readers.pdf.codes import Codes
from pipeline.readers.pdf.encodings import codec, decoded, plain_name, readable
from pipeline.readers.pdf.limits import check_map, check_widths
from pipeline.readers.pdf.pen import HIGH, LOW, Shape
from pipeline.readers.pdf.playa_objects import stream_of


class SimpleFace:
    """A font of one-byte codes."""

    def __init__(self, font: Font) -> None:
        self.name = plain_name(font.fontname)
        self.vertical = False
        self.low, self.high = _heights(font)
        self._font = font
        self._tounicode: dict[bytes, str] = getattr(getattr(font, "tounicode", None), "bytes2unicode", {})
        self._names: dict[int, str] = getattr(font, "_cid2unicode", {})
        self._shapes: list[Shape | None] = [None] * 256

    def shapes(self, data: bytes) -> Iterator[Shape]:
        known = self._shapes
        return (known[code] or self._shape(code) for code in data)

    def _shape(self, code: int) -> Shape:
        text = readable(self._tounicode.get(bytes([code]))) or readable(self._names.get(code))
        width = self._font.matrix[0] * self._width(code)
        shape = Shape(text or "", width, width, space=code == 32)
        self._shapes[code] = shape
        return shape

    def _width(self, code: int) -> float:
        font = self._font
        if isinstance(font, Type1Font) and font.char_widths is not None:
            return font._glyph_space_width(code)
        default = resolve1(font.descriptor.get("MissingWidth", 0))
        return font.widths.get(code, default if isinstance(default, int | float) else 0)


class ManyFace:
    """A font of many characters (Type0), whose codes a CMap tells apart; `table` is the file's of what they read."""

    def __init__(self, font: CIDFont, table: dict[bytes, str] | None) -> None:
        named = font.fontname if font.fontname != "unknown" else get_basefont(font.spec)
        self.name = plain_name(named)
        self.vertical = bool(font.vertical)
        self.low, self.high = LOW, HIGH
        self._font = font
        self._codec = codec(str(font.cmap.attrs.get("CMapName", "")))
        self._declared = table or {}
        self._embedded, self._identity = _maps(font)
        self._shapes: dict[bytes, Shape] = {}
        own = isinstance(font.cmap, EncodingCMap)  # a CMap that the file spells out
        size = 1 if isinstance(font.cmap, IdentityCMapByte) else 2
        self._codes = None if own else Codes(self._codec, getattr(font.cmap, "code2cid", None), size)

    def shapes(self, data: bytes) -> Iterable[Shape]:
        known = self._shapes
        if data in known:  # a string of one code
            return (known[data],)
        if self._codes is None:
            return [known.get(code) or self._shape(code, cid) for code, cid in self._font.cmap.decode(data)]
        cid = self._codes.cid
        return [known.get(code) or self._shape(code, cid(code)) for code in self._codes.of(data)]

    def _shape(self, code: bytes, cid: int) -> Shape:
        font = self._font
        text = self._text(code, cid) or ""
        width = 0.001 * font.widths.get(cid, font.default_width)
        if font.vertical:
            vx, vy = font.positions.get(cid, (500 * width, font.default_position[1]))
            advance = 0.001 * font.vdisps.get(cid, font.default_vdisp)
            shape = Shape(text, advance, width, 0.001 * vx, 0.001 * vy)
        else:
            shape = Shape(text, width, width)
        self._shapes[code] = shape
        return shape

    @cached_property
    def _adobe(self) -> UnicodeMap | None:
        """Adobe's table of the characters of the font's collection, which most fonts do not need."""
        try:
            return get_unicode_map(self._font.cidcoding, self._font.vertical)
        except KeyError:
            return None

    def _text(self, code: bytes, cid: int) -> str | None:
        return (
            readable(self._declared.get(code))
            or decoded(code, self._codec)
            or (readable(self._adobe.cid2unichr.get(cid)) if self._adobe else None)
            or readable(self._embedded.get(cid.to_bytes(2, "big")) if cid < 0x10000 else None)
            or (readable(chr(cid)) if self._identity else None)
        )


def _maps(font: CIDFont) -> tuple[dict[bytes, str], bool]:
    """What the font program tells of its characters, where the file has no table; and whether a CID is its own."""
    said = resolve1(font.spec.get("ToUnicode"))
    if stream_of(said) is not None:
        return {}, False
    return (font.tounicode.bytes2unicode if font.tounicode is not None else {}), said is not None


def _heights(font: Font) -> tuple[float, float]:
    """The bounds of the boxes in em; of a Type3 font, which has a measure of its own, by its own box."""
    if not isinstance(font, Type3Font):
        return LOW, HIGH
    scale = font.matrix[3]
    low, high = sorted((scale * font.bbox[1], scale * font.bbox[3]))
    return (low, high) if high > low else (LOW * abs(scale) * 1000, HIGH * abs(scale) * 1000)


def check(spec: dict[str, Any]) -> None:
    """Refuse a font whose tables would fill the memory. Raises TooMuch."""
    descendants = resolve1(spec.get("DescendantFonts"))
    parts = [spec, *(resolve1(each) for each in descendants or ())] if isinstance(descendants, list) else [spec]
    for part in parts:
        if not isinstance(part, dict):
            continue
        for key in ("W", "W2"):
            widths = resolve1(part.get(key))
            if isinstance(widths, list):
                check_widths(widths)
        for key in ("ToUnicode", "Encoding"):
            stream = stream_of(part.get(key))
            if stream is not None:
                check_map(stream.buffer)
