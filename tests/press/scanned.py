"""Scans of printed pages as the scan reader reads them if it mistakes no character: its lines, sizes, rules and
pictures, with their faults, and whose each character is.

    page, owners = scanned(printed, "7 1", 200, "usual")

The engine is a `Proofreader`, which looks the characters up, so that a page takes seconds and no model is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from pipeline.page import Box, Page, Source
from pipeline.readers.scan import KIND
from pipeline.readers.scan.engines.protocol import LineImage, Reading
from pipeline.readers.scan.fold import pages_on
from pipeline.readers.scan.reader import page_of
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import survey
from tests.press.labels import Owner
from tests.press.print.job import Printed
from tests.press.print.proof import Mark
from tests.press.print.scan import scan_pages
from tests.press.tools import module

INKED = 0.78  # of its line's picture is the size of a character: the rest is edge
FARTHEST = 1.5  # how ill a character may fit its line; one that fits none is not read
OTHER_WAY = 0.5  # what it costs that its line runs the other way
SURE = 0.99
NEAR = 0.6  # of its size: how far from where it was printed a character may be found


@dataclass
class Proofreader:
    """An engine that knows what is printed on a sheet: each character is in the line that it fits best."""

    marks: Sequence[Mark]
    sheet: Sheet
    name: str = "proof"

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """What is printed in each line."""
        back = np.linalg.inv(self.sheet.back[:, :2])
        at = (_middles(self.marks) - self.sheet.back[:, 2]) @ back.T
        size = np.array([mark.size for mark in self.marks]) / self.sheet.unit
        upright = np.array([mark.way == "stacked" for mark in self.marks], dtype=bool)
        cost, whose = np.full(len(at), FARTHEST), np.full(len(at), -1)
        for n, line in enumerate(lines):
            along, across, begin, end, top, foot = _axes(line, at)
            high = INKED * (foot - top)
            held = (across > top) & (across < foot) & (along > begin - 0.3 * size) & (along < end + 0.3 * size)
            off = np.abs(across - (top + foot) / 2) / np.minimum(size, high)
            here = off + 1.5 * np.abs(np.log(size / high)) + OTHER_WAY * (upright != line.down)
            better = held & (here < cost)
            cost[better], whose[better] = here[better], n
        made = []
        for n, line in enumerate(lines):
            along, _, begin, end, _, _ = _axes(line, at)
            own = np.flatnonzero(whose == n)
            own = own[np.argsort(along[own], kind="stable")]
            places = np.clip((along[own] - begin) / (end - begin), 0.0, 1.0)
            text = "".join(self.marks[k].char for k in own.tolist())
            made.append(Reading(text, tuple(places.tolist()), (SURE,) * len(own)))
        return made


def _axes(line: LineImage, at: np.ndarray) -> tuple[np.ndarray, np.ndarray, int, int, int, int]:
    """Places along and across a line, and where it begins and ends both ways."""
    x0, y0, x1, y1 = line.box
    return (at[:, 1], at[:, 0], y0, y1, x0, x1) if line.down else (at[:, 0], at[:, 1], x0, x1, y0, y1)


def _middles(marks: Sequence[Mark]) -> np.ndarray:
    box = np.array([mark.box for mark in marks], dtype=np.float64).reshape(-1, 4)
    return (box[:, :2] + box[:, 2:]) / 2


def scanned(printed: Printed, seed: object, dpi: float, recipe: str) -> tuple[Page, list[Owner]] | None:
    """The first page of a file as a scan, and whose its glyphs are; None if it was not read as one page."""
    scan = scan_pages(printed, seed, dpi, recipe)
    cv2 = module("cv2")
    grey = cv2.imdecode(np.frombuffer(scan.image, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    sheets = pages_on(Sheet.of(grey))
    if len(sheets) != 1:
        return None
    found = survey(sheets[0])
    marks = [mark for mark in scan.proofs[0].marks if not mark.copy]
    source = Source(f"{scan.name}{scan.ending}", "0" * 64, KIND, 1)
    size = float(grey.shape[1]), float(grey.shape[0])
    page = page_of(found, scan.name, source, Proofreader(marks, found.sheet), size, "pixel")
    return page, owners_at(page, marks)


def middles(page: Page) -> np.ndarray:
    """Where the middles of the glyphs (n, 2) are in the picture as it is."""
    assert page.glyphs.box is not None
    box = np.array([page.source.original(Box(*each)) for each in page.glyphs.box.tolist()]).reshape(-1, 4)
    return np.asarray((box[:, :2] + box[:, 2:]) / 2)


def owners_at(page: Page, marks: Sequence[Mark]) -> list[Owner]:
    """For each glyph whose the mark is that was printed where it stands."""
    away, nearest = cKDTree(_middles(marks)).query(middles(page))
    owners: list[Owner] = []
    for far, n in zip(away.tolist(), nearest.tolist(), strict=True):
        mark = marks[n]
        owners.append((mark.story or "", mark.role, mark.unit, mark.at) if far < NEAR * mark.size else None)
    return owners
