"""python -m tests.press.fixtures [FOLDER]: the fixtures, made again from their seeds.

Each fixture is a page that shows the defect of its name: the first one, counting from its seed, that has the
defects it needs and a decent length. The four that real tools extract are only made where the tools are.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from tests.press import extract, truth
from tests.press.layout import compose
from tests.press.page import Specimen, make_page, recipe
from tests.press.print import print_page
from tests.press.print.job import write_gold
from tests.press.sheet import Sheet
from tests.press.stories import Story, load
from tests.press.styles import STYLES

FOLDER = Path(__file__).parents[2] / "fixtures"
SHORTEST, LONGEST = 1800, 8000


@dataclass(frozen=True)
class Fixture:
    """One fixture: the paper, the spoils (a recipe's name or a mapping), and the defects it must show."""

    name: str
    style: str
    spoils: str | Mapping[str, float] = "clean"
    needs: frozenset[str] = frozenset()
    habits: Mapping[str, Any] = field(default_factory=dict)  # of the paper, where they differ
    encoding: str = "utf-8"
    seed: int = 1


def _only(*names: str, **more: float) -> dict[str, float]:
    """These spoils and a manner of blank lines, nothing else."""
    chances = dict.fromkeys(names, 1.0)
    chances.update({name.replace("_", "-"): chance for name, chance in more.items()})
    manner = any(name.startswith("blanks-") for name in chances)
    return chances if manner else {"blanks-poppler": 1.0, **chances}


def _fixture(
    name: str,
    style: str,
    spoils: str | Mapping[str, float],
    *needs: str,
    encoding: str = "utf-8",
    seed: int = 1,
    **habits: float,
) -> Fixture:
    return Fixture(name, style, spoils, frozenset(needs), habits, encoding, seed)


# The seeds other than 1 are those of the pages that the README shows.
MADE = (
    _fixture("clean-daily", "daily", "clean", stacked_credits=0.0, vertical_headline=0.0),
    _fixture("clean-county", "county", "clean", seed=63, stacked_credits=0.0, vertical_headline=0.0),
    _fixture("clean-campus", "campus", "clean", stacked_credits=0.0, vertical_headline=0.0),
    _fixture("traditional-clean", "macau", "clean", stacked_credits=0.0, stacked_byline=0.0),
    _fixture("doubled-subheads", "daily", _only("shadow-runs"), "shadow-runs", seed=43, shadowed=1.0),
    _fixture("doubled-lines", "county", _only("shadow-lines", "shadow-rows"), "shadow-lines", seed=57, shadowed=1.0),
    _fixture("stacked-credits", "evening", _only("stacked", "credit-adrift"), "credit-adrift", seed=22),
    _fixture("displaced-leads", "daily", _only("lead-far"), "lead-far", wide_lead=1.0),
    _fixture("headlines-heaped", "evening", _only("headlines-first", "stacked"), "headlines-first"),
    _fixture("subheads-heaped", "county", _only("subheads-heaped"), "subheads-heaped"),
    _fixture("digits-alone", "county", _only("digits-alone", blanks_none=1.0), "digits-alone"),
    _fixture("stories-interleaved", "daily-classic", _only("stories-interleaved"), "stories-interleaved"),
    _fixture("two-columns-merged", "daily", _only("columns-merged"), "columns-merged"),
    _fixture("columns-alternating", "county", _only("columns-alternating"), "columns-alternating"),
    _fixture("layout-fixed-width", "daily-classic", _only("fixed-width", blanks_none=1.0), "fixed-width"),
    _fixture("lost-headline", "county", _only("headline-lost"), "headline-lost"),
    _fixture("radicals-and-bullets", "campus", _only("radicals", "bullets", "spread"), "radicals", "bullets"),
    _fixture("several-poppler", "evening", "poppler", "shadow-runs", "stray-spaces", "caption-far"),
    _fixture("several-severe", "daily", "severe", "stories-interleaved", "lead-far", "digits-alone"),
    _fixture("traditional-taiwan", "taiwan", "poppler", "stacked", "stray-spaces", "furniture-inside"),
    _fixture("traditional-several", "hongkong", "severe", "shadow-runs", "tail-far"),
    _fixture("traditional-republic", "republic", _only("stacked", "byline-after-body"), "stacked"),
    _fixture("gb18030-county", "county", "mild", "blanks-poppler", encoding="gb18030"),
    _fixture("utf16-evening", "evening", "pdfium", "crlf", encoding="utf-16"),
    _fixture("big5-taiwan", "taiwan", "mild", "blanks-poppler", encoding="big5"),
)
TWO_PAGES = ("two-pages-formfeed", "daily", "daily-classic")
TOOL_MADE = (
    ("poppler-default", "evening", {"shadow": 1.0}),
    ("poppler-raw", "county", {"shadow-runs": 1.0, "heads-last": 1.0}),
    ("poppler-layout", "daily", {"shadow": 1.0}),
    ("pdfium", "evening", {"shadow-runs": 1.0, "heads-first": 1.0}),
)


def make(fixture: Fixture, copy: Sequence[Story]) -> Specimen:
    """The first page from the fixture's seed on that shows what it is for."""
    paper = replace(STYLES[fixture.style], **fixture.habits)
    spoils = recipe(fixture.spoils) if isinstance(fixture.spoils, str) else fixture.spoils

    def draw(rng: Random) -> Specimen:
        return make_page(fixture.name, paper, spoils, copy, rng)

    def fits(page: Specimen) -> bool:
        clean = bool(fixture.needs) or not page.defects
        return clean and fixture.needs <= set(page.defects) and _survives(page.text, fixture.encoding)

    return _first(fixture.name, fixture.seed, draw, fits)


def _first(name: str, seed: int, draw: Callable[[Random], Specimen], fits: Callable[[Specimen], bool]) -> Specimen:
    for number in count(seed):
        page = draw(Random(f"fixture {name} {number}"))
        if SHORTEST <= len(truth.bare(page.text)) <= LONGEST and fits(page):
            return page
        if number > seed + 3000:
            break
    raise ValueError(f"no seed from {seed} to {number} makes the fixture {name}")


def make_extracted(tool: str, style: str, manner: Mapping[str, float], copy: Sequence[Story]) -> extract.Extract:
    """The first page of which a real tool gives every character, and some of its shadows; its heads can be told apart,
    wherever they are put."""
    for number in count(1):
        page = compose(STYLES[style], copy, Random(f"fixture {tool} {number}"))
        sheet = Sheet(page)
        heads = [sheet.of(one.key, "headline", "kicker", "deck", "column") for one in page.stories]
        sure = all(sheet.akin(rows, one.key) for one, rows in zip(page.stories, heads, strict=True) if rows)
        size = sum(len(line.text) for line in page.lines)
        leads = any(unit.role == "subheading" for unit in page.units)
        if sure and leads and SHORTEST <= size <= LONGEST and any(line.shadow for line in page.lines):
            made = extract.extracted(print_page(page, f"{tool} {number}", manner), tool, tool)
            shadows = sum(not char.isspace() for char in made.text) > size
            if not made.lost and not made.made_up and shadows:
                return made
    raise AssertionError("unreachable")


def _survives(text: str, encoding: str) -> bool:
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeEncodeError:
        return False


def files(copy: Sequence[Story]) -> Iterator[tuple[str, bytes, dict[str, dict[str, Any]]]]:
    """Name, bytes and golds of each fixture; a gold's key is what follows the name."""
    for fixture in MADE:
        page = make(fixture, copy)
        truth.check(page)
        yield fixture.name, _encoded(page.text, fixture.encoding), {"": page.gold}
    name, *styles = TWO_PAGES
    pages = [make(_fixture(name, style, _only(), "blanks-poppler"), copy) for style in styles]
    text = "".join(page.text + "\x0c" for page in pages)
    yield name, text.encode(), {f"-p{n:03d}": page.gold for n, page in enumerate(pages, 1)}
    if missing := extract.available():
        print(f"not made: {', '.join(tool for tool, *_ in TOOL_MADE)}, for {missing}")
        return
    for tool, style, manner in TOOL_MADE:
        made = make_extracted(tool, style, manner, copy)
        yield tool, made.text.encode(), {"": made.golds[0]}


def _encoded(text: str, encoding: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.press.fixtures", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw, golds in files(load()):
        (folder / f"{name}.txt").write_bytes(raw)
        for part, gold in golds.items():
            write_gold(folder / f"{name}{part}.gold.json", gold)
        print(name, *[defect for gold in golds.values() for defect in gold["defects"]])


if __name__ == "__main__":
    main()
