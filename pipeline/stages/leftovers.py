"""Leftovers: text that found no place stays in sight.

What belongs to no story goes to the page's furniture as `unplaced` and the page is flagged, so that nothing is
lost and nobody is led to think that all is well.
"""

from __future__ import annotations

from pipeline.page import Furniture, Page, Role
from pipeline.registry import stage
from pipeline.text import join


@stage("leftovers", needs={"blocks", "stories", "furniture"}, gives={"furniture", "stories"}, takes={"blocks"})
def leftovers(page: Page) -> Page:
    """Move blocks that no story took to the furniture, flagged."""
    if not page.blocks:
        return page
    names = {Role.COLUMN: "column-label", Role.JUMP: "jump"}
    items = [
        Furniture(names.get(block.role, "unplaced"), join([line.text for line in block.lines])) for block in page.blocks
    ]
    page = page.but(blocks=(), furniture=(*page.furniture, *items))
    return page.flagged("unplaced-text") if any(item.role == "unplaced" for item in items) else page
