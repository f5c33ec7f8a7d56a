"""Palette: colours that colour-blind people can tell apart, and which story gets which."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.page import Box

# After Okabe and Ito (without black and yellow, which print and paper have) and Paul Tol's muted scheme.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#332288", "#E69F00", "#56B4E9", "#882255")
GREY, RED, BLACK, WHITE = "#8A8A8A", "#C00000", "#222222", "#FFFFFF"


def coloured(stories: Sequence[Sequence[Box]], near: float) -> list[str]:
    """A colour for each story, given the boxes of each: unlike those within `near`, and as rare as can be."""
    chosen: list[int] = []
    for number, boxes in enumerate(stories):
        beside = [chosen[other] for other in range(number) if _near(boxes, stories[other], near)]
        colours = range(len(COLORS))
        chosen.append(min(colours, key=lambda each: (beside.count(each), chosen.count(each), each)))
    return [COLORS[each] for each in chosen]


def _near(some: Sequence[Box], others: Sequence[Box], near: float) -> bool:
    return any(
        one.x0 - near < other.x1 and other.x0 - near < one.x1 and one.y0 - near < other.y1 and other.y0 - near < one.y1
        for one in some
        for other in others
    )


def ink_on(color: str) -> str:
    """Black or white, whichever is read more easily on a colour."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return BLACK if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else WHITE
