"""Names and roles: reading bylines, signatures and credits apart.

本报记者 池阳 谢佳航     →  池阳 (记者, 本报), 谢佳航 (记者, 本报)
文/甲某 图/乙某         →  甲某 (文), 乙某 (图)
记者 常鸣/摄            →  常鸣 (摄)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.characters import HAN
from pipeline.page import Author
from pipeline.words import words

DECORATION = "□■○●◎◇◆☆★▲△▼▽※＊*·•丨|｜"
_TAILS = (
    "报道",
    "报导",
    "報導",
    "報道",
    "采写",
    "综合报道",
    "综合",
    "電",
    "电",
    "专电",
    "整理",
    "供稿",
    "来稿",
    "投稿",
)
_SEPARATORS = " \u3000、，,：:/／&"
_LETTERS = f"{HAN}\ufffd\ue000-\uf8ff"  # ideographs, and what stands where a font does not tell which
_LETTERED = re.compile(f"[{_LETTERS}]+")
_RUNS = re.compile(f"[{_LETTERS}·]+|[^{_LETTERS}·]+")
_PLACE = re.compile(f"[／/]\\s*[{HAN}]{{2,4}}(?:報導|报道|報道|报导|報|报)$")  # 記者某某／台北報導
_OFFICES = (
    "学院",
    "學院",
    "大学",
    "中心",
    "公司",
    "办",
    "处",
    "處",
    "局",
    "馆",
    "館",
    "社",
    "系",
    "报",
    "報",
)  # 农学院 is no 农某某


_PEN_NAME = re.compile(f"[（(【](?P<name>[{HAN}]{{2,4}})[）)】]")


class Token(NamedTuple):
    kind: str  # role | name | slash | space | tail
    text: str


@cache
def role_words(*lists: str) -> tuple[str, ...]:
    """The role words of the given lists of people.toml, longest first."""
    tables = words("people")
    return tuple(sorted({w for name in lists for w in tables[name]}, key=lambda w: (-len(w), w)))


@cache
def surnames() -> frozenset[str]:
    return frozenset("".join(words("people")["surnames"].split()))


def is_name(string: str) -> bool:
    """Whether the string can be a person's name: 2 to 4 ideographs that begin with a surname, or a foreign name."""
    if "·" in string:
        return all(_LETTERED.fullmatch(part) for part in string.split("·")) and 4 <= len(string) <= 12
    if not _LETTERED.fullmatch(string) or string.endswith(_OFFICES):
        return False
    if string[:2] in words("people")["compound_surnames"]:
        return 3 <= len(string) <= 4
    return 2 <= len(string) <= 3 and string[0] in surnames()


@lru_cache(4096)
def names_in(run: str, certain: bool = False) -> list[str] | None:
    """The names that a run of ideographs without spaces is made of, or None: 张三李四 → 张三, 李四.

    `certain`: a role word stands before it, so that it need not begin with a common surname.
    """
    if is_name(run) or (certain and 2 <= len(run) <= 3):
        return [run]
    for length in (3, 2, 4):
        if len(run) - length >= 2 and is_name(run[:length]):
            rest = names_in(run[length:])
            if rest is not None:
                return [run[:length], *rest]
    return None


def people(string: str, lists: Iterable[str] = ("authors", "pictures")) -> list[Author] | None:
    """The people that a byline, signature or credit names, in order; None if it is no such line.

    Names alone count too (甲某 乙某), but then all of them must look like names.
    """
    found = _named(string.strip(DECORATION + _SEPARATORS + "（）()【】[]〔〕—-"), role_words(*lists))
    return None if found is None else [*found]


@lru_cache(4096)
def _named(line: str, roles: tuple[str, ...]) -> tuple[Author, ...] | None:
    """The people that a line names, kept because several stages ask."""
    tokens = _tokens(line, roles)
    if tokens is None or not any(token.kind == "name" for token in tokens):
        return None
    return tuple(_assign(tokens))


def people_with_offices(inside: str) -> list[Author]:
    """The people in a signature that may name their office too: 记者 甲 通讯员 乙, 图书馆 丙, 读者丁; or none."""
    found = people(inside)
    if found:
        return found
    reader = reader_in(inside.strip("（）()【】"))
    if reader:
        return [reader]
    parts = re.split(r"[ \u3000、，]+", inside.strip("（）()【】"))
    for start in range(1, len(parts)):
        named = people(" ".join(parts[start:]))
        if named:
            before = people(" ".join(parts[:start])) if start > 1 else None
            return [*(before or []), *named]
    return []


def reader_in(string: str) -> Author | None:
    """Who signs a letter by calling and name, and nothing else: 望亭区居民甲某某."""
    found = _reader().fullmatch(string)
    return Author(found["name"]) if found and is_name(found["name"]) else None


def pen_name(string: str) -> str | None:
    """Who signs with two to four ideographs in brackets that need be no name: （半山居）; （未完） is none."""
    found = _PEN_NAME.fullmatch(string.strip())
    name = found["name"] if found else None
    return None if name is None or name in words("people")["no_signatures"] or name.endswith(_OFFICES) else name


