"""Roles by looks: is a block running text, display type, a byline, a caption?

The classes are coarse where only the surroundings can tell (headline, kicker and deck are all `head`); who is
whose headline is decided later, against the stories.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import PAUSES, STOPS, count_han, ends_sentence, width
from pipeline.linking.model import Features, Floats, choice, probabilities
from pipeline.linking.shape import INDENT, SAME, is_byline
from pipeline.linking.terms import Shared, Terms, around, shared_names, similarity, summed
from pipeline.page import Block, Role
from pipeline.people import is_name
from pipeline.words import words

CLASSES = ("paragraph", "head", "subheading", "byline", "caption", "column")
ROLE_OF = {
    "paragraph": Role.PARAGRAPH,
    "head": Role.HEADLINE,
    "subheading": Role.SUBHEADING,
    "byline": Role.BYLINE,
    "caption": Role.CAPTION,
    "column": Role.COLUMN,
}

VERSE = 5  # short lines together that are rather a poem or a list than a headline
CONTEXT = 2  # blocks of text to each side, besides the nearest, that tell what the text speaks of

_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、.．]|[①-⑳]|第[一二三四五六七八九十\d]+[章节条、：]|之[一二三四五六七八九十])"
)
_PHOTO = re.compile(r"图为|圖為|圖：|图：|摄$|摄）?$|/摄|／摄|攝|（图|（上图|（左图|（右图|摄影报道|^[▲△▼▽◀▶]")
_DASHED = re.compile(r"^(?:——|--|—|──)")
_OPENING = re.compile(r"^[【（(]?(?:本[报報][讯訊]|新华社|中新社|记者|記者)|^(?:昨|今|日前|近日|近期)|[电電]$")


def role_probabilities(blocks: tuple[Block, ...]) -> dict[str, Floats]:
    """For each class, its probability for each block."""
    return probabilities(choice("role"), role_features(blocks))


def role_features(blocks: tuple[Block, ...]) -> Features:
    """What a block looks like, and its neighbours in the source; one row a block."""
    strings = [block.string for block in blocks]
    count = len(blocks)
    lines = np.array([len(block.lines) for block in blocks])
    longest = np.array([max(width(line.string) for line in block.lines) for block in blocks])
    measure = np.array([block.measure for block in blocks])
    ends = _test(strings, ends_sentence)
    people = np.array([is_byline(s, width(s)) for s in strings], dtype=float)
    gap = np.array([block.gap > 0 for block in blocks], dtype=float)
    gap_after = np.append(gap[1:], 1.0)
    text = (lines >= 3) & (_test(strings, _has_stops) > 0)
    opens = _test(strings, lambda s: _OPENING.search(s) is not None)
    indented = np.array([block.lines[0].indent >= 2 * (INDENT - 0.5) for block in blocks], dtype=float)
    indents_shown = float(indented.mean() > 0.1) if count else 0.0
    next_measure = np.append(measure[1:], 0.0)
    next_text = np.append(text[1:], False)
    begins = np.array([block.begins is True or "bulleted" in block.marks for block in blocks])
    next_begins = np.append(begins[1:], False)
    prev_text = np.append(False, text[:-1])
    prev_ends = np.append(1.0, ends[:-1])
    next_people = np.append(people[1:], 0.0)
    short = (lines == 1) & (longest < np.minimum(measure - 1.25, 18.0))
    asks = _test(strings, lambda s: s[-1] in "？！" and "。" not in s) * short
    name = _test(strings, is_name) * (lines == 1)
    head_before = np.append(False, ((lines <= 2) & (ends == 0) & (people == 0))[:-1])
    fresh = np.append(1.0, ends[:-1]) + gap > 0
    verse = _verse(short & (ends == 0), gap)
    cohesion, known, same_measure, run, last_of_run = _surroundings(strings, measure, text)
    columns = {
        "one line": lines == 1,
        "two lines": lines == 2,
        "three lines or more": lines >= 3,
        "long text": np.minimum([len(s) for s in strings], 120) / 60,
        "under 6 em": longest < 6,
        "6 to 12 em": (longest >= 6) & (longest < 12),
        "12 to 20 em": (longest >= 12) & (longest < 20),
        "over 20 em": longest >= 20,
        "one full line": (lines == 1) & (longest >= measure - 1.25),
        "ends a sentence": ends,
        "ends a sentence, one line": ends * (lines == 1),
        "one line, open, short": (lines == 1) & (ends == 0) & (longest < measure - 1.25),
        "one line, open, short, text around": (lines == 1)
        & (ends == 0)
        & (longest < measure - 1.25)
        & next_text
        & prev_text,
        "one line, open, full": (lines == 1) & (ends == 0) & (longest >= measure - 1.25),
        "one line, open, full, the next begins anew": (lines == 1)
        & (ends == 0)
        & (longest >= measure - 1.25)
        & next_begins,
        "one line, open, column changes": (lines == 1)
        & (ends == 0)
        & (np.abs(measure - next_measure) > SAME)
        & next_text,
        "two lines, open, no comma": (lines == 2) & (ends == 0) & (_test(strings, _has_stops) == 0),
        "ends with a pause": _test(strings, lambda s: s[-1] in PAUSES),
        "ends with ？ or ！": _test(strings, lambda s: s[-1] in "？！"),
        "short, asks or calls": asks,
        "short, asks or calls, text after": asks * next_text * fresh,
        "short, asks or calls, people after": asks * next_people,
        "short, asks or calls, blank line before": asks * gap,
        "short, asks or calls, text before and after": asks * next_text * prev_text,
        "a name": name,
        "a name, head-like before": name * head_before,
        "a name, head-like before, text after": name * head_before * next_text,
        "a name after": np.append(name[1:], 0.0),
        "a name after, one line, open": np.append(name[1:], 0.0) * (lines == 1) * (ends == 0),
        "among many short lines": verse,
        "among many short lines, first": verse * np.append(1.0, 1.0 - (verse[:-1] > 0)),
        "a stop inside": _test(strings, lambda s: any(c in s[:-1] for c in STOPS)),
        "a comma inside": _test(strings, lambda s: "，" in s),
        "a colon inside": _test(strings, lambda s: "：" in s[:-1]),
        "a space inside": _test(strings, lambda s: " " in s),
        "people": people,
        "shadowed": _mark(blocks, "shadowed"),
        "stacked": _mark(blocks, "stacked"),
        "bulleted": _mark(blocks, "bulleted"),
        "spread": _test(strings, lambda s: re.fullmatch(r"\S(?:[ \u3000]+\S)+", s) is not None),
        "indented": indented,
        "not indented where others are": indents_shown * (1 - indented),
        "blank line before": gap,
        "blank line after": gap_after,
        "blank lines around": gap * gap_after,
        "blank lines around, one line, open, short": gap
        * gap_after
        * (lines == 1)
        * (ends == 0)
        * (longest < measure - 1.25),
        "photo words": _test(strings, lambda s: _PHOTO.search(s) is not None),
        "column words": _test(strings, is_column_label),
        "begins with a dash": _test(strings, lambda s: _DASHED.match(s) is not None),
        "begins with an ordinal": _test(strings, lambda s: _ORDINAL.match(s) is not None),
        "begins with a quote": _test(strings, lambda s: s[0] in "“「『"),
        "opens like a story": opens,
        "few ideographs": _test(strings, lambda s: count_han(s) < 3),
        "text before": prev_text,
        "text after": next_text,
        "text before that ends": prev_text * prev_ends,
        "text before that goes on": prev_text * (1 - prev_ends),
        "text after opens a story": next_text * np.append(opens[1:], 0.0),
        "people after": next_people,
        "people before": np.append(0.0, people[:-1]),
        "head-like before": np.append(0.0, ((lines <= 2) & (ends == 0) & (people == 0))[:-1]),
        "head-like after": np.append(((lines <= 2) & (ends == 0) & (people == 0))[1:], 0.0),
        "wider than the text after": (longest > next_measure + 1.0) * next_text,
        "fits the text after": (longest <= next_measure) * next_text,
        "first of the page": np.arange(count) == 0,
        "text around speaks of the same": cohesion,
        "text around speaks of the same, alone": cohesion * (run == 1),
        "text around shares names": known,
        "text around shares names, alone": known * (run == 1),
        "text around has one measure": same_measure,
        "text around has one measure, alone": same_measure * (run == 1),
        "text around has one measure, speaks of the same": same_measure * cohesion,
        "alone between text": run == 1,
        "two between text": run == 2,
        "last before text": last_of_run,
    }
    return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


def _verse(short: NDArray[np.bool_], gap: Floats) -> Floats:
    """1 for each block of a run of VERSE or more short open lines with hardly a blank line between, as in a poem."""
    result = np.zeros(len(short))
    start = 0
    for n in range(len(short) + 1):
        if n == len(short) or not short[n] or (n > start and gap[n] and gap[max(start, n - 2) : n].any()):
            if n - start >= VERSE:
                result[start:n] = 1.0
            start = n if n < len(short) and short[n] else n + 1
    return result


def _surroundings(
    strings: list[str], measure: Floats, text: NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """For each block that is no long text: how far the text before and after it speaks of the same (by words, by
    names), whether that has one measure, how many such blocks stand together, whether this is the last of them."""
    count = len(strings)
    cohesion, known, same, run, last = (
        np.zeros(count),
        np.zeros(count),
        np.zeros(count),
        np.zeros(count),
        np.zeros(count),
    )
    places = np.flatnonzero(text)
    if len(places) < 2:
        return cohesion, known, same, run, last
    texts = [strings[n] for n in places.tolist()]
    rows, shared = Terms(texts).rows, Shared(texts)
    before, after = around(rows, CONTEXT, before=True), around(rows, CONTEXT, before=False)
    left = np.arange(len(places) - 1)
    alike = similarity(before, after, left, left + 1)
    left_names, right_names = (
        summed(shared.rows, CONTEXT, before=True),
        summed(shared.rows, CONTEXT, before=False),
    )
    common = shared_names(left_names, right_names, shared.weight, left, left + 1)
    for n, (start, end) in enumerate(pairwise(places.tolist())):
        inside = slice(start + 1, end)
        cohesion[inside] = alike[n]
        known[inside] = common[n]
        same[inside] = abs(measure[start] - measure[end]) <= SAME
        run[inside] = end - start - 1
        if end - start > 1:
            last[end - 1] = 1.0
    return cohesion, known, same, run, last


def is_column_label(string: str) -> bool:
    """Whether the words can be a column's name (栏目): 民生观察, 副中心养老调研报告, 简讯."""
    plain = re.sub(r"[\s·|]", "", string)
    table = _columns()
    return 2 <= len(plain) <= 10 and (plain in table["names"] or plain.endswith(tuple(table["tails"])))


@cache
def _columns() -> dict[str, list[str]]:
    return words("columns")


def _has_stops(string: str) -> bool:
    return any(char in string for char in "。，")


def _test(strings: list[str], test: Callable[[str], bool]) -> Floats:
    return np.array([float(test(s)) for s in strings])


def _mark(blocks: tuple[Block, ...], mark: str) -> Floats:
    return np.array([float(mark in block.marks) for block in blocks])
