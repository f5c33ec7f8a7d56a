"""Tesseract 5, as a program: a second opinion, and for machines without the packages that RapidOCR needs.

All lines of a page go to it at once, those that run down with its models for vertical writing. Which script the
page is in, it tells itself: of a few lines, read in both, the surer reading counts.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from pipeline.errors import EngineMissing, ReadError
from pipeline.readers.scan.engines.protocol import LineImage, Reading

LANGUAGES = ("chi_sim", "chi_tra")
LINE, COLUMN = "7", "5"  # page segmentation modes: one line; one block of vertical text
SAMPLE = 12  # lines that are read in both scripts
BORDER = 10  # pixels of white around a line, which Tesseract wants
HEIGHT = 48  # pixels that a line is made high, if it is lower
SECONDS = 1800  # that a page may take
INSTALL = (
    "on Debian and Ubuntu: apt-get install tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-chi-sim-vert "
    "tesseract-ocr-chi-tra tesseract-ocr-chi-tra-vert"
)
_BOX = re.compile(r"x_bboxes (\d+) (\d+) (\d+) (\d+)")
_SURE = re.compile(r"x_conf ([\d.]+)")


class Tesseract:
    """The program on `threads` threads. Raises EngineMissing where it or one of its languages is not installed."""

    name = "tesseract"

    def __init__(self, threads: int = 1) -> None:
        program = shutil.which("tesseract")
        if program is None:
            raise EngineMissing(f"reading scans by Tesseract needs the program tesseract; {INSTALL}")
        self._program = program
        self._threads = threads
        listed = set(self._call(["--list-langs"]).split())
        wanted = {name + way for name in LANGUAGES for way in ("", "_vert")}
        if missing := sorted(wanted - listed):
            raise EngineMissing(f"Tesseract lacks the languages {', '.join(missing)}; {INSTALL}")

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        """What each line says."""
        longest = sorted(range(len(lines)), key=lambda n: -max(lines[n].grey.shape))[:SAMPLE]
        sample = [lines[n] for n in longest]
        tried = {language: self._all(sample, language) for language in LANGUAGES}
        best = max(LANGUAGES, key=lambda language: sum(sum(one.confidence) for one in tried[language]))
        return self._all(lines, best)

    def _all(self, lines: Sequence[LineImage], language: str) -> list[Reading]:
        found = [Reading()] * len(lines)
        for down in (False, True):
            which = [n for n, line in enumerate(lines) if line.down == down]
            if which:
                name, mode = (f"{language}_vert", COLUMN) if down else (language, LINE)
                for n, reading in zip(which, self._some([lines[n] for n in which], name, mode), strict=True):
                    found[n] = reading
        return found

    def _some(self, lines: Sequence[LineImage], language: str, mode: str) -> list[Reading]:
        with tempfile.TemporaryDirectory(prefix="jianbao-") as name:
            folder = Path(name)
            paths = []
            for number, line in enumerate(lines):
                path = folder / f"{number}.png"
                cv2.imwrite(str(path), _bordered(line))
                paths.append(str(path))
            listing = folder / "lines.txt"
            listing.write_text("\n".join(paths) + "\n", encoding="utf-8")
            options = ["-l", language, "--psm", mode, "-c", "hocr_char_boxes=1", "hocr"]
            self._call([str(listing), str(folder / "out"), *options])
            pages = _pages(ET.parse(folder / "out.hocr"))
        if len(pages) != len(lines):
            raise ReadError(f"Tesseract read {len(pages)} of {len(lines)} lines")
        return [_reading(page, line) for page, line in zip(pages, lines, strict=True)]

    def _call(self, arguments: list[str]) -> str:
        environment = {**os.environ, "OMP_THREAD_LIMIT": str(self._threads)}
        command = [self._program, *arguments]
        try:
            done = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=SECONDS)
        except subprocess.TimeoutExpired as reason:
            raise ReadError(f"Tesseract took more than {SECONDS} s for the page") from reason
        except subprocess.CalledProcessError as reason:
            said = reason.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise ReadError(f"Tesseract failed: {' '.join(said) or reason.returncode}") from reason
        return done.stdout.decode(errors="replace")


def _scale(line: LineImage) -> float:
    return max(1.0, HEIGHT / int(line.grey.shape[1 if line.down else 0]))


def _bordered(line: LineImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    grey = cv2.resize(line.grey, None, fx=_scale(line), fy=_scale(line), interpolation=cv2.INTER_CUBIC)
    paper = float(np.percentile(grey, 80))
    edges = (BORDER,) * 4
    return np.asarray(cv2.copyMakeBorder(grey, *edges, cv2.BORDER_CONSTANT, value=paper), dtype=np.uint8)


def _pages(tree: ET.ElementTree[ET.Element]) -> list[ET.Element]:
    return [one for one in tree.iter() if one.get("class") == "ocr_page"]


def _reading(page: ET.Element, line: LineImage) -> Reading:
    """The characters of one line, in the order in which they stand along it."""
    found: list[tuple[float, str, float]] = []
    scale = _scale(line)
    length = line.grey.shape[0 if line.down else 1]
    for one in page.iter():
        if one.get("class") != "ocrx_cinfo" or not one.text or one.text.isspace():
            continue
        box, sure = _BOX.search(one.get("title", "")), _SURE.search(one.get("title", ""))
        if box is None or sure is None:
            continue
        x0, y0, x1, y1 = map(int, box.groups())
        middle = ((y0 + y1 if line.down else x0 + x1) / 2 - BORDER) / scale / length
        char = one.text.strip()
        found += [(min(max(middle, 0.0), 1.0), part, float(sure[1]) / 100) for part in char]
    found.sort(key=lambda each: each[0])
    return Reading(
        "".join(char for _, char, _ in found),
        tuple(place for place, _, _ in found),
        tuple(sure for _, _, sure in found),
    )
