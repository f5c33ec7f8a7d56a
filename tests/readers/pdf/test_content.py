"""Cutting content into operators by a pattern gives what playa-pdf gives token by token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playa.document import Document
from playa.parser import ContentParser
from playa.pdftypes import ContentStream, InlineImage, PSKeyword

from pipeline.readers.pdf.limits import TooMuch
from pipeline.readers.pdf.playa_content import IMAGE, operations
from tests.readers.pdf.making import one_page

CONTENT = [
    b"/F1 9.5 Tf 1 0 0 1 72 640.25 Tm <0A1b> Tj (abc)Tj T*",
    b"q 1 0 0 -1 .5 -3. cm +4 w 0 g 0.1 0.2 0.3 rg Q",
    b"[(a) -120 <41> 3] TJ [1 2 3] 0 d 1 2 (x\\)y) \" (line\nbreak) ' (a(b)c) Tj",
    b"/Span << /MCID 0 /A [1 2] >> BDC /A#20B gs /F' 1 Tf /F*+-._1 2 Tf EMC",
    b"1 2 3 4 5 6 7 8 9 scn /P1 scn 1 0 /P1 scn % comment 1 Tj\n2 w",
    b"<0A1> Tj <0A 1B> Tj <> Tj () Tj <</A 1>> Tj",
    b"true false null 1 BX truex nullify R 1 0 R EX",
    b"q 10 0 0 10 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q 1 w EI 2 w",
    b"1-2 Td 1.5.25 Td --3 4 Td 1e5 2 Td 123456789012345678901234 w 12.34Tc 5",
    b"1 Tr{ 2 Tr } 3 Tr>4 Tr ] 5 Tr",
    b"[1 << 2 ] 3 w >> 4 w",
    b"0 0 m 1 1 l S n\x00 W* f* B* b* ''",
    b"",
]
PIECES = rb"""1 |-.5 |/F1 |<41>|<4|(a)|(|)|[|]|<<|>>|Tj| Tf |'|"|%|{|}|\|null |BI | ID |EI |R |a|9|.|#41""".split(b"|")
PIECES += [b"\n", b"\0"]


@pytest.mark.parametrize("content", CONTENT)
def test_every_operator_has_the_operands_that_playa_pdf_finds(content: bytes, file: Document) -> None:
    assert cut([content], file) == token_by_token([content], file)


def test_what_one_stream_leaves_open_goes_on_in_the_next(file: Document) -> None:
    streams = [b"1 w 72", b"640 Td [(a) 2", b"3 (b)] TJ 4 w 5", b"w"]
    assert cut(streams, file) == token_by_token(streams, file)
    assert ("Td", [72, 640]) in cut(streams, file)


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=25).map(b"".join), max_size=3))
def test_whatever_the_content_is(streams: list[bytes]) -> None:
    file = Document(one_page(""))
    try:
        expected: object = token_by_token(streams, file)
    except Exception as reason:  # noqa: BLE001  (playa-pdf raises anything for what it cannot read)
        expected = type(reason)
    try:
        found: object = cut(streams, file)
    except Exception as reason:  # noqa: BLE001
        found = type(reason)
    assert found == expected


@pytest.mark.parametrize("piece", [b"1 ", b"/A ", b"(a) ", b"[] "])
def test_operands_without_an_end_are_refused(piece: bytes, file: Document) -> None:
    with pytest.raises(TooMuch, match="made of operands"):
        cut([piece * 5000], file)


@pytest.fixture
def file() -> Document:
    return Document(one_page(""))


def streams_of(contents: Sequence[bytes]) -> list[ContentStream]:
    return [ContentStream({}, content) for content in contents]


def cut(contents: Sequence[bytes], file: Document) -> list[tuple[str, list[Any]]]:
    return [(name.decode("latin-1"), list(operands)) for name, operands in operations(streams_of(contents), file)]


def token_by_token(contents: Sequence[bytes], file: Document) -> list[tuple[str, list[Any]]]:
    made: list[tuple[str, list[Any]]] = []
    operands: list[Any] = []
    for _, each in ContentParser(streams_of(contents), file):
        if isinstance(each, PSKeyword):
            made.append((each.name.decode("latin-1"), operands))
            operands = []
        elif type(each) is InlineImage:
            made.append((IMAGE.decode(), [each]))
            operands = []
        else:
            operands.append(each)
    return made
