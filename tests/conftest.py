"""What all tests share: the same examples on every run, the pages that tests read, and `--regenerate`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"  # real pages and their gold, kept beside the repository

settings.register_profile(
    "the same every time",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("the same every time")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate",
        action="store_true",
        help="write snapshots anew instead of comparing with them; then read the difference (not in CI)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--regenerate") and os.environ.get("CI"):
        raise pytest.UsageError("--regenerate is refused in CI: a snapshot is changed by a person who reads it")


@pytest.fixture(scope="session")
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Whether snapshots are to be written anew."""
    return bool(request.config.getoption("--regenerate"))


@pytest.fixture(scope="session")
def sample() -> Path:
    """The real page; the test is skipped where it is missing."""
    found = sorted((SHARED / "samples").glob("*.txt"))
    if not found:
        pytest.skip("the real page is not there: ../shared/samples/*.txt")
    return found[0]
