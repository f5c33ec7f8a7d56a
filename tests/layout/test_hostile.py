"""Pages that no printer made: whatever the geometry, nothing falls over and nothing is lost."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import PageError
from tests.layout.paper import RECIPE, Glyph, Paper
from tests.properties.pages import assert_whole

TEXT = "春风又绿江南岸明月何时照我还千里莺啼映水村山郭酒旗"
NAN, INF = math.nan, math.inf
BOXES = {
    "no number": (NAN, NAN, NAN, NAN),
    "no number in one corner": (NAN, 10, 20, 20),
    "infinite": (-INF, -INF, INF, INF),
    "at infinity": (INF, INF, INF, INF),
    "as large as can be": (-3e38, -3e38, 3e38, 3e38),
    "very far": (1e30, -1e30, 1e30, -1e30),
    "a point": (50, 50, 50, 50),
    "a line": (50, 50, 60, 50),
    "inside out": (60, 60, 50, 50),
    "off the paper": (-500, -500, -490, -490),
    "as large as the page": (0, 0, 600, 800),
}
SIZES = (10.0, 0.0, -10.0, 1e-30, 1e6, 3e38, INF, -INF, NAN)


def whole(paper: Paper) -> None:
    assert_whole(paper.cut(), RECIPE)


def column() -> Paper:
    return Paper().column([TEXT] * 5, 50, 50)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_boxes_and_sizes_that_are_none(box: tuple[float, float, float, float], size: float) -> None:
    odd = [Glyph("人", box, size), Glyph("民", box, size), Glyph("人", box, size)]
    whole(Paper(glyphs=odd[:1]))
    whole(Paper(glyphs=odd))
    whole(Paper(glyphs=[odd[0], *column().glyphs, *odd[1:]]))


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_one_broken_box_spoils_no_other_line(box: tuple[float, float, float, float]) -> None:
    page = Paper(glyphs=[*Paper().column([TEXT] * 5, 50, 100).glyphs, Glyph("人", box, 10)])
    assert page.lines().count(TEXT) >= 4


def test_no_glyph() -> None:
    page = Paper().cut()
    assert_whole(page, RECIPE)
    assert (page.stories, page.blocks, page.furniture) == ((), (), ())


def test_no_glyph_but_pictures_and_rules() -> None:
    whole(Paper().picture(0, 0, 100, 100).rule(0, 120, 100, 120).frame(0, 0, 200, 200))


@pytest.mark.parametrize("char", ["春", "1", "。", " ", "\ue004", "\U0001f468", "\ud800"])
def test_one_glyph(char: str) -> None:
    whole(Paper(glyphs=[Glyph(char, (50, 50, 60, 60), 10)]))


@pytest.mark.parametrize("size", [1.0, 10.0, 500.0])
def test_all_glyphs_in_one_place(size: float) -> None:
    whole(Paper(glyphs=[Glyph("人", (50, 50, 60, 60), size) for _ in range(400)]))
    whole(Paper(glyphs=[Glyph(chr(0x4E00 + n), (50, 50, 60, 60), size) for n in range(400)]))


def test_a_heap_of_copies_is_one_glyph() -> None:
    page = Paper(glyphs=[Glyph("人", (50, 50, 60, 60), 10) for _ in range(30_000)]).cut()
    assert_whole(page, RECIPE)
    assert page.ledger.discards()["overprint"] == 29_999


def test_a_line_without_an_end() -> None:
    whole(Paper().line("千里江陵一日还" * 3000, 0, 50))


def test_a_vertical_line_without_an_end() -> None:
    whole(Paper().upright("千里江陵一日还" * 3000, 50, 0))


def test_glyphs_that_all_stand_alone() -> None:
    whole(
        Paper(
            glyphs=[
                Glyph("人", (n % 20 * 30, n // 20 * 30, n % 20 * 30 + 10, n // 20 * 30 + 10), 10) for n in range(300)
            ]
        )
    )


@pytest.mark.parametrize("across", [1, 90])
def test_more_lines_than_any_page_has_are_refused(across: int) -> None:
    apart = [(n % across * 30, n // across * 30) for n in range(8000)]
    page = Paper(300, 300, [Glyph("人", (x, y, x + 10, y + 10), 10) for x, y in apart])
    with pytest.raises(PageError, match=r"galleys: .* are no newspaper page \(the limit is \d+\)"):
        page.cut()


def test_a_map_of_rules_and_frames_parts_in_bounded_work() -> None:
    page = column()
    for n in range(5000):
        x, y = n * 7 % 600, n * 13 % 800
        page.rule(x, y, x + 40, y + 0.4).rule(x, y, x + 0.4, y + 40).frame(x, y, x + 30, y + 30)
    whole(page)


def test_a_staircase() -> None:
    for step in (3, 5, 8, 12):
        whole(
            Paper(
                glyphs=[Glyph(TEXT[n % 25], (n * step, n * step, n * step + 10, n * step + 10), 10) for n in range(60)]
            )
        )


def test_type_of_every_size_and_angle() -> None:
    whole(
        Paper(
            glyphs=[
                Glyph(
                    TEXT[n % 25],
                    (n * 7 % 500, n * 13 % 700, n * 7 % 500 + n, n * 13 % 700 + n),
                    float(n),
                    angle=n * 9.0,
                )
                for n in range(200)
            ]
        )
    )


@pytest.mark.parametrize("bar", [(0, 0, 0, 0), (-1e9, 50, 1e9, 50), (100, -1e9, 100, 1e9), (90, 90, 10, 10)])
def test_drawings_that_part_nothing_or_all(bar: tuple[float, float, float, float]) -> None:
    whole(column().rule(*bar).frame(*bar).picture(*bar))


numbers = st.one_of(st.floats(width=32), st.floats(0, 700, width=32), st.sampled_from([0.0, 10.0, 20.0]))
glyphs = st.builds(
    Glyph,
    char=st.sampled_from("人民日报春风又绿，。：“”（）1234Aa□ \u3000\ue004"),
    box=st.tuples(numbers, numbers, numbers, numbers),
    size=numbers,
    font=st.integers(0, 2),
    hidden=st.booleans(),
    outside=st.booleans(),
    angle=st.sampled_from([0.0, 90.0, 45.0, 270.0]),
)


@given(st.lists(glyphs, max_size=40))
@settings(max_examples=200)
def test_glyphs_anywhere(found: list[Glyph]) -> None:
    whole(Paper(glyphs=found))


@given(st.lists(st.tuples(st.sampled_from("人民春风，。12"), st.integers(0, 12), st.integers(0, 12)), max_size=80))
@settings(max_examples=200)
def test_glyphs_on_a_grid(found: list[tuple[str, int, int]]) -> None:
    whole(Paper(glyphs=[Glyph(c, (x * 7.0, y * 7.0, x * 7.0 + 10, y * 7.0 + 10), 10) for c, x, y in found]))


def test_a_box_upside_down_beside_empty_ones_loses_no_glyph() -> None:
    nothing = [Glyph("人", (0.0, 0.0, 0.0, 0.0), 0.0) for _ in range(6)]
    fallen = Glyph("人", (0.0, 1.0, 20.0, 0.0), 10.0, angle=90.0)
    whole(Paper(glyphs=[*nothing, fallen, Glyph("人", (0.0, -6.0, 0.0, 7.0), 0.0)]))
