"""Planning the head of a story before anything is set: kicker, headline, deck and byline with their places.

A plan is a value: it knows its size, can be thrown away, and is set only when the whole story fits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tests.press.heads import display_lines
from tests.press.model import Box, Builder
from tests.press.stories import Story
from tests.press.typeset import NO_END, NO_START, is_narrow, width

Span = tuple[int, int]


@dataclass(frozen=True)
class Words:
    """One unit of a head: its lines as (start, end, x, y, size), all of one direction."""

    role: str
    text: str
    lines: tuple[tuple[int, int, float, float, float], ...]
    vertical: bool = False
    display: bool = True


@dataclass
class Banner:
    """A head that has been planned, with its origin at the top left."""

    wide: float
    tall: float
    words: list[Words] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def set(self, build: Builder, key: str | None, at: tuple[float, float], *, shadow: bool = False) -> None:
        """Print it."""
        for words in self.words:
            unit = build.unit(key, words.role, [(words.role, words.text)])
            block, column = build.block(), build.column()
            for start, end, x, y, size in words.lines:
                build.line(
                    unit,
                    (start, end),
                    (at[0] + x, at[1] + y),
                    size=size,
                    block=block,
                    column=column,
                    vertical=words.vertical,
                    display=words.display,
                    shadow=shadow and words.role == "headline",
                )
        build.boxes.extend((at[0] + a, at[1] + b, at[0] + c, at[1] + d) for a, b, c, d in self.boxes)


@dataclass(frozen=True)
class Manner:
    """How one paper sets a head: chosen by chance for each story."""

    left: bool = False  # ranged left, not centred
    label: str | None = None
    boxed_label: bool = True
    byline_beside: bool = False


def over(story: Story, wide: float, wanted: float, manner: Manner) -> Banner:
    """A head above its text, over this width."""
    banner = Banner(wide, 0.0)
    y = _label(banner, manner, wide) if manner.label else 0.0
    title = story.title or ""
    spans = title_lines(story, wide, wanted)
    size = _size(title, spans, wide, wanted)
    longest = max((width(title[start:end].strip()) for start, end in spans), default=0.0)
    if manner.left and longest * size < 0.6 * wide:  # much white to the right: centred after all
        manner = replace(manner, left=False)
    if story.kicker:
        y = _stack(banner, "kicker", story.kicker, y, wide, max(1.15, min(size * 0.5, 2.6)), manner) + 0.25
    if title:
        y = _place(banner, "headline", title, spans, y, wide, size, manner) + 0.2
    if story.deck:
        y = _stack(banner, "deck", story.deck, y + 0.1, wide, max(1.1, min(size * 0.45, 2.2)), manner) + 0.1
    if story.byline:
        y = _stack(banner, "byline", story.byline, y + 0.2, wide, 1.0, manner) + 0.1
    banner.tall = y
    return banner


def upright(story: Story, tall: float, wanted: float, manner: Manner, *, reverse: bool = True) -> Banner:
    """A head one character under the other, its lines from right to left, in at most this height."""
    title = story.title or ""
    spans = display_lines(story)
    longest = max(end - start for start, end in spans)
    size = min(wanted, tall / longest)
    banner, x = Banner(0.0, 0.0), 0.0
    columns: list[tuple[str, str, list[Span], float]] = [("headline", title, spans, size)]
    if story.kicker:
        columns.insert(0, ("kicker", story.kicker, [(0, len(story.kicker))], max(1.1, min(size * 0.5, 1.8))))
    if story.deck:
        columns.append(("deck", story.deck, [(0, len(story.deck))], max(1.1, min(size * 0.5, 1.7))))
    if story.byline:
        columns.append(("byline", story.byline, [(0, len(story.byline))], 1.0))
    offset = 0.0
    if manner.label:
        offset = 2.6
        banner.words.append(Words("column", manner.label, ((0, len(manner.label), 0.3, 0.2, 1.2),)))
    strips: list[tuple[str, str, Span, float]] = [
        (role, text, span, size) for role, text, lines, size in columns for span in lines
    ]
    places: dict[str, list[tuple[int, int, float, float, float]]] = {}
    for role, _, (start, end), size in reversed(strips) if reverse else strips:
        room = tall - offset
        size = min(size, room / (end - start))
        y = offset + (0.0 if role == "headline" else max(0.0, (room - (end - start) * size) * 0.3))
        places.setdefault(role, []).append((start, end, x, y, size))
        x += size + (0.35 * size if role == "headline" else 0.5)
        banner.tall = max(banner.tall, y + (end - start) * size)
    for role, text, _, _ in columns:
        lines = tuple(sorted(places[role]))
        banner.words.append(Words(role, text, lines, vertical=True, display=role != "byline"))
    label = width(manner.label or "") * 1.2 + 0.6
    banner.wide = max(x, label)
    return banner


def can_stand(story: Story) -> bool:
    """Whether the head can be set upright: short and without Latin or marks that lie on their side."""
    heads = [*story.headline, story.kicker or "", story.deck or "", story.byline or ""]
    return (
        0 < len(story.headline) <= 2
        and max(map(len, story.headline)) <= 15
        and len(story.kicker or "") <= 18
        and len(story.deck or "") <= 18
        and len(story.byline or "") <= 16
        and not any((is_narrow(char) or char in "—…（）《》“”‘’：") for head in heads for char in head)
    )


def title_lines(story: Story, wide: float, wanted: float) -> list[Span]:
    """The headline's lines: as few as will do for type of about the wanted size."""
    title = story.title or ""
    if not title:
        return []
    newsroom = display_lines(story)
    ways = [[(0, len(title))], newsroom]
    ways += [[part for span in newsroom for part in _cut(title, span, count)] for count in (2, 3, 4)]

    def merit(way: Sequence[Span]) -> float:
        size = _size(title, way, wide, wanted)
        longest = max(width(title[start:end].strip()) for start, end in way)
        bad = 0.6 * (size < 1.5) + 0.5 * (len(way) > 4) + 3.0 * (longest * size > wide + 0.05)
        return min(1.0, size / wanted) - 0.11 * len(way) - bad

    return max(ways, key=merit)


