"""Reading: a page and its stories as a terminal shows them: headline, byline, wrapped paragraphs, doubts."""

from __future__ import annotations

import click

from pipeline.cli.safe import visible
from pipeline.cli.terminal import columns, wrap
from pipeline.ingest.summary import DOUBTFUL
from pipeline.writers.records import BodyItem, Byline, Caption, Jump, PageFile, StoryFile

INDENT = "　　"  # of a paragraph's first line, as in print


def print_page(page: PageFile) -> None:
    """The page's head: where it is from, how sure jianbao is, and what it doubts."""
    click.secho(visible(page.id), bold=True)
    head = [page.newspaper, page.date, page.weekday, page.folio and f"page {page.folio}", page.section]
    _line(" · ".join(part for part in head if part))
    _line("　".join(f"{office} {' '.join(names)}" for office, names in page.credits.items()))
    count = len(page.stories)
    _line(f"{count} {'story' if count == 1 else 'stories'}, confidence {page.confidence:.2f}")
    _flags(page.flags, page.confidence)


def print_story(story: StoryFile) -> None:
    """One story with everything that its file says to a reader."""
    click.echo()
    kind = story.kind + (f" of {story.part_of}" if story.part_of else "")
    label = f"── {story.id} {kind}, confidence {story.confidence:.2f} "
    click.secho(label + "─" * max(2, columns() - len(label)), fg="cyan")
    _flags(story.flags, story.confidence)
    _line(story.column and f"［{story.column}］")
    _line(story.kicker)
    _line(story.headline, bold=True)
    if story.headline is None:
        click.secho("(no headline was found)", fg="yellow")
    _line(story.deck)
    _line(_byline(story.byline), dim=True)
    if story.continued_from:
        _line(_jump(story.continued_from), dim=True)
    dateline = story.dateline.text if story.dateline else None
    for item in story.body:
        click.echo()
        _item(item, dateline if item.type == "paragraph" else None)
        if item.type == "paragraph":
            dateline = None
    if dateline:
        _line(dateline)
    for caption in story.captions:
        click.echo()
        _line(_caption(caption), fg="green")
    if story.continues_on:
        click.echo()
        _line(_jump(story.continues_on), dim=True)


def _item(item: BodyItem, dateline: str | None) -> None:
    if item.type == "subheading":
        _line(item.text, bold=True)
        return
    lead = visible(dateline) + "　" if dateline else ""
    click.echo("\n".join(wrap(lead + visible(item.text), columns(), first=INDENT)))


def _byline(byline: Byline | None) -> str | None:
    if byline is None:
        return None
    if byline.text:
        return byline.text
    return " ".join(f"{author.role or ''} {author.name}".strip() for author in byline.authors)


def _caption(caption: Caption) -> str:
    credit = f"（{caption.credit.text}）" if caption.credit else ""
    return f"▣ {caption.text}{credit}"


def _jump(jump: Jump) -> str:
    """The words as printed, and where the other part of the story is."""
    return jump.text + (f" → {jump.page_id} {jump.story_id}" if jump.page_id else "")


def _flags(flags: list[str], confidence: float) -> None:
    if flags:
        click.secho("flags: " + visible(", ".join(flags)), fg="yellow")
    elif confidence < DOUBTFUL:
        click.secho("in doubt", fg="yellow")


def _line(text: str | None, fg: str | None = None, bold: bool | None = None, dim: bool | None = None) -> None:
    """A text of one or more lines, if there is any."""
    if text:
        for line in wrap(visible(text), columns()):
            click.secho(line, fg=fg, bold=bold, dim=dim)
