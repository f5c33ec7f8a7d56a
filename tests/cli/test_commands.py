"""The command as a whole: help, versions, exit codes, and the smaller commands."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import jsonschema
import pytest

from pipeline import __version__
from pipeline.cli import COMMANDS, cli
from pipeline.cli.exits import Exit, code_of
from pipeline.errors import EngineMissing, PageError, ReadError, RecipeError
from pipeline.evaluate.model import EvaluationError
from tests.cli.conftest import FIXTURES, Jianbao

ROOT = FIXTURES.parent


def test_help_names_every_command_and_every_exit_code(jianbao: Jianbao) -> None:
    told = jianbao("--help").stdout
    assert all(f"\n  {command} " in told for command in COMMANDS)
    assert all(f"{code.value}" in told for code in Exit)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_by_example(jianbao: Jianbao, command: str) -> None:
    result = jianbao(command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert f"jianbao {command} " in result.stdout


def test_the_version(jianbao: Jianbao) -> None:
    assert __version__ in jianbao("--version").stdout


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\n"
        "before = set(sys.modules)\nfrom pipeline.cli import cli\n"
        "for words in (['--help'], ['ingest', '--help'], ['explain', '--help'], ['--version']):\n"
        "    assert CliRunner().invoke(cli, words).exit_code == 0\n"
        "heavy = {'numpy', 'scipy', 'rich', 'msgspec', 'rjieba', 'opencc', 'asyncio', 'pipeline.page'}\n"
        "print(sorted(heavy & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_python_m_pipeline_is_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Usage: jianbao ")


def test_a_terminal_that_knows_no_chinese() -> None:
    command = [sys.executable, "-m", "pipeline", "schema", "story"]
    environment = {"PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert (
        json.loads(done.stdout.decode("latin-1"))["$defs"]["StoryFile"]["properties"]["column"]["description"] == "栏目"
    )


def test_output_is_the_same_for_every_hash_seed(tmp_path: Path) -> None:
    made = []
    for seed in ("0", "1"):
        out = tmp_path / seed
        command = [sys.executable, "-m", "pipeline", "ingest", "fixtures/several-severe.txt", "-o", str(out)]
        environment = {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        made.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*.json")})
    assert made[0] == made[1]
    assert made[0]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PageError("p", "link", "why"), 1),
        (MemoryError(), 1),
        (ValueError("a fault"), 1),
        (RecipeError("why"), 2),
        (EvaluationError("why"), 2),
        (ReadError("why"), 3),
        (EngineMissing("why"), 4),
        (ModuleNotFoundError("No module named 'rjieba'", name="rjieba"), 4),
        (KeyboardInterrupt(), 130),
    ],
)
def test_exit_codes(error: BaseException, code: int) -> None:
    assert code_of(error) == code


def raising(error: BaseException) -> click.Command:
    @click.command("fail")
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (EngineMissing("needs tesseract; apt install it"), 4, "Error: needs tesseract; apt install it\n"),
        (ModuleNotFoundError("no", name="rjieba"), 4, "pip install rjieba"),
        (KeyboardInterrupt(), 130, "Interrupted.\n"),
        (PermissionError(13, "Permission denied", "x.json"), 1, "Error: x.json: Permission denied\n"),
        (ZeroDivisionError("by\nzero"), 1, "Error: unexpected ZeroDivisionError: by zero\nThis is a fault"),
    ],
)
def test_failures_are_said_in_a_line_or_two(
    jianbao: Jianbao, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    monkeypatch.setattr(type(cli), "get_command", lambda *_: raising(error))
    result = jianbao("fail")
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    debugged = jianbao("--debug", "fail")
    assert debugged.exit_code == code
    assert "Traceback" in debugged.stderr


def test_an_unknown_command(jianbao: Jianbao) -> None:
    result = jianbao("digest")
    assert result.exit_code == 2
    assert "digest" in result.stderr


@pytest.mark.parametrize("of", ["story", "page"])
def test_schemas(jianbao: Jianbao, of: str) -> None:
    result = jianbao("schema", of)
    jsonschema.Draft202012Validator.check_schema(json.loads(result.stdout))
    assert result.exit_code == 0
    assert jianbao("schema", "poem").exit_code == 2


def test_the_schema_of_either(jianbao: Jianbao) -> None:
    either = json.loads(jianbao("schema").stdout)
    assert {part["$ref"] for part in either["oneOf"]} == {"#/$defs/StoryFile", "#/$defs/PageFile"}


def test_stages_are_listed_in_the_order_of_the_recipe(jianbao: Jianbao) -> None:
    told = jianbao("stages").stdout
    assert told.index("mend-glyphs   needs lines; gives lines") < told.index("undouble") < told.index("link")


def test_all_about_one_stage(jianbao: Jianbao, cutting: list[str]) -> None:
    told = jianbao("stages", "plain", *cutting[:2]).stdout
    assert "needs lines; gives stories; from" in told
    assert "A second paragraph for those who want to know all." in told
    assert "plain.confidence  float  = 0.9" in told
    assert 'plain.flag        str    = ""' in told


def test_a_stage_that_there_is_not(jianbao: Jianbao) -> None:
    result = jianbao("stages", "undoble")
    assert result.exit_code == 2
    assert "did you mean undouble?" in result.stderr


@pytest.fixture
def judged(jianbao: Jianbao, tmp_path: Path) -> tuple[Path, Path]:
    """Output of one fixture, and its gold."""
    jianbao("ingest", FIXTURES / "clean-daily.txt", "-o", tmp_path / "out")
    return tmp_path / "out", FIXTURES / "clean-daily.gold.json"


def test_evaluation(jianbao: Jianbao, judged: tuple[Path, Path]) -> None:
    result = jianbao("evaluate", *judged, "--differences")
    assert result.exit_code == 0
    assert "clean-daily" in result.stdout
    assert "coverage" in result.stdout
    assert json.loads(jianbao("evaluate", *judged, "--json").stdout)["pages"][0]["name"] == "clean-daily"


@pytest.mark.parametrize(("floor", "code"), [(0.0, 0), (1.5, 1)])
def test_floors(jianbao: Jianbao, judged: tuple[Path, Path], tmp_path: Path, floor: float, code: int) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text(f"[clean-daily]\ncoverage = {floor}\n[mine]\nperfect = 0\n", encoding="utf-8")
    result = jianbao("evaluate", *judged, "--floors", floors)
    assert result.exit_code == code
    assert ("is below 1.5" in result.stderr) == bool(code)
    assert jianbao("evaluate", *judged, "--floors", floors, "--corpus", "mine").exit_code == 0
    assert jianbao("evaluate", *judged, "--floors", floors, "--corpus", "theirs").exit_code == 2


def test_gold_that_is_not_there(jianbao: Jianbao, tmp_path: Path) -> None:
    result = jianbao("evaluate", tmp_path, tmp_path / "gold")
    assert result.exit_code == 2
    assert "there is no such gold file or folder" in result.stderr


@pytest.mark.parametrize("command", ["show", "explain", "draw"])
def test_a_file_that_cannot_be_read_is_named(jianbao: Jianbao, tmp_path: Path, command: str) -> None:
    broken = tmp_path / "p4.pdf"
    broken.write_bytes(b"")
    result = jianbao(command, broken)
    assert result.exit_code == 3
    assert f"{broken}: it is empty" in result.stderr.replace("\n", " ")
