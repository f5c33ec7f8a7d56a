"""What was hit, of what could be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """`hit` of `of`; ratios add up part by part. With `of` 0 there was nothing to judge."""

    hit: float
    of: float

    @property
    def value(self) -> float | None:
        """`hit / of`, or `None` where there was nothing to judge."""
        return self.hit / self.of if self.of else None

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.hit + other.hit, self.of + other.of)


def total(ratios: Iterable[Ratio]) -> Ratio:
    """The sum of the ratios."""
    return sum(ratios, Ratio(0, 0))
