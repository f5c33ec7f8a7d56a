"""`jianbao status` and `jianbao export`, as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import FIXTURES, Jianbao, files


@pytest.fixture
def out(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> Path:
    """An output of four pages, one of which failed, and a file that is too large."""
    (tmp_path / "in").mkdir()
    pages = {"a": "甲。一\n乙。二\n", "b": "坏页\n", "c": "丙。三\n\f丁。四\n", "d": "字" * 1000}
    for name, text in pages.items():
        (tmp_path / f"in/{name}.txt").write_text(text, encoding="utf-8")
    options = ["--max-megabytes", "0.001", "--set", "plain.confidence=0.3", "--set", "plain.flag=odd"]
    assert jianbao("ingest", tmp_path / "in", "-o", tmp_path / "out", *options, *cutting).exit_code == 1
    return tmp_path / "out"


def test_status(jianbao: Jianbao, out: Path) -> None:
    result = jianbao("status", out)
    assert result.exit_code == 0
    lines = result.stdout.split("\n")
    assert lines[0] == "pages: 3 done, 2 failed"
    assert lines[1] == "4 stories; 3 pages in doubt"
    assert lines[2].startswith("1 run, the last began 20")
    assert "  a       0.30  odd" in lines
    assert "  1  plain  ValueError: this page cannot be cut" in result.stdout
    assert "as b" in result.stdout
    assert "too large for a newspaper page" in result.stdout


def test_status_for_machines(jianbao: Jianbao, out: Path) -> None:
    told = json.loads(jianbao("status", out, "--json", "--most", "2").stdout)
    assert (told["states"], told["stories"], told["in_doubt"]) == ({"done": 3, "failed": 2}, 4, 3)
    assert [len(told[name]) for name in ("slowest", "least_sure", "failed")] == [2, 2, 2]


def test_status_of_what_was_left_alone(jianbao: Jianbao, cutting: list[str], out: Path) -> None:
    options = ["--max-megabytes", "0.001", "--set", "plain.confidence=0.3", "--set", "plain.flag=odd"]
    again = jianbao("ingest", out.parent / "in", "-o", out, *options, *cutting)
    assert again.exit_code == 1
    assert "1 file failed in an earlier run and had no other try; --retry-failed gives them one" in again.stderr
    assert jianbao("status", out).stdout.startswith("pages: 3 done, 2 failed\n")


def test_status_without_a_catalogue(jianbao: Jianbao, tmp_path: Path) -> None:
    result = jianbao("status", tmp_path)
    assert result.exit_code == 1
    assert "has no catalogue" in result.stderr


def test_all_stories_as_lines_of_json(jianbao: Jianbao, out: Path, tmp_path: Path) -> None:
    result = jianbao("export", out, "--to", tmp_path / "stories.jsonl")
    assert result.exit_code == 0, result.stderr
    assert "stories.jsonl: 4 stories" in result.stdout
    rows = [json.loads(line) for line in (tmp_path / "stories.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["page_id"], row["id"], row["headline"], row["source"]) for row in rows] == [
        ("a", "s01", "甲", "a.txt"), ("a", "s02", "乙", "a.txt"),
        ("c-p001", "s01", "丙", "c.txt"), ("c-p002", "s01", "丁", "c.txt"),
    ]  # fmt: skip
    story = json.loads((out / "a/s01.json").read_bytes())
    assert {key: rows[0][key] for key in story} == story
    assert jianbao("export", out, "--to", "-").stdout == (tmp_path / "stories.jsonl").read_text(encoding="utf-8")


def test_all_stories_as_parquet(jianbao: Jianbao, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    out = tmp_path / "out"
    jianbao("ingest", FIXTURES / "doubled-lines.txt", FIXTURES / "traditional-clean.txt", "-o", out, "--script", "hans")
    for name in ("stories.parquet", "stories.jsonl"):
        assert jianbao("export", out, "--to", tmp_path / name).exit_code == 0
    rows = [json.loads(line) for line in (tmp_path / "stories.jsonl").read_text(encoding="utf-8").splitlines()]
    assert parquet.read_table(tmp_path / "stories.parquet").to_pylist() == rows
    assert any(row["original"] for row in rows)


@pytest.mark.parametrize(
    ("to", "code", "said"),
    [("stories.csv", 2, "ends neither in"), ("no/folder/s.jsonl", 1, "s.jsonl: cannot be written: No such file")],
)
def test_what_cannot_be_exported(jianbao: Jianbao, out: Path, tmp_path: Path, to: str, code: int, said: str) -> None:
    result = jianbao("export", out, "--to", tmp_path / to)
    assert (result.exit_code, said in result.stderr) == (code, True)
    assert ".tmp" not in result.stderr
    assert [name for name in files(tmp_path) if "stories" in name] == []


def test_a_damaged_page_costs_no_other_its_export(jianbao: Jianbao, out: Path, tmp_path: Path) -> None:
    whole = jianbao("export", out, "--to", "-").stdout.splitlines()
    (out / "a/s02.json").write_bytes(b"")
    (out / "c-p001/s01.json").unlink()
    for to in (tmp_path / "stories.jsonl", "-"):
        result = jianbao("export", out, "--to", to)
        assert result.exit_code == 1
        assert "a/s02.json: is damaged, or no output of this version of jianbao" in result.stderr
        assert "`jianbao ingest --force` makes it anew" in result.stderr
        assert "c-p001/s01.json: is not there; `jianbao ingest` makes it anew" in result.stderr
        lines = result.stdout.splitlines() if to == "-" else (tmp_path / "stories.jsonl").read_text().splitlines()
        assert lines == whole[3:]
    (out / "c-p002/page.json").write_bytes(b"{")
    nothing = jianbao("export", out, "--to", tmp_path / "stories.jsonl")
    assert (nothing.exit_code, nothing.stdout) == (3, "")
    assert (tmp_path / "stories.jsonl").read_text().splitlines() == whole[3:], "what was there stays"


def test_nothing_to_export(jianbao: Jianbao, tmp_path: Path) -> None:
    result = jianbao("export", tmp_path, "--to", tmp_path / "stories.jsonl")
    assert result.exit_code == 3
    assert "has no pages" in result.stderr
