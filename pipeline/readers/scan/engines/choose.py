"""Choose: the engine of a name, made once a process: it takes a while to load."""

from __future__ import annotations

from functools import lru_cache

import cv2

from pipeline.readers.scan import ENGINES
from pipeline.readers.scan.engines.protocol import Engine


@lru_cache(maxsize=2)
def engine(name: str, threads: int = 1) -> Engine:
    """The engine, on so many threads; what measures the ink of this process keeps to as many.

    Raises EngineMissing, with what to type, if it is not installed, and ValueError for a name that is none.
    """
    cv2.setNumThreads(threads)
    if name == "rapidocr":
        from pipeline.readers.scan.engines.rapid import Rapid

        return Rapid(threads)
    if name == "tesseract":
        from pipeline.readers.scan.engines.tesseract import Tesseract

        return Tesseract(threads)
    raise ValueError(f"no OCR engine {name}; there are {', '.join(ENGINES)}")
