"""Scans of the press become pages: what is printed stands where it was printed. Engines are replayed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from PIL import Image

from pipeline.drawing.raster import scanned
from pipeline.page import Box, Page
from pipeline.readers.scan.engines.protocol import LineImage, Reading
from pipeline.readers.scan.reader import read
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.upright import NOWHERE, upright
from pipeline.recipe import load
from pipeline.run import run
from pipeline.writers.build import build
from tests.readers.scan.drawing import level_text, paper
from tests.readers.scan.recorded import SCANS, Recorded, Same, scan, upright_as_it_is

# How many of the printed characters are read, each at its place. The scans are small on purpose (100 to 150 dots to the
# inch) and have every damage that there is.
LEAST = {"republic-good-3": 0.93, "evening-good-1": 0.85, "county-good-2": 0.85}


def pages(name: str) -> list[Page]:
    engine = Recorded(name)
    found = list(read(scan(name), name, engine))
    assert engine.unknown == 0, f"{name}: lines are cut otherwise; python -m tests.readers.scan.recorded records them"
    return [page for page in found if isinstance(page, Page)]


def printed(name: str) -> list[dict[str, Any]]:
    record = json.loads(gzip.decompress((SCANS / f"{name}.truth.json.gz").read_bytes()))
    return [page["glyphs"] for page in record["pages"]]


def read_in_place(page: Page, truth: dict[str, Any]) -> float:
    """The share of the printed characters that were read within 0.7 of their size from where they stand."""
    assert page.glyphs.box is not None
    box = np.array([page.source.original(Box(*each)) for each in page.glyphs.box.tolist()])
    middle = (box[:, :2] + box[:, 2:]) / 2
    right = 0
    for char, (x0, y0, x1, y1), size in zip(truth["char"], truth["box"], truth["size"], strict=True):
        near = np.hypot(*(middle - [(x0 + x1) / 2, (y0 + y1) / 2]).T) < 0.7 * size
        right += ord(char) in page.glyphs.char[near]
    return right / len(truth["char"])


@pytest.mark.parametrize("name", LEAST)
def test_what_is_printed_is_read_where_it_stands(name: str) -> None:
    (page,) = pages(name)
    (truth,) = printed(name)
    assert read_in_place(page, truth) >= LEAST[name]


def test_glyphs_have_boxes_sizes_ways_and_confidences() -> None:
    (page,) = pages("republic-good-3")
    glyphs, source = page.glyphs, page.source
    assert (source.kind, source.unit, source.pages) == ("scan", "pixel", 1)
    assert glyphs.box is not None
    assert glyphs.size is not None
    assert glyphs.confidence is not None
    assert glyphs.vertical is not None
    assert source.width is not None
    assert source.height is not None
    with Image.open(SCANS / "republic-good-3.png") as image:
        assert image.size == (round(source.width), round(source.height))
    assert (glyphs.box[:, 2:] > glyphs.box[:, :2]).all()
    assert (glyphs.box > -glyphs.size.max()).all()
    assert (glyphs.box[:, 2] < source.width).all()
    assert ((glyphs.confidence >= 0) & (glyphs.confidence <= 1)).all()
    head = [chr(char) for char, down in zip(glyphs.char, glyphs.vertical, strict=True) if down]
    assert "永定河決口續訊" in "".join(head), "the headline runs down, the rest does not"
    assert len(head) < 30
    body = np.median(glyphs.size)
    assert (np.abs(glyphs.size / body - 1) < 0.01).mean() > 0.8, "lines of one type have one size"


def test_stories_come_out_of_a_scan() -> None:
    (page,) = pages("republic-good-3")
    recipe = load("scan")
    record, stories = build(run(page, recipe), recipe)
    heads = [story.headline or "" for story in stories]
    assert any("永定河決口續訊" in head for head in heads)
    assert record.date == "1934-09-13", "中華民國二十三年九月十三日"
    assert all(item.regions for story in stories for item in story.body)


def test_rules_are_found_where_they_are_printed() -> None:
    (page,) = pages("republic-good-3")
    record = json.loads(gzip.decompress((SCANS / "republic-good-3.truth.json.gz").read_bytes()))
    for x0, y0, x1, y1 in record["pages"][0]["graphics"]["rules"]:
        middle = (y0 + y1) / 2
        near = [rule for rule in page.graphics.rules if abs((rule.y0 + rule.y1) / 2 - middle) < (y1 - y0) + 8]
        covered = sum(min(rule.x1, x1) - max(rule.x0, x0) for rule in near if rule.x1 > x0 and rule.x0 < x1)
        assert covered > 0.7 * (x1 - x0)


@pytest.mark.parametrize("name", ["tabloid-issue-good-1", "tiers-issue-good-1"])
def test_two_pages_on_one_image(name: str) -> None:
    found = [page for page in read(scan(name), name, Same("字字字")) if isinstance(page, Page)]
    assert [page.id for page in found] == [f"{name}-p001", f"{name}-p002"]
    assert [(page.source.number, page.source.pages, page.source.picture) for page in found] == [(1, 2, 1), (2, 2, 1)]
    left = [float(np.median(page.glyphs.box[:, 0])) for page in found if page.glyphs.box is not None]
    down = [float(page.glyphs.vertical.mean()) for page in found if page.glyphs.vertical is not None]
    if min(down) > 0.5:
        assert left[0] > left[1], "papers that are written downwards are read from the right"
    else:
        assert left[0] < left[1]


def test_only_the_pages_that_are_asked_for_are_read() -> None:
    path, engine = scan("tabloid-issue-good-1"), Same("字字字")
    assert [page.id for page in read(path, "issue", engine, numbers=[1])] == ["issue-p001"]
    assert list(read(path, "issue", engine, numbers=[7])) == []


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_picture_that_lies_askew_by_quarters_is_turned_and_its_boxes_lead_back(turned: int, tmp_path: Path) -> None:
    name = "republic-good-3"

    class Lying(Recorded):
        def read(self, lines: Sequence[LineImage]) -> list[Reading]:
            return upright_as_it_is(lines, 360 - turned) if lines[0].box == NOWHERE else super().read(lines)

    path = tmp_path / "lying.png"
    with Image.open(scan(name)) as image:
        size = image.size
        image.rotate(-turned, expand=True).save(path)
    (standing,) = pages(name)
    (page,) = read(path, name, Lying(name))
    assert isinstance(page, Page)
    assert page.flags == (f"turned-{360 - turned}",)
    assert page.source.turned == 360 - turned
    assert (page.glyphs.char == standing.glyphs.char).all()
    lying = size if turned == 180 else size[::-1]
    assert page.source.original_size == tuple(map(float, lying))
    recipe = load("scan")
    record, stories = build(run(page, recipe), recipe)
    _, straight = build(run(standing, recipe), recipe)
    assert (record.source.width, record.source.height) == page.source.original_size
    assert [story.text for story in stories] == [story.text for story in straight]
    for found, meant in zip(stories[0].body, straight[0].body, strict=True):
        for one, other in zip(found.regions, meant.regions, strict=True):
            x0, y0, x1, y1 = other.bbox
            wide, high = size
            there = {
                90: (high - y1, x0, high - y0, x1),
                180: (wide - x1, high - y1, wide - x0, high - y0),
                270: (y0, wide - x1, y1, wide - x0),
            }
            assert one.bbox == pytest.approx(there[turned], abs=0.05)


@pytest.mark.parametrize("degrees", [-1.2, 0.0, 0.8])
def test_on_a_page_that_lies_askew_lines_are_level_and_lead_back_to_its_ink(degrees: float, tmp_path: Path) -> None:
    straight = paper()
    level_text(straight, 150, 200, 20, 16)
    askew = Sheet.of(straight).turned(degrees).grey
    path = tmp_path / "askew.png"
    Image.fromarray(askew).save(path)
    (page,) = read(path, "askew", Same("字" * 20))
    assert isinstance(page, Page)
    assert page.source.askew == pytest.approx(-degrees, abs=0.1)
    assert page.glyphs.box is not None
    assert len(np.unique(page.glyphs.box[:, 1].round(1))) == 16, "each line's characters are level"
    shown = np.array(Image.open(BytesIO(scanned(path, 1, 0, page.source.askew))))
    for box in page.glyphs.box.tolist():
        lying = page.source.original(Box(*box))
        for picture, (x0, y0, x1, y1) in ((shown, box), (askew, lying)):
            part = picture[round(y0) : round(y1), round(x0) : round(x1)]
            assert 0.2 < (part < 128).mean() < 0.7, "there is ink where a character stands, on the drawing too"


def test_where_nothing_is_surely_read_in_any_turn_the_picture_stays_as_it_is() -> None:
    grey = paper()
    level_text(grey, 60, 60, 20, 18)
    assert upright(grey, Same("字"))[1] == 0
    assert upright(paper(), Same("字"))[1] == 0


def test_the_same_scan_gives_the_same_page() -> None:
    one, other = pages("republic-good-3")[0], pages("republic-good-3")[0]
    assert one.glyphs.box is not None
    assert other.glyphs.box is not None
    assert (one.glyphs.char == other.glyphs.char).all()
    assert (one.glyphs.box == other.glyphs.box).all()
    assert one.graphics == other.graphics


def test_a_file_of_two_pictures(tmp_path: Path) -> None:
    path = tmp_path / "two.tif"
    with Image.open(SCANS / "republic-good-3.png") as image:
        image.convert("L").save(path, save_all=True, append_images=[Image.new("L", (50, 50))])
    first, second = read(path, "two", Recorded("republic-good-3"))
    assert (first.id, second.id) == ("two-p001", "two-p002")
    assert isinstance(first, Page)
    assert not isinstance(second, Page), "the second is too small to be a page; the first is read all the same"
