from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.evaluate.measures import MEASURES
from pipeline.evaluate.model import EvaluationError
from pipeline.evaluate.report import Report, evaluate
from pipeline.evaluate.table import width

from .pages import FOUND, GOLD, A, B, C, write_gold, write_output

FAULTY = replace(FOUND, stories=(A, replace(B, headline="假"), C))


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """Four gold pages: a right one, one with a fault, one without output and one with broken output."""
    gold, out = tmp_path / "gold", tmp_path / "out"
    write_gold(gold / "通州.gold.json", GOLD, style="daily", defects=["shadow"])
    write_gold(gold / "b.gold.json", GOLD, style="weekly", defects=["shadow", "stacked"])
    write_gold(gold / "lost.gold.json", GOLD, style="weekly")
    write_gold(gold / "torn.gold.json", GOLD)
    write_output(out / "x" / "通州", FOUND)
    write_output(out / "b", FAULTY)
    write_output(out / "torn", FOUND)
    (out / "torn" / "s02.json").write_text("{")
    write_output(out / "extra", FOUND)
    return evaluate(out, gold)


def test_pages_come_by_name_with_their_scores(report: Report) -> None:
    assert [(page.name, page.scores["headline"].value) for page in report.pages] == [
        ("b", 2 / 3),
        ("lost", 0.0),
        ("torn", 0.0),
        ("通州", 1.0),
    ]


def test_a_page_without_usable_output_is_a_page_of_zeros_and_says_why(report: Report) -> None:
    b, lost, torn, right = report.pages
    assert (b.failed, right.failed) == (None, None)
    assert lost.failed == "no output"
    assert torn.failed is not None
    assert "s02.json" in torn.failed
    for page in (lost, torn):
        assert page.scores["coverage"].value == page.scores["perfect"].value == 0
        assert page.scores["cer"].value == 1
        assert report.differences(page.name) == [f"page: {page.failed}"]


def test_totals_weigh_stories_and_not_pages(report: Report) -> None:
    totals = report.totals()
    assert set(totals) == {each.name for each in MEASURES}
    assert (totals["headline"].hit, totals["headline"].of) == (5, 12)


def test_groups_are_by_style_and_by_defect(report: Report) -> None:
    groups = report.groups()
    assert list(groups) == ["style daily", "style weekly", "defect shadow", "defect stacked"]
    assert (groups["style weekly"]["headline"].hit, groups["style weekly"]["headline"].of) == (2, 6)
    assert (groups["defect shadow"]["headline"].hit, groups["defect shadow"]["headline"].of) == (5, 6)


def test_differences_are_those_of_the_page(report: Report) -> None:
    assert report.differences("通州") == []
    assert report.differences("b") == [f"story B (B): headline: expected 「{B.headline}」, got 「假」"]
    with pytest.raises(KeyError):
        report.differences("extra")


def test_stories_have_their_match_and_whether_they_are_perfect(report: Report) -> None:
    b, lost, _, _ = report.pages
    assert [(each.key, each.match, each.iou, each.perfect) for each in b.stories] == [
        ("A", "A", 1.0, True),
        ("B", "B", 1.0, False),
        ("C", "C", 1.0, True),
    ]
    assert {(each.match, each.iou, each.perfect) for each in lost.stories} == {(None, 0.0, False)}


def test_the_table_has_a_row_a_page_a_row_a_group_and_one_over_all(report: Report) -> None:
    pages, notes, totals = report.table().split("\n\n")
    rows = pages.splitlines()
    assert [row.split("  ")[0] for row in rows] == [
        "page", "b", "lost", "torn", "通州", "style daily", "style weekly",
        "defect shadow", "defect stacked", "all",
    ]  # fmt: skip
    assert len({width(row) for row in rows}) == 1
    assert rows[1].split()[:5] == ["b", "3/3", "1.000", "1.000", "0.666"]
    assert rows[2].split()[:5] == ["lost", "0/3", "0.000", "0.000", "0.000"]
    assert rows[-1].split()[:2] == ["all", "6/12"]
    assert notes.splitlines()[0] == "lost: no output; counts as zeros"
    assert notes.splitlines()[-1] == "not judged, there is no gold: extra"
    assert [line.split()[0] for line in totals.splitlines()] == [each.name for each in MEASURES]


def test_the_report_is_plain_json_and_always_the_same(report: Report, tmp_path: Path) -> None:
    written = json.dumps(report.as_dict(), ensure_ascii=False)
    assert written == json.dumps(evaluate(tmp_path / "out", tmp_path / "gold").as_dict(), ensure_ascii=False)
    content = json.loads(written)
    assert list(content) == ["total", "groups", "pages", "not_judged"]
    assert content["total"]["headline"] == {"value": 5 / 12, "hit": 5, "of": 12}
    assert content["total"]["deck"]["value"] is None
    assert content["not_judged"] == ["extra"]
    assert [page["name"] for page in content["pages"]] == ["b", "lost", "torn", "通州"]
    assert content["pages"][0]["stories"][1]["perfect"] is False
    assert content["pages"][0]["differences"] == report.differences("b")


def test_faulty_gold_is_an_error(tmp_path: Path) -> None:
    write_output(tmp_path / "out" / "p", FOUND)
    (tmp_path / "p.json").write_text("[]")
    with pytest.raises(EvaluationError, match=r"p\.json"):
        evaluate(tmp_path / "out", tmp_path / "p.json")
