"""The faces that the press prints with: which fonts on this machine, and what is in them.

All are open fonts that Debian packages. Those in `NEEDED` must be there; for the others there is a stand-in.
A face is opened once a process; what has been read of it is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from struct import unpack_from
from typing import Any

from tests.press.print import cff, sfnt
from tests.press.print.outlines import Stroke, cubic
from tests.press.tools import ToolMissing, module

FOLDER = Path("/usr/share/fonts")
_NOTO = "opentype/noto/Noto{}.ttc"
_LIBERATION = "truetype/liberation/Liberation{}.ttf"


@dataclass(frozen=True)
class Source:
    """Where a face comes from: file, index in it for simplified and traditional script, package, PostScript name.
    `descent` is the part of the em below the baseline, as the PDF will declare it."""

    path: str
    hans: int
    hant: int
    package: str
    name: str
    descent: float
    instead: str | None = None


SOURCES: dict[str, Source] = {
    "song": Source("truetype/arphic/uming.ttc", 0, 2, "fonts-arphic-uming", "PressSong", 0.12),
    "kai": Source("truetype/arphic/ukai.ttc", 0, 2, "fonts-arphic-ukai", "PressKai", 0.12, "serif"),
    "song-gb": Source(
        "truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0, 0, "fonts-arphic-gbsn00lp", "PressSongGB", 0.12, "song"
    ),
    "kai-gb": Source("truetype/arphic-gkai00mp/gkai00mp.ttf", 0, 0, "fonts-arphic-gkai00mp", "PressKaiGB", 0.12, "kai"),
    "hei": Source("truetype/wqy/wqy-zenhei.ttc", 0, 0, "fonts-wqy-zenhei", "PressHei", 0.14),
    "serif": Source(_NOTO.format("SerifCJK-Regular"), 2, 3, "fonts-noto-cjk", "PressHanSerif-Regular", 0.12),
    "serif-bold": Source(_NOTO.format("SerifCJK-Bold"), 2, 3, "fonts-noto-cjk", "PressHanSerif-Bold", 0.12),
    "sans": Source(_NOTO.format("SansCJK-Regular"), 2, 3, "fonts-noto-cjk", "PressHanSans-Regular", 0.12),
    "sans-bold": Source(_NOTO.format("SansCJK-Bold"), 2, 3, "fonts-noto-cjk", "PressHanSans-Bold", 0.12),
    "roman": Source(_LIBERATION.format("Serif-Regular"), 0, 0, "fonts-liberation", "LiberationSerif", 0.216, "serif"),
    "roman-bold": Source(
        _LIBERATION.format("Serif-Bold"), 0, 0, "fonts-liberation", "LiberationSerif-Bold", 0.216, "serif-bold"
    ),
    "grotesk": Source(_LIBERATION.format("Sans-Regular"), 0, 0, "fonts-liberation", "LiberationSans", 0.212, "sans"),
    "grotesk-bold": Source(
        _LIBERATION.format("Sans-Bold"), 0, 0, "fonts-liberation", "LiberationSans-Bold", 0.212, "sans-bold"
    ),
}
NEEDED = tuple(name for name, source in SOURCES.items() if source.instead is None)


def available() -> str | None:
    """What is missing to print, or None."""
    try:
        for name in NEEDED:
            _file(name)
        fonttools("ttLib")
    except ToolMissing as missing:
        return str(missing)
    return None


def fonttools(name: str) -> Any:
    """A module of fontTools."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it warns of fonts that are padded
    return module(f"fontTools.{name}", "fonttools")


def _file(name: str) -> Path:
    path = FOLDER / SOURCES[name].path
    if not path.exists():
        raise ToolMissing(f"the font {path} is not there (Debian: {SOURCES[name].package})")
    return path


@lru_cache(maxsize=64)
def face(name: str, script: str = "hans") -> Face:
    """The face of this name, or what stands in for it."""
    source = SOURCES[name]
    try:
        path = _file(name)
    except ToolMissing:
        if source.instead is None:
            raise
        return face(source.instead, script)
    return Face(name, path, source.hant if script == "hant" else source.hans, source.name, source.descent)


