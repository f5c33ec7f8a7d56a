"""METS: the pages of an issue in their order, from their own files, and nothing from outside the folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.page import Page
from pipeline.readers.files import EMPTY_FILE
from pipeline.readers.ocr_files import files_of, read
from pipeline.readers.unread import Unread
from tests.readers.ocr_cases import abbyy_of, alto_line, alto_of, hocr_line, hocr_of, page_line, page_of, said, text_of

METS = "http://www.loc.gov/METS/"


def alto_saying(text: str) -> str:
    return alto_of(alto_line(f'<String CONTENT="{text}"/>'))


def mets_of(groups: str, pages: str, metadata: str = "") -> str:
    return (
        f'<?xml version="1.0"?><mets:mets xmlns:mets="{METS}" xmlns:xlink="http://www.w3.org/1999/xlink">{metadata}'
        f'<mets:fileSec>{groups}</mets:fileSec><mets:structMap TYPE="LOGICAL"><mets:div/></mets:structMap>'
        f'<mets:structMap TYPE="PHYSICAL"><mets:div TYPE="physSequence">{pages}</mets:div></mets:structMap></mets:mets>'
    )


def group(name: str, *files: tuple[str, str]) -> str:
    inner = "".join(
        f'<mets:file ID="{key}"><mets:FLocat LOCTYPE="URL" xlink:href="{href}"/></mets:file>' for key, href in files
    )
    return f'<mets:fileGrp USE="{name}">{inner}</mets:fileGrp>'


def div(order: int | None, *keys: str) -> str:
    told = f' ORDER="{order}"' if order is not None else ""
    return (
        f'<mets:div TYPE="page"{told}>{"".join(f"<mets:fptr FILEID={chr(34)}{k}{chr(34)}/>" for k in keys)}</mets:div>'
    )


def mods(*dates: str, name: str = "dateIssued") -> str:
    inner = "".join(f"<m:{name}>{date}</m:{name}>" for date in dates)
    return f'<mets:dmdSec><m:mods xmlns:m="http://www.loc.gov/mods/v3">{inner}</m:mods></mets:dmdSec>'


def put(folder: Path, **files: str) -> Path:
    """Files in a folder, `__` in their names as a slash, `_` before the ending as a dot; the path of METS."""
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        path = folder / f"{stem.replace('__', '/')}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "mets.xml"


def told(pages: list[Page | Unread]) -> list[tuple[str, str]]:
    return [(page.id, text_of(page) if isinstance(page, Page) else page.reason) for page in pages]


def test_pages_come_in_the_order_that_mets_says_with_the_date_of_the_issue(tmp_path: Path) -> None:
    groups = group("IMAGES", ("i1", "img/1.tif"), ("i2", "img/2.tif")) + group(
        "FULLTEXT", ("a1", "alto/z.xml"), ("a2", "file://./alto/a%20b.xml")
    )
    mets = put(
        tmp_path,
        mets_xml=mets_of(groups, div(2, "i2", "a2") + div(1, "i1", "a1"), mods("1940-04-30")),
        alto__z_xml=alto_saying("第一页"),
    )
    (tmp_path / "alto" / "a b.xml").write_text(page_of(page_line(said("第二页"))), encoding="utf-8")
    pages = list(read(mets, "issue"))
    assert told(pages) == [("issue-p001", "第一页"), ("issue-p002", "第二页")]
    first, second = pages
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.masthead.date, second.masthead.date) == ("1940-04-30", "1940-04-30")
    assert (second.source.path, second.source.kind) == ("mets.xml", "page-xml")
    assert (second.source.number, second.source.pages) == (2, 2)
    assert files_of(mets) == [mets, tmp_path / "alto/z.xml", tmp_path / "alto/a b.xml"]
    assert first.source.sha256 == hashlib.sha256(b"".join(each.read_bytes() for each in files_of(mets))).hexdigest()
    assert told(list(read(mets, "issue", numbers=range(2, 3)))) == [("issue-p002", "第二页")]


def test_of_several_versions_the_last_one_that_covers_the_pages_is_read(tmp_path: Path) -> None:
    groups = (
        group("OCR-D-SEG", ("s1", "s1.xml"), ("s2", "s2.xml"))
        + group("OCR-D-OCR", ("o1", "o1.xml"), ("o2", "o2.xml"))
        + group("OCR-D-EVAL", ("e1", "e1.xml"))
    )
    files = {name + "_xml": alto_saying(name) for name in ("s1", "s2", "o1", "o2", "e1")}
    pages = div(None, "o1", "s1", "e1") + div(None, "s2", "o2")
    mets = put(tmp_path, mets_xml=mets_of(groups, pages), **files)
    assert [text for _, text in told(list(read(mets, "i")))] == ["o1", "o2"]


@pytest.mark.parametrize(
    ("href", "why"),
    [
        ("../secret.xml", "leads out of the folder that METS is in"),
        ("/etc/secret.xml", "leads out of the folder"),
        ("file:///etc/secret.xml", "leads out of the folder"),
        ("http://localhost/secret.xml", "leads out of the folder"),
        ("//localhost/secret.xml", "leads out of the folder"),
        ("a/%2e%2e/%2e%2e/secret.xml", "leads out of the folder"),
        ("..\\secret.xml", "leads out of the folder"),
        ("link/secret.xml", "leads out of the folder"),
        ("missing.xml", "is not there; put it where METS says"),
        ("http://[localhost/secret.xml", "leads out of the folder"),
        ("other.xml", "other.xml: this is XML with the root <mods>; what can be read: ALTO"),
        ("file://./empty.xml", "empty.xml: it is empty"),
        ("picture.tif", "METS names no file with its text"),
    ],
)
def test_what_lies_elsewhere_is_not_opened(href: str, why: str, tmp_path: Path) -> None:
    folder = tmp_path / "issue"
    pages = div(1, "bad") + div(2, "good")
    groups = group("TEXT", ("bad", href), ("good", "good.xml"))
    mets = put(folder, mets_xml=mets_of(groups, pages), good_xml=alto_saying("好"), other_xml="<mods/>")
    (folder / "empty.xml").touch()
    put(tmp_path, secret_xml=alto_saying("密"))
    (folder / "link").symlink_to(tmp_path)
    first, second = told(list(read(mets, "i")))
    assert why in first[1]
    assert second == ("i-p002", "好")


def test_a_file_that_is_too_large_fails_alone(tmp_path: Path) -> None:
    groups = group("TEXT", ("a", "a.xml"), ("b", "b.xml"))
    pages = mets_of(groups, div(1, "a") + div(2, "b"))
    mets = put(tmp_path, mets_xml=pages, a_xml=alto_saying("大" * 5_000), b_xml=alto_saying("好"))
    first, second = told(list(read(mets, "i", most_bytes=4_000)))
    assert first[1].startswith("a.xml: too large")
    assert second == ("i-p002", "好")


def test_no_other_version_stands_for_one_that_is_broken(tmp_path: Path) -> None:
    groups = group("FIRST", ("a1", "a1.xml"), ("b1", "b1.xml")) + group("LAST", ("a2", "a2.xml"), ("b2", "b2.xml"))
    good = {name + "_xml": alto_saying(name) for name in ("a1", "b1", "b2")}
    mets = put(tmp_path, mets_xml=mets_of(groups, div(1, "a1", "a2") + div(2, "b1", "b2")), a2_xml="", **good)
    assert told(list(read(mets, "i"))) == [("i-p001", "a1"), ("i-p002", "b1")]
    (tmp_path / "b1.xml").unlink()
    assert told(list(read(mets, "i"))) == [("i-p001", f"a2.xml: {EMPTY_FILE}"), ("i-p002", "b2")]


def test_a_page_that_is_broken_fails_alone(tmp_path: Path) -> None:
    groups = group("TEXT", ("a", "a.xml"), ("b", "b.xml"))
    bad = alto_saying("坏").replace('"100"', '"x"')
    mets = put(tmp_path, mets_xml=mets_of(groups, div(1, "a") + div(2, "b")), a_xml=bad, b_xml=alto_saying("好"))
    first, second = told(list(read(mets, "i")))
    assert 'HPOS="x" is no number' in first[1]
    assert second == ("i-p002", "好")


def test_one_file_of_several_pages(tmp_path: Path) -> None:
    document = hocr_of(hocr_line("甲")).replace("</body>", "<div class=ocr_page>" + hocr_line("乙") + "</div></body>")
    mets = put(tmp_path, mets_xml=mets_of(group("T", ("a", "a.hocr")), div(1, "a") + div(2, "a")), a_hocr=document)
    assert told(list(read(mets, "i"))) == [("i-p001", "甲"), ("i-p002", "乙")]


def test_without_a_physical_map_the_files_are_the_pages(tmp_path: Path) -> None:
    text = mets_of(group("T", ("a", "a.xml"), ("b", "b.xml")), "").replace("structMap", "structLink")
    mets = put(tmp_path, mets_xml=text, a_xml=alto_saying("甲"), b_xml=abbyy_of(""))
    (tmp_path / "b.xml").write_text("", encoding="utf-8")
    assert told(list(read(mets, "i"))) == [("i-p001", "甲"), ("i-p002", f"b.xml: {EMPTY_FILE}")]


@pytest.mark.parametrize(
    ("metadata", "date"),
    [
        (mods("1940-04-30T00:00:00"), "1940-04-30"),
        (mods("1940-04-30", "1940-04-30"), "1940-04-30"),
        (mods("1940-04-30", "1940-05-01"), None),
        (mods("April 1940"), None),
        (mods("1940-02-31"), None),
        (mods("1940-04-30", name="issued"), "1940-04-30"),
        (mods("2001-01-01", name="dateCaptured"), None),
    ],
)
def test_dates(metadata: str, date: str | None, tmp_path: Path) -> None:
    mets = put(tmp_path, mets_xml=mets_of(group("T", ("a", "a.xml")), div(1, "a"), metadata), a_xml=alto_saying("甲"))
    (page,) = read(mets, "i")
    assert isinstance(page, Page)
    assert page.masthead.date == date


@pytest.mark.parametrize("text", [mets_of("", ""), f'<mets xmlns="{METS}"/>', mets_of(group("T", ("a", "a.tif")), "")])
def test_mets_without_pages_says_so(text: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="names no pages with text"):
        list(read(put(tmp_path, mets_xml=text), "i"))
