"""Full stops and commas of a worn page, told by how low they stand."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.readers.scan.engines.protocol import Reading
from pipeline.readers.scan.heights import LevelLine, told
from pipeline.readers.scan.marks import SURE

STOP, COMMA = 0.17, 0.36
Ink = tuple[float, float, float, float]  # its middle, from the mark's and from the line's, and its sides


def line(text: str, sure: float, *ink: Ink) -> LevelLine:
    """A line whose last character is a mark with this ink, in sizes of the type."""
    along = np.arange(len(text), dtype=np.float64)
    pieces = np.array(ink).reshape(-1, 4)
    middle = pieces[:, :2] + [along[-1], 0.0]
    box = np.hstack([middle - pieces[:, 2:] / 2, middle + pieces[:, 2:] / 2])
    return LevelLine(Reading(text, tuple(along.tolist()), (0.99,) * (len(text) - 1) + (sure,)), along, box)


def whole(stop: float, comma: float, count: int = 6) -> list[LevelLine]:
    """Lines whose marks are all there."""
    rings = [line("就走了。", 0.99, (0.0, stop, 0.2, 0.2)) for _ in range(count)]
    return rings + [line("他说，", 0.99, (0.0, comma, 0.12, 0.2)) for _ in range(count)]


def read(*lines: LevelLine, stop: float = STOP, comma: float = COMMA, count: int = 6) -> list[str]:
    return told([*whole(stop, comma, count), *lines])[-len(lines) :]


CRUMB: Ink = (-0.28, COMMA, 0.08, 0.08)
ARCS: tuple[Ink, Ink] = (0.0, 0.1, 0.16, 0.04), (0.0, 0.24, 0.16, 0.04)
SIDES: tuple[Ink, Ink] = (-0.1, STOP, 0.04, 0.13), (0.08, STOP, 0.04, 0.13)
LOOSE: tuple[Ink, Ink] = (0.0, 0.08, 0.16, 0.04), (0.0, 0.26, 0.16, 0.04)
POINTS: tuple[Ink, Ink] = (0.0, 0.07, 0.1, 0.1), (0.0, 0.3, 0.1, 0.1)
CORNER: Ink = (-0.4, STOP, 0.1, 0.1)


@pytest.mark.parametrize(
    ("made", "meant"),
    [
        (line("他跑。", SURE, CRUMB), "他跑，"),
        (line("后天傍晚·", 0.7, (0.0, COMMA, 0.08, 0.08)), "后天傍晚，"),
        (line("元.", 0.8, (0.0, COMMA, 0.08, 0.08)), "元，"),
        (line("翻身，", 0.68, *SIDES), "翻身。"),
        (line("录取：", 0.97, *ARCS), "录取。"),
        (line("录取：", 0.97, *LOOSE), "录取。"),
    ],
)
def test_what_is_left_of_a_mark_stands_as_high_as_the_whole_one(made: LevelLine, meant: str) -> None:
    assert read(made) == [meant]


@pytest.mark.parametrize(
    "made",
    [
        line("他说：", 0.97, *POINTS),
        line("他跑，", SURE, CRUMB),
        line("就走了。", SURE, *SIDES),
        line("翻身，", 0.95, *SIDES),  # surely read
        line("他跑，", 0.6, CORNER),  # the foot of the character before
        line("他跑。", SURE, (-0.6, COMMA, 0.08, 0.08)),  # of the character before
        line("他跑。", SURE, (0.0, COMMA, 0.6, 0.08)),  # longer than a mark
        line("副刊·", 0.7, (0.0, 0.0, 0.1, 0.1)),  # in mid-height
        line("就走了。", SURE),  # no ink
    ],
)
def test_other_marks_stay(made: LevelLine) -> None:
    assert read(made) == [made.reading.text]


def test_a_face_whose_marks_stand_at_one_height_tells_nothing() -> None:
    low = (-0.28, COMMA + 0.04, 0.08, 0.08)
    assert read(line("他跑。", SURE, low)) == ["他跑，"]
    assert read(line("他跑。", SURE, low), stop=COMMA - 0.05) == ["他跑。"]


def test_few_whole_marks_tell_nothing() -> None:
    assert read(line("他跑。", SURE, CRUMB), count=3) == ["他跑。"]
