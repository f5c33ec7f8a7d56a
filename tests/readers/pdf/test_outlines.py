"""Lines of type that are drawn as shapes are found; what else is drawn is none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from pipeline.page import Box
from pipeline.readers.pdf.limits import Budget
from pipeline.readers.pdf.outlines import MOST_SHAPES, Outlines
from pipeline.readers.pdf.reader import fast
from tests.readers.pdf.cases import outlines
from tests.readers.pdf.making import line, one_page

PAGE = (0.0, 0.0, 400.0, 600.0)
Shape = tuple[float, float, float, float]


def letters(x: float, y: float, size: float, count: int, spread: float = 0.0, down: bool = False) -> list[Shape]:
    """The boxes of the strokes of letters beside each other, or under each other: each fills most of its em."""
    rng = Random(7)
    made = []
    for n in range(count):
        along = n * size * (1 + spread)
        left, top = (x, y + along) if down else (x + along, y)
        low, high = 0.04 * size, 0.96 * size
        made.append((left + low, top + 0.4 * size, left + high, top + 0.45 * size))
        made.append((left + 0.5 * size, top + low, left + 0.6 * size, top + high))
        for _ in range(rng.randint(1, 5)):
            a, b = sorted(rng.uniform(low, high) for _ in range(2))
            c, d = sorted(rng.uniform(low, high) for _ in range(2))
            made.append((left + a, top + c, left + b, top + d))
    return made


def found(shapes: Iterable[Shape]) -> list[Box]:
    noted = Outlines(PAGE)
    for shape in shapes:
        noted.add(shape)
    return noted.lines()


@pytest.mark.parametrize("size", [12.0, 24.0, 60.0])
def test_a_line_of_letters_is_found(size: float) -> None:
    (box,) = found(letters(20, 100, size, 6))
    assert box == pytest.approx((20 + 0.04 * size, 100 + 0.04 * size, 20 + 5.96 * size, 100 + 0.96 * size), abs=0.1)


def test_an_upright_line_is_found() -> None:
    (box,) = found(letters(300, 50, 30, 7, down=True))
    assert box.y1 - box.y0 > 6 * (box.x1 - box.x0)


def test_letters_spread_apart_are_one_line() -> None:
    assert len(found(letters(20, 100, 40, 6, spread=0.4))) == 1


def test_lines_under_each_other_are_two_each_of_its_own_size() -> None:
    kicker, headline = found(letters(60, 80, 14, 8) + letters(20, 100, 40, 6))
    assert (kicker.y1 - kicker.y0, headline.y1 - headline.y0) == pytest.approx((12.9, 36.8), abs=0.2)


def test_the_order_of_drawing_does_not_count() -> None:
    shapes = letters(60, 80, 14, 8) + letters(20, 100, 40, 6)
    mixed = list(shapes)
    Random(1).shuffle(mixed)
    assert found(mixed) == found(shapes)


def test_a_copy_drawn_as_its_shadow_is_the_same_line() -> None:
    assert len(found(letters(20, 100, 30, 6) + letters(21.5, 101, 30, 6))) == 1


def tangled(count: int, wide: float, tall: float, largest: float) -> list[Shape]:
    """A map: shapes of all sizes anywhere."""
    rng = Random(3)
    made = []
    for _ in range(count):
        x, y = rng.uniform(20, 20 + wide), rng.uniform(100, 100 + tall)
        made.append((x, y, x + rng.uniform(1, largest), y + rng.uniform(1, largest)))
    return made


NOT_TYPE: dict[str, list[Shape]] = {
    "nothing": [],
    "one shape": [(20, 20, 60, 60)],
    "a map of thousands of fills": tangled(5000, 340, 140, 12),
    "a drawing that is long and low": tangled(60, 300, 30, 40),
    "a border of stars": [(20.0 + 14 * n, 100.0, 31.0 + 14 * n, 111.0) for n in range(24)],
    "bars of a chart": [(20.0 + 10 * n, 100.0 + 7 * (n % 5), 28.0 + 10 * n, 150.0) for n in range(20)],
    "a bar code": [(20.0 + 3 * n, 100.0, 21.0 + 3 * n + n % 3 / 2, 130.0) for n in range(30)],
    "dots that lead to a number": [(20.0 + 4 * n, 100.0, 21.0 + 4 * n, 101.0) for n in range(60)],
    "a logo of a few shapes": [(20, 100, 60, 140), (25, 105, 55, 135), (30, 110, 50, 130), (36, 90, 44, 150)],
    "rows of a table, tinted": [(20.0, 100.0 + 12 * n, 140.0, 106.0 + 12 * n) for n in range(12)],
    "a face drawn in strokes": tangled(200, 90, 110, 15),
}


@pytest.mark.parametrize("name", NOT_TYPE)
def test_other_drawings_are_no_type(name: str) -> None:
    assert found(NOT_TYPE[name]) == []


def test_type_beside_a_map_is_still_found() -> None:
    assert len(found([*NOT_TYPE["a map of thousands of fills"], *letters(20, 400, 30, 8)])) == 1


def test_shapes_without_end_are_bounded() -> None:
    noted = Outlines(PAGE)
    for n in range(2 * MOST_SHAPES):
        x, y = n * 37 % 397, n * 53 % 599
        noted.add((x, y, x + 0.5, y + 0.5))
    assert noted.size == MOST_SHAPES
    assert noted.lines() == []


def test_shapes_far_from_each_other_and_of_no_size_break_nothing() -> None:
    far = [(1e9, 1e9, 1e9 + 1, 1e9 + 1), (-1e9, 0.0, -1e9 + 1, 5.0), (10.0, 10.0, 10.0, 10.0), (30.0, 30.0, 20.0, 20.0)]
    assert found(far * 20) == []
    assert len(found(far + letters(20, 100, 24, 6))) == 1


def graphics_of(content: str, tmp_path: Path) -> tuple[int, int, int]:
    path = tmp_path / "page.pdf"
    path.write_bytes(one_page(content + line("码头", 20, 30)))
    file = fast(path)
    try:
        drawn = file.read(0, Budget()).drawings.graphics()
    finally:
        file.close()
    return len(drawn.lettering), len(drawn.rules), len(drawn.tints)


def test_strokes_of_letters_are_neither_rules_nor_tints(tmp_path: Path) -> None:
    assert graphics_of(outlines(20, 250, 24, 8), tmp_path) == (1, 0, 0)
    assert graphics_of(outlines(20, 250, 24, 8) + "20 240 200 0.5 re f\n", tmp_path) == (1, 1, 0)


def test_white_letters_on_a_box_are_type_too(tmp_path: Path) -> None:
    assert graphics_of("0 g 10 240 220 40 re f 1 g\n" + outlines(20, 250, 24, 8), tmp_path) == (1, 0, 1)


def test_letters_that_are_clipped_away_are_none(tmp_path: Path) -> None:
    assert graphics_of("q 0 0 50 50 re W n\n" + outlines(20, 250, 24, 8) + "Q\n", tmp_path)[0] == 0
