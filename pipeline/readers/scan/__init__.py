"""Reading scans: pages from pictures by OCR, with boxes, confidences, rules and pictures.

What stands here can be asked without the packages that reading needs.
"""

from __future__ import annotations

from typing import NamedTuple

KIND = "scan"
SUFFIXES = frozenset({".tif", ".tiff", ".jpg", ".jpeg", ".png", ".jp2", ".j2k", ".jpx", ".bmp", ".gif", ".webp"})
MOST_BYTES = 1024 * 1024 * 1024  # of a file; an A1 page at 400 dots to the inch has 124 MB, uncompressed
ENGINES = ("rapidocr", "tesseract")
NEEDS = "reading scans needs more packages; pip install 'jianbao[ocr]'"


class Ocr(NamedTuple):
    """Which engine reads scans, and on how many threads: workers are many, so that each has one."""

    engine: str = ENGINES[0]
    threads: int = 1


USUAL = Ocr()
