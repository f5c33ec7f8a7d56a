"""kill -9, fifty times: of the run and of its workers, at any moment; after a rerun not a byte is different."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.ingest.trees import contents

RUNS = 25  # of the run itself, one after the other on one output
KILLS = 50  # in all
PAGES = 40

# It kills at the nth thing that a process does with files: opened, renamed, removed. Python tells of each before it is
# done, so that any moment of writing a page or of recording it can be the last.
STAGE = '''
"""Mortal: every line is a story; and the process may die at any moment."""

import os
import signal
import sys

from pipeline.page import Block, Role, Story
from pipeline.registry import stage

LEFT = {"events": int(os.environ.get("DIE_AFTER", "0"))}
IS_WORKER = "-c" in sys.argv[:1]


def count(event, arguments):
    if LEFT["events"] and event in ("open", "os.rename", "os.remove", "os.mkdir", "os.scandir", "fcntl.flock"):
        LEFT["events"] -= 1
        if not LEFT["events"]:
            os.kill(os.getppid() if os.environ["DIE"] == "run" and IS_WORKER else os.getpid(), signal.SIGKILL)


if os.environ.get("DIE") == "run" or (os.environ.get("DIE") == "worker" and IS_WORKER):
    sys.addaudithook(count)


@stage("mortal", needs={"lines"}, gives={"stories"}, takes={"lines"})
def mortal(page):
    stories = [Story((Block((line,), Role.PARAGRAPH, n),)) for n, line in enumerate(page.lines)]
    return page.but(lines=(), stories=tuple(stories))
'''


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Small pages, some of them several in a file; the stage and its recipe."""
    (tmp_path / "in").mkdir()
    for number in range(PAGES):
        text = f"第{number}页\n正文{number}\n" if number % 5 else f"第{number}页\n\f后页\n\f末页\n"
        (tmp_path / f"in/p{number:02d}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "mortal.py").write_text(STAGE, encoding="utf-8")
    (tmp_path / "mortal.toml").write_text('[[stage]]\nuse = "mortal"\n', encoding="utf-8")
    return tmp_path


def jianbao(shelf: Path, out: str, *options: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "pipeline", "ingest", str(shelf / "in"), "-o", str(shelf / out)]
    added = ["--stage", str(shelf / "mortal.py"), "--recipe", str(shelf / "mortal.toml"), "--progress", "none"]
    return subprocess.run(
        [*command, *added, *options], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False
    )


def test_killed_at_any_moment_fifty_times(shelf: Path) -> None:
    undisturbed = jianbao(shelf, "whole", "--jobs", "0")
    assert undisturbed.returncode == 0, undisturbed.stderr
    chance = random.Random(50)
    killed = 0
    for _ in range(RUNS):
        jobs = chance.choice(["0", "0", "1"])
        moment = str(chance.randint(1, 400 if jobs == "0" else 150))
        run = jianbao(shelf, "runs", "--jobs", jobs, "--force", DIE="run", DIE_AFTER=moment)
        assert run.returncode in (0, -9), run.stderr
        killed += run.returncode == -9
    assert killed >= RUNS // 2, killed
    outputs = ["runs"]
    while killed < KILLS:  # every worker is killed, and so is the one that takes its place
        outputs.append(f"workers{len(outputs)}")
        log = shelf / f"{outputs[-1]}.log"
        moment = str(chance.randint(40, 90))
        jianbao(shelf, outputs[-1], "--jobs", "1", "--log-file", str(log), DIE="worker", DIE_AFTER=moment)
        deaths = log.read_text(encoding="utf-8").count("WARNING")
        assert deaths, "workers died"
        killed += deaths
    for out in outputs:
        last = jianbao(shelf, out, "--jobs", "0", "--retry-failed")
        assert last.returncode == 0, last.stderr
        assert contents(shelf / out) == contents(shelf / "whole")
