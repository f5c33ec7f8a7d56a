"""Raster: a page or a drawing as PNG. Needs pypdfium2 and Pillow, which the extra `draw` installs."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from itertools import pairwise
from pathlib import Path as File
from typing import TYPE_CHECKING

from pipeline.drawing.shapes import (
    Area,
    Disc,
    Drawing,
    Label,
    Path,
    Picture,
    Point,
    Print,
    Shape,
    arrow_head,
    width_of,
)
from pipeline.errors import EngineMissing, ReadError

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont, ImageFont

SCALE = 2.0  # pixels a point
MOST_PIXELS = 40_000_000  # of a picture; a larger page is drawn smaller
HATCH = 6  # points between the lines of what is hatched
FONTS = (  # with Chinese characters, as systems have them
    "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "SourceHanSansSC-Regular.otf", "NotoSerifCJK-Regular.ttc",
    "wqy-microhei.ttc", "wqy-zenhei.ttc", "uming.ttc", "PingFang.ttc", "STHeiti Light.ttc", "msyh.ttc", "simsun.ttc",
    "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Bold.ttc",
)  # fmt: skip


def check_engine() -> None:
    """Raises EngineMissing, with what to type, if a package is not installed."""
    missing = [name for module, name in (("pypdfium2", "pypdfium2"), ("PIL", "pillow")) if find_spec(module) is None]
    if missing:
        needs = " and ".join(missing)
        raise EngineMissing(f"pictures as PNG need {needs}; pip install 'jianbao[draw]', or: pip install {needs}")


def photograph(path: File, number: int, width: float, height: float, turned: int = 0, askew: float = 0.0) -> bytes:
    """A page of a PDF (from 1) as PNG, turned as `Source` says. Raises ReadError if it cannot be rendered."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        try:
            image = document[number - 1].render(scale=_scale(width, height)).to_pil().convert("RGB")
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError) as reason:
        raise ReadError(f"{path}: page {number} cannot be rendered: {reason}; try --no-background") from reason
    return _encoded(_straight(image, turned, askew))


def scanned(path: File, number: int, turned: int = 0, askew: float = 0.0) -> bytes:
    """A picture of an image file (from 1) as PNG, as large as it is, turned as `Source` says.

    Raises ReadError if it cannot be read.
    """
    from PIL import Image

    from pipeline.readers.scan.images import pictures

    for shown, picture in enumerate(pictures(path, number), 1):
        if isinstance(picture, ReadError):
            raise ReadError(f"{path}: picture {shown}: {picture}; try --no-background")
        if shown == number:
            return _encoded(_straight(Image.fromarray(picture), turned, askew))
    raise ReadError(f"{path}: has no picture {number}")


def png(drawing: Drawing) -> bytes:
    """The drawing as PNG."""
    from PIL import Image

    scale = _scale(drawing.width, drawing.height)
    size = max(1, round(drawing.width * scale)), max(1, round(drawing.height * scale))
    brush = _Brush(Image.new("RGB", size, "white"), scale)
    for group in drawing.groups:
        for shape in group.shapes:
            brush.draw(shape)
    return _encoded(brush.image)


def _straight(image: Image, turned: int, askew: float) -> Image:
    """The picture turned clockwise by quarters, and then about its middle; what is new at its corners is white."""
    from PIL.Image import Resampling

    image = image.rotate(-turned, expand=True)
    white = "white" if image.mode == "RGB" else 255
    return image.rotate(-askew, Resampling.BICUBIC, fillcolor=white) if askew else image


def _scale(width: float, height: float) -> float:
    return min(SCALE, float((MOST_PIXELS / max(1.0, width * height)) ** 0.5))


def _encoded(image: Image) -> bytes:
    held = BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


