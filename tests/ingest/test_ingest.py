"""Many pages, some of them bad."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ReadError
from pipeline.ingest.ingest import ingest
from pipeline.ingest.options import Options, Progress, Watch
from pipeline.ingest.running import INTERRUPTED, OUT_OF_MEMORY
from pipeline.ingest.summary import Summary
from pipeline.page import Page
from pipeline.recipe import Recipe
from pipeline.writers.build import build
from pipeline.writers.records import PageFile, StoryFile
from tests.ingest.trees import contents


def run(folder: Path, recipe: Recipe, pages: dict[str, str | bytes], **options: Any) -> Summary:
    """Write `pages` into folder/in and ingest it into folder/out, in this process."""
    for name, text in pages.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return ingest([str(folder / "in")], folder / "out", recipe, Options(jobs=0, **options))


def test_pages_become_folders_of_stories(tmp_path: Path, recipe: Recipe) -> None:
    summary = run(tmp_path, recipe, {"a.txt": "甲。一\n乙。二\n", "sub/b.txt": "丙。三\n"})
    assert sorted(contents(tmp_path / "out")) == [
        "a/page.json", "a/s01.json", "a/s02.json", "sub/b/page.json", "sub/b/s01.json",
    ]  # fmt: skip
    assert [(page.page_id, page.stories) for page in summary.written] == [("a", 2), ("sub/b", 1)]
    assert summary.stories == 3
    assert summary.failed == ()


def test_the_source_is_named_by_its_path_under_the_folder_given(tmp_path: Path, recipe: Recipe) -> None:
    run(tmp_path, recipe, {"sub/b.txt": "丙。三\n"})
    assert json.loads((tmp_path / "out/sub/b/page.json").read_bytes())["source"]["path"] == "sub/b.txt"


@pytest.mark.parametrize(
    ("text", "stage", "reason"),
    [
        ("一行\n坏页\n", "plain", "ValueError: this page cannot be cut"),
        ("一行\n丢字\n", "plain", "not in exactly one place"),
        ("一行\n错类\n", "write", "breaks its schema"),
        (b"%PDF-1.7", "read", "this is a PDF"),
        (b"\x00\x01" * 900, "read", "NUL"),
        ("", "read", "there is no text in it"),
        ("字" * 30_000, "read", "no line of a newspaper"),
    ],
)
def test_one_bad_page_costs_no_other(
    tmp_path: Path, recipe: Recipe, text: str | bytes, stage: str, reason: str
) -> None:
    summary = run(tmp_path, recipe, {"a.txt": "甲。一\n", "b.txt": text, "c.txt": "丙。三\n"})
    assert [page.page_id for page in summary.written] == ["a", "c"]
    (failure,) = summary.failed
    assert (failure.source, failure.stage) == ("b.txt", stage)
    assert reason in str(failure)
    assert sorted(contents(tmp_path / "out")) == ["a/page.json", "a/s01.json", "c/page.json", "c/s01.json"]


def test_form_feeds_part_pages_and_a_bad_one_costs_no_other(tmp_path: Path, recipe: Recipe) -> None:
    summary = run(tmp_path, recipe, {"a.txt": "甲。一\n\f坏页\n\f丙。三\n"})
    assert [page.page_id for page in summary.written] == ["a-p001", "a-p003"]
    assert [failure.page_id for failure in summary.failed] == ["a-p002"]
    page = json.loads((tmp_path / "out/a-p003/page.json").read_bytes())
    assert (page["source"]["number"], page["source"]["pages"]) == (3, 3)


def test_a_numbered_page_does_not_overwrite_a_file_of_that_name(tmp_path: Path, recipe: Recipe) -> None:
    summary = run(tmp_path, recipe, {"a.txt": "甲。一\n\f乙。二\n", "a-p001.txt": "丙。三\n"})
    written = [page.page_id for page in summary.written]
    assert len(set(written)) == 3
    story = json.loads((tmp_path / "out/a-p001/s01.json").read_bytes())
    assert story["headline"] == "丙"


def test_the_same_run_gives_the_same_bytes(tmp_path: Path, recipe: Recipe) -> None:
    pages: dict[str, str | bytes] = {"a.txt": "甲。一#二\n乙。二\n", "b.txt": "丙。三\n"}
    run(tmp_path, recipe, pages)
    before = contents(tmp_path / "out")
    run(tmp_path, recipe, pages)
    assert contents(tmp_path / "out") == before


def test_fewer_stories_leave_none_of_the_earlier_ones(tmp_path: Path, recipe: Recipe) -> None:
    run(tmp_path, recipe, {"a.txt": "甲。一\n乙。二\n"})
    run(tmp_path, recipe, {"a.txt": "甲。一\n"})
    assert sorted(contents(tmp_path / "out")) == ["a/page.json", "a/s01.json"]


def test_a_page_that_fails_now_says_that_its_earlier_output_is_still_there(tmp_path: Path, recipe: Recipe) -> None:
    run(tmp_path, recipe, {"a.txt": "甲。一\n"})
    before = contents(tmp_path / "out")
    summary = run(tmp_path, recipe, {"a.txt": "坏页\n"})
    assert contents(tmp_path / "out") == before
    assert summary.failed[0].kept
    assert "earlier run was left in place" in str(summary.failed[0])


def test_an_interrupt_stops_and_what_is_done_stays_done(tmp_path: Path, recipe: Recipe) -> None:
    summary = run(tmp_path, recipe, {"a.txt": "甲。一\n", "b.txt": "停\n", "c.txt": "丙。三\n"})
    assert summary.stopped == INTERRUPTED
    assert [page.page_id for page in summary.written] == ["a"]
    assert sorted(contents(tmp_path / "out")) == ["a/page.json", "a/s01.json"]


def test_the_end_of_the_memory_stops(tmp_path: Path, recipe: Recipe) -> None:
    summary = run(tmp_path, recipe, {"a.txt": "甲。一\n", "b.txt": "满\n", "c.txt": "丙。三\n"})
    assert summary.stopped == OUT_OF_MEMORY
    assert [page.page_id for page in summary.written] == ["a"]


def test_an_unforeseen_fault_is_named_and_costs_one_page(
    tmp_path: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(page: Page, recipe: Recipe) -> tuple[PageFile, list[StoryFile]]:
        if page.id == "a":
            raise RecursionError("too deep")
        return build(page, recipe)

    monkeypatch.setattr("pipeline.ingest.cutting.build", failing)
    summary = run(tmp_path, recipe, {"a.txt": "甲。一\n", "b.txt": "乙。二\n"})
    assert [page.page_id for page in summary.written] == ["b"]
    assert str(summary.failed[0]) == "a.txt (page a): write: unexpected RecursionError: too deep"


def test_too_large_a_file_is_refused(tmp_path: Path, recipe: Recipe) -> None:
    summary = run(tmp_path, recipe, {"a.txt": "甲。一\n", "b.txt": "乙" * 100}, most_bytes=50)
    assert [page.page_id for page in summary.written] == ["a"]
    assert "--max-megabytes" in summary.failed[0].reason


@pytest.mark.parametrize("codec", ["gb18030", "big5", "utf-16", "utf-8-sig"])
def test_an_encoding_can_be_named(tmp_path: Path, recipe: Recipe, codec: str) -> None:
    run(tmp_path, recipe, {"a.txt": "中國人的一天。開始\n".encode(codec)}, encoding=codec)
    assert json.loads((tmp_path / "out/a/s01.json").read_bytes())["headline"] == "中國人的一天"


def test_doubtful_pages_are_told(tmp_path: Path, recipe: Recipe) -> None:
    doubting = recipe.with_setting("plain", "confidence", "0.3").with_setting("plain", "flag", "odd")
    summary = run(tmp_path, doubting, {"a.txt": "甲。一\n"})
    assert [(page.page_id, page.flags) for page in summary.doubtful] == [("a", ("odd",))]


def test_progress_is_told_page_by_page(tmp_path: Path, recipe: Recipe) -> None:
    told: list[Progress] = []
    run(tmp_path, recipe, {"a.txt": "甲。一\n", "b.txt": "坏页\n"})
    options = Options(jobs=0, force=True)
    ingest([str(tmp_path / "in")], tmp_path / "out", recipe, options, Watch(told.append))
    assert [(each.files, each.all_files, each.pages, each.failed, each.name) for each in told] == [
        (0, 2, 1, 0, "a.txt"), (1, 2, 1, 0, "a.txt"), (1, 2, 1, 1, "b.txt"), (2, 2, 1, 1, "b.txt"),
    ]  # fmt: skip


def test_nothing_to_read_is_an_error(tmp_path: Path, recipe: Recipe) -> None:
    with pytest.raises(ReadError, match="nothing to read"):
        ingest([str(tmp_path)], tmp_path / "out", recipe)
    assert not (tmp_path / "out").exists()


def test_names_given_in_vain_are_failures(tmp_path: Path, recipe: Recipe) -> None:
    (tmp_path / "a.txt").write_text("甲。一", encoding="utf-8")
    sources = [str(tmp_path / "a.txt"), str(tmp_path / "typo.txt")]
    summary = ingest(sources, tmp_path / "out", recipe)
    assert [page.page_id for page in summary.written] == ["a"]
    assert [(failure.stage, failure.reason) for failure in summary.failed] == [
        ("find", "there is no such file or folder")
    ]


def test_a_hostile_name_stays_inside(tmp_path: Path, recipe: Recipe) -> None:
    run(tmp_path, recipe, {"\x1b]0;x\x07报.txt": "甲。一\n", "con.txt": "乙。二\n"})
    assert sorted(contents(tmp_path / "out")) == [
        "]0;x报/page.json", "]0;x报/s01.json", "con_/page.json", "con_/s01.json",
    ]  # fmt: skip
