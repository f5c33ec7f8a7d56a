"""A Dask cluster on loopback: a real scheduler, two real worker processes, one of which is killed half way."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from pipeline.errors import JianbaoError
from pipeline.ingest.ingest import ingest
from pipeline.ingest.options import Options, Progress, Watch
from pipeline.ingest.running import INTERRUPTED
from pipeline.recipe import Recipe
from pipeline.writers.files import WriteError
from tests.conftest import ROOT
from tests.ingest.faults import harming
from tests.ingest.trees import contents

pytest.importorskip("distributed")


@pytest.fixture
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recipe]:
    with harming(tmp_path_factory.mktemp("stage")) as recipe:
        yield recipe


@contextmanager
def program(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of distributed in the background, killed at the end."""
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{arguments[0]}", *arguments[1:]],
            cwd=folder,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, and its two workers."""
    folder = tmp_path_factory.mktemp("dask")
    with ExitStack() as stack:
        told = folder / "scheduler.json"
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)]
        stack.enter_context(program(folder, "dask_scheduler", *options))
        address = _address(told)
        workers = [
            stack.enter_context(
                program(folder, "dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
            )
            for _ in range(2)
        ]
        from distributed import Client

        with Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address, workers


def _address(told: Path) -> str:
    """The address that a scheduler writes down once it listens."""
    tick = threading.Event()
    for _ in range(600):
        try:
            return str(json.loads(told.read_bytes())["address"])
        except (OSError, ValueError):
            tick.wait(0.1)
    raise AssertionError("the scheduler does not start")


def test_a_cluster_does_the_same_and_survives_the_loss_of_a_machine(
    tmp_path: Path, recipe: Recipe, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    (tmp_path / "in").mkdir()
    for number in range(24):
        (tmp_path / f"in/p{number:02d}.txt").write_text(f"第{number}页\n\f正文\n", encoding="utf-8")
    (tmp_path / "in/p05.txt").write_text("exit\n\f好\n", encoding="utf-8")
    (tmp_path / "in/p06.txt").write_text("exit once\n", encoding="utf-8")
    (tmp_path / "in/p07.txt").write_text("raise\n", encoding="utf-8")

    def kill_one(progress: Progress) -> None:
        if progress.pages >= 20:
            workers[0].kill()

    options = Options(scheduler=address, page_bytes=None)
    summary = ingest([str(tmp_path / "in")], tmp_path / "out", recipe, options, Watch(kill_one))
    assert workers[0].wait() != 0
    assert summary.stopped is None
    assert [(each.page_id, each.stage, each.reason) for each in summary.failed] == [
        ("p05-p001", "harm", "the worker died: exit code 7; it was tried 2 times; --retry-failed tries it again"),
        ("p07", "harm", "ValueError: this page cannot be cut"),
    ]
    assert summary.pages == 21 * 2 + 2
    alone = ingest([str(tmp_path / "in")], tmp_path / "alone", recipe, Options(jobs=1))
    assert contents(tmp_path / "out") == contents(tmp_path / "alone")
    assert [each.page_id for each in alone.written] == [each.page_id for each in summary.written]
    again = ingest([str(tmp_path / "in")], tmp_path / "out", recipe, options)
    assert (again.pages, again.unchanged, again.skipped) == (0, 44, 2)

    def interrupt(progress: Progress) -> None:
        if progress.pages == 4:
            raise KeyboardInterrupt

    stopped = ingest([str(tmp_path / "in")], tmp_path / "half", recipe, options, Watch(interrupt))
    assert (stopped.stopped, stopped.pages) == (INTERRUPTED, 4)
    rest = ingest([str(tmp_path / "in")], tmp_path / "half", recipe, options)
    assert (rest.pages, rest.unchanged) == (40, 4)
    assert contents(tmp_path / "half") == contents(tmp_path / "alone")


def test_no_scheduler_is_said(tmp_path: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.ingest.cluster.CONNECT_SECONDS", 1)
    (tmp_path / "a.txt").write_text("好\n", encoding="utf-8")
    with pytest.raises(JianbaoError, match="no Dask scheduler answers there"):
        ingest([str(tmp_path / "a.txt")], tmp_path / "out", recipe, Options(scheduler="tcp://127.0.0.1:9"))


def test_a_cluster_cannot_write_into_the_memory_of_this_process(
    tmp_path: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "a.txt").write_text("好\n", encoding="utf-8")
    with pytest.raises(WriteError, match="a cluster cannot write there"):
        ingest([str(tmp_path / "a.txt")], "memory://out", recipe, Options(scheduler="tcp://127.0.0.1:9"))
