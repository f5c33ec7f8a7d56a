"""Dates and weekdays as newspapers print them.

2025年7月4日, 二〇二五年七月四日, 2025-07-04      →  2025-07-04
中華民國二十九年四月三十日, 昭和十五年四月三十日    →  1940-04-30
西曆一千九百零三年五月二十六號                    →  1903-05-26
光緒二十九年四月三十日                            →  no day, the calendar is the moon's; but the year 1903
光緒二十九年十一月三十日                          →  nor the year: it is 1903 or 1904
"""

from __future__ import annotations

import datetime
import re

_DIGIT = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_DIGIT |= {"零": 0, "○": 0, "两": 2, "元": 1, "廿": 20, "卅": 30}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_STEM, _BRANCH = "[甲乙丙丁戊己庚辛壬癸]", "[子丑寅卯辰巳午未申酉戌亥]"
_N = r"[\d〇零○一二三四五六七八九十百廿卅元]"
SOLAR = {
    "民國": 1911,
    "民国": 1911,
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "康德": 1933,
}  # the year before the first
# Years of the Qing: the one before the first, and how many there are. Their months are those of the moon.
REIGNS = {
    "道光": (1820, 30), "咸豐": (1850, 11), "咸丰": (1850, 11), "同治": (1861, 13),
    "光緒": (1874, 34), "光绪": (1874, 34), "宣統": (1908, 3), "宣统": (1908, 3),
}  # fmt: skip
LAST_SURE = 10  # the last month of the moon that never reaches into the next year of the sun
DATE = re.compile(
    rf"(?:[西公陽阳][曆历元]\s*)?(?:(?:中華|中华|大日本)?(?P<era>{'|'.join(SOLAR)})\s*(?P<ye>{_N}{{1,5}})"
    r"|(?P<y>\d{4}|[〇零○一二三四五六七八九]{4}|一千[〇零○一二三四五六七八九十百]{2,7}))\s*年\s*"
    rf"(?P<m>\d{{1,2}}|{_N}{{1,3}})\s*月\s*(?P<d>\d{{1,2}}|{_N}{{1,3}})\s*[日号號]"
    r"|(?P<y2>(?:19|20)\d\d)\s*[-./]\s*(?P<m2>\d{1,2})\s*[-./]\s*(?P<d2>\d{1,2})(?!\d)"
)
WEEKDAY = re.compile(r"星\s*期\s*[一二三四五六日天]|(?:周|週|礼拜|禮拜)[一二三四五六日天](?![^\W\d_])")
REIGN = re.compile(
    rf"(?:大清|前清|清)?(?P<reign>{'|'.join(REIGNS)})\s*(?P<y>{_N}{{1,3}})\s*年\s*(?:[歲岁]次)?(?:{_STEM}{_BRANCH}年?)?\s*"
    rf"(?:(?P<leap>[閏闰])?(?P<m>正|[冬臘腊]|{_N}{{1,3}})月(?:(?:初|{_N}){{1,4}}[日号號]?)?)?"
)
LUNAR = re.compile(
    r"(?:农历|農曆|夏历|夏曆|舊曆|阴历)?\s*"
    rf"(?:{_STEM}{_BRANCH})?年?\s*"
    r"(?:闰|閏)?(?:正|[一二三四五六七八九十冬腊臘]{1,2})月(?:初|十|廿|二十|三十)[一二三四五六七八九十]?"
)


def iso(match: re.Match[str]) -> str | None:
    """The ISO date of a DATE match, or None if there is no such day."""
    month, day = (match[k] or match[k + "2"] for k in "md")
    try:
        first = SOLAR[match["era"]] if match["era"] else 0
        year = first + number_of(match["ye"] or match["y"] or match["y2"])
        return datetime.date(year, number_of(month), number_of(day)).isoformat()
    except ValueError:
        return None


def year_of(match: re.Match[str]) -> int | None:
    """The year of the Gregorian calendar in which the day of a REIGN match lies; None where that is not certain.

    A year of the moon begins between 21 January and 20 February, so that its last two months may lie in the next year
    of the sun. Where no month is named, nothing tells.
    """
    before, years = REIGNS[match["reign"]]
    number, month = number_of(match["y"]), match["m"]
    if not 1 <= number <= years or month is None or month in "冬臘腊":
        return None
    last = LAST_SURE - bool(match["leap"])
    return before + number if month == "正" or 1 <= number_of(month) <= last else None


def number_of(numeral: str) -> int:
    """The value of a numeral in digits, digit by digit (二〇二五) or counted (二十九, 一千九百零三)."""
    if numeral.isdecimal():
        return int(numeral)
    if set(numeral).isdisjoint("十百千廿卅"):
        return int("".join(str(_digit(c)) for c in numeral))
    total, units = 0, 0
    for char in numeral:
        if char in _POWERS:
            total += (units or 1) * _POWERS[char]
            units = 0
        elif char in "廿卅":
            total += _digit(char)
        else:
            units = _digit(char)
    return total + units


def _digit(char: str) -> int:
    return _DIGIT[char] if char in _DIGIT else int(char)
