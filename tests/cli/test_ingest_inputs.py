"""`jianbao ingest` and the files that it is given: encodings, sizes, form feeds, hostile names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Jianbao, files


@pytest.mark.parametrize(
    ("codec", "options"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", []),
        ("gb18030", []),
        ("gb18030", ["--encoding", "gb18030"]),
        ("big5", ["--encoding", "big5"]),
        ("utf-16-be", ["--encoding", "utf-16-be"]),
    ],
)
def test_encodings(jianbao: Jianbao, cutting: list[str], tmp_path: Path, codec: str, options: list[str]) -> None:
    text = "中央社台北七日電。昨天下午，市政府在大會堂舉行了一場記者會，說明今年的工作。\n" * 3
    (tmp_path / "p.txt").write_bytes(text.encode(codec))
    result = jianbao("ingest", tmp_path / "p.txt", "-o", tmp_path / "out", *options, *cutting)
    assert result.exit_code == 0, result.stderr
    assert json.loads((tmp_path / "out/p/s01.json").read_bytes())["headline"] == "中央社台北七日電"


def test_an_unknown_encoding(jianbao: Jianbao, cutting: list[str], page: Path, tmp_path: Path) -> None:
    result = jianbao("ingest", page, "-o", tmp_path / "out", "--encoding", "klingon", *cutting)
    assert result.exit_code == 2
    assert "klingon is no text encoding; try utf-8" in result.stderr
    assert not (tmp_path / "out").exists()


def test_form_feeds_part_pages(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("甲。一\n\f乙。二\n", encoding="utf-8")
    jianbao("ingest", tmp_path / "p.txt", "-o", tmp_path / "out", *cutting)
    assert files(tmp_path / "out") == [
        "p-p001/page.json",
        "p-p001/s01.json",
        "p-p002/page.json",
        "p-p002/s01.json",
    ]


def test_nul_bytes_do_not_stop_a_page(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_bytes(("甲。一" + "二" * 99).encode() + b"\x00\n")
    assert jianbao("ingest", tmp_path / "p.txt", "-o", tmp_path / "out", *cutting).exit_code == 0
    told = json.loads((tmp_path / "out/p/page.json").read_bytes())
    assert told["ledger"]["discarded"]["NUL character"] == 1


def test_too_large_a_file(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("甲\n" * 3000, encoding="utf-8")
    options = ("ingest", tmp_path / "p.txt", "-o", tmp_path / "out", *cutting)
    refused = jianbao(*options, "--max-megabytes", "0.01")
    assert refused.exit_code == 3
    assert "--max-megabytes" in refused.stderr
    assert jianbao(*options, "--max-megabytes", "0.02").exit_code == 0


def test_names_cannot_steer_the_terminal(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    name = tmp_path / "\x1b[31mred\n.txt"
    name.write_text("坏页\n", encoding="utf-8")
    result = jianbao("ingest", name, "-o", tmp_path / "out", *cutting)
    assert result.exit_code == 1
    assert "\x1b" not in result.stderr
    assert result.stderr.count("\n") == 1
