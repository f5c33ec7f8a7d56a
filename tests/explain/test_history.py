"""What stages did, as it is told of a run that is watched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.explain.changes import Change, changes
from pipeline.explain.history import READ, Deed, History, watch
from pipeline.page import Block, Line, Page, Role, Story
from pipeline.readers.text import page_of
from pipeline.recipe import Recipe, Step
from pipeline.registry import Settings, Stage
from pipeline.text import join

LINES = frozenset({"lines"})


def step(name: str, change: Callable[[Page], Page]) -> Step:
    """A step of a recipe that is nowhere registered."""
    return Step(Stage(name, change, LINES, LINES, frozenset(), Settings, None, "test"), Settings())


def on_lines(name: str, change: Callable[[Line], Line]) -> Step:
    return step(name, lambda page: page.map_lines(change))


def told(source: str, *steps: Step) -> History:
    return watch(page_of(source, "p"), Recipe("test", steps))


def shown(change: Change) -> str:
    marks = {"same": "{0}", "deleted": "[-{0}-]", "inserted": "{{+{1}+}}", "replaced": "[-{0}-]{{+{1}+}}"}
    return "".join(marks[kind].format(before, after) for kind, before, after in change.segments)


def all_shown(deed: Deed | None) -> list[str]:
    assert deed is not None
    return [shown(change) for change in changes(deed)]


def test_the_reader_comes_first() -> None:
    history = told("甲\n\n乙\n")
    assert [deed.stage for deed in history.deeds] == [READ]
    assert history.deeds[0].counts() == {("delete", "line end"): (3, 3)}
    assert history.deeds[0].rearranged() == [("lines", 0, 2)]


def test_of_the_reader_line_ends_are_not_told_but_all_else_is() -> None:
    source = "\ufeff甲\n乙\x00\n丙" + "丁" * 99 + "\n"
    assert all_shown(told(source).deed(READ)) == ["[-\ufeff-]甲", "乙[-\x00-]"]


def test_deleted_replaced_and_inserted_characters_are_marked_where_they_stand() -> None:
    def change(line: Line) -> Line:
        text = line.text.replace(slice(1, 2), "己", "misread").insert(3, "、", "mark")
        return line.with_text(text.delete([slice(0, 1)], "noise").insert(0, "始", "start"))

    deed = told("甲巳丙丁\n", on_lines("mend", change)).deed("mend")
    assert all_shown(deed) == ["[-甲-]{+始+}[-巳-]{+己+}丙{+、+}丁"]
    assert deed is not None
    (only,) = changes(deed)
    assert (only.reasons, only.offset) == (("noise", "start", "misread", "mark"), 0)


def test_untouched_lines_are_not_told() -> None:
    def change(line: Line) -> Line:
        return line.without([slice(0, 1)] if line.string[0] == "乙" else [], "noise")

    deed = told("甲甲\n乙乙\n丙丙\n", on_lines("mend", change)).deed("mend")
    assert all_shown(deed) == ["[-乙-]乙"]
    assert deed is not None
    assert next(changes(deed)).offset == 3


def test_a_character_inserted_where_two_lines_are_joined() -> None:
    def change(page: Page) -> Page:
        text = join([line.text for line in page.lines], between=" ", reason="parts words")
        return page.but(lines=(replace(page.lines[0], text=text),))

    deed = told("甲\n乙\n", step("join", change)).deed("join")
    assert all_shown(deed) == ["甲{+ +}"]
    assert deed is not None
    assert deed.rearranged() == [("lines", 2, 1)]


def test_what_one_stage_inserted_another_can_delete() -> None:
    insert = on_lines("first", lambda line: line.with_text(line.text.insert(1, "、", "mark")))
    delete = on_lines("second", lambda line: line.without([slice(1, 2)], "unmark"))
    history = told("甲乙\n", insert, delete)
    assert all_shown(history.deed("first")) == ["甲{+、+}乙"]
    assert all_shown(history.deed("second")) == ["甲[-、-]乙"]


def test_rearranging_is_told_in_numbers() -> None:
    def change(page: Page) -> Page:
        story = Story(tuple(Block((line,), Role.PARAGRAPH) for line in page.lines))
        return page.but(lines=(), stories=(story,))

    deed = told("甲\n乙\n", step("cut", change)).deed("cut")
    assert deed is not None
    assert deed.rearranged() == [("lines", 2, 0), ("stories", 0, 1)]
    assert all_shown(deed) == []


def test_a_run_that_fails_is_told_up_to_there() -> None:
    def fail(page: Page) -> Page:
        raise ValueError("no")

    history = told("甲\n", on_lines("same", lambda line: line), step("fail", fail))
    assert [deed.stage for deed in history.deeds] == [READ, "same"]
    assert history.failure is not None
    assert history.failure.stage == "fail"
    with pytest.raises(StopIteration):
        next(changes(history.deeds[1]))
