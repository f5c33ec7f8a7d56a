"""The geometry of a scan: pages laid on a sheet, the sheet turned and curled under the glass.

The way is known in closed form from the image back to the sheet (that is what drawing the image needs); the
other direction, which the truth needs, is found from it by iteration.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from tests.press.print.setting import Box

MESH = 48  # pixels between the nodes of the mesh that the image is drawn by


@dataclass(frozen=True)
class Warp:
    """From image to sheet, in pixels. `angle` in radians; `bow` is how far lines rise towards the spine at
    `spine` within `reach`; `wave` how far they wave across and down the page."""

    wide: int
    tall: int
    angle: float = 0.0
    spine: float = 0.0
    reach: float = 1.0
    bow: float = 0.0
    wave: tuple[float, float] = (0.0, 0.0)
    phase: tuple[float, float] = (0.0, 0.0)

    def back(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Where on the sheet a point of the image comes from."""
        cx, cy = self.wide / 2, self.tall / 2
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        u = cx + (x - cx) * cos + (y - cy) * sin
        v = cy - (x - cx) * sin + (y - cy) * cos
        near = np.exp(-(((u - self.spine) / self.reach) ** 2))
        across = np.sin(2 * np.pi * u / self.wide + self.phase[0])
        down = np.sin(2 * np.pi * v / self.tall + self.phase[1])
        return u + self.wave[1] * down, v + self.bow * near * (0.5 - v / self.tall) * 2 + self.wave[0] * across

    def there(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Where in the image a point of the sheet comes to lie."""
        a, b = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        for _ in range(12):
            u, v = self.back(a, b)
            a, b = a + (x - u), b + (y - v)
        return a, b

    def boxes(self, boxes: list[Box]) -> list[Box]:
        """The upright boxes around what these boxes of the sheet become."""
        if not boxes:
            return []
        sides = np.array(boxes)
        x, y = self.there(sides[:, [0, 2, 2, 0]], sides[:, [1, 1, 3, 3]])
        found = np.stack([x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1)], axis=1)
        return [(a, b, c, d) for a, b, c, d in found.tolist()]

    def image(self, sheet: Any, fill: int) -> Any:
        """The image of the sheet."""
        from PIL import Image

        mesh = []
        for top in range(0, self.tall, MESH):
            bottom = min(top + MESH, self.tall)
            for left in range(0, self.wide, MESH):
                right = min(left + MESH, self.wide)
                xs, ys = np.array([left, left, right, right]), np.array([top, bottom, bottom, top])
                u, v = self.back(xs, ys)
                mesh.append(((left, top, right, bottom), tuple(np.stack([u, v], axis=1).ravel().tolist())))
        size = (self.wide, self.tall)
        return sheet.transform(size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR, fillcolor=fill)


def draw(wide: int, tall: int, rng: Random, *, skew: float, curl: bool, spine: float | None, dpi: float) -> Warp:
    """A warp for a sheet. `skew` is the greatest angle in degrees."""
    inch = dpi
    wave = (rng.uniform(0, 0.03) * inch, rng.uniform(0, 0.03) * inch) if curl else (0.0, 0.0)
    return Warp(
        wide,
        tall,
        np.radians(rng.uniform(-skew, skew)),
        wide * rng.choice((0.0, 1.0)) if spine is None else spine,
        rng.uniform(0.6, 1.6) * inch,
        rng.uniform(0.02, 0.12) * inch if curl else 0.0,
        wave,
        (rng.uniform(0, 6.28), rng.uniform(0, 6.28)),
    )
