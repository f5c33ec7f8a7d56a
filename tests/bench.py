"""python -m tests.bench [PAGE]: how fast it is, as ratios that are measured in one run on one machine.

The page is the real one beside the repository, else the largest fixture. Everything is imported, and all that
is read once (models, words) has been read, before the clock starts; `first page` is what that costs.
"""

from __future__ import annotations

import argparse
import io
import logging
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from pipeline.readers.decoding import decode
from pipeline.readers.text import pages
from pipeline.recipe import Recipe, load
from pipeline.run import run
from pipeline.writers.build import build
from pipeline.writers.schema import encoded
from tests.bench_ingest import ingest_rows
from tests.conftest import ROOT, SHARED

GROWTH = (1, 10, 100)
ROUNDS = 9
MOST_GROWTH = 1.5  # time per character, at the last of GROWTH relative to the first
MOST_START = 150  # ms
MOST_MEMORY = 1.2  # of a file of few pages, for one of hundreds


def seconds(work: Callable[[], object], rounds: int = ROUNDS, clock: Callable[[], float] = time.perf_counter) -> float:
    """The median time of some rounds."""
    times = []
    for _ in range(rounds):
        begin = clock()
        work()
        times.append(clock() - begin)
    return median(times)


def end_to_end(data: bytes, recipe: Recipe) -> int:
    """Read, run, build and encode all that is written for a file; the number of bytes."""
    size = 0
    for page in pages(data, "bench", "bench.txt"):
        page_file, stories = build(run(page, recipe), recipe)
        size += len(encoded(page_file)) + sum(len(encoded(story)) for story in stories)
    return size


def default_page() -> Path:
    """The real page, or the largest fixture where it is missing."""
    real = sorted((SHARED / "samples").glob("*.txt"))
    return real[0] if real else max((ROOT / "fixtures").glob("*.txt"), key=lambda path: path.stat().st_size)


def page_rows(path: Path, recipe: Recipe) -> list[tuple[str, str, str]]:
    """One page against two plain things to do with it."""
    data = path.read_bytes()
    text = decode(data).text
    first = seconds(lambda: end_to_end(data, recipe), 1)
    cutting = seconds(lambda: end_to_end(data, recipe))
    splitting = seconds(lambda: decode(path.read_bytes()).text.split("\n"), 100)
    words = jieba()
    segmenting = seconds(lambda: words(text))
    return [
        ("page end to end", f"{cutting * 1000:.1f} ms", f"{len(text):,} characters"),
        ("  against read and split", f"{cutting / splitting:,.0f} ×", f"{splitting * 1e6:.0f} µs"),
        ("  against jieba cutting it once", f"{cutting / segmenting:.2f} ×", f"{segmenting * 1000:.1f} ms"),
        ("  first page, models and words read", f"{first / cutting:.1f} ×", f"{first * 1000:.0f} ms"),
    ]


def pdf_rows(folder: Path) -> list[tuple[str, str, str]]:
    """Pages as PDF from the file to the files written, against pdfplumber reading their characters.

    Both run in turns, and what counts is the processor's time, so that a busy machine matters less.
    """
    from tests.bench_pdf import GLYPHS, characters, cut, sheet

    recipe = load("pdf")
    rows, base = [], 0.0
    for glyphs in GLYPHS:
        path = sheet(glyphs, folder)
        count = characters(path)
        cut(path, folder, recipe)
        ways = partial(cut, path, folder, recipe), partial(characters, path)
        both = [[seconds(way, 1, time.process_time) for way in ways] for _ in range(5)]
        cutting, reading = (median(times) for times in zip(*both, strict=True))
        base = base or cutting / count
        rows += [
            ("a page as PDF, to files", f"{cutting * 1000:.1f} ms", f"{count:,} glyphs"),
            (
                "  against pdfplumber's page.chars",
                f"{cutting / reading:.2f} × (at most 0.5)",
                f"{reading * 1000:.0f} ms",
            ),
            ("  time a glyph", f"{cutting / count / base:.2f} ×", f"{cutting / count * 1e6:.1f} µs"),
        ]
    return rows


