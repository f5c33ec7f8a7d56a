"""Boxes whose ground is a little darker than the paper."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.page import Box
from pipeline.readers.scan.ink import Grey, ink_mask
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.straight import light_of
from pipeline.readers.scan.survey import survey
from pipeline.readers.scan.tints import tints
from tests.readers.scan.drawing import EM, level_text, paper

LEFT, RIGHT = slice(40, 430), slice(470, 860)


def printed() -> Grey:
    """A page with text in two columns, in each with white after some lines."""
    page = paper()
    for x in (60, 490):
        level_text(page, x, 60, 15, 10)
        level_text(page, x, 480, 15, 8)
        level_text(page, x, 820, 15, 9)
    return page


def lit(page: Grey, darker: float = 0.06) -> Grey:
    """A page as a lamp shows it that is brightest in the middle, with the grain of the paper."""
    high, wide = page.shape
    y, x = np.mgrid[0:high, 0:wide]
    light = 1 - darker * (((x - wide / 2) / wide) ** 2 + ((y - high / 2) / high) ** 2) * 2
    grain = np.random.default_rng(7).normal(0, 2, page.shape)
    return np.asarray(np.clip(page * light + grain, 0, 255), dtype=np.uint8)


def darkened(page: Grey, rows: slice, columns: slice, share: float) -> None:
    page[rows, columns] = (page[rows, columns] * share).astype(np.uint8)


def found(page: Grey) -> list[Box]:
    mask = ink_mask(page, 60)
    return tints(light_of(page, mask, EM), mask, EM)


def near(box: Box, rows: slice, columns: slice) -> bool:
    return bool(np.allclose(box, (columns.start, rows.start, columns.stop, rows.stop), atol=12))


@pytest.mark.parametrize("share", [0.96, 0.92, 0.88])
def test_a_ground_that_is_a_little_darker_is_a_tint_under_an_uneven_lamp(share: float) -> None:
    page = printed()
    darkened(page, slice(460, 780), LEFT, share)
    (box,) = found(lit(page))
    assert near(box, slice(460, 780), LEFT)


def test_a_tint_over_most_of_the_page_is_one() -> None:
    page = printed()
    darkened(page, slice(40, 1150), slice(30, 870), 0.94)
    (box,) = found(lit(page))
    assert near(box, slice(40, 1150), slice(30, 870))


def test_two_tints_beside_each_other_are_two() -> None:
    page = printed()
    for columns in (LEFT, RIGHT):
        darkened(page, slice(460, 780), columns, 0.94)
    left, right = sorted(found(lit(page)))
    assert near(left, slice(460, 780), LEFT)
    assert near(right, slice(460, 780), RIGHT)


def test_a_tint_is_known_to_the_survey_and_its_text_is_read() -> None:
    page = printed()
    darkened(page, slice(460, 780), LEFT, 0.94)
    surveyed = survey(Sheet.of(lit(page)))
    assert len(surveyed.drawn.tints) == 1
    assert not surveyed.drawn.pictures
    assert len(surveyed.strips) == 54


def test_paper_that_is_unevenly_lit_has_no_tint() -> None:
    assert not found(lit(printed(), 0.3))


def test_a_round_stain_is_none() -> None:
    page = printed()
    y, x = np.mgrid[0:1200, 0:900]
    stain = (x - 450) ** 2 + (y - 600) ** 2 < 160**2
    page[stain] = (page[stain] * 0.93).astype(np.uint8)
    assert not found(lit(page))


def test_what_shines_through_from_the_back_runs_through_type_and_is_none() -> None:
    page = printed()
    darkened(page, slice(500, 700), slice(150, 600), 0.93)
    assert not found(lit(page))


def test_a_picture_is_none() -> None:
    page = paper()
    level_text(page, 60, 60, 32, 10)
    page[500:900, 200:700] = 130
    assert not found(lit(page))
