"""What the tests of the command share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli
from tests.ingest import plain
from tests.ingest.trees import contents

Jianbao = Callable[..., Result]

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture
def jianbao() -> Jianbao:
    """Run the command with these arguments; a fault of the program fails the test."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=False)

    return run


@pytest.fixture
def cutting(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The options that make jianbao cut with the plain stage alone."""
    return plain.install(tmp_path_factory.mktemp("recipe"))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A raw text of two stories."""
    path = tmp_path / "p4.txt"
    path.write_text("甲。一#二\n乙。三\n", encoding="utf-8")
    return path


def files(folder: Path) -> list[str]:
    """All files of an output, by their paths in it."""
    return sorted(contents(folder))
