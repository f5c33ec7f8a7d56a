"""The bare file: objects, streams and the table that finds them. The same objects make the same bytes."""

from __future__ import annotations

import zlib
from hashlib import md5


class Pdf:
    """A PDF being written. Object 1 is the catalogue, object 2 the tree of pages."""

    def __init__(self, *, compress: bool = True) -> None:
        self.compress = compress
        self.pages: list[int] = []
        self._objects: list[bytes] = [b"", b""]

    def add(self, body: str | bytes) -> int:
        """A new object. Returns its number."""
        self._objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self._objects)

    def stream(self, data: bytes, entries: str = "") -> int:
        """A new stream."""
        if self.compress and "/Filter" not in entries:
            data, entries = zlib.compress(data, 6), f"{entries}/Filter/FlateDecode"
        return self.add(f"<<{entries}/Length {len(data)}>>\nstream\n".encode("latin-1") + data + b"\nendstream")

    def page(self, width: float, height: float, content: int, resources: str, more: str = "") -> None:
        """A new page."""
        box = f"[0 0 {number(width)} {number(height)}]"
        self.pages.append(
            self.add(f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Contents {content} 0 R/Resources<<{resources}>>{more}>>")
        )

    def bytes(self) -> bytes:
        """The file."""
        self._objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
        kids = " ".join(f"{one} 0 R" for one in self.pages)
        self._objects[1] = f"<</Type/Pages/Count {len(self.pages)}/Kids[{kids}]>>".encode()
        out = bytearray(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for place, body in enumerate(self._objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n" % place + body + b"\nendobj\n"
        name = md5(bytes(out), usedforsecurity=False).hexdigest()
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += f"trailer\n<</Size {len(places) + 1}/Root 1 0 R/ID[<{name}><{name}>]>>\n".encode()
        out += b"startxref\n%d\n%%%%EOF\n" % table
        return bytes(out)


def number(value: float) -> str:
    """A number as PDF writes it: three places, no more than are needed."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text
