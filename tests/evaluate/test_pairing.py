from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.evaluate.model import EvaluationError
from pipeline.evaluate.pairing import pair

from .pages import write


def pages(root: Path, *ids: str) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    for page_id in ids:
        write(root / page_id / "page.json", {})
    return root


def gold(root: Path, *names: str) -> Path:
    for name in names:
        write(root / name, {})
    return root


def paired(out: Path, gold_: Path) -> dict[str, str | None]:
    pairs = pair(out, gold_).pairs
    return {each.name: None if each.output is None else each.output.relative_to(out).as_posix() for each in pairs}


def test_gold_and_page_of_one_path_belong_together(tmp_path: Path) -> None:
    out = pages(tmp_path / "out", "a", "sub/a", "long-p003")
    truth = gold(tmp_path / "gold", "a.gold.json", "sub/a.gold.json", "long-p003.gold.json")
    assert paired(out, truth) == {"a": "a", "sub/a": "sub/a", "long-p003": "long-p003"}


def test_the_last_part_is_enough_where_folders_differ(tmp_path: Path) -> None:
    out = pages(tmp_path / "out", "2025/07/a", "b")
    truth = gold(tmp_path / "gold", "a.json", "x/b.json")
    assert paired(out, truth) == {"a": "2025/07/a", "x/b": "b"}


def test_beside_marked_gold_other_json_is_no_gold(tmp_path: Path) -> None:
    truth = gold(tmp_path / "gold", "a.gold.json", "a.json", "notes.json", "sub/list.json")
    assert paired(pages(tmp_path / "out"), truth) == {"a": None}


def test_gold_without_page_and_page_without_gold_are_both_told(tmp_path: Path) -> None:
    pairing = pair(pages(tmp_path / "out", "b", "c"), gold(tmp_path / "gold", "a.json", "b.json"))
    assert [(each.name, each.output is None) for each in pairing.pairs] == [("a", True), ("b", False)]
    assert pairing.not_judged == ("c",)


def test_a_page_that_has_its_gold_is_not_taken_by_another_of_the_same_last_part(tmp_path: Path) -> None:
    out = pages(tmp_path / "out", "x/a")
    assert paired(out, gold(tmp_path / "gold", "w/a.json", "x/a.json")) == {"w/a": None, "x/a": "x/a"}


def test_a_single_gold_file_finds_its_page(tmp_path: Path) -> None:
    out = pages(tmp_path / "out", "sub/a", "b")
    gold(tmp_path / "gold", "a.gold.json", "b.gold.json")
    assert paired(out, tmp_path / "gold" / "a.gold.json") == {"a": "sub/a"}


def test_a_single_gold_file_and_a_page_folder_belong_together(tmp_path: Path) -> None:
    out = pages(tmp_path / "out", "b") / "b"
    gold(tmp_path / "gold", "a.json")
    (only,) = pair(out, tmp_path / "gold" / "a.json").pairs
    assert (only.name, only.output) == ("a", out)


def test_a_page_folder_is_paired_by_its_own_name(tmp_path: Path) -> None:
    out = pages(tmp_path / "out", "b") / "b"
    pairing = pair(out, gold(tmp_path / "gold", "a.json", "b.json"))
    assert [each.output for each in pairing.pairs] == [None, out]


def test_two_pages_for_one_gold_file_are_an_error(tmp_path: Path) -> None:
    out = pages(tmp_path / "out", "x/a", "y/a")
    with pytest.raises(EvaluationError, match=r"a\.json: more than one page matches: x/a, y/a"):
        pair(out, gold(tmp_path / "gold", "a.json"))


def test_two_gold_files_for_one_page_are_an_error(tmp_path: Path) -> None:
    out = pages(tmp_path / "out", "a")
    with pytest.raises(EvaluationError, match=r"its page a matches another gold file"):
        pair(out, gold(tmp_path / "gold", "x/a.json", "y/a.json"))


@pytest.mark.parametrize("missing", ["out", "gold"])
def test_a_path_that_is_not_there_is_an_error(tmp_path: Path, missing: str) -> None:
    pages(tmp_path / "out", "a")
    gold(tmp_path / "gold", "a.json")
    there = {name: tmp_path / (f"no-{name}" if name == missing else name) for name in ("out", "gold")}
    with pytest.raises(EvaluationError, match=f"no-{missing}"):
        pair(**there)


def test_a_gold_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    with pytest.raises(EvaluationError, match="has no gold"):
        pair(pages(tmp_path / "out", "a"), tmp_path / "gold")
