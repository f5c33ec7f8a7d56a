"""Every stage against its cases: cases/STAGE.json holds what must change, how, and what must stay untouched.

A case has the source lines `before` ("" is a blank line) and the lines `after`, or, if the stage must not
touch it, only the lines that stay the `same`. It may say more of what it expects: what the stage has
`discarded` and `inserted` (reason: number of characters), the `flags` of the page, the `marks`, `indents`,
`gaps` and `boxes` of the lines, the `furniture` and the `masthead`. `first` are stages to run before,
`settings` those of the stage.

A stage of stories is given one: its lines are [role, text] of each block, ⏎ between the lines of a block; the
case may say what it expects of the `authors`, the `dateline`, the `script`, the `originals` and the
`story_flags`.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.page import Block, Page, Role, Story
from pipeline.readers.text import page_of
from pipeline.recipe import load
from pipeline.registry import Stage, registered

FILES = sorted(Path(__file__).with_name("cases").glob("*.json"))
KEYS = {"name", "before", "after", "same", "first", "settings"}
ARRANGING = {"blocks", "roles", "link", "place", "kinds", "leftovers", "doubt"}  # judged on whole pages
FEWEST = 8  # positive cases of each stage, and as many negative ones


def _cases() -> list[Any]:
    cases = []
    for path in FILES:
        file = json.loads(path.read_text(encoding="utf-8"))
        failing = set(file.get("expected_failures", ()))
        assert failing <= {case["name"] for case in file["cases"]}, f"{path.name}: failures without a case"
        for case in file["cases"]:
            marks = [pytest.mark.xfail(strict=True)] if case["name"] in failing else []
            cases.append(pytest.param(file, case, id=f"{path.stem}: {case['name']}", marks=marks))
    return cases


@pytest.mark.parametrize(("file", "case"), _cases())
def test_case(file: dict[str, Any], case: dict[str, Any]) -> None:
    source = case.get("same") or case["before"]
    page = _page_of_lines(source, case["name"]) if isinstance(source[0], str) else _page_of_story(source)
    for name in case.get("first", ()):
        page = _run(page, registered()[name], {})
    edits, before = len(page.ledger.edits), _seen(page, 0)["after"]
    page = _run(page, registered()[file["stage"]], {**file.get("settings", {}), **case.get("settings", {})})
    if "same" in case:
        case = {**case, "after": before, "furniture": []}
        assert page.ledger.edits[edits:] == []
    wanted = {key: value for key, value in case.items() if key not in KEYS - {"after"}}
    assert {key: value for key, value in _seen(page, edits).items() if key in wanted} == wanted


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_there_are_enough_cases_of_both_kinds(path: Path) -> None:
    file = json.loads(path.read_text(encoding="utf-8"))
    negative = sum("same" in case for case in file["cases"])
    assert file["stage"] == path.stem
    assert len({case["name"] for case in file["cases"]}) == len(file["cases"])
    assert negative >= FEWEST
    assert len(file["cases"]) - negative >= FEWEST


def test_every_stage_that_changes_text_has_cases() -> None:
    names = {step.stage.name for step in load("text").steps}
    assert names >= ARRANGING
    assert {path.stem for path in FILES} >= names - ARRANGING


def _page_of_lines(lines: list[str], name: str) -> Page:
    return page_of("\n".join(lines), name)


def _page_of_story(parts: list[list[str]]) -> Page:
    """A page of one story whose blocks have these roles and, parted by ⏎, these lines."""
    page = page_of("\n".join(text.replace("⏎", "\n") for _, text in parts), "story")
    lines = iter(page.lines)
    blocks = [
        Block(tuple(next(lines) for _ in text.split("⏎")), Role(role), number)
        for number, (role, text) in enumerate(parts)
    ]
    return page.but(lines=(), stories=(Story(tuple(blocks)),))


def _run(page: Page, stage: Stage, settings: dict[str, Any]) -> Page:
    page.ledger.stage = stage.name
    after = stage(page, msgspec.convert(settings, stage.settings))
    page.ledger.check(after.texts())
    return after


def _seen(page: Page, edits: int) -> dict[str, Any]:
    """What the stage has made of the page, in the words of the cases."""
    discarded: Counter[str] = Counter()
    inserted: Counter[str] = Counter()
    for edit in page.ledger.edits[edits:]:
        if edit.action == "delete":
            discarded[edit.reason] += len(edit.before)
        elif edit.action == "insert":
            inserted[edit.reason] += len(edit.after)
    masthead = {key: value for key, value in asdict(page.masthead).items() if value}
    story = page.stories[0] if page.stories else Story(())
    blocks = [[str(block.role), "⏎".join(line.string for line in block.lines)] for block in story.blocks]
    return {
        "after": [line.string for line in page.lines] if not page.stories else blocks,
        "discarded": dict(discarded),
        "inserted": dict(inserted),
        "flags": list(page.flags),
        "marks": [sorted(line.marks) for line in page.lines],
        "indents": [line.indent for line in page.lines],
        "gaps": [line.gap for line in page.lines],
        "boxes": [list(line.box) if line.box else None for line in page.lines],
        "furniture": [[item.role, item.text.string] for item in page.furniture],
        "masthead": json.loads(json.dumps(masthead)),
        "authors": [[author.name, author.role, author.outlet] for author in story.authors],
        "dateline": asdict(story.dateline) if story.dateline else None,
        "script": story.script,
        "originals": list(story.originals),
        "story_flags": list(story.flags),
    }
