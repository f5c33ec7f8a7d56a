"""What of a page goes where."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.page import OFF_PAGE, Author, Dateline, Glyphs, Masthead, Role
from pipeline.writers.build import build, read_credit, story_id
from pipeline.writers.records import PageFile, StoryFile
from pipeline.writers.schema import check, encoded
from tests.writers.pages import RECIPE, change_story, page_with

H, K, D, P = Role.HEADLINE, Role.KICKER, Role.DECK, Role.PARAGRAPH
SUB, BY, DATE, CAP, CRED, JUMP = (
    Role.SUBHEADING, Role.BYLINE, Role.DATELINE, Role.CAPTION, Role.CREDIT, Role.JUMP,
)  # fmt: skip


def story_of(*said: tuple[Role, str]) -> StoryFile:
    _, stories = build(page_with(said), RECIPE)
    return stories[0]


def test_roles_become_keys_and_the_body_keeps_its_order() -> None:
    story = story_of(
        (Role.COLUMN, "简讯"), (K, "引题在上"), (H, "主题一行"), (D, "副题在下"),
        (P, "第一段。"), (SUB, "小标题"), (P, "第二段。"),
    )  # fmt: skip
    assert (story.column, story.kicker, story.headline, story.deck) == (
        "简讯",
        "引题在上",
        "主题一行",
        "副题在下",
    )
    assert [(item.type, item.text) for item in story.body] == [
        ("paragraph", "第一段。"),
        ("subheading", "小标题"),
        ("paragraph", "第二段。"),
    ]
    assert story.text == "第一段。\n小标题\n第二段。"


def test_what_is_missing_is_null_or_empty_and_never_made_up() -> None:
    story = story_of((P, "只有一段。"))
    assert story.headline is None
    assert story.byline is None
    assert story.dateline is None
    assert story.continues_on is None
    assert story.original is None
    assert story.captions == []


def test_a_text_of_no_known_role_is_body() -> None:
    assert [item.text for item in story_of((Role.UNKNOWN, "来历不明"), (P, "正文。")).body] == [
        "来历不明",
        "正文。",
    ]


def test_spans_are_ranges_of_the_source() -> None:
    page, stories = build(page_with([(H, "标题"), (P, "正文一段。")]), RECIPE)
    assert page.ledger.glyphs == 9
    assert stories[0].body[0].spans == [(3, 8)]


def test_a_discarded_glyph_breaks_a_span_and_an_inserted_one_has_none() -> None:
    page = page_with([(P, "甲乙丙丁")])
    text = page.stories[0].blocks[0].text.delete([slice(1, 2)], "noise").insert(1, "、", "test")
    block = page.stories[0].blocks[0].with_text(text)
    record, stories = build(change_story(page, 0, blocks=(block,)), RECIPE)
    assert stories[0].body[0].text == "甲、丙丁"
    assert stories[0].body[0].spans == [(0, 1), (2, 4)]
    assert record.ledger.discarded == {"line end": 1, "noise": 1}
    assert record.ledger.inserted == {"test": 1}


def test_offsets_of_a_later_page_count_from_the_start_of_the_file() -> None:
    page = page_with([(P, "第二页。")])
    _, stories = build(page.but(glyphs=Glyphs.of("第二页。\n", 100)), RECIPE)
    assert stories[0].body[0].spans == [(100, 104)]


def test_boxes_of_glyphs_become_regions() -> None:
    page = page_with([(P, "甲乙")])
    box = np.array([[10, 20, 20, 30], [20, 19.5, 30, 30.126], [0, 0, 0, 0]], dtype=np.float32)
    _, stories = build(page.but(glyphs=replace(page.glyphs, box=box)), RECIPE)
    assert [(region.page, region.bbox) for region in stories[0].body[0].regions] == [(1, (10, 19.5, 30, 30.13))]


@pytest.mark.parametrize(
    ("changes", "flags", "bbox"),
    [
        ({"width": 28, "height": 25}, (), (0, 20, 28, 25)),
        ({"width": 28, "height": 25, "turned": 180}, (), (0, 0, 28, 5)),
        ({"width": 28, "height": 25, "turned": 90}, (), (20, 0, 25, 28)),
        ({"width": 28, "height": 25}, (OFF_PAGE,), (-4.5, 20, 30, 30)),
        ({}, (), (-4.5, 20, 30, 30)),
    ],
    ids=["a-page", "on-its-head", "on-its-side", "edge-unknown", "no-size"],
)
def test_no_region_reaches_beyond_the_edge_of_the_page(
    changes: dict[str, int], flags: tuple[str, ...], bbox: tuple[float, ...]
) -> None:
    page = page_with([(P, "甲乙")])
    box = np.array([[-4.5, 20, 10, 30], [10, 20, 30, 30], [0, 0, 0, 0]], dtype=np.float32)
    source = replace(page.source, **changes)  # type: ignore[arg-type]
    _, stories = build(page.but(glyphs=replace(page.glyphs, box=box), source=source, flags=flags), RECIPE)
    assert stories[0].body[0].regions[0].bbox == bbox


def set_in(*lines: tuple[float, float, int], step: tuple[float, float] = (10, 0)) -> list[tuple[float, ...]]:
    """The boxes of lines of so many glyphs of 10 points; each line as x, y, how many."""
    dx, dy = step
    return [(x + n * dx, y + n * dy, x + n * dx + 10, y + n * dy + 10) for x, y, many in lines for n in range(many)]


@pytest.mark.parametrize(
    ("boxes", "regions"),
    [
        (set_in((10, 20, 4), (10, 32, 4), (10, 44, 2)), [(10, 20, 50, 54)]),
        (set_in((20, 80, 3), (10, 92, 4), (70, 20, 4), (70, 32, 1)), [(10, 80, 50, 102), (70, 20, 110, 42)]),
        (set_in((10, 20, 4), (10, 200, 4)), [(10, 20, 50, 30), (10, 200, 50, 210)]),
        (set_in((10, 20, 3), (70, 40, 3)), [(10, 20, 40, 30), (70, 40, 100, 50)]),
        (set_in((90, 20, 4), (78, 20, 4), step=(0, 10)), [(78, 20, 100, 60)]),
        (set_in((30, 20, 4), (18, 20, 4), (90, 80, 4), step=(0, 10)), [(18, 20, 40, 60), (90, 80, 100, 120)]),
    ],
    ids=["one-column", "two-columns", "around-a-picture", "a-lower-column", "vertical", "two-tiers"],
)
def test_a_paragraph_has_one_region_a_column(boxes: list[tuple[float, ...]], regions: list[tuple[float, ...]]) -> None:
    page = page_with([(P, "字" * len(boxes))])
    box = np.array([*boxes, (0, 0, 0, 0)], dtype=np.float32)
    _, stories = build(page.but(glyphs=replace(page.glyphs, box=box)), RECIPE)
    assert [region.bbox for region in stories[0].body[0].regions] == regions


def test_bylines_are_joined_by_a_space_and_their_authors_named() -> None:
    page = page_with([(BY, "本报记者 甲某"), (P, "正文。"), (BY, "通讯员 乙某")])
    page = change_story(page, 0, authors=(Author("甲某", "记者", "本报"), Author("乙某", "通讯员")))
    byline = build(page, RECIPE)[1][0].byline
    assert byline is not None
    assert byline.text == "本报记者 甲某 通讯员 乙某"
    assert [(a.name, a.role, a.outlet) for a in byline.authors] == [
        ("甲某", "记者", "本报"),
        ("乙某", "通讯员", None),
    ]


def test_a_dateline_has_its_words_and_what_they_say() -> None:
    page = change_story(
        page_with([(DATE, "新华社北京7月4日电"), (P, "正文。")]),
        0,
        dateline=Dateline("新华社", "北京", "7月4日"),
    )
    dateline = build(page, RECIPE)[1][0].dateline
    assert dateline is not None
    assert (dateline.text, dateline.agency, dateline.place, dateline.date) == (
        "新华社北京7月4日电", "新华社", "北京", "7月4日",
    )  # fmt: skip


def test_a_credit_belongs_to_the_caption_before_it() -> None:
    captions = story_of(
        (CAP, "签约现场。"),
        (CRED, "记者 常鸣/摄"),
        (CAP, "无名的一张。"),
        (CAP, "第三张。"),
        (CRED, "池一帆 摄"),
    ).captions
    assert [(c.text, c.credit and (c.credit.name, c.credit.role)) for c in captions] == [
        ("签约现场。", ("常鸣", "摄")),
        ("无名的一张。", None),
        ("第三张。", ("池一帆", "摄")),
    ]


def test_a_credit_without_a_caption_is_not_lost() -> None:
    captions = story_of((P, "正文。"), (CRED, "池一帆 摄")).captions
    assert [(c.text, c.credit.text if c.credit else None) for c in captions] == [("", "池一帆 摄")]


def test_a_credit_that_names_nobody_keeps_its_words() -> None:
    credit = read_credit("资料图片")
    assert (credit.text, credit.name) == ("资料图片", None)


def test_jumps_are_read() -> None:
    story = story_of((JUMP, "（上接第1版）"), (P, "正文。"), (JUMP, "（下转第7版）"))
    assert story.continued_from is not None
    assert story.continues_on is not None
    assert (story.continued_from.folio, story.continues_on.folio) == ("1", "7")


def test_a_sidebar_names_its_story() -> None:
    page = change_story(page_with([(P, "甲。")], [(P, "乙。")]), 0, kind="sidebar", parent=1)
    assert [s.part_of for s in build(page, RECIPE)[1]] == ["s02", None]


@pytest.mark.parametrize("parent", [0, 2, -1])
def test_a_sidebar_of_no_story_is_refused(parent: int) -> None:
    page = change_story(page_with([(P, "甲。")], [(P, "乙。")]), 0, parent=parent)
    with pytest.raises(ValueError, match="s01 is part of a story that the page does not have"):
        build(page, RECIPE)


def test_a_column_that_several_stories_share() -> None:
    page = change_story(page_with([(P, "一则简讯。")]), 0, kind="brief", column="简讯")
    assert build(page, RECIPE)[1][0].column == "简讯"


def test_converted_stories_keep_what_was_printed() -> None:
    page = page_with([(H, "电脑"), (P, "一段。"), (CAP, "图说。"), (CRED, "甲某 摄")])
    page = change_story(page, 0, script="Hans", originals=("電腦", "一段。", "圖說。", "甲某 攝"))
    original = build(page, RECIPE)[1][0].original
    assert original is not None
    assert (original.script, original.headline, original.kicker) == ("Hant", "電腦", None)
    assert (original.body, original.captions) == (["一段。"], ["圖說。"])


def test_page_fields_and_furniture() -> None:
    page = page_with([(P, "正文。")], furniture=[("date", "2025年7月4日"), ("credits", "编辑 甲某")])
    page = page.but(
        masthead=Masthead("某某报", "2025-07-04", "星期五", "4", "副刊", (("编辑", ("甲某", "乙某")),)),
        flags=("source-order-broken",),
        confidence=0.123456,
    )
    record, _ = build(page, RECIPE)
    assert (record.newspaper, record.date, record.weekday) == ("某某报", "2025-07-04", "星期五")
    assert (record.folio, record.section, record.credits) == ("4", "副刊", {"编辑": ["甲某", "乙某"]})
    assert [(item.role, item.text) for item in record.furniture] == [
        ("date", "2025年7月4日"),
        ("credits", "编辑 甲某"),
    ]
    assert record.furniture[0].spans == [(4, 13)]
    assert record.flags == ["source-order-broken"]
    assert record.confidence == 0.1235
    assert (record.source.path, record.source.number, record.source.encoding) == ("p.txt", 1, "utf-8")


def test_text_that_no_stage_placed_is_furniture_and_flagged() -> None:
    record, _ = build(page_with([(P, "正文。")], left=["无家可归"]), RECIPE)
    assert [(item.role, item.text) for item in record.furniture] == [("unplaced", "无家可归")]
    assert record.flags == ["unplaced-text"]


def test_the_ledger_adds_up() -> None:
    page = page_with([(H, "标题"), (P, "正文。")], furniture=[("date", "7月4日")], left=["剩"])
    record, stories = build(page, RECIPE)
    ledger = record.ledger
    assert (ledger.glyphs, ledger.in_stories, ledger.in_furniture) == (14, 5, 5)
    assert ledger.discarded == {"line end": 4}
    check(record, stories)


def test_a_page_without_stories_is_a_page() -> None:
    record, stories = build(page_with(furniture=[("date", "7月4日")]), RECIPE)
    assert (record.stories, stories) == ([], [])
    assert encoded(record)


def test_ids_are_in_order_beyond_99() -> None:
    assert [story_id(n) for n in (0, 8, 9, 98, 99)] == ["s01", "s09", "s10", "s99", "s100"]


def test_keys_stand_in_the_order_of_the_contract() -> None:
    assert StoryFile.__struct_fields__ == (
        "schema_version", "id", "page_id", "order", "kind", "part_of", "column", "kicker", "headline", "deck",
        "dateline", "byline", "body", "captions", "text", "continued_from", "continues_on", "script",
        "original", "confidence", "flags",
    )  # fmt: skip
    assert PageFile.__struct_fields__ == (
        "schema_version", "id", "source", "newspaper", "date", "year", "weekday", "folio", "section", "credits",
        "furniture", "stories", "ledger", "confidence", "flags", "recipe", "version", "errors",
    )  # fmt: skip
