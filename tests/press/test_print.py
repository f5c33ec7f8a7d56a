"""Printed pages: the truth holds for every paper and every defect, and the same seed makes the same bytes."""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pdfplumber
import pytest
from PIL import Image

from tests.press.__main__ import main
from tests.press.issue import make_issue
from tests.press.layout import compose
from tests.press.model import Composed
from tests.press.papers import PAPERS
from tests.press.print import (
    DEFECTS,
    RECIPES,
    available,
    defects,
    faces,
    print_issue,
    print_page,
    print_pages,
    print_whole,
)
from tests.press.print.faces import Face
from tests.press.print.fonts import LOST
from tests.press.print.outlines import cubic
from tests.press.print.pieces import Piece, ordered
from tests.press.print.proof import as_read, check
from tests.press.print.scan import KINDS, scan_pages
from tests.press.print.setting import OPENING, Faces, Measure, rooms, set_line
from tests.press.print.warp import draw
from tests.press.stories import load
from tests.press.styles import STYLES
from tests.press.tools import ToolMissing
from tests.press.typeset import SQUEEZABLE, is_han

COPY = load()
needs_fonts = pytest.mark.skipif(available() is not None, reason=available() or "")


def _page(style: str, seed: object) -> Composed:
    return compose(STYLES[style], COPY, Random(f"print {style} {seed}"))


@needs_fonts
@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_paper_is_printed_as_its_truth_says(style: str) -> None:
    for recipe in ("clean", "usual", "hard"):
        print_page(_page(style, recipe), recipe, recipe).check()


@needs_fonts
@pytest.mark.parametrize("defect", sorted(DEFECTS))
def test_every_defect_is_printed_as_its_truth_says(defect: str) -> None:
    style = sorted(STYLES)[sorted(DEFECTS).index(defect) % len(STYLES)]
    printed = print_page(_page(style, defect), defect, defect)
    printed.check()
    assert defect in printed.proofs[0].defects


@needs_fonts
def test_the_same_seed_makes_the_same_bytes() -> None:
    first, again = (print_issue([_page("evening", 1), _page("taiwan", 2)], 5, "hard") for _ in range(2))
    assert first.pdf == again.pdf
    assert first.truth() == again.truth()
    assert first.golds == again.golds


@needs_fonts
def test_an_issue_is_one_file_of_many_pages() -> None:
    printed = print_issue([_page("daily", 1), _page("county", 2), _page("republic", 3)], 1, "usual")
    printed.check()
    record = json.loads(gzip.decompress(printed.truth()))
    assert len(record["pages"]) == len(printed.golds) == 3
    for page in record["pages"]:
        assert len({len(column) for column in page["glyphs"].values()}) == 1


@needs_fonts
def test_a_glyph_that_its_font_does_not_tell_reads_as_its_other_copy_says() -> None:
    proof = print_page(_page("county", 3), 3, "clean").proofs[0]
    n, mark = next((n, one) for n, one in enumerate(proof.marks) if one.text and one.at >= 0 and one.role == "headline")
    untold, copy = mark._replace(read=LOST), mark._replace(copy=1)
    proof.marks[n] = untold
    assert LOST in as_read(proof).units[mark.unit].text
    proof.marks.append(copy)
    assert as_read(proof).units[mark.unit].text == proof.page.units[mark.unit].text


@needs_fonts
def test_a_drawn_headline_reads_as_the_invisible_text_over_it() -> None:
    proof = print_page(_page("county", 3), 3, "clean").proofs[0]
    n, mark = next((n, one) for n, one in enumerate(proof.marks) if one.text and one.at >= 0 and one.role == "headline")
    proof.marks[n] = mark._replace(text=False)
    proof.marks.append(mark._replace(copy=1, seen=False, read=LOST))
    assert LOST in as_read(proof).units[mark.unit].text
    proof.marks[-1] = proof.marks[-1]._replace(read=mark.char)
    assert as_read(proof).units[mark.unit].text == proof.page.units[mark.unit].text


@needs_fonts
def test_a_headline_without_text_is_not_in_the_gold() -> None:
    printed = print_page(_page("county", 1), 1, "paths")
    assert printed.proofs[0].lost
    headlines = {story["key"]: story["headline"] for story in printed.golds[0]["stories"]}
    for unit in printed.proofs[0].page.units:
        if unit.id in printed.proofs[0].lost and unit.role == "headline":
            assert unit.story is not None
            assert headlines[unit.story] is None


