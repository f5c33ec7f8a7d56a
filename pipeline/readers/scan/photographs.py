"""Photographs: pictures that are darker than the paper behind four straight edges, however light they are within.

grey behind all four edges, a white cloud in it, larger than any letter   →  a picture
two of them with white between                                           →  two
a ground that is a little darker and even                                 →  none, but a tint (see `tints`)
"""

from __future__ import annotations

import cv2
import numpy as np

from pipeline.page import Box
from pipeline.readers.scan.boxes import shared, size
from pipeline.readers.scan.ink import GROUND, Flags, Floats, Grey, Mask, Parts, parts_of
from pipeline.readers.scan.straight import Bounds, places
from pipeline.readers.scan.tints import DARKEST

STEP = 0.045  # of the paper: by so much at least it is darker behind each edge
FAINT, SHARP = 0.02, 0.15  # the same behind one edge, as that of a bright sky is, and behind the three others then
EVEN = 0.03  # of the paper: by so much at least it is not even
GAP = 0.5  # of the least step: what is lighter all along a row is a gap between two
ALONG = 0.1  # of a row need not be as light
WITHIN = 2  # cells next to the edges are not looked at
OVER = 0.6  # of a place is in another that it is a part of, or more of the same
ALIKE = 0.8  # and no less than this of it, if they are the same
SAME = 3  # cells: nearer edges of two places are the same
STAINED = 0.08  # of the paper: by so much at most the ground strays on which there is type beside a picture
TYPED = 0.08  # of it is ink
NEAR = 12  # pixels: so far within and without an edge is measured how dark it is there
BLEED = 2  # pixels: and its ink reaches so far beyond that
REST = 0.3  # of the step is what is darker there, where the edge leans, at its farthest
WIDE = 5.0  # em: a smaller place is no picture that is grey all over
BLURRED = 3.2  # em: how far beyond a picture its grey can seem to reach
TINTED = 0.02  # and by so much at most that of a tint, along a row
NARROW = 2.0  # em: nearer to the edge of a place the tint begins, if it is not all picture
TYPE = 3.0  # em: a row of type and the white around it
SMALLEST, LARGEST = 0.36, 4.0  # em: between these are letters, and parts of them
FEWEST = 15  # letters and parts of them
TYPICAL = 0.45  # of the ink is that of letters
MOSTLY = 0.4  # of a tint is as light as most of it
FILLED = 0.46  # of the boxes of letters is their ink; more of those of the shapes in a picture


def photographs(grey: Grey, light: Floats, mask: Mask, em: float) -> list[Box]:
    """The pictures with straight edges of a sheet whose body type is `em` pixels large and whose ground is so `light`
    (`straight.light_of`), in pixels of the picture."""
    looked_for = places(light, em)
    steps = {box: sum(high) for box, high in looked_for if _is_picture(light, box, high)}
    found = [box for box in steps if not any(_has_type(light, mask, box, one) for one in steps)]
    kept: list[Bounds] = []
    for box in sorted(found, key=lambda one: (-size(one), one)):
        same = [n for n, other in enumerate(kept) if shared(box, other) > OVER * size(box)]
        if not same:
            kept.append(box)
        elif size(box) > ALIKE * size(kept[same[0]]) and steps[box] > steps[kept[same[0]]]:
            kept[same[0]] = box
    bright = [box for box, high in looked_for if kept and _is_picture(light, box, high, bright=True)]
    kept = [_with_sky(light, mask, box, bright, kept, em) for box in kept]
    side = 2 * round(TYPE * em / GROUND / 2) + 1
    closed = np.asarray(cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), dtype=np.float64)
    whole = [
        (in_pixels(grey, box), beside_type(closed[box[1] : box[3], box[0] : box[2]], mask, box, em)) for box in kept
    ]
    cut = [Box(box.x0, box.y0 + top, box.x1, box.y1 - foot) for box, (top, foot) in whole]
    return [box for box in cut if box.y1 - box.y0 >= WIDE * em]


def _is_picture(light: Floats, box: Bounds, steps: list[float], *, bright: bool = False) -> bool:
    """Whether a place is much darker behind its edges and not even, and no gap runs through it. One edge of it may be
    `bright`, if there is no doubt about the others."""
    x0, y0, x1, y1 = box
    inner = light[y0 + WITHIN : y1 - WITHIN, x0 + WITHIN : x1 - WITHIN]
    low, second = sorted(steps)[:2]
    least = FAINT if bright and second > SHARP else STEP
    if low < least or float(np.median(steps)) < DARKEST or not inner.size or float(inner.std()) < EVEN:
        return False
    return all(float(np.quantile(inner, ALONG, axis=axis).max()) < 1 - GAP * low for axis in (0, 1))


def _with_sky(
    light: Floats, mask: Mask, picture: Bounds, bright: list[Bounds], others: list[Bounds], em: float
) -> Bounds:
    """A picture and what one of the places with a bright edge has beyond an edge of it, without type and `others`."""
    found = picture
    for box in bright:
        edge = _farther(box, picture)
        if edge is None:
            continue
        whole = _moved(picture, edge, box[edge])
        x0, y0, x1, y1 = _beyond(whole, picture, edge)
        held = parts_of(np.ascontiguousarray(mask[y0 * GROUND : y1 * GROUND, x0 * GROUND : x1 * GROUND]))
        free = not any(shared((x0, y0, x1, y1), other) for other in others if other != picture)
        typed = _has_type(light, mask, whole, picture) or _are_letters(held, _letters(held, em))
        if free and not typed:
            found = max(found, whole, key=size)
    return found


