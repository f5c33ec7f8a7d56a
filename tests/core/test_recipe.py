"""Recipes: checked before the first page is read; what is wrong is said with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import RecipeError
from pipeline.page import Page
from pipeline.recipe import Recipe, load, parse
from pipeline.registry import registered, stage
from tests.core.stages import registering

GOOD = """
[[stage]]
use = "margins"

[[stage]]
use = "undouble"
shortest = 5

[[stage]]
use = "blocks"

[[stage]]
use = "link"
"""


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    with registering():
        yield


def names(recipe: Recipe) -> list[str]:
    return [step.stage.name for step in recipe.steps]


def plain(page: Page) -> Page:
    """Does nothing."""
    return page


def add(name: str, needs: set[str], after: str | None = None) -> None:
    stage(name, needs=needs, gives=needs, after=after)(plain)


def test_a_recipe_is_stages_in_order_with_settings() -> None:
    recipe = parse(GOOD, "good")
    assert names(recipe) == ["margins", "undouble", "blocks", "link"]
    assert recipe.steps[1].settings == registered()["undouble"].settings(shortest=5)
    assert recipe.name == "good"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[[stage", "r: not TOML"),
        ("", r"r: no \[\[stage\]\] in it"),
        ("stage = []", r"r: no \[\[stage\]\] in it"),
        ("stage = 3", r"r: no \[\[stage\]\] in it"),
        ('title = "x"\n' + GOOD, "r: unknown key title; a recipe is a list of"),
        ('[[stage]]\nname = "margins"', 'r: stage 1 has no use = "name"'),
        ("stage = [1]", 'r: stage 1 has no use = "name"'),
        (
            '[[stage]]\nuse = "margin"',
            r"r: unknown stage margin \(did you mean margins\?\); `jianbao stages`",
        ),
        ('[[stage]]\nuse = "xyz"', "r: unknown stage xyz; `jianbao stages` lists them"),
        (
            '[[stage]]\nuse = "undouble"\nshort = 3',
            r"unknown setting short \(did you mean shortest\?\); it has shortest,",
        ),
        ('[[stage]]\nuse = "margins"\nx = 3', "stage margins: unknown setting x; it has none"),
        (
            '[[stage]]\nuse = "undouble"\nshortest = "three"',
            "stage undouble: Expected `int`, got `str` - at `\\$.shortest`",
        ),
        (
            '[[stage]]\nuse = "link"',
            "r: stage link needs blocks, not there at that point; put one of these before it: blocks",
        ),
        (GOOD + '[[stage]]\nuse = "margins"', "stage margins stands twice"),
        ('[[stage]]\nuse = "margins"', "r: ends without stories, so there is nothing to write"),
        (GOOD + '[[stage]]\nuse = "undouble"', "stage undouble stands twice"),
        (
            '[[stage]]\nuse = "blocks"\n[[stage]]\nuse = "margins"',
            "r: stage margins needs lines, not there at that point; put one of these before it:",
        ),
    ],
)
def test_what_is_wrong_is_said(toml: str, said: str) -> None:
    with pytest.raises(RecipeError, match=said):
        parse(toml, "r")


def test_built_in_recipes_are_found_by_name() -> None:
    assert load("text").name == "text"
    assert names(load("text"))[0] == "mend-glyphs"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "texts",
            r"no recipe texts \(did you mean text\?\); there are: ocr, pdf, scan, text, or a path ending in .toml",
        ),
        ("../words/people", "no recipe"),
        ("missing.toml", "missing.toml: no such recipe file"),
    ],
)
def test_recipes_that_are_not_there(name: str, said: str) -> None:
    with pytest.raises(RecipeError, match=said):
        load(name)


def test_a_recipe_comes_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert names(load(str(path))) == names(parse(GOOD, "x"))
    assert load(str(path)).sha256 == parse(GOOD, "x").sha256
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(RecipeError, match=r"own\.toml: cannot be read"):
        load(str(path))


def test_the_digest_tells_recipes_apart() -> None:
    good = parse(GOOD, "good")
    turned = parse(
        GOOD.replace("margins", "?").replace('"undouble"\nshortest = 5', '"margins"').replace("?", "undouble"),
        "t",
    )
    assert names(turned) == ["undouble", "margins", "blocks", "link"]
    digests = {good.sha256, turned.sha256, good.with_setting("undouble", "shortest", "4").sha256}
    assert len(digests) == 3
    assert good.with_setting("undouble", "shortest", "5").sha256 == good.sha256


def test_one_setting_can_be_changed() -> None:
    recipe = load("text").with_setting("link", "threshold", "0.5")
    assert [step.settings.threshold for step in recipe.steps if step.stage.name == "link"] == [0.5]  # type: ignore[attr-defined]
    assert load("text").sha256 != recipe.sha256


@pytest.mark.parametrize(
    ("name", "setting", "value", "said"),
    [
        ("links", "threshold", "1", r"no stage links in recipe text \(did you mean link\?\)"),
        ("link", "treshold", "1", r"stage link: unknown setting treshold \(did you mean threshold\?\)"),
        ("link", "threshold", "high", "stage link: Expected `float`, got `str`"),
        ("undouble", "shortest", "1.5", "stage undouble: Expected `int`, got `float`"),
    ],
)
def test_settings_that_cannot_be_changed(name: str, setting: str, value: str, said: str) -> None:
    with pytest.raises(RecipeError, match=said):
        load("text").with_setting(name, setting, value)


def test_a_word_is_a_setting_too() -> None:
    assert load("text").with_setting("script", "to", "hans").steps


def test_added_stages_go_as_far_back_as_their_needs_are_met() -> None:
    recipe = parse(GOOD, "good")
    add("of-lines", {"lines"})
    add("of-blocks", {"blocks"})
    add("of-stories", {"stories"})
    added = recipe.with_stages(["of-lines", "of-blocks", "of-stories"])
    assert names(added) == [
        "margins",
        "undouble",
        "of-lines",
        "blocks",
        "link",
        "of-blocks",
        "of-stories",
    ] or names(added) == ["margins", "undouble", "of-lines", "blocks", "link", "of-stories", "of-blocks"]
    assert names(recipe) == ["margins", "undouble", "blocks", "link"]


def test_added_stages_go_where_they_want() -> None:
    add("own", {"lines"}, after="margins")
    assert names(parse(GOOD, "good").with_stages(["own"])) == ["margins", "own", "undouble", "blocks", "link"]


def test_a_stage_that_the_recipe_names_is_not_added() -> None:
    add("own", {"lines"})
    recipe = parse('[[stage]]\nuse = "own"\n' + GOOD, "good")
    assert recipe.with_stages(["own"]) == recipe


def test_stages_that_cannot_be_added() -> None:
    add("own", {"furniture"})
    add("behind", {"lines"}, after="marginz")
    add("too-late", {"lines"}, after="blocks")
    recipe = parse(GOOD, "good")
    with pytest.raises(RecipeError, match="stage own needs furniture; recipe good never has that"):
        recipe.with_stages(["own"])
    with pytest.raises(RecipeError, match=r"wants to run after marginz, not in good \(did you mean margins\?\)"):
        recipe.with_stages(["behind"])
    with pytest.raises(RecipeError, match="good: stage too-late needs lines, not there at that point"):
        recipe.with_stages(["too-late"])
