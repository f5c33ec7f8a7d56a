"""The text reader: pages, lines, cells; every character of the file is a glyph, with its offset."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.ledger import codepoints
from pipeline.page import Page
from pipeline.readers.text import MOST_LINE, is_fixed_width, page_of, pages, read

GRID = [
    "  推动全国首个不动产信托      资达3.12亿美元，年均增",
    "财产登记试点、全国首批股      速高达27%。值得关注的",
    "权信托财产登记案例等实现      是，这片仅占通州区百分",
    "“从0到1”的突破。            之一的区域，贡献了一成。",
    "  与此同时，形成国家级改      绿色交易所参与制定标准",
]


def read_one(text: str) -> Page:
    (page,) = pages(text.encode(), "p", "p.txt")
    return page


def strings(page: Page) -> list[str]:
    return [line.string for line in page.lines]


def assert_traces_to(page: Page, text: str) -> None:
    """The page's glyphs are the file's characters from its first offset on, and its lines point there."""
    start = int(page.glyphs.offset[0])
    assert page.glyphs.offset.tolist() == list(range(start, start + len(page.glyphs)))
    assert page.glyphs.char.tolist() == codepoints(text[start : start + len(page.glyphs)]).tolist()
    page.ledger.check(page.texts())
    for line in page.lines:
        assert "".join(text[start + origin] for origin in line.text.origins) == line.string


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\v"])
def test_every_kind_of_line_end(end: str) -> None:
    text = end.join(["第一行", "第二行", "", "第三行", ""])
    page = read_one(text)
    assert strings(page) == ["第一行", "第二行", "第三行"]
    assert [line.gap for line in page.lines] == [0, 0, 1]
    assert page.ledger.discards() == {"line end": 4 * len(end)}
    assert_traces_to(page, text)


def test_line_ends_of_several_kinds() -> None:
    text = "甲\r\n乙\r丙\n\r\n丁\n\r戊"
    page = read_one(text)
    assert strings(page) == list("甲乙丙丁戊")
    assert [line.gap for line in page.lines] == [0, 0, 0, 1, 1]


def test_blank_lines_are_counted_and_discarded() -> None:
    text = "\n甲\n\n \u3000\n\n乙\n \n"
    page = read_one(text)
    assert strings(page) == ["甲", "乙"]
    assert [line.gap for line in page.lines] == [1, 3]
    assert page.ledger.discards() == {"blank line": 3, "line end": 7}
    assert_traces_to(page, text)


def test_margins_are_left_to_a_stage() -> None:
    assert strings(read_one("\u3000\u3000甲 \n 乙")) == ["\u3000\u3000甲 ", " 乙"]


def test_form_feeds_part_pages() -> None:
    text = "甲\n乙\f丙\f\n"
    first, second = pages(text.encode(), "日报", "日报.txt")
    assert [first.id, second.id] == ["日报-p001", "日报-p002"]
    assert [strings(first), strings(second)] == [["甲", "乙"], ["丙"]]
    assert [page.source.number for page in (first, second)] == [1, 2]
    assert all(page.source.pages == 2 for page in (first, second))
    assert int(second.glyphs.offset[0]) == 4
    assert sum(len(page.glyphs) for page in (first, second)) == len(text)
    assert second.ledger.discards() == {"form feed": 1, "line end": 1}
    for page in (first, second):
        assert_traces_to(page, text)


def test_one_form_feed_at_the_end_makes_no_second_page() -> None:
    page = read_one("甲\n\f")
    assert page.id == "p"
    assert page.source.pages == 1


def test_an_empty_page_between_keeps_its_number() -> None:
    made = list(pages("甲\f\f丙".encode(), "p", "p.txt"))
    assert [strings(page) for page in made] == [["甲"], [], ["丙"]]
    assert [page.id for page in made] == ["p-p001", "p-p002", "p-p003"]


def test_marks_and_nuls_go_to_the_ledger() -> None:
    text = "\ufeff甲\0乙\n丙\ufeff丁" + "戊" * 50
    page = read_one(text)
    assert strings(page) == ["甲乙", "丙丁" + "戊" * 50]
    assert page.ledger.discards() == {"NUL character": 1, "byte order mark": 2, "line end": 1}
    assert_traces_to(page, text)


def test_odd_characters_are_kept() -> None:
    text = "甲\ud800乙\n\ue004丙\n丁\u0378\U0010ffff戊\n\u200b"
    (page,) = pages(text.encode("utf-8", "surrogatepass"), "p", "p.txt")
    assert strings(page) == text.split("\n")
    assert_traces_to(page, text)


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_offsets_count_characters_of_the_decoded_file(codec: str, tmp_path: Path) -> None:
    text = "昨天下午，他介绍了五年来的成就。\r\n\r\n本报记者 池阳\r\n" * 10
    path = tmp_path / "page.txt"
    path.write_bytes(text.encode(codec))
    (page,) = read(path, "page")
    decoded = path.read_bytes().decode(page.source.encoding or "")
    assert_traces_to(page, decoded)
    assert strings(page)[:2] == ["昨天下午，他介绍了五年来的成就。", "本报记者 池阳"]


def test_the_source_is_named(tmp_path: Path) -> None:
    path = tmp_path / "四版.txt"
    path.write_bytes("甲乙丙".encode())
    (page,) = read(path, "四版")
    assert page.source.path == "四版.txt"
    assert page.source.sha256 == hashlib.sha256("甲乙丙".encode()).hexdigest()
    assert (page.source.kind, page.source.encoding, page.source.pages) == ("text", "utf-8", 1)


def test_flags_of_the_decoder_are_the_page_s() -> None:
    (page,) = pages(("甲乙丙" * 50).encode() + b"\xff", "p", "p.txt")
    assert page.flags == ("undecodable-bytes",)


@pytest.mark.parametrize("text", ["", "\n\n \t\u3000\r\n", "\ufeff", "\f\f", "\ufeff\0\u2028\u00a0", "\0"])
def test_a_file_without_text(text: str) -> None:
    with pytest.raises(ReadError, match=r"there is no text in it|binary"):
        read_one(text)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "volume.txt"
    path.write_text("甲" * 100)
    assert len(list(read(path, "volume", most_bytes=300))) == 1
    with pytest.raises(ReadError, match=r"too large.*cut the file at its form feeds.*--max-megabytes"):
        list(read(path, "volume", most_bytes=299))


def test_a_file_without_an_end() -> None:
    with pytest.raises(ReadError, match="too large"):
        list(read(Path("/dev/zero"), "zero", most_bytes=1000))


def test_a_limit_that_no_memory_could_hold(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("甲乙丙。")
    assert len(list(read(path, "page", most_bytes=1 << 60))) == 1


def test_what_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.txt"):
        with pytest.raises(ReadError, match="cannot be read"):
            list(read(path, "p"))


def test_a_line_that_is_no_line() -> None:
    assert strings(read_one("甲" * MOST_LINE)) == ["甲" * MOST_LINE]
    with pytest.raises(ReadError, match="no line of a newspaper"):
        read_one("甲" * (MOST_LINE + 1))


def test_fixed_width_text_becomes_cells() -> None:
    text = "\n".join(GRID)
    page = read_one(text)
    assert strings(page)[:4] == [
        "推动全国首个不动产信托",
        "资达3.12亿美元，年均增",
        "财产登记试点、全国首批股",
        "速高达27%。值得关注的",
    ]
    assert [tuple(line.box or ()) for line in page.lines[:3]] == [
        (2, 0, 13, 1),
        (19, 0, 32, 1),
        (0, 1, 12, 2),
    ]
    for line in page.lines:
        assert line.box is not None
        row = GRID[int(line.box.y0)]
        assert row[int(line.box.x0) : int(line.box.x1)].strip() == line.string
    assert set(page.ledger.discards()) == {"gutter", "line end", "spacing"}
    assert_traces_to(page, text)


def test_cells_count_blank_lines_as_rows() -> None:
    page = read_one("\n".join([*GRID[:3], "", "", *GRID[3:]]))
    rows = [line.box.y0 for line in page.lines if line.box]
    assert rows == [0, 0, 1, 1, 2, 2, 5, 5, 6, 6]
    assert all(a <= b for a, b in pairwise(rows))


@pytest.mark.parametrize(
    "lines",
    [
        ["关  注"] * 8,
        ["汇集各方观点 吸引行业关注"] * 8,
        ["    昨天下午，他来到张家湾。"] * 8,
        ["超 210万吨、成交额破 1.8亿元。"] * 8,
        ["  本报记者  池阳"] * 8,
        [*GRID[:3], *["自由贸易试验区建设的新篇章"] * 3],
        [*GRID, *["自由贸易试验区建设的新篇章"] * 40],
        ["name    value    more and more"] * 8,
    ],
)
def test_other_text_is_not_fixed_width(lines: list[str]) -> None:
    assert not is_fixed_width(lines)
    assert all(line.box is None for line in page_of("\n".join(lines), "p").lines)


def test_fixtures_of_fixed_width_are_recognised() -> None:
    folder = Path(__file__).parents[2] / "fixtures"
    boxed = {path.stem for path in folder.glob("*.txt") if any(p.lines[0].box for p in read(path, path.stem))}
    assert boxed == {"layout-fixed-width", "poppler-layout"}


def test_the_real_page_is_read_whole(sample: Path) -> None:
    (page,) = read(sample, "sample")
    assert_traces_to(page, sample.read_bytes().decode())
    assert page.source.encoding == "utf-8"
    assert page.lines[0].box is None
