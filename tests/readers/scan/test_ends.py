"""Marks and crumbs at the ends of lines are of them, those in a gutter of none."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.ends import with_ends
from pipeline.readers.scan.ink import Parts
from pipeline.readers.scan.strip import strip_of
from tests.readers.scan.drawing import EM, INK

Box = tuple[float, float, float, float]
LEADING = 36.0
FULL = 20 * EM - 2.0  # pixels: the right edge of a line of twenty characters


def row(x: float, y: float, letters: int) -> list[Box]:
    return [(x + n * EM, y, x + n * EM + INK, y + INK) for n in range(letters)]


def reach(lines: list[list[Box]], loose: list[Box], *, down: bool = False) -> list[tuple[float, float]]:
    """From where to where each line goes, if these boxes are in none."""
    table = np.array([box for line in lines for box in line] + loose)
    parts = Parts(table, np.full(len(table), 30.0), np.zeros((1, 1), dtype=np.int32))
    first = np.cumsum([0, *map(len, lines)]).tolist()
    made = [strip_of(parts, np.arange(a, b), EM, down and n == 0) for n, (a, b) in enumerate(pairwise(first))]
    return [(line.box[0], line.box[2]) for line in with_ends(made, parts, EM)]


SHORT, LONG = row(0, LEADING, 10), row(0, 0, 20)
STOP = (10 * EM + 20.0, LEADING + 14, 10 * EM + 27.0, LEADING + 21)


def test_a_full_stop_that_stands_apart_is_of_the_line_before_it() -> None:
    assert reach([SHORT, LONG], [STOP])[0] == (0, STOP[2])


def test_crumbs_before_a_line_are_of_it_each_near_the_next() -> None:
    crumbs = [(x, LEADING + 4.0, x + 5.0, LEADING + 12.0) for x in (2.0, 14.0, 30.0)]
    assert reach([row(2 * EM, LEADING, 10), LONG], crumbs)[0] == (2.0, 12 * EM - 2)


def test_a_speck_is_of_no_line_nor_what_stands_higher_or_far_away() -> None:
    speck = (STOP[0], STOP[1], STOP[0] + 2, STOP[1] + 2)
    high = (STOP[0], LEADING - 9, STOP[2], LEADING - 2)
    far = (STOP[0] + 2 * EM, STOP[1], STOP[2] + 2 * EM, STOP[3])
    for loose in (speck, high, far):
        assert reach([SHORT, LONG], [loose])[0] == (0, 10 * EM - 2)


def test_a_mark_that_hangs_a_little_out_of_its_line_or_over_the_measure_is_of_it() -> None:
    low = (STOP[0], STOP[1] + 3, STOP[2], STOP[3] + 3)
    assert reach([SHORT, LONG], [low])[0] == (0, STOP[2])
    for off, taken in ((6, True), (9, False)):
        hanging = (FULL + off - 7, *STOP[1:2], FULL + off, *STOP[3:])
        assert reach([row(0, LEADING, 19), LONG], [hanging])[0] == (0, FULL + off if taken else FULL - EM)


def test_what_is_larger_than_a_character_is_none_of_a_line() -> None:
    for long, taken in ((EM, True), (2 * EM, False)):
        dash = (STOP[0], STOP[1], STOP[0] + long, STOP[1] + 4)
        assert reach([SHORT, LONG], [dash])[0] == (0, dash[2] if taken else 10 * EM - 2)


def test_a_line_far_above_does_not_tell_that_there_is_no_gutter() -> None:
    assert reach([SHORT, row(0, -2 * LEADING, 20)], [STOP])[0] == (0, 10 * EM - 2)


def test_the_line_behind_one_that_is_indented_tells_as_well() -> None:
    crumbs = [(x, 4.0, x + 5.0, 12.0) for x in (2.0, 14.0, 30.0)]
    indented, full = row(2 * EM, LEADING, 18), row(0, 2 * LEADING, 20)
    assert reach([row(2 * EM, 0, 10), indented, full], crumbs)[0] == (2.0, 12 * EM - 2)


@pytest.mark.parametrize(("high", "taken"), [(INK, True), (2 * EM, False), (EM / 2, False)])
def test_only_lines_of_body_type_take_what_stands_at_their_ends(high: float, taken: bool) -> None:
    line = [(x0, top, x1, top + high) for x0, top, x1, _ in SHORT]
    mark = (STOP[0], LEADING + high / 2 - 3, STOP[2], LEADING + high / 2 + 3)
    beside = [row(0, LEADING + side * 1.5 * high, 20) for side in (-1, 1)]
    assert reach([line, *beside], [mark])[0] == (0, mark[2] if taken else 10 * EM - 2)


def test_where_no_line_beside_it_runs_over_them_there_is_a_gutter() -> None:
    mark = (FULL + 12, LEADING + 14, FULL + 19, LEADING + 21)
    assert reach([row(0, LEADING, 20), LONG], [mark])[0] == (0, FULL)
    assert reach([row(0, LEADING, 20), row(0, 0, 30)], [mark])[0] == (0, mark[2])


def test_what_is_nearer_to_the_next_line_in_the_band_is_of_that() -> None:
    mark = (11 * EM + 0.0, LEADING + 14, 11 * EM + 7.0, LEADING + 21)
    first, second, _ = reach([SHORT, row(12 * EM, LEADING, 8), LONG], [mark])
    assert (first, second) == ((0, 10 * EM - 2), (mark[0], FULL))


def test_a_line_that_runs_down_takes_none() -> None:
    assert reach([SHORT, LONG], [STOP], down=True)[0] == (0, 10 * EM - 2)
