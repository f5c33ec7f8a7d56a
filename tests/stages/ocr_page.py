"""A page as OCR reads it, for the tests of the stages that look at how sure it is."""

from __future__ import annotations

import dataclasses

import numpy as np

from pipeline.ledger import Ledger
from pipeline.page import Glyphs, Line, Page, Source
from pipeline.text import Text


def page(*lines: tuple[str, float]) -> Page:
    """A page of lines, each with the confidence of its characters."""
    string = "".join(text for text, _ in lines)
    ledger = Ledger(string)
    glyphs = dataclasses.replace(
        Glyphs.of(string), confidence=np.repeat([sure for _, sure in lines], [len(text) for text, _ in lines])
    )
    made, at = [], 0
    for text, _ in lines:
        made.append(Line(Text(text, np.arange(at, at + len(text)), ledger)))
        at += len(text)
    return Page("p", Source("p.png", "", "scan", 1), glyphs, ledger, tuple(made))