def _size(title: str, spans: Sequence[Span], wide: float, wanted: float) -> float:
    longest = max((width(title[start:end].strip()) for start, end in spans), default=1.0)
    return max(0.9, math.floor(min(wanted, wide / max(longest, 1.0)) * 100) / 100)


def _cut(text: str, span: Span, count: int) -> list[Span]:
    """A line in so many parts of about one length, between words."""
    start, end = span
    if end - start < count * 3:
        return [span]
    seams = [start + seam for seam in _seams(text[start:end])]
    cuts, last = [], start
    for n in range(1, count):
        ideal = start + (end - start) * n / count
        near = [seam for seam in seams if last + 2 <= seam <= end - 2]
        if not near:
            break
        last = min(near, key=lambda seam: abs(seam - ideal))
        cuts.append(last)
    return list(zip([start, *cuts], [*cuts, end], strict=True))


@lru_cache(maxsize=4096)
def _seams(text: str) -> tuple[int, ...]:
    """Where a line of display type may be broken: between two words."""
    import rjieba

    places, at = [], 0
    for word in rjieba.cut(text):
        at += len(word)
        if 0 < at < len(text) and text[at] not in NO_START and text[at - 1] not in NO_END:
            places.append(at)
    return tuple(places)


def _label(banner: Banner, manner: Manner, wide: float) -> float:
    label = manner.label or ""
    size = min(1.35, wide / width(label) - 0.1)
    banner.words.append(Words("column", label, ((0, len(label), 0.4, 0.35, size),)))
    if manner.boxed_label:
        banner.boxes.append((0.0, 0.0, min(wide, width(label) * size + 0.8), size + 0.75))
    return size + 1.3


def _stack(banner: Banner, role: str, text: str, y: float, wide: float, size: float, manner: Manner) -> float:
    """A kicker, a deck or a byline in as many lines as it needs."""
    least = 1.0 if role == "byline" else 1.05
    size = max(least, min(size, wide / width(text)))
    count = 1
    spans = [(0, len(text))]
    while max(width(text[a:b].strip()) for a, b in spans) * size > wide + 0.01 and count < 6:
        count += 1
        spans = _cut(text, (0, len(text)), count)
    longest = max(width(text[a:b].strip()) for a, b in spans)
    return _place(banner, role, text, spans, y, wide, min(size, math.floor(wide / longest * 100) / 100), manner)


def _place(
    banner: Banner,
    role: str,
    text: str,
    spans: Sequence[Span],
    y: float,
    wide: float,
    size: float,
    manner: Manner,
) -> float:
    lines = []
    for start, end in spans:
        while text[start:end][:1] == " ":
            start += 1
        free = wide - width(text[start:end].rstrip()) * size
        lines.append((start, end, 0.0 if manner.left else max(0.0, free / 2), y, size))
        y += size * 1.18
    banner.words.append(Words(role, text, tuple(lines), display=role != "byline"))
    return y
