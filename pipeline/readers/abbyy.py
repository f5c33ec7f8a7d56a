"""ABBYY FineReader XML (versions 6 to 10, and what later engines write in them).

    <charParams l="10" t="20" r="30" b="40" charConfidence="98">报</charParams>  →  a glyph with its box, sure by 0.98
    charConfidence="-1" or "255"                                   →  the engine does not say
    <charRecVariants>                                              →  no text of the page
    <block blockType="Picture">, "Separator", "SeparatorsBox"      →  a picture, rules

A file has a <page> for each image. Coordinates are pixels.
Source: https://support.abbyy.com (the schema FineReader10-schema-v1.xml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.page import Box, around
from pipeline.readers.markup import Element
from pipeline.readers.measures import edges, number, share
from pipeline.readers.sheet import Mark, Sheet, Style, Word

KIND = "abbyy"
NAME = "ABBYY FineReader XML"
ROOT = "document"
NAMESPACE = re.compile(r"https?://www\.abbyy\.com/FineReader_xml/FineReader\d+-schema-v\d+\.xml")
SIDES = ("l", "t", "r", "b")
TURNS = {"RotatedClockwise": 90.0, "RotatedUpsideDown": 180.0, "RotatedUpsidedown": 180.0}
TURNS["RotatedCounterclockwise"] = 270.0


def is_page(element: Element) -> bool:
    return element.name == "page" and element.parent is not None and element.parent.name == ROOT


def sheet(page: Element) -> Sheet:
    """What a <page> says. Raises MarkupError, naming the element, for what cannot be read."""
    made = Sheet(width=number(page, "width"), height=number(page, "height"))
    for block in _blocks(page):
        kind = block.get("blockType") or ""
        if kind == "Picture":
            made.picture(edges(block, *SIDES))
        elif kind in ("Separator", "SeparatorsBox"):
            for box in _separators(block):
                made.separator(box)
        for text in _texts(block):
            angle = TURNS.get(text.get("orientation") or "", 0.0)
            for line in (each for each in text.descendants() if each.name == "line"):
                _line(line, made, angle)
    return made


def _blocks(page: Element) -> Iterator[Element]:
    return page.children("block")


def _texts(block: Element) -> Iterator[Element]:
    """The texts of a block, those in the cells of a table too."""
    return (each for each in block.descendants() if each.name == "text")


def _separators(block: Element) -> Iterator[Box]:
    """The lines of a block that parts; its own box where it names none."""
    found = [each for each in block.descendants() if each.name == "separator"]
    for each in found:
        ends = [point for point in (each.first("start"), each.first("end")) if point is not None]
        places = [(number(point, "x"), number(point, "y")) for point in ends]
        box = around([Box(x, y, x, y) for x, y in places if x is not None and y is not None])
        if box is not None and len(ends) == 2:
            yield box
    own = edges(block, *SIDES)
    if not found and own is not None:
        yield own


def _line(line: Element, made: Sheet, angle: float) -> None:
    words: list[Word] = []
    for part in line.descendants():
        if part.name == "charParams":
            words.append(_character(part))
        elif part.name == "formatting" and part.first("charParams") is None and part.own_text.strip():
            words.append(Word(part.own_text.strip(), edges(part, *SIDES)))
    while words and words[-1].text.isspace():
        words.pop()
    while words and words[0].text.isspace():
        words.pop(0)
    made.line(line, words, edges(line, *SIDES), True if angle in (90, 270) else None, angle, _style(line))


def _style(line: Element) -> Style:
    """The type of most of a line's characters: font `ff`, size `fs`, which some versions write as `9.`."""
    runs = list(line.children("formatting"))
    if not runs:
        return Style()
    most = max(runs, key=lambda run: len(run.content))
    font = most.get("ff") or ""
    return Style(f"{font} bold" if font and most.get("bold") in ("1", "true") else font, number(most, "fs"))


def _character(element: Element) -> Word:
    """A character; of a blank's box only the place counts."""
    text = element.own_text
    text = " " if text and text.isspace() else text.strip()
    box = edges(element, *SIDES)
    value = (element.get("charConfidence") or "").strip()
    sure = share(element, "charConfidence", value, 100.0) if value else None
    return Word(text, box, (sure,), (Mark(text, box, sure),) if text != " " else ())
