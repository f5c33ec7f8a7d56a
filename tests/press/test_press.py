"""The press itself: lines break as they should, pages are the same again, and truth and text agree."""

from __future__ import annotations

import json
from random import Random

import pytest

from tests.press import extract, fixtures, spoil, truth
from tests.press.layout import compose
from tests.press.page import make_pages, papers_for
from tests.press.print import print_issue
from tests.press.recipes import MIX, RECIPES
from tests.press.sheet import Sheet
from tests.press.stories import load
from tests.press.styles import STYLES
from tests.press.typeset import NO_END, NO_START, break_lines, width

COPY = load()


@pytest.mark.parametrize("measure", [12, 17, 28])
def test_no_line_breaks_the_rules(measure: int) -> None:
    for story in COPY:
        for part in story.body:
            spans = break_lines(part.text, measure, 2.0)
            lines = [part.text[start:end].rstrip() for start, end in spans]
            assert "".join("".join(lines).split()) == "".join(part.text.split())
            for line in lines[1:]:
                assert line[0] not in NO_START - set(".,:%-"), lines
            for line in lines[:-1]:
                assert line[-1] not in NO_END, lines
            assert all(width(line) <= measure * 1.35 for line in lines)


def test_words_and_numbers_stay_whole() -> None:
    text = "全区新增外资企业115家，增长12.5%，落户VID网络视听产业园。" * 4
    lines = [text[start:end] for start, end in break_lines(text, 14.0, 2.0)]
    for word in ("115", "12.5%", "VID"):
        assert sum(line.count(word) for line in lines) == 4


def test_the_same_seed_makes_the_same_pages() -> None:
    first, again = (list(make_pages(6, 11)) for _ in range(2))
    assert [(page.name, page.text, page.gold) for page in first] == [
        (page.name, page.text, page.gold) for page in again
    ]


@pytest.mark.parametrize("recipe", sorted(RECIPES))
def test_every_character_is_in_the_truth_once(recipe: str) -> None:
    for page in make_pages(20, 5, spoil=recipe):
        truth.check(page)
        assert len(page.owners()) == len(page.text)
        assert set(page.spans) <= set(page.defects)
        json.dumps(page.gold, ensure_ascii=False)


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_paper_prints(style: str) -> None:
    for page in make_pages(3, 2, style=style, spoil="clean"):
        truth.check(page)
        assert page.gold["stories"]


def test_every_spoil_strikes_somewhere() -> None:
    seen = {defect for page in make_pages(150, 3, spoil="severe") for defect in page.defects}
    spoil.load()
    assert len(seen & set(spoil.SPOILS)) >= 30
    assert set(MIX) <= set(RECIPES)
    assert {name for chances in RECIPES.values() for name in chances} == set(spoil.SPOILS)


def test_a_subset_of_the_copy_is_the_only_copy() -> None:
    some = [story for story in COPY if story.script == "hans"][::2]
    ids = {story.id for story in some}
    for page in make_pages(8, 4, stories=some):
        assert {story["copy"] for story in page.gold["stories"]} <= ids


def test_unknown_names_say_what_there_is() -> None:
    page = compose(STYLES["daily"], COPY, Random(1))
    with pytest.raises(ValueError, match="there are"):
        spoil.apply(Sheet(page), {"no-such": 1.0}, Random(1))
    with pytest.raises(ValueError, match="there are"):
        papers_for(COPY, "no-such", None)


@pytest.mark.parametrize("tool", extract.TOOLS)
def test_real_tools_give_every_character(tool: str) -> None:
    if missing := extract.available(tool):
        pytest.skip(missing)
    pages = [compose(STYLES[style], COPY, Random(4)) for style in ("county", "daily")]
    made = extract.extracted(print_issue(pages, 4, {"shadow": 1.0, "heads-last": 1.0}), tool)
    assert not made.lost
    assert not made.made_up
    assert [len(gold["stories"]) for gold in made.golds] == [len(page.stories) for page in pages]
    assert made.text.count("\x0c") == 2


def test_a_fixture_shows_its_defect() -> None:
    fixture = next(one for one in fixtures.MADE if one.name == "doubled-subheads")
    assert fixture.needs <= set(fixtures.make(fixture, COPY).defects)


def test_the_fixtures_are_those_of_the_press() -> None:
    """`make fixtures` changes none of them. What real tools extract depends on the tools, and is not looked at."""
    for name, raw, golds in fixtures.files(COPY):
        if name in {tool for tool, *_ in fixtures.TOOL_MADE}:
            break
        assert (fixtures.FOLDER / f"{name}.txt").read_bytes() == raw, name
        for part, gold in golds.items():
            assert json.loads((fixtures.FOLDER / f"{name}{part}.gold.json").read_text(encoding="utf-8")) == gold, name
