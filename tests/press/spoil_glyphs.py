"""Glyphs spoiled: shadows, stacks, spaces, radicals, lost bullets."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby
from random import Random

from tests.press.sheet import Cell, Row, Sheet, made_up
from tests.press.spoil import GLYPHS, ROWS, STACK, spoil
from tests.press.typeset import is_han, is_narrow

RADICALS = {
    plain: chr(code) for code in range(0x2F00, 0x2FD6) if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1
}
BULLETS = "\ue004\uf06c\uf0b2\uf075\uf0d8\ue5e5"


_DOUBLED = {"shadow-runs", "shadow-lines", "shadow-rows", "shadow-stairs"} | {
    "stacked",
    "heads-joined",
    "fixed-width",
}


def font(char: str) -> str:
    """The font a character is set from: one for Latin, one for Han, one for marks."""
    if char.isspace():
        return "space"
    return "latin" if is_narrow(char) else "han" if is_han(char) else "mark"


def runs(cells: list[Cell]) -> Iterator[list[Cell]]:
    """The stretches that one font sets."""
    for _, run in groupby(cells, key=lambda cell: font(cell.char)):
        yield list(run)


def _shadow(cells: list[Cell]) -> list[Cell]:
    return made_up("".join(cell.char for cell in cells))


@spoil("shadow-runs", GLYPHS)
def shadow_runs(sheet: Sheet, rng: Random) -> None:
    """Shadowed type, run by run: ““AIGCAIGC网络微短剧网络微短剧””. PDFium doubles the marks and the Latin
    only, or sets the copy of a long run apart: ““ 松鹤怡年 松鹤怡年””."""
    copies = rng.choice((1, 1, 1, 1, 2, 3))
    narrow, apart = rng.random() < 0.12, rng.random() < 0.12
    for row in _display(sheet, rng):
        made: list[Cell] = []
        for run in runs(row.cells):
            made += run
            kind = font(run[0].char)
            if kind != "space" and not (narrow and kind == "han"):
                made += (made_up(" " if apart and len(run) > 3 else "") + _shadow(run)) * copies
        if len(made) > len(row.cells):
            row.cells = made
            sheet.mark("shadow-runs", [row])


@spoil("shadow-stairs", ROWS)
def shadow_stairs(sheet: Sheet, rng: Random) -> None:
    """Shadowed type drawn run by run, as pdftotext -raw has it: each row ends the copy of one run and begins
    the next. 三百老人的⏎三百老人的“⏎“松鹤梦⏎松鹤梦”⏎”. Single characters may double within the row."""
    inline = rng.random() < 0.5
    for row in _display(sheet, rng):
        stairs: list[list[Cell]] = [[]]
        for run in runs(row.cells):
            stairs[-1] += run
            if inline and len(run) == 1 and not run[0].char.isspace():
                stairs[-1] += _shadow(run)
            elif not run[0].char.isspace():
                stairs.append(_shadow(run))
        if len(stairs) > 2:
            rows = [Row(cells, row.line, gap=False, marks=set(row.marks)) for cells in stairs]
            rows[0].gap = row.gap
            sheet.replace(row, rows)
            sheet.mark("shadow-stairs", rows)


@spoil("shadow-lines", GLYPHS)
def shadow_lines(sheet: Sheet, rng: Random) -> None:
    """Shadowed type, the whole line twice in one row."""
    for row in _display(sheet, rng):
        row.cells = [*row.cells, *_shadow(row.cells)]
        sheet.mark("shadow-lines", [row])


@spoil("shadow-rows", ROWS)
def shadow_rows(sheet: Sheet, rng: Random) -> None:
    """Shadowed type, the line two to four times, one under the other."""
    for row in _display(sheet, rng):
        copies = [Row(_shadow(row.cells), row.line, marks=set(row.marks)) for _ in range(rng.choice((1, 1, 2, 3)))]
        for copy in copies:
            copy.gap = False
        sheet.replace(row, [row, *copies])
        sheet.mark("shadow-rows", [row, *copies])


def _display(sheet: Sheet, rng: Random) -> list[Row]:
    """Rows in display type that the page draws with a shadow and that nothing has doubled yet."""
    shadowed = {row.line.story for row in sheet.rows if row.line.shadow}
    roles = rng.choice(({"headline", "column"}, {"subheading"}, {"headline", "kicker", "subheading", "column"}))
    return [
        row
        for row in sheet.rows
        if row.line.display
        and row.line.role in roles
        and row.line.story in shadowed
        and not row.marks & _DOUBLED
        and sum(not cell.char.isspace() for cell in row.cells) >= 4
    ]


@spoil("stacked", STACK)
def stacked(sheet: Sheet, rng: Random) -> None:
    """Upright type: one character a row; words come apart by blank lines, and now and then the wrong way."""
    for row in [row for row in sheet.rows if row.line.vertical]:
        single = [
            Row([cell], row.line, gap=False, marks=set(row.marks), drop=place * row.line.size)
            for place, cell in enumerate(row.cells)
        ]
        kept: list[Row] = []
        gap = rng.random() < 0.7
        for place, one in enumerate(single):
            if one.cells[0].char.isspace():
                continue
            parted = place > 0 and single[place - 1].cells[0].char.isspace()
            one.gap = (parted and gap) or rng.random() < 0.03 or (not kept)
            kept.append(one)
        sheet.replace(row, kept)
        sheet.mark("stacked", kept)


@spoil("credit-adrift", STACK)
def credit_adrift(sheet: Sheet, rng: Random) -> None:
    """A name of the stacked credits behind another stack: no reader can tell its role any more."""
    by_unit: dict[int, list[Row]] = {}
    for row in sheet.of(None, "credits"):
        if "stacked" in row.marks:
            by_unit.setdefault(row.line.unit, []).append(row)
    for unit, stack in by_unit.items():
        *before, name = sheet.unit(stack[0]).text.split(" ")
        others = [rows[-1] for other, rows in by_unit.items() if other != unit]
        others = others or [row for row in sheet.of(None) if row.line.role not in ("credits", "column")]
        if len(before) >= 2 and others:
            rows = stack[-len(name) :]
            rows[0].gap = True
            sheet.move(rows, sheet.after(rng.choice(others)))
            sheet.adrift.append(name)
            sheet.mark("credit-adrift", rows)
            return


@spoil("quote-spaces", GLYPHS)
def quote_spaces(sheet: Sheet, rng: Random) -> None:
    """Display fonts have half-wide quotes on a full-wide grid: 最后一公里最“ 贵”."""
    for row in sheet.rows:
        if row.line.display and not row.line.vertical and any(cell.char in "“”‘’" for cell in row.cells):
            last = len(row.cells) - 1
            row.cells = [
                piece
                for place, cell in enumerate(row.cells)
                for piece in ([cell, Cell(" ")] if cell.char in "“”‘’" and place < last else [cell])
            ]
            sheet.mark("quote-spaces", [row])


@spoil("stray-spaces", GLYPHS)
def stray_spaces(sheet: Sheet, rng: Random) -> None:
    """Autospace shown as spaces: 超 210万吨, IP质量 beside IP 内容."""
    before, after = rng.choice(((0.5, 0.1), (0.9, 0.9), (0.3, 0.3), (0.6, 0.0)))
    loose = rng.uniform(0.2, 0.8)
    for row in sheet.rows:
        if row.line.role in ("paragraph", "caption", "subheading", "headline") and rng.random() < loose:
            spaced = list(_spaced(row.cells, before, after, rng))
            if len(spaced) > len(row.cells):
                row.cells = spaced
                sheet.mark("stray-spaces", [row])


def _spaced(cells: list[Cell], before: float, after: float, rng: Random) -> Iterator[Cell]:
    last = ""
    for cell in cells:
        into, out = is_han(last) and is_narrow(cell.char), is_narrow(last) and is_han(cell.char)
        if (into or out) and rng.random() < (before if into else after):
            yield Cell(" ")
        yield cell
        last = cell.char


@spoil("spread", GLYPHS)
def spread(sheet: Sheet, rng: Random) -> None:
    """Short display type spread out: 关 注."""
    for row in sheet.rows:
        text = row.text
        if row.line.display and 2 <= len(text) <= 5 and all(map(is_han, text)) and not row.marks & {"stacked"}:
            space = rng.choice((" ", " ", "  ", "\u3000"))
            row.cells = [cell for one in row.cells for cell in (*made_up(space), one)][len(space) :]
            sheet.mark("spread", [row])


@spoil("radicals", GLYPHS)
def radicals(sheet: Sheet, rng: Random) -> None:
    """A broken ToUnicode table: ⼀⼈⽤ in place of 一人用, for some characters of some fonts."""
    plain = sorted(RADICALS)
    hit = {char for char in plain if rng.random() < rng.choice((0.1, 0.3, 0.8))}
    _swap(sheet, rng, "radicals", lambda char: RADICALS[char] if char in hit else char)


@spoil("compatibility", GLYPHS)
def compatibility(sheet: Sheet, rng: Random) -> None:
    """Compatibility ideographs and presentation forms: 金 (U+F90A), ︽ for 《 of upright type."""
    table = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xF900, 0xFA2E)}
    back = {plain: odd for odd, plain in table.items() if plain != odd}
    _swap(sheet, rng, "compatibility", lambda char: back.get(char, char))


def _swap(sheet: Sheet, rng: Random, name: str, change: Callable[[str], str]) -> None:
    everywhere = rng.random() < 0.3
    hit = {key for key in sorted({row.line.story or "" for row in sheet.rows}) if everywhere or rng.random() < 0.5}
    for row in sheet.rows:
        if (row.line.story or "") in hit:
            changed = [cell._replace(char=change(cell.char)) for cell in row.cells]
            if changed != row.cells:
                row.cells = changed
                sheet.mark(name, [row])


@spoil("bullets", GLYPHS)
def bullets(sheet: Sheet, rng: Random) -> None:
    """Ornaments before subheadings, captions, bylines or headlines of boxes: private use, or a lone space."""
    bullet = rng.choice((*BULLETS, " ", " "))
    roles = rng.choice((("subheading",), ("caption",), ("headline",), ("byline", "caption"), ("signature",)))
    seen: set[int] = set()
    for row in sheet.rows:
        line = row.line
        if line.role in roles and line.unit not in seen and line.start == 0 and not row.marks & {"stacked"}:
            row.cells = [*made_up(bullet), *row.cells]
            sheet.mark("bullets", [row])
        seen.add(line.unit)


@spoil("indents", GLYPHS)
def indents(sheet: Sheet, rng: Random) -> None:
    """First-line indents kept as U+3000: no damage but a gift, rare."""
    space = rng.choice(("\u3000\u3000", "\u3000\u3000", "\u3000", "    "))
    hit = [row for row in sheet.rows if row.line.role == "paragraph" and row.line.start == 0]
    for row in hit:
        row.cells = [*made_up(space), *row.cells]
    sheet.mark("indents", hit)
