"""Mend glyphs: characters that only look like the one that was meant.

    ⼀⼈  →  一人          a radical where the ideograph was printed
    ︽紅樓︾ →  《紅樓》      a form for vertical lines
    \ue004 犯罪 →  犯罪       a bullet of a font of its own: to the ledger, the line is marked

Private-use glyphs inside a line, unassigned characters and U+FFFD are kept and flagged. Full-width
punctuation, ㈠ and ① are what was printed and stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from pipeline.characters import meaning
from pipeline.page import Line, Page
from pipeline.registry import stage

SYMBOLS = range(0xF000, 0xF100)  # where symbol fonts (Wingdings and the like) have their signs
_SUSPECT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u2e80-\u2fdf\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff"
    "\ue000-\uf8ff\ufb00-\ufb06\ufdd0-\ufdef\ufe10-\ufe19\ufe30-\ufe44\ufeff\ufff0-\uffff\U000e0000-\U0010ffff]"
)


@stage("mend-glyphs", needs={"lines"}, gives={"lines"})
def mend_glyphs(page: Page) -> Page:
    bullets = ornaments([line.string for line in page.lines])
    page = page.map_lines(lambda line: mend(line, bullets))
    return page.flagged(*sorted(doubts(set().union(*(line.string for line in page.lines)))))


def ornaments(lines: list[str]) -> frozenset[str]:
    """The private-use glyphs that are bullets: they begin lines and stand in none, and a space is behind them, they
    begin two lines or more, or they are of a symbol font. What stands within a line is a letter that no font names."""
    begins: Counter[str] = Counter()
    within: set[str] = set()
    spaced: set[str] = set()
    for line in lines:
        string = line.strip()
        rest = string.lstrip(string[:1]) if _is_private(string[:1]) else string
        within.update(filter(_is_private, set(rest)))
        if rest != string:
            begins[string[0]] += 1
            spaced.update(string[0] if rest[:1] == " " else "")
    sure = spaced | {char for char in begins if begins[char] > 1 or ord(char) in SYMBOLS}
    return frozenset(sure - within)


def mend(line: Line, bullets: frozenset[str]) -> Line:
    """The line without invisible characters and bullets; radicals, vertical forms and ligatures replaced."""
    if not _SUSPECT.search(line.string):
        return line
    start = len(line.string) - len(line.string.lstrip())
    line = line.without([_leading_ornament(line.string, start, bullets)], "ornament", "bulleted")
    invisible = [slice(*m.span()) for m in _SUSPECT.finditer(line.string) if meaning(m.group()) == ""]
    line = line.without(invisible, "invisible character")
    meant = ((slice(*m.span()), meaning(m.group())) for m in _SUSPECT.finditer(line.string))
    return line.with_text(line.text.replace_all([(span, new) for span, new in meant if new], "glyph"))


def doubts(characters: set[str]) -> set[str]:
    """The flags that a page deserves for characters nobody can read."""
    names = {"Co": "private-use-glyphs", "Cn": "unassigned-characters"}
    flags = {names[category] for char in characters if (category := unicodedata.category(char)) in names}
    return flags | ({"unreadable-glyphs"} if "\ufffd" in characters else set())


def _leading_ornament(string: str, start: int, bullets: frozenset[str]) -> slice:
    """A bullet at the start of a line, with the space behind it."""
    end = start
    while end < len(string) and string[end] in bullets:
        end += 1
    while start < end < len(string) and string[end] == " ":
        end += 1
    return slice(start, end)


def _is_private(char: str) -> bool:
    return char != "" and unicodedata.category(char) == "Co" and meaning(char) != "\u3000"
