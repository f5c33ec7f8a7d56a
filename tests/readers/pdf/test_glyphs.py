"""What each case shows, by the fast backend; test_backends holds the slow one to the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ledger import Ledger
from pipeline.page import Box, Glyphs, Graphics, Page
from pipeline.readers.pdf import read
from tests.readers.pdf.cases import CASES, ENCODINGS, TEXT, text_in


def page_of(name: str, tmp_path: Path) -> Page:
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(CASES[name]())
    (page,) = read(path, name)
    assert isinstance(page, Page)
    return page


def glyphs_of(name: str, tmp_path: Path) -> Glyphs:
    return page_of(name, tmp_path).glyphs


def text(glyphs: Glyphs) -> str:
    return "".join(map(chr, glyphs.char.tolist()))


def boxes(glyphs: Glyphs, string: str) -> list[list[float]]:
    """The boxes of the first glyphs that read `string`, rounded."""
    assert glyphs.box is not None
    start = text(glyphs).index(string)
    return [[round(edge, 2) for edge in box] for box in glyphs.box[start : start + len(string)].tolist()]


def value(glyphs: Glyphs, column: str, string: str) -> object:
    """What the glyphs that read `string` all have in a column."""
    start = text(glyphs).index(string)
    values = set(getattr(glyphs, column)[start : start + len(string)].tolist())
    assert len(values) == 1, values
    return values.pop()


def test_a_page_of_text(tmp_path: Path) -> None:
    page = page_of("plain", tmp_path)
    glyphs = page.glyphs
    assert text(glyphs) == TEXT + "第二行 Latin 2025ABC abc"
    assert glyphs.offset.tolist() == list(range(len(glyphs)))
    assert boxes(glyphs, "昨天") == [[20, 41.2, 30, 51.2], [30, 41.2, 40, 51.2]]
    assert boxes(glyphs, "第") == [[20, 62.52, 28.5, 71.02]]
    assert glyphs.fonts == ("Helvetica", "STSong-Light")
    assert value(glyphs, "size", "第二行") == 8.5
    assert value(glyphs, "angle", TEXT) == 0
    assert (page.source.kind, page.source.unit, page.source.width, page.source.height) == ("pdf", "point", 400, 300)
    assert page.flags == ()


def test_all_glyphs_are_in_one_line_and_the_ledger_knows_them(tmp_path: Path) -> None:
    page = page_of("plain", tmp_path)
    (line,) = page.lines
    assert line.box == Box(0, 0, 400, 300)
    assert line.string == text(page.glyphs)
    assert isinstance(page.ledger, Ledger)
    page.ledger.check(page.texts())
    assert page.ledger.discards() == {}


@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
def test_predefined_encodings_need_no_table(encoding: str, tmp_path: Path) -> None:
    glyphs = glyphs_of(f"encoding-{encoding}", tmp_path)
    assert text(glyphs) == text_in(encoding)
    assert value(glyphs, "vertical", text_in(encoding)) is encoding.endswith("-V")


def test_all_copies_of_a_shadow_are_kept(tmp_path: Path) -> None:
    glyphs = glyphs_of("shadow", tmp_path)
    assert text(glyphs) == "影子" * 3
    assert glyphs.color is not None
    assert glyphs.color.tolist() == [0, 0, *[0xFFFFFF] * 4]
    assert boxes(glyphs, "影子影")[0] == [51, 79.88, 75, 103.88]


def test_what_cannot_be_seen_is_hidden(tmp_path: Path) -> None:
    glyphs = glyphs_of("invisible", tmp_path)
    for string in ("看不见", "也看不见", "透明"):
        assert value(glyphs, "hidden", string) is True, string
    for string in ("零", "小", "左外", "上外", "裁掉了"):
        assert value(glyphs, "outside", string) is True, string
    for string in ("看得见", "不透明", "没裁掉", "又在"):
        assert value(glyphs, "hidden", string) is value(glyphs, "outside", string) is False, string


def test_turned_lines_go_clockwise(tmp_path: Path) -> None:
    glyphs = glyphs_of("turned-lines", tmp_path)
    assert glyphs.angle is not None
    assert glyphs.angle[::4].tolist() == [0, 270, 90, 180, 315]
    assert not glyphs.vertical.any()  # type: ignore[union-attr]


def test_matrices_that_undo_each_other(tmp_path: Path) -> None:
    glyphs = glyphs_of("mirrored-matrices", tmp_path)
    assert boxes(glyphs, "翻转") == [[20, 39.44, 32, 51.44], [32, 39.44, 44, 51.44]]
    assert boxes(glyphs, "负") == [[100, 89.44, 112, 101.44]]
    assert boxes(glyphs, "窄") == [[100, 184.16, 109, 202.16]]
    assert value(glyphs, "size", "窄长") == 18
    assert value(glyphs, "size", "缩小") == 12
    assert value(glyphs, "angle", text(glyphs)) == 0


def test_spacing_and_the_ways_to_the_next_line(tmp_path: Path) -> None:
    glyphs = glyphs_of("text-state", tmp_path)
    left = {string: boxes(glyphs, string)[0][0] for string in ("字", "距", "接", "排", "版", "缩")}
    assert left == {"字": 20, "距": 32, "接": 44, "排": 59, "版": 66.5, "缩": 86.5}
    assert boxes(glyphs, "变窄") == [[20, 85.2, 28, 95.2], [28, 85.2, 36, 95.2]]
    assert boxes(glyphs, "升")[0][1] == 80.2
    assert boxes(glyphs, "two more")[0] == [20, 205.2, 22.78, 215.2]


def test_vertical_writing(tmp_path: Path) -> None:
    glyphs = glyphs_of("vertical", tmp_path)
    assert boxes(glyphs, "竖排，字") == [[45, 20 + 10 * n, 55, 30 + 10 * n] for n in range(4)]
    assert glyphs.vertical is not None
    assert glyphs.vertical.all()
    assert glyphs.angle is not None
    assert glyphs.angle[:-2].tolist() == [90] * (len(glyphs) - 2)
    assert glyphs.angle[-2:].tolist() == [0, 0]  # turned back by its matrix


def test_glyphs_under_each_other_are_no_vertical_writing(tmp_path: Path) -> None:
    glyphs = glyphs_of("stacked", tmp_path)
    assert value(glyphs, "vertical", "本版编辑") is False
    assert value(glyphs, "angle", "本版编辑") == 0


def test_ligatures_are_cut_along_the_line(tmp_path: Path) -> None:
    glyphs = glyphs_of("ligatures-and-unknown-glyphs", tmp_path)
    assert text(glyphs) == "ffi字\ufffd\U00020000\ufffd\ue000公司字公司\ufffd"
    assert boxes(glyphs, "ffi") == [[20, 39.44, 23.6, 51.44], [23.6, 39.44, 27.2, 51.44], [27.2, 39.44, 30.8, 51.44]]
    assert boxes(glyphs, "字公司")[1:] == [[194, 62, 206, 68], [194, 68, 206, 74]]


def test_drawn_fonts_have_their_own_measure(tmp_path: Path) -> None:
    glyphs = glyphs_of("type3-fonts", tmp_path)
    assert text(glyphs) == "AB" * 4
    assert value(glyphs, "size", "AB" * 4) == 10
    assert boxes(glyphs, "AB" * 4)[:4] == [[20, 42, 30, 52], [30, 42, 35, 52], [20, 70, 30, 80], [30, 70, 35, 80]]


def test_forms_stand_where_they_are_drawn(tmp_path: Path) -> None:
    glyphs = glyphs_of("forms", tmp_path)
    assert text(glyphs) == "外层框外里层" * 2 + "借用页面"
    assert boxes(glyphs, "外")[0] == [65, 226.2, 75, 236.2]
    assert boxes(glyphs, "里")[0] == [65, 187.4, 85, 207.4]
    assert value(glyphs, "outside", "框外") is True
    assert value(glyphs, "color", text(glyphs)) == 0xFF0000


def test_colors(tmp_path: Path) -> None:
    glyphs = glyphs_of("colors", tmp_path)
    assert glyphs.color is not None
    assert [f"{color:06x}" for color in glyphs.color.tolist()] == [
        "000000", "808080", "ff0000", "000000", "ff0000", "000000", "bfbfbf", "000000", "0000ff", "ffffff", "808080",
        "000000",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "size", "box", "angle"),
    [
        ("boxes-turned-0", (300, 220), [50, 51.2, 60, 61.2], 0),
        ("boxes-turned-90", (220, 300), [158.8, 50, 168.8, 60], 90),
        ("boxes-turned-180", (300, 220), [240, 158.8, 250, 168.8], 180),
        ("boxes-turned-270", (220, 300), [51.2, 240, 61.2, 250], 270),
        ("boxes-turned--90", (220, 300), [51.2, 240, 61.2, 250], 270),
        ("boxes-turned-450", (220, 300), [158.8, 50, 168.8, 60], 90),
        ("boxes-crop-larger", (400, 300), [90, 111.2, 100, 121.2], 0),
        ("boxes-crop-upside-down", (300, 220), [50, 51.2, 60, 61.2], 0),
        ("boxes-crop-missing", (300, 400), [111.2, 300, 121.2, 310], 270),
    ],
)
def test_boxes_count_from_the_crop_box_as_it_is_seen(
    name: str, size: tuple[float, float], box: list[float], angle: float, tmp_path: Path
) -> None:
    page = page_of(name, tmp_path)
    assert (page.source.width, page.source.height) == size
    assert boxes(page.glyphs, "里") == [box]
    assert value(page.glyphs, "angle", "里面") == angle
    assert value(page.glyphs, "outside", "里面") is False
    assert value(page.glyphs, "outside", "外面") is (size[0] < 300 or size == (300, 220))


def test_drawings_are_sorted(tmp_path: Path) -> None:
    graphics = page_of("drawings", tmp_path).graphics
    assert graphics == Graphics(
        rules=(
            Box(20, 19.75, 380, 20.25), Box(99.75, 30, 100.25, 280), Box(20, 39.25, 380, 40), Box(20, 49, 380, 50),
            Box(250, 279.5, 300, 280.5), Box(299.5, 230, 300.5, 280),
        ),
        frames=(Box(120, 230, 220, 280), Box(120, 90, 220, 140), Box(120, 60, 220, 80)),
        tints=(Box(120, 150, 220, 200), Box(120, 90, 220, 140), Box(250, 60, 370, 90), Box(240, 270, 280, 280)),
        pictures=(Box(300, 240, 350, 280), Box(40, 180, 90, 200)),
    )  # fmt: skip
