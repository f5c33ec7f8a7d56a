"""A second run does what is new, changed or asked for, and nothing else; what it will redo, it says."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.catalogue import catalogue_of
from pipeline.ingest.ingest import ingest, plan
from pipeline.ingest.options import Options, Watch
from pipeline.ingest.summary import Summary
from pipeline.recipe import Recipe, load
from tests.ingest.trees import contents

Shelf = dict[str, str]


def put(folder: Path, pages: Shelf) -> None:
    for name, text in pages.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def again(folder: Path, recipe: Recipe, **options: Any) -> Summary:
    return ingest([str(folder / "in")], folder / "out", recipe, Options(jobs=0, **options))


def written(summary: Summary) -> list[str]:
    return [page.page_id for page in summary.written]


@pytest.fixture
def shelf(tmp_path: Path, recipe: Recipe) -> Path:
    """Three pages that are done."""
    put(tmp_path, {"a.txt": "甲。一\n", "b.txt": "乙。二\n", "c.txt": "丙。三\n"})
    assert written(again(tmp_path, recipe)) == ["a", "b", "c"]
    return tmp_path


def test_nothing_is_done_twice(shelf: Path, recipe: Recipe) -> None:
    times = {path: path.stat().st_mtime_ns for path in (shelf / "out").rglob("*.json")}
    summary = again(shelf, recipe)
    assert (summary.pages, summary.unchanged, written(summary)) == (0, 3, [])
    assert {path: path.stat().st_mtime_ns for path in (shelf / "out").rglob("*.json")} == times


def test_what_is_new_or_changed_is_done(shelf: Path, recipe: Recipe) -> None:
    put(shelf, {"b.txt": "乙。另一个\n", "d.txt": "丁。四\n"})
    summary = again(shelf, recipe)
    assert written(summary) == ["b", "d"]
    assert summary.unchanged == 2


def test_a_file_that_was_only_touched_is_not_cut_again(shelf: Path, recipe: Recipe) -> None:
    os.utime(shelf / "in/b.txt", ns=(1, 1))
    assert plan([str(shelf / "in")], shelf / "out", recipe) == {"changed": 1, "unchanged": 2}
    assert (again(shelf, recipe).unchanged, written(again(shelf, recipe))) == (3, [])
    assert plan([str(shelf / "in")], shelf / "out", recipe) == {"unchanged": 3}, "it has been looked at"


def test_a_changed_file_with_an_older_time_is_cut(shelf: Path, recipe: Recipe) -> None:
    """As when a clock goes backwards: times are compared for being equal, never for being later."""
    put(shelf, {"b.txt": "乙。五\n"})
    os.utime(shelf / "in/b.txt", ns=(10**9, 10**9))
    assert written(again(shelf, recipe)) == ["b"]


def test_a_clock_that_goes_backwards_changes_nothing(
    shelf: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 0.0)
    monkeypatch.setattr("time.time_ns", lambda: 0)
    put(shelf, {"d.txt": "丁。四\n"})
    summary = again(shelf, recipe)
    assert written(summary) == ["d"]
    assert summary.seconds >= 0
    assert written(again(shelf, recipe)) == []


def test_another_recipe_cuts_everything_anew_and_says_so_before(shelf: Path, recipe: Recipe) -> None:
    other = recipe.with_setting("plain", "flag", "odd")
    said: list[str] = []
    before = contents(shelf / "out")

    def notice(line: str) -> None:
        said.append(line)
        assert contents(shelf / "out") == before, "it is said before it is done"

    summary = ingest([str(shelf / "in")], shelf / "out", other, Options(jobs=0), Watch(notice=notice))
    assert written(summary) == ["a", "b", "c"]
    assert said == ["3 files to be cut anew: cut by another recipe"]
    assert written(again(shelf, other)) == []


def test_another_version_cuts_everything_anew_and_says_so(
    shelf: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.ingest.ingest.__version__", "9.9")
    assert plan([str(shelf / "in")], shelf / "out", recipe) == {"version": 3, "unchanged": 0}
    assert written(again(shelf, recipe)) == ["a", "b", "c"]
    assert written(again(shelf, recipe)) == []


def test_another_encoding_or_stage_file_is_another_option(shelf: Path, recipe: Recipe) -> None:
    assert plan([str(shelf / "in")], shelf / "out", recipe, Options(encoding="utf-8")) == {"options": 3, "unchanged": 0}
    stage = Path(recipe.steps[0].stage.origin)
    stage.write_text(stage.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert plan([str(shelf / "in")], shelf / "out", recipe) == {"options": 3, "unchanged": 0}


def test_force(shelf: Path, recipe: Recipe) -> None:
    before = contents(shelf / "out")
    assert written(again(shelf, recipe, force=True)) == ["a", "b", "c"]
    assert contents(shelf / "out") == before


def test_lost_output_is_made_again(shelf: Path, recipe: Recipe) -> None:
    before = contents(shelf / "out")
    (shelf / "out/b/page.json").unlink()
    assert written(again(shelf, recipe)) == ["b"]
    assert contents(shelf / "out") == before


@pytest.mark.parametrize("name", ["page.json", "s01.json", "s02.json"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut short", "longer"])
def test_output_that_was_damaged_is_made_again(tmp_path: Path, recipe: Recipe, name: str, damage: str) -> None:
    put(tmp_path, {"a.txt": "甲。一\n乙。二\n", "b.txt": "丙。三\n"})
    again(tmp_path, recipe)
    before = contents(tmp_path / "out")
    path = tmp_path / "out/a" / name
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "cut short": data[:50], "longer": data + b" "}[damage])
    assert plan([str(tmp_path / "in")], tmp_path / "out", recipe) == {"missing": 1, "unchanged": 1}
    assert written(again(tmp_path, recipe)) == ["a"]
    assert contents(tmp_path / "out") == before
    assert written(again(tmp_path, recipe)) == []


def test_a_story_too_many_is_taken_away_and_a_note_is_left(shelf: Path, recipe: Recipe) -> None:
    (shelf / "out/a/note.txt").write_text("mine")
    assert written(again(shelf, recipe)) == []
    (shelf / "out/b/s02.json").write_bytes((shelf / "out/b/s01.json").read_bytes())
    assert written(again(shelf, recipe)) == ["b"]
    assert [name for name in contents(shelf / "out") if name[0] in "ab"] == [
        "a/note.txt", "a/page.json", "a/s01.json", "b/page.json", "b/s01.json",
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["touched", "beside a page that failed", "and that one is tried again"])
def test_lost_output_is_seen_whatever_else_there_is_to_do(tmp_path: Path, recipe: Recipe, how: str) -> None:
    put(tmp_path, {"a.txt": "甲。一\n\f乙。二\n" + ("" if how == "touched" else "\f坏页\n")})
    again(tmp_path, recipe)
    (tmp_path / "out/a-p002/s01.json").unlink()
    if how == "touched":
        os.utime(tmp_path / "in/a.txt", ns=(1, 1))
    summary = again(tmp_path, recipe, retry_failed=how.endswith("again"))
    assert written(summary) == ["a-p001", "a-p002"]


def test_a_page_that_failed_is_tried_again_only_if_asked_for(shelf: Path, recipe: Recipe) -> None:
    put(shelf, {"b.txt": "坏页\n"})
    first = again(shelf, recipe)
    assert [failure.page_id for failure in first.failed] == ["b"]
    left = again(shelf, recipe)
    assert (left.failed, left.skipped, left.unchanged) == ((), 1, 2)
    tried = again(shelf, recipe, retry_failed=True)
    assert [failure.page_id for failure in tried.failed] == ["b"]
    put(shelf, {"b.txt": "乙。二\n"})
    assert written(again(shelf, recipe)) == ["b"]
    assert (again(shelf, recipe).skipped, again(shelf, recipe).unchanged) == (0, 3)


def test_of_a_file_of_many_pages_only_those_that_failed_are_tried_again(tmp_path: Path, recipe: Recipe) -> None:
    put(tmp_path, {"a.txt": "甲。一\n\f坏页\n\f丙。三\n"})
    assert written(again(tmp_path, recipe)) == ["a-p001", "a-p003"]
    summary = again(tmp_path, recipe, retry_failed=True)
    assert (written(summary), [failure.page_id for failure in summary.failed]) == ([], ["a-p002"])
    assert summary.unchanged == 2


def test_what_cannot_be_read_is_looked_at_by_every_run(tmp_path: Path, recipe: Recipe) -> None:
    put(tmp_path, {"a.txt": "甲。一\n", "b.txt": "字" * 100})
    assert [failure.source for failure in again(tmp_path, recipe, most_bytes=50).failed] == ["b.txt"]
    assert written(again(tmp_path, recipe, most_bytes=500)) == ["b"]


def test_a_file_with_fewer_pages_leaves_none_of_the_earlier_ones(tmp_path: Path, recipe: Recipe) -> None:
    put(tmp_path, {"a.txt": "甲。一\n\f乙。二\n\f丙。三\n"})
    again(tmp_path, recipe)
    (tmp_path / "out/a-p003/mine.txt").write_text("a note")
    put(tmp_path, {"a.txt": "甲。一\n\f乙。二\n"})
    again(tmp_path, recipe)
    assert sorted(contents(tmp_path / "out")) == [
        "a-p001/page.json", "a-p001/s01.json", "a-p002/page.json", "a-p002/s01.json", "a-p003/mine.txt",
    ]  # fmt: skip


def test_a_file_that_is_interrupted_goes_on_where_it_was(
    tmp_path: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"a.txt": "甲。一\n\f乙。二\n\f停\n\f丁。四\n"})
    assert written(again(tmp_path, recipe)) == ["a-p001", "a-p002"]
    put(tmp_path, {"b.txt": "无。关\n"})
    monkeypatch.setenv("UNSTOPPED", "1")
    summary = again(tmp_path, recipe)
    assert written(summary) == ["a-p003", "a-p004", "b"]
    assert summary.unchanged == 2


def test_a_file_that_changed_since_it_was_interrupted_is_cut_from_its_beginning(tmp_path: Path, recipe: Recipe) -> None:
    put(tmp_path, {"a.txt": "甲。一\n\f乙。二\n\f停\n"})
    again(tmp_path, recipe)
    put(tmp_path, {"a.txt": "子。一\n\f丑。二\n\f寅。三\n"})
    summary = again(tmp_path, recipe)
    assert written(summary) == ["a-p001", "a-p002", "a-p003"]
    assert "子" in (tmp_path / "out/a-p001/s01.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", ["garbage", "cut short", "empty", "gone", "other format"])
def test_a_damaged_catalogue_is_made_anew_from_the_output(shelf: Path, recipe: Recipe, damage: str) -> None:
    put(shelf, {"many.txt": "甲。一\n\f乙。二\n"})
    recipe = load("text")
    again(shelf, recipe)
    catalogue = catalogue_of(shelf / "out")
    data = catalogue.read_bytes()
    if damage == "gone":
        catalogue.unlink()
    elif damage == "other format":
        with closing(sqlite3.connect(catalogue)) as connection:
            connection.execute("PRAGMA user_version = 77")
    else:
        harm = {"garbage": data[:100] + b"\xa5" * (len(data) - 100), "cut short": data[: len(data) // 2], "empty": b""}
        catalogue.write_bytes(harm[damage])
    before = contents(shelf / "out")
    (shelf / "in/c.txt").write_text("丙。变了\n", encoding="utf-8")
    said: list[str] = []
    summary = ingest([str(shelf / "in")], shelf / "out", recipe, Options(jobs=0), Watch(notice=said.append))
    assert (written(summary), summary.unchanged) == (["c"], 4)
    assert said[-1] == "the catalogue was made anew from the output: 5 pages"
    after = contents(shelf / "out")
    assert {name.split("/")[0] for name in after if after[name] != before.get(name)} == {"c"}
    assert plan([str(shelf / "in")], shelf / "out", recipe) == {"unchanged": 4}


def test_output_of_stage_files_is_made_again_when_the_catalogue_is_lost(shelf: Path, recipe: Recipe) -> None:
    """The output does not tell which version of a stage file made it."""
    catalogue_of(shelf / "out").unlink()
    assert written(again(shelf, recipe)) == ["a", "b", "c"]


def test_what_a_killed_run_had_written_aside_goes_also_beside_pages_that_were_whole(
    shelf: Path, recipe: Recipe
) -> None:
    before = contents(shelf / "out")
    (shelf / "out/.jianbao/lock").write_text(
        "process 1 on some.machine\n", encoding="utf-8"
    )  # it never came to its end
    (shelf / "out/a/.page.json.0123abcd.tmp").write_bytes(b"half")
    assert written(again(shelf, recipe)) == []
    assert contents(shelf / "out") == before


def test_a_page_that_a_run_was_killed_over_when_it_wrote_it_again_is_cut_anew(shelf: Path, recipe: Recipe) -> None:
    before = contents(shelf / "out")
    (shelf / "out/a/page.json").unlink()  # to put the new one in its place
    with closing(sqlite3.connect(catalogue_of(shelf / "out"))) as catalogue, catalogue:
        catalogue.execute("UPDATE sources SET state = 'running' WHERE id = 'a'")
    assert written(again(shelf, recipe)) == ["a"]
    assert contents(shelf / "out") == before
