"""Measures: the numbers, boxes and polygons that stand in attributes, or an error that names the element.

HPOS="120" VPOS="88.5" WIDTH="40" HEIGHT="20"   →  Box(120, 88.5, 160, 108.5)
points="10,10 50,10 50,30 10,30"                →  Box(10, 10, 50, 30)
HPOS="1989;x_wconf"                             →  an error with path, line, attribute and value
points=""                                       →  None: no place is told
"""

from __future__ import annotations

import math
import re

from pipeline.page import Box
from pipeline.readers.markup import Element, MarkupError, shortened

MOST = 1e6  # in the file's own unit; what is farther out stands on no page
MOST_DIGITS = 40  # of a number
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")


def number(element: Element, name: str) -> float | None:
    """The attribute as a number; None where it is missing or empty. Raises MarkupError for what is none."""
    value = (element.get(name) or "").strip()
    return parsed(element, name, value, value) if value else None


def parsed(element: Element, name: str, part: str, value: str) -> float:
    """`part` of the value of the attribute `name` as a number that can be a place."""
    found = float(part) if len(part) <= MOST_DIGITS and _NUMBER.fullmatch(part) else math.nan
    if math.isnan(found):
        what = "is no number" if part == value else f"has {shortened(part)!r}, which is no number"
        raise MarkupError(element, f'{name}="{shortened(value)}" {what}; mend it, or leave the attribute out')
    if abs(found) > MOST:
        raise MarkupError(element, f'{name}="{shortened(value)}" lies beyond any page; mend it')
    return found


def rectangle(element: Element, left: str, top: str, width: str, height: str) -> Box | None:
    """The box of four attributes; None unless all are there. Raises MarkupError for one of negative size."""
    x, y, w, h = (number(element, name) for name in (left, top, width, height))
    for name, side in ((width, w), (height, h)):
        if side is not None and side < 0:
            raise MarkupError(element, f'{name}="{element.get(name)}" is less than nothing; mend it')
    if x is None or y is None or w is None or h is None:
        return None
    return Box(x, y, x + w, y + h)


def edges(element: Element, left: str, top: str, right: str, bottom: str) -> Box | None:
    """The box between four attributes; None unless all are there. Raises MarkupError where it is inside out."""
    x0, y0, x1, y1 = (number(element, name) for name in (left, top, right, bottom))
    if x0 is None or y0 is None or x1 is None or y1 is None:
        return None
    return upright(element, f"{left}, {top}, {right}, {bottom}", Box(x0, y0, x1, y1))


def upright(element: Element, name: str, box: Box) -> Box:
    """The box, if its right is not left of its left and its bottom not above its top; else MarkupError."""
    if box.x1 < box.x0 or box.y1 < box.y0:
        shown = " ".join(f"{edge:g}" for edge in box)
        raise MarkupError(element, f"{name} ({shown}) is a box inside out: left, top, right, bottom; mend it")
    return box


def polygon(element: Element, name: str) -> Box | None:
    """The box around the points of an attribute, `x,y x,y …` or `x y x y …`; None where there are none.

    One point is a box without extent. Raises MarkupError for a value that is no list of points.
    """
    value = (element.get(name) or "").strip()
    if not value:
        return None
    parts = value.replace(",", " ").split()
    if len(parts) % 2:
        raise MarkupError(element, f'{name}="{shortened(value)}" is no list of points x,y; mend it')
    places = [parsed(element, name, part, value) for part in parts]
    xs, ys = places[::2], places[1::2]
    return Box(min(xs), min(ys), max(xs), max(ys))


def share(element: Element, name: str, value: str, most: float) -> float | None:
    """A confidence as 0 to 1, of a value that goes up to `most`; None for what is below 0 or above `most`.

    Engines write -1 and 255 where they do not know.
    """
    found = parsed(element, name, value, value)
    return found / most if 0 <= found <= most else None