@dataclass(eq=False)
class Face:
    """One font: its characters, their widths and their outlines."""

    name: str
    path: Path
    index: int
    postscript: str
    descent: float
    _pieces: dict[int, Any] = field(default_factory=dict)
    _blanks: dict[str, float] = field(default_factory=dict)

    @cached_property
    def font(self) -> Any:
        """The font as fontTools has it."""
        return fonttools("ttLib").TTFont(self.path, fontNumber=self.index, lazy=True)

    @cached_property
    def is_cff(self) -> bool:
        """Whether the outlines are PostScript's."""
        return "CFF " in self.font

    @cached_property
    def units(self) -> int:
        """Units to the em."""
        return int(self.font["head"].unitsPerEm)

    @cached_property
    def latin(self) -> bool:
        """Whether this is a font of the West, to be written with codes of one byte."""
        return self.name.startswith(("roman", "grotesk"))

    @cached_property
    def _glyphs(self) -> dict[str, int]:
        ids = self.font.getReverseGlyphMap()
        return {chr(code): ids[name] for code, name in self.font["cmap"].getBestCmap().items()}

    @cached_property
    def _upright(self) -> dict[int, int]:
        """The forms for vertical setting, by the plain glyph."""
        if "GSUB" not in self.font:
            return {}
        table, ids = self.font["GSUB"].table, self.font.getReverseGlyphMap()
        found: dict[int, int] = {}
        for record in table.FeatureList.FeatureRecord:
            for number in record.Feature.LookupListIndex if record.FeatureTag == "vert" else ():
                for one in table.LookupList.Lookup[number].SubTable:
                    single = getattr(one, "ExtSubTable", one)
                    for plain, other in getattr(single, "mapping", {}).items():
                        found.setdefault(ids[plain], ids[other])
        return found

    @cached_property
    def _advances(self) -> tuple[bytes, int]:
        return self.font.reader["hmtx"], int(self.font["hhea"].numberOfHMetrics)

    def has(self, char: str) -> bool:
        """Whether the face has the character."""
        return char in self._glyphs

    def glyph(self, char: str, *, upright: bool = False) -> int:
        """The number of a character's glyph; 0 where there is none."""
        plain = self._glyphs.get(char, 0)
        return self._upright.get(plain, plain) if upright else plain

    def advance(self, glyph: int) -> float:
        """A glyph's width in thousandths of an em."""
        table, count = self._advances
        wide = unpack_from(">H", table, 4 * min(glyph, count - 1))[0]
        return round(float(wide) * 1000 / self.units, 2)

    def wide(self, char: str) -> float:
        """A character's width in em."""
        return self.advance(self.glyph(char)) / 1000

    def blank(self, char: str) -> float:
        """How much of the blank beside a mark lies before it: 0 none, 1 all, 0.5 where it stands in the middle."""
        if char not in self._blanks:
            self._blanks[char] = self._blank(char)
        return self._blanks[char]

    def _blank(self, char: str) -> float:
        across = [x for _, points in self.outline(char) for x, _ in points]
        if not across:
            return 0.5
        before, after = max(0.0, min(across)), max(0.0, self.wide(char) - max(across))
        return before / ((before + after) or 1.0)

    def program(self, glyphs: Sequence[tuple[int, int]], codes: dict[int, str] | None = None) -> bytes:
        """A font program of these glyphs only: (CID, glyph) in the order of the CIDs. `codes` gives the
        characters by CID where the font is to have a character map of its own."""
        if self.is_cff:
            return cff.subset(self.font["CFF "].cff, glyphs, self._pieces, self.postscript)
        return sfnt.subset(self.font.reader, [glyph for _, glyph in glyphs], codes)

    def outline(self, char: str, *, upright: bool = False) -> list[Stroke]:
        """The character's outline in em, as pen strokes: moveTo, lineTo, curveTo, closePath."""
        shapes = self.font.getGlyphSet()
        pen = fonttools("pens.recordingPen").DecomposingRecordingPen(shapes)
        shapes[self.font.getGlyphOrder()[self.glyph(char, upright=upright)]].draw(pen)
        return [
            (stroke, tuple((x / self.units, y / self.units) for x, y in points)) for stroke, points in cubic(pen.value)
        ]
