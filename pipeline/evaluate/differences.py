"""What is wrong with a page, in sentences for the one who mends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.evaluate import fields
from pipeline.evaluate.comparison import Comparison
from pipeline.evaluate.model import SUBHEADING, Caption, Story
from pipeline.evaluate.order import found_in, longest_rise

SHOWN = 24
"""Characters of a text that a sentence shows."""

TEXT_FIELDS = ("headline", "kicker", "deck", "column")


def differences(c: Comparison) -> list[str]:
    """One sentence for each thing that gold has otherwise, in gold's order; none for a page that is right."""
    sentences = [
        f"page: {name}: expected {_text(expected)}, got {_text(got)}"
        for name, expected, got in fields.judged_fields(c)
        if expected != got
    ]
    for number, (gold, found) in enumerate(c.pairs()):
        name = f"story {gold.key}"
        if found is None:
            sentences.append(f"{name} {_lost(c, number)}: {_text(gold.headline or gold.characters())}")
            continue
        told = [*_fields(c, gold, found), *_body(c, number), *_captions(gold.captions, found.captions)]
        sentences.extend(f"{name} ({found.key}): {what}" for what in told)
    for number, found in enumerate(c.found.stories):
        if number not in c.match:
            sentences.append(f"{found.key} is no story of gold: {_text(found.headline or found.characters())}")
    return sentences


def _lost(c: Comparison, number: int) -> str:
    """Where the text of a gold story without a match is."""
    homes = Counter(unit.home for unit in c.units if unit.story == number and unit.home is not None)
    if not homes:
        return "missing"
    return "has no story of its own, its text is in " + ", ".join(c.found.stories[home].key for home in homes)


def _fields(c: Comparison, gold: Story, found: Story) -> Iterator[str]:
    for name in TEXT_FIELDS:
        expected, got = getattr(gold, name), getattr(found, name)
        if expected != got:
            yield f"{name}: expected {_text(expected)}, got {_text(got)}"
    if gold.authors != found.authors:
        yield f"authors: expected {_names(gold.authors)}, got {_names(found.authors)}"
    if gold.kind is not None and gold.kind != found.kind:
        yield f"kind: expected {gold.kind}, got {found.kind}"
    if gold.part_of is None and found.part_of is not None:
        yield f"part_of: expected none, got {found.part_of}"
    if gold.part_of is not None and not fields.same_parent(c, gold, found):
        yield f"part_of: expected the story of {gold.part_of}, got {found.part_of or 'none'}"


def _body(c: Comparison, number: int) -> Iterator[str]:
    """What is wrong with the units of one gold story, and what its match has too much."""
    names = _unit_names(c, number)
    for at, name in names.items():
        what = _unit(c, at)
        if what:
            yield f"{name} {what}"
    yield from _out_of_place([at for at in found_in(c, number) if at in names], names)
    yield from _foreign(c, number)


def _unit(c: Comparison, at: int) -> str | None:
    """What is wrong with one unit of a matched story, or nothing."""
    unit = c.units[at]
    text, match = unit.item.text, c.match[unit.story]
    if unit.home is None:
        return f"missing: {_text(text)}"
    if unit.home != match:
        return f"stands in {c.found.stories[unit.home].key}: {_text(text)}"
    item = c.found.stories[unit.home].units()[unit.first]
    got = item.text
    if item == unit.item:
        wrong_place = item.type == SUBHEADING and not fields.subheading_stands(c, at)
        return f"stands before the wrong item: {_text(text)}" if wrong_place else None
    if got == text:
        return f"is a {item.type} there: {_text(text)}"
    if text in got:
        before, _, after = got.partition(text)
        joined = [f"{_text(before, end=True)} before it"] if before else []
        joined += [f"{_text(after)} after it"] if after else []
        return f"is joined with {' and '.join(joined)}: {_text(text)}"
    if got and text.startswith(got) and unit.held == 1:
        return f"is broken after {_text(got, end=True)}"
    place = next((i for i, (a, b) in enumerate(zip(text, got, strict=False)) if a != b), min(len(text), len(got)))
    start = max(0, place - 4)
    return f"differs from character {place + 1} on: expected {_text(text[start:])}, got {_text(got[start:])}"


def _out_of_place(found: Sequence[int], names: dict[int, str]) -> Iterator[str]:
    """The units that would have to move, as few as may be, and after what each stands now."""
    staying = longest_rise(found)
    for place, at in enumerate(found):
        if at not in staying:
            before = f"after {names[found[place - 1]]}" if place else "first"
            yield f"{names[at]} is out of order: it stands {before}"


def _foreign(c: Comparison, number: int) -> Iterator[str]:
    """Units of the matched story of which no more than half is text of this gold story, by their owners."""
    found, gold = c.alignment.found, c.alignment.gold
    owners: dict[int, Counter[int]] = {}
    for owner, partner in zip(gold.story.tolist(), c.alignment.partner.tolist(), strict=True):
        if partner >= 0:
            owners.setdefault(int(found.unit[partner]), Counter())[owner] += 1
    belongs: dict[int, list[str]] = {}
    for at, ((story, item), (start, end)) in enumerate(zip(found.units, found.spans, strict=True)):
        inside = owners.get(at, Counter())
        if story != c.match[number] or 2 * inside[number] > end - start:
            continue
        owner, most = inside.most_common(1)[0] if inside else (number, 0)
        if owner != number and 2 * most > end - start:
            belongs.setdefault(owner, []).append(item.text)
        else:
            yield f"has a {item.type} of no gold story: {_text(item.text)}"
    for owner, texts in belongs.items():
        count = f"{len(texts)} items" if len(texts) > 1 else "1 item"
        yield f"has {count} of story {c.gold.stories[owner].key}: {_text(texts[0])}"


def _captions(gold: Sequence[Caption], found: Sequence[Caption]) -> Iterator[str]:
    missing = list((Counter(gold) - Counter(found)).elements())
    extra = list((Counter(found) - Counter(gold)).elements())
    for caption in missing:
        twin = next((other for other in extra if other.text == caption.text), None)
        if twin:
            extra.remove(twin)
            yield f"caption credit: expected {_text(caption.credit)}, got {_text(twin.credit)}"
        else:
            yield f"caption missing: {_text(caption.text)}"
    for caption in extra:
        yield f"has a caption that is not its own: {_text(caption.text)}"


def _unit_names(c: Comparison, number: int) -> dict[int, str]:
    """What to call each unit of a gold story: its type and its number among those of its type, from 1."""
    seen = Counter[str]()
    names = {}
    for at, unit in enumerate(c.units):
        if unit.story == number:
            seen[unit.item.type] += 1
            names[at] = f"{unit.item.type} {seen[unit.item.type]}"
    return names


def _names(names: Sequence[str]) -> str:
    return " ".join(names) or "none"


def _text(text: str | None, *, end: bool = False) -> str:
    """A text in quotes, cut to what a sentence shows."""
    if text is None:
        return "none"
    if len(text) <= SHOWN:
        return f"「{text}」"
    return f"「…{text[-SHOWN:]}」" if end else f"「{text[:SHOWN]}…」"
