"""Place on paper: headlines, bylines, captions and subheadings come home to their stories, by where they stand.

    lines of display type that stand together   →  one head: kicker above, headline in the largest type, deck below
    a line between two parts of a story         →  a subheading before the part that it introduces
    a line under a picture                      →  the caption of the story around it

What stands near no story stays on the page and is flagged, never forced into one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import ends_sentence
from pipeline.layout.order import reading_order
from pipeline.layout.scene import NONE, Scene, in_columns, scene_of
from pipeline.linking.forest import forest
from pipeline.linking.paper import homes as home
from pipeline.linking.paper.heads import (
    Heads,
    columns_under,
    extent,
    group,
    head_features,
    head_in_the_middle,
    heads_of,
    pairs_of,
)
from pipeline.linking.solver import assign
from pipeline.linking.terms import Terms
from pipeline.page import Block, Direction, Page, Role, Story
from pipeline.registry import Settings, stage

LESSER = 0.88  # type smaller than the headline's by this factor is a kicker's or a deck's
INTRODUCES = 0.8  # the same for a line that ends in a colon
COLONS = ("：", ":")
OTHER_FACE = 0.97  # the same for type of another face
MAIN = 0.9  # of the size of lettering: larger type beside it is the headline
TITLE = 1.9  # body sizes: what larger type than this stands beside can be a picture, and the type the headline,
BESIDE = 0.46  # if it is lesser than what stands beside it by this factor, as kickers hardly ever are,
CHARACTERS = 6.5  # and that has not room for so many characters
DRAWN = "headline-drawn"  # the flag of a story whose headline seems to be a drawing or a picture
UNPLACED = "drawn-headline-unplaced"  # the flag of a page on which such a headline stands at no story
NEVER = -20.0
MAY_BE = 0.2  # the probability of a head, from which on a subheading may be one
NEXT = 4.0  # em of white at most between a caption and text of the story that its picture begins
CLOSE_SET = 0.8  # of the size: white between the lines of one subheading
LAST_LINE = 0.13  # the same of the last line of a paragraph
FLUSH = 0.6  # em: lines of a column begin by no more apart
OTHER_TYPE = 0.04  # parts whose sizes differ by more of the first's are two paragraphs
SOME_MEASURE = 8.0  # em; narrower lines by themselves are those of an advertisement
_DASHED = re.compile(r"^(?:——|--|—|──)")


FINDERS: dict[Role, Callable[[home.Homes, int], int | None]] = {
    Role.BYLINE: home.of_byline,
    Role.CAPTION: home.of_caption,
    Role.COLUMN: home.of_column_label,
}


class PaperPlace(Settings):
    threshold: float = -6.0  # log odds below which a head belongs to no story; at -2 0.005 fewer are right
    news: int = 40  # characters of a caption that can be news by itself
    unlike: float = 0.1  # likeness in words to every story, below which such a caption is


@stage("paper-place", needs={"blocks", "stories"}, gives={"stories", "blocks"})
def paper_place(page: Page, settings: PaperPlace) -> Page:
    """Give every display block to the story that it belongs to, with its role and place there."""
    parts = [block for story in page.stories for block in story.blocks]
    shown = list(page.blocks)
    scene = scene_of(page.but(blocks=tuple(shown + parts)))
    scene = in_columns(scene, np.arange(len(shown), len(shown) + len(parts)))
    starts = np.cumsum([len(shown), *(len(story.blocks) for story in page.stories)]).tolist()
    bodies = [list(range(start, end)) for start, end in pairwise(starts)]
    photos = [[n] for n in photo_news(shown, bodies, scene, settings)]
    bodies += photos
    titles = [n for n, block in enumerate(shown) if block.role is Role.HEADLINE or is_deck(scene, n)]
    heads = group(scene, [*titles, *scene.lettering.tolist()])
    view = heads_of(scene, heads, bodies, len(photos))
    bodies, whose = under_one_head(view, owners(view, settings.threshold))
    story_of = [NONE] * len(scene.start)
    for number, things in enumerate(bodies):
        for thing in things:
            story_of[thing] = number
    own: list[list[int]] = [[] for _ in bodies]
    loose = [things for n, things in enumerate(heads) if n not in whose]
    for n, number in whose.items():
        own[number] = heads[n]
        for thing in heads[n]:
            story_of[thing] = number
    homes = home.Homes(scene, story_of, bodies, own)
    made = assembled(page, homes, loose)
    return made.flagged(UNPLACED) if any(drawn_headline(scene, things) is not None for things in loose) else made


def is_deck(scene: Scene, thing: int) -> bool:
    """Whether a line that may be a subheading is none: it stands in the middle right under its headline, and all that
    is under that one is below it."""
    block = scene.blocks[thing]
    if block.role is not Role.SUBHEADING or block.looks.get("head", 0.0) < MAY_BE:
        return False
    above = head_in_the_middle(scene, thing)
    return above != NONE and scene.blocks[above].role is Role.HEADLINE


def photo_news(shown: list[Block], bodies: list[list[int]], scene: Scene, settings: PaperPlace) -> list[int]:
    """The captions that tell news of their own: long ones that share words with no story of the page, or have a
    headline that has no text under it or in its frame."""
    long = [n for n, b in enumerate(shown) if b.role is Role.CAPTION and len(b.string) >= settings.news]
    if not long or not bodies:
        return long
    words = Terms(["".join(scene.blocks[n].string for n in body) for body in bodies])
    alike = np.asarray((words.others([shown[n].string for n in long]) @ words.rows.T).todense()).max(axis=1)
    text = np.zeros(len(scene.start) + 1, dtype=bool)
    text[[n for body in bodies for n in body]] = True
    return [
        n
        for n, most in zip(long, alike.tolist(), strict=True)
        if most < settings.unlike or _is_all_of_its_head(scene, n, text)
    ]


def _is_all_of_its_head(scene: Scene, caption: int, text: NDArray[np.bool_]) -> bool:
    """Whether a headline stands over a caption or over its picture, and no `text` of it comes below; or in the frame
    of the caption, which holds no text at all."""
    titles = np.array([n for n, block in enumerate(scene.blocks) if block.role is Role.HEADLINE], dtype=np.int64)
    frame = scene.frame[caption]
    if frame != NONE and (scene.frame[titles] == frame).any():
        return not (text[:-1] & (scene.frame == frame)).any()
    above, below = int(scene.above[caption]), int(scene.below[caption])
    if scene.is_picture[above]:
        above = int(scene.above[above])
    follows = text[below] and scene.frame[below] == frame and scene.drop[caption, below] < NEXT
    return above in titles and not follows


def owners(view: Heads, threshold: float) -> dict[int, int]:
    """Head to story: the best assignment of all of them, one head a story."""
    if not view.heads or not view.stories:
        return {}
    h, k = pairs_of(view)
    table = np.full((len(view.heads), len(view.stories)), NEVER)
    if len(h):
        (odds,) = forest("paper-head").score(head_features(view, h, k))
        table[h, k] = odds - threshold
    return dict(assign(table))


def under_one_head(view: Heads, whose: dict[int, int]) -> tuple[list[list[int]], dict[int, int]]:
    """Bodies without a head, of which a column begins right under the head of another in the same frame, go to it.

    What stands farther on along the writing comes behind.
    """
    scene, bodies = view.scene, view.stories
    if not whose:
        return bodies, whose
    owned = set(whose.values())
    into: dict[int, int] = {}
    for number, body in enumerate(bodies):
        if number in owned or scene.blocks[body[0]].role is Role.CAPTION:
            continue
        frame = scene.frame[body[0]]
        over = [h for h, story in whose.items() if scene.frame[bodies[story][0]] == frame]
        over = [h for h in over if columns_under(view, h, number)]
        if len(over) == 1:
            into[number] = whose[over[0]]
    merged = [list(body) for body in bodies]
    for number, story in into.items():
        behind = scene.start[bodies[number][0]] > scene.start[bodies[story][0]]
        merged[story] = merged[story] + bodies[number] if behind else bodies[number] + merged[story]
    kept = [number for number in range(len(bodies)) if number not in into]
    renumbered = {number: n for n, number in enumerate(kept)}
    return [merged[number] for number in kept], {h: renumbered[number] for h, number in whose.items()}


def assembled(page: Page, homes: home.Homes, loose: list[list[int]]) -> Page:
    """The stories with all that belongs to them; what belongs nowhere stays among the page's blocks."""
    blocks = homes.scene.blocks
    before: list[defaultdict[int, list[Block]]] = [defaultdict(list) for _ in homes.stories]  # subheadings by place
    beside: list[dict[Role, list[Block]]] = [{} for _ in homes.stories]
    left: list[Block] = []
    headless = {n for things in loose for n in things}
    placed: dict[tuple[int, int], int] = {}  # the last subheading of each place
    for thing, block in enumerate(page.blocks):
        if homes.story[thing] != NONE:
            continue  # in a head
        if thing in headless or block.role is Role.SUBHEADING:
            spot = home.of_subheading(homes, thing) if thing not in headless or len(block.string) < 30 else None
            if spot is not None and (spot[1] > 0 or block.role is Role.SUBHEADING):
                found, above = before[spot[0]][spot[1]], placed.get(spot, NONE)
                placed[spot] = thing
                if found and is_next_line(homes.scene, above, thing):
                    found[-1] = found[-1].continued(block)
                else:
                    found.append(replace(block, role=Role.SUBHEADING))
                continue
            left.append(block)
            continue
        find = FINDERS.get(block.role)
        story = find(homes, thing) if find else None
        if story is None:
            left.append(block)
        else:
            beside[story].setdefault(block.role, []).append(block)
    stories = []
    for number, things in enumerate(homes.stories):
        head = homes.heads[number]
        body: list[Block] = []
        for place, thing in enumerate(things):
            part = blocks[thing]
            if body and body[-1].role is Role.PARAGRAPH and body[-1].ends is False and part.begins is False:
                left += before[number][place]  # no subheading stands in the middle of a sentence
            else:
                body += before[number][place]
            if body and body[-1].role is Role.PARAGRAPH and place and goes_on(body[-1], part):
                body[-1] = body[-1].continued(part)
            else:
                body.append(part)
        body += before[number][len(things)]
        more = beside[number]
        drawn = drawn_headline(homes.scene, head)
        made = Story(
            (
                *head_roles([blocks[n] for n in head if n < homes.scene.count], drawn),
                *more.get(Role.COLUMN, []),
                *more.get(Role.BYLINE, []),
                *body,
                *more.get(Role.CAPTION, []),
            )
        )
        stories.append(made if drawn is None else made.flagged(DRAWN))
    order = reading_order(
        np.array([extent(homes.scene, [*homes.heads[n], *homes.stories[n]]) for n in range(len(stories))]).reshape(
            -1, 4
        )
    )
    return page.but(stories=tuple(stories[n] for n in order), blocks=tuple(left))


