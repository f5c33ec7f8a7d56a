"""Stitching: a story that goes on on another page, and the one there that goes on with it, name each other.

    p1: …（下转第3版）  and  p3: （上接第1版）…   →   continues_on {folio 3, page_id …/p3, story_id s02}
                                                   continued_from {folio 1, page_id …/p1, story_id s01}

Both ends must be printed, and each must name the other's page. No text is moved or joined: each story stays on
its page as it was printed, so that nothing is lost or said twice, and whoever reads follows the names. Where
several stories jump between the same two pages, headlines and words tell which belong together. What is
written is a function of the pages of the issue alone, in whatever order they were cut.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from msgspec import structs

from pipeline.writers.records import Jump, StoryFile

_LETTERS = re.compile(r"[^\W_]")
HEADLINE = 4  # times that a pair of letters counts if both have it in their headlines


class End(NamedTuple):
    """One end of a jump: a story of a page."""

    page_id: str
    story_id: str


@dataclass(frozen=True, slots=True)
class Part:
    """A story that jumps, and the folio of the page that it stands on."""

    folio: str
    story: StoryFile

    @property
    def end(self) -> End:
        return End(self.story.page_id, self.story.id)


def links(parts: Iterable[Part]) -> dict[End, End]:
    """For each story of an issue that goes on elsewhere, the story that goes on with it.

    Each story is at most once at each end of a link; of rivals those with more in common come first, then
    those earlier on their pages. Two that have nothing in common are linked only if there are no rivals.
    """
    ordered = sorted(parts, key=lambda part: (part.story.page_id, part.story.order))
    leaving: dict[tuple[str, str], list[Part]] = defaultdict(list)
    coming: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in ordered:
        here = _bare(part.folio)
        if (after := part.story.continues_on) and after.folio:
            leaving[here, _bare(after.folio)].append(part)
        if (before := part.story.continued_from) and before.folio:
            coming[_bare(before.folio), here].append(part)
    found: dict[End, End] = {}
    for way, starts in sorted(leaving.items()):
        found.update(_matched(starts, coming.get(way, [])))
    return found


def stitched(story: StoryFile, onward: Mapping[End, End], back: Mapping[End, End]) -> StoryFile:
    """The story with the names of its other parts, or without where there is none."""
    own = End(story.page_id, story.id)
    return structs.replace(
        story,
        continued_from=_named(story.continued_from, back.get(own)),
        continues_on=_named(story.continues_on, onward.get(own)),
    )


def _named(jump: Jump | None, end: End | None) -> Jump | None:
    if jump is None:
        return None
    page_id, story_id = end or (None, None)
    return structs.replace(jump, page_id=page_id, story_id=story_id)


def _matched(starts: Sequence[Part], ends: Sequence[Part]) -> dict[End, End]:
    """Which of the stories that leave for a page are which of those that come there."""
    if len(starts) == len(ends) == 1:
        return {starts[0].end: ends[0].end}
    scored = sorted(
        (-_in_common(start.story, end.story), first, second)
        for first, start in enumerate(starts)
        for second, end in enumerate(ends)
    )
    found: dict[End, End] = {}
    left, come = set(range(len(starts))), set(range(len(ends)))
    for score, first, second in scored:
        if score < 0 and first in left and second in come:
            found[starts[first].end] = ends[second].end
            left.discard(first)
            come.discard(second)
    return found


def _in_common(start: StoryFile, end: StoryFile) -> int:
    """Pairs of letters that both have; the headlines' count more, for the second part repeats the first's."""
    heads = _pairs(start.headline) & _pairs(_head(end))
    return HEADLINE * len(heads) + len(_pairs(start.text) & _pairs(end.text))


def _head(story: StoryFile) -> str:
    """What stands over the second part: its headline, or the line that says where it comes from."""
    line = story.continued_from.text if story.continued_from else ""
    return f"{story.headline or ''} {line}"


def _pairs(text: str | None) -> frozenset[str]:
    letters = _LETTERS.findall(text or "")
    return frozenset(one + other for one, other in pairwise(letters))


def _bare(folio: str) -> str:
    """A folio without leading zeros, in capitals: a03 is A3."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", folio.strip().upper())
