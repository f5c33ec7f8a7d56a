"""Rows: glyphs anywhere on the paper become lines of type.

    glyphs in any order of drawing  →  lines, each in the order of writing
    digits of another font, a little off the line, drawn elsewhere  →  in their line
    type set one glyph under the other, whatever its font  →  a vertical line

Only boxes count, not the order of the content stream, so every order gives the same lines.
"""

from __future__ import annotations

import numpy as np

from pipeline.characters import is_han
from pipeline.layout.direction import vertical
from pipeline.layout.ink import Bars, Ink, Ints, along, body_size, ink_of
from pipeline.layout.rows import rows
from pipeline.page import Box, Direction, Line, Page
from pipeline.registry import stage
from pipeline.text import Text, join

ONE_FACE = 0.75  # of a line's ideographs: with fewer of one face it is set in two, as where a dateline begins it
SPACE = 0.4  # of the size: white that is wider by so much than the line's usual is a space


@stage("rows", needs={"lines"}, gives={"lines"})
def set_rows(page: Page) -> Page:
    """Arrange the page's glyphs into lines with boxes, sizes and directions."""
    if page.glyphs.box is None or not page.lines:
        return page
    whole = join([line.text for line in page.lines])
    order = np.argsort(whole.origins, kind="stable")  # as drawn: for speed only
    whole = Text("".join(whole.string[n] for n in order), whole.origins[order], whole.ledger)
    ink = ink_of(page.glyphs, whole.origins)
    turned = page.glyphs.angle
    angle = np.zeros(len(ink.glyph)) if turned is None else turned[ink.glyph].astype(np.float64)
    told = page.glyphs.vertical[ink.glyph] if page.glyphs.vertical is not None else np.zeros(len(ink.glyph), dtype=bool)
    down = vertical(ink.middle, ink.size, angle, told)
    body = body_size(ink.size)
    bars = Bars(page.graphics.rules, page.graphics.frames)
    lines: list[Line] = []
    for written_down in (False, True):
        part = np.flatnonzero(down == written_down)
        found = _rows(ink.part(part), body, bars, written_down)
        lines += [_line(page, whole, part[members], ink, written_down) for members in found]
    lines.sort(key=lambda line: (line.box or (0.0, 0.0))[1::-1])
    return page.but(lines=tuple(lines))


def _line(page: Page, whole: Text, numbers: Ints, ink: Ink, down: bool) -> Line:
    """The line of these glyphs, with a space where the type leaves room for one."""
    box = ink.box[numbers]
    size = float(np.median(ink.size[numbers]))
    text = Text("".join(whole.string[n] for n in numbers), whole.origins[numbers], whole.ledger)
    start, end, _, _ = along(box, down)
    white = start[1:] - np.maximum.accumulate(end)[:-1]
    wide = np.flatnonzero(white > SPACE * size + max(0.0, float(np.median(white)) if len(white) else 0.0)) + 1
    for at in wide[::-1].tolist():
        text = text.insert(at, " ", "white on paper")
    return Line(
        text,
        Box(*map(float, (*box[:, :2].min(axis=0), *box[:, 2:].max(axis=0)))),
        Direction.VERTICAL if down else Direction.HORIZONTAL,
        round(size, 2),
        _face(page, text),
    )


def _face(page: Page, text: Text) -> int:
    """The font of a line's ideographs, the first of those that go by one name; -1 where two share the line."""
    fonts = page.glyphs.font
    if fonts is None:
        return -1
    own = [int(fonts[n]) for char, n in zip(text.string, text.origins.tolist(), strict=True) if n >= 0 and is_han(char)]
    names = [page.glyphs.fonts[n] for n in own if 0 <= n < len(page.glyphs.fonts)]
    if not names:
        return -1
    usual = max(sorted(set(names)), key=names.count)
    return page.glyphs.fonts.index(usual) if names.count(usual) >= ONE_FACE * len(names) else -1


def _rows(ink: Ink, body: float, bars: Bars, down: bool) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    start, end, top, foot = along(ink.box, down)

    def barred(before: float, after: float, across: float) -> bool:
        low, high = across - body / 2, across + body / 2
        if down:
            return bars.between(-high, before, -low, after, across_x=False)
        return bars.between(before, low, after, high, across_x=True)

    return rows(start, end, (top + foot) / 2, ink.size, body, barred)
