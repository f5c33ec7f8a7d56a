"""Rows: glyphs anywhere on the paper become lines of type.

    glyphs in any order of drawing  →  lines, each in the order of writing
    digits of another font, a little off the line, drawn elsewhere  →  in their line
    type set one glyph under the other, whatever its font  →  a vertical line
    glyphs spread over the measure of a box  →  a line, however far apart
    lines that the reader of a scan has cut across a gutter  →  parted there

Only boxes count, not the order of the content stream, so every order gives the same lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from statistics import median

import numpy as np

from pipeline.characters import is_han
from pipeline.layout.direction import strays, vertical
from pipeline.layout.gutters import parted
from pipeline.layout.ink import Bars, Flags, Ink, Ints, along, body_size, ink_of
from pipeline.layout.rows import DISPLAY, rows, seam
from pipeline.layout.scene import innermost
from pipeline.layout.spread import spread_rows
from pipeline.ledger import codepoints
from pipeline.page import Box, Direction, Glyphs, Line, Page
from pipeline.registry import Settings, stage
from pipeline.text import Text, join

ONE_FACE = 0.75  # of a line's ideographs: with fewer of one face it is set in two, as where a dateline begins it
LATIN = "\u2e80"  # what comes before: digits and Latin, and marks that they share with Han
UNTOLD = 1 << 20  # the face of ideographs of which the source tells none
SPACE = 0.4  # of the size: white that is wider by so much than the line's usual is a space


class Rows(Settings):
    trust: bool = False  # whether the source has cut lines, and knows which glyphs are written downwards


@stage("rows", needs={"lines"}, gives={"lines"})
def set_rows(page: Page, settings: Rows) -> Page:
    """Arrange the page's glyphs into lines with boxes, sizes and directions."""
    if page.glyphs.box is None or not page.lines:
        return page
    whole = join([line.text for line in page.lines])
    whole = whole.arranged(np.argsort(whole.origins, kind="stable"))  # as drawn: for speed only
    ink = ink_of(page.glyphs, whole.origins)
    turned = page.glyphs.angle
    angle = np.zeros(len(ink.glyph)) if turned is None else turned[ink.glyph].astype(np.float64)
    told = page.glyphs.vertical[ink.glyph] if page.glyphs.vertical is not None else np.zeros(len(ink.glyph), dtype=bool)
    down = told if settings.trust else vertical(ink.middle, ink.size, angle, told)
    body = body_size(ink.size)
    bars = Bars(page.graphics.rules, page.graphics.frames, body)
    faces = _faces(page.glyphs, whole)
    spread: tuple[list[Ints], list[Ints]] = ([], [])
    if not settings.trust:
        spread = spread_rows(ink.box, ink.size, innermost(ink.box, page.graphics.frames), down)
    rest = np.setdiff1d(np.arange(len(down)), np.concatenate([[], *spread[0], *spread[1]]))
    found = [_parts(ink, rest, down, body, bars, way, settings.trust) for way in (False, True)]
    if not settings.trust and len(stray := strays(ink.box, ink.size, down, [*found[0], *found[1]])):
        down[stray] ^= True
        found = [_parts(ink, rest, down, body, bars, way, settings.trust) for way in (False, True)]
    lines: list[Line] = []
    for written_down in (False, True):
        held = [*found[written_down], *spread[written_down]]
        lines += _lines(whole, ink, faces, page.glyphs.fonts, held, written_down, body)
    lines.sort(key=lambda line: (line.box or (0.0, 0.0))[1::-1])
    return page.but(lines=tuple(lines))