@needs_fonts
@pytest.mark.parametrize("kind", KINDS)
def test_every_damage_keeps_the_truth(kind: str) -> None:
    pytest.importorskip("pypdfium2")
    printed = print_page(_page("county", 2), 2, "usual")
    first, again = (scan_pages(printed, 3, 60, {kind: 1.0}) for _ in range(2))
    assert first.image == again.image
    assert first.truth() == again.truth()
    assert kind in first.defects
    for proof in first.proofs:
        check(proof)


@needs_fonts
@pytest.mark.parametrize(("style", "first"), [("tabloid", 0), ("tiers", 1)])
def test_two_pages_on_a_picture_stand_as_they_are_read(style: str, first: int) -> None:
    printed = next(print_pages(1, 2, style=style, recipe="clean", pages=2))
    areas = scan_pages(printed, 1, 40, "good", pages=(0, 1)).areas
    assert areas[first][0] < areas[1 - first][0]


def test_a_scan_has_ink_where_the_truth_has_glyphs() -> None:
    pytest.importorskip("pypdfium2")
    printed = print_issue([_page("evening", 1), _page("evening", 2)], 4, "clean")
    scan = scan_pages(printed, 4, 100, {"skew": 1.0, "curl": 1.0, "grey": 1.0}, pages=(0, 1))
    picture = np.asarray(Image.open(io.BytesIO(scan.image)))
    paper = np.median(picture)
    for proof in scan.proofs:
        marks = [mark for mark in proof.marks if is_han(mark.char)]
        inked = sum(
            bool(picture[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1].min() < paper - 50)
            for x0, y0, x1, y1 in (mark.box for mark in marks)
        )
        assert inked > 0.995 * len(marks)


class _Grid(Face):
    """A face that needs no font: Han on the em, Latin of several widths."""

    def has(self, char: str) -> bool:
        return bool(char)

    def wide(self, char: str) -> float:
        return 1.0 if char > "\u0250" else 0.3 + ord(char) % 5 / 10

    def blank(self, char: str) -> float:
        return 1.0 if char in OPENING else 0.0


GRID = _Grid("grid", Path(), 0, "Grid", 0.12)


@pytest.mark.parametrize("close", [False, True])
@pytest.mark.parametrize("style", ["daily", "taiwan", "campus"])
def test_lines_fill_their_measure(style: str, close: bool) -> None:
    page = _page(style, "measure")
    measure = Measure(10.0, 0.0, 0.0, rooms(page))
    for line in page.lines:
        room, full = measure.rooms.get(line.order, (0.0, False))
        runs = set_line(line, Faces(GRID, GRID), measure, close=close)
        cells = [cell for run in runs for cell in run.cells]
        assert "".join(cell.char for cell in cells) == "".join(line.text.split())
        assert all(before.pos < after.pos for before, after in pairwise(cells))
        if full and not line.vertical:
            over = cells[-1].pos + cells[-1].wide - 10 * room
            assert abs(over) < 0.01 or (cells[-1].char in SQUEEZABLE and 0 <= over <= 5.01)


def test_every_line_has_one_place_in_any_order() -> None:
    page = _page("evening", "order")
    runs = {line.order: set_line(line, Faces(GRID, GRID), Measure(10.0, 0.0, 0.0, rooms(page))) for line in page.lines}
    pieces = [Piece(line, tuple(runs[line.order])) for line in page.lines]
    for name in ("story", "heads-last", "heads-first", *defects.ORDERS):
        manner = replace(defects.draw({}, Random(1)), on=frozenset({name}))
        mixed = list(ordered(pieces, manner, Random(2)))
        assert sorted(piece.line.order for piece in mixed) == sorted(runs)


def test_curves_become_cubic() -> None:
    ring = cubic([("qCurveTo", ((0, 0), (2, 0), (2, 2), (0, 2), None)), ("closePath", ())])
    assert [name for name, _ in ring] == ["moveTo", *["curveTo"] * 4, "closePath"]
    assert ring[0][1][0] == ring[4][1][-1] == (0, 1)


