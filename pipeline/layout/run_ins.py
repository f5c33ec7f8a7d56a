"""Run-in heads: headings that stand in the first line of their story, with a space behind.

時疫漸減　工部局衛生處佈告本星期染霍亂者…   →  時疫漸減 is a heading
女子師範添設夜課 / 本報訊　縣立女子師範…     →  so is a line by itself before such an opening
工部局布告修路 / 為布告事照得本局…           →  or before that of a notice
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
_LINE = re.compile(rf"[▲△○◎●■□◇◆]?(?P<head>[{HAN}]{{4,12}})")
_WIRE = re.compile("[電电訊讯函]$")
_OPENING = re.compile(rf"[{HAN}]{{2,4}}[電电訊讯函][ \u3000](?=[{HAN}])|[為爲为][布佈通公]告事")
_SPACED = re.compile(rf"[{HAN}][ \u3000][{HAN}]")
FEWEST = 2  # on a page: a single line with a space is anything
MARKS_LOST = 0.05  # of the lines have spaces, where it is marks that leave them that were not read


def heading(line: str, behind: str = "") -> int:
    """How many characters at the start of a line are a run-in heading; 0 for none. One that fills its line leaves the
    space in the margin: it is told by what opens the line `behind` it."""
    found = _LINE.fullmatch(line) if _OPENING.match(behind) else _HEADING.match(line)
    if found is None or _WIRE.search(found["head"]) or people(found["head"]) or people(line, ("desk",)):
        return 0
    first, *more = line[found.end() :].split() or [""]
    if more and not _WIRE.search(first):  # a row of a list
        return 0
    return found.end("head")


def marked(line: str) -> int:
    """How many characters at the start of a line that is known to begin with a heading are that: up to its space, or
    all of it, where what opens the next line is in another column."""
    found = _LINE.fullmatch(line)
    return found.end("head") if found else heading(line)


def headings(lines: Sequence[str], behind: Sequence[str], stopless: Sequence[bool]) -> list[bool]:
    """Which lines of a page's running text begin with such a heading. None, where spaces are not rare in the other
    lines, or where only one seems to: unless its text begins with its source, or stands in a galley without stops
    (`stopless`) and no other line has a space. Where one has, a mark may have been lost: then only these two are
    headings. `behind` has the next line of each, empty for none."""
    headed = [heading(line, after) for line, after in zip(lines, behind, strict=True)]
    spaced = sum(
        _SPACED.search(line) is not None and not _OPENING.match(line)
        for line, head in zip(lines, headed, strict=True)
        if not head
    )
    sure = sum(head > 0 for head in headed) >= FEWEST or any(
        head and (_wired(line[head:], after) or (plain and not spaced))
        for line, head, after, plain in zip(lines, headed, behind, stopless, strict=True)
    )
    if not sure or spaced > MARKS_LOST * len(lines):
        return [False] * len(headed)
    return [
        head > 0 and (plain or not spaced or _wired(line[head:], after))
        for line, head, after, plain in zip(lines, headed, behind, stopless, strict=True)
    ]


def _wired(rest: str, behind: str) -> bool:
    """Whether news begins with its source behind a heading: in the rest of its line, or in the next."""
    return _WIRE.search(rest.split(maxsplit=1)[0]) is not None if rest else _OPENING.match(behind) is not None
