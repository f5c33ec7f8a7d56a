"""Which output page belongs to which gold file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluate.model import EvaluationError
from pipeline.evaluate.output import PAGE_FILE

GOLD_ENDING = ".gold.json"


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold file, the name that it gives its page, and the folder of the page's output if there is one."""

    name: str
    gold: Path
    output: Path | None


@dataclass(frozen=True, slots=True)
class Pairing:
    """All pairs in the order of their names, and the ids of the output pages for which there is no gold."""

    pairs: tuple[Pair, ...]
    not_judged: tuple[str, ...]


def pair(out: Path, gold: Path) -> Pairing:
    """Pair the gold at `gold` (a file or a folder) with the pages under `out`.

    Gold files are NAME.gold.json; under a folder that has none of them, each NAME.json is one. A gold file's
    name is its path under `gold` without the ending, `sub/NAME`. It belongs to the page whose id (its path
    under `out`) is that name; among the pages left over, to the one whose id ends in `/` and that name, or
    else has the same last part. If `gold` is a file and `out` is itself a page's folder, they belong
    together whatever their names.

    Raises `EvaluationError` where there is no gold, where `out` is no folder, and where two pages match one
    gold file equally well or two gold files one page.
    """
    if not out.is_dir():
        raise EvaluationError(f"{out}: is no folder of output")
    files = _gold_files(gold)
    if gold.is_file() and (out / PAGE_FILE).is_file():
        return Pairing((Pair(next(iter(files)), gold, out),), ())
    pages = _pages(out)
    page_of: dict[str, str] = {}
    for fits in (_same, _same_tail, _same_last):
        free = [page_id for page_id in pages if page_id not in page_of.values()]
        round_: dict[str, str] = {}
        for name in files:
            matches = [] if name in page_of else [page_id for page_id in free if fits(name, page_id)]
            if len(matches) > 1:
                raise EvaluationError(f"{files[name]}: more than one page matches: {', '.join(matches)}")
            if matches and matches[0] in round_.values():
                raise EvaluationError(f"{files[name]}: its page {matches[0]} matches another gold file too")
            round_.update((name, page_id) for page_id in matches)
        page_of |= round_
    return Pairing(
        pairs=tuple(
            Pair(name, file, pages[page_of[name]] if name in page_of else None) for name, file in sorted(files.items())
        ),
        not_judged=tuple(page_id for page_id in pages if page_id not in page_of.values()),
    )


def _same(name: str, page_id: str) -> bool:
    return page_id == name


def _same_tail(name: str, page_id: str) -> bool:
    return page_id.endswith(f"/{name}")


def _same_last(name: str, page_id: str) -> bool:
    return page_id.rsplit("/", 1)[-1] == name.rsplit("/", 1)[-1]


def _gold_files(gold: Path) -> dict[str, Path]:
    """Name to gold file."""
    if gold.is_file():
        return {_name(gold.name): gold}
    if not gold.is_dir():
        raise EvaluationError(f"{gold}: there is no such gold file or folder")
    files: dict[str, Path] = {}
    found = [path for path in gold.rglob("*.json") if path.is_file()]
    marked = [path for path in found if path.name.endswith(GOLD_ENDING)]
    for path in marked or found:
        files[_name(path.relative_to(gold).as_posix())] = path
    if not files:
        raise EvaluationError(f"{gold}: has no gold (NAME{GOLD_ENDING} or NAME.json)")
    return files


def _name(path: str) -> str:
    return path.removesuffix(GOLD_ENDING).removesuffix(".json")


def _pages(out: Path) -> dict[str, Path]:
    """Page id to folder, in the order of the ids; `out` itself counts as a page under its own name."""
    folders = [path.parent for path in out.rglob(PAGE_FILE)]
    ids = {(folder.relative_to(out).as_posix() if folder != out else out.name): folder for folder in folders}
    return dict(sorted(ids.items()))
