"""Mend lines: a line that was broken where nothing in the column breaks.

    共有⏎10⏎支队伍         →  共有10支队伍       digits of another font fell on a line of their own
    共有⏎1⏎0⏎支队伍        →  共有10支队伍
    表示⏎，下一步          →  表示，下一步        no line begins with a comma
    出明⏎细。今年5月       →  出明细。今年5月     a few characters split off

Pieces are joined only as far as they fit into the column; short lines that end a sentence, bylines and numbers
that stand alone by right (a folio, an item of a list) stay.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.characters import NO_LINE_END, NO_LINE_START, ends_sentence, width
from pipeline.linking.shape import Shapes, shapes
from pipeline.page import Line, Page
from pipeline.registry import Settings, stage
from pipeline.text import join

_NUMBER = re.compile(r"[0-9A-Za-z.,%:+\-~—]{1,8}")


class MendLines(Settings):
    scrap: float = 2.5  # em; a piece no wider than this is a scrap of a line
    over: float = 1.0  # em by which a mended line may exceed the measure
    support: int = 4  # lines around that must share a measure before anything is mended


@stage("mend-lines", needs={"lines"}, gives={"lines"})
def mend_lines(page: Page, settings: MendLines) -> Page:
    """Put lines together again that were broken in mid-measure."""
    if len(page.lines) < 3:
        return page
    shape = shapes(page.lines)
    mended: list[Line] = []
    start = 0
    while start < len(page.lines):
        end = start + 1
        while end < len(page.lines) and belongs(page.lines, shape, start, end, settings):
            end += 1
        pieces = page.lines[start:end]
        mended.append(replace(pieces[0], text=join([line.text for line in pieces])) if end > start + 1 else pieces[0])
        start = end
    return page.but(lines=tuple(mended))


def belongs(lines: tuple[Line, ...], shape: Shapes, start: int, here: int, settings: MendLines) -> bool:
    """Whether line `here` is a piece of the line that the pieces from `start` make up so far."""
    line = lines[here]
    if line.gap or line.marks or lines[start].marks or line.box is not None:
        return False
    so_far = "".join(piece.string for piece in lines[start:here])
    last, next_ = lines[here - 1].string, line.string
    measure = max(shape.measure[start], shape.measure[here])
    if max(shape.support[start], shape.support[here]) < settings.support or shape.people[start] or shape.people[here]:
        return False
    whole = width(so_far) + width(next_)
    room = measure + settings.over - whole
    if next_[0] in NO_LINE_START and not ends_sentence(so_far):
        return bool(room > -2.0) and width(so_far) > 1
    if ends_sentence(so_far) or room < 0:
        return False
    number = _NUMBER.fullmatch(last) or _NUMBER.fullmatch(next_)
    scrap = width(last) <= settings.scrap or width(next_) <= settings.scrap
    fills = whole >= measure - settings.over - 2.0 or ends_sentence(next_)
    if last[-1] in NO_LINE_END:
        return True
    if number:
        follows_text = start == 0 or not shape.ends_sentence[start - 1] or shape.width[start] > settings.scrap
        return bool(follows_text or fills)
    if shape.full[start] and start + 1 == here:
        return False
    goes_on = start > 0 and bool(shape.full[start - 1]) and not shape.ends_sentence[start - 1]
    return bool(scrap and fills and (goes_on or here > start + 1))
