"""Roles on paper: what a block is, by its size, face, place, neighbours and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import PAUSES, ends_sentence, width
from pipeline.column_labels import is_column_label
from pipeline.layout.displays import DISPLAY
from pipeline.layout.scene import NONE, Scene
from pipeline.linking.forest import forest
from pipeline.linking.model import Features, Floats, softmax
from pipeline.linking.shape import is_byline
from pipeline.people import is_name, is_picture_credit
from pipeline.running_heads import JUMP, is_newspaper, parse

CLASSES = ("paragraph", "head", "subheading", "byline", "caption", "column", "furniture")

UNSURE = 0.02  # of its size: by so much can a scan's type be measured too small
BODY = 0.11  # body sizes by which type of the body's differs less
LARGER, SMALLER = 1.16, 0.9  # times the size of its neighbour, from which on type is larger or smaller

_DASHED = re.compile(r"^(?:——|--|—|──)")
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、.．](?!\d))"
)
_PHOTO = re.compile(r"图为|圖為|图：|圖：|摄$|摄）?$|攝|（图|（上图|（左图|（右图|^[▲△▼▽◀▶]")
_DATE = re.compile(
    r"\d{4}年|[一二三四五六七八九十○〇]{1,3}月[一二三四五六七八九十廿卅]{1,3}日|星期|第.{1,6}版|^\d{1,2}$|責任編輯|责任编辑|編輯|编辑|校对|電話|电话"
)
_SIGNED = re.compile(r"^[（(【].{2,24}[）)】]$")


def likeliest(looks: Mapping[str, NDArray[np.float64]]) -> NDArray[np.int64]:
    """What each thing looks most like: the place of its class in CLASSES. `looks` are the probabilities of each."""
    return np.asarray(np.array([looks[name] for name in CLASSES]).argmax(axis=0), dtype=np.int64)


def role_probabilities(scene: Scene, fonts: Floats, *, inked: bool = False) -> dict[str, Floats]:
    """For each class, its probability for each block. Pages that OCR has read, whose sizes are measured on ink
    (`inked`), have a forest of their own."""
    return softmax(forest("inked-role" if inked else "paper-role").scores(role_features(scene, fonts)))


def role_features(scene: Scene, fonts: Floats) -> Features:
    """One row a block. `fonts` is 1 where a block's face is not that of the running text."""
    count = scene.count
    blocks = scene.blocks
    strings = [block.string for block in blocks]
    size, lines = scene.size[:count], np.array([len(block.lines) for block in blocks])
    wide = (scene.end - scene.start)[:count]
    letters = np.array([len(s) for s in strings], dtype=np.float64)
    body = (np.abs(size - 1) < BODY) & (lines >= 2)
    above, below = scene.above[:count], scene.below[:count]
    here = np.arange(count)
    to_above, to_below = scene.gap(above, here), scene.gap(here, below)
    picture_above, picture_below = scene.is_picture[above], scene.is_picture[below]
    beyond = np.zeros(len(scene.start) - count + 1)  # pictures and lettering, and one for NONE
    pad = np.append(scene.size, 0.0)
    size_above, size_below = pad[above], pad[below]
    is_body = np.append(body, beyond > 0)
    pad_frame = np.append(scene.frame, NONE)
    lone = lines == 1
    middle = (scene.start + scene.end) / 2
    mid_below = np.where(below != NONE, middle[below], -99.0)
    mid_above = np.where(above != NONE, middle[above], -99.0)
    centred = (np.abs(middle[:count] - mid_below) < 0.8) | (np.abs(middle[:count] - mid_above) < 0.8)
    head, foot = (float(scene.top.min()), float(scene.foot.max())) if len(scene.top) else (0.0, 1.0)
    depth = (scene.top[:count] - head) / max(1.0, foot - head)
    narrower = wide < 0.8 * np.where(below != NONE, (scene.end - scene.start)[below], 0.0)
    furniture = _test(strings, lambda s: len(s) < 60 and (parse(s) or parse(s[::-1])) is not None)
    paper = _test(strings, is_newspaper)
    column_words = np.append(_test(strings, is_column_label), beyond)
    people = _test(strings, lambda s: is_byline(s, width(s)))
    is_people = np.append(people, beyond)
    stops = _test(strings, ends_sentence)
    under_head = lone & (size_above > 1.25 * size) & (to_above < 2.0) & (stops < 1)
    column = np.array([block.column for block in blocks])
    with_next = column[1:] == column[:-1]
    same_galley = np.append(with_next, False) | np.insert(with_next, 0, False) if count else np.zeros(0, dtype=bool)
    display = np.array([DISPLAY in block.marks for block in blocks], dtype=bool)
    boxed = scene.frame[:count]
    _, box, inside = np.unique(boxed, return_inverse=True, return_counts=True)
    largest = np.zeros(len(inside))
    np.maximum.at(largest, box, size)
    largest = largest[box]
    biggest = size > 0.95 * largest
    text_under = is_body[below] & (pad_frame[below] != boxed) & (to_below < 4)
    columns = {
        "in a display": display,
        "in a display, largest type": display & biggest,
        "in a display, lesser type": display & ~biggest,
        "in a display, much lesser type": display & (size < 0.75 * largest),
        "in a display, text under the box": display & text_under,
        "in a display, with figures": display & (_test(strings, lambda s: any(map(str.isdigit, s))) > 0),
        "in a display, alone": display & (inside[box] == 1),
        "smaller than the body": 1 - _from(0.95, size),
        "much smaller": 1 - _from(0.84, size),
        "body size": np.abs(size - 1) < 0.06,
        "a little larger": _from(1.06, size) - _from(1.25, size),
        "larger": _from(1.25, size) - _from(1.7, size),
        "far larger": _from(1.7, size),
        "huge": _from(2.6, size),
        "logarithm of size": np.log(size),
        "other face": fonts,
        "other face, body size": fonts * (np.abs(size - 1) < BODY),
        "one line": lone,
        "two lines": lines == 2,
        "three lines or more": lines >= 3,
        "few letters": letters <= 4,
        "few letters, far larger": (letters <= 4) * _from(1.7, size),
        "few letters, hardly larger": (letters <= 4) & (size < 1.4),
        "under 15 letters": letters < 15,
        "under 25 letters": letters < 25,
        "over 40 letters": letters > 40,
        "ends a sentence": stops,
        "ends a sentence, one line": stops * lone,
        "open, one line": (1 - stops) * lone,
        "ends with a pause": _test(strings, lambda s: s[-1] in PAUSES),
        "asks or calls": _test(strings, lambda s: s[-1] in "？！"),
        "a stop inside": _test(strings, lambda s: "。" in s[:-1]),
        "a comma inside": _test(strings, lambda s: "，" in s),
        "a colon inside": _test(strings, lambda s: "：" in s[:-1]),
        "people": people,
        "people, one line": people * lone,
        "a name": _test(strings, is_name),
        "a name, under display type": _test(strings, is_name) * (size_above > 1.2),
        "in brackets": _test(strings, lambda s: _SIGNED.match(s) is not None),
        "picture credit": _test(strings, is_picture_credit),
        "photo words": _test(strings, lambda s: _PHOTO.search(s) is not None),
        "column words": column_words[:count],
        "words of furniture": _test(strings, lambda s: _DATE.search(s) is not None and len(s) < 60),
        "reads as furniture": furniture,
        "reads as furniture, near an edge of the page": furniture * ((depth < 0.1) | (depth > 0.95)),
        "reads as furniture, far from the body's size": furniture * (np.abs(size - 1) > 0.1),
        "a paper's name": paper,
        "a paper's name, huge": paper * (size >= 2.6),
        "a jump": _test(strings, lambda s: JUMP.search(s) is not None) * (letters < 16),
        "under column words": column_words[above] * lone,
        "under column words, few letters": column_words[above] * (letters <= 5),
        "on its headline": lone
        & (size_below > 1.25 * size)
        & (to_below < 2.0)
        & centred
        & ~(is_body[above] & (to_above < 1.2)),
        "under its headline": under_head & (np.abs(middle[:count] - mid_above) < 0.8),
        "under its headline, text or people below": under_head & (is_body[below] | (is_people[below] > 0)),
        "under its headline, one more below": under_head & (np.abs(size_below - size) < 0.03 * size) & (to_below < 0.8),
        "begins with a dash": _test(strings, lambda s: _DASHED.match(s) is not None),
        "begins with an ordinal": _test(strings, lambda s: _ORDINAL.match(s) is not None),
        "part of a longer galley": same_galley,
        "begins": np.array([float(b.begins is True) for b in blocks]),
        "goes on": np.array([float(b.begins is False) for b in blocks]),
        "picture right above": picture_above & (to_above < 1.5),
        "picture right above, one or two lines": picture_above & (to_above < 1.5) & (lines <= 2),
        "picture right below": picture_below & (to_below < 1.5),
        "body right above": is_body[above] & (to_above < 1.2),
        "body right below": is_body[below] & (to_below < 1.2),
        "body above and below": is_body[above] & is_body[below] & (to_above < 2) & (to_below < 2),
        "larger type right above": (size_above > LARGER * size) & (to_above < 2.5),
        "larger type right below": (size_below > LARGER * size) & (to_below < 2.5),
        "smaller type right below": (size_below < SMALLER * size) & (to_below < 2.5) & (size_below > 0),
        "display right above, body right below": (size_above > 1.2) & is_body[below],
        "white above": np.minimum(to_above, 6.0),
        "white below": np.minimum(to_below, 6.0),
        "nothing above": above == NONE,
        "nothing below": below == NONE,
        "centred": centred,
        "centred, one line": centred * lone,
        "narrower than what is below": narrower,
        "wider than what is below": wide > 1.2 * np.where(below != NONE, (scene.end - scene.start)[below], 99.0),
        "at the head of the page": depth < 0.035,
        "at the foot of the page": depth > 0.97,
        "near the head of the page": depth < 0.1,
        "written the other way": scene.odd_way[:count],
        "in a frame": scene.frame[:count] != NONE,
        "in a frame, few letters": (scene.frame[:count] != NONE) & (letters <= 8),
    }
    return {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


def _from(least: float, size: Floats) -> Floats:
    """1 for type of at least this size, in body sizes; less for type that a scan can have measured too small."""
    return np.clip((size / least - 1 + UNSURE) / UNSURE, 0.0, 1.0)


def _test(strings: list[str], test: Callable[[str], bool]) -> Floats:
    return np.array([float(test(s)) for s in strings])
