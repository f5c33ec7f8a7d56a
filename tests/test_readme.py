"""The README tells the truth: its commands and options exist, and its examples print what it says."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from math import isclose
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import COMMANDS, cli
from pipeline.cli.exits import Exit
from pipeline.evaluate.measures import MEASURES
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROSE = re.sub(r"^```.*?^```$", "", README, flags=re.DOTALL | re.MULTILINE)
LEFT_OUT = "…"
LEARNED = frozenset({"spacing", "inserted"})  # these change with the weights
NEARLY = frozenset({"confidence", "in_stories", "in_furniture"})  # these change a little with them
SMALL = """米粉走出大山
□ 本报记者 阮青禾

凌晨4点，米粉产业园的蒸汽已经漫过路灯。第一批鲜湿米粉从挤
丝机里垂下来，6小时后将摆上南宁、柳州等地早餐店的灶台。
■ 通讯员 覃大川
"""


def fenced(info: str) -> list[str]:
    """The contents of the code blocks with this info string."""
    return re.findall(rf"^```{re.escape(info)}\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)


def jianbao(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=False)


def cut(source: Path, out: Path, *options: object) -> dict[str, Any]:
    """The records that jianbao writes for one page, by the names of their files."""
    assert jianbao("ingest", source, "-o", out, *options).exit_code == 0
    folder = out / source.stem
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}


@pytest.fixture(scope="module")
def doubled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The output of the fixture that the examples are from."""
    return cut(ROOT / "fixtures" / "doubled-lines.txt", tmp_path_factory.mktemp("out"))


@pytest.fixture
def squares(tmp_path: Path) -> Path:
    """The README's own stage in a file."""
    (code,) = fenced("python")
    path = tmp_path / "squares.py"
    path.write_text(code, encoding="utf-8")
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(SMALL, encoding="utf-8")
    return path


def disagreements(said: Any, real: Any, where: str = "$") -> Iterator[str]:
    """Where an example says otherwise than the real record; “…” stands for anything, or any rest of a text."""
    if isinstance(said, str) and isinstance(real, str) and said.endswith(LEFT_OUT):
        if not real.startswith(said.removesuffix(LEFT_OUT)):
            yield f"{where}: {said} is not how {real[:60]} begins"
    elif isinstance(said, dict) and isinstance(real, dict):
        if list(said) != [key for key in real if key in said]:
            yield f"{where}: the keys are {list(real)}, in this order"
        for key in said.keys() & real.keys() - LEARNED:
            if key not in NEARLY or not isclose(said[key], real[key], rel_tol=0.1):
                yield from disagreements(said[key], real[key], f"{where}.{key}")
    elif isinstance(said, list) and LEFT_OUT in said:
        rest = iter(real)
        for item in said:
            if item != LEFT_OUT and not any(not list(disagreements(item, other)) for other in rest):
                yield f"{where}: has no {item} at that place"
    elif isinstance(said, list) and isinstance(real, list) and len(said) == len(real):
        for number, (item, other) in enumerate(zip(said, real, strict=True)):
            yield from disagreements(item, other, f"{where}[{number}]")
    elif said != real:
        yield f"{where}: {said!r}, really {real!r}"


@pytest.mark.parametrize("of", ["story", "page"])
def test_the_json_examples_are_what_the_fixture_gives(doubled: dict[str, Any], of: str) -> None:
    (block,) = fenced(f"json {of}")
    said = json.loads(block)
    real = doubled["page" if of == "page" else said["id"]]
    assert list(said) == list(real), "an example names every key"
    assert list(disagreements(said, real)) == []


def test_the_ledger_of_the_example_adds_up() -> None:
    (block,) = fenced("json page")
    ledger = json.loads(block)["ledger"]
    parts = [ledger["in_stories"], ledger["in_furniture"], *ledger["discarded"].values()]
    assert sum(parts) == ledger["glyphs"]
    assert f"{ledger['glyphs']} = {' + '.join(map(str, parts))}" in README


def test_the_picture_before_and_after(tmp_path: Path) -> None:
    headline, stack, after = fenced("text")[:3]
    names = after.split("\n")
    for fixture, before in (("doubled-subheads", headline), ("stacked-credits", stack)):
        assert before in (ROOT / "fixtures" / f"{fixture}.txt").read_text(encoding="utf-8")
    written = cut(ROOT / "fixtures" / "doubled-subheads.txt", tmp_path)
    told = [(story["column"], story["headline"]) for name, story in written.items() if name != "page"]
    assert (names[0], names[1]) in told
    furniture = cut(ROOT / "fixtures" / "stacked-credits.txt", tmp_path)["page"]["furniture"]
    assert names[2] in [item["text"] for item in furniture]


