"""What must hold for every page, however it is damaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.comparison import compare
from pipeline.evaluate.differences import differences
from pipeline.evaluate.measures import MEASURES, measure
from pipeline.evaluate.model import Caption, Item, Page, Story

from .pages import steady

RICH = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=60)
POOR = st.text("甲乙。", min_size=1, max_size=24)
TYPES = st.sampled_from(["paragraph", "paragraph", "subheading"])
NAMES = st.lists(st.sampled_from(["池阳", "王戬", "常鸣"]), max_size=2, unique=True)


def pages(texts: st.SearchStrategy[str], least: int = 1) -> st.SearchStrategy[Page]:
    """Pages of `least` to four stories, each of `least` to five items."""
    items = st.builds(Item, TYPES, texts)
    stories = st.builds(
        Story,
        key=st.just(""),
        headline=st.none() | texts,
        kicker=st.none() | st.just("引题"),
        authors=NAMES.map(tuple),
        body=st.lists(items, min_size=least, max_size=5).map(tuple),
        captions=st.lists(st.builds(Caption, texts, st.none() | st.just("常鸣")), max_size=2).map(tuple),
    )
    return st.lists(stories, min_size=least, max_size=4).map(numbered)


def numbered(stories: Sequence[Story]) -> Page:
    named = [replace(story, key=f"s{number:02}") for number, story in enumerate(stories, start=1)]
    return Page(stories=tuple(named), fields={"folio": "4"}, credits={"编辑": ("黄漠",)})


def values(gold: Page, found: Page) -> dict[str, float | None]:
    return {name: ratio.value for name, ratio in measure(compare(gold, found)).items()}


BEST = {each.name: 0.0 if each.less_is_better else 1.0 for each in MEASURES}


def distinct_pages() -> st.SearchStrategy[Page]:
    """Pages of two to four stories of two to five items, on which each character stands once."""

    def laid_out(lengths: list[list[int]]) -> Page:
        characters = map(chr, range(0x4E00, 0x9FA5))
        return numbered(
            [
                Story("", body=tuple(Item("paragraph", "".join(islice(characters, each))) for each in story))
                for story in lengths
            ]
        )

    story = st.lists(st.integers(1, 60), min_size=2, max_size=5)
    return st.lists(story, min_size=2, max_size=4).map(laid_out)


@steady
@given(pages(RICH) | pages(POOR))
def test_a_right_page_is_right_in_all_and_has_no_differences(page: Page) -> None:
    assert {name: value for name, value in values(page, page).items() if value not in (None, BEST[name])} == {}
    assert differences(compare(page, page)) == []


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Page, Page]:
    """A page, and the same after a few items were lost, moved, cut, joined, misread or made up."""
    gold, flags = draw(pages(RICH) | pages(POOR)), st.booleans()
    bodies = [list(story.body) for story in gold.stories]
    for _ in range(draw(st.integers(0, 4))):
        full = [body for body in bodies if body]
        if not full:
            break
        body = draw(st.sampled_from(full))
        at = draw(st.integers(0, len(body) - 1))
        kind = draw(st.sampled_from(["lose", "move", "cut", "join", "misread", "make up", "retype"]))
        item = body[at]
        if kind == "lose":
            del body[at]
        elif kind == "move":
            draw(st.sampled_from(bodies)).append(body.pop(at))
        elif kind == "cut":
            place = len(item.text) // 2
            body[at : at + 1] = [replace(item, text=part) for part in (item.text[:place], item.text[place:])]
        elif kind == "join" and at + 1 < len(body):
            body[at : at + 2] = [replace(item, text=item.text + body[at + 1].text)]
        elif kind == "misread":
            body[at] = replace(item, text=item.text[:-1] + "口")
        elif kind == "make up":
            body.insert(at, draw(st.builds(Item, TYPES, RICH)))
        elif kind == "retype":
            body[at] = replace(item, type="paragraph" if item.type == "subheading" else "subheading")
    stories = [replace(story, body=tuple(body)) for story, body in zip(gold.stories, bodies, strict=True)]
    kept = [story for story in stories if bool(story.body) or draw(flags)]
    return gold, replace(gold, stories=tuple(kept))


@steady
@given(damaged())
def test_every_fault_has_its_sentence(pair: tuple[Page, Page]) -> None:
    gold, found = pair
    worse = {name for name, value in values(gold, found).items() if value not in (None, BEST[name])}
    if not differences(compare(gold, found)):
        assert worse <= {"page_order"}


@steady
@given(damaged(), st.randoms(use_true_random=False))
def test_the_order_of_the_output_matters_to_reading_order_alone(pair: tuple[Page, Page], random: Random) -> None:
    gold, found = pair
    stories = list(found.stories)
    random.shuffle(stories)
    shuffled = values(gold, replace(found, stories=tuple(stories)))
    straight = values(gold, found)
    assert {name for name in straight if straight[name] != shuffled[name]} <= {"page_order"}


@steady
@given(damaged())
def test_partners_are_equal_and_nothing_has_two(pair: tuple[Page, Page]) -> None:
    gold, found = pair
    c = compare(gold, found)
    partner = c.alignment.partner
    taken = partner[partner >= 0].tolist()
    assert len(taken) == len(set(taken))
    for at, other in enumerate(partner.tolist()):
        assert other < 0 or c.alignment.gold.text[at] == c.alignment.found.text[other]
    assert ((c.iou >= 0) & (c.iou <= 1)).all()
    assert len({match for match in c.match if match is not None}) == sum(match is not None for match in c.match)


@steady
@given(pages(RICH | POOR, least=2), st.data())
def test_splitting_a_story_lowers_coverage(gold: Page, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(gold.stories) - 1))
    story = gold.stories[number]
    place = data.draw(st.integers(1, len(story.body) - 1))
    halves = [replace(story, body=story.body[:place]), replace(story, body=story.body[place:], key="new")]
    found = replace(gold, stories=(*gold.stories[:number], *halves, *gold.stories[number + 1 :]))
    coverage = values(gold, found)["coverage"]
    assert coverage is not None
    assert coverage < 1


@steady
@given(distinct_pages(), st.data())
def test_splitting_a_story_lowers_recall_and_merging_two_lowers_precision(gold: Page, data: st.DataObject) -> None:
    first, second, *rest = gold.stories
    place = data.draw(st.integers(1, len(first.body) - 1))
    halves = [replace(first, body=first.body[:place]), replace(first, body=first.body[place:], key="new")]
    split = values(gold, replace(gold, stories=(*halves, second, *rest)))
    assert split["pairwise_precision"] in (1, None)
    assert split["pairwise_recall"] is not None
    assert split["pairwise_recall"] < 1
    merged = values(gold, replace(gold, stories=(replace(first, body=first.body + second.body), *rest)))
    assert merged["pairwise_recall"] == 1
    assert merged["pairwise_precision"] is not None
    assert merged["pairwise_precision"] < 1
    assert (merged["coverage"] or 0) < 1
