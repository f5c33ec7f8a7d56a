"""Run-in heads: headings that stand in the first line of their story, with a space behind.

時疫漸減　工部局衛生處佈告本星期染霍亂者…   →  時疫漸減 is a heading
漢口航訊　吾國電燈泡向賴舶來…               →  a dateline, no heading
本報記者　麥志諾                            →  people, no heading
"""

from __future__ import annotations

import re

from pipeline.characters import HAN
from pipeline.people import people

RUN_IN = "run-in"  # the mark of a block that begins with such a heading

_HEADING = re.compile(rf"[▲△○◎●■□◇◆]?(?P<head>[{HAN}]{{4,12}})[ \u3000](?=[{HAN}]{{2}})")
_WIRE = re.compile("[電电訊讯函]$")
FEWEST = 2  # on a page: a single line with a space is anything


def heading(line: str) -> int:
    """How many characters at the start of a line are a run-in heading; 0 for none."""
    found = _HEADING.match(line)
    if found is None or _WIRE.search(found["head"]) or people(found["head"]):
        return 0
    return found.end("head")
