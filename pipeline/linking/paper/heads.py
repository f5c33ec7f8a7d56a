"""Heads on paper: whose headline is it, and which of its lines are kicker and deck?

Lines of display type that stand together are one head. A head goes to the story that begins under it, beside it or
around it; each story has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.layout.ink import along
from pipeline.layout.scene import FAR, NONE, Scene
from pipeline.linking.model import Features, Floats
from pipeline.linking.terms import Terms, terms

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

TOGETHER = 1.1  # of the larger size: white within a head
ASIDE, SPACE = 2.5, 1.15  # of the larger size: white between two parts of one line, and between two long ones
LONG = 6.0  # times its size is a long one
LEVEL = 0.15  # of the size: by which the parts of one line may stand higher or lower
RULED_OFF = 0.8  # of a head's largest type: smaller type belongs to it over a rule
MAIN = 0.9  # of the largest type of a head: type of its headline
SLACK = 0.3  # em: by which what stands between two lines may overlap with them
CENTRED = 0.8  # em between the middles of lines that are centred on each other
REACH = 45.0  # em from a head to a story that is worth a look


@dataclass(frozen=True)
class Heads:
    """The heads of a page (lists of things), and the stories' bodies (lists of things in reading order)."""

    scene: Scene
    heads: list[list[int]]
    stories: list[list[int]]
    boxes: Floats  # of the heads: start, end, top, foot
    captions: Flags  # which stories are nothing but a caption

    @cached_property
    def over(self) -> list[int]:
        """For each thing the head right above it, bylines and pictures left out, or NONE."""
        number = {thing: head for head, members in enumerate(self.heads) for thing in members}
        return [number.get(_above_text(self.scene, thing), NONE) for thing in range(len(self.scene.start))]


def group(scene: Scene, which: list[int]) -> list[list[int]]:
    """Things of display type that are one head: under each other, or side by side, with nothing between."""
    parent = {n: n for n in which}
    held = np.ones(len(scene.start), dtype=bool)
    held[which] = False
    held[scene.count :] = False
    boxed = np.isin(scene.frame, scene.frame[held])  # the other frames hold heads alone: bands behind them

    def root(n: int) -> int:
        while parent[n] != n:
            n = parent[n]
        return n

    for k, i in enumerate(which):
        for j in _one_head(scene, i, np.array(which[k + 1 :], dtype=np.int64), boxed).tolist():
            if not _between(scene, i, j, held):
                parent[root(i)] = root(j)
    groups: dict[int, list[int]] = {}
    for n in which:
        groups.setdefault(root(n), []).append(n)
    made = [
        part for members in groups.values() for part in _parted(scene, sorted(members, key=lambda n: _place(scene, n)))
    ]
    return sorted(made, key=lambda members: (scene.top[members[0]], scene.start[members[0]]))


def _parted(scene: Scene, members: list[int]) -> list[list[int]]:
    """The lines of a head in their order; two heads, where lesser type stands between two lines of large type: what is
    above a headline is its kicker, what is below it its deck, and none of them parts it."""
    s = scene
    parts: list[list[int]] = [[]]
    for k, n in enumerate(members):
        last = parts[-1]
        large = max((s.size[m] for m in last), default=0.0)
        if k and s.size[n] > MAIN * large and s.size[last[-1]] < RULED_OFF * large and _stacked(s, last[-1], n):
            upper = max(m for m in range(len(last)) if s.size[last[m]] == large)
            rest = last[upper + 1 :]
            if _stacked(s, last[upper], rest[0]) and s.drop[last[upper], rest[0]] >= s.drop[rest[-1], n]:
                del last[upper + 1 :]
                parts.append([*rest, n])
                continue
            if _stacked(s, last[upper], rest[0]):
                parts.append([n])
                continue
        last.append(n)
    return parts


def _stacked(scene: Scene, upper: int, lower: int) -> bool:
    """Whether a line stands under another, neither beside it."""
    return bool(scene.shared[upper, lower] > 0.5 and scene.drop[upper, lower] > -0.2 * scene.size[upper])


