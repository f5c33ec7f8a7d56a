"""Where the characters of a line stand, by boxes that are right, rough, missing or in disorder."""

from __future__ import annotations

import pytest

from pipeline.page import Box
from pipeline.readers.cells import Piece, cut, lay, runs_down

LINE = Box(0, 0, 100, 20)


def starts(pieces: list[Piece], line: Box = LINE) -> list[float]:
    return [round(box.x0, 2) for box in lay(pieces, line, down=False).boxes]


def test_a_word_is_cut_by_the_widths_of_its_characters() -> None:
    assert starts([Piece("2025年", Box(0, 0, 60, 20))]) == [0, 10, 20, 30, 40]


def test_right_boxes_stay() -> None:
    boxes = [Box(20 * n, 0, 20 * n + 20, 20) for n in range(5)]
    laid = lay([Piece(char, box) for char, box in zip("一二三四五", boxes, strict=True)], LINE, down=False)
    assert laid.boxes == boxes
    assert not laid.guessed


def test_ink_becomes_the_cell_of_its_type() -> None:
    pieces = [Piece("字", Box(1, 1, 19, 19)), Piece("，", Box(21, 13, 25, 19)), Piece("“", Box(52, 1, 58, 6))]
    laid = lay([*pieces, Piece("字", Box(61, 1, 79, 19))], Box(1, 1, 79, 19), down=False)
    comma, quote = laid.boxes[1:3]
    assert (comma.y0, comma.y1) == (1, 19)
    assert comma.x1 - comma.x0 > 15
    assert quote.x0 < 45
    assert quote.x1 == 58


def test_a_word_that_reaches_into_the_next_ends_where_that_begins() -> None:
    assert starts([Piece("一", Box(0, 0, 90, 20)), Piece("二三四五", Box(20, 0, 100, 20))]) == [0, 20, 40, 60, 80]


def test_words_that_share_a_box_share_its_room() -> None:
    same = Box(0, 0, 100, 20)
    assert starts([Piece("一二", same), Piece("三", same), Piece("四五", same)]) == [0, 20, 40, 60, 80]


def test_a_word_without_a_place_gets_the_room_between_its_neighbours() -> None:
    laid = lay(
        [Piece("一", Box(0, 0, 20, 20)), Piece("二三四", None), Piece("五", Box(80, 0, 100, 20))], LINE, down=False
    )
    assert [round(box.x0) for box in laid.boxes] == [0, 20, 40, 60, 80]
    assert laid.guessed


def test_a_word_in_anothers_place_is_put_where_it_is_written() -> None:
    pieces = [Piece("一", Box(0, 0, 20, 20)), Piece("二", Box(20, 0, 40, 20)), Piece("三", Box(2, 0, 22, 20))]
    laid = lay([*pieces, Piece("四五", Box(60, 0, 100, 20))], LINE, down=False)
    places = [box.x0 for box in laid.boxes]
    assert places == sorted(places)
    assert laid.guessed


def test_vertical_lines() -> None:
    laid = lay([Piece("竖排", Box(0, 0, 20, 40)), Piece("字", Box(0, 40, 20, 60))], Box(0, 0, 20, 60), down=True)
    assert laid.boxes == [Box(0, 0, 20, 20), Box(0, 20, 20, 40), Box(0, 40, 20, 60)]


@pytest.mark.parametrize(
    ("box", "text", "down"),
    [
        (Box(0, 0, 20, 60), "竖排字", True),
        (Box(0, 0, 60, 20), "横排字", False),
        (Box(0, 0, 20, 60), "一", False),
        (Box(0, 0, 20, 22), "17", False),
    ],
)
def test_the_shape_of_a_line_tells_its_direction(box: Box, text: str, down: bool) -> None:
    assert runs_down(box, text, []) is down


def test_backwards() -> None:
    assert cut(Box(0, 0, 10, 30), [1, 2], down=True, backwards=True) == [Box(0, 20, 10, 30), Box(0, 0, 10, 20)]
