"""Order: in which order the stories of a page are read.

A page is cut where white runs through it: across, then along, and again within each part; what no white parts is
read by where it begins (the recursive X-Y cut of Nagy and Seth 1984, on whole stories).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OVERLAP = 0.6  # em by which two parts may reach into each other and still be parted


def reading_order(boxes: Floats) -> list[int]:
    """The numbers of the boxes (start, end, top, foot; both directions growing as one reads) in reading order."""
    return _cut(list(range(len(boxes))), boxes)


def _cut(numbers: list[int], boxes: Floats) -> list[int]:
    if len(numbers) < 2:
        return numbers
    for low, high in ((2, 3), (0, 1)):
        parts = _parted(numbers, boxes[:, low], boxes[:, high])
        if len(parts) > 1:
            return [n for part in parts for n in _cut(part, boxes)]
    return sorted(numbers, key=lambda n: (boxes[n, 2], boxes[n, 0]))


def _parted(numbers: list[int], low: Floats, high: Floats) -> list[list[int]]:
    """The boxes in groups that share no stretch of one direction, in ascending order."""
    order = sorted(numbers, key=lambda n: float(low[n]))
    parts = [[order[0]]]
    reach = float(high[order[0]])
    for n in order[1:]:
        if low[n] > reach - OVERLAP:
            parts.append([n])
        else:
            parts[-1].append(n)
        reach = max(reach, float(high[n]))
    return parts
