"""Worker processes: what one of them does to itself costs its page alone, and the run goes on."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import JianbaoError
from pipeline.ingest.ingest import ingest
from pipeline.ingest.options import MostFailed, Options, Progress, Watch
from pipeline.ingest.running import INTERRUPTED
from pipeline.ingest.summary import Summary
from pipeline.recipe import Recipe
from tests.ingest.faults import harming
from tests.ingest.trees import contents

MEGABYTE = 1024 * 1024


@pytest.fixture
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recipe]:
    with harming(tmp_path_factory.mktemp("stage")) as recipe:
        yield recipe


def work(folder: Path, recipe: Recipe, pages: dict[str, str], watch: Watch | None = None, **options: Any) -> Summary:
    """Write `pages` into folder/in and cut them with worker processes."""
    (folder / "in").mkdir(exist_ok=True)
    for name, text in pages.items():
        (folder / f"in/{name}.txt").write_text(text, encoding="utf-8")
    chosen = {"jobs": 2, **options}
    return ingest([str(folder / "in")], folder / "out", recipe, Options(**chosen), watch)


def written(summary: Summary) -> list[str]:
    return [page.page_id for page in summary.written]


def test_each_fault_costs_its_page_alone_and_is_named(tmp_path: Path, recipe: Recipe) -> None:
    harms = {"hang": "hang", "exit": "exit", "segv": "segv", "kill": "kill", "eat": "eat"}
    good = {f"{name}-after": "一\n二\n" for name in harms}
    summary = work(tmp_path, recipe, {**harms, **good}, page_seconds=3, page_bytes=300 * MEGABYTE)
    assert written(summary) == sorted(good)
    told = {failure.page_id: (failure.source, failure.stage, failure.reason) for failure in summary.failed}
    wanted = {
        "hang": "it took longer than the 3 s that --page-timeout allows",
        "exit": "the worker died: exit code 7",
        "segv": "the worker died: SIGSEGV",
        "kill": "the worker died: killed (SIGKILL), perhaps because the machine had no memory left",
        "eat": "it needs more memory than the 300 MB that --page-memory allows",
    }
    assert told == {
        name: (f"{name}.txt", "harm", f"{why}; it was tried 2 times; --retry-failed tries it again")
        for name, why in wanted.items()
    }
    assert sorted({name.split("/")[0] for name in contents(tmp_path / "out")}) == sorted(good)


def test_what_kills_once_is_tried_again(tmp_path: Path, recipe: Recipe) -> None:
    pages = {"a": "exit once\n", "b": "kill once\n", "c": "eat once\n", "d": "好\n"}
    summary = work(tmp_path, recipe, pages, page_bytes=300 * MEGABYTE)
    assert (written(summary), summary.failed) == (["a", "b", "c", "d"], ())


def test_a_bad_page_costs_none_of_its_file(tmp_path: Path, recipe: Recipe) -> None:
    summary = work(tmp_path, recipe, {"a": "一\n\f二\n\fexit\n\f四\n\fkill once\n\f六\n"}, jobs=1)
    assert written(summary) == ["a-p001", "a-p002", "a-p004", "a-p005", "a-p006"]
    assert [(failure.page_id, failure.stage) for failure in summary.failed] == [("a-p003", "harm")]
    again = work(tmp_path, recipe, {}, jobs=1)
    assert (again.pages, again.unchanged, again.skipped) == (0, 5, 1)


def test_a_worker_that_has_grown_is_replaced_before_it_costs_a_page(
    tmp_path: Path, recipe: Recipe, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "jianbao.ingest")
    summary = work(tmp_path, recipe, {f"p{n}": "leak\n" for n in range(3)}, jobs=1, page_bytes=300 * MEGABYTE)
    assert (summary.pages, summary.failed) == (3, ())
    assert [record.message for record in caplog.records] == ["written"] * 3


def test_any_number_of_workers_writes_the_same_bytes(tmp_path: Path, recipe: Recipe) -> None:
    pages = {f"p{n}": f"第{n}页\n正文\n" for n in range(9)}
    outputs = []
    for jobs in (0, 1, 3):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        assert written(work(folder, recipe, pages, jobs=jobs)) == sorted(pages)
        outputs.append(contents(folder / "out"))
    assert outputs[0] == outputs[1] == outputs[2]


def test_what_a_stage_prints_is_not_taken_for_a_message(tmp_path: Path, recipe: Recipe) -> None:
    assert written(work(tmp_path, recipe, {"a": "print\n"}, jobs=1)) == ["a"]


def test_the_first_signal_lets_pages_finish_and_the_next_run_goes_on(tmp_path: Path, recipe: Recipe) -> None:
    pages = {f"p{n:02d}": "一\n\f二\n\f三\n" for n in range(20)}

    def interrupt(progress: Progress) -> None:
        if progress.pages == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    stopped = work(tmp_path, recipe, pages, Watch(interrupt))
    assert stopped.stopped == INTERRUPTED
    assert 2 <= stopped.pages < 60
    done = {name.split("/")[0] for name in contents(tmp_path / "out")}
    assert done == set(written(stopped)), "nothing is there that is not done, and no scraps"
    rest = work(tmp_path, recipe, {})
    assert (rest.pages, rest.unchanged, rest.failed) == (60 - stopped.pages, stopped.pages, ())


def test_the_second_signal_stops_at_once(tmp_path: Path, recipe: Recipe) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.pages == 1:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)

    pages = {"a": "好\n", "b": "hang\n"}
    stopped = work(tmp_path, recipe, pages, Watch(interrupt), page_seconds=None)
    assert (stopped.stopped, written(stopped)) == (INTERRUPTED, ["a"])


@pytest.mark.parametrize(("most", "said"), [(MostFailed(number=2), "2"), (MostFailed(share=0.1), "10%")])
def test_a_run_that_goes_wrong_is_stopped(tmp_path: Path, recipe: Recipe, most: MostFailed, said: str) -> None:
    pages = {f"p{n:02d}": "raise\n" for n in range(9)}
    summary = work(tmp_path, recipe, pages, most_failed=most, jobs=1)
    assert summary.stopped == f"more than {said} of the pages failed (3 of 3)"
    assert [failure.page_id for failure in summary.failed] == ["p00", "p01", "p02"]


def test_workers_that_cannot_start_are_no_fault_of_the_pages(tmp_path: Path, recipe: Recipe) -> None:
    Path(recipe.steps[0].stage.origin).write_text("import no_such_module\n", encoding="utf-8")
    with pytest.raises(JianbaoError, match=r"harm\.py: cannot be loaded"):
        work(tmp_path, recipe, {"a": "好\n"}, jobs=1)
    assert contents(tmp_path / "out") == {}


def test_a_worker_that_is_killed_while_it_starts_is_no_fault_of_the_pages(tmp_path: Path, recipe: Recipe) -> None:
    stage = Path(recipe.steps[0].stage.origin)
    once = "if '-c' in sys.argv[:1] and not Path(__file__).with_name('begun').exists():\n"
    once += "    Path(__file__).with_name('begun').touch()\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    stage.write_text(stage.read_text(encoding="utf-8") + "\n\nimport sys\n" + once, encoding="utf-8")
    summary = work(tmp_path, recipe, {"a": "好\n"}, jobs=1)
    assert stage.with_name("begun").exists()
    assert (written(summary), summary.failed) == (["a"], ())


def test_a_share_is_not_judged_by_the_first_pages() -> None:
    share = MostFailed(share=0.1)
    assert [share.exceeded(1, 1), share.exceeded(2, 3), share.exceeded(3, 3)] == [False, False, True]
    assert [share.exceeded(9, 100), share.exceeded(11, 100)] == [False, True]
