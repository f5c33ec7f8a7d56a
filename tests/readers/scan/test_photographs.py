"""Pictures that begin at four straight edges, however light they are within."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.page import Box
from pipeline.readers.scan.ink import GROUND, Grey, ink_mask
from pipeline.readers.scan.photographs import beside_type, in_pixels, photographs, typed_tint
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.straight import light_of
from pipeline.readers.scan.survey import survey
from tests.readers.scan.drawing import EM, INK, characters, level_text, paper


def printed() -> Grey:
    page = paper(1600, 1200)
    for x in (60, 640):
        level_text(page, x, 60, 20, 9)
        level_text(page, x, 1300, 20, 6)
    return page


def landscape(page: Grey, x: int, y: int, wide: int, high: int, sky: int = 205) -> None:
    """A picture whose upper half is little darker than the paper, with darker ground below and a cloud as light as
    paper."""
    grain = np.random.default_rng(3).integers(-6, 7, (high, wide))
    shade = np.where(np.arange(high) < high / 2, sky, 110)[:, None]
    page[y : y + high, x : x + wide] = (shade + grain).astype(np.uint8)
    page[y + high // 8 : y + high // 4, x + wide // 4 : x + 2 * wide // 3] = 232


def found(page: Grey) -> list[Box]:
    mask = ink_mask(page, 60)
    return photographs(page, light_of(page, mask, EM), mask, EM)


def near(box: Box, x: int, y: int, wide: int, high: int) -> bool:
    return bool(np.allclose(box, (x, y, x + wide, y + high), atol=4))


def test_a_picture_with_a_light_sky_is_one_however_large() -> None:
    page = printed()
    landscape(page, 60, 440, 1000, 800)
    (box,) = found(page)
    assert near(box, 60, 440, 1000, 800)
    assert len(survey(Sheet.of(page)).drawn.pictures) == 1


@pytest.mark.parametrize(
    ("sky", "ground", "whole"),
    [
        (228, 110, True),
        (234, 110, False),  # as light as the paper
        (228, 201, False),  # they are not much darker
    ],
)
def test_a_picture_goes_on_under_a_bright_sky_if_there_is_no_doubt_about_its_other_edges(
    sky: int, ground: int, whole: bool
) -> None:
    page = printed()
    grain = np.random.default_rng(3).integers(-2, 3, (600, 1000))
    shade = np.where(np.arange(600) < 200, sky, ground - 40 * (np.arange(600) > 500))[:, None]
    page[440:1040, 60:1060] = (shade + grain).astype(np.uint8)
    for x in (60, 1000):  # two towers
        page[480:640, x : x + 60] = ground
    (box,) = found(page)
    assert (box.y0 < 480) is whole


@pytest.mark.parametrize(("size", "letters"), [(96, 8), (22, 36)])
def test_type_under_a_picture_on_a_bright_stain_is_none_of_it(size: int, letters: int) -> None:
    page = printed()
    page[440:1140, 60:1060] = 228
    landscape(page, 60, 440, 1000, 500, sky=150)
    characters(page, 100, 990, letters, 1, round(1.15 * size), 0, size=size)
    (box,) = found(page)
    assert box.y1 < 980


def test_two_with_white_between_are_two() -> None:
    page = printed()
    landscape(page, 60, 440, 480, 800)
    landscape(page, 560, 440, 480, 800)
    left, right = sorted(found(page))
    assert near(left, 60, 440, 480, 800)
    assert near(right, 560, 440, 480, 800)


def test_one_that_leans_is_taken_up_to_where_it_reaches_farthest() -> None:
    page = printed()
    landscape(page, 60, 440, 1000, 800)
    for x in range(60, 1060):
        page[420:1270, x] = np.roll(page[420:1270, x], (x - 60) // 250)
    (box,) = found(page)
    assert box.y0 <= 440
    assert box.y1 >= 1242


def test_type_on_the_tint_or_the_stain_beside_it_is_no_part_of_it() -> None:
    page = printed()
    page[440:1240, 60:560] = 180
    landscape(page, 60, 440, 500, 400, sky=150)
    level_text(page, 80, 900, 19, 6)
    (box,) = found(page)
    assert box.y1 < 900


@pytest.mark.parametrize(("tall", "cut"), [(0.8, True), (0.32, False)])
def test_specks_on_the_even_head_of_a_picture_are_no_type(tall: float, cut: bool) -> None:
    em, (high, wide) = 24, (60, 80)  # cells of a picture whose head is even
    share = np.full((high, wide), 0.7)
    share[25:, ::2] = 0.4
    mask = np.zeros((high * GROUND, wide * GROUND), dtype=np.uint8)
    for x in range(em, wide * GROUND - em, em):
        mask[50 : 50 + round(tall * em), x : x + em // 2] = 1
    assert (beside_type(share, mask, (0, 0, wide, high), em) != (0, 0)) is cut


@pytest.mark.parametrize("shade", [215, 170])
def test_an_even_ground_is_none(shade: int) -> None:
    page = printed()
    page[440:1240, 60:560] = shade
    assert found(page) == []


def test_a_dark_place_with_a_blurred_edge_is_none() -> None:
    page = printed()
    y, x = np.mgrid[0:1600, 0:1200]
    away = np.maximum(np.abs(x - 400) - 200, np.abs(y - 800) - 200).clip(0, 150)
    page[:] = (page * np.where(away < 150, 0.6 + 0.4 * away / 150, 1.0)).astype(np.uint8)
    assert found(page) == []


def test_what_is_black_in_a_picture_and_reaches_over_its_edge_does_not_join_it_to_its_neighbour() -> None:
    page = printed()
    landscape(page, 60, 440, 480, 800)
    landscape(page, 560, 440, 480, 400)
    page[900:1242, 440:541] = 20
    pictures = survey(Sheet.of(page)).drawn.pictures
    assert len(pictures) == 2
    assert min(box.x1 for box in pictures) < 556


def test_a_place_on_an_even_ground_stays_where_it_is() -> None:
    even = np.full((800, 600), 235, dtype=np.uint8)
    box = in_pixels(even, (10, 12, 60, 80))
    assert np.allclose(box, (80, 96, 480, 640), atol=12)  # nothing tells where it ends


def panel(page: Grey, x: int, y: int, *, letters: int) -> None:
    """A tint with a dark picture on its left and lines of type beside it."""
    page[y : y + 480, x : x + 520] = 212
    landscape(page, x + 30, y + 60, 200, 340, 150)
    for n in range(9 * letters):
        left, top = x + 260 + n % letters * EM, y + 60 + n // letters * 38
        page[top : top + INK, left : left + INK] = 40
        page[top + 2 : top + INK - 2, left + 2 : left + INK - 2] = 212


def test_a_tint_with_type_and_a_picture_on_it_is_not_all_picture() -> None:
    page = printed()
    panel(page, 60, 500, letters=10)
    found = survey(Sheet.of(page))
    (box,) = found.drawn.pictures
    assert box.x1 / found.scale < 60 + 260
    assert len(found.strips) == 2 * (9 + 6) + 9


def test_a_tint_with_but_a_picture_on_it_is_a_picture() -> None:
    page = printed()
    panel(page, 60, 500, letters=0)
    assert len(survey(Sheet.of(page)).drawn.pictures) == 1


def test_shapes_on_the_even_ground_of_a_picture_are_no_letters() -> None:
    share, mask = np.full((60, 60), 0.85), np.zeros((480, 480), dtype=np.uint8)
    for n in range(16):
        x, y = 40 + 100 * (n % 4), 40 + 100 * (n // 4)
        mask[y : y + 40, x : x + 40] = 1
    assert typed_tint(share, mask, (0, 0), EM) is None
    for n in range(16):
        x, y = 40 + 100 * (n % 4), 40 + 100 * (n // 4)
        mask[y + 4 : y + 36, x + 4 : x + 36] = 0  # strokes
    assert typed_tint(share, mask, (0, 0), EM) == pytest.approx(0.85, abs=0.02)
    share[:40] = np.linspace(0.3, 0.8, 60)
    assert typed_tint(share, mask, (0, 0), EM) is None
