from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.evaluate.floors import FLOORS, below, load_floors
from pipeline.evaluate.model import EvaluationError
from pipeline.evaluate.report import Report, evaluate

from .pages import FOUND, GOLD, B, C, page, write_gold, write_output


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """A page on which one story of three is missing: perfect is 2/3, cer 130/290, deck nothing."""
    write_gold(tmp_path / "p.json", GOLD)
    write_output(tmp_path / "out" / "p", page(B, C, fields=FOUND.fields, credits=FOUND.credits))
    return evaluate(tmp_path / "out", tmp_path / "p.json")


def test_what_holds_its_floor_is_not_told(report: Report) -> None:
    assert below(report, {"coverage": 0.66, "headline": 2 / 3, "cer": 130 / 290, "caption": 1.0}) == []


def test_what_is_below_its_floor_or_above_its_ceiling_is_told(report: Report) -> None:
    assert below(report, {"coverage": 0.67, "cer": 0.44}) == [
        "coverage: 0.6667 is below 0.67",
        "cer: 0.4483 is above 0.44",
    ]


def test_a_floor_for_what_was_not_judged_is_told(report: Report) -> None:
    assert below(report, {"deck": 0.5}) == ["deck: –, nothing to judge, and its floor is 0.5"]


def floors(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "floors.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_floors_are_read_for_one_corpus(tmp_path: Path) -> None:
    path = floors(tmp_path, "[a]\ncoverage = 1 # all of it\n[b]\ncer = 0\norder = 0.05")
    assert load_floors("a", path) == {"coverage": 1.0}
    assert load_floors("b", path) == {"cer": 0.0, "order": 0.05}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[b]", "no corpus 'a'; it has b"),
        ("a = 1", "no corpus 'a'"),
        ("[a]\ncovrage = 1", "a.covrage: no such measure; there are coverage, "),
        ("[a]\ncoverage = 'all'", "a.coverage: expected a number from 0 on, got 'all'"),
        ("[a]\ncoverage = true", "a.coverage: expected a number"),
        ("[a]\ncoverage = nan", "a.coverage: expected a number"),
        ("[a]\ncer = -0.1", "a.cer: expected a number"),
        ("[a", "floors.toml"),
    ],
)
def test_a_faulty_floor_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(EvaluationError) as raised:
        load_floors("a", floors(tmp_path, text))
    assert message in str(raised.value)
    assert "floors.toml" in str(raised.value)


def test_the_pinned_floors_can_all_be_read() -> None:
    corpora = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    assert {corpus: load_floors(corpus) for corpus in corpora} == corpora
