"""What the characters of a newspaper are: Han, stops, quotes; and how wide they set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from pipeline.words import words

# Unified ideographs, extension A, compatibility ideographs, the planes of the rarer extensions, and 〇.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇"
STOPS = "。！？!?…"  # end a sentence
CLOSERS = "”’）》」』】〉〕］)]\"'"  # may stand behind a stop
OPENERS = "“‘（《「『【〈〔［(["
PAUSES = "，、；：,;:·—～"
NO_LINE_START = "。，、；：！？”’）》」』】〉〕］…—·,.;:!?)]%％‰℃"  # kinsoku: 避头
NO_LINE_END = "“‘（《「『【〈〔［(["  # kinsoku: 避尾
PAIRS = dict(zip("“‘（《「『【〈〔［", "”’）》」』】〉〕］", strict=True))
BRACKETS = dict(zip("（【〔(", "）】〕)", strict=True))

KANGXI = range(0x2F00, 0x2FD6)  # radicals; fonts draw ideographs with them

_HAN = re.compile(f"[{HAN}]")
_ALL_HAN = re.compile(f"[{HAN}]+")
# Characters that set one em wide: everything East Asian, full-width forms, and the punctuation shared with Latin.
_WIDE = re.compile(
    "[\u1100-\u115f\u2018-\u201f\u2025-\u2026\u2014\u2015\u2460-\u24ff\u2500-\u27ff\u2e80-\ua4cf\uac00-\ud7a3"
    "\ue000-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U000323af×÷·]"
)
_SENTENCE_END = re.compile(f"[{STOPS}][{re.escape(CLOSERS)}]*$")


def is_han(char: str) -> bool:
    """Whether the character is an ideograph (or 〇)."""
    return _HAN.match(char) is not None


def all_han(string: str) -> bool:
    """Whether the string is one or more ideographs and nothing else."""
    return _ALL_HAN.fullmatch(string) is not None


def count_han(string: str) -> int:
    return len(_HAN.findall(string))


def width(string: str) -> float:
    """How wide the string sets, in em: 1 for full-width characters, 1/2 for Latin ones and white space."""
    return (len(string) + len(_WIDE.findall(string))) / 2


def ends_sentence(string: str) -> bool:
    """Whether the string ends with a full stop, question or exclamation mark, quotes behind it or not."""
    return _SENTENCE_END.search(string) is not None


def balance(string: str, pairs: Mapping[str, str] = PAIRS) -> int:
    """Opened minus closed quotes and brackets."""
    return sum(string.count(o) - string.count(c) for o, c in pairs.items())


def meaning(char: str) -> str | None:
    """What a glyph stands for: another character, nothing (it prints nothing), or None (itself)."""
    table = words("glyphs")
    if ord(char) in KANGXI:
        return unicodedata.normalize("NFKC", char)
    for kind in ("radicals", "vertical", "ligatures"):
        if char in table[kind]:
            return str(table[kind][char])
    if private := table["private"].get(f"{ord(char):04X}"):
        return str(private)
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    return "" if category in ("Cc", "Cf") else None
