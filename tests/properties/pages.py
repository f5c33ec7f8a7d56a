"""What the properties are about: a raw text on its whole way, and the checks that must hold at its end."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ReadError
from pipeline.ledger import codepoints, replay
from pipeline.page import Page
from pipeline.readers.text import pages
from pipeline.recipe import Recipe, load
from pipeline.run import run
from pipeline.writers.build import build
from pipeline.writers.schema import check, encoded

RECIPE = load("text")
FIXTURES = Path(__file__).parents[2] / "fixtures"


def cut(data: bytes, encoding: str | None = None, recipe: Recipe = RECIPE) -> list[Page]:
    """The finished pages of a raw text; empty if the reader refuses it with a reason."""
    try:
        raw = list(pages(data, "p", "p.txt", encoding))
    except ReadError:
        return []
    return [run(page, recipe) for page in raw]


def assert_whole(page: Page, recipe: Recipe = RECIPE) -> None:
    """Nothing is lost, nothing invented; the ledger tells the whole way; the output keeps its schema."""
    page.ledger.check(page.texts())
    source = "".join(map(chr, page.ledger.source.tolist()))
    assert page.glyphs.char.tolist() == codepoints(source).tolist()
    texts = list(page.texts())
    assert replay(source, page.ledger.edits, [text.origins for text in texts]) == [text.string for text in texts]
    kept = sum(int((text.origins >= 0).sum()) for text in texts)
    assert kept + sum(page.ledger.discards().values()) == len(page.glyphs)
    assert sum(int((text.origins < 0).sum()) for text in texts) == sum(page.ledger.insertions().values())
    page_file, stories = build(page, recipe)
    check(page_file, stories)
    ledger = page_file.ledger
    discarded = sum(ledger.discarded.values())
    assert ledger.glyphs == len(page.glyphs) == ledger.in_stories + ledger.in_furniture + discarded


def output(data: bytes, encoding: str | None = None) -> list[bytes]:
    """The bytes of every file that is written for a raw text."""
    made = []
    for page in cut(data, encoding):
        page_file, stories = build(page, RECIPE)
        made += [encoded(page_file), *map(encoded, stories)]
    return made


def fixtures() -> list[Path]:
    """The raw texts that the repository has."""
    return sorted(FIXTURES.glob("*.txt"))
