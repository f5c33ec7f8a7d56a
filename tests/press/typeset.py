"""Line breaking as a Chinese newspaper does it: a grid of em squares and the rules of 禁则.

    Han, full-width marks: 1 em     Latin, digits, ASCII marks: ½ em
    no closing mark begins a line, no opening mark ends one, no word or number is split

Every line is a slice of its paragraph, so whoever has the line knows its place in the truth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

NO_START = frozenset("。，、；：！？”’）》」』】〉〕…—·%％℃)]}.,;:!?")
NO_END = frozenset("“‘（《「『【〈〔([{")
SQUEEZABLE = frozenset("。，、；：！？”’）》」』】〉〕“‘（《「『【〈〔")
FULL_STOPS = frozenset("。！？”’」』…：；）")

# A word or a number with what hangs on it stays whole: 12.5%, 5G, VID, 010-1234, a@b.cn, —— and …… as pairs.
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[.,:/@_\-+&'’][A-Za-z0-9]+)*[%‰]?|——|……|\s+|.", re.DOTALL)


def width(text: str) -> float:
    """The width of a text in em."""
    return sum(0.5 if char < "\u0250" and char not in "·×±°" else 1.0 for char in text)


def is_han(char: str) -> bool:
    """Whether the character is an ideograph (not a mark, not Latin)."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


def is_narrow(char: str) -> bool:
    """Whether the character is set from a Latin font: a digit, a letter, an ASCII mark."""
    return "!" <= char <= "~"


def tokens(text: str, start: int) -> Iterator[str]:
    """What may not be split, from `start` on."""
    for match in _TOKEN.finditer(text, start):
        yield match.group()


def line_end(text: str, start: int, measure: float) -> int:
    """Where the line that begins at `start` ends, in a measure of so many em."""
    end, used = start, 0.0
    for token in tokens(text, start):
        wide = width(token)
        if used + wide > measure and not token.isspace():
            if end == start:  # one word longer than the measure: split it, or the page would never end
                end += max(1, int(measure / max(0.5, wide / len(token))))
            break
        end, used = end + len(token), used + wide
    return end if end >= len(text) else _kinsoku(text, start, end, measure)


def _kinsoku(text: str, start: int, end: int, measure: float) -> int:
    """Pull a forbidden mark into the line by squeezing half-empty marks, else push its neighbour out."""
    pulled = end
    while pulled < len(text) and text[pulled] in NO_START:
        pulled += 1
    if pulled > end:
        room = 0.5 * sum(char in SQUEEZABLE for char in text[start:pulled])
        if width(text[start:pulled]) - measure <= room:
            return pulled
    floor = start + max(1, (end - start) // 2)
    while end > floor and (
        text[end] in NO_START or text[end - 1] in NO_END or _splits_word(text, end) or _splits_pair(text, end)
    ):
        end -= 1
    return end


def _splits_word(text: str, at: int) -> bool:
    return is_narrow(text[at - 1]) and is_narrow(text[at])


def _splits_pair(text: str, at: int) -> bool:
    return text[at] == text[at - 1] and text[at] in "—…"


def break_lines(text: str, measure: float, indent: float = 0.0) -> list[tuple[int, int]]:
    """The paragraph as slices, one a line; the first is set in by `indent` em."""
    slices, start = [], 0
    while start < len(text):
        end = line_end(text, start, measure - (indent if start == 0 else 0.0))
        slices.append((start, end))
        start = end + len(text[end:]) - len(text[end:].lstrip(" \u3000"))
    return slices
