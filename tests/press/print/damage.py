"""What time, the press and the scanner do to a page: all on an array of grey, 0 black to 255 white."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
from scipy import ndimage

Grey = Any  # an array of uint8


def texture(shape: tuple[int, int], grain: float, rng: Random) -> Any:
    """Smooth noise from -1 to 1 whose spots are `grain` pixels wide."""
    from PIL import Image

    tall, wide = max(2, int(shape[0] / grain) + 2), max(2, int(shape[1] / grain) + 2)
    noise = np.random.default_rng(rng.getrandbits(32)).random((tall, wide), dtype=np.float32) * 2 - 1
    return np.asarray(Image.fromarray(noise).resize((shape[1], shape[0]), Image.Resampling.BICUBIC))


def broken(page: Grey, rng: Random, dpi: float) -> Grey:
    """Worn type: spots where the ink is thin or missing."""
    fine, coarse = texture(page.shape, dpi / 90, rng), texture(page.shape, dpi * rng.uniform(0.4, 1.5), rng)
    worn = fine * 0.8 + coarse * 0.5 > rng.uniform(0.5, 0.85)
    return np.where(worn, np.maximum(page, 255 - (255 - page) // 5), page).astype(np.uint8)


def heavy(page: Grey, rng: Random) -> Grey:
    """Ink that has run: strokes thicker by a pixel."""
    return ndimage.minimum_filter(page, size=(1, 2) if rng.random() < 0.5 else (2, 2))


def bled(page: Grey, other: Grey, rng: Random, dpi: float) -> Grey:
    """The other side of the paper shows through, mirrored and soft."""
    ghost = np.full_like(page, 255)
    tall, wide = min(page.shape[0], other.shape[0]), min(page.shape[1], other.shape[1])
    ghost[:tall, :wide] = other[:tall, :wide][:, ::-1]
    ghost = ndimage.gaussian_filter(ghost, dpi / 130)
    ghost = np.roll(ghost, (rng.randint(-8, 8), rng.randint(-8, 8)), axis=(0, 1))
    strength = rng.uniform(0.08, 0.28)
    return np.clip(page.astype(np.float32) - (255.0 - ghost) * strength, 0, 255).astype(np.uint8)


def stained(page: Grey, rng: Random, dpi: float) -> Grey:
    """Spots of damp with a darker edge, and foxing."""
    tall, wide = page.shape
    shade = np.zeros(page.shape, dtype=np.float32)
    rough = texture(page.shape, dpi / 2, rng) * 0.25
    for _ in range(rng.randint(1, 4)):
        radius = rng.uniform(0.3, 1.6) * dpi
        x, y = rng.uniform(0, wide), rng.uniform(0, tall)
        top, bottom = max(0, int(y - 1.5 * radius)), min(tall, int(y + 1.5 * radius))
        left, right = max(0, int(x - 1.5 * radius)), min(wide, int(x + 1.5 * radius))
        if bottom <= top or right <= left:
            continue
        rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
        far = np.hypot(columns - x, rows - y) / radius + rough[top:bottom, left:right]
        dark = rng.uniform(15, 60)
        spot = np.where(far < 1, dark * (0.5 + 0.5 * np.clip(far, 0, 1) ** 6), dark * np.exp(-((far - 1) * 25)))
        shade[top:bottom, left:right] = np.maximum(shade[top:bottom, left:right], spot)
    return np.clip(page - shade, 0, 255).astype(np.uint8)


def folded(page: Grey, rng: Random, dpi: float) -> Grey:
    """A fold across the page: a shade on one side, a crease where the ink is off."""
    down = rng.random() < 0.7
    length = page.shape[0] if down else page.shape[1]
    at = int(length * rng.uniform(0.45, 0.55))
    far = np.arange(length, dtype=np.float32) - at
    shade = rng.uniform(20, 70) * np.exp(-np.abs(far) / (dpi * rng.uniform(0.05, 0.3))) * (far < 0)
    crease = np.abs(far) < max(1.0, dpi / 250)
    line = (-shade + crease * rng.uniform(-60, 90)).astype(np.float32)
    return np.clip(page + (line[:, None] if down else line[None, :]), 0, 255).astype(np.uint8)


def gutter(page: Grey, spine: float, rng: Random, dpi: float) -> Grey:
    """The shade where a bound page goes down into the spine."""
    far = np.abs(np.arange(page.shape[1], dtype=np.float32) - spine)
    shade = rng.uniform(40, 130) * np.exp(-far / (dpi * rng.uniform(0.1, 0.4)))
    return np.clip(page - shade[None, :], 0, 255).astype(np.uint8)


def toned(page: Grey, rng: Random, dpi: float) -> Grey:
    """Paper that is not white, ink that is not black, light that is not even."""
    paper, ink = rng.uniform(195, 245), rng.uniform(15, 70)
    light = texture(page.shape, dpi * 3, rng) * rng.uniform(2, 10) + texture(page.shape, 2.5, rng) * rng.uniform(1, 6)
    return np.clip(ink + page * ((paper - ink) / 255.0) + light, 0, 255).astype(np.uint8)


def specked(page: Grey, rng: Random, dpi: float) -> Grey:
    """Dust, and scratches of the film."""
    made = page.copy()
    tall, wide = page.shape
    for _ in range(rng.randint(20, 250)):
        x, y, size = rng.randrange(wide), rng.randrange(tall), rng.randint(1, max(1, int(dpi / 90)))
        made[y : y + size, x : x + size + rng.randint(0, 1)] = rng.choice((0, 20, 255))
    for _ in range(rng.randint(0, 3)):
        x = rng.randrange(wide)
        made[:, x : x + 1] = np.minimum(made[:, x : x + 1].astype(int) + 90, 255).astype(np.uint8)
    return made


def noisy(page: Grey, rng: Random, strength: float) -> Grey:
    """The noise of the sensor."""
    made = np.random.default_rng(rng.getrandbits(32))
    grain = made.standard_normal(page.shape, dtype=np.float32) * strength
    return np.clip(page + grain, 0, 255).astype(np.uint8)


def soft(page: Grey, radius: float) -> Grey:
    """Out of focus."""
    return ndimage.gaussian_filter(page, radius)


def black_and_white(page: Grey, rng: Random, dpi: float) -> Grey:
    """Two tones, by one threshold or by what is around."""
    if rng.random() < 0.5:
        low, high = np.percentile(page[::8, ::8], (2, 80))
        return np.where(page > low + (high - low) * rng.uniform(0.4, 0.62), 255, 0).astype(np.uint8)
    around = ndimage.uniform_filter(page, int(dpi / 3)).astype(np.int16)
    return np.where(page > around - rng.randint(18, 40), 255, 0).astype(np.uint8)
