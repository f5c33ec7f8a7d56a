"""Which lines of display type are one head: kicker, headline and deck, whichever way they and the page are written."""

from __future__ import annotations

from pipeline.layout.scene import scene_of
from pipeline.linking.paper.heads import group
from tests.layout.paper import Paper

LINES = [
    "新修碼頭昨日通航",
    "觀者自朝至暮不絕",
    "船夫稱此後日有六",
    "班往來兩岸貨價亦",
    "可望漸次平減云云",
    "本埠商會亦表歡迎",
]
LEVEL = ["新修的码头昨天通航了大家", "都来看船从早到晚人不断船", "工说以后每天有六班船往来"]


def _heads(paper: Paper, *strings: str) -> list[list[str]]:
    """The heads that these lines make, each from its first line."""
    scene = scene_of(paper.after("overprints", "rows", "galleys"))
    read = [block.string for block in scene.blocks]
    return [[read[n] for n in members] for members in group(scene, [read.index(string) for string in strings])]


def test_a_level_kicker_and_headline_on_a_vertical_page_are_one_head() -> None:
    paper = Paper(300, 300).line("萬人空巷", 130, 20, 11).line("新碼頭通航", 110, 36, 18).tier(LINES, 200, 70)
    assert _heads(paper, "萬人空巷", "新碼頭通航") == [["萬人空巷", "新碼頭通航"]]


def test_a_level_kicker_far_above_a_headline_is_another_head() -> None:
    paper = Paper(300, 300).line("萬人空巷", 130, 5, 11).line("新碼頭通航", 110, 56, 18).tier(LINES, 200, 90)
    assert _heads(paper, "萬人空巷", "新碼頭通航") == [["新碼頭通航"], ["萬人空巷"]]


def test_level_headlines_side_by_side_on_a_vertical_page_are_two_heads() -> None:
    paper = Paper(400, 300).line("新碼頭通航", 190, 30, 18).line("果園豐收", 80, 30, 17).tier(LINES, 300, 70)
    assert _heads(paper, "新碼頭通航", "果園豐收") == [["新碼頭通航"], ["果園豐收"]]


def test_level_headlines_parted_by_a_rule_on_a_vertical_page_are_two_heads() -> None:
    lines = Paper(300, 300).line("新碼頭通航", 110, 20, 18).line("果園已豐收", 110, 50, 16).tier(LINES, 200, 90)
    assert _heads(lines, "新碼頭通航", "果園已豐收") == [["新碼頭通航", "果園已豐收"]]
    ruled = lines.rule(100, 44, 210, 44.5)
    assert _heads(ruled, "新碼頭通航", "果園已豐收") == [["新碼頭通航"], ["果園已豐收"]]


def test_a_vertical_kicker_beside_its_headline_is_of_its_head_on_a_page_of_lines() -> None:
    paper = Paper(400, 300).upright("万人空巷", 190, 40, 11).upright("新码头通航", 168, 30, 18).column(LEVEL, 30, 30)
    assert _heads(paper, "万人空巷", "新码头通航") == [["万人空巷", "新码头通航"]]


def test_what_stands_between_two_level_headlines_begins_another_head() -> None:
    far = Paper(400, 400).line("新码头通航", 30, 20, 40).line("果园今年丰收", 30, 85, 24).column(LEVEL, 30, 130)
    assert _heads(far, "新码头通航", "果园今年丰收") == [["新码头通航", "果园今年丰收"]]
    named = far.line("山乡见闻", 32, 66, 12)
    assert _heads(named, "新码头通航", "果园今年丰收") == [["新码头通航"], ["果园今年丰收"]]


def test_headlines_of_one_size_behind_each_other_are_two_over_more_white_than_a_space() -> None:
    for upper, lower, heads in (
        ("新碼頭昨日通航", "果園今年豐收了", [["新碼頭昨日通航"], ["果園今年豐收了"]]),
        ("新碼頭", "果園豐收", [["新碼頭", "果園豐收"]]),  # short parts may be farther apart
    ):
        paper = Paper(400, 400).upright(upper, 300, 20, 24).upright(lower, 300, 52 + 24 * len(upper), 24)
        assert _heads(paper.tier(LINES, 280, 20), upper, lower) == heads
