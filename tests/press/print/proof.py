"""The truth about a printed page, glyph by glyph in the order of the content stream, and its proof.

As JSON, a page's glyphs are columns of equal length:

    char    what was printed              read    what the PDF says it is (U+FFFD: it does not say)
    box     [x0, y0, x1, y1], points from the top left: the width by the font, the height by its em
    unit, at    the piece of copy and the place in it; at is -1 for a space that the printer put in
    story   its key, null for furniture   role    as in the gold
    copy    0: the glyph itself; 1, 2, …: its shadows
    text    0: drawn as outlines or as a picture, not in the text layer
    seen    0: invisible text
    line, block   numbers of the page     size, way   of the type; way: level, upright, stacked, turned
"""

from __future__ import annotations

import gzip
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from tests.press.model import Composed, Unit
from tests.press.print.fonts import LOST
from tests.press.print.setting import Box

COLUMNS = (
    "char", "read", "box", "unit", "at", "story", "role", "copy", "text", "seen", "line", "block", "size", "way",
)  # fmt: skip
NEAR = 1.0


class Mark(NamedTuple):
    """The truth about one printed glyph."""

    char: str
    read: str
    box: Box
    unit: int
    at: int
    story: str | None
    role: str
    copy: int
    text: bool
    seen: bool
    line: int
    block: int
    size: float
    way: str


@dataclass
class Proof:
    """The truth about one page of a file."""

    page: Composed
    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)
    lost: frozenset[int] = frozenset()
    defects: tuple[str, ...] = ()
    graphics: dict[str, list[Box]] = field(default_factory=dict)

    def blocks(self) -> list[dict[str, Any]]:
        """Each block with its box: all its glyphs, without their shadows."""
        boxes: dict[int, list[Mark]] = {}
        for mark in self.marks:
            if mark.copy == 0 and mark.at >= 0:
                boxes.setdefault(mark.block, []).append(mark)
        return [
            {
                "block": number,
                "story": marks[0].story,
                "role": self.page.units[marks[0].unit].role,
                "box": _round(_hull(mark.box for mark in marks)),
            }
            for number, marks in sorted(boxes.items())
        ]

    def record(self) -> dict[str, Any]:
        """As it is written."""
        columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        for mark in self.marks:
            for name, value in zip(COLUMNS, mark, strict=True):
                columns[name].append(value)
        columns["box"] = [_round(box) for box in columns["box"]]
        columns["size"] = [round(size, 2) for size in columns["size"]]
        for name in ("text", "seen"):
            columns[name] = [int(value) for value in columns[name]]
        return {
            "width": round(self.width, 3),
            "height": round(self.height, 3),
            "style": self.page.style.name,
            "defects": list(self.defects),
            "blocks": self.blocks(),
            "graphics": {name: [_round(box) for box in boxes] for name, boxes in self.graphics.items()},
            "glyphs": columns,
        }


def packed(proofs: Sequence[Proof], unit: str = "pt", **more: Any) -> bytes:
    """The truth of a file as NAME.truth.json.gz has it."""
    record = {"unit": unit, **more, "pages": [proof.record() for proof in proofs]}
    raw = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0, compresslevel=6) as file:
        file.write(raw)
    return out.getvalue()


def role_at(unit: Unit, at: int) -> str:
    """The role of a character of the copy, by the gold's words."""
    name = next((name for start, end, name in unit.parts if start <= at < end), "body")
    return unit.role if name == "body" else name


def check(proof: Proof) -> None:
    """Every glyph of the copy is printed exactly once beside its shadows, as itself, and on the page."""
    page = proof.page
    keys = {placed.key for placed in page.stories}
    printed: Counter[tuple[int, int]] = Counter()
    for mark in proof.marks:
        x0, y0, x1, y1 = mark.box
        assert -0.01 <= x0 <= x1 <= proof.width + 0.01, f"{mark} is off the page"
        assert -0.01 <= y0 <= y1 <= proof.height + 0.01, f"{mark} is off the page"
        unit = page.units[mark.unit]
        assert mark.story == unit.story, f"{mark}: not the story of its unit"
        assert mark.story is None or mark.story in keys, f"{mark}: no such story"
        if mark.at < 0:
            assert mark.char.isspace(), f"{mark}: not of the copy"
            continue
        assert unit.text[mark.at] == mark.char, f"{mark}: the copy has {unit.text[mark.at]!r}"
        assert mark.role == role_at(unit, mark.at), f"{mark}: not its role"
        printed[mark.unit, mark.at] += mark.copy == 0
    for unit in page.units:
        for at, char in enumerate(unit.text):
            times = printed[unit.id, at]
            assert times == 1 or (char.isspace() and times == 0), f"{char!r} of {unit.text!r}: {times} times"


