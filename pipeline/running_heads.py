"""Running heads: what a line of a page's furniture says, read apart.

2025年7月4日 星期五 4 副刊·养老   →  date, weekday, folio, section
光緒二十九年四月三十日             →  a date by the moon, and the year 1903
责任编辑 甲某 校对 乙某            →  credits {责任编辑: [甲某], 校对: [乙某]}
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import cache

from pipeline import jump_words
from pipeline.characters import all_han, count_han
from pipeline.dates import DATE, LUNAR, REIGN, WEEKDAY, iso, number_of, year_of
from pipeline.page import Masthead
from pipeline.people import people, role_words
from pipeline.words import words

_FOLIO = re.compile(r"(?:第\s*)?([A-Z]?\d{1,3}|[A-Z]\d?|[一二三四五六七八九十]{1,3})\s*版|^([A-Z]?\d{1,2})$")
LONE = re.compile(r"[A-Z]?\d{1,2}")
_PAGE_NUMBER = re.compile(r"\s*[-–—－]+\s*\d{1,4}\s*[-–—－]+\s*")
_EMAIL = re.compile(
    r"(?:[Ee]-?[Mm]ail|E-MAIL|投稿邮箱|邮箱|电子信箱|信箱)?\s*[:：]?\s*[\w.+-]+@[\w.-]+\.\w+|(?:https?://|www\.)[\w./-]+"
)
_ISSUE = re.compile(r"(?:总第?|第)\s*[\d〇一二三四五六七八九十百千]+\s*[期号號]|[（(]总第?\s*\d+\s*期?[）)]")
_NUMBER = re.compile(
    r"(?:电话|热线|传真|邮编|电話|電話|国内统一刊号|国内统一连续出版物号|邮发代号|CN|QQ)[^。，]*[\d-]{4,}[^。，]*"
)
_PRICE = re.compile(
    r"(?:零售[价價]?|每份|定[价價]|售價)[^。，]{0,12}[元角圓分釐厘枚文]|今日\s*\d+\s*版|今日.{1,4}[大張张版]"
)
JUMP = re.compile(f"{jump_words.ONWARD}|{jump_words.BACK}")
TO_ANOTHER_PAGE = re.compile(jump_words.ANY)  # a line with it names a folio that is not its page's
_DAYS = {day: number for number, day in enumerate("一二三四五六日", 1)} | {"天": 7}
SIGNS = " \u3000·•|｜/／—-:：●■□◆,，、()（）【】"


def parse(string: str) -> list[tuple[str, str]] | None:
    """A line of furniture as (role, words) pairs; None if anything on it is not furniture."""
    if string[-1] in "：:" or JUMP.search(string):
        return None
    if credit := credits_in(string):
        return [("credits", string)] if credit else None
    if re.search("[，。；？！]", _NUMBER.sub("", string)):
        return None
    rest = string
    parts: list[tuple[str, str]] = []
    for role, pattern in (
        ("date", DATE),
        ("email", _EMAIL),
        ("number", _NUMBER),
        ("price", _PRICE),
        ("issue", _ISSUE),
        ("weekday", WEEKDAY),
        ("lunar", REIGN),
        ("lunar", LUNAR),
        ("folio", _FOLIO),
    ):
        for match in pattern.finditer(rest):
            if role == "date" and iso(match) is None:
                continue
            if role == "folio" and not (match[1] or parts):
                continue
            parts.append((role, match.group()))
        rest = pattern.sub(lambda m: " " * len(m.group()), rest) if any(r == role for r, _ in parts) else rest
    if not parts:
        return _without_date(string)
    strong = [role for role, _ in parts]
    rest_words = [word for word in re.split(f"[{re.escape(SIGNS)}]+", rest) if word]
    for n, word in enumerate(rest_words):
        if desk := credits_in(" ".join(rest_words[n:])):
            parts += [("credits", f"{office} {name}") for office, name in desk]
            break
        if LONE.fullmatch(word):
            parts.append(("folio", word))
        elif is_newspaper(word):
            parts.append(("newspaper", word))
        elif is_section(word) or (len(word) <= 4 and all_han(word) and {"weekday", "folio"} & set(strong)):
            parts.append(("section", word))
        elif not _is_notice(word) and strong != ["email"]:
            return None
    if strong == ["folio"] and len(parts) == 1 and not re.search("版", string):
        return None
    return parts


def _without_date(string: str) -> list[tuple[str, str]] | None:
    """A line that is only a paper's name, a section's, or a folio and a section (3 副刊)."""
    if is_newspaper(string):
        return [("newspaper", string)]
    if is_section(string, alone=True):
        return [("section", string)]
    folio, _, section = string.partition(" ")
    if LONE.fullmatch(folio) and section and is_section(section, alone=True):
        return [("folio", folio), ("section", section)]
    return None


def credits_in(string: str) -> list[tuple[str, str]]:
    """The desk's people on a line, as (role, name); empty if the line is none of theirs."""
    named = people(_signs_to_spaces(string), ("desk",))
    if not named or not any(a.role for a in named):
        return []
    first = next((w for w in role_words("desk") if string.lstrip(SIGNS).startswith(w)), None)
    slashed = re.search(r"[/／]", string)
    if first is None and not slashed:
        return []
    return [(plain_role(a.role or "") or "", a.name) for a in named]


