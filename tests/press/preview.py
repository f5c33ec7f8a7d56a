"""python -m tests.press.preview STYLE SEED OUT.png: a page as a picture, to look at it. Needs Pillow."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.press.model import Composed, Line
from tests.press.page import make_pages
from tests.press.typeset import width

_FONTS = Path("/usr/share/fonts/opentype/noto")
_MARGIN = 4.0
_COLOURS = {
    "paragraph": "#222",
    "caption": "#06a",
    "byline": "#083",
    "signature": "#083",
    "jump": "#b0b",
    "kicker": "#a40",
}


@cache
def _font(bold: bool, size: int) -> Any:
    from PIL import ImageFont

    path = _FONTS / ("NotoSansCJK-Bold.ttc" if bold else "NotoSerifCJK-Regular.ttc")
    return ImageFont.truetype(str(path), size, index=2)


def draw(page: Composed, tall: int = 1300) -> Any:
    """The page as a Pillow image of this height. Roles are told by their colours."""
    from PIL import Image, ImageDraw

    em = tall / (page.height + 2 * _MARGIN)
    image = Image.new("RGB", (int((page.width + 2 * _MARGIN) * em), tall), "white")
    pen = ImageDraw.Draw(image)

    def at(box: Sequence[float]) -> list[float]:
        return [(value + _MARGIN) * em for value in box]

    for box in page.tints:
        pen.rectangle(at(box), fill="#e8e8e0")
    for box in page.pictures:
        pen.rectangle(at(box), fill="#9fb0bf")
    for box in page.boxes:
        pen.rectangle(at(box), outline="#888")
    for box in page.rules:
        pen.line(at(box), fill="#555")
    for line in page.lines:
        _write(pen, line, em)
    return image


def _write(pen: Any, line: Line, em: float) -> None:
    size = line.size * em
    font = _font(line.display, max(4, round(size)))
    fill = _COLOURS.get(line.role, "black") if not line.display or line.role == "kicker" else "black"
    x, y = (line.x + _MARGIN) * em, (line.y + _MARGIN) * em
    natural = width(line.text) * line.size
    squeeze = (
        min(1.0, (line.width - (2.0 if line.start == 0 else 0.0)) / natural)
        if line.role == "paragraph" and natural and not line.vertical
        else 1.0
    )
    free = line.width - natural - (2.0 if line.start == 0 else 0.0)
    step = max(0.0, free) / max(1, len(line.text) - 1) * em if line.role == "paragraph" and free < 2.6 else 0.0
    for char in line.text:
        pen.text((x, y + 0.86 * size), char, font=font, fill=fill, anchor="ls")
        if line.vertical:
            y += size
        else:
            x += width(char) * size * squeeze + step


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.press.preview", description=__doc__)
    parser.add_argument("style")
    parser.add_argument("seed", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tall", type=int, default=1300)
    given = parser.parse_args(arguments)
    specimen = next(make_pages(1, given.seed, style=given.style, spoil="clean"))
    assert specimen.page is not None
    draw(specimen.page, given.tall).save(given.out)


if __name__ == "__main__":
    main()
