"""ALTO 1 to 4, the format of the Library of Congress for the text and layout of scans.

    <String CONTENT="报纸" HPOS="10" VPOS="20" WIDTH="40" HEIGHT="20" WC="0.97" CC="0 3"/>
                                     →  two glyphs, side by side, sure by 1 and 0.67
    <Glyph CONTENT="报" HPOS=…>      →  a glyph with its own box (ALTO 3.1 and later)
    <HYP CONTENT="-"/>, <SP/>        →  a glyph each; SUBS_CONTENT is no text of the page
    <Illustration>, <GraphicalElement>  →  a picture, a rule

Coordinates in pixels stay so; tenths of a millimetre and 1/1200 inch become points. Confidences: WC and GC go from
0 to 1, CC has a digit for each character, 0 for sure and 9 for not at all.
Source: https://www.loc.gov/standards/alto/ (schemas v1.4, v2.1, v3.1, v4.4).
"""

from __future__ import annotations

import re

from pipeline.page import Box
from pipeline.readers.markup import Element, MarkupError, shortened
from pipeline.readers.measures import number, polygon, rectangle, share
from pipeline.readers.sheet import INCH, Mark, Sheet, Style, Word

KIND = "alto"
NAME = "ALTO"
ROOT = "alto"
NAMESPACE = re.compile(
    r"http://www\.loc\.gov/standards/alto/(?:ns-v[234]#|alto-v[1234][-.\w]*\.xsd)|http://schema\.ccs-gmbh\.com/ALTO|"
    r"http://www\.loc\.gov/standards/alto"
)
UNITS = frozenset({"pixel", *INCH})
MARGINS = ("TopMargin", "LeftMargin", "PrintSpace", "RightMargin", "BottomMargin")
HYPHENS = {"\u00ad": "-"}


def is_page(element: Element) -> bool:
    return element.name == "Page" and element.parent is not None and element.parent.name == "Layout"


def sheet(page: Element) -> Sheet:
    """What a <Page> says. Raises MarkupError, naming the element, for what cannot be read."""
    unit, scale = _unit(page)
    made = Sheet(unit, scale, number(page, "WIDTH"), number(page, "HEIGHT"))
    styles = _styles(page)
    for space in page.children(*MARGINS):
        _blocks(space, made, styles)
    return made


def _styles(page: Element) -> dict[str, Style]:
    """The text styles that the file declares, by their ids."""
    declared = list(page.ancestors())[-1].first("Styles")
    found = {}
    for each in declared.children("TextStyle") if declared is not None else ():
        bold = "bold" in (each.get("FONTSTYLE") or "").split()
        family = each.get("FONTFAMILY") or ""
        found[each.get("ID") or ""] = Style(f"{family} bold" if family and bold else family, number(each, "FONTSIZE"))
    return found


def _unit(page: Element) -> tuple[str, float]:
    """The page's unit, and what one of the file's is of it."""
    root = list(page.ancestors())[-1]
    description = root.first("Description")
    told = description.first("MeasurementUnit") if description is not None else None
    name = told.text.strip() if told is not None else ""
    if told is not None and name and name not in UNITS:
        raise MarkupError(told, f"{shortened(name)!r} is no unit; there are pixel, mm10 and inch1200")
    return ("point", INCH[name]) if name in INCH else ("pixel", 1.0)


def _blocks(space: Element, made: Sheet, styles: dict[str, Style]) -> None:
    stack: list[tuple[Element, float | None]] = [(space, None)]
    while stack:
        element, turned = stack.pop()
        turned = _angle(element, turned)
        if element.name in (*MARGINS, "ComposedBlock"):
            stack += [(each, turned) for each in element.children()][::-1]
        elif element.name == "TextBlock":
            for line in element.children("TextLine"):
                _line(line, element, made, turned, styles)
        elif element.name == "Illustration":
            made.picture(_box(element))
        elif element.name == "GraphicalElement":
            made.separator(_box(element))


def _line(line: Element, block: Element, made: Sheet, angle: float | None, styles: dict[str, Style]) -> None:
    words: list[Word] = []
    for each in line.children("String", "SP", "HYP"):
        if each.name == "String":
            words.append(_word(each))
        elif each.name == "HYP":
            hyphen = each.get("CONTENT") or ""
            words.append(Word(HYPHENS.get(hyphen, hyphen), _box(each)))
        elif words:
            words.append(Word(" ", _after(words[-1].box)))
    while words and words[-1].text == " ":
        words.pop()
    box = _box(line) or (_box(block) if not any(word.box for word in words) else None)
    direction = line.get("BASEDIRECTION") or block.get("BASEDIRECTION") or ""
    down = {"ttb": True, "ltr": False, "rtl": False}.get(direction)
    refs = next((ref for each in (line.first("String"), line, block) if each and (ref := each.get("STYLEREFS"))), "")
    style = next((styles[ref] for ref in refs.split() if ref in styles), Style())
    made.line(line, words, box, True if angle in (90, 270) else down, angle or 0.0, style)


def _word(element: Element) -> Word:
    text = element.get("CONTENT") or ""
    glyphs = [Mark(each.get("CONTENT") or "", _box(each), _share(each, "GC")) for each in element.children("Glyph")]
    digits = re.sub(r"\s", "", element.get("CC") or "")
    sure = _share(element, "WC")
    if len(digits) == len(text) and digits.isdecimal() and digits.isascii():
        return Word(text, _box(element), tuple(1 - int(digit) / 9 for digit in digits), tuple(glyphs))
    return Word(text, _box(element), (sure,), tuple(glyphs))


def _share(element: Element, name: str) -> float | None:
    value = (element.get(name) or "").strip()
    return share(element, name, value, 1.0) if value else None


def _box(element: Element) -> Box | None:
    """The element's box, or the one around its shape; None where it has neither."""
    box = rectangle(element, "HPOS", "VPOS", "WIDTH", "HEIGHT")
    if box is not None and box.x1 > box.x0 and box.y1 > box.y0:
        return box
    shape = element.first("Shape")
    drawn = next(shape.children("Polygon"), None) if shape is not None else None
    return polygon(drawn, "POINTS") if drawn is not None else box


def _after(box: Box | None) -> Box | None:
    """Where a blank stands: at the end of the word before it; Tesseract gives blanks of negative width."""
    return None if box is None else Box(box.x1, box.y0, box.x1, box.y1)


def _angle(element: Element, outer: float | None) -> float | None:
    """By how many degrees, clockwise, what is in it is turned; ALTO's ROTATION goes the other way."""
    turned = number(element, "ROTATION")
    return outer if turned is None else float(round((360 - turned) % 360 / 90) % 4 * 90)
