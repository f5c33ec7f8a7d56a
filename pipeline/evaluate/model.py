"""A page as the judge sees it; gold and output are both read into this one shape.

Texts are held without white space and in NFC (`bare`), so that everything that follows compares with `==`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

PARAGRAPH: Final = "paragraph"
SUBHEADING: Final = "subheading"


class EvaluationError(Exception):
    """Gold, output or floors that cannot be used; the message names the file, the field and the reason."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of a story's body: its type (`paragraph` or `subheading`) and its bare text."""

    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption's bare text and the name of whom it credits."""

    text: str
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A story of gold (`key` is its key in the file) or of output (`key` is its id)."""

    key: str
    headline: str | None = None
    kicker: str | None = None
    deck: str | None = None
    column: str | None = None
    part_of: str | None = None
    kind: str | None = None
    authors: tuple[str, ...] = ()
    body: tuple[Item, ...] = ()
    captions: tuple[Caption, ...] = ()

    def units(self) -> tuple[Item, ...]:
        """What stands for the story when characters are compared, in order.

        The body. A story without one (a photo story) is stood for by its captions, and without captions by
        its headline; a story with none of them has no units.
        """
        if any(item.text for item in self.body):
            return self.body
        if self.captions:
            return tuple(Item("caption", caption.text) for caption in self.captions)
        return (Item("headline", self.headline),) if self.headline else ()

    def characters(self) -> str:
        """The texts of the units, joined by nothing."""
        return "".join(unit.text for unit in self.units())


@dataclass(frozen=True, slots=True)
class Page:
    """A page of gold or of output.

    `fields` has date, weekday, folio and section; of gold, only those that the file names are there and are
    judged. `credits` is `None` where gold does not name it.
    """

    stories: tuple[Story, ...] = ()
    fields: Mapping[str, str | None] = field(default_factory=dict)
    credits: Mapping[str, tuple[str, ...]] | None = None
    any_role: tuple[str, ...] = ()


def bare(text: str) -> str:
    """The text in NFC without any white space (U+3000 and no-break spaces are white space too)."""
    return unicodedata.normalize("NFC", "".join(text.split()))


def bare_or_none(text: str | None) -> str | None:
    """`bare` where there is a text; a text of nothing but white space counts as none."""
    return (bare(text) or None) if text is not None else None
