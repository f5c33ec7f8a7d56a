"""Pages as PDF for the bench: as dense as a broadsheet, and by the hundred, made of those in fixtures.

`python -m tests.bench_pdf FILE FOLDER` cuts one file and prints the most memory that it took, in kB.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from functools import cache
from itertools import accumulate
from pathlib import Path

from pipeline.page import Page
from pipeline.readers import pdf
from pipeline.recipe import Recipe, load
from pipeline.run import run
from pipeline.writers.build import build
from pipeline.writers.files import write
from tests.conftest import ROOT

GLYPHS = (2_000, 9_000, 18_000)  # of a page, at least
PAGES = (50, 500)
ACROSS = 3  # pages side by side on a sheet


def characters(path: Path) -> int:
    """How many characters pdfplumber finds, which is all that it is asked for."""
    import pdfplumber

    with pdfplumber.open(path) as file:
        return sum(len(page.chars) for page in file.pages)


def cut(path: Path, folder: Path, recipe: Recipe) -> None:
    """The whole way: from the file to the stories written."""
    for page in pdf.read(path, "bench"):
        if isinstance(page, Page):
            write(folder / "out", *build(run(page, recipe), recipe))


@cache
def fixtures() -> list[tuple[Path, int]]:
    """The pages in fixtures and their glyphs, those with the most first."""
    found = [(path, characters(path)) for path in sorted((ROOT / "fixtures/press/pdf").glob("*.pdf"))]
    return sorted(found, key=lambda page: -page[1])


def sheet(glyphs: int, folder: Path) -> Path:
    """One page of at least so many glyphs: the largest pages in fixtures, beside and under each other."""
    import pypdfium2

    pages = fixtures() * (1 + glyphs // sum(count for _, count in fixtures()))
    needed = 1 + sum(total < glyphs for total in accumulate(count for _, count in pages))
    merged = pypdfium2.PdfDocument.new()
    for path, _ in pages[:needed]:
        merged.import_pages(pypdfium2.PdfDocument(path), [0])
    width, height = merged[0].get_size()
    across = min(needed, ACROSS)
    down = -(-needed // across)
    raw = pypdfium2.raw.FPDF_ImportNPagesToOne(merged, width * across, height * down, across, down)
    made = folder / f"sheet-{glyphs}.pdf"
    pypdfium2.PdfDocument(raw).save(made)
    return made


def issue(pages: int, folder: Path) -> Path:
    """The smallest page in fixtures over and over, in one file."""
    import pypdfium2

    merged = pypdfium2.PdfDocument.new()
    merged.import_pages(pypdfium2.PdfDocument(fixtures()[-1][0]), [0] * pages)
    made = folder / f"issue-{pages}.pdf"
    merged.save(made)
    return made


def measured(path: Path, folder: Path) -> tuple[float, int]:
    """Seconds and kB that cutting a file takes in a process of its own."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "tests.bench_pdf", str(path), str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return time.perf_counter() - begin, int(done.stdout)


if __name__ == "__main__":
    cut(Path(sys.argv[1]), Path(sys.argv[2]), load("pdf"))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
