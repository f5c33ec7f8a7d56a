"""The copy: stories that we wrote ourselves, loaded from JSON as frozen records.

One file is one story. The press never changes a story; it only chooses where and how it is printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

COPY = Path(__file__).with_name("copy")
MORE = Path(__file__).with_name("copy_more")  # for the papers of `papers.py` only: the others' pages must not change

# Copy in the language and the punctuation of the Republic; it goes to papers of that age only.
OLD = frozenset(f"hant-{number}" for number in range(17, 29))

KINDS = ("article", "brief", "photo", "notice", "sidebar", "advertisement")


@dataclass(frozen=True)
class Author:
    """Someone who wrote; `role` and `outlet` as printed, if they are."""

    name: str
    role: str | None = None
    outlet: str | None = None


@dataclass(frozen=True)
class Part:
    """A paragraph or a subheading of the body."""

    type: str
    text: str


@dataclass(frozen=True)
class Caption:
    """The words under a picture. `text` is the truth, `tail` is what is printed of its credit after it."""

    text: str
    credit: str | None
    tail: str


@dataclass(frozen=True)
class Story:
    """One story as the newsroom sent it."""

    id: str
    script: str
    kind: str
    headline: tuple[str, ...]
    body: tuple[Part, ...]
    headline_parts: bool = False
    topic: str | None = None
    column: str | None = None
    kicker: str | None = None
    deck: str | None = None
    lead: str | None = None
    opening: str | None = None
    byline: str | None = None
    signature: str | None = None
    authors: tuple[Author, ...] = ()
    dateline: Mapping[str, Any] | None = None
    captions: tuple[Caption, ...] = ()
    jump: Mapping[str, Any] | None = None
    related: tuple[str, ...] = ()

    @property
    def title(self) -> str | None:
        """The headline as one string: its parts apart, its broken lines together."""
        return (" " if self.headline_parts else "").join(self.headline) or None

    @property
    def old(self) -> bool:
        """Whether the story belongs to an old paper."""
        return self.id in OLD or self.id.startswith("old-")

    @property
    def length(self) -> int:
        """Characters of running text, the measure of how much room the story needs."""
        return len(self.lead or "") + sum(len(part.text) for part in self.body)


def cut_to_fit(story: Story) -> Story:
    """The story as a desk cuts it that is short of room: nothing between first paragraph and first subheading."""
    first = next((n for n, part in enumerate(story.body) if part.type == "subheading"), None)
    if first is None:
        return story
    kept = 0 if story.lead else 1
    return replace(story, body=(*story.body[:kept], *story.body[max(kept, first) :]))


def load(directory: Path = COPY) -> tuple[Story, ...]:
    """Every story of the directory, by file name, so that a seed means the same page everywhere."""
    return tuple(read(path) for path in sorted(directory.glob("*.json")))


def read(path: Path) -> Story:
    """One story; an error names the file."""
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: not a story: {error!r}") from error


def parse(record: Mapping[str, Any]) -> Story:
    """A story from its JSON record. Keys that are missing mean the same as null."""
    kind = record["kind"]
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r} is none of {', '.join(KINDS)}")
    return Story(
        id=record["id"],
        script=record["script"],
        kind=kind,
        headline=tuple(_lines(record.get("headline"))),
        headline_parts=bool(record.get("headline_parts")),
        body=tuple(Part(part["type"], part["text"]) for part in record["body"]),
        topic=record.get("topic"),
        column=record.get("column"),
        kicker=record.get("kicker"),
        deck=record.get("deck"),
        lead=record.get("lead"),
        opening=record.get("opening"),
        byline=record.get("byline"),
        signature=record.get("signature"),
        authors=tuple(Author(one["name"], one.get("role"), one.get("outlet")) for one in record.get("authors") or ()),
        dateline=record.get("dateline"),
        captions=tuple(_caption(one) for one in record.get("captions") or ()),
        jump=record.get("jump"),
        related=tuple(record.get("related") or ()),
    )


def _lines(headline: str | Iterable[str] | None) -> list[str]:
    if headline is None:
        return []
    return [headline] if isinstance(headline, str) else list(headline)


def _caption(record: Mapping[str, Any]) -> Caption:
    """`printed` may be the whole printed caption or only its credit; both mean the same page."""
    text, printed = record["text"], record.get("printed") or ""
    credit = record.get("credit") or {}
    name = credit if isinstance(credit, str) else credit.get("name")
    return Caption(text, name, printed.removeprefix(text).strip())
