"""The set in fixtures/press/: it shows everything twice, its truth is that of its files, and it can be made again."""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from tests.press import kept
from tests.press.papers import PAPERS
from tests.press.print import DEFECTS, available
from tests.press.print.fonts import LOST
from tests.press.print.scan import KINDS
from tests.press.spoil import SPOILS, load
from tests.press.styles import STYLES

PDFS = sorted((kept.FOLDER / "pdf").glob("*.pdf"))
TEXTS = sorted((kept.FOLDER / "text").glob("*.txt"))


def files(kind: str, name: str) -> kept.Files:
    """All that is kept of a page."""
    return {path.name: path.read_bytes() for path in (kept.FOLDER / kind).glob(f"{name}[.-]*") if _of(path, name)}


def _of(path: Path, name: str) -> bool:
    return path.name.split(".")[0] in {name, f"{name}-p001", f"{name}-p002"}


def shown(kind: str, names: list[str]) -> Counter[str]:
    return sum((kept.shown(files(kind, name)) for name in names), Counter[str]())


def test_every_style_and_every_spoil_is_kept_twice() -> None:
    load()
    seen = shown("text", [path.stem for path in TEXTS])
    wanted = {*STYLES, *PAPERS, *SPOILS} - kept.NO_DAMAGE
    assert {name for name in wanted if seen[name] < kept.TWICE} == set()


def test_every_style_and_every_defect_of_print_is_kept_twice() -> None:
    seen = shown("pdf", [path.stem for path in PDFS])
    wanted = {*STYLES, *PAPERS, *DEFECTS, *kept.EFFECTS}
    assert {name for name in wanted if seen[name] < kept.TWICE} == set()


def test_every_damage_of_a_scan_is_kept_twice() -> None:
    seen = shown("scan", list(kept.SCANS))
    assert {kind for kind in (*KINDS, kept.PAIR) if seen[kind] < kept.TWICE} == set()


def test_the_set_is_small() -> None:
    sizes = [path.stat().st_size for path in kept.FOLDER.rglob("*.*")]
    assert sum(sizes) <= kept.MOST
    assert max(sizes) <= kept.LARGEST


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_the_truth_is_that_of_the_file(path: Path) -> None:
    record = json.loads(gzip.decompress(path.with_suffix(".truth.json.gz").read_bytes()))
    with pdfplumber.open(io.BytesIO(path.read_bytes())) as file:
        assert len(file.pages) == len(record["pages"])
        for page, told in zip(file.pages, record["pages"], strict=True):
            read = [LOST if char["text"].startswith("(cid:") else char["text"] for char in page.chars]
            glyphs = told["glyphs"]
            assert read == [was for was, text in zip(glyphs["read"], glyphs["text"], strict=True) if text]


def test_the_issue_goes_on_from_page_to_page() -> None:
    held = files("pdf", kept.ISSUE)
    record = json.loads(gzip.decompress(held[f"{kept.ISSUE}.truth.json.gz"]))
    assert record["continues"]
    for jump in record["continues"]:
        begun, ended = (_story(held, jump[side]) for side in ("from", "to"))
        assert begun["copy"] == ended["copy"]
        assert begun["continues_on"] == str(jump["to"]["page"])


def _story(held: kept.Files, place: dict[str, Any]) -> dict[str, Any]:
    gold = json.loads(held[f"{kept.ISSUE}-p{place['page']:03d}.json"])
    story: dict[str, Any] = next(one for one in gold["stories"] if one["key"] == place["story"])
    return story


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_can_be_made_again(path: Path) -> None:
    assert kept.text(path.stem) == files("text", path.stem)


@pytest.mark.parametrize(
    ("kind", "name"), [("pdf", path.stem) for path in PDFS] + [("scan", name) for name in kept.SCANS]
)
def test_a_print_can_be_made_again(kind: str, name: str) -> None:
    if missing := available():
        pytest.skip(missing)
    if kept.made_with() != (kept.FOLDER / kept.MADE_WITH).read_text(encoding="utf-8"):
        pytest.skip(f"made with other fonts or libraries than fixtures/press/{kept.MADE_WITH} says")
    assert kept.MAKERS[kind](name) == files(kind, name)
