"""Lost characters: fixed words one of whose characters the font does not tell are read as the words that they are.

本\ufffd讯（记者 池阳）     →  本报讯（记者 池阳）
\ufffd者 常鸣             →  记者 常鸣          a short word only where it can begin: in front, or behind a bracket

Only for looking: what is written keeps its U+FFFD. As many characters come out as go in.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.characters import HAN
from pipeline.words import words

LOST = "\ufffd"
SHORT = 2  # characters; one of so few tells a word only where words of this kind begin
_BEGINS = f"(?<![{HAN}{LOST}])"


def told(string: str) -> str:
    """The string with the lost characters of fixed words put back: who wrote, whence, and where it goes on."""
    if LOST not in string:
        return string
    pattern, whole = _fixed()
    return pattern.sub(lambda match: whole[match[0]], string)


@cache
def _fixed() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the words without one of their characters, and the words by what is left of them."""
    whole: dict[str, str] = {}
    for word in words("people")["fixed"]:
        for n in range(len(word)):
            whole.setdefault(word[:n] + LOST + word[n + 1 :], word)
    parts = sorted(whole, key=lambda part: (-len(part), part))
    return re.compile("|".join(re.escape(p) if len(p) > SHORT else _BEGINS + re.escape(p) for p in parts)), whole
