"""The files in fixtures/ocr are what the writers make of the pressed pages beside them."""

from __future__ import annotations

from tests.readers.ocr_fixtures import FOLDER, files


def test_the_fixtures_are_those_that_are_written() -> None:
    made = dict(files())
    kept = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert kept == set(made)
    assert [name for name, text in made.items() if (FOLDER / name).read_text(encoding="utf-8") != text] == []


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 1_500_000
