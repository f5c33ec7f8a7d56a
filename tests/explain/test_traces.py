"""Where characters came from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.explain.passages import Passage, find, find_in_source, homes, story_passages
from pipeline.explain.traces import Piece, Tracer
from pipeline.page import Page, Role
from pipeline.readers.text import page_of
from pipeline.text import Text, join
from tests.writers.pages import page_with


def shown(pieces: list[Piece]) -> list[tuple[str, str, int | None, int | None, str]]:
    return [
        (p.kind, p.text, p.start, p.end, "; ".join(f"{t.stage} {t.action} {t.reason}" for t in p.touches))
        for p in pieces
    ]


def traced(page: Page, text: Text) -> list[tuple[str, str, int | None, int | None, str]]:
    return shown(list(Tracer(page).trace(text)))


def test_an_untouched_line_is_one_piece() -> None:
    page = page_of("甲乙丙\n", "p")
    assert traced(page, page.lines[0].text) == [("printed", "甲乙丙", 0, 3, "")]


def test_a_line_end_inside_a_passage_is_told_and_one_behind_it_is_not() -> None:
    page = page_of("甲乙\n丙\n", "p")
    assert traced(page, join([line.text for line in page.lines])) == [
        ("printed", "甲乙", 0, 2, ""),
        ("discarded", "\n", 2, 3, "read discarded line end"),
        ("printed", "丙", 3, 4, ""),
    ]


def test_what_was_dropped_around_on_the_same_line_is_told() -> None:
    page = page_of("前\n　甲乙乙\n　后\n", "p")
    page.ledger.stage = "trim"
    text = page.lines[1].text.delete([slice(0, 1)], "margin").delete([slice(2, 3)], "shadow")
    assert traced(page, text) == [
        ("discarded", "　", 2, 3, "trim discarded margin"),
        ("printed", "甲乙", 3, 5, ""),
        ("discarded", "乙", 5, 6, "trim discarded shadow"),
    ]


def test_replaced_and_inserted_characters_name_their_stage() -> None:
    page = page_of("甲巳丙\n", "p")
    page.ledger.stage = "mend"
    text = page.lines[0].text.replace(slice(1, 2), "己", "misread")
    page.ledger.stage = "space"
    text = text.insert(3, " ", "parts words")
    pieces = list(Tracer(page).trace(text))
    assert shown(pieces) == [
        ("printed", "甲", 0, 1, ""),
        ("printed", "己", 1, 2, "mend replaced misread"),
        ("printed", "丙", 2, 3, ""),
        ("inserted", " ", None, None, "space inserted parts words"),
    ]
    assert pieces[1].touches[0].before == "巳"


def test_a_discarded_character_is_shown_as_it_read_when_it_went() -> None:
    page = page_of("甲巳\n", "p")
    text = page.lines[0].text.replace(slice(1, 2), "己", "misread").delete([slice(1, 2)], "shadow")
    assert traced(page, text)[1][:2] == ("discarded", "己")


def test_text_out_of_the_order_of_its_source() -> None:
    page = page_of("甲乙\n丙丁\n", "p")
    text = join([page.lines[1].text, page.lines[0].text])
    assert [piece[1:4] for piece in traced(page, text) if piece[0] == "printed"] == [
        ("丙丁", 3, 5),
        ("甲乙", 0, 2),
    ]


@given(st.text("甲乙 \n\x00", min_size=1, max_size=40), st.data())
def test_a_trace_reads_as_its_passage(source: str, data: st.DataObject) -> None:
    page = page_of(source, "p")
    for line in page.lines:
        text = line.text
        at = data.draw(st.integers(0, len(text) - 1))
        text = text.delete([slice(at, at + 1)], "noise").insert(data.draw(st.integers(0, at)), "新", "new")
        pieces = list(Tracer(page).trace(text))
        assert "".join(piece.text for piece in pieces if piece.kind != "discarded") == text.string
        for piece in pieces:
            if piece.start is not None and piece.end is not None:
                assert piece.text == source[piece.start : piece.end]


def test_fates_follow_the_source() -> None:
    page = page_of("甲乙\n丙\n", "p")
    page.lines[0].text.delete([slice(0, 1)], "noise")
    assert [(piece.kind, piece.text) for piece in Tracer(page).fate(0, 4)] == [
        ("discarded", "甲"), ("printed", "乙"), ("discarded", "\n"), ("printed", "丙"),
    ]  # fmt: skip


def named(hits: list[list[Passage]]) -> list[list[tuple[str, str]]]:
    return [[(passage.name, passage.text.string) for passage in hit] for hit in hits]


def test_passages_have_names() -> None:
    said = [
        (Role.HEADLINE, "标题"),
        (Role.PARAGRAPH, "第一段。"),
        (Role.SUBHEADING, "小"),
        (Role.PARAGRAPH, "第二段。"),
    ]
    names = [passage.name for passage in story_passages(page_with(said), 0)]
    assert names == ["s01 headline", "s01 paragraph 1", "s01 subheading", "s01 paragraph 2"]


def test_passages_are_found_over_texts_and_white_space() -> None:
    page = page_with(
        [(Role.HEADLINE, "关 注"), (Role.PARAGRAPH, "正文。")],
        [(Role.PARAGRAPH, "正文也在此。")],
        furniture=[("date", "7月4日")],
        left=["剩下"],
    )
    assert named(find(page, "关注 正")) == [[("s01 headline", "关 注"), ("s01 paragraph 1", "正")]]
    assert named(find(page, "正文")) == [[("s01 paragraph 1", "正文")], [("s02 paragraph 1", "正文")]]
    assert named(find(page, "4日")) == [[("furniture (date)", "4日")]]
    assert named(find(page, "剩下")) == [[("furniture (unplaced)", "剩下")]]
    assert find(page, "。正文也") == []  # no passage runs over from one story into the next
    assert find(page, " ") == []


def test_passages_are_found_in_the_source() -> None:
    assert find_in_source("甲 乙\n甲乙", "甲乙") == [(0, 3), (4, 6)]
    assert find_in_source("甲", " ") == []


def test_every_glyph_that_stayed_has_a_home() -> None:
    page = page_with([(Role.PARAGRAPH, "甲乙")], furniture=[("date", "7日")], left=["剩"])
    assert homes(page) == {
        0: "s01 paragraph 1", 1: "s01 paragraph 1", 3: "furniture (date)", 4: "furniture (date)",
        6: "furniture (unplaced)",
    }  # fmt: skip
