"""The shape of lines: how wide each is, how wide its column is, and what its two ends say.

A typeset line in mid-paragraph is full; the last line of a paragraph is short and ends a sentence; the first is
short by the two em of its indent. So a line's width against its column's measure says most of what the lost
layout said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import (
    NO_LINE_END,
    NO_LINE_START,
    OPENERS,
    PAUSES,
    balance,
    ends_sentence,
    is_han,
    width,
)
from pipeline.lost import told
from pipeline.page import Line
from pipeline.people import people, people_with_offices, reader_in

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WINDOW = 10  # lines to each side that tell the measure
SQUEEZE = 0.25  # em: half of what a quote, or one of two marks side by side, may be squeezed by
MARK = 0.5  # em that a full-width mark gives up at most, to keep the next mark from a line's start
SAME = 1.5  # em; measures nearer than this are one
AGREE = 3.0  # em; widths nearer than this speak for the same measure, the nearer the more
SLACK = 1.25  # em by which a full line may miss its measure: kinsoku, squeezed punctuation, narrow digits
INDENT = 2.0  # em
CHUNK = 4096  # lines measured at a time, so that memory stays bounded
LONGEST_BYLINE = 40.0  # em

_UNBROKEN = re.compile(r"[0-9A-Za-z.,%+\-]{2,12}")
_SQUEEZED = re.compile(r"[“”‘’]|[，。、；：！？）》](?=[“‘（《」』”’])|(?<=[”’）》])[（《“‘]")
_MARKS = re.compile(r"[，。、；：！？“”‘’（）《》「」『』【】〈〉〔〕]")
_OPENING = re.compile(
    r"^(?:【?本[报報][讯訊]|[（(【]?(?:记者|記者|本报记者|本報記者|通讯员|中央社)|新华社|中新社|"
    r"[\u4e00-\u9fff]{2,4}(?:电|電|訊)[　 （(○]|(?:昨|今|前|近|日前|最近|本周|上周|(?:\d{1,2}月)?\d{1,2}日))"
)


@dataclass(frozen=True)
class Shapes:
    """One row a line. Widths and measures in em; `support` is how many neighbours share the measure."""

    width: Floats
    slack: Floats  # em by which the line may miss its measure and still be full
    measure: Floats
    support: Floats
    ends_sentence: Flags
    ends_pause: Flags
    ends_open: Flags  # with an opening quote or bracket, or Latin that goes on
    starts_closed: Flags  # with what may not begin a line
    starts_quote: Flags
    opens_quote: Flags  # more is opened than closed
    closes_quote: Flags
    opening: Flags  # 本报讯, 昨天, 近日: how a story begins
    people: Flags  # a byline or signature
    display: Flags  # shadowed or stacked
    bulleted: Flags
    indent: Floats  # em that the source shows
    gap: Floats  # blank lines before
    han: Flags  # the first and the last character are ideographs

    @cached_property
    def full(self) -> Flags:
        """As wide as the column, or short of it by an indent where a paragraph may begin."""
        return (self.width >= self.measure - self.slack) | (
            self.indented & (self.starts_fresh | (self.indent >= INDENT - 0.5))
        )

    @cached_property
    def indented(self) -> Flags:
        """Short by an indent: as wide as the first line of a paragraph whose indent was lost."""
        missing = self.measure - self.width
        more = missing - INDENT
        return (more >= -1.0) & (more <= 1.0 + self.slack - SLACK) & (self.support >= 2)

    @cached_property
    def starts_fresh(self) -> Flags:
        """A blank line, the end of a sentence or a line that is no running text stands before."""
        before = self.ends_sentence | self.people | self.display | (self.support < 2)
        return np.concatenate([[True], before[:-1]]) | (self.gap > 0)


def shapes(lines: tuple[Line, ...]) -> Shapes:
    """The shapes of a page's lines, in their order."""
    strings = [line.string for line in lines]
    squeeze = np.array([SQUEEZE * len(_SQUEEZED.findall(s)) for s in strings])
    widths = np.array([width(s) for s in strings], dtype=np.float64) - squeeze
    # a number that did not fit stands at the next line's start; it leaves its own width open
    leading = [width(found.group()) if (found := _UNBROKEN.match(s)) else 0.0 for s in strings]
    unbroken = np.maximum(np.array([*leading[1:], 0.0]) - 0.5, 0.0)
    least = widths - np.array([MARK * len(_MARKS.findall(s)) for s in strings])
    measure, support = measures(widths, least, np.array([line.gap > 0 for line in lines]))
    balances = np.array([balance(s) for s in strings])

    def flags(test: list[bool]) -> Flags:
        return np.array(test, dtype=bool)

    return Shapes(
        width=widths,
        slack=SLACK + squeeze + unbroken,
        measure=measure,
        support=support,
        ends_sentence=flags([ends_sentence(s) for s in strings]),
        ends_pause=flags([s[-1] in PAUSES for s in strings]),
        ends_open=flags([s[-1] in NO_LINE_END for s in strings]),
        starts_closed=flags([s[0] in NO_LINE_START for s in strings]),
        starts_quote=flags([s[0] in OPENERS for s in strings]),
        opens_quote=balances > 0,
        closes_quote=balances < 0,
        opening=flags([_OPENING.match(s) is not None for s in strings]),
        people=flags([is_byline(s, w) for s, w in zip(strings, widths, strict=True)]),
        display=flags([bool(line.marks & {"shadowed", "stacked"}) for line in lines]),
        bulleted=flags(["bulleted" in line.marks for line in lines]),
        indent=np.array([line.indent / 2 for line in lines], dtype=np.float64),
        gap=np.array([line.gap for line in lines], dtype=np.float64),
        han=flags([is_han(s[0]) and is_han(s[-1]) for s in strings]),
    )


