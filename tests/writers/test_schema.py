"""The published schema, and the gate before the disk."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import msgspec
import pytest

from pipeline.page import Role
from pipeline.writers.build import build
from pipeline.writers.records import LedgerCounts, PageFile, StoryFile
from pipeline.writers.schema import DIALECT, SchemaError, check, encoded, schema
from tests.writers.pages import RECIPE, change_story, page_with


@pytest.fixture
def made() -> tuple[PageFile, list[StoryFile]]:
    said = [
        (Role.HEADLINE, "标题"),
        (Role.PARAGRAPH, "正文。"),
        (Role.CAPTION, "图。"),
        (Role.CREDIT, "甲某 摄"),
    ]
    return build(page_with(said, furniture=[("date", "7月4日")]), RECIPE)


@pytest.mark.parametrize("of", ["story", "page", None])
def test_the_schema_is_a_schema_of_its_draft(of: str | None) -> None:
    published = schema(of)
    assert published["$schema"] == DIALECT
    jsonschema.Draft202012Validator.check_schema(published)


def test_output_keeps_to_the_schema(made: tuple[PageFile, list[StoryFile]]) -> None:
    page, stories = made
    jsonschema.validate(json.loads(encoded(page)), schema("page"))
    jsonschema.validate(json.loads(encoded(stories[0])), schema("story"))
    for record in (page, *stories):
        jsonschema.validate(json.loads(encoded(record)), schema())


@pytest.mark.parametrize("change", [{"extra": 1}, {"confidence": 1.5}, {"id": "1"}, {"kind": "poem"}, {"order": 0}])
def test_the_schema_refuses(made: tuple[PageFile, list[StoryFile]], change: dict[str, Any]) -> None:
    story = json.loads(encoded(made[1][0])) | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(story, schema("story"))
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(story, StoryFile)


@pytest.mark.parametrize("of", ["story", "page"])
def test_no_key_may_be_absent(made: tuple[PageFile, list[StoryFile]], of: str) -> None:
    whole = json.loads(encoded(made[0] if of == "page" else made[1][0]))
    for key in whole:
        part = {k: v for k, v in whole.items() if k != key}
        assert not jsonschema.Draft202012Validator(schema(of)).is_valid(part), key


def test_output_that_breaks_the_schema_is_not_encoded() -> None:
    page = change_story(page_with([(Role.PARAGRAPH, "正文。")]), 0, kind="poem")
    with pytest.raises(SchemaError, match="kind"):
        encoded(build(page, RECIPE)[1][0])


def test_a_confidence_that_is_no_number_is_not_encoded() -> None:
    page = change_story(page_with([(Role.PARAGRAPH, "正文。")]), 0, confidence=float("nan"))
    with pytest.raises(SchemaError, match="confidence"):
        encoded(build(page, RECIPE)[1][0])


def test_half_a_character_is_not_encoded() -> None:
    page = page_with([(Role.PARAGRAPH, "正\ud800文")])
    with pytest.raises(SchemaError, match="UTF-8"):
        encoded(build(page, RECIPE)[1][0])


def test_files_are_readable_text(made: tuple[PageFile, list[StoryFile]]) -> None:
    text = encoded(made[1][0]).decode("utf-8")
    assert '"headline": "标题"' in text
    assert "[3, 6]" in text
    assert text.endswith("}\n")


def test_numbers_in_a_text_stay_as_they_are() -> None:
    said = "比分[\\n 1,\\n 2\\n]，[ 3, 4 ]"
    story = build(page_with([(Role.PARAGRAPH, said)]), RECIPE)[1][0]
    assert json.loads(encoded(story))["text"] == said


def test_a_page_that_does_not_add_up_is_refused(made: tuple[PageFile, list[StoryFile]]) -> None:
    page, stories = made
    short = msgspec.structs.replace(
        page, ledger=LedgerCounts(glyphs=99, in_stories=9, in_furniture=4, discarded={}, inserted={})
    )
    with pytest.raises(SchemaError, match="13 of 99 glyphs"):
        check(short, stories)
    with pytest.raises(SchemaError, match="lists the stories"):
        check(page, [])
