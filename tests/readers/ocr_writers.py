"""Writers of ALTO, PAGE XML, hOCR and ABBYY's XML: a pressed page as an OCR engine would hand it on.

    page = pressed("daily")
    alto(page, "glyph"), page_xml(page, "word"), hocr([page], "line"), abbyy([page])

They write what the truth of a pressed page says of its glyphs, so that the readers can be held to it. `level` is the
finest level that has boxes: line, word or glyph.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pipeline.page import Box, around
from tests.conftest import ROOT

PRESS = ROOT / "fixtures" / "press"
LEVELS = ("line", "word", "glyph")
MOST_WORD = 4  # characters of a word of ideographs
ALTO_SPACE = "http://www.loc.gov/standards/alto/ns-v{}#"
PAGE_SPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/{}-07-15"
ABBYY_SPACE = "http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml"


@dataclass(frozen=True)
class Glyph:
    """A character, its box in the page's unit, and how sure the engine is, in percent."""

    char: str
    box: Box
    sure: int = 90


@dataclass(frozen=True)
class Line:
    """The glyphs of a line in the order of writing."""

    glyphs: tuple[Glyph, ...]
    down: bool = False

    @property
    def text(self) -> str:
        return "".join([each.char for each in self.glyphs])

    @property
    def box(self) -> Box:
        return _box(self.glyphs)

    @property
    def words(self) -> list[tuple[Glyph, ...]]:
        """Latin words and numbers as they are, ideographs in pieces; blanks are none."""
        found: list[tuple[Glyph, ...]] = []
        for kind, group in groupby(self.glyphs, key=lambda each: each.char.isspace() or each.char.isascii()):
            run = list(group)
            parts = [tuple(g) for blank, g in groupby(run, key=lambda each: each.char.isspace()) if not blank]
            found += parts if kind else [tuple(run[at : at + MOST_WORD]) for at in range(0, len(run), MOST_WORD)]
        return found


@dataclass(frozen=True)
class Sheet:
    """A page: its lines by blocks, its rules and pictures."""

    width: float
    height: float
    blocks: tuple[tuple[Line, ...], ...]
    rules: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    gold: dict[str, object] = field(default_factory=dict)

    @property
    def lines(self) -> list[Line]:
        return [line for block in self.blocks for line in block]

    @property
    def glyphs(self) -> list[Glyph]:
        return [glyph for line in self.lines for glyph in line.glyphs]


def pressed(style: str, scale: float = 1.0, folder: Path = PRESS / "pdf") -> Sheet:
    """The first page of a style in `folder`, without what a PDF of it cannot say either and what is printed twice.

    It is as wide as the PDF's times `scale`. Of pages whose fonts misname characters the gold has what they say; an
    OCR engine would not, so they are passed over.
    """
    names = sorted(
        path.name.removesuffix(".truth.json.gz") for path in folder.glob(f"{style}-[hu][as]*-?.truth.json.gz")
    )
    golds = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in names}
    name = next((n for n in names if not any("to-unicode" in d for d in golds[n]["defects"])), names[0])
    record = json.loads(gzip.decompress((folder / f"{name}.truth.json.gz").read_bytes()))["pages"][0]
    columns = record["glyphs"]
    blocks: dict[int, dict[int, list[tuple[Glyph, str]]]] = {}
    for n, char in enumerate(columns["char"]):
        if columns["copy"][n] or not columns["text"][n] or char.isspace():
            continue
        box = Box(*(side * scale for side in columns["box"][n]))
        sure = 60 + (ord(char) * 7 + n) % 40
        glyph = Glyph(char, box, sure)
        blocks.setdefault(columns["block"][n], {}).setdefault(columns["line"][n], []).append((glyph, columns["way"][n]))
    made = []
    for rows in blocks.values():
        lines = []
        for row in rows.values():
            down = row[0][1] != "level"
            glyphs = sorted((glyph for glyph, _ in row), key=lambda each: each.box.y0 if down else each.box.x0)
            lines.append(Line(tuple(glyphs), down))
        made.append(tuple(lines))
    drawn = {
        kind: tuple(Box(*(side * scale for side in box)) for box in record["graphics"][kind])
        for kind in ("rules", "pictures")
    }
    return Sheet(
        record["width"] * scale, record["height"] * scale, tuple(made), drawn["rules"], drawn["pictures"], golds[name]
    )


