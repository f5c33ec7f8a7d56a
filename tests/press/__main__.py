"""python -m tests.press N SEED OUT: press N pages, each as raw text and as PDF, with all that is true of them.

    OUT/text/NAME.txt   what an extractor leaves, with NAME.gold.json beside it
    OUT/pdf/NAME.pdf    the same page printed, with NAME.gold.json and NAME.truth.json.gz
    OUT/scan/NAME.png   with --scan DPI: what was printed, scanned (or .jpg), with gold and truth of its own
    OUT/tool/NAME.txt   with --tool TOOL: what was printed, as that tool extracts it, with NAME.gold.json

Without --style all papers take turns. The same arguments write the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from tests.press import extract, truth
from tests.press.issue import issues
from tests.press.page import Specimen
from tests.press.papers import PAPERS
from tests.press.print import RECIPES as MANNERS
from tests.press.print import available, print_whole
from tests.press.print.job import Printed
from tests.press.print.scan import SCANS, scan_pages
from tests.press.recipes import RECIPES
from tests.press.styles import STYLES
from tests.press.tools import ToolMissing

KINDS = ("text", "pdf", "scan", "tool")


def write(page: Specimen, out: Path, encoding: str = "utf-8") -> None:
    """One page and its gold."""
    (out / f"{page.name}.txt").write_bytes(page.text.encode(encoding))
    gold = json.dumps(page.gold, ensure_ascii=False, indent=1) + "\n"
    (out / f"{page.name}.gold.json").write_text(gold, encoding="utf-8")


def _press(given: argparse.Namespace) -> None:
    """Write texts, PDFs and scans."""
    made = issues(given.n, given.seed, style=given.style, spoil=given.spoil, script=given.script, pages=given.pages)
    text, pdf, scan, read = (_folder(given, name) for name in ("text", "pdf", "scan", "tool"))
    for issue in made:
        for page in issue.pages if text else ():
            truth.check(page)
            write(page, text or given.out)
            print(page.name, *page.defects)
        if not pdf and not scan and not read:
            continue
        printed = print_whole(issue, given.manner)
        if pdf:
            printed.write(pdf)
            print(printed.name, *sorted({defect for proof in printed.proofs for defect in proof.defects}))
        if scan:
            _scan(printed, given, scan)
        for tool in given.tool if read else ():
            result = extract.extracted(printed, tool)
            result.write(read or given.out)
            print(result.name, f"lost {result.lost.total()}", f"made up {result.made_up.total()}")


def _scan(printed: Printed, given: argparse.Namespace, folder: Path) -> None:
    """Scan a file, two pages at once where it has several."""
    for first in range(0, given.pages, 2):
        shown = tuple(range(first, min(first + 2, given.pages)))
        name = f"{printed.name}-scan" + (f"{first // 2 + 1:02d}" if given.pages > 2 else "")
        scan = scan_pages(printed, f"{given.seed} {name}", given.scan, given.scanner, name, shown)
        scan.write(folder)
        print(scan.name, *scan.defects)


def _folder(given: argparse.Namespace, name: str) -> Path | None:
    """Where things of a kind go, or None where they are not asked for."""
    asked = {"scan": given.scan, "tool": given.tool}
    wanted = bool(asked[name]) if name in asked else given.only in (None, name)
    folder: Path = given.out / name
    if wanted:
        folder.mkdir(parents=True, exist_ok=True)
    return folder if wanted else None


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.press", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("n", type=int, help="how many pages (with --pages, how many issues)")
    parser.add_argument("seed", type=int)
    parser.add_argument("out", type=Path, help="the folder to write to")
    parser.add_argument("--style", choices=sorted({**STYLES, **PAPERS}))
    parser.add_argument("--script", choices=("hans", "hant"))
    parser.add_argument("--pages", type=int, default=1, help="pages of an issue; scans of several show two at once")
    parser.add_argument("--only", choices=KINDS, help="write nothing but these (and what --scan and --tool ask for)")
    parser.add_argument("--spoil", choices=sorted(RECIPES), help="how the raw texts are spoiled")
    parser.add_argument("--print", dest="manner", choices=sorted(MANNERS), help="how the PDFs are printed")
    parser.add_argument("--scan", type=float, metavar="DPI", help="scan what is printed")
    parser.add_argument(
        "--tool", choices=extract.TOOLS, action="append", help="extract what is printed (may be given several times)"
    )
    parser.add_argument("--scanner", choices=sorted(SCANS), default="usual", help="how the scans are")
    given = parser.parse_args(arguments)
    for name in ("scan", "tool"):
        if given.only == name and not getattr(given, name):
            parser.error(f"--only {name} needs --{name}")
    if given.pages < 1 or given.n < 0:
        parser.error("there are no fewer pages than none, and no issue has fewer than one")
    missing = available() if given.only != "text" or given.scan else None
    missing = missing or (extract.available(*given.tool) if given.tool else None)
    if missing:
        parser.error(f"{missing}; without it there are only raw texts: --only text")
    try:
        _press(given)
    except ToolMissing as reason:
        parser.error(str(reason))


if __name__ == "__main__":
    main()
