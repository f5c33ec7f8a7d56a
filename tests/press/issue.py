"""Issues: several pages of one paper on one day, with the stories that go on from page to page.

    issue = make_issue(7, "party", 4)
    issue.pages[0].page, issue.pages[0].gold, issue.continues

`issues` makes many, of one paper or of all in turn; with one page each they are pages by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random

from tests.press.broadsheet import compose
from tests.press.jumps import back_of, begun, can_jump, continued
from tests.press.layout import prints
from tests.press.makeup import Order
from tests.press.masthead import edition
from tests.press.page import Specimen, drawn, make_pages, recipe, specimen_of
from tests.press.papers import PAPERS
from tests.press.plan import Item
from tests.press.stories import MORE, Story, load
from tests.press.styles import STYLES

Place = tuple[int, str]  # index of the page in the issue, key of the story on it


@dataclass(frozen=True)
class Issue:
    """The pages in order, and what continues what."""

    name: str
    pages: tuple[Specimen, ...]
    continues: tuple[tuple[Place, Place], ...]


def make_issue(
    seed: object, style: str, pages: int = 4, *, spoil: str | None = "clean", stories: Sequence[Story] | None = None
) -> Issue:
    """An issue of a paper from PAPERS. No story is in it twice, but for those that jump, while the copy lasts.
    Where `spoil` is None each page draws its own recipe."""
    if style not in PAPERS:
        raise ValueError(f"no such paper: {style}; there are {', '.join(PAPERS)}")
    paper = PAPERS[style]
    rng = Random(f"issue {style} {seed} {pages}")
    copy = [story for story in stories or (*load(), *load(MORE)) if not story.jump]
    paper_of_day = edition(paper, rng, pages)
    waiting: dict[int, list[Item]] = {number: [] for number in range(1, pages + 1)}
    used: set[str] = set()
    jumped: list[str] = []
    made: list[Specimen] = []
    base = paper.page[0] / max(paper.base) - 1.5
    capacity = 0.75 * paper.page[0] * paper.page[1] / paper.leading
    for number in range(1, pages + 1):
        free = [story for story in copy if story.id not in used]
        if sum(story.length for story in free if prints(paper, story)) < capacity:  # the copy has run out: again
            free = [story for story in copy if story.id not in jumped]
        first = list(waiting[number])
        held = {item.placed[0].key for item in first}
        targets = list(range(number + 1, pages + 1))
        able = [one for one in free if can_jump(one) and one.script == paper.script and one.old == paper.old]
        for _ in range(rng.choice((0, 1, 1, 2)) if targets and not paper.old else 0):
            if able:
                story = able.pop(rng.randrange(len(able)))
                first.append(begun(story, base, str(rng.choice(targets)), rng))
        order = Order(paper_of_day, number, number == 1, tuple(first))
        later = {one.placed[0].key for items in waiting.values() for one in items} - held
        pressed = compose(paper, [story for story in free if story.id not in later], rng, order)
        for story_id, (folio, rest) in pressed.rest.items():
            story = next(one for one in copy if one.id == story_id)
            waiting[int(folio)].append(continued(back_of(story, rest, str(number), rng), base))
            jumped.append(story_id)
        used.update(placed.story.id for placed in pressed.page.stories)
        name = f"{paper.name}-issue-{seed}-p{number:02d}"
        how = spoil or drawn(rng)
        made.append(specimen_of(name, pressed.page, recipe(how), rng, how))
    return Issue(f"{paper.name}-issue-{seed}", tuple(made), _links(made, jumped))


def issues(
    n: int,
    seed: int,
    *,
    style: str | None = None,
    spoil: str | None = None,
    stories: Sequence[Story] | None = None,
    script: str | None = None,
    pages: int = 1,
) -> Iterator[Issue]:
    """n issues of so many pages. Without a style all papers of STYLES and PAPERS take turns, and what each prints
    is what it prints when it is asked for by name. Pages of STYLES have no jumps: they are bound together as they
    come."""
    known = {**STYLES, **PAPERS}
    names = [style] if style else [name for name, one in known.items() if script in (None, one.script)]
    each = [_of(name, n, seed, spoil, stories, pages) for name in names]
    yield from islice((next(one) for one in cycle(each)), n)


def _of(
    style: str, n: int, seed: int, spoil: str | None, stories: Sequence[Story] | None, pages: int
) -> Iterator[Issue]:
    """The issues of one paper."""
    if style in PAPERS and pages > 1:
        for index in range(n):
            made = make_issue(f"{seed}-{index:03d}", style, pages, spoil=spoil, stories=stories)
            yield Issue(f"{style}-{seed}-{index:03d}", made.pages, made.continues)
        return
    loose = make_pages(n * pages, seed, style=style, spoil=spoil, stories=stories)
    for index in range(n):
        yield Issue(f"{style}-{seed}-{index:03d}", tuple(islice(loose, pages)), ())


def _links(pages: Sequence[Specimen], jumped: Sequence[str]) -> tuple[tuple[Place, Place], ...]:
    """Where each jump begins and where it ends."""
    starts: dict[str, Place] = {}
    ends: dict[str, Place] = {}
    for index, specimen in enumerate(pages):
        assert specimen.page is not None
        for placed in specimen.page.stories:
            jump = placed.story.jump or {}
            for name, found in (("to", starts), ("from", ends)):
                if jump.get(name):
                    found[placed.story.id] = index, placed.key
    return tuple((starts[one], ends[one]) for one in jumped)
