"""Which lines of a headline group are kicker, headline and deck."""

from __future__ import annotations

from pipeline.linking.heads import head_roles
from pipeline.page import Block, Line, Role
from pipeline.text import Text


def roles(*lines: tuple[str, int] | tuple[str, int, str]) -> list[Role]:
    group = [
        Block((Line(Text.of(line[0]), gap=line[1], marks=frozenset(line[2:])),), number=n, marks=frozenset(line[2:]))
        for n, line in enumerate(lines)
    ]
    return [block.role for block in head_roles(group)]


def test_a_line_alone_is_the_headline() -> None:
    assert roles(("老码头换了新木桩", 1)) == [Role.HEADLINE]


def test_a_long_line_apart_above_a_long_line_is_a_kicker() -> None:
    assert roles(("错峰共享盘活存量见缝插针", 1), ("全县老旧小区年内新增车位三千个", 1)) == [Role.KICKER, Role.HEADLINE]


def test_two_short_lines_together_are_one_headline() -> None:
    assert roles(("老码头换木桩", 1, "shadowed"), ("鱼市搬回家门口", 0, "shadowed")) == [Role.HEADLINE, Role.HEADLINE]


def test_a_line_with_a_dash_below_is_a_deck() -> None:
    assert roles(("鱼市搬回家门口", 1), ("——渡口镇老码头修复记", 1)) == [Role.HEADLINE, Role.DECK]


def test_no_lines_no_roles() -> None:
    assert roles() == []
