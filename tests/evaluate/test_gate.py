"""The eval gate: what jianbao makes of each corpus must not fall below the floors that are pinned for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.evaluate.floors import below, load_floors
from pipeline.evaluate.report import Report, evaluate
from pipeline.ingest.ingest import ingest
from pipeline.recipe import load
from tests.press.lessons import split_copy
from tests.press.page import make_pages

FIXTURES = Path(__file__).parents[2] / "fixtures"
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
GOLD = SAMPLES.parent / "gold"
HELD_OUT_PAGES, HELD_OUT_SEED = 60, 99


def cut(source: Path, out: Path, gold: Path) -> Report:
    summary = ingest([str(source)], out, load("text"))
    assert not summary.failed
    return evaluate(out, gold)


def test_fixtures(tmp_path: Path) -> None:
    assert below(cut(FIXTURES / "*.txt", tmp_path, FIXTURES), load_floors("fixtures")) == []


def test_pages_of_copy_that_no_training_saw(tmp_path: Path) -> None:
    _, held_out = split_copy()
    pages, gold = tmp_path / "pages", tmp_path / "gold"
    pages.mkdir()
    gold.mkdir()
    for page in make_pages(HELD_OUT_PAGES, HELD_OUT_SEED, stories=held_out):
        (pages / f"{page.name}.txt").write_text(page.text, encoding="utf-8", newline="")
        (gold / f"{page.name}.gold.json").write_text(json.dumps(page.gold, ensure_ascii=False), encoding="utf-8")
    assert below(cut(pages, tmp_path / "out", gold), load_floors("held-out")) == []


def test_the_real_page(tmp_path: Path) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("../shared/samples is not there: the real page cannot be measured")
    assert below(cut(SAMPLES, tmp_path, GOLD), load_floors("tongzhou")) == []
