"""`jianbao ingest` unattended: run again, what it says and to whom, how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.cli.ingest import _BYTES, _SECONDS, Quantity
from pipeline.recipe import Recipe
from tests.cli.conftest import Jianbao, files
from tests.ingest.faults import harming


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name, text in {"a": "甲。一\n", "b": "坏页\n", "c": "丙。三\n"}.items():
        (tmp_path / f"in/{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "in"


def test_run_again(jianbao: Jianbao, cutting: list[str], shelf: Path, tmp_path: Path) -> None:
    options = ("ingest", shelf, "-o", tmp_path / "out", *cutting)
    assert jianbao(*options).exit_code == 1
    left = jianbao(*options)
    assert (left.exit_code, "0 pages, 0 stories, 0 failed, 0 in doubt, 2 unchanged" in left.stdout) == (1, True)
    assert left.stderr == (
        "Error: b.txt (page b): plain: ValueError: this page cannot be cut (in an earlier run)\n"
        "Error: 1 file failed in an earlier run and had no other try; --retry-failed gives them one\n"
    )
    told = json.loads(jianbao(*options, "--json").stdout)
    assert (told["failed"], [each["page_id"] for each in told["failed_before"]]) == ([], ["b"])
    tried = jianbao(*options, "--retry-failed")
    assert "Error: b.txt (page b): plain: ValueError: this page cannot be cut" in tried.stderr
    (shelf / "b.txt").write_text("乙。二\n", encoding="utf-8")
    mended = jianbao(*options)
    assert (mended.exit_code, mended.stderr) == (0, "")
    assert "1 page, 1 story, 0 failed, 0 in doubt, 2 unchanged" in mended.stdout


def test_what_another_recipe_redoes_is_said_first(
    jianbao: Jianbao, cutting: list[str], shelf: Path, tmp_path: Path
) -> None:
    options = ("ingest", shelf, "-o", tmp_path / "out", *cutting)
    jianbao(*options)
    other = (*options, "--set", "plain.flag=odd")
    planned = jianbao(*other, "--dry-run")
    assert (planned.exit_code, planned.stdout) == (0, "3 files: cut by another recipe\n")
    assert json.loads(jianbao(*other, "--dry-run", "--json").stdout) == {"recipe": 3, "unchanged": 0}
    assert "3 files to be cut anew: cut by another recipe\n" in jianbao(*other).stderr
    assert jianbao(*options, "--set", "plain.flag=odd", "--dry-run").stdout == (
        "1 file: failed before, left alone\n2 files: done\n"
    )


def test_the_log_has_a_line_for_each_page_with_its_stage(
    jianbao: Jianbao, cutting: list[str], shelf: Path, tmp_path: Path
) -> None:
    (shelf / "d.txt").write_bytes(b"")
    log = tmp_path / "night.log"
    jianbao("ingest", shelf, "-o", tmp_path / "out", "--log-file", log, *cutting)
    lines = [re.sub(r"^\S+ |seconds=\S+ ", "", line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert lines == [
        "INFO page=a stage=write written",
        "ERROR page=b stage=plain ValueError: this page cannot be cut",
        "INFO page=c stage=write written",
        "ERROR page=d stage=read there is no text in it",
    ]
    jianbao("ingest", shelf, "-o", tmp_path / "out", "--log-file", log, "--force", *cutting)
    assert len(log.read_text(encoding="utf-8").splitlines()) == 8, "lines are added"


def test_a_log_that_cannot_be_written_is_said_before_the_first_page(
    jianbao: Jianbao, cutting: list[str], shelf: Path, tmp_path: Path
) -> None:
    result = jianbao("ingest", shelf, "-o", tmp_path / "out", "--log-file", tmp_path / "no/night.log", *cutting)
    assert result.exit_code == 1
    assert "night.log: No such file or directory" in result.stderr
    assert files(tmp_path / "out") == []


def test_a_log_for_which_there_is_no_room_stops_the_run(
    jianbao: Jianbao, cutting: list[str], shelf: Path, tmp_path: Path
) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no device here is always full")
    result = jianbao("ingest", shelf, "-o", tmp_path / "out", "--log-file", full, "--jobs", "0", *cutting)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: stopped: ")
    assert "/dev/full: cannot be written: No space left on device" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_limit_that_is_asked_for_is_kept_for_a_single_page(jianbao: Jianbao, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("exit\n", encoding="utf-8")
    with harming(tmp_path) as recipe:
        assert isinstance(recipe, Recipe)
        (tmp_path / "harm.toml").write_text('[[stage]]\nuse = "harm"\n', encoding="utf-8")
    options = ["--stage", tmp_path / "harm.py", "--recipe", tmp_path / "harm.toml", "--page-timeout", "1m"]
    result = jianbao("ingest", tmp_path / "a.txt", "-o", tmp_path / "out", *options)
    assert result.exit_code == 1
    assert "a.txt (page a): harm: the worker died: exit code 7; it was tried 2 times" in result.stderr


def test_a_run_that_goes_wrong_says_why_it_stops(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(30):
        (tmp_path / f"in/p{number:02d}.txt").write_text("坏页\n", encoding="utf-8")
    options = ("--jobs", "0", "--max-failed", "10%", *cutting)
    result = jianbao("ingest", tmp_path / "in", "-o", tmp_path / "out", *options)
    assert result.exit_code == 1
    assert "stopped: more than 10% of the pages failed (3 of 3); what was written stays" in result.stderr


@pytest.mark.parametrize(
    ("units", "given", "value"),
    [(_SECONDS, "90", 90), (_SECONDS, "1.5m", 90), (_SECONDS, "2h", 7200), (_BYTES, "500", 500 << 20),
     (_SECONDS, "500h", 1_800_000), (_BYTES, "2G", 2 << 30), (_BYTES, "300MB", 300 << 20), (_BYTES, "0", 0)],
)  # fmt: skip
def test_quantities(units: dict[str, int], given: str, value: float) -> None:
    assert Quantity("size", units).convert(given, None, None) == value
