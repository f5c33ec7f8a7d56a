"""Lost characters: fixed words one of whose characters the font does not tell are read as the words that they are.

本\ufffd讯（记者 池阳）     →  本报讯（记者 池阳）
\ufffd者 常鸣             →  记者 常鸣          a short word only where it can begin: in front, or behind a bracket
（记者 池阳\ufffd昨日      →  （记者 池阳）昨日   so are the brackets around people
 逛讯员 常鸣            →   通讯员 常鸣      and a word that a font tells wrongly, where people stand

A character is lost where the font says U+FFFD, or one of private use. Only for looking: what is written keeps what
the font says. As many characters come out as go in.
"""

from __future__ import annotations

import re
from functools import cache

import regex

from pipeline.characters import HAN
from pipeline.words import words

LOST = "\ufffd"
SHORT = 2  # characters; one of so few tells a word only where words of this kind begin
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MISNAMED = re.compile(f"(?<=[ \u3000])(?:通[{HAN}]员|[{HAN}]讯员|通[{HAN}]員|[{HAN}]訊員)(?=[ \u3000])")
_PEOPLE = f"(?:本[报報])?[记記]者[{HAN}{LOST} \u3000]{{2,14}}"
_AROUND = (  # a lost sign before or behind people and places, and what it must be
    (regex.compile(f"^{LOST}(?=(?:本[报報])?[记記]者)|^{LOST}(?=[{HAN}]{{2,4}}[）)]$)"), "（"),
    (regex.compile(f"(?<=(?:^|[讯訊电電])[ \u3000]*[（(]{_PEOPLE}?){LOST}(?![）)])"), "）"),
    (regex.compile(f"^{LOST}(?=[报報][{HAN}]{{2,6}}\\d{{1,2}}月\\d{{1,2}}日[电電])"), "本"),
    (regex.compile(f"(?<=[／/][{HAN}]{{2,4}}){LOST}(?=[導导])"), "報"),
)
_BEGINS = f"(?<![{HAN}{LOST}])"


def told(string: str) -> str:
    """The string with the lost characters of fixed words put back: who wrote, whence, and where it goes on."""
    string = _MISNAMED.sub(lambda match: "通讯员" if match[0][-1] == "员" else "通訊員", string)
    lost = _PRIVATE.sub(LOST, string)
    if LOST not in lost:
        return string
    pattern, whole = _fixed()
    changes = [(match.span(), whole[match[0]]) for match in pattern.finditer(lost)]
    lost = _put(lost, changes)
    for signs, sign in _AROUND:
        changes += [(match.span(), sign) for match in signs.finditer(lost)]
    return _put(string, changes)


def _put(string: str, changes: list[tuple[tuple[int, int], str]]) -> str:
    for (start, end), said in changes:
        string = string[:start] + said + string[end:]
    return string


@cache
def _fixed() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the words without one of their characters, and the words by what is left of them."""
    whole: dict[str, str] = {}
    for word in words("people")["fixed"]:
        for n in range(len(word)):
            whole.setdefault(word[:n] + LOST + word[n + 1 :], word)
    parts = sorted(whole, key=lambda part: (-len(part), part))
    return re.compile("|".join(re.escape(p) if len(p) > SHORT else _BEGINS + re.escape(p) for p in parts)), whole
