"""The grid of a page, and the shape that is left of a region for its text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.press.galley import Slot
from tests.press.model import Box
from tests.press.plan import Rect


@dataclass(frozen=True)
class Grid:
    """Base columns and lines in em."""

    x0: float
    y0: float
    base: float
    gap: float
    leading: float
    ruler: str = "measure"

    def x(self, column: int) -> float:
        return self.x0 + column * (self.base + self.gap)

    def y(self, row: int) -> float:
        return self.y0 + row * self.leading

    def wide(self, first: int, last: int) -> float:
        """From the first column to before the last."""
        return (last - first) * (self.base + self.gap) - self.gap

    def rows(self, tall: float) -> int:
        """How many rows something so tall takes."""
        return max(0, math.ceil(tall / self.leading - 0.02))


@dataclass
class Shape:
    """The free pieces of each column of a region; heads and pictures take their places out of it."""

    grid: Grid
    free: dict[int, list[tuple[int, int]]]

    @classmethod
    def of(cls, grid: Grid, rect: Rect, holes: Sequence[Rect]) -> Shape:
        shape = cls(grid, {column: [(rect.top, rect.foot)] for column in range(rect.left, rect.right)})
        for hole in holes:
            shape.take(replace(hole, foot=min(rect.foot, hole.foot + 1)))
        return shape

    def take(self, rect: Rect) -> None:
        """Nothing else may stand here."""
        for column in range(rect.left, rect.right):
            kept = []
            for top, foot in self.free.get(column, []):
                kept += [(a, b) for a, b in ((top, min(foot, rect.top)), (max(top, rect.foot), foot)) if b > a]
            self.free[column] = kept

    def has(self, rect: Rect) -> bool:
        """Whether all of this is still free."""
        return all(
            any(top <= rect.top and rect.foot <= foot for top, foot in self.free.get(column, ()))
            for column in range(rect.left, rect.right)
        )

    def top(self, column: int) -> int:
        return self.free[column][0][0] if self.free[column] else 10**6

    def room(self, column: int, top: int) -> int:
        """How many rows are free from this row on."""
        return max((foot - top for start, foot in self.free[column] if start <= top), default=0)

    def depth(self, column: int) -> int:
        """The rows of its last free piece."""
        return self.free[column][-1][1] - self.free[column][-1][0]

    def slots(self) -> list[Slot]:
        """Column by column, from top to foot."""
        return [
            Slot(self.grid.x(column), self.grid.y(top), self.grid.base, foot - top, self.grid.ruler)
            for column, pieces in sorted(self.free.items())
            for top, foot in pieces
            if foot - top >= 2
        ]

    def rules(self) -> list[Box]:
        """Thin lines between neighbouring columns of text."""
        grid, found = self.grid, []
        for column in sorted(self.free):
            x = grid.x(column) + grid.base + grid.gap / 2
            for top, foot in self.free[column]:
                for begin, end in self.free.get(column + 1, ()):
                    if min(foot, end) > max(top, begin):
                        found.append((x, grid.y(max(top, begin)), x, grid.y(min(foot, end)) - 0.3))
        return found


class Stepped(Shape):
    """One column, narrow beside an upright head, wide below it."""

    def __init__(self, grid: Grid, free: dict[int, list[tuple[int, int]]], outer: Grid, rect: Rect, step: int) -> None:
        super().__init__(grid, free)
        self.outer, self.rect, self.step = outer, rect, step

    def slots(self) -> list[Slot]:
        rows, outer = self.rect.foot - self.step, self.outer
        below = Slot(outer.x(self.rect.left), outer.y(self.step), outer.base, rows, outer.ruler)
        return [*super().slots(), below]
