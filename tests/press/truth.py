"""The truth about a page, in the gold format, and the proof that text and truth belong together."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.press.model import Composed, Placed, Unit
from tests.press.sheet import NOWHERE, Cell

if TYPE_CHECKING:
    from tests.press.page import Specimen


def gold(
    page: Composed, lost: Collection[int] = (), order: Sequence[str] = (), adrift: Collection[str] = ()
) -> dict[str, Any]:
    """The gold of a page. `lost` are units that the extraction dropped: what is not there cannot be found.
    `order` are the keys in the order in which the raw text has the bodies; without it, the page's order.
    `adrift` are names of the credits that have lost their role."""
    kept = [unit for unit in page.units if unit.id not in lost]
    furniture = page.furniture
    rank = {key: place for place, key in enumerate(order)}
    placed_all = sorted(page.stories, key=lambda placed: rank.get(placed.key, len(rank)))
    return {
        "page": {
            "date": furniture.date,
            "weekday": furniture.weekday,
            "folio": furniture.folio,
            "section": furniture.section,
            "credits": {
                role: [name for name in names if name not in adrift] for role, names in furniture.credits.items()
            },
            "credit_names_any_role": list(adrift),
            "furniture": [
                {"role": unit.role, "text": unit.text} for unit in kept if unit.story is None and unit.role != "column"
            ],
        },
        "stories": [_story(placed, [unit for unit in kept if unit.story == placed.key]) for placed in placed_all],
    }


def _story(placed: Placed, units: list[Unit]) -> dict[str, Any]:
    story = placed.story
    captions = [unit for unit in units if unit.role == "caption"]
    jump: Mapping[str, Any] = story.jump or {}
    return {
        "key": placed.key,
        "copy": story.id,
        "kind": story.kind,
        "part_of": placed.part_of,
        "column": placed.column,
        "kicker": _part(units, "kicker"),
        "headline": _part(units, "headline"),
        "deck": _part(units, "deck"),
        "authors": [author.name for author in story.authors],
        "dateline": dict(story.dateline) if story.dateline else None,
        "printed": {role: _part(units, role) for role in ("byline", "opening", "signature", "jump")},
        "continued_from": jump.get("from"),
        "continues_on": jump.get("to"),
        "body": [
            {"type": unit.role, "text": unit.part("body")} for unit in units if unit.role in ("paragraph", "subheading")
        ],
        "captions": [
            {
                "text": unit.part("caption"),
                "credit": story.captions[unit.index].credit,
                "printed": unit.part("credit").strip() or None,
            }
            for unit in captions
        ],
    }


def source_order(page: Composed, cells: Iterable[Cell]) -> list[str]:
    """The stories by where the raw text begins their bodies: all the order that such a text has."""
    bodies = {unit.id: unit.story for unit in page.units if unit.role in ("paragraph", "subheading")}
    seen: dict[str, None] = {}
    for cell in cells:
        story = bodies.get(cell.unit)
        if story:
            seen.setdefault(story)
    return list(seen)


def owner(page: Composed, cell: Cell) -> tuple[str, str, int, int] | None:
    """What the truth says about one character of the raw text: (story key or "", role, unit, offset)."""
    if cell.unit == NOWHERE:
        return None
    unit = page.units[cell.unit]
    role = next(name for start, end, name in unit.parts if start <= cell.at < end)
    return unit.story or "", unit.role if role == "body" else role, cell.unit, cell.at


def check(specimen: Specimen) -> None:
    """Prove that the raw text and the gold hold the same characters, each exactly once, else raise."""
    page = specimen.page
    assert page is not None
    assert specimen.text == "".join(cell.char for cell in specimen.cells), f"{specimen.name}: cells are not the text"
    addresses = Counter((cell.unit, cell.at) for cell in specimen.cells if cell.unit != NOWHERE)
    twice = [address for address, times in addresses.items() if times > 1]
    assert not twice, f"{specimen.name}: printed once, extracted twice: {twice[:3]}"
    seen = {unit for unit, _ in addresses}
    read: Counter[str] = Counter()
    for unit in page.units:
        if unit.id in seen:
            missing = [n for n, c in enumerate(unit.text) if not c.isspace() and (unit.id, n) not in addresses]
            assert not missing, f"{specimen.name}: lost from {unit.text!r}: {missing[:5]}"
            read.update(bare(unit.text))
    for cell in specimen.cells:
        if cell.unit != NOWHERE:
            printed = page.units[cell.unit].text[cell.at]
            same = unicodedata.normalize("NFKC", cell.char) == unicodedata.normalize("NFKC", printed)
            assert same, f"{specimen.name}: {printed!r} became {cell.char!r}"
    bare_keys = {placed.key for placed in page.stories} - {unit.story for unit in page.units}
    assert not bare_keys, f"{specimen.name}: stories without a character: {bare_keys}"
    assert read == _held(specimen.gold, page), f"{specimen.name}: gold and print differ: {_difference(specimen)}"


def bare(text: str) -> str:
    """Without white space: how texts are compared."""
    return "".join(text.split())


def _held(gold: Mapping[str, Any], page: Composed) -> Counter[str]:
    """Every character that the gold accounts for."""
    held: Counter[str] = Counter()
    for piece in gold["page"]["furniture"]:
        held.update(bare(piece["text"]))
    for unit in page.units:
        if unit.story is None and unit.role == "column":  # printed once, true of every brief beneath it
            held.update(bare(unit.text))
    labels = {unit.story for unit in page.units if unit.role == "column"}
    for story in gold["stories"]:
        fields = [story[name] for name in ("kicker", "headline", "deck")]
        fields += [*story["printed"].values(), *(part["text"] for part in story["body"])]
        fields += [story["column"]] if story["key"] in labels else []
        fields += [caption["text"] + (caption["printed"] or "") for caption in story["captions"]]
        for text in fields:
            held.update(bare(text or ""))
    return held


def _difference(specimen: Specimen) -> str:
    page = specimen.page
    assert page is not None
    read: Counter[str] = Counter()
    for number in {cell.unit for cell in specimen.cells if cell.unit != NOWHERE}:
        read.update(bare(page.units[number].text))
    held = _held(specimen.gold, page)
    return f"only in print {dict(read - held)}, only in gold {dict(held - read)}"


def _part(units: list[Unit], role: str) -> str | None:
    return "".join(unit.part(role) for unit in units).strip() or None
