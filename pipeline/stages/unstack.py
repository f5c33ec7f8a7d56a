"""Unstack: vertical text that was extracted one character a line.

    本⏎版⏎编⏎辑⏎⏎黄⏎漠   →  本版编辑 黄漠
    养⏎老 本⏎⏎报⏎记⏎者    →  养老 / 本报记者    two stacks met on one line, one was cut by a blank line
    共有⏎1⏎0⏎支⏎队伍       →  as it is: a broken line, not a vertical one

A stack is a run of lines that hold one ideograph each, or a mark between ideographs. Its chunks (parted by
blank lines) are words; role words that a blank line cut through are made whole first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from pipeline.characters import HAN, count_han, is_han
from pipeline.page import Direction, Line, Page
from pipeline.people import is_name, names_in, role_words
from pipeline.registry import Settings, stage
from pipeline.text import Text, join

_SINGLE = re.compile(f"[{HAN}][/／：:]?|[/／，、：；。？！…—·“”‘’《》「」『』（）]")
_MEETING = re.compile(f"[{HAN}](?: [{HAN}])+")  # the end of one stack and the beginning of the next


class Unstack(Settings):
    fewest: int = 3  # lines with an ideograph that make a stack by themselves
    fewest_apart: int = 2  # and those that do where blank lines part them from the rest


@stage("unstack", needs={"lines"}, gives={"lines"})
def unstack(page: Page, settings: Unstack) -> Page:
    """Reassemble vertical text that was extracted one character a line."""
    lines: list[Line] = []
    for run in stacks(page.lines, settings):
        lines += words_of(run) if isinstance(run, list) else [run]
    return page.but(lines=tuple(lines))


def stacks(lines: tuple[Line, ...], settings: Unstack) -> Iterator[Line | list[Line]]:
    """The lines one by one, but those of a stack together as a list."""
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and _stackable(lines[stop].string) and _under(lines, at, stop):
            stop += 1
        end = stop
        while end > at and _MEETING.fullmatch(lines[end - 1].string):
            end -= 1  # no second stack goes on from here: a spread word
        signs = sum(count_han(line.string) > 0 for line in lines[at:end])
        if signs >= settings.fewest or (signs >= settings.fewest_apart and _apart(lines, at, end)):
            yield list(lines[at:end])
            yield from lines[end:stop]
        else:
            stop = max(stop, at + 1)
            yield from lines[at:stop]
        at = stop


def words_of(stack: list[Line]) -> list[Line]:
    """The words of a stack, a line each: a role with the names behind it, or whatever a chunk spells."""
    chunks = list(_chunks(stack))
    whole = join(chunks)
    breaks = set(accumulate(map(len, chunks)))
    for start, end in _roles(whole.string):
        breaks -= set(range(start + 1, end))
        breaks |= {start, end}
    parts = whole.split(*sorted(breaks - {0, len(whole)}))
    first = stack[0]
    return [
        replace(
            first,
            text=text,
            direction=Direction.VERTICAL,
            gap=first.gap if n == 0 else 1,
            marks=first.marks | {"stacked"},
        )
        for n, text in enumerate(_lines_of(parts))
    ]


def _stackable(string: str) -> bool:
    return bool(_SINGLE.fullmatch(string) or _MEETING.fullmatch(string))


def _under(lines: tuple[Line, ...], first: int, n: int) -> bool:
    """Whether line n can stand under the first: in fixed-width text, in the same cell."""
    a, b = lines[first].box, lines[n].box
    return a is None or b is None or abs(a.x0 - b.x0) <= 1


def _apart(lines: tuple[Line, ...], start: int, end: int) -> bool:
    """Whether blank lines or the page's edges part lines[start:end] from the rest."""
    return (start == 0 or lines[start].gap > 0) and (end == len(lines) or lines[end].gap > 0)


def _chunks(stack: list[Line]) -> Iterator[Text]:
    """The texts of a stack between blank lines; where two stacks meet on a line, the first ends there."""
    chunk: list[Text] = []
    for line in stack:
        if line.gap and chunk:
            yield join(chunk)
            chunk = []
        if " " in line.string:
            for n, part in enumerate(_at_spaces(line.text)):
                if n and chunk:
                    yield join(chunk)
                    chunk = []
                chunk.append(part)
        else:
            chunk.append(line.text)
    if chunk:
        yield join(chunk)


def _at_spaces(text: Text) -> list[Text]:
    spaces = [slice(n, n + 1) for n, char in enumerate(text.string) if char == " "]
    parts = [
        text[start:end]
        for start, end in zip([0, *(s.stop for s in spaces)], [*(s.start for s in spaces), len(text)], strict=True)
    ]
    text.delete(spaces, "spacing")
    return [part for part in parts if len(part)]


def _roles(string: str) -> Iterator[tuple[int, int]]:
    """Where role words of two characters or more stand in the stack, with the colon behind them."""
    pattern = "|".join(w for w in role_words("authors", "pictures", "desk") if len(w) > 1)
    for match in re.finditer(f"(?:{pattern})[：:]?", string):
        yield match.span()


def _lines_of(parts: list[Text]) -> Iterator[Text]:
    """Each role word with the names that belong to it, names joined by a recorded space."""
    line: list[Text] = []
    for part in parts:
        is_role = part.string.strip("/／：:") in role_words("authors", "pictures", "desk")
        named = is_name(part.string) or names_in(part.string) is not None
        tied = bool(line) and line[-1].string[-1] in "/／"
        slashed = part.string[-1] in "/／"
        slash = part.string in ("/", "／")
        tied = tied or (slash and bool(line))
        new = not tied and ((is_role and bool(line)) or (slashed and bool(line)) or not (named or is_role))
        after_word = bool(line) and not tied and not _belongs(line, named, is_role)
        if line and (new or after_word):
            yield _spaced(line)
            line = []
        line.append(part)
    if line:
        yield _spaced(line)


def _belongs(line: list[Text], named: bool, is_role: bool) -> bool:
    """Whether a name or role may follow here: on a line that began with a role, or behind a slash."""
    begins = line[0].string.strip("/／：:") in role_words("authors", "pictures", "desk")
    return (begins and named) or (is_role and line[-1].string[-1] in "/／")


def _spaced(parts: list[Text]) -> Text:
    """The words of a line with a space between, except behind a slash and where a word merely went on."""
    joined = parts[0]
    for part in parts[1:]:
        tied = not (is_han(joined.string[-1]) and is_han(part.string[0]))
        joined = join([joined, part]) if tied else join([joined, part], between=" ", reason="parts words")
    return joined
