"""Stages by name: what each needs, what it gives, its settings, its documentation.

    @stage("undouble", needs={"lines"}, gives={"lines"})
    def undouble(page: Page, settings: Undouble) -> Page: ...

A stage's settings are a `Settings` subclass with defaults; their names and types are checked when a recipe is
read. A stage that has none takes the page alone.
"""

from __future__ import annotations

import importlib.util
import inspect
import typing
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import msgspec

from pipeline.errors import RecipeError
from pipeline.page import Page

FACTS = ("lines", "blocks", "stories", "furniture", "masthead", "doubt")  # what a page can have

Run = Callable[..., Page]


# Not written out, so that a type checker does not ask for `frozen=True` of every stage's settings too.
_FROZEN: dict[str, typing.Any] = {"frozen": True}


class Settings(msgspec.Struct, forbid_unknown_fields=True, **_FROZEN):
    """Base of a stage's settings: typed fields, each with a default."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A registered stage. `takes` are facts that are used up: `blocks` takes the lines that it groups."""

    name: str
    run: Run
    needs: frozenset[str]
    gives: frozenset[str]
    takes: frozenset[str]
    settings: type[Settings]
    after: str | None
    origin: str  # built-in, or where it was loaded from

    @property
    def doc(self) -> str:
        """The function's docstring, or else its module's."""
        own = inspect.getdoc(self.run)
        module: str | None = getattr(self.run, "__globals__", {}).get("__doc__")
        return (own or inspect.cleandoc(module or "")).strip()

    def __call__(self, page: Page, settings: Settings) -> Page:
        return self.run(page) if self.settings is Settings else self.run(page, settings)


_stages: dict[str, Stage] = {}
_loading = ContextVar("loading", default="built-in")  # the origin of the stages that register now


def stage(
    name: str,
    *,
    needs: Iterable[str],
    gives: Iterable[str],
    takes: Iterable[str] = (),
    after: str | None = None,
) -> Callable[[Run], Run]:
    """Register a callable `Page -> Page` or `(Page, Settings) -> Page` as the stage `name`.

    `after` names the stage behind which a third party's stage runs when the recipe does not mention it.
    Raises RecipeError for a name that is taken and for facts that no page has.
    """

    def register(run: Run) -> Run:
        facts = frozenset(needs) | frozenset(gives) | frozenset(takes)
        if unknown := sorted(facts - set(FACTS)):
            known = ", ".join(FACTS)
            raise RecipeError(f"stage {name}: no page has {', '.join(unknown)}; a page can have {known}")
        if name in _stages:
            taken = _stages[name].origin
            raise RecipeError(f"stage {name} is registered already ({taken}); give yours another name")
        needed, given, taken_up = frozenset(needs), frozenset(gives), frozenset(takes)
        _stages[name] = Stage(name, run, needed, given, taken_up, _settings_of(run), after, _loading.get())
        return run

    return register


def registered() -> dict[str, Stage]:
    """All stages that have been loaded so far, by name; a copy."""
    return dict(_stages)


def load_installed() -> None:
    """Load the stages that other packages offer under the entry point group `jianbao.stages`."""
    for point in entry_points(group="jianbao.stages"):
        _load(point.value, point.load)


def load_file(path: Path) -> list[str]:
    """Load the stages in a Python file; returns their names.

    Raises RecipeError, naming the file, if it is missing, does not run or registers no stage.
    """
    spec = importlib.util.spec_from_file_location(f"jianbao_stage_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        wanted = "--stage takes the path of a .py file with a @stage in it"
        raise RecipeError(f"{path}: not a Python file; {wanted}")
    module = importlib.util.module_from_spec(spec)
    loader = spec.loader
    before = set(_stages)

    def run() -> ModuleType:
        loader.exec_module(module)
        return module

    _load(str(path), run)
    names = sorted(set(_stages) - before)
    if not names:
        raise RecipeError(f"{path}: registers no stage; decorate a function with pipeline.registry.stage")
    return names


def unregister(names: Iterable[str]) -> None:
    """Forget stages that were loaded from a file; for tests and long-lived programs."""
    for name in names:
        _stages.pop(name, None)


def _load(origin: str, load: Callable[[], object]) -> None:
    before = set(_stages)
    token = _loading.set(origin)
    try:
        load()
    except (Exception, SystemExit) as reason:  # a plugin may fail in any way; the message says whose fault it is
        unregister(set(_stages) - before)
        if isinstance(reason, RecipeError):
            raise
        raise RecipeError(f"{origin}: cannot be loaded: {type(reason).__name__}: {reason}") from reason
    finally:
        _loading.reset(token)


def _settings_of(run: Run) -> type[Settings]:
    """The class of a stage's second parameter, which carries its settings."""
    parameters = list(inspect.signature(run).parameters.values())
    if len(parameters) < 2:
        return Settings
    hint = parameters[1].annotation
    if isinstance(hint, str):
        hint = eval(hint, getattr(run, "__globals__", {}))
    if not (isinstance(hint, type) and issubclass(hint, Settings)):
        raise RecipeError(f"{run.__qualname__}: the second parameter must be annotated with a Settings class")
    return hint
