"""Where things are on a printed page: the boxes of lines, and the proof that a layout holds together."""

from __future__ import annotations

from collections.abc import Iterator

from tests.press.model import Box, Composed, Line
from tests.press.typeset import width

SLACK = 0.06  # em by which rounding may let two boxes touch
_RUNNING = frozenset({"paragraph", "caption", "signature"})


def extent(line: Line) -> Box:
    """The box of a line's glyphs. Running text that is longer than its measure is squeezed into it."""
    long = (len(line.text) if line.vertical else width(line.text)) * line.size
    if line.role in _RUNNING and not line.vertical:
        indent = 2.0 if line.role == "paragraph" and line.start == 0 else 0.0
        long = min(long, max(line.width - indent, line.size))
    if line.vertical:
        return line.x, line.y, line.x + line.size, line.y + long
    return line.x, line.y, line.x + long, line.y + line.size


def overlaps(one: Box, two: Box, slack: float = SLACK) -> bool:
    """Whether two boxes share more than a hairline."""
    return one[0] < two[2] - slack and two[0] < one[2] - slack and one[1] < two[3] - slack and two[1] < one[3] - slack


def faults(page: Composed) -> list[str]:
    """What is wrong with a layout: lines off the page, on lines, on pictures, on rules; copy lost or set twice."""
    found = [f"off the page: {line.text!r}" for line in page.lines if not _inside(extent(line), page)]
    boxes = sorted(((extent(line), line) for line in page.lines), key=lambda pair: pair[0][1])
    rules = [_thick(rule) for rule in (*page.rules, *(edge for box in page.boxes for edge in _edges(box)))]
    for place, (box, line) in enumerate(boxes):
        for below, other in boxes[place + 1 :]:
            if below[1] >= box[3] - SLACK:
                break
            if overlaps(box, below):
                found.append(f"one on the other: {line.text!r} at {box} and {other.text!r} at {below}")
        found += [f"on a picture: {line.text!r}" for picture in page.pictures if overlaps(box, picture)]
        found += [f"a rule runs through: {line.text!r}" for rule in rules if overlaps(box, rule, 0.0)]
    return [*found, *_copy_faults(page)]


def _thick(rule: Box) -> Box:
    """A rule with some body, less what rounding may take off."""
    return rule[0] - 0.01, rule[1] - 0.01, rule[2] + 0.01, rule[3] + 0.01


def _edges(box: Box) -> list[Box]:
    left, top, right, foot = box
    return [(left, top, right, top), (left, foot, right, foot), (left, top, left, foot), (right, top, right, foot)]


def _inside(box: Box, page: Composed) -> bool:
    return box[0] > -SLACK and box[1] > -SLACK and box[2] < page.width + SLACK and box[3] < page.height + SLACK


def _copy_faults(page: Composed) -> Iterator[str]:
    """Every printable character of every unit stands in exactly one line."""
    times: dict[int, list[int]] = {unit.id: [0] * len(unit.text) for unit in page.units}
    for line in page.lines:
        for at in range(line.start, line.start + len(line.text)):
            times[line.unit][at] += 1
    for unit in page.units:
        wrong = [n for n, count in enumerate(times[unit.id]) if count != 1 and not unit.text[n].isspace()]
        if wrong:
            yield f"set {times[unit.id][wrong[0]]} times: {unit.text[wrong[0] :][:12]!r} of {unit.role} {unit.story}"
