"""Composing a page: which stories go on it, in which rectangles, in which order they are read.

The page is a pile of bands; a band is cut into rectangles of whole base columns; a rectangle holds one
parcel, or two if the first leaves room below (a guillotine layout). Read from top to bottom, in a band from
left to right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from string import ascii_uppercase

from tests.press.furniture import Furniture, Piece, draw
from tests.press.model import Builder, Composed, Line, Placed
from tests.press.parcels import Parcel, Setter
from tests.press.stories import Story, cut_to_fit
from tests.press.styles import Style
from tests.press.typeset import width

_BRIEF_COLUMNS = frozenset({"简讯", "简明新闻", "短讯", "简报", "要闻速递", "簡訊", "短訊", "短波", "快訊", "快讯"})


def compose(style: Style, stories: Sequence[Story], rng: Random) -> Composed:
    """A page of this paper with some of these stories."""
    parcels = choose(style, stories, rng)
    build = Builder()
    base = float(round(rng.uniform(*style.measure)))
    wide = style.columns * base + (style.columns - 1) * style.gap
    furniture = draw(style, rng)
    at_foot = rng.random() < style.foot
    top = 0.0 if at_foot else _running(build, furniture, style, rng, wide, 0.0)
    setter = Setter(build, style, rng)
    y = top + 1.5
    waiting = list(parcels)
    while waiting:
        y += _band(setter, waiting, y, base, style, rng) + 2.0
    if at_foot:
        y += _running(build, furniture, style, rng, wide, y + 1.0) + 1.0
    lines = tuple(build.lines)
    placed = tuple(one for parcel in parcels for one in parcel.placed)
    order = {line.story: n for n, line in reversed(list(enumerate(lines)))}
    placed = tuple(sorted(placed, key=lambda one: order.get(one.key, 0)))
    return relabel(Composed(style, furniture, placed, tuple(build.units), lines, tuple(build.boxes), wide, y))


def prints(style: Style, story: Story) -> bool:
    """Whether a paper of this style would print the story at all."""
    return story.script == style.script and story.old == style.old


def choose(style: Style, stories: Sequence[Story], rng: Random) -> list[Parcel]:
    """The parcels of a page. A sidebar comes with its story; briefs come as a block; one jump a direction."""
    usable = [story for story in stories if prints(style, story) and story.length <= style.longest]
    by_id = {story.id: story for story in usable}
    mains = [cut_to_fit(story) if rng.random() < 0.5 else story for story in usable if story.kind in style.kinds]
    briefs = [story for story in usable if story.kind == "brief"]
    rng.shuffle(mains)
    rng.shuffle(briefs)
    wanted = rng.randint(*style.stories)
    leading = [story for story in mains if any(part.type == "subheading" for part in story.body)]
    leading = leading[: rng.randint(1, max(1, wanted // 3))]  # a page has its main stories, not only small ones
    mains = leading + [story for story in mains if story not in leading]
    parcels: list[Parcel] = []
    used: set[str] = set()
    if len(briefs) >= 3 and rng.random() < style.briefs:
        block = briefs[: min(rng.randint(3, 6), max(3, wanted - 2))]
        label = style.brief_label
        parcels.append(Parcel("briefs", tuple(Placed(one.id, one, None, label) for one in block)))
        used.update(one.id for one in block)
    elif briefs and rng.random() < 0.4:
        mains.insert(rng.randrange(1 + min(len(mains), wanted)), briefs[0])
    for story in mains:
        if len(used) >= wanted:
            break
        if story.id in used:
            continue
        family = [by_id[key] for key in story.related if key in by_id and by_id[key].kind == "sidebar"][:1]
        family = [one for one in family if one.id not in used]
        members = [Placed(story.id, story, None, _column(story, style))]
        members += [Placed(one.id, one, story.id, one.column) for one in family]
        parcels.append(Parcel("family" if family else "story", tuple(members)))
        used.update(one.key for one in members)
    parcels.sort(key=lambda parcel: -parcel.length * rng.uniform(0.6, 1.4))
    return parcels


def _column(story: Story, style: Style) -> str | None:
    """A brief that stands alone carries no label of a block."""
    return None if story.kind == "brief" and story.column in _BRIEF_COLUMNS | {style.brief_label} else story.column


def _band(setter: Setter, waiting: list[Parcel], y: float, base: float, style: Style, rng: Random) -> float:
    """Fill one band from the parcels waiting. Returns its height."""
    free, x, tallest = style.columns, 0.0, 0.0
    feet: list[tuple[float, float, float]] = []
    while free and waiting:
        parcel = waiting.pop(0)
        span = _span(parcel, base, style, rng)
        if span > free or (free - span == 1 and rng.random() < 0.5) or not waiting:
            span = free
        wide = span * base + (span - 1) * style.gap
        tall = setter.parcel(parcel, (x, y), wide)
        feet.append((x, tall, wide))
        tallest = max(tallest, tall)
        free, x = free - span, x + wide + style.gap
    for x, tall, wide in feet:
        room = tallest - tall - 2.0
        small = next((one for one in waiting if one.length * 1.6 * 1.5 / wide + 6 < room), None)
        if small:
            waiting.remove(small)
            tallest = max(tallest, tall + 2.0 + setter.parcel(small, (x, y + tall + 2.0), wide))
    return tallest


def _span(parcel: Parcel, base: float, style: Style, rng: Random) -> int:
    """Base columns for a parcel, so that it is some two dozen lines deep."""
    rows = rng.uniform(16, 34)
    return max(1, min(style.columns, round(parcel.length * 1.08 / (base * rows))))


def _running(build: Builder, furniture: Furniture, style: Style, rng: Random, wide: float, y: float) -> float:
    """The running head or foot: everything in a row, or credits stacked at the edge. Returns its height."""
    stacked = rng.random() < style.stacked_credits
    x, tall = 0.0, 2.0
    edge = wide + 3.0
    pieces = list(furniture.pieces)
    if rng.random() < 0.5:
        rng.shuffle(pieces)
    for piece in pieces:
        text = piece.text.replace(" ", "") if stacked and piece.role == "credits" else piece.text
        size = 1.8 if piece.role in ("section", "folio") else 1.0
        if piece.role == "credits" and stacked:
            _stand(build, piece, (edge, y))
            edge += 1.5
            continue
        if x + width(text) * size > wide:
            x, tall = 0.0, tall + 2.0
        unit = build.unit(None, piece.role, [(piece.role, text)])
        build.line(unit, (0, len(text)), (x, y + tall - 2.0), size=size, display=size > 1)
        x += width(text) * size + rng.choice((2.0, 4.0, 12.0))
    return tall


def _stand(build: Builder, piece: Piece, at: tuple[float, float]) -> None:
    """Credits upright: role and names one under the other, apart by a little space."""
    unit = build.unit(None, piece.role, [(piece.role, " ".join(piece.stack))])
    build.line(unit, (0, len(unit.text)), at, vertical=True)


def relabel(page: Composed) -> Composed:
    """Call the stories A, B, C … Z, AA, AB … in reading order, and a sidebar after its story: A2."""
    names: dict[str, str] = {}
    letters = (first + last for first in ("", *ascii_uppercase) for last in ascii_uppercase)
    for one in page.stories:
        if one.part_of is None:
            names[one.key] = next(letters)
    for one in page.stories:
        if one.part_of is not None:
            taken = set(names.values())
            names[one.key] = next(
                f"{names[one.part_of]}{n}" for n in range(2, 9) if f"{names[one.part_of]}{n}" not in taken
            )
    lines: list[Line] = [replace(line, story=names[line.story] if line.story else None) for line in page.lines]
    return replace(
        page,
        lines=tuple(lines),
        units=tuple(replace(unit, story=names[unit.story] if unit.story else None) for unit in page.units),
        stories=tuple(
            replace(one, key=names[one.key], part_of=names[one.part_of] if one.part_of else None)
            for one in page.stories
        ),
    )
