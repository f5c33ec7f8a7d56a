"""Pages printed as PDF, as hard to read as real ones, with the truth about every glyph.

    from tests.press.print import print_page
    printed = print_page(page, seed=7, recipe="usual")

Needs fontTools and the fonts of `faces`; what is missing is named in a `ToolMissing`.
"""

from tests.press.print.defects import DEFECTS, RECIPES
from tests.press.print.faces import available
from tests.press.print.job import Printed, print_issue, print_page, print_pages, print_whole

__all__ = ["DEFECTS", "RECIPES", "Printed", "available", "print_issue", "print_page", "print_pages", "print_whole"]
