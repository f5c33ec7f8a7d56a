"""Content streams: runs as text operators, outlines and pictures, and what is noted of each glyph."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
from random import Random

from tests.press.print.defects import Manner
from tests.press.print.fonts import Subset
from tests.press.print.pdf import Pdf, number
from tests.press.print.pieces import Piece
from tests.press.print.proof import Mark, Proof, role_at
from tests.press.print.setting import Box, Cell, Run

Fonts = Callable[[Run, str], Subset]
RASTER = 5.0  # pixels to the point of a headline that is a picture


@dataclass
class Sheet:
    """The content of one page as it is drawn, and its truth."""

    pdf: Pdf
    proof: Proof
    fonts: Fonts
    manner: Manner
    rng: Random
    out: list[str] = field(default_factory=list)
    used: dict[str, Subset] = field(default_factory=dict)
    images: dict[str, int] = field(default_factory=dict)

    def piece(self, piece: Piece) -> None:
        """Draw a line."""
        if piece.picture:
            self._picture(piece)
        for run in piece.runs:
            if not run.text:
                self._note(run, ((cell, cell.char) for cell in run.cells))
                if not piece.picture:
                    self._paths(run)
            else:
                self._text(run)

    def _note(self, run: Run, cells: Iterable[tuple[Cell, str]]) -> None:
        unit = self.proof.page.units[run.line.unit]
        for cell, read in cells:
            role = role_at(unit, cell.at) if cell.at >= 0 else unit.role
            self.proof.marks.append(
                Mark(
                    cell.char,
                    read,
                    run.box(cell),
                    unit.id,
                    cell.at,
                    unit.story,
                    role,
                    run.copy,
                    run.text,
                    run.mode != 3,
                    run.line.order,
                    run.line.block,
                    run.size,
                    run.way,
                )
            )

    def _text(self, run: Run) -> None:
        for subset, group in groupby(run.cells, key=lambda cell: self.fonts(run, cell.char)):
            self.used.setdefault(subset.name, subset)
            part = replace(run, cells=tuple(group))
            coded = [subset.code(cell.char, upright=run.way == "stacked") for cell in part.cells]
            self._note(part, ((cell, read) for cell, (_, read) in zip(part.cells, coded, strict=True)))
            self._show(part, subset, [code for code, _ in coded])

    def _show(self, run: Run, subset: Subset, codes: list[bytes]) -> None:
        """One run of one font."""
        unit_size = self.manner.has("unit-size") and run.way != "upright"
        scale = run.size if unit_size else 1.0
        put = ["BT", run.ink, f"/{subset.name} {number(run.size / scale)} Tf"]
        if run.mode:
            put.append(f"{run.mode} Tr")
        if run.mode in (1, 2):
            put.append(f"{number(run.stroke)} w 1 j {_stroking(run.ink)}")
        if run.stretch != 1.0:
            put.append(f"{number(100 * run.stretch)} Tz")
        if run.way == "stacked" or (self.manner.has("one-by-one") and len(run.cells) > 1):
            for cell, code in zip(run.cells, codes, strict=True):
                put += [self._matrix(run, cell, scale), f"<{code.hex()}> Tj"]
        else:
            put.append(self._matrix(run, run.cells[0], scale))
            put.append(self._string(run, subset, codes, scale))
        if run.stretch != 1.0:
            put.append("100 Tz")
        if run.mode:
            put.append("0 Tr")
        put.append("ET")
        self.out.append(" ".join(put))

    def _matrix(self, run: Run, cell: Cell, scale: float) -> str:
        x, y = run.origin(cell)
        place = f"{number(x)} {number(self.proof.height - y)} Tm"
        side = number(scale)
        return f"0 -{side} {side} 0 {place}" if run.way == "turned" else f"{side} 0 0 {side} {place}"

    def _string(self, run: Run, subset: Subset, codes: list[bytes], scale: float) -> str:
        """The glyphs from the run's start on: with equal spacing if that is all it takes, else each pushed."""
        along = run.size * run.stretch
        natural = [
            run.size if run.way == "upright" else subset.face.advance(subset.face.glyph(cell.char)) * along / 1000
            for cell in run.cells
        ]
        gaps = [
            after.pos - cell.pos - wide for cell, after, wide in zip(run.cells, run.cells[1:], natural, strict=False)
        ]
        even = gaps and max(gaps) - min(gaps) < 0.01
        if not gaps or (even and abs(gaps[0]) < 0.004):
            return f"<{b''.join(codes).hex()}> Tj"
        if even and run.way != "upright" and not self.manner.has("kerned"):
            return f"{number(gaps[0] / scale / run.stretch)} Tc <{b''.join(codes).hex()}> Tj 0 Tc"
        parts, held, drift = [], "", 0.0
        sign = 1.0 if run.way == "upright" else -1.0
        for code, gap in zip(codes, [*gaps, 0.0], strict=True):
            held += code.hex()
            drift += gap
            push = round(sign * drift * 1000 / along)
            if push:
                parts.append(f"<{held}>{push}")
                held = ""
                drift -= sign * push * along / 1000
        if held:
            parts.append(f"<{held}>")
        return f"[{''.join(parts)}] TJ"

    def _paths(self, run: Run) -> None:
        """A run as outlines."""
        height = self.proof.height
        for cell in run.cells:
            x, y = run.origin(cell)
            wide = run.size * run.stretch
            if run.way == "upright":
                x, y = x - run.size / 2, y + (1 - run.face.descent) * run.size
            turned = run.way == "turned"
            put = ["q", run.ink]
            for stroke, points in run.face.outline(cell.char, upright=run.way in ("upright", "stacked")):
                if stroke in ("closePath", "endPath"):
                    put.append("h")
                    continue
                pairs = [
                    (x + b * run.size, height - y - a * run.size)
                    if turned
                    else (x + a * wide, height - y + b * run.size)
                    for a, b in points
                ]
                operator = {"moveTo": "m", "lineTo": "l", "curveTo": "c"}[stroke]
                put.append(" ".join(f"{a:.2f} {b:.2f}" for a, b in pairs) + f" {operator}")
            self.out.append(" ".join([*put, "f Q"]))

    def _picture(self, piece: Piece) -> None:
        """A line as a picture of it."""
        from PIL import Image, ImageDraw, ImageFont

        boxes = [run.box(cell) for run in piece.runs for cell in run.cells]
        left, top = min(box[0] for box in boxes) - 2, min(box[1] for box in boxes) - 2
        right, bottom = max(box[2] for box in boxes) + 2, max(box[3] for box in boxes) + 2
        wide, tall = int((right - left) * RASTER), int((bottom - top) * RASTER)
        image = Image.new("L", (wide, tall), 255)
        pen = ImageDraw.Draw(image)
        for run in piece.runs:
            font = ImageFont.truetype(str(run.face.path), round(run.size * RASTER), index=run.face.index)
            for cell in run.cells:
                x, y = run.origin(cell)
                pen.text(((x - left) * RASTER, (y - top) * RASTER), cell.char, font=font, fill=0, anchor="ls")
        self.image(image.tobytes(), wide, tall, (left, top, left + wide / RASTER, top + tall / RASTER))

    def image(self, data: bytes, wide: int, tall: int, box: Box, more: str = "") -> None:
        """Draw a grey picture: its pixels, or what the filter in `more` makes of them."""
        name = f"I{len(self.images) + 1}"
        self.images[name] = self.pdf.stream(
            data,
            f"/Type/XObject/Subtype/Image/Width {wide}/Height {tall}/ColorSpace/DeviceGray/BitsPerComponent 8{more}",
        )
        left, top, right, bottom = box
        place = f"{number(right - left)} 0 0 {number(bottom - top)} {number(left)} {number(self.proof.height - bottom)}"
        self.out.append(f"q {place} cm /{name} Do Q")

    def fill(self, box: Box, ink: str) -> None:
        """Fill a rectangle."""
        self.out.append(f"q {ink} {self._rectangle(box)} f Q")

    def frame(self, box: Box, weight: float) -> None:
        """Draw the outline of a rectangle; one without an extent is a rule."""
        left, top, right, bottom = box
        if right - left < 0.01 or bottom - top < 0.01:
            ends = f"{number(left)} {number(self.proof.height - top)} m {number(right)} "
            self.out.append(f"q {number(weight)} w {ends}{number(self.proof.height - bottom)} l S Q")
        else:
            self.out.append(f"q {number(weight)} w {self._rectangle(box)} S Q")

    def _rectangle(self, box: Box) -> str:
        left, top, right, bottom = box
        return f"{number(left)} {number(self.proof.height - bottom)} {number(right - left)} {number(bottom - top)} re"


def _stroking(ink: str) -> str:
    """The same colour for strokes."""
    return ink.upper()
