"""Dates and weekdays as newspapers print them.

2025年7月4日, 二〇二五年七月四日, 2025-07-04, 中華民國二十九年四月三十日  →  2025-07-04, …, 1940-04-30
"""

from __future__ import annotations

import datetime
import re

_DIGIT = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_DIGIT |= {"零": 0, "○": 0, "两": 2, "元": 1, "廿": 20, "卅": 30}
_N = r"[\d〇零○一二三四五六七八九十百廿卅元]"
DATE = re.compile(
    rf"(?P<era>中華民國|中华民国|民國|民国)?\s*(?P<y>\d{{4}}|[〇零○一二三四五六七八九]{{4}}|(?<=[國国]){_N}{{1,5}})\s*年\s*"
    rf"(?P<m>\d{{1,2}}|{_N}{{1,3}})\s*月\s*(?P<d>\d{{1,2}}|{_N}{{1,3}})\s*[日号號]"
    r"|(?P<y2>(?:19|20)\d\d)\s*[-./]\s*(?P<m2>\d{1,2})\s*[-./]\s*(?P<d2>\d{1,2})(?!\d)"
)
WEEKDAY = re.compile(r"星\s*期\s*[一二三四五六日天]|(?:周|週|礼拜|禮拜)[一二三四五六日天](?![^\W\d_])")
LUNAR = re.compile(
    r"(?:农历|農曆|夏历|夏曆|舊曆|阴历)?\s*"
    r"(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥])?年?\s*"
    r"(?:闰|閏)?(?:正|[一二三四五六七八九十冬腊臘]{1,2})月(?:初|十|廿|二十|三十)[一二三四五六七八九十]?"
)


def iso(match: re.Match[str]) -> str | None:
    """The ISO date of a DATE match, or None if there is no such day."""
    year, month, day = (match[k] or match[k + "2"] for k in "ymd")
    number = number_of(year) + (1911 if match["era"] else 0)
    try:
        return datetime.date(number, number_of(month), number_of(day)).isoformat()
    except ValueError:
        return None


def number_of(numeral: str) -> int:
    """The value of a numeral in digits, digit by digit (二〇二五) or counted (二十九, 一百零一)."""
    if numeral.isdecimal():
        return int(numeral)
    if set(numeral).isdisjoint("十百廿卅"):
        return int("".join(str(_digit(c)) for c in numeral))
    total, units = 0, 0
    for char in numeral:
        if char in "十百":
            total += (units or 1) * (10 if char == "十" else 100)
            units = 0
        elif char in "廿卅":
            total += _digit(char)
        else:
            units = _digit(char)
    return total + units


def _digit(char: str) -> int:
    return _DIGIT[char] if char in _DIGIT else int(char)