def plain_role(role: str) -> str:
    """The office without 本版, which says only that it is this page's; 责任编辑 and 值班编辑 stay apart."""
    return role.removeprefix("本版")


def is_newspaper(word: str) -> bool:
    """Whether a line can be the paper's own name: 某某日报, spread or not."""
    plain = word.replace(" ", "").replace("\u3000", "")
    return all_han(plain) and 3 <= len(plain) <= 9 and plain.endswith(_newspaper_tails()) and len(plain) > 2


def is_section(word: str, alone: bool = False) -> bool:
    """Whether the words are a page's name: a section word, alone or joined to another (副刊·养老, 要闻版)."""
    plain = word.replace(" ", "").replace("\u3000", "")
    parts = [part for part in re.split(r"[·•|/／]", plain) if part]
    if not parts or len(plain) > 9 or not all(all_han(part) for part in parts):
        return False
    known = _sections()
    bare = [part.removesuffix("版") for part in parts]
    if len(parts) > 1 or not alone:
        return any(part in known for part in bare) or plain.endswith(tuple(words("furniture")["section_tails"]))
    return bare[0] in known


def is_dated(string: str) -> bool:
    """Whether a line is made of a date and what stands beside one, be it set from the right: 日一月十年八十三國民."""
    return any({"date", "lunar"} & {role for role, _ in parse(way) or ()} for way in (string, string[::-1]))


def is_imprint(string: str) -> bool:
    """Whether a line says where the paper is made, be it set from the right: 號三路馬大埠本址社報本."""
    begins = tuple(words("furniture")["imprint"])
    return any(re.sub(r"\s", "", way).startswith(begins) for way in (string, string[::-1]))


def is_page_number(string: str) -> bool:
    """Whether a line is the number of a page between dashes, as documents have it: — 1 —."""
    return _PAGE_NUMBER.fullmatch(string) is not None


def weekday_disputes(masthead: Masthead) -> bool:
    """Whether the weekday that is printed is not that of the date."""
    if masthead.date is None or masthead.weekday is None:
        return False
    return _DAYS.get(masthead.weekday[-1]) != datetime.date.fromisoformat(masthead.date).isoweekday()


def read_masthead(parts: Iterable[tuple[str, str]]) -> Masthead:
    """The page's fields from its furniture; the first of each counts, but a lone number is no folio beside 第2版."""
    date = weekday = folio = section = newspaper = year = None
    lone = False
    desk: dict[str, list[str]] = {}
    for role, string in parts:
        if role == "date" and date is None and (match := DATE.search(string)):
            date = iso(match)
        elif role == "lunar" and year is None and (match := REIGN.search(string)):
            year = year_of(match)
        elif role == "weekday" and weekday is None:
            weekday = re.sub(r"\s", "", string)
        elif role == "folio" and (folio is None or (lone and "版" in string)):
            lone = "版" not in string
            match = _FOLIO.search(string)
            folio = plain_folio((match[1] or match[2]) if match else string)
        elif role == "section" and section is None:
            section = re.sub(r"\s", "", string)
        elif role == "newspaper" and newspaper is None:
            newspaper = re.sub(r"\s", "", string)
        elif role == "credits":
            for office, name in credits_in(string):
                desk.setdefault(office, []).append(name)
    year = int(date[:4]) if date else year
    return Masthead(newspaper, date, weekday, folio, section, tuple((r, tuple(n)) for r, n in desk.items()), year)


def plain_folio(folio: str) -> str:
    """A folio in digits: 十五 → 15, 04 → 4; A04 stays."""
    if set(folio) <= set("一二三四五六七八九十"):
        return str(number_of(folio))
    return str(int(folio)) if folio.isascii() and folio.isdigit() else folio


def _is_notice(word: str) -> bool:
    return word.startswith(tuple(words("furniture")["notices"])) or not count_han(word)


def main_role(parts: list[tuple[str, str]]) -> str:
    return parts[0][0] if len(parts) == 1 else "running-head" if len({r for r, _ in parts}) > 1 else parts[0][0]


def _signs_to_spaces(string: str) -> str:
    return re.sub(r"[:：|｜●■□◆]", " ", string)


@cache
def _sections() -> frozenset[str]:
    return frozenset(words("furniture")["sections"])


@cache
def _newspaper_tails() -> tuple[str, ...]:
    return tuple(words("furniture")["newspaper_tails"])
