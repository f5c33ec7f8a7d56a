"""Colours: what a PDF paints with, as 0xRRGGBB; near enough to tell white from tint and tint from black."""

from __future__ import annotations

from functools import lru_cache

BLACK = 0x000000
WHITE = 0xFFFFFF
PATTERN = 0x808080  # tiles, shadings, palettes: some colour that is neither black nor white
NEARLY_WHITE = 0xF8  # the least of a colour's parts that makes it white on paper
INKS = frozenset({"Separation", "DeviceN"})  # 0 is no ink there, 1 is full; elsewhere 0 is black


@lru_cache(4096)
def rgb(values: tuple[float, ...], space: str = "") -> int:
    """The colour of `values` (each 0–1) in a colour space of this family.

    The inks of a newspaper that have names are taken for black: what they are mixed of is seldom said truly.
    """
    if space in ("Pattern", "Indexed") or not values:
        return PATTERN
    if space in INKS:
        return _grey(1 - max(values))
    if space == "Lab":
        return _grey(values[0] / 100)
    if len(values) == 1:
        return _grey(values[0])
    if len(values) == 3:
        red, green, blue = values
        return _packed(red, green, blue)
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        return _packed((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black))
    return _grey(1 - max(values))


def is_white(color: int) -> bool:
    return min(color >> 16, color >> 8 & 0xFF, color & 0xFF) >= NEARLY_WHITE


def _grey(value: float) -> int:
    return _packed(value, value, value)


def _packed(red: float, green: float, blue: float) -> int:
    parts = [round(255 * min(1.0, max(0.0, part))) for part in (red, green, blue)]
    return parts[0] << 16 | parts[1] << 8 | parts[2]
