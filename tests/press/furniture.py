"""What a page carries besides its stories: date, weekday, folio, section, credits and the like.

All invented, and drawn from a seed. The printed pieces and the parsed fields come from the same draw, so
that the truth cannot differ from the print.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.press.styles import Style

_NUMERALS = "〇一二三四五六七八九"
_SURNAMES = {
    "hans": "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹柏苏潘葛范彭鲁韦马苗方俞任袁柳",
    "hant": "趙錢孫李周吳鄭王馮陳蔣沈韓楊朱秦許何呂施張孔曹嚴華金魏陶姜謝鄒柏蘇潘葛范彭魯韋馬苗方俞任袁柳",
}
_GIVEN = {
    "hans": "文远书宁子涵立新海燕志强晓彤建国雨桐思齐佳怡德明素秋启航若兰振东静怡少华玉珍一鸣丹青伯安可欣",
    "hant": "文遠書寧子涵立新海燕志強曉彤建國雨桐思齊佳怡德明素秋啟航若蘭振東靜怡少華玉珍一鳴丹青伯安可欣",
}
_MAIL = ("bianji", "xinwen", "news", "tougao", "paper", "readers")


@dataclass(frozen=True)
class Piece:
    """One printed piece of furniture. `stack` holds the groups that a stacked setting keeps together."""

    role: str
    text: str
    stack: tuple[str, ...] = ()


@dataclass(frozen=True)
class Furniture:
    """The furniture of a page: what is printed and what it says."""

    pieces: tuple[Piece, ...]
    date: str | None
    weekday: str | None
    folio: str | None
    section: str | None
    credits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def draw(style: Style, rng: Random) -> Furniture:
    """The furniture of one page of this paper."""
    first, last = style.years
    day = date(first, 1, 1) + timedelta(days=rng.randrange((last - first) * 365 + 200))
    number = rng.randint(1, 16)
    iso, weekday, folio, section = _maybe(rng, style, day, number)
    pieces: list[Piece] = []
    if iso:
        say = numeral if style.old else str
        printed = style.date.format(y=day.year, roc=say(day.year - 1911), m=say(day.month), d=say(day.day))
        if weekday and rng.random() < 0.4:
            pieces.append(Piece("date", f"{printed} {weekday}"))
        else:
            pieces.append(Piece("date", printed))
            if weekday:
                pieces.append(Piece("weekday", weekday))
    if folio:
        pieces.append(Piece("folio", folio))
    if section:
        pieces.append(Piece("section", section))
    pieces.extend(_extras(style, rng))
    desk = _credits(style, rng)
    pieces.extend(
        Piece("credits", f"{prefix}{role} {' '.join(names)}", (prefix + role, *names)) for (role, names), prefix in desk
    )
    truth = {(prefix if prefix != "本版" else "") + role: names for (role, names), prefix in desk}
    return Furniture(tuple(pieces), iso, weekday, _number(folio) if folio else None, section, truth)


def _maybe(rng: Random, style: Style, day: date, number: int) -> tuple[str | None, str | None, str | None, str | None]:
    """Most pages have all of it; each thing is missing now and then."""
    iso = day.isoformat() if rng.random() < 0.92 else None
    weekday = "星期" + "一二三四五六日"[day.weekday()] if iso and rng.random() < 0.85 else None
    shown = numeral(number) if style.old else f"{number:02d}" if rng.random() < 0.3 else str(number)
    folio = style.folio.format(n=shown) if rng.random() < 0.85 else None
    section = rng.choice(style.sections) if rng.random() < 0.75 else None
    return iso, weekday, folio, section


def _number(folio: str) -> str:
    """第03版 → 3, A4 → A4: what a catalogue would call the page."""
    bare = folio.removeprefix("第").removesuffix("版")
    spelt = {numeral(number): str(number) for number in range(1, 17)}
    return spelt.get(bare) or bare.lstrip("0") or bare


def numeral(number: int) -> str:
    """A number below a hundred in Chinese: 37 → 三十七."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _NUMERALS[tens] + "十"
    return head + (_NUMERALS[ones] if ones or not tens else "")


def _extras(style: Style, rng: Random) -> list[Piece]:
    if not style.extras or rng.random() < 0.5:
        return []
    phone = f"0{rng.randint(310, 999)}-{rng.randint(2000000, 8999999)}"
    mail = f"{rng.choice(_MAIL)}{rng.randint(1, 99)}@example.{rng.choice(('cn', 'com', 'org'))}"
    text = rng.choice(style.extras).format(phone=phone, mail=mail, issue=rng.randint(120, 9800))
    return [Piece("note", text)]


def _credits(style: Style, rng: Random) -> list[tuple[tuple[str, tuple[str, ...]], str]]:
    if rng.random() < 0.12:
        return []
    roles = style.credit_roles[: rng.randint(1, len(style.credit_roles))]
    prefix = rng.choice(style.credit_prefix)
    out = []
    for place, role in enumerate(roles):
        names = tuple(person(style.script, rng) for _ in range(1 if rng.random() < 0.75 else 2))
        out.append(((role, names), prefix if place == 0 or (prefix == "本版" and rng.random() < 0.5) else ""))
    return out


def person(script: str, rng: Random) -> str:
    """An invented name of two or three characters."""
    given = _GIVEN[script]
    return rng.choice(_SURNAMES[script]) + "".join(rng.choice(given) for _ in range(rng.choice((1, 2, 2))))
