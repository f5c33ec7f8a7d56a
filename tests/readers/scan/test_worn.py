"""Worn characters and marks, told by where their pieces stand in the square."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.ink import Floats
from pipeline.readers.scan.marks import quote_of
from pipeline.readers.scan.worn import dots_of, drop_of, ring_of, strokes_of

Piece = tuple[float, float, float, float]  # along, across, and its sides


def pieces(*some: Piece) -> Floats:
    return np.array(some, dtype=np.float64).reshape(-1, 4)


@pytest.mark.parametrize(
    ("some", "character"),
    [
        ([(0.35, -0.06, 0.17, 0.13)], "一"),  # the end of the stroke
        ([(0.2, -0.06, 0.42, 0.08), (-0.3, -0.04, 0.25, 0.04)], "一"),  # a stroke in two pieces
        ([(0.37, -0.29, 0.13, 0.08), (0.45, 0.27, 0.13, 0.13)], "二"),
        ([(0.3, -0.2, 0.13, 0.08), (0.4, 0.22, 0.12, 0.08)], "二"),  # of a face whose strokes are nearer
        ([(0.38, 0.04, 0.08, 0.04), (0.1, -0.4, 0.04, 0.04)], "一"),  # beside a speck
        ([(0.38, 0.04, 0.04, 0.04)], None),  # a speck
        ([(0.33, -0.34, 0.17, 0.08), (0.22, 0.0, 0.13, 0.08), (0.39, 0.34, 0.13, 0.08)], "三"),
        ([(0.0, -0.01, 0.12, 0.12)], None),  # a point between two names
        ([(0.0, -0.03, 0.98, 0.08)], None),  # a dash
        ([(0.27, -0.31, 0.13, 0.25)], None),  # a quote
        ([(-0.28, 0.3, 0.1, 0.12)], None),  # a comma
        ([(0.35, -0.06, 0.17, 0.13), (-0.1, 0.3, 0.2, 0.1)], None),  # there is more than a stroke
        ([(0.35, -0.3, 0.17, 0.1)], None),  # one stroke of 二 by itself
        ([(0.9, -0.06, 0.17, 0.13)], None),  # of the next character
        ([], None),
    ],
)
def test_the_ends_of_level_strokes(some: list[Piece], character: str | None) -> None:
    assert strokes_of(pieces(*some), down=False) == character


@pytest.mark.parametrize(
    ("some", "character"),
    [
        ([(-0.02, 0.36, 0.08, 0.14)], "一"),
        ([(-0.05, 0.36, 0.1, 0.12), (-0.05, -0.3, 0.04, 0.24)], "一"),
        ([(0.3, 0.36, 0.08, 0.14)], None),  # lower than 一 stands
        ([(0.0, 0.1, 0.08, 0.2)], None),  # not at the right
        ([(0.0, 0.02, 0.2, 0.2)], None),  # a mark in the middle
        ([(-0.3, 0.3, 0.2, 0.2)], None),  # a mark at the upper right
        ([(0.03, -0.24, 0.2, 0.2), (0.03, 0.24, 0.2, 0.2)], None),  # a colon
        ([(0.3, 0.11, 0.3, 0.72)], None),  # a quote
    ],
)
def test_the_end_of_a_level_stroke_in_a_line_that_runs_down(some: list[Piece], character: str | None) -> None:
    assert strokes_of(pieces(*some), down=True) == character


@pytest.mark.parametrize(
    ("some", "down", "mark"),
    [
        ([(-0.29, 0.23, 0.04, 0.04), (-0.27, 0.36, 0.08, 0.04), (-0.38, 0.44, 0.04, 0.04)], False, "。"),
        ([(-0.29, 0.23, 0.04, 0.04), (0.3, 0.0, 0.04, 0.04)], False, None),  # crumbs everywhere
        ([(-0.47, 0.34, 0.04, 0.04)], False, "。"),
        ([(-0.47, 0.34, 0.03, 0.03)], False, None),  # a pixel of large type
        ([(0.3, -0.3, 0.1, 0.1)], False, None),
        ([(-0.3, 0.3, 0.3, 0.3)], False, None),  # a piece of a character
        ([], False, None),
        ([(-0.07, -0.08, 0.08, 0.08), (0.07, -0.06, 0.04, 0.04), (0.07, 0.08, 0.12, 0.08)], True, "。"),
        ([(-0.1, 0.0, 0.06, 0.24), (0.1, 0.0, 0.06, 0.24)], True, "。"),  # two arcs
        ([(-0.1, 0.3, 0.06, 0.24), (0.1, 0.3, 0.06, 0.24)], True, None),  # aside
        ([(-0.2, -0.2, 0.1, 0.1), (0.2, 0.2, 0.1, 0.1)], True, None),  # larger than a ring
        ([(0.0, 0.0, 0.2, 0.2)], True, None),  # one piece: its shape tells
        ([(0.03, -0.24, 0.12, 0.12), (0.03, 0.24, 0.12, 0.12)], True, None),  # a colon
        ([(0.0, 0.0, 0.04, 0.04), (0.02, 0.05, 0.04, 0.04)], True, None),  # dust
        ([(0.07, -0.08, 0.04, 0.04)], True, "。"),
        ([(-0.09, -0.06, 0.04, 0.04), (-0.09, 0.06, 0.04, 0.04)], True, "。"),
        ([(0.01, 0.02, 0.04, 0.04)], True, None),  # in the middle, where a ring has nothing
        ([(0.2, -0.2, 0.04, 0.04)], True, None),  # too far out
        ([(0.07, -0.08, 0.04, 0.04), (0.4, 0.1, 0.04, 0.04)], True, None),
    ],
)
def test_the_pieces_of_a_ring(some: list[Piece], down: bool, mark: str | None) -> None:
    assert ring_of(pieces(*some), down) == mark


@pytest.mark.parametrize(
    ("some", "mark"),
    [
        ([(0.34, -0.28, 0.08, 0.04)], "，"),
        ([(0.34, 0.28, 0.08, 0.04)], None),  # at the right
        ([(0.55, -0.28, 0.08, 0.04)], None),  # under its square
        ([(0.34, -0.5, 0.08, 0.04)], None),  # beside it
        ([(0.34, -0.28, 0.3, 0.3)], None),  # a piece of a character
        ([(0.34, -0.28, 0.08, 0.04), (-0.3, 0.1, 0.04, 0.04)], None),  # crumbs everywhere
        ([], None),
    ],
)
def test_what_is_left_of_a_comma_in_a_line_that_runs_down(some: list[Piece], mark: str | None) -> None:
    assert drop_of(pieces(*some)) == mark


@pytest.mark.parametrize(
    ("some", "mark"),
    [
        ([(0.03, -0.24, 0.12, 0.12), (0.03, 0.24, 0.12, 0.12)], "："),
        ([(0.33, -0.33, 0.12, 0.16), (0.11, -0.31, 0.16, 0.12)], "："),  # not turned
        ([(-0.3, 0.24, 0.11, 0.12), (0.16, 0.24, 0.27, 0.14)], "；"),
        ([(0.08, -0.34, 0.12, 0.12), (0.36, -0.32, 0.2, 0.16)], "；"),  # not turned
        ([(0.03, -0.24, 0.04, 0.04), (0.03, 0.24, 0.04, 0.04)], None),  # dust
        ([(0.03, -0.24, 0.3, 0.3), (0.03, 0.24, 0.3, 0.3)], None),  # pieces of a character
        ([(0.03, -0.5, 0.12, 0.12), (0.03, 0.5, 0.12, 0.12)], None),  # beside the square
        ([(0.05, -0.3, 0.12, 0.12), (0.15, -0.3, 0.12, 0.12)], None),  # nearer than two dots
        ([(0.05, -0.3, 0.12, 0.12), (0.5, -0.3, 0.12, 0.12)], None),  # farther
        ([(0.0, 0.24, 0.11, 0.12), (0.16, 0.24, 0.2, 0.14)], None),  # nearer than a dot and a drop
        ([(-0.4, 0.24, 0.11, 0.12), (0.3, 0.24, 0.27, 0.14)], None),  # farther
        ([(-0.3, 0.24, 0.11, 0.12), (0.16, 0.24, 0.12, 0.12)], None),  # no drop
        ([(0.03, -0.24, 0.12, 0.12)], None),
        ([(0.03, -0.24, 0.12, 0.12), (0.4, 0.24, 0.12, 0.12)], None),  # neither level nor upright
        ([(0.2, 0.0, 0.28, 0.9), (0.33, 0.0, 0.3, 0.9)], None),  # brackets
        ([(0.03, -0.03, 0.12, 0.12), (0.03, 0.03, 0.12, 0.12)], None),
    ],
)
def test_two_dots_in_a_line_that_runs_down(some: list[Piece], mark: str | None) -> None:
    assert dots_of(pieces(*some)) == mark


@pytest.mark.parametrize(
    ("some", "mark"),
    [
        ([(0.3, -0.3, 0.13, 0.26)], "‘"),
        ([(-0.17, -0.36, 0.12, 0.2)], "’"),
        ([(0.2, -0.3, 0.13, 0.26), (0.38, -0.3, 0.13, 0.26)], "“"),
        ([(-0.28, 0.3, 0.1, 0.2)], None),  # a comma
        ([(0.35, -0.36, 0.17, 0.13)], None),  # the end of a stroke
        ([], None),
    ],
)
def test_a_quote_between_two_characters_of_a_level_line(some: list[Piece], mark: str | None) -> None:
    assert quote_of(pieces(*some)) == mark
