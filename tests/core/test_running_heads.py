"""Running heads: what a line says that is nothing but a date and what stands beside one."""

from __future__ import annotations

import pytest

from pipeline.page import Masthead
from pipeline.running_heads import is_dated, is_imprint, is_page_number, read_masthead, weekday_disputes


@pytest.mark.parametrize(
    "line",
    [
        "2025年7月4日",
        "2025年7月4日 星期五",
        "日十三月四年九十二國民華中",
        "大清光緒二十九年四月三十日",
        "日一初月正年元統宣",
        "农历乙巳年六月初十",
    ],
)
def test_a_line_of_a_date(line: str) -> None:
    assert is_dated(line)


@pytest.mark.parametrize(
    "line", ["沿江新码头建成", "星期五", "第3版", "7月4日，码头建成。", "1", "2025年7月4日码头建成"]
)
def test_a_line_of_something_else(line: str) -> None:
    assert not is_dated(line)


@pytest.mark.parametrize("line", ["本報社址 本埠大馬路三號", "號三路馬大埠本 址社報本", "社址：澜州市滨江路1号"])
def test_where_the_paper_is_made_is_no_text(line: str) -> None:
    assert is_imprint(line)


@pytest.mark.parametrize("line", ["本報訊", "编辑您好：", "旧社址今辟为公园", "地址：望潮路266号"])
def test_what_only_sounds_like_it_is_none(line: str) -> None:
    assert not is_imprint(line)


def test_a_lone_number_is_a_folio_only_by_itself() -> None:
    assert read_masthead([("folio", "1"), ("folio", "第二版"), ("folio", "第三版")]).folio == "2"
    assert read_masthead([("folio", "第二版"), ("folio", "1")]).folio == "2"
    assert read_masthead([("folio", "1"), ("folio", "7")]).folio == "1"


@pytest.mark.parametrize(
    ("date", "weekday", "disputed"),
    [
        ("1940-04-30", "星期二", False),
        ("1940-04-20", "星期二", True),
        ("2025-07-06", "星期日", False),
        ("2025-07-06", "周天", False),
        ("2025-07-06", None, False),
        (None, "星期二", False),
    ],
)
def test_the_weekday_is_that_of_the_date(date: str | None, weekday: str | None, disputed: bool) -> None:
    assert weekday_disputes(Masthead(date=date, weekday=weekday)) == disputed


@pytest.mark.parametrize(("line", "number"), [("— 1 —", True), ("-12-", True), ("1", False), ("——1998", False)])
def test_the_number_of_a_page_stands_between_dashes(line: str, number: bool) -> None:
    assert is_page_number(line) == number
