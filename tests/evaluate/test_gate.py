"""The eval gate: what jianbao makes of each corpus must not fall below the floors that are pinned for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.evaluate.floors import below, load_floors
from pipeline.evaluate.report import Report, evaluate
from pipeline.ingest.ingest import ingest
from pipeline.recipe import for_kind, load
from tests.press.measure import held_out, measured, papers

FIXTURES = Path(__file__).parents[2] / "fixtures"
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
GOLD = SAMPLES.parent / "gold"
HELD_OUT_PAGES, PAPERS_PAGES = 60, 24  # of those that `make measure` begins with


def cut(source: Path, out: Path, gold: Path) -> Report:
    summary = ingest([str(source)], out, lambda kind: load(for_kind(kind)))
    assert not summary.failed
    return evaluate(out, gold)


def test_fixtures(tmp_path: Path) -> None:
    assert below(cut(FIXTURES / "*.txt", tmp_path, FIXTURES), load_floors("fixtures")) == []


def test_pages_of_copy_that_no_training_saw(tmp_path: Path) -> None:
    assert below(measured(held_out(HELD_OUT_PAGES), tmp_path), load_floors("held-out")) == []


def test_full_pages_of_copy_that_no_training_saw(tmp_path: Path) -> None:
    assert below(measured(papers(PAPERS_PAGES), tmp_path), load_floors("papers")) == []


def test_pages_as_pdf(tmp_path: Path) -> None:
    assert below(cut(FIXTURES / "press/pdf", tmp_path, FIXTURES / "press/pdf"), load_floors("pdf")) == []


def test_pages_that_others_have_read(tmp_path: Path) -> None:
    assert below(cut(FIXTURES / "ocr", tmp_path, FIXTURES / "ocr"), load_floors("ocr")) == []


def test_the_real_page(tmp_path: Path) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("../shared/samples is not there: the real page cannot be measured")
    assert below(cut(SAMPLES, tmp_path, GOLD), load_floors("tongzhou")) == []