def alto(page: Sheet, level: str = "word", *, version: int = 4, unit: str = "pixel", down: bool = False) -> str:
    """ALTO; `unit` is what it says, boxes are written as they are. `down` says of vertical lines that they are."""

    def place(box: Box) -> str:
        return f'HPOS="{box.x0:g}" VPOS="{box.y0:g}" WIDTH="{box.x1 - box.x0:g}" HEIGHT="{box.y1 - box.y0:g}"'

    def word(glyphs: Sequence[Glyph]) -> str:
        text = "".join([each.char for each in glyphs])
        digits = " ".join(str(round((100 - each.sure) / 100 * 9)) for each in glyphs)
        sure = sum(each.sure for each in glyphs) / len(glyphs) / 100
        where = "" if level == "line" else place(_box(glyphs))
        head = f'<String CONTENT={quoteattr(text)} WC="{sure:.4f}" CC="{digits}" {where}'
        if level != "glyph":
            return f"{head}/>"
        inner = "".join(
            f'<Glyph CONTENT={quoteattr(each.char)} GC="{each.sure / 100}" {place(each.box)}/>' for each in glyphs
        )
        return f"{head}>{inner}</String>"

    def line(each: Line) -> str:
        told = ' BASEDIRECTION="ttb"' if down and each.down else ""
        return f"<TextLine{told} {place(each.box)}>{''.join(map(word, each.words))}</TextLine>"

    parts = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="{ALTO_SPACE.format(version)}">',
        f"<Description><MeasurementUnit>{unit}</MeasurementUnit></Description>",
        f'<Layout><Page ID="p1" WIDTH="{page.width:.0f}" HEIGHT="{page.height:.0f}"><PrintSpace>',
        *(f"<Illustration {place(box)}/>" for box in page.pictures),
        *(f"<GraphicalElement {place(box)}/>" for box in page.rules),
    ]
    for number, block in enumerate(page.blocks, start=1):
        around_all = _around([each.box for each in block])
        parts.append(f'<TextBlock ID="b{number}" {place(around_all)}>')
        parts += [line(each) + "\n" for each in block]
        parts.append("</TextBlock>")
    return "".join([*parts, "</PrintSpace></Page></Layout></alto>"])


def page_xml(page: Sheet, level: str = "word", *, year: int = 2019, down: bool = False) -> str:
    """PAGE XML; each text stands at its line, and at its words and glyphs as far down as `level` says."""

    def coords(box: Box) -> str:
        return f'<Coords points="{_corners(box)}"/>'

    def text(string: str, sure: float) -> str:
        return (
            f'<TextEquiv index="1"><Unicode>wrong</Unicode></TextEquiv><TextEquiv index="0" conf="{sure / 100:.4f}">'
            f"<Unicode>{escape(string)}</Unicode></TextEquiv>"
        )

    def many(kind: str, glyphs: Sequence[Glyph], inner: str) -> str:
        string = "".join([each.char for each in glyphs])
        sure = sum(each.sure for each in glyphs) / len(glyphs)
        return f"<{kind}>{coords(_box(glyphs))}{inner}{text(string, sure)}</{kind}>"

    def word(glyphs: Sequence[Glyph]) -> str:
        return many("Word", glyphs, "".join(many("Glyph", [g], "") for g in glyphs) if level == "glyph" else "")

    def line(each: Line) -> str:
        inner = "" if level == "line" else "".join(map(word, each.words))
        way = ' readingDirection="top-to-bottom"' if down and each.down else ""
        return many("TextLine", each.glyphs, inner).replace("<TextLine>", f"<TextLine{way}>", 1)

    parts = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<PcGts xmlns="{PAGE_SPACE.format(year)}">',
        f'<Page imageFilename="p.tif" imageWidth="{page.width:.0f}" imageHeight="{page.height:.0f}">',
        *(f"<ImageRegion>{coords(box)}</ImageRegion>" for box in page.pictures),
        *(f"<SeparatorRegion>{coords(box)}</SeparatorRegion>" for box in page.rules),
    ]
    for number, block in enumerate(page.blocks, start=1):
        parts.append(f'<TextRegion id="r{number}">{coords(_around([each.box for each in block]))}')
        parts += [line(each) + "\n" for each in block]
        parts.append("</TextRegion>")
    return "".join([*parts, "</Page></PcGts>"])


