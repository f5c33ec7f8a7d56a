"""SVG: a drawing as text. Nothing is needed for it, and the same drawing gives the same bytes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape

from pipeline.drawing.shapes import Area, Disc, Drawing, Group, Label, Path, Picture, Point, Print, Shape, arrow_head
from pipeline.unseen import UNSEEN

SANS = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
SERIF = "'Noto Serif CJK SC','Source Han Serif SC','Songti SC',SimSun,serif"
HATCH = 5  # points between the lines of what is hatched
_NO_XML = str.maketrans("\ufffe\uffff", "\ufffd\ufffd")


def svg(drawing: Drawing) -> str:
    """The drawing as an SVG document. Text is a stranger's: it is escaped, and nothing in it can steer."""
    wide, high = _number(drawing.width), _number(drawing.height)
    areas = [shape for group in drawing.groups for shape in group.shapes if isinstance(shape, Area)]
    hatches = sorted({area.stroke for area in areas if area.hatched and area.stroke})
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">',
        f"<title>{_text(drawing.title)}</title>",
        f"<style>text{{font-family:{SANS}}}.print{{font-family:{SERIF}}}</style>",
        *(f"<defs>{_hatch(color)}</defs>" for color in hatches),
    ]
    for group in drawing.groups:
        lines += _group(group)
    return "\n".join([*lines, "</svg>", ""])


def _group(group: Group) -> Iterator[str]:
    story = f' data-story="{_text(group.story)}"' if group.story else ""
    yield f'<g class="{_text(group.kind)}"{story}>'
    if group.title:
        yield f"<title>{_text(group.title)}</title>"
    for shape in group.shapes:
        yield from _shape(shape)
    yield "</g>"


def _shape(shape: Shape) -> Iterator[str]:
    match shape:
        case Area():
            yield _area(shape)
        case Path():
            yield from _path(shape)
        case Disc(center=(x, y), radius=radius):
            yield f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}" fill="{shape.fill}"/>'
            size = radius * (1.25 if len(shape.word) < 3 else 0.9)
            yield (
                f'<text x="{_number(x)}" y="{_number(y + size * 0.36)}" font-size="{_number(size)}" '
                f'text-anchor="middle" font-weight="bold" fill="{shape.ink}">{_text(shape.word)}</text>'
            )
        case Label(at=(x, y)):
            weight = ' font-weight="bold"' if shape.bold else ""
            yield (
                f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(shape.size)}"{weight} '
                f'fill="{shape.ink}">{_text(shape.words)}</text>'
            )
        case Print():
            xs = " ".join(_number(x) for x, _ in shape.at)
            ys = _number(shape.at[0][1]) if len({y for _, y in shape.at}) == 1 else None
            ys = ys or " ".join(_number(y) for _, y in shape.at)
            yield (
                f'<text class="print" x="{xs}" y="{ys}" font-size="{_number(shape.size)}" '
                f'fill="{shape.ink}">{_text(shape.characters)}</text>'
            )
        case Picture(box=box):
            data = b64encode(shape.png).decode()
            yield f'<image {_place(box)} preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'


def _area(area: Area) -> str:
    fill = f"url(#{_hatch_id(area.stroke)})" if area.hatched and area.stroke else area.fill or "none"
    opacity = f' fill-opacity="{_number(area.opacity)}"' if area.opacity != 1 and area.fill else ""
    stroke = f' stroke="{area.stroke}" stroke-width="{_number(area.width)}"' if area.stroke else ""
    dashes = f' stroke-dasharray="{_dashes(area.width)}"' if area.dashed else ""
    corners = f' rx="{_number(area.round)}"' if area.round else ""
    return f'<rect {_place(area.box)}{corners} fill="{fill}"{opacity}{stroke}{dashes}/>'


def _path(path: Path) -> Iterator[str]:
    name = f' data-order="{_text(path.name)}"' if path.name else ""
    dashes = f' stroke-dasharray="{_dashes(path.width)}"' if path.dashed else ""
    kind = ' class="arrow"' if path.head else ""
    yield (
        f'<polyline{kind}{name} points="{_points(path.points)}" fill="none" stroke="{path.color}" '
        f'stroke-width="{_number(path.width)}" stroke-linejoin="round" stroke-opacity="0.8"{dashes}/>'
    )
    if head := arrow_head(path):
        yield f'<polygon points="{_points(head)}" fill="{path.color}"/>'


def _hatch(color: str) -> str:
    line = f'<rect width="1.2" height="{HATCH}" fill="{color}" fill-opacity="0.6"/>'
    return (
        f'<pattern id="{_hatch_id(color)}" width="{HATCH}" height="{HATCH}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">{line}</pattern>'
    )


def _hatch_id(color: str | None) -> str:
    return f"hatch-{(color or '').removeprefix('#')}"


def _dashes(width: float) -> str:
    return f"{_number(width * 3)} {_number(width * 2.2)}"


def _place(box: tuple[float, float, float, float]) -> str:
    x0, y0, x1, y1 = box
    wide, high = max(0.0, x1 - x0), max(0.0, y1 - y0)
    return f'x="{_number(x0)}" y="{_number(y0)}" width="{_number(wide)}" height="{_number(high)}"'


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _text(words: str) -> str:
    """Words fit for XML, and for eyes: what cannot be shown is a replacement character."""
    return escape(UNSEEN.sub("\ufffd", words).translate(_NO_XML))
