"""One page's files: whole or not at all, nothing stale, nowhere else."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pipeline.errors import ReadError
from pipeline.page import Role
from pipeline.writers import files
from pipeline.writers.build import build
from pipeline.writers.files import WriteError, write
from pipeline.writers.load import load
from pipeline.writers.records import PageFile, StoryFile
from pipeline.writers.schema import SchemaError
from tests.writers.pages import RECIPE, page_with


def made(*texts: str, page_id: str = "p") -> tuple[PageFile, list[StoryFile]]:
    return build(page_with(*([(Role.PARAGRAPH, text)] for text in texts), page_id=page_id), RECIPE)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_page_has_a_folder_with_its_files(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", *made("甲。", "乙。", page_id="2025/07/p4"))
    assert folder == tmp_path / "out/2025/07/p4"
    assert sorted(contents(folder)) == ["page.json", "s01.json", "s02.json"]


def test_what_is_written_can_be_loaded(tmp_path: Path) -> None:
    page, stories = made("甲。", "乙。")
    assert load(write(tmp_path, page, stories)) == (page, stories)


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    before = contents(write(tmp_path, *made("甲。", "乙。")))
    assert contents(write(tmp_path, *made("甲。", "乙。"))) == before


def test_stories_of_an_earlier_run_do_not_stay(tmp_path: Path) -> None:
    folder = write(tmp_path, *made("甲。", "乙。", "丙。"))
    (folder / "notes.txt").write_text("mine")
    write(tmp_path, *made("甲。"))
    assert sorted(contents(folder)) == ["notes.txt", "page.json", "s01.json"]


def test_output_that_fails_its_schema_touches_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, *made("甲。", "乙。"))
    before = contents(folder)
    page, stories = made("丙。")
    with pytest.raises(SchemaError):
        write(tmp_path, page, [msgspec.structs.replace(stories[0], confidence=2.0)])
    assert contents(folder) == before


def test_a_disk_that_refuses_leaves_the_earlier_output_and_no_scraps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path, *made("甲。", "乙。"))
    before = contents(folder)
    real = files._write_aside

    def refuse(folder: Path, name: str, data: bytes) -> Path:
        if name == "s02.json":
            raise OSError(28, "No space left on device")
        return real(folder, name, data)

    monkeypatch.setattr(files, "_write_aside", refuse)
    with pytest.raises(WriteError, match="No space left on device"):
        write(tmp_path, *made("丙。", "丁。"))
    assert contents(folder) == before


def test_a_page_that_is_interrupted_between_renames_is_not_taken_for_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path, *made("甲。", "乙。"))
    real = Path.replace

    def stop(self: Path, target: Path) -> Path:
        if target.name == "s02.json":
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, *made("丙。", "丁。"))
    assert sorted(contents(folder)) == ["s01.json", "s02.json"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/p").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(WriteError, match="leads out of"):
        write(tmp_path / "out", *made("甲。"))
    assert contents(elsewhere) == {}


def test_a_link_in_place_of_a_story_is_replaced_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "out/p").mkdir(parents=True)
    (tmp_path / "out/p/s01.json").symlink_to(victim)
    write(tmp_path / "out", *made("甲。"))
    assert victim.read_text() == "mine"


@pytest.mark.parametrize("page_id", ["../p", "a/../../p", ".", "/etc"])
def test_an_id_that_leads_out_is_refused(tmp_path: Path, page_id: str) -> None:
    with pytest.raises(WriteError, match="leads out of"):
        write(tmp_path / "out", *made("甲。", page_id=page_id))


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("in the way")
    with pytest.raises(WriteError, match="cannot be written"):
        write(tmp_path, *made("甲。"))


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[]"])
def test_a_damaged_file_is_named(tmp_path: Path, data: bytes) -> None:
    folder = write(tmp_path, *made("甲。"))
    (folder / "s01.json").write_bytes(data)
    with pytest.raises(ReadError, match=r"s01\.json"):
        load(folder)
