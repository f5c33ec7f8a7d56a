"""Build: a finished page as records. Nothing is decided here, only put into its place; pure.

Every printed character of the page goes into exactly one text of the records. What a recipe left in lines or
blocks, outside of any story, becomes furniture with the role `unplaced`, and the page is flagged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline import __version__
from pipeline.page import Block, Page, Role, Story
from pipeline.people import people
from pipeline.recipe import Recipe
from pipeline.text import Text
from pipeline.writers import records
from pipeline.writers.jumps import jumps
from pipeline.writers.places import regions, spans
from pipeline.writers.records import SCHEMA_VERSION

UNPLACED = "unplaced"
UNPLACED_FLAG = "unplaced-text"
DIGITS = 4  # of a confidence: more would differ from one machine to the next
OTHER_SCRIPT: dict[str | None, records.Script] = {"Hans": "Hant", "Hant": "Hans"}
ELSEWHERE = frozenset(
    {
        Role.HEADLINE, Role.KICKER, Role.DECK, Role.COLUMN, Role.BYLINE, Role.DATELINE,
        Role.CAPTION, Role.CREDIT, Role.JUMP,
    }
)  # fmt: skip
"""Roles that have keys of their own in a story; all other blocks are its body."""


def story_id(number: int) -> str:
    """The id of a page's story, counted from 0: s01, s02, …, s100."""
    return f"s{number + 1:02d}"


def build(page: Page, recipe: Recipe) -> tuple[records.PageFile, list[records.StoryFile]]:
    """The records of `page`, which all stages of `recipe` have seen: the page's and its stories' in order.

    Raises ValueError for a story that is a sidebar of no story of the page, or of itself.
    """
    return _page(page, recipe), [_story(page, number) for number in range(len(page.stories))]


def _page(page: Page, recipe: Recipe) -> records.PageFile:
    head = page.masthead
    source = page.source
    wide, high = source.original_size
    left = list(unplaced(page))
    furniture = [
        *((item.role, item.text) for item in page.furniture if len(item.text)),
        *((UNPLACED, text) for text in left),
    ]
    flags = list(dict.fromkeys((*page.flags, *([UNPLACED_FLAG] if left else []))))
    return records.PageFile(
        schema_version=SCHEMA_VERSION,
        id=page.id,
        source=records.Source(
            path=source.path,
            sha256=source.sha256,
            kind=source.kind,
            pages=source.pages,
            number=source.number,
            encoding=source.encoding,
            width=wide,
            height=high,
            unit=source.unit,
        ),
        newspaper=head.newspaper,
        date=head.date,
        year=head.year,
        weekday=head.weekday,
        folio=head.folio,
        section=head.section,
        credits={office: list(names) for office, names in head.credits},
        furniture=[
            records.FurnitureItem(role=role, text=text.string, spans=spans(text, page), regions=regions([text], page))
            for role, text in furniture
        ],
        stories=[story_id(number) for number in range(len(page.stories))],
        ledger=records.LedgerCounts(
            glyphs=len(page.glyphs),
            in_stories=sum(_printed(line.text) for s in page.stories for b in s.blocks for line in b.lines),
            in_furniture=sum(_printed(text) for _, text in furniture),
            discarded=page.ledger.discards(),
            inserted=page.ledger.insertions(),
        ),
        confidence=_rounded(page.confidence),
        flags=flags,
        recipe=records.RecipeUsed(name=recipe.name, sha256=recipe.sha256),
        version=__version__,
        errors=[],
    )


def _story(page: Page, number: int) -> records.StoryFile:
    story = page.stories[number]
    body = list(body_of(story))
    before, after = jumps(block.string for block in story.having(Role.JUMP))
    return records.StoryFile(
        schema_version=SCHEMA_VERSION,
        id=story_id(number),
        page_id=page.id,
        order=number + 1,
        kind=story.kind,  # type: ignore[arg-type]  # the schema check refuses other kinds
        part_of=_parent(page, number),
        column=_line(story, Role.COLUMN) or story.column,
        kicker=_line(story, Role.KICKER),
        headline=_line(story, Role.HEADLINE),
        deck=_line(story, Role.DECK),
        dateline=_dateline(story),
        byline=_byline(story),
        body=[
            records.BodyItem(
                type="subheading" if block.role is Role.SUBHEADING else "paragraph",
                text=block.string,
                spans=spans(block.text, page),
                regions=regions([line.text for line in block.lines], page),
                confidence=_rounded(block.confidence),
            )
            for block in body
        ],
        captions=[_caption(caption, credit, page) for caption, credit in captions_of(story)],
        text="\n".join(block.string for block in body),
        continued_from=before,
        continues_on=after,
        script=story.script,  # type: ignore[arg-type]
        original=_original(story),
        confidence=_rounded(story.confidence),
        flags=list(story.flags),
    )


