"""Slow: pages by pdfplumber, which is the reference: pdfminer's parser, fonts and drawing operators.

Where pdfminer goes wrong it is corrected: character spacing between strings is lost, vertical boxes stand 0.12 em
too high, forms forget the colours that they are drawn in, and nothing is said of invisible text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdffont import PDFCIDFont, PDFFont
from pdfminer.pdfinterp import PDFContentParser, PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFTextState
from pdfminer.pdftypes import PDFStream, dict_value, resolve1
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSKeyword, PSLiteral, keyword_name, literal_name

from pipeline.readers.pdf.colors import PATTERN, rgb
from pipeline.readers.pdf.frame import Matrix, Rect, around, common, frame, times
from pipeline.readers.pdf.limits import (
    FORM,
    MOST_DEPTH,
    MOST_OPERANDS,
    MOST_PAGES,
    Budget,
    TooMuch,
    check_content,
    check_packing,
)
from pipeline.readers.pdf.paths import Path as DrawnPath
from pipeline.readers.pdf.pen import EVERYWHERE, INVISIBLE_MODES, Face, Pen, Type
from pipeline.readers.pdf.plumber_fonts import ManyFace, SimpleFace, UnknownFace, check

MOST_KEPT = 64  # fonts from one page to the next


class SlowFile:
    """A PDF opened by pdfplumber. Raises whatever pdfplumber does."""

    def __init__(self, path: Path, password: str = "") -> None:
        self._handle = path.open("rb")
        self._fonts = _Fonts()
        try:
            self._file = pdfplumber.open(self._handle, password=password)
            if len(self._file.pages) > MOST_PAGES:
                raise TooMuch(f"it has more than {MOST_PAGES} pages")
        except BaseException:
            self._handle.close()
            raise

    def __len__(self) -> int:
        return len(self._file.pages)

    def read(self, number: int, budget: Budget) -> Pen:
        """What page `number` (from 0) shows."""
        page = self._file.pages[number].page_obj
        rotate = page.rotate if isinstance(page.rotate, int) else 0
        view = frame(_rect(page.mediabox), _rect(page.cropbox), rotate)
        pen = Pen(view, budget)
        try:
            interpreter = _Interpreter(self._fonts, _Device(self._fonts, pen))
            interpreter.render_contents(page.resources, page.contents, ctm=view.matrix)
        finally:
            self._forget(number)
        return pen

    def close(self) -> None:
        self._handle.close()

    def _forget(self, number: int) -> None:
        """Let go of what only this page needed: hundreds of pages are read in the memory of one."""
        self._file.pages[number].close()
        self._file.doc._cached_objs.clear()
        if len(self._fonts.faces) > MOST_KEPT:
            self._fonts = _Fonts()


class _Fonts(PDFResourceManager):
    """pdfminer's fonts, with the pen's faces beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.faces: dict[int, tuple[PDFFont, Face]] = {}
        self._specs: dict[int, Mapping[str, Any]] = {}

    def get_font(self, objid: object, spec: Mapping[str, Any]) -> PDFFont:
        check(spec)
        try:
            font = super().get_font(objid, spec)
        except (MemoryError, TooMuch):
            raise
        except Exception:  # noqa: BLE001  (a broken font can raise anything)
            return self.unknown(pairs="DescendantFonts" in spec)
        if id(font) not in self.faces:
            face = ManyFace(font, spec) if isinstance(font, PDFCIDFont) else SimpleFace(font, spec)
            self.faces[id(font)] = font, face  # the font is kept: its id is its own as long as it lives
        return font

    def unknown(self, pairs: bool) -> PDFFont:
        """A font to stand in for one that cannot be read: text in it is not lost, though nobody can read it."""
        font = PDFFont({}, {})
        self.faces[id(font)] = font, UnknownFace(pairs)
        return font

    def face(self, font: PDFFont) -> Face:
        return self.faces[id(font)][1]


