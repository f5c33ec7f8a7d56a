"""History: a run that is watched: the page before and after each stage, and the edits that the stage made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipeline.errors import PageError
from pipeline.ledger import Edit
from pipeline.page import Page
from pipeline.recipe import Recipe, Step
from pipeline.run import run

READ = "read"  # the stage's name of what a reader does
PARTS = ("lines", "blocks", "stories", "furniture")


@dataclass(frozen=True, slots=True)
class Deed:
    """What one stage did. The reader has no page `before`."""

    stage: str
    before: Page | None
    after: Page
    edits: tuple[Edit, ...]

    def counts(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Edits and characters by (action, reason), in the order in which they first came."""
        edits: Counter[tuple[str, str]] = Counter()
        characters: Counter[tuple[str, str]] = Counter()
        for edit in self.edits:
            key = (edit.action, edit.reason)
            edits[key] += 1
            characters[key] += len(edit.made if edit.action == "insert" else edit.origins)
        return {key: (count, characters[key]) for key, count in edits.items()}

    def rearranged(self) -> list[tuple[str, int, int]]:
        """Parts of the page whose number changed: (part, before, after)."""
        before = {part: len(getattr(self.before, part)) if self.before else 0 for part in PARTS}
        after = {part: len(getattr(self.after, part)) for part in PARTS}
        return [(part, before[part], after[part]) for part in PARTS if before[part] != after[part]]


@dataclass(frozen=True, slots=True)
class History:
    """All deeds in order, the page as the last one left it, and the failure that ended the run, if any."""

    page: Page
    deeds: tuple[Deed, ...]
    failure: PageError | None = None

    def deed(self, stage: str) -> Deed | None:
        return next((deed for deed in self.deeds if deed.stage == stage), None)


def watch(page: Page, recipe: Recipe) -> History:
    """Run `recipe` over a page from a reader and remember every step. A page that fails has a history too."""
    edits = page.ledger.edits
    deeds = [Deed(READ, None, page, tuple(edits))]
    seen = len(edits)

    def observe(step: Step, before: Page, after: Page) -> None:
        nonlocal seen
        deeds.append(Deed(step.stage.name, before, after, tuple(edits[seen:])))
        seen = len(edits)

    try:
        last = run(page, recipe, observe)
    except PageError as failure:
        return History(deeds[-1].after, tuple(deeds), failure)
    return History(last, tuple(deeds))
