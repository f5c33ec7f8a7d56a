"""Full pages: each paper fills its page, nothing overlaps, and every character is in the truth once."""

from __future__ import annotations

import pytest

from tests.press import truth
from tests.press.geometry import extent, faults
from tests.press.page import Specimen, make_pages, papers_for
from tests.press.papers import PAPERS
from tests.press.stories import load
from tests.press.styles import STYLES

NAMES = sorted(PAPERS)


def first(style: str, seed: int, spoil: str = "clean") -> Specimen:
    return next(make_pages(1, seed, style=style, spoil=spoil))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("style", NAMES)
def test_a_page_holds_together(style: str, seed: int) -> None:
    specimen = first(style, seed)
    truth.check(specimen)
    assert specimen.page is not None
    assert faults(specimen.page) == []
    assert 3 <= len(specimen.page.stories) <= 25


@pytest.mark.parametrize("style", NAMES)
def test_a_page_is_full(style: str) -> None:
    page = first(style, 5).page
    assert page is not None
    boxes = [extent(line) for line in page.lines] + list(page.pictures)
    inked = sum((box[2] - box[0]) * (box[3] - box[1]) for box in boxes)
    assert inked > (0.3 if style == "tiers" else 0.36) * page.width * page.height
    assert max(box[3] for box in boxes) > 0.95 * page.height


@pytest.mark.parametrize("style", NAMES)
def test_the_same_seed_makes_the_same_page(style: str) -> None:
    one, two = first(style, 9), first(style, 9)
    assert (one.text, one.gold, one.page) == (two.text, two.gold, two.page)


@pytest.mark.parametrize("spoil", ["poppler", "severe", "grid"])
def test_full_pages_can_be_spoiled(spoil: str) -> None:
    for specimen in make_pages(2, 3, style="party", spoil=spoil):
        truth.check(specimen)


def test_full_pages_come_only_when_asked_for() -> None:
    assert not set(PAPERS) & set(STYLES)
    assert {paper.name for paper in papers_for(load(), None, None)} <= set(STYLES)