def is_next_line(scene: Scene, first: int, second: int) -> bool:
    """Whether a subheading goes on in a second one, which stands close under it and is of the same type."""
    alike = abs(scene.size[first] - scene.size[second]) < OTHER_TYPE * scene.size[first]
    return bool(scene.above[second] == first and alike and scene.drop[first, second] < CLOSE_SET * scene.size[first])


def head_roles(head: list[Block], drawn: int | None = None) -> list[Block]:
    """The lines of one head with their roles: the largest type is the headline's, before it kicker, behind it deck.

    `drawn` is how many lines stand before a headline that is lettering. A line behind a dash is a deck, even alone.
    """
    if drawn is not None:
        return [block.as_(Role.KICKER if n < drawn else Role.DECK) for n, block in enumerate(head)]
    plain = [block for block in head if not _DASHED.match(block.string)]
    if not plain:
        return [block.as_(Role.DECK) for block in head]
    largest = max(plain, key=lambda block: (len(block.string) > 1, block.size))
    main = [n for n, block in enumerate(head) if block in plain and not _is_lesser(block, largest)]
    main += [n + 1 for n in main if n + 1 < len(head) and len(head[n + 1].string) == 1]  # what is left of the line
    made = []
    for n, block in enumerate(head):
        if n in main:
            role = Role.HEADLINE
        elif _DASHED.match(block.string) or n > main[0]:
            role = Role.DECK
        else:
            role = Role.KICKER
        made.append(replace(block, role=role))
    return made


