"""hOCR, the microformat in HTML that Tesseract, kraken and many others write.

    <span class="ocrx_word" title="bbox 10 20 50 40; x_wconf 93">报纸</span>  →  two glyphs, sure by 0.93
    <span class="ocrx_cinfo" title="x_bboxes 10 20 30 40; x_conf 98.2">报</span>  →  a glyph with its own box
    <span class="ocr_line" title="bbox …; textangle 270">                     →  vertical
    <div class="ocr_separator">, <div class="ocr_photo">                      →  a rule, a picture

Any HTML is read, closed tags or not; what counts are the classes. The white space between words is markup.
Source: http://kba.cloud/hocr-spec/1.2/.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.page import Box
from pipeline.readers.markup import Element, MarkupError, shortened
from pipeline.readers.measures import parsed, share, upright
from pipeline.readers.sheet import Mark, Sheet, Style, Word

KIND = "hocr"
NAME = "hOCR"
PAGE = "ocr_page"
LINES = frozenset(["ocr_line", "ocrx_line", "ocr_caption", "ocr_header", "ocr_footer", "ocr_textfloat", "ocr_pageno"])
WORD, GLYPH = "ocrx_word", "ocrx_cinfo"
WORDS = frozenset({WORD, "ocr_word"})
PICTURES = frozenset(["ocr_image", "ocr_photo", "ocr_figure", "ocr_linedrawing", "ocrx_image"])
RULES = frozenset({"ocr_separator"})
BLOCKS = frozenset(["ocr_par", "ocr_carea", "ocrx_block", "ocr_column"])
IS_HOCR = re.compile(r"""\bclass\s*=\s*["']?[^"'<>]*\bocr_page\b""", re.IGNORECASE)

_FRACTION = re.compile(r"0?\.\d+|1\.0*")
_PROPERTY = re.compile(r"""\s*([A-Za-z_][\w-]*)\s*((?:"[^"]*"|'[^']*'|[^;"'])*)(?:;|$)""")


def is_page(element: Element) -> bool:
    return PAGE in _classes(element)


def sheet(page: Element) -> Sheet:
    """What a page says. Raises MarkupError, naming the element, for what cannot be read."""
    own = _box(page)
    made = Sheet(width=own.x1 if own else None, height=own.y1 if own else None)
    stack = list(page.children())[::-1]
    while stack:
        element = stack.pop()
        classes = _classes(element)
        if classes & PICTURES:
            made.picture(_box(element))
        elif classes & RULES:
            made.separator(_box(element))
        if classes & (LINES | WORDS) and not _holds_lines(element):
            _line(element, made)
            continue
        if classes & BLOCKS and element.own_text.strip() and not _holds_lines(element):
            made.block(element, element.text, _box(element))
            continue
        stack += list(element.children())[::-1]
    return made


def _holds_lines(element: Element) -> bool:
    """Whether there are lines, or words of another line, in an element."""
    wanted = LINES if _classes(element) & (LINES | WORDS) else LINES | WORDS
    return any(_classes(each) & wanted for each in element.descendants())


def _line(line: Element, made: Sheet) -> None:
    """A line, or a word that stands in none."""
    words: list[Word] = []
    pieces: list[Element | str] = [line] if _classes(line) & WORDS else line.content[::-1]
    while pieces:
        piece = pieces.pop()
        if isinstance(piece, str):
            words += [Word(text) for text in piece.split()]
        elif _classes(piece) & WORDS:
            words.append(_word(piece))
        elif GLYPH in _classes(piece):
            words.append(_of_glyphs([piece], None, ()))
        else:
            pieces += piece.content[::-1]
    told = _properties(line)
    turned = _one(line, told, "textangle")
    angle = 0.0 if turned is None else float(round((360 - turned) % 360 / 90) % 4 * 90)
    words = [word for word in words if word.text]
    if len(words) == 1 and not words[0].marks and words[0].box is None:
        words = [_with_cuts(line, words[0], told)]
    style = Style(told.get("x_font", "").strip("\"'"), _one(line, told, "x_fsize"))
    made.line(line, _spaced(words), _box(line), True if angle in (90, 270) else None, angle, style)


def _spaced(words: Sequence[Word]) -> list[Word]:
    """Words of Latin letters and digits with a blank between them."""
    made: list[Word] = []
    for word in words:
        if made and _is_latin(made[-1].text[-1]) and _is_latin(word.text[0]):
            before = made[-1].box
            made.append(Word(" ", Box(before.x1, before.y0, before.x1, before.y1) if before else None))
        made.append(word)
    return made


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _word(element: Element) -> Word:
    told = _properties(element)
    values = told.get("x_confs", "").split()
    most = 1.0 if values and all(_FRACTION.fullmatch(each) for each in values) else 100.0  # kraken's go up to 1
    sure = tuple(share(element, "x_confs", each, most) for each in values)
    if not sure:
        value = told.get("x_wconf", "")
        sure = (share(element, "x_wconf", value, 100.0),) if value else ()
    glyphs = [each for each in element.descendants() if GLYPH in _classes(each)]
    if glyphs:
        return _of_glyphs(glyphs, _box(element), sure)
    return Word("".join(element.text.split()), _box(element), sure)


def _of_glyphs(glyphs: Sequence[Element], box: Box | None, sure: tuple[float | None, ...]) -> Word:
    marks = []
    for each in glyphs:
        told = _properties(each)
        value = told.get("x_conf") or told.get("x_confs") or ""
        own = _box(each, "x_bboxes") or _box(each)
        marks.append(Mark("".join(each.text.split()), own, share(each, "x_conf", value, 100.0) if value else None))
    return Word("".join([mark.text for mark in marks]), box, sure, tuple(marks))


def _with_cuts(line: Element, word: Word, told: dict[str, str]) -> Word:
    """The text of a line that has a box for each of its characters in `x_bboxes`; else as it is."""
    places = told.get("x_bboxes", "").split()
    if len(places) != 4 * len(word.text):
        return word
    edges = [parsed(line, "x_bboxes", each, told["x_bboxes"]) for each in places]
    boxes = [Box(*edges[at : at + 4]) for at in range(0, len(edges), 4)]
    return word._replace(marks=tuple(map(Mark, word.text, boxes)))


def _classes(element: Element) -> set[str]:
    return set((element.get("class") or "").split())


def _properties(element: Element) -> dict[str, str]:
    """The properties in `title`, by their names; the first of a name counts."""
    found: dict[str, str] = {}
    for match in _PROPERTY.finditer(element.get("title") or ""):
        found.setdefault(match[1], match[2].strip())
    return found


def _one(element: Element, told: dict[str, str], name: str) -> float | None:
    value = told.get(name, "").split()
    return parsed(element, name, value[0], told[name]) if value else None


def _box(element: Element, name: str = "bbox") -> Box | None:
    """The box of a property; None where it has none. Raises MarkupError for anything but four numbers."""
    title = element.get("title") or ""
    told = _properties(element).get(name)
    if told is None:
        return None
    parts = told.split()
    if len(parts) != 4:
        raise MarkupError(element, f'title="{shortened(title)}": {name} takes four numbers; mend it')
    return upright(element, name, Box(*(parsed(element, "title", part, title) for part in parts)))
