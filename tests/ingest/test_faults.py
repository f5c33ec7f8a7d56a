"""What else can go wrong at night, done for real: disks that are full or read-only, sources that change, two runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.ingest.ingest import ingest
from pipeline.ingest.limits import Busy
from pipeline.ingest.options import Options, Progress, Watch
from pipeline.page import Page
from pipeline.recipe import Recipe
from pipeline.writers.build import build
from pipeline.writers.files import WriteError
from pipeline.writers.records import PageFile, StoryFile
from tests.conftest import ROOT
from tests.ingest import plain
from tests.ingest.trees import contents

ALONE = Options(jobs=0)


def shelf(folder: Path, **pages: str) -> str:
    (folder / "in").mkdir(exist_ok=True)
    for name, text in pages.items():
        (folder / f"in/{name}.txt").write_text(text, encoding="utf-8")
    return str(folder / "in")


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small file system of its own, for those who may mount one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip("this user may not mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("jobs", [0, 1])
def test_a_full_disk_stops_the_run_and_the_next_one_ends_it(tmp_path: Path, recipe: Recipe, jobs: int) -> None:
    source = shelf(tmp_path, **{f"p{n:03d}": "甲。" + "字" * 3000 + "\n" for n in range(60)})
    with mounted(tmp_path / "disk", "size=640k") as disk:
        full = ingest([source], disk / "out", recipe, Options(jobs=jobs))
        assert full.stopped
        assert "No space left on device" in full.stopped or "full" in full.stopped
        assert full.failures == 0, "the pages are not to blame"
        there = contents(disk / "out")
        assert [name for name in there if name.endswith(".tmp")] == []
        subprocess.run(["mount", "-o", "remount,size=16m", str(disk)], check=True)
        rest = ingest([source], disk / "out", recipe, Options(jobs=jobs))
        assert (rest.stopped, rest.pages + rest.unchanged) == (None, 60)
        ingest([source], tmp_path / "whole", recipe, ALONE)
        assert contents(disk / "out") == contents(tmp_path / "whole")


def test_read_only_output_is_said_at_once(tmp_path: Path, recipe: Recipe) -> None:
    source = shelf(tmp_path, a="甲。一\n")
    with mounted(tmp_path / "disk", "size=1m") as disk:
        ingest([source], disk / "out", recipe, ALONE)
        before = contents(disk / "out")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(WriteError, match="Read-only file system"):
            ingest([source], disk / "out", recipe, ALONE)
        with pytest.raises(WriteError, match="Read-only file system"):
            ingest([source], disk / "other", recipe, ALONE)
        assert contents(disk / "out") == before


def test_a_folder_where_one_may_not_write_is_said(tmp_path: Path, recipe: Recipe) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(WriteError, match="Permission denied"):
        ingest([shelf(tmp_path, a="甲。一\n")], tmp_path / "out", recipe, ALONE)


def changing(monkeypatch: pytest.MonkeyPatch, times: int, change: Path, text: str | None) -> None:
    """Change a source, or remove it, while its page is being cut, as many times as this."""
    left = [times]

    def build_and_change(page: Page, recipe: Recipe) -> tuple[PageFile, list[StoryFile]]:
        if page.id == change.stem and left[0]:
            left[0] -= 1
            if text is None:
                change.unlink()
            else:
                change.write_text(f"{text}。{'字' * (9 - left[0])}\n", encoding="utf-8")
        return build(page, recipe)

    monkeypatch.setattr("pipeline.ingest.cutting.build", build_and_change)


def test_a_source_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = shelf(tmp_path, a="甲。一\n", b="乙。二\n")
    changing(monkeypatch, 1, tmp_path / "in/a.txt", "新")
    summary = ingest([source], tmp_path / "out", recipe, ALONE)
    assert ([page.page_id for page in summary.written], summary.failed) == (["a", "b"], ())
    assert "新" in (tmp_path / "out/a/s01.json").read_text(encoding="utf-8")
    assert ingest([source], tmp_path / "out", recipe, ALONE).unchanged == 2


def test_a_source_that_never_stops_changing_fails_and_is_tried_by_the_next_run(
    tmp_path: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = shelf(tmp_path, a="甲。一\n", b="乙。二\n")
    changing(monkeypatch, 2, tmp_path / "in/a.txt", "新")
    summary = ingest([source], tmp_path / "out", recipe, ALONE)
    assert [(each.source, each.page_id, each.stage) for each in summary.failed] == [("a.txt", None, "read")]
    assert "changed while it was being read" in summary.failed[0].reason
    assert sorted(contents(tmp_path / "out")) == ["b/page.json", "b/s01.json"]
    assert [page.page_id for page in ingest([source], tmp_path / "out", recipe, ALONE).written] == ["a"]


def test_a_source_that_goes_while_it_is_read_fails_alone(
    tmp_path: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = shelf(tmp_path, a="甲。一\n", b="乙。二\n")
    changing(monkeypatch, 1, tmp_path / "in/a.txt", None)
    summary = ingest([source], tmp_path / "out", recipe, ALONE)
    assert [page.page_id for page in summary.written] == ["b"]
    assert [each.source for each in summary.failed] == ["a.txt"]
    assert "No such file" in summary.failed[0].reason


def test_a_source_that_was_deleted_keeps_its_output(tmp_path: Path, recipe: Recipe) -> None:
    source = shelf(tmp_path, a="甲。一\n", b="乙。二\n")
    ingest([source], tmp_path / "out", recipe, ALONE)
    (tmp_path / "in/a.txt").unlink()
    before = contents(tmp_path / "out")
    assert ingest([source], tmp_path / "out", recipe, ALONE).failed == ()
    assert contents(tmp_path / "out") == before


def test_the_second_of_two_runs_says_so_and_stops(tmp_path: Path, recipe: Recipe) -> None:
    source = shelf(tmp_path, a="甲。一\n", b="乙。二\n")
    refused: list[str] = []

    def second(progress: Progress) -> None:
        command = [sys.executable, "-m", "pipeline", "ingest", source, "-o", str(tmp_path / "out")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        refused.append(done.stderr)

    first = ingest([source], tmp_path / "out", recipe, Options(jobs=0), Watch(second))
    assert first.pages == 2
    assert all(f"another run is writing here (process {os.getpid()} on " in said for said in refused)
    assert refused


def test_two_runs_in_one_process_keep_apart_too(tmp_path: Path, recipe: Recipe) -> None:
    source = shelf(tmp_path, a="甲。一\n")

    def second(progress: Progress) -> None:
        with pytest.raises(Busy, match="another run is writing here"):
            ingest([source], tmp_path / "out", recipe, ALONE)

    assert ingest([source], tmp_path / "out", recipe, ALONE, Watch(second)).pages == 1


HOSTILE = [
    b"a b.txt", b"it's.txt", b'"quoted".txt', b"line\nbreak.txt", b"up..and...txt", b"bytes\xff\xfe.txt",
    b"bytes\xff\xfd.txt", b"-rf.txt", b"$(id).txt", b"%s%n.txt", "版面　全角.txt".encode(), b"\xe2\x80\xaertl.txt",
    b"a;b|c&d.txt", b"c:\\d.txt",
]  # fmt: skip


@pytest.mark.parametrize("jobs", [0, 1])
def test_hostile_names_stay_inside_and_are_done_once(tmp_path: Path, recipe: Recipe, jobs: int) -> None:
    folder = os.fsencode(tmp_path / "in ..'\n") + b"\xff"
    os.mkdir(folder)  # noqa: PTH102  (bytes)
    for number, name in enumerate(HOSTILE):
        with open(folder + b"/" + name, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(f"第{number}页。正文\n")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("秘。密\n", encoding="utf-8")
    os.symlink(outside, folder + b"/link")  # noqa: PTH211
    before = contents(outside)
    source = os.fsdecode(folder)
    summary = ingest([source], tmp_path / "out", recipe, Options(jobs=jobs))
    assert (summary.pages, summary.failed) == (len(HOSTILE), ())
    assert len({name for name in contents(tmp_path / "out") if name.endswith("page.json")}) == len(HOSTILE)
    assert contents(outside) == before
    assert {path.name for path in tmp_path.iterdir()} == {os.path.basename(source), "out", "outside"}  # noqa: PTH119
    assert ingest([source], tmp_path / "out", recipe, Options(jobs=jobs)).unchanged == len(HOSTILE)


def test_a_link_out_of_the_output_is_not_followed(tmp_path: Path, recipe: Recipe) -> None:
    source = shelf(tmp_path, a="甲。一\n", b="乙。二\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a").symlink_to(elsewhere)
    summary = ingest([source], tmp_path / "out", recipe, ALONE)
    assert [(each.page_id, each.stage) for each in summary.failed] == [("a", "write")]
    assert "leads out of" in summary.failed[0].reason
    (tmp_path / "other").mkdir()
    (tmp_path / "other/.jianbao").symlink_to(elsewhere)
    with pytest.raises(WriteError, match="leads out of"):
        ingest([source], tmp_path / "other", recipe, ALONE)
    assert contents(elsewhere) == {}


def test_ctrl_c_at_the_command_line_ends_with_130_and_the_next_run_goes_on(tmp_path: Path) -> None:
    source = shelf(tmp_path, **{f"p{n:02d}": "甲。一\n" for n in range(30)})
    options = plain.install(tmp_path)
    stage = (tmp_path / "plain.py").read_text(encoding="utf-8")
    (tmp_path / "plain.py").write_text(
        stage + "import os, signal, sys\nif '-c' in sys.argv[:1]:\n    os.kill(os.getppid(), signal.SIGINT)\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pipeline", "ingest", source, "-o", str(tmp_path / "out"), "--jobs", "1", *options]
    stopped = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert stopped.returncode == 130, stopped.stderr
    assert "stopped: interrupted; what was written stays" in stopped.stderr
    (tmp_path / "plain.py").write_text(stage, encoding="utf-8")
    rest = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert rest.returncode == 0, rest.stderr
    assert len([name for name in contents(tmp_path / "out") if name.endswith("page.json")]) == 30
