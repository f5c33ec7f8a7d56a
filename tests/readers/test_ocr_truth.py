"""The readers of OCR files held to the truth of pressed pages: text, boxes, confidences, directions, drawings."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.characters import is_han
from pipeline.page import Box, Page
from pipeline.readers.ocr_files import read
from pipeline.recipe import load
from pipeline.run import run
from tests.properties.pages import assert_whole
from tests.readers.ocr_cases import boxes_of, page_in, pages_of, sure_of, text_of
from tests.readers.ocr_writers import Glyph, Line, Sheet, abbyy, alto, every_format, hocr, page_xml, pressed

PAGES = ("county", "tiers", "hongkong")  # of columns, from top to bottom, traditional
DPI = 300 / 72
FORMATS = [what for what, _, _ in every_format(Sheet(10, 10, ((Line((Glyph("一", Box(0, 0, 9, 9)),)),),)))]


OLDER = frozenset({"alto-2-line", "alto-3-line", "alto-2-word", "alto-3-word", "page-2013-word", "page-2013-glyph"})


@pytest.fixture(scope="module", params=PAGES)
def truth(request: pytest.FixtureRequest) -> Sheet:
    return pressed(request.param, DPI)


@pytest.fixture(scope="module", params=[what for what in FORMATS if what not in OLDER])
def what(request: pytest.FixtureRequest) -> str:
    """A format and the finest level that has boxes."""
    return str(request.param)


@pytest.fixture(scope="module")
def page(truth: Sheet, what: str, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """The page in that format, read."""
    return written(truth, what, tmp_path_factory.mktemp("ocr"))


def em_of(line: Line) -> float:
    """The size of a line's ideographs; its digits may be larger."""
    boxes = [glyph.box for glyph in line.glyphs if is_han(glyph.char)] or [glyph.box for glyph in line.glyphs]
    return float(np.median([box.x1 - box.x0 if line.down else box.y1 - box.y0 for box in boxes]))


def written(truth: Sheet, what: str, folder: Path) -> Page:
    ending, document = next((ending, text) for name, ending, text in every_format(truth) if name == what)
    return page_in(document, folder, f"page{ending}")


def test_every_character_is_one_glyph_where_it_was_printed(truth: Sheet, what: str, page: Page) -> None:
    glyphs = page.glyphs
    assert glyphs.box is not None
    assert glyphs.vertical is not None
    full = glyphs.char != ord(" ")
    assert text_of(page).replace(" ", "") == "".join([line.text for line in truth.lines])
    assert (np.diff(glyphs.offset) == 1).all()
    real = np.array([glyph.box for glyph in truth.glyphs])
    em = np.maximum(real[:, 3] - real[:, 1], real[:, 2] - real[:, 0])
    middle, own = (real[:, :2] + real[:, 2:]) / 2, (glyphs.box[full][:, :2] + glyphs.box[full][:, 2:]) / 2
    off = np.abs(middle - own).max(axis=1) / em
    assert np.median(off) < 0.06
    assert np.quantile(off, 0.95) < (0.25 if what.endswith("glyph") else 0.5 if what.endswith("word") else 0.8)
    down = np.array([line.down for line in truth.lines for _ in line.glyphs])
    shown = np.array([len(line.glyphs) > 1 for line in truth.lines for _ in line.glyphs])
    assert (glyphs.vertical[full] == down)[shown].mean() > 0.995


def test_confidences(truth: Sheet, what: str, page: Page) -> None:
    if what not in ("alto-4-glyph", "page-2019-glyph", "hocr-word", "hocr-glyph", "abbyy-glyph"):
        return  # these say one for a whole line or word
    sure = np.array(sure_of(page))[page.glyphs.char != ord(" ")]
    assert np.allclose(sure, [glyph.sure / 100 for glyph in truth.glyphs], atol=0.001)


def test_rules_pictures_and_extent(truth: Sheet, page: Page) -> None:
    assert (page.source.width, page.source.height) == (round(truth.width), round(truth.height))
    assert page.source.unit == "pixel"
    assert len(page.graphics.pictures) == len(truth.pictures)
    assert len(page.graphics.rules) == len(truth.rules)
    for own, real in zip(page.graphics.rules, truth.rules, strict=True):
        assert np.allclose(own, real, atol=8)


def test_the_size_of_the_type_is_that_of_the_print(truth: Sheet, page: Page) -> None:
    assert page.glyphs.size is not None
    real = np.repeat([em_of(line) for line in truth.lines], [len(line.glyphs) for line in truth.lines])
    ratio = page.glyphs.size[page.glyphs.char != ord(" ")] / real
    usual = np.median(ratio)
    assert 0.85 < usual < 1.1
    assert (np.abs(ratio / usual - 1) < 0.12).mean() > 0.95


