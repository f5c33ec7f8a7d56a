"""Short rules between columns that run down."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.dividers import dividers
from pipeline.readers.scan.ink import Parts
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.strip import strip_of
from pipeline.readers.scan.survey import Survey, survey
from tests.readers.scan.drawing import EM, Grey, level_text, paper, upright_text

STEP = round(1.4 * EM)


def tiers(columns: int = 12) -> Grey:
    """Two tiers of columns, the white of two characters between them."""
    page = paper()
    upright_text(page, 100, 100, columns, 14)
    upright_text(page, 100, 100 + 16 * EM, columns, 14)
    return page


def looked_at(page: Grey) -> Survey:
    return survey(Sheet.of(page))


def short_rules(found: Survey) -> list[int]:
    """How long the short level rules are, in sizes of the ink of its type."""
    return [round((r.x1 - r.x0) / found.em) for r in found.drawn.rules if r.x1 - r.x0 < 6 * found.em]


def test_a_short_rule_parts_the_columns_over_it_from_those_under_it() -> None:
    page = tiers()
    page[100 + 15 * EM - 1 : 100 + 15 * EM + 1, 100 : 100 + STEP + EM] = 40
    found = looked_at(page)
    assert short_rules(found) == [3]
    y = (100 + 15 * EM) * found.scale
    assert not [strip for strip in found.strips if strip.box[1] < y < strip.box[3]]


def test_a_short_rule_that_is_broken_and_blurred_is_one_in_pieces() -> None:
    page = tiers()
    y = 100 + 15 * EM
    page[y - 1 : y + 2, 100 : 100 + 2 * STEP] = 40
    page[y - 3 : y + 4, 112:118] = 40
    page[y - 1 : y + 2, 100 + 2 * STEP + 8 : 100 + 2 * STEP + 24] = 40
    found = looked_at(page)
    assert sorted(short_rules(found)) == [1, 3]
    assert not [strip for strip in found.strips if strip.box[1] < y * found.scale < strip.box[3]]


def test_a_stroke_of_a_level_line_beside_a_short_rule_is_no_piece_of_it() -> None:
    boxes = np.array(
        [
            *((x, y, x + 20, y + 200) for y in (0, 240) for x in (0, 24)),
            (0, 219, 44, 222),
            (54, 219, 74, 222),
            *((x, 210, x + 20, 230) for x in (80, 104)),
        ],
        dtype=np.float64,
    )
    wide, tall = (boxes[:, 2:] - boxes[:, :2]).T
    parts = Parts(boxes, wide * tall, np.zeros((1, 1), dtype=np.int32))
    columns = [strip_of(parts, np.array([n]), 20.0, True) for n in range(4)]
    line = strip_of(parts, np.array([5, 6, 7]), 20.0, False)
    assert dividers(parts, [*columns, line], 20.0).tolist() == [4]
    assert dividers(parts, columns, 20.0).tolist() == [4, 5]


def test_the_stroke_of_one_character_is_no_rule() -> None:
    page = tiers()
    page[100 + 15 * EM - 1 : 100 + 15 * EM + 2, 100 : 100 + EM - 2] = 40
    assert not short_rules(looked_at(page))


def test_a_dash_in_a_level_line_is_no_rule() -> None:
    page = paper()
    level_text(page, 100, 100, 24, 14)
    line = 100 + 6 * round(1.5 * EM)
    page[line : line + EM, 100 + 10 * EM : 100 + 12 * EM] = 235
    page[line + EM // 2 - 1 : line + EM // 2 + 1, 100 + 10 * EM : 100 + 12 * EM - 4] = 40
    assert not short_rules(looked_at(page))


def test_a_stroke_beside_the_columns_is_no_rule() -> None:
    page = tiers(4)
    page[100 + 15 * EM - 1 : 100 + 15 * EM + 1, 600 : 600 + STEP + EM] = 40
    assert not short_rules(looked_at(page))


def test_a_rule_in_two_pieces_of_which_each_is_short_is_one() -> None:
    page = tiers()
    y = 100 + 15 * EM
    for x0, x1 in ((100, 100 + 83), (100 + 85, 100 + 133)):
        page[y - 1 : y + 1, x0:x1] = 40
    found = looked_at(page)
    assert short_rules(found) == [6]
    assert not [strip for strip in found.strips if strip.box[1] < y * found.scale < strip.box[3]]


def test_two_strokes_that_are_apart_are_none() -> None:
    page = tiers()
    y = 100 + 15 * EM
    for x0, x1 in ((100, 130), (200, 230)):
        page[y - 1 : y + 1, x0:x1] = 40
    assert not short_rules(looked_at(page))
