"""What stands next to what: above is what is read before, on pages of lines and on vertical pages."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from pipeline.layout.scene import NONE, Scene, scene_of
from pipeline.page import Box
from tests.layout.paper import Paper

TEXT = "春风又绿江南岸明月何时照我还千里莺啼映水村山郭酒旗"
LEFT, RIGHT, HEAD = TEXT[:12], TEXT[12:24], "江南春早"


def scene(paper: Paper) -> Scene:
    return scene_of(paper.after("overprints", "rows", "galleys"))


def named(of: Scene, string: str) -> int:
    return next(n for n, block in enumerate(of.blocks) if block.string.startswith(string))


def headed() -> Paper:
    """A headline over two columns, and a picture under the right one."""
    paper = Paper().line(HEAD, 100, 20, 30).column([LEFT] * 6, 50, 60).column([RIGHT] * 6, 185, 60)
    return paper.picture(185, 150, 305, 200)


def test_what_stands_above_and_below() -> None:
    of = scene(headed())
    head, left, right = (named(of, string) for string in (HEAD, LEFT, RIGHT))
    picture = of.count
    assert (of.above[left], of.above[right], of.above[head]) == (head, head, NONE)
    assert (of.below[left], of.below[right]) == (NONE, picture)
    assert of.above[picture] == right
    assert (of.size[head], of.size[picture]) == (3.0, 0.0)


def test_white_is_measured_in_em_of_the_body() -> None:
    of = scene(headed())
    head, left = named(of, HEAD), named(of, LEFT)
    assert of.body == 10.0
    assert of.gap(np.array([head]), np.array([left])).tolist() == [1.0]
    assert of.gap(np.array([head]), np.array([NONE])).tolist() == [60.0]


def test_on_a_vertical_page_above_is_to_the_right() -> None:
    of = scene(Paper().upright(HEAD, 460, 50, 30).tier([LEFT] * 6, 450, 50))
    assert of.down
    assert of.above[named(of, LEFT)] == named(of, HEAD)


def test_a_rule_between_is_seen_and_one_elsewhere_is_not() -> None:
    paper = Paper().column([LEFT] * 4, 50, 50).column([RIGHT] * 4, 50, 130)
    between = partial(Scene.ruled, a=np.array([0]), b=np.array([1]))
    assert not between(scene(paper))[0]
    assert not between(scene(paper.rule(50, 40, 170, 40.4)))[0]
    assert between(scene(paper.rule(50, 117, 170, 117.4)))[0]


def test_a_rule_beside_is_seen() -> None:
    paper = Paper().column([LEFT] * 6, 50, 50).column([RIGHT] * 6, 190, 50)
    parted = partial(Scene.parted, a=np.array([0]), b=np.array([1]))
    assert not parted(scene(paper))[0]
    assert parted(scene(paper.rule(180, 45, 180.4, 135)))[0]


def test_the_innermost_frame_counts() -> None:
    paper = headed().frame(0, 0, 600, 800).frame(40, 55, 178, 150)
    of = scene(paper)
    assert of.frame[named(of, LEFT)] == 1
    assert of.frame[named(of, HEAD)] == of.frame[named(of, RIGHT)] == 0
    assert scene(headed()).frame.tolist() == [NONE] * 4


def test_a_vertical_headline_is_written_the_other_way() -> None:
    of = scene(Paper().upright(HEAD, 20, 50, 30).column([LEFT] * 10, 60, 50))
    assert not of.down
    assert (of.odd_way[named(of, HEAD)], of.odd_way[named(of, LEFT)]) == (True, False)


def test_blocks_without_boxes_are_no_scene() -> None:
    page = headed().after("overprints", "rows", "galleys")
    block = page.blocks[0].with_text(page.blocks[0].text)
    bare = block.as_(block.role, lines=())
    with pytest.raises(ValueError, match="without boxes"):
        scene_of(page.but(blocks=(bare, *page.blocks[1:])))


def test_an_empty_page_with_a_picture_is_a_scene() -> None:
    of = scene_of(Paper().picture(0, 0, 10, 10).page())
    assert (of.count, len(of.start), of.above.tolist()) == (0, 1, [NONE])
    assert of.blocks == ()
    assert Box(0, 0, 1, 1) == Box(of.start[0], of.top[0], of.end[0], of.foot[0])
