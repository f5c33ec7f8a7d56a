"""Printed pages as real extractors read them: poppler's pdftotext in its three manners, and PDFium.

    made = extracted(print_page(page, seed=7), "poppler-raw")
    made.text, made.golds

The gold is that of the print: what a tool loses or reads as something else is a fault of the text, not of the truth.
Which characters these are is counted, so that a text without any can be asked for.
"""

from __future__ import annotations

import subprocess
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.press import truth
from tests.press.model import Composed
from tests.press.print import available as can_print
from tests.press.print.fonts import LOST
from tests.press.print.job import Printed, write_gold
from tests.press.print.proof import Proof
from tests.press.tools import ToolMissing, module, program

FLAGS = {"poppler-default": [], "poppler-raw": ["-raw"], "poppler-layout": ["-layout"]}
PDFIUM = "pdfium"
TOOLS = (*FLAGS, PDFIUM)
SECONDS = 120
FEED = "\x0c"


@dataclass(frozen=True)
class Extract:
    """The text of a file by one tool, its pages ended by form feeds, and each page's gold."""

    name: str
    text: str
    golds: tuple[dict[str, Any], ...]
    lost: Counter[str]  # characters of the text layer that the tool does not give, even once
    made_up: Counter[str]  # characters that it gives and that are not in the text layer

    def write(self, folder: Path) -> None:
        """NAME.txt and NAME.gold.json; with several pages NAME-p001.gold.json and so on."""
        (folder / f"{self.name}.txt").write_bytes(self.text.encode("utf-8", "surrogatepass"))
        for place, gold in enumerate(self.golds, 1):
            part = f"-p{place:03d}" if len(self.golds) > 1 else ""
            write_gold(folder / f"{self.name}{part}.gold.json", gold)


def available(*tools: str) -> str | None:
    """What is missing to print and to extract with these tools (all, if none is named), or None."""
    if missing := can_print():
        return missing
    try:
        for tool in tools or TOOLS:
            _pdfium() if tool == PDFIUM else _pdftotext()
    except ToolMissing as reason:
        return str(reason)
    return None


def extract(pdf: bytes, tool: str) -> str:
    """The raw text that a tool makes of a PDF."""
    if tool == PDFIUM:
        document = _pdfium().PdfDocument(pdf)
        try:
            return "".join(document[n].get_textpage().get_text_range() + FEED for n in range(len(document)))
        finally:
            document.close()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(pdf)
        command = [_pdftotext(), *FLAGS[tool], "-enc", "UTF-8", str(path), "-"]
        return subprocess.run(command, check=True, capture_output=True, timeout=SECONDS).stdout.decode("utf-8")


def extracted(printed: Printed, tool: str, name: str | None = None) -> Extract:
    """A printed file as one tool extracts it, with its truth."""
    text = extract(printed.pdf, tool)
    pages = text.split(FEED)
    golds = []
    for proof, page in zip(printed.proofs, pages, strict=False):
        gold = truth.gold(proof.page, proof.lost, _order(proof.page, page))
        golds.append({**gold, "style": proof.page.style.name, "defects": [tool, *proof.defects]})
    found = _count(text)
    every, real = (_layer(printed.proofs, copies=copies) for copies in (True, False))
    return Extract(name or f"{printed.name}-{tool}", text, tuple(golds), real - found, found - every)


def _layer(proofs: tuple[Proof, ...], *, copies: bool) -> Counter[str]:
    """The characters of the text layer, with the shadows of the glyphs or without."""
    held = (mark for proof in proofs for mark in proof.marks if mark.text and (copies or mark.copy == 0))
    return _count("".join(mark.read for mark in held if mark.read != LOST))


def _count(text: str) -> Counter[str]:
    """What is printed of a text, forms of compatibility as what they stand for."""
    return Counter(char for char in unicodedata.normalize("NFKC", text) if not char.isspace() and char.isprintable())


def _order(page: Composed, text: str) -> list[str]:
    """The stories by where the first line of their body stands in the text."""
    flat = truth.bare(text)
    places: dict[str, int] = {}
    for line in page.lines:
        if line.story and line.role == "paragraph":
            at = flat.find(truth.bare(line.text)[:8])
            places[line.story] = min(places.get(line.story, len(flat)), at if at >= 0 else len(flat))
    return sorted(places, key=lambda key: places[key])


def _pdfium() -> Any:
    return module("pypdfium2")


def _pdftotext() -> str:
    return program("pdftotext", "poppler-utils")
