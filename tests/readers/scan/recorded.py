"""python -m tests.readers.scan.recorded: what the real engine reads on the scans in fixtures/, written down.

fixtures/readings/NAME.json.gz holds, for each page on the scan and each line of it, its box and the reading. A test's
line is answered by the recorded one that lies where it lies, so that a slightly different crop does not matter.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.readers.scan.engines.protocol import Engine, LineImage, Reading
from pipeline.readers.scan.upright import NOWHERE, ROW, TURNS

ROOT = Path(__file__).parents[3]
READINGS = ROOT / "fixtures" / "readings"
SCANS = ROOT / "fixtures" / "press" / "scan"
NAMES = ("county-good-2", "evening-good-1", "republic-good-3")  # of the scans that are recorded
SAME = 0.5  # of the union of two boxes is in both, if they are of one line


def scan(name: str) -> Path:
    """The scan of that name in fixtures/."""
    return next(path for path in SCANS.glob(f"{name}.*") if path.suffix in (".png", ".jpg"))


def upright_as_it_is(lines: Sequence[LineImage], turn: int = 0) -> list[Reading]:
    """What is read in characters in each of the four turns, if they stand upright after that one."""
    each = len(lines) // len(TURNS)
    right = Reading("字" * ROW, tuple((n + 0.5) / ROW for n in range(ROW)), (0.99,) * ROW)
    lying = TURNS[TURNS.index(turn) - 1]
    return [right if TURNS[n // each] in (turn, lying) else Reading() for n in range(len(lines))]


class Same:
    """An engine that reads the same in every line."""

    name = "same"

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        places = tuple((n + 0.5) / len(self.text) for n in range(len(self.text)))
        return [Reading(self.text, places, (0.99,) * len(self.text)) for _ in lines]


class Recorded:
    """The readings of one scan."""

    name = "recorded"

    def __init__(self, name: str) -> None:
        self._pages = iter(json.loads(gzip.decompress((READINGS / f"{name}.json.gz").read_bytes())))
        self.unknown = 0  # lines that nobody recorded

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        if lines and lines[0].box == NOWHERE:
            return upright_as_it_is(lines)
        page = next(self._pages) if lines else []
        return [self._reading(line, page) for line in lines]

    def _reading(self, line: LineImage, page: Sequence[Any]) -> Reading:
        best = max(page, key=lambda one: _shared(line.box, one["box"]))
        if best["down"] != line.down or _shared(line.box, best["box"]) < SAME:
            self.unknown += 1
            return Reading()
        return Reading(best["text"], tuple(best["place"]), tuple(best["confidence"]))


def _shared(a: Sequence[int], b: Sequence[int]) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(0, wide) * max(0, high)
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


class Recording:
    """An engine that writes down what another one reads."""

    name = "recording"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.pages: list[list[dict[str, object]]] = []

    def read(self, lines: Sequence[LineImage]) -> list[Reading]:
        readings = self._engine.read(lines)
        if lines and lines[0].box == NOWHERE:
            return readings
        self.pages.append(
            [
                {
                    "box": line.box,
                    "down": line.down,
                    "text": reading.text,
                    "place": [round(place, 4) for place in reading.place],
                    "confidence": [round(sure, 3) for sure in reading.confidence],
                }
                for line, reading in zip(lines, readings, strict=True)
            ]
        )
        return readings


def main() -> None:
    """The command."""
    from pipeline.readers.scan.engines.choose import engine
    from pipeline.readers.scan.reader import read

    READINGS.mkdir(exist_ok=True)
    for name in NAMES:
        recording = Recording(engine("rapidocr"))
        list(read(scan(name), name, recording))
        raw = json.dumps(recording.pages, ensure_ascii=False, separators=(",", ":")).encode()
        (READINGS / f"{name}.json.gz").write_bytes(gzip.compress(raw, 9, mtime=0))
        print(name, [len(page) for page in recording.pages], "lines")


if __name__ == "__main__":
    main()
