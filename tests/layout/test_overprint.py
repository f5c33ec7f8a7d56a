"""A headline drawn several times is read once; whatever merely reads alike stays."""

from __future__ import annotations

import pytest

from tests.layout.paper import Glyph, Paper

HEADLINE = "人人都说家乡好"


def kept(paper: Paper) -> str:
    """What is left, in the order of drawing."""
    return "".join(line.string for line in paper.after("overprints").lines)


@pytest.mark.parametrize("size", [9.0, 10.5, 18.0, 36.0, 72.0])
@pytest.mark.parametrize("away", [0.0, 0.3, 1.0, 2.5, 4.0])
@pytest.mark.parametrize("times", [2, 3, 4])
def test_a_shadow_goes_whatever_its_font_and_colour(times: int, away: float, size: float) -> None:
    paper = Paper()
    for n in range(times):
        step = away * n / (times - 1)
        paper.line(HEADLINE, 50 + step, 80 + step, size, font=n % 3, color=n * 0x333333)
    assert kept(paper) == HEADLINE
    assert paper.lines() == [HEADLINE]


@pytest.mark.parametrize("away", [(-2.0, 0.0), (0.0, -2.0), (2.0, -2.0), (-3.0, 3.0)])
def test_a_shadow_goes_to_whichever_side_it_falls(away: tuple[float, float]) -> None:
    assert Paper().line(HEADLINE, 50, 80, 30).line(HEADLINE, 50 + away[0], 80 + away[1], 30).lines() == [HEADLINE]


def test_a_shadow_is_told_whether_drawn_line_by_line_or_glyph_by_glyph() -> None:
    whole = Paper().line(HEADLINE, 50, 80, 30).line(HEADLINE, 51, 81, 30)
    half = len(whole.glyphs) // 2
    by_glyph = Paper(glyphs=[g for pair in zip(whole.glyphs[:half], whole.glyphs[half:], strict=True) for g in pair])
    assert by_glyph.lines() == whole.lines() == [HEADLINE]


def test_the_copy_on_top_is_the_one_that_stays() -> None:
    page = Paper().line("好", 50, 80, 30, color=0x999999).line("好", 52, 82, 30).after("overprints")
    assert page.lines[0].text.origins.tolist() == [1]
    assert list(page.ledger.discarded()) == [(0, "overprint")]
    assert page.lines[0].marks == {"shadowed"}


@pytest.mark.parametrize("lost", ["\ufffd", "\ue123"])
@pytest.mark.parametrize("away", [-2.0, 0.0, 1.5])
def test_a_copy_that_nobody_can_read_goes_whichever_is_on_top(away: float, lost: str) -> None:
    unread = HEADLINE.replace("家", lost)
    above = Paper().line(unread, 50 + away, 80 + away, 30, font=1).line(HEADLINE, 50, 80, 30)
    below = Paper().line(HEADLINE, 50, 80, 30).line(unread, 50 + away, 80 + away, 30, font=1)
    assert kept(above) == HEADLINE
    assert below.lines() == [HEADLINE]


@pytest.mark.parametrize(("below", "above"), [("家居⼴场", "家居广场"), ("家居广场", "家居⼴场")])
def test_a_radical_over_the_ideograph_that_it_is_drawn_as_is_its_copy(below: str, above: str) -> None:
    assert Paper().line(below, 50, 80, 30).line(above, 51, 81, 30).lines() == [above]


def test_a_radical_over_another_ideograph_stays() -> None:
    assert kept(Paper().line("⼴", 50, 80, 30).line("厂", 51, 81, 30)) == "⼴厂"


def test_what_nobody_can_read_stays_beside_what_can_be_read() -> None:
    assert kept(Paper().line("人\ufffd都说ii\ufffdii", 50, 80, 30)) == "人\ufffd都说ii\ufffdii"
    assert kept(Paper().line("\ufffd", 50, 80, 30).line("人", 52, 82, 60)) == "\ufffd人"


def test_an_invisible_copy_on_top_does_not_take_the_place_of_a_visible_one() -> None:
    page = Paper().line("好", 50, 80, 30).line("好", 50, 80, 30, hidden=True).after("overprints")
    assert page.lines[0].text.origins.tolist() == [0]


def test_invisible_text_goes_where_it_lies_over_visible_text_even_if_it_misreads_it() -> None:
    page = Paper().line("看得见", 50, 80).line("着得児", 51, 81, hidden=True).after("overprints")
    assert [line.string for line in page.lines] == ["看得见"]
    assert page.flags == ()
    assert page.ledger.discards()["invisible"] == 3


def test_invisible_text_over_nothing_that_can_be_read_stays_and_the_page_says_so() -> None:
    page = Paper().line("看得见", 50, 80).line("画成线的标题", 50, 100, 24, hidden=True).after("overprints")
    assert [line.string for line in page.lines] == ["看得见画成线的标题"]
    assert page.flags == ("invisible-text",)


def test_text_beyond_the_edge_goes() -> None:
    page = Paper().line("看得见", 50, 80).line("框外", 50, 100, outside=True).after("overprints")
    assert [line.string for line in page.lines] == ["看得见"]
    assert page.ledger.discards()["outside"] == 2
    assert page.flags == ()


@pytest.mark.parametrize("size", [6.0, 7.5, 9.0, 10.5, 48.0])
@pytest.mark.parametrize("squeeze", [0.0, -0.2, -0.4])
def test_two_of_a_kind_side_by_side_stay(size: float, squeeze: float) -> None:
    assert kept(Paper().line("人人家家户户", 50, 80, size, spread=squeeze * size)) == "人人家家户户"
    assert kept(Paper().upright("人人家家户户", 50, 80, size, spread=squeeze * size)) == "人人家家户户"


def test_digits_side_by_side_stay() -> None:
    assert kept(Paper().line("1100……!!", 50, 80, 10)) == "1100……!!"


def test_two_of_a_kind_under_each_other_stay() -> None:
    assert kept(Paper().column(["人民", "人民", "人民"], 50, 80, 10, leading=10)) == "人民人民人民"


def test_different_characters_in_one_place_stay() -> None:
    assert kept(Paper().line("口", 50, 80).line("木", 50, 80)) == "口木"


def test_a_large_letter_over_a_small_one_stays() -> None:
    assert kept(Paper().line("春", 50, 80, 40).line("春", 65, 95, 10)) == "春春"


def test_a_shadowed_pair_becomes_a_pair() -> None:
    assert kept(Paper().line("人人", 50, 80, 12).line("人人", 51, 81, 12).line("人人", 52, 82, 12)) == "人人"


def test_blanks_go_their_place_is_known() -> None:
    paper = Paper(
        glyphs=[Glyph(char, (n * 10, 0, n * 10 + 10, 10), 10) for n, char in enumerate("甲 乙\u3000丙\u00a0")]
    )
    page = paper.after("overprints")
    assert [line.string for line in page.lines] == ["甲乙丙"]
    assert page.ledger.discards() == {"blank": 3}


def test_a_glyph_that_stands_between_two_copies_makes_them_one() -> None:
    paper = Paper().line("春", 50, 80, 30).line("春", 50, 80, 30).line("春", 53, 80, 30).line("春", 56, 80, 30)
    assert kept(paper) == "春"
