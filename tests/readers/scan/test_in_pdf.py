"""Pages of a PDF that have no text to go by are read as scans, page by page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")
pytest.importorskip("pypdfium2", reason="the extra `ocr` is not installed")

from pipeline.errors import EngineMissing
from pipeline.page import Page
from pipeline.readers.choose import ENGINE_MISSING, read
from pipeline.readers.scan.engines import choose
from pipeline.readers.scan.in_pdf import TWO_PAGES
from pipeline.readers.scan.worth import REPLACED, sense
from pipeline.readers.unread import Unread
from tests.readers.pdf.making import Maker, line
from tests.readers.scan.drawing import level_text, paper
from tests.readers.scan.recorded import Same

NEWS = "昨日全市召开经济工作会议研究部署下半年重点任务要求各部门加强协调推进项目建设保障民生改善发展环境提高服务水平"
NOISE = "戥鼐槊龢眢耖昃爰仄戤淼囗攴彐廾尢夂宀冂亠厶卩刂阝匚丶丿乂彳彡屮巛"


def issue(tmp_path: Path, layer: str = "", pages: int = 1, text: bool = True) -> Path:
    """A PDF of two pages: text, and a picture of six lines for each of the pages of paper that it shows side by side,
    over which there may be a text that is not seen. Without `text` there are none on the picture."""
    wide = 300 * pages
    grey = paper(400, wide)
    for left in range(0, wide if text else 0, 300):
        level_text(grey, left + 30, 30, 8, 6)
    maker = Maker()
    maker.page(line("一版", 50, 200), fonts={"F": maker.many()})
    image = f"/Type /XObject /Subtype /Image /Width {wide} /Height 400 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    picture = maker.stream(np.ascontiguousarray(grey).tobytes(), image)
    content = f"q {wide} 0 0 400 0 0 cm /Im Do Q " + (f"3 Tr {line(layer, 20, 300, 4)}" if layer else "")
    maker.page(
        content, fonts={"F": maker.many()}, resources=f"/XObject << /Im {picture} 0 R >>", media=(0, 0, wide, 400)
    )
    path = tmp_path / "issue.pdf"
    path.write_bytes(maker.bytes())
    return path


def read_with(path: Path, engine: Same, monkeypatch: pytest.MonkeyPatch) -> list[Page | Unread]:
    monkeypatch.setattr(choose, "engine", lambda *_: engine)
    return list(read(path, "issue"))


def words(page: Page | Unread) -> str:
    assert isinstance(page, Page)
    return "".join(map(chr, page.glyphs.char.tolist()))


def test_a_page_without_text_is_read_as_a_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = read_with(issue(tmp_path), Same("新华社电"), monkeypatch)
    assert words(first) == "一版"
    assert words(second) == "新华社电" * 6
    assert isinstance(second, Page)
    assert (second.id, second.source.kind, second.source.unit) == ("issue-p002", "scan", "point")
    assert (second.source.width, second.source.height) == (300.0, 400.0)
    assert second.glyphs.box is not None
    assert 20 < second.glyphs.box[:, 0].min() < 40, "boxes are in points of the page"
    assert second.glyphs.size is not None
    assert np.abs(second.glyphs.size / 24 - 1).max() < 0.3


@pytest.mark.parametrize(("pages", "flags"), [(1, ()), (2, (TWO_PAGES,))])
def test_a_page_that_shows_two_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int, flags: tuple[str, ...]
) -> None:
    _, page = read_with(issue(tmp_path, pages=pages), Same("新华社电"), monkeypatch)
    assert isinstance(page, Page)
    assert page.flags == flags
    assert words(page) == "新华社电" * 6 * pages


def test_a_clipping_in_a_corner_of_the_page_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grey = paper(400, 300)
    level_text(grey, 30, 30, 8, 6)
    grey[grey > 200] = 190
    maker = Maker()
    image = "/Type /XObject /Subtype /Image /Width 300 /Height 400 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    shown = maker.stream(np.ascontiguousarray(grey).tobytes(), image)
    entries = f"/XObject << /Im {shown} 0 R >>"
    maker.page("q 150 0 0 200 40 100 cm /Im Do Q", resources=entries, media=(0, 0, 1600, 600))
    (tmp_path / "page.pdf").write_bytes(maker.bytes())
    (page,) = read_with(tmp_path / "page.pdf", Same("新华社电"), monkeypatch)
    assert words(page) == "新华社电" * 6
    assert isinstance(page, Page)
    assert page.flags == (), "the white beside it is no second page"
    assert page.glyphs.box is not None
    assert page.glyphs.box[:, 0].min() == pytest.approx(40 + 15, abs=6), "within half a character"
    assert page.glyphs.box[:, 1].min() == pytest.approx(600 - 300 + 15, abs=6)


def off_page(tmp_path: Path, picture: bool) -> Path:
    """A PDF of a page whose text is beyond its edge, and which may show a picture of six lines."""
    grey = paper(400, 300)
    if picture:
        level_text(grey, 30, 30, 8, 6)
    maker = Maker()
    image = "/Type /XObject /Subtype /Image /Width 300 /Height 400 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    shown = maker.stream(np.ascontiguousarray(grey).tobytes(), image)
    content = f"q 300 0 0 400 0 0 cm /Im Do Q {line('旁边', 900, 200)}"
    entries = f"/XObject << /Im {shown} 0 R >>"
    maker.page(content, fonts={"F": maker.many()}, resources=entries, media=(0, 0, 300, 400))
    path = tmp_path / "page.pdf"
    path.write_bytes(maker.bytes())
    return path


def test_what_a_page_shows_is_read_where_its_text_is_off_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (page,) = read_with(off_page(tmp_path, picture=True), Same("新华社电"), monkeypatch)
    assert words(page) == "新华社电" * 6


def test_a_page_whose_text_is_off_the_page_is_not_blank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (page,) = read_with(off_page(tmp_path, picture=False), Same(""), monkeypatch)
    assert isinstance(page, Unread)
    assert "all 2 characters of its text are off the page" in page.reason
    assert page.reason.endswith("read as one, it is blank")


def test_a_layer_that_makes_no_sense_does_not_give_way_to_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = issue(tmp_path, "的是了在不有和人这中" * 6, text=False)
    _, page = read_with(path, Same(""), monkeypatch)
    assert words(page) == "的是了在不有和人这中" * 6


def test_without_an_engine_only_that_page_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise EngineMissing("reading scans needs more packages; pip install 'jianbao[ocr]'")

    monkeypatch.setattr(choose, "engine", missing)
    first, second = read(issue(tmp_path), "issue")
    assert words(first) == "一版"
    assert isinstance(second, Unread)
    assert second.flag == ENGINE_MISSING
    assert "must be read as a scan" in second.reason
    assert "pip install 'jianbao[ocr]'" in second.reason


def test_somebody_s_ocr_that_makes_sense_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, page = read_with(issue(tmp_path, NEWS), Same(NOISE), monkeypatch)
    assert words(page) == NEWS


def test_somebody_s_ocr_that_makes_none_gives_way_to_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, page = read_with(issue(tmp_path, "的是了在不有和人这中" * 6), Same(NEWS), monkeypatch)
    assert words(page) == NEWS * 6
    assert isinstance(page, Page)
    assert page.flags == (REPLACED,)


def test_ours_that_makes_less_sense_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, page = read_with(issue(tmp_path, "会议的了在是" * 10), Same("的了在是这和着" * 3), monkeypatch)
    assert words(page) == "会议的了在是" * 10


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (NEWS, 0.8, 1.0),
        (NOISE * 2, 0.0, 0.3),
        ("國會議員昨日討論經濟問題並決定明年預算" * 4, 0.7, 1.0),
        ("的了", 1.0, 1.0),
    ],
)
def test_sense(text: str, low: float, high: float) -> None:
    assert low <= sense(text) <= high
