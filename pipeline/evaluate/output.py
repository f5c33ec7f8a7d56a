"""Read the output of one page: page.json and its stories, as far as the judge needs them."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline.evaluate.gold import PAGE_FIELDS, bare_credits
from pipeline.evaluate.model import Caption, EvaluationError, Item, Page, Story, bare, bare_or_none

PAGE_FILE = "page.json"


class _Author(msgspec.Struct):
    name: str


class _Byline(msgspec.Struct):
    authors: list[_Author] = []


class _Credit(msgspec.Struct):
    name: str | None = None


class _Caption(msgspec.Struct):
    text: str
    credit: _Credit | None = None


class _Item(msgspec.Struct):
    type: str
    text: str


class _Story(msgspec.Struct):
    id: str
    order: int = 0
    headline: str | None = None
    kicker: str | None = None
    deck: str | None = None
    column: str | None = None
    part_of: str | None = None
    kind: str | None = None
    byline: _Byline | None = None
    body: list[_Item] = []
    captions: list[_Caption] = []


class _Page(msgspec.Struct):
    date: str | None = None
    weekday: str | None = None
    folio: str | int | None = None
    section: str | None = None
    credits: dict[str, list[str]] | None = None
    stories: list[str] = []


T = TypeVar("T")


def load_output(folder: Path) -> Page:
    """Read page.json and s01.json, s02.json, … of one page's folder; stories by `order`, then by file name.

    Raises `EvaluationError` that names the file and the field where a file cannot be read or decoded, where
    two stories have one id, or where page.json lists another number of stories than there are files.
    """
    page = _decode(folder / PAGE_FILE, _Page)
    files = sorted(folder.glob("s[0-9]*.json"), key=lambda file: file.name)
    stories = [_decode(file, _Story) for file in files]
    if len(page.stories) != len(stories):
        reason = f"stories: lists {len(page.stories)}, and {len(stories)} story files are there"
        raise EvaluationError(f"{folder / PAGE_FILE}: {reason}")
    seen: dict[str, Path] = {}
    for file, story in zip(files, stories, strict=True):
        if story.id in seen:
            raise EvaluationError(f"{file}: id: {story.id!r} is the id of {seen[story.id].name} too")
        seen[story.id] = file
    return Page(
        stories=tuple(_story(story) for story in sorted(stories, key=lambda story: story.order)),
        fields={name: _field(getattr(page, name)) for name in PAGE_FIELDS},
        credits=bare_credits(page.credits or {}),
    )


def _decode(path: Path, type_: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=type_)
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: {error}") from error


def _field(value: str | int | None) -> str | None:
    return None if value is None else bare_or_none(str(value))


def _story(story: _Story) -> Story:
    authors = story.byline.authors if story.byline else []
    return Story(
        key=story.id,
        headline=bare_or_none(story.headline),
        kicker=bare_or_none(story.kicker),
        deck=bare_or_none(story.deck),
        column=bare_or_none(story.column),
        part_of=story.part_of,
        kind=story.kind,
        authors=tuple(bare(author.name) for author in authors),
        body=tuple(Item(item.type, bare(item.text)) for item in story.body),
        captions=tuple(
            Caption(bare(each.text), bare_or_none(each.credit.name) if each.credit else None) for each in story.captions
        ),
    )
