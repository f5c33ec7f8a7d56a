"""Both backends see the same page: glyph by glyph and line by line, and as pdfplumber itself says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pdfplumber
import pytest

from pipeline.page import Glyphs, Graphics
from pipeline.readers.pdf.limits import Budget
from pipeline.readers.pdf.reader import fast, slow
from tests.readers.pdf.cases import CASES

NEAR = 0.5  # points
BACKENDS = {"fast": fast, "slow": slow}


def seen(name: str, path: Path) -> list[tuple[Glyphs, Graphics]]:
    """What a backend sees of each page."""
    file = BACKENDS[name](path)
    try:
        pens = [file.read(number, Budget()) for number in range(len(file))]
        return [(pen.glyphs(), pen.drawings.graphics()) for pen in pens]
    finally:
        file.close()


@pytest.mark.parametrize("name", sorted(CASES))
def test_both_backends_see_the_same(name: str, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(CASES[name]())
    one, other = seen("fast", path), seen("slow", path)
    assert len(one) == len(other) > 0
    for (glyphs, graphics), (their_glyphs, their_graphics) in zip(one, other, strict=True):
        assert_same_glyphs(glyphs, their_glyphs)
        assert_same_graphics(graphics, their_graphics)


def assert_same_glyphs(ours: Glyphs, theirs: Glyphs) -> None:
    assert text(ours) == text(theirs)
    assert len(ours) > 0
    for column in ("offset", "color", "vertical", "hidden", "outside"):
        assert getattr(ours, column).tolist() == getattr(theirs, column).tolist(), column
    for column, near in (("box", NEAR), ("size", 0.05), ("angle", 0.05)):
        assert np.abs(getattr(ours, column) - getattr(theirs, column)).max() <= near, column
    assert names(ours) == names(theirs)


def assert_same_graphics(ours: Graphics, theirs: Graphics) -> None:
    for kind in ("rules", "frames", "tints", "pictures", "lettering"):
        boxes, others = np.array(getattr(ours, kind)), np.array(getattr(theirs, kind))
        assert boxes.shape == others.shape, kind
        assert boxes.size == 0 or np.abs(boxes - others).max() <= NEAR, kind


@pytest.mark.parametrize("name", ["plain", "shadow", "stacked", "encoding-GBK-EUC-H", "boxes-turned-0"])
@pytest.mark.parametrize("backend", sorted(BACKENDS))
def test_pdfplumber_puts_the_glyphs_at_the_same_places(name: str, backend: str, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(CASES[name]())
    ((glyphs, _),) = seen(backend, path)
    with pdfplumber.open(path) as file:
        page = file.pages[0]
        chars = page.chars
        left, top = page.cropbox[0], page.cropbox[1]
    assert text(glyphs) == "".join(char["text"] for char in chars)
    assert glyphs.box is not None
    assert glyphs.size is not None
    for box, size, char in zip(glyphs.box.tolist(), glyphs.size.tolist(), chars, strict=True):
        assert size == pytest.approx(char["size"], abs=0.05)
        assert [box[0], box[2]] == pytest.approx([char["x0"] - left, char["x1"] - left], abs=NEAR)
        if "STSong" in char["fontname"]:  # other fonts hang lower by what their descriptors say
            assert [box[1], box[3]] == pytest.approx([char["top"] - top, char["bottom"] - top], abs=NEAR)


def text(glyphs: Glyphs) -> str:
    return "".join(map(chr, glyphs.char.tolist()))


def names(glyphs: Glyphs) -> list[str]:
    assert glyphs.font is not None
    return [glyphs.fonts[font] for font in glyphs.font.tolist()]