def in_pixels(grey: Grey, box: Bounds) -> Box:
    """A picture in pixels; where an edge leans, up to where it is farthest out."""
    edges = [edge * GROUND for edge in box]
    found = list(edges)
    for n, edge in enumerate(edges):
        begin, end = edges[1 - n % 2], edges[3 - n % 2]
        table = grey[begin:end] if n % 2 == 0 else grey[:, begin:end]
        low, far = edge - NEAR, edge + NEAR
        if low < 0 or far > table.shape[1 - n % 2]:
            continue
        row = table[:, low:far].mean(axis=0) if n % 2 == 0 else table[low:far].mean(axis=1)
        row = row if n < 2 else row[::-1]
        light, dark = float(row.max()), float(row[-WITHIN:].mean())
        white = np.flatnonzero(row >= light - REST * (light - dark))
        first = max(0, int(white[-1]) + 1 - BLEED)
        found[n] = low + first if n < 2 else far - first
    return Box(*map(float, found))


def _has_type(light: Floats, mask: Mask, box: Bounds, picture: Bounds) -> bool:
    """Whether a place is a picture and what is beside it, with type on a tint or on a stain."""
    edge = _farther(box, picture)
    if edge is None:
        return False
    x0, y0, x1, y1 = _beyond(box, picture, edge)
    beside = light[y0 + WITHIN : y1 - WITHIN, x0 + WITHIN : x1 - WITHIN]
    ink = mask[(y0 + WITHIN) * GROUND : (y1 - WITHIN) * GROUND, (x0 + WITHIN) * GROUND : (x1 - WITHIN) * GROUND]
    return bool(beside.size and beside.std() < STAINED and ink.mean() > TYPED)


def _farther(box: Bounds, picture: Bounds) -> int | None:
    """Which edge of a place is not that of a picture and farther out, if the others are the same; else None."""
    off = [n for n, (a, b) in enumerate(zip(box, picture, strict=True)) if abs(a - b) > SAME]
    return off[0] if len(off) == 1 and size(picture) < size(box) else None


def _beyond(box: Bounds, picture: Bounds, edge: int) -> Bounds:
    """What of a place lies beyond this edge of a picture."""
    return _moved(box, (edge + 2) % 4, picture[edge])


def _moved(box: Bounds, edge: int, place: int) -> Bounds:
    """A place with one of its edges elsewhere."""
    x0, y0, x1, y1 = (place if n == edge else at for n, at in enumerate(box))
    return x0, y0, x1, y1


def beside_type(share: Floats, mask: Mask, box: Bounds, em: float) -> tuple[int, int]:
    """How many pixels at the head and at the foot of a shaded place are the tint on which a picture stands, with type
    on it; all of it, where it is but tints.

    `box` is the place and `share` how light its ground is, in cells. A row of the tint is as light all along.
    """
    beside = round(BLURRED * em / GROUND / 2)  # its own edges are blurred
    inner = share[:, beside : share.shape[1] - beside]
    even = np.concatenate([[False], inner.std(axis=1) < TINTED, [False]])
    bounds = np.flatnonzero(np.diff(even.astype(np.int8))).reshape(-1, 2)
    cut = [0, 0]
    for a, b in bounds.tolist():
        at = 0 if a * GROUND < NARROW * em else 1 if (len(share) - b) * GROUND < NARROW * em else None
        if at is None or (b - a) * GROUND < TYPE * em:
            continue
        x0, y0, x1 = (edge * GROUND for edge in (box[0], box[1], box[2]))
        held = parts_of(np.ascontiguousarray(mask[y0 + a * GROUND : y0 + b * GROUND, x0:x1]))
        if _are_letters(held, _letters(held, em)):
            cut[at] = (b if at == 0 else len(share) - a) * GROUND
    return cut[0], cut[1]


def typed_tint(share: Floats, mask: Mask, corner: tuple[int, int], em: float) -> float | None:
    """How light the tint is that a shaded place is, if it is one that holds type, and perhaps a picture: most of it is
    as light as the rest, and there are letters there.

    `share` is how light its ground is, in cells, and `corner` the cell at its top left.
    """
    count, edge = np.histogram(share, bins=np.arange(0.0, 1.0 + TINTED, TINTED))
    tint = float(edge[int(count.argmax())]) + TINTED / 2
    even = np.abs(share - tint) < TINTED
    if even.mean() < MOSTLY:
        return None
    x0, y0 = (at * GROUND for at in corner)
    held = mask[y0 : y0 + len(share) * GROUND, x0 : x0 + share.shape[1] * GROUND]
    on_it = np.kron(even, np.ones((GROUND, GROUND), dtype=bool))
    parts = parts_of(np.ascontiguousarray(held * on_it[: len(held), : held.shape[1]]))
    own = _letters(parts, em)
    filled = parts.area[own].sum() > FILLED * (parts.wide * parts.tall)[own].sum()
    return tint if _are_letters(parts, own) and not filled else None


def _letters(held: Parts, em: float) -> Flags:
    """Which parts are as large as letters."""
    return np.asarray((held.tall > SMALLEST * em) & (held.tall < LARGEST * em) & (held.wide < LARGEST * em))


def _are_letters(held: Parts, letters: Flags) -> bool:
    """Whether most of some ink is that of letters, and of many."""
    inked = float(held.area[letters].sum()) / max(1.0, float(held.area.sum()))
    return int(letters.sum()) >= FEWEST and inked > TYPICAL
