"""The press made real: placed lines drawn as a PDF, and the raw text that real extractors make of it.

Needs reportlab and two fonts to print, pdftotext (poppler) or pypdfium2 to extract; whatever is missing is
named in a `ToolMissing`. Nothing else of the press needs this module.

Latin and digits are set from another font than Han, as in print, so that they are runs of their own; a shadow
is the same glyphs drawn again 0.7 pt away; upright type is one glyph under the other.
"""

from __future__ import annotations

import importlib
import shutil
import subprocess
import tempfile
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.press import truth
from tests.press.model import Composed, Line
from tests.press.page import Specimen
from tests.press.spoil_glyphs import font
from tests.press.typeset import width

EM = 9.0
MARGIN = 36.0
SERIF = Path("/usr/share/fonts/truetype/arphic/uming.ttc")
SANS = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")
TOOLS = ("poppler-default", "poppler-raw", "poppler-layout", "pdfium")
ORDERS = ("page", "display-last", "display-first")


class ToolMissing(RuntimeError):
    """A tool that printing or extracting needs is not on this machine; the message says which."""


def available() -> str | None:
    """What is missing to print and extract, or None."""
    try:
        _module("reportlab")
        _module("pypdfium2")
        _fonts()
        _pdftotext()
    except ToolMissing as missing:
        return str(missing)
    return None


def print_page(page: Composed, path: Path, draw: str = "page", *, shift: float = 0.7, by_run: bool = False) -> None:
    """Draw the page. `draw` is the order of drawing, which is all the order that some tools know; `shift`
    how far a shadow lies in points; `by_run` draws the shadow of each run with the run, not of each line."""
    _fonts()
    canvas = _module("reportlab.pdfgen.canvas")
    wide = max([page.width, *(line.x + 2 for line in page.lines)]) * EM + 2 * MARGIN
    upright = [line.y + len(line.text) * line.size for line in page.lines if line.vertical]
    tall = max([page.height, *upright]) * EM + 2 * MARGIN
    sheet = canvas.Canvas(str(path), pagesize=(wide, tall), invariant=1)
    for left, top, right, bottom in page.boxes:
        sheet.setLineWidth(0.4)
        sheet.rect(MARGIN + left * EM, tall - MARGIN - bottom * EM, (right - left) * EM, (bottom - top) * EM)
    rank = {"page": 0, "display-last": 1, "display-first": -1}[draw]
    for line in sorted(page.lines, key=lambda line: (line.display * rank, line.order)):
        shifts = (shift, 0.0) if line.shadow else (0.0,)
        at = MARGIN + line.x * EM, tall - MARGIN - line.y * EM
        for passed in (shifts,) if by_run else [(one,) for one in shifts]:
            _draw(sheet, line, page, at, passed)
    sheet.save()


def _draw(sheet: Any, line: Line, page: Composed, at: tuple[float, float], shifts: tuple[float, ...]) -> None:
    """One line, each of its runs once for every shift."""
    x, y = at
    size = line.size * EM
    han = "press-sans" if line.display else "press-serif"
    if line.vertical:
        for place, char in enumerate(line.text):
            sheet.setFont("Helvetica" if font(char) == "latin" else han, size)
            for shift in shifts:
                sheet.drawString(x + shift, y - (place + 1) * size - shift, char)
        return
    loose = _looseness(line, page) * EM
    for kind, group in groupby(line.text, key=font):
        run = "".join(group)
        face = {"latin": "Helvetica" if line.display else "Times-Roman"}.get(kind, han)
        for shift in shifts if kind != "space" else ():
            text = sheet.beginText(x + shift, y - size - shift)
            text.setFont(face, size)
            text.setCharSpace(loose)
            text.textOut(run)
            sheet.drawText(text)
        natural = width(run) * size if kind != "latin" else sheet.stringWidth(run, face, size)
        x += natural + loose * len(run)


def _looseness(line: Line, page: Composed) -> float:
    """What justification adds after each character, in em; nothing on the last line of a paragraph."""
    unit = page.units[line.unit]
    if line.role != "paragraph" or line.start + len(line.text) >= len(unit.text) or len(line.text) < 2:
        return 0.0
    indent = 2.0 if line.start == 0 else 0.0
    free = line.width - indent - width(line.text)
    return max(-0.12, min(0.25, free / (len(line.text) - 1)))


def extract(path: Path, tool: str) -> str:
    """The raw text that a tool makes of a PDF."""
    if tool == "pdfium":
        document = _module("pypdfium2").PdfDocument(str(path))
        return "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    flags = {"poppler-default": [], "poppler-raw": ["-raw"], "poppler-layout": ["-layout"]}[tool]
    command = [_pdftotext(), *flags, "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode("utf-8")


def printed(page: Composed, tool: str, name: str, draw: str = "page", **shadow: Any) -> Specimen:
    """A page as one tool extracts it, with its truth, checked to hold every character that was printed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        print_page(page, path, draw, **shadow)
        text = extract(path, tool)
    defects = ["stacked"] * any(line.vertical for line in page.lines)
    printed_chars = Counter(char for line in page.lines for char in line.text if not char.isspace())
    found = Counter(char for char in text if not char.isspace() and char != "\x0c")
    if extra := found - printed_chars:
        defects.append("shadows")
        shadows = {char for line in page.lines if line.shadow for char in line.text}
        if not extra.keys() <= shadows:
            raise AssertionError(f"{name}: {tool} made up {extra.keys() - shadows}")
    if lost := printed_chars - found:
        raise AssertionError(f"{name}: {tool} lost {dict(lost)}")
    gold = truth.gold(page, (), _order(page, text))
    gold["defects"] = [tool, *defects]
    return Specimen(name, text, gold, tuple(gold["defects"]), page.style.name, tool, page=page)


def _order(page: Composed, text: str) -> list[str]:
    """The stories by where the first line of their body stands in the text."""
    flat = truth.bare(text)
    places: dict[str, int] = {}
    for line in page.lines:
        if line.story and line.role == "paragraph":
            at = flat.find(truth.bare(line.text)[:8])
            places[line.story] = min(places.get(line.story, len(flat)), at if at >= 0 else len(flat))
    return sorted(places, key=lambda key: places[key])


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ToolMissing(f"the Python package {name.split('.', maxsplit=1)[0]} is not installed") from error


def _pdftotext() -> str:
    found = shutil.which("pdftotext")
    if not found:
        raise ToolMissing("pdftotext is not installed (Debian: poppler-utils)")
    return found


def _fonts() -> None:
    """Register the fonts once."""
    metrics, ttfonts = _module("reportlab.pdfbase.pdfmetrics"), _module("reportlab.pdfbase.ttfonts")
    for name, path, package in (
        ("press-serif", SERIF, "fonts-arphic-uming"),
        ("press-sans", SANS, "fonts-wqy-zenhei"),
    ):
        if not path.exists():
            raise ToolMissing(f"the font {path} is not there (Debian: {package})")
        if name not in metrics.getRegisteredFontNames():
            metrics.registerFont(ttfonts.TTFont(name, str(path), subfontIndex=0))
