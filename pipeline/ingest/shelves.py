"""Shelves: what the names of the pages of one issue have in common, and the date and folio that a name tells.

2025/07/04/01.pdf, 2025/07/04/02.pdf          →  shelf 2025/07/04/ of 2025-07-04, folios 1 and 2
daily-20250704-A01.txt, daily-20250704-A02    →  shelf daily-20250704 of 2025-07-04, folios A1 and A2
issue.pdf of eight pages                      →  shelf issue, folios 1 to 8
"""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

_DATE = re.compile(r"(?<!\d)((?:18|19|20)\d\d)[-_./年]?(0?[1-9]|1[0-2])[-_./月]?(0?[1-9]|[12]\d|3[01])(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:18|19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_FOLIO = re.compile(
    r"(?P<mark>第|page|p)?[-_. ]?(?P<letter>[A-Za-z](?=\d))?0*(?P<number>[1-9]\d{0,2})(?:版|页)?$", re.IGNORECASE
)


class Named(NamedTuple):
    """What a page's name tells: the shelf that it stands on, its issue's date (ISO) and its folio."""

    shelf: str
    date: str | None
    folio: str | None


def named(name: str, number: int, pages: int) -> Named:
    """What the name of a source (its path without the ending) tells of page `number` of its `pages`."""
    if pages > 1:
        return Named(name, _date(name), str(number))
    folder, slash, last = name.rpartition("/")
    match = _FOLIO.search(last)
    if match is None or _inside_date(last, match.start("number")):
        return Named(name, _date(name), None) if match is None else Named(folder + slash, _date(name), None)
    letter = match["letter"] or ""
    if match["mark"] or letter.lower() == "p":
        letter = "" if letter.lower() == "p" else letter
    return Named(folder + slash + last[: match.start()], _date(name), letter.upper() + match["number"])


def _inside_date(last: str, place: int) -> bool:
    return any(date.start() <= place < date.end() for date in _DATE.finditer(last))


def _date(name: str) -> str | None:
    """The last date in a name, if it is a day."""
    for match in reversed([*_DATE.finditer(name), *_COMPACT.finditer(name)]):
        try:
            return datetime.date(*(int(part) for part in match.groups())).isoformat()
        except ValueError:
            continue
    return None
