"""Operators: what the words of a content stream, as playa-pdf parses it, do to the pen."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from playa.color import PREDEFINED_COLORSPACE, ColorSpace, get_colorspace
from playa.document import Document
from playa.pdftypes import ContentStream, InlineImage, PSLiteral, resolve1

from pipeline.readers.pdf.colors import BLACK, PATTERN, rgb
from pipeline.readers.pdf.frame import IDENTITY, Matrix, Rect, around, at, common, times
from pipeline.readers.pdf.limits import (
    FORM,
    MOST_DEPTH,
    MOST_OPERANDS,
    TooMuch,
    check_content,
    check_packing,
)
from pipeline.readers.pdf.paths import Path as DrawnPath
from pipeline.readers.pdf.pen import EVERYWHERE, INVISIBLE_MODES, Face, Pen, Type
from pipeline.readers.pdf.playa_content import IMAGE, operations
from pipeline.readers.pdf.playa_objects import number_of, stream_of

GREY = PREDEFINED_COLORSPACE["DeviceGray"]


@dataclass(slots=True)
class State:
    """PDF's graphics state, as far as it matters to us."""

    ctm: Matrix
    face: Face | None = None
    size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    fill: int = BLACK
    stroke: int = BLACK
    fill_space: ColorSpace = GREY
    stroke_space: ColorSpace = GREY
    width: float = 1.0
    clip: Rect = EVERYWHERE
    see_through: bool = False  # filled with no opacity at all


