"""Lost marks: full stops and commas of which a worn page has kept no ink, told by the white in their places.

    合同里的骗局 不予支持, characters set close but for one square     →  合同里的骗局。不予支持
    家用電器 趁週末, the same on a page that lacks commas              →  家用電器，趁週末
    他什么也没说, the last line of a text with marks, and room behind  →  他什么也没说。
    記者 湯凱琳, 教本 三角 in an advertisement                         →  as they are
    望□ and 災民, the foot of a column on a page where marks begin some  →  望。災民
    white in one place of many lines: a gutter                         →  as it is
    a page with white in few places                                   →  as it is

Running text is set without white, so that an empty square is that of a mark; at the ends of a line, too, on pages that
let marks begin one, where no line is made shorter to keep them from it. Which one is told by what the page
lacks: in a story without commas it is a full stop; elsewhere it is of the two the one that is rarer on the page than
in print. What is put in is recorded as inserted, and the story is flagged: see the picture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from pipeline.characters import ends_sentence, is_han
from pipeline.layout.squares import empty_squares
from pipeline.page import Block, Direction, Glyphs, Page, Role, Story
from pipeline.registry import Settings, stage
from pipeline.text import Text

Floats = NDArray[np.float64]

STOP, COMMA = "。", "，"
REASON = "mark of which no ink is left"
FLAG = "marks-lost"
BEFORE = frozenset("”’》）」』％%")  # marks behind which one can have been
BEHIND = frozenset("“‘《（「『")  # marks before which one can have been,
CLOSING = frozenset("”’」』")  # and those before which it is a full stop
NAMED = re.compile("(?:[记記]者|通[讯訊][员員]|特派[员員]|本[报報][讯訊]|[报報][导導道])$")  # white stands behind it
LABEL = 4  # characters of it at most
NARROW = 0.55  # of its type's size: how wide a letter or digit is
NARROW_UNTIL = "\u02ff"  # the last character that is as wide
ASIDE = 0.4  # em: by so much do the middles of two lines differ
BESIDE, NEAR = 0.5, 4.5  # em along and across the writing: so near each other are places of one gutter
MANY = 2  # others that a place of a gutter has
INDENT = 3.2  # em: by less are lines of a column indented


class LostMarks(Settings):
    least: float = 0.72  # em: white that a mark leaves is not narrower
    most: float = 1.35  # em: nor wider
    close: float = 0.2  # em: characters that are set close stand by no more apart
    fewest: int = 3  # places within texts, for a page to be worn; and lines with a mark first, for one that lets them
    share: float = 0.02  # of its marks are lost at least on such a page
    shortest: int = 12  # characters of a text that has marks
    begun: float = 0.02  # of its lines begin with a mark at least on a page that lets them
    commas: float = 2.2  # for each full stop: as many commas are usual


class Place(NamedTuple):
    """Where a mark can have been: the spaces of a block's text in its place, and whether it closed the block or stood
    at an end of a line within it.

    `along` and `across` the writing are where the white begins and its line lies, in em.
    """

    spaces: slice
    closes: bool
    along: float = 0.0
    across: float = 0.0
    at_end: bool = False


class Measured(NamedTuple):
    """The printed characters of a block, (n,): their offsets, starts and ends along the writing, where they lie across
    it, and the white behind.

    All but the offsets and the `size` of the type is in em. `last` are the numbers of the last characters of its lines;
    `empty` is the white behind a character in which nothing stands that was not read.
    """

    offset: NDArray[np.int64]
    start: Floats
    end: Floats
    middle: Floats
    white: Floats
    empty: Floats
    last: list[int]
    size: float


@stage("lost-marks", needs={"stories"}, gives={"stories"})
def lost_marks(page: Page, settings: LostMarks) -> Page:
    """Put marks in where a worn page has left their squares empty."""
    glyphs = page.glyphs
    if glyphs.box is None or glyphs.size is None or glyphs.confidence is None:
        return page
    texts = [block.string for story in page.stories for block in story.blocks if is_marked(story, block)]
    stops, commas = (sum(text.count(mark) for text in texts) for mark in (STOP, COMMA))
    told = [
        [
            _measured(block, glyphs) if is_marked(story, block) and (block.text.origins >= 0).any() else None
            for block in story.blocks
        ]
        for story in page.stories
    ]
    ends = _ends_of_lines(page.stories, told, settings)
    found = without_gutters(
        [
            [
                sorted([*places(block, type_, settings), *ends.get((n, m), [])], key=lambda place: place.spaces.start)
                if type_
                else []
                for m, (block, type_) in enumerate(zip(story.blocks, own, strict=True))
            ]
            for n, (story, own) in enumerate(zip(page.stories, told, strict=True))
        ]
    )
    within = sum(not place.closes for story in found for block in story for place in block)
    if within < max(settings.fewest, settings.share * (stops + commas)):
        return page
    usual = COMMA if commas < settings.commas * stops else STOP
    return page.but(stories=tuple(_mended(story, own, usual) for story, own in zip(page.stories, found, strict=True)))


def without_gutters(found: list[list[list[Place]]]) -> list[list[list[Place]]]:
    """The places of each block of each story without those that have others right beside them, in lines near by: such
    white parts columns that were read across."""
    within = [place for story in found for block in story for place in block if not (place.closes or place.at_end)]
    if not within:
        return found
    at = np.array([[place.along / BESIDE, place.across / NEAR] for place in within])
    near = cKDTree(at).query_ball_point(at, 1.0, p=np.inf, return_length=True)
    gutters = {id(place) for place, count in zip(within, near.tolist(), strict=True) if count > MANY}
    return [[[place for place in block if id(place) not in gutters] for block in story] for story in found]


def is_marked(story: Story, block: Block) -> bool:
    """Whether a block is running text that has marks; advertisements leave white where they like."""
    prose = block.role is Role.PARAGRAPH and story.kind != "advertisement"
    return prose and (STOP in block.string or COMMA in block.string)


def _mended(story: Story, found: list[list[Place]], usual: str) -> Story:
    if not any(found):
        return story
    mark = usual if any(COMMA in block.string for block in story.blocks) else STOP
    blocks = [
        block.with_text(_with_marks(block.text, own, mark)) if own else block
        for block, own in zip(story.blocks, found, strict=True)
    ]
    return replace(story, blocks=tuple(blocks)).flagged(FLAG)


def _with_marks(text: Text, found: list[Place], mark: str) -> Text:
    for place in found[::-1]:
        spaces = place.spaces
        stops = place.closes or text.string[spaces.stop : spaces.stop + 1] in CLOSING
        text = text.delete([spaces], REASON).insert(spaces.start, STOP if stops else mark, REASON)
    return text


def _ends_of_lines(
    stories: Sequence[Story], told: list[list[Measured | None]], settings: LostMarks
) -> dict[tuple[int, int], list[Place]]:
    """For blocks, by the numbers of their stories and their own, where marks can have been between two lines: the one
    leaves a square empty at its foot or the other at its head, on a page where marks begin lines."""
    rows = [  # story, block, first and last character, and where they begin and end along and lie across, in pixels
        (
            n,
            m,
            first + 1,
            last,
            *(type_.size * at for at in (type_.start[first + 1], type_.end[last], type_.middle[last])),
        )
        for n, own in enumerate(told)
        for m, type_ in enumerate(own)
        if type_
        for first, last in pairwise([-1, *type_.last])
    ]
    made: dict[tuple[int, int], list[Place]] = {}
    begun = 0
    for n, m, first, *_ in rows:
        type_ = told[n][m]
        begun += bool(type_) and stories[n].blocks[m].string[int(type_.offset[first])] in (STOP, COMMA)
    if not rows or begun < max(settings.fewest, settings.begun * len(rows)):
        return made
    start, end, across = np.array([row[4:] for row in rows]).T
    size = float(np.median([type_.size for own in told for type_ in own if type_]))
    down = np.array([stories[n].blocks[m].lines[0].direction is Direction.VERTICAL for n, m, *_ in rows], dtype=bool)
    head, foot = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    for way in (down, ~down):  # what runs the other way tells nothing of where a line begins
        squares = empty_squares(start[way], end[way], across[way], size, settings.least, settings.most)
        head[way], foot[way] = squares
    for k, ((n, m, _, last, *_), after) in enumerate(pairwise(rows)):
        type_ = told[n][m]
        if type_ is None or after[:2] != (n, m) or head[k + 1] == foot[k]:
            continue
        text = stories[n].blocks[m].string
        spaces = slice(int(type_.offset[last]) + 1, int(type_.offset[last + 1]))
        before, behind = text[max(0, spaces.start - LABEL) : spaces.start], text[spaces.stop]
        if not text[spaces].strip() and _can_stand_behind(before) and (is_han(behind) or behind in BEHIND):
            made.setdefault((n, m), []).append(Place(spaces, False, at_end=True))
    return made


def places(block: Block, type_: Measured, settings: LostMarks) -> list[Place]:
    """Where marks can have been in a block: in an empty square within a line, or behind the last one."""
    text = block.string
    if int((block.text.origins >= 0).sum()) < settings.shortest:
        return []
    found: list[int] = []
    for first, last in pairwise([-1, *type_.last]):
        inner = np.arange(first + 1, last)
        white = type_.white[inner]
        if len(inner) and float(np.median(np.abs(white))) < settings.close:
            found += inner[(type_.empty[inner] > settings.least) & (white < settings.most)].tolist()
    made = []
    for n in found:
        spaces = slice(int(type_.offset[n]) + 1, int(type_.offset[n + 1]))
        before, after = text[max(0, spaces.start - LABEL) : spaces.start], text[spaces.stop]
        if _can_stand_behind(before) and (is_han(after) or after.isdigit() or after in BEHIND | CLOSING):
            made.append(Place(spaces, False, float(type_.end[n]), float(type_.middle[n])))
    made = [place for place in made if not text[place.spaces].strip()]
    if not ends_sentence(text) and _can_stand_behind(text.rstrip()[-LABEL:]) and _room(type_) > settings.least:
        made.append(Place(slice(len(text), len(text)), True))
    return made


def _can_stand_behind(before: str) -> bool:
    return (is_han(before[-1:]) or before[-1:] in BEFORE) and not NAMED.search(before)


def _room(type_: Measured) -> float:
    """The white, in em, behind the last line of a block, up to where the longest of the others of its column ends."""
    begins = [0, *(last + 1 for last in type_.last[:-1])]
    ends = [
        float(type_.end[last])
        for begin, last in zip(begins[:-1], type_.last[:-1], strict=True)
        if abs(type_.start[begin] - type_.start[begins[-1]]) < INDENT
    ]
    return max(ends, default=-np.inf) - float(type_.end[-1])


def _measured(block: Block, glyphs: Glyphs) -> Measured:
    if glyphs.box is None or glyphs.size is None:
        raise ValueError("glyphs without boxes and sizes")
    text, origins = block.string, block.text.origins
    offset = np.flatnonzero(origins >= 0)
    own = origins[offset]
    em = float(np.median(glyphs.size[own]))
    along, across = (1, 0) if block.lines[0].direction is Direction.VERTICAL else (0, 1)
    box = glyphs.box[own].astype(np.float64) / em
    start, middle = box[:, along], (box[:, across] + box[:, across + 2]) / 2
    end = start + [1.0 if text[at] > NARROW_UNTIL else NARROW for at in offset.tolist()]
    breaks = (np.abs(np.diff(middle)) > ASIDE) | (np.diff(start) < 0)
    white, empty = np.append(start[1:], np.inf) - end, np.append(start[1:], np.inf) - box[:, along + 2]
    return Measured(offset, start, end, middle, white, empty, [*np.flatnonzero(breaks).tolist(), len(offset) - 1], em)
