"""Worn words: a character that was not surely read, with the one of the same shape that makes a word of it.

    打不了儿个电话, 在询间笔录里  →  打不了几个电话, 在询问笔录里
    喻旧坡, where the page has 喻田坡 twice  →  喻田坡
    本報記者 參志諾, which is no surname     →  本報記者 麥志諾
    女儿, 间隔, 一月二日                     →  as they are: words as they read, figures

A worn character has lost its thin strokes and reads as another one. What it may be is listed (`words/worn.toml`); a
word list, the page's own repetitions and the surname that a name must begin with tell whether it is. What is surely
read stays, and so do figures.
On 96 scans 139 characters were mended so, 9 misread ones took another wrong shape, and 7 right ones were lost.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import rjieba

from pipeline.characters import HAN, is_han
from pipeline.linking.seams import simplified
from pipeline.page import Line, Page
from pipeline.people import names_in, role_words
from pipeline.registry import Settings, stage
from pipeline.words import words

LONGEST = 4  # characters of a word
ROLE = 2  # characters of a role word at least that a name stands behind: 文 and 图 are other words as well
_RUN = re.compile(f"[{HAN}]*")


class WornWords(Settings):
    doubtful: float = 0.9  # confidence below which a character can be another
    repeated: int = 2  # times that a page must have what is no listed word
    repeats: int = 3  # characters of it


@stage("worn-words", needs={"lines"}, gives={"lines"})
def worn_words(page: Page, settings: WornWords) -> Page:
    """Give doubtful characters the shape that makes words of them."""
    sure = page.glyphs.confidence
    if sure is None:
        return page
    shapes: dict[str, str] = words("worn")["read"]
    pieces = Counter(
        piece
        for line in page.lines
        for piece in _around(line.string, None, settings.repeats)
        if all(map(is_han, piece))
    )

    def mend(line: Line) -> Line:
        changes = [
            (slice(n, n + 1), meant)
            for n, (char, origin) in enumerate(zip(line.string, line.text.origins.tolist(), strict=True))
            if char in shapes and origin >= 0 and sure[origin] < settings.doubtful
            if (meant := _meant(line.string, n, shapes[char], pieces, settings)) is not None
        ]
        return line.with_text(line.text.replace_all(changes, "worn character"))

    return page.map_lines(mend)


def _meant(line: str, at: int, others: str, pieces: Counter[str], settings: WornWords) -> str | None:
    """Which of the others stands at a place of a line, if one does."""
    if (surname := _surname(line, at, others)) is not None:
        return surname
    first = max(0, at - max(LONGEST, settings.repeats) + 1)  # no farther does a word reach
    line, at = line[first : at + max(LONGEST, settings.repeats)], at - first
    own = longest_word(line, at)
    best: list[tuple[int, str]] = []
    for other in others:
        told = f"{line[:at]}{other}{line[at + 1 :]}"
        seen = max((pieces[piece] for piece in _around(told, at, settings.repeats)), default=0)
        length = max(longest_word(told, at), settings.repeats if seen >= settings.repeated else 0)
        best.append((length, other))
    best.sort(reverse=True)
    alone = len(best) == 1 or best[1][0] < best[0][0]
    return best[0][1] if alone and best[0][0] > max(own, 1) else None


def _surname(line: str, at: int, others: str) -> str | None:
    """Which of the others begins the names that stand behind a role word, where the character read begins none."""
    roles = _roles()
    if not line[:at].rstrip().endswith(roles):
        return None
    run = _RUN.match(line, at + 1)
    rest = re.split("|".join(roles), run[0] if run else "")[0]
    if not rest or names_in(line[at] + rest):
        return None
    fit = [other for other in others if names_in(other + rest)]
    return fit[0] if len(fit) == 1 else None


@cache
def _roles() -> tuple[str, ...]:
    return tuple(role for role in role_words("authors", "pictures") if len(role) >= ROLE)


def _around(line: str, at: int | None, length: int) -> list[str]:
    """The pieces of a line of this length; only those that hold the character `at` a place, if one is given."""
    starts = range(len(line) - length + 1)
    if at is not None:
        starts = range(max(0, at - length + 1), min(at, len(line) - length) + 1)
    return [line[start : start + length] for start in starts]


def longest_word(line: str, at: int) -> int:
    """How long the longest listed word of several characters is that holds the character at a place; else 0."""
    pieces = [piece for length in range(LONGEST, 1, -1) for piece in _around(line, at, length)]
    pieces = [piece for piece in pieces if all(map(is_han, piece))]
    told = simplified(pieces) if pieces else []
    return next((len(piece) for piece in told if rjieba.has_word(piece)), 0)
