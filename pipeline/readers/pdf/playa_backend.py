"""Fast: pages by playa-pdf. Its parser is quick; the drawing operators are ours.

It reads what newspapers' PDFs are made of. What it cannot read it raises an exception of any kind for, and the
page is read again by the slow backend.
"""

from __future__ import annotations

from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from playa.document import Document
from playa.font import CIDFont
from playa.page import Page
from playa.pdftypes import ObjRef, resolve1

from pipeline.readers.pdf.circles import check_lengths
from pipeline.readers.pdf.frame import frame
from pipeline.readers.pdf.limits import (
    MOST_PAGES,
    Budget,
    TooMuch,
)
from pipeline.readers.pdf.pen import Face, Pen
from pipeline.readers.pdf.playa_fonts import ManyFace, SimpleFace, check
from pipeline.readers.pdf.playa_maps import without_table
from pipeline.readers.pdf.playa_operators import Interpreter, State

MOST_KEPT = 64  # fonts from one page to the next


class FastFile:
    """A PDF opened by playa-pdf. Raises whatever playa-pdf does."""

    def __init__(self, path: Path, password: str = "") -> None:
        self._handle = path.open("rb")
        self._faces: dict[int, Face] = {}
        try:
            with mmap(self._handle.fileno(), 0, access=ACCESS_READ) as data:
                check_lengths(data)
            self._file = Document(self._handle, password)
            self._pages: list[Page] = []
            for page in self._file.pages:
                self._pages.append(page)
                if len(self._pages) > MOST_PAGES:
                    raise TooMuch(f"it has more than {MOST_PAGES} pages")
        except BaseException:
            self._handle.close()
            raise

    def __len__(self) -> int:
        return len(self._pages)

    def read(self, number: int, budget: Budget) -> Pen:
        """What page `number` (from 0) shows."""
        page = self._pages[number]
        view = frame(page.mediabox, page.cropbox, page.rotate)
        pen = Pen(view, budget)
        try:
            Interpreter(self._file, pen, self._face, page.resources, State(view.matrix)).run(page._contents)
        finally:
            self._forget()
        return pen

    def close(self) -> None:
        self._handle.close()

    def _face(self, ref: Any) -> Face:
        """The font of a resource; those that have a number are kept for the pages to come."""
        key = ref.objid if isinstance(ref, ObjRef) else 0
        face = self._faces.get(key) if key else None
        if face is None:
            spec = resolve1(ref)
            if not isinstance(spec, dict):
                raise TypeError("a font that is no dictionary")
            check(spec)
            spec, table = without_table(spec)
            font = self._file.get_font(0, spec)
            face = ManyFace(font, table) if isinstance(font, CIDFont) else SimpleFace(font)
            if key:
                self._faces[key] = face
        return face

    def _forget(self) -> None:
        """Let go of what only this page needed: hundreds of pages are read in the memory of one."""
        file = self._file
        file._cached_objs.clear()
        file._parsed_objs.clear()
        file._cached_inline_images.clear()
        if len(self._faces) > MOST_KEPT:
            self._faces.clear()
