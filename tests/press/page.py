"""Pages to order: `make_pages` prints, spoils and tells the truth.

    for page in make_pages(100, seed=7):
        page.text, page.gold, page.defects

The same arguments make the same pages on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random
from typing import Any

from tests.press import broadsheet, truth
from tests.press.layout import compose, prints
from tests.press.model import Composed
from tests.press.papers import PAPERS, Paper
from tests.press.recipes import MIX, RECIPES
from tests.press.sheet import Cell, Sheet
from tests.press.spoil import apply
from tests.press.stories import MORE, Story, load
from tests.press.styles import STYLES, Style

# How often the fonts of a vertical page write downward: then extractors give its lines whole, not one character a row.
DOWNWARD = 0.5
ACROSS = frozenset({"fixed-width", "columns-merged"})  # spoils that take all rows to lie


@dataclass(frozen=True)
class Specimen:
    """One raw page and all that is known of it. `cells` are the characters of `text` with their origins."""

    name: str
    text: str
    gold: dict[str, Any]
    defects: tuple[str, ...]
    style: str
    spoil: str
    spans: Mapping[str, list[tuple[int, int]]] = field(default_factory=dict)
    page: Composed | None = None
    cells: tuple[Cell, ...] = ()

    def owners(self) -> list[tuple[str, str, int, int] | None]:
        """For each character of `text`: (story key or "", role, unit, offset in the unit), or None."""
        assert self.page is not None
        return [truth.owner(self.page, cell) for cell in self.cells]


def make_pages(
    n: int,
    seed: int,
    *,
    style: str | None = None,
    spoil: str | Mapping[str, float] | None = None,
    stories: Sequence[Story] | None = None,
    script: str | None = None,
) -> Iterator[Specimen]:
    """n pages. `style` and `spoil` are names from STYLES or PAPERS and RECIPES (or a mapping of spoil to
    probability); where not given, each page draws its own style (from STYLES only) and recipe.
    `stories` restricts the copy, `script` the papers."""
    copy = tuple(stories) if stories is not None else copy_for(style)
    papers = papers_for(copy, style, script)
    for index in range(n):
        rng = Random(f"press {seed} {index}" if style is None else f"press {style} {seed} {index}")
        paper = rng.choice(papers)
        name = spoil if isinstance(spoil, str) else drawn(rng) if spoil is None else "custom"
        chances = spoil if isinstance(spoil, Mapping) else recipe(name)
        yield make_page(f"{paper.name}-{name}-{seed}-{index:03d}", paper, chances, copy, rng, name)


def full_pages(n: int, seed: int, stories: Sequence[Story]) -> Iterator[Specimen]:
    """n full pages, of the papers of PAPERS in turn."""
    each = [make_pages(n, seed, style=name, stories=stories) for name in PAPERS]
    return islice((next(one) for one in cycle(each)), n)


def make_page(
    name: str,
    paper: Style,
    chances: Mapping[str, float],
    copy: Sequence[Story],
    rng: Random,
    spoil: str = "custom",
) -> Specimen:
    """One page: composed, spoiled, with its truth."""
    return specimen_of(name, composed(paper, copy, rng), chances, rng, spoil)


def specimen_of(name: str, page: Composed, chances: Mapping[str, float], rng: Random, spoil: str) -> Specimen:
    """A composed page spoiled, with its truth."""
    sheet = Sheet(page)
    if isinstance(page.style, Paper) and page.style.tiers and not ACROSS & chances.keys() and rng.random() < DOWNWARD:
        chances = {spoil: chance for spoil, chance in chances.items() if spoil != "stacked"}
    apply(sheet, chances, rng)
    text, cells, spans = sheet.render()
    gold = truth.gold(page, sheet.lost, truth.source_order(page, cells), sheet.adrift)
    gold["style"] = page.style.name
    gold["defects"] = list(sheet.defects)
    return Specimen(name, text, gold, tuple(sheet.defects), page.style.name, spoil, spans, page, tuple(cells))


def composed(paper: Style, copy: Sequence[Story], rng: Random) -> Composed:
    """A page as this paper makes it up."""
    if isinstance(paper, Paper):
        return broadsheet.compose(paper, copy, rng).page
    return compose(paper, copy, rng)


def copy_for(style: str | None) -> tuple[Story, ...]:
    """The copy for a style where the caller brings none: PAPERS have more of it."""
    return (*load(), *load(MORE)) if style in PAPERS else load()


def papers_for(copy: Sequence[Story], style: str | None, script: str | None) -> list[Style]:
    """The papers that can be printed with this copy."""
    if style is not None:
        known = {**STYLES, **PAPERS}
        if style not in known:
            raise ValueError(f"no such style: {style}; there are {', '.join(known)}")
        return [known[style]]
    counts = {one.name: sum(prints(one, story) for story in copy) for one in STYLES.values()}
    wanted = [one for one in STYLES.values() if counts[one.name] >= 3 and script in (None, one.script)]
    if not wanted:
        raise ValueError(f"not enough copy for a page: {counts}, script {script}")
    return wanted


def recipe(name: str) -> dict[str, float]:
    """The probabilities of a recipe."""
    if name not in RECIPES:
        raise ValueError(f"no such recipe: {name}; there are {', '.join(RECIPES)}")
    return RECIPES[name]


def drawn(rng: Random) -> str:
    """The name of a recipe, as often as `MIX` has it."""
    return rng.choices(list(MIX), list(MIX.values()))[0]
