"""`jianbao draw`: pictures of what was decided."""

from __future__ import annotations

import sys
from importlib import util
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.cli.exits import Exit
from pipeline.drawing.palette import COLORS
from pipeline.drawing.shapes import Drawing, Group, Label, Print
from pipeline.drawing.svg import svg
from tests.cli.conftest import Jianbao
from tests.readers.pdf.making import BLACK, Maker, line, one_page

SVG = "{http://www.w3.org/2000/svg}"
PNG_MAGIC = b"\x89PNG\r\n"
COLUMNS = '''
"""Columns: lines of large type begin stories; a paragraph begins behind a space and runs on over the columns."""

from dataclasses import replace

from pipeline.page import Block, Furniture, Role, Story
from pipeline.registry import stage
from pipeline.text import join


@stage("columns-of-test", needs={"lines"}, gives={"stories"}, takes={"lines"})
def columns_of_test(page):
    text = page.lines[0].text
    line = page.lines[0]
    sizes = page.glyphs.size[text.origins]
    places = [n for n in range(1, len(text)) if text.string[n] == "=" or sizes[n] != sizes[n - 1]]
    stories, furniture = [], []
    for part in text.split(*places):
        size = page.glyphs.size[part.origins[0]]
        if size > 20:
            furniture.append(Furniture("unplaced" if "?" in part.string else "folio", part))
        elif size > 12:
            head = Block((line.with_text(part),), Role.HEADLINE)
            stories.append(Story((head,), confidence=0.4, flags=("breaks-off",)))
        else:
            sure = 0.3 if "#" in part.string else 0.9
            block = Block((line.with_text(part),), Role.PARAGRAPH, confidence=sure)
            stories[-1] = replace(stories[-1], blocks=(*stories[-1].blocks, block))
    return page.but(lines=(), stories=tuple(stories), furniture=tuple(furniture))
'''


