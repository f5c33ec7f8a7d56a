"""Run-in heads are told from datelines, people and plain text."""

from __future__ import annotations

import pytest

from pipeline.layout.run_ins import heading


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("橋工將竣　東門石橋自去冬開工", "橋工將竣"),
        ("▲米市回穩 本埠米價連日下落", "▲米市回穩"),
        ("義渡添船一隻 西河渡口往來", "義渡添船一隻"),
    ],
)
def test_a_heading_before_a_space(line: str, head: str) -> None:
    assert line[: heading(line)] == head


@pytest.mark.parametrize(
    "line",
    [
        "鎮江通訊　東門石橋自去冬開工",  # a dateline
        "记者 陈一舟 通讯员 林白",
        "東門石橋自去冬開工至今",
        "昨日 東門石橋開工",  # too short
        "橋工將竣　3月",
        "",
    ],
)
def test_what_is_none(line: str) -> None:
    assert heading(line) == 0
