"""Read a gold file: what a page's stories are in truth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from pipeline.evaluate.model import Caption, EvaluationError, Item, Page, Story, bare, bare_or_none

PAGE_FIELDS = ("date", "weekday", "folio", "section")

_Labels = str | list[str] | dict[str, Any] | None


class _Item(msgspec.Struct):
    type: Literal["paragraph", "subheading"]
    text: str


class _Caption(msgspec.Struct):
    text: str
    credit: str | None = None


class _Story(msgspec.Struct):
    key: str
    headline: str | None = None
    kicker: str | None = None
    deck: str | None = None
    column: str | None = None
    part_of: str | None = None
    kind: str | None = None
    authors: list[str] = []
    body: list[_Item] = []
    captions: list[_Caption] = []


class _Page(msgspec.Struct):
    date: str | UnsetType | None = UNSET
    weekday: str | UnsetType | None = UNSET
    folio: str | int | UnsetType | None = UNSET
    section: str | UnsetType | None = UNSET
    credits: dict[str, list[str]] | UnsetType | None = UNSET
    credit_names_any_role: list[str] = []
    style: _Labels = None
    defects: _Labels = None


class _Gold(msgspec.Struct):
    stories: list[_Story]
    page: _Page = msgspec.field(default_factory=_Page)
    style: _Labels = None
    defects: _Labels = None


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold page, and the styles and defects that the file says it has (to group pages by)."""

    page: Page
    styles: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()


def load_gold(path: Path) -> Gold:
    """Read and check one gold file.

    A page field (date, weekday, folio, section, credits) that the file does not name is not judged; one that
    is `null` must be `null` in the output. A story's field that is missing is `null` or empty. `style` and
    `defects` (a name, a list of names, or an object whose keys are names) may stand at the top or in `page`.
    Other keys are ignored. Raises `EvaluationError` that names the file and the field.
    """
    try:
        gold = msgspec.json.decode(path.read_bytes(), type=_Gold)
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: {error}") from error
    faults = list(_faults(gold))
    if faults:
        raise EvaluationError(f"{path}: " + "; ".join(faults))
    return Gold(
        page=_page(gold),
        styles=_names(gold.style, gold.page.style),
        defects=_names(gold.defects, gold.page.defects),
    )


def _faults(gold: _Gold) -> Iterable[str]:
    """What is wrong with a well-formed gold file, each with its field."""
    keys = [story.key for story in gold.stories]
    for number, story in enumerate(gold.stories):
        where = f"stories[{number}]"
        if keys.index(story.key) != number:
            yield f"{where}.key: {story.key!r} is the key of an earlier story"
        if story.part_of is not None and (story.part_of not in keys or story.part_of == story.key):
            yield f"{where}.part_of: {story.part_of!r} is no other story's key"
        for place, name in enumerate(story.authors):
            if not bare(name):
                yield f"{where}.authors[{place}]: is empty"
        for place, item in enumerate(story.body):
            if not bare(item.text):
                yield f"{where}.body[{place}].text: is empty"
        for place, caption in enumerate(story.captions):
            if not bare(caption.text):
                yield f"{where}.captions[{place}].text: is empty"
        if not _story(story).characters():
            yield f"{where}: has neither body nor captions nor headline"


def _page(gold: _Gold) -> Page:
    page = gold.page
    fields: dict[str, str | None] = {}
    for name in PAGE_FIELDS:
        value = getattr(page, name)
        if value is not UNSET:
            fields[name] = None if value is None else bare_or_none(str(value))
    roles = None if isinstance(page.credits, UnsetType) else page.credits or {}
    return Page(
        stories=tuple(_story(story) for story in gold.stories),
        fields=fields,
        credits=None if roles is None else bare_credits(roles),
        any_role=tuple(bare(name) for name in page.credit_names_any_role),
    )


def _story(story: _Story) -> Story:
    return Story(
        key=story.key,
        headline=bare_or_none(story.headline),
        kicker=bare_or_none(story.kicker),
        deck=bare_or_none(story.deck),
        column=bare_or_none(story.column),
        part_of=story.part_of,
        kind=story.kind,
        authors=tuple(bare(name) for name in story.authors),
        body=tuple(Item(item.type, bare(item.text)) for item in story.body),
        captions=tuple(Caption(bare(each.text), bare_or_none(each.credit)) for each in story.captions),
    )


def bare_credits(roles: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Role to names, all bare; a role without names is left out."""
    return {bare(role): tuple(bare(name) for name in names) for role, names in roles.items() if names}


def _names(*labels: _Labels) -> tuple[str, ...]:
    """The names in style or defects, each once, in the order given."""
    found: dict[str, None] = {}
    for label in labels:
        for name in [label] if isinstance(label, str) else label or ():
            found[name] = None
    return tuple(found)