def _is_lesser(block: Block, largest: Block) -> bool:
    """Whether a line of a head is of lesser type than the largest; a little smaller is enough in another face. What
    goes on behind a colon is one line of it, though it is measured a little smaller."""
    if block.string.endswith(COLONS):
        return block.size <= INTRODUCES * largest.size
    faces = {block.lines[0].face, largest.lines[0].face}
    other = len(faces) == 2 and min(faces) >= 0
    return block.size <= (OTHER_FACE if other else LESSER) * largest.size


def drawn_headline(scene: Scene, head: list[int]) -> int | None:
    """How many lines of a head stand before lettering that is its headline, being as large as any other type of it,
    but not so large that it is a picture beside a headline; None if it has no such lettering."""
    drawn = [n for n in head if n >= scene.count]
    if not drawn:
        return None
    main = max(drawn, key=lambda n: scene.size[n])
    largest = max((scene.size[n] for n in head if n < scene.count), default=0.0)
    length = max(scene.end[main] - scene.start[main], scene.foot[main] - scene.top[main]) / scene.size[main]
    is_picture = length < CHARACTERS and TITLE < largest < BESIDE * scene.size[main]
    if largest > MAIN * scene.size[main] or is_picture:
        return None
    return sum(n < scene.count for n in head[: head.index(main)])


def goes_on(first: Block, second: Block) -> bool:
    """Whether two parts that follow each other are one paragraph."""
    em = first.lines[-1].size  # the first line may be smaller, as where a dateline begins it
    if second.begins is True or first.ends is True:
        return False
    if abs(em - second.size) > (LAST_LINE if _is_last_line(first, second) else OTHER_TYPE) * em:
        return False
    if first.ends is None and second.begins is None:
        return first.measure >= SOME_MEASURE and not ends_sentence(first.string)
    return first.ends is False or second.begins is False


def _is_last_line(first: Block, second: Block) -> bool:
    """Whether a line stands right under a column that breaks off, where its lines begin: its few characters tell its
    size by half."""
    above, line = first.lines[-1].box, second.lines[0].box
    if first.ends is not False or len(second.lines) > 1 or first.edges is None or above is None or line is None:
        return False
    down = second.lines[0].direction is Direction.VERTICAL
    em, edge = first.lines[-1].size, first.edges[0]
    start, white = (line.y0, above.x0 - line.x1) if down else (line.x0, line.y0 - above.y1)
    return abs(start - edge) < FLUSH * em and -FLUSH * em < white < em
