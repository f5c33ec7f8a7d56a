"""`jianbao show`: stories to be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Jianbao


@pytest.fixture
def written(jianbao: Jianbao, cutting: list[str], page: Path, tmp_path: Path) -> Path:
    """The output of the page of two stories."""
    jianbao("ingest", page, "-o", tmp_path / "out", *cutting)
    return tmp_path / "out/p4"


def test_a_written_page(jianbao: Jianbao, written: Path) -> None:
    result = jianbao("show", written)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "p4"
    assert "2 stories, confidence 0.90" in lines
    assert lines.index("甲") < lines.index("　　。一二") < lines.index("乙") < lines.index("　　。三")
    assert jianbao("show", written / "page.json").stdout == result.stdout


def test_one_story(jianbao: Jianbao, written: Path) -> None:
    result = jianbao("show", written, "--story", "s02")
    assert "乙" in result.stdout
    assert "甲" not in result.stdout


def test_a_story_that_there_is_not(jianbao: Jianbao, written: Path) -> None:
    result = jianbao("show", written, "--story", "s09")
    assert result.exit_code == 3
    assert "there is no story s09" in result.stderr


def test_a_raw_text_is_cut_in_memory(
    jianbao: Jianbao, cutting: list[str], page: Path, written: Path, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert jianbao("show", page, *cutting).stdout == jianbao("show", written).stdout
    assert sorted(tmp_path.rglob("*")) == before


def test_a_page_that_fails(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("坏页\n", encoding="utf-8")
    result = jianbao("show", tmp_path / "b.txt", *cutting)
    assert result.exit_code == 1
    assert result.stderr == "Error: b: stage plain: ValueError: this page cannot be cut\n"


def test_a_folder_of_many_pages_names_one(jianbao: Jianbao, written: Path) -> None:
    result = jianbao("show", written.parent)
    assert result.exit_code == 3
    assert str(written) in result.stderr


def test_what_is_no_output(jianbao: Jianbao, tmp_path: Path) -> None:
    assert jianbao("show", tmp_path).exit_code == 3
    assert jianbao("show", tmp_path / "typo.txt").exit_code == 3


def test_damaged_output_is_named(jianbao: Jianbao, written: Path) -> None:
    (written / "s01.json").write_text("{", encoding="utf-8")
    result = jianbao("show", written)
    assert result.exit_code == 3
    assert "s01.json" in result.stderr


def test_doubt_is_said_aloud(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("没有句号\n", encoding="utf-8")
    options = ["--set", "plain.flag=odd-page", "--set", "plain.confidence=0.25"]
    shown = jianbao("show", tmp_path / "p.txt", *cutting, *options).stdout
    assert "(no headline was found)" in shown
    assert "flags: odd-page" in shown
    assert "confidence 0.25" in shown


def test_nothing_in_a_page_can_steer_the_terminal(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("甲\x1b[2J\u202e。乙\x9b31m" + "丙" * 99 + "\n", encoding="utf-8")
    shown = jianbao("show", tmp_path / "p.txt", *cutting).stdout
    assert "甲␛[2J<U+202E>" in shown
    assert not {"\x1b", "\u202e", "\x9b"} & set(shown)
