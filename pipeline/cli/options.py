"""Options: those that several commands share, and the recipe that they choose."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from pipeline.readers.scan import ENGINES

if TYPE_CHECKING:
    from pipeline.errors import RecipeError
    from pipeline.recipe import Recipe

    Change = Callable[[Recipe], Recipe]

DEFAULT_RECIPE = "text"
MEGABYTE = 1024 * 1024
Command = TypeVar("Command", bound=Callable[..., object])


def stage_files(command: Command) -> Command:
    """--stage."""
    return click.option(
        "--stage",
        "stages",
        multiple=True,
        metavar="FILE.py",
        help="Add the stages in this Python file, or an installed one by name. May be given several times.",
    )(command)


def recipe_options(command: Command) -> Command:
    """--recipe, --stage, --set, --script, --encoding, --ocr and --ocr-threads."""
    options = [
        click.option(
            "--recipe",
            metavar="NAME|FILE",
            help="Which stages run: a built-in recipe, or a TOML file of your own. Without this, the one that "
            "is named after the kind of the source: text, pdf, scan or ocr.",
        ),
        stage_files,
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="STAGE.SETTING=VALUE",
            help="Change a setting of a stage, as in --set undouble.copies=3. May be given several times.",
        ),
        click.option(
            "--script",
            type=click.Choice(["hans", "hant", "keep"]),
            help="Convert the stories to simplified (hans) or traditional (hant) characters; the printed "
            "text is kept beside. Without this, or with keep, they stay as printed.",
        ),
        click.option(
            "--encoding",
            metavar="NAME",
            callback=_known_encoding,
            help="How the files are encoded (utf-8, gb18030, big5, utf-16), if jianbao does not see it.",
        ),
        click.option(
            "--ocr",
            type=click.Choice(ENGINES),
            default=ENGINES[0],
            show_default=True,
            help="What reads images, and pages of PDFs without text.",
        ),
        click.option(
            "--ocr-threads",
            type=click.IntRange(1, 64),
            default=1,
            show_default=True,
            metavar="N",
            help="On how many threads it runs, for each page that is read at the same time.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _known_encoding(ctx: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    """The encoding as given, if Python has a text encoding of that name."""
    try:
        if name is not None and not codecs.lookup(name)._is_text_encoding:
            raise LookupError
    except (LookupError, ValueError):
        said = f"{name} is no text encoding; try utf-8, gb18030, big5 or utf-16"
        raise click.BadParameter(said, ctx, parameter) from None
    return name


def load_stages(stages: Sequence[str]) -> list[str]:
    """Load all stages that are installed and those in the files given; the names of those given, in order.

    What a file registers is forgotten when the command is over. Raises RecipeError.
    """
    from pipeline.errors import RecipeError
    from pipeline.registry import load_file, load_installed, registered, unregister

    load_installed()
    names: list[str] = []
    for stage in stages:
        if stage.endswith(".py") or Path(stage).is_file():
            loaded = load_file(Path(stage))
            click.get_current_context().call_on_close(partial(unregister, loaded))
            names += loaded
        elif stage in registered():
            names.append(stage)
        else:
            raise RecipeError(f"--stage {stage}: neither a Python file nor {no_such_stage(stage)}")
    return names


def no_such_stage(name: str) -> str:
    """What to say of a stage that there is not."""
    from difflib import get_close_matches

    from pipeline.registry import registered

    known = list(registered())
    close = get_close_matches(name, known, n=1)
    return "a stage that there is" + (f" (did you mean {close[0]}?)" if close else f"; there are {', '.join(known)}")


def recipes(
    recipe: str | None,
    added: Iterable[str],
    settings: Iterable[str],
    script: str | None,
    notice: Callable[[str], None] | None = None,
) -> Callable[[str], Recipe]:
    """The recipe that the options ask for, by the kind of the source.

    A --recipe holds for all kinds, and is loaded at once: its faults are found before anything is read. Without one,
    and with a `notice`, a --set or --stage that the recipe of a kind cannot take but another's can is left out there,
    and that is said.
    """
    added, settings = list(added), list(settings)
    if recipe is not None:
        chosen = chosen_recipe(recipe, added, settings, script)
        return lambda kind: _fit_for(kind, recipe, chosen)
    if notice is None:
        return lambda kind: chosen_recipe(None, added, settings, script, kind)
    changes = _changes(added, settings)
    return lambda kind: _with_script(_as_it_can(kind, changes, notice), script)


def _fit_for(kind: str, name: str, recipe: Recipe) -> Recipe:
    """The recipe, if pages of this kind can be cut by it. Raises RecipeError."""
    from pipeline.errors import RecipeError
    from pipeline.readers.choose import OCR, PDF, SCAN

    if kind == DEFAULT_RECIPE != name and name in (PDF, OCR, SCAN):
        said = "raw text does not say where it stands on paper; leave --recipe out, or give raw text a run of its own"
        raise RecipeError(f"recipe {name} is not for raw text: {said}")
    return recipe


def _as_it_can(kind: str, changes: Sequence[Change], notice: Callable[[str], None]) -> Recipe:
    """The recipe for a kind of source with those changes that it can take. Raises RecipeError for one that none can."""
    from pipeline.readers.choose import OCR, PDF, SCAN, TEXT

    recipe, refused = _changed(kind, changes)
    for change, reason in refused.items():
        if all(change in _changed(each, changes)[1] for each in (TEXT, PDF, OCR, SCAN)):
            raise reason
        notice(f"{reason}; {kind} pages are cut without it")
    return recipe


def _changed(kind: str, changes: Iterable[Change]) -> tuple[Recipe, dict[Change, RecipeError]]:
    """The built-in recipe for a kind with the changes that it can take, and why not for the others."""
    from pipeline.errors import RecipeError
    from pipeline.recipe import for_kind, load

    recipe, refused = load(for_kind(kind)), {}
    for change in changes:
        try:
            recipe = change(recipe)
        except RecipeError as reason:
            refused[change] = reason
    return recipe, refused


def chosen_recipe(
    recipe: str | None, added: Iterable[str], settings: Iterable[str], script: str | None, kind: str = DEFAULT_RECIPE
) -> Recipe:
    """The recipe that the options ask for, with the `added` stages in it (`load_stages`).

    Without a `recipe`, it is that for the `kind` of the source. Raises RecipeError, and UsageError for a --set
    that is none.
    """
    from pipeline.recipe import for_kind, load

    chosen = load(recipe or for_kind(kind))
    for change in _changes(list(added), settings):
        chosen = change(chosen)
    return _with_script(chosen, script)


def _changes(added: list[str], settings: Iterable[str]) -> list[Change]:
    """What --stage and --set do to a recipe. Raises UsageError for a --set that is none."""
    changes: list[Change] = [lambda recipe: recipe.with_stages(added)]
    for setting in settings:
        name, equals, value = setting.partition("=")
        stage, dot, key = name.strip().rpartition(".")
        if not (equals and dot and stage and key):
            raise click.UsageError(f"--set {setting}: write it as STAGE.SETTING=VALUE, as in undouble.copies=3")
        changes.append(partial(_with_setting, stage, key, value.strip()))
    return changes


def _with_setting(stage: str, key: str, value: str, recipe: Recipe) -> Recipe:
    return recipe.with_setting(stage, key, value)


def _with_script(recipe: Recipe, script: str | None) -> Recipe:
    return recipe.with_setting("script", "to", script) if script else recipe
