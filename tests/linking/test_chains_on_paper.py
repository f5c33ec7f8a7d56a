"""Heads and text in one chain: a head opens one column, and the others beside it go on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.layout.scene import in_columns, scene_of
from pipeline.linking.paper.bodies import Bodies, bodies_of
from pipeline.linking.paper.chains import chains_of, links_of
from pipeline.linking.paper.roles import CLASSES
from pipeline.page import Role
from tests.layout.paper import Paper

SHIP = ["　　江边的新码头昨天建成并且", "投入使用每天有六班船往来两", "岸。"]
CROWD = ["　　船工说乘客比去年多了一倍", "大家一早就在岸上排队等候上", "船。"]
FRUIT = ["　　山后的果园今年收成比往年", "都好苹果和梨已经装上车运往", "省城。"]


def bodies(paper: Paper) -> Bodies:
    page = paper.after("overprints", "rows", "galleys", "paper-roles")
    which = np.array([n for n, block in enumerate(page.blocks) if block.role is Role.PARAGRAPH], dtype=np.int64)
    looks = {name: np.array([block.looks.get(name, 0.0) for block in page.blocks]) for name in CLASSES}
    return bodies_of(in_columns(scene_of(page), which), looks, which)


def stories(paper: Paper) -> list[list[str]]:
    """The first characters of each block of running text, a list a story."""
    found = bodies(paper)
    return [[found.strings[n][:2] for n in chain] for chain in chains_of(found, links_of(found))]


def test_columns_under_one_head_are_one_story_though_each_ends_a_paragraph() -> None:
    paper = Paper(400, 300).line("江边新码头通航", 60, 30, 30, font=1).column(SHIP, 60, 70).column(CROWD, 205, 70)
    assert stories(paper) == [["江边", "船工"]]


def test_columns_under_a_head_each_are_two_stories() -> None:
    paper = (
        Paper(600, 300)
        .line("码头通航", 60, 30, 30, font=1)
        .line("果园丰收", 330, 30, 30, font=1)
        .column(SHIP, 60, 70)
        .column(FRUIT, 330, 70)
    )
    assert stories(paper) == [["江边"], ["山后"]]


def test_a_head_opens_one_block() -> None:
    found = bodies(
        Paper(400, 300).line("江边新码头通航", 60, 30, 30, font=1).column(SHIP, 60, 70).column(CROWD, 205, 70)
    )
    links = links_of(found)
    best = int(links.opens[links.head_gain.argmax()])
    assert found.strings[best].startswith("江边")
    assert links.head_gain.max() > 0


def test_text_without_any_head_is_chained_too() -> None:
    found = bodies(Paper(400, 300).column(SHIP + CROWD, 60, 70))
    links = links_of(found)
    assert len(links.head) == 0
    assert sorted(n for chain in chains_of(found, links) for n in chain) == list(range(len(found.which)))


ONWARD = ["　　江边的新码头昨天建成并且", "投入使用每天有六班船（下转", "第5版）"]
BACK = ["（上接第一版）山后的果园今", "年收成比往年都好苹果和梨已", "经装上车运往省城。"]


def test_nothing_on_the_page_follows_what_goes_on_on_another_page() -> None:
    paper = Paper(400, 300).line("江边新码头通航", 60, 30, 30, font=1).column(ONWARD, 60, 70).column(CROWD, 205, 70)
    assert stories(paper) == [["江边"], ["船工"]]


def test_what_comes_from_another_page_follows_nothing() -> None:
    paper = Paper(400, 300).line("江边新码头通航", 60, 30, 30, font=1).column(SHIP, 60, 70).column(BACK, 220, 70)
    assert stories(paper) == [["江边"], ["（上"]]


def test_a_jump_alone_on_its_line_begins_what_is_below_it() -> None:
    paper = Paper(400, 300).column(["　　（紧接第1版）", *CROWD], 60, 70)
    found = bodies(paper)
    assert found.arrives.tolist()[0]
    assert not found.leaves.any()


BROKEN = ["　　江边的新码头昨天建成并且", "投入使用每天有六班船往来于两", "岸渔民上岸卖鱼再也不用绕远路"]
GOES_ON = ["了渔民们说乘客比去年多了一倍", "大家一早就在岸上排队等候上船", "的人很多。"]


def _tied(paper: Paper) -> list[list[str]]:
    """The stories, where every link is a little less likely than none and loose ends may be tied."""
    found = bodies(paper)
    links = links_of(found)
    chains = chains_of(found, replace(links, gain=np.full(len(links.gain), -1.0)), loose=2.0)
    return [[found.strings[n][:2] for n in chain] for chain in chains]


def test_what_breaks_off_goes_on_but_not_over_the_edge_of_a_box() -> None:
    paper = Paper(600, 300).column(BROKEN, 60, 70).column(GOES_ON, 330, 70)
    assert _tied(paper) == [["江边", "了渔"]]
    assert _tied(paper.frame(55, 60, 205, 125).frame(325, 60, 475, 130)) == [["江边"], ["了渔"]]


def test_text_without_a_head_goes_on_from_text_that_ends() -> None:
    paper = Paper(400, 300).line("江边新码头通航", 60, 30, 30, font=1).column(SHIP, 60, 70).column(CROWD, 205, 190)
    found = bodies(paper)
    links = links_of(found)
    unlikely = replace(links, gain=np.full(len(links.gain), -1.0))
    assert len(chains_of(found, unlikely)) == 2
    assert len(chains_of(found, unlikely, headless=2.0)) == 1


def test_text_that_begins_with_its_source_follows_nothing() -> None:
    news = ["　　本报讯（记者林白）山后果", "园今年收成比往年都好苹果和", "梨已经装上车运往省城。"]
    paper = Paper(400, 300).line("江边新码头通航", 60, 30, 30, font=1).column(SHIP, 60, 70).column(news, 205, 70)
    assert stories(paper) == [["江边"], ["本报"]]


def test_a_reporter_who_asks_is_no_source() -> None:
    asked = ["　　记者：新码头什么时候通航", "呢？船工说昨天已经通航了。"]
    found = bodies(Paper(400, 300).line("江边新码头通航", 60, 30, 30, font=1).column([*SHIP, *asked], 60, 70))
    assert len(found.which) > 1
    assert not found.sourced.any()
