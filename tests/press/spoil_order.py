"""Order spoiled: blocks far from where they belong. Nothing is moved that only a guess could bring back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, zip_longest
from random import Random

from tests.press.model import HEAD_ROLES
from tests.press.sheet import Row, Sheet
from tests.press.spoil import ORDER, spoil
from tests.press.typeset import FULL_STOPS

_HEAD = (*HEAD_ROLES, "column")


def _keys(sheet: Sheet) -> list[str]:
    return [placed.key for placed in sheet.page.stories]


def _heads(sheet: Sheet, rng: Random, share: float) -> list[list[Row]]:
    """Heads whose words lead back to their stories, each as the rows that stand together."""
    heads = []
    for key in _keys(sheet):
        rows = sheet.of(key, *_HEAD)
        if rows and rng.random() < share and sheet.akin(rows, key):
            if rng.random() < 0.5:
                rows += sheet.of(key, "byline")
            heads.append(rows)
    return heads


def _heap(sheet: Sheet, rng: Random, name: str, place: Callable[[], Row | None]) -> None:
    heads = _heads(sheet, rng, rng.choice((0.5, 0.8, 1.0)))
    if rng.random() < 0.3:
        rng.shuffle(heads)
    rows = [row for head in heads for row in head]
    if len(heads) >= 2 and len(rows) < len(sheet.rows):
        taken = set(map(id, rows))
        before = place()
        while before is not None and id(before) in taken:
            before = sheet.after(before)
        sheet.move(rows, before)
        sheet.mark(name, rows)


@spoil("headlines-first", ORDER)
def headlines_first(sheet: Sheet, rng: Random) -> None:
    """All large type first: extractors that follow the drawing order of a page laid out head by head."""
    _heap(sheet, rng, "headlines-first", lambda: sheet.rows[0])


@spoil("headlines-last", ORDER)
def headlines_last(sheet: Sheet, rng: Random) -> None:
    """All large type at the end, as of text boxes drawn over the page."""
    if "headlines-first" not in sheet.defects:
        _heap(sheet, rng, "headlines-last", lambda: None)


@spoil("headline-after-body", ORDER)
def headline_after_body(sheet: Sheet, rng: Random) -> None:
    """A head directly after the body of its story."""
    for key in _keys(sheet):
        head, body = sheet.of(key, *_HEAD), sheet.of(key, "paragraph")
        if head and body and rng.random() < 0.4 and not head[0].marks and sheet.akin(head, key):
            sheet.move(head, sheet.after(body[-1]))
            sheet.mark("headline-after-body", head)


@spoil("byline-after-body", ORDER)
def byline_after_body(sheet: Sheet, rng: Random) -> None:
    """The byline from under the headline, at the end of the body."""
    for key in _keys(sheet):
        byline, body = sheet.of(key, "byline"), sheet.of(key, "paragraph", "subheading")
        if byline and body and rng.random() < 0.7 and not byline[0].marks:
            sheet.move(byline, sheet.after(body[-1]))
            sheet.mark("byline-after-body", byline)


@spoil("byline-far", ORDER)
def byline_far(sheet: Sheet, rng: Random) -> None:
    """One byline anywhere: it can be brought back only if no other story lacks one."""
    placed = sheet.page.stories
    signed = [one for one in placed if one.story.byline or one.story.opening or one.story.signature]
    lacking = [one for one in placed if one not in signed and one.story.kind in ("article", "sidebar")]
    rows = [row for one in signed for row in sheet.of(one.key, "byline") if not row.marks]
    if rows and not lacking:
        row = rng.choice(rows)
        sheet.move([row], rng.choice([chunk[0] for chunk in sheet.chunks() if row not in chunk]))
        sheet.mark("byline-far", [row])


def _lead(sheet: Sheet, key: str) -> list[Row]:
    """A lead in a measure of its own."""
    rows = sheet.of(key, "paragraph")
    if not rows:
        return []
    lead = [row for row in rows if row.line.block == rows[0].line.block]
    rest = [row for row in rows if row.line.block != rows[0].line.block]
    return lead if rest and lead[0].line.width > rest[0].line.width + 2 and len(lead) < 6 else []


@spoil("lead-after-body", ORDER)
def lead_after_body(sheet: Sheet, rng: Random) -> None:
    """The wide lead after the body of its story."""
    for key in _keys(sheet):
        lead = _lead(sheet, key)
        if lead and rng.random() < 0.7 and sheet.akin(lead, key):
            sheet.move(lead, sheet.after(sheet.of(key, "paragraph")[-1]))
            sheet.mark("lead-after-body", lead)


@spoil("lead-far", ORDER)
def lead_far(sheet: Sheet, rng: Random) -> None:
    """The wide lead after another story, or at the end of the page."""
    for key in _keys(sheet):
        lead = _lead(sheet, key)
        if lead and not lead[0].marks and rng.random() < 0.7 and sheet.akin(lead, key):
            ends = [chunk[-1] for chunk in sheet.chunks() if chunk[-1].line.story != key]
            ends = [row for row in ends if row.text[-1:] in FULL_STOPS or row.line.role != "paragraph"]
            if ends:
                sheet.move(lead, sheet.after(rng.choice(ends)))
                sheet.mark("lead-far", lead)


@spoil("subheads-heaped", ORDER)
def subheads_heaped(sheet: Sheet, rng: Random) -> None:
    """All subheadings of a story after its body, in order."""
    for key in _keys(sheet):
        heads, body = sheet.of(key, "subheading"), sheet.of(key, "paragraph")
        if len(heads) >= 2 and body and rng.random() < 0.7 and sheet.akin(heads, key):
            sheet.move(heads, sheet.after(sheet.of(key)[-1]) if rng.random() < 0.7 else body[0])
            sheet.mark("subheads-heaped", heads)


@spoil("subheads-late", ORDER)
def subheads_late(sheet: Sheet, rng: Random) -> None:
    """Single subheadings after the block that they head: centred type is a block of its own."""
    for key in _keys(sheet):
        for head in sheet.of(key, "subheading"):
            below = [row for row in sheet.of(key, "paragraph") if row.line.block == head.line.block + 1]
            if len(below) >= 2 and not head.marks and rng.random() < 0.5 and sheet.akin([head], key):
                sheet.move([head], sheet.after(below[-1]))
                sheet.mark("subheads-late", [head])


@spoil("tail-far", ORDER)
def tail_far(sheet: Sheet, rng: Random) -> None:
    """The last line or two of a column some blocks further on, torn out of its sentence at both ends."""
    for key in _keys(sheet):
        columns = _columns(sheet, key)
        for chunk, following in pairwise(columns):
            tail = chunk[-rng.choice((1, 1, 2)) :]
            place = len(chunk) - len(tail)
            one_unit = {row.line.unit for row in (*chunk[place - 1 : place], *tail, following[0])}
            if place > 1 and len(one_unit) == 1 and not any(row.marks for row in chunk) and rng.random() < 0.4:
                sheet.move(tail, sheet.after(following[-1]))
                sheet.mark("tail-far", tail)


@spoil("furniture-inside", ORDER)
def furniture_inside(sheet: Sheet, rng: Random) -> None:
    """Date, folio and credits in the middle of the page, between two blocks, together or scattered."""
    rows = [row for row in sheet.of(None) if row.line.role != "column"]
    rng.shuffle(rows)
    if rows and rng.random() < 0.6:
        rows.sort(key=lambda row: row.line.order)
    starts = [chunk[0] for chunk in sheet.chunks(lambda row: row.line.story is not None)][1:]
    if not starts:
        return
    together = rng.choice(starts) if rng.random() < 0.6 else None
    for row in rows:
        sheet.move([row], together or rng.choice(starts))
    sheet.mark("furniture-inside", rows)


@spoil("furniture-last", ORDER)
def furniture_last(sheet: Sheet, rng: Random) -> None:
    """All furniture at the end."""
    rows = [row for row in sheet.of(None) if row.line.role != "column"]
    if rows and not rows[0].marks:
        sheet.move(rows, None)
        sheet.mark("furniture-last", rows)


@spoil("caption-far", ORDER)
def caption_far(sheet: Sheet, rng: Random) -> None:
    """Captions at the end of the page or between blocks of another story."""
    for key in _keys(sheet):
        rows = sheet.of(key, "caption")
        if rows and sheet.akin(rows, key):
            starts = [chunk[0] for chunk in sheet.chunks() if chunk[0].line.story not in (key, None)]
            sheet.move(rows, rng.choice([None, *starts]))
            sheet.mark("caption-far", rows)


@spoil("columns-shuffled", ORDER)
def columns_shuffled(sheet: Sheet, rng: Random) -> None:
    """The columns of a story in a wrong order; only such as break in mid-sentence can be joined again."""
    for key in _keys(sheet):
        chunks = _columns(sheet, key)
        if len(chunks) >= 2 and rng.random() < 0.5 and all(_torn(chunk) for chunk in chunks[:-1]):
            before = sheet.after(chunks[-1][-1])
            shuffled = chunks[:]
            while shuffled == chunks:
                rng.shuffle(shuffled)
            rows = [row for chunk in shuffled for row in chunk]
            sheet.move(rows, before)
            sheet.mark("columns-shuffled", rows)


@spoil("stories-interleaved", ORDER)
def stories_interleaved(sheet: Sheet, rng: Random) -> None:
    """Columns of two neighbouring stories in turn: the extractor read across the gap between them."""
    keys = _keys(sheet)
    for first, second in zip(keys[::2], keys[1::2], strict=False):
        one, two = _columns(sheet, first), _columns(sheet, second)
        if not one or not two or len(one) + len(two) < 3 or rng.random() < 0.4:
            continue
        sure = all(_torn(chunk) or sheet.akin(chunk, first) for chunk in one[:-1])
        if not sure or not all(_torn(chunk) or sheet.akin(chunk, second) for chunk in two[:-1]):
            continue
        before = sheet.after(two[-1][-1])
        nothing: list[Row] = []
        rows = [row for pair in zip_longest(one, two, fillvalue=nothing) for chunk in pair for row in chunk]
        sheet.move(rows, before if before not in rows else None)
        sheet.mark("stories-interleaved", rows)


@spoil("stories-shuffled", ORDER)
def stories_shuffled(sheet: Sheet, rng: Random) -> None:
    """Whole stories in any order."""
    keys: list[str | None] = [*_keys(sheet)]
    rng.shuffle(keys)
    rows = [row for key in keys for row in sheet.of(key)]
    if "headlines-first" in sheet.defects or "headlines-last" in sheet.defects or any(row.marks for row in rows):
        return
    labels = {row.line.block: row for row in sheet.of(None, "column")}
    if not labels:
        sheet.rows = sheet.of(None) + rows
        sheet.mark("stories-shuffled", rows[:1])


def _columns(sheet: Sheet, key: str) -> list[list[Row]]:
    """The body of a story cut where the page cuts it: at the feet of its columns."""
    columns: list[list[Row]] = []
    for row in sheet.of(key, "paragraph", "subheading", "signature"):
        if columns and columns[-1][-1].line.column == row.line.column:
            columns[-1].append(row)
        else:
            columns.append([row])
    return columns


def _torn(chunk: list[Row]) -> bool:
    """Whether the chunk ends in mid-sentence."""
    return chunk[-1].line.role == "paragraph" and chunk[-1].text[-1:] not in FULL_STOPS
