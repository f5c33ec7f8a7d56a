"""Roles on paper: which blocks are running text, which display type, bylines, captions, furniture.

The learned model looks at size, face, place and words; its probabilities stay with the block.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.characters import PAUSES, STOPS, balance, width
from pipeline.layout.columns import DEEPEST_INDENT
from pipeline.layout.displays import DISPLAY, HEAD
from pipeline.layout.ink import along
from pipeline.layout.run_ins import RUN_IN, heading
from pipeline.layout.scene import NONE, Scene, in_columns, scene_of
from pipeline.linking.paper.bodies import is_news
from pipeline.linking.paper.heads import head_in_the_middle, head_over
from pipeline.linking.paper.roles import CLASSES, likeliest, role_probabilities
from pipeline.linking.roles import ROLE_OF as LOOKS
from pipeline.linking.shape import is_byline
from pipeline.page import Block, Direction, Page, Role
from pipeline.people import is_picture_credit
from pipeline.registry import Settings, stage
from pipeline.running_heads import is_dated, is_imprint, is_page_number

OTHER_SIZE = 0.07  # of the body's: type whose size differs by more is of another
LARGER = 1.3  # times the largest text of a box: what is larger can be its head
MAY_BE = 0.2  # the probability of a head, from which on text may be one
SAME_SIZE = 0.03  # of the body's: type whose size differs by less is of the body's
LIKE_TEXT = 0.1  # the probability of text, from which on what stands as a caption does may be text
TAKEN = "摄攝"  # how a caption ends that says who took the picture
BETWEEN = 0.015  # the same of what stands in the middle between a head and another or a byline
DECK = 1.06  # times the body's size: a line that is larger, right under a headline, is its deck
ACROSS = 1.5  # of its size: so near under a headline that lies across the text is its deck
SUBHEADING = (1.04, 1.3)  # body sizes: between these is the type of a subheading
SHORT = ("subheading", "paragraph", "head")  # what one may be taken for
BRACKETS = ("（(", "）)")  # around the names that end a story
SIGNED = 2.0  # em: so near under them is the head of the next
UNDER = 1.2  # em: the text under one is nearer
HEAD_TYPE = 1.25  # body sizes: no subheading is so large
CLOSE = 0.6  # of the size: the white between lines of one head is less
FLUSH = 0.3  # em: lines that begin so near each other are flush
LEVEL = 0.5  # em: by less do the first lines of columns differ that begin level with each other
ALIKE = 1.0  # em: by less differ the measures of columns of one story
GUTTER = 3.5  # em: and so wide is the white between them at most
LARGE = 1.4  # times the body's size: no running text is so large
NAME = 3.0  # times the body's size: the characters of the paper's name are larger
LEAST = 0.1  # the probability of a head, from which on what is so large may be one
EDGE = 0.12  # of the printed height: running heads and feet stand no farther from its edges
ROW = 0.5  # of the height of the lower: so much of it do two pieces share that stand in a row
IN_A_ROW = 2  # pieces of furniture, at least, in whose row stands what is one, too
AT_EDGE = (is_dated, is_imprint, is_page_number)  # what a line at the edge says that is furniture
ROLE_OF = {**LOOKS, "furniture": Role.FURNITURE}


class PaperRoles(Settings):
    inked: bool = False  # whether sizes are measured on ink, as OCR measures them


@stage("paper-roles", needs={"blocks"}, gives={"blocks"})
def paper_roles(page: Page, settings: PaperRoles) -> Page:
    """Give each block the role that its looks make most likely."""
    if not page.blocks:
        return page
    scene = scene_of(page)
    looks = role_probabilities(scene, faces(page, scene), inked=settings.inked)
    for way, found in (
        ("subheading", on_columns),
        ("subheading", in_the_middle),
        ("subheading", under_bylines),
        ("head", first),
        ("head", under_signatures),
        ("head", framed_heads),
        ("head", decks),
        ("head", over_bylines),
        ("head", across),
        ("head", large),
        ("head", together),
        ("furniture", running_head),
        ("paragraph", single),
    ):
        for n in found(scene, looks):
            for name in CLASSES:
                looks[name][n] = float(name == way)
    edge = at_edge(page)
    opens = np.zeros(len(scene.start) + 1, dtype=bool)
    opens[: scene.count] = [is_news(block.string) for block in page.blocks]
    made = []
    for n, block in enumerate(page.blocks):
        here = {name: round(float(looks[name][n]), 4) for name in CLASSES}
        best = max(CLASSES, key=here.__getitem__)
        if best == "paragraph" and len(block.lines) == 1 and is_byline(block.string, width(block.string)):
            best = "byline"  # a line of people and what they are is never text, however its column is set
        if edge[n] and len(block.lines) == 1 and any(says(block.string) for says in AT_EDGE):
            best = "furniture"  # however large a date stands at the head of a page, it is no headline
        if best == "subheading" and block.begins and block.ends is False:
            best = "paragraph"  # it is indented and full, and in the middle of nothing
        if best == "subheading" and opens[scene.below[n]]:  # no story says 本报讯 in its middle
            best = "head"
        if best == "column" and is_head(block, here["head"]):
            best = "head"
        if best == "byline" and balance(block.string) > 0:  # it begins a paragraph that goes on in another column
            best = "paragraph"
        if best == "caption" and is_text(block, float(scene.size[n]), here["paragraph"]):
            best = "paragraph"
        if best == "furniture" and RUN_IN in block.marks:  # it begins an item, though it names a paper (本報)
            best = "paragraph"
        made.append(replace(block, role=ROLE_OF[best], looks=here, confidence=here[best]))
    return page.but(blocks=tuple(made))


def is_text(block: Block, size: float, paragraph: float) -> bool:
    """Whether what stands beside a picture as a caption does is running text: it is of the body's size, names no
    photographer, and begins or breaks off in the middle of a paragraph, or may be one by its other looks. `size` is
    in those of the body, `paragraph` the probability."""
    like = abs(size - 1) < SAME_SIZE and not is_picture_credit(block.string) and block.string[-1:] not in TAKEN
    return like and (False in (block.begins, block.ends) or paragraph >= LIKE_TEXT)


def is_head(block: Block, head: float) -> bool:
    """Whether what looks like a column's label is a headline, which it may be by its other looks (`head`, the
    probability): a label is one line."""
    return len(block.lines) > 1 and head >= MAY_BE


def on_columns(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """The subheadings that stand at the head of a column, under a headline, or under nothing and in the type of other
    subheadings: text begins level with them in a column beside theirs, which is as wide, where it would begin below a
    deck."""
    names = np.array(CLASSES)[likeliest(looks)]
    text = (names == "paragraph") & ~scene.odd_way[: scene.count]
    columns = in_columns(scene, np.arange(scene.count))
    found = []
    for n, block in enumerate(scene.blocks):
        above, below = int(scene.above[n]), int(scene.below[n])
        if names[n] not in SHORT or not SUBHEADING[0] < scene.size[n] < SUBHEADING[1] or len(block.lines) != 1:
            continue
        if DISPLAY in block.marks or any(mark in block.string for mark in STOPS + PAUSES):
            continue
        led = 0 <= above < scene.count and names[above] == "head" and scene.size[above] >= LARGER * scene.size[n]
        free = above == NONE or bool(scene.ruled(np.array([above]), np.array([n]))[0])
        if not led and not (free and is_in_their_type(scene, names, n)):
            continue
        if not 0 <= below < scene.count or not text[below] or scene.drop[n, below] > UNDER:
            continue
        if begins_level(scene, columns, text, n, below):
            found.append(n)
    return found


def is_in_their_type(scene: Scene, names: NDArray[np.str_], n: int) -> bool:
    """Whether a line is in the type of subheadings in its frame, and of no other head there."""
    size, frame = scene.size[: scene.count], scene.frame[: scene.count]
    alike = (np.abs(size - size[n]) < SAME_SIZE * size[n]) & (frame == frame[n]) & (np.arange(scene.count) != n)
    return bool((alike & (names == "subheading")).any() and not (alike & (names == "head")).any())


def begins_level(scene: Scene, columns: Scene, text: NDArray[np.bool_], n: int, below: int) -> bool:
    """Whether text begins level with block `n` in a column beside that of the text below it, which is as wide."""
    start, end = columns.start[: scene.count], columns.end[: scene.count]
    top, frame = scene.top[: scene.count], scene.frame[: scene.count]
    aside = np.maximum(start - end[below], start[below] - end)
    beside = text & (frame == frame[n]) & (np.abs(top - top[n]) < LEVEL) & (aside > 0) & (aside < GUTTER)
    beside &= np.abs(end - start - end[below] + start[below]) < ALIKE
    near = np.flatnonzero(beside)
    return bool(len(near)) and not scene.parted(np.full(len(near), n), near).all()


def in_the_middle(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """The lines taken for text that stand in the middle of a column, farther in than a paragraph begins, with text of
    that column right over and under them, or right under them at its head, where that of another column begins level
    with them under the same headline, or under text across columns: subheadings in another face, which a scan does not
    tell."""
    names = np.array(CLASSES)[likeliest(looks)]
    text = names == "paragraph"
    text &= ~scene.odd_way[: scene.count]
    columns = in_columns(scene, np.arange(scene.count))
    measure = columns.end - columns.start
    found = []
    for n in np.flatnonzero(text).tolist():
        block, above, below = scene.blocks[n], int(scene.above[n]), int(scene.below[n])
        if len(block.lines) != 1 or DISPLAY in block.marks or any(mark in block.string for mark in STOPS):
            continue
        if not all(0 <= m < scene.count for m in (above, below)) or is_byline(block.string, width(block.string)):
            continue
        leads = names[above] == "head" and scene.size[above] > HEAD_TYPE
        leads = leads or (bool(text[above]) and measure[above] > measure[below] + GUTTER)
        leads = leads and begins_level(scene, columns, text, n, below)
        around = np.array([below] if leads else [above, below])
        if not text[around].all() or (scene.frame[around] != scene.frame[n]).any():
            continue
        if scene.drop[n, below] > UNDER or not (leads or scene.drop[above, n] <= UNDER):
            continue
        before, behind = scene.start[n] - columns.start[around], columns.end[around] - scene.end[n]
        if min(*before, *behind) > DEEPEST_INDENT and np.abs(before - behind).max() < 2 * FLUSH:
            found.append(n)
    return found


def under_bylines(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """What may be a subheading as well as a head, right under the byline of a head in larger type: that one would be
    without text."""
    names = np.array(CLASSES)[likeliest(looks)]
    found = []
    for n in np.flatnonzero((names == "head") & (looks["subheading"] >= MAY_BE)).tolist():
        byline = int(scene.above[n])
        over = int(scene.above[byline]) if byline != NONE else NONE
        if not all(0 <= m < scene.count for m in (byline, over)) or scene.size[n] > HEAD_TYPE:
            continue
        if names[byline] == "byline" and names[over] == "head" and scene.size[over] > LARGER * scene.size[n]:
            found.append(n)
    return found


def first(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """What is taken for a subheading with nothing over it: one parts text of a story, and none stands before it."""
    under = likeliest(looks) == CLASSES.index("subheading")
    under &= (scene.above[: scene.count] == NONE) & (looks["head"] >= LEAST)
    return [int(n) for n in np.flatnonzero(under)]


def under_signatures(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """What is taken for a subheading, which may be a head, right under the names in brackets that end a story in its
    column."""
    names = [m for m, block in enumerate(scene.blocks) if is_signature(block.string)]
    if not names:
        return []
    columns = in_columns(scene, np.arange(scene.count))
    under = (likeliest(looks) == CLASSES.index("subheading")) & (looks["head"] >= LEAST)
    found = []
    for n in np.flatnonzero(under).tolist():
        below, drop = int(scene.below[n]), scene.drop[names, n]
        if not 0 <= below < scene.count:
            continue
        near = (drop > 0) & (drop < SIGNED) & (scene.frame[names] == scene.frame[n])
        near &= (scene.start[names] > columns.start[below] - FLUSH) & (scene.end[names] < columns.end[below] + FLUSH)
        if near.any():
            found.append(n)
    return found


def is_signature(string: str) -> bool:
    """Whether a line is but names in brackets."""
    return string[:1] in BRACKETS[0] and string[-1:] in BRACKETS[1] and is_byline(string, width(string))


def decks(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """What is taken for running text, which it may be, but stands as a deck does: in the middle right under a head or
    under another line of its deck, between a head and a byline, or in larger type than text right under one."""
    classes = likeliest(looks)
    head, text, byline = (CLASSES.index(name) for name in ("head", "paragraph", "byline"))
    likely = looks["head"]

    def may_be(n: int) -> bool:
        stops = n >= scene.count or any(mark in scene.blocks[n].string for mark in STOPS)
        return not stops and classes[n] == text and likely[n] >= BETWEEN

    def is_larger(n: int) -> bool:
        """Whether it is a line of type that is no display's and is larger than the body."""
        block = scene.blocks[n]
        return len(block.lines) == 1 and DISPLAY not in block.marks and float(scene.size[n]) > DECK

    def is_by_itself(n: int) -> bool:
        """Whether it begins as a heading of its paragraph does, but is all of that: a line in two members."""
        block = scene.blocks[n]
        return len(block.lines) == 1 and RUN_IN in block.marks and heading(block.string) > 0 and block.ends is True

    def ends(n: int, over: Callable[[Scene, int], int], last: tuple[int, ...]) -> bool:
        """Whether a head or people (`last`) stand right under a line, or under what may be more of its deck."""
        under = int(scene.below[n])
        if not 0 <= under < scene.count or over(scene, under) != n:
            return False
        return classes[under] in last or (may_be(under) and ends(under, over, last))

    found = []
    for n in np.argsort(scene.top[: scene.count], kind="stable").tolist():
        if not may_be(n):
            continue
        over = head_over(scene, n) if is_larger(n) else NONE
        if over == NONE and (likely[n] >= MAY_BE or is_by_itself(n) or ends(n, head_in_the_middle, (head, byline))):
            over = head_in_the_middle(scene, n)
        if over == NONE and ends(n, head_over, (byline,)):  # a deck that is flush with its head, over the byline
            over = head_over(scene, n)
        if over != NONE and classes[over] == head:
            classes[n] = head
            found.append(n)
    return found