class _Brush:
    """Draws shapes on an image."""

    def __init__(self, image: Image, scale: float) -> None:
        from PIL import ImageDraw

        self.image = image
        self.scale = scale
        self.pen = ImageDraw.Draw(image, "RGBA")
        self.fonts: dict[int, FreeTypeFont | ImageFont] = {}
        self.chinese = True

    def draw(self, shape: Shape) -> None:
        match shape:
            case Area():
                self._area(shape)
            case Path():
                self._path(shape)
            case Disc(center=(x, y), radius=r):
                self.pen.ellipse(self._scaled((x - r, y - r), (x + r, y + r)), fill=shape.fill)
                size = r * (1.25 if len(shape.word) < 3 else 0.9)
                self._write(shape.word, (x - width_of(shape.word, size) / 2, y + size * 0.36), size, shape.ink)
            case Label():
                self._write(shape.words, shape.at, shape.size, shape.ink, bold=shape.bold)
            case Print():
                for char, at in zip(shape.characters, shape.at, strict=True):
                    self._write(char, at, shape.size, shape.ink)
            case Picture(box=box):
                self._paste(shape.png, self._scaled(box[:2], box[2:]))

    def _area(self, area: Area) -> None:
        corners = self._scaled(area.box[:2], area.box[2:])
        width = max(1, round(area.width * self.scale))
        fill = _colour(area.fill, area.opacity) if area.fill else None
        self.pen.rounded_rectangle(corners, area.round * self.scale, fill=fill)
        if area.hatched and area.stroke:
            self._hatch(corners, _colour(area.stroke, 0.6))
        if area.stroke and not area.dashed:
            self.pen.rounded_rectangle(corners, area.round * self.scale, outline=area.stroke, width=width)
        elif area.stroke:
            x0, y0, x1, y1 = area.box
            self._line(((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)), area.stroke, area.width, dashed=True)

    def _hatch(self, corners: tuple[float, float, float, float], ink: tuple[int, int, int, int]) -> None:
        x0, y0, x1, y1 = corners
        high = y1 - y0
        step = HATCH * self.scale
        at = x0 - high
        while at < x1:
            start, end = max(at, x0), min(at + high, x1)
            self.pen.line((start, y1 - (start - at), end, y1 - (end - at)), fill=ink, width=round(self.scale))
            at += step

    def _path(self, path: Path) -> None:
        self._line(path.points, path.color, path.width, path.dashed)
        if head := arrow_head(path):
            self.pen.polygon([(x * self.scale, y * self.scale) for x, y in head], fill=path.color)

    def _line(self, points: tuple[Point, ...], color: str, width: float, dashed: bool) -> None:
        ink, thick = _colour(color, 0.8), max(1, round(width * self.scale))
        for (x0, y0), (x1, y1) in pairwise(points):
            length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
            pieces = max(1, round(length / (width * 5.2))) if dashed else 1
            part = 3 / 5.2 if dashed else 1.0
            for n in range(pieces):
                start, end = n / pieces, (n + part) / pieces
                ends = (
                    (x0 + (x1 - x0) * start, y0 + (y1 - y0) * start),
                    (x0 + (x1 - x0) * end, y0 + (y1 - y0) * end),
                )
                self.pen.line([(x * self.scale, y * self.scale) for x, y in ends], fill=ink, width=thick)

    def _write(self, words: str, at: Point, size: float, ink: str, bold: bool = False) -> None:
        font = self._font(max(1, round(size * self.scale)))
        shown = "".join(char if char.isprintable() else "\ufffd" for char in words)
        if not self.chinese:
            shown = "".join(char if char.isascii() or char in "·…" else "□" for char in shown)
        x, y = at[0] * self.scale, at[1] * self.scale
        anchor = "ls" if hasattr(font, "getmetrics") else None
        stroke = max(1, round(size * self.scale / 40)) if bold else 0
        self.pen.text((x, y), shown, fill=ink, font=font, anchor=anchor, stroke_width=stroke / 2)

    def _font(self, size: int) -> FreeTypeFont | ImageFont:
        from PIL import ImageFont

        if size not in self.fonts:
            for name in FONTS if self.chinese else ():
                try:
                    self.fonts[size] = ImageFont.truetype(name, size)
                    break
                except OSError:
                    continue
            else:
                self.chinese = False
                self.fonts[size] = ImageFont.load_default(size)
        return self.fonts[size]

    def _paste(self, data: bytes, corners: tuple[float, float, float, float]) -> None:
        from PIL import Image

        x0, y0, x1, y1 = (round(edge) for edge in corners)
        with Image.open(BytesIO(data)) as picture:
            self.image.paste(picture.resize((max(1, x1 - x0), max(1, y1 - y0))), (x0, y0))

    def _scaled(self, low: tuple[float, ...], high: tuple[float, ...]) -> tuple[float, float, float, float]:
        (x0, y0), (x1, y1) = low, high
        return x0 * self.scale, y0 * self.scale, max(x0, x1) * self.scale, max(y0, y1) * self.scale


def _colour(color: str, opacity: float) -> tuple[int, int, int, int]:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue, round(opacity * 255)
