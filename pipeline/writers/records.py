"""Records: what stands in the files that jianbao writes, key by key, in the order in which it is written.

No key is ever absent: what the page does not say is null or an empty list. Both records refuse unknown keys
and wrong types when they are decoded, and the published JSON Schema is made from them (`schema`).
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

SCHEMA_VERSION: Literal["1.2"] = "1.2"

Kind = Literal["article", "brief", "sidebar", "photo", "notice", "advertisement"]
Script = Literal["Hans", "Hant"]
Confidence = Annotated[float, msgspec.Meta(ge=0, le=1, description="0 (no trust) to 1 (certain)")]
Count = Annotated[int, msgspec.Meta(ge=0)]
Number = Annotated[int, msgspec.Meta(ge=1)]
StoryId = Annotated[str, msgspec.Meta(pattern="^s[0-9]{2,}$")]
PageId = Annotated[str, msgspec.Meta(min_length=1)]
IsoDate = Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Sha256 = Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")]
Span = Annotated[
    tuple[Count, Count],
    msgspec.Meta(description="half-open range of character offsets in the decoded source"),
]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all records: immutable, and strict when decoded."""


class Dateline(Record, frozen=True):
    """电头: the words as printed, and what they say."""

    text: str | None
    agency: str | None
    place: str | None
    date: str | None


class Author(Record, frozen=True):
    name: str
    role: str | None
    outlet: str | None


class Byline(Record, frozen=True):
    """署名: the words as printed (several bylines parted by one space), and whom they name."""

    text: str | None
    authors: list[Author]


class Region(Record, frozen=True):
    """Where a text stands on paper: the page's number in its source, and x0, y0, x1, y1 from the top left."""

    page: Number
    bbox: tuple[float, float, float, float]


class BodyItem(Record, frozen=True):
    """A paragraph or subheading. `spans` say where in a raw text it came from, `regions` where on paper."""

    type: Literal["paragraph", "subheading"]
    text: str
    spans: list[Span]
    regions: list[Region]
    confidence: Confidence


class Credit(Record, frozen=True):
    """Who took the picture: the words as printed, the names (parted by one space) and their role."""

    text: str
    name: str | None
    role: str | None


class Caption(Record, frozen=True):
    """图说. A picture of which the page prints no more than who took it has an empty text."""

    text: str
    credit: Credit | None
    regions: list[Region]


class Jump(Record, frozen=True):
    """下转 or 上接: the words as printed, the folio that they name, and the story there that is the other part.

    `page_id` and `story_id` are null where no page of the issue has a story that names this one's page in turn.
    """

    text: str
    folio: str | None
    page_id: PageId | None
    story_id: StoryId | None


class Original(Record, frozen=True):
    """The story as it was printed, before its script was converted: body and captions item by item."""

    script: Script | None
    headline: str | None
    kicker: str | None
    deck: str | None
    column: str | None
    body: list[str]
    captions: list[str]


class StoryFile(Record, frozen=True):
    """One story of a newspaper page."""

    schema_version: Literal["1.2"]
    id: StoryId
    page_id: PageId
    order: Annotated[int, msgspec.Meta(ge=1, description="place in the page's reading order, from 1")]
    kind: Kind
    part_of: Annotated[StoryId | None, msgspec.Meta(description="the story that this one is a sidebar of")]
    column: Annotated[str | None, msgspec.Meta(description="栏目")]
    kicker: Annotated[str | None, msgspec.Meta(description="引题")]
    headline: Annotated[str | None, msgspec.Meta(description="主题; null where none was found")]
    deck: Annotated[str | None, msgspec.Meta(description="副题")]
    dateline: Dateline | None
    byline: Byline | None
    body: list[BodyItem]
    captions: list[Caption]
    text: Annotated[str, msgspec.Meta(description="paragraphs and subheadings joined by newlines")]
    continued_from: Jump | None
    continues_on: Jump | None
    script: Script | None
    original: Original | None
    confidence: Confidence
    flags: list[str]


class Source(Record, frozen=True):
    """The file that the page was read from; `number` is which of its `pages` this is, from 1."""

    path: str
    sha256: Sha256
    kind: str
    pages: Number
    number: Number
    encoding: str | None
    width: float | None
    height: float | None
    unit: Annotated[str, msgspec.Meta(description="what offsets and boxes count: character, point or pixel")]


class FurnitureItem(Record, frozen=True):
    """A text of the page that belongs to no story."""

    role: str
    text: str
    spans: list[Span]
    regions: list[Region]


class LedgerCounts(Record, frozen=True):
    """What became of the source's characters: glyphs = in_stories + in_furniture + all that was discarded."""

    glyphs: Count
    in_stories: Count
    in_furniture: Count
    discarded: dict[str, Count]
    inserted: dict[str, Count]


class RecipeUsed(Record, frozen=True):
    """The recipe that made the page; the digest changes with the order of the stages and with any setting."""

    name: str
    sha256: Sha256


class PageFile(Record, frozen=True):
    """One newspaper page: what it says of itself, and which stories it holds."""

    schema_version: Literal["1.2"]
    id: PageId
    source: Source
    newspaper: str | None
    date: IsoDate | None
    year: Annotated[
        int | None, msgspec.Meta(description="Gregorian year; without a date where the day is told by the moon")
    ]
    weekday: str | None
    folio: Annotated[str | None, msgspec.Meta(description="版次")]
    section: Annotated[str | None, msgspec.Meta(description="版名")]
    credits: Annotated[dict[str, list[str]], msgspec.Meta(description="责编, 校对 and others, by office")]
    furniture: list[FurnitureItem]
    stories: list[StoryId]
    ledger: LedgerCounts
    confidence: Confidence
    flags: list[str]
    recipe: RecipeUsed
    version: Annotated[str, msgspec.Meta(description="of jianbao")]
    errors: list[str]