def check_read(proofs: Sequence[Proof], pdf: bytes, near: float = NEAR) -> None:
    """Read the file back with pdfplumber: the same glyphs in the same places, up to the declared faults."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as file:
        assert len(file.pages) == len(proofs), f"{len(file.pages)} pages, not {len(proofs)}"
        for proof, page in zip(proofs, file.pages, strict=True):
            _check_page(proof, page.chars, near)


def _check_page(proof: Proof, chars: Sequence[dict[str, Any]], near: float) -> None:
    marks = [mark for mark in proof.marks if mark.text]
    for mark, char in zip(marks, chars, strict=False):
        read = LOST if char["text"].startswith("(cid:") else char["text"]
        assert read == mark.read, f"{mark} was read as {read!r}"
        high = 0.12 * mark.size if mark.way == "upright" else 0.0  # pdfplumber's error with such fonts
        found = (char["x0"], char["top"] + high, char["x1"], char["bottom"] + high)
        far = max(abs(one - other) for one, other in zip(found, mark.box, strict=True))
        assert far <= near, f"{mark} was found at {found}"
    assert len(marks) == len(chars), f"{len(marks)} glyphs printed, {len(chars)} read"


def as_read(proof: Proof) -> Composed:
    """The page with its copy as the file says that it reads: what no fonts tell, nobody can read.

    A radical that stands for a character (⼀ for 一) can be read, so the copy keeps its own; so can a character
    whose font tells nothing, where it is printed twice and the other font tells it. What is drawn as outlines reads
    as the invisible text over it does.
    """
    drawn = {(mark.unit, mark.at) for mark in proof.marks if mark.copy == 0 and not mark.text}
    twice = {(mark.unit, mark.at) for mark in proof.marks if mark.copy and mark.read == mark.char}
    other = {
        (mark.unit, mark.at): mark.read
        for mark in proof.marks
        if (mark.copy == 0 or (mark.unit, mark.at) in drawn) and mark.at >= 0
        if _plain(mark.read) != _plain(mark.char)
        if not ((mark.unit, mark.at) in twice and tells_nothing(mark.read))
    }
    if not other:
        return proof.page
    units = tuple(
        replace(unit, text="".join(other.get((unit.id, at), char) for at, char in enumerate(unit.text)))
        for unit in proof.page.units
    )
    stories = []
    for placed in proof.page.stories:
        said = [
            (old.text, new.text) for old, new in zip(proof.page.units, units, strict=True) if old.story == placed.key
        ]
        authors = tuple(replace(one, name=_said(one.name, said)) for one in placed.story.authors)
        captions = tuple(replace(one, credit=one.credit and _said(one.credit, said)) for one in placed.story.captions)
        stories.append(replace(placed, story=replace(placed.story, authors=authors, captions=captions)))
    return replace(proof.page, units=units, stories=tuple(stories))


def tells_nothing(read: str) -> bool:
    """Whether what a font says of a glyph is no character: U+FFFD, or one of private use."""
    return all(unicodedata.category(char) == "Co" or char == LOST for char in read)


def _plain(char: str) -> str:
    return unicodedata.normalize("NFKC", char)


def _said(name: str, said: Sequence[tuple[str, str]]) -> str:
    """A name as it reads where it is printed last: in the byline, the signature or the credit."""
    places = [(new, at) for old, new in said if (at := old.rfind(name)) >= 0]
    return places[-1][0][places[-1][1] : places[-1][1] + len(name)] if places else name


def _hull(boxes: Iterable[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _round(box: Box) -> list[float]:
    return [round(value, 2) for value in box]