def is_picture_credit(string: str) -> bool:
    """Whether a line says who took a picture, and nothing else: （本报记者 甲某 摄）."""
    roles = {author.role for author in people(string.strip("（）()【】 \u3000")) or []}
    return bool(roles) and roles <= set(words("people")["pictures"])


@cache
def _reader() -> re.Pattern[str]:
    calling = "|".join(words("people")["readers"])
    return re.compile(f"[{HAN}]{{0,8}}[ 　]?(?:{calling})[ 　]?(?P<name>[{HAN}]{{2,4}})")


def _tokens(string: str, roles: tuple[str, ...]) -> list[Token] | None:
    """The line as roles, names and separators; None if anything else is in it."""
    tokens: list[Token] = []
    for part in (found.group() for found in _RUNS.finditer(_PLACE.sub("", string))):
        if _LETTERED.match(part):
            read = _read_run(part, roles, tokens)
            if read is None:
                return None
            tokens += read
        else:
            rest = part.strip(DECORATION)
            if rest.strip(_SEPARATORS + "（）()；;。"):
                return None
            tokens.append(Token("slash" if "/" in rest or "／" in rest else "space", rest))
    return _spread_names(tokens)


def _read_run(run: str, roles: tuple[str, ...], before: list[Token]) -> list[Token] | None:
    """A run of ideographs as roles and names: 记者常鸣摄 → 记者, 常鸣, 摄."""
    read: list[Token] = []
    rest = run
    for role in roles if rest.startswith(roles) else ():
        if rest.startswith(role) and not (len(role) == 1 and len(rest) > 1 and is_name(rest)):
            read.append(Token("role", role))
            rest = rest[len(role) :]
            break
    tail: list[Token] = []
    for word in (*_TAILS, *roles) if rest.endswith((*_TAILS, *roles)) else ():
        if rest.endswith(word) and (read or before or len(rest) > len(word)) and not is_name(rest):
            kind = "tail" if word in _TAILS else "role"
            tail.append(Token(kind, word))
            rest = rest[: -len(word)]
            break
    if rest:
        if len(rest) == 1:
            read.append(Token("name", rest))  # half of a spread name, or wrong: _spread_names decides
        else:
            certain = any(token.kind == "role" and len(token.text) > 1 for token in (*before, *read))
            names = names_in(rest, certain)
            if names is None:
                nested = _read_run(rest, roles, before) if read and rest != run else None
                nested = nested or _parted(rest, roles, certain)
                if nested is None:
                    return None
                read += nested
            else:
                read += [Token("name", name) for name in names]
    return read + tail


def _parted(run: str, roles: tuple[str, ...], certain: bool) -> list[Token] | None:
    """A run with a role in its middle: 常鸣通讯员甲某 → 常鸣, 通讯员, 甲某."""
    for role in roles:
        first, found, second = run.partition(role)
        if len(role) > 1 and found and first and second:
            before, behind = names_in(first, certain), names_in(second, certain=True)
            if before and behind:
                parts = [Token("name", name) for name in before], [Token("name", name) for name in behind]
                return [*parts[0], Token("role", role), *parts[1]]
    return None


def _spread_names(tokens: list[Token]) -> list[Token] | None:
    """Two single ideographs with a space between are one name: 王 戬 → 王戬. A single one left over is no name."""
    joined: list[Token] = []
    for token in tokens:
        last = joined[-2:]
        if (
            token.kind == "name"
            and len(token.text) == 1
            and len(last) == 2
            and last[1].kind == "space"
            and last[0].kind == "name"
            and len(last[0].text) == 1
            and last[0].text in surnames()
        ):
            joined[-2:] = [Token("name", last[0].text + token.text)]
        else:
            joined.append(token)
    if any(token.kind == "name" and len(token.text) == 1 for token in joined):
        return None
    return joined


def _assign(tokens: list[Token]) -> list[Author]:
    """Give each name its role: the one before it, unless one is tied to it from behind (甲/摄, 甲 摄)."""
    authors: list[Author] = []
    role: str | None = None
    role_first = next(t.kind for t in tokens if t.kind in ("role", "name")) == "role"
    for n, token in enumerate(tokens):
        if token.kind == "role":
            behind = [t.kind for t in tokens[n + 1 :]]
            last = "name" not in behind
            tied = n and (tokens[n - 1].kind in ("slash", "name")) and authors and (last or not role_first)
            spaced = last and authors and n and tokens[n - 1].kind == "space"
            if tied or spaced:
                authors[-1] = Author(authors[-1].name, _role(token.text), _outlet(token.text) or authors[-1].outlet)
            else:
                role = token.text
        elif token.kind == "name":
            authors.append(Author(token.text, _role(role), _outlet(role)))
    return authors


def _outlet(role: str | None) -> str | None:
    return next((o for o in words("people")["outlets"] if role and role.startswith(o)), None)


def _role(role: str | None) -> str | None:
    if role is None:
        return None
    outlet = _outlet(role)
    return (role[len(outlet) :] if outlet else role) or None
