"""python -m tests.press.kept [FOLDER]: the small set of pressed pages that is kept in fixtures/press/.

    text/NAME.txt    pdf/NAME.pdf    scan/NAME.png or .jpg

Each has its gold in NAME.json and, but for the texts, its truth in NAME.truth.json.gz. The golds do not end in
.gold.json, so that a folder of them can be judged by itself while the gold of fixtures/ stays that of the raw
texts there. A name is STYLE-RECIPE-SEED: what it says is all that is needed to make the page again.

Which pages are kept is chosen anew each time: of some seeds of each paper those that show most of what has not
been shown twice, in the fewest bytes. Pages are smaller than the papers' own. `made-with.toml` says which fonts
and libraries made the bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.metadata
import json
import shutil
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from tests.press import truth
from tests.press.issue import Issue, make_issue
from tests.press.page import copy_for, make_page, recipe
from tests.press.papers import PAPERS, Paper
from tests.press.print import available, faces, print_whole
from tests.press.print.defects import DEFECTS
from tests.press.print.fonts import LOST
from tests.press.print.job import Printed
from tests.press.print.scan import KINDS, Scan, scan_pages
from tests.press.spoil import SPOILS, load
from tests.press.styles import STYLES, Style

FOLDER = Path(__file__).parents[2] / "fixtures" / "press"
MADE_WITH = "made-with.toml"
TWICE = 2
MOST = 15_000_000  # bytes of the whole set
LARGEST = 3_000_000  # bytes of a file
TEXT_RECIPES = ("severe", "mild", "grid", "pdfium", "merged", "poppler")
NO_DAMAGE = frozenset({"blanks-paragraphs", "signature-own-row"})  # spoils that no page counts among its defects
PRINT_RECIPES = ("hard", "usual")
ISSUE = "tabloid-issue-usual-1"  # two pages, whose stories jump
_OLD = {"skew": 1.0, "broken": 1.0, "heavy": 1.0, "border": 1.0, "specks": 1.0}
# The scans: from which PDF's style, at how many dots to the inch, with which damage. Of an issue two pages are shown.
SCANS = {
    "evening-good-1": (100.0, dict.fromkeys(KINDS, 1.0)),
    "county-good-2": (120.0, dict.fromkeys(KINDS, 1.0)),
    "republic-good-3": (150.0, _OLD),
    "tabloid-issue-good-1": (100.0, {"grey": 1.0, "jpeg": 1.0, "fold": 1.0, "curl": 1.0, "border": 1.0}),
    "tiers-issue-good-1": (150.0, _OLD),
}
PAIR = "two pages"  # on one image
# What a defect that was drawn may still fail to do, where the page has nothing for it to do it to.
EFFECTS = frozenset(
    {
        *(f"type that is {way}" for way in ("level", "upright", "stacked", "turned")),
        *(f"{count} copies" for count in (1, 2, 3)),
        "no text",
        "not to be seen",
        "no character",
        "another character",
    }
)
Files = dict[str, bytes]


def small(name: str) -> Style:
    """A paper whose pages are smaller than its own."""
    one = {**STYLES, **PAPERS}[name]
    if not isinstance(one, Paper):
        return replace(one, stories=(3, 4), briefs=one.briefs / 2)
    wide, tall = one.page
    if one.tiers:
        return replace(one, page=(wide * 0.7, tall * 0.8), tiers=(7, 8), stories=(3, 6), longest=900)
    base = tuple(max(3, columns * 2 // 3) for columns in one.base)
    return replace(one, page=(wide * 0.66, tall * 0.55), base=base, stories=(3, 6), longest=900)


def text(name: str) -> Files:
    """A raw text of the set, by its name."""
    style, how, _ = name.rsplit("-", 2)
    page = make_page(name, small(style), recipe(how), copy_for(style), Random(f"kept {name}"), how)
    truth.check(page)
    return {f"{name}.txt": page.text.encode(), f"{name}.json": _json(page.gold)}


@lru_cache(maxsize=1)
def printed(name: str) -> Printed:
    """A printed page of the set, or the issue."""
    style, how, seed = name.rsplit("-", 2)
    if style.endswith("-issue"):
        paper = style.removesuffix("-issue")
        made = (make_issue(int(seed) + n, paper, 2) for n in range(99))
        issue = next(one for one in made if one.continues or PAPERS[paper].old)  # no old story jumps
    else:
        page = make_page(name, small(style), {}, copy_for(style), Random(f"kept {name}"))
        issue = Issue(name, (page,), ())
    return replace(print_whole(issue, "clean" if how == "good" else how), name=name)


def pdf(name: str) -> Files:
    """A PDF of the set, by its name."""
    made = printed(name)
    return {f"{name}.pdf": made.pdf, f"{name}.truth.json.gz": made.truth(), **_golds(made)}


def scan(name: str) -> Files:
    """A scan of the set, by its name."""
    dpi, damage = SCANS[name]
    file = printed(name)
    made = scan_pages(file, f"kept {name}", dpi, damage, name, range(len(file.proofs)))
    return {f"{name}{made.ending}": made.image, f"{name}.truth.json.gz": made.truth(), **_golds(made)}


MAKERS: dict[str, Callable[[str], Files]] = {"text": text, "pdf": pdf, "scan": scan}


def _golds(made: Printed | Scan) -> Files:
    parts = [f"-p{n:03d}" for n in range(1, len(made.golds) + 1)] if len(made.golds) > 1 else [""]
    return {f"{made.name}{part}.json": _json(gold) for part, gold in zip(parts, made.golds, strict=True)}


def _json(gold: object) -> bytes:
    return (json.dumps(gold, ensure_ascii=False, indent=1) + "\n").encode()


def shown(files: Files) -> Counter[str]:
    """The style and the defects that a gold of these files names, and the effects that the truth of a print shows."""
    golds = [json.loads(data) for name, data in files.items() if name.endswith(".json")]
    seen = Counter(name for gold in golds for name in {gold["style"], *gold["defects"]})
    packed = next((data for name, data in files.items() if name.endswith(".gz")), None)
    record = json.loads(gzip.decompress(packed)) if packed else {}
    if any(name.endswith(".pdf") for name in files):
        seen.update(_effects(record))
    elif len(record.get("areas", ())) == 2:
        seen[PAIR] += 1
    return seen


def _effects(record: dict[str, Any]) -> set[str]:
    glyphs = [page["glyphs"] for page in record["pages"]]
    found = {f"type that is {way}" for one in glyphs for way in one["way"]}
    found |= {f"{copy} copies" for one in glyphs for copy in one["copy"]}
    for name, column in (("no text", "text"), ("not to be seen", "seen")):
        found |= {name for one in glyphs if 0 in one[column]}
    read = {(was == LOST) for one in glyphs for char, was in zip(one["char"], one["read"], strict=True) if was != char}
    found |= {"no character" if lost else "another character" for lost in read}
    return found & EFFECTS


@dataclass
class Choice:
    """Pages chosen until everything wanted has been shown twice."""

    make: Callable[[str], Files]
    wanted: frozenset[str]
    seen: Counter[str] = field(default_factory=Counter)
    names: list[str] = field(default_factory=list)

    def take(self, candidates: Iterable[str], least: float) -> None:
        """The candidate that shows most for its bytes; `least` is what one is worth that shows nothing new."""
        best, most, gained = "", 0.0, Counter[str]()
        for name in candidates:
            if name not in self.names:
                files = self.make(name)
                found = shown(files)
                new = sum(self.seen[one] < TWICE for one in found if one in self.wanted)
                worth = (new + least) / (50_000 + sum(map(len, files.values())))
                best, most, gained = (name, worth, found) if worth > most else (best, most, gained)
        self.names += [best] if best else []
        self.seen += gained

    def missing(self) -> set[str]:
        """What has not been shown twice."""
        return {one for one in self.wanted if self.seen[one] < TWICE}


def chosen(make: Callable[[str], Files], recipes: Sequence[str], wanted: Iterable[str], seeds: int) -> list[str]:
    """Two pages of each paper, and as many more as it takes."""
    choice = Choice(make, frozenset({*wanted, *STYLES, *PAPERS}))
    for _ in range(TWICE):
        for style in (*STYLES, *PAPERS):
            choice.take((f"{style}-{how}-{seed}" for how, seed in product(recipes, range(1, seeds + 1))), 0.5)
    for seed in range(1, 40):
        if choice.missing():
            choice.take((f"{style}-{how}-{seed}" for style, how in product(STYLES, recipes)), 0.0)
    if missing := choice.missing():
        raise ValueError(f"no page shows {', '.join(sorted(missing))}")
    return choice.names


def all_files() -> Iterator[tuple[str, str, Files]]:
    """Kind, name and files of everything in the set."""
    load()
    for name in chosen(text, TEXT_RECIPES, SPOILS.keys() - NO_DAMAGE, 2):
        yield "text", name, text(name)
    for name in (*chosen(pdf, PRINT_RECIPES, {*DEFECTS, *EFFECTS}, 3), ISSUE):
        printed(name).check()
        yield "pdf", name, pdf(name)
    for name in SCANS:
        yield "scan", name, scan(name)


@lru_cache(maxsize=1)
def made_with() -> str:
    """The fonts and the libraries that decide about the bytes, as TOML."""
    paths = {faces.face(name).path for name in faces.SOURCES}
    fonts = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in paths}
    tools = {name: importlib.metadata.version(name) for name in ("fonttools", "numpy", "pillow", "pypdfium2", "scipy")}
    tools["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    lines = [f'"{name}" = "{value}"' for name, value in sorted(fonts.items())]
    return "\n".join(["[fonts]", *lines, "", "[tools]", *(f'{name} = "{one}"' for name, one in tools.items()), ""])


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.press.kept", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    folder: Path = parser.parse_args(arguments).folder
    if missing := available():
        parser.error(f"{missing}; the pages that are there stay")
    made = list(all_files())
    for kind in MAKERS:
        shutil.rmtree(folder / kind, ignore_errors=True)
        (folder / kind).mkdir(parents=True)
    for kind, name, files in made:
        for file, data in files.items():
            (folder / kind / file).write_bytes(data)
        print(f"{kind}/{name}", *sorted(shown(files)))
    (folder / MADE_WITH).write_text(made_with(), encoding="utf-8")
    size = sum(len(data) for _, _, files in made for data in files.values())
    print(f"{len(made)} pages, {size / 1e6:.1f} MB")
    if size > MOST or any(len(data) > LARGEST for _, _, files in made for data in files.values()):
        parser.error(f"the set is larger than {MOST / 1e6:.0f} MB, or a file than {LARGEST / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
