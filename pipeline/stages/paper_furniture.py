"""Furniture on paper: the running head and what else the page says of itself, found by place and looks.

the blocks that `paper-roles` takes for furniture  →  date, weekday, folio, section, credits, masthead
"""

from __future__ import annotations

from pipeline.page import Furniture, Page, Role
from pipeline.registry import stage
from pipeline.running_heads import LONE, is_newspaper, is_section, main_role, parse, read_masthead
from pipeline.text import Text


@stage("paper-furniture", needs={"blocks"}, gives={"blocks", "furniture", "masthead"})
def paper_furniture(page: Page) -> Page:
    """Take the blocks that are furniture off the page and parse their lines."""
    own = [block for block in page.blocks if block.role is Role.FURNITURE]
    lines = sorted((line for block in own for line in block.lines), key=lambda line: (line.box or (0, 0))[1::-1])
    read: list[tuple[str, str]] = []
    items = []
    for line in lines:
        text = line.text
        parts = parse(text.string) or _alone(text.string)
        if not parts and (parts := parse(text.string[::-1]) or _alone(text.string[::-1])):
            text = Text(text.string[::-1], text.origins[::-1], text.ledger)
        read += parts
        items.append(Furniture(main_role(parts) if parts else "running-head", text))
    rest = tuple(block for block in page.blocks if block.role is not Role.FURNITURE)
    return page.but(blocks=rest, furniture=(*page.furniture, *items), masthead=read_masthead(read))


def _alone(string: str) -> list[tuple[str, str]]:
    """What a line says that only its place makes furniture."""
    if LONE.fullmatch(string):
        return [("folio", string)]
    if is_newspaper(string):
        return [("newspaper", string)]
    return [("section", string)] if is_section(string) else []
