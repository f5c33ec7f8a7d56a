"""What the tests of ingest share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.recipe import Recipe, load
from pipeline.registry import load_file, unregister
from tests.ingest import plain


@pytest.fixture
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recipe]:
    """The recipe of the plain stage alone."""
    folder: Path = tmp_path_factory.mktemp("recipe")
    plain.install(folder)
    names = load_file(folder / "plain.py")
    yield load(str(folder / "plain.toml"))
    unregister(names)
