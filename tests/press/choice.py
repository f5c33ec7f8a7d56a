"""Choosing the copy of a full page: stories until the grid is full, and a little more, which will be trimmed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from tests.press.galley import text_of
from tests.press.model import Placed
from tests.press.papers import Paper
from tests.press.plan import Item
from tests.press.shape import Grid
from tests.press.stories import Story, cut_to_fit
from tests.press.typeset import width

BRIEF_LABELS = frozenset({"简讯", "简明新闻", "短讯", "简报", "要闻速递", "簡訊", "短訊", "短波", "快訊", "快讯"})


MOST = 24  # stories of a page
SMALL = 160  # characters of a story that may stand among briefs


def estimate(story: Story, base: float, head: float) -> float:
    """Rows of one base column that a story needs; `head` is what its head takes."""
    chars = sum(math.ceil((width(part.text) + 2) / base + 0.15) for part in text_of(story))
    words = sum(width(one.text + one.tail) / base + 9 for one in story.captions)
    return chars + head + words + (1 if story.signature else 0)


def item_of(
    story: Story, base: float, *, main: bool = False, sidebars: Sequence[Item] = (), label: bool = True
) -> Item:
    """A story that wants room."""
    head = 38.0 if main else 7.0 if story.length < 250 else 12.0 if story.length < 600 else 20.0
    if sidebars and sidebars[0].placed[0].part_of is None:
        raise ValueError("a sidebar belongs to a story")
    column = story.column if label and not (story.kind == "brief" and story.column in BRIEF_LABELS) else None
    longest = max((width(line) for line in story.headline), default=4.0)
    part_of = None
    return Item(
        "photo" if story.kind == "photo" else "story",
        (Placed(story.id, story, part_of, column),),
        estimate(story, base, head) + (2 if column else 0),
        longest,
        tuple(sidebars),
    )


def choose(
    paper: Paper, copy: Sequence[Story], area: float, grid: Grid, rng: Random, first: Sequence[Item] = ()
) -> tuple[list[Item], float]:
    """Items for so much room; those in `first` are on the page whatever else is. With them, how far the copy
    goes of itself: well below 1 if there was not enough."""
    taken = {one.key for item in first for one in item.placed}
    usable = [story for story in copy if story.id not in taken and story.kind != "advertisement"]
    by_id = {story.id: story for story in usable}
    mains = [story for story in usable if story.kind in paper.kinds and story.length <= paper.longest]
    briefs = [story for story in usable if story.kind == "brief"]
    rng.shuffle(mains)
    rng.shuffle(briefs)
    items = list(first)
    total = sum(item.wants for item in items)
    limit = rng.randint(*paper.stories)
    for item in _blocks(paper, briefs, mains, grid, rng):
        items.append(item)
        total += item.need
        taken.update(one.key for one in item.placed)
    if briefs and briefs[0].id not in taken:
        mains.insert(rng.randrange(1 + len(mains)), briefs[0])
    photos = 0
    mains.sort(key=lambda story: story.length < 450 or rng.random() < 0.3)  # the long ones first, most of the time
    leading = mains[: max(2, len(mains) // 3)]
    rng.shuffle(leading)
    mains = leading + mains[len(leading) :]
    while mains and total < area * 0.985 and len(taken) < MOST:
        story = _next(mains, area - total, len(taken), limit, grid, rng)
        mains.remove(story)
        if story.id in taken or (story.kind == "photo" and photos >= 2):
            continue
        photos += story.kind == "photo"
        if rng.random() < 0.3:
            story = cut_to_fit(story)
        sidebars = [by_id[key] for key in story.related if key in by_id and by_id[key].kind == "sidebar"][:1]
        beside = tuple(
            Item("sidebar", (Placed(one.id, one, story.id, one.column),), estimate(one, grid.base, 7.0))
            for one in sidebars
            if one.id not in taken
        )
        item = item_of(story, grid.base, main=not items, sidebars=beside)
        if total + item.wants > area * 1.12 and total > area * 0.9:
            break
        items.append(item)
        total += item.wants
        taken.update({story.id, *(one.placed[0].key for one in beside)})
    return _stretched(items, area / max(1.0, total)), total / area


def _blocks(paper: Paper, briefs: Sequence[Story], mains: Sequence[Story], grid: Grid, rng: Random) -> Iterator[Item]:
    """Blocks of briefs under their labels. An old paper sets all that is short like this."""
    small = list(briefs)
    if paper.old:
        small += [one for one in mains if 0 < one.length < SMALL and not one.column and not one.captions]
        rng.shuffle(small)
    for label in (paper.brief_label, *rng.sample(paper.more_labels, paper.blocks - 1)):
        if len(small) < 3 or rng.random() > paper.briefs:
            return
        count = rng.randint(3, min(7 if paper.old else 6, len(small)))
        block, small = small[:count], small[count:]
        need = sum(estimate(one, grid.base, 3.0) for one in block) + 4
        yield Item("briefs", tuple(Placed(one.id, one, None, label) for one in block), need)


def _next(mains: Sequence[Story], left: float, count: int, limit: int, grid: Grid, rng: Random) -> Story:
    """Any story; towards the end the one that fills what is left."""
    if left < 110 or count >= limit - 1:
        some = rng.sample(list(mains), min(10, len(mains)))
        return min(some, key=lambda story: abs(estimate(story, grid.base, 9.0) - left))
    return mains[0]


def _stretched(items: Sequence[Item], by: float) -> list[Item]:
    """Needs that add up to the room there is."""
    return [
        replace(item, need=item.need * by, sidebars=tuple(replace(one, need=one.need * by) for one in item.sidebars))
        for item in items
    ]