def hocr(pages: Sequence[Sheet], level: str = "word") -> str:
    """hOCR of some pages, with whole pixels, as Tesseract writes it."""

    def box(each: Box) -> str:
        return " ".join(f"{side:.0f}" for side in each)

    def word(glyphs: Sequence[Glyph]) -> str:
        sure = " ".join(str(each.sure) for each in glyphs)
        title = f"bbox {box(_box(glyphs))}; x_confs {sure}"
        inner = "".join(
            f"<span class='ocrx_cinfo' title='x_bboxes {box(g.box)}; x_conf {g.sure}'>{escape(g.char)}</span>"
            if level == "glyph"
            else escape(g.char)
            for g in glyphs
        )
        return f"<span class='ocrx_word' title='{title}'>{inner}</span>"

    def line(each: Line) -> str:
        inner = escape(each.text) if level == "line" else "\n".join(map(word, each.words))
        return f"<span class='ocr_line' title='bbox {box(each.box)}'>{inner}</span>\n"

    parts = ["<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title></title></head><body>"]
    for number, page in enumerate(pages, start=1):
        whole = box(Box(0, 0, page.width, page.height))
        parts.append(f"<div class='ocr_page' id='page_{number}' title='image \"p;{number}.tif\"; bbox {whole}'>")
        parts += [f"<div class='ocr_photo' title='bbox {box(each)}'></div>" for each in page.pictures]
        parts += [f"<div class='ocr_separator' title='bbox {box(each)}'></div>" for each in page.rules]
        for block in page.blocks:
            parts.append(f"<p class='ocr_par' title='bbox {box(_around([each.box for each in block]))}'>")
            parts += [line(each) for each in block]
            parts.append("</p>")
        parts.append("</div>")
    return "".join([*parts, "</body></html>"])


def abbyy(pages: Sequence[Sheet], *, variants: bool = False) -> str:
    """ABBYY's XML of some pages, a box a character in whole pixels; with `variants` what else it thought of."""

    def sides(box: Box) -> str:
        return f'l="{box.x0:.0f}" t="{box.y0:.0f}" r="{box.x1:.0f}" b="{box.y1:.0f}"'

    def char(each: Glyph) -> str:
        guess = '<charRecVariants><charRecVariant charConfidence="12">口</charRecVariant></charRecVariants>'
        inner = (guess if variants else "") + escape(each.char)
        return f'<charParams {sides(each.box)} charConfidence="{each.sure}">{inner}</charParams>'

    def line(each: Line) -> str:
        inner = "".join(map(char, each.glyphs))
        return f'<line baseline="0" {sides(each.box)}><formatting lang="ChinesePRC">{inner}</formatting></line>\n'

    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<document xmlns="{ABBYY_SPACE}" pagesCount="{len(pages)}">']
    for page in pages:
        parts.append(f'<page width="{page.width:.0f}" height="{page.height:.0f}" resolution="300">')
        parts += [f'<block blockType="Picture" {sides(each)}/>' for each in page.pictures]
        parts += [f'<block blockType="Separator" {sides(each)}/>' for each in page.rules]
        for block in page.blocks:
            parts.append(f'<block blockType="Text" {sides(_around([each.box for each in block]))}><text><par>')
            parts += [line(each) for each in block]
            parts.append("</par></text></block>")
        parts.append("</page>")
    return "".join([*parts, "</document>"])


def every_format(page: Sheet) -> Iterator[tuple[str, str, str]]:
    """The page in each format at each level: what it is, the ending of its file, the file."""
    for level in LEVELS:
        for version in (2, 3, 4) if level != "glyph" else (4,):
            yield f"alto-{version}-{level}", ".xml", alto(page, level, version=version)
        for year in (2013, 2019):
            yield f"page-{year}-{level}", ".xml", page_xml(page, level, year=year)
        yield f"hocr-{level}", ".hocr", hocr([page], level)
    yield "abbyy-glyph", ".xml", abbyy([page])


def _box(glyphs: Sequence[Glyph]) -> Box:
    return _around([each.box for each in glyphs])


def _around(boxes: Sequence[Box]) -> Box:
    found = around(boxes)
    assert found is not None
    return found


def _corners(box: Box) -> str:
    x0, y0, x1, y1 = (f"{side:g}" for side in box)
    return f"{x0},{y0} {x1},{y0} {x1},{y1} {x0},{y1}"
