"""Scans whose characters are all read rightly: what is left is what the reader makes of their ink."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

from pipeline.page import Page
from tests.press.page import composed
from tests.press.papers import PAPERS
from tests.press.print import available, print_page
from tests.press.print.job import Printed
from tests.press.scanned import scanned
from tests.press.stories import load
from tests.press.teach_paper import before_roles, role_of, sheet_of

pytestmark = pytest.mark.skipif(available() is not None, reason=str(available()))


@pytest.fixture(scope="module")
def printed() -> Printed:
    return print_page(composed(PAPERS["tabloid"], load(), Random("scanned")), "scanned", "clean", "scanned")


def test_a_scan_without_mistakes_reads_as_printed_and_knows_whose_its_characters_are(printed: Printed) -> None:
    seen = scanned(printed, "scanned", 200, "good")
    assert seen is not None
    page, owners = seen
    assert isinstance(page, Page)
    marks = [mark for mark in printed.proofs[0].marks if mark.seen and not mark.copy and not mark.char.isspace()]
    assert len(page.glyphs) == len(owners)
    assert abs(len(owners) / len(marks) - 1) < 0.03
    truth = {(mark.unit, mark.at): mark.char for mark in marks}
    known = [(owner, chr(char)) for owner, char in zip(owners, page.glyphs.char.tolist(), strict=True) if owner]
    assert sum(truth.get(owner[2:]) == char for owner, char in known) > 0.95 * len(marks)


def test_its_blocks_have_roles_to_learn_from(printed: Printed) -> None:
    seen = scanned(printed, "scanned", 200, "good")
    assert seen is not None
    sheet = sheet_of(before_roles(seen[0], "scan"), seen[1])
    roles = {role_of(label) for label in sheet.labels if label}
    assert {"paragraph", "head", "furniture"} <= roles
