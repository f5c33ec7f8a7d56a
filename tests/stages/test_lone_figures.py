"""What the scan's recipe takes for text that stands by itself: of what the engine reads so in pictures, most it is
hardly in doubt about."""

from __future__ import annotations

import pytest

from pipeline.recipe import Recipe, for_kind, load
from pipeline.run import run
from tests.stages.ocr_page import page


@pytest.mark.parametrize(
    ("read", "sure", "stays"),
    [
        ("1", 0.985, False),  # a piece of a picture
        ("L", 0.97, False),
        ("4", 0.999, True),  # a folio
        ("日", 0.97, True),
        ("A4", 0.9, True),
    ],
)
def test_a_letter_or_figure_by_itself_must_be_very_sure(read: str, sure: float, stays: bool) -> None:
    steps = [step for step in load(for_kind("scan")).steps if step.stage.name == "ocr-marks"]
    assert bool(run(page((read, sure)), Recipe("test", tuple(steps))).lines) == stays
