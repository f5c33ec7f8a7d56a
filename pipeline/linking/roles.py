"""Roles by looks: is a block running text, display type, a byline, a caption?

The classes are coarse where only the surroundings can tell (headline, kicker and deck are all `head`); who is
whose headline is decided later, against the stories.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import (
    CLOSERS,
    NO_LINE_START,
    OPENERS,
    PAUSES,
    STOPS,
    balance,
    count_han,
    ends_sentence,
    width,
)
from pipeline.column_labels import is_column_label
from pipeline.linking.forest import forest
from pipeline.linking.model import Features, Floats, rounded, softmax
from pipeline.linking.seams import REACH, PageWords, evidence
from pipeline.linking.shape import is_byline
from pipeline.linking.terms import Shared, Terms, around, shared_names, similarity, summed
from pipeline.page import Block, Role
from pipeline.people import is_name

CLASSES = ("paragraph", "head", "subheading", "byline", "caption", "column")
ROLE_OF = {
    "paragraph": Role.PARAGRAPH,
    "head": Role.HEADLINE,
    "subheading": Role.SUBHEADING,
    "byline": Role.BYLINE,
    "caption": Role.CAPTION,
    "column": Role.COLUMN,
}

ABSENT = -9.0  # in the columns of what stands around a block, where nothing does
VERSE = 5  # short lines together that are rather a poem or a list than a headline
CONTEXT = 2  # blocks of text to each side, besides the nearest, that tell what the text speaks of
# Words of sentences rather than of titles.
FUNCTION = frozenset("的了是在和有就也都不这那把被让着过说到从对与為为這說對與過讓個个")
NEIGHBOURS = {"before": -1, "two before": -2, "after": 1, "two after": 2}  # in blocks
SEEN_NEAR = (
    "lines", "width", "short by", "ends", "pause", "gap", "people", "name", "stops", "commas", "column words",
    "photo words", "shadowed", "opens", "begins", "closes", "dash", "colon", "space", "function words", "bulleted",
)  # fmt: skip
SEEN_FAR = ("lines", "width", "short by", "ends", "gap", "people", "stops")

_TOLD = {True: 1.0, None: 0.0, False: -1.0}
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、.．]|[①-⑳]|第[一二三四五六七八九十\d]+[章节条、：]|之[一二三四五六七八九十])"
)
_PHOTO = re.compile(r"图为|圖為|圖：|图：|摄$|摄）?$|/摄|／摄|攝|（图|（上图|（左图|（右图|摄影报道|^[▲△▼▽◀▶]")
_DASHED = re.compile(r"^(?:——|--|—|──)")
_OPENING = re.compile(r"^[【（(]?(?:本[报報][讯訊]|新华社|中新社|记者|記者)|^(?:昨|今|日前|近日|近期)|[电電]$")


def role_probabilities(blocks: tuple[Block, ...]) -> dict[str, Floats]:
    """For each class, its probability for each block."""
    return softmax(forest("role").scores(role_features(blocks)))


def role_features(blocks: tuple[Block, ...]) -> Features:
    """What a block looks like, and its neighbours in the source; one row a block."""
    strings = [block.string for block in blocks]
    measure = np.array([block.measure for block in blocks])
    looks = _looks(blocks, strings, measure)
    text = (looks["lines"] >= 3) & (_test(strings, _has_stops) > 0)
    usual = float(np.median(measure[text])) if text.any() else float(np.median(measure))
    alone = (looks["lines"] == 1) & (looks["width"] < np.minimum(measure - 1.25, 18.0))
    columns = {
        **looks,
        **{
            f"{name}, {where}": _moved(looks[name], steps)
            for where, steps in NEIGHBOURS.items()
            for name in (SEEN_NEAR if abs(steps) == 1 else SEEN_FAR)
        },
        "measure against the usual": measure - usual,
        "width against the usual": looks["width"] - usual,
        "measure after": _moved(measure, 1) - measure,
        "measure before": _moved(measure, -1) - measure,
        "width against the measure after": looks["width"] - _moved(measure, 1),
        "gap after": _moved(looks["gap"], 1),
        "verse": _verse(alone & (looks["ends"] == 0), looks["gap"]),
        "place": np.arange(len(blocks)) / len(blocks),
        "first": np.minimum(np.arange(len(blocks)), 9),
        "page's indents": np.full(len(blocks), looks["indent"].mean()),
        "page's gaps": np.full(len(blocks), looks["gap"].mean()),
        "page's usual measure": np.full(len(blocks), usual),
        "page's single lines": np.full(len(blocks), (looks["lines"] == 1).mean()),
        **_seams(strings),
        **_surroundings(blocks, strings, measure, text),
    }
    return rounded(columns)


def _looks(blocks: tuple[Block, ...], strings: list[str], measure: Floats) -> dict[str, Floats]:
    """What each block looks like by itself."""
    widths = [[width(line.string) for line in block.lines] for block in blocks]
    length = np.array([len(s) for s in strings])
    longest = np.array([max(each) for each in widths])
    return {
        "lines": np.minimum([len(block.lines) for block in blocks], 6),
        "characters": np.minimum(length, 200),
        "width": longest,
        "width of the last line": np.array([each[-1] for each in widths]),
        "width of the first line": np.array([each[0] for each in widths]),
        "measure": measure,
        "short by": measure - longest,
        "ends": _test(strings, ends_sentence),
        "pause": _test(strings, lambda s: s[-1] in PAUSES),
        "asks": _test(strings, lambda s: s[-1] in "？！"),
        "closes a bracket": _test(strings, lambda s: s[-1] in CLOSERS),
        "begins with what ends": _test(strings, lambda s: s[0] in NO_LINE_START),
        "begins with a quote": _test(strings, lambda s: s[0] in OPENERS),
        "begins with a digit": _test(strings, lambda s: s[0].isdigit()),
        "ends with a digit": _test(strings, lambda s: s[-1].isdigit()),
        "open quotes": np.array([balance(s) for s in strings]),
        "stops": np.array([sum(c in STOPS for c in s[:-1]) for s in strings]),
        "commas": np.array([s.count("，") for s in strings]),
        "colon": np.array([s.find("：") for s in strings]),
        "space": np.array([s.find(" ") for s in strings]),
        "spaces": np.array([s.count(" ") for s in strings]),
        "marks": _share(np.array([sum(not c.isalnum() and not c.isspace() for c in s) for s in strings]), length),
        "ideographs": _share(np.array([count_han(s) for s in strings]), length),
        "digits": _share(np.array([sum(c.isdigit() for c in s) for s in strings]), length),
        "function words": _share(np.array([sum(c in FUNCTION for c in s) for s in strings]), length),
        "people": _test(strings, lambda s: is_byline(s, width(s))),
        "name": _test(strings, is_name),
        "shadowed": _mark(blocks, "shadowed"),
        "stacked": _mark(blocks, "stacked"),
        "bulleted": _mark(blocks, "bulleted"),
        "spread": _test(strings, lambda s: re.fullmatch(r"\S(?:[ \u3000]+\S)+", s) is not None),
        "indent": np.array([block.lines[0].indent / 2 for block in blocks]),
        "gap": np.minimum([block.gap for block in blocks], 3),
        "begins": np.array([_TOLD[block.begins] for block in blocks]),
        "closes": np.array([_TOLD[block.ends] for block in blocks]),
        "photo words": _test(strings, lambda s: _PHOTO.search(s) is not None),
        "column words": _test(strings, is_column_label),
        "dash": _test(strings, lambda s: _DASHED.match(s) is not None),
        "ordinal": _test(strings, lambda s: _ORDINAL.match(s) is not None),
        "opens": _test(strings, lambda s: _OPENING.search(s) is not None),
    }


def _share(count: NDArray[np.int64], length: NDArray[np.int64]) -> Floats:
    """In tenths: by finer ones trees would know the headlines that they learned from by heart."""
    return np.round(count / length, 1)


def _moved(column: Floats, steps: int) -> Floats:
    """For each block what the one `steps` behind it has (before it, if negative); ABSENT where there is none."""
    moved = np.full(len(column), ABSENT)
    if abs(steps) < len(column):
        if steps > 0:
            moved[:-steps] = column[steps:]
        else:
            moved[-steps:] = column[:steps]
    return moved


def _seams(strings: list[str]) -> dict[str, Floats]:
    """Whether a word or a number lies across the seam to the block before, and to the one after."""
    words = PageWords(strings)
    across = np.array([0.0, *(evidence(words, a[-REACH:], b[:REACH]) for a, b in pairwise(strings)), 0.0])
    return {"seam before": across[:-1], "seam after": across[1:]}


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
    blocks: tuple[Block, ...], strings: list[str], measure: Floats, text: NDArray[np.bool_]
) -> dict[str, Floats]:
    """For each block the nearest text before and after it: how far it is, how it ends and begins, whether both speak
    of the same (by words, by names), and how much the block speaks of what each of them does."""
    count = len(strings)
    places = np.flatnonzero(text)
    after = np.searchsorted(places, np.arange(count), side="right")  # of the texts
    before = np.searchsorted(places, np.arange(count), side="left") - 1
    has_after, has_before = after < len(places), before >= 0
    both = has_after & has_before
    names = ("alike", "known", "speaks of what is before", "speaks of what is after")
    made = {name: np.full(count, ABSENT) for name in names}
    for side, has, at in (("before", has_before, before), ("after", has_after, after)):
        here = places[at[has]]
        for name, column in {
            "blocks to the text": np.minimum(np.abs(here - np.flatnonzero(has)), 12),
            "measure of the text": measure[here] - measure[has],
            "begins of the text": np.array([_TOLD[blocks[n].begins] for n in here.tolist()]),
            "closes of the text": np.array([_TOLD[blocks[n].ends] for n in here.tolist()]),
            "opens of the text": _test([strings[n] for n in here.tolist()], lambda s: _OPENING.search(s) is not None),
            "characters of the text": np.array([min(len(strings[n]), 400) for n in here.tolist()]),
        }.items():
            made[f"{name} {side}"] = np.full(count, ABSENT)
            made[f"{name} {side}"][has] = column
    if len(places) < 2:
        return made
    texts = [strings[n] for n in places.tolist()]
    terms, shared = Terms(texts), Shared(texts)
    ahead, behind = around(terms.rows, CONTEXT, before=False), around(terms.rows, CONTEXT, before=True)
    made["alike"][both] = similarity(behind, ahead, before[both], after[both])
    made["known"][both] = shared_names(
        summed(shared.rows, CONTEXT, before=True),
        summed(shared.rows, CONTEXT, before=False),
        shared.weight,
        before[both],
        after[both],
    )
    own = terms.others(strings)
    here = np.arange(count)
    made["speaks of what is before"][has_before] = similarity(own, behind, here[has_before], before[has_before])
    made["speaks of what is after"][has_after] = similarity(own, ahead, here[has_after], after[has_after])
    return made


def _has_stops(string: str) -> bool:
    return any(char in string for char in "。，")


def _test(strings: list[str], test: Callable[[str], bool]) -> Floats:
    return np.array([float(test(s)) for s in strings])


def _mark(blocks: tuple[Block, ...], mark: str) -> Floats:
    return np.array([float(mark in block.marks) for block in blocks])
