"""What the characters of a newspaper are, and how wide they set."""

from __future__ import annotations

import pytest

from pipeline.characters import all_han, balance, count_han, ends_sentence, is_han, width


@pytest.mark.parametrize("char", list("一龥㐀豈〇𠮷"))
def test_ideographs(char: str) -> None:
    assert is_han(char)


@pytest.mark.parametrize("char", list("aＡ1１，。“々①㈠⼀あ가ㄅ■ \u3000\ue004"))
def test_what_is_no_ideograph(char: str) -> None:
    assert not is_han(char)


def test_counting() -> None:
    assert count_han("2025年，AI赋能𠮷") == 4
    assert all_han("推动全国")
    assert not all_han("推动 全国")
    assert not all_han("")


@pytest.mark.parametrize(
    ("string", "em"),
    [
        ("", 0),
        ("推动全国", 4),
        ("“从0到1”的突破。", 9),
        ("AIGC", 2),
        ("ＡＩ", 2),
        ("12.5%", 2.5),
        ("……——", 4),
        ("\u3000", 1),
        (" ", 0.5),
        ("①㈠■", 3),
        ("，。：；！？（）《》", 10),
        ("·", 1),
        ("℃", 0.5),
    ],
)
def test_width(string: str, em: float) -> None:
    assert width(string) == em


@pytest.mark.parametrize(
    "string", ["好。", "好！", "好？", "他说：“好。”", "好。）", "好……", "good.”。", "好!", "（好。）”"]
)
def test_ends_of_sentences(string: str) -> None:
    assert ends_sentence(string)


@pytest.mark.parametrize("string", ["好", "好，", "好：", "好”", "", "“", "。好", "1.", "好、", "好；"])
def test_what_ends_no_sentence(string: str) -> None:
    assert not ends_sentence(string)


def test_balance() -> None:
    assert balance("“他说（") == 2
    assert balance("）”") == -2
    assert balance("《一》“二”") == 0
