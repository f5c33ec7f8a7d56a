"""Bytes to characters: each encoding that a Chinese archive holds, the override, and what is no text."""

from __future__ import annotations

import codecs
import random

import pytest

from pipeline.errors import ReadError
from pipeline.readers.decoding import SAMPLE, decode

HANS = "昨天下午，在“两区”建设新闻发布会上，他介绍了五年来的成就，增速达27%。\n本报记者 池阳\n" * 5
HANT = "昨日下午，臺北市議會審查捷運預算，議員指出興建經費逐年攀升。\n記者王小明／臺北報導\n" * 5


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (HANS, "utf-8", "utf-8"),
        (HANS, "gb18030", "gb18030"),
        (HANS, "gbk", "gb18030"),
        (HANT, "gb18030", "gb18030"),
        (HANT, "big5", "big5hkscs"),
        (HANT, "big5hkscs", "big5hkscs"),
        (HANT, "cp950", "big5hkscs"),
        (HANS, "utf-16-le", "utf-16-le"),
        (HANS, "utf-16-be", "utf-16-be"),
        (HANT, "utf-16-le", "utf-16-le"),
        ("通州日报 2025年7月4日", "utf-16-le", "utf-16-le"),
        ("通州日报 2025年7月4日", "utf-16-be", "utf-16-be"),
        ("一二三", "utf-16-be", "utf-16-be"),
    ],
)
def test_an_encoding_is_recognised(text: str, codec: str, name: str) -> None:
    assert decode(text.encode(codec)) == (text, name, ())


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_decides_and_stays_in_the_text(mark: bytes, name: str) -> None:
    assert decode(mark + HANS.encode(name)) == ("\ufeff" + HANS, name, ())


@pytest.mark.parametrize("name", ["gb18030", "utf-16-le"])
def test_a_long_file_is_recognised_by_its_beginning(name: str) -> None:
    text = HANS * (2 * SAMPLE // len(HANS.encode(name)))
    for shift in range(4):  # wherever the sample ends
        assert decode(("！" * shift + "a" * (shift % 2) + text).encode(name)).encoding == name


@pytest.mark.parametrize(
    ("given", "text", "name"),
    [
        ("utf-8", HANS, "utf-8"),
        ("UTF8", HANS, "utf-8"),
        ("utf-8-sig", HANS, "utf-8"),
        ("gb2312", HANS, "gb18030"),
        ("GBK", HANS, "gb18030"),
        ("big5", HANT, "big5hkscs"),
        ("utf-16-be", HANT, "utf-16-be"),
        ("euc-kr", "신문", "euc_kr"),
    ],
)
def test_the_override_decides(given: str, text: str, name: str) -> None:
    assert decode(text.encode(given if given != "utf-8-sig" else "utf-8"), given) == (text, name, ())


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_the_override_keeps_the_mark(codec: str) -> None:
    assert decode(HANS.encode(codec), codec).text == "\ufeff" + HANS


def test_utf16_without_a_mark_is_little_endian_by_override() -> None:
    assert decode(HANS.encode("utf-16-le"), "utf-16").text == HANS


def test_a_wrong_override_is_done_and_flagged() -> None:
    decoded = decode(HANS.encode("gb18030"), "utf-8")
    assert decoded.flags == ("undecodable-bytes",)
    assert "\ufffd" in decoded.text


@pytest.mark.parametrize("name", ["no-such", "", "rot13", "hex", "zlib", "undefined", "idna", "a\0b"])
def test_an_override_that_is_no_encoding(name: str) -> None:
    with pytest.raises(ReadError, match="is no text encoding; try utf-8, gb18030, big5 or utf-16"):
        decode(HANS.encode(), name)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("place", [0, 301, -1])
def test_a_few_broken_bytes_are_flagged_not_fatal(codec: str, place: int) -> None:
    data = (HANT if codec == "big5hkscs" else HANS).encode(codec)
    place %= len(data)
    decoded = decode(data[:place] + b"\xff" + data[place:])
    assert decoded.encoding == codec
    assert decoded.flags == ("undecodable-bytes",)
    assert 1 <= decoded.text.count("\ufffd") <= 4


def test_utf8_that_begins_in_mid_character() -> None:
    assert decode(HANS.encode()[1:]).text.endswith(HANS[1:])


def test_utf16_with_half_a_character_at_the_end() -> None:
    assert decode(HANS.encode("utf-16") + b"x") == (
        "\ufeff" + HANS + "\ufffd",
        "utf-16-le",
        ("undecodable-bytes",),
    )


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le"])
def test_lone_surrogates_are_let_through(codec: str) -> None:
    text = HANS + "坏\ud800字" + HANS
    mark = codecs.BOM_UTF16_LE if codec == "utf-16-le" else b""
    decoded = decode(mark + text.encode(codec, "surrogatepass"))
    assert decoded.text.removeprefix("\ufeff") == text
    assert decoded.flags == ()


def test_private_use_and_unassigned_characters_are_let_through() -> None:
    text = HANS + "\ue004\U000f0000\u0378"
    assert decode(text.encode()).text == text
    assert decode(text.encode("gb18030")).text == text


def test_a_few_nuls_are_let_through() -> None:
    text = HANS[:50] + "\0" + HANS[50:]
    assert decode(text.encode()).text == text


def test_nothing_is_nothing() -> None:
    assert decode(b"").text == ""


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF, .*; let its name end in .pdf"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture, .*; let its name end in .png"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture, .*; let its name end in .jpg"),
        (b"GIF89a", "a GIF picture, .*; let its name end in .gif"),
        (b"BM6\0\x0c\0\0\0\0\x006\0\0\0", "a BMP picture, .*; let its name end in .bmp"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "a WebP picture, .*; let its name end in .webp"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 picture, .*; let its name end in .jp2"),
        (b"II*\x00", "a TIFF picture, .*; let its name end in .tif"),
        (b"MM\x00*", "a TIFF picture"),
        (b"\0\0\0\x18ftypheic", "a HEIF or AVIF picture, .*; save it as PNG or TIFF"),
        (b"8BPS\0\1", "a Photoshop picture, .*; save it as PNG or TIFF"),
        (b"PK\x03\x04", "a ZIP archive .*; extract its text first"),
        (b"\xd0\xcf\x11\xe0", "an Office document"),
        (b"{\\rtf1\\ansi", "a Rich Text document"),
        (b"\x1f\x8b\x08", "a gzip file"),
    ],
)
@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_other_kinds_of_files_are_named(data: bytes, what: str, encoding: str | None) -> None:
    with pytest.raises(ReadError, match=f"this is {what}"):
        decode(data + bytes(100), encoding)


def test_text_that_begins_like_a_picture_is_text() -> None:
    assert decode("BM公司昨天宣布".encode("gb18030"), "gb18030").text == "BM公司昨天宣布"
    assert decode(b"RIFFS AND RIFTS").text == "RIFFS AND RIFTS"


@pytest.mark.parametrize("encoding", [None, "utf-8", "gb18030"])
def test_nuls_and_control_characters_are_no_text(encoding: str | None) -> None:
    for data in (bytes(500), b"\x01\x02\x03abc" * 50, b"abcdefgh\0" * 50):
        with pytest.raises(ReadError, match="this is a binary file"):
            decode(data, encoding)


@pytest.mark.parametrize("size", [60, 600, 6000])
def test_random_bytes_are_no_text(size: int) -> None:
    for seed in range(20):
        with pytest.raises(ReadError, match=r"binary file|say --encoding NAME"):
            decode(b"\xfe" + random.Random(seed).randbytes(size))