def _one_head(scene: Scene, i: int, others: Ints, boxed: Flags) -> Ints:
    """Those of the other things that are of one head with i. `boxed`: whether a thing's frame holds text, too."""
    s = scene
    em = np.maximum(s.size[i], s.size[others])
    white = np.maximum(s.drop[i, others], s.drop[others, i])
    aside = np.maximum(s.start[others] - s.end[i], s.start[i] - s.end[others])
    shared = s.shared[i, others]
    if s.odd_way[i]:  # its lines stand the other way on the page: under each other is side by side
        low, high = np.maximum(s.top[i], s.top[others]), np.minimum(s.foot[i], s.foot[others])
        shared = (high - low) / np.maximum(np.minimum(s.foot[i] - s.top[i], s.foot[others] - s.top[others]), 0.1)
        white, aside = aside, white
    along = s.foot - s.top if s.odd_way[i] else s.end - s.start
    long = np.minimum(along[i], along[others]) > LONG * em
    near = (white < TOGETHER * em) & (aside < np.where(long, SPACE, ASIDE) * em)
    if not near.any():
        return others[:0]
    j, em, white, shared = others[near], em[near], white[near], shared[near]
    alike = (s.odd_way[j] == s.odd_way[i]) & ((s.frame[j] == s.frame[i]) | ~(boxed[j] & boxed[i]))
    stacked = shared > 0.5
    level = np.abs(s.top[i] - s.top[j]) if not s.odd_way[i] else np.abs(s.end[i] - s.end[j])
    in_line = (white < -0.5 * em) & (s.size[i] == s.size[j]) & (level < LEVEL * em)
    lesser = np.minimum(s.size[i], s.size[j]) < RULED_OFF * em  # a kicker or deck may stand behind a rule
    parted = np.zeros(len(j), dtype=bool)
    asked = np.flatnonzero(alike & stacked & ~lesser & ~in_line)
    if s.odd_way[i]:
        parted[asked] = s.parted(np.full(len(asked), i), j[asked])
    else:
        first = s.top[i] <= s.top[j[asked]]
        parted[asked] = s.ruled(np.where(first, i, j[asked]), np.where(first, j[asked], i))
    found: Ints = j[alike & ((stacked & ~parted) | in_line)]
    return found


def _between(scene: Scene, i: int, j: int, held: Flags) -> bool:
    """Whether one of the `held` things stands between two level lines, under one and over the other: a column's name
    or a byline, with which another story begins or ends."""
    s = scene
    if s.odd_way[i]:
        return False
    upper, lower = (i, j) if s.top[i] <= s.top[j] else (j, i)
    start, end = max(s.start[i], s.start[j]), min(s.end[i], s.end[j])
    inside = (s.top > s.foot[upper] - SLACK) & (s.foot < s.top[lower] + SLACK)
    return bool((held & inside & (s.start < end) & (s.end > start)).any())


def head_in_the_middle(scene: Scene, thing: int) -> int:
    """The thing right over the middle of this one, if all else that is under it stands below this one: a headline's
    deck, for there is no text that it could part. Else NONE."""
    above = int(scene.above[thing])
    if not 0 <= above < scene.count:
        return NONE
    middle = (scene.start[thing] + scene.end[thing]) / 2
    near = scene.drop[above, thing] < TOGETHER * scene.size[above]
    centred = any(abs(other - middle) < CENTRED for other in _middles(scene, above))
    beside = (scene.above == above) & (scene.top < scene.foot[thing] - SLACK)
    return above if near and centred and beside.sum() == 1 else NONE


def head_over(scene: Scene, thing: int) -> int:
    """The thing right over this one, if this one reaches no farther along than it, and all else that is under it stands
    below this one. Else NONE."""
    above = int(scene.above[thing])
    if not 0 <= above < scene.count or scene.drop[above, thing] >= TOGETHER * scene.size[above]:
        return NONE
    within = scene.start[thing] > scene.start[above] - SLACK and scene.end[thing] < scene.end[above] + SLACK
    beside = (scene.above == above) & (scene.top < scene.foot[thing] - SLACK)
    return above if within and beside.sum() == 1 else NONE


def _middles(scene: Scene, n: int) -> tuple[float, float]:
    """The middle of a block along the writing: that of its box, and the usual one of its lines, which no quote that
    stands out at one side moves."""
    boxes = np.array([line.box or scene.blocks[n].box for line in scene.blocks[n].lines], dtype=np.float64)
    start, end, _, _ = along(boxes / scene.body, scene.down)
    return (float(scene.start[n]) + float(scene.end[n])) / 2, float(np.median(start + end)) / 2


def _place(scene: Scene, n: int) -> tuple[float, float]:
    """Where a line of a head comes in its own direction of writing: a vertical head begins at its right."""
    if not scene.odd_way[n]:
        return float(scene.top[n]), float(scene.start[n])
    return float(scene.start[n] if scene.down else -scene.end[n]), float(scene.top[n])


def heads_of(scene: Scene, heads: list[list[int]], stories: list[list[int]], captions: int = 0) -> Heads:
    """The heads and stories; the last so many stories are captions."""
    boxes = [extent(scene, members) for members in heads]
    shown = np.arange(len(stories)) >= len(stories) - captions
    return Heads(scene, heads, stories, np.array(boxes, dtype=np.float64).reshape(-1, 4), shown)


def extent(scene: Scene, things: list[int] | Ints) -> tuple[float, float, float, float]:
    """The rectangle around some things: start, end, top, foot."""
    return scene.start[things].min(), scene.end[things].max(), scene.top[things].min(), scene.foot[things].max()


def pairs_of(view: Heads) -> tuple[Ints, Ints]:
    """Heads and stories that are near each other."""
    s = view.scene
    things = np.array([n for story in view.stories for n in story], dtype=np.int64)
    first = np.cumsum([0, *(len(story) for story in view.stories[:-1])])
    near = np.zeros((len(view.heads), len(view.stories)), dtype=bool)
    for h, (start, end, top, foot) in enumerate(view.boxes):
        along = np.maximum(s.start[things] - end, start - s.end[things]).clip(min=0)
        across = np.maximum(s.top[things] - foot, top - s.foot[things]).clip(min=0)
        near[h] = np.minimum.reduceat(np.hypot(along, across), first) < REACH
    found = np.argwhere(near)
    return found[:, 0], found[:, 1]


