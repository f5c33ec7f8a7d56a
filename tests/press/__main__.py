"""python -m tests.press N SEED OUT: write N pages, each as NAME.txt with NAME.gold.json beside it.

With --pdf they are printed instead: NAME.pdf, NAME.gold.json and NAME.truth.json.gz. With --scan DPI what is
printed is scanned: NAME-scan.png or .jpg, with gold and truth of its own.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from tests.press import truth
from tests.press.page import Specimen, make_pages
from tests.press.papers import PAPERS
from tests.press.print import RECIPES as MANNERS
from tests.press.print import print_pages
from tests.press.print.scan import SCANS, scan_pages
from tests.press.printing import ToolMissing
from tests.press.recipes import RECIPES
from tests.press.styles import STYLES


def write(page: Specimen, out: Path, encoding: str = "utf-8") -> None:
    """One page and its gold."""
    (out / f"{page.name}.txt").write_bytes(page.text.encode(encoding))
    gold = json.dumps(page.gold, ensure_ascii=False, indent=1) + "\n"
    (out / f"{page.name}.gold.json").write_text(gold, encoding="utf-8")


def _print(given: argparse.Namespace) -> None:
    """Write PDFs, or scans, or both."""
    made = print_pages(
        given.n, given.seed, style=given.style, recipe=given.manner, script=given.script, pages=given.pages
    )
    for printed in made:
        defects = {defect for proof in printed.proofs for defect in proof.defects}
        if given.pdf:
            printed.write(given.out)
            print(printed.name, *sorted(defects))
        for first in range(0, given.pages, 2) if given.scan else ():
            shown = tuple(range(first, min(first + 2, given.pages)))
            name = f"{printed.name}-scan" + (f"{first // 2 + 1:02d}" if given.pages > 2 else "")
            scan = scan_pages(printed, f"{given.seed} {name}", given.scan, given.scanner, name, shown)
            scan.write(given.out)
            print(scan.name, *scan.defects)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.press", description=__doc__)
    parser.add_argument("n", type=int, help="how many pages")
    parser.add_argument("seed", type=int)
    parser.add_argument("out", type=Path, help="the folder to write to")
    parser.add_argument("--style", choices=sorted({**STYLES, **PAPERS}))
    parser.add_argument("--spoil", choices=sorted(RECIPES))
    parser.add_argument("--script", choices=("hans", "hant"))
    parser.add_argument("--pdf", action="store_true", help="print PDFs, with gold and truth beside each")
    parser.add_argument("--print", dest="manner", choices=sorted(MANNERS), help="how the PDFs are printed")
    parser.add_argument("--pages", type=int, default=1, help="pages in each PDF; scans of several show two at once")
    parser.add_argument("--scan", type=float, metavar="DPI", help="scan what is printed")
    parser.add_argument("--scanner", choices=sorted(SCANS), default="usual", help="how the scans are")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    if given.pdf or given.scan:
        try:
            _print(given)
        except ToolMissing as missing:
            parser.error(str(missing))
        return
    for page in make_pages(given.n, given.seed, style=given.style, spoil=given.spoil, script=given.script):
        truth.check(page)
        write(page, given.out)
        print(page.name, *page.defects)


if __name__ == "__main__":
    main()