@pytest.fixture
def columns(tmp_path: Path) -> list[str]:
    """The options that cut a page by its type sizes."""
    (tmp_path / "columns.py").write_text(COLUMNS, encoding="utf-8")
    (tmp_path / "columns.toml").write_text('[[stage]]\nuse = "columns-of-test"\n', encoding="utf-8")
    return ["--stage", str(tmp_path / "columns.py"), "--recipe", str(tmp_path / "columns.toml")]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Two stories; the second paragraph of the first runs over two columns, and its third is in doubt."""
    content = (
        line("三版", 350, 280, size=24)
        + line("?", 20, 280, size=26)
        + line("标题一", 20, 240, size=16)
        + line("=第一段文字。", 20, 220)
        + line("=第二段从这里", 20, 208)
        + line("一直写到栏末", 20, 196)
        + line("又从栏首写起", 100, 220)
        + line("=第三段#。", 100, 208)
        + line("标题<二>", 200, 240, size=16)
        + line("=<script>alert(1)</script>&", 200, 220)
    )
    path = tmp_path / "paper.pdf"
    path.write_bytes(one_page(content))
    return path


@pytest.fixture
def issue(tmp_path: Path, columns: list[str]) -> Path:
    """Four pages; the second is black, and the third begins with a paragraph, which the stage cannot cut."""
    maker = Maker()
    font = maker.many()
    for content in (line("甲", 20, 200, size=16), BLACK, line("乙", 20, 200), line("丙", 20, 200, size=16)):
        maker.page(content, fonts={"F": font})
    path = tmp_path / "issue.pdf"
    path.write_bytes(maker.bytes())
    return path


def drawn(jianbao: Jianbao, paper: Path, columns: list[str], out: Path) -> ElementTree.Element:
    result = jianbao("draw", paper, "-o", out, *columns)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"{out}\n"
    return ElementTree.fromstring(out.read_bytes())


def of(root: ElementTree.Element, kind: str, story: str | None = None) -> ElementTree.Element:
    (found,) = [
        each
        for each in root.iter(f"{SVG}g")
        if each.get("class") == kind and (story is None or each.get("data-story") == story)
    ]
    return found


def texts(element: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in element.iter(f"{SVG}text")]


def test_each_story_has_its_colour(jianbao: Jianbao, paper: Path, columns: list[str], tmp_path: Path) -> None:
    root = drawn(jianbao, paper, columns, tmp_path / "p.svg")
    fills = [{each.get("fill") for each in of(root, "story", name).iter(f"{SVG}rect")} for name in ("s01", "s02")]
    assert fills == [{COLORS[0]}, {COLORS[1]}]
    plates = {each.get("fill") for each in of(root, "legend").iter(f"{SVG}rect")}
    assert set(COLORS[:2]) <= plates
    assert {"s01", "s02", "标题一", "标题<二>", "0.40", "breaks-off"} <= set(texts(of(root, "legend")))


def test_arrows_are_numbered_in_reading_order(
    jianbao: Jianbao, paper: Path, columns: list[str], tmp_path: Path
) -> None:
    root = drawn(jianbao, paper, columns, tmp_path / "p.svg")
    order = of(root, "order", "s01")
    arrows = [each for each in order.iter(f"{SVG}polyline") if each.get("class") == "arrow"]
    assert [each.get("data-order") for each in arrows] == ["1", "2", "2b", "3"]
    assert [bool(each.get("stroke-dasharray")) for each in arrows] == [False, False, False, True]
    assert texts(order) == ["1", "2", "2b", "3", "breaks-off", "s01 headline · 0.40"]
    assert len(list(order.iter(f"{SVG}circle"))) == 4


def test_what_is_no_story_is_grey_or_hatched(jianbao: Jianbao, paper: Path, columns: list[str], tmp_path: Path) -> None:
    root = drawn(jianbao, paper, columns, tmp_path / "p.svg")
    assert [each.get("fill") for each in of(root, "furniture").iter(f"{SVG}rect")] == ["#8A8A8A"]
    assert [each.get("fill") for each in of(root, "unplaced").iter(f"{SVG}rect")] == ["url(#hatch-C00000)"]


def test_the_page_s_characters_stand_at_their_places(
    jianbao: Jianbao, paper: Path, columns: list[str], tmp_path: Path
) -> None:
    root = drawn(jianbao, paper, columns, tmp_path / "p.svg")
    (head,) = [each for each in of(root, "print").iter(f"{SVG}text") if each.text == "标题一"]
    assert head.get("x") == "20 36 52"
    assert head.get("font-size") == "16"


def test_hostile_text_is_escaped(jianbao: Jianbao, paper: Path, columns: list[str], tmp_path: Path) -> None:
    root = drawn(jianbao, paper, columns, tmp_path / "p.svg")
    assert not list(root.iter(f"{SVG}script"))
    assert "=<script>alert(1)</script>&" in texts(of(root, "print"))
    assert b"<script" not in (tmp_path / "p.svg").read_bytes()


def test_nothing_can_break_or_steer_the_xml() -> None:
    said = "甲\x00\x1b[2J\u202e\ufffe\ud800</text>\"'&"
    shapes = (Label((0, 0), said, 8), Print(said, ((0, 0),), 8, "#000000"))
    root = ElementTree.fromstring(svg(Drawing(10, 10, said, (Group('a"b', shapes, said, said),))))
    assert texts(root) == ["甲��[2J���</text>\"'&"] * 2


def test_the_same_bytes_from_run_to_run(jianbao: Jianbao, paper: Path, columns: list[str], tmp_path: Path) -> None:
    drawn(jianbao, paper, columns, tmp_path / "a.svg")
    drawn(jianbao, paper, columns, tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_one_bad_page_does_not_stop_the_others(
    jianbao: Jianbao, issue: Path, columns: list[str], tmp_path: Path
) -> None:
    result = jianbao("draw", issue, "-o", tmp_path / "out", *columns)
    assert result.exit_code == Exit.SOME_FAILED
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["issue-p001.svg", "issue-p004.svg"]
    assert "page 2: the page has no text layer" in result.stderr
    assert "issue-p003: stage columns-of-test: IndexError" in result.stderr


def test_one_page_of_several(jianbao: Jianbao, issue: Path, columns: list[str], tmp_path: Path) -> None:
    assert jianbao("draw", issue, "--page", "4", "-o", tmp_path / "p4.svg", *columns).exit_code == 0
    assert (tmp_path / "p4.svg").is_file()
    assert jianbao("draw", issue, "--page", "2", "-o", tmp_path / "p2.svg", *columns).exit_code == Exit.NOTHING_READ
    none = jianbao("draw", issue, "--page", "5", *columns)
    assert none.exit_code == Exit.NOTHING_READ
    assert "has 4 pages, no page 5" in none.stderr
    many = jianbao("draw", issue, "-o", tmp_path / "all.svg", *columns)
    assert many.exit_code == Exit.USAGE
    assert "has 4 pages; choose one with --page, or name a folder" in many.stderr


def test_the_folder_that_you_are_in(
    jianbao: Jianbao, paper: Path, columns: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert jianbao("draw", paper, *columns).stdout == "paper.svg\n"
    assert [each.name for each in (tmp_path / "here").iterdir()] == ["paper.svg"]


def test_what_cannot_be_drawn(jianbao: Jianbao, paper: Path, page: Path, tmp_path: Path) -> None:
    raw = jianbao("draw", page)
    assert raw.exit_code == Exit.USAGE
    assert "is raw text, which does not say where on paper it stands" in raw.stderr
    assert jianbao("draw", tmp_path).exit_code == Exit.NOTHING_READ
    assert jianbao("draw", tmp_path / "typo.pdf").exit_code == Exit.NOTHING_READ
    assert jianbao("draw", paper, "--to", "png", "-o", tmp_path / "p.svg").exit_code == Exit.USAGE
    other = jianbao("draw", paper, "-o", tmp_path / "p.jpg")
    assert (other.exit_code, "p.jpg: ends neither in .svg nor in .png" in other.stderr) == (Exit.USAGE, True)
    assert not (tmp_path / "p.jpg").exists()
    barred = jianbao("draw", paper, "-o", page / "p.svg")
    assert barred.exit_code == Exit.SOME_FAILED
    assert f"{page / 'p.svg'}: cannot be written: " in barred.stderr
    assert "a file stands where a folder must be" in barred.stderr


@pytest.mark.parametrize("options", [["--to", "png"], ["--background"]])
def test_without_the_packages_it_says_what_to_install(
    jianbao: Jianbao, paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    real = util.find_spec
    monkeypatch.setattr("pipeline.drawing.raster.find_spec", lambda name: None if name == "pypdfium2" else real(name))
    result = jianbao("draw", paper, "-o", tmp_path / "out", *options)
    assert result.exit_code == Exit.ENGINE_MISSING
    assert "pip install 'jianbao[draw]'" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("background", ["--background", "--no-background"])
def test_png(jianbao: Jianbao, paper: Path, columns: list[str], tmp_path: Path, background: str) -> None:
    pytest.importorskip("pypdfium2")
    pillow = pytest.importorskip("PIL.Image")
    result = jianbao("draw", paper, "-o", tmp_path / "p.png", background, *columns)
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "p.png").read_bytes().startswith(PNG_MAGIC)
    with pillow.open(tmp_path / "p.png") as picture:
        assert picture.height >= 600
        colours = {colour for _, colour in picture.getcolors(1 << 24)}
    assert (0, 114, 178) in colours


def test_a_background_in_svg(jianbao: Jianbao, paper: Path, columns: list[str], tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    pytest.importorskip("PIL")
    assert jianbao("draw", paper, "-o", tmp_path / "p.svg", "--background", *columns).exit_code == 0
    root = ElementTree.fromstring((tmp_path / "p.svg").read_bytes())
    (image,) = root.iter(f"{SVG}image")
    assert (image.get("href") or "").startswith("data:image/png;base64,")
    assert not [each for each in root.iter(f"{SVG}g") if each.get("class") == "print"]


def test_svg_loads_no_drawing_package(
    jianbao: Jianbao, paper: Path, columns: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PIL", "pypdfium2"):
        monkeypatch.setitem(sys.modules, name, None)
    drawn(jianbao, paper, columns, tmp_path / "p.svg")
