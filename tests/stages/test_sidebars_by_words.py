"""Which stories their words alone make sidebars of others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.page import Author, Block, Role, Story
from pipeline.stages.kinds import with_parents
from tests.stages.ocr_page import page

REPORT = "望云县档案馆昨天开放了一批老地图，馆长季长河说，青石渡口的老地图修了三年。季长河把青石渡口的码头一一画出。"
BESIDE = "青石渡口的码头始建于清末，望云县档案馆的老地图上画着青石渡口的三座码头，季长河说最老的一座在上游。"
OTHER = "西郊果园的苹果今年早熟半个月，果农老丁说，雨水少，果子甜，前来采摘的人比去年多了三成，园里还修了新路。"


def told(least: float) -> list[str]:
    read = page(*((text, 1.0) for text in ("老地图开放", REPORT, "三座码头", BESIDE, "苹果早熟", OTHER)))
    stories = [
        Story((Block((head,), role=Role.HEADLINE), Block((body,), role=Role.PARAGRAPH)))
        for head, body in zip(read.lines[::2], read.lines[1::2], strict=True)
    ]
    stories[0] = replace(stories[0], authors=(Author("沈岸", "reporter"),))
    return [story.kind for story in with_parents(stories, least)]


@pytest.mark.parametrize(("least", "kind"), [(0.3, "sidebar"), (1.01, "article"), (0.0, "article")])
def test_an_unsigned_story_that_speaks_of_the_same_is_a_sidebar_where_words_may_tell(least: float, kind: str) -> None:
    assert told(least) == ["article", kind, "article"]
