"""Pictures of which a scan in black and white has kept but patches."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

import cv2
import numpy as np

from pipeline.readers.scan.ink import parts_of
from pipeline.readers.scan.patches import has_tones, patched
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.strip import strip_of
from pipeline.readers.scan.survey import Survey, survey
from tests.readers.scan.drawing import EM, INK, Grey, characters, level_text, paper

LINE = round(1.5 * EM)
LEFT, TOP = 100, 100
LETTERS = 14  # in a line
GAP = TOP + 6 * LINE  # where the room between the lines begins
ROOM = 8 * LINE  # how deep it is


def column(lines: int = 6) -> Grey:
    """A column of lines with a room in it, beside one that goes on."""
    page = paper()
    level_text(page, LEFT, TOP, LETTERS, 6)
    level_text(page, LEFT, GAP + ROOM, LETTERS, lines)
    level_text(page, LEFT + 16 * EM, TOP, LETTERS, 20)
    return page


def head(page: Grey, x: int, y: int, wide: int = 18, high: int = 12) -> None:
    cv2.ellipse(page, (x, y), (wide, high), 0, 0, 360, 40, -1)


def looked_at(page: Grey) -> Survey:
    return survey(Sheet.of(np.where(page > 128, 255, 0).astype(np.uint8)))


def pictures(page: Grey) -> list[tuple[int, ...]]:
    """In em, from the left edge of the column and the head of the room."""
    found = looked_at(page)
    em = EM * found.scale
    x, y = LEFT * found.scale, GAP * found.scale
    return [
        (round((b.x0 - x) / em), round((b.y0 - y) / em), round((b.x1 - x) / em), round((b.y1 - y) / em))
        for b in found.drawn.pictures
    ]


def test_patches_in_the_room_of_a_column_are_one_picture_as_wide_as_it_is() -> None:
    page = column()
    for x in (60, 160, 260):
        head(page, LEFT + x, GAP + 100)
    page[GAP + 180 : GAP + 200, LEFT + 40 : LEFT + 70] = 40  # less of it
    ((left, top, right, foot),) = pictures(page)
    assert (left, right) == (0, LETTERS)
    assert -1 <= top <= 1
    assert 11 <= foot <= 12
    strips = looked_at(page).strips
    assert len(strips) == 6 + 6 + 20


@pytest.mark.parametrize(("reach", "wide"), [(260, LETTERS), (600, 30)])
def test_a_picture_is_as_wide_as_the_columns_that_it_reaches_over(reach: int, wide: int) -> None:
    page = paper()
    level_text(page, LEFT, TOP, LETTERS, 6)
    level_text(page, LEFT, GAP + ROOM, LETTERS, 6)
    level_text(page, LEFT + 16 * EM, GAP + ROOM, LETTERS, 6)
    for x in (60, 160, reach):
        head(page, LEFT + x, GAP + 100)
    ((left, _, right, _),) = pictures(page)
    assert (left, right) == (0, wide)


def test_what_is_left_of_a_picture_over_a_short_last_line_ends_over_it() -> None:
    page = column(1)
    page[GAP + ROOM : GAP + ROOM + EM, LEFT + 3 * EM : LEFT + LETTERS * EM] = 235
    head(page, LEFT + 250, GAP + 100)
    head(page, LEFT + 60, GAP + 200)
    ((left, _, right, foot),) = pictures(page)
    assert (left, right) == (0, LETTERS)
    assert foot <= ROOM // EM


def test_what_is_black_in_it_is_a_part_of_it() -> None:
    page = column()
    for x in (60, 160, 260):
        head(page, LEFT + x, GAP + 60)
    page[GAP + 120 : GAP + 260, LEFT : LEFT + 100] = 40
    for y in range(GAP + 120, GAP + 260, 6):  # less of it, beside what is as thick as no stroke
        page[y : y + 3, LEFT + 150 : LEFT + 190] = 40
    ((left, _, right, foot),) = pictures(page)
    assert (left, right) == (0, LETTERS)
    assert foot >= 10
    assert len(looked_at(page).strips) == 6 + 6 + 20


def test_a_heavy_stroke_of_large_type_is_none() -> None:
    page = column()
    characters(page, LEFT, GAP + 2 * EM, 4, 1, 80, 80, size=70)
    page[GAP + 2 * EM : GAP + 2 * EM + 70, LEFT + 320 : LEFT + 390] = 235
    page[GAP + 2 * EM + 28 : GAP + 2 * EM + 42, LEFT + 320 : LEFT + 390] = 40  # 一
    assert not pictures(page)


def test_a_line_whose_characters_are_clogged_is_none() -> None:
    page = column()
    for n in range(6):
        page[GAP + 3 * EM : GAP + 3 * EM + 22, LEFT + (4 + n) * EM : LEFT + (4 + n) * EM + 22] = 40
    found = looked_at(page)
    assert not found.drawn.pictures
    assert len(found.strips) == 6 + 1 + 6 + 20


def test_a_bullet_before_a_line_is_none() -> None:
    page = column()
    page[TOP + 3 * LINE : TOP + 3 * LINE + 22, LEFT : LEFT + 22] = 40
    assert not pictures(page)


def test_a_scan_with_tones_shows_its_pictures_by_those() -> None:
    page = column()
    for x in (60, 160, 260):
        head(page, LEFT + x, GAP + 100)
    assert survey(Sheet.of(page)).drawn.pictures
    page[-30:, :] = np.linspace(60, 190, page.shape[1])
    assert not survey(Sheet.of(page)).drawn.pictures


@pytest.mark.parametrize(
    ("tone", "rows", "toned"), [(120, 40, True), (120, 10, False), (20, 900, False), (235, 900, False)]
)
def test_a_scan_has_tones_where_enough_of_it_is_neither_black_nor_white(tone: int, rows: int, toned: bool) -> None:
    page = np.where(column() > 128, 255, 0).astype(np.uint8)
    page[-rows:] = tone
    assert has_tones(page) is toned


def test_a_picture_in_a_small_part_of_a_column_is_no_wider_than_what_is_left_of_it() -> None:
    page = column()
    head(page, LEFT + 40, GAP + 60)
    head(page, LEFT + 95, GAP + 190)
    ((left, _, right, _),) = pictures(page)
    assert (left, right) == (1, 5)


def arches(page: Grey, x: int, y: int, count: int, wide: int, high: int) -> None:
    """The outlines of a picture: arches, each longer than it is high, with a ring under it."""
    for n in range(count):
        middle = x + wide // 2 + n * wide
        cv2.ellipse(page, (middle, y + high), (wide // 2 - 15, high), 0, 180, 360, 40, 9)
        cv2.ellipse(page, (middle, y + high // 2 + 10), (20, 12), 0, 0, 360, 40, 5)


def test_long_outlines_as_high_as_huge_type_are_a_picture() -> None:
    page = paper(1200, 1200)
    level_text(page, LEFT, TOP, 40, 6)
    level_text(page, LEFT, GAP + ROOM, 40, 6)
    arches(page, LEFT + 60, GAP + 30, 4, 8 * EM, 4 * EM)
    head(page, LEFT + 300, GAP + 200)
    ((left, top, right, _),) = pictures(page)
    assert (left, right) == (0, 40)
    assert top <= 1


def test_huge_type_as_long_is_none() -> None:
    page = paper(1200, 1200)
    level_text(page, LEFT, TOP, 40, 6)
    level_text(page, LEFT, GAP + ROOM, 40, 6)
    characters(page, LEFT + 60, GAP + 60, 8, 1, 4 * EM + 8, 0, size=4 * EM)
    assert not pictures(page)


def test_a_row_of_patches_over_a_headline_that_begins_farther_in_ends_over_it() -> None:
    page = paper()
    level_text(page, LEFT, TOP, 30, 4)
    for x in range(LEFT + 40, LEFT + 600, 130):
        head(page, x, TOP + 4 * LINE + 60)
    top = TOP + 4 * LINE + 140
    characters(page, LEFT + 100, top, 5, 1, 90, 90, size=84)
    level_text(page, LEFT, top + 140, 30, 6)
    found = looked_at(page)
    (box,) = found.drawn.pictures
    assert box.y1 < (top + 2) * found.scale
    assert box.x1 - box.x0 > 500 * found.scale
    assert max(len(strip.parts) for strip in found.strips if strip.size > 2 * EM * found.scale) == 5


def test_the_last_characters_of_a_headline_over_a_picture_are_none_of_it() -> None:
    page = paper()
    level_text(page, LEFT, TOP, 30, 4)
    top = TOP + 4 * LINE + 30
    characters(page, LEFT + 140, top, 5, 1, 90, 90, size=84)
    characters(page, LEFT + 270, top + 110, 1, 1, 90, 90, size=84)
    for x in (375, 397):  # the quotes behind it, as thick as no stroke
        cv2.ellipse(page, (LEFT + x, top + 124), (9, 13), 0, 0, 360, 40, -1)
    for x in range(LEFT + 40, LEFT + 600, 130):
        head(page, x, top + 300)
    level_text(page, LEFT, top + 350, 30, 6)
    found = looked_at(page)
    (box,) = found.drawn.pictures
    assert box.y0 > (top + 110 + 80) * found.scale
    assert sum(strip.size > 2 * EM * found.scale for strip in found.strips) == 2


@pytest.mark.parametrize(("pieces", "clogged"), [((0, 3), True), ((3,), False)])
def test_a_clogged_character_between_two_pieces_of_a_row_is_none(pieces: tuple[int, ...], clogged: bool) -> None:
    page = paper()
    head(page, LEFT, TOP)
    head(page, LEFT + 6 * EM, TOP + 100)
    row = TOP + 160
    page[row : row + INK, LEFT + 3 * EM // 2 : LEFT + 3 * EM // 2 + INK] = 40
    for n in pieces:
        characters(page, LEFT + n * EM, row, 10 if n else 1, 1, EM, 0)
    characters(page, LEFT, row + LINE, 13, 1, EM, 0)
    parts = parts_of((page < 128).astype(np.uint8))
    x0, y0, x1, _ = parts.box.T
    places = [(LEFT + n * EM - 1, LEFT + (n + 10 if n else 1) * EM, row) for n in pieces]
    places.append((LEFT - 1, LEFT + 13 * EM, row + LINE))
    own = [np.flatnonzero((x0 > a) & (x1 < b) & (y0 > y - 2) & (y0 < y + INK)) for a, b, y in places]
    found = patched([strip_of(parts, one, float(INK), False) for one in own], parts, float(EM), np.zeros((0, 4)))
    assert found
    assert all(box.y1 < row for box in found) is clogged
