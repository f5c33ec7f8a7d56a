"""`jianbao stages`: what can be done to a page."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import DEFAULT_RECIPE, load_stages, no_such_stage, stage_files

if TYPE_CHECKING:
    from pipeline.registry import Stage


@click.command("stages", short_help="List the stages, what they do and their settings.")
@click.argument("name", required=False)
@stage_files
def command(name: str | None, stages: tuple[str, ...]) -> None:
    """List the stages that a page goes through, in the order of the recipe `text`; with NAME, all about one.

    \b
    Examples:
      jianbao stages
      jianbao stages undouble
    """
    from pipeline.errors import RecipeError
    from pipeline.recipe import load
    from pipeline.registry import registered

    load_stages(stages)
    known = registered()
    if name is not None:
        if name not in known:
            raise RecipeError(f"{name} is not {no_such_stage(name)}")
        _print_one(known[name])
        return
    order = [step.stage.name for step in load(DEFAULT_RECIPE).steps]
    for each in (*order, *sorted(set(known) - set(order))):
        _print_short(known[each], each in order)


def _print_short(stage: Stage, in_recipe: bool) -> None:
    from pipeline.cli.terminal import columns, wrap

    note = "" if in_recipe else f"   (not in the recipe {DEFAULT_RECIPE})"
    click.echo(click.style(stage.name, bold=True) + f"   {_facts(stage)}{note}")
    says = documentation(stage).split("\n\n")[0]
    for line in wrap(" ".join(says.split()), columns(), "    ", "    "):
        click.echo(line)
    settings = ", ".join(f"{key} = {value}" for key, _, value in settings_of(stage))
    if settings:
        for line in wrap(f"settings: {settings}", columns(), "    ", "      "):
            click.echo(line)


def _print_one(stage: Stage) -> None:
    from pipeline.cli.terminal import aligned

    click.secho(stage.name, bold=True)
    click.echo(f"{_facts(stage)}; from {stage.origin}" + (f"; runs after {stage.after}" if stage.after else ""))
    click.echo(f"\n{documentation(stage)}\n")
    rows = [(f"  {stage.name}.{key}", kind, f"= {value}") for key, kind, value in settings_of(stage)]
    click.echo("Settings (change one with --set STAGE.SETTING=VALUE):" if rows else "It has no settings.")
    for line in aligned(rows) if rows else ():
        click.echo(line)


def documentation(stage: Stage) -> str:
    """All that a stage's author says of it: the module's docstring, then the function's."""
    module = inspect.cleandoc(str(getattr(stage.run, "__globals__", {}).get("__doc__") or ""))
    own = inspect.getdoc(stage.run) or ""
    return "\n\n".join(part for part in (module, own) if part) or "(its author says nothing of it)"


def settings_of(stage: Stage) -> list[tuple[str, str, str]]:
    """The settings of a stage as (name, type, default)."""
    import msgspec

    rows = []
    for field in msgspec.structs.fields(stage.settings):
        kind = getattr(field.type, "__name__", None) or str(field.type)
        default = field.default if field.default is not msgspec.NODEFAULT else field.default_factory
        default = default() if callable(default) else default
        rows.append((field.name, kind, msgspec.json.encode(default).decode()))
    return rows


def _facts(stage: Stage) -> str:
    from pipeline.registry import FACTS

    def words(facts: frozenset[str]) -> str:
        return ", ".join(sorted(facts, key=FACTS.index)) or "nothing"

    return f"needs {words(stage.needs)}; gives {words(stage.gives)}"
