"""Advertisements: boxed, in whatever type fills the space that was paid for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from tests.press.banner import Words
from tests.press.galley import slices
from tests.press.heads import display_lines
from tests.press.model import Box, Builder, Placed
from tests.press.typeset import width

PHRASE = 12.0  # em of a phrase that stays in one line
_LEAST = 4.0  # em that a side of the box has
_SIZES = (2.6, 2.2, 1.9, 1.65, 1.45, 1.3, 1.15, 1.0, 0.9, 0.8, 0.72)


@dataclass(frozen=True)
class _Set:
    """The words of an advertisement in place, and how far down they come."""

    words: tuple[Words, ...]
    foot: float


def set_advert(build: Builder, placed: Placed, box: Box, rng: Random, ruler: str = "measure") -> bool:
    """Fill the box with as large a type as goes in; what then remains is a picture. False if there is no room for
    a line of it: then nothing is set."""
    left, top, right, foot = box
    if right - left < _LEAST or foot - top < _LEAST:
        return False
    build.boxes.append(box)
    if rng.random() < 0.3:
        build.tints.append(box)
    inset = 0.8
    wide, tall = right - left - 2 * inset, foot - top - 1.4
    centred = rng.random() < 0.55
    picture = 0.0
    if tall > 16 and wide > 14 and rng.random() < 0.6:
        picture = tall * rng.uniform(0.25, 0.45)
    count = len(placed.story.body)
    plan = _plan(placed, wide, tall - picture, count, centred, rng.random() < 0.5, ruler)
    while plan is None and count > 1:
        picture, count = 0.0, count - 1
        plan = _plan(placed, wide, tall, count, centred, False, ruler)
    if plan is None:  # a very small space: the name alone
        plan = _try(placed, wide, _SIZES[-1], 0, True, False, ruler, tall)
    y = top + 0.7
    room = max(0.0, tall - plan.foot)
    if room > 7 and wide > 8:
        high = rng.random() < 0.5
        box_top = y if high else y + plan.foot + 0.6
        build.pictures.append((left + inset, box_top, right - inset, box_top + room - 0.8))
        y += room if high else 0.0
    else:
        y += room / 2
    for index, words in enumerate(plan.words):
        unit = build.unit(placed.key, words.role, _parts(words), max(0, index - 1))
        block, column = build.block(), build.column()
        for start, end, x, down, size in words.lines:
            build.line(
                unit,
                (start, end),
                (left + inset + x, y + down),
                measure=x + width(words.text[start:end].rstrip()) * size if centred else wide,
                size=size,
                block=block,
                column=column,
                display=words.display,
            )
    return True


def _whole(text: str, measure: float) -> bool:
    """Whether no phrase of a text has to be broken: what stands between spaces, if it is short."""
    return all(width(phrase) <= measure for phrase in text.split() if width(phrase) <= PHRASE)


def _lines(text: str, measure: float, ruler: str) -> list[tuple[int, int]]:
    """A text in lines, with as many phrases in one as go in whole."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"\S+", text):
        start, end = match.span()
        if found and width(text[found[-1][0] : end]) <= measure:
            found[-1] = found[-1][0], end
        else:
            found += [(start + a, start + b) for a, b in slices(match.group(), measure, ruler)]
    return found


def _parts(words: Words) -> list[tuple[str, str]]:
    return [("body" if words.role == "paragraph" else words.role, words.text)]


def _plan(placed: Placed, wide: float, tall: float, count: int, centred: bool, mixed: bool, ruler: str) -> _Set | None:
    """The largest type in which so many paragraphs fit with no phrase broken, or else with some."""
    fitting: _Set | None = None
    for size in _SIZES:
        made = _try(placed, wide, size, count, centred, mixed, ruler, tall)
        if made.foot <= tall:
            fitting = fitting or made
            if all(_whole(part.text, wide / size) for part in placed.story.body[:count]):
                return made
    return fitting


def _try(
    placed: Placed, wide: float, size: float, count: int, centred: bool, mixed: bool, ruler: str, tall: float
) -> _Set:
    story = placed.story
    title = story.title or ""
    found: list[Words] = []
    y = 0.0
    if title:
        spans = display_lines(story)
        longest = max(width(title[a:b]) for a, b in spans)
        large = max(min(wide / longest, size * 2.8, 7.0), min(size, wide / longest))
        large = min(large, 0.75 * tall / len(spans))
        lines = []
        for start, end in spans:
            lines.append((start, end, max(0.0, (wide - width(title[start:end]) * large) / 2), y, large))
            y += large * 1.2
        found.append(Words("headline", title, tuple(lines)))
        y += size * 0.4
    for index, part in enumerate(story.body[:count]):
        type_size = size * (1.25 if mixed and index == 0 else 0.9 if mixed and index > 1 else 1.0)
        lines = []
        for start, end in _lines(part.text, wide / type_size, ruler):
            free = max(0.0, wide - width(part.text[start:end].rstrip()) * type_size)
            lines.append((start, end, free / 2 if centred else 0.0, y, round(type_size, 2)))
            y += type_size * 1.35
        found.append(Words(part.type, part.text, tuple(lines), display=False))
        y += size * 0.2
    return _Set(tuple(found), y)
