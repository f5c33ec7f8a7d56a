"""Strings are cut into codes, and no byte of them is skipped."""

from __future__ import annotations

import pytest

from pipeline.readers.pdf.codes import Codes
from pipeline.readers.pdf.encodings import codec, decoded, plain_name, readable

TREE = {0x41: 1, 0xB0: {0xA1: 2, 0xA2: {0x30: 3}}}


@pytest.mark.parametrize(
    ("rule", "data", "codes"),
    [
        ("gbk", "A啊B".encode("gbk"), [b"A", "啊".encode("gbk"), b"B"]),
        ("gbk", b"\xb0\xa1\xb0", [b"\xb0\xa1"]),
        ("gb18030", "啊㐀A".encode("gb18030"), ["啊".encode("gb18030"), "㐀".encode("gb18030"), b"A"]),
        ("gb18030", b"\xb0", []),
        ("utf-16-be", "啊\U00020000A".encode("utf-16-be"), [b"\x55\x4a", b"\xd8\x40\xdc\x00", b"\x00A"]),
        ("utf-8", "A啊".encode(), [b"A", "啊".encode()]),
        ("utf-32-be", "啊A".encode("utf-32-be"), [b"\0\0\x55\x4a", b"\0\0\0A"]),
        (None, b"A\xb0\xa1\xb0\xff\xff\xb0\xa2\x30", [b"A", b"\xb0\xa1", b"\xb0\xff", b"\xff", b"\xb0\xa2\x30"]),
    ],
)
def test_codes_of_a_string(rule: str | None, data: bytes, codes: list[bytes]) -> None:
    assert Codes(rule, TREE).of(data) == codes


def test_codes_without_a_glyph_have_the_number_0() -> None:
    codes = Codes(None, TREE)
    known, unknown = (b"A", b"\xb0\xa1", b"\xb0\xa2\x30"), (b"\xb0", b"\xff", b"AA")
    assert [codes.cid(code) for code in (*known, *unknown)] == [1, 2, 3, 0, 0, 0]
    assert Codes("gbk", None).cid(b"A") == 0


def test_under_the_identity_a_code_is_its_number() -> None:
    codes = Codes(None, None)
    assert codes.of(b"\0\1\2\3\4") == [b"\0\1", b"\2\3"]
    assert codes.cid(b"\2\3") == 0x203
    assert Codes(None, None, size=1).of(b"\0\1") == [b"\0", b"\1"]


@pytest.mark.parametrize(
    ("cmap", "encoding"),
    [
        ("GBK-EUC-H", "gbk"),
        ("GB-EUC-V", "gbk"),
        ("UniGB-UCS2-H", "utf-16-be"),
        ("UniCNS-UTF32-V", "utf-32-be"),
        ("ETen-B5-H", "cp950"),
        ("HKscs-B5-V", "big5hkscs"),
        ("Identity-H", None),
        ("90ms-RKSJ-H", None),
        ("", None),
    ],
)
def test_encodings_by_the_names_of_cmaps(cmap: str, encoding: str | None) -> None:
    assert codec(cmap) == encoding


def test_codes_that_are_no_characters() -> None:
    assert decoded(b"\xb0\xa1", "gbk") == "啊"
    assert decoded(b"\xff\xff", "gbk") is None
    assert decoded(b"\xd8\x00", "utf-16-be") is None
    assert decoded(b"A", None) is None


@pytest.mark.parametrize("text", [None, "", "\0", "a\0", "\ud800", "\x01"])
def test_what_cannot_be_read(text: str | None) -> None:
    assert readable(text) is None


@pytest.mark.parametrize("text", ["字", "\ue000", "ffi", " ", "\u0301"])
def test_what_can_be_read(text: str) -> None:
    assert readable(text) == text


@pytest.mark.parametrize(
    ("name", "plain"),
    [("ABCDEF+SimSun", "SimSun"), ("SimSun", "SimSun"), ("abcdef+SimSun", "abcdef+SimSun"), ("ABCDEF+", "ABCDEF+")],
)
def test_names_without_the_tags_of_subsets(name: str, plain: str) -> None:
    assert plain_name(name) == plain
