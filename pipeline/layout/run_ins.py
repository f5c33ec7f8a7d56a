"""Run-in heads: headings that stand in the first line of their story, with a space behind.

時疫漸減　工部局衛生處佈告本星期染霍亂者…   →  時疫漸減 is a heading
漢口航訊　吾國電燈泡向賴舶來…               →  a dateline, no heading
本報記者　麥志諾                            →  people, no heading
一等獎品　自行車　三輛                       →  a row of a list, no heading
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.characters import HAN
from pipeline.people import people

RUN_IN = "run-in"  # the mark of a block that begins with such a heading

_HEADING = re.compile(rf"[▲△○◎●■□◇◆]?(?P<head>[{HAN}]{{4,12}})[ \u3000](?=[{HAN}])")
_WIRE = re.compile("[電电訊讯函]$")
_SPACED = re.compile(rf"[{HAN}][ \u3000][{HAN}]")
FEWEST = 2  # on a page: a single line with a space is anything
MARKS_LOST = 0.05  # of the lines have spaces, where it is marks that leave them that were not read


def heading(line: str) -> int:
    """How many characters at the start of a line are a run-in heading; 0 for none."""
    found = _HEADING.match(line)
    if found is None or _WIRE.search(found["head"]) or people(found["head"]):
        return 0
    first, *more = line[found.end() :].split()
    if more and not _WIRE.search(first):  # a row of a list
        return 0
    return found.end("head")


def headings(lines: Sequence[str]) -> list[bool]:
    """Which lines of a page's running text begin with such a heading: none, where only one seems to and no news
    agency or newspaper is named behind it, or where spaces are not rare in the other lines."""
    headed = [heading(line) for line in lines]
    spaced = sum(_SPACED.search(line) is not None for line, head in zip(lines, headed, strict=True) if not head)
    sure = sum(head > 0 for head in headed) >= FEWEST or any(
        head and _WIRE.search(line[head:].split()[0]) for line, head in zip(lines, headed, strict=True)
    )
    return [head > 0 and sure and spaced <= MARKS_LOST * len(lines) for head in headed]
