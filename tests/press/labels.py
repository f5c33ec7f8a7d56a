"""What each line and block of a pressed page is in truth, by the origins of its characters."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from pipeline.page import Page
from pipeline.text import Text
from tests.press.page import Specimen

Owner = tuple[str, str, int, int] | None


class Label(NamedTuple):
    """The story's key ("" for the page's furniture), the role, the unit of copy, and the offsets in it."""

    story: str
    role: str
    unit: int
    start: int
    end: int


def owners_of(specimen: Specimen, page: Page) -> list[Owner]:
    """The owner of each glyph of the page, which may be one of several in the specimen's text."""
    owners = specimen.owners()
    first = int(page.glyphs.offset[0]) if len(page.glyphs) else 0
    return owners[first : first + len(page.glyphs)]


def label(text: Text, owners: list[Owner]) -> Label | None:
    """The label that most of the text's characters have; None if nobody owns them."""
    found = [owner for origin in text.origins.tolist() if origin >= 0 and (owner := owners[origin])]
    if not found:
        return None
    (story, role, unit), _ = Counter((s, r, u) for s, r, u, _ in found).most_common(1)[0]
    offsets = [at for s, r, u, at in found if (s, r, u) == (story, role, unit)]
    return Label(story, role, unit, offsets[0], offsets[-1])