def body_of(story: Story) -> Iterator[Block]:
    """Paragraphs and subheadings, and whatever else has no key of its own."""
    return (block for block in story.blocks if block.role not in ELSEWHERE and block.string)


def captions_of(story: Story) -> Iterator[tuple[Block | None, Block | None]]:
    """Each caption with the credit that follows it; a credit behind no caption stands alone."""
    caption: Block | None = None
    for block in story.having(Role.CAPTION, Role.CREDIT):
        if block.role is Role.CREDIT:
            yield caption, block
            caption = None
        else:
            if caption is not None:
                yield caption, None
            caption = block
    if caption is not None:
        yield caption, None


def unplaced(page: Page) -> Iterator[Text]:
    """The texts that stages left outside of stories and furniture."""
    for line in (*page.lines, *(line for block in page.blocks for line in block.lines)):
        if len(line.text):
            yield line.text


def _line(story: Story, *roles: Role) -> str | None:
    return _joined(block.string for block in story.having(*roles))


def _joined(strings: Iterable[str]) -> str | None:
    return " ".join(string for string in strings if string) or None


def _dateline(story: Story) -> records.Dateline | None:
    text, parsed = _line(story, Role.DATELINE), story.dateline
    if text is None and parsed is None:
        return None
    agency, place, date = (parsed.agency, parsed.place, parsed.date) if parsed else (None, None, None)
    return records.Dateline(text=text, agency=agency, place=place, date=date)


def _byline(story: Story) -> records.Byline | None:
    text = _line(story, Role.BYLINE)
    if text is None and not story.authors:
        return None
    authors = [records.Author(name=a.name, role=a.role, outlet=a.outlet) for a in story.authors]
    return records.Byline(text=text, authors=authors)


def _caption(caption: Block | None, credit: Block | None, page: Page) -> records.Caption:
    return records.Caption(
        text=caption.string if caption else "",
        credit=read_credit(credit.string) if credit else None,
        regions=regions([line.text for line in caption.lines], page) if caption else [],
    )


def read_credit(text: str) -> records.Credit:
    """A credit read apart: 记者 罗清和/摄 → 罗清和, 摄. Names that cannot be told are null."""
    named = people(text, ("authors", "pictures")) or []
    role = next((person.role for person in named if person.role), None)
    return records.Credit(text=text, name=_joined(person.name for person in named), role=role)


def _original(story: Story) -> records.Original | None:
    """The texts before conversion; `Story.originals` has one for each of the story's blocks."""
    if not story.originals:
        return None
    printed = dict(zip(map(id, story.blocks), story.originals, strict=True))

    def line(role: Role) -> str | None:
        return _joined(printed[id(block)] for block in story.having(role))

    return records.Original(
        script=OTHER_SCRIPT.get(story.script),
        headline=line(Role.HEADLINE),
        kicker=line(Role.KICKER),
        deck=line(Role.DECK),
        column=line(Role.COLUMN) or story.column,
        body=[printed[id(block)] for block in body_of(story)],
        captions=[printed[id(caption)] if caption else "" for caption, _ in captions_of(story)],
    )


def _parent(page: Page, number: int) -> str | None:
    parent = page.stories[number].parent
    if parent is None:
        return None
    if parent == number or not 0 <= parent < len(page.stories):
        raise ValueError(f"{story_id(number)} is part of a story that the page does not have")
    return story_id(parent)


def _printed(text: Text) -> int:
    return int((text.origins >= 0).sum())


def _rounded(value: float) -> float:
    return round(float(value), DIGITS)
