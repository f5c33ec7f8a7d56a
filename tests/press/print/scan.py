"""Printed pages as a scanner sees them: pictures of one or two pages, with the truth in their pixels.

    scan = scan_pages(printed, seed=7, dpi=200)
    scan.image, scan.truth()

What befalls a page is drawn from `SCANS`, chances as data. Text that a reader of the PDF cannot read is seen in
a scan, and text that is invisible is not: the gold and the glyphs of a scan are those of the eye.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from tests.press import truth
from tests.press.papers import Paper
from tests.press.print import damage
from tests.press.print.job import Printed, write_gold
from tests.press.print.proof import Mark, Proof, packed
from tests.press.print.setting import Box
from tests.press.print.warp import Warp, draw
from tests.press.tools import module

SCANS: dict[str, dict[str, float]] = {
    "good": {"skew": 0.3, "grey": 1.0, "soft": 0.5, "noise": 0.5},
    "usual": {
        "skew": 0.8,
        "curl": 0.4,
        "grey": 0.6,
        "bleed": 0.4,
        "fold": 0.3,
        "stains": 0.3,
        "broken": 0.2,
        "heavy": 0.2,
        "jpeg": 0.5,
        "border": 0.5,
        "specks": 0.5,
        "soft": 0.7,
        "noise": 0.7,
    },
    "old": {
        "skew": 1.0,
        "curl": 0.6,
        "grey": 0.4,
        "bleed": 0.3,
        "fold": 0.4,
        "stains": 0.5,
        "broken": 0.7,
        "heavy": 0.4,
        "jpeg": 0.5,
        "border": 0.8,
        "specks": 0.9,
        "soft": 0.9,
        "noise": 0.9,
    },
}
KINDS = tuple(SCANS["usual"])
STEEPEST = 1.8  # degrees of skew


@dataclass(frozen=True)
class Scan:
    """A picture and all that is known of it. The proofs' boxes are pixels of the picture."""

    name: str
    image: bytes
    ending: str
    dpi: float
    proofs: tuple[Proof, ...]
    golds: tuple[dict[str, Any], ...]
    areas: tuple[Box, ...]
    defects: tuple[str, ...]

    def truth(self) -> bytes:
        """The truth as it is written: as of a PDF, but in pixels, with each page's own area."""
        areas = [[round(side, 2) for side in area] for area in self.areas]
        return packed(self.proofs, unit="px", name=self.name, dpi=self.dpi, areas=areas, damage=list(self.defects))

    def write(self, folder: Path) -> None:
        """NAME.png or .jpg, NAME.truth.json.gz, NAME.gold.json; of two pages NAME-p001.gold.json and -p002."""
        (folder / f"{self.name}{self.ending}").write_bytes(self.image)
        (folder / f"{self.name}.truth.json.gz").write_bytes(self.truth())
        for place, gold in enumerate(self.golds, 1):
            part = f"-p{place:03d}" if len(self.golds) > 1 else ""
            write_gold(folder / f"{self.name}{part}.gold.json", gold)


def scan_pages(
    printed: Printed,
    seed: object,
    dpi: float = 200.0,
    recipe: str | Mapping[str, float] = "usual",
    name: str | None = None,
    pages: Sequence[int] = (0,),
) -> Scan:
    """One page of a file, or two side by side, as one picture: the first to the left, or to the right where a paper is
    read from there."""
    if not 1 <= len(pages) <= 2:
        raise ValueError(f"a scan shows one page or two, not {len(pages)}")
    rng = Random(f"scan {seed}")
    chances = SCANS[recipe] if isinstance(recipe, str) else recipe
    on = {kind for kind in KINDS if rng.random() < chances.get(kind, 0.0)}
    shots = [_render(printed, page, dpi) for page in pages]
    style = printed.proofs[pages[0]].page.style
    backwards = -1 if isinstance(style, Paper) and style.tiers else 1
    sheet, places, spine = _laid(shots[::backwards], dpi, rng, border="border" in on)
    places = places[::backwards]
    skew = STEEPEST if "skew" in on else 0.0
    wide, tall = sheet.shape[1], sheet.shape[0]
    warp = draw(wide, tall, rng, skew=rng.random() * skew, curl="curl" in on, spine=spine, dpi=dpi)
    sheet = _damaged(sheet, on, rng, dpi, spine)
    picture = _warped(sheet, warp, rng, border="border" in on)
    if "noise" in on:
        picture = damage.noisy(picture, rng, rng.uniform(1.5, 7.0))
    if "grey" not in on:
        picture = damage.black_and_white(picture, rng, dpi)
    image, ending = _encoded(picture, rng, dpi, grey="grey" in on, jpeg="jpeg" in on and "grey" in on)
    originals = [printed.proofs[page] for page in pages]
    proofs = [_seen(proof, place, dpi / 72, warp, wide, tall) for proof, place in zip(originals, places, strict=True)]
    areas = warp.boxes(
        [(x, y, x + shot.shape[1], y + shot.shape[0]) for (x, y), shot in zip(places, shots, strict=True)]
    )
    return Scan(
        name or f"{printed.name}-scan",
        image,
        ending,
        dpi,
        tuple(proofs),
        tuple(_gold(proof, on) for proof in originals),
        tuple(areas),
        tuple(sorted(on)),
    )


