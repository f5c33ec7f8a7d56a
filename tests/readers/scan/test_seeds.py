"""Which way lines of large type run."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.ink import Flags, Parts, parts_of
from pipeline.readers.scan.seeds import seed_lines
from tests.readers.scan.drawing import Grey, characters, paper

SIZE = 72
TIGHT, WIDE = SIZE + 6, SIZE + 28  # from character to character, and from line to line


def in_halves(page: Grey, x: int, y: int) -> None:
    """A character of two halves side by side, neither of which is square."""
    for left in (x, x + SIZE // 2 + 4):
        page[y : y + SIZE, left : left + SIZE // 2 - 8] = 40
        page[y + 8 : y + SIZE - 8, left + 8 : left + SIZE // 2 - 16] = 235


def ways(page: Grey, pitch: float = 0.0) -> dict[tuple[int, int], tuple[int, bool]]:
    """For each seed, by the corner of its box: how many seeds its line has, and whether that runs down."""
    parts: Parts = parts_of((page < 128).astype(np.uint8))
    square: Flags = np.minimum(parts.wide, parts.tall) > 0.62 * np.maximum(parts.wide, parts.tall)
    big = np.flatnonzero(square & (parts.tall > SIZE / 2))
    lines = seed_lines(parts, big, np.ones(len(parts.area), dtype=bool), np.zeros((0, 4)), pitch)
    return {
        (int(parts.box[n, 0]), int(parts.box[n, 1])): (len(line), down) for line, down in lines for n in line.tolist()
    }


def test_first_characters_of_lines_are_no_column_where_the_others_come_apart() -> None:
    page = paper()
    for row in range(4):
        characters(page, 60, 60 + row * WIDE, 1, 1, 0, 0, size=SIZE)
        for column in range(1, 5):
            in_halves(page, 60 + column * TIGHT, 60 + row * WIDE)
    assert ways(page) == {(60, 60 + row * WIDE): (1, False) for row in range(4)}


def test_a_headline_that_runs_down_beside_small_type_is_a_column() -> None:
    page = paper()
    characters(page, 60, 60, 1, 4, 0, WIDE, size=SIZE)
    characters(page, 60 + SIZE + 14, 60, 8, 20, 18, 18, size=14)
    assert ways(page) == {(60, 60 + row * WIDE): (4, True) for row in range(4)}


@pytest.mark.parametrize(("pitch", "down"), [(-1.0, False), (1.0, True)])
def test_type_as_far_apart_both_ways_runs_as_the_page_does(pitch: float, down: bool) -> None:
    page = paper()
    characters(page, 60, 60, 3, 3, WIDE, WIDE, size=SIZE)
    assert set(ways(page, pitch).values()) == {(3, down)}


@pytest.mark.parametrize(("pitch", "down"), [(-1.0, True), (1.0, False)])
def test_type_that_is_nearer_one_way_runs_that_way_whatever_the_page_does(pitch: float, down: bool) -> None:
    page = paper()
    across, along = (WIDE, TIGHT) if down else (TIGHT, WIDE)
    characters(page, 60, 60, 3, 3, across, along, size=SIZE)
    assert set(ways(page, pitch).values()) == {(3, down)}


def test_the_first_character_of_a_headline_under_one_that_runs_down_is_of_its_own_line() -> None:
    page = paper()
    characters(page, 60, 60, 1, 4, 0, TIGHT, size=SIZE)
    top = 60 + 3 * TIGHT + WIDE + 20
    in_halves(page, 60 + TIGHT, top)
    characters(page, 60, top, 1, 1, 0, 0, size=SIZE)
    characters(page, 60 + 2 * TIGHT, top, 4, 1, TIGHT, 0, size=SIZE)
    characters(page, 60, top + TIGHT + 8, 1, 1, 0, 0, size=SIZE)  # a space is behind it
    found = ways(page)
    assert found[60, top] == (1, False)
    assert {found[60, 60 + row * TIGHT] for row in range(4)} == {(4, True)}


def test_white_within_a_character_tells_nothing() -> None:
    page = paper()
    for row in range(3):
        x, y = 60, 60 + row * (SIZE + 14)
        characters(page, x, y, 1, 1, 0, 0, size=SIZE)
        page[y + SIZE // 2 + 6 : y + SIZE, x + SIZE // 3 : x + SIZE] = 235
        characters(page, x + SIZE // 3 + 4, y + SIZE // 2 + 10, 1, 1, 0, 0, size=SIZE // 2 + 1)
    assert {down for _, down in ways(page).values()} == {True}


def test_marks_beside_characters_are_no_next_ones() -> None:
    page = paper()
    characters(page, 60, 60, 1, 4, 0, WIDE, size=SIZE)
    characters(page, 60 + SIZE + 10, 60 + 40, 1, 4, 0, WIDE, size=24)
    assert ways(page) == {(60, 60 + row * WIDE): (4, True) for row in range(4)}
