"""Rows spoiled: lines that break where no line ends, and headlines that are not there."""

from __future__ import annotations

from random import Random

from tests.press.sheet import NOWHERE, Cell, Row, Sheet, made_up
from tests.press.spoil import ROWS, spoil
from tests.press.spoil_glyphs import font, runs
from tests.press.typeset import NO_START


def _split(row: Row, pieces: list[list[Cell]]) -> list[Row]:
    """A row cut in pieces; only the first may follow a blank line."""
    kept = [piece for piece in pieces if any(not cell.char.isspace() for cell in piece)]
    return [
        Row(piece, row.line, gap=row.gap if place == 0 else False, marks=set(row.marks), drop=row.drop)
        for place, piece in enumerate(kept)
    ]


@spoil("digits-alone", ROWS)
def digits_alone(sheet: Sheet, rng: Random) -> None:
    """Digits and Latin, being another font, on rows of their own: 共有⏎1⏎0⏎支队伍."""
    singly = rng.random() < 0.4
    share = rng.choice((0.15, 0.5, 1.0))
    stories = [key for key in sorted({row.line.story or "" for row in sheet.rows}) if rng.random() < 0.6]
    for row in list(sheet.rows):
        if row.line.role not in ("paragraph", "caption") or row.line.story not in stories or rng.random() > share:
            continue
        if not any(font(cell.char) == "latin" for cell in row.cells):
            continue
        pieces: list[list[Cell]] = [[]]
        for run in runs(row.cells):
            if font(run[0].char) == "latin":
                pieces += [[cell] for cell in run] if singly else [run]
                pieces.append([])
            else:
                pieces[-1] += run
        parts = _split(row, pieces)
        sheet.replace(row, parts)
        sheet.mark("digits-alone", parts)


@spoil("mark-begins-line", ROWS)
def mark_begins_line(sheet: Sheet, rng: Random) -> None:
    """A comma or a full stop at the start of the next row, or on a row of its own."""
    share = rng.choice((0.1, 0.4))
    alone = rng.random() < 0.3
    for row, below in list(zip(sheet.rows, sheet.rows[1:], strict=False)):
        same = row.line.unit == below.line.unit and row.line.column == below.line.column
        if not same or row.line.role != "paragraph" or len(row.cells) < 4 or rng.random() > share:
            continue
        if row.cells[-1].char in NO_START and row.cells[-2].char not in NO_START:
            mark = row.cells.pop()
            if alone:
                extra = Row([mark], row.line, gap=False, marks=set(row.marks))
                sheet.replace(row, [row, extra])
                sheet.mark("mark-begins-line", [extra])
            else:
                below.cells.insert(0, mark)
                sheet.mark("mark-begins-line", [below])


@spoil("signature-own-row", ROWS)
def signature_own_row(sheet: Sheet, rng: Random) -> None:
    """What print sets on one line, a far-off signature above all, on rows of its own. No damage."""
    for row in list(sheet.rows):
        seams = [n for n, cell in enumerate(row.cells) if n and cell.at == 0 and cell.unit != row.line.unit]
        tails = {sheet.page.units[row.cells[n].unit].role for n in seams}
        whole = not row.marks & {"columns-merged", "fixed-width"}
        if whole and len(seams) == 1 and tails <= {"signature", "jump"}:
            sheet.replace(row, _split(row, [row.cells[: seams[0] - 1], row.cells[seams[0] :]]))


@spoil("furniture-one-row", ROWS)
def furniture_one_row(sheet: Sheet, rng: Random) -> None:
    """Date, weekday, folio and section in one row: 2016年11月29日 星期二 14 教育."""
    for above, row in list(zip(sheet.rows, sheet.rows[1:], strict=False)):
        both = all(one.line.story is None and one.line.role != "column" for one in (above, row))
        if both and not above.line.vertical and not row.line.vertical and above in sheet.rows:
            row.cells = [*above.cells, *made_up(" "), *row.cells]
            row.gap = above.gap
            row.marks |= above.marks
            sheet.rows = [other for other in sheet.rows if other is not above]
            sheet.mark("furniture-one-row", [row])


@spoil("character-split-off", ROWS)
def character_split_off(sheet: Sheet, rng: Random) -> None:
    """One or two characters at either end of a row on a row of their own."""
    share = rng.choice((0.03, 0.1))
    for row in list(sheet.rows):
        if row.line.role == "paragraph" and len(row.cells) > 8 and rng.random() < share:
            cut = rng.choice((1, 2, len(row.cells) - 1, len(row.cells) - 2))
            parts = _split(row, [row.cells[:cut], row.cells[cut:]])
            sheet.replace(row, parts)
            sheet.mark("character-split-off", parts)


@spoil("headline-lost", ROWS)
def headline_lost(sheet: Sheet, rng: Random) -> None:
    """The headline was a picture: the text does not have it."""
    for placed in sheet.page.stories:
        rows = sheet.of(placed.key, "headline")
        if rows and placed.story.kind == "article" and rng.random() < 0.25:
            gone = rows + (sheet.of(placed.key, "kicker", "deck") if rng.random() < 0.7 else [])
            units = {row.line.unit for row in gone}
            held = [row for row in sheet.rows if any(cell.unit in units for cell in row.cells)]
            if any(cell.unit not in units | {NOWHERE} for row in held for cell in row.cells):
                continue  # a row that it shares with another story
            before = sheet.after(gone[-1])
            sheet.lost |= units
            taken = set(map(id, gone))
            sheet.rows = [row for row in sheet.rows if id(row) not in taken]
            body = sheet.of(placed.key)
            sheet.mark("headline-lost", body[:1] if before is None or body else [before])
