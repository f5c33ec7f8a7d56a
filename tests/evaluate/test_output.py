from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.evaluate.model import Caption, EvaluationError, Item, Page
from pipeline.evaluate.output import load_output

from .pages import FOUND, A, B, output_json, write, write_output


def test_a_page_is_read_whole(tmp_path: Path) -> None:
    assert load_output(write_output(tmp_path / "p", FOUND)) == FOUND


def test_stories_come_by_order_and_not_by_file_name(tmp_path: Path) -> None:
    write(tmp_path / "page.json", {"stories": ["A", "B"]})
    write(tmp_path / "s01.json", {**output_json(A), "order": 2})
    write(tmp_path / "s02.json", {**output_json(B), "order": 1})
    assert [story.key for story in load_output(tmp_path).stories] == ["B", "A"]


def test_only_story_files_are_stories(tmp_path: Path) -> None:
    write_output(tmp_path, FOUND)
    write(tmp_path / "settings.json", {})
    write(tmp_path / "s01" / "s01.json", {})
    assert len(load_output(tmp_path).stories) == len(FOUND.stories)


def test_null_is_read_as_nothing_and_white_space_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "page.json", {"date": None, "folio": 4, "credits": None, "stories": ["x"]})
    story = {
        "id": "x",
        "headline": None,
        "byline": None,
        "body": [{"type": "paragraph", "text": "甲　乙"}],
        "captions": [{"text": "丙 丁", "credit": None}],
    }
    write(tmp_path / "s01.json", story)
    page = load_output(tmp_path)
    assert page.fields == {"date": None, "weekday": None, "folio": "4", "section": None}
    assert page.credits == {}
    assert page.stories[0].authors == ()
    assert page.stories[0].body == (Item("paragraph", "甲乙"),)
    assert page.stories[0].captions == (Caption("丙丁", None),)


def test_a_missing_page_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"page\.json: cannot be read"):
        load_output(tmp_path)


def test_a_broken_story_is_an_error_that_names_file_and_field(tmp_path: Path) -> None:
    write_output(tmp_path, Page((A,)))
    write(tmp_path / "s01.json", {"id": "A", "body": [{"type": "paragraph", "text": 1}]})
    with pytest.raises(EvaluationError, match=r"s01\.json: .*body\[0\]\.text"):
        load_output(tmp_path)


def test_two_stories_of_one_id_are_an_error(tmp_path: Path) -> None:
    write_output(tmp_path, Page((A, A)))
    with pytest.raises(EvaluationError, match=r"s02\.json: id: 'A'"):
        load_output(tmp_path)


def test_a_left_over_story_file_is_an_error(tmp_path: Path) -> None:
    write_output(tmp_path, FOUND)
    write(tmp_path / "s04.json", {**output_json(A), "id": "old"})
    with pytest.raises(EvaluationError, match=r"page\.json: stories: lists 3, and 4"):
        load_output(tmp_path)
