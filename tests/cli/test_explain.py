"""`jianbao explain`: what was done, and where a passage came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Jianbao


def test_each_stage_with_what_it_did(jianbao: Jianbao, cutting: list[str], page: Path) -> None:
    result = jianbao("explain", page, "--recipe", cutting[-1], "--stage", cutting[1])
    assert result.exit_code == 0
    assert "discarded  noise  1 edit  1 character" in result.stdout
    assert "lines 2 → 0, stories 0 → 2" in result.stdout
    assert "1:1  甲。一[-#-]二  (noise)" in result.stdout
    assert "\x1b" not in result.stdout


def test_the_stages_of_a_recipe_in_short(jianbao: Jianbao, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("⼀⼈⼀⼈\n" * 9, encoding="utf-8")
    result = jianbao("explain", tmp_path / "p.txt")
    assert result.exit_code == 0, result.stderr
    told = result.stdout
    assert "p: 45 characters" in told
    assert told.index("\nread\n") < told.index("\nmend-glyphs\n")
    assert "discarded  line end  9 edits  9 characters" in told
    assert "[-⼀⼈⼀⼈-]{+一人一人+}  (glyph)" in told
    assert "… and 5 lines more: --stage mend-glyphs" in told


def test_one_stage_in_full(jianbao: Jianbao, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("⼀⼈⼀⼈\n" * 9, encoding="utf-8")
    told = jianbao("explain", tmp_path / "p.txt", "--stage", "mend-glyphs").stdout
    assert told.count("{+一人一人+}") == 9
    assert "9:1  " in told
    assert "read" not in told


def test_what_the_reader_did(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("\ufeff甲。一\n\n乙。二\x00二\n" + "丙。三\n" * 40, encoding="utf-8")
    told = jianbao("explain", tmp_path / "p.txt", "--stage", "read", "--recipe", cutting[-1], *cutting[:2]).stdout
    assert "byte order mark" in told
    assert "3:1  乙。二[-␀-]二  (NUL character)" in told


def test_where_a_passage_came_from(jianbao: Jianbao, cutting: list[str], page: Path) -> None:
    told = jianbao("explain", page, "--find", "一二", *cutting).stdout
    assert told.splitlines() == [
        "",
        "s01 paragraph 1",
        "  一二",
        "    1:3  2–3  一",
        "    1:4  3–4  [-#-]  (discarded by plain: noise)",
        "    1:5  4–5  二",
    ]


def test_where_a_story_came_from(jianbao: Jianbao, cutting: list[str], page: Path) -> None:
    told = jianbao("explain", page, "--story", "s02", *cutting).stdout
    assert "s02 headline\n  乙\n    2:1  6–7  乙" in told
    assert "s02 paragraph 1\n  。三\n    2:2–2:3  7–9  。三" in told
    assert "s01" not in told


def test_a_passage_that_runs_over_two_texts(jianbao: Jianbao, cutting: list[str], page: Path) -> None:
    told = jianbao("explain", page, "--find", "乙 。三", *cutting).stdout
    assert "s02 headline" in told
    assert "s02 paragraph 1" in told


def test_a_passage_that_was_cut_is_found_in_the_source(jianbao: Jianbao, cutting: list[str], page: Path) -> None:
    told = jianbao("explain", page, "--find", "一#二", *cutting).stdout
    assert "No story has this passage" in told
    assert "1:3–1:5" in told
    assert "[-#-]  (discarded by plain: noise)" in told
    assert "what stayed is now in s01 paragraph 1" in told


def test_a_passage_that_is_nowhere(jianbao: Jianbao, cutting: list[str], page: Path) -> None:
    result = jianbao("explain", page, "--find", "没有", *cutting)
    assert result.exit_code == 3
    assert "没有 is neither in a story nor in the source" in result.stderr


def test_a_story_that_there_is_not(jianbao: Jianbao, cutting: list[str], page: Path) -> None:
    result = jianbao("explain", page, "--story", "s03", *cutting)
    assert result.exit_code == 3
    assert "there are s01, s02" in result.stderr


def test_a_page_of_several(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text("甲。一\n\f乙。二\n", encoding="utf-8")
    told = jianbao("explain", path, "--page", 2, "--story", "s01", *cutting).stdout
    assert "(page 2 of 2; --page N shows another)" in told
    assert "2:2  5–6  乙" in told  # as an editor has it: the form feed is the first character of line 2
    result = jianbao("explain", path, "--page", 3, *cutting)
    assert result.exit_code == 3
    assert "has 2 pages, no page 3" in result.stderr


def test_a_page_that_fails_is_explained_up_to_there(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("坏页\n", encoding="utf-8")
    result = jianbao("explain", tmp_path / "p.txt", "--recipe", cutting[-1], "--stage", cutting[1], "--find", "坏")
    assert result.exit_code == 1
    assert "this page cannot be cut" in result.stderr


@pytest.mark.parametrize("name", [".", "typo.txt"])
def test_what_cannot_be_explained(jianbao: Jianbao, tmp_path: Path, name: str) -> None:
    assert jianbao("explain", tmp_path / name).exit_code == 3


def test_nothing_in_a_page_can_steer_the_terminal(jianbao: Jianbao, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("甲\x1b[2J乙丙丁。\x07" + "戊" * 199 + "\n", encoding="utf-8")
    told = jianbao("explain", tmp_path / "p.txt").stdout
    assert "[-␛-]" in told
    assert not {"\x1b", "\x07"} & set(told)
