"""OCR files among the sources: METS stands for the files that it names, web pages are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.ingest import ingest, plan
from pipeline.ingest.sources import find
from pipeline.readers.choose import kind_of
from pipeline.recipe import for_kind, load
from pipeline.writers import load as written
from tests.readers.ocr_cases import alto_line, alto_of, hocr_line, hocr_of
from tests.readers.test_mets import alto_saying, div, group, mets_of, mods, put


def names(*sources: Path) -> list[str]:
    return [item.name for item in find([str(source) for source in sources]).items]


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    """A folder with an issue of two pages, a page that it does not name, and metadata."""
    text = mets_of(group("T", ("a", "alto/a.xml"), ("b", "alto/b.xml")), div(1, "b") + div(2, "a"), mods("1940-04-30"))
    put(
        tmp_path / "1940",
        mets_xml=text,
        alto__a_xml=alto_saying("第二版的文字"),
        alto__b_xml=alto_saying("第一版的文字"),
        more__c_xml=alto_saying("又一版"),
        mods_xml="<mods/>",
    )
    (tmp_path / "1940" / "viewer.html").write_text("<html><p>viewer</p></html>", encoding="utf-8")
    return tmp_path


def test_mets_stands_for_the_files_that_it_names(issue: Path) -> None:
    assert names(issue) == ["1940/mets.xml", "1940/more/c.xml"]
    assert names(issue / "1*") == ["1940/mets.xml", "1940/more/c.xml"]
    assert names(issue / "1940" / "alto") == ["a.xml", "b.xml"]


def test_web_pages_are_left_alone_and_other_xml_is_an_error(tmp_path: Path) -> None:
    put(tmp_path, a_html="<html>news</html>", b_html=hocr_of(hocr_line("字")), c_xml="<mods/>")
    assert names(tmp_path) == ["b.html", "c.xml"]
    summary = ingest([str(tmp_path)], tmp_path / "out", lambda kind: load(for_kind(kind)))
    (failure,) = summary.failed
    assert (failure.source, failure.stage) == ("c.xml", "read")
    assert "root <mods>; what can be read: ALTO" in failure.reason


def test_beside_mets_what_is_broken_is_named_and_only_metadata_is_left_alone(issue: Path, tmp_path: Path) -> None:
    declared = '<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a "ha">]>' + alto_saying("字")
    put(
        issue / "1940",
        e_hocr="",
        f_alto=declared,
        g_xml=declared,
        h_xml="<alto><Layout",
        i_xml="",
        j_xml="no markup",
        k_alto="<mods/>",
        l_xml="<rss><channel/></rss>",
    )
    summary = ingest([str(issue)], tmp_path / "out", lambda kind: load(for_kind(kind)))
    failed = {Path(each.source).name: each.reason for each in summary.failed}
    assert sorted(failed) == ["e.hocr", "f.alto", "g.xml", "h.xml", "i.xml", "j.xml", "k.alto"]
    assert "declares a document type of its own" in failed["g.xml"]
    assert len(summary.written) == 3


def test_broken_mets_is_its_own_failure(tmp_path: Path) -> None:
    put(tmp_path, mets_xml="<mets><fileSec>", a_xml=alto_saying("字"))
    assert names(tmp_path) == ["a.xml", "mets.xml"]


def test_pages_of_an_issue_are_written_with_its_date_and_their_own_files(issue: Path, tmp_path: Path) -> None:
    summary = ingest([str(issue)], tmp_path / "out", lambda kind: load(for_kind(kind)))
    assert summary.failed == ()
    assert [page.page_id for page in summary.written] == ["1940/mets-p001", "1940/mets-p002", "1940/more/c"]
    page, _ = written.load(tmp_path / "out" / "1940" / "mets-p001")
    assert (page.date, page.source.path, page.source.kind) == ("1940-04-30", "1940/mets.xml", "alto")
    assert (page.source.number, page.source.pages, page.source.unit) == (1, 2, "pixel")
    assert page.recipe.name == "ocr"


def test_an_issue_is_cut_anew_when_one_of_its_files_has_changed(issue: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert plan([str(issue)], out, load("ocr")) == {"new": 2, "unchanged": 0}
    ingest([str(issue)], out, load("ocr"))
    assert plan([str(issue)], out, load("ocr"))["unchanged"] == 2
    put(issue / "1940", alto__a_xml=alto_saying("改过的文字"))
    assert plan([str(issue)], out, load("ocr")) == {"changed": 1, "unchanged": 1}
    ingest([str(issue)], out, load("ocr"))
    page, _ = written.load(out / "1940" / "mets-p002")
    assert page.ledger.glyphs == 5


def test_a_date_that_is_printed_goes_before_that_of_the_catalogue(tmp_path: Path) -> None:
    head = "".join(
        alto_line(f'<String CONTENT="{text}"/>', f'HPOS="{x}" VPOS="20" WIDTH="{width}" HEIGHT="20"')
        for text, x, width in (("1940年5月1日", 100, 160), ("星期三", 400, 60), ("第3版", 600, 50))
    )
    body = "".join(
        alto_line(
            '<String CONTENT="昨日本市举行会议，讨论了新的年度计划和预算。"/>',
            f'HPOS="100" VPOS="{200 + 30 * n}" WIDTH="440" HEIGHT="20"',
        )
        for n in range(12)
    )
    text = mets_of(group("T", ("a", "a.xml")), div(1, "a"), mods("1940-04-30"))
    put(tmp_path, mets_xml=text, a_xml=alto_of(head + body))
    ingest([str(tmp_path)], tmp_path / "out", load("ocr"))
    page, _ = written.load(tmp_path / "out" / "mets")
    assert page.date == "1940-05-01"
    assert "date-disputed" in page.flags


def test_kinds(tmp_path: Path) -> None:
    put(tmp_path, a_xml="<x/>", b_hocr="", c_json="{}", d_dat=alto_saying("字"), e_txt="<alto/>")
    kinds = {path.name: kind_of(path) for path in tmp_path.iterdir()}
    assert kinds == {"a.xml": "ocr", "b.hocr": "ocr", "c.json": "text", "d.dat": "ocr", "e.txt": "text"}
