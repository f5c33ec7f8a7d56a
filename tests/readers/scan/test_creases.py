"""The shade of a fold is taken off, so that the type at its edge is found; what is printed stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.creases import uncreased
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import survey
from tests.readers.scan.drawing import EM, Grey, paper, upright_text

EDGE = 214  # pixels: the row at which the shade ends, in the middle of a tier
PALE = 120  # ink that is not black


def text() -> Grey:
    """Two tiers of columns, in pale ink."""
    grey = paper(1200, 1000)
    upright_text(grey, 60, 60, 26, 20)
    upright_text(grey, 60, 600, 26, 20)
    return np.where(grey < PALE, PALE, grey).astype(np.uint8)


def folded(grey: Grey, at: int = EDGE, deep: float = 0.32, reach: float = 40.0) -> Grey:
    """The sheet with a shade above a row, which comes back by degrees."""
    far = np.arange(len(grey)) - at
    shade = deep * np.exp(-np.abs(far) / reach) * (far < 0)
    return np.asarray(grey * (1 - shade[:, None]), dtype=np.uint8)


def lines_of(grey: Grey) -> list[tuple[float, ...]]:
    """The boxes of the lines, in order."""
    return sorted(tuple(strip.box) for strip in survey(Sheet.of(np.ascontiguousarray(grey))).strips)


def are_the_same(lines: list[tuple[float, ...]], others: list[tuple[float, ...]]) -> bool:
    """Whether as many lines stand at the same places, to some pixels."""
    return len(lines) == len(others) and bool(np.allclose(lines, others, atol=5))


def stays(grey: Grey) -> bool:
    return uncreased(Sheet.of(grey), grey, EM).grey is grey


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_lines_at_the_edge_of_a_shade_are_found_as_on_a_flat_sheet(turns: int) -> None:
    flat, shaded = np.rot90(text(), turns), np.rot90(folded(text()), turns)
    assert are_the_same(lines_of(shaded), lines_of(flat))


def test_a_fold_is_found_on_a_smaller_picture_and_taken_off_the_sheet() -> None:
    fine = np.kron(text(), np.ones((2, 2), dtype=np.uint8))
    assert are_the_same(lines_of(folded(fine, 2 * EDGE, reach=80.0)), lines_of(fine))


def test_a_fold_on_paper_that_is_not_flat_is_found() -> None:
    grey = text()
    parts = [folded(part, EDGE + round(n * 0.5)) for n, part in enumerate(np.array_split(grey, 16, axis=1))]
    assert are_the_same(lines_of(np.hstack(parts)), lines_of(grey))


def test_a_rule_beside_the_fold_stays() -> None:
    grey = text()
    grey[EDGE - 18 : EDGE - 16, 40:960] = 30
    levelled = uncreased(Sheet.of(folded(grey)), folded(grey), EM).grey
    assert levelled[EDGE - 18 : EDGE - 16, 60:940].max() < 60
    assert levelled[EDGE - 2, 20:40].min() > 200 > folded(grey)[EDGE - 2, 20:40].max()


def test_what_is_no_shade_of_a_fold_stays_as_it_is() -> None:
    plain = text()
    assert stays(plain)
    assert stays(plain[:])  # a view of another picture
    for low, high, level in ((300, 500, 0.8), (300, 330, 0.8), (300, 306, 0.7), (300, 303, 0.2), (300, 302, 1.08)):
        grey = plain.astype(float)
        grey[low:high] *= level  # a tint, a narrow one, a pale rule, a rule, a scratch: all from side to side
        assert stays(np.clip(grey, 0, 255).astype(np.uint8)), (low, high, level)
    half = folded(plain)
    half[:, :500] = plain[:, :500]  # a picture that fades out beside text
    assert stays(half)


@pytest.mark.parametrize("size", [(1, 1), (40, 900), (900, 40), (0, 5)])
def test_a_sheet_that_is_too_small_for_a_fold_stays(size: tuple[int, int]) -> None:
    assert stays(np.full(size, 200, dtype=np.uint8))


def test_a_sheet_all_black_stays() -> None:
    assert stays(np.zeros((1200, 1000), dtype=np.uint8))
