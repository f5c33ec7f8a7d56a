"""Subheadings on paper that look like something else are told by where they stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.layout.scene import Scene, scene_of
from pipeline.linking.paper.roles import CLASSES
from pipeline.page import Page, Role
from pipeline.stages.paper_roles import (
    PaperRoles,
    first,
    in_the_middle,
    on_columns,
    paper_roles,
    under_bylines,
    under_signatures,
)
from tests.layout.paper import Paper, set_lines

STORY = "渡口的老船工今年七十岁，撑了一辈子船。桥修通那天，他把竹篙挂在墙上，说船还要留着。" * 3


def looks_of(page: Page, head: float) -> dict[str, NDArray[np.float64]]:
    """What is of twelve points may be a subheading, or with this chance a head; all else is text."""
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    for n, block in enumerate(page.blocks):
        looks["subheading" if block.size == 12 else "paragraph"][n] = 0.8
        looks["head"][n] = head
    return looks


@pytest.mark.parametrize(
    ("string", "x", "found"),
    [
        ("桥修通那天", 105, True),
        ("桥修通那天", 80, False),  # a paragraph that is indented
        ("桥修通了。", 105, False),
        ("林晓舟 文", 105, False),  # a byline
    ],
)
def test_a_line_in_the_middle_of_a_column_of_text_is_a_subheading(string: str, x: float, found: bool) -> None:
    lines = set_lines([STORY], 14)
    foot = 60 + 14 * len(lines)
    paper = Paper().column(lines, 60, 60).line(string, x, foot).column(lines, 60, foot + 14)
    page = paper.after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["paragraph"][:] = 1.0
    assert [page.blocks[n].string for n in in_the_middle(scene_of(page), looks)] == [string] * found


@pytest.mark.parametrize(
    ("people", "subheading", "found"),
    [
        ("林晓舟", 0.4, True),
        ("林晓舟", 0.1, False),  # surely none
        ("", 0.4, False),  # a deck, or a headline under another
    ],
)
def test_what_may_be_a_head_is_a_subheading_under_the_byline_of_another(
    people: str, subheading: float, found: bool
) -> None:
    paper = Paper().line("沿江新码头建成", 60, 40, 24).line("每天六班船", 95, 100, 12)
    paper = (paper.line(people, 110, 76, 10) if people else paper).column(set_lines([STORY], 14), 60, 120)
    page = paper.after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    for n, block in enumerate(page.blocks):
        kind = {24.0: "head", 12.0: "head"}.get(block.size, "byline" if block.string == people else "paragraph")
        looks[kind][n] = 0.5
        looks["subheading"][n] = subheading * (block.size == 12)
    assert [page.blocks[n].string for n in under_bylines(scene_of(page), looks)] == ["每天六班船"] * found


@pytest.mark.parametrize(
    ("over", "head", "found"),
    [
        (False, 0.15, True),
        (False, 0.05, False),  # surely a subheading
        (True, 0.15, False),  # it parts text
    ],
)
def test_what_has_nothing_over_it_is_no_subheading(over: bool, head: float, found: bool) -> None:
    lines = set_lines([STORY], 14)
    paper = Paper().column(lines, 60, 60) if over else Paper()
    paper.line("谈茶馆", 110, 270, 12).column(lines, 60, 290)
    page = paper.after("overprints", "rows", "galleys")
    assert [page.blocks[n].string for n in first(scene_of(page), looks_of(page, head))] == ["谈茶馆"] * found


@pytest.mark.parametrize(
    ("over", "beside", "found"),
    [
        (24.0, True, True),
        (24.0, False, False),  # nothing tells that text begins there
        (10.0, True, False),  # no headline
    ],
)
def test_a_line_in_the_middle_at_the_head_of_a_column_is_a_subheading_where_text_begins_beside_it(
    over: float, beside: bool, found: bool
) -> None:
    lines = set_lines([STORY], 14)
    paper = Paper().line("沿江新码头建成通船了", 60, 30, over).line("桥修通那天", 265, 90).column(lines, 220, 104)
    if beside:
        paper.column(lines, 60, 90)
    page = paper.after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    for n, block in enumerate(page.blocks):
        looks["head" if "码头" in block.string else "paragraph"][n] = 1.0
    assert [page.blocks[n].string for n in in_the_middle(scene_of(page), looks)] == ["桥修通那天"] * found


@pytest.mark.parametrize(
    ("width", "found"), [(30, True), (14, False)]
)  # else text of its column stands too far over it
def test_so_is_one_under_text_across_columns(width: int, found: bool) -> None:
    lines = set_lines([STORY], 14)
    paper = Paper().column(set_lines([STORY], width), 220 - 10 * (width - 14), 0).column(lines, 60, 150)
    page = paper.line("桥修通那天", 265, 150).column(lines, 220, 164).after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    looks["paragraph"][:] = 1.0
    assert [page.blocks[n].string for n in in_the_middle(scene_of(page), looks)] == ["桥修通那天"] * found


@pytest.mark.parametrize(
    ("over", "head", "found"),
    [
        ("（林晓舟）", 0.2, True),
        ("（林晓舟）", 0.05, False),  # surely a subheading
        ("林晓舟", 0.2, False),  # the byline of a headline
        ("（船歌）", 0.2, False),  # the end of a sentence
    ],
)
def test_what_stands_under_the_names_that_end_a_story_is_the_head_of_the_next(
    over: str, head: float, found: bool
) -> None:
    lines = set_lines([STORY], 14)
    paper = Paper().column(lines, 60, 60)
    foot = 60 + 14 * len(lines)
    paper.line(over, 150, foot + 12).line("谈茶馆", 110, foot + 34, 12).column(lines, 60, foot + 54)
    page = paper.after("overprints", "rows", "galleys")
    assert [page.blocks[n].string for n in under_signatures(scene_of(page), looks_of(page, head))] == ["谈茶馆"] * found


@pytest.mark.parametrize(
    ("size", "level", "other", "found"),
    [
        (12.0, 90, "", True),
        (12.0, 110, "", False),  # the text beside it begins under it, as under a headline
        (13.0, 90, "", False),  # in another type than the subheadings
        (12.0, 90, "夜航的人", False),  # the type of heads, too
    ],
)
def test_a_line_over_a_column_is_a_subheading_where_it_is_in_their_type_and_text_begins_level_with_it(
    size: float, level: float, other: str, found: bool
) -> None:
    lines = set_lines([STORY], 14)
    paper = Paper().line("桥修通那天", 265, 90, size).column(lines, 220, 106).column(lines, 60, level)
    foot = level + 14 * len(lines)
    paper.line("老船工", 120, foot + 4, 12).column(lines, 60, foot + 20)
    if other:
        paper.line(other, 500, 90, 12).column(lines, 460, 106)
    page = paper.after("overprints", "rows", "galleys")
    looks = {name: np.zeros(len(page.blocks)) for name in CLASSES}
    for n, block in enumerate(page.blocks):
        kind = "head" if block.string in ("桥修通那天", other) else "subheading" if block.size == 12 else "paragraph"
        looks[kind][n] = 1.0
    assert [page.blocks[n].string for n in on_columns(scene_of(page), looks)] == ["桥修通那天"] * found


@pytest.mark.parametrize(
    ("begins", "ends", "role"),
    [(True, False, Role.PARAGRAPH), (True, True, Role.SUBHEADING), (None, None, Role.SUBHEADING)],
)
def test_a_line_that_is_indented_and_full_is_no_subheading(
    begins: bool | None, ends: bool | None, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = set_lines([STORY], 14)
    page = (
        Paper()
        .column(lines, 60, 60)
        .line("桥修通那天", 105, 60 + 14 * len(lines))
        .after("overprints", "rows", "galleys")
    )
    page = page.but(blocks=(*page.blocks[:-1], replace(page.blocks[-1], begins=begins, ends=ends)))

    def looks(scene: Scene, fonts: NDArray[np.float64], *, inked: bool) -> dict[str, NDArray[np.float64]]:
        found = {name: np.zeros(scene.count) for name in CLASSES}
        found["subheading"][-1] = 1.0
        found["paragraph"][:-1] = 1.0
        return found

    monkeypatch.setattr("pipeline.stages.paper_roles.role_probabilities", looks)
    assert paper_roles(page, PaperRoles()).blocks[-1].role is role