def test_a_warp_is_undone() -> None:
    rng = Random(1)
    for _ in range(20):
        warp = draw(2400, 3300, rng, skew=2.0, curl=True, spine=1200.0, dpi=300)
        x, y = np.array([rng.uniform(0, 2400) for _ in range(50)]), np.array([rng.uniform(0, 3300) for _ in range(50)])
        a, b = warp.there(x, y)
        assert np.allclose(warp.back(a, b), (x, y), atol=0.01)


@needs_fonts
def test_what_the_page_draws_besides_text_is_noted() -> None:
    page = _page("daily", 3)
    box = (0.0, 5.0, 10.0, 9.0)
    ruled = replace(page, rules=((1.0, 20.0, 1.0, 30.0),), tints=((0.0, 0.0, 10.0, 3.0),), pictures=(box,))
    printed = print_page(ruled, 1, {})
    printed.check()
    with pdfplumber.open(io.BytesIO(printed.pdf)) as file:
        drawn = file.pages[0]
        graphics = printed.proofs[0].graphics
        assert len(drawn.images) == len(graphics["pictures"]) >= 1
        for kind in ("rules", "tints"):
            (box,) = graphics[kind]
            found = [(one["x0"], one["top"], one["x1"], one["bottom"]) for one in (*drawn.lines, *drawn.rects)]
            assert any(np.allclose(one, box, atol=0.5) for one in found)


@needs_fonts
def test_the_command_writes_pdfs_and_scans(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    main(["1", "3", str(tmp_path), "--style", "county", "--scan", "50", "--pages", "2"])
    found = [path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("*/*")]
    endings = Counter((path.partition("/")[0], path.partition(".")[2]) for path in found)
    assert endings["text", "txt"] == endings["text", "gold.json"] == 2
    assert endings["pdf", "pdf"] == endings["pdf", "truth.json.gz"] == 1
    assert endings["pdf", "gold.json"] == endings["scan", "gold.json"] == 2
    assert endings["scan", "truth.json.gz"] == 1


@needs_fonts
def test_the_command_writes_the_same_bytes_again(tmp_path: Path) -> None:
    for name in ("one", "two"):
        main(["15", "7", str(tmp_path / name)])
    first, again = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "two")
    )
    assert first == again
    styles = {json.loads(data)["style"] for path, data in first.items() if path.name.endswith(".gold.json")}
    assert styles == {*STYLES, *PAPERS}
    main(["1", "7", str(tmp_path / "party"), "--style", "party", "--only", "pdf"])
    (alone,) = (tmp_path / "party").rglob("*.pdf")
    assert alone.read_bytes() == first[Path("pdf") / alone.name]


@needs_fonts
@pytest.mark.parametrize("style", sorted(PAPERS))
def test_full_pages_are_printed_as_their_truth_says(style: str) -> None:
    for recipe in ("usual", "hard"):
        (printed,) = print_pages(1, 5, style=style, recipe=recipe)
        printed.check()


@needs_fonts
def test_an_issue_is_printed_with_its_jumps() -> None:
    printed = next(one for seed in range(9) if (one := print_whole(make_issue(seed, "party", 3), "usual")).continues)
    printed.check()
    record = json.loads(gzip.decompress(printed.truth()))
    for jump in record["continues"]:
        start, end = (
            next(
                story
                for story in printed.golds[jump[side]["page"] - 1]["stories"]
                if story["key"] == jump[side]["story"]
            )
            for side in ("from", "to")
        )
        assert start["copy"] == end["copy"]
        assert start["continues_on"] == str(jump["to"]["page"])
        assert end["continued_from"] == str(jump["from"]["page"])


def test_a_font_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(faces, "FOLDER", tmp_path)
    with pytest.raises(SystemExit, match="2"):
        main(["1", "1", str(tmp_path / "out")])
    assert "Debian: fonts-" in capsys.readouterr().err
    main(["1", "1", str(tmp_path / "out"), "--only", "text"])
    assert len(list((tmp_path / "out").rglob("*.txt"))) == 1
    assert "fonts-" in (available() or "")
    with pytest.raises(ToolMissing, match="fonts-noto-cjk"):
        faces.face("kai-gb", "unheard of")  # neither are kai and serif there, which stand in for it


def test_recipes_name_defects() -> None:
    for name in RECIPES:
        assert defects.draw(name, Random(1)).on <= DEFECTS.keys()
    with pytest.raises(ValueError, match="there are"):
        defects.draw({"no-such": 1.0}, Random(1))
