"""The name of the paper and all that stands about it: the masthead of a front page, the running head of others.

All of it is invented; what is printed and what it says come from the same draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.press.furniture import Furniture, Piece, numeral, person
from tests.press.model import Builder
from tests.press.papers import Paper
from tests.press.typeset import width

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_WEEK = "一二三四五六日"
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_MOON = date(2000, 2, 5), 29.530588  # a new year's new moon and the length of a month


@dataclass(frozen=True)
class Edition:
    """One issue of one paper: what all its pages have in common."""

    name: str
    day: date
    number: int
    pages: int
    price: str


def edition(paper: Paper, rng: Random, pages: int | None = None) -> Edition:
    """An invented issue."""
    first, last = paper.years
    day = date(first, 1, 1) + timedelta(days=rng.randrange((last - first) * 365 + 200))
    price = rng.choice(("1.00元", "1.50元", "0.60元", "2.00元"))
    return Edition(rng.choice(paper.names), day, rng.randint(310, 18900), pages or rng.choice((4, 8, 12, 16)), price)


def lunar(day: date) -> str:
    """The lunar date by mean moons, good to a day or so: 甲辰年五月初八."""
    start, month = _MOON
    age = (day - start).days / month
    year = day.year

    def first(of: int) -> int:  # the moon nearest to the beginning of spring
        return round((date(of, 2, 4) - start).days / month)

    if first(year) > int(age // 1):
        year -= 1
    count = int(age // 1) - first(year)
    if first(year + 1) - first(year) == 13 and count > 6:  # one month was set in, somewhere in the summer
        count -= 1
    count = min(11, count)
    number = int((age % 1) * month) + 1
    name = year - 4
    ten = "初" if number <= 10 else "十" if number < 20 else "廿"
    spelt = {10: "初十", 20: "二十", 30: "三十"}.get(number) or ten + numeral(number % 10)
    return f"{_STEMS[name % 10]}{_BRANCHES[name % 12]}年{_MONTHS[count]}月{spelt}"


@dataclass(frozen=True)
class Told:
    """The furniture of a page before it is placed: its truth and its pieces by role."""

    furniture: Furniture
    name: str
    date: str
    weekday: str
    folio: str
    section: str | None
    credits: tuple[Piece, ...]


def tell(paper: Paper, issue: Edition, number: int, rng: Random, *, front: bool) -> Told:
    """What the furniture of this page says."""
    say = numeral if paper.old else str
    day = issue.day
    printed = paper.date.format(y=day.year, roc=say(day.year - 1911), m=say(day.month), d=say(day.day))
    weekday = "星期" + _WEEK[day.weekday()]
    shown = numeral(number) if paper.old else f"{number:02d}" if rng.random() < 0.3 else str(number)
    folio = paper.folio.format(n=shown)
    section = "要闻" if front and not paper.old and paper.script == "hans" else rng.choice(paper.sections)
    named: str | None = section if rng.random() < 0.8 and not front else None
    desk, truth = _desk(paper, rng)
    furniture = Furniture((), day.isoformat(), weekday, str(number), named, truth)
    return Told(furniture, issue.name, printed, weekday, folio, named, desk)


def _desk(paper: Paper, rng: Random) -> tuple[tuple[Piece, ...], dict[str, tuple[str, ...]]]:
    if rng.random() < 0.1:
        return (), {}
    prefix = rng.choice(paper.credit_prefix)
    pieces, truth = [], {}
    for place, role in enumerate(paper.credit_roles[: rng.randint(1, len(paper.credit_roles))]):
        names = tuple(person(paper.script, rng) for _ in range(1 if rng.random() < 0.8 else 2))
        before = prefix if place == 0 else ""
        text = f"{before}{role} {' '.join(names)}"
        pieces.append(Piece("credits", text, (before + role, *names)))
        truth[(before if before != "本版" else "") + role] = names
    return tuple(pieces), truth


def running_head(build: Builder, told: Told, wide: float, rng: Random) -> float:
    """A line over the page: name, date, section, credits, folio in one of several orders. Returns its height."""
    number = Piece("folio", told.folio)
    middle = Piece("section", told.section) if told.section else Piece("masthead", told.name)
    left = [Piece("date", told.date), Piece("weekday", told.weekday)]
    if told.section and rng.random() < 0.7:
        left.insert(0, Piece("masthead", told.name))
    outer, inner = (left, list(told.credits)) if rng.random() < 0.6 else (list(told.credits), left)
    first = rng.random() < 0.5
    y = 1.0
    size = 2.0
    x = 0.0
    if first:
        x = _row(build, [number], x, y - 1.0, 2.0) + 1.5
    x = _row(build, outer, x, y, 1.0) + 1.5
    long = width(middle.text) * size
    centre = max(x + 1.0, (wide - long) / 2)
    x = _row(build, [middle], centre, y - 1.0, size) + 2.0
    tail = sum(width(piece.text) + 1.5 for piece in inner) + (0.0 if first else width(number.text) * 2.0 + 1.0)
    x = max(x, wide - tail)
    x = _row(build, inner, x, y, 1.0) + 1.0
    if not first:
        _row(build, [number], min(x, wide - width(number.text) * 2.0), y - 1.0, 2.0)
    build.rules.append((0.0, 2.7, wide, 2.7))
    return 3.7


def running_foot(build: Builder, told: Told, wide: float, y: float) -> None:
    """Credits alone, in a line at the foot."""
    text = sum(width(piece.text) + 1.5 for piece in told.credits) - 1.5
    build.rules.append((0.0, y, wide, y))
    _row(build, told.credits, max(0.0, wide - text), y + 0.5, 1.0)


def _row(build: Builder, pieces: Sequence[Piece], x: float, y: float, size: float) -> float:
    """Pieces side by side. Returns where they end."""
    column = build.column()
    for piece in pieces:
        unit = build.unit(None, piece.role, [(piece.role, piece.text)])
        build.line(unit, (0, len(piece.text)), (x, y), size=size, display=size > 1, column=column)
        x += width(piece.text) * size + (1.5 if piece is not pieces[-1] else 0.0)
    return x


def front_piece(build: Builder, told: Told, issue: Edition, wide: float, rng: Random) -> float:
    """The masthead: the name large, and beneath it a strip with date, number and price. Returns its height."""
    size = min(10.5, wide / (width(told.name) * 1.15))
    spread = min(size * 0.25, (wide - width(told.name) * size) / max(1, len(told.name) - 1))
    long = width(told.name) * size + spread * (len(told.name) - 1)
    x = (wide - long) / 2
    unit = build.unit(None, "masthead", [("masthead", told.name)])
    block, column = build.block(), build.column()
    if rng.random() < 0.5:
        size = min(wide / width(told.name), size * 1.1)
        build.line(unit, (0, len(told.name)), ((wide - width(told.name) * size) / 2, 0.2), size=size, display=True)
    else:
        for place in range(len(told.name)):  # drawn apart, each character by itself
            at = (x + place * (size + spread), 0.2)
            build.line(unit, (place, place + 1), at, size=size, block=block, column=column, display=True)
    y = size + 1.0
    build.rules.append((0.0, y, wide, y))
    notes = [f"第{issue.number}期", f"今日{issue.pages}版", f"零售价：{issue.price}"]
    cn = f"国内统一连续出版物号 CN {issue.number % 89 + 11}-{issue.number % 9000 + 101:04d}"
    rows = [
        [Piece("date", told.date), Piece("weekday", told.weekday), Piece("note", f"农历{lunar(issue.day)}")],
        [Piece("note", cn), *(Piece("note", note) for note in notes[: rng.randint(1, 3)])],
    ]
    if wide > 95:
        rows = [[*rows[0], *rows[1]]]
    for row in rows:
        long = sum(width(piece.text) for piece in row)
        gap = min(6.0, (wide - long) / max(1, len(row) - 1))
        x = (wide - long - gap * (len(row) - 1)) / 2
        for piece in row:
            x = _row(build, [piece], x, y + 0.5, 1.0) + gap
        y += 1.5
    build.rules.append((0.0, y + 0.4, wide, y + 0.4))
    return y + 1.0
