"""Dates and weekdays as newspapers print them."""

from __future__ import annotations

import pytest

from pipeline.dates import DATE, LUNAR, REIGN, WEEKDAY, iso, number_of, year_of


def read(string: str) -> str | None:
    match = DATE.search(string)
    return iso(match) if match else None


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2025年7月4日", "2025-07-04"),
        ("2025 年 7 月 4 日", "2025-07-04"),
        ("2025年07月04日 星期五", "2025-07-04"),
        ("2025年7月4号", "2025-07-04"),
        ("二〇二五年七月四日", "2025-07-04"),
        ("二○二五年十二月三十一日", "2025-12-31"),
        ("一九四九年十月一日", "1949-10-01"),
        ("二零零八年八月八日", "2008-08-08"),
        ("中華民國二十九年四月三十日", "1940-04-30"),
        ("中华民国元年一月一日", "1912-01-01"),
        ("民國廿六年七月七日", "1937-07-07"),
        ("民國三十五年十一月十二日", "1946-11-12"),
        ("中華民國101年2月20日", "2012-02-20"),
        ("中華民國一百零一年二月二十日", "2012-02-20"),
        ("民國一百一十三年二月二十日", "2024-02-20"),
        ("昭和十五年四月三十日", "1940-04-30"),
        ("大日本昭和元年十二月廿五日", "1926-12-25"),
        ("大正十二年九月一日", "1923-09-01"),
        ("康德七年四月三十日", "1940-04-30"),
        ("西曆一千九百零三年五月二十六號", "1903-05-26"),
        ("西曆一千九百三年五月廿六日", "1903-05-26"),
        ("一千八百七十二年四月三十號", "1872-04-30"),
        ("光緒二十九年四月三十日", None),
        ("宣統元年正月初一日", None),
        ("2025-07-04", "2025-07-04"),
        ("2025.7.4", "2025-07-04"),
        ("2025/7/4", "2025-07-04"),
        ("通州时讯 2024年2月29日 第4版", "2024-02-29"),
        ("2023年2月29日", None),
        ("2025年13月4日", None),
        ("2025年7月32日", None),
        ("2025年7月", None),
        ("2025年1二月3十日", "2025-12-30"),
        ("２０２５年７月４日", "2025-07-04"),
        ("7月4日", None),
        ("12025.7.44", None),
        ("七月四日", None),
        ("1.25亿", None),
        ("010-12345678", None),
    ],
)
def test_dates(printed: str, date: str | None) -> None:
    assert read(printed) == date


@pytest.mark.parametrize(
    ("numeral", "value"),
    list(
        {
            "7": 7,
            "07": 7,
            "七": 7,
            "十": 10,
            "十二": 12,
            "二十": 20,
            "二十九": 29,
            "三十一": 31,
            "廿九": 29,
            "卅": 30,
            "卅一": 31,
            "元": 1,
            "二〇二五": 2025,
            "一九四〇": 1940,
            "一百零一": 101,
            "一百一十三": 113,
            "一千九百零三": 1903,
            "一千八百七十二": 1872,
            "百": 100,
        }.items()
    ),
)
def test_numerals(numeral: str, value: int) -> None:
    assert number_of(numeral) == value


@pytest.mark.parametrize("printed", ["星期五", "星 期 五", "周日", "週六", "礼拜天", "星期日 "])
def test_weekdays(printed: str) -> None:
    assert WEEKDAY.search(printed)


@pytest.mark.parametrize("printed", ["星期八", "星期", "周一到周五的", "周三爷", "上周"])
def test_what_is_no_weekday(printed: str) -> None:
    match = WEEKDAY.fullmatch(printed)
    assert match is None


@pytest.mark.parametrize(
    "printed", ["农历六月初十", "乙巳年六月初十", "農曆閏六月廿三", "正月十五", "腊月三十", "夏曆五月初五日"]
)
def test_lunar_dates(printed: str) -> None:
    assert LUNAR.search(printed)


def test_a_solar_date_is_no_lunar_one() -> None:
    assert LUNAR.search("2025年7月4日") is None
    assert LUNAR.search("七月四日") is None


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("光緒二十九年四月三十日", 1903),
        ("大清光緒廿九年歲次癸卯四月三十日", 1903),
        ("光绪元年正月初一日", 1875),
        ("宣統元年閏二月十五日", 1909),
        ("宣統三年十月初十日", 1911),
        ("同治十一年三月二十三日", 1872),
        ("咸豐十年閏三月初一", 1860),
        ("光緒二十九年十一月三十日", None),
        ("光緒二十九年十二月初一日", None),
        ("光緒二十九年臘月廿三日", None),
        ("同治九年閏十月初一日", None),
        ("光緒二十九年", None),
        ("宣統四年四月初一日", None),
        ("光緒九十年四月初一日", None),
    ],
)
def test_a_day_by_the_moon_has_a_year_where_it_is_certain(printed: str, year: int | None) -> None:
    match = REIGN.search(printed)
    assert match is not None
    assert match.group() == printed
    assert year_of(match) == year


@pytest.mark.parametrize("printed", ["民國二十九年四月三十日", "二〇二五年七月四日", "光緒年間", "光緒帝"])
def test_what_is_no_day_of_the_qing(printed: str) -> None:
    assert REIGN.search(printed) is None
