"""The frames of labels that are broken into pieces."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.ink import ink_mask
from pipeline.readers.scan.labels import worn_labels
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import survey
from tests.readers.scan.drawing import EM, Grey, characters, level_text, paper

X, Y, WIDE, HIGH = 60, 60, 90, 56  # pixels: the place of a label's frame


def labelled(*, white: int = 5, open_: bool = False, beside: bool = False, held: bool = True, high: int = HIGH) -> Grey:
    """A page with two characters in a frame whose sides are broken by so much white, over a few lines."""
    page = paper()
    if held:
        characters(page, X + 16, Y + high // 2 - 14, 2, 1, 30, 0, size=28)
    for y in (Y, Y + high - 3):
        page[y : y + 3, X : X + WIDE] = 40
    for x in (X, X + WIDE - 3):
        page[Y : Y + high, x : x + 3] = 40
    for x in range(X + 12, X + WIDE - 8, 28):
        page[Y : Y + 3, x : x + white] = page[Y + high - 3 : Y + high, x + 6 : x + 6 + white] = 235
    for x in (X, X + WIDE - 3):
        page[Y + 14 : Y + 14 + white, x : x + 3] = page[Y + 36 : Y + 36 + white, x : x + 3] = 235
    if open_:
        page[Y : Y + high, X + WIDE - 3 : X + WIDE] = 235
    if beside:
        characters(page, X + WIDE + 4, Y + 8, 4, 1, 44, 0, size=40)
    level_text(page, X, Y + 140, 20, 8)
    return page


def found(page: Grey) -> int:
    return len(worn_labels(ink_mask(page, 60), EM))


def test_a_frame_in_pieces_around_a_label_is_one_and_no_text() -> None:
    seen = survey(Sheet.of(labelled()))
    (frame,) = seen.drawn.frames
    assert np.allclose(frame, (X, Y, X + WIDE, Y + HIGH), atol=3)
    assert len(seen.strips) == 9


def test_what_lacks_a_side_or_is_broken_too_widely_is_no_frame() -> None:
    assert found(labelled()) == 1
    assert found(labelled(open_=True)) == 0
    assert found(labelled(white=14)) == 0


def test_strokes_with_others_right_beside_them_are_no_frame() -> None:
    assert found(labelled(beside=True)) == 0


def test_an_empty_box_and_a_square_one_are_no_frames_of_labels() -> None:
    assert found(labelled(held=False)) == 0
    assert found(labelled(high=80)) == 0
