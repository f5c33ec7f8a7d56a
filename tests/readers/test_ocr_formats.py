"""The dialects of ALTO, PAGE XML, hOCR and ABBYY's XML, and what in them is an error that names the element."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ReadError
from pipeline.page import Box
from tests.readers.ocr_cases import (
    BOX,
    COORDS,
    SIDES,
    abbyy_line,
    abbyy_of,
    alto_line,
    alto_of,
    boxes_of,
    hocr_line,
    hocr_of,
    page_in,
    page_line,
    page_of,
    pages_of,
    reason,
    said,
    sure_of,
    text_of,
)

FOUR = [Box(100, 200, 120, 220), Box(120, 200, 140, 220), Box(140, 200, 160, 220), Box(160, 200, 180, 220)]
STRING = f'<String CONTENT="今日要闻" {BOX}/>'
WORD = "<span class='ocrx_word' title='bbox 100 200 180 220'>今日要闻</span>"
CHARS = "".join(
    f'<charParams l="{100 + 20 * n}" t="200" r="{120 + 20 * n}" b="220" charConfidence="{sure}">{char}</charParams>'
    for n, (char, sure) in enumerate(zip("今日要闻", (98, -1, 255, 0), strict=True))
)
CINFO = "".join(
    f"<span class='ocrx_cinfo' title='x_bboxes {100 + 20 * n} 200 {120 + 20 * n} 220; x_conf {sure}'>{char}</span>"
    for n, (char, sure) in enumerate(zip("今日要闻", (98, 50.5, 100, 0), strict=True))
)


@pytest.mark.parametrize(
    "document",
    [
        alto_of(alto_line(STRING)),
        alto_of(alto_line('<String CONTENT="今日要闻"/>')),
        alto_of(alto_line(STRING, box="")),
        alto_of(alto_line('<String CONTENT="今日"/><String CONTENT="要闻"/>')),
        alto_of(alto_line(STRING)).replace("PrintSpace", "TopMargin"),
        page_of(page_line(said("今日要闻"))),
        page_of(page_line(f"<Word>{COORDS}{said('今日要闻')}</Word>")),
        page_of(page_line(f"<Word>{COORDS}{said('今日要闻')}</Word>{said('今日要闻')}")),
        page_of(f"<TableRegion>{COORDS}{page_line(said('今日要闻'))}</TableRegion>"),
        page_of(page_line("<TextEquiv><PlainText>今日要闻</PlainText></TextEquiv>")),
        page_of(page_line(said("今日要闻"), '<Coords><Point x="100" y="200"/><Point x="180" y="220"/></Coords>')),
        hocr_of(hocr_line(WORD)),
        hocr_of(WORD),
        hocr_of(hocr_line("今日要闻")),
        hocr_of(hocr_line(f"<b>{WORD}</b>")),
        hocr_of(hocr_line(f"<span class='ocrx_word' title='bbox 100 200 180 220'>{CINFO}</span>")),
        hocr_of(hocr_line(CINFO)),
        hocr_of(hocr_line("今日要闻", "bbox 100 200 180 220; x_bboxes " + " ".join(f"{e:g}" for b in FOUR for e in b))),
        hocr_of("<p class=ocr_par title='bbox 100 200 180 220'>今日要闻</p>"),
        abbyy_of(abbyy_line(CHARS)),
        abbyy_of(abbyy_line("今日要闻")),
        abbyy_of(f'<block blockType="Table"><row><cell>{abbyy_line(CHARS)}</cell></row></block>'),
    ],
)
def test_four_characters_in_one_place(document: str, tmp_path: Path) -> None:
    page = page_in(document, tmp_path)
    assert text_of(page) == "今日要闻"
    assert boxes_of(page) == FOUR
    assert page.glyphs.offset.tolist() == [0, 1, 2, 3]


# --- what the formats say besides


@pytest.mark.parametrize(
    ("document", "sure"),
    [
        (alto_of(alto_line(f'<String CONTENT="今日" WC="0.5" CC="09" {BOX}/>')), [1, 0]),
        (alto_of(alto_line(f'<String CONTENT="今日" WC="0.5" CC="0 3" {BOX}/>')), [1, 0.667]),
        (alto_of(alto_line(f'<String CONTENT="今日" WC="0.5" CC="0" {BOX}/>')), [0.5, 0.5]),
        (page_of(page_line(said("今日", ' conf="0.25"'))), [0.25, 0.25]),
        (hocr_of(hocr_line(WORD.replace("220'", "220; x_wconf 93'"))), [0.93] * 4),
        (hocr_of(hocr_line(WORD.replace("220'", "220; x_confs 1 2 3 4'"))), [0.01, 0.02, 0.03, 0.04]),
        (hocr_of(hocr_line(WORD.replace("220'", "220; x_confs 0.99 1.0 0.5 .25'"))), [0.99, 1, 0.5, 0.25]),
        (hocr_of(hocr_line(CINFO)), [0.98, 0.505, 1, 0]),
    ],
)
def test_confidences(document: str, sure: list[float], tmp_path: Path) -> None:
    assert sure_of(page_in(document, tmp_path)) == sure


def test_confidences_that_say_nothing(tmp_path: Path) -> None:
    shown = [str(each) for each in sure_of(page_in(abbyy_of(abbyy_line(CHARS)), tmp_path))]
    assert shown == ["0.98", "nan", "nan", "0.0"]
    assert str(sure_of(page_in(alto_of(alto_line(STRING)), tmp_path))[0]) == "nan"


def test_the_lowest_index_of_several_readings_wins(tmp_path: Path) -> None:
    line = said("错误", ' index="1"') + said("正确", ' index="0" conf="0.9"')
    assert text_of(page_in(page_of(page_line(line)), tmp_path)) == "正确"


def test_a_line_that_was_corrected_counts_and_its_words_do_not(tmp_path: Path) -> None:
    page = page_in(page_of(page_line(f"<Word>{COORDS}{said('今曰')}</Word>{said('今日要闻')}")), tmp_path)
    assert text_of(page) == "今日要闻"
    assert boxes_of(page) == FOUR
    assert page.flags == ("levels-disagree",)


def test_spaces_of_a_line_stand_between_its_words(tmp_path: Path) -> None:
    words = [("OPEC", "100,200 140,220"), ("said", "150,200 180,220")]
    inner = "".join(f'<Word><Coords points="{at}"/>{said(text)}</Word>' for text, at in words)
    assert text_of(page_in(page_of(page_line(inner + said("OPEC said"))), tmp_path)) == "OPEC said"
    assert text_of(page_in(hocr_of(hocr_line("OPEC <b>said</b> 今 日")), tmp_path)) == "OPEC said今日"
    strings = '<String CONTENT="a"/><SP/><String CONTENT="b"/><SP WIDTH="-9"/>'
    assert text_of(page_in(alto_of(alto_line(strings)), tmp_path)) == "a b"


def test_hyphens_are_printed_and_whole_words_are_not(tmp_path: Path) -> None:
    first = '<String CONTENT="news" SUBS_TYPE="HypPart1" SUBS_CONTENT="newspaper"/><HYP CONTENT="&#xAD;"/>'
    second = '<String CONTENT="paper" SUBS_TYPE="HypPart2" SUBS_CONTENT="newspaper"/>'
    below = BOX.replace('"200"', '"230"')
    assert text_of(page_in(alto_of(alto_line(first) + alto_line(second, below)), tmp_path)) == "news-paper"


def test_what_the_engine_also_thought_of_is_no_text(tmp_path: Path) -> None:
    guesses = '<charRecVariants><charRecVariant charConfidence="3">日</charRecVariant></charRecVariants>'
    line = f'<charParams {SIDES} charConfidence="50">{guesses}曰</charParams>'
    assert text_of(page_in(abbyy_of(abbyy_line(line)), tmp_path)) == "曰"
    glyph = f'<String CONTENT="曰" {BOX}><Glyph CONTENT="曰" {BOX}><Variant CONTENT="日" VC="0.1"/></Glyph></String>'
    assert text_of(page_in(alto_of(alto_line(glyph)), tmp_path)) == "曰"


@pytest.mark.parametrize(
    "document",
    [
        alto_of(alto_line('<String CONTENT="竖排的字"/>', 'HPOS="10" VPOS="10" WIDTH="20" HEIGHT="80"')),
        alto_of(alto_line(STRING).replace('ID="l"', 'ID="l" BASEDIRECTION="ttb"')),
        alto_of(alto_line(STRING)).replace('TextBlock ID="b"', 'TextBlock ROTATION="270"'),
        page_of(page_line(said("今日要闻"), more=' readingDirection="top-to-bottom"')),
        hocr_of(hocr_line("竖排", "bbox 10 10 30 50")),
        hocr_of(hocr_line(WORD, "bbox 100 200 180 220; textangle 270")),
        abbyy_of(abbyy_line(CHARS)).replace("<text>", '<text orientation="RotatedClockwise">'),
    ],
)
def test_vertical_lines(document: str, tmp_path: Path) -> None:
    page = page_in(document, tmp_path)
    assert page.glyphs.vertical is not None
    assert page.glyphs.vertical.all()
    tops = [box.y0 for box in boxes_of(page)]
    if "ngle" not in document and "Rotated" not in document:
        assert tops == sorted(set(tops))


def test_a_lone_character_goes_with_the_page(tmp_path: Path) -> None:
    tall = alto_line('<String CONTENT="竖排的字"/>', 'HPOS="50" VPOS="10" WIDTH="20" HEIGHT="80"')
    lone = alto_line('<String CONTENT="竖"/>', 'HPOS="10" VPOS="10" WIDTH="20" HEIGHT="20"')
    for lines, down in ((tall + lone, True), (alto_line(STRING) + lone, False)):
        vertical = page_in(alto_of(lines), tmp_path).glyphs.vertical
        assert vertical is not None
        assert bool(vertical[-1]) is down


def test_fonts_and_sizes_that_the_boxes_bear_out(tmp_path: Path) -> None:
    styles = (
        '<Styles><TextStyle ID="body" FONTFAMILY="宋体" FONTSIZE="10"/>'
        '<TextStyle ID="head" FONTFAMILY="黑体" FONTSTYLE="bold" FONTSIZE="20"/></Styles>'
    )
    head = alto_line(
        '<String STYLEREFS="par head" CONTENT="大字标题六个"/>', 'HPOS="0" VPOS="0" WIDTH="480" HEIGHT="80"'
    )
    body = alto_line(
        '<String STYLEREFS="body" CONTENT="正文一行八个字符"/>', 'HPOS="0" VPOS="100" WIDTH="320" HEIGHT="40"'
    )
    glyphs = page_in(alto_of(head + body, styles=styles), tmp_path).glyphs
    assert glyphs.font is not None
    assert glyphs.size is not None
    assert [glyphs.fonts[n] for n in (glyphs.font[0], glyphs.font[-1])] == ["黑体 bold", "宋体"]
    assert glyphs.size[0] == pytest.approx(2 * glyphs.size[-1])


def test_drawings(tmp_path: Path) -> None:
    rule, picture = 'HPOS="0" VPOS="50" WIDTH="500" HEIGHT="4"', 'HPOS="0" VPOS="60" WIDTH="300" HEIGHT="200"'
    drawn = f"<GraphicalElement {rule}/><Illustration {picture}/><GraphicalElement {picture}/>"
    graphics = page_in(alto_of(alto_line(STRING)).replace("</PrintSpace>", drawn + "</PrintSpace>"), tmp_path).graphics
    assert graphics.rules == (Box(0, 52, 500, 52),)
    assert graphics.pictures == graphics.frames == (Box(0, 60, 300, 260),)
    lines = '<separator><start x="5" y="9"/><end x="5" y="90"/></separator>'
    drawn = f'<block blockType="SeparatorsBox" {SIDES}>{lines}</block><block blockType="Picture" {SIDES}/>'
    graphics = page_in(abbyy_of(drawn + abbyy_line(CHARS)), tmp_path).graphics
    assert graphics.rules == (Box(5, 9, 5, 90),)
    assert graphics.pictures == (Box(100, 200, 180, 220),)


# --- places that cannot be right


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (
            alto_of(alto_line(STRING.replace('"100"', '"1989;x_wconf"'))),
            'alto/Layout/Page#p/PrintSpace/TextBlock#b/TextLine#l/String (line 4): HPOS="1989;x_wconf" is no number',
        ),
        (alto_of(alto_line(STRING.replace('"80"', '"-80"'))), 'WIDTH="-80" is less than nothing'),
        (alto_of(alto_line(STRING.replace('"80"', '"NaN"'))), 'WIDTH="NaN" is no number'),
        (alto_of(alto_line(STRING.replace('"80"', '"1e99"'))), 'WIDTH="1e99" lies beyond any page'),
        (alto_of(alto_line(STRING.replace('"80"', f'"{"9" * 400}"'))), '…" is no number'),
        (alto_of(alto_line(f'<String CONTENT="字" WC="high" {BOX}/>')), 'WC="high" is no number'),
        (alto_of(alto_line('<String CONTENT="字"/>', box="")), "nothing tells where “字” stands"),
        (alto_of(alto_line(STRING), unit="furlong"), "'furlong' is no unit; there are pixel, mm10 and inch1200"),
        (page_of(page_line(said("字"), '<Coords points="1,2 3"/>')), 'Coords (line 2): points="1,2 3" is no list of'),
        (page_of(page_line(said("字"), '<Coords points="1,2 3,x"/>')), "has 'x', which is no number"),
        (page_of(page_line(said("字"), '<Coords points=""/>')), "TextLine#l (line 2): nothing tells where “字” stands"),
        (page_of(page_line(said("字"), '<Coords points="5,5"/>')), "nothing tells where “字” stands"),
        (page_of(page_line(said("字", ' index="first"'))), 'index="first" is no number'),
        (
            hocr_of(hocr_line(WORD, "bbox 100 200 1989;x_wconf 90")),
            'span (line 2): title="bbox 100 200 1989;x_wconf 90": bbox takes four numbers',
        ),
        (hocr_of(hocr_line(WORD, "bbox 100 200 x 220")), "has 'x', which is no number"),
        (hocr_of(hocr_line(WORD, "bbox 180 200 100 220")), "bbox (180 200 100 220) is a box inside out"),
        (hocr_of(hocr_line("字", "")), "nothing tells where “字” stands"),
        (abbyy_of(abbyy_line(CHARS.replace('l="100"', 'l="1989;"'))), 'l="1989;" is no number'),
        (abbyy_of(abbyy_line(CHARS.replace('l="100"', 'l="500"'))), "is a box inside out"),
        (alto_of(""), "there is no text on this page"),
    ],
)
def test_an_error_names_the_element_and_the_value(document: str, told: str, tmp_path: Path) -> None:
    assert told in reason(document, tmp_path)


@pytest.mark.parametrize(
    ("document", "flag"),
    [
        (alto_of(alto_line(f'<String CONTENT="今日" {BOX}/><String CONTENT="要闻"/>')), "boxes-guessed"),
        (page_of("<TextRegion>" + COORDS + said("今日\n要闻") + "</TextRegion>"), "boxes-guessed"),
        (page_of(page_line(f"<Word>{COORDS}{said('今日')}</Word>", '<Coords points="5,5"/>')), None),
        (alto_of(alto_line(STRING.replace('"100"', '"-70"'))), "boxes-outside-page"),
        (alto_of(alto_line(STRING.replace('"200"', '"90000"'))), "boxes-outside-page"),
        (alto_of(alto_line(STRING), space="http://www.loc.gov/standards/alto/ns-v9#"), "unknown-namespace"),
        (
            alto_of(alto_line(STRING)).replace(' xmlns="http://www.loc.gov/standards/alto/ns-v4#"', ""),
            "unknown-namespace",
        ),
        (page_of(page_line(said("字")), space="http://example.org/PAGE/2050"), "unknown-namespace"),
        (
            abbyy_of(abbyy_line(CHARS), space="http://www.abbyy.com/FineReader_xml/FineReader99.xml"),
            "unknown-namespace",
        ),
        (alto_of(alto_line(STRING), space="http://www.loc.gov/standards/alto/ns-v2#"), None),
        (alto_of(alto_line(STRING), space="http://www.loc.gov/standards/alto/alto-v2.0.xsd"), None),
        (abbyy_of(abbyy_line(CHARS), space="http://www.abbyy.com/FineReader_xml/FineReader6-schema-v1.xml"), None),
        (page_of(page_line(said("字")), space="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"), None),
    ],
)
def test_what_can_still_be_read_is_read_and_flagged(document: str, flag: str | None, tmp_path: Path) -> None:
    page = page_in(document, tmp_path)
    assert len(page.glyphs)
    assert page.flags == ((flag,) if flag else ())


# --- which file is what


@pytest.mark.parametrize(
    ("document", "name", "kind"),
    [
        (alto_of(alto_line(STRING)), "page.xml", "alto"),
        (alto_of(alto_line(STRING)), "page.html", "alto"),
        (alto_of(alto_line(STRING)), "0001", "alto"),
        (page_of(page_line(said("字"))), "page.alto", "page-xml"),
        (hocr_of(hocr_line(WORD)), "page.xml", "hocr"),
        (hocr_of(hocr_line(WORD)), "page.htm", "hocr"),
        (f"<div class='x ocr_page'>{hocr_line(WORD)}</div>", "page.hocr", "hocr"),
        (f"\ufeff<?xml version='1.0'?>{hocr_of(hocr_line(WORD))}", "page.hocr", "hocr"),
        (abbyy_of(abbyy_line(CHARS)), "page_abbyy.xml", "abbyy"),
        (
            alto_of(alto_line(STRING))
            .replace("xmlns=", "xmlns:a=")
            .replace("<", "<a:")
            .replace("<a:/", "</a:")
            .replace("<a:?", "<?"),
            "prefixed.xml",
            "alto",
        ),
    ],
)
def test_the_content_tells_the_format(document: str, name: str, kind: str, tmp_path: Path) -> None:
    assert page_in(document, tmp_path, name).source.kind == kind


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("<TEI xmlns='http://www.tei-c.org/ns/1.0'/>", "root <TEI> of the namespace http://www.tei-c.org/ns/1.0; what"),
        ("<document><para/></document>", "has no page in it"),
        ("<document xmlns='urn:oasis:docs'/>", "root <document> of the namespace urn:oasis:docs"),
        ("<html><body><p>news</p></body></html>", r"HTML without a page of hOCR \(no class ocr_page\)"),
        ("<alto xmlns='http://www.loc.gov/standards/alto/ns-v4#'/>", "this ALTO has no page in it"),
        ("not markup at all", "broken XML"),
        ("", "it is empty"),
        ("\x89PNG\r\n", "this is a PNG picture"),
    ],
)
def test_what_is_no_ocr_says_what_it_is_and_what_can_be_read(document: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=told):
        pages_of(document.encode("latin-1"), tmp_path)


def test_one_page_that_is_broken_does_not_cost_the_others(tmp_path: Path) -> None:
    good = hocr_of(hocr_line(WORD)).removesuffix("</body></html>")
    bad = f"<div class='ocr_page'>{hocr_line(WORD, 'bbox 1 2')}</div>"
    empty = "<div class='ocr_page'></div>"
    pages = pages_of(f"{good}{bad}{empty}<div class='ocr_page'>{hocr_line(WORD)}</div>", tmp_path)
    assert [getattr(page, "reason", None) for page in pages] == [
        None,
        'html/body/div/span (line 3): title="bbox 1 2": bbox takes four numbers; mend it',
        "there is no text on this page; if it shows any, it must be read as a scan",
        None,
    ]
    assert [page.id for page in pages] == [f"page-p00{n}" for n in (1, 2, 3, 4)]
