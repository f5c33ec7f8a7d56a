"""Furniture on paper: the running head and what else the page says of itself, found by place and looks.

the blocks that `paper-roles` takes for furniture  →  date, weekday, folio, section, credits, masthead

Where no date is printed, the one that came with the page (of a catalogue) is its date; where both are there and
differ, the printed one is, and the page is flagged.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.page import Furniture, Page, Role
from pipeline.registry import stage
from pipeline.running_heads import (
    LONE,
    TO_ANOTHER_PAGE,
    is_newspaper,
    is_section,
    main_role,
    parse,
    read_masthead,
    weekday_disputes,
)
from pipeline.text import Text

DISPUTED = "date-disputed"


@stage("paper-furniture", needs={"blocks"}, gives={"blocks", "furniture", "masthead"})
def paper_furniture(page: Page) -> Page:
    """Take the blocks that are furniture off the page and parse their lines."""
    own = [block for block in page.blocks if block.role is Role.FURNITURE]
    lines = sorted((line for block in own for line in block.lines), key=lambda line: (line.box or (0, 0))[1::-1])
    read: list[tuple[str, str]] = []
    items = []
    for line in lines:
        text = line.text
        elsewhere = TO_ANOTHER_PAGE.search(text.string) is not None
        parts = [] if elsewhere else parse(text.string) or _alone(text.string)
        if not elsewhere and not parts and (parts := parse(text.string[::-1]) or _alone(text.string[::-1])):
            text = Text(text.string[::-1], text.origins[::-1], text.ledger)
        read += parts
        items.append(Furniture(main_role(parts) if parts else "running-head", text))
    rest = tuple(block for block in page.blocks if block.role is not Role.FURNITURE)
    masthead = read_masthead(read)
    if catalogued := page.masthead.date:
        page = page.flagged(DISPUTED) if masthead.date not in (None, catalogued) else page
        date = masthead.date or catalogued
        masthead = replace(masthead, date=date, year=int(date[:4]))
    if weekday_disputes(masthead):
        page = page.flagged(DISPUTED)
    return page.but(blocks=rest, furniture=(*page.furniture, *items), masthead=masthead)


def _alone(string: str) -> list[tuple[str, str]]:
    """What a line says that only its place makes furniture."""
    if LONE.fullmatch(string):
        return [("folio", string)]
    if is_newspaper(string):
        return [("newspaper", string)]
    return [("section", string)] if is_section(string) else []
