"""Passages: the texts of a page by name, and where a string stands in them, white space left aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.page import Page, Role, Story
from pipeline.text import Text
from pipeline.writers.build import UNPLACED, story_id, unplaced

_SPACE = re.compile(r"\s")


class Passage(NamedTuple):
    """A text of the page, or a part of one, under the name of the place where it stands: s02 paragraph 3."""

    name: str
    text: Text


def story_passages(page: Page, number: int) -> list[Passage]:
    """The blocks of story `number` (from 0), in order."""
    return list(_of_story(page.stories[number], story_id(number)))


def find(page: Page, wanted: str) -> list[list[Passage]]:
    """Every place where `wanted` stands in a story or in furniture, as the parts of texts that it covers."""
    bare = _SPACE.sub("", wanted)
    wholes = [story_passages(page, number) for number in range(len(page.stories))]
    wholes += [[Passage(f"furniture ({item.role})", item.text)] for item in page.furniture]
    wholes += [[Passage(f"furniture ({UNPLACED})", text)] for text in unplaced(page)]
    return [hit for whole in wholes for hit in _hits(whole, bare)] if bare else []


def find_in_source(source: str, wanted: str) -> list[tuple[int, int]]:
    """Where `wanted` stands in the page's source, as half-open ranges of glyphs."""
    bare = _SPACE.sub("", wanted)
    if not bare:
        return []
    places = [n for n, char in enumerate(source) if not char.isspace()]
    string = "".join(source[n] for n in places)
    return [(places[m.start()], places[m.end() - 1] + 1) for m in re.finditer(re.escape(bare), string)]


def homes(page: Page) -> dict[int, str]:
    """For each glyph that is still in the page, the name of the place where it stands."""
    found: dict[int, str] = {}
    for number in range(len(page.stories)):
        for name, text in story_passages(page, number):
            found.update((origin, name) for origin in text.origins.tolist() if origin >= 0)
    for item in page.furniture:
        found.update((origin, f"furniture ({item.role})") for origin in item.text.origins.tolist())
    for text in unplaced(page):
        found.update((origin, f"furniture ({UNPLACED})") for origin in text.origins.tolist())
    return found


def _of_story(story: Story, name: str) -> Iterator[Passage]:
    many = Counter(block.role for block in story.blocks)
    seen: Counter[Role] = Counter()
    for block in story.blocks:
        seen[block.role] += 1
        number = f" {seen[block.role]}" if many[block.role] > 1 or block.role is Role.PARAGRAPH else ""
        if len(block.text):
            yield Passage(f"{name} {block.role}{number}", block.text)


def _hits(whole: Sequence[Passage], bare: str) -> Iterator[list[Passage]]:
    """Where `bare` stands in texts that follow one another; a hit may run over from one into the next."""
    places = [
        (n, at) for n, passage in enumerate(whole) for at, char in enumerate(passage.text.string) if not char.isspace()
    ]
    string = "".join(whole[n].text.string[at] for n, at in places)
    for match in re.finditer(re.escape(bare), string):
        bounds: dict[int, tuple[int, int]] = {}
        for n, at in places[match.start() : match.end()]:
            bounds[n] = (bounds[n][0] if n in bounds else at, at + 1)
        yield [Passage(whole[n].name, whole[n].text[start:end]) for n, (start, end) in bounds.items()]