def pages_rows(folder: Path) -> list[tuple[str, str, str]]:
    """What `jianbao ingest` needs for files of more and more pages, each in a process of its own."""
    from tests.bench_pdf import PAGES, issue, measured

    rows: list[tuple[str, str, str]] = []
    base: tuple[float, float] | None = None
    for count in PAGES:
        spent, peak = measured(issue(count, folder), folder)
        base = base or (spent / count, peak)
        rows += [
            (f"a PDF of {count} pages, time a page", f"{spent / count / base[0]:.2f} ×", f"{spent:.1f} s"),
            ("  memory at its peak", f"{peak / base[1]:.2f} × (at most {MOST_MEMORY})", f"{peak / 1024:.0f} MB"),
        ]
    return rows


def growth_rows(path: Path, recipe: Recipe) -> list[tuple[str, str, str]]:
    """The processor's time per character of one page made of more and more copies."""
    text = decode(path.read_bytes()).text.replace("\f", "\n")
    rows, base = [], 0.0
    for times in GROWTH:
        data = "\n".join([text] * times).encode("utf-8", "surrogatepass")
        spent = seconds(partial(end_to_end, data, recipe), max(1, ROUNDS // times), time.process_time)
        per_character = spent / (len(text) * times)
        base = base or per_character
        limit = f" (at most {MOST_GROWTH})" if times == GROWTH[-1] else ""
        rows.append((f"page × {times}, time a character", f"{per_character / base:.2f} ×{limit}", f"{spent:.2f} s"))
    return rows


def start_row() -> tuple[str, str, str]:
    """`jianbao --help` against Python doing nothing."""
    script = Path(sys.executable).with_name("jianbao")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "pipeline"]

    def call(*arguments: str) -> float:
        return seconds(lambda: subprocess.run(arguments, cwd=ROOT, check=True, stdout=subprocess.DEVNULL), 11)

    nothing = call(sys.executable, "-c", "pass")
    helping = call(*command, "--help")
    more = f"{(helping - nothing) * 1000:.0f} ms more (at most {MOST_START})"
    return "jianbao --help, against python -c pass", more, f"{helping * 1000:.0f} ms"


def jieba() -> Callable[[str], object]:
    """jieba's cutting, its word list loaded and its warnings about itself unheard."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba as package

        package.setLogLevel(logging.ERROR)
        package.initialize()
    cut: Callable[[str], object] = package.lcut
    return cut


def table(rows: Sequence[tuple[str, str, str]]) -> str:
    out = io.StringIO()
    wide = [max(len(row[column]) for row in rows) for column in range(3)]
    for what, ratio, absolute in rows:
        out.write(f"{what:<{wide[0]}}  {ratio:>{wide[1]}}  {absolute:>{wide[2]}}\n")
    return out.getvalue()


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("page", type=Path, nargs="?", default=default_page())
    parser.add_argument("--pdfs", type=int, default=500, help="how many PDFs two workers and one cut (500)")
    parser.add_argument(
        "--files", type=int, default=100_000, help="how many files there are on the long shelf (100000)"
    )
    parser.add_argument("--only", choices=("pages", "ingest"), help="leave the rest out")
    chosen = parser.parse_args(arguments)
    path: Path = chosen.page
    recipe = load("text")
    print(f"{path.name}; medians, one run on this machine\n")
    if chosen.only != "ingest":
        with TemporaryDirectory() as folder:
            on_paper = [*pdf_rows(Path(folder)), *pages_rows(Path(folder))]
        print(table([*page_rows(path, recipe), *on_paper, *growth_rows(path, recipe), start_row()]))
    if chosen.only != "pages":
        print(table(ingest_rows(chosen.pdfs, chosen.files)), end="")


if __name__ == "__main__":
    main()