@pytest.mark.parametrize("older", sorted(OLDER))
def test_older_versions_say_the_same(older: str, tmp_path: Path) -> None:
    truth = pressed("daily", DPI)
    newer = re.sub("-[23]-|-2013-", lambda match: "-2019-" if "2013" in match[0] else "-4-", older)
    one, other = written(truth, older, tmp_path), written(truth, newer, tmp_path)
    assert (text_of(one), boxes_of(one)) == (text_of(other), boxes_of(other))


@pytest.mark.parametrize("unit", ["mm10", "inch1200"])
def test_units_become_points(unit: str, tmp_path: Path) -> None:
    truth = pressed("daily", {"mm10": 254, "inch1200": 1200}[unit] / 72)
    page = page_in(alto(truth, "glyph", unit=unit), tmp_path)
    real = np.array([glyph.box for glyph in pressed("daily").glyphs])
    assert page.source.unit == "point"
    assert page.glyphs.box is not None
    assert np.median(np.abs(page.glyphs.box[page.glyphs.char != ord(" ")] - real)) < 0.2


def test_several_pages_in_one_file(tmp_path: Path) -> None:
    sheets = [pressed("daily", DPI), pressed("evening", DPI)]
    for document, name in ((hocr(sheets), "issue.hocr"), (abbyy(sheets, variants=True), "issue.xml")):
        pages = pages_of(document, tmp_path, name)
        assert [page.id for page in pages] == ["issue-p001", "issue-p002"]
        for sheet, page in zip(sheets, pages, strict=True):
            assert isinstance(page, Page)
            assert page.source.pages == 2
            assert text_of(page).replace(" ", "") == "".join([line.text for line in sheet.lines])


CHARACTERS = st.sampled_from("一二三报纸今日，。“”（）《》—…·0123456789AbCd&<>'\"\u3000\ue004\U00020bb7鬱 ")


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Lines of any characters anywhere, boxes overlapping, tiny and out of order."""
    blocks = []
    for _ in range(draw(st.integers(1, 4))):
        lines = []
        for _ in range(draw(st.integers(1, 4))):
            text = draw(st.text(CHARACTERS, min_size=1, max_size=12))
            x, y = draw(st.integers(0, 900)), draw(st.integers(0, 900))
            em, down = draw(st.integers(1, 60)), draw(st.booleans())
            noise = draw(st.lists(st.integers(-40, 40), min_size=len(text), max_size=len(text)))
            glyphs = []
            for n, char in enumerate(text):
                at = n * em + noise[n]
                left, top = max(0, x if down else x + at), max(0, y + at if down else y)
                sure = draw(st.integers(0, 100))
                glyphs.append(Glyph(char, Box(left, top, left + em, top + em), sure))
            if not text.isspace():
                lines.append(Line(tuple(glyphs), down))
        if lines:
            blocks.append(tuple(lines))
    fallback = (Line((Glyph("一", Box(0, 0, 9, 9)),)),)
    return Sheet(1000, 1000, tuple(blocks) or (fallback,))


@given(sheets(), st.sampled_from(FORMATS))
@settings(max_examples=60)
def test_whatever_is_written_comes_back_and_is_cut_without_loss(
    tmp_path_factory: pytest.TempPathFactory, sheet: Sheet, what: str
) -> None:
    path = tmp_path_factory.mktemp("ocr") / "page.xml"
    path.write_text(next(text for name, _, text in every_format(sheet) if name == what), encoding="utf-8")
    (page,) = read(path, "p")
    assert isinstance(page, Page)
    wanted = "".join("".join([line.text for line in sheet.lines]).split())
    assert "".join(text_of(page).split()) == wanted
    boxes = page.glyphs.box
    assert boxes is not None
    assert np.isfinite(boxes).all()
    assert (boxes[:, 2:] >= boxes[:, :2] - 0.01).all()
    assert_whole(run(page, load("ocr")), load("ocr"))


@pytest.mark.parametrize("year", [2013, 2019])
def test_the_direction_that_the_file_tells_counts(year: int, tmp_path: Path) -> None:
    glyphs = tuple(Glyph(char, Box(10, 10 + 30 * n, 40, 40 + 30 * n)) for n, char in enumerate("竖排"))
    sheet = Sheet(100, 100, ((Line(glyphs, down=True),),))
    for document in (page_xml(sheet, "line", year=year, down=True), alto(sheet, "word", down=True)):
        page = page_in(document, tmp_path)
        assert page.glyphs.vertical is not None
        assert page.glyphs.vertical.all()
