"""Undouble: a shadowed headline whose runs were each extracted twice or more.

    ““AIGCAIGC网络微短剧网络微短剧””        →  “AIGC网络微短剧”
    春耕备耕现场会⏎春耕备耕现场会            →  春耕备耕现场会
    三百老人的⏎三百老人的““松鹤梦⏎松鹤梦””   →  三百老人的“松鹤梦”     each copy came a row lower
    ““追光计划””领航                         →  “追光计划”领航         the Han's copies were dropped before
    家家户户、研究研究、高高兴兴              →  as they are: they are words

A line is shadowed if the whole of it is made of runs that stand equally often, and if that cannot be
language: a run is too long, there are too many, or a mark is doubled that nobody writes twice. The first copy
of each run stays, the others go to the ledger.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import gcd
from typing import NamedTuple

from pipeline.characters import HAN, count_han
from pipeline.page import Line, Page
from pipeline.people import people
from pipeline.registry import Settings, stage
from pipeline.text import join

LONGEST = 160  # characters with all their copies; a longer line is not display type
APART = 4  # glyphs; a shorter run is not parted from its copy by a space
STAIRS = 12  # rows that one line can fall into
ONCE = frozenset("“”‘’（）《》〈〉「」『』【】〔〕、，：；·")  # marks that nobody writes twice in a row
TELLING = ONCE - frozenset("”’）》〉」』】〕·")  # nor do two of these ever meet

_TWICE = re.compile(f"([{''.join(sorted(TELLING))}]) ?\\1")
_NO_HAN = re.compile(f"[^{HAN}\\s]+(?: +[^{HAN}\\s]+)*")


class Undouble(Settings):
    shortest: int = 3  # different letters of a run; a shorter doubled run alone is a word, not a shadow
    runs: int = 3  # a line of so many doubled runs of two letters is a shadow too
    singles: int = 6  # and one of so many doubled runs with so many different letters
    copies: int = 4  # how often a glyph can have been printed
    shortest_line: int = 4  # Han of a line that is repeated as a whole
    lines: int = 3  # lines of a headline that may be repeated together


class Run(NamedTuple):
    """text[start:end] and its copies up to `last`."""

    start: int
    end: int
    last: int


@stage("undouble", needs={"lines"}, gives={"lines"})
def undouble(page: Page, settings: Undouble) -> Page:
    page = without_stairs(page, settings)
    page = page.map_lines(lambda line: line.without(copies(line.string, settings), "shadow", "shadowed"))
    return without_repeats(page, settings)


def copies(text: str, settings: Undouble = Undouble()) -> list[slice]:  # noqa: B008 (frozen)
    """The second and further copies, if the whole line is shadowed; else none."""
    if not 2 <= len(text) <= LONGEST:
        return []
    times = gcd(*Counter(text.replace(" ", "")).values())  # 1 in nearly every line
    marks = _TWICE.search(text)
    for count in range(settings.copies, 1, -1) if times > 1 or marks else ():
        runs = repeated_runs(text, count) if times % count == 0 else []
        if runs and not _no_language([text[run.start : run.end] for run in runs], settings):
            continue
        if runs := runs or (_repeated_marks(text, count) if marks else []):
            return [slice(run.end, run.last) for run in runs]
    return []


def repeated_runs(text: str, count: int) -> list[Run]:
    """The fewest runs that the text is made of, each standing `count` times; empty if it is not."""
    if any(times % count for char, times in Counter(text).items() if char != " "):
        return []
    ways: dict[int, tuple[Run, ...]] = {0: ()}  # from the start to each place
    for start in range(len(text)):
        if start not in ways:
            continue
        if text[start] == " ":  # between two runs nothing was printed, so nothing was printed twice
            ways.setdefault(start + 1, ways[start])
            continue
        for length in range(1, (len(text) - start) // count + 1):
            last = _last_copy(text, start, length, count)
            if last is not None and (last not in ways or len(ways[last]) > len(ways[start]) + 1):
                ways[last] = (*ways[start], Run(start, start + length, last))
    return list(ways.get(len(text), ()))


def without_repeats(page: Page, settings: Undouble) -> Page:
    """The page without lines, or groups of a few lines, that stand again right behind themselves."""
    lines, kept, at = page.lines, [], 0
    while at < len(lines):
        size, count = _repeats(lines, at, settings)
        for line in lines[at + size : at + size * count]:
            line.without([slice(None)], "shadow")
        kept += [line.with_text(line.text, "shadowed" if count > 1 else None) for line in lines[at : at + size]]
        at += size * count
    return page.but(lines=tuple(kept))


def without_stairs(page: Page, settings: Undouble) -> Page:
    """The page with the rows made one line again in which every row ends one copy and begins the next run."""
    lines, kept, at = page.lines, list[Line](), 0
    while at < len(lines):
        stop = at + 1
        while stop < len(lines) and stop - at < STAIRS and _step(lines[stop - 1], lines[stop]):
            stop += 1
        line = lines[at]
        for end in range(stop, at + 1, -1):
            row = join([line.text for line in lines[at:end]])
            rows = {line.string for line in lines[at:end]}
            if len(rows) > 1 and (spans := copies(row.string, settings)):
                line = lines[at].with_text(row).without(spans, "shadow", "shadowed")
                at = end - 1
                break
        kept.append(line)
        at += 1
    return page.but(lines=tuple(kept))


def _last_copy(text: str, start: int, length: int, count: int) -> int | None:
    """The end of the last of `count` copies of text[start:start+length], a space between them or none."""
    run = text[start : start + length]
    end = start + length
    apart = run in ONCE or (length >= APART and " " not in run)
    for _ in range(count - 1):
        if apart and text.startswith(" ", end):
            end += 1
        if not text.startswith(run, end):
            return None
        end += length
    return None if run[-1] == " " else end


def _repeated_marks(text: str, count: int) -> list[Run]:
    """The repeated runs of a line in which all is repeated but the Han, a telling mark among it."""
    found: list[Run] = []
    for part in _NO_HAN.finditer(text):
        runs = repeated_runs(part.group(), count)
        if not runs:
            return []
        found += [Run(*(place + part.start() for place in run)) for run in runs]
    return found if any(text[run.start] in TELLING for run in found) else []


def _no_language(runs: Sequence[str], settings: Undouble) -> bool:
    """Whether no sentence repeats such runs: 轰隆隆轰隆隆 is a word, ““ and 春耕备耕春耕备耕 are none."""
    weights = [_weight(run) for run in runs]
    size = sum(map(len, runs))
    long_ones = sum(len(run) for run, weight in zip(runs, weights, strict=True) if weight >= settings.shortest)
    marks = any(set(run) <= ONCE for run in runs)
    letters = {char for run in runs for char in run if _weight(char)}
    return (
        2 * long_ones >= size
        or (marks and len(letters) >= settings.shortest)
        or sum(weight >= 2 for weight in weights) >= settings.runs
        or (len(runs) >= settings.singles <= len(letters))
    )


def _weight(run: str) -> int:
    """How many different letters a run has: digits and dots repeat of their own accord."""
    return len(set(re.sub(r"[\W\d_]", "", run)))


def _repeats(lines: tuple[Line, ...], at: int, settings: Undouble) -> tuple[int, int]:
    """How many lines from `at` on stand how often; what stands too often is the column of a table."""
    for size in range(1, settings.lines + 1):
        group = [line.string for line in lines[at : at + size]]
        count = 1
        while [line.string for line in lines[at + size * count : at + size * (count + 1)]] == group:
            if count == 1 and not _display(group, settings):
                break
            count += 1
        if count > 1:
            return (size, count) if count <= settings.copies else (size * count, 1)
    return 1, 1


def _display(group: list[str], settings: Undouble) -> bool:
    """Whether the lines can be a headline; of two bylines each has its own story."""
    if any(count_han(line) < 2 or people(line, ("authors", "pictures", "desk")) for line in group):
        return False
    return sum(map(count_han, group)) >= settings.shortest_line


def _step(above: Line, below: Line) -> bool:
    """Whether the line begins with what the one above it ends with."""
    a, b = above.string, below.string
    return not below.gap and any(b.startswith(a[n:]) for n, char in enumerate(a) if char == b[0])
