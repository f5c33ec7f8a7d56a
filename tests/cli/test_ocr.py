"""The commands on the output of OCR engines."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.cli.exits import Exit
from tests.cli.conftest import Jianbao, files
from tests.readers.ocr_writers import alto, hocr, pressed

DPI = 300 / 72


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page in ALTO."""
    path = tmp_path_factory.mktemp("scan") / "page.xml"
    path.write_text(alto(pressed("macau", DPI)), encoding="utf-8")
    return path


def test_ingest(jianbao: Jianbao, scan: Path, tmp_path: Path) -> None:
    result = jianbao("ingest", scan, "-o", tmp_path / "out")
    assert result.exit_code == Exit.DONE, result.stderr
    assert "page/page.json" in files(tmp_path / "out")
    assert "page/s01.json" in files(tmp_path / "out")


def test_show(jianbao: Jianbao, scan: Path) -> None:
    result = jianbao("show", scan)
    assert result.exit_code == Exit.DONE
    assert "── s01" in result.stdout


def test_explain_says_where_in_pixels(jianbao: Jianbao, scan: Path) -> None:
    line = max(pressed("macau", DPI).lines, key=lambda each: len(each.glyphs))
    told = jianbao("explain", scan, "--find", line.text[2:6]).stdout
    x, y, _, _ = line.glyphs[2].box
    found = [words.split("  ") for words in told.splitlines() if words.endswith(line.text[2:6])]
    assert any(f"{x:.0f},{y:.0f}" in "".join(words) or abs(x - _x(words)) < 40 for words in found)


def _x(words: list[str]) -> float:
    places = [word for word in words if "," in word and word.split(",")[0].strip().isdigit()]
    return float(places[0].split(",")[0]) if places else -1e9


def test_draw(jianbao: Jianbao, scan: Path, tmp_path: Path) -> None:
    result = jianbao("draw", scan, "-o", tmp_path / "page.svg")
    assert result.exit_code == Exit.DONE, result.stderr
    root = ElementTree.fromstring((tmp_path / "page.svg").read_text(encoding="utf-8"))
    assert float(root.get("width") or 0) > pressed("macau", DPI).width
    assert 'data-story="s01"' in (tmp_path / "page.svg").read_text(encoding="utf-8")


def test_draw_has_no_printed_page_to_put_behind(jianbao: Jianbao, scan: Path, tmp_path: Path) -> None:
    result = jianbao("draw", scan, "--background", "-o", tmp_path / "page.svg")
    assert result.exit_code == Exit.USAGE
    assert "has no printed page to put behind the drawing" in result.stderr


def test_a_page_of_several(jianbao: Jianbao, tmp_path: Path) -> None:
    path = tmp_path / "issue.hocr"
    path.write_text(hocr([pressed("macau", DPI), pressed("daily", DPI)]), encoding="utf-8")
    assert "(page 2 of 2; --page N shows another)" in jianbao("explain", path, "--page", "2").stdout


def test_other_xml_ends_with_3(jianbao: Jianbao, tmp_path: Path) -> None:
    path = tmp_path / "tei.xml"
    path.write_text("<TEI/>", encoding="utf-8")
    result = jianbao("ingest", path, "-o", tmp_path / "out")
    assert result.exit_code == Exit.NOTHING_READ
    assert "this is XML with the root <TEI>; what can be read: ALTO" in result.stderr


def test_files_that_are_too_large(jianbao: Jianbao, scan: Path, tmp_path: Path) -> None:
    result = jianbao("ingest", scan, "-o", tmp_path / "out", "--max-megabytes", "0.01")
    assert result.exit_code == Exit.NOTHING_READ
    assert "the limit is 0.01 MB" in result.stderr
