"""Small pages for the tests: gold and output, in memory and on disk."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from hypothesis import settings

from pipeline.evaluate.model import Caption, Item, Page, Story

steady = settings(deadline=None, derandomize=True, max_examples=150)
"""The same examples in every run, however slow the machine."""


def prose(name: str, length: int = 40) -> str:
    """A text of Han characters that is always the same for a name, and shares next to nothing with others."""
    return "".join(chr(0x4E00 + random.Random(f"{name}/{at}").randrange(20000)) for at in range(length))


def para(name: str, length: int = 40) -> Item:
    return Item("paragraph", prose(name, length))


def sub(name: str) -> Item:
    return Item("subheading", prose(name, 10))


def story(key: str, *body: Item, **rest: Any) -> Story:
    return Story(key=key, body=body, **{"headline": prose(f"headline {key}", 12), **rest})


def page(*stories: Story, **rest: Any) -> Page:
    return Page(stories=stories, **rest)


A = story("A", para("a1"), sub("as"), para("a2"), para("a3"), authors=("关一文",), kicker="双擎驱动")
B = story("B", para("b1"), para("b2"), authors=("池阳", "王戬"), captions=(Caption("签约。", "常鸣"),))
C = story("C", para("c1"), para("c2"), headline=None, part_of="A")
GOLD = page(
    A,
    B,
    C,
    fields={"date": "2025-07-04", "weekday": "星期五", "folio": "4", "section": "养老"},
    credits={"编辑": ("黄漠",), "校对": ("彭师德",)},
    any_role=("刘一",),
)
FOUND = page(
    A,
    B,
    C,
    fields=GOLD.fields,
    credits={"编辑": ("刘一", "黄漠"), "校对": ("彭师德",)},
)


def gold_json(gold: Page, **rest: Any) -> dict[str, Any]:
    """A page in the format of gold files."""
    return {
        "page": {
            **gold.fields,
            "credits": {role: list(names) for role, names in (gold.credits or {}).items()},
            "credit_names_any_role": list(gold.any_role),
        },
        "stories": [
            {
                **_texts(each),
                "key": each.key,
                "authors": list(each.authors),
                "body": [{"type": item.type, "text": item.text} for item in each.body],
                "captions": [{"text": one.text, "credit": one.credit} for one in each.captions],
            }
            for each in gold.stories
        ],
        **rest,
    }


def write_gold(path: Path, gold: Page, **rest: Any) -> Path:
    return write(path, gold_json(gold, **rest))


def write_output(folder: Path, found: Page) -> Path:
    """A page as the writers leave it: page.json and a file for each story, whose ids are their keys."""
    write(
        folder / "page.json",
        {
            **found.fields,
            "schema_version": 1,
            "credits": {role: list(names) for role, names in (found.credits or {}).items()},
            "stories": [each.key for each in found.stories],
        },
    )
    for number, each in enumerate(found.stories, start=1):
        write(folder / f"s{number:02}.json", {**output_json(each), "order": number})
    return folder


def output_json(each: Story) -> dict[str, Any]:
    """A story in the format of output files."""
    authors = [{"name": name, "role": "记者", "outlet": None} for name in each.authors]
    return {
        **_texts(each),
        "id": each.key,
        "byline": {"text": "本报记者", "authors": authors} if authors else None,
        "body": [{"type": item.type, "text": item.text, "spans": [[0, 1]]} for item in each.body],
        "captions": [
            {"text": one.text, "credit": {"name": one.credit, "role": "摄"} if one.credit else None}
            for one in each.captions
        ],
        "flags": [],
    }


def write(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def _texts(each: Story) -> dict[str, str | None]:
    names = ("headline", "kicker", "deck", "column", "part_of", "kind")
    return {name: getattr(each, name) for name in names}