class _Device(PDFDevice):
    """What pdfminer draws on: the pen."""

    ctm: Matrix

    def __init__(self, fonts: _Fonts, pen: Pen) -> None:
        super().__init__(fonts)
        self.fonts = fonts
        self.pen = pen
        self.clip: Rect = EVERYWHERE
        self.mode = 0

    def render_string(
        self, textstate: PDFTextState, seq: Any, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        if textstate.font is None or not isinstance(seq, list):
            return
        style = Type(
            self.fonts.face(textstate.font),
            textstate.fontsize,
            textstate.scaling * 0.01,
            textstate.rise,
            textstate.charspace,
            textstate.wordspace,
            _color(graphicstate.ncolor, ncs),
            textstate.render in INVISIBLE_MODES or getattr(graphicstate, "see_through", False),
            self.clip,
        )
        matrix = times(textstate.matrix, self.ctm)
        textstate.linematrix = self.pen.show(seq, style, matrix, *textstate.linematrix)

    def paint_path(
        self, graphicstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]
    ) -> None:
        del evenodd
        fill = fill and not getattr(graphicstate, "see_through", False)
        _drawn(path).paint(
            self.pen.drawings,
            self.ctm,
            self.clip,
            _color(graphicstate.ncolor, graphicstate.ncs) if fill else None,
            _color(graphicstate.scolor, graphicstate.scs) if stroke else None,
            graphicstate.linewidth,
        )

    def render_image(self, name: str, stream: PDFStream) -> None:
        del name, stream
        self.pen.picture(self.ctm, self.clip)


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter with clipping, opacity, forms that inherit, and bounds."""

    device: _Device
    depth = 0

    @property
    def fonts(self) -> _Fonts:
        return self.device.fonts

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        self.outer: list[tuple[Rect, bool]] = []  # clip and opacity of the states that are saved

    def do_q(self) -> None:
        if len(self.gstack) > MOST_OPERANDS:
            raise TooMuch("it saves its state without end")
        super().do_q()
        self.outer.append((self.device.clip, self._opacity()))

    def do_Q(self) -> None:  # noqa: N802  (pdfminer's name)
        super().do_Q()
        if self.outer:
            self.device.clip, see_through = self.outer.pop()
            self.graphicstate.see_through = see_through  # type: ignore[attr-defined]

    def _opacity(self) -> bool:
        return getattr(self.graphicstate, "see_through", False)

    def do_W(self) -> None:  # noqa: N802
        box = _drawn(self.curpath).box(self.ctm)
        if box is not None:
            self.device.clip = common(self.device.clip, box)

    def do_W_a(self) -> None:  # noqa: N802
        self.do_W()

    def do_gs(self, name: Any) -> None:
        table = resolve1(dict_value(self.resources.get("ExtGState") or {}).get(literal_name(name)))
        if isinstance(table, dict) and isinstance(opacity := resolve1(table.get("ca")), int | float):
            self.graphicstate.see_through = opacity <= 0  # type: ignore[attr-defined]
        if isinstance(table, dict) and isinstance(width := resolve1(table.get("LW")), int | float):
            self.graphicstate.linewidth = width

    def do_scn(self) -> None:
        self.graphicstate.ncolor = self._components(self.graphicstate.ncs)

    def do_SCN(self) -> None:  # noqa: N802
        self.graphicstate.scolor = self._components(self.graphicstate.scs)

    def _components(self, space: PDFColorSpace) -> Any:
        """The colour that stands before the operator, of any number of inks; pdfminer knows 1, 3 and 4."""
        values = tuple(self.argstack)
        self.argstack = []
        return values if space.name == "Pattern" else values[-space.ncomponents :]

    def do_Tf(self, fontid: Any, fontsize: Any) -> None:  # noqa: N802
        if literal_name(fontid) not in self.fontmap:
            self.fontmap[literal_name(fontid)] = self.fonts.unknown(pairs=False)
        super().do_Tf(fontid, fontsize)

    def do_TJ(self, seq: Any) -> None:  # noqa: N802
        graphics = self.graphicstate
        if self.textstate.font is None:
            self.textstate.font = self.fonts.unknown(pairs=False)
        self.device.render_string(self.textstate, seq, graphics.ncs, graphics)

    def do__w(self, aw: Any, ac: Any, s: Any) -> None:
        """pdfminer's forgets to go to the next line."""
        self.do_Tw(aw)
        self.do_Tc(ac)
        self.do__q(s)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        stream = resolve1(self.xobjmap.get(literal_name(xobjid_arg)))
        if not isinstance(stream, PDFStream):
            return
        kind = resolve1(stream.get("Subtype"))
        kind = kind.name if isinstance(kind, PSLiteral) else None
        if kind == "Image":
            self.device.pen.picture(self.ctm, self.device.clip)
        elif kind == "Form":
            self._form(stream)

    def _form(self, stream: PDFStream) -> None:
        """Draw a form in the state that it is called in, and go on in the same."""
        if self.depth >= MOST_DEPTH:
            raise TooMuch(f"its forms are nested more than {MOST_DEPTH} deep")
        self.device.pen.budget.step(FORM)
        inner = self.subinterp()
        assert isinstance(inner, _Interpreter)
        inner.depth = self.depth + 1
        device, clip, see_through = self.device, self.device.clip, self._opacity()
        matrix = resolve1(stream.get("Matrix"))
        ctm = self.ctm
        if isinstance(matrix, list) and len(matrix) == 6:
            a, b, c, d, e, f = (float(resolve1(each)) for each in matrix)
            ctm = times((a, b, c, d, e, f), ctm)
        box = resolve1(stream.get("BBox"))
        if isinstance(box, list) and len(box) == 4:
            device.clip = common(clip, around(ctm, _rect(box)))
        own = resolve1(stream.get("Resources"))
        inner.init_resources(own if isinstance(own, dict) else self.resources)
        inner.init_state(ctm)
        inner.graphicstate = self.graphicstate.copy()
        inner.graphicstate.see_through = see_through  # type: ignore[attr-defined]
        inner.textstate = self.textstate.copy()
        inner.execute([stream])
        device.clip = clip
        device.set_ctm(self.ctm)

    def execute(self, streams: Sequence[object]) -> None:
        """As pdfminer's, but counted, and an operator with bad operands costs no more than itself."""
        known = []
        for each in streams:
            stream = resolve1(each)
            if not isinstance(stream, PDFStream) or stream.objid in self.parent_stream_ids:
                continue
            names = [str(each.name) for each, _ in stream.get_filters() if isinstance(each, PSLiteral)]
            check_packing(names, len(stream.rawdata or b""))
            check_content(stream.get_data())
            known.append(stream)
            if stream.objid is not None:
                self.stream_ids.add(stream.objid)
        if not known:
            return
        step = self.device.pen.budget.step
        try:
            parser = PDFContentParser(known)
            while True:
                _, each = parser.nextobject()
                if isinstance(each, PSKeyword):
                    step()
                    self._operate(keyword_name(each))
                else:
                    self.push(each)
                    if len(self.argstack) > MOST_OPERANDS:
                        raise TooMuch("its content is made of operands")
        except PSEOF:
            return

    def _operate(self, name: str) -> None:
        method = getattr(self, "do_" + name.replace("*", "_a").replace('"', "_w").replace("'", "_q"), None)
        if method is None:
            self.argstack = []
            return
        count = method.__code__.co_argcount - 1
        operands = self.pop(count)
        if len(operands) == count:
            try:
                method(*operands)
            except (TypeError, ValueError, KeyError, IndexError, AttributeError):
                return


def _drawn(segments: Sequence[Any]) -> DrawnPath:
    path = DrawnPath()
    for operator, *points in segments:
        match operator:
            case "m":
                path.move(*points)
            case "l":
                path.line(*points)
            case "h":
                path.close()
            case _:
                path.curve(*points)
    return path


def _color(value: Any, space: PDFColorSpace | None) -> int:
    values = value if isinstance(value, tuple | list) else [value]
    if not all(isinstance(each, int | float) for each in values):
        return PATTERN
    return rgb(tuple(values), space.name if space else "")


def _rect(values: Sequence[Any]) -> Rect:
    x0, y0, x1, y1 = (float(resolve1(each)) for each in values)
    return x0, y0, x1, y1
