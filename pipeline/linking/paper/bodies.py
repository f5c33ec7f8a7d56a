"""Bodies: the running text of a page on paper, with what stands around each block of it.

Which head stands over a block, in which of its columns; what begins, breaks off and goes on; the words on both sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import ends_sentence
from pipeline.jump_words import COMES, GOES, is_either
from pipeline.layout.scene import FAR, NONE, Scene
from pipeline.linking.model import Floats
from pipeline.linking.nexts import DATED, OPENING
from pipeline.linking.paper.heads import extent, group
from pipeline.linking.paper.roles import CLASSES, likeliest
from pipeline.linking.paper.territory import Territories, territories
from pipeline.linking.seams import REACH, PageWords, simplified
from pipeline.linking.terms import Shared, Terms
from pipeline.lost import told

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SIGN = {True: 1.0, None: 0.0, False: -1.0}
EDGES = 0.9  # em by which the edges of one column may differ
FAR_BELOW = 9.0  # em of white between a head and its text
LEVEL = 0.3  # of the lower of two things beside each other
NEAR = 0.7  # em by which things beside each other may overlap
CLOSE = 3.0  # em of white above a block that still belongs to what stands there

_SOURCE = re.compile(r"[【（(]?\s*(?:本[报報][讯訊]|新[华華]社|中新社|中央社)|[【（(]\s*本?[报報]?[记記]者\s*[^：:]")


@dataclass(frozen=True)
class Bodies:
    """The running text of a scene: `which` things it is, the looks of all things, and the words of the text."""

    scene: Scene
    which: Ints
    looks: dict[str, Floats]  # by class, one value a thing (pictures: 0; lettering is a head)
    head_above: Ints  # for each thing the nearest head above it, over whatever is between
    body_above: Ints
    body_below: Ints
    terms: Terms
    names: Shared

    @cached_property
    def look(self) -> dict[str, Floats]:
        """The looks with one value more, 0, at the end: what NONE looks like."""
        return {name: np.append(values, 0.0) for name, values in self.looks.items()}

    @cached_property
    def strings(self) -> list[str]:
        """What each body block reads."""
        return [self.scene.blocks[n].string for n in self.which.tolist()]

    @cached_property
    def said(self) -> list[str]:
        """What each body block reads, with the lost characters of fixed words put back."""
        return [told(string) for string in self.strings]

    @cached_property
    def stops(self) -> Flags:
        """Whether each body block ends a sentence."""
        return np.array([ends_sentence(string) for string in self.strings], dtype=bool)

    @cached_property
    def column(self) -> Ints:
        """The galley of each body block."""
        return np.array([self.scene.blocks[n].column for n in self.which.tolist()], dtype=np.int64)

    @cached_property
    def begins(self) -> Floats:
        """For each body block 1 if it begins a paragraph, -1 if it goes on in one, 0 if it does not tell."""
        return np.array([SIGN[self.scene.blocks[n].begins] for n in self.which.tolist()])

    @cached_property
    def ends(self) -> Floats:
        """For each body block 1 if it ends a paragraph, -1 if it breaks off, 0 if it does not tell."""
        return np.array([SIGN[self.scene.blocks[n].ends] for n in self.which.tolist()])

    @cached_property
    def opening(self) -> Flags:
        """Whether each body block begins as stories do: 本报讯, 记者 …."""
        return np.array([OPENING.search(string) is not None for string in self.said], dtype=bool)

    @cached_property
    def sourced(self) -> Flags:
        """Whether each body block begins with the source of a story: 本报讯, 【記者 …／…報導】."""
        return np.array([_SOURCE.match(string) is not None for string in self.said], dtype=bool)

    @cached_property
    def arrives(self) -> Flags:
        """Whether each body block says from which page it comes: （上接第1版）. What tells no direction (紧接第1版)
        comes from there where no text stands right above it."""
        return self._jumps[0]

    @cached_property
    def leaves(self) -> Flags:
        """Whether each body block says on which page it goes on: （下转第3版）."""
        return self._jumps[1]

    @cached_property
    def _jumps(self) -> tuple[Flags, Flags]:
        either = np.array([is_either(string) for string in self.said], dtype=bool)
        above = self.body_above[self.which]
        under_text = (above != NONE) & (self.scene.gap(above, self.which) < NEAR)
        comes = np.array([COMES.match(string) is not None for string in self.said], dtype=bool)
        goes = np.array([GOES.search(string) is not None for string in self.said], dtype=bool)
        return comes & ~(either & under_text), goes & ~(either & ~under_text)

    @cached_property
    def dated(self) -> Flags:
        """Whether each body block begins with a day."""
        return np.array([DATED.search(string) is not None for string in self.strings], dtype=bool)

    @cached_property
    def words(self) -> PageWords:
        return PageWords([block.string for block in self.scene.blocks])

    @cached_property
    def seams(self) -> tuple[list[str], list[str]]:
        """The last and the first characters of each body block, in simplified characters."""
        before, after = [string[-REACH:] for string in self.strings], [string[:REACH] for string in self.strings]
        return simplified(before), simplified(after)

    @cached_property
    def first(self) -> Flags:
        """Whether each body block begins its galley."""
        return np.insert(self.column[1:] != self.column[:-1], 0, True)

    @cached_property
    def galley_length(self) -> Floats:
        """How long the galley of each body block is: the logarithm of its characters and 1."""
        lengths = np.array([len(string) for string in self.strings], dtype=np.float64)
        _, galley = np.unique(self.column, return_inverse=True)
        return np.log1p(np.bincount(galley, lengths)[galley])

    @cached_property
    def class_of(self) -> Ints:
        """What each thing most looks like: the place of its class in CLASSES."""
        return likeliest(self.looks)

    @cached_property
    def heads(self) -> list[list[int]]:
        """The heads of the page: things of display type that stand together."""
        return group(self.scene, np.flatnonzero(self.class_of == CLASSES.index("head")).tolist())

    @cached_property
    def head_boxes(self) -> Floats:
        """The edges of each head (heads, 4): start, end, top, foot."""
        return np.array([extent(self.scene, members) for members in self.heads], dtype=np.float64).reshape(-1, 4)

    @cached_property
    def head_number(self) -> Ints:
        """For each thing the head that it is a part of, or NONE; one value more, for NONE itself."""
        number = np.full(len(self.scene.start) + 1, NONE, dtype=np.int64)
        for head, members in enumerate(self.heads):
            number[members] = head
        return number

    @cached_property
    def heads_beside(self) -> tuple[Floats, Floats, Ints]:
        """The white (em) between each thing and the nearest head before it along the writing, at its height; behind
        it; and the number of the head before it, or NONE. On vertical pages a head before it is one over its tier."""
        s = self.scene
        before, behind = np.full(len(s.start), FAR), np.full(len(s.start), FAR)
        number = np.full(len(s.start), NONE, dtype=np.int64)
        for head, (start, end, top, foot) in enumerate(self.head_boxes):
            shared = np.minimum(foot, s.foot) - np.maximum(top, s.top)
            beside = shared > LEVEL * np.minimum(foot - top, s.foot - s.top)
            for white, nearest in ((s.start - end, before), (start - s.end, behind)):
                nearer = beside & (white > -NEAR) & (white < nearest)
                nearest[nearer] = white[nearer]
                if nearest is before:
                    number[nearer] = head
        return before, behind, number

    @cached_property
    def under(self) -> Territories:
        """Under which head each thing stands, and in which of its columns."""
        s = self.scene
        passed = np.isin(self.class_of, [CLASSES.index(name) for name in ("subheading", "caption", "byline")])
        passed |= s.is_picture[:-1]
        return territories(s, self.heads, self.head_number[self.own_head], self.which, passed, self.first)

    @cached_property
    def fitting_below(self) -> Ints:
        """For each thing the text that goes on in its column below it, whatever is between, or NONE: of the same
        measure, and breaking in where the thing breaks off, or beginning where it ends."""
        s = self.scene
        result = np.full(len(s.start), NONE, dtype=np.int64)
        i = self.which
        j = self.body_below[i]
        begins, ends = np.zeros(len(s.start) + 1), np.zeros(len(s.start) + 1)
        begins[i], ends[i] = self.begins, self.ends
        mutual = (j != NONE) & (self.body_above[j] == i)
        same = (np.abs(s.start[i] - s.start[j]) < EDGES) & (np.abs(s.end[i] - s.end[j]) < EDGES)
        fits = mutual & same & (s.frame[i] == s.frame[j]) & (ends[i] * begins[j] >= 0)
        result[i[fits]] = j[fits]
        return result

    @cached_property
    def fitting_above(self) -> Ints:
        """The reverse of `fitting_below`."""
        result = np.full(len(self.scene.start), NONE, dtype=np.int64)
        below = self.fitting_below
        held = np.flatnonzero(below != NONE)
        result[below[held]] = held
        return result

    @cached_property
    def own_head(self) -> Ints:
        """For each thing the head that it stands right under, over bylines and other small lines, or NONE."""
        return _own_heads(self)


def is_news(string: str) -> bool:
    """Whether a text opens as news does, with its source: 本报讯, （记者 …）."""
    return _SOURCE.match(told(string)) is not None


def bodies_of(scene: Scene, looks: dict[str, Floats], which: Ints) -> Bodies:
    padded = {name: np.append(column, np.zeros(len(scene.start) - scene.count)) for name, column in looks.items()}
    padded["head"][scene.lettering] = 1.0
    things = np.arange(len(scene.start))
    heads = np.isin(things, np.flatnonzero(padded["head"] > 0.5))
    text = np.isin(things, which)
    strings = [scene.blocks[n].string for n in which.tolist()]
    return Bodies(
        scene,
        which,
        padded,
        _nearest_above(scene, heads),
        _nearest_above(scene, text),
        _nearest_below(scene, text),
        Terms(strings),
        Shared(strings),
    )


def _own_heads(bodies: Bodies) -> Ints:
    """For each thing the head that it stands right under, over bylines and other small lines; NONE if there is none."""
    s = bodies.scene
    heads = np.append(bodies.looks["head"] > 0.5, False)
    small = np.append((bodies.looks["byline"] > 0.5) | (bodies.looks["column"] > 0.5), False)
    at = s.above.copy()
    here = np.arange(len(at))
    close = s.gap(at, here) < CLOSE
    for _ in range(3):
        step = small[at] & close & (at != NONE)
        above = np.where(step, s.above[at], at)
        close &= ~step | (s.gap(above, np.maximum(at, 0)) < CLOSE)
        at = above
    near = np.where(heads[at] & close & (at != NONE), at, NONE)
    under = np.flatnonzero((near == NONE) & heads[s.above] & (s.above != NONE))
    away = s.gap(s.above, here)
    for n in under.tolist():  # the first row under a head with much white below it, as a band behind it has
        row = away[s.above == s.above[n]].min()
        if away[n] < min(row + 1.0, FAR_BELOW):
            near[n] = s.above[n]
    return near


def _nearest_above(scene: Scene, among: Flags) -> Ints:
    return _nearest(scene, among, scene.drop.T)


def _nearest_below(scene: Scene, among: Flags) -> Ints:
    return _nearest(scene, among, scene.drop)


def _nearest(scene: Scene, among: Flags, away: Floats) -> Ints:
    """For each thing the nearest of `among` in the direction of `away`, whatever stands between."""
    if not len(away):
        return np.empty(0, dtype=np.int64)
    reach = np.where((scene.shared >= 0.3) & (away > -0.7) & among[None, :], away, np.inf)
    np.fill_diagonal(reach, np.inf)
    nearest = reach.argmin(axis=1)
    return np.where(np.isfinite(reach[np.arange(len(reach)), nearest]), nearest, NONE)
