"""Pages that are lost while they are read, before anything is known of them: they are named, and can be tried again."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.ingest.catalogue import catalogue_of
from pipeline.ingest.ingest import ingest
from pipeline.ingest.options import Options
from pipeline.ingest.status import status
from pipeline.ingest.summary import Summary
from pipeline.recipe import Recipe
from tests.cli.conftest import FIXTURES
from tests.ingest.faults import READER, harming
from tests.ingest.trees import contents

DIED = "the worker died: exit code 7; it was tried 2 times; --retry-failed tries it again"
PDF = FIXTURES / "press/pdf"


@pytest.fixture
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recipe]:
    with harming(tmp_path_factory.mktemp("stage"), READER) as recipe:
        yield recipe


def cut(folder: Path, recipe: Recipe, retry_failed: bool = False) -> Summary:
    return ingest([str(folder / "in")], folder / "out", recipe, Options(jobs=1, retry_failed=retry_failed))


def put(folder: Path, name: str, text: str) -> Path:
    (folder / "in").mkdir(exist_ok=True)
    path = folder / "in" / name
    path.write_text(text, encoding="utf-8")
    return path


def told(summary: Summary) -> tuple[list[str], list[tuple[str, str | None, str, str]]]:
    failed = [(each.source, each.page_id, each.stage, each.reason) for each in summary.failed]
    return [page.page_id for page in summary.written], failed


def test_an_only_page_that_is_lost_has_failed_and_is_tried_again_when_asked_for(tmp_path: Path, recipe: Recipe) -> None:
    path = put(tmp_path, "a!1.txt", "一\n")
    assert told(cut(tmp_path, recipe)) == ([], [("a!1.txt", "a!1", "read", DIED)])
    left = cut(tmp_path, recipe)
    assert (told(left), left.skipped) == (([], []), 1)
    known = status(catalogue_of(tmp_path / "out"))
    assert known.states == {"failed": 1}
    assert [(each.stage, each.reason, each.example) for each in known.failed] == [("read", DIED, "a!1")]
    assert told(cut(tmp_path, recipe, retry_failed=True)) == ([], [("a!1.txt", "a!1", "read", DIED)])
    assert status(catalogue_of(tmp_path / "out")).states == {"failed": 1}, "it is counted once"
    path.rename(path.with_name("a.txt"))
    assert told(cut(tmp_path, recipe)) == (["a"], [])


def test_how_long_a_page_was_in_hand_that_was_lost_is_known(
    tmp_path: Path, recipe: Recipe, caplog: pytest.LogCaptureFixture
) -> None:
    put(tmp_path, "a!1.txt", "一\n")
    cut(tmp_path, recipe)
    (lost,) = (record for record in caplog.records if record.levelno == logging.ERROR)
    assert vars(lost)["seconds"] > 0


def test_a_library_for_which_there_is_too_little_memory_is_no_fault_of_ours(tmp_path: Path, recipe: Recipe) -> None:
    put(tmp_path, "a!x.txt", "一\n")
    ((_, _, stage, reason),) = told(cut(tmp_path, recipe))[1]
    assert (stage, reason.startswith("it needs more memory than the 4,096 MB that --page-memory allows")) == (
        "read", True,
    )  # fmt: skip


def test_the_pages_behind_it_get_their_turn(tmp_path: Path, recipe: Recipe) -> None:
    put(tmp_path, "a!1.txt", "一\n\f二\n\f三\n")
    assert told(cut(tmp_path, recipe)) == (["a!1-p002", "a!1-p003"], [("a!1.txt", "a!1-p001", "read", DIED)])
    again = cut(tmp_path, recipe, retry_failed=True)
    assert (told(again), again.unchanged) == (([], [("a!1.txt", "a!1-p001", "read", DIED)]), 2)


def test_a_file_of_which_no_page_is_seen_has_failed_as_a_whole(tmp_path: Path, recipe: Recipe) -> None:
    put(tmp_path, "a!12.txt", "一\n\f二\n\f三\n")
    put(tmp_path, "b!12.txt", "一\n")
    wanted = [(name, None, "read", DIED) for name in ("a!12.txt", "b!12.txt")]
    assert told(cut(tmp_path, recipe)) == ([], wanted)
    assert cut(tmp_path, recipe).skipped == 2
    assert told(cut(tmp_path, recipe, retry_failed=True)) == ([], wanted)


def test_where_the_file_tells_how_many_pages_it_has_none_of_them_costs_another(tmp_path: Path, recipe: Recipe) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    one = next(path for path in sorted(PDF.glob("*.pdf")))
    with pypdfium2.PdfDocument.new() as many, pypdfium2.PdfDocument(one) as page:
        for _ in range(4):
            many.import_pages(page, [0])
        (tmp_path / "in").mkdir()
        many.save(tmp_path / "in/a!123.pdf")
    written, failed = told(cut(tmp_path, recipe))
    assert written == ["a!123-p004"]
    assert [page_id for _, page_id, _, _ in failed] == ["a!123-p001", "a!123-p002", "a!123-p003"]


def test_a_page_behind_the_last_is_not_made_up(tmp_path: Path, recipe: Recipe) -> None:
    put(tmp_path, "a!2.txt", "exit\n")  # page 1 dies at its stage, and who looks for a second one dies, too
    shutil.copy(next(path for path in sorted(PDF.glob("*.pdf"))), tmp_path / "in/b!12.pdf")
    written, failed = told(cut(tmp_path, recipe))
    assert written == []
    assert [(source, page_id, stage) for source, page_id, stage, _ in failed] == [
        ("a!2.txt", "a!2", "harm"), ("b!12.pdf", "b!12", "read"),
    ]  # fmt: skip


def test_earlier_output_is_left_in_place_and_said_to_be(tmp_path: Path, recipe: Recipe) -> None:
    for number, name in enumerate(("one!1", "two!12")):
        (tmp_path / f"{number}").mkdir()
        put(tmp_path / f"{number}", f"{name}.txt", "一\n\f二\n" * number + "三\n")
        sane = ingest([str(tmp_path / f"{number}/in")], tmp_path / f"{number}/out", recipe, Options(jobs=0))
        assert (sane.pages, sane.failed) == (2 * number + 1 - number, ())
        before = contents(tmp_path / f"{number}/out")
        put(tmp_path / f"{number}", f"{name}.txt", "另一\n" + "\f又一\n" * number)
        summary = cut(tmp_path / f"{number}", recipe)
        assert (summary.pages, summary.unchanged) == (0, 0)
        assert [failure.kept for failure in summary.failed] == [True]
        assert str(summary.failed[0]).endswith("; its output of an earlier run was left in place")
        assert contents(tmp_path / f"{number}/out") == before


def test_of_a_file_whose_last_page_was_lost_only_that_one_is_tried_again(tmp_path: Path, recipe: Recipe) -> None:
    put(tmp_path, "a.txt", "一\n\f二\n\fexit\n")
    assert told(cut(tmp_path, recipe)) == (["a-p001", "a-p002"], [("a.txt", "a-p003", "harm", DIED)])
    again = cut(tmp_path, recipe, retry_failed=True)
    assert (told(again), again.unchanged) == (([], [("a.txt", "a-p003", "harm", DIED)]), 2)