def _gold(proof: Proof, damage: Iterable[str]) -> dict[str, Any]:
    """What the eye can find on a page."""
    return {**truth.gold(proof.page), "style": proof.page.style.name, "defects": sorted(damage)}


def _render(printed: Printed, page: int, dpi: float) -> Any:
    """The page in grey."""
    document = module("pypdfium2").PdfDocument(printed.pdf)
    try:
        shot = document[page].render(scale=dpi / 72, grayscale=True).to_numpy()
        return np.array(shot[:, :, 0] if shot.ndim == 3 else shot)
    finally:
        document.close()


def _laid(
    shots: Sequence[Any], dpi: float, rng: Random, *, border: bool
) -> tuple[Any, list[tuple[int, int]], float | None]:
    """The pages side by side on a sheet of paper: the sheet, where each begins, and where the spine is."""
    edge = int(dpi * (rng.uniform(0.05, 0.3) if border else 0.02))
    wide = sum(shot.shape[1] for shot in shots) + 2 * edge
    tall = max(shot.shape[0] for shot in shots) + 2 * edge
    sheet = np.full((tall, wide), 255, dtype=np.uint8)
    places, x = [], edge
    for shot in shots:
        sheet[edge : edge + shot.shape[0], x : x + shot.shape[1]] = shot
        places.append((x, edge))
        x += shot.shape[1]
    return sheet, places, float(places[1][0]) if len(shots) == 2 else None


def _damaged(sheet: Any, on: set[str], rng: Random, dpi: float, spine: float | None) -> Any:
    """The sheet as it lies under the glass."""
    steps: dict[str, Callable[..., Any]] = {
        "broken": partial(damage.broken, dpi=dpi),
        "heavy": damage.heavy,
        "bleed": partial(damage.bled, other=np.roll(sheet, int(dpi), axis=0), dpi=dpi),
        "soft": lambda page, rng: damage.soft(page, rng.uniform(0.3, 0.9) * dpi / 250),
    }
    for kind, step in steps.items():
        if kind in on:
            sheet = step(sheet, rng=rng)
    sheet = damage.toned(sheet, rng, dpi)
    for kind, late in {"stains": damage.stained, "fold": damage.folded, "specks": damage.specked}.items():
        if kind in on:
            sheet = late(sheet, rng, dpi)
    return damage.gutter(sheet, spine, rng, dpi) if spine is not None else sheet


def _warped(sheet: Any, warp: Warp, rng: Random, *, border: bool) -> Any:
    """The picture of the sheet; what is not paper is the scanner's lid, or dark."""
    from PIL import Image

    fill = rng.choice((0, 15, 40)) if border else rng.randint(225, 255)
    return np.asarray(warp.image(Image.fromarray(sheet), fill))


def _encoded(picture: Any, rng: Random, dpi: float, *, grey: bool, jpeg: bool) -> tuple[bytes, str]:
    from PIL import Image

    out = io.BytesIO()
    image = Image.fromarray(picture)
    if jpeg:
        image.save(out, "JPEG", quality=rng.choice((25, 40, 55, 70, 85)), dpi=(dpi, dpi))
        return out.getvalue(), ".jpg"
    (image if grey else image.convert("1")).save(out, "PNG", dpi=(dpi, dpi), compress_level=4)
    return out.getvalue(), ".png"


def _seen(proof: Proof, at: tuple[int, int], scale: float, warp: Warp, wide: int, tall: int) -> Proof:
    """The proof in pixels, with what the eye sees: the topmost copy of a glyph is the glyph."""

    def pixels(boxes: Sequence[Box]) -> list[Box]:
        moved = [tuple(value * scale + at[n % 2] for n, value in enumerate(box)) for box in boxes]
        clipped = []
        for left, top, right, bottom in warp.boxes([(a, b, c, d) for a, b, c, d in moved]):
            left, right = min(max(left, 0.0), wide), min(max(right, 0.0), wide)
            top, bottom = min(max(top, 0.0), tall), min(max(bottom, 0.0), tall)
            clipped.append((left, top, right, bottom))
        return clipped

    seen = [mark for mark in proof.marks if mark.seen and mark.at >= 0 and not mark.char.isspace()]
    first: dict[tuple[int, int], int] = {}
    for mark in seen:
        key = mark.unit, mark.at
        first[key] = min(first.get(key, mark.copy), mark.copy)
    marks: list[Mark] = [
        mark._replace(
            box=box,
            read=mark.char,
            copy=mark.copy - first[mark.unit, mark.at],
            size=mark.size * scale,
        )
        for mark, box in zip(seen, pixels([mark.box for mark in seen]), strict=True)
    ]
    graphics = {name: pixels(boxes) for name, boxes in proof.graphics.items()}
    return replace(proof, width=float(wide), height=float(tall), marks=marks, lost=frozenset(), graphics=graphics)
