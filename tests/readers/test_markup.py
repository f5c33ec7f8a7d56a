"""XML and HTML that is broken or made to hurt: refused with the line, in bounded memory; nothing outside is fetched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.page import Page
from pipeline.readers import markup
from pipeline.readers.markup import Element, decoded, first_name, read_html, read_xml, root_of
from tests.readers.ocr_cases import alto_line, alto_of, hocr_line, hocr_of, page_in, pages_of, text_of

LAUGHS = "".join('<!ENTITY l{} "{}">'.format(n, f"&l{n - 1};" * 10) for n in range(1, 10))
GOOD = alto_of(alto_line('<String CONTENT="报纸" HPOS="100" VPOS="200" WIDTH="40" HEIGHT="20"/>'))
MEMORY = 600_000_000  # bytes that a bomb may at most take, with Python and its libraries


def tree(text: str) -> Element:
    return read_xml(text, lambda _: False, lambda _: None)


def pieces(text: str) -> list[str]:
    """The pages of HTML, those being the elements with an id."""
    found: list[str] = []
    read_html(text, lambda each: each.get("id") is not None, lambda each: found.append(each.text))
    return found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>', "line 1: it declares a document type of its own"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "declares a document type of its own"),
        ('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://localhost/x"> %x;]><a/>', "declares a document type of its own"),
        ('<!DOCTYPE a [<!ATTLIST a b CDATA "long">]><a/>', "declares a document type of its own"),
        ('<!DOCTYPE a SYSTEM "a.dtd">\n<a>&x;</a>', "line 2: it refers to the entity x, .* never followed"),
        ("<a>&nbsp;</a>", r"line 1, column 4: this is broken XML \(undefined entity\)"),
        ("<a>\n<b></a>", r"line 2, column 6: this is broken XML \(mismatched tag\)"),
        ("<a", r"line 1, column \d: this is broken XML"),
        ("", r"this is broken XML \(no element found\)"),
        ("<a b='1' b='2'/>", "duplicate attribute"),
        ("<x:a/>", "unbound prefix"),
        ("<a>\x00</a>", "broken XML"),
        ("<a>&#0;</a>", "broken XML"),
        ("<a>\ud800</a>", r"half a character \(U\+D800\)"),
        ("<a>" * 200, "elements in elements without an end"),
    ],
)
def test_what_is_refused(text: str, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        tree(text)


def test_a_plain_document_type_is_passed_over() -> None:
    found = tree('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://localhost:1/x.dtd"><html>a&amp;b</html>')
    assert (found.name, found.text) == ("html", "a&b")


def test_a_document_of_too_many_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST_ELEMENTS", 50)
    with pytest.raises(ReadError, match="line 1: more than 50 elements are no newspaper page"):
        tree(f"<a>{'<b/>' * 60}</a>")


def test_elements_are_counted_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST_ELEMENTS", 50)
    taken: list[int] = []
    page = "<p>" + "<b/>" * 40 + "</p>"
    read_xml(
        f"<a>{page * 5}</a>",
        lambda each: each.name == "p",
        lambda each: taken.append(len(list(each.descendants()))),
    )
    assert taken == [40] * 5


def test_namespaces_of_the_root_are_taken_off_and_others_stay() -> None:
    root = tree('<x:a xmlns:x="one" xmlns:y="two"><x:b y:c="1" d="2"/><y:b/></x:a>')
    assert [each.name for each in root.children()] == ["b", "two b"]
    (own,) = root.children("b")
    assert own.attributes == {"two c": "1", "d": "2"}
    assert root_of('<x:a xmlns:x="one"/>') == ("a", "one")


def test_an_element_says_where_it_stands() -> None:
    root = tree("<a>\n<b ID='b1'>\n<c id='long" + "x" * 80 + "'/></b></a>")
    deepest = list(root.descendants())[-1]
    assert deepest.where.startswith("a/b#b1/c#longxxx")
    assert deepest.where.endswith("… (line 3)")


def test_html_needs_no_closed_tags() -> None:
    html = "<html><p id=1>one<br>more<p id=2>two</p><div id=3>&nbsp;&lt;<img src=x>&#24352;</b></div>rest</html>"
    assert pieces(html) == ["two", "\xa0<张", "onemorerest"]


def test_html_text_of_scripts_and_styles_is_no_text() -> None:
    assert pieces("<div id=1><script>var a = '<b>';</script><style>p {}</style>text</div>") == ["text"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<!--" * 200, "more than 100 comments"),
        ("<a" * 20_000, "line 1: a tag is opened and not closed"),
        ("\n\n<a b='" + "x" * 20_000 + "'>", "line 3: a tag is opened and not closed"),
        ('<!DOCTYPE html [<!ENTITY a "b">]><p id=1>&a;</p>', "declares a document type of its own"),
        ("<p>" * 200, "elements in elements without an end"),
        ("<div id=1>one</div>\n<p><b", "line 2: the file ends within a tag; it was cut off"),
        ("<div id=1>one</div><!-- on", "line 1: the file ends within a tag"),
        ("<div id=1>one</div><div id=2>\n<p>two</p>", "line 2: the file ends within a page"),
        ("<p id=\ud800>", "the file ends within a page"),
    ],
)
def test_html_that_is_refused(text: str, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        pieces(text)


@pytest.mark.parametrize(
    "text", ["</a>", "<>", "< a>", "&", "<a x=>", "<![CDATA[x]]>", "<!x>", "<?>", "a < b", "<a><1", "\0", "\ud800", ""]
)
def test_odd_html_is_read_as_it_comes(text: str) -> None:
    pieces(text)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    name = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(encoding, encoding)
    text = GOOD.replace('version="1.0"', f'version="1.0" encoding="{name}"').replace("报纸", "山水")
    page = page_in(text.encode(encoding), tmp_path)
    assert text_of(page) == "山水"
    assert page.source.encoding is not None
    assert page.flags == ()


def test_hocr_says_its_encoding_in_a_meta_element(tmp_path: Path) -> None:
    text = hocr_of(hocr_line("報紙")).replace("<body>", "<head><meta charset=big5></head><body>")
    assert text_of(page_in(text.encode("big5"), tmp_path, "page.hocr")) == "報紙"


def test_an_encoding_that_is_not_declared_is_detected(tmp_path: Path) -> None:
    line = alto_line(
        '<String CONTENT="今天上午本市举行会议，讨论了新的年度计划" HPOS="1" VPOS="2" WIDTH="40" HEIGHT="20"/>'
    )
    page = page_in(alto_of(line).encode("gb18030"), tmp_path)
    assert text_of(page) == "今天上午本市举行会议，讨论了新的年度计划"


def test_the_option_overrules_the_declaration() -> None:
    data = GOOD.replace('version="1.0"', 'version="1.0" encoding="latin-1"').encode("gb18030")
    assert "报纸" in decoded(data, "gb18030").text
    assert "报纸" not in decoded(data).text


def test_an_encoding_that_there_is_not() -> None:
    with pytest.raises(ReadError, match="klingon is no text encoding"):
        decoded(b'<?xml version="1.0" encoding="klingon"?><a/>')


def test_bytes_that_are_in_no_encoding_are_flagged(tmp_path: Path) -> None:
    data = GOOD.replace('version="1.0"', 'version="1.0" encoding="utf-8"').encode().replace("纸".encode(), b"\xff")
    page = page_in(data, tmp_path)
    assert text_of(page) == "报\ufffd"
    assert page.flags == ("undecodable-bytes",)


def test_first_names() -> None:
    assert first_name("<?xml version='1.0'?>\n<!-- <b> --><!DOCTYPE a>\n<x:mets a='1'>") == "x:mets"
    assert first_name("no markup") == ""


def test_a_file_that_breaks_off_keeps_the_pages_before(tmp_path: Path) -> None:
    line = alto_line('<String CONTENT="好" HPOS="1" VPOS="2" WIDTH="20" HEIGHT="20"/>')
    first = alto_of(line).removesuffix("</Layout></alto>")
    pages = pages_of(f"{first}<Page ID='p2' WIDTH='10' HEIGHT='10'><PrintSpace>", tmp_path)
    assert [page.id for page in pages] == ["page-p001", "page-p002"]
    assert "broken XML" in getattr(pages[1], "reason", "")


@pytest.mark.parametrize("rest", ["", "<span class='ocrx_wo", "<span class='ocrx_word'>一", "<!--</div>"])
def test_hocr_that_breaks_off_keeps_the_pages_before(rest: str, tmp_path: Path) -> None:
    whole = hocr_of(hocr_line("好")).removesuffix("</body></html>")
    document = f"{whole}<div class='ocr_page'>{hocr_line('半页')}{rest}"
    first, second = pages_of(document, tmp_path, "page.hocr")
    assert isinstance(first, Page)
    assert text_of(first) == "好"
    assert "the file ends within a page; it was cut off" in getattr(second, "reason", "")


def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xml"
    path.write_text("<alto><Layout><Page>" + "<String/>" * 2_000_000, encoding="utf-8")
    code = (
        "import resource, sys; from pathlib import Path; from pipeline.errors import ReadError\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY} + (1 << 30), {MEMORY} + (1 << 30)))\n"
        "from pipeline.readers.choose import read\n"
        "try: list(read(Path(sys.argv[1]), 'p'))\n"
        "except ReadError as reason: print(reason)\n"
    )
    told = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert "more than 1000000 elements are no newspaper page" in told.stdout
