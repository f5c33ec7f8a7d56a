"""What is drawn on a sheet is told from what is written: rules, borders and frames from the strokes of type."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.page import Box
from pipeline.readers.scan.broken import framed
from pipeline.readers.scan.corners import corners
from pipeline.readers.scan.drawn import drawn
from pipeline.readers.scan.ink import Parts, ink_mask, parts_of
from pipeline.readers.scan.shades import Shades
from pipeline.readers.scan.sheet import Sheet
from pipeline.readers.scan.survey import Survey, survey
from tests.readers.scan.drawing import EM, Grey, characters, level_text, paper, upright_text


def surveyed(page: Grey) -> Survey:
    return survey(Sheet.of(page))


def test_rules_and_frames_are_found_and_are_no_text() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    page[400:403, 60:540] = 40  # a rule
    for part in ((slice(440, 443), slice(60, 500)), (slice(700, 703), slice(60, 500))):
        page[part] = 40
    page[440:703, 60:63] = 40
    page[440:703, 497:500] = 40
    level_text(page, 90, 470, 14, 5)
    found = surveyed(page)
    assert len(found.drawn.rules) == 1
    assert len(found.drawn.frames) == 1
    assert abs(found.drawn.rules[0].x1 - found.drawn.rules[0].x0 - 480) < 6
    assert len(found.strips) == 13


def test_a_heavy_wave_between_columns_is_a_rule() -> None:
    page = paper()
    upright_text(page, 60, 60, 10, 30)
    upright_text(page, 480, 60, 10, 30)
    for n in range(72):
        x = 440 + (0, 2, 4, 2)[n % 4]
        page[60 + n * 10 : 70 + n * 10, x : x + 16] = 40
    found = surveyed(page)
    (rule,) = found.drawn.rules
    assert np.allclose(rule, (442, 60, 458, 780), atol=4)
    assert len(found.strips) == 20


def test_a_row_of_beads_on_a_rule_is_no_text() -> None:
    page = paper()
    level_text(page, 60, 60, 30, 8)
    page[600:610, 60:780] = 40
    for x in range(64, 780, 20):
        page[595:615, x : x + 6] = 40
    found = surveyed(page)
    (rule,) = found.drawn.rules
    assert (rule.x0, rule.x1) == pytest.approx((60, 780), abs=4)
    assert len(found.strips) == 8


def test_type_that_hangs_together_by_a_line_under_it_is_no_border() -> None:
    page = paper()
    level_text(page, 60, 60, 30, 8)
    characters(page, 60, 600, 12, 1, 30, 0)
    page[619:622, 60:412] = 40
    found = surveyed(page)
    assert not found.drawn.rules
    assert max(strip.box[3] for strip in found.strips) > 600 * found.scale


def test_a_frame_as_heavy_as_a_stroke_is_a_frame_and_a_heavy_stroke_is_type() -> None:
    page = paper()
    level_text(page, 60, 60, 20, 8)
    page[420:436, 60:560] = page[764:780, 60:560] = 40
    page[420:780, 60:76] = page[420:780, 544:560] = 40
    level_text(page, 96, 470, 17, 3)
    characters(page, 600, 60, 1, 2, 0, 250, size=220)  # their strokes are as thick
    found = surveyed(page)
    (frame,) = found.drawn.frames
    assert np.allclose(frame, (60, 420, 560, 780), atol=4)
    assert not found.drawn.rules
    assert max(strip.size for strip in found.strips) > 200
    assert len(found.strips) == 12


def test_a_lone_stroke_in_a_line_of_large_type_is_a_character() -> None:
    page = paper()
    characters(page, 60, 60, 3, 1, 160, 160, size=140)
    page[126:136, 545:680] = 40  # 一
    level_text(page, 60, 260, 20, 12)
    found = surveyed(page)
    assert found.drawn.rules == ()
    head = max(found.strips, key=lambda strip: strip.size)
    assert len(head.parts) == 4


@pytest.mark.parametrize(("white", "frames"), [(50, 0), (90, 1)])
def test_a_character_that_is_closed_is_no_frame_in_a_row_that_is_spread(white: int, frames: int) -> None:
    page = paper()
    level_text(page, 60, 320, 20, 12)
    page[60:106, 300:334] = 40
    page[62:104, 302:332] = 235
    page[82:84, 300:334] = 40  # 日
    characters(page, 300 - white - 44, 61, 1, 1, 0, 0, size=44)
    assert len(surveyed(page).drawn.frames) == frames


@pytest.mark.parametrize(("thick", "type_beside", "pictures"), [(36, True, 0), (36, False, 1), (60, True, 1)])
def test_strokes_that_join_in_the_largest_type_are_no_picture(thick: int, type_beside: bool, pictures: int) -> None:
    page = paper()
    if type_beside:
        characters(page, 60, 60, 3, 1, 190, 190, size=180)
    page[60:240, 630 + 40 - thick // 2 : 630 + 40 + thick // 2] = page[110:130, 630:710] = 40  # 木, at the left of 相
    level_text(page, 60, 320, 20, 12)
    assert len(surveyed(page).drawn.pictures) == pictures


def test_a_border_of_ornaments_takes_no_text() -> None:
    page = paper()
    level_text(page, 120, 120, 24, 20)
    for n in range(150):  # waves down both sides, each an em and a half wide
        y = 60 + n * 6
        for x in (40, 780):
            wave = x + round(16 * abs((n % 12) / 6 - 1))
            page[y : y + 6, wave : wave + 5] = 40
            page[y : y + 2, x + 4 : x + 44] = 40 if n % 12 == 0 else page[y : y + 2, x + 4 : x + 44]
    found = surveyed(page)
    text = [strip for strip in found.strips if strip.box[0] > 110 and strip.box[2] < 720]
    assert len(text) == 20
    assert all(len(strip.parts) == 24 for strip in text)


def framed_text(*, elbow: bool, piece: bool = False, crossed: bool = False, stroke: int = 0) -> Survey:
    """A frame, broken on both sides of its lower left corner, or with a piece in one side that no rule is near, or
    with a gap there instead through which a line of type or a stroke so many pixels thick runs."""
    page = paper()
    level_text(page, 60, 60, 30, 8)
    page[440:443, 60:500] = page[700:703, 60:500] = 40
    page[440:703, 60:63] = page[440:703, 497:500] = 40
    level_text(page, 90, 470, 14, 5)
    page[500:520, 497:500] = page[440:443, 260:280] = page[560:580, 60:63] = 235
    if elbow:
        page[690:710, 75:86] = page[585:600, 60:63] = 235
    if piece:
        page[700:703, 150:210] = 235
        page[700:703, 165:190] = 40
    if crossed:
        page[700:703, 150:210] = 235
        characters(page, 155, 686, 2, 1, 28, 24)
    if stroke:
        page[700:703, 150:210] = 235
        page[686:716, 180 : 180 + stroke] = 40
    return surveyed(page)


def test_the_corner_of_a_frame_that_is_broken_on_both_sides_of_it_is_of_the_frame() -> None:
    found = framed_text(elbow=True)
    assert len(found.drawn.frames) == 1
    assert len(found.strips) == 13


def test_a_piece_of_a_side_does_not_cross_it_and_type_does() -> None:
    assert len(framed_text(elbow=False, piece=True).drawn.frames) == 1
    assert not framed_text(elbow=False, crossed=True).drawn.frames


def tiers_in_a_frame(*, worn: bool = False, alone: bool = False) -> Survey:
    """Two tiers of columns in a frame, and a rule between them that ends before its sides; all of it is in pieces.

    More tiers stand below it, if they are not `alone`.
    """
    page = paper()
    if not alone:
        upright_text(page, 130, 760, 17, 11)
    page[60:63, 60:800] = page[60:703, 60:63] = page[60:703, 797:800] = 40
    upright_text(page, 130, 90, 17, 11)
    upright_text(page, 130, 410, 17, 11)
    page[381:384, 130:730] = page[700:703, 60:800] = 40
    page[381:384, 300:304] = page[60:63, 400:406] = page[300:306, 60:63] = page[520:526, 797:800] = 235
    if worn:
        page[60:63, 60:100] = page[60:63, 760:800] = 235
    return surveyed(page)


def test_a_rule_between_tiers_that_ends_before_the_sides_is_no_side_of_a_frame() -> None:
    found = tiers_in_a_frame().drawn
    assert [round(frame.y1 - frame.y0, -1) for frame in found.frames] == [640]
    assert [round(rule.x1 - rule.x0, -1) for rule in found.rules] == [600]


def test_it_is_one_that_is_worn_at_its_corners_where_the_other_sides_end_with_it() -> None:
    assert [round(frame.y1 - frame.y0, -1) for frame in tiers_in_a_frame(worn=True).drawn.frames] == [640]


def test_a_frame_around_all_type_is_the_border_of_the_page() -> None:
    found = tiers_in_a_frame(alone=True).drawn
    assert not found.frames
    long = sorted(round(max(rule.x1 - rule.x0, rule.y1 - rule.y0)) for rule in found.rules)
    assert long == pytest.approx([600, 640, 640, 738, 738], abs=4)


def test_one_stroke_that_runs_through_a_side_crosses_it_and_a_hair_does_not() -> None:
    assert len(framed_text(elbow=False, stroke=2).drawn.frames) == 1
    assert not framed_text(elbow=False, stroke=5).drawn.frames


@pytest.mark.parametrize("foot", [False, True])
def test_a_rule_that_ends_before_the_sides_may_lie_at_the_edge_of_the_sheet(foot: bool) -> None:
    rules = [Box(60, 0, 61, 400), Box(500, 0, 501, 400), Box(90, 0, 470, 0), Box(60, 399, 501, 400)]
    ink = np.zeros((400, 600), dtype=bool)
    ink[:, 60] = ink[:, 500] = ink[0, 90:470] = ink[399, 60:501] = True
    if foot:
        ink = ink[::-1]
        rules = [*rules[:2], Box(60, 0, 501, 0), Box(90, 400, 470, 400)]
    _, frames = framed(rules, ink, ink, np.zeros_like(ink), float(EM))
    assert [(frame.x0, frame.x1) for frame in frames] == [(60, 500)]


def elbow(x: int, y: int) -> Parts:
    """A part whose upright arm is at its left and its level arm at its foot."""
    mask = np.zeros((400, 400), dtype=np.uint8)
    mask[y : y + 60, x : x + 3] = mask[y + 57 : y + 60, x : x + 30] = 1
    return parts_of(mask)


def test_an_elbow_is_a_corner_where_a_rule_goes_on_from_each_of_its_arms() -> None:
    rules = [Box(100, 20, 103, 180), Box(150, 257, 390, 260)]
    assert corners(elbow(100, 200), rules, np.array([True]), 24).tolist() == [0]
    assert not len(corners(elbow(100, 200), rules, np.array([False]), 24))
    assert not len(corners(elbow(100, 200), rules[:1], np.array([True]), 24))
    assert not len(corners(elbow(120, 200), rules, np.array([True]), 24))


@pytest.mark.parametrize(("aside", "count"), [(10, 1), (14, 0)])
def test_a_rule_that_bends_may_go_on_a_little_beside_the_arm(aside: int, count: int) -> None:
    rules = [Box(100, 20, 103, 180), Box(150, 257 + aside, 390, 260 + aside)]
    assert len(corners(elbow(100, 200), rules, np.array([True]), 24)) == count


def test_a_character_with_more_strokes_is_no_corner() -> None:
    rules = [Box(100, 20, 103, 180), Box(150, 257, 390, 260)]
    parts = elbow(100, 200)
    mask = (parts.labels > 0).astype(np.uint8)
    mask[220:223, 100:140] = mask[200:260, 138:141] = 1
    assert not len(corners(parts_of(mask), rules, np.array([True]), 24))


def pictured(lines: int, *darker: Box) -> list[Box]:
    """The pictures of a page on which a place is a little darker, its left half much, and these places in it still
    more; at the right are so many lines of type."""
    page = paper()
    level_text(page, 60, 500, 30, 10)
    level_text(page, 400, 100, 14, lines)
    mask = ink_mask(page, 60)
    around, dark = Box(60, 80, 760, 380), Box(70, 90, 360, 370)
    return list(drawn(mask, parts_of(mask), 24, Shades((), (around, dark, *darker), ())).pictures)


def test_the_ground_of_a_picture_with_type_beside_it_is_none() -> None:
    assert pictured(4) == [Box(70, 90, 360, 370)]


def test_it_is_one_with_what_is_darker_in_it_where_there_is_no_type() -> None:
    assert pictured(1) == [Box(60, 80, 760, 380)]


def test_a_picture_is_looked_at_once_where_those_in_it_lie_in_each_other() -> None:
    darker = Box(75, 95, 355, 365), Box(80, 100, 350, 360)
    assert pictured(1, *darker) == pictured(1)
    assert pictured(4, *darker) == pictured(4)


@pytest.mark.parametrize(("columns", "found"), [(1, 2), (0, 1)])
def test_two_pictures_one_above_the_other_are_two_where_a_column_stands_beside_one(columns: int, found: int) -> None:
    page = paper()
    level_text(page, 60, 800, 30, 8)
    upright_text(page, 104, 420, columns, 8)
    mask = ink_mask(page, 60)
    above, below = Box(100, 100, 440, 390), Box(134, 410, 474, 700)
    assert len(drawn(mask, parts_of(mask), EM, Shades((), (above, below), ())).pictures) == found


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ((slice(500, 503), slice(60, 840)), 0),  # through it
        ((slice(500, 503), slice(60, 300)), 1),  # up to its middle
        ((slice(500, 503), slice(170, 430)), 1),  # within it
        ((slice(380, 383), slice(60, 840)), 1),  # over it
        ((slice(200, 900), slice(300, 303)), 0),  # down through it
    ],
)
def test_a_shaded_place_through_which_a_rule_runs_shows_through_the_paper(
    rule: tuple[slice, slice], found: int
) -> None:
    page = paper()
    level_text(page, 60, 950, 30, 5)
    page[rule] = 40
    mask = ink_mask(page, 60)
    shades = Shades((), (Box(160, 400, 440, 700),), ())
    assert len(drawn(mask, parts_of(mask), EM, shades).pictures) == found


@pytest.mark.parametrize(("gap", "frames"), [(4, 1), (18, 0)])
def test_rules_around_a_place_are_a_frame_only_if_they_meet_at_its_corners(gap: int, frames: int) -> None:
    """Rules of tiers and of columns can lie around one, too."""
    x0, y0, x1, y1 = 100, 100, 500, 400
    boxes = [(x0 + gap, y, x1 - gap, y + 2) for y in (y0, y1)] + [(x, y0 + gap, x + 2, y1 - gap) for x in (x0, x1)]
    ink = np.zeros((500, 600), dtype=bool)
    for a, b, c, d in boxes:
        ink[b:d, a:c] = True
    rules = [Box(*map(float, box)) for box in boxes]
    assert len(framed(rules, ink, ink, np.zeros_like(ink), EM)[1]) == frames


@pytest.mark.parametrize("below", [0, 180])
def test_a_side_neither_end_of_which_is_a_corner_parts_tiers_if_the_sides_beside_it_go_on(below: int) -> None:
    """The rule between tiers ends near the sides; without what goes on below it, it is a foot that is worn."""
    short, foot = 10, 200
    ink = np.zeros((500, 600), dtype=bool)
    ink[20, 60:501] = ink[foot, 60 + short : 501 - short] = True
    ink[20 : foot + 1 - (0 if below else 18) + below, [60, 500]] = True
    rules = [Box(60, 20, 501, 21), Box(60 + short, foot, 501 - short, foot + 1)]
    rules += [Box(x, 20, x + 1, foot + below) for x in (60, 500)]
    if below:
        ink[foot + below, 60:501] = True
        rules.append(Box(60, foot + below, 501, foot + below + 1))
    _, frames = framed(rules, ink, ink, np.zeros_like(ink), float(EM))
    assert [(frame.y0, frame.y1) for frame in frames] == [(20, foot + below)]


@pytest.mark.parametrize(("worn", "frames"), [([], 1), ([1], 1), ([0, 1], 0)])
def test_one_side_of_a_frame_may_be_worn_but_not_two(worn: list[int], frames: int) -> None:
    """Of a worn side two thirds are left."""
    ink = np.zeros((500, 600), dtype=bool)
    ink[[100, 400], 100:501] = ink[100:401, [100, 500]] = True
    ends = [300 if n in worn else 401 for n in range(2)]
    rules = [Box(100, y, 501, y + 1) for y in (100, 400)]
    for x, end in zip((100, 500), ends, strict=True):
        ink[end:400, x] = False
        rules.append(Box(x, 100, x + 1, end))
    assert len(framed(rules, ink, ink, np.zeros_like(ink), float(EM))[1]) == frames
