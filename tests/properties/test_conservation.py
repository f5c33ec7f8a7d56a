"""Nothing is lost, nothing invented, whatever comes in; the ledger replayed on the source gives the texts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.readers.decoding import decode
from tests.properties.damage import damaged
from tests.properties.pages import assert_whole, cut, fixtures

NEWSPAPER = (
    "一二三人大小中国年月日本报记者讯编辑校对版张王李赵的了在是，。、；：！？“”‘’（）《》「」—…·■□●"
    "0123456789.%-/ABCDEabcde   \u3000\u3000\n\n\n\n\n\n"
)
ODD = (
    "\ufeff\0\x01\t\v\f\r\x1c\x85\u00a0\u00ad\u200b\u200d\u2028\u2029\u202e\u3000"
    "\ud800\udfff\ue004\ue5e5\uf06e\ufffd"
    "\uffff\u0301\u0378\u2f00\u2ea0\ufe3d\ufb03\uf900\uff0c\U0001f468\U00020bb7\U000e0100\U000f0000\U0010ffff"
)

LINES = st.lists(
    st.one_of(
        st.text(st.sampled_from(NEWSPAPER), max_size=30),
        st.text(st.sampled_from(NEWSPAPER + ODD), max_size=30),
        st.text(max_size=20),
        st.sampled_from(
            [
                "本报记者 张三",
                "2025年7月4日",
                "星期五",
                "4",
                "下转第3版",
                "责任编辑 王五",
                "简讯",
                "昨天，大会闭幕。",
                "（李四）",
            ]
        ),
    ),
    max_size=40,
).map("\n".join)


@given(LINES)
@settings(max_examples=400)
@example("")
@example("人" * 200)
@example("\n".join("家家户户"))
@example("王李张刘陈杨" * 20 + "好好好好好")
@example("“" * 60 + "\n" + "”" * 60)
@example("\n".join("一" * n for n in range(1, 60)))
@example("e\u0301\u0323" * 40 + "\n" + "\u1100\u1161\u11a8" * 20)
@example("\u3000\n\ue004\n\u200b\n \n\ud800")
@example("甲    乙\n" * 30)
@example("\f".join("一段话。\n" * 3 for _ in range(5)))
def test_of_any_characters(text: str) -> None:
    for page in cut(text.encode("utf-8", "surrogatepass"), "utf-8"):
        assert_whole(page)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=150).map(lambda s: s.encode("gb18030", "ignore"))))
@settings(max_examples=120)
def test_of_any_bytes(data: bytes) -> None:
    for page in cut(data):
        assert_whole(page)


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: path.stem)
def test_of_the_fixtures(path: Path) -> None:
    made = cut(path.read_bytes())
    assert made
    for page in made:
        assert_whole(page)


@given(st.integers(0, 10_000), st.integers(1, 60))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_of_damaged_fixtures(seed: int, times: int) -> None:
    texts = _texts()
    for page in cut(damaged(texts[seed % len(texts)], seed, times).encode()):
        assert_whole(page)


def test_of_the_real_page(sample: Path) -> None:
    (page,) = cut(sample.read_bytes())
    assert_whole(page)


@pytest.mark.parametrize("seed", range(10))
def test_of_the_real_page_damaged(sample: Path, seed: int) -> None:
    for page in cut(damaged(sample.read_text(encoding="utf-8"), seed, 40).encode()):
        assert_whole(page)


@cache
def _texts() -> list[str]:
    return [decode(path.read_bytes()).text for path in fixtures()]
