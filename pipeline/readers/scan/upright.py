"""Upright: a picture that lies on its side or on its head, turned so that it can be read.

Single characters from its middle are put side by side and read in each of the four turns. A recogniser reads them
surely where they stand upright, and where they lie as those of a column do that was turned by 90°; so the two turns
that are read tell which is which. The way the lines run tells nothing: both ways are in use.
"""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from pipeline.characters import is_han
from pipeline.readers.scan.engines.protocol import Engine, LineImage, Reading
from pipeline.readers.scan.ink import Grey, ink_mask, middle, parts_of, type_size

TURNS = (0, 90, 180, 270)  # degrees clockwise
REACH = 60  # pixels: thicker than any stroke
ROWS, ROW = 2, 8  # so many lines of so many characters are read
FEWEST = 8  # characters by which it can be told
LIKE = (0.72, 1.12)  # em: the sides of a character of one piece
INKED = (0.25, 0.6)  # of its box is ink: neither a frame nor a blot
TILE, EDGE = 48, 3  # pixels of a character's square, and of the white around it
LYING = 0.7  # is what characters count that lie as in a column
SURE, CLEARER = 0.6, 0.25  # how surely characters are read that stand upright, and by how much more than as they are
NOWHERE = (0, 0, 0, 0)  # the place of a line that is put together


def upright(grey: Grey, engine: Engine) -> tuple[Grey, int]:
    """The picture as it is to be read, and by how many degrees it was turned clockwise."""
    tiles = _characters(grey)
    if len(tiles) < FEWEST:
        return grey, 0
    rows = [tiles[n : n + ROW] for n in range(0, len(tiles), ROW)]
    readings = engine.read([_line(row, turn) for turn in TURNS for row in rows])
    read = [sum(map(_sureness, readings[n : n + len(rows)])) / len(tiles) for n in range(0, len(readings), len(rows))]
    score = [sure + LYING * read[n - 1] for n, sure in enumerate(read)]
    best = int(np.argmax(score))
    if read[best] < SURE or score[best] - score[0] < CLEARER:
        return grey, 0
    return turned(grey, TURNS[best]), TURNS[best]


def turned(grey: Grey, degrees: int) -> Grey:
    """A picture turned clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(grey, -degrees // 90))


def _line(row: list[Grey], degrees: int) -> LineImage:
    return LineImage(np.hstack([turned(tile, degrees) for tile in row]), down=False, box=NOWHERE)


def _sureness(reading: Reading) -> float:
    return sum(sure for char, sure in zip(reading.text, reading.confidence, strict=True) if is_han(char))


def _characters(grey: Grey) -> list[Grey]:
    """Squares with one character each, from all over the middle of a picture, as it lies."""
    small = middle(grey)
    parts = parts_of(ink_mask(small, REACH))
    em = type_size(parts)
    low, far = LIKE[0] * em, LIKE[1] * em
    fill = parts.area / np.maximum(parts.wide * parts.tall, 1)
    fit = (np.minimum(parts.wide, parts.tall) > low) & (np.maximum(parts.wide, parts.tall) < far)
    fit &= (fill > INKED[0]) & (fill < INKED[1])
    numbers = np.flatnonzero(fit)
    chosen = numbers[np.unique(np.linspace(0, len(numbers) - 1, ROWS * ROW).astype(int))] if len(numbers) else numbers
    return [_tile(small, cast("tuple[int, int, int, int]", tuple(parts.box[n].astype(int).tolist()))) for n in chosen]


def _tile(grey: Grey, box: tuple[int, int, int, int]) -> Grey:
    x0, y0, x1, y1 = box
    part = grey[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1]
    scale = (TILE - 2 * EDGE) / max(part.shape)
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    inner = cv2.resize(part, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    tile = np.full((TILE, TILE), np.percentile(part, 85), dtype=np.uint8)
    y, x = (TILE - size[1]) // 2, (TILE - size[0]) // 2
    tile[y : y + size[1], x : x + size[0]] = inner
    return tile