def over_bylines(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """The lines taken for text that stand in the middle right over a byline, with no text right over them: headlines,
    however small their type is."""
    names = np.array(CLASSES)[likeliest(looks)]
    found = []
    for byline in np.flatnonzero(names == "byline").tolist():
        n = head_in_the_middle(scene, byline)
        if n == NONE or names[n] != "paragraph" or len(scene.blocks[n].lines) != 1:
            continue
        above = int(scene.above[n])
        if above == NONE or scene.drop[above, n] > UNDER:
            found.append(n)
    return found


def across(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """What is taken for running text but lies across it, as a level line on a page that runs down, larger than text and
    right under a head that lies so, too, and no more such lines under it: its deck."""
    names = np.array(CLASSES)[likeliest(looks)]
    odd = np.flatnonzero(scene.odd_way[: scene.count])
    heads = [n for n in odd.tolist() if names[n] == "head"]
    found = []
    for n in odd.tolist():
        block, em = scene.blocks[n], float(scene.size[n]) * scene.body
        if names[n] != "paragraph" or len(block.lines) != 1 or float(scene.size[n]) <= DECK:
            continue
        if DISPLAY in block.marks or any(mark in block.string for mark in STOPS) or looks["head"][n] < MAY_BE:
            continue
        rows = [scene.blocks[m] for m in odd.tolist() if m != n]  # more of them are an advertisement's
        if any(_is_under(row, block, 2 * em, down=not scene.down) for row in rows):
            continue
        if any(_is_under(block, scene.blocks[head], em, down=not scene.down) for head in heads):
            found.append(n)
    return found


def _is_under(block: Block, head: Block, em: float, *, down: bool) -> bool:
    """Whether a line stands right under another and reaches no farther along, where both run down, or both level."""
    boxes = np.array([block.box, head.box], dtype=np.float64)
    (start, begin), (end, finish), (top, _), (_, foot) = along(boxes, down)
    return bool(0 < top - foot < ACROSS * em and start > begin - em and end < finish + em)


def large(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """What is taken for running text because of what it says (能不能给操场留一盏灯？), but is far larger than that, or
    larger and a line across it, and stands in no display, where any row may be large, nor in a frame under other text
    that is as large."""
    size = scene.size[: scene.count]
    text = likeliest(looks) == CLASSES.index("paragraph")
    lone = np.array([len(block.lines) == 1 for block in scene.blocks], dtype=bool)
    lies_across = scene.odd_way[: scene.count] & lone & (size >= HEAD_TYPE) & (looks["head"] >= MAY_BE)
    found = np.flatnonzero(text & ((size >= LARGE) & (looks["head"] >= LEAST) | lies_across))

    place = np.where(scene.odd_way, scene.start if scene.down else -scene.end, scene.top)[: scene.count]

    def under_such(n: int) -> bool:
        like = text & (scene.frame[: scene.count] == scene.frame[n]) & (np.abs(size - size[n]) < SAME_SIZE * size[n])
        return bool(scene.frame[n] != NONE and (place[like] < place[n]).any())

    return [n for n in found.tolist() if DISPLAY not in scene.blocks[n].marks and not under_such(n)]


def together(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """What is taken for running text because of what it says (褚望山：), but is a line of a head: in type of its size
    that is larger than text, right over or under a line of it, and flush with that or in its middle."""
    names = np.array(CLASSES)[likeliest(looks)]
    found = []
    for n, block in enumerate(scene.blocks):
        if names[n] != "paragraph" or scene.size[n] < HEAD_TYPE or len(block.lines) != 1 or DISPLAY in block.marks:
            continue
        for m in (int(scene.above[n]), int(scene.below[n])):
            if not 0 <= m < scene.count or names[m] != "head" or scene.frame[m] != scene.frame[n]:
                continue
            white = max(scene.drop[n, m], scene.drop[m, n])
            alike = abs(scene.size[m] - scene.size[n]) < SAME_SIZE * scene.size[n]
            off = scene.start[m] - scene.start[n], scene.end[m] - scene.end[n]
            em = scene.size[n]  # of which the white beside a mark is half
            flush = abs(off[0]) < FLUSH * em or abs(off[0] + off[1]) < 2 * FLUSH * em
            if alike and white < CLOSE * scene.size[n] and flush:
                found.append(n)
                break
    return found


def single(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """Characters by themselves that look like heads, but are neither the last of one nor as large as the paper's name:
    pieces of a name, of an ornament. No head is so short."""
    head = likeliest(looks) == CLASSES.index("head")
    lone = np.array([len(block.string) == 1 for block in scene.blocks], dtype=bool)
    found = []
    for n in np.flatnonzero(head & lone & (scene.size[: scene.count] < NAME)).tolist():
        around = (scene.above[n], scene.below[n])
        in_head = any(head[m] and not lone[m] for m in around if 0 <= m < scene.count)
        if not in_head and DISPLAY not in scene.blocks[n].marks:
            found.append(n)
    return found


def running_head(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """What stands in a row of furniture at the head of the page, over all else: the page's name (國內要電) between date
    and folio, or an office whose holder is worn away."""
    names = np.array(CLASSES)[likeliest(looks)]
    boxes = np.array([block.box for block in scene.blocks], dtype=np.float64).reshape(-1, 4)
    lone = np.array([len(block.lines) == 1 for block in scene.blocks], dtype=bool)
    lone &= np.array([block.lines[0].direction is Direction.HORIZONTAL for block in scene.blocks], dtype=bool)
    known = lone & (names == "furniture")
    found = []
    for n in np.flatnonzero(lone & ~known).tolist():
        reach = np.minimum(boxes[:, 3], boxes[n, 3]) - np.maximum(boxes[:, 1], boxes[n, 1])
        level = reach > ROW * np.minimum(boxes[:, 3] - boxes[:, 1], boxes[n, 3] - boxes[n, 1])
        under = boxes[:, 1] > boxes[n, 3]
        if (known & level).sum() >= IN_A_ROW and (lone & level | under | known).all():
            found.append(n)
    return found


def framed_heads(scene: Scene, looks: dict[str, NDArray[np.float64]]) -> list[int]:
    """The heads of frames none of whose blocks looks like one: what is at the top and so much larger than the rest is
    its head, though it is a statement (新店开张啦！)."""
    found = []
    frames = scene.frame[: scene.count]
    for frame in np.unique(frames[frames != NONE]).tolist():
        held = np.flatnonzero(frames == frame)
        largest = int(held[scene.size[held].argmax()])
        rest = held[held != largest]
        if not len(rest) or (looks["head"][held] > 0.5).any() or looks["paragraph"][largest] < 0.5:
            continue
        told = DISPLAY not in scene.blocks[largest].marks or looks["head"][largest] >= MAY_BE
        least = LARGER if told else HEAD
        if scene.size[largest] > least * scene.size[rest].max() and scene.top[largest] < scene.top[rest].min():
            found.append(largest)
    return found


def at_edge(page: Page) -> NDArray[np.bool_]:
    """Which blocks stand near the head or the foot of what is printed."""
    boxes = np.array([block.box for block in page.blocks], dtype=np.float64)
    head, foot = boxes[:, 1].min(), boxes[:, 3].max()
    deep = EDGE * (foot - head)
    return np.asarray((boxes[:, 3] < head + deep) | (boxes[:, 1] > foot - deep))


def faces(page: Page, scene: Scene) -> NDArray[np.float64]:
    """1 for each block whose face is not that of most of the page, else 0.

    Where a source that knows faces does not tell a block's, its size does: type of another size is set in another
    face as a rule. A source that knows none is taken at its word: its models have seen such pages.
    """
    count = scene.count
    fonts = page.glyphs.font
    if fonts is None or not count:
        return np.zeros(count)
    sized = np.abs(scene.size[:count] - 1) > OTHER_SIZE
    own = [int(np.bincount(fonts[block.text.origins] + 1).argmax()) - 1 for block in page.blocks]
    names = [page.glyphs.fonts[n] if 0 <= n < len(page.glyphs.fonts) else "" for n in own]
    letters: dict[str, int] = {}
    for name, block in zip(names, page.blocks, strict=True):
        letters[name] = letters.get(name, 0) + len(block.string) * bool(name)
    usual = max(letters, key=letters.__getitem__)
    other = np.array([name != usual for name in names])
    return np.where(np.array([bool(name) for name in names]), other, sized).astype(np.float64)
