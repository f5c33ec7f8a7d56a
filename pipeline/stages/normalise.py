"""Normalise: the same letter is the same code points (NFC), as the last touch before writing.

    e + ◌́  →  é
    豈 (U+F900)  →  豈 (U+8C48)

NFC keeps full-width punctuation and curly quotes as they were printed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import regex

from pipeline.page import Page
from pipeline.registry import stage
from pipeline.text import Text

_CLUSTER = regex.compile(r"\X")  # what composes lies within an extended grapheme cluster, Hangul too


@stage("normalise", needs={"stories", "furniture"}, gives={"stories", "furniture"})
def normalise(page: Page) -> Page:
    page = page.map_blocks(lambda block: block.with_text(nfc(block.text)))
    return page.but(furniture=tuple(replace(item, text=nfc(item.text)) for item in page.furniture))


def nfc(text: Text) -> Text:
    """The text in Normalization Form C, changed cluster by cluster so that origins stay exact."""
    if unicodedata.is_normalized("NFC", text.string):
        return text
    clusters = [(slice(*m.span()), m.group()) for m in _CLUSTER.finditer(text.string)]
    composed = ((span, unicodedata.normalize("NFC", cluster), cluster) for span, cluster in clusters)
    return text.replace_all(((span, new) for span, new, old in composed if new != old), "NFC")
