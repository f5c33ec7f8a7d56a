"""Recipes: which stages run, in which order, with which settings.

They are data, and checked before the first page is read.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

import pipeline.stages  # noqa: F401  (registers the built-in stages)
from pipeline.errors import RecipeError
from pipeline.registry import FACTS, Settings, Stage, registered

READER_GIVES = frozenset({"lines"})
OUTPUT_NEEDS = frozenset({"stories"})


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a recipe and its settings there."""

    stage: Stage
    settings: Settings

    def with_setting(self, name: str, value: object) -> Step:
        return Step(self.stage, _settings(self.stage, {**msgspec.to_builtins(self.settings), name: value}))


@dataclass(frozen=True, slots=True)
class Recipe:
    """An ordered list of stages with their settings; every need is met by the time a stage runs."""

    name: str
    steps: tuple[Step, ...]

    @property
    def sha256(self) -> str:
        """Changes when the order or a setting changes; written into every page."""
        plan = [(step.stage.name, msgspec.to_builtins(step.settings)) for step in self.steps]
        return hashlib.sha256(msgspec.json.encode(plan, order="sorted")).hexdigest()

    def with_setting(self, stage: str, setting: str, value: str) -> Recipe:
        """The recipe with one setting changed; `value` as it would stand in TOML, or a bare word."""
        try:
            parsed = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            parsed = value
        known = [step.stage.name for step in self.steps]
        if stage not in known:
            raise RecipeError(f"no stage {stage} in recipe {self.name}{_perhaps(stage, known)}")
        return replace(
            self,
            steps=tuple(
                step.with_setting(setting, parsed) if step.stage.name == stage else step for step in self.steps
            ),
        )

    def with_stages(self, names: Iterable[str]) -> Recipe:
        """The recipe with third-party stages added where it does not name them.

        Each goes behind the stage that its `after` names, or else to the last place at which its needs are
        met.
        """
        recipe = self
        for name in names:
            if all(step.stage.name != name for step in recipe.steps):
                stage = registered()[name]
                step = Step(stage, _settings(stage, {}))
                place = recipe._place_for(stage)
                recipe = replace(recipe, steps=(*recipe.steps[:place], step, *recipe.steps[place:]))
        _check(recipe)
        return recipe

    def _place_for(self, stage: Stage) -> int:
        names = [step.stage.name for step in self.steps]
        if stage.after:
            if stage.after not in names:
                wish = f"stage {stage.name} wants to run after {stage.after}"
                raise RecipeError(f"{wish}, not in {self.name}{_perhaps(stage.after, names)}")
            return names.index(stage.after) + 1
        facts, place = READER_GIVES, 0 if stage.needs <= READER_GIVES else None
        for n, step in enumerate(self.steps, start=1):
            facts = facts - step.stage.takes | step.stage.gives
            if stage.needs <= facts:
                place = n
        if place is None:
            needs = _words(stage.needs)
            raise RecipeError(f"stage {stage.name} needs {needs}; recipe {self.name} never has that")
        return place


def for_kind(kind: str) -> str:
    """The name of the built-in recipe for a kind of source; kinds that have none of their own take `text`'s."""
    return kind if files("pipeline.recipes").joinpath(f"{kind}.toml").is_file() else "text"


def load(name: str) -> Recipe:
    """The built-in recipe `name`, or the one in the TOML file of that path.

    Raises RecipeError, saying what to write instead, for unknown recipes, stages and settings and for unmet
    needs.
    """
    path = Path(name)
    if path.suffix == ".toml":
        if not path.is_file():
            raise RecipeError(f"{path}: no such recipe file")
        try:
            return parse(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as reason:
            raise RecipeError(f"{path}: cannot be read: {reason}") from reason
    built_in = {file.name.removesuffix(".toml"): file for file in files("pipeline.recipes").iterdir()}
    known = sorted(recipe for recipe, file in built_in.items() if file.name.endswith(".toml"))
    if name not in known:
        there = f"there are: {', '.join(known)}, or a path ending in .toml"
        raise RecipeError(f"no recipe {name}{_perhaps(name, known)}; {there}")
    return parse(built_in[name].read_text(encoding="utf-8"), name)


def parse(toml: str, name: str) -> Recipe:
    """A recipe from its TOML text: a list of [[stage]] tables with `use` and the stage's settings."""
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as reason:
        raise RecipeError(f"{name}: not TOML: {reason}") from reason
    if extra := set(data) - {"stage"}:
        raise RecipeError(f"{name}: unknown key {min(extra)}; a recipe is a list of [[stage]] tables")
    steps = data.get("stage")
    if not isinstance(steps, list) or not steps:
        raise RecipeError(f"{name}: no [[stage]] in it")
    recipe = Recipe(name, tuple(_step(name, number, step) for number, step in enumerate(steps, start=1)))
    _check(recipe)
    return recipe


def _step(recipe: str, number: int, table: Any) -> Step:
    if not isinstance(table, dict) or not isinstance(table.get("use"), str):
        raise RecipeError(f'{recipe}: stage {number} has no use = "name"')
    stages = registered()
    name = table["use"]
    if name not in stages:
        hint = _perhaps(name, stages)
        raise RecipeError(f"{recipe}: unknown stage {name}{hint}; `jianbao stages` lists them")
    return Step(stages[name], _settings(stages[name], {k: v for k, v in table.items() if k != "use"}))


def _settings(stage: Stage, values: Mapping[str, Any]) -> Settings:
    known = stage.settings.__struct_fields__
    for key in values:
        if key not in known:
            there = f"; it has {', '.join(known)}" if known else "; it has none"
            raise RecipeError(f"stage {stage.name}: unknown setting {key}{_perhaps(key, known)}{there}")
    try:
        return msgspec.convert(dict(values), stage.settings)
    except msgspec.ValidationError as reason:
        raise RecipeError(f"stage {stage.name}: {reason}") from reason


def _check(recipe: Recipe) -> None:
    facts = READER_GIVES
    seen: set[str] = set()
    for step in recipe.steps:
        stage = step.stage
        if stage.name in seen:
            raise RecipeError(f"{recipe.name}: stage {stage.name} stands twice")
        seen.add(stage.name)
        if missing := stage.needs - facts:
            givers = sorted(s.name for s in registered().values() if missing & s.gives)
            hint = f"; put one of these before it: {', '.join(givers)}" if givers else ""
            lack = f"stage {stage.name} needs {_words(missing)}, not there at that point"
            raise RecipeError(f"{recipe.name}: {lack}{hint}")
        facts = facts - stage.takes | stage.gives
    if missing := OUTPUT_NEEDS - facts:
        raise RecipeError(f"{recipe.name}: ends without {_words(missing)}, so there is nothing to write")


def _words(facts: Iterable[str]) -> str:
    return ", ".join(sorted(facts, key=FACTS.index))


def _perhaps(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f" (did you mean {close[0]}?)" if close else ""
