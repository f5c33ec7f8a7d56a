"""Fonts as a PDF holds them: subsets with codes, widths, and a ToUnicode that may be wrong.

A code is what the content stream says. How it is found is the subset's `coding`:

    identity    the number that the glyph has in the whole font
    sequence    1, 2, 3, … as the glyphs are used
    unicode     UniGB-UCS2-H or UniCNS-UCS2-H, without ToUnicode
    legacy      GBK-EUC-H or ETen-B5-H, without ToUnicode
    bytes       one byte, WinAnsiEncoding: for fonts of the West
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from struct import pack
from typing import Any

from tests.press.print.faces import Face
from tests.press.print.pdf import Pdf, number

LOST = "\ufffd"
CMAPS = {
    ("unicode", "hans"): ("UniGB-UCS2", "GB1"),
    ("unicode", "hant"): ("UniCNS-UCS2", "CNS1"),
    ("legacy", "hans"): ("GBK-EUC", "GB1"),
    ("legacy", "hant"): ("ETen-B5", "CNS1"),
}
_CODECS = {"UniGB-UCS2": "utf-16-be", "UniCNS-UCS2": "utf-16-be", "GBK-EUC": "gbk", "ETen-B5": "big5"}


@dataclass(eq=False)
class Subset:
    """One font resource of one file. `fault` says what a character is read as: itself, another, or `LOST`,
    which leaves it out of the ToUnicode."""

    name: str
    tag: str
    face: Face
    coding: str
    script: str
    upright: bool = False
    fault: Callable[[str], str] | None = None
    _codes: dict[tuple[str, int], tuple[bytes, int, str]] = field(default_factory=dict)
    _cids: dict[int, tuple[int, str]] = field(default_factory=dict)

    def holds(self, char: str) -> bool:
        """Whether the coding has a code for the character that is read as that character."""
        if self.coding == "bytes":
            return char.isascii()
        return self.coding in ("identity", "sequence") or _predefined(self.coding, self.script, char) is not None

    def code(self, char: str, *, upright: bool = False) -> tuple[bytes, str]:
        """The bytes that print a character, and what they will be read as."""
        glyph = self.face.glyph(char, upright=upright or self.upright)
        if (char, glyph) not in self._codes:
            self._codes[char, glyph] = self._new(char, glyph)
        code, _, read = self._codes[char, glyph]
        return code, read

    def advance(self, char: str) -> float:
        """The width of a character in em."""
        return self.face.wide(char)

    def _new(self, char: str, glyph: int) -> tuple[bytes, int, str]:
        read = self.fault(char) if self.fault else char
        if self.coding == "bytes":
            read = char if read == LOST else read  # readers fall back on the encoding
            self._cids[ord(char)] = glyph, read
            return bytes([ord(char)]), ord(char), read
        if self.coding in ("identity", "sequence"):
            cid = glyph if self.coding == "identity" else len(self._cids) + 1
            while cid in self._cids or cid == 0:
                cid = cid + 1 if cid else 1
            self._cids[cid] = glyph, read
            return pack(">H", cid), cid, read
        found = _predefined(self.coding, self.script, char)
        assert found is not None, char
        code, cid = found
        self._cids[cid] = glyph, char
        return code, cid, char

    def finish(self, pdf: Pdf) -> int:
        """Write the font. Returns the number of its object."""
        base = f"{self.tag}+{self.face.postscript}"
        if self.coding == "bytes":
            return self._simple(pdf, base)
        ordering = CMAPS.get((self.coding, self.script), ("Identity", "Identity"))
        glyphs = [(0, 0), *((cid, self._cids[cid][0]) for cid in sorted(self._cids))]
        widths = "".join(
            f"{cid}[{number(wide)}]" for cid, glyph in glyphs if (wide := self.face.advance(glyph)) != 1000
        )
        info = f"<</Registry(Adobe)/Ordering({ordering[1]})/Supplement 0>>"
        kind = "CIDFontType0" if self.face.is_cff else "CIDFontType2"
        mapping = ""
        if not self.face.is_cff:
            table = bytearray(2 * (glyphs[-1][0] + 1))
            for place, (cid, _) in enumerate(glyphs):
                table[2 * cid : 2 * cid + 2] = pack(">H", place)
            mapping = f"/CIDToGIDMap {pdf.stream(bytes(table))} 0 R"
        descriptor = self._descriptor(pdf, base, self.face.program(glyphs), 4)
        descendant = pdf.add(
            f"<</Type/Font/Subtype/{kind}/BaseFont/{base}/CIDSystemInfo{info}/DW 1000/W[{widths}]"
            f"/FontDescriptor {descriptor} 0 R{mapping}>>"
        )
        encoding = f"{ordering[0]}-{'V' if self.upright else 'H'}"
        tail = "" if ordering[0] != "Identity" else f"/ToUnicode {self._to_unicode(pdf, 2)} 0 R"
        return pdf.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/{encoding}/DescendantFonts[{descendant} 0 R]{tail}>>"
        )

    def _simple(self, pdf: Pdf, base: str) -> int:
        codes = sorted(self._cids)
        glyphs = [(0, 0), *((code, self._cids[code][0]) for code in codes)]
        characters = {place: chr(code) for place, code in enumerate(codes, 1)}
        first, last = codes[0], codes[-1]
        widths = " ".join(
            number(self.face.advance(self._cids[code][0])) if code in self._cids else "0"
            for code in range(first, last + 1)
        )
        descriptor = self._descriptor(pdf, base, self.face.program(glyphs, characters), 32)
        tail = f"/ToUnicode {self._to_unicode(pdf, 1)} 0 R" if self.fault else ""
        return pdf.add(
            f"<</Type/Font/Subtype/TrueType/BaseFont/{base}/FirstChar {first}/LastChar {last}/Widths[{widths}]"
            f"/Encoding/WinAnsiEncoding/FontDescriptor {descriptor} 0 R{tail}>>"
        )

    def _descriptor(self, pdf: Pdf, base: str, program: bytes, flags: int) -> int:
        if self.face.is_cff:
            held = f"/FontFile3 {pdf.stream(program, '/Subtype/CIDFontType0C')} 0 R"
        else:
            held = f"/FontFile2 {pdf.stream(program, f'/Length1 {len(program)}')} 0 R"
        low = round(-1000 * self.face.descent)
        return pdf.add(
            f"<</Type/FontDescriptor/FontName/{base}/Flags {flags}/FontBBox[-100 {low} 1100 {1000 + low}]/ItalicAngle 0"
            f"/Ascent {1000 + low}/Descent {low}/CapHeight 700/StemV 80{held}>>"
        )

    def _to_unicode(self, pdf: Pdf, size: int) -> int:
        pairs = [(cid, read) for cid, (_, read) in sorted(self._cids.items()) if read != LOST]
        lines = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            f"1 begincodespacerange <{'00' * size}> <{'FF' * size}> endcodespacerange",
        ]
        for start in range(0, len(pairs), 100):
            some = pairs[start : start + 100]
            lines.append(f"{len(some)} beginbfchar")
            lines += [f"<{cid:0{2 * size}X}> <{read.encode('utf-16-be').hex().upper()}>" for cid, read in some]
            lines.append("endbfchar")
        lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return pdf.stream("\n".join(lines).encode())


@lru_cache(maxsize=60000)
def _predefined(coding: str, script: str, char: str) -> tuple[bytes, int] | None:
    """Code and CID of a character in a predefined CMap, if it is read as itself again."""
    name, ordering = CMAPS[coding, script]
    try:
        code = char.encode(_CODECS[name])
    except UnicodeEncodeError:
        return None
    if len(code) > 2:
        return None
    down, back = _tables(name, ordering)
    cid: Any = down
    for byte in code:
        cid = cid.get(byte) if isinstance(cid, dict) else None
    return (code, cid) if isinstance(cid, int) and cid and back(cid) == char else None


@lru_cache(maxsize=8)
def _tables(name: str, ordering: str) -> tuple[dict[int, Any], Callable[[int], str]]:
    """A predefined CMap, and what its CIDs mean: the tables of pdfminer, which pdfplumber brings."""
    from pdfminer.cmapdb import CMapDB

    meant = CMapDB.get_unicode_map(f"Adobe-{ordering}")

    def back(cid: int) -> str:
        try:
            return str(meant.get_unichr(cid))
        except KeyError:
            return ""

    table: Any = CMapDB.get_cmap(f"{name}-H")
    return table.code2cid, back
