"""Reading order: is what gold has one after the other still so in the output?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.evaluate.comparison import Comparison
from pipeline.evaluate.edit_distance import edit_distance
from pipeline.evaluate.ratio import Ratio, total


def in_stories(c: Comparison) -> Ratio:
    """Reading-order edit distance within stories, over what it could be at worst; 0 is best, 1 is worst.

    For each gold story: Levenshtein's distance between its units (body items) and gold's units as they
    follow one another in the matched story, of other stories too. At worst it is the longer one's length. A
    story without a match has lost all of its units.
    """
    return total(
        _distance([at for at, unit in enumerate(c.units) if unit.story == number], found_in(c, number))
        for number in range(len(c.gold.stories))
    )


def on_page(c: Comparison) -> Ratio:
    """Reading-order edit distance over the page, over what it could be at worst; 0 is best, 1 is worst.

    Levenshtein's distance between all units of gold, the stories in gold's order, and gold's units as they
    follow one another in the whole output, the stories in the output's order.
    """
    found = [found_units(c, number) for number in range(len(c.found.stories))]
    return _distance(range(len(c.units)), [at for units in found for at in units])


def found_in(c: Comparison, number: int) -> list[int]:
    """The numbers of gold's units in the output story that matches a gold story, in the output's order."""
    match = c.match[number]
    return [] if match is None else found_units(c, match)


def found_units(c: Comparison, story: int) -> list[int]:
    """The numbers of gold's units that have their home in an output story, in the output's order."""
    return sorted((at for at, unit in enumerate(c.units) if unit.home == story), key=lambda at: c.units[at].at)


def _distance(gold: Sequence[int], found: Sequence[int]) -> Ratio:
    return Ratio(edit_distance(gold, found), max(len(gold), len(found)))


def longest_rise(numbers: Sequence[int]) -> set[int]:
    """The numbers of a longest rising subsequence (Schensted 1961) of different numbers."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for each in numbers:
        place = bisect_left(ends, each)
        before[each] = ends[place - 1] if place else None
        ends[place : place + 1] = [each]
    rise: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        rise.add(last)
        last = before[last]
    return rise
