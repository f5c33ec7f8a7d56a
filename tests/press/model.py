"""What the press prints: units of copy, the lines set from them, and the page that holds both.

A `Unit` is a piece of copy that is printed in one go (a paragraph with its opening, a headline, a caption
with its credit). A `Line` is a slice of one unit at a place on the page. So each printed character has an
address, (unit, offset), and its part says what it is in truth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.press.furniture import Furniture
from tests.press.stories import Story
from tests.press.styles import Style
from tests.press.typeset import width

LEADING = 1.5

Box = tuple[float, float, float, float]  # left, top, right, foot in em

HEAD_ROLES = frozenset({"kicker", "headline", "deck"})
BODY_ROLES = frozenset({"paragraph", "subheading"})


@dataclass(frozen=True)
class Unit:
    """A piece of copy. `parts` divides the text by truth: (start, end, role), without holes."""

    id: int
    story: str | None
    role: str
    text: str
    parts: tuple[tuple[int, int, str], ...]
    index: int = 0
    inline: bool = False  # may stand on the last line of what comes before it

    def part(self, role: str) -> str:
        """The text of one part, or nothing."""
        return "".join(self.text[start:end] for start, end, name in self.parts if name == role)


@dataclass(frozen=True)
class Line:
    """One line where it stands. x, y in em of the body type from the top left; `width` is the measure."""

    text: str
    x: float
    y: float
    width: float
    size: float
    story: str | None
    role: str
    block: int
    column: int
    order: int
    unit: int
    start: int
    vertical: bool = False
    display: bool = False
    shadow: bool = False


@dataclass(frozen=True)
class Placed:
    """A story on the page, under the key that the truth calls it by."""

    key: str
    story: Story
    part_of: str | None = None
    column: str | None = None


@dataclass(frozen=True)
class Composed:
    """A page as printed."""

    style: Style
    furniture: Furniture
    stories: tuple[Placed, ...]
    units: tuple[Unit, ...]
    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    width: float
    height: float
    rules: tuple[Box, ...] = ()  # thin lines, as boxes without height or without width
    tints: tuple[Box, ...] = ()  # grounds of light grey under the text
    pictures: tuple[Box, ...] = ()


@dataclass
class Builder:
    """Takes down units and lines as the compositor sets them, and numbers them."""

    units: list[Unit] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    tints: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    blocks: int = 0
    columns: int = 0

    def unit(
        self,
        story: str | None,
        role: str,
        parts: Iterable[tuple[str, str]],
        index: int = 0,
        inline: bool = False,
    ) -> Unit:
        """A new unit from (role, text) parts, empty ones left out."""
        text, spans = "", []
        for name, piece in parts:
            if piece:
                spans.append((len(text), len(text) + len(piece), name))
                text += piece
        made = Unit(len(self.units), story, role, text, tuple(spans), index, inline)
        self.units.append(made)
        return made

    def block(self) -> int:
        """The number of a new block."""
        self.blocks += 1
        return self.blocks

    def column(self) -> int:
        """The number of a new column."""
        self.columns += 1
        return self.columns

    def line(
        self,
        unit: Unit,
        span: tuple[int, int],
        at: tuple[float, float],
        *,
        measure: float = 0.0,
        size: float = 1.0,
        block: int = 0,
        column: int = 0,
        vertical: bool = False,
        display: bool = False,
        shadow: bool = False,
    ) -> Line:
        """Set one slice of a unit."""
        text = unit.text[span[0] : span[1]].rstrip()
        made = Line(
            text=text,
            x=round(at[0], 3),
            y=round(at[1], 3),
            width=measure or width(text) * size,
            size=round(size, 2),
            story=unit.story,
            role=unit.role,
            block=block or self.block(),
            column=column or self.column(),
            order=len(self.lines),
            unit=unit.id,
            start=span[0],
            vertical=vertical,
            display=display,
            shadow=shadow,
        )
        self.lines.append(made)
        return made
