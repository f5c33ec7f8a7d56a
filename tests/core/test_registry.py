"""The registry: what stages there are, how they come in, and what is said of those that cannot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec.structs
import pytest

import pipeline.stages  # noqa: F401  (registers the built-in stages)
from pipeline import registry
from pipeline.errors import RecipeError
from pipeline.page import Page
from pipeline.readers.text import page_of
from pipeline.registry import FACTS, Settings, load_file, load_installed, registered, stage, unregister
from tests.core.stages import registering

SNAPSHOT = Path(__file__).with_name("registry.json")
STAGE_FILE = '''
"""Drop: lines that nobody wants."""
from pipeline.registry import Settings, stage

class Drop(Settings):
    word: str = "广告"

@stage("drop-lines", needs={"lines"}, gives={"lines"}, after="margins")
def drop(page, settings: Drop):
    def without(line):
        return line.without([slice(None)], "unwanted") if settings.word in line.string else line
    return page.map_lines(without)
'''


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    with registering():
        yield


def plain(page: Page) -> Page:
    """Does nothing."""
    return page


def test_no_stage_vanishes_unnoticed(regenerate: bool) -> None:
    """All built-in stages, what they need, give and take, and their settings' types; see --regenerate."""
    found: dict[str, Any] = {
        name: {
            "needs": sorted(each.needs, key=FACTS.index),
            "gives": sorted(each.gives, key=FACTS.index),
            "takes": sorted(each.takes, key=FACTS.index),
            "after": each.after,
            "settings": {field.name: field.type.__name__ for field in msgspec.structs.fields(each.settings)},
        }
        for name, each in sorted(registered().items())
        if each.origin == "built-in"
    }
    if regenerate:
        SNAPSHOT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_every_stage_says_what_it_undoes() -> None:
    for name, each in registered().items():
        assert each.doc, f"{name} has no docstring"
        for setting in each.settings.__struct_fields__:
            assert hasattr(each.settings(), setting)


def test_settings_are_read_from_the_second_parameter() -> None:
    class Own(Settings):
        least: int = 3

    def run(page: Page, settings: Own) -> Page:
        assert settings.least == 5
        return page

    run.__annotations__["settings"] = Own
    stage("own", needs={"lines"}, gives={"lines"})(run)
    own = registered()["own"]
    assert own.settings is Own
    page = page_of("甲", "p")
    assert own(page, Own(least=5)) is page
    with pytest.raises(AttributeError):
        Own().least = 4


def test_a_stage_without_settings_takes_the_page_alone() -> None:
    stage("plain", needs={"lines"}, gives={"lines"})(plain)
    page = page_of("甲", "p")
    assert registered()["plain"].settings is Settings
    assert registered()["plain"](page, Settings()) is page
    assert registered()["plain"].doc == "Does nothing."


def test_a_name_is_taken_once() -> None:
    stage("plain", needs={"lines"}, gives={"lines"})(plain)
    with pytest.raises(RecipeError, match=r"stage plain is registered already \(built-in\); give yours another name"):
        stage("plain", needs={"lines"}, gives={"lines"})(plain)


def test_facts_that_no_page_has() -> None:
    with pytest.raises(RecipeError, match="stage plain: no page has line; a page can have lines, blocks"):
        stage("plain", needs={"line"}, gives={"lines"})(plain)


def test_settings_must_be_settings() -> None:
    def wrong(page: Page, settings: dict[str, int]) -> Page:
        return page

    with pytest.raises(RecipeError, match="the second parameter must be annotated with a Settings class"):
        stage("wrong", needs={"lines"}, gives={"lines"})(wrong)


def test_a_stage_comes_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "drop.py"
    path.write_text(STAGE_FILE, encoding="utf-8")
    assert load_file(path) == ["drop-lines"]
    drop = registered()["drop-lines"]
    assert (drop.origin, drop.after, drop.doc) == (str(path), "margins", "Drop: lines that nobody wants.")
    page = page_of("正文\n广告位招租", "p")
    after = drop(page, drop.settings())
    after.ledger.check(after.texts())
    assert [line.string for line in after.lines] == ["正文"]
    assert after.ledger.discards()["unwanted"] == 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x = 1", "registers no stage; decorate a function with pipeline.registry.stage"),
        ("import no_such_module", "cannot be loaded: ModuleNotFoundError"),
        ("def", "cannot be loaded: SyntaxError"),
        ("raise SystemError('why')", "cannot be loaded: SystemError: why"),
        ("import sys; sys.exit(0)", "cannot be loaded: SystemExit: 0"),
    ],
)
def test_a_file_that_gives_no_stage(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "wrong.py"
    path.write_text(content)
    with pytest.raises(RecipeError, match=said) as raised:
        load_file(path)
    assert "wrong.py" in str(raised.value)


@pytest.mark.parametrize("name", ["missing.py", "notes.txt", "folder.py"])
def test_what_is_no_stage_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    (tmp_path / "folder.py").mkdir()
    with pytest.raises(RecipeError, match=r"--stage takes the path of a \.py file"):
        load_file(tmp_path / name)


def test_a_file_that_breaks_half_way_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "half.py"
    path.write_text(STAGE_FILE + "\nraise ValueError('half')\n", encoding="utf-8")
    with pytest.raises(RecipeError, match="half"):
        load_file(path)
    assert "drop-lines" not in registered()
    path.write_text(STAGE_FILE, encoding="utf-8")
    assert load_file(path) == ["drop-lines"]


def test_a_file_that_takes_a_built_in_name(tmp_path: Path) -> None:
    path = tmp_path / "again.py"
    path.write_text(STAGE_FILE.replace("drop-lines", "margins"), encoding="utf-8")
    with pytest.raises(RecipeError, match="stage margins is registered already"):
        load_file(path)
    assert registered()["margins"].origin == "built-in"


def test_stages_come_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> None:
        stage("installed", needs={"lines"}, gives={"lines"})(plain)

    def points(group: str) -> list[SimpleNamespace]:
        assert group == "jianbao.stages"
        return [SimpleNamespace(value="other_package:plain", load=load)]

    monkeypatch.setattr(registry, "entry_points", points)
    load_installed()
    assert registered()["installed"].origin == "other_package:plain"


def test_an_entry_point_that_breaks_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> None:
        raise ImportError("no such thing")

    point = SimpleNamespace(value="other_package:plain", load=load)
    monkeypatch.setattr(registry, "entry_points", lambda **_: [point])
    with pytest.raises(RecipeError, match="other_package:plain: cannot be loaded: ImportError: no such thing"):
        load_installed()


def test_what_is_registered_is_a_copy() -> None:
    registered().clear()
    assert registered()
    before = registered()
    unregister(["no-such-stage"])
    assert registered() == before
