"""Pictures for the page: scenes in grey that have the tones and the shapes of press photographs.

A scene is drawn by its rules from noise and simple shapes: hills and water, a street, people in a row, a head, a hall.
What counts is how a page looks from afar and to a machine: soft and hard edges, dark and light, no type.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
from scipy import ndimage

Picture = Any  # float32 (tall, wide), 0 black to 255 white
GRAIN = 5.0  # spread of the noise of the film


def scene(wide: int, tall: int, rng: Random) -> Any:
    """A photograph as bytes of grey: uint8 (tall, wide)."""
    noise = np.random.default_rng(rng.getrandbits(32))
    picture = rng.choice(_SCENES if wide >= tall * 0.8 else _UPRIGHT)(wide, tall, rng, noise)
    picture = ndimage.gaussian_filter(picture, 0.7) * rng.uniform(0.85, 1.1) + rng.uniform(-12, 12)
    picture += noise.normal(0, GRAIN, picture.shape)
    return np.clip(picture, 4, 250).astype(np.uint8)


def _cloud(wide: int, tall: int, noise: np.random.Generator, coarse: float, fine: float = 4.0) -> Picture:
    """Noise of several grains, between -1 and 1."""
    found = np.zeros((tall, wide), dtype=np.float32)
    grain, weight = coarse, 1.0
    while grain >= fine:
        small = noise.normal(0, 1, (max(2, int(tall / grain) + 2), max(2, int(wide / grain) + 2)))
        zoom = (tall / small.shape[0], wide / small.shape[1])
        layer = ndimage.zoom(small, zoom, order=1, mode="nearest", grid_mode=True)
        found[: layer.shape[0], : layer.shape[1]] += weight * layer[:tall, :wide]
        grain, weight = grain / 2, weight * 0.55
    return found / max(1e-6, float(np.abs(found).max()))


def _ridge(wide: int, noise: np.random.Generator, rough: float) -> Any:
    """A line of hills: heights between 0 and 1, one a column of pixels."""
    steps = noise.normal(0, 1, max(4, int(wide / 6)))
    line = ndimage.gaussian_filter1d(np.cumsum(steps), rough)
    line = np.interp(np.linspace(0, 1, wide), np.linspace(0, 1, len(line)), line)
    return (line - line.min()) / max(1e-6, float(np.ptp(line)))


def _hills(wide: int, tall: int, rng: Random, noise: np.random.Generator) -> Picture:
    """Sky, hills one behind the other, and fields or water in front."""
    y = np.arange(tall, dtype=np.float32)[:, None] / tall
    picture = 225 - 60 * y + 22 * _cloud(wide, tall, noise, wide / 3)
    horizon = rng.uniform(0.45, 0.65)
    for depth in range(3):
        height = horizon - rng.uniform(0.1, 0.28) * _ridge(wide, noise, 2 + 2 * depth) + 0.09 * depth
        shade = 165 - 45 * depth + 14 * _cloud(wide, tall, noise, 24)
        picture = np.where(y > height[None, :], shade, picture)
    ground = y > horizon + 0.14
    near = _cloud(wide, tall, noise, 30)
    if rng.random() < 0.4:  # water: what stands above it, upside down and blurred
        mirror = ndimage.gaussian_filter(picture[::-1], (1, 4)) * 0.8 + 12 * np.sin(y * tall / 2.5)
        return np.where(ground, mirror, picture)
    rows = 18 * np.sin(np.sqrt(np.maximum(0.0, y - horizon)) * 90)
    return np.where(ground, 120 + rows + 40 * near, picture)


def _street(wide: int, tall: int, rng: Random, noise: np.random.Generator) -> Picture:
    """Houses with windows, a road, some that walk."""
    y = np.arange(tall, dtype=np.float32)[:, None] / tall
    picture = 215 - 30 * y + 12 * _cloud(wide, tall, noise, wide / 3)
    foot, x = int(tall * rng.uniform(0.68, 0.8)), 0
    while x < wide:
        across, top = max(6, int(wide * rng.uniform(0.12, 0.3))), int(foot * rng.uniform(0.05, 0.6))
        shade, step = rng.uniform(70, 190), max(4, int(tall * rng.uniform(0.05, 0.09)))
        picture[top:foot, x : x + across] = shade + rng.uniform(-10, 10)
        dark = shade - rng.choice((60, 45, -45))
        for row in range(top + step // 2, foot - step, step):
            for column in range(x + step // 2, min(x + across, wide) - step // 2, step):
                picture[row : row + step // 2, column : column + max(2, step // 3)] = dark + rng.uniform(-15, 15)
        x += across
    picture[foot:] = 135 + 18 * _cloud(wide, tall - foot, noise, 20) - 25 * np.linspace(0, 1, tall - foot)[:, None]
    for _ in range(rng.randint(2, 6)):
        high = tall * rng.uniform(0.14, 0.26)
        _person(picture, rng.uniform(0.05, 0.95) * wide, foot + high * rng.uniform(0.3, 0.9), high, rng, whole=True)
    return picture


def _group(wide: int, tall: int, rng: Random, noise: np.random.Generator) -> Picture:
    """People in a row before a wall or a banner, at times behind a table."""
    picture = rng.uniform(140, 205) + 20 * _cloud(wide, tall, noise, wide / 2)
    if rng.random() < 0.6:
        top, foot = int(tall * 0.06), int(tall * rng.uniform(0.18, 0.28))
        picture[top:foot, int(wide * 0.06) : int(wide * 0.94)] = rng.uniform(60, 110)
    many = max(2, min(9, round(wide / tall * rng.uniform(2.2, 4.2))))
    for row in range(rng.choice((1, 1, 2))):
        for place in range(many):
            x = wide * (place + 0.5 + 0.5 * row) / many + rng.uniform(-0.1, 0.1) * wide / many
            high = tall * rng.uniform(0.6, 0.72)
            _person(picture, x, tall * (1.02 + 0.1 * row), high, rng)
    if rng.random() < 0.4:
        picture[int(tall * 0.8) :] = rng.uniform(50, 215)
        picture[int(tall * 0.8) : int(tall * 0.8) + 2] = 245
    return picture


def _head(wide: int, tall: int, rng: Random, noise: np.random.Generator) -> Picture:
    """One person, near, before something out of focus."""
    picture = rng.uniform(110, 190) + 55 * _cloud(wide, tall, noise, wide / 2, wide / 5)
    _person(picture, wide * rng.uniform(0.42, 0.58), tall * 1.45, tall * 1.25, rng)
    return picture


def _hall(wide: int, tall: int, rng: Random, noise: np.random.Generator) -> Picture:
    """A meeting: a stage with its banner, and the backs of heads."""
    y = np.arange(tall, dtype=np.float32)[:, None] / tall
    picture = 150 + 60 * (1 - y) + 8 * _cloud(wide, tall, noise, wide / 2)
    picture[int(tall * 0.12) : int(tall * 0.24), int(wide * 0.12) : int(wide * 0.88)] = rng.uniform(60, 100)
    picture[int(tall * 0.42) : int(tall * 0.52), int(wide * 0.15) : int(wide * 0.85)] = rng.uniform(190, 230)
    for place in range(5):
        _person(picture, wide * (0.22 + 0.14 * place), tall * 0.43, tall * 0.22, rng)
    for row in range(3):
        many = 7 - row
        for place in range(many):
            x = wide * (place + 0.5) / many + rng.uniform(-0.2, 0.2) * wide / many
            _person(picture, x, tall * (0.95 + 0.17 * row), tall * (0.3 + 0.07 * row), rng, back=True)
    return picture


def _person(
    picture: Picture, x: float, foot: float, high: float, rng: Random, *, back: bool = False, whole: bool = False
) -> None:
    """Head, hair, shoulders and what is below them, in place. `foot` is where the feet or the frame would be."""
    tall, wide = picture.shape
    head = high * (0.075 if whole else 0.13)
    top = foot - high
    reach = head * 4
    left, right = max(0, int(x - reach)), min(wide, int(x + reach) + 1)
    upper, lower = max(0, int(top - head)), min(tall, int(foot) + 1)
    if left >= right or upper >= lower:
        return
    dy, dx = np.mgrid[upper:lower, left:right].astype(np.float32)
    part = picture[upper:lower, left:right]
    cloth, skin, hair = rng.uniform(25, 235), rng.uniform(165, 205), rng.uniform(20, 60)
    light = rng.choice((-1, 1)) * 22 * (dx - x) / max(1.0, head)
    body = np.abs(dx - x) / (head * 2.1) + np.maximum(0.0, (top + head * 3.6 - dy)) / (head * 2.2)
    torso = (body < 1) & (dy > top + head * 2.1)
    if whole:
        torso &= (dy < top + high * 0.55) | (np.abs(np.abs(dx - x) - head * 0.8) < head * 0.6)
    fold = 12 * np.sin(dx / max(2.0, head) * 3 + dy / max(2.0, head))
    part[torso] = (cloth + light + fold)[torso]
    face = ((dx - x) / head) ** 2 + ((dy - top - head * 1.25) / (head * 1.28)) ** 2 < 1
    part[face] = hair if back else (skin + light)[face]
    if not back:
        crown = face & (dy < top + head * (0.75 + 0.25 * np.cos((dx - x) / head * 2)))
        part[crown] = hair
        for side in (-0.38, 0.38):
            eye = ((dx - x - side * head) / 0.17) ** 2 + ((dy - top - head * 1.2) / 0.1) ** 2 < head**2
            part[eye] = 70
        mouth = ((dx - x) / 0.3) ** 2 + ((dy - top - head * 1.9) / 0.08) ** 2 < head**2
        part[mouth] = 105


_SCENES: tuple[Callable[[int, int, Random, np.random.Generator], Picture], ...] = (
    _hills,
    _street,
    _group,
    _group,
    _hall,
    _head,
)
_UPRIGHT: tuple[Callable[[int, int, Random, np.random.Generator], Picture], ...] = (_head, _street, _hills, _group)
