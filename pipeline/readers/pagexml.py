"""PAGE XML (2010 to 2019), the format of PRImA that Transkribus, eScriptorium and OCR-D write.

    <TextLine>, <Word>, <Glyph>, each with <Coords> and <TextEquiv>  →  glyphs with the finest boxes that fit
    a line whose words say otherwise than it                         →  the line's text, and the page is flagged
    several <TextEquiv>                                              →  the one with the lowest index
    readingDirection="top-to-bottom"                                 →  vertical
    <SeparatorRegion>, <ImageRegion>, <GraphicRegion>, …             →  rules and pictures

People correct lines and leave the words as they were, so a line's own text is what counts.
Source: https://github.com/PRImA-Research-Lab/PAGE-XML (schemas of 2010-03-19 to 2019-07-15).
"""

from __future__ import annotations

import re

from pipeline.page import Box, around
from pipeline.readers.markup import Element
from pipeline.readers.measures import number, polygon, share
from pipeline.readers.sheet import DISAGREE, Mark, Sheet, Style, Word

KIND = "page-xml"
NAME = "PAGE XML"
ROOT = "PcGts"
NAMESPACE = re.compile(
    r"https?://schema\.primaresearch\.org/PAGE/gts/pagecontent/20(?:10-\d\d-\d\d|13-07-15|1[6-9]-07-15)"
)
PICTURES = frozenset(
    ["ImageRegion", "GraphicRegion", "LineDrawingRegion", "ChartRegion", "MapRegion", "ChemRegion", "MusicRegion"]
)
DOWN = {"top-to-bottom": True, "left-to-right": False, "right-to-left": False}


def is_page(element: Element) -> bool:
    return element.name == "Page"


def sheet(page: Element) -> Sheet:
    """What a <Page> says. Raises MarkupError, naming the element, for what cannot be read."""
    made = Sheet(width=number(page, "imageWidth"), height=number(page, "imageHeight"))
    stack: list[tuple[Element, bool | None]] = [(each, _down(page, None)) for each in page.children()][::-1]
    while stack:
        region, outer = stack.pop()
        if not region.name.endswith("Region"):
            continue
        down = _down(region, outer)
        if region.name == "SeparatorRegion":
            made.separator(_box(region))
        elif region.name in PICTURES:
            made.picture(_box(region))
        _lines(region, down, made)
        stack += [(each, down) for each in region.children()][::-1]
    return made


def _lines(region: Element, down: bool | None, made: Sheet) -> None:
    """The lines right in a region; its own text where it has no lines that say anything."""
    lines = [(line, _words(line, made)) for line in region.children("TextLine")]
    if not any(words for _, words in lines):
        made.block(region, _text(region) or "", _box(region), down)
    for line, words in lines:
        inner = line.first("Word")
        told = _down(line, _down(inner, down) if inner is not None else down)
        made.line(line, words, _box(line), told, style=_style(line, inner, region))


def _style(*elements: Element | None) -> Style:
    """The first <TextStyle> of some elements."""
    for each in elements:
        told = each.first("TextStyle") if each is not None else None
        if told is not None:
            family = told.get("fontFamily") or ""
            bold = family and (told.get("bold") or "").strip() in ("true", "1")
            return Style(f"{family} bold" if bold else family, number(told, "fontSize"))
    return Style()


def _words(line: Element, made: Sheet) -> list[Word]:
    """The words of a line with their boxes, blanks between them; the line's text alone where they are others."""
    own = (_text(line) or "").strip()
    words = [word for each in line.children("Word") if (word := _word(each, made)).text]
    if not own or _bare(own) == _bare("".join([word.text for word in words])):
        return _spaced(words, own)
    if words:
        made.flag(DISAGREE)
    return [Word(own, _box(line), (_sure(line),))]


def _spaced(words: list[Word], own: str) -> list[Word]:
    """The words with a blank wherever the line has one between them."""
    made: list[Word] = []
    rest = own
    for word in words:
        rest_bare = rest.lstrip()
        if made and len(rest_bare) < len(rest):
            made.append(Word(" ", _gap(made[-1].box, word.box)))
        made.append(word)
        rest = _behind(rest_bare, len(_bare(word.text)))
    return made


def _behind(rest: str, count: int) -> str:
    """What comes after `count` characters that are no white space."""
    seen = 0
    for at, char in enumerate(rest):
        if seen == count:
            return rest[at:]
        seen += not char.isspace()
    return ""


def _gap(before: Box | None, after: Box | None) -> Box | None:
    """The room between two words, as far as it can hold a blank."""
    if before is None or after is None:
        return before
    left = Box(before.x1, before.y0, max(before.x1, after.x0), before.y1)
    below = Box(before.x0, before.y1, before.x1, max(before.y1, after.y0))
    return left if after.x0 >= before.x1 else below


def _word(element: Element, made: Sheet) -> Word:
    glyphs = tuple(Mark(_text(each) or "", _box(each), _sure(each)) for each in element.children("Glyph"))
    spelt = "".join([glyph.text for glyph in glyphs])
    own = (_text(element) or "").strip()
    if own and spelt and spelt != own:
        made.flag(DISAGREE)
    return Word(own or spelt, _box(element), (_sure(element),), glyphs)


def _equivalent(element: Element) -> Element | None:
    """The text that counts: the <TextEquiv> of the lowest index; one without an index is as good as the first."""
    found = list(element.children("TextEquiv"))
    return min(found, key=lambda each: number(each, "index") or 0.0) if found else None


def _text(element: Element) -> str | None:
    """What an element reads by itself: its Unicode, or else its plain text; None where it does not say."""
    told = _equivalent(element)
    if told is None:
        return None
    for name in ("Unicode", "PlainText"):
        found = told.first(name)
        if found is not None and found.text:
            return found.text
    return None


def _sure(element: Element) -> float | None:
    told = _equivalent(element)
    value = (told.get("conf") or "").strip() if told is not None else ""
    return share(told, "conf", value, 1.0) if told is not None and value else None


def _box(element: Element) -> Box | None:
    """The box around its outline: <Coords points>, or of 2010 <Coords><Point x y>; None where it has none."""
    coords = element.first("Coords")
    if coords is None:
        return None
    if coords.get("points") is not None:
        return polygon(coords, "points")
    corners = [(number(point, "x"), number(point, "y")) for point in coords.children("Point")]
    return around([Box(x, y, x, y) for x, y in corners if x is not None and y is not None])


def _down(element: Element, outer: bool | None) -> bool | None:
    return DOWN.get(element.get("readingDirection") or "", outer)


def _bare(text: str) -> str:
    return "".join(text.split())
