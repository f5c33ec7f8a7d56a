"""Margins: white space at the ends of a line is a sign before it is noise.

    昨天下午  →  昨天下午    indented by two em: a paragraph begins
     老年人易中招  →  老年人易中招   a lone space: here stood a bullet that the extractor lost

The indent is kept as a number on the line, the white space goes to the ledger.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.characters import width
from pipeline.page import Line, Page
from pipeline.registry import stage

LONE = " "


@stage("margins", needs={"lines"}, gives={"lines"})
def margins(page: Page) -> Page:
    return page.map_lines(strip_margins)


def strip_margins(line: Line) -> Line:
    string = line.string
    if not (string[:1].isspace() or string[-1:].isspace()):
        return line
    margin = string[: len(string) - len(string.lstrip())]
    marks = line.marks | {"bulleted"} if margin == LONE and line.box is None else line.marks
    indent = line.indent + round(2 * width(margin))
    return replace(line, text=line.text.strip("margin"), indent=indent, marks=marks)
