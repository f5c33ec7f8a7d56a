"""Full pages: each paper fills its page, nothing overlaps, and every character is in the truth once."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.press import truth
from tests.press.adverts import set_advert
from tests.press.galley import Slot, drafts_of, text_of, trimmed
from tests.press.geometry import extent, faults
from tests.press.issue import make_issue
from tests.press.model import Box, Builder, Placed
from tests.press.page import Specimen, make_pages, papers_for
from tests.press.papers import PAPERS
from tests.press.stories import MORE, load
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
    assert 3 <= sum(one.story.kind != "advertisement" for one in specimen.page.stories) <= 25


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


def test_copy_that_is_cut_ends_as_it_was_written() -> None:
    story = next(one for one in load() if one.id == "hans-01")
    drafts = drafts_of(story, "A")
    slots = [Slot(0.0, 0.0, 20.0, 30)]
    short, flow = trimmed(drafts, slots, 1.4)
    assert flow.stop is None
    assert len(short) < len(drafts)
    assert short[-1].text == story.body[-1].text
    assert all(draft.text in drafts[n].text for n, draft in enumerate(short[:-1]))


def test_where_the_end_has_no_room_the_end_is_cut() -> None:
    story = next(one for one in load() if one.id == "hans-01")
    short, _ = trimmed(drafts_of(story, "A"), [Slot(0.0, 0.0, 20.0, 5)], 1.4)
    assert text_of(story)[0].text.startswith(short[0].text)
    assert trimmed(drafts_of(story, "A"), [Slot(0.0, 0.0, 20.0, 1)], 1.4)[0] == []


def test_of_several_briefs_the_last_is_cut_or_left_out() -> None:
    briefs = [story for story in load(MORE) if story.kind == "brief" and story.script == "hans" and story.signature][:3]
    drafts = [draft for n, story in enumerate(briefs) for draft in drafts_of(story, "ABC"[n])]
    for rows in range(3, 20):
        short, flow = trimmed(drafts, [Slot(0.0, 0.0, 20.0, rows)], 1.4)
        assert flow.stop is None
        for key in {draft.key for draft in short}:
            assert any(draft.key == key and draft.role == "paragraph" for draft in short)


@pytest.mark.parametrize("box", [(0.0, 0.0, 3.0, 20.0), (0.0, 0.0, 20.0, 1.0)])
def test_an_advertisement_without_room_is_not_set(box: Box) -> None:
    story = next(one for one in load(MORE) if one.kind == "advertisement")
    build = Builder()
    assert not set_advert(build, Placed("A", story), box, Random(1))
    assert build == Builder()


def test_advertisements_in_small_spaces_are_in_type_that_can_be_seen() -> None:
    for story in (one for one in load(MORE) if one.kind == "advertisement"):
        build = Builder()
        assert set_advert(build, Placed("A", story), (0.0, 0.0, 7.0, 4.5), Random(1))
        assert all(line.size > 0.2 for line in build.lines)
        assert all(extent(line)[3] <= 4.5 for line in build.lines)


@pytest.mark.parametrize("spoil", ["poppler", "severe", "grid"])
def test_full_pages_can_be_spoiled(spoil: str) -> None:
    for specimen in make_pages(2, 3, style="party", spoil=spoil):
        truth.check(specimen)


@pytest.mark.parametrize("style", ["party", "hant-tiers"])
def test_a_story_that_jumps_is_in_the_truth_of_both_pages(style: str) -> None:
    issues = [make_issue(seed, style, 3) for seed in range(3)]
    assert any(issue.continues for issue in issues)
    for issue in issues:
        assert len(issue.pages) == 3
        for specimen in issue.pages:
            truth.check(specimen)
            assert specimen.page is not None
            assert faults(specimen.page) == []
        for (before, begun), (after, ended) in issue.continues:
            start, end = told(issue.pages[before], begun), told(issue.pages[after], ended)
            assert start["copy"] == end["copy"]
            assert start["continues_on"] == issue.pages[after].gold["page"]["folio"]
            assert end["continued_from"] == issue.pages[before].gold["page"]["folio"]
            assert start["printed"]["jump"][1:3] in ("下转", "下轉")
            assert end["printed"]["jump"][1:3] in ("上接", "紧接")
            assert start["body"]
            assert end["body"]


def told(specimen: Specimen, key: str) -> dict[str, Any]:
    return next(story for story in specimen.gold["stories"] if story["key"] == key)


def test_the_pages_of_an_issue_share_their_day() -> None:
    pages = [specimen.gold["page"] for specimen in make_issue(1, "tiers", 2).pages]
    assert len({page["date"] for page in pages}) == 1
    assert [page["folio"] for page in pages] == ["1", "2"]


def test_little_copy_makes_a_short_page() -> None:
    some = [story for story in load() if story.script == "hans"][:14]
    specimen = next(make_pages(1, 1, style="party", stories=some, spoil="clean"))
    truth.check(specimen)
    assert specimen.page is not None
    assert faults(specimen.page) == []
    assert {story["copy"] for story in specimen.gold["stories"]} <= {story.id for story in some}


def test_full_pages_come_only_when_asked_for() -> None:
    assert not set(PAPERS) & set(STYLES)
    assert {paper.name for paper in papers_for(load(), None, None)} <= set(STYLES)