def test_the_console_blocks_print_what_they_show(squares: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(squares.parent)
    blocks = fenced("console")
    assert blocks
    for block in blocks:
        command, *shown = block.rstrip("\n").split("\n")
        words = command.removeprefix("$ jianbao ").replace("fixtures/", f"{ROOT / 'fixtures'}/").split()
        printed = jianbao(*words).stdout.split("\n")
        assert [line for line in shown if line not in printed] == [], command


def test_the_stage_does_what_the_readme_says(squares: Path, small: Path, tmp_path: Path) -> None:
    plain = cut(small, tmp_path / "plain")
    assert any(sign in json.dumps(plain, ensure_ascii=False) for sign in "■□")
    written = cut(small, tmp_path / "out", "--stage", squares)
    assert not any(sign in json.dumps(written, ensure_ascii=False) for sign in "■□")
    assert written["page"]["ledger"]["discarded"]["ornament"] == 4  # two squares, two spaces
    one = json.dumps(cut(small, tmp_path / "one", "--stage", squares, "--set", "squares.signs=■"), ensure_ascii=False)
    assert "■" not in one
    assert "□" in one


def test_a_stage_that_drops_a_line_is_caught_with_the_words_of_the_readme(small: Path, tmp_path: Path) -> None:
    bad = tmp_path / "lose.py"
    bad.write_text(
        "from pipeline.page import Page\nfrom pipeline.registry import stage\n\n"
        '@stage("lose", needs={"lines"}, gives={"lines"}, after="margins")\n'
        "def lose(page: Page) -> Page:\n    return page.but(lines=page.lines[1:])\n",
        encoding="utf-8",
    )
    result = jianbao("ingest", small, "-o", tmp_path / "out", "--stage", bad)
    assert result.exit_code == Exit.SOME_FAILED
    assert result.stderr in fenced("text")
    assert not (tmp_path / "out" / "page").exists()


def test_every_command_and_option_that_is_named_exists() -> None:
    context = click.Context(cli)
    options = {name: {o for p in _command(name, context).params for o in p.opts} for name in COMMANDS}
    every = {"--help", "--debug"}.union(*options.values())
    spans = re.findall(r"`([^`\n]+)`", PROSE) + [line for block in fenced("console") for line in block.split("\n")[:1]]
    named = set()
    for span in spans:
        words = span.removeprefix("$ ").removeprefix(".venv/bin/").split()
        used = {word.split("=")[0] for word in words if re.fullmatch(r"--?[a-z][a-z-]*(=.*)?", word)}
        if words[0] == "jianbao" and len(words) > 1 and not words[1].startswith("-"):
            assert words[1] in options, span
            assert used <= options[words[1]] | {"--help"}, span
            named.add(words[1])
        elif words[0].startswith("--") or words[0] == "jianbao":
            assert used <= every, span
    assert named == set(COMMANDS), "the README says a word on each command"


def _command(name: str, context: click.Context) -> click.Command:
    command = cli.get_command(context, name)
    assert command is not None
    return command


def test_every_make_command_and_variable_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
    variables = {"ARGS", *re.findall(r"^([A-Z]+) \?=", MAKEFILE, flags=re.MULTILINE)}
    calls = [*re.findall(r"`(make [^`\n]+)`", PROSE), *re.findall(r"^make .+$", README, flags=re.MULTILINE)]
    assert calls
    for call in calls:
        for word in shlex.split(call)[1:]:
            assert word.partition("=")[0] in (variables if "=" in word else targets), call


def test_the_exit_codes_are_the_programs() -> None:
    assert re.findall(r"^\| (\d+) \| (.+) \|$", README, flags=re.MULTILINE) == [
        (str(code.value), code.meaning) for code in Exit
    ]


def test_every_measure_has_a_line() -> None:
    assert [each.name for each in MEASURES if f"| `{each.name}` |" not in README] == []


def test_the_files_and_flags_that_are_named_exist() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "pipeline").rglob("*.py")))
    flags = re.search(r"^Flags of a story: (.*?)^$", README, flags=re.DOTALL | re.MULTILINE)
    assert flags
    assert [flag for flag in re.findall(r"`([a-z-]+)`", flags[1]) if f'"{flag}"' not in code] == []
    paths = re.findall(r"`((?:pipeline|tests|fixtures|\.ci)/[^`\s]*)`", PROSE)
    assert [path for path in paths if not (ROOT / path).exists()] == []
