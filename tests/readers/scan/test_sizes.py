"""Sizes of lines, told by ink and by the distance of ideographs."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.readers.scan.sizes import Shape, sizes

INK = 0.98  # of the type, as in most faces
SLIGHT = 0.92  # the same in a face of small characters


def line(size: float, count: int, start: float, across: float, ink: float = INK, spread: float = 1.0) -> Shape:
    along = np.asarray(start + size * spread * (np.arange(count) + 0.5), dtype=np.float64)
    return Shape(ink * size, along, np.ones(count, dtype=bool), across, False)


def column(size: float = 40.0, lines: int = 20, count: int = 18, spread: float = 1.0) -> list[Shape]:
    """Full lines under each other; every third is spread, if any is."""
    return [
        line(
            size,
            count if n % 3 else round(count / spread),
            100,
            100 + 1.6 * size * n,
            spread=spread if n % 3 == 0 else 1,
        )
        for n in range(lines)
    ]


def test_no_lines() -> None:
    assert len(sizes([])) == 0


def test_type_is_as_large_as_its_ideographs_are_apart() -> None:
    assert sizes(column()) == pytest.approx(40, rel=0.01)


def test_a_spread_line_is_of_its_columns_size() -> None:
    found = sizes(column(spread=1.125))
    assert found == pytest.approx(40, rel=0.01)


def test_a_subheading_of_a_slight_face_is_larger_than_the_body() -> None:
    below = 100 + 1.6 * 40 * 21
    assert sizes([*column(), line(44.8, 7, 230, below, SLIGHT)])[-1] == pytest.approx(44.8, rel=0.01)


def test_a_line_of_the_body_by_itself_is_of_its_size_though_slightly_inked() -> None:
    assert sizes([*column(), line(40, 7, 230, 3000, SLIGHT)])[-1] == pytest.approx(40, rel=0.01)


@pytest.mark.parametrize("ink", [0.6, 0.75, 0.85])
def test_a_piece_of_low_ink_is_as_large_as_the_rest_of_its_line(ink: float) -> None:
    piece = Shape(ink * 40, np.array([120.0, 160.0]), np.array([True, False]), 3000.0, False)
    rest = line(40, 14, 220, 3001)
    assert sizes([*column(), piece, rest])[-2:] == pytest.approx(40, rel=0.01)


def test_what_stands_beside_a_headline_is_not_of_its_size() -> None:
    head, small = line(120, 6, 100, 4000), line(40, 10, 840, 4010)
    assert sizes([*column(), head, small])[-2:] == pytest.approx([120, 40], rel=0.01)


def test_lines_that_run_down_are_no_pieces_of_level_ones() -> None:
    level = line(60, 8, 300, 130)
    down = Shape(level.ink, level.along, level.han, 130.0, True)
    assert sizes([*column(), down])[-1] == pytest.approx(60, rel=0.05)


def test_two_lines_of_one_head_are_of_one_size() -> None:
    heads = [line(118, 8, 100, 4000), line(122, 7, 160, 4150)]
    found = sizes([*column(), *heads])[-2:]
    assert found[0] == found[1]


def test_two_rows_of_a_display_that_differ_in_ink_and_distance_are_of_two_sizes() -> None:
    rows = [line(79, 10, 200, 3000), line(71, 10, 200, 3120), line(71, 12, 200, 3240)]
    assert sizes([*column(), *rows])[-3:] == pytest.approx([79, 71, 71], rel=0.01)


def test_a_row_of_a_head_that_is_spread_is_of_the_size_of_the_other() -> None:
    head = [line(80, 10, 200, 3000), line(80, 9, 200, 3130, spread=1.11)]
    assert sizes([*column(), *head])[-2:] == pytest.approx(80, rel=0.01)


def test_a_subheading_whose_end_is_that_of_a_short_line_by_chance_is_not_spread() -> None:
    below = 100 + 1.6 * 40 * 21
    short = line(40, 9, 100, below)  # ends at 460, as the subheading does
    found = sizes([*column(), short, line(44.4, 5, 238, below + 64, ink=0.93)])
    assert found[-1] == pytest.approx(44.4, rel=0.01)


def test_two_headlines_side_by_side_keep_their_sizes() -> None:
    large, less = line(120, 8, 100, 4000), line(80, 9, 1120, 4010)
    assert sizes([*column(), large, less])[-2:] == pytest.approx([120, 80], rel=0.01)


@pytest.mark.parametrize("ink", [0.7, 0.8, 0.9])
def test_the_short_end_of_a_paragraph_is_of_its_columns_size(ink: float) -> None:
    lines = column()
    end = Shape(ink * 40, np.array([120.0, 160.0]), np.array([True, False]), lines[-1].across + 64, False)
    assert sizes([*lines, end])[-1] == pytest.approx(40, rel=0.01)


@pytest.mark.parametrize(("away", "size"), [(74, 40), (60, 36)])
def test_the_end_of_a_paragraph_between_a_caption_and_the_column_is_of_the_nearer(away: float, size: float) -> None:
    below = 3000
    caption = line(36, 12, 100, below - away)
    indented = [line(40, 16 if n == 0 else 18, 180 if n == 0 else 100, below + 60 + 60 * n) for n in range(3)]
    assert sizes([*column(), caption, line(40, 1, 100, below, SLIGHT), *indented])[-4] == pytest.approx(size, rel=0.01)


def test_a_short_line_that_stands_by_itself_is_as_large_as_its_ink_tells() -> None:
    assert sizes([*column(), line(54, 2, 100, 3000)])[-1] == pytest.approx(54, rel=0.05)


def test_a_line_spread_by_a_hair_is_of_no_type_of_its_own() -> None:
    assert sizes([*column(), line(40, 11, 900, 3000, spread=1.045)])[-1] == pytest.approx(40, rel=0.01)


def test_a_type_a_tenth_smaller_than_the_body_is_one() -> None:
    captions = [line(36, 15, 900, 3000 + 50 * n) for n in range(3)]
    assert sizes([*column(), *captions])[-3:] == pytest.approx(36, rel=0.01)


def test_where_the_ink_of_a_scan_is_slight_everywhere_it_tells_no_other_size() -> None:
    lines = [Shape(0.88 * one.ink, one.along, one.han, one.across, one.down) for one in column()]
    end = Shape(0.88 * INK * 40, np.array([120.0, 140.0]), np.array([True, False]), 3000.0, False)
    assert sizes([*lines, end])[-1] == pytest.approx(40, rel=0.01)


def test_characters_that_touch_those_of_another_line_make_no_larger_type() -> None:
    tall = line(40, 13, 1000, 3000, ink=1.37)
    assert sizes([*column(), tall])[-1] == pytest.approx(40, rel=0.01)


def test_distances_tell_the_size_of_a_line_of_slight_ink_where_all_ink_is_slight() -> None:
    lines = [Shape(0.94 * one.ink, one.along, one.han, one.across, one.down) for one in column()]
    captions = [line(36.4, 15, 900, 5000 + 50 * n, ink=0.92) for n in range(6)]
    slight = line(40, 6, 900, 3000, ink=0.856)
    assert sizes([*lines, *captions, slight])[-1] == pytest.approx(40, rel=0.01)


def test_lines_of_two_columns_that_stand_close_are_told_each_by_itself() -> None:
    first, caption = line(40, 12, 900, 3000), line(36, 12, 900 + 13 * 40, 3004)
    assert sizes([*column(), first, caption])[-2:] == pytest.approx([40, 36], rel=0.01)


def test_a_line_spread_between_lines_of_the_body_is_of_their_size() -> None:
    beside = [line(40, 14, 900, 3000), line(40, 13, 900, 3064, spread=1.07), line(40, 14, 900, 3128)]
    assert sizes([*column(), *beside])[-2] == pytest.approx(40, rel=0.01)


def closed(shape: Shape) -> Shape:
    """The line with a mark at its end, at the left of its square."""
    han, along = shape.han.copy(), shape.along.copy()
    han[-1] = False
    along[-1] -= 0.35 * (along[1] - along[0])
    return Shape(shape.ink, along, han, shape.across, shape.down)


def test_a_line_spread_between_lines_that_end_in_marks_is_of_their_size() -> None:
    between = [closed(line(40, 14, 900, 3000)), line(40, 13, 900, 3064, spread=14 / 13)]
    assert sizes([*column(), *between, line(40, 3, 900, 3128)])[-2] == pytest.approx(40, rel=0.01)
    first = closed(line(40, 13, 980, 3000, spread=14 / 13))
    assert sizes([*column(), first, line(40, 16, 900, 3064)])[-2] == pytest.approx(40, rel=0.01)


def test_a_centred_subheading_that_ends_in_a_mark_is_not_spread() -> None:
    head = closed(line(43, 13, 950, 3000, ink=0.93))
    assert sizes([*column(), head, line(40, 16, 900, 3064)])[-2] == pytest.approx(43, rel=0.01)


def test_a_subheading_above_the_body_stays_larger() -> None:
    beside = [line(45, 8, 900, 3000), line(40, 14, 900, 3064), line(40, 14, 900, 3128)]
    assert sizes([*column(), *beside])[-3] == pytest.approx(45, rel=0.01)


@pytest.mark.parametrize("ink", [0.95, 1.03])
def test_the_last_character_of_a_centred_headline_is_of_its_size(ink: float) -> None:
    headline, last = line(50, 11, 900, 3000), line(50, 1, 900 + 5 * 50, 3065, ink=ink)
    other = line(58, 14, 900, 5000)
    assert sizes([*column(), headline, last, other])[-2] == pytest.approx(50, rel=0.01)


def caption(last: Shape) -> list[Shape]:
    """A column of text, and beside it three lines of a caption of smaller type and its last one."""
    text = column()
    return [*text, *(line(36.0, 14, 1200, 100 + 1.3 * 36 * n) for n in range(3)), last]


@pytest.mark.parametrize(("size", "count"), [(40.0, 3), (34.0, 3), (34.2, 12)])
def test_the_last_line_of_a_caption_is_as_large_as_those_before_it(size: float, count: int) -> None:
    found = sizes(caption(line(size, count, 1200, 100 + 1.3 * 36 * 3)))
    assert found[-4:] == pytest.approx(36, rel=0.01)


@pytest.mark.parametrize(
    ("size", "count", "start", "rows"),
    [
        (44.0, 3, 1200, 3),  # larger by more
        (40.0, 12, 1200, 3),  # told by many
        (40.0, 3, 1300, 3),  # does not begin where they do
        (40.0, 3, 1200, -1),  # before them
    ],
)
def test_what_is_no_last_line_of_a_caption_keeps_its_size(size: float, count: int, start: float, rows: int) -> None:
    found = sizes(caption(line(size, count, start, 100 + 1.3 * 36 * rows)))
    assert found[-1] == pytest.approx(size, rel=0.01)


def test_a_line_of_text_right_behind_a_deck_is_of_the_size_of_text() -> None:
    body = column(lines=20)
    below = 100 + 1.6 * 40 * 20
    found = sizes([*body, line(44, 8, 100, below), line(40, 3, 100, below + 66)])
    assert found[-2:] == pytest.approx([44, 40], rel=0.01)


def test_rows_of_a_display_whose_sizes_fall_bit_by_bit_are_not_all_of_one() -> None:
    rows = [line(66, 8, 200, 3000), line(59, 5, 200, 3100, spread=1.7), line(53, 8, 200, 3200)]
    found = sizes([*column(), *rows])[-3:]
    assert found[[0, 2]] == pytest.approx([66, 53], rel=0.01)


def test_two_sizes_of_a_display_are_two_though_a_row_between_tells_none() -> None:
    figures = Shape(INK * 66, np.array([210.0, 243.0, 276.0]), np.zeros(3, dtype=bool), 3080, False)
    rows = [line(66, 10, 200, 3000), figures, line(60, 12, 200, 3160)]
    assert sizes([*column(), *rows])[-3:] == pytest.approx([66, 66, 60], rel=0.01)


def test_a_few_characters_that_are_spread_are_as_large_as_their_ink_tells() -> None:
    rows = [line(87, 6, 200, 3000), line(78.6, 4, 204, 3120, spread=2), line(78.6, 5, 204, 3230)]
    assert sizes([*column(), *rows])[-3:] == pytest.approx([87, 78.6, 78.6], rel=0.01)


def test_figures_behind_a_line_of_larger_type_are_as_large() -> None:
    below = 100 + 1.6 * 40 * 20
    figures = Shape(INK * 40, np.array([110.0, 130.0, 150.0, 170.0]), np.zeros(4, dtype=bool), below + 66, False)
    found = sizes([*column(lines=20), line(44, 8, 100, below), figures])
    assert found[-2:] == pytest.approx(44, rel=0.01)


@pytest.mark.parametrize(
    ("size", "at", "told"),
    [
        (47, 0, 50),
        (47, 25, 50),  # a mark moves its middle
        (58, 0, 58),  # larger by more
        (47, 60, 47),  # not in the middle
        (200, 0, 200),  # far larger
    ],
)
def test_what_is_left_of_a_statement_in_the_middle_under_it_is_of_its_size(size: float, at: float, told: float) -> None:
    row, last = line(50, 11, 900, 3000), line(size, 4, 900 + 5.5 * 50 - 2 * size + at, 3065 + 0.8 * max(size - 50, 0))
    assert sizes([*column(), row, last])[-1] == pytest.approx(told, rel=0.01)


def test_the_distance_of_two_ideographs_tells_their_size() -> None:
    assert sizes([*column(), line(66, 2, 900, 3000, ink=1.09)])[-1] == pytest.approx(66, rel=0.01)


def upright(ink: float, across: float, start: float = 100, count: int = 12, pitch: float = 40) -> Shape:
    along = np.asarray(start + pitch * (np.arange(count) + 0.5), dtype=np.float64)
    return Shape(ink * 40, along, np.ones(count, dtype=bool), across, True)


@pytest.mark.parametrize(
    ("sliver", "size"),
    [
        (upright(0.6, 540), 40),
        (upright(0.6, 540, start=180, count=10), 40),  # indented
        (upright(0.6, 540, pitch=44, count=11), 40),  # spread
        (upright(1.02, 540, start=150, pitch=43.5, count=6), 40),  # inked more, and spread, its marks not read
        (upright(1.02, 780, start=150, pitch=43.5, count=6), 43.5),  # the same beside a column
        (upright(0.6, 900), 24 / INK),  # by itself
        (upright(1.12, 540, pitch=44, count=9), 44),  # larger type
    ],
)
def test_a_sliver_of_a_column_among_columns_of_the_body_is_of_their_size(sliver: Shape, size: float) -> None:
    columns = [upright(INK, 60 * n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12)]
    assert sizes([*columns, sliver])[-1] == pytest.approx(size, rel=0.03)


@pytest.mark.parametrize("slivers", [(1, 2, 3), (3, 2, 1), (10, 11, 12), (12, 11, 10)])
def test_slivers_of_columns_beside_each_other_are_of_the_body_from_whichever_side_it_tells(
    slivers: tuple[int, ...],
) -> None:
    columns = [upright(INK, 60 * n) for n in range(4, 10)] + [upright(INK, 2000 + 60 * n) for n in range(8)]
    assert sizes([*columns, *(upright(0.6, 60 * n) for n in slivers)])[-3:] == pytest.approx(40, rel=0.03)


def test_small_type_under_a_huge_word_does_not_make_it_as_small() -> None:
    word = line(240, 2, 300, 3000)
    around = [line(40, 18, 380, 3000 + side * (230 + 64 * n)) for n in range(5) for side in (-1, 1)]
    assert sizes([*column(), word, *around])[20] > 200


def test_a_deck_of_a_slight_face_far_longer_than_its_characters_would_be_in_body_type_is_larger() -> None:
    subheadings = [line(44.8, 7, 230, 5000 + 400 * n) for n in range(6)]
    deck = line(44.4, 14, 100, 3000, 0.89)
    assert sizes([*column(), *subheadings, deck])[-1] == pytest.approx(44.8, rel=0.01)


def test_a_line_of_running_text_that_is_spread_as_far_is_of_its_size_though_no_other_ends_there() -> None:
    subheadings = [line(44.8, 7, 230, 5000 + 400 * n) for n in range(20)]
    rows = column()
    rows[9] = line(40, 17, 100, rows[9].across, spread=1.115)
    assert sizes([*rows, *subheadings])[9] == pytest.approx(40, rel=0.01)


def test_a_deck_that_ends_where_the_headline_over_it_does_is_not_spread_for_that() -> None:
    subheadings = [line(44.8, 7, 230, 5000 + 400 * n) for n in range(6)]
    deck, headline = line(44.4, 14, 100, 3000, 0.89), line(44.4 * 14 / 7.5, 8, 60, 2930)
    assert sizes([*column(), *subheadings, headline, deck])[-1] == pytest.approx(44.8, rel=0.01)


@pytest.mark.parametrize(("ink", "size"), [(INK, 40.0), (1.12 * INK, 42.2)])
def test_a_spread_line_before_the_short_end_of_a_paragraph_ends_where_the_one_behind_that_does(
    ink: float, size: float
) -> None:
    """Where its ink is that of running text."""
    decks = [line(42.2, 9, 230, 6000 + 400 * n) for n in range(12)]
    rows = [line(40, 10, 100, 3000, ink, 1.055), line(40, 2, 100, 3056), line(40, 8, 180, 3112, spread=1.062)]
    assert sizes([*column(), *decks, *rows])[32] == pytest.approx(size, rel=0.01)


def test_headlines_far_apart_in_a_row_keep_their_sizes() -> None:
    heads = [line(77, 5, 100, 3000), line(73, 4, 100 + 5 * 77 + 190, 3000)]
    assert sizes([*column(), *heads])[-2:] == pytest.approx([77, 73], rel=0.01)


@pytest.mark.parametrize(("aside", "size"), [(0.0, 50.0), (40.0, 56.0)])
def test_a_row_of_a_display_that_ends_where_one_of_its_type_does_is_spread_though_a_shorter_one_stands_between(
    aside: float, size: float
) -> None:
    rows = [line(50, 9, 100, 3000), line(50, 6, 180, 3066), line(50, 8, 105 - aside, 3140, spread=1.12)]
    found = sizes([*column(), *rows, line(50, 4, 225, 3206)])
    assert found[-4:] == pytest.approx([50, 50, size, 50], rel=0.01)
