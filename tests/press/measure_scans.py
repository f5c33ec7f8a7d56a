"""python -m tests.press.measure_scans [N [SEED]]: how well scans of the press are read and cut.

Pages of copy that no training has seen, printed without faults, scanned in turn at 300 dots to the inch with little
damage and at 200 with more (`SCANS`), and the same pages as PDFs. The error rate counts the printed characters that
are not read at their places, or those read that are not printed, whichever are more; the stories are judged with a
`--tolerance`, so that a misread character does not count as a wrong cut.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from pipeline.evaluate.report import Report, evaluate
from pipeline.page import Page
from pipeline.readers.choose import read
from pipeline.readers.scan.engines import choose
from pipeline.readers.scan.engines.protocol import Engine, LineImage, Reading
from pipeline.readers.unread import Unread
from pipeline.recipe import for_kind, load
from pipeline.run import run
from pipeline.writers.build import build
from pipeline.writers.files import write
from tests.press.lessons import split_copy
from tests.press.page import composed
from tests.press.papers import PAPERS
from tests.press.print import available, print_page
from tests.press.print.job import Printed
from tests.press.print.proof import Mark
from tests.press.print.scan import Scan, scan_pages
from tests.press.scanned import middles

PAGES, SEED = 12, 99
SETTINGS = ((300, "good"), (200, "usual"))  # dots to the inch, and how much damage
TOLERANCE = 0.05
NEAR = 0.7  # of its size: how far from where it stands a character may be read


def scanned(n: int, seed: int = SEED) -> Iterator[tuple[Printed, Scan]]:
    """Pages of all papers in turn, as PDF and as scan."""
    _, unseen = split_copy(more=True)
    names = list(PAPERS)
    for index in range(n):
        rng = Random(f"{seed} {index}")
        paper = PAPERS[names[index % len(names)]]
        dpi, damage = SETTINGS[(index + index // len(names)) % len(SETTINGS)]
        page = composed(paper, unseen, rng)
        printed = print_page(page, f"{seed} {index}", "clean", f"{paper.name}-{dpi}-{damage}-{seed}-{index:03d}")
        yield printed, scan_pages(printed, f"{seed} {index}", dpi, damage, printed.name)


@dataclass
class Timed:
    """An engine, and how long it took."""

    engine: Engine
    name: str = "timed"
    seconds: float = 0.0

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        begin = time.process_time()
        try:
            return self.engine.read(lines)
        finally:
            self.seconds += time.process_time() - begin


def errors(page: Page, marks: Sequence[Mark]) -> Counter[str]:
    """Printed characters and wrongly read ones, by the way they are written: `level`, `level wrong`, …"""
    found: Counter[str] = Counter()
    if page.glyphs.box is None:
        return found
    middle = middles(page)
    free = np.ones(len(middle), dtype=bool)
    down = np.zeros(len(middle), dtype=bool) if page.glyphs.vertical is None else page.glyphs.vertical
    for mark in marks:
        if mark.copy:
            continue
        way = "upright" if mark.way == "stacked" else "level"
        found[way] += 1
        away = np.hypot(middle[:, 0] - (mark.box[0] + mark.box[2]) / 2, middle[:, 1] - (mark.box[1] + mark.box[3]) / 2)
        near = np.flatnonzero(free & (away < NEAR * mark.size))
        same = [n for n in near.tolist() if _plain(int(page.glyphs.char[n])) == _plain(ord(mark.char))]
        if same:
            free[min(same, key=lambda n: float(away[n]))] = False
        else:
            found[f"{way} missed"] += 1
    found["level extra"], found["upright extra"] = int((free & ~down).sum()), int((free & down).sum())
    return found


def _plain(char: int) -> int:
    """A full-width letter, digit or mark as a half-width one: print does not tell them apart."""
    return char - 0xFEE0 if 0xFF01 <= char <= 0xFF5E else char


def rate(found: Counter[str], way: str) -> float:
    return max(found[f"{way} missed"], found[f"{way} extra"]) / max(found[way], 1)


def measured(pages: Iterable[tuple[Printed, Scan]], folder: Path, engine: Timed) -> tuple[Report, Report]:
    """The scans' report and the PDFs', after a line for each page."""
    golds = {kind: folder / f"{kind}-gold" for kind in ("scan", "pdf")}
    for gold in golds.values():
        gold.mkdir(parents=True)
    total: dict[str, Counter[str]] = {}
    for printed, scan in pages:
        for kind, name, data, told in (
            ("scan", f"{scan.name}{scan.ending}", scan.image, scan.golds[0]),
            ("pdf", f"{printed.name}.pdf", printed.pdf, printed.golds[0]),
        ):
            path = folder / name
            path.write_bytes(data)
            judged = golds[kind] / f"{path.stem}.gold.json"
            judged.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            before, begin = engine.seconds, time.process_time()
            (page,) = read(path, path.stem) if kind == "pdf" else _scan(path, engine)
            if isinstance(page, Unread):
                raise AssertionError(f"{name}: {page.reason}")
            recipe = load(for_kind(kind))
            write(folder / kind, *build(run(page, recipe), recipe))
            spent, read_in = time.process_time() - begin, engine.seconds - before
            if kind == "scan":
                found = errors(page, scan.proofs[0].marks)
                setting = "-".join(printed.name.rsplit("-", 4)[1:3])
                total.setdefault(setting, Counter()).update(found)
                rates = "  ".join(f"{way} {rate(found, way):.4f}" for way in ("level", "upright") if found[way] > 50)
                print(f"{scan.name:44} {rates}  engine {read_in:.1f} s, the rest {spent - read_in:.1f} s", flush=True)
    for setting, found in sorted(total.items()):
        for way in ("level", "upright"):
            if found[way]:
                print(f"{setting} {way}: {found[way]} characters, error rate {rate(found, way):.4f}")
    return evaluate(folder / "scan", golds["scan"], TOLERANCE), evaluate(folder / "pdf", golds["pdf"], TOLERANCE)


def _scan(path: Path, engine: Timed) -> Iterator[Page | Unread]:
    from pipeline.readers.scan.reader import read as read_scan

    return read_scan(path, path.stem, engine)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.press.measure_scans", description=__doc__)
    parser.add_argument("n", type=int, nargs="?", default=PAGES)
    parser.add_argument("seed", type=int, nargs="?", default=SEED)
    parser.add_argument("--ocr", default="rapidocr")
    given = parser.parse_args(arguments)
    if missing := available():
        parser.error(missing)
    engine = Timed(choose.engine(given.ocr))
    with tempfile.TemporaryDirectory() as folder:
        scan, pdf = measured(scanned(given.n, given.seed), Path(folder), engine)
    for name, report in (("scans", scan), ("the same pages as PDF", pdf)):
        print(f"\n{name}: {given.n} pages from seed {given.seed}, tolerance {TOLERANCE}\n")
        print(report.table(each=True), flush=True)


if __name__ == "__main__":
    main()
