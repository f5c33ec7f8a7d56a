"""Explaining: deeds and traces as a terminal shows them, coloured, or with brackets in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from pipeline.cli.safe import visible
from pipeline.cli.terminal import aligned, colours, columns, wrap
from pipeline.errors import ReadError
from pipeline.explain.changes import Change, Segment, changes
from pipeline.explain.history import Deed, History
from pipeline.explain.passages import Passage, find, find_in_source, homes, story_passages
from pipeline.explain.positions import Where, source_of
from pipeline.explain.traces import Piece, Tracer
from pipeline.page import Page
from pipeline.writers.build import story_id

SHORT = 4  # changed lines that are shown of a stage, if not all are
AROUND = 10  # characters that are shown on each side of a change
MOST_HITS = 20
DONE = {"delete": "discarded", "replace": "replaced", "insert": "inserted"}


def print_deeds(history: History, positions: Where, only: Sequence[str]) -> None:
    """Each stage and what it changed, in short; or all that the stages in `only` changed."""
    page = history.page
    if not only:
        click.secho(visible(page.id), bold=True, nl=False)
        click.echo(f": {len(page.glyphs)} characters, {len(history.deeds) - 1} stages")
    for deed in history.deeds:
        if not only or deed.stage in only:
            click.echo()
            _deed(deed, positions, whole=bool(only))


def _deed(deed: Deed, positions: Where, whole: bool) -> None:
    click.secho(deed.stage, bold=True)
    rows = [
        (f"    {DONE[action]}", reason, _count(edits, "edit"), _count(characters, "character"))
        for (action, reason), (edits, characters) in deed.counts().items()
    ]
    for row in aligned(rows, right=(2, 3)) if rows else ():
        click.echo(row)
    moved = [f"{part} {before} → {after}" for part, before, after in deed.rearranged()]
    if moved:
        click.echo("    " + ", ".join(moved))
    if not rows and not moved:
        click.echo("    changed no text")
    changed = list(changes(deed))
    for change in changed if whole else changed[:SHORT]:
        where = positions.show(change.offset) if change.offset is not None else "new"
        click.echo(f"    {where:>9}  {_marked(change)}  ({visible(', '.join(change.reasons))})")
    if not whole and len(changed) > SHORT:
        click.echo(f"    … and {_count(len(changed) - SHORT, 'line')} more: --stage {deed.stage}")


def _marked(change: Change) -> str:
    last = len(change.segments) - 1
    return "".join(_segment(segment, n == 0, n == last) for n, segment in enumerate(change.segments))


def _segment(segment: Segment, first: bool, last: bool) -> str:
    """One stretch of a line; what stayed is cut down to what stands beside a change."""
    before, after = visible(segment.before), visible(segment.after)
    if segment.kind == "same":
        return _cut(before, first, last)
    if colours():
        gone = click.style(before, fg="yellow" if after else "red", strikethrough=True) if before else ""
        return gone + (click.style(after, fg="yellow" if before else "green") if after else "")
    return (f"[-{before}-]" if before else "") + (f"{{+{after}+}}" if after else "")


def _cut(same: str, first: bool, last: bool) -> str:
    if first and last:
        return same
    if first:
        return same if len(same) <= 2 * AROUND else "…" + same[-AROUND:]
    if last:
        return same if len(same) <= 2 * AROUND else same[:AROUND] + "…"
    return same if len(same) <= 3 * AROUND else same[:AROUND] + "…" + same[-AROUND:]


def print_story(page: Page, story: str, positions: Where) -> None:
    """Where each character of one story came from. Raises ReadError if the page has no such story."""
    ids = [story_id(number) for number in range(len(page.stories))]
    if story not in ids:
        raise ReadError(f"{page.id}: there is no story {story}; there are {', '.join(ids) or 'none'}")
    _passages(story_passages(page, ids.index(story)), Tracer(page), positions)


def print_find(page: Page, wanted: str, positions: Where) -> None:
    """Where each character of the passage `wanted` came from, or what became of it.

    Raises ReadError if it is neither in the stories nor in the source.
    """
    tracer = Tracer(page)
    hits = find(page, wanted)
    for hit in hits[:MOST_HITS]:
        _passages(hit, tracer, positions)
    if len(hits) > MOST_HITS:
        click.echo(f"\n… and {_count(len(hits) - MOST_HITS, 'place')} more; give a longer text")
    if hits:
        return
    places = find_in_source(source_of(page), wanted)
    if not places:
        raise ReadError(f"{page.id}: {wanted} is neither in a story nor in the source, white space left aside")
    click.echo("No story has this passage in one piece; in the source it is here:")
    home = homes(page)
    for start, end in places[:MOST_HITS]:
        offset = page.glyphs.offset
        first, last = int(offset[start]), int(offset[end - 1]) + 1
        click.secho(f"\n{positions.show(first, last)}", bold=True)
        pieces = list(tracer.fate(start, end))
        _pieces(pieces, positions)
        names = dict.fromkeys(home[glyph] for glyph in range(start, end) if glyph in home)
        if names:
            click.echo(f"    what stayed is now in {', '.join(names)}")


def _passages(passages: Iterable[Passage], tracer: Tracer, positions: Where) -> None:
    for passage in passages:
        click.echo()
        click.secho(visible(passage.name), bold=True)
        for line in wrap(visible(passage.text.string), columns(), "  ", "  "):
            click.echo(line)
        _pieces(tracer.trace(passage.text), positions)


def _pieces(pieces: Iterable[Piece], positions: Where) -> None:
    """One line a piece: where it stands, which offsets, what it reads, and who touched it."""
    colour = {"printed": None, "inserted": "green", "discarded": "red"}
    pieces = list(pieces)
    rows = []
    for piece in pieces:
        if piece.start is None or piece.end is None:
            rows.append(("", ""))
        else:
            rows.append((positions.show(piece.start, piece.end), f"{piece.start}–{piece.end}"))
    for piece, where in zip(pieces, aligned(rows, pad_last=True) if rows else (), strict=True):
        told = _touches(piece)
        click.secho(f"    {where}  {_text(piece)}{f'  ({told})' if told else ''}", fg=colour[piece.kind])


def _text(piece: Piece) -> str:
    text = visible(piece.text)
    text = text if len(text) <= 3 * AROUND else text[:AROUND] + "…" + text[-AROUND:]
    return {"printed": text, "inserted": f"{{+{text}+}}", "discarded": f"[-{text}-]"}[piece.kind]


def _touches(piece: Piece) -> str:
    told = []
    for touch in piece.touches:
        was = f", was {visible(touch.before)}" if touch.action == "replaced" else ""
        told.append(f"{touch.action} by {touch.stage}: {touch.reason}{was}")
    return visible("; ".join(dict.fromkeys(told)))


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
