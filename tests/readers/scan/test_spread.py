"""Rows that are spread over the measure of their box are put together, whatever their characters stand nearer to."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.ink import Parts
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.spread import respread
from pipeline.readers.scan.strip import Strip, strip_of
from pipeline.readers.scan.survey import survey
from tests.readers.scan.drawing import EM, Grey, characters, level_text, paper

SIZE = 44  # pixels of a character of the display
LEFT, TOP = 480, 700  # of its box
STEP = 107  # pixels between four characters that are spread to its measure
ROWS = (TOP + 120, TOP + 180)  # where two such rows begin


def display(rows: int, step: int = STEP, count: int = 4, head: bool = True) -> Grey:
    """Body text, and a box with a line that fills its measure over some rows of characters that are spread."""
    page = paper(high=1400)
    level_text(page, 60, 60, 34, 12)
    page[TOP : TOP + 3, LEFT : LEFT + 406] = page[TOP + 600 : TOP + 603, LEFT : LEFT + 406] = 40
    page[TOP : TOP + 603, LEFT : LEFT + 3] = page[TOP : TOP + 603, LEFT + 403 : LEFT + 406] = 40
    if head:
        characters(page, LEFT + 20, TOP + 40, 8, 1, SIZE + 2, 0, SIZE)
    characters(page, LEFT + 20, ROWS[0], count, rows, step, ROWS[1] - ROWS[0], SIZE)
    return page


def inside(page: Grey) -> list[tuple[bool, int, int]]:
    """The lines of the box below its first one: whether they run down, and how wide and high they are."""
    found = survey(Sheet.of(page))
    boxes = [(line.down, [edge / found.scale for edge in line.box]) for line in found.strips]
    return [(down, round(x1 - x0), round(y1 - y0)) for down, (x0, y0, x1, y1) in boxes if y0 > ROWS[0] - EM]


@pytest.mark.parametrize("rows", [1, 2])
def test_rows_that_fill_the_measure_are_level_though_their_characters_stand_nearer_to_those_below(rows: int) -> None:
    found = inside(display(rows))
    assert len(found) == rows
    assert not any(down for down, _, _ in found)
    assert [wide for _, wide, _ in found] == pytest.approx([3 * STEP + SIZE] * rows, abs=3)


@pytest.mark.parametrize(
    ("rows", "step", "count", "head"),
    [
        (2, STEP, 4, False),  # nothing tells the measure
        (2, STEP - 12, 4, True),  # they do not fill it
        (6, STEP, 4, True),  # they are columns
        (2, STEP * 3, 2, True),  # two characters stand as well under each other
    ],
)
def test_what_stands_in_columns_runs_down(rows: int, step: int, count: int, head: bool) -> None:
    found = inside(display(rows, step, count, head))
    assert [down for down, _, _ in found] == [True] * count


@pytest.mark.parametrize(
    ("places", "low", "level"),
    [
        ((0, STEP, 2 * STEP, 3 * STEP), 0, True),
        ((0, STEP - 3, 2 * STEP + 2, 3 * STEP), 4, True),  # a little unevenly
        ((0, 70, 240, 3 * STEP), 0, False),  # very unevenly
        ((0, STEP, 2 * STEP, 3 * STEP), 14, False),  # one stands lower
    ],
)
def test_only_characters_that_are_evenly_apart_and_level_are_a_row(
    places: tuple[int, ...], low: int, level: bool
) -> None:
    page = display(0)
    for n, x in enumerate(places):
        characters(page, LEFT + 20 + x, ROWS[0] + low * (n == 2), 1, 2, 0, ROWS[1] - ROWS[0], SIZE)
    rows = [wide for down, wide, _ in inside(page) if not down and wide > 3 * STEP]
    assert len(rows) == (2 if level else 0)


@pytest.mark.parametrize(
    ("lone", "down"),
    [
        ((70, 50, 94, 74), True),
        ((70, 90, 94, 114), False),  # it begins elsewhere
        ((70, 50, 90, 70), False),  # smaller type
        ((130, 50, 154, 74), False),  # before the column
        ((40, 50, 64, 74), False),  # too far from it
        ((10, 50, 34, 74), False),  # outside of the box
    ],
)
def test_a_character_by_itself_that_begins_where_a_column_does_is_what_is_left_of_it(
    lone: tuple[float, float, float, float], down: bool
) -> None:
    column = (100.0, 50.0, 124.0, 250.0)
    boxes = np.array([column, lone], dtype=np.float64)
    parts = Parts(boxes, np.full(2, 200.0), np.zeros((1, 1), dtype=np.int32))
    lines = [Strip(np.array([0]), column, 24.0, True), Strip(np.array([1]), lone, 24.0, False)]
    found = respread(lines, parts, 24.0, np.array([[36.0, 30.0, 200.0, 300.0]]))
    assert [line.down for line in found] == [True, down]


def test_figures_by_themselves_are_of_a_row_whose_characters_are_higher() -> None:
    head = [(n * 46.0, 0.0, n * 46.0 + SIZE, 44.0) for n in range(8)]
    row = [(n * STEP, 100.0, n * STEP + SIZE, 144.0) for n in (1.0, 2.0, 3.0)]
    figures = [(2.0, 108.0, 20.0, 141.0), (26.0, 108.0, 44.0, 141.0)]
    boxes = np.array([*head, *row, *figures])
    parts = Parts(boxes, np.full(len(boxes), 400.0), np.zeros((1, 1), dtype=np.int32))
    lines = [strip_of(parts, np.array(own), SIZE, False) for own in (range(8), (8, 9, 10), (11, 12))]
    made = respread(lines, parts, EM, np.array([(-20.0, -20.0, 400.0, 200.0)]))
    assert sorted(line.parts.tolist() for line in made) == [list(range(8)), [8, 9, 10, 11, 12]]


@pytest.mark.parametrize(
    ("left", "top", "places", "below", "whole"),
    [
        (0, 64, (0, 2, 3, 4), False, True),  # a mark stands in the second place
        (0, 64, (0, 1, 2), False, True),
        (0, 64, (0, 1, 2), True, False),  # a column
        (60, 64, (0, 1, 2), False, False),  # it begins elsewhere
        (0, 120, (0, 1, 2), False, False),  # farther below
        (0, 64, (0, 1.4, 3), False, False),  # unevenly apart
        (0, 64, (0, 4, 5), False, False),
        (0, 64, (0, 1), False, False),
    ],
)
def test_a_row_that_goes_on_in_characters_by_themselves_has_them_as_its_next(
    left: float, top: float, places: tuple[float, ...], below: bool, whole: bool
) -> None:
    head = [(n * 46.0, 0.0, n * 46.0 + SIZE, 44.0) for n in range(8)]
    row = [(left + n * 46.0 + 8, top, left + n * 46.0 + 32, top + 33) for n in places]
    more = [(left, top + 50, left + SIZE, top + 94)] * below
    boxes = np.array([*head, *row, *more])
    parts = Parts(boxes, np.full(len(boxes), 400.0), np.zeros((1, 1), dtype=np.int32))
    own = list(range(8, 8 + len(row)))
    lines = [strip_of(parts, np.array(range(8)), SIZE, False)]
    lines += [strip_of(parts, np.array([n] + [len(boxes) - 1] * (below and n == 8)), SIZE, True) for n in own]
    made = respread(lines, parts, EM, np.array([(-20.0, -20.0, 400.0, 300.0)]))
    assert (own in [line.parts.tolist() for line in made if not line.down]) == whole
