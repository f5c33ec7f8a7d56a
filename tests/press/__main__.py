"""python -m tests.press N SEED OUT: write N pages, each as NAME.txt with NAME.gold.json beside it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from tests.press import truth
from tests.press.page import Specimen, make_pages
from tests.press.papers import PAPERS
from tests.press.recipes import RECIPES
from tests.press.styles import STYLES


def write(page: Specimen, out: Path, encoding: str = "utf-8") -> None:
    """One page and its gold."""
    (out / f"{page.name}.txt").write_bytes(page.text.encode(encoding))
    gold = json.dumps(page.gold, ensure_ascii=False, indent=1) + "\n"
    (out / f"{page.name}.gold.json").write_text(gold, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.press", description=__doc__)
    parser.add_argument("n", type=int, help="how many pages")
    parser.add_argument("seed", type=int)
    parser.add_argument("out", type=Path, help="the folder to write to")
    parser.add_argument("--style", choices=sorted({**STYLES, **PAPERS}))
    parser.add_argument("--spoil", choices=sorted(RECIPES))
    parser.add_argument("--script", choices=("hans", "hant"))
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    for page in make_pages(given.n, given.seed, style=given.style, spoil=given.spoil, script=given.script):
        truth.check(page)
        write(page, given.out)
        print(page.name, *page.defects)


if __name__ == "__main__":
    main()
