"""The same bytes come out on every run, whatever Python's hashes are seeded with."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.properties.damage import damaged
from tests.properties.pages import FIXTURES, output

PAGES = ("several-severe", "stories-interleaved", "traditional-several")
PROGRAM = """
import hashlib, sys
from pathlib import Path
from tests.properties.pages import output
for path in sys.argv[1:]:
    print(hashlib.sha256(b"".join(output(Path(path).read_bytes()))).hexdigest())
"""


def digest(path: Path) -> str:
    return hashlib.sha256(b"".join(output(path.read_bytes()))).hexdigest()


@pytest.mark.parametrize("name", PAGES)
def test_twice_the_same(name: str) -> None:
    assert digest(FIXTURES / f"{name}.txt") == digest(FIXTURES / f"{name}.txt")


def test_the_same_for_any_hash_seed(tmp_path: Path) -> None:
    paths = [FIXTURES / f"{name}.txt" for name in PAGES]
    for number, path in enumerate(list(paths)):
        paths.append(tmp_path / f"{number}.txt")
        paths[-1].write_text(damaged(path.read_text(encoding="utf-8"), number, 40), encoding="utf-8")
    said = {_with_hash_seed(seed, paths) for seed in ("0", "1", "4242")}
    assert said == {"".join(digest(path) + "\n" for path in paths)}


def _with_hash_seed(seed: str, paths: list[Path]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, paths)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=FIXTURES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
