"""OCR marks: half-width marks among ideographs, and specks."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pipeline.page import Page
from pipeline.recipe import Recipe, Step
from pipeline.registry import registered
from pipeline.run import run
from pipeline.stages.ocr_marks import OcrMarks, wide_marks
from pipeline.text import Text
from tests.stages.ocr_page import page


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("72小时,收废品的人", "72小时，收废品的人"),
        ("记者:您好", "记者：您好"),
        ("(记者 甲)", "（记者 甲）"),
        ("同意了?", "同意了？"),
        ("副刊•津渡", "副刊·津渡"),
        ("他说:“好”", "他说：“好”"),
    ],
)
def test_marks_beside_ideographs_are_full_width(read: str, meant: str) -> None:
    text = Text.of(read).replace_all(wide_marks(read), "full-width mark")
    assert text.string == meant
    assert text.origins.tolist() == list(range(len(read)))


@pytest.mark.parametrize("read", ["3,200", "10:30", "E-mail: a.b", "5G-A (B2)", "共3,200元", "（甲）。", ""])
def test_other_marks_stay(read: str) -> None:
    assert wide_marks(read) == []


def marked(some: Page) -> Page:
    return run(some, Recipe("test", (Step(registered()["ocr-marks"], OcrMarks()),)))


@pytest.mark.parametrize(
    ("read", "sure", "meant"),
    [
        ("停下来、前后都是稻田", 0.9, "停下来，前后都是稻田"),
        ("一斤卖两块五.放到九点", 0.7, "一斤卖两块五，放到九点"),
        ("一斤卖两块五 . 放到九点", 0.7, "一斤卖两块五 ， 放到九点"),
        ("他说．“好”．就走了", 0.5, "他说，“好”，就走了"),
        ("停下来、前后都是稻田", 0.99, "停下来、前后都是稻田"),  # surely read
        ("查理．卓别林", 0.9, "查理·卓别林"),
        ("体温36.6度", 0.7, "体温36.6度"),
        ("www.日报.cn", 0.7, "www.日报.cn"),
        ("就走了.", 0.7, "就走了."),  # at the end of a line it may be a full stop
    ],
)
def test_a_comma_that_lost_its_tail_is_a_comma(read: str, sure: float, meant: str) -> None:
    assert [line.string for line in marked(page((read, sure))).lines] == [meant]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("认“干儿子”—一靠着这一套", "认“干儿子”——靠着这一套"),
        ("丢进了蓝筐一—“再生”", "丢进了蓝筐——“再生”"),
        ("一—记者跟随一件旧棉袄", "——记者跟随一件旧棉袄"),
        ("---访古钟修复师", "——访古钟修复师"),
        ("第8名—--穿着", "第8名——穿着"),
        ("周一—周五", "周一—周五"),
        ("二〇一一—二〇一三", "二〇一一—二〇一三"),
        ("北京—上海", "北京—上海"),
        ("就是——一切", "就是——一切"),
        ("66--77", "66--77"),
        ("5G-A", "5G-A"),
    ],
)
def test_half_of_a_dash_that_was_read_as_a_stroke_is_one(read: str, meant: str) -> None:
    assert [line.string for line in marked(page((read, 0.9))).lines] == [meant]


def test_a_mark_of_a_line_that_runs_down_is_not_told_by_how_sure_it_is() -> None:
    made = page(("旱澇、蟲災", 0.5))
    glyphs = dataclasses.replace(made.glyphs, vertical=np.ones(5, dtype=bool))
    assert [line.string for line in marked(dataclasses.replace(made, glyphs=glyphs)).lines] == ["旱澇、蟲災"]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("租金2萬8·000元", "租金2萬8，000元"),
        ("租金2萬8 . 000元", "租金2萬8，000元"),
        ("增至1·3萬", "增至1．3萬"),
        ("判監1 · 5公里", "判監1．5公里"),
    ],
)
def test_a_point_in_a_columns_figure_is_what_the_figure_needs(read: str, meant: str) -> None:
    assert downwards(read) == meant


@pytest.mark.parametrize("read", ["一二·九", "9·11事件", "查理·卓別林", "電話6628·1100號", "2．5公里"])
def test_another_point_in_a_column_stays(read: str) -> None:
    assert downwards(read) == read


def downwards(read: str) -> str:
    made = page((read, 0.9))
    glyphs = dataclasses.replace(made.glyphs, vertical=np.ones(len(read), dtype=bool))
    return marked(dataclasses.replace(made, glyphs=glyphs)).lines[0].string


def test_a_doubtful_speck_is_discarded_and_recorded() -> None:
    made = marked(page(("昨日召开会议", 0.99), ("|", 0.3), ("口", 0.99), ("一二三", 0.4)))
    assert [line.string for line in made.lines] == ["昨日召开会议", "口", "一二三"]
    assert made.ledger.discards() == {"stray mark": 1}


@pytest.mark.parametrize(
    ("read", "sure"),
    [
        ("ROwYA", 0.5),
        ("e0s 0", 0.2),
        ("是华酷英城", 0.2),
        ("queez A", 0.6),
        ("92deSteszion", 0.6),
        ("あかあにうなののたはま", 0.4),
    ],
)
def test_what_was_read_on_a_picture_is_discarded(read: str, sure: float) -> None:
    made = marked(page(("昨日召开会议", 0.99), (read, sure)))
    assert [line.string for line in made.lines] == ["昨日召开会议"]
    assert made.ledger.discards() == {"stray mark": len(read)}


@pytest.mark.parametrize(
    ("read", "sure"),
    [
        ("老树不是路障", 0.4),
        ("5G-A", 0.9),
        ("昨日召开会议，研究部署工作", 0.2),
        ("www.example.org", 0.5),
        ("第三版", 0.36),
        ("「さくら」號", 0.8),
    ],
)
def test_what_is_hard_to_read_stays(read: str, sure: float) -> None:
    assert [line.string for line in marked(page((read, sure))).lines] == [read]


@pytest.mark.parametrize(
    ("read", "sure", "stays"),
    [
        ("1", 0.9, False),  # a piece of a rule
        ("4", 0.92, False),
        ("4", 0.97, True),  # a folio
        ("A", 0.9, False),  # a piece of a picture
        (":", 0.9, False),
        ("「", 0.9, False),  # the corner of a frame
        ("A", 0.97, True),
        ("日", 0.8, True),
        (")", 0.9, True),
        ("。", 0.9, True),
        ("」", 0.9, True),
        ("10", 0.82, False),
        ("*1", 0.7, False),
        ("A4", 0.9, True),
        ("日1", 0.7, True),
        ("PSなァTTLNゅ", 0.3, False),  # a rule that is nearly worn away
        ("http://www.example.org/a", 0.5, True),
    ],
)
def test_letters_figures_and_marks_by_themselves_must_be_sure(read: str, sure: float, stays: bool) -> None:
    assert bool(marked(page((read, sure))).lines) == stays


def test_a_source_without_confidences_is_left_alone() -> None:
    before = page(("72小时,收废品", 0.1))
    plain = before.but(glyphs=dataclasses.replace(before.glyphs, confidence=None))
    assert [line.string for line in marked(plain).lines] == ["72小时,收废品"]
