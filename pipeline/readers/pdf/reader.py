"""The PDF reader: pages from a file, one by one, by the fast backend or, where it fails, by the slow one.

Glyphs are in the order of the content stream, shadow copies and invisible ones among them: what they are worth
is for the stages to say. All of a page's glyphs are one line; taking it apart is a stage's work, too.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from pipeline.errors import JianbaoError, ReadError
from pipeline.ledger import Ledger, characters
from pipeline.page import ALL_PAGES, Box, Line, Page, Source
from pipeline.readers.files import EMPTY_FILE, pieces
from pipeline.readers.pdf.limits import MOST_FILE, Budget, TooMuch, check_file, spending
from pipeline.readers.unread import Unread
from pipeline.text import Text

if TYPE_CHECKING:
    from pipeline.readers.pdf.frame import Frame
    from pipeline.readers.pdf.pen import Pen

KIND = "pdf"
SUFFIXES = frozenset({".pdf"})
MOST_BYTES = MOST_FILE
HEAD = 1024  # bytes within which a PDF says that it is one
SLOW = "pdf-slow-reader"
NO_TEXT = "no-text-layer"
OUTSIDE = "text-outside-page"
MUCH = 0.1  # of a page's text outside of it makes doubtful where it ends
LEAST_SIDE = 72.0  # points; what is smaller is no page
LOCKED = (
    "it is locked with a password; save it without one, as with "
    "`qpdf --decrypt --password=PASSWORD locked.pdf open.pdf`"
)


class File(Protocol):
    """A PDF that a backend has opened."""

    def __len__(self) -> int: ...
    def read(self, number: int, budget: Budget) -> Pen: ...
    def close(self) -> None: ...


Opener = Callable[[Path], File]


def read(
    path: Path, page_id: str, most_bytes: int = MOST_BYTES, numbers: Container[int] = ALL_PAGES
) -> Iterator[Page | Unread]:
    """The pages of a PDF with these `numbers` (from 1), each read when it is asked for.

    A file of several pages numbers their ids with `-p001`. A page that cannot be read, or has no text, is an
    Unread in its place. Raises ReadError if the file as a whole cannot be read: too large, no PDF, locked, or
    broken beyond repair.
    """
    digest = _digest(path, most_bytes)
    for logger in ("pdfminer", "playa"):  # what they say of broken files is ours to say
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    files = Files(path, [fast, slow])
    try:
        for number in (n for n in range(files.count) if n + 1 in numbers):
            numbered = page_id if files.count == 1 else f"{page_id}-p{number + 1:03d}"
            source = Source(path.name, digest, KIND, files.count, number + 1)
            try:
                yield _page(files, number, numbered, source)
            except JianbaoError as reason:
                yield Unread(numbered, number + 1, str(reason), reason.flag if isinstance(reason, NoText) else None)
    finally:
        files.close()


class NoText(ReadError):
    """A page without a text layer, or with none that is on the page."""

    def __init__(self, reason: str, flag: str = NO_TEXT) -> None:
        super().__init__(reason)
        self.flag = flag


class Files:
    """One PDF, opened by the first backend that can; the others are opened when a page needs them.

    Raises ReadError if none can.
    """

    def __init__(self, path: Path, openers: list[Opener]) -> None:
        self.path = path
        self._openers = openers
        self._open: dict[int, File | None] = {}  # None: this backend cannot
        self._why: Exception | None = None
        with spending(Budget()):
            self.count = next((len(file) for _, file in self._usable()), 0)
        if not self.count:
            self.close()
            raise _unreadable(self._why)

    def read(self, number: int) -> tuple[Pen, bool]:
        """What page `number` (from 0) shows, and whether that is by a slower backend than the first.

        A backend that fails or sees nothing leaves the page to the next. Raises NoText if none sees any text,
        and ReadError if none can read the page or the page has no size.
        """
        empty: Pen | None = None
        why: Exception | None = None
        with spending(Budget()):
            for rank, file in self._usable():
                try:
                    pen = file.read(number, Budget())
                except (MemoryError, TooMuch):
                    raise
                except Exception as reason:  # noqa: BLE001  (a broken page can raise anything)
                    why = reason
                    continue
                _check_size(pen.frame)
                if len(pen):
                    return pen, rank > 0
                empty = empty or pen
        if empty is not None:
            raise NoText(_no_text(empty))
        raise ReadError(f"the page is broken: {_said(why)}")

    def close(self) -> None:
        for file in self._open.values():
            if file is not None:
                file.close()

    def _usable(self) -> Iterator[tuple[int, File]]:
        for rank, opener in enumerate(self._openers):
            if rank not in self._open:
                try:
                    self._open[rank] = opener(self.path)
                except (MemoryError, TooMuch):
                    raise
                except Exception as reason:  # noqa: BLE001
                    self._open[rank] = None
                    self._why = self._why if _is_locked(self._why) else reason
            file = self._open[rank]
            if file is not None and len(file):
                yield rank, file


def fast(path: Path) -> File:
    """The file by playa-pdf."""
    from pipeline.readers.pdf.playa_backend import FastFile

    return FastFile(path)


def slow(path: Path) -> File:
    """The file by pdfplumber."""
    from pipeline.readers.pdf.plumber_backend import SlowFile

    return SlowFile(path)


def _page(files: Files, number: int, page_id: str, source: Source) -> Page:
    pen, slower = files.read(number)
    glyphs = pen.glyphs()
    width, height = pen.frame.width, pen.frame.height
    string = characters(glyphs.char)
    ledger = Ledger(string)
    text = Text(string, np.arange(len(glyphs)), ledger)
    page = Page(
        page_id,
        Source(source.path, source.sha256, source.kind, source.pages, source.number, None, width, height, "point"),
        glyphs,
        ledger,
        (Line(text, Box(0.0, 0.0, width, height)),),
        graphics=pen.drawings.graphics(),
    )
    outside = float(glyphs.outside.mean()) if glyphs.outside is not None else 0.0
    if outside == 1:
        told = f"all {len(glyphs)} characters of its text are off the page, which is {width:g} × {height:g} points"
        raise NoText(f"{told}; set its MediaBox and CropBox to the size of its paper", OUTSIDE)
    return page.flagged(*[SLOW] * slower, *[OUTSIDE] * (outside > MUCH))


def _digest(path: Path, most_bytes: int) -> str:
    """The SHA-256 of a file that is a PDF by its head and not too large; else raises ReadError."""
    digest = hashlib.sha256()
    end = b""
    for piece in pieces(path, most_bytes):
        if not end and b"%PDF-" not in piece[:HEAD]:
            raise ReadError("it is no PDF, though its name ends so")
        digest.update(piece)
        check_file(end + piece)
        end = piece[-HEAD:]
    if not end:
        raise ReadError(EMPTY_FILE)
    return digest.hexdigest()


def _check_size(frame: Frame) -> None:
    """Raises ReadError for a page that is too small for any text: nearly all that it shows would be outside of it."""
    if min(frame.width, frame.height) < LEAST_SIDE:
        size = f"{frame.width:g} × {frame.height:g} points"
        raise ReadError(f"its MediaBox or CropBox leaves it {size}, which is no page; set it to the size of its paper")


def _no_text(pen: Pen) -> str:
    if pen.drawings.graphics().pictures:
        return "the page is a picture without a text layer: it must be read as a scan"
    return "the page has no text layer; if it shows text, it must be read as a scan"


def _unreadable(why: Exception | None) -> ReadError:
    if _is_locked(why):
        return ReadError(LOCKED)
    if why is None:
        return ReadError("it is a PDF without pages")
    return ReadError(f"it is broken, and no page of it can be found ({_said(why)}); try to repair it with `qpdf`")


def _is_locked(why: BaseException | None) -> bool:
    causes = [why, *(why.args if why is not None else ())]
    return any(type(each).__name__ in ("PDFPasswordIncorrect", "PDFEncryptionError") for each in causes)


def _said(why: BaseException | None) -> str:
    return f"{type(why).__name__}: {why}"[:200] if why is not None else "nothing is known"
