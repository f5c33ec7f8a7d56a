"""PDFs among the sources: their pages are cut, and one that cannot be read is a failure of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RecipeError
from pipeline.ingest.cutting import pages_of
from pipeline.ingest.ingest import ingest
from pipeline.ingest.sources import find
from pipeline.page import Page
from pipeline.readers.choose import kind_of
from pipeline.readers.unread import Unread
from pipeline.recipe import Recipe, for_kind
from pipeline.writers.load import load
from tests.readers.pdf.making import BLACK, Maker, line, one_page


def issue(*contents: str) -> bytes:
    """A PDF with a page for each content."""
    maker = Maker()
    font = maker.many()
    for content in contents:
        maker.page(content, fonts={"F": font})
    return maker.bytes()


def test_the_pages_of_a_pdf_are_written_beside_those_of_a_text(recipe: Recipe, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "issue.pdf").write_bytes(issue(line("第一页", 20, 200), BLACK, line("第三页", 20, 200)))
    (papers / "one.PDF").write_bytes(one_page(line("只有一页", 20, 200)))
    (papers / "page.txt").write_text("昨天，本市举行了会议。\n", encoding="utf-8")
    summary = ingest([str(papers)], tmp_path / "out", recipe)
    assert [page.page_id for page in summary.written] == ["issue-p001", "issue-p003", "one", "page"]
    (failure,) = summary.failed
    assert (failure.source, failure.page_id, failure.stage) == ("issue.pdf", "issue-p002", "read")
    assert "no text layer" in failure.reason
    page, _ = load(tmp_path / "out" / "issue-p003")
    assert (page.source.path, page.source.kind, page.source.number, page.source.pages) == ("issue.pdf", "pdf", 3, 3)
    assert (page.source.width, page.source.height, page.source.unit) == (400, 300, "point")
    assert page.ledger.glyphs == 3


def test_a_pdf_that_is_none_fails_alone(recipe: Recipe, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"no PDF")
    (tmp_path / "good.pdf").write_bytes(one_page(line("好", 20, 200)))
    summary = ingest([str(tmp_path / "*.pdf")], tmp_path / "out", recipe)
    assert [page.page_id for page in summary.written] == ["good"]
    (failure,) = summary.failed
    assert (failure.source, failure.page_id, failure.stage) == ("bad.pdf", None, "read")


def test_each_kind_of_source_has_its_recipe(recipe: Recipe, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(one_page(line("字", 20, 200)))
    (tmp_path / "b.txt").write_text("字\n", encoding="utf-8")
    asked = []

    def choose(kind: str) -> Recipe:
        asked.append(kind)
        return recipe

    assert len(ingest([str(tmp_path / "[ab].*")], tmp_path / "out", choose).written) == 2
    assert asked == ["pdf", "scan", "text"], "a page of a PDF may be a scan"


def test_a_recipe_that_is_wrong_is_found_before_the_first_page(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(one_page(line("字", 20, 200)))

    def choose(kind: str) -> Recipe:
        raise RecipeError(f"no recipe for {kind}")

    with pytest.raises(RecipeError, match="no recipe for pdf"):
        ingest([str(tmp_path / "a.pdf")], tmp_path / "out", choose)
    assert not (tmp_path / "out").exists()


def test_pages_of_two_files_never_share_an_id(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(issue(line("一", 20, 200), BLACK))
    (tmp_path / "a-p002.txt").write_text("字\n", encoding="utf-8")
    work = find([str(tmp_path)])
    taken = {item.page_id.casefold() for item in work.items}
    (item,) = (item for item in work.items if item.kind == "pdf")
    first, second = pages_of(item, taken=taken)
    assert isinstance(first, Page)
    assert isinstance(second, Unread)
    assert first.id == "a-p001"
    assert second.id.startswith("a-p002-")


def test_kinds_by_endings() -> None:
    assert [kind_of(Path(name)) for name in ("a.pdf", "a.PDF", "a.txt", "a")] == ["pdf", "pdf", "text", "text"]


def test_kinds_without_a_recipe_take_that_of_texts() -> None:
    assert for_kind("text") == "text"
    assert for_kind("nothing-of-the-kind") == "text"
