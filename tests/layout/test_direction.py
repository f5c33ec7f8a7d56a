"""Whether type runs to the right or down is told by its pitch, not by its font."""

from __future__ import annotations

import pytest

from pipeline.page import Direction
from tests.layout.paper import Glyph, Paper

TEXT = "春风又绿江南岸明月何时照我还千里莺啼映水村山郭酒旗"


def directions(paper: Paper) -> dict[str, Direction]:
    return {line.string: line.direction for line in paper.after("overprints", "rows").lines}


def test_a_page_of_lines_runs_to_the_right() -> None:
    assert set(directions(Paper().column([TEXT[n:] for n in range(8)], 50, 50)).values()) == {Direction.HORIZONTAL}


def test_a_page_of_vertical_lines_runs_down_from_a_horizontal_font() -> None:
    told = directions(Paper().tier([TEXT[n:] for n in range(8)], 500, 50))
    assert told == {TEXT[n:]: Direction.VERTICAL for n in range(8)}


@pytest.mark.parametrize("size", [18.0, 30.0, 48.0])
@pytest.mark.parametrize("spread", [0.0, 0.3, 0.8])
def test_a_vertical_headline_beside_lines_is_a_vertical_line(size: float, spread: float) -> None:
    paper = Paper().upright("大江东去", 20, 20, size, spread * size).column([TEXT] * 12, 30 + size, 20)
    assert directions(paper) == {"大江东去": Direction.VERTICAL, TEXT: Direction.HORIZONTAL}


def test_a_headline_of_two_vertical_lines_is_read_down() -> None:
    paper = Paper().tier(["大江东去", "千古风流"], 100, 20, 24, leading=32).column([TEXT] * 12, 110, 20)
    told = directions(paper)
    assert told["大江东去"] is told["千古风流"] is Direction.VERTICAL


def test_a_spread_headline_over_vertical_lines_runs_to_the_right() -> None:
    paper = Paper().line("大江东去", 220, 20, 30, spread=20).tier([TEXT] * 16, 500, 80)
    told = directions(paper)
    assert told["大江东去"] is Direction.HORIZONTAL
    assert told[TEXT] is Direction.VERTICAL


def test_a_wide_set_line_between_lines_is_no_vertical_line() -> None:
    paper = Paper().line("大江东去", 50, 50, 10, spread=8).line("千古风流", 50, 85, 10, spread=8)
    assert set(directions(paper).values()) == {Direction.HORIZONTAL}


def test_type_turned_by_a_quarter_runs_down() -> None:
    turned = [Glyph(char, (50, 50 + n * 6, 60, 56 + n * 6), 10, angle=90) for n, char in enumerate("ABCDEF")]
    assert directions(Paper(glyphs=turned)) == {"ABCDEF": Direction.VERTICAL}


def test_a_glyph_alone_runs_to_the_right() -> None:
    assert directions(Paper().line("春", 50, 50)) == {"春": Direction.HORIZONTAL}


def test_digits_side_by_side_in_a_line_run_to_the_right() -> None:
    found = directions(Paper().line("1.2万人奔跑在江风里", 50, 50, 10.3))
    assert found == {"1.2万人奔跑在江风里": Direction.HORIZONTAL}


def test_a_character_before_its_line_is_of_it_though_a_vertical_line_stands_above() -> None:
    paper = Paper(500, 400).upright("中法儲蓄獎券", 60, 40, 32).line("開", 62, 245, 29).line("明書社新書", 97, 245, 29)
    assert "開明書社新書" in paper.lines()


def test_the_characters_of_a_vertical_heading_between_others_are_a_line() -> None:
    paper = Paper(300, 300)
    for n, string in enumerate(["新領事抵滬", "竊賊反贈衣", "時疫又漸減"]):
        paper.upright(string, 200 - n * 14, 40, 11.3).upright("昨乘郵船抵埠各國領事及本", 186 - n * 60, 120, 9)
    assert {"新領事抵滬", "竊賊反贈衣", "時疫又漸減"} <= set(paper.lines())
