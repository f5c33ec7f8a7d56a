"""Undouble: a shadowed headline whose runs were each extracted twice or more.

    ““AIGCAIGC网络微短剧网络微短剧””   →  “AIGC网络微短剧”
    春耕备耕现场会⏎春耕备耕现场会       →  春耕备耕现场会
    家家户户、研究研究、高高兴兴         →  as they are: they are words

A line is shadowed if the whole of it is made of repeated runs. The first copy of each run stays, the others go
to the ledger.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.characters import count_han
from pipeline.page import Line, Page
from pipeline.registry import Settings, stage

LONGEST = 120  # characters; a longer line is not display type


class Undouble(Settings):
    shortest: int = 3  # glyphs of a run; a shorter doubled run alone is a word, not a shadow
    copies: int = 4  # how often a glyph can have been printed
    pairs: int = 6  # a line of so many doubled single glyphs is a shadow too
    shortest_line: int = 5  # Han of a line that is repeated as a whole
    lines: int = 3  # lines of a headline that may be repeated together


@stage("undouble", needs={"lines"}, gives={"lines"})
def undouble(page: Page, settings: Undouble) -> Page:
    page = page.map_lines(lambda line: line.without(copies(line.string, settings), "shadow", "shadowed"))
    return without_repeats(page, settings)


def copies(text: str, settings: Undouble = Undouble()) -> list[slice]:  # noqa: B008 (frozen)
    """The second and further copies, if the whole line is made of repeated runs; else none."""
    if not 2 <= len(text) <= LONGEST or not _could_repeat(text):
        return []
    runs = _repeated_runs(text, settings.copies)
    if runs is None:
        return []
    repeated = [(start, length, end) for start, length, end in runs if end > start + length]
    if not repeated:
        return []
    long_runs = sum(end - start for start, length, end in repeated if _weight(text[start : start + length]) >= settings.shortest)
    doubled_glyphs = len(repeated) >= settings.pairs and all(length == 1 for _, length, _ in repeated)
    if long_runs * 2 < len(text) and not (doubled_glyphs and len(set(text)) >= settings.pairs):
        return []
    return [slice(start + length, end) for start, length, end in repeated]


def without_repeats(page: Page, settings: Undouble) -> Page:
    """The page without lines, or groups of a few lines, that stand again right behind themselves."""
    kept: list[Line] = []
    lines, at = list(page.lines), 0
    while at < len(lines):
        for size in range(1, settings.lines + 1):
            group = [line.string for line in lines[at : at + size]]
            end = at + size
            while [line.string for line in lines[end : end + size]] == group and _display(group, settings):
                end += size
            if end > at + size:
                for line in lines[at + size : end]:
                    line.without([slice(None)], "shadow")
                kept += [line.with_text(line.text, "shadowed") for line in lines[at : at + size]]
                break
        else:
            kept.append(lines[at])
            end = at + 1
        at = end
    return page.but(lines=tuple(kept))


def _could_repeat(text: str) -> bool:
    """A quick look: in repeated runs every character stands at least twice."""
    return all(text.count(char) > 1 for char in set(text.replace(" ", "")))


def _repeated_runs(text: str, most_copies: int) -> list[tuple[int, int, int]] | None:
    """The line as repeated runs (start, length of a copy, end) with as few runs as can be, or None."""

    @cache
    def parse(start: int) -> tuple[tuple[int, int, int], ...] | None:
        if start == len(text):
            return ()
        best: tuple[tuple[int, int, int], ...] | None = None
        if text[start] == " " and start:  # a space between runs was not printed, so it was not printed twice
            rest = parse(start + 1)
            best = None if rest is None else ((start, 1, start + 1), *rest)
        for length in range((len(text) - start) // 2, 0, -1):
            for count, end in _powers(text, start, length, most_copies):
                rest = parse(end)
                if rest is not None and count and (best is None or len(rest) + 1 < len(best)):
                    best = ((start, length, end), *rest)
        return best

    found = parse(0)
    return None if found is None else list(found)


def _powers(text: str, start: int, length: int, most_copies: int) -> list[tuple[int, int]]:
    """How often text[start:start+length] follows itself: (copies, end) for every count from the highest down.

    A space between two copies belongs to the shadow: 春耕 春耕.
    """
    run = text[start : start + length]
    found, end = [], start + length
    if run[0] == " " or run[-1] == " ":
        return []
    for count in range(2, most_copies + 1):
        if not text.startswith(run, end):
            if text.startswith(" " + run, end) and length >= 4:
                end += 1
            else:
                break
        end += length
        found.append((count, end))
    return found[::-1]


def _weight(run: str) -> int:
    """Glyphs that tell: a repeated run of digits or dots is no headline."""
    return len(re.sub(r"[\W\d_]", "", run)) if not count_han(run) else len(run)


def _display(group: list[str], settings: Undouble) -> bool:
    return all(count_han(line) >= 2 for line in group) and sum(map(count_han, group)) >= settings.shortest_line
