"""Which captions are news by themselves, though they share words with a story of the page."""

from __future__ import annotations

from dataclasses import replace

from pipeline.layout.scene import scene_of
from pipeline.page import Role
from pipeline.stages.paper_place import PaperPlace, photo_news
from tests.layout.paper import Paper, set_lines

STORY = "沿江新码头昨天建成通航，每天有六班船往来两岸，乘客不必再绕行十几公里，沿江的果农也可以把苹果和梨运到省城去卖。"
SHOWN = "沿江新码头昨天建成通航，乘客在岸上排队等候上船，每天有六班船往来两岸，果农把苹果和梨装上了第一班船，运往省城。"
ROLES = {24.0: Role.HEADLINE, 8.0: Role.CAPTION, 10.0: Role.PARAGRAPH}


def news(paper: Paper) -> bool:
    """Whether the caption, in type of eight points, is news; text is of ten, headlines are of twenty-four."""
    page = paper.after("overprints", "rows", "galleys")
    blocks = [replace(block, role=ROLES[block.size]) for block in page.blocks]
    text = [block for block in blocks if block.role is Role.PARAGRAPH]
    shown = [block for block in blocks if block.role is not Role.PARAGRAPH]
    scene = scene_of(page.but(blocks=tuple(shown + text)))
    bodies = [list(range(len(shown), len(blocks)))]
    return [shown[n].role for n in photo_news(shown, bodies, scene, PaperPlace())] == [Role.CAPTION]


def page(x: float = 320) -> Paper:
    """A story at the left; a picture with its caption, whose words are the story's, at x."""
    paper = Paper().line("沿江新码头通航", 50, 40, 24).column(set_lines([STORY], 14), 50, 80)
    return paper.picture(x, 80, x + 160, 180).column(set_lines([SHOWN], 20), x, 185, 8, 11)


def test_a_caption_that_tells_what_the_story_tells_is_the_storys() -> None:
    assert not news(page())


def test_a_caption_with_a_headline_over_its_picture_is_news() -> None:
    assert news(page().line("争坐头班船", 320, 45, 24))


def test_a_caption_between_a_story_and_its_headline_is_the_storys() -> None:
    paper = page().line("争坐头班船", 320, 45, 24)
    assert not news(paper.column(set_lines([STORY], 14), 320, 225))


def test_a_caption_with_a_headline_in_its_own_frame_is_news() -> None:
    assert news(page().upright("争坐头班船", 500, 80, 24).frame(300, 70, 560, 240))


def test_a_caption_in_a_frame_with_a_story_is_the_storys() -> None:
    paper = page().upright("争坐头班船", 500, 80, 24).frame(300, 70, 560, 500)
    assert not news(paper.column(set_lines([STORY], 14), 320, 300))
