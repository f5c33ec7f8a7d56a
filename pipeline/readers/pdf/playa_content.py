"""Content: a page's content streams cut into operators, each with its operands.

    /F1 9.5 Tf  1 0 0 1 72 640 Tm  <0A1B> Tj   →  by one pattern: nearly all that a page says
    [(…) -120 (…)] TJ, /Span <<…>> BDC, BI … EI →  token by token, by playa-pdf

Both ways give the same operands, save that a number by itself is a float.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Iterable, Iterator
from typing import Any

from playa.document import Document
from playa.parser import ObjectParser
from playa.pdftypes import LIT, ContentStream, InlineImage, PSKeyword

from pipeline.readers.pdf.limits import MOST_OPERANDS, TooMuch

IMAGE = b"EI"  # the operator that an inline image stands before
_PLAIN = re.compile(
    rb"""\s*+
    (?: /([\w.+-]++)\s++ )?                                                  # a name
    ((?: [+-]?(?: \d{1,18}(?:\.\d{0,18})? | \.\d{1,18} )\s++ ){0,6}+)        # numbers
    (?: (?: <((?:[0-9A-Fa-f]{2})*+)> | \(([^()\\\r\n]*+)\) )\s*+ )?          # a string
    (?! (?:BI|ID|true|false|null)(?![^\#/%\[\]()<>{}\s]) )
    ([A-Za-z][A-Za-z0-9*]*+|['"])(?![^\#/%\[\]()<>{}\s])                     # the operator
    """,
    re.VERBOSE,
)


def operations(streams: Iterable[ContentStream], file: Document) -> Iterator[tuple[bytes, list[Any]]]:
    """The operators of all streams as if they were one, each with what stands before it.

    An inline image is the operand of IMAGE. Raises TooMuch for operands without an end, and what playa-pdf does.
    """
    parser = ObjectParser(b"", file)
    begun = parser.stack  # of an array or a dictionary that the stream before has left open
    operands: list[Any] = []
    for stream in streams:
        data, at = stream.buffer, 0
        parser.newstream(data, streamid=stream.objid)
        while True:
            plain = None if begun else _PLAIN.match(data, at)
            if plain is not None:
                at = plain.end()
                name, numbers, digits, string, word = plain.groups()
                if name is not None:
                    operands.append(LIT(name.decode("ascii")))
                operands += map(float, numbers.split())
                if digits is not None:
                    operands.append(unhexlify(digits))
                elif string is not None:
                    operands.append(string)
                yield word, operands
                operands = []
                continue
            parser.seek(at)
            try:
                _, each = next(parser)
            except StopIteration:
                break
            at = parser.tell()
            if isinstance(each, PSKeyword):
                yield each.name, operands
                operands = []
            elif type(each) is InlineImage:
                yield IMAGE, [each]
                operands = []
            else:
                operands.append(each)
                if len(operands) > MOST_OPERANDS:
                    raise TooMuch("its content is made of operands")
