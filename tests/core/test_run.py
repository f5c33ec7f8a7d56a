"""The runner: a stage that is at fault fails its page, with the stage's name and what it did."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from pipeline.errors import PageError
from pipeline.ledger import OUTSIDE, Ledger
from pipeline.page import Glyphs, Page
from pipeline.readers.text import page_of
from pipeline.recipe import Recipe, Step
from pipeline.registry import Settings
from pipeline.run import run
from pipeline.text import Text
from tests.core.stages import line_stage, registering

SOURCE = "推动全国首个\n不动产信托\n财产登记"


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    with registering():
        yield


def recipe_of(*runs: Callable[[Page], Page]) -> Recipe:
    """A recipe of stages named after their functions."""
    return Recipe("test", tuple(Step(line_stage(each.__name__, each), Settings()) for each in runs))


def idle(page: Page) -> Page:
    return page


def tidy(page: Page) -> Page:
    return page.map_lines(lambda line: line.without([slice(0, 1)], "first", "headless"))


def loses(page: Page) -> Page:
    return page.but(lines=page.lines[1:])


def doubles(page: Page) -> Page:
    return page.but(lines=(*page.lines, page.lines[0]))


def invents(page: Page) -> Page:
    text = page.lines[0].text
    forged = Text(text.string + "！", np.append(text.origins, -1), text.ledger)
    return page.but(lines=(page.lines[0].with_text(forged), *page.lines[1:]))


def rewrites(page: Page) -> Page:
    text = page.lines[0].text
    forged = Text("催" + text.string[1:], text.origins, text.ledger)
    return page.but(lines=(page.lines[0].with_text(forged), *page.lines[1:]))


def borrows(page: Page) -> Page:
    return page.but(lines=(*page.lines, page.lines[0].with_text(Text.of("别处的话"))))


def breaks(page: Page) -> Page:
    raise KeyError("furniture")


def asserts(page: Page) -> Page:
    raise AssertionError


def leaves(page: Page) -> Page:
    sys.exit(0)


def forgets(page: Page) -> Page:
    return None  # type: ignore[return-value]


def new_ledger(page: Page) -> Page:
    return page.but(ledger=Ledger("甲"), lines=(page.lines[0].with_text(Text.of("甲")),))


def new_glyphs(page: Page) -> Page:
    return page.but(glyphs=Glyphs.of(SOURCE, 7))


def test_stages_run_in_order_on_what_the_one_before_made() -> None:
    seen: list[tuple[str, int, int]] = []

    def watch(step: Step, before: Page, after: Page) -> None:
        seen.append((step.stage.name, len(before.lines[0].text), len(after.lines[0].text)))

    page = page_of(SOURCE, "p")
    after = run(page, recipe_of(idle, tidy), watch)
    assert seen == [("idle", 6, 6), ("tidy", 6, 5)]
    assert [line.string for line in after.lines] == ["动全国首个", "动产信托", "产登记"]
    assert {edit.stage for edit in after.ledger.edits} == {"read", "tidy"}
    assert after.ledger.stage == OUTSIDE
    assert [line.string for line in page.lines] == SOURCE.split("\n")


def test_an_empty_recipe_and_an_empty_page() -> None:
    page = page_of(SOURCE, "p")
    assert run(page, Recipe("none", ())) is page
    assert run(page_of("\n", "p"), recipe_of(tidy)).lines == ()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (loses, "6 glyphs are not in exactly one place; first lost: …推动全国首个⏎不动… (glyph 0)"),
        (
            doubles,
            "6 glyphs are not in exactly one place; first in two places: …推动全国首个⏎不动… (glyph 0)",
        ),
        (invents, "unrecorded change at …推动全国首个！不动产信托财产登…"),
        (rewrites, "unrecorded change at …催动全国首个不动产…"),
        (
            borrows,
            "4 glyphs are not in exactly one place; first in two places: …推动全国首个⏎不动… (glyph 0)",
        ),
        (breaks, "KeyError: 'furniture'"),
        (asserts, "AssertionError: "),
        (leaves, "SystemExit: 0"),
        (forgets, "TypeError: returned NoneType, not a Page"),
        (new_ledger, "replaced the page's glyphs or its ledger"),
        (new_glyphs, "replaced the page's glyphs or its ledger"),
    ],
)
def test_a_stage_at_fault_fails_its_page(fault: Callable[[Page], Page], said: str) -> None:
    with pytest.raises(PageError) as raised:
        run(page_of(SOURCE, "日报-p003"), recipe_of(tidy if fault is breaks else idle, fault))
    assert (raised.value.page_id, raised.value.stage, raised.value.reason) == (
        "日报-p003",
        fault.__name__,
        said,
    )
    assert str(raised.value) == f"日报-p003: stage {fault.__name__}: {said}"
    assert raised.value.__cause__ is not None


def test_an_interrupt_is_no_fault_of_the_stage() -> None:
    def interrupted(page: Page) -> Page:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(page_of(SOURCE, "p"), recipe_of(interrupted))


def test_lines_may_move_and_change_their_looks() -> None:
    def turns(page: Page) -> Page:
        return page.but(lines=tuple(replace(line, gap=2) for line in reversed(page.lines)))

    assert run(page_of(SOURCE, "p"), recipe_of(turns)).lines[0].string == "财产登记"


def test_a_page_that_fails_in_another_process_says_so_in_this_one() -> None:
    failed = pickle.loads(pickle.dumps(PageError("p-001", "rows", "no room")))
    assert isinstance(failed, PageError)
    assert (str(failed), failed.page_id, failed.stage, failed.reason) == (
        "p-001: stage rows: no room",
        "p-001",
        "rows",
        "no room",
    )
