"""Pen: what both backends write a page's glyphs and drawings with, so that they place them alike.

A backend says which strings are shown under which matrices; where each glyph comes to stand is worked out here,
for the whole page at once. A glyph's box is its advance wide and one em high, from 0.12 em under the baseline:
what the fonts say of their heights is often wrong and differs from one to the next on the same line.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from pipeline.ledger import codepoints
from pipeline.page import Glyphs
from pipeline.readers.pdf.drawings import Drawings
from pipeline.readers.pdf.encodings import UNKNOWN
from pipeline.readers.pdf.frame import Frame, Matrix, Rect, at, common
from pipeline.readers.pdf.limits import Budget

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOW, HIGH = -0.12, 0.88  # of the em box, in em above the baseline
INVISIBLE_MODES = frozenset({3, 7})  # neither filled nor stroked
SMALLEST = 0.1  # points; smaller type is not there to be read
EVERYWHERE: Rect = (-1e9, -1e9, 1e9, 1e9)


class Shape(NamedTuple):
    """One code of a font: what it reads ("" if nobody knows), and its measures in em.

    `advance` goes along the line (below 0 in vertical writing: downwards); `width` is that of the box; `left`
    and `top` lead from the box's origin to the pen's (0 in horizontal writing). `space`: PDF's word spacing
    applies to it.
    """

    text: str
    advance: float
    width: float
    left: float = 0.0
    top: float = 0.0
    space: bool = False


class Face(Protocol):
    """A font as the pen needs it. `low` and `high` bound its boxes, in em."""

    name: str
    vertical: bool
    low: float
    high: float

    def shapes(self, data: bytes) -> Iterable[Shape]:
        """The shapes of a string, code by code."""


class Type(NamedTuple):
    """How a string is set: PDF's text state where it is shown."""

    face: Face
    size: float
    scale: float = 1.0
    rise: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    color: int = 0
    invisible: bool = False
    clip: Rect = EVERYWHERE


class Pen:
    """Collects what a page shows, in the order in which it does."""

    def __init__(self, frame: Frame, budget: Budget) -> None:
        self.frame = frame
        self.budget = budget
        self.drawings = Drawings((0.0, 0.0, frame.width, frame.height))
        self._texts: list[str] = []
        self._boxes = array("d")  # four a glyph, under the matrix of its run
        self._styles: dict[Type, int] = {}  # with their numbers
        self._runs: list[tuple[int, int, Matrix]] = []  # how many glyphs, the number of their style, their matrix

    def show(self, args: Sequence[object], style: Type, matrix: Matrix, x: float, y: float) -> tuple[float, float]:
        """Show strings and the shifts between them from (x, y) on; returns where the pen is then.

        `matrix` takes both to the page as seen.
        """
        before = len(self._texts)
        face, size, scale = style.face, style.size, style.scale
        texts, boxes = self._texts.append, self._boxes.extend
        along = size * scale
        if face.vertical:
            high, em = style.rise + face.high * size, (face.high - face.low) * size
            for arg in args:
                if isinstance(arg, bytes):
                    for text, advance, width, left, top, space in face.shapes(arg):
                        start, roof = x - left * along, y + high - top * size
                        boxes((start, roof - em, start + width * along, roof))
                        texts(text)
                        y += advance * size + style.character_space
                        if space:
                            y += style.word_space
                elif isinstance(arg, int | float):
                    y -= arg * 0.001 * size
        else:
            extra, word = style.character_space * scale, style.word_space * scale
            low, high = y + style.rise + face.low * size, y + style.rise + face.high * size
            for arg in args:
                if isinstance(arg, bytes):
                    for text, advance, width, _, _, space in face.shapes(arg):
                        boxes((x, low, x + width * along, high))
                        texts(text)
                        x += advance * along + extra
                        if space:
                            x += word
                elif isinstance(arg, int | float):
                    x -= arg * 0.001 * along
        count = len(self._texts) - before
        if count:
            self.budget.show(count)
            self._runs.append((count, self._styles.setdefault(style, len(self._styles)), matrix))
        return x, y

    def __len__(self) -> int:
        return len(self._texts)

    def glyphs(self) -> Glyphs:
        """All glyphs shown, in order."""
        runs, styles = self._runs, list(self._styles)
        counts = np.array([count for count, _, _ in runs], dtype=np.int64)
        of_run = np.array([style for _, style, _ in runs], dtype=np.int64)
        matrices = np.array([matrix for _, _, matrix in runs], dtype=np.float64).reshape(-1, 6)
        vertical = np.array([style.face.vertical for style in styles], dtype=bool)
        lengths = np.fromiter(map(len, self._texts), dtype=np.int64, count=len(self._texts))
        flat = np.frombuffer(self._boxes, dtype=np.float64).reshape(-1, 4)
        of_glyph = np.repeat(np.arange(len(runs)), counts)
        if (lengths != 1).any():
            flat, of_glyph = _split(flat, of_glyph, np.maximum(lengths, 1), vertical[of_run])
            string = "".join([text or UNKNOWN for text in self._texts])
        else:
            string = "".join(self._texts)
        box = _placed(flat, matrices[of_glyph])
        size = _sizes(styles, of_run, matrices)
        angle = _angles(styles, of_run, matrices)
        fonts = sorted({style.face.name for style in styles})
        index = {name: at for at, name in enumerate(fonts)}
        font = np.array([index[style.face.name] for style in styles], dtype=np.int32)
        color = np.array([style.color for style in styles], dtype=np.uint32)
        hidden = np.array([style.invisible for style in styles], dtype=bool)
        seen = np.array([common(style.clip, self.drawings.page) for style in styles]).reshape(-1, 4)
        styled = of_run[of_glyph]
        return Glyphs(
            char=codepoints(string),
            offset=np.arange(len(of_glyph)),
            box=box.astype(np.float32),
            size=size[of_glyph].astype(np.float32),
            font=font[styled],
            fonts=tuple(fonts),
            color=color[styled],
            angle=angle[of_glyph].astype(np.float32),
            vertical=vertical[styled],
            hidden=hidden[styled],
            outside=(size < SMALLEST)[of_glyph] | _outside(box, seen[styled]),
        )

    def picture(self, ctm: Matrix, clip: Rect) -> None:
        """A picture in the unit square of `ctm`."""
        self.drawings.picture([at(ctm, x, y) for x in (0, 1) for y in (0, 1)], clip)


