"""Jumps: lines that send the reader to another page, read apart.

（下转第3版）   →  the story continues on 3
▲上接A1版     →  it is continued from A1
下轉第十二版    →  continues on 12
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.dates import number_of
from pipeline.writers.records import Jump, StoryFile

_ONWARD = re.compile("[转轉]")
_NUMERALS = "〇零一二三四五六七八九十廿卅"
_FOLIO = re.compile(rf"(?P<folio>[A-Za-z]?\d{{1,3}}|[{_NUMERALS}]{{1,4}})(?=[\s、，,和至\d]*版|[）)\]】\s]*$)")


def jumps(lines: Iterable[str]) -> tuple[Jump | None, Jump | None]:
    """Where a story comes from and where it goes on; of several lines that say the same, the first counts."""
    before: Jump | None = None
    after: Jump | None = None
    for line in lines:
        jump = Jump(text=line, folio=folio_of(line), page_id=None, story_id=None)
        if _ONWARD.search(line):
            after = after or jump
        else:
            before = before or jump
    return before, after


def folio_of(line: str) -> str | None:
    """The folio that a jump names, in Latin digits where it is a number: 第十二版 → 12, A1版 → A1."""
    match = _FOLIO.search(line)
    if match is None:
        return None
    folio = match["folio"]
    return str(number_of(folio)) if folio[0] in _NUMERALS else folio


def jumps_in(stories: Iterable[StoryFile]) -> int:
    """How many stories go on on another page or come from one."""
    return sum(story.continued_from is not None or story.continues_on is not None for story in stories)
