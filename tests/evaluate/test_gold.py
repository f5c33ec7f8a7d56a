from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.model import Caption, EvaluationError, Item

from .pages import GOLD, write, write_gold


def test_a_gold_file_is_read_whole(tmp_path: Path) -> None:
    assert load_gold(write_gold(tmp_path / "p.json", GOLD)).page == GOLD


def test_texts_are_held_without_white_space_and_in_nfc(tmp_path: Path) -> None:
    story = {
        "key": "A",
        "headline": "一堂反诈课 保住钱袋子",
        "kicker": "　",
        "authors": ["王 戬"],
        "body": [{"type": "paragraph", "text": " 承接308\u3000项\n赋\u00a0权"}],
        "captions": [{"text": "cafe\u0301", "credit": "常 鸣"}],
    }
    (loaded,) = load_gold(write(tmp_path / "p.json", {"stories": [story]})).page.stories
    assert loaded.headline == "一堂反诈课保住钱袋子"
    assert loaded.kicker is None
    assert loaded.authors == ("王戬",)
    assert loaded.body == (Item("paragraph", "承接308项赋权"),)
    assert loaded.captions == (Caption("caf\u00e9", "常鸣"),)


def test_what_a_story_does_not_name_is_null_or_empty(tmp_path: Path) -> None:
    gold = load_gold(write(tmp_path / "p.json", {"stories": [{"key": "A", "headline": "甲"}]})).page
    (story,) = gold.stories
    assert (story.kicker, story.deck, story.column, story.part_of, story.kind) == (None,) * 5
    assert (story.authors, story.body, story.captions) == ((), (), ())
    assert (dict(gold.fields), gold.credits, gold.any_role) == ({}, None, ())


def test_a_page_field_that_is_null_is_judged_and_one_not_named_is_not(tmp_path: Path) -> None:
    gold = load_gold(write(tmp_path / "p.json", {"page": {"date": None, "folio": 4}, "stories": []})).page
    assert gold.fields == {"date": None, "folio": "4"}


@pytest.mark.parametrize(
    "content",
    [
        {"stories": [], "style": "weekly", "defects": ["shadow", "stacked"]},
        {"stories": [], "page": {"style": ["weekly"], "defects": {"shadow": 3, "stacked": {}}}},
    ],
)
def test_styles_and_defects_stand_at_the_top_or_in_the_page(tmp_path: Path, content: dict[str, Any]) -> None:
    gold = load_gold(write(tmp_path / "p.json", content))
    assert (gold.styles, gold.defects) == (("weekly",), ("shadow", "stacked"))


def test_unknown_keys_are_ignored(tmp_path: Path) -> None:
    content = {"made": 1, "page": {"ink": "red"}, "stories": [{"key": "A", "headline": "甲", "mood": []}]}
    assert load_gold(write(tmp_path / "p.json", content)).page.stories[0].headline == "甲"


def of(**story: Any) -> dict[str, Any]:
    return {"stories": [{"key": "A", "headline": "甲", **story}]}


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({}, "stories"),
        ({"stories": [{"headline": "甲"}]}, "key"),
        (of(headline=3), "stories[0].headline"),
        (of(body=[{"type": "verse", "text": "甲"}]), "stories[0].body[0].type"),
        (of(body=[{"type": "paragraph"}]), "text"),
        (of(body=[{"type": "paragraph", "text": "甲"}, {"type": "paragraph", "text": "　"}]), "body[1].text"),
        (of(authors=["甲", " "]), "stories[0].authors[1]"),
        (of(captions=[{"text": ""}]), "stories[0].captions[0].text"),
        (of(part_of="B"), "stories[0].part_of"),
        (of(part_of="A"), "stories[0].part_of"),
        (of(headline=None), "stories[0]"),
        ({"stories": [{"key": "A", "headline": "甲"}, {"key": "A", "headline": "乙"}]}, "stories[1].key"),
        ({"stories": [], "page": {"credits": {"编辑": "黄漠"}}}, "page.credits"),
    ],
)
def test_an_error_names_the_file_and_the_field(tmp_path: Path, content: object, field: str) -> None:
    path = write(tmp_path / "p.json", content)
    with pytest.raises(EvaluationError) as raised:
        load_gold(path)
    assert str(path) in str(raised.value)
    assert field in str(raised.value)


@pytest.mark.parametrize("content", [b"{", b'{"stories": ["\xff"]}', b""])
def test_a_file_that_is_no_json_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.json"
    path.write_bytes(content)
    with pytest.raises(EvaluationError, match=r"p\.json"):
        load_gold(path)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"none\.json: cannot be read"):
        load_gold(tmp_path / "none.json")
