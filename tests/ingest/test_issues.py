"""Jumps within an issue: the two parts of a story name each other once all is done, and anew if a page is redone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.ingest.ingest import ingest
from pipeline.ingest.options import Options
from pipeline.ingest.shelves import Named, named
from pipeline.ingest.stitch import End, Part, links
from pipeline.recipe import Recipe, for_kind, load, parse
from pipeline.registry import load_file, unregister
from pipeline.writers.load import load as load_page
from pipeline.writers.records import Jump, StoryFile
from tests.conftest import ROOT
from tests.ingest.trees import contents

STAGE = '''
"""Jumping: a line is a story, headline。text；a 下转 or 上接 behind it is its jump; 第N版 at the top is the folio."""

from dataclasses import replace

from pipeline.page import Block, Role, Story
from pipeline.registry import stage


@stage("jumping", needs={"lines"}, gives={"stories"}, takes={"lines"})
def jumping(page):
    stories = []
    for number, line in enumerate(page.lines):
        cut, jump = line.string.find("。"), max(line.string.find("（下转"), line.string.find("（上接"))
        end = jump if jump >= 0 else len(line.text)
        parts = [(Role.HEADLINE, line.text[:cut]), (Role.PARAGRAPH, line.text[cut:end]), (Role.JUMP, line.text[end:])]
        blocks = tuple(Block((line.with_text(text),), role, number) for role, text in parts if len(text))
        stories.append(Story(blocks))
    return page.but(lines=(), stories=tuple(stories))
'''


@pytest.fixture
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recipe]:
    path = tmp_path_factory.mktemp("stage") / "jumping.py"
    path.write_text(STAGE, encoding="utf-8")
    names = load_file(path)
    yield parse('[[stage]]\nuse = "jumping"\n', "jumping")
    unregister(names)


def cut(folder: Path, recipe: Recipe, pages: dict[str, str], out: str = "out", jobs: int = 0) -> None:
    for name, text in pages.items():
        path = folder / f"in/{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert not ingest([str(folder / "in")], folder / out, recipe, Options(jobs=jobs)).failed


def found(folder: Path, out: str = "out") -> dict[str, str | None]:
    """Where each story that jumps leads: p1/s01 → p3/s01."""
    told: dict[str, str | None] = {}
    for path in sorted((folder / out).rglob("page.json")):
        page, stories = load_page(path.parent)
        for story in stories:
            for jump in filter(None, (story.continues_on, story.continued_from)):
                told[f"{page.id}/{story.id}"] = f"{jump.page_id}/{jump.story_id}" if jump.page_id else None
    return told


FRONT = "修大桥。大桥修好了（下转第3版）\n种树苗。种了树苗（下转第3版）\n无关。一事\n"
THIRD = "另事。二\n树苗。接着种树苗（上接第1版）\n大桥。大桥通车了（上接第1版）\n"


def test_the_parts_of_a_story_name_each_other(tmp_path: Path, recipe: Recipe) -> None:
    cut(tmp_path, recipe, {"1": FRONT, "3": THIRD})
    assert found(tmp_path) == {"1/s01": "3/s03", "1/s02": "3/s02", "3/s02": "1/s02", "3/s03": "1/s01"}
    again = ingest([str(tmp_path / "in")], tmp_path / "out", recipe, Options(jobs=0))
    assert (again.pages, again.unchanged) == (0, 2), "stories that were named are not taken for damaged"


def test_no_text_is_moved_or_said_twice(tmp_path: Path, recipe: Recipe) -> None:
    cut(tmp_path, recipe, {"1": FRONT, "3": THIRD})
    page, stories = load_page(tmp_path / "out/1")
    assert [(story.headline, story.text) for story in stories] == [
        ("修大桥", "。大桥修好了"), ("种树苗", "。种了树苗"), ("无关", "。一事"),
    ]  # fmt: skip
    assert [story.continues_on and story.continues_on.text for story in stories] == ["（下转第3版）"] * 2 + [None]
    assert page.ledger.glyphs == page.ledger.in_stories + sum(page.ledger.discarded.values())


def test_a_page_that_is_redone_is_stitched_again(tmp_path: Path, recipe: Recipe) -> None:
    cut(tmp_path, recipe, {"1": FRONT, "3": THIRD})
    cut(tmp_path, recipe, {"3": "大桥。大桥通车了（上接第1版）\n"})
    assert found(tmp_path) == {"1/s01": "3/s01", "1/s02": None, "3/s01": "1/s01"}
    cut(tmp_path, recipe, {"3": "大桥。大桥通车了\n"})
    assert found(tmp_path) == {"1/s01": None, "1/s02": None}


@pytest.mark.parametrize("jobs", [0, 2])
def test_page_by_page_or_all_at_once_the_bytes_are_the_same(tmp_path: Path, recipe: Recipe, jobs: int) -> None:
    pages = {"2025-07-04/1": FRONT, "2025-07-04/3": THIRD, "2025-07-05/1": FRONT, "2025-07-05/3": THIRD}
    for name in reversed(pages):
        cut(tmp_path, recipe, {name: pages[name]}, "one")
    cut(tmp_path, recipe, pages, "all", jobs)
    assert contents(tmp_path / "one") == contents(tmp_path / "all")
    assert found(tmp_path, "all")["2025-07-05/1/s01"] == "2025-07-05/3/s03"


def test_issues_are_not_mixed(tmp_path: Path, recipe: Recipe) -> None:
    cut(tmp_path, recipe, {"daily-20250704-01": FRONT, "daily-20250705-03": THIRD, "weekly-20250704-03": THIRD})
    assert set(found(tmp_path).values()) == {None}


def test_the_pages_of_one_file_are_an_issue(tmp_path: Path, recipe: Recipe) -> None:
    cut(tmp_path, recipe, {"issue": f"{FRONT}\f无。关\n\f{THIRD}"})
    assert found(tmp_path)["issue-p001/s01"] == "issue-p003/s03"


def test_a_jump_that_one_side_alone_prints_leads_nowhere(tmp_path: Path, recipe: Recipe) -> None:
    cut(tmp_path, recipe, {"1": FRONT, "3": "桥。桥通车了\n", "4": "桥。桥（上接第2版）\n"})
    assert set(found(tmp_path).values()) == {None}


def test_a_printed_issue(tmp_path: Path) -> None:
    source = ROOT / "fixtures/press/pdf/tabloid-issue-usual-1.pdf"
    ingest([str(source)], tmp_path / "out", lambda kind: load(for_kind(kind)), Options(jobs=0))
    links = {place: other for place, other in found(tmp_path).items() if other}
    assert links
    assert {links[other] for other in links.values()} <= set(links), "each end names the other"


@pytest.mark.parametrize(
    ("name", "number", "pages", "told"),
    [
        ("2025/07/04/01", 1, 1, Named("2025/07/04/", "2025-07-04", "1")),
        ("daily-20250704-A01", 1, 1, Named("daily-20250704", "2025-07-04", "A1")),
        ("daily_2025-07-04_p12", 1, 1, Named("daily_2025-07-04", "2025-07-04", "12")),
        ("2025年7月4日第3版", 1, 1, Named("2025年7月4日", "2025-07-04", "3")),
        ("issue", 3, 8, Named("issue", None, "3")),
        ("p4", 1, 1, Named("", None, "4")),
        ("cover", 1, 1, Named("cover", None, None)),
        ("a/20250704", 1, 1, Named("a/", "2025-07-04", None)),
        ("a/20251399-2", 1, 1, Named("a/20251399", None, "2")),
    ],
)
def test_what_a_name_tells(name: str, number: int, pages: int, told: Named) -> None:
    assert named(name, number, pages) == told


def part(folio: str, text: str, to: str | None = None, come: str | None = None) -> Part:
    def jump(folio: str | None) -> Jump | None:
        return Jump(text="", folio=folio, page_id=None, story_id=None) if folio else None

    story = StoryFile(
        schema_version="1.2", id="s01", page_id=f"p{folio}{text}", order=1, kind="article", part_of=None, column=None,
        kicker=None, headline=None, deck=None, dateline=None, byline=None, body=[], captions=[], text=text,
        continued_from=jump(come), continues_on=jump(to), script=None, original=None, confidence=1.0, flags=[],
    )  # fmt: skip
    return Part(folio, story)


def test_rivals_are_told_apart_by_their_words_and_strangers_are_not_linked() -> None:
    first, second = part("1", "大桥通车", to="3"), part("1", "大树开花", to="3")
    end = part("3", "大树的花", come="1")
    assert links([first, second, end]) == {second.end: end.end}
    assert links([first, second, part("3", "别的事情", come="1")]) == {}


def test_folios_are_compared_without_zeros_and_case() -> None:
    start, end = part("a01", "一", to="B3"), part("b03", "二", come="A1")
    assert links([end, start]) == {End("pa01一", "s01"): End("pb03二", "s01")}
