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


Edges = tuple[float, float, float, float]
RULE: Edges = (0, 219, 44, 222)


def divided(*flat: Edges, ink: float = 1.0, wide: float = 20, gap: float = 40) -> list[int]:
    """Which of some flat parts are dividers between two columns and two under them, each so wide, with so much white
    between the tiers; of so much of their boxes is ink. The type is 20 pixels large."""
    columns = [(x, y, x + wide, y + 200) for y in (20 - gap / 2, 220 + gap / 2) for x in (0, wide + 4)]
    boxes = np.array([*columns, *flat], dtype=np.float64)
    area = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1) * ink
    parts = Parts(boxes, area, np.zeros((1, 1), dtype=np.int32))
    lines = [strip_of(parts, np.array([n]), 20.0, True) for n in range(4)]
    return [n - 4 for n in dividers(parts, lines, 20.0).tolist()]


def test_what_is_thick_or_blurred_all_along_is_no_divider() -> None:
    assert divided(RULE) == [0]
    assert divided((0, 214, 44, 221), ink=0.6) == [0]
    assert not divided((0, 214, 44, 221))
    assert not divided((0, 212, 44, 222), ink=0.3)


def test_a_divider_lies_over_two_columns_that_end_at_it_and_are_no_large_type() -> None:
    assert not divided((0, 219, 32, 222)), "a third of the second column"
    assert divided((0, 214, 44, 217), gap=60) == [0]
    assert not divided((0, 214, 44, 217), gap=120)
    assert not divided((0, 219, 84, 222), wide=40)


@pytest.mark.parametrize(
    ("above", "below", "divides"),
    [
        ([20.0, 100.0], [0.0, 0.0], True),  # one of them is short
        ([20.0, 20.0], [0.0, 80.0], True),  # one is indented
        ([20.0, 100.0], [0.0, 80.0], False),
        ([100.0, 100.0], [0.0, 0.0], False),
    ],
)
def test_on_one_side_of_a_divider_one_of_two_columns_can_end_or_begin_far_from_it(
    above: list[float], below: list[float], divides: bool
) -> None:
    boxes: list[Edges] = [(24 * n, 0, 24 * n + 20, 220 - white) for n, white in enumerate(above)]
    boxes += [(24 * n, 240 + white, 24 * n + 20, 440) for n, white in enumerate(below)]
    table = np.array([*boxes, RULE], dtype=np.float64)
    parts = Parts(table, (table[:, 2:] - table[:, :2]).prod(axis=1), np.zeros((1, 1), dtype=np.int32))
    lines = [strip_of(parts, np.array([n]), 20.0, True) for n in range(4)]
    assert dividers(parts, lines, 20.0).tolist() == [4] * divides


@pytest.mark.parametrize(
    ("more", "held"),
    [
        ((54, 219, 74, 222), True),
        ((64, 219, 84, 222), False),  # far behind it
        ((54, 226, 74, 229), False),  # beside it
        ((50, 219, 53, 222), False),  # a speck
    ],
)
def test_a_divider_goes_on_in_a_piece_that_is_near_and_level_with_it(more: Edges, held: bool) -> None:
    assert divided(RULE, more) == ([0, 1] if held else [0])


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
