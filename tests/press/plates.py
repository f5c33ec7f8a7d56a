"""Pictures in a story's region, with their words; and what may be turned to make a story fill its region."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.press.banner import Banner
from tests.press.galley import Draft, Slot, slices
from tests.press.model import Box, Placed
from tests.press.plan import Rect
from tests.press.shape import Grid, Shape
from tests.press.stories import Caption

CAPTION = 0.9  # size of the type of captions


@dataclass
class Attempt:
    """One way to set a story; the best of several is printed."""

    banner: Banner | None = None
    banner_at: tuple[float, float] = (0.0, 0.0)
    slots: list[Slot] = field(default_factory=list)
    lead: Slot | None = None
    pictures: list[Box] = field(default_factory=list)
    captions: list[tuple[Draft, Slot]] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)


@dataclass
class Fit:
    """What may be turned to make a story fill its region."""

    scale: float = 1.0  # of the headline's type
    white: int = 0  # rows about the head
    picture: int = 0  # rows of the picture, without its words
    columns: int = 1  # of the picture
    shapes: int = 1  # pictures, one under the other

    def bounds(self, grid: Grid) -> tuple[int, int]:
        """The fewest and the most rows that pictures of this width may take."""
        wide = grid.wide(0, self.columns) * self.shapes / grid.leading
        return math.ceil(0.42 * wide), int(1.05 * wide)


def place_pictures(placed: Placed, shape: Shape, fit: Fit, attempt: Attempt, corner: float) -> None:
    """Pictures with their words beneath, under the head, in a corner, or amid the text."""
    grid, captions = shape.grid, placed.story.captions
    columns = sorted(shape.free)
    wide_most = len(columns)
    count = min(fit.columns, wide_most)
    wide = grid.wide(0, count)
    words = [_caption(placed, caption, n) for n, caption in enumerate(captions)]
    broken = [slices(draft.text, wide / CAPTION, grid.ruler) for draft in words]
    tall = sum(len(lines) * CAPTION * 1.25 + 0.7 for lines in broken)
    rows = fit.picture + grid.rows(tall + 0.3)
    spots = []
    for left in range(columns[0], columns[-1] - count + 2):
        tops = [shape.top(column) for column in range(left, left + count)]
        feet = [shape.free[column][-1][1] if shape.free.get(column) else -1 for column in range(left, left + count)]
        spots.append((Rect(left, max(tops), left + count, max(tops) + rows), corner < 0.45))
        spots.append((Rect(left, min(feet) - rows, left + count, min(feet)), corner > 0.75))
        middle = (max(tops) + min(feet) - rows) // 2
        spots.append((Rect(left, middle, left + count, middle + rows), 0.45 <= corner <= 0.75))
    able = [spot for spot, _ in spots if shape.has(spot)]
    liked = [spot for spot, like in spots if like and shape.has(spot)] or able
    if not liked:
        if fit.picture > fit.bounds(grid)[0]:
            fit.picture -= 1
            place_pictures(placed, shape, fit, attempt, corner)
        elif fit.columns > 1:
            fit.columns -= 1
            fit.picture = fit.bounds(grid)[1]
            place_pictures(placed, shape, fit, attempt, corner)
        elif fit.picture > 4 and captions:
            fit.picture -= 1
            place_pictures(placed, shape, fit, attempt, corner)
        elif captions and not placed.story.body:  # of any other story the desk drops picture and words
            _words_only(words, shape, attempt)
        return
    spot = liked[int(corner * 97) % len(liked)]
    shape.take(spot)
    x, y = grid.x(spot.left), grid.y(spot.top) + 0.2
    if spot.top > min(shape.top(column) for column in columns):
        y += 0.1
    each = (rows * grid.leading - 0.55 - tall) / max(1, len(captions))
    for number in range(max(1, len(captions))):
        attempt.pictures.append((x, y, x + wide, y + each))
        y += each + 0.3
        if captions:
            attempt.captions.append((words[number], Slot(x, y, wide, len(broken[number]), grid.ruler)))
            y += len(broken[number]) * CAPTION * 1.25 + 0.4


def _words_only(words: Sequence[Draft], shape: Shape, attempt: Attempt) -> None:
    """No room for the picture: its words in a column of their own, at the foot of the last."""
    grid = shape.grid
    column = max((column for column in shape.free if shape.free[column]), key=shape.depth)
    for draft in words:
        top, foot = shape.free[column][-1]
        draft, count = _short_enough(draft, grid, foot - top)
        rows = min(grid.rows(count * CAPTION * 1.25 + 0.3), foot - top)
        shape.take(Rect(column, foot - rows, column + 1, foot))
        attempt.captions.append((draft, Slot(grid.x(column), grid.y(foot - rows), grid.base, count, grid.ruler)))


def _short_enough(draft: Draft, grid: Grid, rows: int) -> tuple[Draft, int]:
    """The words cut before a comma or a full stop until they fit; the photographer stays."""
    text, *tail = [piece for _, piece in draft.parts]
    while True:
        count = len(slices("".join([text, *tail]), grid.base / CAPTION, grid.ruler))
        cut = max(text.rfind("，", 0, -1), text.rfind("。", 0, -1))
        if count * CAPTION * 1.25 <= rows * grid.leading or cut < 8:
            parts = (draft.parts[0][0], text), *draft.parts[1:]
            return replace(draft, parts=parts), count
        text = text[:cut]


def _caption(placed: Placed, caption: Caption, index: int) -> Draft:
    tail = (" " if caption.tail else "") + caption.tail
    parts = tuple((role, text) for role, text in (("caption", caption.text), ("credit", tail)) if text)
    return Draft("caption", parts, index, placed.key, 0.0, CAPTION)
