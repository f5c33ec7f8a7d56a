"""Homes on paper: to which story, and where in it, subheadings, bylines, captions and column labels belong.

Small type stands next to what it belongs to. So each of these is decided by its nearest neighbours, in an order of
preference that its role gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.layout.scene import NONE, Scene
from pipeline.linking.terms import Terms
from pipeline.page import Role

CLOSE = 3.0  # em between a line and what it belongs to
LEVEL = 0.5  # em by which the parts of one line may stand higher or lower
BESIDE = 24.0  # em from a line set to the right of its column to the column before
PICTURE = 2.5  # em between a caption and its picture
WORDS = 12.0  # em of distance that a full likeness in words is worth


@dataclass(frozen=True)
class Homes:
    """The things of a page that have found a story: for each thing its story, NONE for none."""

    scene: Scene
    story: list[int]
    stories: list[list[int]]  # body things in reading order
    heads: list[list[int]]  # head things of each story

    @cached_property
    def words(self) -> Terms:
        """The words of the stories' bodies."""
        return Terms(["".join(self.scene.blocks[n].string for n in story) for story in self.stories])


def of_subheading(homes: Homes, thing: int) -> tuple[int, int] | None:
    """(story, place in its body) before which a subheading stands: before what is right below it, else behind
    what is right above it."""
    below, above = _body_below(homes, thing), _body_above(homes, thing)
    scene = homes.scene
    if below != NONE and scene.drop[thing, below] < CLOSE:
        story = homes.story[below]
        return story, homes.stories[story].index(below)
    if above != NONE and scene.drop[above, thing] < CLOSE:
        story = homes.story[above]
        return story, homes.stories[story].index(above) + 1
    return None


def of_byline(homes: Homes, thing: int) -> int | None:
    """Whose a byline is: the head's right above it; a signature, the text's that ends in its line or right above, or
    at the head of a column the text's at the foot of the one before; else the nearest's."""
    scene = homes.scene
    above = int(scene.above[thing])
    near = above != NONE and homes.story[above] != NONE and _gap(scene, above, thing) < CLOSE
    signature = scene.blocks[thing].string[0] in "（([【"
    level = _ending_level(homes, thing) if signature else None
    if level is not None:
        return level
    if near and (_is_head(homes, above) or signature):
        return homes.story[above]
    before = _column_before(homes, thing) if signature and not near else None
    if before is not None:
        return before
    nearest = _nearest(homes, thing, reach=CLOSE)
    return nearest if nearest is not None else _nearest(homes, thing, reach=CLOSE * 4)


def _ending_level(homes: Homes, thing: int) -> int | None:
    """The story whose last line a thing stands in, behind its text."""
    scene = homes.scene
    for number, story in enumerate(homes.stories):
        last = story[-1]
        level = abs(scene.foot[last] - scene.foot[thing]) < LEVEL
        if level and scene.start[last] < scene.start[thing] and scene.end[thing] < scene.end[last] + CLOSE:
            return number
    return None


def _column_before(homes: Homes, thing: int) -> int | None:
    """The story that ends lowest in the column before the one that a thing stands at the head of."""
    scene = homes.scene
    below = int(scene.below[thing])
    ends: dict[int, float] = {}  # the last blocks of stories, with the white from them to the thing
    for story in homes.stories:
        last = story[-1]
        gap = float(scene.start[thing] - scene.end[last])
        other = below == NONE or scene.shared[below, last] < 0.3
        if other and -1.0 < gap < BESIDE and scene.foot[last] > scene.foot[thing]:
            ends[last] = gap
    if not ends:
        return None
    nearest = min(ends.values())
    return homes.story[max((n for n in ends if ends[n] < nearest + 1.0), key=lambda n: scene.foot[n])]


def of_column_label(homes: Homes, thing: int) -> int | None:
    """Whose column label it is: of what stands right below it; of the nearest other story if that is a label, too."""
    story = _right_below(homes, thing)
    below, blocks = int(homes.scene.below[thing]), homes.scene.blocks
    if 0 <= below < len(blocks) and blocks[below].role is Role.COLUMN:
        return _nearest(homes, thing, reach=2 * BESIDE, but=story)
    return story if story is not None else _nearest(homes, thing, reach=CLOSE * 3)


def _right_below(homes: Homes, thing: int) -> int | None:
    """The story of the first thing below one that has found its story; at most three others stand between."""
    below = int(homes.scene.below[thing])
    for _ in range(4):
        if below == NONE:
            return None
        if homes.story[below] != NONE:
            return homes.story[below]
        below = int(homes.scene.below[below])
    return None


def of_caption(homes: Homes, thing: int) -> int | None:
    """Whose caption it is: of the story around its picture, the nearest and the likest in words."""
    scene = homes.scene
    around = [int(scene.above[thing]), int(scene.below[thing])]
    pictures = [n for n in around if scene.is_picture[n] and _distance(scene, n, thing) < PICTURE]
    members = [thing, *pictures]
    if not homes.stories:
        return None
    words = homes.words
    alike = np.asarray((words.others([scene.blocks[thing].string]) @ words.rows.T).todense()).ravel()
    best: tuple[float, int] | None = None
    for number, story in enumerate(homes.stories):
        things = np.array([*story, *homes.heads[number]])
        away = min(float(_distances(scene, m, things).min()) for m in members)
        framed = scene.frame[thing] == scene.frame[story[0]] if story else True
        score = away - WORDS * float(alike[number]) + (0.0 if framed else 6.0)
        if best is None or score < best[0]:
            best = score, number
    return best[1] if best is not None and best[0] < CLOSE * 4 else None


def _is_head(homes: Homes, thing: int) -> bool:
    return any(thing in head for head in homes.heads)


def _gap(scene: Scene, upper: int, lower: int) -> float:
    return float(scene.drop[upper, lower]) if upper != NONE and lower != NONE else 99.0


def _body_below(homes: Homes, thing: int) -> int:
    return _body(homes, thing, homes.scene.drop[thing])


def _body_above(homes: Homes, thing: int) -> int:
    return _body(homes, thing, homes.scene.drop[:, thing])


def _body(homes: Homes, thing: int, away: np.ndarray) -> int:
    body = np.array([n for story in homes.stories for n in story], dtype=np.int64)
    if not len(body):
        return NONE
    near = np.where((homes.scene.shared[thing, body] > 0.3) & (away[body] > -0.7), away[body], np.inf)
    return int(body[near.argmin()]) if np.isfinite(near.min()) else NONE


def _nearest(homes: Homes, thing: int, reach: float, but: int | None = None) -> int | None:
    frame = homes.scene.frame
    placed = [n for n, story in enumerate(homes.story) if story not in (NONE, but)]
    together = [n for n in placed if frame[n] == frame[thing]]
    placed = together if frame[thing] != NONE and together else placed  # what stands in a box belongs in it
    if not placed:
        return None
    away = _distances(homes.scene, thing, np.array(placed))
    return homes.story[placed[int(away.argmin())]] if away.min() < reach else None


def _distance(scene: Scene, a: int, b: int) -> float:
    """The white between two things, in em."""
    return float(_distances(scene, a, np.array([b]))[0])


def _distances(scene: Scene, a: int, others: NDArray[np.int64]) -> NDArray[np.float64]:
    """The white between a thing and each of some others, in em."""
    along = np.maximum(scene.start[others] - scene.end[a], scene.start[a] - scene.end[others])
    across = np.maximum(scene.top[others] - scene.foot[a], scene.top[a] - scene.foot[others])
    return np.asarray(np.hypot(along.clip(min=0.0), across.clip(min=0.0)))