def _split(
    flat: NDArray[np.float64], of_glyph: NDArray[np.int64], lengths: NDArray[np.int64], vertical: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The boxes and runs of single characters: a glyph of several is cut evenly along the line of writing."""
    rows = np.repeat(np.arange(len(flat)), lengths)
    part = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    share = lengths[rows].astype(np.float64)
    boxes, runs = flat[rows], of_glyph[rows]
    step = (boxes[:, 2] - boxes[:, 0]) / share
    fall = (boxes[:, 3] - boxes[:, 1]) / share
    cut = boxes.copy()
    down = vertical[runs]
    cut[~down, 0] += (step * part)[~down]
    cut[~down, 2] = (cut[:, 0] + step)[~down]
    cut[down, 3] -= (fall * part)[down]
    cut[down, 1] = (cut[:, 3] - fall)[down]
    return cut, runs


def _placed(flat: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The upright boxes around `flat` as each row's matrix places it."""
    a, b, c, d, e, f = matrix.T
    x0, y0, x1, y1 = flat.T
    xs = np.stack([a * x + c * y + e for x in (x0, x1) for y in (y0, y1)])
    ys = np.stack([b * x + d * y + f for x in (x0, x1) for y in (y0, y1)])
    return np.stack([xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)], axis=1)


def _sizes(styles: Sequence[Type], of_run: NDArray[np.int64], matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    em = np.array([abs(style.size) * (style.face.high - style.face.low) for style in styles], dtype=np.float64)
    tall: NDArray[np.float64] = em[of_run] * np.hypot(matrices[:, 2], matrices[:, 3])
    return tall


def _angles(styles: Sequence[Type], of_run: NDArray[np.int64], matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where the line of writing goes, in degrees clockwise from left-to-right."""
    along = [-style.size if style.face.vertical else style.size * style.scale for style in styles]
    sign = np.sign(np.array(along, dtype=np.float64))[of_run]
    vertical = np.array([style.face.vertical for style in styles], dtype=bool)[of_run]
    dx = np.where(vertical, matrices[:, 2], matrices[:, 0]) * sign
    dy = np.where(vertical, matrices[:, 3], matrices[:, 1]) * sign
    turned: NDArray[np.float64] = np.round(np.degrees(np.arctan2(dy, dx)), 2) % 360
    return turned


def _outside(box: NDArray[np.float64], seen: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether nothing of a box is where something can be seen; a box without a width is a point."""
    slack = 1e-3
    left, top = box[:, 0] > seen[:, 2] - slack, box[:, 1] > seen[:, 3] - slack
    right, bottom = box[:, 2] < seen[:, 0] + slack, box[:, 3] < seen[:, 1] + slack
    return left | top | right | bottom
