"""Sizes of type worked out from boxes of recognised text."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.layout.sizes import LineShape, sizes_of
from pipeline.page import Box

BODY = "十二个字的一行正文在这里"


def line(text: str, em: float, high: float = 1.0, spread: float = 1.0, told: float | None = None) -> LineShape:
    """A line of full-width characters in type of `em`, its box `high` em high, its pitch `spread` em."""
    return LineShape(text, Box(0, 0, len(text) * em * spread, em * high), False, told)


@pytest.mark.parametrize("high", [0.85, 0.9, 0.95, 1.0, 1.3, 1.8])
def test_boxes_of_ink_and_boxes_drawn_with_room_give_the_same_size(high: float) -> None:
    sizes = sizes_of([line(BODY, 40, high) for _ in range(20)])
    assert sizes == pytest.approx([40] * 20, rel=0.03)


def test_one_body_is_one_size_however_its_boxes_shake() -> None:
    shake = np.linspace(0.86, 0.98, 30)
    sizes = sizes_of([line(BODY, 40, high, 1 + 0.06 * (n % 3 - 1)) for n, high in enumerate(shake)])
    assert len(set(sizes)) == 1


def test_headlines_and_subheadings_stay_apart_from_the_body() -> None:
    lines = [*(line(BODY, 40, 0.93) for _ in range(20)), line("大字标题", 90, 0.93), line("小标题六个字", 48, 0.93)]
    sizes = sizes_of(lines)
    assert sizes[-2] == pytest.approx(90, rel=0.05)
    assert sizes[-1] == pytest.approx(48, rel=0.05)
    assert sizes[0] == pytest.approx(40, rel=0.05)


def test_a_spread_headline_is_as_large_as_it_is_high() -> None:
    sizes = sizes_of([*(line(BODY, 40, 0.93) for _ in range(9)), line("关注", 90, 0.93, spread=2.0)])
    assert sizes[-1] == pytest.approx(90, rel=0.08)


def test_flat_and_lone_characters_take_the_size_of_what_is_near_theirs() -> None:
    flat = LineShape("一", Box(0, 0, 36, 5), False)
    dashes = LineShape("——", Box(0, 0, 78, 4), False)
    sizes = sizes_of([*(line(BODY, 40) for _ in range(9)), flat, dashes])
    assert sizes == pytest.approx([40] * 11, rel=0.02)


def test_vertical_lines_are_measured_across() -> None:
    tall = LineShape(BODY, Box(0, 0, 38, 12 * 40), True)
    assert sizes_of([tall] * 5) == pytest.approx([40] * 5, rel=0.03)


def test_sizes_that_the_source_tells_count_if_the_boxes_bear_them_out() -> None:
    lines = [*(line(BODY, 40, told=10) for _ in range(9)), line(BODY, 44.5, told=11.5)]
    sizes = sizes_of(lines)
    assert sizes[-1] / sizes[0] == pytest.approx(1.15)
    guessed = [*(line(BODY, 40, told=10 + 3 * (n % 2)) for n in range(9)), line(BODY, 44.5, told=4)]
    assert sizes_of(guessed)[-1] > 40


def test_blanks_have_no_width_and_nothing_has_no_size() -> None:
    assert sizes_of([]) == []
    assert sizes_of([LineShape(" ".join(BODY), Box(0, 0, 480, 40), False)]) == pytest.approx([40])
