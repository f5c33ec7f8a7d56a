"""python -m tests.press.measure [N [SEED]]: how well pages of the press are cut, by style, recipe and defect.

What is printed is copy that no training has seen: `held-out` are raw texts of the papers of `styles.py`, `papers`
those of full pages of the papers of `papers.py` in turn, `pdf` such pages as PDFs, which needs fonts. Floors for
some of these pages are in pipeline/evaluate/floors.toml.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

from pipeline.evaluate.report import Report, evaluate
from pipeline.ingest.ingest import ingest
from pipeline.recipe import for_kind
from pipeline.recipe import load as load_recipe
from tests.press import truth
from tests.press.lessons import split_copy
from tests.press.page import Specimen, composed, full_pages, make_pages
from tests.press.papers import PAPERS
from tests.press.print import Printed, available, print_page
from tests.press.print.defects import MIX

SEED = 99
PDF, PDF_PAGES = "pdf", 300


def held_out(n: int, seed: int = SEED) -> Iterator[Specimen]:
    """Pages of copy that no training has seen."""
    _, unseen = split_copy()
    return make_pages(n, seed, stories=unseen)


def papers(n: int, seed: int = SEED) -> Iterator[Specimen]:
    """Full pages of copy that no training has seen."""
    _, unseen = split_copy(more=True)
    return full_pages(n, seed, unseen)


def printed(n: int, seed: int = SEED) -> Iterator[Printed]:
    """Full pages of copy that no training has seen, as PDFs; no paper's copy of theirs was learned from either."""
    _, unseen = split_copy(more=True)
    names = list(PAPERS)
    for index in range(n):
        rng = Random(f"{seed} {index}")
        paper = PAPERS[names[index % len(names)]]
        manner = rng.choices(list(MIX), list(MIX.values()))[0]
        page = composed(paper, unseen, rng)
        yield print_page(page, f"{seed} {index}", manner, f"{paper.name}-{manner}-{seed}-{index:03d}")


def measured_on_paper(pages: Iterable[Printed], folder: Path) -> Report:
    """What the pipeline makes of these PDFs. A story of which nothing is in the text layer is none to be found."""
    sources, gold, out = folder / "pages", folder / "gold", folder / "out"
    for one in (sources, gold):
        one.mkdir(parents=True)
    for page in pages:
        paper, manner, *_ = page.name.rsplit("-", 3)
        stories = [one for one in page.golds[0]["stories"] if one["body"] or one.get("captions") or one.get("headline")]
        told = {**page.golds[0], "stories": stories, "style": [paper, f"any, recipe {manner}"]}
        (sources / f"{page.name}.pdf").write_bytes(page.pdf)
        (gold / f"{page.name}.gold.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    summary = ingest([str(sources)], out, lambda kind: load_recipe(for_kind(kind)))
    if summary.failed:
        raise AssertionError(f"pages failed: {summary.failed}")
    return evaluate(out, gold)


CORPORA: dict[str, tuple[int, Callable[[int, int], Iterator[Specimen]]]] = {
    "held-out": (300, held_out),
    "papers": (50, papers),
}


def measured(pages: Iterable[Specimen], folder: Path) -> Report:
    """What the pipeline makes of these pages. In the gold the recipe stands beside the style, to group by."""
    sources, gold, out = folder / "pages", folder / "gold", folder / "out"
    for one in (sources, gold):
        one.mkdir(parents=True)
    for page in pages:
        truth.check(page)
        told = {**page.gold, "style": [page.style, f"any, recipe {page.spoil}"]}
        (sources / f"{page.name}.txt").write_text(page.text, encoding="utf-8", newline="")
        (gold / f"{page.name}.gold.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    summary = ingest([str(sources)], out, load_recipe("text"))
    if summary.failed:
        raise AssertionError(f"pages failed: {summary.failed}")
    return evaluate(out, gold)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.press.measure", description=__doc__)
    parser.add_argument("n", type=int, nargs="?", help="how many pages (held-out and pdf: 300, papers: 50)")
    parser.add_argument("seed", type=int, nargs="?", default=SEED)
    parser.add_argument("--corpus", choices=[*CORPORA, PDF], action="append", help="only this (default: each in turn)")
    given = parser.parse_args(arguments)
    for name in given.corpus or [*CORPORA, PDF]:
        begin = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            if name == PDF:
                if missing := available():
                    parser.error(missing)
                n = given.n or PDF_PAGES
                report = measured_on_paper(printed(n, given.seed), Path(folder))
            else:
                usual, make = CORPORA[name]
                n = given.n or usual
                report = measured(make(n, given.seed), Path(folder))
        spent = time.perf_counter() - begin
        print(f"{name}: {n} pages from seed {given.seed}, {spent:.0f} s to press, cut and judge\n")
        print(report.table(each=False), flush=True)


if __name__ == "__main__":
    main()
