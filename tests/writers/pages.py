"""Finished pages made by hand, so that a test says exactly what there is to write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.page import Block, Furniture, Page, Role, Source, Story
from pipeline.readers.text import page_of
from pipeline.recipe import Recipe

RECIPE = Recipe("by-hand", ())
SHA = "0" * 64

Said = Sequence[tuple[Role, str]]


def page_with(
    *stories: Said, furniture: Iterable[tuple[str, str]] = (), left: Iterable[str] = (), page_id: str = "p"
) -> Page:
    """A page whose source prints the texts line by line: stories, then furniture, then what was left over."""
    furniture, left = list(furniture), list(left)
    printed = [text for story in stories for _, text in story]
    printed += [*(text for _, text in furniture), *left]
    page = page_of("\n".join(printed) + "\n", page_id, Source(f"{page_id}.txt", SHA, "text", 1, 1, "utf-8"))
    assert [line.string for line in page.lines] == printed, "a test's text must survive the reader"
    lines = iter(page.lines)
    made = [
        Story(tuple(Block((next(lines),), role, number) for number, (role, _) in enumerate(story))) for story in stories
    ]
    items = tuple(Furniture(role, next(lines).text) for role, _ in furniture)
    return page.but(lines=tuple(lines), stories=tuple(made), furniture=items)


def change_story(page: Page, number: int, **changes: object) -> Page:
    """The page with one story changed."""
    stories = list(page.stories)
    stories[number] = replace(stories[number], **changes)  # type: ignore[arg-type]
    return page.but(stories=tuple(stories))
