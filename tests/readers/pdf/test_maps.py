"""Reading a font's table by a pattern gives what playa-pdf gives token by token."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playa.cmapdb import parse_tounicode

from pipeline.readers.pdf.playa_maps import table_of

HEAD = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def "
HEAD += b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def "
HEAD += b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
FOOT = b"\nendcmap CMapName currentdict /CMap defineresource pop end end"
PIECES = rb"""1 beginbfchar | endbfchar | beginbfrange | endbfrange |<41>|<0041>|<0043>|<D840DC00>|<7532>|<FFFF>|<4>
[ <41> ]| endcmap | begincmap | begincidrange | endcidrange | begincidchar | endcidchar | 65 | % |<7 5>|<>| def
 begincodespacerange | endcodespacerange | beginbfchar/A | endbfcharx | beginnotdefrange |(|)"""


@pytest.mark.parametrize(
    ("entries", "table"),
    [
        (b"2 beginbfchar <0041> <7532>\n<0042><4E59> endbfchar", {b"\0A": "甲", b"\0B": "乙"}),
        (b"1 beginbfchar <41> <D840DC00> endbfchar 1 beginbfchar <41> <4e59> endbfchar", {b"A": "乙"}),
        (b"1 beginbfchar <0001> <006600660069> endbfchar", {b"\0\1": "ffi"}),
        (b"1 beginbfrange <0041> <0043> <4E00> endbfrange", {b"\0A": "一", b"\0B": "丁", b"\0C": "丂"}),
        (b"1 beginbfrange <41> <42> [<7532> <4E59>] endbfrange", {b"A": "甲", b"B": "乙"}),
        (b"1 beginbfrange <41> <0042> <7532> endbfrange", {}),
        (b"1 begincidchar <41> 30002 endcidchar", {b"A": "甲"}),
        (b"1 beginbfchar <41> <753> endbfchar", {b"A": "田"}),
        (b"endcmap 1 beginbfchar <41> <7532> endbfchar", {}),
        (b"% 1 beginbfchar <41> <7532> endbfchar\n", {}),
        (b"1 beginbfchar <41> <7532> % endbfchar\n<42> <4E59> endbfchar", {b"A": "甲", b"B": "乙"}),
        (b"", {}),
    ],
)
def test_what_the_codes_read(entries: bytes, table: dict[bytes, str]) -> None:
    assert table_of(HEAD + entries + FOOT) == table == parse_tounicode(HEAD + entries + FOOT).bytes2unicode


@given(st.lists(st.sampled_from(PIECES.replace(b"\n", b"|").split(b"|")), max_size=25))
def test_whatever_the_table_is(pieces: list[bytes]) -> None:
    data = b" ".join(pieces)
    try:
        expected: object = parse_tounicode(data).bytes2unicode
    except Exception as reason:  # noqa: BLE001  (playa-pdf raises anything for what it cannot read)
        expected = type(reason)
    try:
        found: object = table_of(data)
    except Exception as reason:  # noqa: BLE001
        found = type(reason)
    assert found == expected
