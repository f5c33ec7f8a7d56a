"""Lost marks: a worn page's full stops and commas, told by the white in their places."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence

import numpy as np
import pytest

from pipeline.ledger import Ledger
from pipeline.page import Block, Box, Direction, Glyphs, Line, Page, Role, Source, Story
from pipeline.recipe import Recipe, Step
from pipeline.registry import registered
from pipeline.run import run
from pipeline.stages.lost_marks import LostMarks
from pipeline.text import Text

SIZE, LINE = 10.0, 15.0


def page(
    *paragraphs: list[str],
    down: bool = False,
    kind: str = "article",
    role: Role = Role.PARAGRAPH,
    sure: bool = True,
    at: Sequence[tuple[int, int]] = (),
    level: Collection[int] = (),
) -> Page:
    """A page of one story; □ is a square without ink, of which the rows have made a space.

    The paragraphs stand side by side, or so many squares along the writing and lines across it; on a page that runs
    down some of them may be level.
    """
    ways = [down and part not in level for part in range(len(paragraphs))]
    first = at or [(0, 20 * part) for part in range(len(paragraphs))]
    chars = [
        (char, n, square, part)
        for part, lines in enumerate(paragraphs)
        for n, line in enumerate(lines)
        for square, char in enumerate(line)
        if char != "□"
    ]
    string = "".join(char for char, *_ in chars)
    boxes = []
    for _, n, square, part in chars:
        x, y = (first[part][0] + square) * SIZE, (first[part][1] + n) * LINE
        boxes.append([500 - y - SIZE, x, 500 - y, x + SIZE] if ways[part] else [x, y, x + SIZE, y + SIZE])
    glyphs = dataclasses.replace(
        Glyphs.of(string),
        box=np.array(boxes, dtype=np.float32),
        size=np.full(len(string), SIZE, dtype=np.float32),
        confidence=np.full(len(string), 0.9, dtype=np.float32) if sure else None,
    )
    ledger = Ledger(string)
    blocks, done = [], 0
    for lines, way in zip(paragraphs, ways, strict=True):
        joined = "".join(lines).rstrip("□")
        count = len(joined.replace("□", ""))
        text = Text(joined.replace("□", ""), np.arange(done, done + count), ledger)
        for square in [square for square, char in enumerate(joined) if char == "□"]:
            text = text.insert(square, " ", "white on paper")
        line = Line(text, Box(0, 0, 1, 1), Direction.VERTICAL if way else Direction.HORIZONTAL, SIZE)
        blocks.append(Block((line,), role))
        done += count
    source = Source("p.png", "", "scan", 1)
    return Page("p", source, glyphs, ledger, (), stories=(Story(tuple(blocks), kind),))


def mended(some: Page) -> Page:
    return run(some, Recipe("test", (Step(registered()["lost-marks"], LostMarks()),)))


def texts(some: Page) -> list[str]:
    return [block.string for block in some.stories[0].blocks]


@pytest.mark.parametrize("down", [False, True])
def test_an_empty_square_of_a_worn_page_was_a_mark(down: bool) -> None:
    lines = ["路滑□走得慢一点", "到了渡口□天没亮", "摆渡人□今天不在", "灯还天天亮着呢。"]
    made = mended(page(lines, down=down))
    assert texts(made) == ["路滑。走得慢一点到了渡口。天没亮摆渡人。今天不在灯还天天亮着呢。"]
    assert made.ledger.insertions() == {"mark of which no ink is left": 3}
    assert "marks-lost" in made.stories[0].flags


def test_on_a_page_that_lacks_commas_it_was_one() -> None:
    lines = ["路滑□走得慢。天晴", "到了□天没亮，没人", "摆渡人□不在。等吧", "灯还天天亮着呢。"]
    assert texts(mended(page(lines))) == ["路滑，走得慢。天晴到了，天没亮，没人摆渡人，不在。等吧灯还天天亮着呢。"]


def test_on_a_page_that_lacks_full_stops_it_was_one() -> None:
    lines = ["路滑□走得慢，天晴", "到了□天没亮，没人", "摆渡人□不在，等吧", "灯，还天，亮着呢。"]
    assert texts(mended(page(lines))) == ["路滑。走得慢，天晴到了。天没亮，没人摆渡人。不在，等吧灯，还天，亮着呢。"]


def test_before_a_closing_quote_it_was_a_full_stop() -> None:
    lines = ["他说“走□”就走了", "到了□天没亮，没人", "摆渡人□不在。等吧", "灯还天天亮着呢。"]
    assert texts(mended(page(lines)))[0].startswith("他说“走。”就走了到了，天没亮")


def test_a_last_line_with_room_behind_it_closes() -> None:
    lines = ["路滑□走得慢。天晴", "到了□天没亮，没人", "摆渡人□不在。等吧", "灯还亮着"]
    assert texts(mended(page(lines)))[0].endswith("灯还亮着。")


@pytest.mark.parametrize(
    "last", ["灯还亮着呢。", "他说“走了。”", "天天都是这样亮着的"], ids=["closed", "closed in quotes", "no room behind"]
)
def test_a_last_line_that_is_closed_or_full_stays(last: str) -> None:
    lines = ["路滑□走得慢。天晴", "到了□天没亮，没人", "摆渡人□不在。等吧", last]
    assert texts(mended(page(lines)))[0].endswith(last)


GUTTER = ["路滑了□走得慢，天晴", "到了岸□天没亮，没人", "摆渡人□不在。等吧再", "灯还亮□着呢，他说要"]
FEW = ["路滑□走得慢。天晴", "到了渡口天没亮了", "摆渡人□不在。等吧", "灯还天天亮着呢。"]
NAMES = ["本报记者□张小川", "本报记者□李月红", "通讯员□周大河，", "本报讯□天亮了。"]
WIDE = ["路滑□□走得慢。晴", "到了□□天没亮，人", "摆渡人□□不在。等", "灯还天天亮着呢。"]
SPREAD = ["路□滑□走□得□慢。", "到□了□天□没□亮，", "摆□渡□人□不□在。", "灯还天天亮着呢。"]
PLAIN = ["路滑□走得慢□天晴", "到了□天没亮□没人", "摆渡人□不在□等吧", "灯还天天亮着"]
LOST = ["路滑□走得慢一点", "到了渡口□天没亮", "摆渡人□今天不在", "灯还天天亮着呢。"]


@pytest.mark.parametrize(
    "some",
    [
        page(GUTTER),
        page(FEW),
        page(NAMES),
        page(WIDE),
        page(SPREAD),
        page(PLAIN),
        page(LOST, kind="advertisement"),
        page(LOST, role=Role.SUBHEADING),
        page(LOST, sure=False),
        page(["读者" * 60 + "。", "，渡口" * 200, *LOST]),
    ],
    ids=[
        "gutter",
        "few",
        "names",
        "wide",
        "spread",
        "no marks",
        "advertisement",
        "subheading",
        "no OCR",
        "a small share",
    ],
)
def test_other_white_stays(some: Page) -> None:
    before = texts(some)
    made = mended(some)
    assert texts(made) == before
    assert not made.stories[0].flags


ENDS = [
    "路滑走得慢一些天",
    "。到了渡口天没□",
    "摆渡人今天不在那",
    "，灯还天天亮着呢",
    "。后来的人都说他",
    "走得早，来得也早",
    "□那时的渡口有人",
]
WHOLE = [*ENDS, "，所以灯还亮着□", "船也还在那里呢。"]


def test_an_empty_square_at_an_end_of_a_line_was_a_mark_where_marks_begin_lines() -> None:
    made = mended(page(WHOLE, down=True))
    assert "天没，摆渡人" in texts(made)[0]
    assert "也早，那时" in texts(made)[0]
    assert "亮着，船也" in texts(made)[0]
    assert made.ledger.insertions() == {"mark of which no ink is left": 3}


LONGER = ["渡口的人每天都到岸边来等最后的一", *["班船他们说，风大的时候船来得晚，"] * 9, "也有来不了的时候，等到天亮。"]


def test_the_lines_of_a_lower_tier_do_not_tell_where_those_of_the_upper_one_end() -> None:
    made = mended(page(WHOLE, LONGER, down=True, at=[(0, 0), (9, 0)]))
    assert made.ledger.insertions() == {"mark of which no ink is left": 3}
    assert texts(made)[1] == "".join(LONGER)


def test_lines_that_run_the_other_way_do_not_tell_where_a_line_ends() -> None:
    made = mended(page(WHOLE, LONGER, down=True, at=[(0, 0), (0, 25)], level=[1]))
    assert made.ledger.insertions() == {"mark of which no ink is left": 3}
    assert texts(made)[1] == "".join(LONGER)


def test_where_no_mark_begins_a_line_its_ends_may_be_white() -> None:
    lines = [line.replace("。", "天").replace("，", "水") for line in ENDS]
    some = page([*lines, "走得早，来得也早", "船也还在那里呢。"], down=True)
    assert not mended(some).ledger.insertions().get("mark of which no ink is left")


def test_a_paragraph_of_an_inserted_mark_alone_stays() -> None:
    some = page(["路滑□走得慢一点", "到了渡口□天没亮", "摆渡人□今天不在", "灯还天天亮着呢。"])
    text = Text("", np.arange(0), some.ledger).insert(0, "。", "test")
    line = Line(text, Box(0, 0, 1, 1), Direction.HORIZONTAL, SIZE)
    story = dataclasses.replace(some.stories[0], blocks=(*some.stories[0].blocks, Block((line,), Role.PARAGRAPH)))
    assert texts(mended(dataclasses.replace(some, stories=(story,))))[-1] == "。"