class Interpreter:
    """Runs the operators of a page's content, or of a form's within it."""

    def __init__(
        self,
        file: Document,
        pen: Pen,
        face_of: Callable[[Any], Face],
        resources: dict[str, Any],
        state: State,
        above: tuple[int, ...] = (),
    ) -> None:
        self.file, self.pen, self.face_of = file, pen, face_of
        self.resources = resources
        self.state = state
        self.above = above  # the numbers of the forms that this one is drawn by
        self.saved: list[tuple[State, Matrix, tuple[float, float]]] = []
        self.line: Matrix = IDENTITY
        self.place = (0.0, 0.0)  # of the pen, under the line's matrix
        self.path = DrawnPath()
        self._fonts: dict[str, Face] = {}
        self._style: Type | None = None  # of the last string, as long as nothing changed
        self._placed: Matrix | None = None  # where the line is on the page, likewise

    def run(self, contents: Iterable[Any]) -> None:
        step = self.pen.budget.step
        for name, operands in operations(self._streams(contents), self.file):
            step()
            known = OPERATORS.get(name)
            if known is not None:
                count, method = known
                if count < 0:
                    method(self, operands)
                elif len(operands) >= count:
                    method(self, *operands[len(operands) - count :])

    def _streams(self, contents: Iterable[Any]) -> Iterable[ContentStream]:
        """The streams unpacked, one at a time."""
        for ref in contents:
            stream = stream_of(ref)
            if stream is not None:
                check_packing([each.name for each in stream.filters], len(stream.rawdata))
                data = stream.buffer
                check_content(data)
                unpacked = ContentStream({}, data)
                unpacked.objid = stream.objid
                yield unpacked

    def _resource(self, kind: str, name: object) -> Any:
        table = resolve1(self.resources.get(kind))
        return table.get(name.name) if isinstance(table, dict) and isinstance(name, PSLiteral) else None

    # --- the state

    def save(self) -> None:
        if len(self.saved) > MOST_OPERANDS:
            raise TooMuch("it saves its state without end")
        self.saved.append((copy.copy(self.state), self.line, self.place))

    def restore(self) -> None:
        if self.saved:
            self.state, self.line, self.place = self.saved.pop()
            self._style = self._placed = None

    def concat(self, *matrix: float) -> None:
        self.state.ctm = times(_numbers(matrix), self.state.ctm)
        self._placed = None

    def line_width(self, width: float) -> None:
        self.state.width = float(width)

    def extended(self, name: object) -> None:
        table = resolve1(self._resource("ExtGState", name))
        if not isinstance(table, dict):
            return
        self._style = None
        if isinstance(opacity := resolve1(table.get("ca")), int | float):
            self.state.see_through = opacity <= 0
        if isinstance(width := resolve1(table.get("LW")), int | float):
            self.state.width = float(width)
        font = resolve1(table.get("Font"))
        if isinstance(font, list) and len(font) == 2:
            self.state.face, self.state.size = self.face_of(font[0]), number_of(font[1])

    # --- colours

    def fill_grey(self, *values: float) -> None:
        self._set_fill(GREY, values)

    def fill_rgb(self, *values: float) -> None:
        self._set_fill(PREDEFINED_COLORSPACE["DeviceRGB"], values)

    def fill_cmyk(self, *values: float) -> None:
        self._set_fill(PREDEFINED_COLORSPACE["DeviceCMYK"], values)

    def stroke_grey(self, *values: float) -> None:
        self.state.stroke_space, self.state.stroke = GREY, _color(GREY, values)

    def stroke_rgb(self, *values: float) -> None:
        space = PREDEFINED_COLORSPACE["DeviceRGB"]
        self.state.stroke_space, self.state.stroke = space, _color(space, values)

    def stroke_cmyk(self, *values: float) -> None:
        space = PREDEFINED_COLORSPACE["DeviceCMYK"]
        self.state.stroke_space, self.state.stroke = space, _color(space, values)

    def fill_in(self, name: object) -> None:
        space = self._space(name)
        self._set_fill(space, _first(space))

    def stroke_in(self, name: object) -> None:
        space = self._space(name)
        self.state.stroke_space, self.state.stroke = space, _color(space, _first(space))

    def fill_color(self, operands: Sequence[Any]) -> None:
        self._set_fill(self.state.fill_space, operands)

    def stroke_color(self, operands: Sequence[Any]) -> None:
        self.state.stroke = _color(self.state.stroke_space, operands)

    def _set_fill(self, space: ColorSpace, values: Sequence[Any]) -> None:
        self.state.fill_space, self.state.fill = space, _color(space, values)
        self._style = None

    def _space(self, name: object) -> ColorSpace:
        if not isinstance(name, PSLiteral):
            return GREY
        own = resolve1(self._resource("ColorSpace", name))
        return (get_colorspace(own) if own is not None else get_colorspace(name)) or GREY

    # --- paths

    def move(self, x: float, y: float) -> None:
        self.path.move(float(x), float(y))

    def draw_line(self, x: float, y: float) -> None:
        self.path.line(float(x), float(y))

    def curve(self, *points: float) -> None:
        self.path.curve(*map(float, points))

    def close(self) -> None:
        self.path.close()

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        self.path.rectangle(float(x), float(y), float(width), float(height))

    def cut(self) -> None:
        box = self.path.box(self.state.ctm)
        if box is not None:
            self.state.clip = common(self.state.clip, box)
            self._style = None

    def paint(self, fill: bool, stroke: bool, close: bool = False) -> None:
        if close:
            self.path.close()
        state = self.state
        self.path.paint(
            self.pen.drawings,
            state.ctm,
            state.clip,
            state.fill if fill and not state.see_through else None,
            state.stroke if stroke else None,
            state.width,
        )
        self.path = DrawnPath()

    # --- text

    def begin(self) -> None:
        self.line, self.place = IDENTITY, (0.0, 0.0)
        self._placed = None

    def matrix(self, *matrix: float) -> None:
        self.line, self.place = _numbers(matrix), (0.0, 0.0)
        self._placed = None

    def go(self, x: float, y: float) -> None:
        a, b, c, d, _, _ = self.line
        self.line = (a, b, c, d, *at(self.line, x, y))
        self.place = (0.0, 0.0)
        self._placed = None

    def go_leading(self, x: float, y: float) -> None:
        self.state.leading = -float(y)
        self.go(x, y)

    def next_line(self) -> None:
        self.go(0.0, -self.state.leading)

    def font(self, name: object, size: float) -> None:
        if not isinstance(name, PSLiteral):
            return
        face = self._fonts.get(name.name)
        if face is None:
            face = self._fonts[name.name] = self.face_of(self._resource("Font", name))
        self.state.face, self.state.size = face, float(size)
        self._style = None

    def character_space(self, space: float) -> None:
        self.state.character_space = float(space)
        self._style = None

    def word_space(self, space: float) -> None:
        self.state.word_space = float(space)
        self._style = None

    def scale(self, percent: float) -> None:
        self.state.scale = percent / 100
        self._style = None

    def leading(self, leading: float) -> None:
        self.state.leading = float(leading)

    def rise(self, rise: float) -> None:
        self.state.rise = float(rise)
        self._style = None

    def mode(self, mode: int) -> None:
        self.state.mode = int(mode)
        self._style = None

    def show(self, string: object) -> None:
        self.show_all([string])

    def show_all(self, strings: object) -> None:
        if self.state.face is None:
            raise ValueError("text in no font")
        if not isinstance(strings, list):
            return
        style = self._style or self._styled(self.state.face)
        if self._placed is None:
            self._placed = times(self.line, self.state.ctm)
        self.place = self.pen.show(strings, style, self._placed, *self.place)

    def show_next(self, string: object) -> None:
        self.next_line()
        self.show_all([string])

    def show_spaced(self, word: float, character: float, string: object) -> None:
        self.word_space(word)
        self.character_space(character)
        self.show_next(string)

    def _styled(self, face: Face) -> Type:
        state = self.state
        self._style = Type(
            face,
            state.size,
            state.scale,
            state.rise,
            state.character_space,
            state.word_space,
            state.fill,
            state.mode in INVISIBLE_MODES or state.see_through,
            state.clip,
        )
        return self._style

    # --- pictures and forms

    def draw(self, name: object) -> None:
        stream = stream_of(self._resource("XObject", name))
        if stream is None:
            return
        subtype = resolve1(stream.get("Subtype"))
        kind = subtype.name if isinstance(subtype, PSLiteral) else None
        if kind == "Image":
            self.pen.picture(self.state.ctm, self.state.clip)
        elif kind == "Form" and (stream.objid is None or stream.objid not in self.above):
            self._form(stream)

    def inline(self, image: object) -> None:
        if type(image) is InlineImage:
            self.pen.picture(self.state.ctm, self.state.clip)

    def _form(self, stream: ContentStream) -> None:
        if len(self.above) >= MOST_DEPTH:
            raise TooMuch(f"its forms are nested more than {MOST_DEPTH} deep")
        self.pen.budget.step(FORM)
        state = copy.copy(self.state)
        matrix = resolve1(stream.get("Matrix"))
        if isinstance(matrix, list) and len(matrix) == 6:
            state.ctm = times(_numbers(matrix), state.ctm)
        box = resolve1(stream.get("BBox"))
        if isinstance(box, list) and len(box) == 4:
            x0, y0, x1, y1 = map(number_of, box)
            state.clip = common(state.clip, around(state.ctm, (x0, y0, x1, y1)))
        own = resolve1(stream.get("Resources"))
        resources = own if isinstance(own, dict) else self.resources
        above = (*self.above, stream.objid or 0)
        Interpreter(self.file, self.pen, self.face_of, resources, state, above).run([stream])


