"""Worth: whether a PDF's text layer can be gone by, and which of two readings of a page says more.

A layer of glyphs without Unicode says nothing. One that lies unseen over a picture is somebody's OCR: it can be
read as it is if it is made of words.
"""

from __future__ import annotations

import unicodedata

from pipeline.characters import is_han
from pipeline.ledger import characters
from pipeline.page import Page

UNREADABLE = 0.4  # of a layer's characters have no meaning, if it is useless
UNSEEN = 0.9  # of its characters are drawn without ink, if it is of OCR
WORDS = 0.62  # of its ideographs stand in words of several, if it makes sense; a newspaper's are some 0.75
FEWEST = 50  # ideographs by which this can be told
REPLACED = "text-layer-replaced"


def usable(page: Page) -> bool:
    """Whether a page's text layer can be gone by."""
    string = characters(page.glyphs.char)
    printed = [char for char in string if not char.isspace()]
    if sum(map(_means_nothing, printed)) > UNREADABLE * len(printed):
        return False
    hidden = page.glyphs.hidden
    if hidden is None or hidden.mean() < UNSEEN:
        return True
    return sense(string) >= WORDS


def sense(string: str) -> float:
    """The share of a text's ideographs that stand in words of several; 1 where there are too few to tell."""
    import opencc
    import rjieba

    ideographs = "".join(filter(is_han, string))
    if len(ideographs) < FEWEST:
        return 1.0
    words = rjieba.cut(str(opencc.OpenCC("t2s").convert(ideographs)))
    return sum(len(word) for word in words if len(word) > 1) / len(ideographs)


def _means_nothing(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs")
