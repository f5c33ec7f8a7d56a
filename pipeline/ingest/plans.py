"""Plans: all that a worker in another process or on another machine must know to cut pages as this run does.

A recipe travels as the names of its stages and their settings; stages of a file travel as that file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from pipeline.errors import RecipeError
from pipeline.readers.scan import USUAL, Ocr
from pipeline.recipe import Recipe, Step
from pipeline.registry import load_file, load_installed, registered


class RecipePlan(msgspec.Struct, frozen=True):
    name: str
    steps: tuple[tuple[str, dict[str, Any]], ...]
    sha256: str


class StageFile(msgspec.Struct, frozen=True):
    path: str
    source: bytes


class Plan(msgspec.Struct, frozen=True):
    """Where to write, and the recipe for each kind of source, with what it takes. `guard` is locked while working."""

    out: str
    recipes: dict[str, RecipePlan]
    stages: tuple[StageFile, ...] = ()
    encoding: str | None = None
    most_bytes: int | None = None
    ocr: Ocr = USUAL
    most_memory: int | None = None
    guard: str | None = None


def plan_of(recipes: Mapping[str, Recipe]) -> tuple[dict[str, RecipePlan], tuple[StageFile, ...]]:
    """The recipes as data, and the stage files that they need."""
    plans, files = {}, {}
    for kind, recipe in recipes.items():
        steps = tuple((step.stage.name, msgspec.to_builtins(step.settings)) for step in recipe.steps)
        plans[kind] = RecipePlan(recipe.name, steps, recipe.sha256)
        for step in recipe.steps:
            origin = Path(step.stage.origin)
            if origin.suffix == ".py":
                files[step.stage.origin] = StageFile(str(origin.absolute()), origin.read_bytes())
    return plans, tuple(files.values())


def stage_digest(files: Iterable[StageFile]) -> str:
    """Changes when one of the stage files does; empty without any."""
    digest = hashlib.sha256()
    files = list(files)
    for file in files:
        digest.update(hashlib.sha256(file.source).digest())
    return digest.hexdigest() if files else ""


def recipes_of(plan: Plan) -> dict[str, Recipe]:
    """The recipes again, with their stages loaded. Raises RecipeError where they would cut otherwise."""
    load_installed()
    for file in plan.stages:
        _load(file)
    known = registered()
    recipes = {}
    for kind, recipe in plan.recipes.items():
        if missing := [name for name, _ in recipe.steps if name not in known]:
            raise RecipeError(f"the worker has no stage {', '.join(missing)}; install the package that brings it")
        made = Recipe(
            recipe.name,
            tuple(Step(known[name], msgspec.convert(values, known[name].settings)) for name, values in recipe.steps),
        )
        if made.sha256 != recipe.sha256:
            raise RecipeError(f"recipe {recipe.name} is another one at the worker; install the same version of jianbao")
        recipes[kind] = made
    return recipes


def _load(file: StageFile) -> None:
    """The stages of a file; from a copy of it where it is not there, as on another machine."""
    path = Path(file.path)
    try:
        there = path.read_bytes() == file.source
    except OSError:
        there = False
    if there:
        load_file(path)
        return
    with TemporaryDirectory(prefix="jianbao-") as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(file.source)
        load_file(copy)
