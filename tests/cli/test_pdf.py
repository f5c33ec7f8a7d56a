"""The commands on PDFs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli.exits import Exit
from tests.cli.conftest import Jianbao, files
from tests.readers.pdf.making import BLACK, Maker, line


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    """Two pages with text, and a black one between them."""
    maker = Maker()
    font = maker.many()
    for content in (line("甲。一#二", 20, 200), BLACK, line("乙。三", 20, 200)):
        maker.page(content, fonts={"F": font})
    path = tmp_path / "issue.pdf"
    path.write_bytes(maker.bytes())
    return path


def test_ingest(jianbao: Jianbao, cutting: list[str], issue: Path, tmp_path: Path) -> None:
    result = jianbao("ingest", issue, "-o", tmp_path / "out", *cutting)
    assert result.exit_code == Exit.SOME_FAILED
    assert "Error: issue.pdf (page issue-p002): read: the page has no text layer" in result.stderr
    assert files(tmp_path / "out") == [
        "issue-p001/page.json",
        "issue-p001/s01.json",
        "issue-p003/page.json",
        "issue-p003/s01.json",
    ]


def test_show(jianbao: Jianbao, cutting: list[str], issue: Path) -> None:
    result = jianbao("show", issue, *cutting)
    assert result.exit_code == Exit.NOTHING_READ
    assert "一二" in result.stdout
    assert "三" in result.stdout
    assert "page 2: the page has no text layer" in result.stderr


def test_explain(jianbao: Jianbao, cutting: list[str], issue: Path) -> None:
    told = jianbao("explain", issue, "--find", "一二", *cutting).stdout
    assert told.splitlines()[1:] == [
        "",
        "s01 paragraph 1",
        "  一二",
        "    40,91  2–3  一",
        "    50,91  3–4  [-#-]  (discarded by plain: noise)",
        "    60,91  4–5  二",
    ]
    assert "(page 1 of 3; --page N shows another)" in told


def test_explain_a_page_without_text(jianbao: Jianbao, cutting: list[str], issue: Path) -> None:
    result = jianbao("explain", issue, "--page", "2", *cutting)
    assert result.exit_code == Exit.NOTHING_READ
    assert "page 2: the page has no text layer" in result.stderr
    assert "has 3 pages, no page 4" in jianbao("explain", issue, "--page", "4", *cutting).stderr


def test_a_file_without_anything_to_read(jianbao: Jianbao, cutting: list[str], tmp_path: Path) -> None:
    (tmp_path / "p.pdf").write_bytes(b"no PDF")
    result = jianbao("ingest", tmp_path / "p.pdf", "-o", tmp_path / "out", *cutting)
    assert result.exit_code == Exit.NOTHING_READ
    assert "p.pdf: read: it is no PDF" in result.stderr


def test_help_and_raw_text_load_no_pdf_library(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("昨天，本市举行了会议。\n", encoding="utf-8")
    code = (
        "import sys\nfrom pathlib import Path\nfrom pipeline.readers.choose import read\n"
        f"list(read(Path({str(tmp_path / 'p.txt')!r}), 'p'))\n"
        "print([name for name in ('playa', 'pdfminer', 'pdfplumber') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
