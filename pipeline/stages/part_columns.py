"""Part columns: two columns that the extractor ran together.

    推动全国首个不动产信托 片仅占通州区1.12%面积     →  推动全国首个不动产信托⏎财产登记试点、全国首批 …
    财产登记试点、全国首批 区域，贡献了全区24%       and, behind it, 片仅占通州区1.12%面积⏎区域，…

Columns come together in two ways: on one line (told by a width of two measures), or line by line in turn. Each
merged line is cut in two first; then every line goes to the one of two columns in which it goes on best: a word
across the break, a sentence that was open. A page with one column at a time is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from pipeline.characters import NO_LINE_START, width
from pipeline.linking.joins import join_features
from pipeline.linking.model import model
from pipeline.linking.seams import PageWords
from pipeline.linking.shape import Shapes, shapes
from pipeline.page import Line, Page
from pipeline.registry import Settings, stage

_BREAK = re.compile(r"[ \u3000]+")


class PartColumns(Settings):
    wide: float = 1.55  # measures that a line must be wide to be two columns' lines
    near: float = 2.5  # em from the measure within which the cut is looked for
    reach: int = 4  # lines for which the other column may rest
    switch: float = -0.7  # log odds of going to the other column and back
    begin: float = -5.0  # log odds of a second column beginning where there was one
    fewest: int = 3  # lines of a second column for it to be believed


@stage("part-columns", needs={"lines"}, gives={"lines"})
def part_columns(page: Page, settings: PartColumns) -> Page:
    """Undo columns that were merged on one line or line by line."""
    if len(page.lines) < 6 or any(line.box for line in page.lines):
        return page
    lines = cut_merged(page.lines, settings)
    return page.but(lines=tuple(unwoven(lines, settings)))


def cut_merged(lines: tuple[Line, ...], settings: PartColumns) -> tuple[Line, ...]:
    """Lines of twice the measure of those around them, cut in two where the measure or a space says."""
    widths = np.array([width(line.string) for line in lines])
    made: list[Line] = []
    for n, line in enumerate(lines):
        at = cut_place(line.string, column_width(widths, n, settings), settings) if not line.marks else None
        if at is None:
            made.append(line)
            continue
        left, right = line.text[: at[0]], line.text[at[1] :]
        line.text[at[0] : at[1]].delete([slice(None)], "gutter")
        made += [replace(line, text=left, marks=line.marks | {"cut"}), replace(line, text=right, gap=0, indent=0, marks=line.marks | {"cut"})]
    return tuple(made)


def column_width(widths: np.ndarray[tuple[int], np.dtype[np.float64]], n: int, settings: PartColumns) -> float | None:
    """The measure of the single columns around line n, if line n is as wide as two of them and its neighbours are too."""
    near = widths[max(0, n - 12) : n + 13]
    single = near[(near > 8) & (near * settings.wide < widths[n])]
    if len(single) < 3:
        return None
    values, counts = np.unique(np.round(single), return_counts=True)
    measure = float(values[counts.argmax()])
    both = np.sum(np.abs(near - 2 * measure - 0.5) <= 3.0)
    return measure if counts.max() >= 3 and both >= 2 and widths[n] <= 2 * measure + 4 else None


def cut_place(string: str, measure: float | None, settings: PartColumns) -> tuple[int, int] | None:
    """Where a merged line is cut (start and end of what is between): at a space near the measure, or at it."""
    if measure is None:
        return None
    total = width(string)
    best: tuple[float, int, int] | None = None
    for match in _BREAK.finditer(string):
        left, right = width(string[: match.start()]), width(string[match.end() :])
        miss = min(abs(left - measure), abs(right - measure))
        if miss <= settings.near and left > 1 and right > 1 and (best is None or miss < best[0]):
            best = (miss, match.start(), match.end())
    if best is not None:
        return best[1], best[2]
    places = [(abs(width(string[:at]) - measure), at) for at in range(1, len(string)) if string[at] not in NO_LINE_START]
    places += [(abs(total - width(string[:at]) - measure) + 0.25, at) for at in range(1, len(string)) if string[at - 1] in "。！？”』」"]
    miss, at = min(places, default=(99.0, 0))
    return (at, at) if miss <= 1.0 else None


@dataclass(frozen=True, slots=True)
class Weave:
    """A way to read the lines so far: the last line of the other column (-1: there is none), and the way here."""

    score: float
    came: int
    switched: bool


def unwoven(lines: tuple[Line, ...], settings: PartColumns) -> list[Line]:
    """The lines with woven columns parted: the best reading of the lines as one column or two (Viterbi).

    The state behind line i is the last line of the column that i is not in; line i+1 goes on in either.
    """
    count = len(lines)
    fits = going_on(lines, settings.reach)
    states: list[dict[int, Weave]] = [{-1: Weave(0.0, -1, False)}]
    for n in range(1, count):
        here: dict[int, Weave] = {}

        def offer(state: int, score: float, came: int, switched: bool, here: dict[int, Weave] = here) -> None:
            if state not in here or score > here[state].score:
                here[state] = Weave(score, came, switched)

        for other, weave in states[-1].items():
            stays = weave.score + fits[n, 1]
            if other >= 0 and n - other > settings.reach:
                offer(-1, stays, other, False)  # the other column has ended
            else:
                offer(other, stays, other, False)
            if other < 0:
                offer(n - 1, weave.score + settings.begin, other, True)  # a second column begins
            elif n - other <= settings.reach:
                offer(n - 1, weave.score + fits[n, n - other] + settings.switch, other, True)
                offer(-1, stays + settings.begin / 4, other, False)
        states.append(here)
    return _read_back(lines, states, settings)


def going_on(lines: tuple[Line, ...], reach: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """fits[n, d]: log probability that line n may stand right behind line n-d of its column.

    A line that breaks off wants its continuation; behind the end of a sentence anything may stand.
    """
    shape, strings = shapes(lines), [line.string for line in lines]
    words = PageWords(strings)
    count = len(lines)
    fits = np.zeros((count, reach + 1))
    for distance in range(1, reach + 1):
        a = np.arange(max(0, count - distance))
        if not len(a):
            continue
        odds = model("join").score(join_features(shape, strings, words, a, a + distance, 1.0, as_neighbours=True))
        fits[a + distance, distance] = np.where(_breaks_off(shape, a), -np.logaddexp(0, -odds), CLOSED)
    return fits


CLOSED = -0.5  # log probability that any given line stands behind a closed one


def _breaks_off(shape: Shapes, a: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return ~shape.ends_sentence[a] & (shape.support[a] >= 3)


def _read_back(lines: tuple[Line, ...], states: list[dict[int, Weave]], settings: PartColumns) -> list[Line]:
    """Follow the best reading back and write the columns one behind the other."""
    count = len(lines)
    state = max(states[-1], key=lambda key: states[-1][key].score)
    switched = [False] * count
    two = [False] * count
    for n in range(count - 1, 0, -1):
        weave = states[n][state]
        switched[n] = weave.switched
        two[n] = state >= 0
        state = weave.came
    made: list[Line] = []
    n = 0
    while n < count:
        if not (n + 1 < count and two[n + 1] and not two[n]):
            made.append(lines[n])
            n += 1
            continue
        end = n + 1
        sides: tuple[list[Line], list[Line]] = ([lines[n]], [])
        side = 0
        while end < count and two[end]:
            side = 1 - side if switched[end] else side
            sides[side].append(lines[end])
            end += 1
        believed = min(len(sides[0]), len(sides[1])) >= settings.fewest
        made += [*sides[0], *_begun(sides[1])] if believed else lines[n:end]
        n = end
    return [replace(line, marks=line.marks - {"cut"}) for line in made]


def _begun(lines: list[Line]) -> list[Line]:
    return [replace(lines[0], gap=max(1, lines[0].gap)), *lines[1:]] if lines else lines