def _lines(
    whole: Text, ink: Ink, faces: Ints, fonts: tuple[str, ...], found: list[Ints], down: bool, body: float
) -> Iterator[Line]:
    """The lines of these glyphs, each with a space where the type leaves room for one."""
    if not found:
        return
    order = np.concatenate(found)
    text = whole.arranged(order)
    box = ink.box[order]
    start, end, top, foot = (edges.tolist() for edges in along(box, down))
    across = [(a + b) / 2 for a, b in zip(top, foot, strict=True)]
    size = ink.size[order].tolist()
    face = faces[order].tolist()
    begins = [0]
    for length in [len(members) for members in found]:
        first, last = begins[-1], begins[-1] + length
        if size[first] > DISPLAY * body:
            chars = zip(face[first:last], text.string[first:last], strict=True)
            own = [one if one >= 0 or not is_han(char) else UNTOLD for one, char in chars]
            if at := seam(start[first:last], end[first:last], across[first:last], size[first:last], own):
                begins.append(first + at)
        begins.append(last)
    boxes = np.hstack(
        [np.minimum.reduceat(box[:, :2], begins[:-1]), np.maximum.reduceat(box[:, 2:], begins[:-1])]
    ).tolist()
    direction = Direction.VERTICAL if down else Direction.HORIZONTAL
    for edges, (first, last) in zip(boxes, pairwise(begins), strict=True):
        em = _size(text.string[first:last], size[first:last], body)
        line = _spaced(text[first:last], start[first:last], end[first:last], em)
        yield Line(line, Box(*edges), direction, round(em, 2), _face(face[first:last], fonts))


def _spaced(text: Text, start: list[float], end: list[float], em: float) -> Text:
    """The text with a space wherever the white is wider than the line's usual by SPACE."""
    white = [after - before for before, after in zip(accumulate(end, max), start[1:], strict=False)]
    widest = SPACE * em + max(0.0, median(white) if white else 0.0)
    for at in [at for at, gap in enumerate(white, 1) if gap > widest][::-1]:
        text = text.insert(at, " ", "white on paper")
    return text


def _size(chars: str, sizes: list[float], body: float) -> float:
    """The size of a line's type, digits and Latin of another size left out.

    A line of nothing else, or one of the running text that smaller type begins, as a dateline does, is of the text's.
    """
    wide = [size for char, size in zip(chars, sizes, strict=True) if char > LATIN]
    usual = median(wide or sizes)
    if not wide:
        return body if abs(usual - body) < 0.12 * body else usual
    if 0.75 * body < usual < 0.98 * body and any(abs(size - body) < 0.02 * body for size in wide):
        return body
    return usual


def _faces(glyphs: Glyphs, text: Text) -> Ints:
    """The font of each character, the first of those that go by one name; -1 for all that are no ideographs."""
    if glyphs.font is None or not glyphs.fonts:
        return np.full(len(text), -1)
    first = np.array([glyphs.fonts.index(name) for name in glyphs.fonts])
    codes, which = np.unique(codepoints(text.string), return_inverse=True)
    ideograph = np.array([is_han(chr(code)) for code in codes.tolist()], dtype=bool)[which]
    font = glyphs.font[text.origins]
    held = ideograph & (text.origins >= 0) & (font >= 0) & (font < len(first))
    return np.where(held, first[np.where(held, font, 0)], -1)


def _face(faces: list[int], names: tuple[str, ...]) -> int:
    """The font of a line's ideographs; -1 where two share the line."""
    own = [face for face in faces if face >= 0]
    if not own:
        return -1
    usual = min(set(own), key=lambda face: (-own.count(face), names[face]))
    return usual if own.count(usual) >= ONE_FACE * len(own) else -1


def _parts(ink: Ink, which: Ints, down: Flags, body: float, bars: Bars, written_down: bool, cut: bool) -> list[Ints]:
    """The lines of one direction among some glyphs of `ink`: which each has."""
    part = which[down[which] == written_down]
    return [part[members] for members in _rows(ink.part(part), body, bars, written_down, cut)]


def _rows(ink: Ink, body: float, bars: Bars, down: bool, cut: bool) -> list[Ints]:
    start, end, top, foot = along(ink.box, down)

    def barred(before: float, after: float, across: float) -> bool:
        low, high = across - body / 2, across + body / 2
        if down:
            return bars.between(-high, before, -low, after, across_x=False)
        return bars.between(before, low, after, high, across_x=True)

    across = (top + foot) / 2
    found = rows(start, end, across, ink.size, body, barred, cut=cut)
    return parted(found, start, end, across, ink.size) if cut else found