def _numbers(values: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = map(number_of, values)
    return a, b, c, d, e, f


def _first(space: ColorSpace) -> tuple[float, ...]:
    """The colour that a space begins with: black, or full ink."""
    family = _family(space)
    if family in ("Separation", "DeviceN"):
        return (1.0,) * space.ncomponents
    return (0.0,) * (space.ncomponents - 1) + (1.0 if space.ncomponents == 4 else 0.0,)


def _family(space: ColorSpace) -> str:
    """What kind of space it is; spaces that a page names are named by the page."""
    if isinstance(space.spec, list) and space.spec:
        head = resolve1(space.spec[0])
        return head.name if isinstance(head, PSLiteral) else ""
    return space.name


def _color(space: ColorSpace, values: Sequence[Any]) -> int:
    for value in values:
        if not isinstance(value, int | float):
            return PATTERN
    return rgb(tuple(values[-space.ncomponents :]), _family(space))


_Operator = Callable[..., None]
OPERATORS: dict[bytes, tuple[int, _Operator]] = {
    b"q": (0, Interpreter.save),
    b"Q": (0, Interpreter.restore),
    b"cm": (6, Interpreter.concat),
    b"w": (1, Interpreter.line_width),
    b"gs": (1, Interpreter.extended),
    b"g": (1, Interpreter.fill_grey),
    b"rg": (3, Interpreter.fill_rgb),
    b"k": (4, Interpreter.fill_cmyk),
    b"G": (1, Interpreter.stroke_grey),
    b"RG": (3, Interpreter.stroke_rgb),
    b"K": (4, Interpreter.stroke_cmyk),
    b"cs": (1, Interpreter.fill_in),
    b"CS": (1, Interpreter.stroke_in),
    b"sc": (-1, Interpreter.fill_color),
    b"scn": (-1, Interpreter.fill_color),
    b"SC": (-1, Interpreter.stroke_color),
    b"SCN": (-1, Interpreter.stroke_color),
    b"m": (2, Interpreter.move),
    b"l": (2, Interpreter.draw_line),
    b"c": (6, Interpreter.curve),
    b"v": (4, Interpreter.curve),
    b"y": (4, Interpreter.curve),
    b"h": (0, Interpreter.close),
    b"re": (4, Interpreter.rectangle),
    b"W": (0, Interpreter.cut),
    b"W*": (0, Interpreter.cut),
    b"n": (0, lambda self: self.paint(False, False)),
    b"S": (0, lambda self: self.paint(False, True)),
    b"s": (0, lambda self: self.paint(False, True, close=True)),
    b"f": (0, lambda self: self.paint(True, False)),
    b"F": (0, lambda self: self.paint(True, False)),
    b"f*": (0, lambda self: self.paint(True, False)),
    b"B": (0, lambda self: self.paint(True, True)),
    b"B*": (0, lambda self: self.paint(True, True)),
    b"b": (0, lambda self: self.paint(True, True, close=True)),
    b"b*": (0, lambda self: self.paint(True, True, close=True)),
    b"BT": (0, Interpreter.begin),
    b"Tm": (6, Interpreter.matrix),
    b"Td": (2, Interpreter.go),
    b"TD": (2, Interpreter.go_leading),
    b"T*": (0, Interpreter.next_line),
    b"Tf": (2, Interpreter.font),
    b"Tc": (1, Interpreter.character_space),
    b"Tw": (1, Interpreter.word_space),
    b"Tz": (1, Interpreter.scale),
    b"TL": (1, Interpreter.leading),
    b"Ts": (1, Interpreter.rise),
    b"Tr": (1, Interpreter.mode),
    b"Tj": (1, Interpreter.show),
    b"TJ": (1, Interpreter.show_all),
    b"'": (1, Interpreter.show_next),
    b'"': (3, Interpreter.show_spaced),
    b"Do": (1, Interpreter.draw),
    IMAGE: (1, Interpreter.inline),
}