def is_byline(string: str, line_width: float) -> bool:
    """Whether a line is people and their roles, or a signature in brackets, and nothing else."""
    if line_width > LONGEST_BYLINE or string[-1] in "。，、；：":
        return False
    string = told(string)
    if string[0] in "（(【" and string[-1] in "）)】":
        return bool(people_with_offices(string[1:-1]))
    found = people(string)
    if not found:
        return reader_in(string) is not None
    return any(author.role for author in found) or (len(found) > 1 and " " in string)


def measures(widths: Floats, least: Floats, gaps: Flags) -> tuple[Floats, Floats]:
    """The measure of each line's column, and how many lines around it share it.

    It is the width on which most of the lines around agree, among those that the line fits into with its marks
    squeezed (`least`); lines beyond a blank line count less, and a line with no such neighbours measures itself.
    """
    count = len(widths)
    measure, support = np.empty(count), np.empty(count)
    offsets = np.arange(-WINDOW, WINDOW + 1)
    nearness = 1 / (1 + np.abs(offsets) / 8)
    padded = np.pad(widths, WINDOW, constant_values=-100.0)
    passages = np.pad(np.cumsum(gaps), WINDOW)
    for start in range(0, count, CHUNK):
        rows = np.arange(start, min(start + CHUNK, count))
        around = rows[:, None] + offsets + WINDOW
        near = padded[around]  # (lines, neighbours)
        weight = nearness / (1 + np.abs(passages[around] - passages[rows + WINDOW, None]))
        apart = np.abs(near[:, :, None] - near[:, None, :])
        votes = np.einsum("lij,lj->li", np.clip(1 - apart / AGREE, 0, None), weight)
        fits = near >= least[rows, None] - 0.75
        best = np.where(fits, votes, 0.0).argmax(axis=1)
        chosen = near[np.arange(len(rows)), best]
        same = (np.abs(near - chosen[:, None]) <= AGREE / 2) * weight
        measure[rows] = (same * near).sum(axis=1) / same.sum(axis=1)
        support[rows] = (same > 0).sum(axis=1)
    return measure, support
