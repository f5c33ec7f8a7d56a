"""Spoils: models of what extractors leave behind, each one named function over a `Sheet`.

To add one, write a function in the module where it belongs and name it:

    @spoil("comma-lost", GLYPHS)
    def comma_lost(sheet: Sheet, rng: Random) -> None:
        \"\"\"What it looks like, and which extractor does it.\"\"\"
        ... change sheet.rows, and say where: sheet.mark("comma-lost", rows)

then give it a probability in a recipe (`recipes.py`). A spoil that finds nothing to spoil marks nothing, and
the page does not count it among its defects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from random import Random

from tests.press.sheet import Sheet

ORDER, STACK, GLYPHS, COLUMNS, ROWS, BLANKS = 10, 20, 30, 35, 40, 50

Work = Callable[[Sheet, Random], None]


@dataclass(frozen=True)
class Spoil:
    """One kind of damage; `stage` says when its turn comes."""

    name: str
    stage: int
    work: Work


SPOILS: dict[str, Spoil] = {}


def spoil(name: str, stage: int) -> Callable[[Work], Work]:
    """Register a spoil under a name."""

    def register(work: Work) -> Work:
        if name in SPOILS:
            raise ValueError(f"two spoils are called {name}")
        SPOILS[name] = Spoil(name, stage, work)
        return work

    return register


def load() -> None:
    """Import every module that holds spoils."""
    for name in ("order", "glyphs", "rows", "columns", "blanks"):
        import_module(f"tests.press.spoil_{name}")


def apply(sheet: Sheet, chances: Mapping[str, float], rng: Random) -> None:
    """Let each spoil strike with its own probability, in the order of the stages."""
    load()
    unknown = set(chances) - set(SPOILS)
    if unknown:
        raise ValueError(f"no such spoil: {', '.join(sorted(unknown))}; there are {', '.join(SPOILS)}")
    for one in sorted(SPOILS.values(), key=lambda one: one.stage):
        chance = chances.get(one.name, 0.0)
        if chance and rng.random() < chance:
            one.work(sheet, Random(rng.random()))
