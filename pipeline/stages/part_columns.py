"""Part columns: two columns that the extractor ran together.

    推动全国首个不动产信托 片仅占通州区1.12%面积     →  推动全国首个不动产信托⏎财产登记试点、全国首批 …
    财产登记试点、全国首批 区域，贡献了全区24%       and, behind it, 片仅占通州区1.12%面积⏎区域，…

Columns come together in two ways: on one line (told by a width of two measures), or line by line in turn. In both
the words decide: across the true seams lie words, across the false ones none. A lead that is set over two
columns, or a page with one column at a time, is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import NO_LINE_START, ends_sentence, width
from pipeline.linking.seams import PageWords, evidence
from pipeline.page import Line, Page
from pipeline.registry import Settings, stage

MIN_DOUBLE = 16.0  # em; two columns are no narrower
MIDDLE = 3.5  # em to each side of a line's middle in which its gutter may be
LONGEST = 200  # characters; no two columns are wider

_BREAK = re.compile(r"[ \u3000]+")


class PartColumns(Settings):
    near: float = 2.5  # em from the measure within which a space is taken for the gutter
    wide: float = 1.4  # of the page's usual widths, above which a line is looked at
    fewest: int = 3  # lines of a second column for it to be believed
    sure: float = 2.0  # log odds, summed over the seams, above which lines are cut
    reach: int = 4  # lines for which the other of two woven columns may rest
    woven: float = 9.0  # log odds, summed over the seams, above which lines are taken to be woven
    doubt: float = 0.5  # log odds a line by which two columns in turn are less likely than one


@stage("part-columns", needs={"lines"}, gives={"lines"})
def part_columns(page: Page, settings: PartColumns) -> Page:
    """Undo columns that were merged on one line or line by line."""
    if len(page.lines) < 2 * settings.fewest or any(line.box for line in page.lines):
        return page
    words = PageWords([line.string for line in page.lines])
    lines = parted(page.lines, words, settings)
    return page.but(lines=tuple(unwoven(lines, words, settings)))


def parted(lines: tuple[Line, ...], words: PageWords, settings: PartColumns) -> list[Line]:
    """The lines with every run of merged ones cut in two columns, one behind the other."""
    widths = np.array([width(line.string) for line in lines])
    usual = float(np.median(widths))
    made: list[Line] = []
    n = 0
    while n < len(lines):
        looked_at = widths[n] > settings.wide * usual or _parted_in_the_middle(lines[n].string, widths[n])
        run = merged_run(lines, widths, n, settings) if looked_at else None
        if run is None or run.gain(words) < settings.sure:
            made.append(lines[n])
            n += 1
        else:
            made += run.columns(words)
            n = run.end
    return made


def _parted_in_the_middle(string: str, line_width: float) -> bool:
    """Whether a wide line has a space about its middle, where the gutter of two columns would be."""
    if line_width < MIN_DOUBLE or " " not in string:
        return False
    return any(abs(width(string[: m.start()]) - line_width / 2) <= MIDDLE for m in _BREAK.finditer(string[:LONGEST]))


@dataclass(frozen=True, slots=True)
class MergedRun:
    """Lines start..end of the page, some of which hold two columns: `cuts` says where each is cut (or None)."""

    lines: tuple[Line, ...]
    end: int
    cuts: tuple[tuple[int, int] | None, ...]

    def gain(self, words: PageWords) -> float:
        """How much better the lines read as two columns than as one, in log odds over the seams."""
        total = 0.0
        rows = [(line.string, cut) for line, cut in zip(self.lines, self.cuts, strict=True) if cut]
        for (string, cut), (below, below_cut) in pairwise(rows):
            left, right = string[: cut[0]], string[cut[1] :]
            total += _seam(words, left, below[: below_cut[0]]) + _seam(words, right, below[below_cut[1] :])
            total -= _seam(words, right, below) + _seam(words, left, right)
            total += 0.7 * (cut[1] > cut[0])  # a space where the gutter is
        return total

    def columns(self, words: PageWords) -> list[Line]:
        """The left column's lines, then the right one's; a line of one column goes where it reads on."""
        left: list[Line] = []
        right: list[Line] = []
        for line, cut in zip(self.lines, self.cuts, strict=True):
            if cut is None:
                sides = [(_seam(words, side[-1].string, line.string) if side else 0.0) for side in (left, right)]
                (right if sides[1] > sides[0] else left).append(line)
                continue
            line.text[cut[0] : cut[1]].delete([slice(None)], "gutter")
            left.append(replace(line, text=line.text[: cut[0]]))
            right.append(replace(line, text=line.text[cut[1] :], indent=0))
        return [*left, replace(right[0], gap=max(1, right[0].gap)), *right[1:]]


def merged_run(
    lines: tuple[Line, ...], widths: NDArray[np.float64], start: int, settings: PartColumns
) -> MergedRun | None:
    """The run of lines from `start` on that are wide enough to hold two columns, if there is one.

    A line or two of one column may stand among them: the other column has ended a paragraph there.
    """
    measure = single_measure(widths, start)
    if measure is None or not _double(widths[start], measure):
        return None
    end, last, cuts, doubles = start, start, [], 0
    while end < len(lines) and end - last <= 2:
        cut = (
            cut_place(lines[end].string, measure, settings)
            if widths[end] > measure + 1.5 and not lines[end].marks
            else None
        )
        if cut is None and widths[end] > measure + 1.5:
            break
        cuts.append(cut)
        if cut is not None:
            last = end
            doubles += 1
        end += 1
    count = last + 1 - start
    return MergedRun(lines[start : last + 1], last + 1, tuple(cuts[:count])) if doubles >= settings.fewest else None


def single_measure(widths: NDArray[np.float64], n: int) -> float | None:
    """The measure of one column, if line n is about as wide as two: that of single lines around it, or its half."""
    near = widths[max(0, n - 15) : n + 16]
    single = near[(near > 8) & (near < 0.62 * widths[n])]
    if len(single) >= 3:
        values, counts = np.unique(np.round(single), return_counts=True)
        if counts.max() >= 2:
            return float(values[counts.argmax()])
    half = (widths[n] - 1) / 2
    return float(half) if half > 8 else None


def _double(line_width: float, measure: float) -> bool:
    return bool(abs(line_width - 2 * measure - 0.5) <= 3.5)


def cut_place(string: str, measure: float, settings: PartColumns) -> tuple[int, int] | None:
    """Where a merged line is cut (start and end of what is between): at a space near the measure, or at it."""
    if len(string) > LONGEST:
        return None
    ends = [0.0, *accumulate(width(char) for char in string)]  # the width up to each place
    total = ends[-1]
    spaces = [
        (min(abs(ends[m.start()] - measure), abs(total - ends[m.end()] - measure)), m.start(), m.end())
        for m in _BREAK.finditer(string)
        if m.start() > 0 and m.end() < len(string)
    ]
    best = min(spaces, default=(99.0, 0, 0))
    if best[0] <= settings.near:
        return best[1], best[2]
    inner = range(1, len(string))
    places = [(abs(ends[at] - measure), at) for at in inner if string[at] not in NO_LINE_START]
    places += [
        (abs(total - ends[at] - measure) + 0.25, at)
        for at in inner
        if abs(total - ends[at] - measure) <= 1.0 and ends_sentence(string[:at])
    ]
    miss, at = min(places, default=(99.0, 0))
    return (at, at) if miss <= 1.0 else None


@dataclass(frozen=True, slots=True)
class Weave:
    """A reading of the lines so far: its log odds, the state that it came from, whether it changed columns."""

    score: float
    came: int
    switched: bool


def unwoven(lines: list[Line], words: PageWords, settings: PartColumns) -> list[Line]:
    """The lines with columns parted that were woven line by line."""
    made: list[Line] = []
    at = 0
    for start, end in woven_spans(lines, words, settings):
        made += [*lines[at:start], *parted_weave(lines[start:end], words, settings)]
        at = end
    return [*made, *lines[at:]]


def woven_spans(lines: list[Line], words: PageWords, settings: PartColumns) -> list[tuple[int, int]]:
    """Where lines go on in the line after the next rather than in the next: the best disjoint spans."""
    strings = [line.string for line in lines]
    near = [0.0, 0.0] + [_seam(words, strings[n - 1], strings[n]) for n in range(2, len(lines))]
    far = [0.0, 0.0] + [_seam(words, strings[n - 2], strings[n]) for n in range(2, len(lines))]
    gains = [f - e - settings.doubt for e, f in zip(near, far, strict=True)]
    spans: list[tuple[int, int]] = []
    start, total, best, best_end = 2, 0.0, 0.0, 2
    for n in range(2, len(lines) + 1):
        if n < len(lines):
            total += gains[n]
            if total > best:
                best, best_end = total, n + 1
        if n == len(lines) or total < 0 or total < best - settings.woven:
            if best >= settings.woven and best_end - start + 2 >= 2 * settings.fewest:
                spans.append((max(start - 2, spans[-1][1] if spans else 0), best_end))
            start, total, best, best_end = n + 1, 0.0, 0.0, n + 1
    return spans


def parted_weave(lines: list[Line], words: PageWords, settings: PartColumns) -> list[Line]:
    """The lines of a woven span as two columns: the best reading (Viterbi).

    The state behind line n is the last line of the column that n is not in (-1: there is no other).
    """
    strings = [line.string for line in lines]
    states: list[dict[int, Weave]] = [{-1: Weave(0.0, -1, False)}]
    for n in range(1, len(lines)):
        here: dict[int, Weave] = {}
        on = _seam(words, strings[n - 1], strings[n])
        for other, weave in states[-1].items():
            if other < 0 or n - other <= settings.reach:
                _offer(here, other, weave.score + on, other, False)
            if other < 0:
                _offer(here, n - 1, weave.score, other, True)
            elif n - other <= settings.reach:
                _offer(here, n - 1, weave.score + _seam(words, strings[other], strings[n]), other, True)
        states.append(here)
    return _read_back(lines, states, settings)


def _offer(here: dict[int, Weave], state: int, score: float, came: int, switched: bool) -> None:
    if state not in here or score > here[state].score:
        here[state] = Weave(score, came, switched)


def _read_back(lines: list[Line], states: list[dict[int, Weave]], settings: PartColumns) -> list[Line]:
    """Follow the best reading back and write the columns one behind the other."""
    count = len(lines)
    state = max(states[-1], key=lambda key: states[-1][key].score)
    switched, two = [False] * count, [False] * count
    for n in range(count - 1, 0, -1):
        weave = states[n][state]
        switched[n], two[n] = weave.switched, state >= 0
        state = weave.came
    made: list[Line] = []
    n = 0
    while n < count:
        end = n + 1
        sides: tuple[list[Line], list[Line]] = ([lines[n]], [])
        side = 0
        while end < count and two[end]:
            side = 1 - side if switched[end] else side
            sides[side].append(lines[end])
            end += 1
        if min(len(sides[0]), len(sides[1])) >= settings.fewest:
            made += [*sides[0], replace(sides[1][0], gap=max(1, sides[1][0].gap)), *sides[1][1:]]
        else:
            made += lines[n:end]
        n = end
    return made


def _seam(words: PageWords, before: str, after: str) -> float:
    """The evidence at a seam; a closed sentence wants nothing behind it."""
    return 0.0 if ends_sentence(before) else evidence(words, before, after)
