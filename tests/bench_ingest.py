"""What ingest costs: several workers against one, a page beside the bare library, a shelf of 100,000 files.

python -m tests.bench_ingest FILES FOLDER     what one such shelf costs, as JSON; in a process of its own
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.ingest import ingest as ingesting
from pipeline.ingest.cutting import pages_of
from pipeline.ingest.messages import FileRead, Job, PageCut, Told
from pipeline.ingest.options import Options
from pipeline.ingest.sources import find
from pipeline.page import Page
from pipeline.recipe import Recipe, for_kind, load
from pipeline.registry import load_file
from pipeline.run import run
from pipeline.writers.build import build
from pipeline.writers.files import write
from tests.conftest import ROOT
from tests.ingest import plain

FEW = 1000
STORIES = 5  # of a page
MOST_OVERHEAD = 3.0  # ms a page
LEAST_GAIN = 1.8  # of two workers over one
Row = tuple[str, str, str]


def ingest_rows(pdfs: int, files: int) -> list[Row]:
    """All of them."""
    return [*worker_rows(pdfs), *overhead_rows(), *shelf_rows(files)]


def worker_rows(count: int) -> list[Row]:
    """The press's PDFs in turn under other names, by one worker and by two."""
    sources = sorted((ROOT / "fixtures/press/pdf").glob("*.pdf"))
    with TemporaryDirectory() as folder:
        shelf = Path(folder) / "in"
        shelf.mkdir()
        for number in range(count):
            os.link(_copied(sources[number % len(sources)], Path(folder)), shelf / f"p{number:04d}.pdf")
        spent = {jobs: _ingest(shelf, Path(folder) / f"out{jobs}", jobs) for jobs in (1, 2)}
    (one, pages), (two, _) = spent[1], spent[2]
    rates = f"{pages / one:.2f} and {pages / two:.2f} pages/s, {count} PDFs, {len(os.sched_getaffinity(0))} cores"
    return [("two workers against one", f"{one / two:.2f} × (at least {LEAST_GAIN} wanted)", rates)]


def _copied(source: Path, folder: Path) -> Path:
    """The source in the file system of the shelf; every page of the shelf is a link to it."""
    copy = folder / source.name
    if not copy.exists():
        copy.write_bytes(source.read_bytes())
    return copy


def _ingest(shelf: Path, out: Path, jobs: int) -> tuple[float, int]:
    begin = time.perf_counter()
    summary = ingesting.ingest([str(shelf)], out, lambda kind: load(for_kind(kind)), Options(jobs=jobs))
    assert not summary.failed, summary.failed
    return time.perf_counter() - begin, summary.pages


def overhead_rows() -> list[Row]:
    """A thousand small pages by ingest, against reading, running, building and writing each by hand.

    In seconds of the processor, of this process and its workers: others that are busy do not count.
    """
    with TemporaryDirectory() as folder:
        recipe = _plain(Path(folder))
        shelf = _shelf(Path(folder), FEW)
        begin = _worked()
        for item in find([str(shelf)]).items:
            for page in pages_of(item):
                assert isinstance(page, Page)
                write(Path(folder) / "bare", *build(run(page, recipe), recipe))
        bare = _worked() - begin
        rows = []
        for jobs in (0, 1):
            begin = _worked()
            summary = ingesting.ingest([str(shelf)], Path(folder) / f"out{jobs}", recipe, Options(jobs=jobs))
            spent = _worked() - begin
            assert summary.pages == FEW
            who = "in this process" if jobs == 0 else "by one worker, its start included"
            more = f"{(spent - bare) / FEW * 1000:.2f} ms (at most {MOST_OVERHEAD:g} wanted)"
            rows.append((f"ingest, more a page, {who}", more, f"{bare / FEW * 1000:.2f} ms by hand"))
    return rows


def _worked() -> float:
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def shelf_rows(files: int) -> list[Row]:
    """Memory of the main process and time of a run with nothing to do, of a few files and of many."""
    told = {}
    for count in (FEW, files):
        with TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "tests.bench_ingest", str(count), folder]
            told[count] = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    few, many = told[FEW], told[files]
    more = f"{many['memory'] - few['memory']:+.1f} MB"
    return [
        (f"main process, more memory for {files:,} files", more, f"{few['memory']:.0f} MB for {FEW:,}"),
        (
            f"  the same, nothing to do for {files:,} files",
            f"{many['again']:.1f} s",
            f"{few['again']:.2f} s for {FEW:,}",
        ),
        (
            f"  the catalogue, a file of {files:,}",
            f"{many['first'] / files * 1000:.2f} ms",
            f"{many['first']:.0f} s in all",
        ),
    ]


class Quick:
    """An executor that writes small files for each page and tells that it is cut: what is left is the run itself."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._jobs: list[Job] = []

    @property
    def free(self) -> bool:
        return len(self._jobs) < 2

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    def submit(self, job: Job) -> None:
        self._jobs.append(job)

    def told(self) -> Iterator[tuple[Job, Told]]:
        job = self._jobs.pop(0)
        folder = self._out / job.page_id
        folder.mkdir(parents=True)
        names = ("page", *(f"s{number:02d}" for number in range(1, STORIES + 1)))
        size = sum((folder / f"{name}.json").write_bytes(b"{}\n") for name in names)
        flags = ("no-date",)
        yield job, PageCut(1, 1, job.page_id, 0.3, "0" * 64, STORIES, size, 0.8, flags, None, "2025-07-04", "1", 0)
        yield job, FileRead("0" * 64, None)

    def wake(self) -> None: ...
    def finish(self) -> None: ...
    def close(self) -> None: ...


def _plain(folder: Path) -> Recipe:
    plain.install(folder)
    load_file(folder / "plain.py")
    return load(str(folder / "plain.toml"))


def _shelf(folder: Path, count: int) -> Path:
    """Small pages, a hundred in a folder."""
    shelf = folder / "in"
    for number in range(count):
        path = shelf / f"{number // 100:04d}/{number % 100:02d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"第{number}页。正文\n", encoding="utf-8")
    return shelf


def main(count: int, folder: Path) -> None:
    """One shelf: cut by Quick, and then once more, when there is nothing to do."""
    recipe = load("text")
    shelf, out = _shelf(folder, count), folder / "out"
    executor = ingesting._executor
    ingesting._executor = lambda *_: Quick(out)
    begin = time.perf_counter()
    first = ingesting.ingest([str(shelf)], out, recipe)
    assert first.pages == count
    middle = time.perf_counter()
    ingesting._executor = executor
    again = ingesting.ingest([str(shelf)], out, recipe)
    end = time.perf_counter()
    assert (again.pages, again.unchanged) == (0, count)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"memory": memory, "first": middle - begin, "again": end - middle}))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
