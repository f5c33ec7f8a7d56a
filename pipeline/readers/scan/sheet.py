"""Sheet: one page of paper, upright and by itself, cut from an image; it knows where its pixels were."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.readers.scan.ink import Floats, Grey

STRAIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


@dataclass(frozen=True, slots=True)
class Sheet:
    """Grey, dark on light. `back` (2, 3) leads from a pixel of the sheet to its place in the source. `askew` is by how
    many degrees it was turned clockwise to stand straight."""

    grey: Grey
    back: Floats
    askew: float = 0.0

    @classmethod
    def of(cls, grey: Grey) -> Sheet:
        return cls(grey, STRAIGHT.copy())

    def part(self, left: int, top: int, right: int, foot: int) -> Sheet:
        """The pixels from these up to those."""
        moved = self.back.copy()
        moved[:, 2] += self.back[:, :2] @ [left, top]
        return Sheet(np.ascontiguousarray(self.grey[top:foot, left:right]), moved, self.askew)

    def turned(self, degrees: float) -> Sheet:
        """The sheet turned clockwise about its middle; what is new at its corners is as light as its paper."""
        if not degrees:
            return self
        high, wide = self.grey.shape
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -degrees, 1.0)
        paper = float(np.percentile(self.grey[:: max(1, high // 500), :: max(1, wide // 500)], 70))
        grey = cv2.warpAffine(self.grey, turn, (wide, high), flags=cv2.INTER_LINEAR, borderValue=paper)
        return Sheet(
            np.asarray(grey, dtype=np.uint8),
            _after(self.back, np.asarray(cv2.invertAffineTransform(turn), dtype=np.float64)),
            self.askew + degrees,
        )

    def level_in(self, wide: float, high: float) -> Sheet:
        """The sheet with a `back` that leads to its place in the source turned as the sheet was, about its middle.

        `wide` and `high` are the source's.
        """
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -self.askew, 1.0)
        return Sheet(self.grey, _after(np.asarray(turn, dtype=np.float64), self.back), self.askew)

    @property
    def unit(self) -> float:
        """How long, in the source's unit, a pixel of the sheet is."""
        return float(np.sqrt(abs(np.linalg.det(self.back[:, :2]))))

    def boxes_back(self, boxes: Floats) -> Floats:
        """Boxes (n, 4) of the sheet as boxes of the source.

        A turned box would be larger than what it holds; so its sides keep their lengths, about its middle.
        """
        middle = (boxes[:, :2] + boxes[:, 2:]) / 2
        half = (boxes[:, 2:] - boxes[:, :2]) / 2
        there = middle @ self.back[:, :2].T + self.back[:, 2]
        half = half @ (np.abs(self.back[:, :2]) > 0.7 * self.unit).T * self.unit
        return np.asarray(np.column_stack([there - half, there + half]))


def _after(second: Floats, first: Floats) -> Floats:
    """One map for two: `first`, and then `second`."""
    return np.asarray(np.column_stack([second[:, :2] @ first[:, :2], second[:, :2] @ first[:, 2] + second[:, 2]]))
