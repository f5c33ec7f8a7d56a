"""What blocks of raw text are by their looks and their neighbours."""

from __future__ import annotations

import pytest

from pipeline.linking.roles import CLASSES, role_probabilities
from pipeline.page import Block, Line
from pipeline.text import Text

COPY = tuple(
    tuple(lines.split())
    for lines in (
        "春分刚过，渡口镇的三十多名渔民把 晾了一冬的网重新搬上码头。镇里请 来的木匠正在给栈桥换桩。",
        "码头管理员说，往年这个时候，船只 能停在河心，货要用小船一趟趟接上 岸，费工又费时。",
        "鱼市也跟着搬了家，新的棚子离栈桥 只有二十步，称鱼的大娘说，连推车 都省了，早市能提前半个钟头开张。",
    )
)


def blocks(*texts: tuple[str, ...]) -> tuple[Block, ...]:
    return tuple(
        Block(tuple(Line(Text.of(line), gap=int(not at)) for at, line in enumerate(lines)), number=n, measure=16.0)
        for n, lines in enumerate(texts)
    )


def likeliest(*texts: tuple[str, ...]) -> list[str]:
    chances = role_probabilities(blocks(*texts))
    return [max(CLASSES, key=lambda name: chances[name][n]) for n in range(len(texts))]


def test_a_head_and_a_byline_above_text() -> None:
    found = likeliest(("老码头换上新木桩",), ("本报记者 周以宁",), *COPY)
    assert found == ["head", "byline", "paragraph", "paragraph", "paragraph"]


def test_a_short_line_that_ends_a_sentence_in_the_middle_of_text_is_text() -> None:
    assert likeliest(("老码头换上新木桩",), *COPY[:2], ("船来了。",), COPY[2])[3] == "paragraph"


def test_chances_add_up_on_a_page_of_one_block() -> None:
    chances = role_probabilities(blocks(("老码头换上新木桩",)))
    assert sum(float(column[0]) for column in chances.values()) == pytest.approx(1.0)
