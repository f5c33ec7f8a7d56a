"""The protocol: pictures of single lines in, characters with places and confidences out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LineImage:
    """A line cut from the sheet: grey, dark on light, as it stands on paper, and whether it runs down.

    `box` is where it was cut, in pixels of the sheet.
    """

    grey: NDArray[np.uint8]
    down: bool
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says: for each character the middle of its place along the line, from 0 to 1, and how sure it is."""

    text: str = ""
    place: tuple[float, ...] = ()
    confidence: tuple[float, ...] = ()


class Engine(Protocol):
    """Something that reads lines."""

    name: str

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """What each line says, in their order; nothing for one that says nothing."""
        ...