def head_features(view: Heads, h: Ints, k: Ints) -> Features:
    """The evidence that head h[n] belongs to story k[n]."""
    s = view.scene
    start, end, top, foot = view.boxes[h].T
    first = np.array([view.stories[n][0] for n in k.tolist()])
    f_start, f_end, f_top, f_foot = s.start[first], s.end[first], s.top[first], s.foot[first]
    shared = np.clip(
        (np.minimum(end, f_end) - np.maximum(start, f_start))
        / np.maximum(np.minimum(end - start, f_end - f_start), 0.1),
        0.0,
        1.0,
    )
    drop = f_top - foot
    under = (shared > 0.3) & (drop > -0.7)
    lowest = np.array([view.heads[n][-1] for n in h.tolist()])
    own = np.array(view.over)[first] == h
    tops = [columns_under(view, n, m) for n, m in zip(h.tolist(), k.tolist(), strict=True)]
    box = np.array([extent(s, story) for story in view.stories])[k]
    middle, height = (start + end) / 2, (top + foot) / 2
    inside = (middle > box[:, 0]) & (middle < box[:, 1]) & (height > box[:, 2]) & (height < box[:, 3])
    beside = (np.minimum(foot, f_foot) - np.maximum(top, f_top)) > 0.3 * np.minimum(foot - top, f_foot - f_top)
    left = beside & (end <= f_start + 0.8)
    right = beside & (start >= f_end - 0.8)
    gap = np.where(left, f_start - end, np.where(right, start - f_end, FAR))
    aside, below = np.maximum(f_start - end, start - f_end), np.maximum(drop, top - f_foot)
    away = np.minimum(np.hypot(aside.clip(min=0), below.clip(min=0)), REACH)
    words = _shared_words(view, h, k)
    boxed = np.unique([s.frame[thing] for story in view.stories for thing in story])
    same_frame = (s.frame[lowest] == s.frame[first]) | ~np.isin(s.frame[lowest], boxed)  # or a band behind the head
    columns = {
        "under the head": under,
        "under the head, white": under * np.minimum(np.clip(drop, 0, None), 15.0),
        "right under the head": own,
        "right under the head, close": own & (drop < 3.0),
        "columns that begin right under the head": np.minimum(np.array(tops), 4),
        "some column begins right under the head": np.array(tops) > 0,
        "head wider than the column, first at its left": under
        & (end - start > f_end - f_start)
        & (np.abs(start - f_start) < 3.0),
        "head over the story's whole width": under & (start < box[:, 0] + 3.0) & (end > box[:, 1] - 3.0),
        "above, not over": ~under & (drop > -0.7),
        "head to the left": left,
        "head to the left, white": left * np.minimum(gap, 15.0),
        "head to the right": right,
        "head to the right, white": right * np.minimum(gap, 15.0),
        "head to the right, vertical page": right & s.down,
        "head inside the story": inside,
        "head below the beginning": top > f_foot,
        "same frame": same_frame,
        "into or out of a frame": ~same_frame,
        "distance": away / 10.0,
        "story begins in mid-sentence": np.array([s.blocks[n].begins is False for n in first.tolist()]),
        "story opens": np.array([s.blocks[n].begins is True for n in first.tolist()]),
        "shared words": words,
        "a caption": view.captions[k],
        "a caption, close": view.captions[k] & (away < 3.0),
        "large head, long story": np.log(np.maximum(s.size[lowest], 0.5))
        * np.log1p(np.array([sum(len(s.blocks[x].string) for x in story) for story in view.stories])[k] / 100),
    }
    return {name: np.asarray(values, dtype=np.float64) for name, values in columns.items()}


def _above_text(scene: Scene, thing: int) -> int:
    """What stands right above a thing, bylines and pictures left out."""
    above = int(scene.above[thing])
    for _ in range(3):
        if above == NONE or scene.size[above] > 1.16:
            return above
        if above < scene.count and len(scene.blocks[above].string) > 40:
            return NONE
        above = int(scene.above[above])
    return above


def columns_under(view: Heads, h: int, k: int) -> int:
    """How many parts of the story have the head right above them."""
    return sum(view.over[thing] == h for thing in view.stories[k])


def _shared_words(view: Heads, h: Ints, k: Ints) -> Floats:
    texts = ["".join(view.scene.blocks[n].string for n in story) for story in view.stories]
    titles = ["".join(view.scene.reads(n) for n in members) for members in view.heads]
    if not texts or not titles:
        return np.zeros(len(h))
    table = Terms(texts)
    said = table.others(titles)
    alike = (said @ table.rows.T).toarray()
    held = (said.sign() @ table.rows.sign().T).toarray()
    share = held / np.array([[max(1, len(set(terms(title))))] for title in titles])
    return np.asarray(alike[h, k] * 3 + share[h, k])
