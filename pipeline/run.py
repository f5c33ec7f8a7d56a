"""The runner: a recipe of stages over one page, with the conservation check after every stage."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.errors import ConservationError, PageError
from pipeline.ledger import OUTSIDE
from pipeline.page import Page
from pipeline.recipe import Recipe, Step

Observer = Callable[[Step, Page, Page], None]  # called after each stage with the page before and after


def run(page: Page, recipe: Recipe, observe: Observer | None = None) -> Page:
    """Send `page` through the stages of `recipe`.

    Raises PageError, naming page, stage and reason, whatever a stage does: an exception of its own, an exit of the
    program, or a page that has lost, doubled or invented text. The ledger of the page that came in is written on, so
    that page can be run only once.
    """
    ledger = page.ledger
    for step in recipe.steps:
        ledger.stage = step.stage.name
        try:
            after = step.stage(page, step.settings)
            _check(page, after)
        except (Exception, SystemExit) as reason:
            said = str(reason).removeprefix(f"stage {step.stage.name}: ")
            kind = "" if said and isinstance(reason, ConservationError) else f"{type(reason).__name__}: "
            raise PageError(page.id, step.stage.name, kind + said) from reason
        if observe is not None:
            observe(step, page, after)
        page = after
    ledger.stage = OUTSIDE
    return page


def _check(before: Page, after: object) -> None:
    """Prove that a stage has returned the same glyphs, however arranged, and all of them."""
    if not isinstance(after, Page):
        raise TypeError(f"returned {type(after).__name__}, not a Page")
    if after.glyphs is not before.glyphs or after.ledger is not before.ledger:
        raise ConservationError(before.ledger.stage, "replaced the page's glyphs or its ledger")
    before.ledger.check(after.texts())
