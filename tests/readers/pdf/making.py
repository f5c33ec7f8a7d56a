"""Making: small PDFs by hand, byte by byte, so that a test says all that is in its file."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 400, 300  # points of a page, unless said otherwise
BLACK = f"0 0 {WIDTH} {HEIGHT} re f\n"  # a page without text and not blank either, so that it cannot be read
DESCRIPTOR = "/Type /FontDescriptor /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120"
IDENTITY = "/CMapName /Adobe-Identity-UCS def 1 begincodespacerange <0000> <FFFF> endcodespacerange"


@dataclass
class Maker:
    """Objects of a PDF, numbered from 1 in the order in which they are added; 1 and 2 are made at the end."""

    objects: list[bytes] = field(default_factory=lambda: [b"", b""])
    pages: list[int] = field(default_factory=list)

    def add(self, body: str | bytes) -> int:
        self.objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.objects)

    def stream(self, data: str | bytes, entries: str = "", packed: bool = False) -> int:
        data = data.encode("latin-1") if isinstance(data, str) else data
        if packed:
            data, entries = zlib.compress(data), entries + " /Filter /FlateDecode"
        head = f"<< {entries} /Length {len(data)} >>\nstream\n".encode("latin-1")
        return self.add(head + data + b"\nendstream")

    def page(
        self,
        *contents: str | bytes,
        fonts: Mapping[str, int] | None = None,
        resources: str = "",
        media: Sequence[float] = (0, 0, WIDTH, HEIGHT),
        entries: str = "",
    ) -> int:
        streams = " ".join(f"{self.stream(content)} 0 R" for content in contents)
        named = " ".join(f"/{name} {number} 0 R" for name, number in (fonts or {}).items())
        box = " ".join(map(str, media))
        self.pages.append(
            self.add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents [{streams}] "
                f"/Resources << /Font << {named} >> {resources} >> {entries} >>"
            )
        )
        return self.pages[-1]

    def many(
        self,
        encoding: str = "GBK-EUC-H",
        ordering: str = "GB1",
        entries: str = "",
        to_unicode: str | None = None,
        name: str = "STSong-Light",
    ) -> int:
        """A font of many characters that is not in the file; `entries` are those of the CIDFont."""
        descriptor = self.add(f"<< {DESCRIPTOR} /FontName /{name} /StemV 80 >>")
        descendant = self.add(
            f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /FontDescriptor {descriptor} 0 R "
            f"/CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 2 >> {entries} >>"
        )
        table = f"/ToUnicode {self.stream(to_unicode)} 0 R" if to_unicode else ""
        return self.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{encoding} "
            f"/DescendantFonts [{descendant} 0 R] {table} >>"
        )

    def helvetica(self) -> int:
        return self.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")

    def bytes(self, trailer: str = "") -> bytes:
        kids = " ".join(f"{page} 0 R" for page in self.pages)
        self.objects[0] = self.objects[0] or b"<< /Type /Catalog /Pages 2 0 R >>"
        self.objects[1] = self.objects[1] or f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>".encode()
        made = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(self.objects, start=1):
            offsets.append(len(made))
            made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(made)
        made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        for offset in offsets:
            made += b"%010d 00000 n \n" % offset
        made += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(offsets) + 1, trailer.encode())
        made += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(made)


def shown(text: str, codec: str = "gbk") -> str:
    """A string of a content stream, in hexadecimal."""
    return f"<{text.encode(codec).hex()}>"


def line(text: str, x: float, y: float, size: float = 10, codec: str = "gbk", font: str = "F") -> str:
    """Text at a place of the page, counted from the bottom left as PDF does."""
    return f"BT /{font} {size} Tf {x} {y} Td {shown(text, codec)} Tj ET\n"


def one_page(content: str, **entries: object) -> bytes:
    """A page with the font /F in GBK and /H, Helvetica."""
    maker = Maker()
    maker.page(content, fonts={"F": maker.many(), "H": maker.helvetica()}, **entries)  # type: ignore[arg-type]
    return maker.bytes()


def to_unicode(*pairs: tuple[int, str]) -> str:
    """A table of characters for two-byte codes."""
    rows = "\n".join(f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in pairs)
    return (
        f"/CIDInit /ProcSet findresource begin begincmap {IDENTITY} {len(pairs)} beginbfchar\n{rows}\nendbfchar endcmap"
    )
